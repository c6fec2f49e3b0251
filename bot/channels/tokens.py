"""Buttons: what stands on one is an opaque token, and what it means is looked up here.

What a messenger brings back as "the button's data" is user input. It counts only if we made it, for this very message
in this very chat, not too long ago, and if the message still shows it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from bot.channels.addresses import chat_now_in
from bot.channels.port import Button, Document, Edit, Post, Tone
from bot.channels.posting import end_buttons_in, find_in, post_new_in, set_message_in
from bot.channels.tables import callback_token, outbox

KNOPF_DAYS = 14
_DAY_SECONDS = 24 * 3600.0

_TOKEN_BYTES = 12
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16}")
"""96 bits as `secrets.token_urlsafe` writes them: "q3Jx0aZ-mT1_9bKd"."""


@dataclass(frozen=True)
class Knopf:
    """A button that is to be shown: what stands on it, what it does, and what about."""

    label: str
    action: str
    subject: Mapping[str, Any]
    tone: Tone = Tone.NORMAL


@dataclass(frozen=True)
class Pressed:
    """A button of ours that still counts. `outbox_id` is the message that it hangs on."""

    action: str
    subject: dict[str, Any]
    outbox_id: int


class Reason(StrEnum):
    """Why a press doesn't count: no button of ours; no longer shown or too old; of another chat or message."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    FOREIGN = "foreign"


def post_with_buttons_in(
    connection: Connection,
    channel: str,
    chat_id: str,
    output: Post | Document | Edit,
    knoepfe: Sequence[Sequence[Knopf]],
    *,
    at: float,
    key: str | None = None,
) -> int:
    """Writes down the message with these rows of buttons (empty rows are left out). Returns the row's id.

    The buttons of an Edit belong to its target, whose earlier ones end. Where the key is known nothing is written.
    """
    rows = [[(Button(k.label, secrets.token_urlsafe(_TOKEN_BYTES), k.tone), k) for k in row] for row in knoepfe if row]
    shown = replace(output, buttons=tuple(tuple(button for button, _ in row) for row in rows))
    outbox_id, new = post_new_in(connection, channel, chat_id, shown, at=at, key=key)
    bound_to = output.target if isinstance(output, Edit) else outbox_id
    values = [
        {
            "token": button.token,
            "outbox_id": bound_to,
            "action": knopf.action,
            "subject": dict(knopf.subject),
            "valid_until": at + KNOPF_DAYS * _DAY_SECONDS,
            "revoked": False,
        }
        for row in rows
        for button, knopf in row
    ]
    if new and values:
        connection.execute(insert(callback_token), values)
    return outbox_id


def redeem_in(
    connection: Connection, channel: str, chat_id: str, message_id: str, data: str, *, at: float
) -> Pressed | Reason:
    """What the pressed button means, or why it means nothing. Who pressed it, and may they, is the caller's to ask.

    A press on a message whose arrival we didn't learn of is the proof that it arrived: its id is remembered.
    """
    if not _TOKEN.fullmatch(data):
        return Reason.UNKNOWN
    row = connection.execute(
        select(callback_token, outbox.c.channel, outbox.c.chat_id, outbox.c.message_id, outbox.c.state, outbox.c.unsure)
        .join(outbox, outbox.c.id == callback_token.c.outbox_id)
        .where(callback_token.c.token == data)
        .with_for_update(of=callback_token)
    ).first()
    if row is None:
        return Reason.UNKNOWN
    if (row.channel, row.chat_id) != (channel, chat_now_in(connection, channel, chat_id)):
        return Reason.FOREIGN
    if row.message_id != message_id and not _adopted(connection, row, message_id):
        return Reason.FOREIGN
    if row.revoked or row.valid_until < at:
        return Reason.EXPIRED
    return Pressed(row.action, row.subject, row.outbox_id)


def revoke_in(connection: Connection, outbox_id: int) -> None:
    """The buttons of this message no longer do anything."""
    end_buttons_in(connection, outbox_id)


def _adopted(connection: Connection, row: Row[*tuple[Any, ...]], message_id: str) -> bool:
    """Whether this message is the row's after all: one that is on its way, or that was sent twice for all we know."""
    on_its_way = row.message_id is None and row.state == "sending"
    if not (on_its_way or row.unsure) or find_in(connection, row.channel, row.chat_id, message_id) is not None:
        return False
    set_message_in(connection, row.outbox_id, message_id)
    return True
