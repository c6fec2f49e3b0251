"""/punkte: the cut of a motion whose drafts are there is corrected, as long as nobody worked on them.

The case stays as it is until the new drafts are made: points and drafts change in one transaction, which asks once more
whether somebody decided meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from bot.channels.jobs import enqueue_in
from bot.channels.outbox import post_in
from bot.channels.port import ButtonPress, Edit, Message, Post, Style, plain, styled
from bot.channels.questions import ask_in, close_in
from bot.channels.tables import card, pending_input
from bot.channels.tokens import Knopf, post_with_buttons_in
from bot.chat import cards, progress
from bot.chat.context import Subject, Turn
from bot.chat.held_back import veiled_together
from bot.review.case_rows import revisions_in
from bot.review.people import Person
from bot.review.rules import Vorgang, may_recut

if TYPE_CHECKING:
    from corpus.domain import Anliegen

HOW_TO_CORRECT = (
    "Antworten Sie auf diese Nachricht mit allen Punkten, die beantwortet werden sollen, so wie sie im Antrag stehen: "
    "einen je Absatz, dazwischen eine Leerzeile. Was Sie weglassen, ist kein Punkt mehr. Danach wird zu allen Punkten "
    "neu entworfen."
)


def show_points_in(turn: Turn, person: Person, message: Message, case: Vorgang) -> None:
    """The points of a case with drafts, and a button to correct them, or why that is too late."""
    text = styled(f"{case.id}: {progress.counted(len(case.anliegen), 'Punkt', 'Punkte')}", Style.BOLD)
    for anliegen, words in zip(case.anliegen, veiled_together([a.text for a in case.anliegen]), strict=True):
        text = text + f"\n\n{anliegen.nr}. {words}"
    refused = may_recut(case, person, machine_only=machine_only_in(turn, case))
    if refused:
        text = text + f"\n\n{refused.im_chat}"
    buttons = [] if refused else [[Knopf("Aufteilung korrigieren", "points_anew", {"vorgang": case.id})]]
    post = Post(text, reply_to=message.message_id)
    post_with_buttons_in(turn.connection, message.place.channel, message.place.chat_id, post, buttons, at=turn.at)


def on_press(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str:
    """Asks for the points as the person wants them."""
    case = turn.cases.get_in(turn.connection, str(subject["vorgang"]))
    refused = may_recut(case, person, machine_only=machine_only_in(turn, case))
    if refused:
        return refused.im_chat[: cards.PRESS_ANSWER_UNITS]
    ask_in(
        turn.connection, press.place.channel, press.place.chat_id, person.id,
        Post(plain(f"{case.id}: {HOW_TO_CORRECT}"), reply_to=press.message_id, ask=True), "points",
        {"vorgang": case.id, "shown": outbox_id, "anew": True}, at=turn.at,
    )  # fmt: skip
    return "Schreiben Sie die Punkte als Antwort auf die neue Nachricht."


def begin_in(turn: Turn, person: Person, message: Message, case: Vorgang, cut: Sequence[Anliegen], shown: int) -> None:
    """Writes down the job that drafts the points anew. It knows their places, not their words."""
    place = (message.place.channel, message.place.chat_id)
    done = f"{case.id}: ✅ {progress.counted(len(cut), 'Punkt', 'Punkte')} nach Ihrer Aufteilung"
    status = post_in(
        turn.connection, *place, Post(plain(progress.waiting(done)), reply_to=message.message_id), at=turn.at
    )
    payload = {
        "vorgang": case.id,
        "person": person.id,
        "message_id": message.message_id,
        "status": status,
        "done": done,
        "spans": [[a.start, a.ende] for a in cut],
    }
    key = f"aufteilung:{case.id}:{place[0]}:{place[1]}:{message.message_id}"
    enqueue_in(turn.connection, "recut", payload, at=turn.at, key=key, place=place)
    edit = Edit(shown, plain(f"{case.id}: Die Punkte teilt {person.name} neu auf."))
    post_with_buttons_in(turn.connection, *place, edit, [], at=turn.at)


def machine_only_in(turn: Turn, case: Vorgang) -> bool:
    """Whether no person ever wrote a draft of this case."""
    return all(one.maschinell for r in case.revisionen for one in revisions_in(turn.connection, case.id, r.nr))


def drop_old_points_in(turn: Turn, case: Vorgang) -> None:
    """What was asked about the points as they were is closed; cards of points that are none any more say so."""
    asked = select(pending_input.c.outbox_id, pending_input.c.subject).where(pending_input.c.closed.is_(False))
    for row in turn.connection.execute(asked).all():
        if row.subject.get("vorgang") == case.id:
            close_in(turn.connection, row.outbox_id)
    kept = {anliegen.nr for anliegen in case.anliegen}
    numbers = select(card.c.nr).where(card.c.vorgang_id == case.id, card.c.nr.is_not(None)).distinct()
    for nr in turn.connection.scalars(numbers).all():
        if nr in kept:
            continue
        for copy in cards.copies_in(turn, case.id, nr):
            gone = plain(f"{case.id}: Nach der neuen Aufteilung gibt es Punkt {nr} nicht mehr.")
            cards.edit_in(turn, copy, gone, keep_earlier=False)
            turn.connection.execute(delete(card).where(card.c.outbox_id == copy.outbox_id))
