"""Persons in the database: enrol, invite, list, revoke. Rows stay for ever; access ends by a date."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, Row, insert, select, update

from bot.review.people import Person, Rolle
from bot.review.tables import einladung, person
from corpus.database import reading, writing
from corpus.errors import StellwerkError

INVITATION_DAYS = 7


@dataclass(frozen=True)
class Invitation:
    """A one-time token. It is shown once; only its hash is kept."""

    person: Person
    token: str
    gueltig_bis: datetime


class Persons:
    """Everyone who was ever enrolled."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def invite(self, name: str, rolle: Rolle, *, now: datetime) -> Invitation:
        """Enrols a person under this name (or changes the role of who has it) and makes a token for their chat."""
        name = " ".join(name.split())
        if not name:
            raise StellwerkError("Der Name ist leer.", "Geben Sie Vor- und Nachnamen der Person an.")
        token = secrets.token_urlsafe(24)
        until = now + timedelta(days=INVITATION_DAYS)
        with writing(self._engine) as connection:
            enrolled = self.enrol_in(connection, name, rolle, now=now)
            connection.execute(
                update(person).where(person.c.id == enrolled.id).values(rolle=rolle.value, entzogen_am=None)
            )
            connection.execute(
                insert(einladung).values(
                    token_sha256=hashlib.sha256(token.encode()).hexdigest(), person_id=enrolled.id, gueltig_bis=until
                )
            )
        return Invitation(Person(enrolled.id, name, rolle), token, until)

    def enrol_in(self, connection: Connection, name: str, rolle: Rolle, *, now: datetime) -> Person:
        """The person of this name; new, with this role, where there was none. Within the caller's transaction."""
        row = connection.execute(select(person).where(person.c.name == name)).first()
        if row is not None:
            return to_person(row)  # also where access was revoked: whoever acts is judged by the rules
        key = f"P-{secrets.token_hex(4)}"
        connection.execute(insert(person).values(id=key, name=name, rolle=rolle.value, angelegt_am=now))
        return Person(key, name, rolle)

    def enrol(self, name: str, rolle: Rolle, *, now: datetime) -> Person:
        """`enrol_in` in a transaction of its own."""
        with writing(self._engine) as connection:
            return self.enrol_in(connection, name, rolle, now=now)

    def named(self, name: str) -> Person:
        """The person of this name with access, or an error that says how to enrol one."""
        with reading(self._engine) as connection:
            row = connection.execute(select(person).where(person.c.name == " ".join(name.split()))).first()
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

    def revoke(self, name: str, *, now: datetime) -> Person:
        """Ends a person's access; what they decided stays."""
        found = self.named(name)
        with writing(self._engine) as connection:
            connection.execute(update(person).where(person.c.id == found.id).values(entzogen_am=now))
        return Person(found.id, found.name, found.rolle, aktiv=False)

    def everyone(self) -> tuple[Person, ...]:
        """All persons by name, those without access too."""
        with reading(self._engine) as connection:
            return tuple(to_person(row) for row in connection.execute(select(person).order_by(person.c.name)))


def to_person(row: Row[tuple[object, ...]]) -> Person:
    """A row of the table as a value."""
    return Person(row.id, row.name, Rolle(row.rolle), aktiv=row.entzogen_am is None)
