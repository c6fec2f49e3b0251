"""Rows of the database to a Vorgang. Reads in its caller's transaction, writes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from bot.review.people import Person
from bot.review.persons import to_person
from bot.review.requests import requests_in
from bot.review.rules import Entscheidung, Freigabe, Revision, Vorgang, Zulieferungsauftrag
from bot.review.tables import freigabe, person, revision, vorgang
from corpus.domain import Anliegen, Antrag
from corpus.errors import StellwerkError
from corpus.jsonform import antrag_from_json, antrag_to_json, entwurf_from_json
from corpus.tables import fassung


def case_in(connection: Connection, case_id: str) -> Vorgang:
    """A case as it stands, or a StellwerkError that says how to find one."""
    return to_case(
        _case_row(connection, case_id),
        _newest_revisions(connection, case_id),
        tuple(made for _, made in decisions_where(connection, freigabe.c.vorgang_id == case_id)),
        requests_in(connection, case_id),
    )


def to_case(
    row: Row[Any],
    revisionen: tuple[Revision, ...],
    freigaben: tuple[Freigabe, ...],
    zulieferungen: tuple[Zulieferungsauftrag, ...],
) -> Vorgang:
    """A row of `joined_motion`, with what belongs to it."""
    antrag = _antrag(row)
    points = {anliegen.nr for anliegen in antrag.anliegen}
    return Vorgang(
        id=row.id,
        antrag_id=row.antrag_id,
        antrag_version=row.antrag_version,
        nummer=antrag.nummer,
        fraktion=antrag.fraktion,
        betreff=antrag.betreff,
        stichtag=row.stichtag,
        eingereicht_von=row.eingereicht_von,
        angelegt_am=row.angelegt_am,
        anliegen=antrag.anliegen,
        revisionen=tuple(r for r in revisionen if r.nr in points),  # after a new cut there may be fewer
        freigaben=freigaben,
        brief=row.brief,
        brief_dokument_id=row.brief_dokument_id,
        versandt_am=row.versandt_am,
        abgebrochen_am=row.abgebrochen_am,
        eingereicht_von_name=row.eingereicht_von_name,
        zulieferungen=zulieferungen,
        frist=row.frist,
        sitzung=antrag.sitzung,
        oeffentlich=antrag.oeffentlich,
    )


def other_version_in(connection: Connection, antrag_id: str, version: int) -> Vorgang | None:
    """The oldest open case of this motion in another version, where this version has none that is open or sent. A case
    that is not public doesn't count: no chat may know of it."""
    rows = connection.execute(
        select(vorgang.c.id, vorgang.c.antrag_version)
        .where(vorgang.c.antrag_id == antrag_id, vorgang.c.versandt_am.is_(None), vorgang.c.abgebrochen_am.is_(None))
        .order_by(vorgang.c.id)
    ).all()
    sent = select(vorgang.c.id).where(
        vorgang.c.antrag_id == antrag_id, vorgang.c.antrag_version == version, vorgang.c.versandt_am.is_not(None)
    )
    if any(row.antrag_version == version for row in rows) or connection.scalar(sent) is not None:
        return None
    others = (case_in(connection, row.id) for row in rows)
    return next((case for case in others if case.oeffentlich is not False), None)


def antrag_in(connection: Connection, case_id: str) -> Antrag:
    """The motion of a case, with its points as a person cut them where the reading was corrected."""
    return _antrag(_case_row(connection, case_id))


def motion_in(connection: Connection, antrag_id: str, version: int) -> Antrag:
    """The motion as it was read."""
    of_version = (fassung.c.dokument_id == antrag_id) & (fassung.c.version == version)
    return antrag_from_json(connection.execute(select(fassung.c.inhalt).where(of_version)).scalar_one())


def revisions_in(connection: Connection, case_id: str, nr: int) -> tuple[Revision, ...]:
    """Every revision of a point, the oldest first."""
    rows = connection.execute(
        _revisions().where(revision.c.vorgang_id == case_id, revision.c.nr == nr).order_by(revision.c.revision)
    )
    return tuple(_to_revision(row) for row in rows)


def person_in(connection: Connection, person_id: str) -> Person:
    """The person as they are now: access may have been revoked since the card was shown."""
    return to_person(connection.execute(select(person).where(person.c.id == person_id)).one())


def points_to_json(antrag: Antrag, anliegen: tuple[Anliegen, ...]) -> object:
    """The points as a person cut them, as they are stored with the case."""
    return antrag_to_json(replace(antrag, anliegen=anliegen))["anliegen"]


def _case_row(connection: Connection, case_id: str) -> Row[tuple[object, ...]]:
    row = connection.execute(joined_motion().where(vorgang.c.id == case_id)).first()
    if row is None:
        raise StellwerkError(f"Den Vorgang „{case_id}“ gibt es nicht.", "`stellwerk case list` zeigt alle Vorgänge.")
    return row


def joined_motion() -> Select[Any]:
    """Cases with their motions and the names of who handed them in."""
    return (
        select(vorgang, fassung.c.inhalt, person.c.name.label("eingereicht_von_name"))
        .join(
            fassung,
            and_(fassung.c.dokument_id == vorgang.c.antrag_id, fassung.c.version == vorgang.c.antrag_version),
        )
        .join(person, vorgang.c.eingereicht_von == person.c.id)
    )


def _antrag(row: Row[tuple[object, ...]]) -> Antrag:
    cut = row.anliegen
    return antrag_from_json({**row.inhalt, "anliegen": cut} if cut is not None else row.inhalt)


def _revisions() -> Select[Any]:
    return select(revision, person.c.name.label("von_name")).join(person, revision.c.von == person.c.id)


def _newest_revisions(connection: Connection, case_id: str) -> tuple[Revision, ...]:
    newest = (
        select(revision.c.nr, func.max(revision.c.revision).label("revision"))
        .where(revision.c.vorgang_id == case_id)
        .group_by(revision.c.nr)
        .subquery()
    )
    rows = connection.execute(
        _revisions()
        .join(newest, and_(revision.c.nr == newest.c.nr, revision.c.revision == newest.c.revision))
        .where(revision.c.vorgang_id == case_id)
        .order_by(revision.c.nr)
    )
    return tuple(_to_revision(row) for row in rows)


def _to_revision(row: Row[tuple[object, ...]]) -> Revision:
    return Revision(row.nr, row.revision, entwurf_from_json(row.entwurf), row.von, row.maschinell, row.am, row.von_name)


def decisions_where(connection: Connection, wanted: ColumnElement[bool]) -> list[tuple[str, Freigabe]]:
    """Decisions with the ids of their cases, the oldest first."""
    rows = connection.execute(
        select(freigabe, person.c.id.label("p_id"), person.c.name, person.c.rolle, person.c.entzogen_am)
        .join(person, freigabe.c.person_id == person.c.id)
        .where(wanted)
        .order_by(freigabe.c.id)
    )
    return [
        (
            row.vorgang_id,
            Freigabe(
                nr=row.nr,
                revision=row.revision,
                person=to_person(row, id_column="p_id"),
                entscheidung=Entscheidung(row.entscheidung),
                grund=row.grund,
                angenommen=tuple(row.angenommen),
                am=row.am,
            ),
        )
        for row in rows
    ]
