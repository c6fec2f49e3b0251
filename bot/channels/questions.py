"""Questions to a person, and which of their messages is the answer.

A question stays open in the database, so that an answer is understood after a restart, too. Only the person who was
asked can answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select, update

from bot.channels.addresses import chat_now_in
from bot.channels.json_form import output_from_json
from bot.channels.port import Message, Post
from bot.channels.posting import find_in, set_message_in
from bot.channels.tables import outbox, pending_input
from bot.channels.tokens import Knopf, post_with_buttons_in

FRESH_SECONDS = 30 * 60.0
"""So long what someone writes in private is taken as the answer without being a reply."""

REPLY_ONLY = "nur_als_antwort"
"""What stands in the subject of a question that is answered by a reply to its message alone."""

CLOCK_SECONDS = 2.0
"""The messenger's clock and ours may differ so much."""


@dataclass(frozen=True)
class Frage:
    """A question that is open. `outbox_id` is its message."""

    outbox_id: int
    kind: str
    subject: dict[str, Any]


def ask_in(
    connection: Connection,
    channel: str,
    chat_id: str,
    person_id: str,
    output: Post,
    kind: str,
    subject: Mapping[str, Any],
    *,
    at: float,
    knoepfe: Sequence[Sequence[Knopf]] = (),
    hours: float = 48,
) -> int:
    """Asks the person. The same question, asked before in this chat, is closed. Returns the message's outbox id."""
    for earlier in open_of_in(connection, channel, chat_id, person_id):
        if (earlier.kind, earlier.subject) == (kind, dict(subject)):
            close_in(connection, earlier.outbox_id)
    outbox_id = post_with_buttons_in(connection, channel, chat_id, replace(output, ask=True), knoepfe, at=at)
    connection.execute(
        insert(pending_input).values(
            outbox_id=outbox_id,
            channel=channel,
            chat_id=chat_now_in(connection, channel, chat_id),
            person_id=person_id,
            kind=kind,
            subject=dict(subject),
            valid_until=at + hours * 3600.0,
            closed=False,
        )
    )
    return outbox_id


def expect_reply_in(
    connection: Connection,
    outbox_id: int,
    person_id: str,
    kind: str,
    subject: Mapping[str, Any],
    *,
    at: float,
    hours: float,
) -> None:
    """A reply of the person to this message of ours is an answer, too; what they just write beside it never is."""
    place = connection.execute(select(outbox.c.channel, outbox.c.chat_id).where(outbox.c.id == outbox_id)).one()
    connection.execute(
        insert(pending_input).values(
            outbox_id=outbox_id,
            channel=place.channel,
            chat_id=place.chat_id,
            person_id=person_id,
            kind=kind,
            subject={**subject, REPLY_ONLY: True},
            valid_until=at + hours * 3600.0,
            closed=False,
        )
    )


def match_in(connection: Connection, message: Message, person_id: str, *, at: float) -> Frage | None:
    """The open question that this message of the person answers; None where it answers none.

    A reply answers what it replies to. In private, plain text also answers the newest question, if that is fresh and
    was there when the text was written; never one that takes replies only (`expect_reply_in`).
    """
    if message.command is not None:
        return None
    channel, chat_id = message.place.channel, chat_now_in(connection, message.place.channel, message.place.chat_id)
    asked = _open(channel, chat_id, person_id).where(pending_input.c.valid_until >= at)
    if message.reply_to is not None:
        replied_to = find_in(connection, channel, chat_id, message.reply_to)
        if replied_to is not None:
            row = connection.execute(asked.where(outbox.c.id == replied_to)).first()
            return None if row is None else _frage(row)
        row = _unlearned(connection, asked, message)
        if row is not None:
            set_message_in(connection, row.outbox_id, message.reply_to)
            return _frage(row)
    if not message.place.private or message.files or message.edited or not message.text.strip():
        return None
    newest_first = connection.execute(asked.order_by(None).order_by(pending_input.c.outbox_id.desc()))
    row = next((row for row in newest_first if not row.subject.get(REPLY_ONLY)), None)
    if row is None or row.shown_at < at - FRESH_SECONDS:
        return None
    if message.sent_at and message.sent_at + CLOCK_SECONDS < int(row.created_at):
        return None  # written before the question was asked, and only read now
    return _frage(row)


def close_in(connection: Connection, outbox_id: int) -> None:
    """The question is answered, or no longer matters."""
    connection.execute(update(pending_input).where(pending_input.c.outbox_id == outbox_id).values(closed=True))


def open_of_in(connection: Connection, channel: str, chat_id: str, person_id: str) -> list[Frage]:
    """The person's open questions in this chat, the oldest first; also those whose time is over."""
    chat_id = chat_now_in(connection, channel, chat_id)
    return [_frage(row) for row in connection.execute(_open(channel, chat_id, person_id))]


def _open(channel: str, chat_id: str, person_id: str) -> Select[*tuple[Any, ...]]:
    shown_at = func.coalesce(outbox.c.sent_at, outbox.c.created_at).label("shown_at")
    return (
        select(pending_input, outbox.c.content, outbox.c.created_at, shown_at)
        .join(outbox, outbox.c.id == pending_input.c.outbox_id)
        .where(
            pending_input.c.channel == channel,
            pending_input.c.chat_id == chat_id,
            pending_input.c.person_id == person_id,
            pending_input.c.closed.is_(False),
        )
        .order_by(pending_input.c.outbox_id)
    )


def _unlearned(
    connection: Connection, asked: Select[*tuple[Any, ...]], message: Message
) -> Row[*tuple[Any, ...]] | None:
    """The question that is replied to, where we never learned that it had arrived: known by its words."""
    if message.quoted is None:
        return None
    words = message.quoted.text.split()
    for row in connection.execute(asked.where(outbox.c.message_id.is_(None), _may_have_arrived())):
        output = output_from_json(row.content)
        if words and isinstance(output, Post) and output.text.text.split() == words:
            return row
    return None


def _may_have_arrived() -> ColumnElement[bool]:
    return (outbox.c.state == "sending") | outbox.c.unsure


def _frage(row: Row[*tuple[Any, ...]]) -> Frage:
    return Frage(row.outbox_id, row.kind, row.subject)
