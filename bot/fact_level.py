"""Facts level with the archive: papers read that were filed before, and what newer papers overtake proposed.

Called by whoever is about to show or use facts; where nothing is to be done it costs two look-ups.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select, update

from corpus.archive import Archive
from corpus.database import reading, writing
from corpus.facts.store import facts_in
from corpus.tables import fakt_lesung, fakt_vorschlag, passage


def bring_facts_level(engine: Engine, archive: Archive, *, now: datetime) -> int:
    """Reads what was not read and compares what was not compared; how many proposals that made."""
    archive.bring_facts_level()
    with reading(engine) as connection:
        fresh = _not_compared_in(connection)
        if not fresh:
            return 0
        standings = facts_in(connection, nur_oeffentlich=True)
        context = _context_in(archive, {s.passage_id for s in standings})
    from retrieval.overtaking import Aussage, overtaken_by

    passages = frozenset(pid for _, pid in fresh)
    pairs = overtaken_by([Aussage(s, context.get(s.passage_id, "")) for s in standings], passages)
    with writing(engine) as connection:
        known = {
            (row.fakt_id, row.durch)
            for row in connection.execute(select(fakt_vorschlag.c.fakt_id, fakt_vorschlag.c.durch))
        }
        rows = [
            {"fakt_id": p.aelter, "durch": p.neuer, "tat": p.tat.value, "gilt_bis": p.gilt_bis, "am": now}
            for p in pairs
            if (p.aelter, p.neuer) not in known
        ]
        if rows:
            connection.execute(insert(fakt_vorschlag), rows)
        done = sorted({fassung_id for fassung_id, _ in fresh})
        for at in range(0, len(done), 500):
            connection.execute(
                update(fakt_lesung).where(fakt_lesung.c.fassung_id.in_(done[at : at + 500])).values(verglichen=True)
            )
    return len(rows)


def _not_compared_in(connection: Connection) -> list[tuple[int, str]]:
    """Version and passage of what was read and not compared; of papers that went out and are public: of others no
    proposal may be made."""
    from corpus.tables import fassung

    rows = connection.execute(
        select(fakt_lesung.c.fassung_id, passage.c.id)
        .join(fassung, fassung.c.id == fakt_lesung.c.fassung_id)
        .join(passage, passage.c.fassung_id == fakt_lesung.c.fassung_id)
        .where(
            fakt_lesung.c.verglichen.is_(False), passage.c.aktuell, fassung.c.versandt.is_(True),
            fassung.c.oeffentlich.is_(True),
        )
    )  # fmt: skip
    return [(row[0], row[1]) for row in rows]


def _context_in(archive: Archive, ids: set[str]) -> dict[str, str]:
    """What each answer was given to: its question and the subject of its paper."""
    found = archive.passages(sorted(ids))
    return {key: " ".join(t for t in (p.frage, p.betreff) if t) for key, p in found.items()}
