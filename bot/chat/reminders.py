"""Not forgotten: deadlines, requests to offices that are due, and the morning digest. Called every minute.

What is said is decided from the state alone and written down by key, so each thing is said once, also after a restart;
who was asleep at the hour catches up on the same day. One message a person and morning, none where nothing waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from bot.channels.accounts import chats_in, deputy_in, once_in, reviewers_in
from bot.channels.outbox import post_in
from bot.channels.port import Post, RichText, Style, plain, styled
from bot.chat.cards import open_points_of
from bot.chat.case_names import for_chat
from bot.chat.context import Turn
from bot.chat.entwurf_text import clip, joined
from bot.chat.held_back import veiled
from bot.chat.overview import waiting_for
from bot.review.case_rows import person_in
from bot.review.deadlines import deadline_text, is_overdue
from bot.review.fact_news import news_in, wants_a_look_in
from bot.review.people import Person, Rolle
from bot.review.rules import Stand, Vorgang, VorgangStatus, open_requests, stand, status

STAGES = (0, 1, 3, 7)
"""So many days before a deadline it is called to mind."""

HEAD_DIGITS = 16
_SATURDAY = 5


@dataclass(frozen=True)
class Erinnerung:
    """A line for one person; `key` names what must not be said twice."""

    key: str
    text: str


# --- pure -----------------------------------------------------------------------------------------------------------


def stage_of(frist: date, heute: date) -> str | None:
    """Which reminder a deadline is due for: "7", "3", "1", "0", each until the next; overdue a new one every day."""
    left = (frist - heute).days
    if left < 0:
        return f"ueberfaellig-{heute.isoformat()}"
    return next((str(stage) for stage in STAGES if left <= stage), None)


def deadline_reminders(case: Vorgang, heute: date, *, approvals: int) -> list[Erinnerung]:
    """What is to be said about a case's deadline and its requests to offices; nothing on the day it came in."""
    if status(case, approvals=approvals) in (VorgangStatus.VERSANDT, VorgangStatus.ABGEBROCHEN):
        return []
    found = []
    if case.frist is not None and case.angelegt_am.date() < heute:
        stage = stage_of(case.frist, heute)
        if stage is not None:
            left = open_points_of(case, approvals)
            open_still = f"offen: Punkt {', '.join(map(str, left))}" if left else "freigegeben, noch nicht versandt"
            line = f"{title(case)}: Frist {deadline_text(case.frist, heute)}, {open_still}"
            found.append(Erinnerung(f"frist:{case.id}:{case.frist}:{stage}", line))
    return found


def request_reminders(case: Vorgang, heute: date, *, approvals: int) -> list[tuple[str, Erinnerung]]:
    """Requests to offices that are due or overdue, with the id of who asked; daily until the point goes on."""
    if case.versandt_am or case.abgebrochen_am:
        return []
    found = []
    for revision in case.revisionen:
        if stand(case, revision.nr, approvals=approvals) is not Stand.BEIM_AMT:
            continue
        for auftrag in open_requests(case, revision.nr):
            if auftrag.frist is not None and auftrag.frist <= heute:
                day = deadline_text(auftrag.frist, heute)
                line = (
                    f"{title(case)}, Punkt {auftrag.nr}: Zulieferung von {clip(auftrag.amt, 60)} war bis {day} erbeten"
                )
                key = f"zulieferung:{case.id}:{auftrag.nr}:{auftrag.revision}:{auftrag.amt}:{heute.isoformat()}"
                found.append((auftrag.person.id, Erinnerung(key, line)))
    return found


def title(case: Vorgang) -> str:
    """ "V-2026-0001 (AT/0080/2025)" """
    return f"{case.id} ({clip(case.nummer or veiled(case.betreff or 'ohne Nummer'), 60)})"


def waiting_lines(cases: Sequence[Vorgang], person: Person, heute: date, *, approvals: int) -> list[str]:
    """What waits for a person, the most urgent first: points to decide, refused points and letters of their motions."""
    found = []
    for waiting in waiting_for(cases, person, approvals=approvals):
        case, said = waiting.case, []
        if waiting.zu_entscheiden:
            said.append(f"zu entscheiden: Punkt {', '.join(map(str, waiting.zu_entscheiden))}")
        if waiting.eigener:
            refused = [r.nr for r in case.revisionen if stand(case, r.nr, approvals=approvals) is Stand.ABGELEHNT]
            if refused:
                said.append(f"abgelehnt, neu zu fassen: Punkt {', '.join(map(str, refused))}")
            if status(case, approvals=approvals) is VorgangStatus.FREIGEGEBEN:
                said.append("freigegeben, als versandt abzulegen")
        if said:
            overdue = "⚠ überfällig, " if is_overdue(case.frist, heute) else ""
            until = f" · Frist {deadline_text(case.frist, heute)}" if case.frist else ""
            found.append(f"{overdue}{title(case)}: {'; '.join(said)}{until}")
    return found


# --- every minute ---------------------------------------------------------------------------------------------------


def tick_in(turn: Turn) -> None:
    """Says what is due now and was not said yet. Before DIGEST_AT nothing; on Saturdays and Sundays no digest."""
    if turn.now.time() < time.fromisoformat(turn.settings.digest_at):
        return
    heute, approvals = turn.now.date(), turn.settings.approvals
    alive = [c for c in turn.cases.all_in(turn.connection) if not (c.versandt_am or c.abgebrochen_am)]
    cases = [c for c in alive if for_chat(c)]
    facts = _Facts(turn, heute)
    if not cases and not facts.may_speak:
        return
    due = _due_by_person(turn, cases, heute)
    for person in _concerned(turn, cases, heute):
        chats = chats_in(turn.connection, person.id)
        if not chats:
            continue
        lines = [r.text for r in due.get(person.id, []) if once_in(turn.connection, f"{r.key}:{person.id}", at=turn.at)]
        waiting: list[str] = []
        if heute.weekday() < _SATURDAY and once_in(turn.connection, f"digest:{heute}:{person.id}", at=turn.at):
            waiting = [*waiting_lines(cases, person, heute, approvals=approvals), *facts.lines(person)]
        if lines or waiting:
            text = _message(turn, lines, waiting)
            for chat in chats:
                post_in(turn.connection, *chat, Post(text, silent=heute.weekday() >= _SATURDAY), at=turn.at)


class _Facts:
    """The line on facts for Leitung, counted once a morning and only where a digest is due."""

    def __init__(self, turn: Turn, heute: date) -> None:
        self._turn, self._heute = turn, heute
        self._line: str | None = None
        self._counted = False

    @property
    def may_speak(self) -> bool:
        """Whether a digest of today may have a line on facts though no case is open: asked every minute, so cheap."""
        return self._heute.weekday() < _SATURDAY and wants_a_look_in(self._turn.connection)

    def lines(self, person: Person) -> list[str]:
        """The line for this person: none but for Leitung, who decides on facts."""
        if not person.may(Rolle.LEITUNG):
            return []
        if not self._counted:
            self._line, self._counted = news_in(self._turn.connection, self._heute).text, True
        return [self._line] if self._line else []


def _message(turn: Turn, lines: Sequence[str], waiting: Sequence[str]) -> RichText:
    parts = []
    if lines:
        parts.append(styled("Fristen", Style.BOLD) + "\n" + "\n".join(f"• {line}" for line in lines))
    if waiting:
        parts.append(styled("Das wartet auf Sie", Style.BOLD) + "\n" + "\n".join(f"• {line}" for line in waiting))
        head = turn.cases.audit.head_in(turn.connection)[:HEAD_DIGITS]
        parts.append(plain(f"/offen führt zu den Karten. Kopf der Prüfkette: {head}"))
    else:
        parts.append(plain("/offen führt zu den Karten."))
    return joined(parts, "\n\n")


def _due_by_person(turn: Turn, cases: Sequence[Vorgang], heute: date) -> dict[str, list[Erinnerung]]:
    """Deadlines go to who handed in and to who has points to decide, requests to who asked; or to the deputies."""
    approvals = turn.settings.approvals
    reviewers = list(dict.fromkeys(person for person, _, _ in reviewers_in(turn.connection, heute)))
    found: dict[str, list[Erinnerung]] = {}
    for case in cases:
        requests = request_reminders(case, heute, approvals=approvals)
        for reminder in deadline_reminders(case, heute, approvals=approvals):
            deciding = [
                p.id for p in reviewers if any(w.zu_entscheiden for w in waiting_for([case], p, approvals=approvals))
            ]
            for person_id in dict.fromkeys([_present(turn, case.eingereicht_von, heute), *deciding]):
                found.setdefault(person_id, []).append(reminder)
        for asked_by, reminder in requests:
            for person_id in dict.fromkeys(_present(turn, who, heute) for who in (asked_by, case.eingereicht_von)):
                found.setdefault(person_id, []).append(reminder)
    return found


def _present(turn: Turn, person_id: str, heute: date) -> str:
    deputy = deputy_in(turn.connection, person_id, heute)
    return deputy.id if deputy else person_id


def _concerned(turn: Turn, cases: Sequence[Vorgang], heute: date) -> list[Person]:
    """Everyone who may be told something today, each once."""
    reviewers = [person for person, _, _ in reviewers_in(turn.connection, heute)]
    asked = {z.person.id for case in cases for z in case.zulieferungen}
    others = {_present(turn, who, heute) for who in {case.eingereicht_von for case in cases} | asked}
    known = {person.id: person for person in reviewers}
    for person_id in sorted(others - known.keys()):
        person = person_in(turn.connection, person_id)
        if person.may(Rolle.SACHBEARBEITUNG):
            known[person_id] = person
    return list(known.values())
