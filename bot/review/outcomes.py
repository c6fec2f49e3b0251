"""What became of each machine draft: what people did with it, to learn from. Reads, writes nothing.

Every machine draft is taken with the numbers that were kept when it was drafted; nothing later goes into them.
One that nobody decided on yet, and one that another machine draft replaced unasked, tell nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.letter.difference import AenderungArt, word_difference
from bot.review.rules import Entscheidung
from bot.review.tables import freigabe, revision, zulieferung
from corpus.domain import Entwurf
from corpus.jsonform import entwurf_from_json

ERNEUT = "erneut"
"""The number that tells of a draft that a person asked for another one (`drafting.confidence.features`)."""


class Ausgang(StrEnum):
    """What people did with a machine draft."""

    UNVERAENDERT = "unveraendert"
    GEAENDERT = "geaendert"
    ABGELEHNT = "abgelehnt"
    ANDERS_ENTWORFEN = "anders_entworfen"
    AN_AMT = "an_amt"


@dataclass(frozen=True)
class Entschieden:
    """A machine draft and what became of it.

    `geaendert` is the share of words that a person changed, 0 to 1. `merkmale` and `wert` are what the draft showed and
    how sure it was when it was drafted.
    """

    vorgang: str
    nr: int
    entworfen_am: datetime
    entschieden_am: datetime
    person: str
    ausgang: Ausgang
    geaendert: float
    merkmale: Mapping[str, float]
    wert: float


def decided_drafts_in(connection: Connection) -> tuple[Entschieden, ...]:
    """All machine drafts with a confidence that people decided on, by the moment of drafting."""
    revisions = _by_point(connection.execute(select(revision).order_by(revision.c.revision)))
    decisions = _by_point(connection.execute(select(freigabe).order_by(freigabe.c.id)))
    requests = _by_point(connection.execute(select(zulieferung).order_by(zulieferung.c.id)))
    found = []
    for point, own in revisions.items():
        for at, row in enumerate(own):
            draft = entwurf_from_json(row.entwurf)
            if not row.maschinell or draft.zuversicht is None:
                continue
            on_it = [[r for r in each[point] if r.revision == row.revision] for each in (decisions, requests)]
            became = _outcome(draft, own[at + 1 :], *on_it)
            if became:
                sure = draft.zuversicht
                found.append(
                    Entschieden(row.vorgang_id, row.nr, row.am, *became, merkmale=dict(sure.merkmale), wert=sure.wert)
                )
    return tuple(sorted(found, key=lambda each: (each.entworfen_am, each.vorgang, each.nr)))


_Became = tuple[datetime, str, Ausgang, float]
"""When it was decided, by whom, what, and how much was changed."""


def _outcome(
    draft: Entwurf, later: Sequence[Row[Any]], decisions: Sequence[Row[Any]], requests: Sequence[Row[Any]]
) -> _Became | None:
    refusal = next((d for d in decisions if d.entscheidung == Entscheidung.ABGELEHNT), None)
    if refusal:
        return refusal.am, refusal.person_id, Ausgang.ABGELEHNT, 0.0
    if later and not later[0].maschinell:
        by_hand = [row for row in later if not row.maschinell]
        changed = changed_share(draft, entwurf_from_json(by_hand[-1].entwurf))
        return later[0].am, later[0].von, Ausgang.GEAENDERT, changed
    if later:
        instead = entwurf_from_json(later[0].entwurf).zuversicht
        wanted = instead is not None and dict(instead.merkmale).get(ERNEUT)
        return (later[0].am, later[0].von, Ausgang.ANDERS_ENTWORFEN, 0.0) if wanted else None
    if decisions:
        return decisions[0].am, decisions[0].person_id, Ausgang.UNVERAENDERT, 0.0
    if requests:
        return requests[0].am, requests[0].person_id, Ausgang.AN_AMT, 0.0
    return None


def changed_share(before: Entwurf, after: Entwurf) -> float:
    """How much of the words was changed: words taken out or put in, whichever are more, of the longer text."""
    old, new = (" ".join(" ".join(satz.text.split()) for satz in each.saetze) for each in (before, after))
    changes = [c for c in word_difference(old, new) if c.art is not AenderungArt.GLEICH]
    out, into = sum(len(c.alt.split()) for c in changes), sum(len(c.neu.split()) for c in changes)
    longest = max(len(old.split()), len(new.split()), 1)
    return round(min(max(out, into) / longest, 1.0), 3)


def _by_point(rows: Any) -> defaultdict[tuple[str, int], list[Row[Any]]]:
    grouped: defaultdict[tuple[str, int], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        grouped[row.vorgang_id, row.nr].append(row)
    return grouped
