"""What belongs to a case as a whole: its points, its deadline, the letter's head, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot import clock
from bot.review.case_rows import antrag_in, person_in, points_to_json, revisions_in
from bot.review.case_writing import TERMINAL, CaseWriting
from bot.review.deadlines import deadline_of
from bot.review.people import Person
from bot.review.rules import Abgewiesen, may_cancel, may_cut, may_prepare, may_recut
from corpus.database import writing
from corpus.domain import Anliegen, Entwurf
from corpus.errors import StellwerkError
from corpus.parsing.dates import parse_date


class WholeCase(CaseWriting):
    """The steps that concern all points at once."""

    def set_points_in(
        self,
        connection: Connection,
        case_id: str,
        anliegen: Sequence[Anliegen],
        *,
        von: Person,
        now: datetime,
        quelle: str,
    ) -> Abgewiesen | None:
        """The points of the motion as a person cut them, in place of those that were read. Only before drafts."""
        case = self._locked(connection, case_id)
        refused = may_cut(case, person_in(connection, von.id), anliegen)
        if refused is None:
            points = points_to_json(antrag_in(connection, case_id), tuple(anliegen))
            self._note(connection, "punkte", case_id, {"anliegen": points}, von=von, now=now, quelle=quelle)
        return refused

    def recut_in(
        self,
        connection: Connection,
        case_id: str,
        anliegen: Sequence[Anliegen],
        entwuerfe: Sequence[Entwurf],
        *,
        stichtag: date,
        von: Person,
        now: datetime,
        quelle: str,
    ) -> Abgewiesen | None:
        """Other points and the machine's drafts to them, together. Each draft is a new revision, so that nothing that
        was shown before can be approved; revisions of points that are gone stay in their table and count no more."""
        case = self._locked(connection, case_id)
        own = [one for r in case.revisionen for one in revisions_in(connection, case_id, r.nr)]
        refused = may_recut(case, person_in(connection, von.id), machine_only=all(one.maschinell for one in own))
        if refused:
            return refused
        if not anliegen or [a.nr for a in anliegen] != [e.nr for e in entwuerfe]:
            raise ValueError("every point needs its draft")
        points = points_to_json(antrag_in(connection, case_id), tuple(anliegen))
        values = {"anliegen": points, "stichtag": stichtag}
        self._note(connection, "punkte", case_id, values, von=von, now=now, quelle=quelle)
        case = self._locked(connection, case_id)
        for entwurf in entwuerfe:
            self._add_revision(connection, case, entwurf, von=von, machine=True, now=now, quelle=quelle)
        return None

    def set_deadline_in(
        self, connection: Connection, case_id: str, frist: date | None, *, von: Person, now: datetime, quelle: str
    ) -> Abgewiesen | None:
        """The day by which the reply has to be out, as a person says."""
        refused = may_prepare(self._locked(connection, case_id), person_in(connection, von.id))
        if refused is None:
            self._note(connection, "frist", case_id, {"frist": frist}, von=von, now=now, quelle=quelle)
        return refused

    def cancel_in(
        self, connection: Connection, case_id: str, *, von: Person, now: datetime, quelle: str
    ) -> Abgewiesen | None:
        """Ends a case without a reply. Handing the motion in again lets it go on."""
        refused = may_cancel(self._locked(connection, case_id), person_in(connection, von.id))
        if refused is None:
            self._note(connection, "abgebrochen", case_id, {"abgebrochen_am": now}, von=von, now=now, quelle=quelle)
        return refused

    def note_letter_head(self, case_id: str, head: Mapping[str, str], *, now: datetime | None = None) -> None:
        """`note_letter_head_in` in a transaction of its own. StellwerkError where the case is closed."""
        with writing(self._engine) as connection:
            refused = self.note_letter_head_in(
                connection, case_id, head, von=None, now=now or clock.now(), quelle=TERMINAL
            )
        if refused:
            raise StellwerkError(
                f"{refused.was} Der Kopf des Briefes bleibt, wie er ist.",
                "Lassen Sie --vorlage, --amt, --dezernat und --az weg.",
            )

    def note_letter_head_in(
        self,
        connection: Connection,
        case_id: str,
        head: Mapping[str, str],
        *,
        von: Person | None,
        now: datetime,
        quelle: str,
    ) -> Abgewiesen | None:
        """What a person gave for the letter's head, added to what was given before. `von` None: at the terminal.

        The day of the meeting, once it is known, makes the deadline of a case that has none.
        """
        if not head:
            return None
        case = self._locked(connection, case_id)
        refused = may_prepare(case, person_in(connection, von.id) if von else None)
        if refused is None:
            values: dict[str, Any] = {"brief": {**case.brief, **head}}
            if case.frist is None and head.get("sitzung"):
                values["frist"] = deadline_of(parse_date(head["sitzung"]), self._deadline_days)
            self._note(connection, "kopf", case_id, values, von=von, now=now, quelle=quelle)
        return refused

    def note_filed_in(
        self,
        connection: Connection,
        case_id: str,
        dokument_id: str,
        *,
        text_sha256: str,
        now: datetime,
        quelle: str,
        von: Person | None = None,
    ) -> None:
        """The approved reply stands in the archive; `text_sha256` is that of its text."""
        self._seal_text(connection, case_id, dokument_id, text_sha256, von=von, now=now, quelle=quelle)
        values = {"brief_dokument_id": dokument_id}
        self._note(connection, "abgelegt", case_id, values, von=von, now=now, quelle=quelle)

    def note_sent_in(
        self,
        connection: Connection,
        case_id: str,
        dokument_id: str,
        *,
        text_sha256: str,
        now: datetime,
        quelle: str,
        von: Person | None = None,
    ) -> None:
        """The reply went out as this paper of the archive; `text_sha256` is that of its text."""
        self._seal_text(connection, case_id, dokument_id, text_sha256, von=von, now=now, quelle=quelle)
        values = {"brief_dokument_id": dokument_id, "versandt_am": now}
        self._note(connection, "versandt", case_id, values, von=von, now=now, quelle=quelle)

    def _seal_text(
        self,
        connection: Connection,
        case_id: str,
        dokument_id: str,
        text_sha256: str,
        *,
        von: Person | None,
        now: datetime,
        quelle: str,
    ) -> None:
        """An entry of its own for the letter's text: the case's row knows only under which paper it lies."""
        inhalt = {"dokument_id": dokument_id, "text_sha256": text_sha256}
        person_id = von.id if von else None
        self.audit.append_in(
            connection, "brieftext", quelle=quelle, am=now, inhalt=inhalt, person_id=person_id, vorgang_id=case_id
        )
