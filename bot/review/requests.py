"""Questions to offices for what is missing: a row each, never changed. A newer revision or a decision answers one."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, select

from bot.review.persons import to_person
from bot.review.rules import Zulieferungsauftrag
from bot.review.tables import person, zulieferung


def requests_in(connection: Connection, case_id: str) -> tuple[Zulieferungsauftrag, ...]:
    """Every request of a case, the oldest first."""
    return tuple(request for _, request in requests_where(connection, zulieferung.c.vorgang_id == case_id))


def requests_where(connection: Connection, wanted: ColumnElement[bool]) -> list[tuple[str, Zulieferungsauftrag]]:
    """Requests with the ids of their cases, the oldest first."""
    rows = connection.execute(
        select(zulieferung, person.c.id.label("p_id"), person.c.name, person.c.rolle, person.c.entzogen_am)
        .join(person, zulieferung.c.person_id == person.c.id)
        .where(wanted)
        .order_by(zulieferung.c.id)
    )
    return [
        (
            r.vorgang_id,
            Zulieferungsauftrag(r.nr, r.revision, r.amt, r.frage, r.frist, to_person(r, id_column="p_id"), r.am),
        )
        for r in rows
    ]
