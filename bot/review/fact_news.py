"""What facts want of a person: how many seem overtaken, wait to be confirmed, or are old and carry drafts in force.

Counted from the few rows that can matter, not from the whole archive: it is asked in a transaction that others wait
for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from bot.review.facts import STALE_DAYS, points_resting_on
from bot.review.tables import revision, vorgang
from corpus.domain import FaktArt
from corpus.facts.extraction import holds_on
from corpus.facts.store import facts_in
from corpus.tables import fakt_lesung, fakt_vorschlag, fassung, passage


@dataclass(frozen=True)
class FaktenNachricht:
    """How many public facts want to be looked at. `veraltet` are those that drafts of open cases rest on."""

    ueberholt: int
    wartet: int
    veraltet: int

    @property
    def text(self) -> str | None:
        """One line for the digest; None where nothing is to be said."""
        parts = [
            f"{count} {word}"
            for count, word in (
                (self.ueberholt, "scheint überholt" if self.ueberholt == 1 else "scheinen überholt"),
                (self.wartet, "wartet auf eine Bestätigung" if self.wartet == 1 else "warten auf eine Bestätigung"),
                (self.veraltet, "lange nicht bestätigt, obwohl Entwürfe darauf beruhen"),
            )
            if count
        ]
        return f"Fakten: {'; '.join(parts)}. /fakten zeigt sie." if parts else None


def news_in(connection: Connection, heute: date) -> FaktenNachricht:
    """What is to be said today."""
    proposed = list(connection.scalars(select(fakt_vorschlag.c.fakt_id).distinct()))
    overtaken = [s for s in facts_in(connection, ids=proposed) if s.vorschlaege and holds_on(s.fakt, heute)]
    own = connection.scalars(
        select(passage.c.id)
        .join(fakt_lesung, fakt_lesung.c.fassung_id == passage.c.fassung_id)
        .where(fakt_lesung.c.eigen.is_(True), passage.c.aktuell)
    )
    waiting = [s for s in facts_in(connection, passages=list(own)) if s.wartet and holds_on(s.fakt, heute)]
    resting = points_resting_on(connection)
    old = [
        s
        for s in facts_in(connection, passages=_quoted_passages(connection))
        if s.fakt.art is not FaktArt.EREIGNIS
        and s.fakt.bestaetigt_am is not None
        and (heute - s.fakt.bestaetigt_am).days >= STALE_DAYS
        and holds_on(s.fakt, heute)
        and resting(s)
    ]
    return FaktenNachricht(len(overtaken), len(waiting), len(old))


def wants_a_look_in(connection: Connection) -> bool:
    """Whether there is any proposal or any reply of our own at all: two look-ups."""
    return any(
        connection.execute(rows.limit(1)).first() is not None
        for rows in (select(fakt_vorschlag.c.id), select(fakt_lesung.c.fassung_id).where(fakt_lesung.c.eigen.is_(True)))
    )


def _quoted_passages(connection: Connection) -> list[str]:
    """The passages of papers that drafts in force of open cases quote."""
    newest = select(func.max(revision.c.id)).group_by(revision.c.vorgang_id, revision.c.nr)
    rows = connection.scalars(
        select(revision.c.entwurf)
        .join(vorgang, vorgang.c.id == revision.c.vorgang_id)
        .where(revision.c.id.in_(newest), vorgang.c.versandt_am.is_(None), vorgang.c.abgebrochen_am.is_(None))
    )
    papers = sorted({b["dokument_id"] for entwurf in rows for satz in entwurf["saetze"] for b in satz["belege"]})
    found: list[str] = []
    for at in range(0, len(papers), 500):
        found += connection.scalars(
            select(passage.c.id)
            .join(fassung, fassung.c.id == passage.c.fassung_id)
            .where(fassung.c.dokument_id.in_(papers[at : at + 500]), passage.c.aktuell)
        )
    return found
