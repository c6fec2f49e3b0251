"""An answer that the messenger cut in pieces is one answer: it waits a moment for the rest, as a job.

Messengers send a text of more than 4,096 units as several messages, and only the first of them is the reply. Taken at
once, an answer would end in the middle of a sentence, and its rest would look like something else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from bot.channels.accounts import fact_in, set_fact_in
from bot.channels.jobs import append_in, enqueue_in
from bot.channels.outbox import post_in
from bot.channels.port import Message, Place, Post, Reaction, Sender, plain
from bot.channels.questions import Frage
from bot.channels.tables import job as job_table
from bot.chat.answers import inputs
from bot.chat.context import Turn
from bot.chat.entwurf_text import units
from bot.chat.intake import PIECES_APART_SECONDS, TEXT_SECONDS
from bot.review.case_rows import person_in
from bot.review.people import Person

if TYPE_CHECKING:
    from bot.channels.jobs import Job
    from bot.service.workbench import Workbench

MAY_GO_ON_UNITS = 2000
"""Half of what a message holds: clients cut at a good place in the second half (Telegram Desktop,
TextUtilities::CutPart)."""

_TOO_LATE = (
    "Dieser Teil kam an, als der Text davor schon übernommen war, und gehört deshalb nicht dazu. Ergänzen Sie ihn "
    "bitte dort, wo der Text jetzt steht."
)


def may_go_on(message: Message) -> bool:
    """Whether an answer is so long that the messenger may have cut it. In groups the rest doesn't reach us."""
    return message.place.private and not message.files and units(message.text) >= MAY_GO_ON_UNITS


def begin(turn: Turn, person: Person, message: Message, question: Frage) -> None:
    """Notes the first piece of an answer, which is taken once no further one comes."""
    place = message.place
    key = f"antwort:{place.channel}:{place.chat_id}:{message.message_id}"
    payload = {
        "person": person.id,
        "user": message.sender.user_id,
        "message_id": message.message_id,
        "question": question.outbox_id,
        "asked": question.kind,
        "subject": question.subject,
        "texts": [message.text],
    }
    where, wait = (place.channel, place.chat_id), turn.at + TEXT_SECONDS
    enqueue_in(turn.connection, "answer", payload, at=turn.at, key=key, place=where, not_before=wait)
    _note(turn, person, message, key)


def go_on(turn: Turn, person: Person, message: Message) -> bool:
    """Whether this text is the next piece of an answer that just came; then it was added, or said to be too late."""
    noted = fact_in(turn.connection, _open(message, person))
    if not noted or message.reply_to is not None or message.files or message.edited or not message.text.strip():
        return False
    sent_at, _, key = noted.partition("|")
    if not 0 <= (message.sent_at or turn.at) - float(sent_at) <= PIECES_APART_SECONDS:
        return False
    if append_in(turn.connection, key, "texts", message.text, not_before=turn.at + TEXT_SECONDS):
        _note(turn, person, message, key)
    else:
        place, post = message.place, Post(plain(_TOO_LATE), reply_to=message.message_id)
        post_in(turn.connection, place.channel, place.chat_id, post, at=turn.at)
    return True


def _note(turn: Turn, person: Person, message: Message, key: str) -> None:
    """The sign that it arrived, and by when the next piece belongs to it."""
    place = message.place
    seen, once = Reaction(message.message_id, "👀"), f"gesehen:{place.channel}:{place.chat_id}:{message.message_id}"
    post_in(turn.connection, place.channel, place.chat_id, seen, at=turn.at, key=once)
    set_fact_in(turn.connection, _open(message, person), f"{message.sent_at or turn.at}|{key}")


def _open(message: Message, person: Person) -> str:
    return f"lange_antwort:{message.place.channel}:{message.place.chat_id}:{person.id}"


def answer(bench: Workbench, job: Job) -> None:
    """All pieces are there: they are the answer, as if they had come in one message."""
    payload: dict[str, Any] = job.payload
    assert job.channel is not None
    assert job.chat_id is not None
    with bench.finish(job) as turn:
        person = person_in(turn.connection, str(payload["person"]))
        if person.aktiv:
            text = _joined([str(piece) for piece in payload["texts"]])
            sender = Sender(str(payload["user"]), person.name)
            whole = Message(Place(job.channel, job.chat_id), sender, str(payload["message_id"]), text)
            inputs()[str(payload["asked"])](turn, person, whole, payload["subject"], int(payload["question"]))
        kept = {**payload, "texts": []}  # words live in the case they are for
        turn.connection.execute(update(job_table).where(job_table.c.id == job.id).values(payload=kept))


def _joined(pieces: Sequence[str]) -> str:
    """Clients cut where a word or a paragraph ends, and drop the white space there."""
    whole = pieces[0]
    for piece in pieces[1:]:
        between = "\n" if whole.rstrip().endswith((".", "!", "?", ":")) else " "
        whole = f"{whole.rstrip()}{between}{piece.lstrip()}"
    return whole


WORK: Mapping[str, Callable[[Workbench, Job], None]] = {"answer": answer}
