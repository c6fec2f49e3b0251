"""How a case is written: locked first, then the entry in the audit chain, then the row that the entry seals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from bot.review.audit import AuditLog
from bot.review.case_rows import case_in
from bot.review.people import Person
from bot.review.rules import Revision, Vorgang
from bot.review.sealed_rows import content
from bot.review.tables import revision, vorgang
from corpus.domain import Entwurf
from corpus.jsonform import entwurf_to_json

TERMINAL = "terminal"
"""The source of what is done at the command line."""


class CaseWriting:
    """What all writers of cases share."""

    def __init__(self, engine: Engine, *, approvals: int, audit: AuditLog, deadline_days: int = 7) -> None:
        self._engine = engine
        self._approvals = approvals
        self._deadline_days = deadline_days
        self.audit = audit

    def _locked(self, connection: Connection, case_id: str) -> Vorgang:
        """The case as it stands, which nobody else changes before this transaction ends."""
        self.audit.lock_in(connection)
        return case_in(connection, case_id)

    def _seal(
        self,
        connection: Connection,
        art: str,
        table: str,
        row: Mapping[Any, Any],
        *,
        von: Person,
        now: datetime,
        quelle: str,
    ) -> None:
        """The entry of a row that is about to be inserted: first the entry, because the chain's first one takes in the
        rows that are there already."""
        self.audit.append_in(
            connection,
            art,
            quelle=quelle,
            am=now,
            inhalt=content(table, row),
            person_id=von.id,
            vorgang_id=row["id"] if table == "vorgang" else row["vorgang_id"],
            nr=row.get("nr"),
            revision=row.get("revision"),
        )

    def _note(
        self,
        connection: Connection,
        art: str,
        case_id: str,
        values: Mapping[str, Any],
        *,
        von: Person | None,
        now: datetime,
        quelle: str,
    ) -> None:
        """Changes the row of a case; the entry seals the row as it stands then."""
        mine = vorgang.c.id == case_id
        before = connection.execute(select(vorgang).where(mine)).mappings().one()
        sealed = content("vorgang", {**before, **values})
        person_id = von.id if von else None
        self.audit.append_in(
            connection, art, quelle=quelle, am=now, inhalt=sealed, person_id=person_id, vorgang_id=case_id
        )
        connection.execute(update(vorgang).where(mine).values(dict(values)))

    def _add_revision(
        self,
        connection: Connection,
        case: Vorgang,
        entwurf: Entwurf,
        *,
        von: Person,
        machine: bool,
        now: datetime,
        quelle: str,
    ) -> Revision:
        number = max((r.revision for r in case.revisionen if r.nr == entwurf.nr), default=0) + 1
        row = {
            "vorgang_id": case.id,
            "nr": entwurf.nr,
            "revision": number,
            "entwurf": entwurf_to_json(entwurf),
            "von": von.id,
            "maschinell": machine,
            "am": now,
        }
        art = "entwurf" if machine else "geaendert"
        self._seal(connection, art, "revision", row, von=von, now=now, quelle=quelle)
        connection.execute(insert(revision).values(row))
        return Revision(entwurf.nr, number, entwurf, von.id, machine, now, von.name)
