"""Whether two sentences say contrary things of one matter: another number, another time, another body, yes and no.

Rules of the language only. What speaks of different places, days or years contradicts nothing, and neither does a round
number beside the exact one. In doubt two sentences get along: a warning that is often wrong is soon not read.
"""

from __future__ import annotations

import re

from corpus.facts.times import Rolle, times_in
from retrieval.matter import Rarity, lasting_things, share, words, years
from retrieval.premise.presupposed import quantities
from retrieval.slots import bodies, conflicts, institutions, slots
from retrieval.state import Zustand, state_of
from retrieval.statements import Aussage

SAME_MATTER = 0.7
"""So much of what either sentence names has to stand in the other; yes against no wants more (`SAME_CLAIM`)."""

SAME_CLAIM = 0.85

_ABOUT = re.compile(r"\b(?:rund|etwa|ca\.|circa|ungefähr|knapp|fast|über|mehr\s+als|gut|annähernd)\b", re.IGNORECASE)
_ROUNDED = 0.06
"""A round number and the exact one differ by no more than this share."""

_TIME = re.compile(r"\b(\d{1,2})(?:[.:](\d{2}))?\s*Uhr|\bvon\s+(\d{1,2})(?:[.:](\d{2}))?\s+bis\b")
_DAY = re.compile(
    r"\b(?:\d{1,2}\.\s*)?(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
    r"|\b\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?"
)
_DENIES = frozenset({Zustand.VERNEINT, Zustand.BEENDET, Zustand.ABGELEHNT})
_LIMITS = re.compile(r"\b(?:nur|lediglich|ausschließlich|bis\s+zu|höchstens|mindestens)\b", re.IGNORECASE)


def contradiction(one: str, other: str, *, rarity: Rarity) -> str | None:
    """In what two sentences contradict each other, for a person, or None: "Zahl", "Uhrzeit", "Beginn", "Stelle",
    "Aussage"."""
    here, there = _matter(one), _matter(other)
    if _WHICH.findall(one.lower()) != _WHICH.findall(other.lower()):
        return None
    if (
        _of_other_numbered(one, other)
        or not here
        or not there
        or conflicts(slots(one), slots(other))
        or conflicts(slots(other), slots(one))
    ):
        return None
    common = min(
        share(here, words(other), frozenset(), rarity=rarity), share(there, words(one), frozenset(), rarity=rarity)
    )
    if common >= SAME_MATTER and not _of_other_days(one, other):
        meant = {state_of(one) is Zustand.ABSICHT, state_of(other) is Zustand.ABSICHT}
        if len(meant) == 1 and _other_numbers(one, other):
            return "Zahl"
        if _other_times(one, other):
            return "Uhrzeit"
    if common >= SAME_CLAIM and _other_beginning(one, other):
        return "Beginn"
    if _other_bodies(one, other, rarity):
        return "Stelle"
    if common >= SAME_CLAIM and not _of_other_days(one, other) and _yes_and_no(one, other):
        return "Aussage"
    return None


def contradiction_of(one: Aussage, other: Aussage, *, rarity: Rarity) -> str | None:
    """`contradiction` of two sentences of papers, which may leave to their answers whom they speak of.

    Where both answers name associations or companies, and none that both name, they are about different ones.
    """
    here, there = ({body.name for body in bodies(_answer(each))} for each in (one, other))
    if here and there and not here & there:
        return None
    return contradiction(one.text, other.text, rarity=rarity)


def _answer(statement: Aussage) -> str:
    passage = statement.passage
    return " . ".join(filter(None, (passage.betreff, passage.frage, passage.text)))


_WHICH = re.compile(r"\b(?:erste|zweite|dritte|vierte|weitere|andere|nächste|jede|ermäßigt|einfach)(?=[rsnm]?\b)")
"""for the first dog, for each further dog: of two, not of one"""
_NUMBERED = re.compile(r"\b([A-ZÄÖÜ][a-zäöüß]+)\s+(\d{1,3}|[A-Z])\b(?!\s*(?:€|Euro|Prozent|Uhr))")
"""Linie 5, Zone A"""
_UNITS = re.compile(r"minut|stund|tag|woch|monat|euro|prozent|takt|meter|kilomet")


def _of_other_numbered(one: str, other: str) -> bool:
    here, there = dict(_NUMBERED.findall(one)), dict(_NUMBERED.findall(other))
    return any(here[noun] != there[noun] for noun in here.keys() & there.keys() if noun != "Tempo")


def _matter(text: str) -> tuple[tuple[str, ...], ...]:
    """What a sentence is about, its numbers and units left out."""
    return tuple(t for t in lasting_things(text) if not t[0].isdigit() and not _UNITS.search(t[-1]))


def _of_other_days(one: str, other: str) -> bool:
    """Each names a day or year, and not the same: what was then says nothing against what is now."""
    if years(one) and years(other) and not years(one) & years(other):
        return True
    days, others = set(_DAY.findall(one)), set(_DAY.findall(other))
    return bool(days and others and not days & others)


def _other_beginning(one: str, other: str) -> bool:
    """Both say since when the same is so, of one value, and the two times don't meet: "seit 2020", "seit Mai 2019"."""
    here, there = ([t for t in times_in(text) if t.rolle is Rolle.AB and _SINCE.search(text)] for text in (one, other))
    if len(here) != 1 or len(there) != 1 or _other_numbers(one, other) or state_of(one) is not state_of(other):
        return False
    return here[0].vor <= there[0].von or there[0].vor <= here[0].von


_SINCE = re.compile(r"\b[Ss]eit\b")


def _other_numbers(one: str, other: str) -> bool:
    loose = bool(_ABOUT.search(one) or _ABOUT.search(other))
    values, others = quantities(one), quantities(other)
    for unit in {v.einheit for v in values} & {v.einheit for v in others}:
        here = [v.zahl for v in values if v.einheit == unit]
        there = [v.zahl for v in others if v.einheit == unit]
        agree = any(a == b or (loose and abs(a - b) <= _ROUNDED * max(a, b)) for a in here for b in there)
        if not agree:
            return True
    return False


def _other_times(one: str, other: str) -> bool:
    here, there = ([(int(a or c), int(b or d or 0)) for a, b, c, d in _TIME.findall(text)] for text in (one, other))
    return bool(here and there) and len(here) == len(there) and here != there


def _other_bodies(one: str, other: str, rarity: Rarity) -> bool:
    """One office each, not the same, and all else alike: "Zuständig ist das Ordnungsamt" against "das Tiefbauamt"."""
    here, there = institutions(one), institutions(other)
    if len(here) != 1 or len(there) != 1 or here == there or here[0] in there[0] or there[0] in here[0]:
        return False
    rest, others = one.replace(here[0], ""), other.replace(there[0], "")
    named, named_there = _matter(rest), _matter(others)
    if not named or not named_there or _of_other_days(one, other):
        return False
    return min(
        share(named, words(others), frozenset(), rarity=rarity),
        share(named_there, words(rest), frozenset(), rarity=rarity),
    ) >= SAME_CLAIM and state_of(one) == state_of(other)


def _yes_and_no(one: str, other: str) -> bool:
    states = {state_of(one), state_of(other)}
    denied = states & _DENIES
    if len(denied) != 1 or Zustand.ABSICHT in states or len(states) != 2:
        return False
    return not (_LIMITS.search(one) or _LIMITS.search(other))
