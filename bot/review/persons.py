"""Persons in the database: enrol, invite, list, revoke. Rows stay for ever; access ends by a date."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from bot.channels.tables import absence, account
from bot.review.audit import AuditLog
from bot.review.people import Person, Rolle, visible
from bot.review.sealed_rows import UNSTIMMIG, person_state
from bot.review.tables import einladung, person
from corpus.database import reading, writing
from corpus.errors import StellwerkError

INVITATION_DAYS = 7
EINLADUNG = "einladung"
"""The kind of audit entry that seals an invitation: one that somebody wrote into the table opens nothing."""


@dataclass(frozen=True)
class Invitation:
    """A one-time token. It is shown once; only its hash is kept. `bisher` is the role that the person had before, None
    where they are new or had no access."""

    person: Person
    token: str
    gueltig_bis: datetime
    bisher: Rolle | None = None


@dataclass(frozen=True)
class Zugang:
    """How a person can be reached. `kanaele` are the messengers they use and whether they can be written to there;
    `eingeladen_bis` is the end of an invitation that they haven't used; `abwesend_bis` and `vertretung` hold today."""

    person: Person
    kanaele: tuple[tuple[str, bool], ...]
    eingeladen_bis: datetime | None
    abwesend_bis: date | None
    vertretung: str | None


class Persons:
    """Everyone who was ever enrolled."""

    def __init__(self, engine: Engine, *, audit: AuditLog) -> None:
        self._engine = engine
        self._audit = audit

    def invite(self, name: str, rolle: Rolle, *, now: datetime, quelle: str = "terminal") -> Invitation:
        """Enrols a person under this name (or changes the role of who has it) and makes a token for their chat.

        An earlier token that nobody used is no longer good.
        """
        name = visible(name)
        if not name:
            raise StellwerkError("Der Name ist leer.", "Geben Sie Vor- und Nachnamen der Person an.")
        token = secrets.token_urlsafe(24)
        until = now + timedelta(days=INVITATION_DAYS)
        with writing(self._engine) as connection:
            row = connection.execute(select(person).where(person.c.name == name)).first()
            before = to_person(row) if row is not None else None
            if before is not None:
                witness_person_in(connection, self._audit, before.id, now=now, quelle=quelle)
            enrolled = before or self.enrol_in(connection, name, rolle, now=now, quelle=quelle)
            connection.execute(
                update(person).where(person.c.id == enrolled.id).values(rolle=rolle.value, entzogen_am=None)
            )
            _void_invitations(connection, enrolled.id, now)
            sha256 = hashlib.sha256(token.encode()).hexdigest()
            connection.execute(insert(einladung).values(token_sha256=sha256, person_id=enrolled.id, gueltig_bis=until))
            self._audit.append_in(
                connection, EINLADUNG, quelle=quelle, am=now, inhalt={"token_sha256": sha256}, person_id=enrolled.id
            )
            self._note(connection, "eingeladen", enrolled.id, now, quelle)
        bisher = before.rolle if before and before.aktiv else None
        return Invitation(Person(enrolled.id, name, rolle), token, until, bisher)

    def enrol_in(
        self, connection: Connection, name: str, rolle: Rolle, *, now: datetime, quelle: str = "terminal"
    ) -> Person:
        """The person of this name; new, with this role, where there was none. Within the caller's transaction."""
        name = visible(name) or name
        row = connection.execute(select(person).where(person.c.name == name)).first()
        if row is not None:
            return to_person(row)  # also where access was revoked: whoever acts is judged by the rules
        key = f"P-{secrets.token_hex(4)}"
        connection.execute(insert(person).values(id=key, name=name, rolle=rolle.value, angelegt_am=now))
        self._note(connection, "aufgenommen", key, now, quelle)
        return Person(key, name, rolle)

    def enrol(self, name: str, rolle: Rolle, *, now: datetime) -> Person:
        """`enrol_in` in a transaction of its own."""
        with writing(self._engine) as connection:
            return self.enrol_in(connection, name, rolle, now=now)

    def named(self, name: str) -> Person:
        """The person of this name with access, or an error that says how to enrol one."""
        with reading(self._engine) as connection:
            names = (visible(name), " ".join(name.split()))  # the second as it was kept before names were cleaned
            row = connection.execute(select(person).where(person.c.name.in_(names))).first()
        if row is None:
            raise StellwerkError(
                f"„{name}“ ist nicht bekannt.",
                f'Laden Sie die Person ein: stellwerk person invite "{name}" --role freigabe',
            )
        found = to_person(row)
        if not found.aktiv:
            raise StellwerkError(
                f"{found.name} hat keinen Zugang mehr.",
                f'Laden Sie die Person neu ein: stellwerk person invite "{found.name}" --role {found.rolle.value}',
            )
        return found

    def revoke(self, name: str, *, now: datetime, quelle: str = "terminal") -> Person:
        """Ends a person's access, the tokens that they haven't used, and their accounts; what they decided stays.

        Who is invited again acts through the account that opens the new invitation: the earlier one may be lost.
        """
        found = self.named(name)
        with writing(self._engine) as connection:
            witness_person_in(connection, self._audit, found.id, now=now, quelle=quelle)
            connection.execute(update(person).where(person.c.id == found.id).values(entzogen_am=now))
            _void_invitations(connection, found.id, now)
            connection.execute(delete(account).where(account.c.person_id == found.id))
            self._note(connection, "entzogen", found.id, now, quelle)
        return Person(found.id, found.name, found.rolle, aktiv=False)

    def everyone(self) -> tuple[Person, ...]:
        """All persons by name, those without access too."""
        with reading(self._engine) as connection:
            return tuple(to_person(row) for row in connection.execute(select(person).order_by(person.c.name)))

    def access(self, *, now: datetime) -> tuple[Zugang, ...]:
        """All persons by name, with how they can be reached and who is away today."""
        with reading(self._engine) as connection:
            people = {row.id: to_person(row) for row in connection.execute(select(person).order_by(person.c.name))}
            return tuple(_access(connection, one, people, now) for one in people.values())

    def _note(self, connection: Connection, art: str, person_id: str, now: datetime, quelle: str) -> None:
        note_person_in(connection, self._audit, art, person_id, now=now, quelle=quelle)


def witness_person_in(connection: Connection, audit: AuditLog, person_id: str, *, now: datetime, quelle: str) -> None:
    """Before a person is changed: where they are not as they were sealed, that stays in the chain for good.

    Else the next honest deed would seal what somebody put into the tables by hand.
    """
    if not audit.person_as_sealed_in(connection, person_id):
        state = person_state(connection, person_id) or {}
        audit.append_in(connection, UNSTIMMIG, quelle=quelle, am=now, inhalt=state, person_id=person_id)


def invitation_sealed_in(connection: Connection, audit: AuditLog, token_sha256: str) -> str | None:
    """Whose invitation this is; None where Stellwerk never wrote it."""
    owner: str | None = connection.scalar(select(einladung.c.person_id).where(einladung.c.token_sha256 == token_sha256))
    if owner is None or not audit.sealed_in(connection, EINLADUNG, owner, {"token_sha256": token_sha256}):
        return None
    return owner


def note_person_in(
    connection: Connection, audit: AuditLog, art: str, person_id: str, *, now: datetime, quelle: str
) -> None:
    """Seals who this person is from now on, after their role, access or accounts were changed in this transaction."""
    inhalt = person_state(connection, person_id) or {}
    audit.append_in(connection, art, quelle=quelle, am=now, inhalt=inhalt, person_id=person_id)


def _access(connection: Connection, one: Person, people: Mapping[str, Person], now: datetime) -> Zugang:
    kanaele = connection.execute(
        select(account.c.channel, account.c.reachable)
        .where(account.c.person_id == one.id)
        .order_by(account.c.channel, account.c.linked_at)
    )
    until = connection.scalar(
        select(func.max(einladung.c.gueltig_bis)).where(
            einladung.c.person_id == one.id, einladung.c.eingeloest_am.is_(None), einladung.c.gueltig_bis >= now
        )
    )
    today = now.date()
    away = connection.execute(
        select(absence.c.last_day, absence.c.deputy_id)
        .where(
            absence.c.person_id == one.id,
            absence.c.first_day <= today,
            absence.c.last_day >= today,
            absence.c.ended.is_(False),
        )
        .order_by(absence.c.id.desc())
    ).first()
    deputy = people.get(away.deputy_id) if away else None
    channels = tuple((row.channel, row.reachable) for row in kanaele)
    return Zugang(one, channels, until, away.last_day if away else None, deputy.name if deputy else None)


def _void_invitations(connection: Connection, person_id: str, now: datetime) -> None:
    connection.execute(
        update(einladung)
        .where(einladung.c.person_id == person_id, einladung.c.eingeloest_am.is_(None), einladung.c.gueltig_bis > now)
        .values(gueltig_bis=now - timedelta(seconds=1))
    )


def to_person(row: Row[tuple[object, ...]], *, id_column: str = "id") -> Person:
    """A row of the table as a value; `id_column` is another in a join where `id` is somebody else's."""
    return Person(getattr(row, id_column), row.name, Rolle(row.rolle), aktiv=row.entzogen_am is None)
