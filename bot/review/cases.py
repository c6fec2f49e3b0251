"""Cases in the database: opened, drafted, changed, decided, sent. Each step is one transaction that checks, writes and
puts what was done into the audit chain.

Methods that end in `_in` take part in their caller's transaction (of `corpus.database.writing`) and are told where the
deed came from (`quelle`); the others are transactions of their own, as the terminal uses them. Revisions, decisions and
requests are only ever added. The rules live in `rules.py`; here they are asked inside the transaction that writes, so
that two persons at once yield one decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select, update

from bot.review.case_rows import antrag_in, case_in, motion_in, person_in, revisions_in
from bot.review.case_writing import TERMINAL
from bot.review.deadlines import deadline_of
from bot.review.people import Person
from bot.review.rules import (
    Abgewiesen,
    Entscheidung,
    Freigabe,
    Revision,
    Stand,
    Vorgang,
    Zulieferungsauftrag,
    may_change,
    may_decide,
    may_request,
    open_requests,
    stand,
)
from bot.review.tables import freigabe, vorgang, zulieferung
from bot.review.whole_case import WholeCase
from corpus.database import reading, writing
from corpus.domain import Antrag, Entwurf


@dataclass(frozen=True)
class Drafted:
    """What became of a fresh machine draft: the revision in force, and whether it is the fresh one."""

    revision: Revision
    neu: bool


class Cases(WholeCase):
    """All cases. `approvals` is how many persons have to approve a point; a reply has to be out `deadline_days` before
    the meeting that the motion names."""

    # --- opening and drafting

    def open_in(
        self,
        connection: Connection,
        antrag_id: str,
        version: int,
        *,
        stichtag: date,
        von: Person,
        now: datetime,
        quelle: str = TERMINAL,
    ) -> str:
        """The case of this motion; a new one where there is none. Returns its id. One that was cancelled goes on, as
        handed in by who brings it now."""
        self.audit.lock_in(connection)
        known = connection.execute(
            select(vorgang).where(vorgang.c.antrag_id == antrag_id, vorgang.c.antrag_version == version)
        ).first()
        if known is not None:
            if known.abgebrochen_am is not None:
                row = {**known._mapping, "eingereicht_von": von.id, "abgebrochen_am": None}
                self._seal(connection, "wiederaufgenommen", "vorgang", row, von=von, now=now, quelle=quelle)
                again = {"abgebrochen_am": None, "eingereicht_von": von.id}
                connection.execute(update(vorgang).where(vorgang.c.id == known.id).values(again))
            return str(known.id)
        row = {
            "id": _next_id(connection, now.year),
            "antrag_id": antrag_id,
            "antrag_version": version,
            "stichtag": stichtag,
            "eingereicht_von": von.id,
            "angelegt_am": now,
            "brief": {},
            "frist": deadline_of(motion_in(connection, antrag_id, version).sitzung, self._deadline_days),
        }
        self._seal(connection, "eroeffnet", "vorgang", row, von=von, now=now, quelle=quelle)
        connection.execute(insert(vorgang).values(row))
        return str(row["id"])

    def add_drafts(
        self, case_id: str, entwuerfe: Sequence[Entwurf], *, stichtag: date, von: Person, now: datetime
    ) -> tuple[Drafted, ...]:
        """`add_drafts_in` in a transaction of its own."""
        with writing(self._engine) as connection:
            return self.add_drafts_in(
                connection, case_id, entwuerfe, stichtag=stichtag, von=von, now=now, quelle=TERMINAL
            )

    def add_drafts_in(
        self,
        connection: Connection,
        case_id: str,
        entwuerfe: Sequence[Entwurf],
        *,
        stichtag: date,
        von: Person,
        now: datetime,
        quelle: str,
    ) -> tuple[Drafted, ...]:
        """Machine drafts of a case, which count as `von`'s who asked for them.

        What a person wrote or decided stays; an unchanged draft makes no revision, nor does one without a sentence
        where an office is being asked.
        """
        case = self._locked(connection, case_id)
        if case.stichtag != stichtag and not (case.versandt_am or case.abgebrochen_am):
            self._note(connection, "stichtag", case_id, {"stichtag": stichtag}, von=von, now=now, quelle=quelle)
        drafted = []
        for entwurf in entwuerfe:
            newest = next((r for r in case.revisionen if r.nr == entwurf.nr), None)
            if newest is not None and (
                _is_settled(case, newest)
                or newest.entwurf == entwurf
                or (not entwurf.saetze and open_requests(case, newest.nr))
            ):
                drafted.append(Drafted(newest, neu=False))
            else:
                fresh = self._add_revision(connection, case, entwurf, von=von, machine=True, now=now, quelle=quelle)
                drafted.append(Drafted(fresh, neu=True))
        return tuple(drafted)

    def redraft_in(
        self,
        connection: Connection,
        case_id: str,
        entwurf: Entwurf,
        *,
        based_on: int,
        von: Person,
        now: datetime,
        quelle: str,
    ) -> Revision | Abgewiesen:
        """A new machine draft that a person asked for, also where a person's work stands. It counts as theirs.

        One without a sentence, or with nothing but another wording of what is to be asked, is none: the text that
        stands and what lies at an office stay.
        """
        return self._revise(
            connection, case_id, entwurf, based_on=based_on, von=von, machine=True, now=now, quelle=quelle
        )

    # --- changing and deciding

    def change(
        self, case_id: str, entwurf: Entwurf, *, based_on: int, von: Person, now: datetime
    ) -> Revision | Abgewiesen:
        """`change_in` in a transaction of its own."""
        with writing(self._engine) as connection:
            return self.change_in(connection, case_id, entwurf, based_on=based_on, von=von, now=now, quelle=TERMINAL)

    def change_in(
        self,
        connection: Connection,
        case_id: str,
        entwurf: Entwurf,
        *,
        based_on: int,
        von: Person,
        now: datetime,
        quelle: str,
    ) -> Revision | Abgewiesen:
        """A person's new revision of a point; earlier approvals no longer count, because they were for another text."""
        return self._revise(
            connection, case_id, entwurf, based_on=based_on, von=von, machine=False, now=now, quelle=quelle
        )

    def _revise(
        self,
        connection: Connection,
        case_id: str,
        entwurf: Entwurf,
        *,
        based_on: int,
        von: Person,
        machine: bool,
        now: datetime,
        quelle: str,
    ) -> Revision | Abgewiesen:
        case = self._locked(connection, case_id)
        person = person_in(connection, von.id)
        refused = may_change(case, person, entwurf.nr, based_on)
        if refused:
            return refused
        newest = case.revision(entwurf.nr).entwurf
        if newest == entwurf or (machine and not _says_more(newest, entwurf)):
            return Abgewiesen(
                f"Der Entwurf zu Punkt {entwurf.nr} bleibt Wort für Wort, wie er ist.",
                "Nennen Sie einen anderen Wunsch, oder ändern Sie den Text selbst."
                if machine
                else "Ändern Sie etwas am Text, oder lassen Sie die Fassung gelten.",
            )
        return self._add_revision(connection, case, entwurf, von=person, machine=machine, now=now, quelle=quelle)

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
        """`decide_in` in a transaction of its own."""
        with writing(self._engine) as connection:
            return self.decide_in(
                connection, case_id, nr, based_on=based_on, von=von, entscheidung=entscheidung, grund=grund,
                angenommen=angenommen, now=now, quelle=TERMINAL,
            )  # fmt: skip

    def decide_in(
        self,
        connection: Connection,
        case_id: str,
        nr: int,
        *,
        based_on: int,
        von: Person,
        entscheidung: Entscheidung,
        grund: str | None = None,
        angenommen: Sequence[str] = (),
        now: datetime,
        quelle: str,
    ) -> Freigabe | Abgewiesen:
        """A person's decision on revision `based_on` of point `nr`, or why it was not taken."""
        case = self._locked(connection, case_id)
        person = person_in(connection, von.id)
        refused = may_decide(
            case, person, nr, based_on, entscheidung, grund=grund, angenommen=angenommen, approvals=self._approvals
        )
        if refused:
            return refused
        row = {
            "vorgang_id": case_id,
            "nr": nr,
            "revision": based_on,
            "person_id": person.id,
            "entscheidung": entscheidung.value,
            "grund": grund,
            "angenommen": list(angenommen),
            "am": now,
        }
        self._seal(connection, entscheidung.value, "freigabe", row, von=person, now=now, quelle=quelle)
        connection.execute(insert(freigabe).values(row))
        return Freigabe(nr, based_on, person, entscheidung, grund, tuple(angenommen), now)

    def request_in(
        self,
        connection: Connection,
        case_id: str,
        nr: int,
        *,
        based_on: int,
        von: Person,
        amt: str,
        frage: str,
        frist: date | None,
        now: datetime,
        quelle: str,
        statt: datetime | None = None,
    ) -> Zulieferungsauftrag | Abgewiesen:
        """Gives a question on revision `based_on` of point `nr` to an office, or says why not. `statt`: the moment of
        an open request of the same person that this one corrects; it keeps that moment and stands in its place."""
        case = self._locked(connection, case_id)
        person = person_in(connection, von.id)
        amt, frage = " ".join(amt.split()), frage.strip()
        refused = may_request(
            case, person, nr, based_on, amt=amt, frage=frage, frist=frist, heute=now.date(),
            approvals=self._approvals, statt=statt,
        )  # fmt: skip
        if refused:
            return refused
        am = next((z.am for z in open_requests(case, nr) if (z.person.id, z.am) == (person.id, statt)), now)
        row = {
            "vorgang_id": case_id,
            "nr": nr,
            "revision": based_on,
            "amt": amt,
            "frage": frage,
            "frist": frist,
            "person_id": person.id,
            "am": am,
        }
        self._seal(connection, "zulieferung", "zulieferung", row, von=person, now=now, quelle=quelle)
        connection.execute(insert(zulieferung).values(row))
        return Zulieferungsauftrag(nr, based_on, amt, frage, frist, person, am)

    # --- reading

    def get(self, case_id: str) -> Vorgang:
        """A case as it stands, or an error that says how to find one."""
        with reading(self._engine) as connection:
            return case_in(connection, case_id)

    def get_in(self, connection: Connection, case_id: str) -> Vorgang:
        """`get` within the caller's transaction."""
        return case_in(connection, case_id)

    def all(self) -> tuple[Vorgang, ...]:
        """Every case, the newest first."""
        with reading(self._engine) as connection:
            return self.all_in(connection)

    def all_in(self, connection: Connection) -> tuple[Vorgang, ...]:
        """`all` within the caller's transaction."""
        ids = connection.scalars(select(vorgang.c.id).order_by(vorgang.c.id.desc())).all()
        return tuple(case_in(connection, case_id) for case_id in ids)

    def revisions(self, case_id: str, nr: int) -> tuple[Revision, ...]:
        """Every revision of a point, the oldest first."""
        with reading(self._engine) as connection:
            return revisions_in(connection, case_id, nr)

    def revisions_in(self, connection: Connection, case_id: str, nr: int) -> tuple[Revision, ...]:
        """`revisions` within the caller's transaction."""
        return revisions_in(connection, case_id, nr)

    def antrag_in(self, connection: Connection, case_id: str) -> Antrag:
        """The motion of a case, with its points as a person cut them where the reading was corrected."""
        return antrag_in(connection, case_id)

    def decided(self, case: Vorgang, nr: int) -> Stand:
        """How a point of the case stands under the setting of how many approvals are needed."""
        return stand(case, nr, approvals=self._approvals)


def _next_id(connection: Connection, year: int) -> str:
    prefix = f"V-{year}-"
    last = connection.scalar(select(func.max(vorgang.c.id)).where(vorgang.c.id.startswith(prefix)))
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04d}"


def _says_more(before: Entwurf, after: Entwurf) -> bool:
    """Whether a machine draft brings what the one before didn't: sentences, or something to be warned of."""
    same = (before.saetze, before.hinweise, before.status) == (after.saetze, after.hinweise, after.status)
    return bool(after.saetze) and not same


def _is_settled(case: Vorgang, newest: Revision) -> bool:
    """Whether a person wrote or decided something here, or the case is closed: then no machine draft replaces it."""
    decided = any(f.nr == newest.nr for f in case.freigaben)
    return not newest.maschinell or decided or bool(case.versandt_am or case.abgebrochen_am)
