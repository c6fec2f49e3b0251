"""What a sentence says has ended, and what else it names: before the verb, or what no preposition leads. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from retrieval.demand import Noun, core_nouns
from retrieval.matter import lasting_things, things, without_dates

FINITE = re.compile(
    r"\b(?:wurden?|wird|werden|ist|sind|hat|haben|hatte|besteht|bestehen|gilt|gelten|gibt|endete[n]?|ruht|ruhen|musste[n]?"
    r"|zog|zogen|entfällt|entfallen|lehnt|lehnte|scheidet|kommt|fand|fanden|erhält|erlosch|liegt|liegen|war|waren)\b"
)


_DECIDERS = frozenset(
    t[0]
    for w in (
        "Stadtrat Rat Gemeinderat Ausschuss Beschluss Sitzung Mehrheit Antrag Kosten Kostengründen Verwaltung"
        " Einrichtung Funktion Standort Angebot Aufgabe Tätigkeit"
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
