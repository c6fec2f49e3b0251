"""What forbids to say "that is so already", however much a clause shares with the point. Rules of the language only.

In come a point, a clause that says that something is so, and all clauses that were found; out comes whether the clause
speaks of another one of the kind, of another place, of only some where all are wanted, of another time of the year, or
whether its own answer says that the very thing is not so, refused or only meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.demand import ALL
from retrieval.german import FOLDED
from retrieval.matter import Rarity, share, things, without_dates, words
from retrieval.premise.presupposed import age_limits, is_name
from retrieval.premise.reading import Gesagtes, Punkt
from retrieval.premise.wording import WANTS_FREE
from retrieval.slots import conflicts, places, slots
from retrieval.state import Zustand

_NONE: frozenset[str] = frozenset()
_NOT_SO = (Zustand.VERNEINT, Zustand.ABGELEHNT, Zustand.ABSICHT)
_ORDINAL = re.compile(
    r"\b(?P<zahl>erst|zweit|dritt|viert|fünft|sechst|siebt|acht|neunt|zehnt|letzt)e[rsnm]?\s+(?P<was>[A-ZÄÖÜ]\w+)"
)
"""das dritte Kindergartenjahr"""
_NUMBERED = re.compile(
    r"\b(?P<was>Linie|Zone|Klasse|Klassenstufe|Bauabschnitt|Abschnitt|Stufe)n?\s+(?P<zahl>\d+|[A-Z])\b"
)
"""Linie 6;   Zone C"""
_MONTH = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_UNTIL = re.compile(rf"\bbis\s+(?:zum\s+)?(?:\d+\.\s*)?((?:Anfang|Mitte|Ende)\s+)?({_MONTH})\b(?!\s+\d{{4}})")
"""bis Mitte September | geöffnet: every year"""

_TO_ACT = re.compile(
    r"\b(?:erarbeit\w*|entwickelt|(?:setzt|setzen)\s+sich\b[^.]*\bein\b|einzusetzen|hinwirk\w*|hinzuwirken|wirk\w+\b[^.]*\bhin\b"
    r"|start\w*|appellier\w*|(?:spricht|sprechen)\s+sich\b|bittet|beantrag(?:t|en)\s+(?:die|das)|fordert|folgt|tritt\b[^.]*\bin\s+Verhandlung|nimmt\b[^.]*\bauf\b|einbezogen"
    r"|führt\b[^.]*\b(?:Gespräche|Evaluation|Kontrollen|durch)\b|zeig\w+\b[^.]*\bauf\b|ergreif\w*|definier\w*|prüft|vergleich\w*|gegenübergestellt|berücksichtig\w*|vorantreib\w*|treib\w+\b[^.]*\bvoran\b)"
)
"""Die Verwaltung erarbeitet ein Konzept: fulfilled only where it says that this was done"""
_DONE = re.compile(
    r"\b(?:seit(?:her|dem)?|bereits|schon|inzwischen|mittlerweile|liegt\b.*\bvor|wurden?)\b|\b(?:hat|haben|ist|sind)\b.*\bge\w+[tn]\b",
    re.IGNORECASE | re.DOTALL,
)

_PART = re.compile(r"\b(?:Hälfte|[Hh]albe?[nrms]?|Drittel|Viertel|Prozent|[Ee]rmäßig\w*|[Vv]ergünstig\w*)\b|%")
"""nur | die Hälfte | bezahlen: fulfilled by no word that tells of no part"""
_HEDGED = re.compile(
    r"\b(?:soweit\s+(?:\w+\s+){0,2}möglich|sofern|falls|gegebenenfalls|ggf|teilweise|stichprobenartig|voraussichtlich|denkbar|geplant|plan(?:t|en)|Planung(?:en)?"
    r"|führ(?:t|en)\s+(?:[\w-]+\s+){0,4}?zu[mr]?|bewirk\w+|zur\s+Folge"
    r"|würden?|könnten?|müssten?|wäre[n]?|überprüf\w+|berücksichtig\w+|erübrigt)\b",
    re.IGNORECASE,
)
"""Soweit dies möglich ist, ...: no more than that;   führt zu weniger Stellplätzen: what would follow of it"""
BY_OTHERS = re.compile(
    r"\b(?:ander\w+|viele[rn]?|einige[rn]?|mehrere[rn]?|zahlreiche[rn]?|Großteil|Mehrzahl|meisten|benachbarte\w*)"
    r"\s+(?:der\s+)?(?:[a-zäöüß]+\s+)?(?:Städte|Kommunen|Gemeinden|Landkreise)n?\b"
)
"""Ein Großteil der Städte hat sich dagegen entschieden: this one has not"""
REPEATED = 40
"""An answer that opens with so many characters of the point repeats it."""


def forbids(point: Punkt, said: Gesagtes, every: Sequence[Gesagtes], rarity: Rarity) -> bool:
    """Whether the clause can't be what fulfils the point."""
    text = said.clause.text
    return (
        any(_another_of_the_kind(pattern, point.text, text) for pattern in (_ORDINAL, _NUMBERED))
        or _ends_otherwise(point.text, said.aussage.text)
        or _of_another_age(point.text, text)
        or bool(_PART.search(point.text) and not _PART.search(text))
        or _elsewhere(point, said)
        or _in_another_place(point, said, rarity)
        or bool(conflicts(slots(point.text), slots(text)))
        or (point.forderung.alle and not ALL.search(text))
        or _nothing_wanted_said(point, said, rarity)
        or bool(_TO_ACT.search(point.text) and not _DONE.search(text))
        or bool(_HEDGED.search(text))
        or _repeats(point.text, said.aussage.text)
        or _repeats(said.aussage.text, point.text)
        or bool(BY_OTHERS.search(text))
        or _denied_beside(point, said, every, rarity)
    )


def _nothing_wanted_said(point: Punkt, said: Gesagtes, rarity: Rarity) -> bool:
    """ "Mit der Musterbau AG wird ein Vertrag geschlossen": what speaks of the company alone fulfils nothing."""
    if not point.new or WANTS_FREE.search(point.text):
        return False
    wanted = (*point.new, *(noun for noun in point.forderung.kern if noun not in point.given))
    asked = _NONE if asked_before(point, said) else words(said.asked)
    return share(wanted, said.wide, asked, rarity=rarity) == 0


SAME_POINT = 0.8
OWN_WORDS = 5
"""A question that says so much of a point's words, where it has as many, is the point, filed before."""


def asked_before(point: Punkt, said: Gesagtes) -> bool:
    """Whether the question that a clause was given to is the point itself: a reply prints what it answers, and what
    stands there was wished for, not said."""
    return len(point.words & words(said.asked)) >= SAME_POINT * max(len(point.words), OWN_WORDS)


def _repeats(wanted: str, text: str) -> bool:
    head = " ".join(wanted.split())[:REPEATED].rstrip(" .")
    return len(head) >= REPEATED - 2 and head in " ".join(text.split())


def _another_of_the_kind(pattern: re.Pattern[str], wanted: str, text: str) -> bool:
    """ "das zweite Kindergartenjahr" where the clause speaks of the third; "die Linie 6" where it speaks of the 4."""
    asked, told = _numbers_of(pattern, wanted), _numbers_of(pattern, text)
    return any(what in told and not numbers & told[what] for what, numbers in asked.items())


@lru_cache(maxsize=20_000)
def _numbers_of(pattern: re.Pattern[str], text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for match in pattern.finditer(without_dates(text)):
        own = things(match["was"])
        found.setdefault(own[0][0] if own else match["was"].lower(), set()).add(match["zahl"])
    return found


def _ends_otherwise(wanted: str, text: str) -> bool:
    asked, told = set(_UNTIL.findall(wanted)), set(_UNTIL.findall(text))
    return bool(asked and told and not asked & told)


def _of_another_age(wanted: str, text: str) -> bool:
    """ "Kinder unter zwölf Jahren" where the clause speaks of those up to six."""
    asked, told = age_limits(wanted), age_limits(text)
    return bool(asked and told and asked != told)


def _elsewhere(point: Punkt, said: Gesagtes) -> bool:
    """Whether point and clause each name something by its own name, and neither the clause nor its question and subject
    any of the point's."""
    wanted, here = _names(point.text), _names(said.clause.text)
    passage = said.aussage.passage
    around = here | _names(f"{passage.frage or ''} {passage.betreff or ''}")
    return bool(wanted and here and not wanted & around)


_WHERE = re.compile(
    r"\b(?:[Ii]n|[Ii]m|[Aa]m|[Bb]eim|(?:[Aa]n|[Aa]uf|[Vv]or|[Uu]nter|[Nn]eben|[Hh]inter|[Bb]ei|[Ii]n)\s+de[rmn])\s+([A-ZÄÖÜ][\w-]+)"
)
_PLACE = re.compile(
    r"(?:platz|markt|ufer|straße|gasse|park|garten|bahnhof|brücke|schule|halle|bad|hof|haus|wache|bibliothek|museum)e?s?$",
    re.IGNORECASE,
)


def _in_another_place(point: Punkt, said: Gesagtes, rarity: Rarity) -> bool:
    """ "In Musterhain wird ein Brunnen aufgestellt" where the clause tells of one on the market square, and nothing of
    Musterhain. A name that stands in many answers is the town's own."""
    passage = said.aussage.passage
    told = words(f"{said.clause.text} {passage.frage or ''} {passage.betreff or ''}")
    here = {n for n in _places_named(point.text, names_only=True) if 2 * rarity(n) >= rarity("\0")}
    here |= {n.noun[0] for n in point.annahme.gegeben if _PLACE.search(n.wort)}
    return bool(here) and not here & told and bool(_places_named(said.clause.text, names_only=False))


def _places_named(text: str, *, names_only: bool) -> frozenset[str]:
    return frozenset(
        things(word)[0][0]
        for word in _WHERE.findall(text)
        if things(word) and (is_name(word) or (not names_only and _PLACE.search(word)))
    )


def of_one_place(point: Punkt, said: Gesagtes) -> bool:
    """Whether a clause, or the question it was given to, is about one street or school and the point about none: what
    was refused there was not refused everywhere."""
    if places(slots(point.text)):
        return False
    there = places(slots(said.clause.text)) or places(slots(said.asked))
    text = point.text.lower().translate(FOLDED)
    return bool(there) and not any(name in text for place in there for name in place.name.split())


@lru_cache(maxsize=20_000)
def _names(text: str) -> frozenset[str]:
    """The proper names of a text: capitalised words that no dictionary knows."""
    return frozenset(t[0] for w in re.findall(r"\b[A-ZÄÖÜ][\w-]{2,}", text) if is_name(w) for t in things(w))


def _denied_beside(point: Punkt, said: Gesagtes, every: Sequence[Gesagtes], rarity: Rarity) -> bool:
    """Whether the same answer says of as much of the matter, in the point's own words, that it is not so or only meant:
    "Ein Verleih besteht nicht. Das Radhaus vermietet Räder." """
    here = words(said.clause.text)  # not what it leans on: that may be the denial itself
    own = share(point.things, here, _NONE, rarity=rarity)
    counted_on = share(point.given, here, _NONE, rarity=rarity)
    beside = (
        (share(point.things, there, _NONE, rarity=rarity), share(point.given, there, _NONE, rarity=rarity))
        for other in every
        for there in (words(other.clause.text),)
        if other.clause.zustand in _NOT_SO
        and other.aussage.passage.id == said.aussage.passage.id
        and other.aussage != said.aussage
    )
    return any(
        other > own + 0.1 or (other >= own > 0 and (own < DENIED_AS_WELL or given > counted_on + 0.1))
        for other, given in beside
    )


DENIED_AS_WELL = 0.5
"""A clause that says less than this of what a point names yields to a denial beside it that says as much."""
