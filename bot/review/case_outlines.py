"""All open cases at once, for lists: a handful of queries however many there are, and no draft is unpacked."""

from __future__ import annotations

from collections import defaultdict
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, and_, func, select

from bot.review.case_rows import decisions_where, joined_motion, to_case
from bot.review.requests import requests_where
from bot.review.rules import Revision, Vorgang
from bot.review.tables import freigabe, person, revision, vorgang, zulieferung
from corpus.domain import Entwurf, EntwurfStatus

_Of = TypeVar("_Of")


def open_outlines_in(connection: Connection, *, handed_in_by: str | None = None) -> tuple[Vorgang, ...]:
    """The cases that are neither sent nor cancelled, by their id; of one person where `handed_in_by` is given.

    What the drafts say is left out: each `entwurf` is empty. Everything else is as in `case_in`.
    """
    wanted: list[ColumnElement[bool]] = [vorgang.c.versandt_am.is_(None), vorgang.c.abgebrochen_am.is_(None)]
    if handed_in_by is not None:
        wanted.append(vorgang.c.eingereicht_von == handed_in_by)
    ids = select(vorgang.c.id).where(*wanted)
    revisions = _by_case(_newest_revisions(connection, revision.c.vorgang_id.in_(ids)))
    decisions = _by_case(decisions_where(connection, freigabe.c.vorgang_id.in_(ids)))
    requests = _by_case(requests_where(connection, zulieferung.c.vorgang_id.in_(ids)))
    rows = connection.execute(joined_motion().where(*wanted).order_by(vorgang.c.id))
    return tuple(to_case(row, revisions[row.id], decisions[row.id], requests[row.id]) for row in rows)


def _newest_revisions(connection: Connection, wanted: ColumnElement[bool]) -> list[tuple[str, Revision]]:
    newest = (
        select(revision.c.vorgang_id, revision.c.nr, func.max(revision.c.revision).label("revision"))
        .where(wanted)
        .group_by(revision.c.vorgang_id, revision.c.nr)
        .subquery()
    )
    of_newest = and_(
        revision.c.vorgang_id == newest.c.vorgang_id,
        revision.c.nr == newest.c.nr,
        revision.c.revision == newest.c.revision,
    )
    columns = [c for c in revision.c if c.name != "entwurf"]
    rows = connection.execute(
        select(*columns, person.c.name.label("von_name"))
        .join(newest, of_newest)
        .join(person, revision.c.von == person.c.id)
        .order_by(revision.c.vorgang_id, revision.c.nr)
    )
    return [
        (r.vorgang_id, Revision(r.nr, r.revision, _empty(r.nr), r.von, r.maschinell, r.am, r.von_name)) for r in rows
    ]


def _empty(nr: int) -> Entwurf:
    return Entwurf(nr, None, EntwurfStatus.KEINE_GRUNDLAGE, (), (), None)


def _by_case(found: list[tuple[str, _Of]]) -> defaultdict[str, tuple[_Of, ...]]:
    grouped: defaultdict[str, tuple[_Of, ...]] = defaultdict(tuple)
    for case_id, one in found:
        grouped[case_id] += (one,)
    return grouped
