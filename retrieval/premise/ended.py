"""What a sentence says has ended, and what else it names: before the verb, or what no preposition leads. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from retrieval.demand import Noun, all_stand, core_nouns, noun_of
from retrieval.matter import lasting_things, things, verbs, without_dates, words
from retrieval.premise.presupposed import is_name
from retrieval.premise.reading import Punkt
from retrieval.state import ENDED, REASON

FINITE = re.compile(
    r"\b(?:wurden?|wird|werden|ist|sind|hat|haben|hatte|besteht|bestehen|gilt|gelten|gibt|endete[n]?|ruht|ruhen|musste[n]?"
    r"|zog|zogen|entfällt|entfallen|lehnt|lehnte|scheidet|kommt|fand|fanden|erhält|erlosch|liegt|liegen|war|waren)\b"
)


_DECIDERS = frozenset(
    t[0]
    for w in (
        "Stadtrat Rat Gemeinderat Ausschuss Beschluss Sitzung Mehrheit Antrag Kosten Kostengründen Verwaltung"
        " Versuch Modellversuch Pilotversuch Test Probebetrieb Einrichtung Funktion Standort Angebot Aufgabe Tätigkeit"
    ).split()
    for t in things(w)
)
_RUN = tuple(t[0] for w in "Betrieb Dienst Angebot Verkehr Einrichtung Stelle Anlage".split() for t in things(w))


def with_what_is_run(subject: tuple[Noun, ...]) -> tuple[Noun, ...]:
    """ "Der Fährbetrieb": with it the ferry is gone."""
    return tuple(
        (n[0][: -len(run)].rstrip("s"),)
        for n in subject
        for run in _RUN
        if n[0].endswith(run) and len(n[0]) > len(run) + 2
    )


@lru_cache(maxsize=20_000)
def ended_things(sentence: str) -> tuple[tuple[Noun, ...], tuple[Noun, ...]]:
    """What a sentence says has ended, and what else it names.

    Of "Das Hafenamt und das Marktamt wurden zum Amt für Handel zusammengeführt" those ended that stand before the verb;
    where nothing stands there ("Seit 2025 wird für die Bücherei keine Gebühr mehr erhoben"), what no preposition leads.
    """
    bare = without_dates(sentence)
    parts = FINITE.split(bare, maxsplit=1)
    head = without_deciders(lasting_things(parts[0]))
    if len(parts) == 1 or head:
        return head, without_deciders(lasting_things(parts[-1])) if len(parts) > 1 else ()
    core = without_deciders(core_nouns(parts[1]))
    return core or without_deciders(lasting_things(parts[1])), ()


def without_deciders(found: Iterable[Noun]) -> tuple[Noun, ...]:
    """The things without who decided and how: those are not what was decided."""
    return tuple(n for n in found if n[0] not in _DECIDERS and n[-1] not in ("ausschuss", "rat"))


_WHEN_OVER = re.compile(
    r"\b(?:sobald|wenn|nachdem|nach|mit|bei)\b[^,;]*\b(?:endet|ausläuft|abläuft|(?:Ende|Ablauf|Auslaufen)\s+de[rs]\s+\w+)\b"
)
"""sobald der Vertrag endet: then it is no news that it has"""
_ENDED_THING = re.compile(rf"\b({ENDED})e[nrsm]?\s+[A-ZÄÖÜ]", re.VERBOSE)
"""das geschlossene Bad"""
_ENDED = re.compile(rf"\b{ENDED}", re.VERBOSE)


_MEANT_FOR = re.compile(r"\b[A-ZÄÖÜ]\w+\s+(?:für|gegen|zu[mr]?)\s+(?:[a-zäöüß]+\s+){0,2}([A-ZÄÖÜ][\w-]+)\W*$")
"""Das Förderprogramm | für Zisternen | wurde geschlossen: not the one for roof gardens"""


_IN_ITS_PLACE = re.compile(r"^\W*An\s+(?:seine|ihre|deren|dessen)\s+Stelle\b")
"""An seine Stelle | tritt das Anruftaxi: what that names has come, the sentence before says what has gone"""
_PARTED = re.compile(
    r"\b((?:schied|trat|lief|fiel|schaff|lös|stell|gab|hob)(?:t?en?|te)?)\b[^,;]*\b(?:aus|ab|auf|ein|weg)\b"
)
"""schied | zum 31. Dezember aus: the verb of an end whose particle stands behind"""


def takes_the_place(text: str) -> bool:
    """Whether a clause names only what came, and points at what it came for."""
    return bool(_IN_ITS_PLACE.match(text))


def end_known(point: Punkt, text: str) -> bool:
    """Whether the point itself says that it has ended: who asks why the doves were moved knows that they were."""
    ends = {verb for found in (*_ENDED.findall(text), *_PARTED.findall(text)) for verb in verbs(found)}
    over = _WHEN_OVER.search(point.text)
    if over and any(n[0] in words(over[0]) & words(text) for n in point.given):
        return True
    told = _ENDED_THING.search(point.text)
    return bool(ends & (point.verbs if point.asks else verbs(told[1]) if told else frozenset()))


def meant_for_another(point: Punkt, head: str) -> bool:
    """Whether what ended says what it was for, and the point speaks nowhere of that."""
    purpose = _MEANT_FOR.search(head)
    noun = noun_of(purpose[1]) if purpose else ()
    return bool(noun) and not all_stand([noun], point.text) and not set(noun) & point.wide


def names_another(point: Punkt, head: str) -> bool:
    """Whether a clause's subject bears a name, and none that the point gives: "die Partnerschaft mit Leskova"."""
    names = _proper(head)
    wanted = _proper(point.text)
    return bool(names and wanted and not names & wanted)


@lru_cache(maxsize=20_000)
def _proper(text: str) -> frozenset[str]:
    return frozenset(t[0] for word in re.findall(r"\b[A-ZÄÖÜ][\w-]+", text) if is_name(word) for t in things(word))


_NO_MORE = re.compile(r"\bkeine?[rnms]?\s+(?:[a-zäöüß]+\s+)?([A-ZÄÖÜ][\w-]+)\s+(?:[\w-]+\s+){0,2}?mehr\b")
"""wird | kein Eintritt mehr | verlangt: the charge has ended, the museum has not"""


def no_more_of_it(point: Punkt, text: str) -> bool:
    """Whether a clause says what there is none of any more, and the point doesn't count on that."""
    gone = _NO_MORE.search(REASON.split(text, maxsplit=1)[0])
    noun = noun_of(gone[1]) if gone else ()
    return bool(noun) and not set(noun) & point.wide
