"""Cases in the database: opened, drafted, changed, decided, sent. Each step is one transaction that checks and writes.

Revisions and decisions are only ever added. The rules live in `rules.py`; here they are asked inside the transaction
that writes, so that two persons at once yield one decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, Row, and_, func, insert, select, update

from bot.review.people import Person, Rolle
from bot.review.persons import to_person
from bot.review.rules import (
    Abgewiesen,
    Entscheidung,
    Freigabe,
    Revision,
    Stand,
    Vorgang,
    may_change,
    may_decide,
    stand,
)
from bot.review.tables import freigabe, person, revision, vorgang
from corpus.database import reading, writing
from corpus.domain import Antrag, Entwurf
from corpus.errors import StellwerkError
from corpus.jsonform import antrag_from_json, entwurf_from_json, entwurf_to_json
from corpus.tables import fassung


@dataclass(frozen=True)
class Drafted:
    """What became of a fresh machine draft: the revision in force, and whether it is the fresh one."""

    revision: Revision
    neu: bool


class Cases:
    """All cases. `approvals` is how many persons have to approve a point."""

    def __init__(self, engine: Engine, *, approvals: int) -> None:
        self._engine = engine
        self._approvals = approvals

    # --- opening and drafting

    def open_in(
        self, connection: Connection, antrag_id: str, version: int, *, stichtag: date, von: Person, now: datetime
    ) -> str:
        """The case of this motion; a new one where there is none. Returns its id. Within the caller's transaction."""
        known = connection.scalar(
            select(vorgang.c.id).where(vorgang.c.antrag_id == antrag_id, vorgang.c.antrag_version == version)
        )
        if known:
            return str(known)
        prefix = f"V-{now.year}-"
        last = connection.scalar(select(func.max(vorgang.c.id)).where(vorgang.c.id.startswith(prefix)))
        case_id = f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04d}"
        connection.execute(
            insert(vorgang).values(
                id=case_id,
                antrag_id=antrag_id,
                antrag_version=version,
                stichtag=stichtag,
                eingereicht_von=von.id,
                angelegt_am=now,
                brief={},
            )
        )
        return case_id

    def add_drafts(
        self, case_id: str, entwuerfe: Sequence[Entwurf], *, stichtag: date, von: Person, now: datetime
    ) -> tuple[Drafted, ...]:
        """Machine drafts of a case, which count as `von`'s who asked for them.

        What a person wrote or decided stays; an unchanged draft makes no revision.
        """
        with writing(self._engine) as connection:
            case = _load(connection, case_id)
            if case.stichtag != stichtag and not (case.versandt_am or case.abgebrochen_am):
                connection.execute(update(vorgang).where(vorgang.c.id == case_id).values(stichtag=stichtag))
            return tuple(self._add_draft(connection, case, entwurf, von, now) for entwurf in entwuerfe)

    def _add_draft(
        self, connection: Connection, case: Vorgang, entwurf: Entwurf, von: Person, now: datetime
    ) -> Drafted:
        newest = next((r for r in case.revisionen if r.nr == entwurf.nr), None)
        if newest is not None:
            touched = not newest.maschinell or any(f.nr == entwurf.nr for f in case.freigaben)
            if touched or case.versandt_am or case.abgebrochen_am or newest.entwurf == entwurf:
                return Drafted(newest, neu=False)
        return Drafted(_add_revision(connection, case, entwurf, von=von.id, machine=True, now=now), True)

    # --- changing and deciding

    def change(
        self, case_id: str, entwurf: Entwurf, *, based_on: int, von: Person, now: datetime
    ) -> Revision | Abgewiesen:
        """A person's new revision of a point; earlier approvals no longer count, because they were for another text."""
        with writing(self._engine) as connection:
            case = _load(connection, case_id)
            refused = may_change(case, _person(connection, von.id), entwurf.nr, based_on)
            return refused or _add_revision(connection, case, entwurf, von=von.id, machine=False, now=now)

    def decide(
        self,
        case_id: str,
        nr: int,
        *,
        based_on: int,
        von: Person,
        entscheidung: Entscheidung,
        grund: str | None = None,
        angenommen: Sequence[str] = (),
        now: datetime,
    ) -> Freigabe | Abgewiesen:
        """A person's decision on revision `based_on` of point `nr`, or why it was not taken."""
        with writing(self._engine) as connection:
            case = _load(connection, case_id)
            person_now = _person(connection, von.id)
            refused = may_decide(
                case, person_now, nr, based_on, entscheidung,
                grund=grund, angenommen=angenommen, approvals=self._approvals,
            )  # fmt: skip
            if refused:
                return refused
            decision = Freigabe(nr, based_on, person_now, entscheidung, grund, tuple(angenommen), now)
            connection.execute(
                insert(freigabe).values(
                    vorgang_id=case_id,
                    nr=nr,
                    revision=based_on,
                    person_id=von.id,
                    entscheidung=entscheidung.value,
                    grund=grund,
                    angenommen=list(angenommen),
                    am=now,
                )
            )
            return decision

    # --- the letter

    def note_letter_head(self, case_id: str, head: dict[str, str]) -> None:
        """What a person gave for the letter's head, added to what was given before."""
        if not head:
            return
        with writing(self._engine) as connection:
            case = _load(connection, case_id)
            if case.versandt_am or case.abgebrochen_am:
                raise StellwerkError(
                    f"Der Vorgang {case_id} ist abgeschlossen; der Kopf des Briefes bleibt, wie er ist.",
                    "Lassen Sie --vorlage, --amt, --dezernat und --az weg.",
                )
            connection.execute(update(vorgang).where(vorgang.c.id == case_id).values(brief={**case.brief, **head}))

    def note_filed_in(self, connection: Connection, case_id: str, dokument_id: str) -> None:
        """The approved reply stands in the archive. Within the caller's transaction."""
        connection.execute(update(vorgang).where(vorgang.c.id == case_id).values(brief_dokument_id=dokument_id))

    def note_sent_in(self, connection: Connection, case_id: str, *, now: datetime) -> None:
        """The reply went out. Within the caller's transaction."""
        connection.execute(update(vorgang).where(vorgang.c.id == case_id).values(versandt_am=now))

    # --- reading

    def get(self, case_id: str) -> Vorgang:
        """A case as it stands, or an error that says how to find one."""
        with reading(self._engine) as connection:
            return _load(connection, case_id)

    def all(self) -> tuple[Vorgang, ...]:
        """Every case, the newest first."""
        with reading(self._engine) as connection:
            ids = connection.scalars(select(vorgang.c.id).order_by(vorgang.c.id.desc())).all()
            return tuple(_load(connection, case_id) for case_id in ids)

    def revisions(self, case_id: str, nr: int) -> tuple[Revision, ...]:
        """Every revision of a point, the oldest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(revision)
                .where(revision.c.vorgang_id == case_id, revision.c.nr == nr)
                .order_by(revision.c.revision)
            )
            return tuple(_to_revision(row) for row in rows)

    def decided(self, case: Vorgang, nr: int) -> Stand:
        """How a point of the case stands under the setting of how many approvals are needed."""
        return stand(case, nr, approvals=self._approvals)


def _add_revision(
    connection: Connection, case: Vorgang, entwurf: Entwurf, *, von: str, machine: bool, now: datetime
) -> Revision:
    number = max((r.revision for r in case.revisionen if r.nr == entwurf.nr), default=0) + 1
    connection.execute(
        insert(revision).values(
            vorgang_id=case.id,
            nr=entwurf.nr,
            revision=number,
            entwurf=entwurf_to_json(entwurf),
            von=von,
            maschinell=machine,
            am=now,
        )
    )
    return Revision(entwurf.nr, number, entwurf, von, machine, now)


def _load(connection: Connection, case_id: str) -> Vorgang:
    row = connection.execute(
        select(vorgang, fassung.c.inhalt)
        .join(
            fassung,
            and_(fassung.c.dokument_id == vorgang.c.antrag_id, fassung.c.version == vorgang.c.antrag_version),
        )
        .where(vorgang.c.id == case_id)
    ).first()
    if row is None:
        raise StellwerkError(f"Den Vorgang „{case_id}“ gibt es nicht.", "`stellwerk case list` zeigt alle Vorgänge.")
    antrag: Antrag = antrag_from_json(row.inhalt)
    newest = (
        select(revision.c.nr, func.max(revision.c.revision).label("revision"))
        .where(revision.c.vorgang_id == case_id)
        .group_by(revision.c.nr)
        .subquery()
    )
    revisions = connection.execute(
        select(revision)
        .join(newest, and_(revision.c.nr == newest.c.nr, revision.c.revision == newest.c.revision))
        .where(revision.c.vorgang_id == case_id)
        .order_by(revision.c.nr)
    )
    decisions = connection.execute(
        select(freigabe, person.c.id.label("p_id"), person.c.name, person.c.rolle, person.c.entzogen_am)
        .join(person, freigabe.c.person_id == person.c.id)
        .where(freigabe.c.vorgang_id == case_id)
        .order_by(freigabe.c.id)
    )
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
        fragen=tuple(a.text for a in antrag.anliegen),
        revisionen=tuple(_to_revision(r) for r in revisions),
        freigaben=tuple(_to_decision(r) for r in decisions),
        brief=row.brief,
        brief_dokument_id=row.brief_dokument_id,
        versandt_am=row.versandt_am,
        abgebrochen_am=row.abgebrochen_am,
    )


def _to_revision(row: Row[tuple[object, ...]]) -> Revision:
    return Revision(row.nr, row.revision, entwurf_from_json(row.entwurf), row.von, row.maschinell, row.am)


def _to_decision(row: Row[tuple[object, ...]]) -> Freigabe:
    return Freigabe(
        nr=row.nr,
        revision=row.revision,
        person=Person(row.p_id, row.name, Rolle(row.rolle), aktiv=row.entzogen_am is None),
        entscheidung=Entscheidung(row.entscheidung),
        grund=row.grund,
        angenommen=tuple(row.angenommen),
        am=row.am,
    )


def _person(connection: Connection, person_id: str) -> Person:
    """The person as they are now: access may have been revoked since the card was shown."""
    return to_person(connection.execute(select(person).where(person.c.id == person_id)).one())
