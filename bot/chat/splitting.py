"""How a motion is cut into points, where the parser is unsure of it: a person confirms the cut or makes their own.

Only then the draft begins. Whoever of the town hall sees the question may answer it; the first answer counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from bot.channels.jobs import enqueue_in, retry_in
from bot.channels.outbox import post_in
from bot.channels.port import ButtonPress, Edit, Message, Post, Style, Tone, plain, styled
from bot.channels.questions import ask_in, close_in
from bot.channels.tables import job
from bot.channels.tokens import Knopf, post_with_buttons_in
from bot.chat import progress, recutting
from bot.chat.context import OnInput, OnPress, Subject, Turn
from bot.chat.held_back import as_meant, veiled, veiled_together
from bot.chat.points import cut_points
from bot.review.people import Person
from bot.review.rules import Abgewiesen, Vorgang, may_recut
from bot.review.tables import vorgang
from corpus.tables import fassung

if TYPE_CHECKING:
    from corpus.domain import Antrag

_HOW_TO_CORRECT = (
    "Antworten Sie auf diese Nachricht mit den Punkten, so wie sie im Antrag stehen: einen je Absatz, dazwischen eine "
    "Leerzeile, mit oder ohne Nummer. Stellwerk vergleicht sie mit dem Wortlaut des Antrags."
)
_TOO_LATE = "Zu diesem Vorgang gibt es schon Entwürfe; die Aufteilung lässt sich nicht mehr ändern."


def ask_about_points_in(
    turn: Turn, case_id: str, antrag: Antrag, place: tuple[str, str], *, reply_to: str | None, key: str
) -> int:
    """Shows the points as they were recognised and asks whether they are cut rightly. Returns the outbox id."""
    count = progress.counted(len(antrag.anliegen), "Punkt", "Punkte")
    text = styled(f"{case_id}: Sind die Punkte richtig getrennt?", Style.BOLD) + (
        f"\nStellwerk hat {count} erkannt, ist sich bei der Aufteilung aber nicht sicher. "
        "Zu jedem Punkt entsteht eine eigene Antwort."
    )
    for anliegen, words in zip(antrag.anliegen, veiled_together([a.text for a in antrag.anliegen]), strict=True):
        text = text + f"\n\n{anliegen.nr}. {words}"
    subject = {"vorgang": case_id}
    buttons = [[Knopf("Stimmt so", "points_right", subject, Tone.GOOD), Knopf("Korrigieren", "points_wrong", subject)]]
    return post_with_buttons_in(
        turn.connection, *place, Post(text, reply_to=reply_to), buttons, at=turn.at, key=key
    )  # fmt: skip


def begin_draft_in(
    turn: Turn, case_id: str, person: Person, place: tuple[str, str], *, message_id: str, status: int, done: str
) -> bool:
    """Writes down the job that drafts a case that has no drafts yet; a failed one is tried again. False where somebody
    is at it already.

    `status` is the outbox id of the status message, `done` what that message says is done.
    """
    of_case = f"entwurf:{case_id}:"
    earlier = turn.connection.execute(
        select(job.c.id, job.c.state).where(job.c.key.startswith(of_case, autoescape=True)).order_by(job.c.id)
    ).all()
    if earlier and earlier[-1].state == "queued":
        return False
    if earlier and earlier[-1].state == "dead":
        return retry_in(turn.connection, earlier[-1].id, at=turn.at)
    payload = {"vorgang": case_id, "person": person.id, "message_id": message_id, "status": status, "done": done}
    # a case that was cancelled and handed in again is drafted by a job of its own
    enqueue_in(turn.connection, "draft", payload, at=turn.at, key=f"{of_case}{len(earlier) + 1}", place=place)
    return True


def _right(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str:
    case = turn.cases.get_in(turn.connection, subject["vorgang"])
    refused = _refused(case)
    if refused:
        return refused
    antrag = turn.cases.antrag_in(turn.connection, case.id)
    count = progress.counted(len(antrag.anliegen), "Punkt", "Punkte")
    place = (press.place.channel, press.place.chat_id)
    done = f"✅ {count} bestätigt von {person.name}"
    if not begin_draft_in(
        turn, case.id, person, place, message_id=press.message_id, status=outbox_id, done=f"{case.id}: {done}"
    ):
        return "Die Aufteilung ist schon bestätigt."
    _close(turn, place, outbox_id, f"{case.id}: {done}")
    return "Danke. Die Entwürfe folgen."


def _wrong(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str:
    case = turn.cases.get_in(turn.connection, subject["vorgang"])
    refused = _refused(case)
    if refused:
        return refused
    ask_in(
        turn.connection, press.place.channel, press.place.chat_id, person.id,
        Post(plain(f"{case.id}: {_HOW_TO_CORRECT}"), reply_to=press.message_id, ask=True), "points",
        {"vorgang": case.id, "shown": outbox_id}, at=turn.at,
    )  # fmt: skip
    return "Schreiben Sie die Punkte als Antwort auf die neue Nachricht."


def _corrected(turn: Turn, person: Person, message: Message, subject: Subject, outbox_id: int) -> None:
    """A person's own cut. Where a paragraph doesn't stand in the motion, that is said and the question asked again."""
    place = (message.place.channel, message.place.chat_id)
    case = turn.cases.get_in(turn.connection, subject["vorgang"])
    anew = bool(subject.get("anew"))
    refused = _refused_anew(turn, person, case) if anew else _refused(case)
    if refused:
        close_in(turn.connection, outbox_id)
        _answer(turn, message, refused)
        return
    antrag = turn.cases.antrag_in(turn.connection, case.id)
    written = as_meant(message.text, [a.text for a in antrag.anliegen])
    cut = cut_points(text_of(turn, case.id), written, antrag.anliegen)
    if anew and not isinstance(cut, Abgewiesen):
        close_in(turn.connection, outbox_id)
        recutting.begin_in(turn, person, message, case, cut, int(subject["shown"]))
        return
    if not isinstance(cut, Abgewiesen):
        refusal = turn.cases.set_points_in(turn.connection, case.id, cut, von=person, now=turn.now, quelle=turn.quelle)
        if refusal is None:
            close_in(turn.connection, outbox_id)
            _go_on(turn, person, message, case, len(cut), int(subject["shown"]))
            return
        cut = refusal
    again = plain(
        f"{veiled(cut.was)} {cut.abhilfe} Antworten Sie bitte auf diese Nachricht noch einmal mit allen Punkten."
    )
    ask_in(
        turn.connection, *place, person.id, Post(again, reply_to=message.message_id, ask=True), "points",
        dict(subject), at=turn.at,
    )  # fmt: skip


def _go_on(turn: Turn, person: Person, message: Message, case: Vorgang, points: int, shown: int) -> None:
    place = (message.place.channel, message.place.chat_id)
    done = f"{case.id}: ✅ {progress.counted(points, 'Punkt', 'Punkte')} nach Ihrer Aufteilung"
    status = post_in(
        turn.connection, *place, Post(plain(progress.waiting(done)), reply_to=message.message_id), at=turn.at
    )
    begin_draft_in(turn, case.id, person, place, message_id=message.message_id, status=status, done=done)
    _close(turn, place, shown, f"{case.id}: Die Punkte hat {person.name} neu aufgeteilt.")


def _close(turn: Turn, place: tuple[str, str], outbox_id: int, text: str) -> None:
    """The question is answered: its buttons go, and it says by whom."""
    post_with_buttons_in(turn.connection, *place, Edit(outbox_id, plain(text)), [], at=turn.at)


def _answer(turn: Turn, message: Message, text: str) -> None:
    post = Post(plain(text), reply_to=message.message_id)
    post_in(turn.connection, message.place.channel, message.place.chat_id, post, at=turn.at)


def _refused(case: Vorgang) -> str | None:
    if case.abgebrochen_am:
        return f"Der Vorgang {case.id} ist abgebrochen."
    return _TOO_LATE if case.revisionen else None


def _refused_anew(turn: Turn, person: Person, case: Vorgang) -> str | None:
    refused = may_recut(case, person, machine_only=recutting.machine_only_in(turn, case))
    return refused.im_chat if refused else None


def text_of(turn: Turn, case_id: str) -> str:
    """The text of the case's motion as people see it, read in this very transaction."""
    text = turn.connection.scalar(
        select(fassung.c.lesefassung)
        .join(
            vorgang, and_(vorgang.c.antrag_id == fassung.c.dokument_id, vorgang.c.antrag_version == fassung.c.version)
        )
        .where(vorgang.c.id == case_id)
    )
    return str(text)


ACTIONS: Mapping[str, OnPress] = {"points_right": _right, "points_wrong": _wrong, "points_anew": recutting.on_press}
INPUTS: Mapping[str, OnInput] = {"points": _corrected}
