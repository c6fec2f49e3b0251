"""Writing down what is to be sent, in the transaction that causes it; and what became of it."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import Connection, func, insert, select, update

from bot.channels.addresses import chat_now_in
from bot.channels.json_form import KIND, output_to_json
from bot.channels.port import Edit, InlineAnswer, Output, PressAnswer, Reaction
from bot.channels.racing import insert_once
from bot.channels.tables import attachment, callback_token, outbox


def post_in(
    connection: Connection,
    channel: str,
    chat_id: str,
    output: Output,
    *,
    at: float,
    key: str | None = None,
    for_unknown: bool = False,
) -> int:
    """Writes down what is to be sent. Returns the row's id; of the row that is there already where the key is known.

    An Edit goes where its target is, takes the place of earlier Edits of it that still wait, and ends the buttons that
    the target had. `for_unknown` lets it go to people who aren't enrolled.
    """
    return post_new_in(connection, channel, chat_id, output, at=at, key=key, for_unknown=for_unknown)[0]


def post_new_in(
    connection: Connection,
    channel: str,
    chat_id: str,
    output: Output,
    *,
    at: float,
    key: str | None = None,
    for_unknown: bool = False,
) -> tuple[int, bool]:
    """`post_in`, and whether the row is new."""
    known = None if key is None else _keyed_in(connection, key)
    if known is not None:
        return known, False
    chat_id = chat_now_in(connection, channel, chat_id)
    if isinstance(output, Edit):
        channel, chat_id = _place_of(connection, output.target)
    values = {
        "channel": channel,
        "chat_id": chat_id,
        "lane": _lane(channel, chat_id, output),
        "kind": KIND[type(output)],
        "content": output_to_json(output),
        "key": key,
        "for_unknown": for_unknown,
        "state": "queued",
        "unsure": False,
        "parts_sent": 0,
        "attempts": 0,
        "not_before": at,
        "created_at": at,
    }
    if key is not None:
        new = insert_once(connection, outbox, outbox.c.key, values)
        outbox_id = _keyed_in(connection, key)
        assert outbox_id is not None
    else:
        new = True
        outbox_id = connection.execute(insert(outbox).values(**values).returning(outbox.c.id)).scalar_one()
    if new and isinstance(output, Edit):
        _supersede(connection, output.target, outbox_id)
        end_buttons_in(connection, output.target)
    return outbox_id, new


def lane_of(channel: str, chat_id: str) -> str:
    """The lane of a chat: its messages, edits and files leave one after the other."""
    return f"{channel}:{chat_id}"


def attach_in(connection: Connection, data: bytes, *, at: float) -> str:
    """Keeps a file's bytes; returns their SHA-256, under which a Document names them."""
    sha256 = hashlib.sha256(data).hexdigest()
    insert_once(connection, attachment, attachment.c.sha256, {"sha256": sha256, "data": data, "created_at": at})
    return sha256


def attachment_in(connection: Connection, sha256: str) -> bytes:
    """The bytes of an attachment."""
    data: bytes = connection.execute(select(attachment.c.data).where(attachment.c.sha256 == sha256)).scalar_one()
    return data


def end_buttons_in(connection: Connection, outbox_id: int) -> None:
    """The buttons of this message no longer do anything."""
    connection.execute(update(callback_token).where(callback_token.c.outbox_id == outbox_id).values(revoked=True))


# --- what became of it ------------------------------------------------------------------------------------------------


def find_in(connection: Connection, channel: str, chat_id: str, message_id: str) -> int | None:
    """The row that became this message; None where it isn't one of ours."""
    found: int | None = connection.scalar(
        select(func.max(outbox.c.id)).where(
            outbox.c.channel == channel,
            outbox.c.chat_id == chat_now_in(connection, channel, chat_id),
            outbox.c.message_id == message_id,
        )
    )
    return found


def message_in(connection: Connection, outbox_id: int) -> tuple[str, str | None]:
    """Where the row's message is: chat and message id, None while it isn't known."""
    row = connection.execute(select(outbox.c.chat_id, outbox.c.message_id).where(outbox.c.id == outbox_id)).one()
    return row.chat_id, row.message_id


def set_message_in(connection: Connection, outbox_id: int, message_id: str) -> None:
    """Someone has acted on this message, so it has arrived: it needs no further attempt.

    A row that is being sent right now stays with its sender, who will say the same.
    """
    connection.execute(update(outbox).where(outbox.c.id == outbox_id).values(message_id=message_id))
    connection.execute(
        update(outbox)
        .where(outbox.c.id == outbox_id, outbox.c.state.in_(("queued", "dropped", "dead")))
        .values(state="sent", error=None)
    )


def _keyed_in(connection: Connection, key: str) -> int | None:
    return connection.scalar(select(outbox.c.id).where(outbox.c.key == key))


def _lane(channel: str, chat_id: str, output: Output) -> str:
    if isinstance(output, (Reaction, PressAnswer, InlineAnswer)):
        return f"{KIND[type(output)]}:{secrets.token_hex(8)}"
    return lane_of(channel, chat_id)


def _place_of(connection: Connection, target: int) -> tuple[str, str]:
    row = connection.execute(select(outbox.c.channel, outbox.c.chat_id).where(outbox.c.id == target)).one()
    return row.channel, row.chat_id


def _supersede(connection: Connection, target: int, by: int) -> None:
    """Drops what the new Edit replaces. A pause that the messenger asked for goes over to it."""
    earlier = connection.execute(
        select(outbox.c.id, outbox.c.not_before).where(
            outbox.c.state == "queued",
            outbox.c.lane == lane_of(*_place_of(connection, target)),
            outbox.c.kind == KIND[Edit],
            outbox.c.content["target"].as_integer() == target,
            outbox.c.id < by,
        )
    ).all()
    if not earlier:
        return
    connection.execute(
        update(outbox)
        .where(outbox.c.id.in_([row.id for row in earlier]), outbox.c.state == "queued")
        .values(state="dropped", error="superseded")
    )
    paused = max(row.not_before for row in earlier)
    connection.execute(update(outbox).where(outbox.c.id == by, outbox.c.not_before < paused).values(not_before=paused))
