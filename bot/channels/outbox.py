"""What goes out: written in the transaction that causes it, and sent in order by whoever claims it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, and_, case, func, insert, or_, select, update

from bot.channels.addresses import chat_now_in, may_receive_in
from bot.channels.addresses import move_chat_in as move_chat_in
from bot.channels.json_form import KIND, output_from_json, output_to_json
from bot.channels.leases import LeaseLost
from bot.channels.port import Edit, InlineAnswer, Leave, Output, PressAnswer, Reaction
from bot.channels.racing import insert_once
from bot.channels.tables import attachment, callback_token, outbox
from corpus.database import reading, writing

ATTEMPTS = 8

SENDING_SECONDS = 300.0
"""How long an attempt may take: a file of 50 MB on a slow line. Of a dead process its rows are taken over at once."""

MAY_DOUBLE = ("post", "document")
"""What leaves a second message behind when it is sent twice."""

QUICK = ("press_answer", "inline_answer", "reaction")
"""What someone looks at the screen for."""


@dataclass(frozen=True)
class Outgoing:
    """One output on its way. `target_message_id` is that of an Edit's message; `unsure` and `parts_sent` say what may
    have arrived and what has."""

    id: int
    channel: str
    chat_id: str
    lane: str
    output: Output
    target_message_id: str | None
    unsure: bool
    parts_sent: int
    attempts: int


# --- writing down -----------------------------------------------------------------------------------------------------


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


# --- sending ----------------------------------------------------------------------------------------------------------


class Outbox:
    """All outputs of all channels, as the sender sees them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(self, owner: str, *, at: float, exclude_lanes: Collection[str] = ()) -> Outgoing | None:
        """The next output to send, marked as being sent; None where none is due.

        Only the first of a lane is ever given out. What may not go where it was meant to is dropped on the way.
        """
        with reading(self._engine) as connection:
            if connection.execute(_due(at, exclude_lanes)).first() is None:
                return None
        with writing(self._engine) as connection:
            due = _due(at, exclude_lanes).with_for_update(skip_locked=True)
            while (outbox_id := connection.scalar(due)) is not None:
                found = _to_send(connection, connection.execute(select(outbox).where(outbox.c.id == outbox_id)).one())
                if isinstance(found, Outgoing):
                    _begin(connection, found, owner, at)
                    return found
                _end(connection, outbox_id, state="dropped", error=found)
        return None

    def part_sent(self, out: Outgoing, owner: str, parts_sent: int, message_id: str | None = None) -> None:
        """So many parts of a long text have arrived. Only the last part's message id is remembered, by `sent`."""
        with writing(self._engine) as connection:
            _change_own(connection, out, owner, {"parts_sent": parts_sent})

    def sent(self, out: Outgoing, owner: str, message_id: str | None, *, at: float) -> None:
        """It has arrived. Also believed of a sender whose row was released meanwhile, unless another is sending it."""
        values = {"state": "sent", "sent_at": at, "error": None, "leased_by": None, "leased_until": None}
        own = message_id if KIND[type(out.output)] in MAY_DOUBLE else None  # an edited message belongs to its first row
        with writing(self._engine) as connection:
            changed = connection.execute(
                update(outbox)
                .where(
                    outbox.c.id == out.id,
                    outbox.c.attempts == out.attempts,
                    or_(_owned_by(owner), outbox.c.state.in_(("queued", "sent"))),
                )
                .values(**values, message_id=func.coalesce(own, outbox.c.message_id))
            )
            if changed.rowcount != 1:
                raise LeaseLost(f"outbox {out.id}")

    def later(self, out: Outgoing, owner: str, *, until: float, error: str, count_attempt: bool = True) -> bool:
        """It surely hasn't arrived and waits, first of its lane. True where it is dead: the eighth counted attempt."""
        with writing(self._engine) as connection:
            return _put_off(connection, out, owner, until=until, error=error, counted=count_attempt)

    def unsure(self, out: Outgoing, owner: str, *, until: float, error: str) -> bool:
        """It may have arrived. What can't double just waits. True where it is dead."""
        with writing(self._engine) as connection:
            return _put_off(connection, out, owner, until=until, error=error, unsure=True)

    def drop(self, out: Outgoing, owner: str, error: str) -> None:
        """It will never be sent."""
        with writing(self._engine) as connection:
            _change_own(
                connection, out, owner,
                {"state": "dropped", "error": error, "leased_by": None, "leased_until": None},
            )  # fmt: skip

    def release(self, owners: Collection[str]) -> None:
        """What these owners were sending waits again; they are dead. A message may have arrived without a word."""
        with writing(self._engine) as connection:
            connection.execute(
                update(outbox)
                .where(outbox.c.state == "sending", outbox.c.leased_by.in_(owners))
                .values(
                    state=case((outbox.c.message_id.is_not(None), "sent"), else_="queued"),
                    unsure=or_(outbox.c.unsure, and_(outbox.c.kind.in_(MAY_DOUBLE), outbox.c.message_id.is_(None))),
                    leased_by=None,
                    leased_until=None,
                )
            )

    def leased_by(self) -> set[str]:
        """The owners of rows that are being sent."""
        with reading(self._engine) as connection:
            found = select(outbox.c.leased_by).where(outbox.c.state == "sending", outbox.c.leased_by.is_not(None))
            return set(connection.scalars(found.distinct()))

    def waiting(self, at: float, *, exclude_lanes: Collection[str] = ()) -> float | None:
        """The moment from which `claim` gives something, at the earliest `at`; None where nothing waits."""
        with reading(self._engine) as connection:
            ready = case((outbox.c.state == "sending", outbox.c.leased_until), else_=outbox.c.not_before)
            first = connection.scalar(select(func.min(ready)).where(_first_of_lane(exclude_lanes)))
        return None if first is None else max(first, at)

    def revive(self, at: float) -> int:
        """Lets every dead message be tried anew. Returns how many there were."""
        with writing(self._engine) as connection:
            return connection.execute(
                update(outbox)
                .where(outbox.c.state == "dead")
                .values(state="queued", attempts=0, not_before=at, error=None, leased_by=None, leased_until=None)
            ).rowcount

    def counts(self) -> dict[str, int]:
        """How many rows there are in each state, and how many are `unsure`."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
            counts = dict.fromkeys(("queued", "sending", "sent", "dropped", "dead"), 0)
            counts |= {row.state: row[1] for row in rows}
            unsure = connection.scalar(select(func.count()).select_from(outbox).where(outbox.c.unsure))
        return counts | {"unsure": unsure or 0}


def _first_of_lane(exclude_lanes: Collection[str]) -> ColumnElement[bool]:
    earlier = outbox.alias("earlier")
    first = ~(
        select(earlier.c.id)
        .where(
            earlier.c.state.in_(("queued", "sending")),
            earlier.c.lane == outbox.c.lane,
            earlier.c.id < outbox.c.id,
        )
        .exists()
    )
    return and_(outbox.c.state.in_(("queued", "sending")), outbox.c.lane.not_in(exclude_lanes), first)


def _due(at: float, exclude_lanes: Collection[str]) -> Select[int]:
    quick_first = case((outbox.c.kind.in_(QUICK), 0), else_=1)
    return (
        select(outbox.c.id)
        .where(
            _first_of_lane(exclude_lanes),
            or_(
                and_(outbox.c.state == "queued", outbox.c.not_before <= at),
                and_(outbox.c.state == "sending", outbox.c.leased_until < at),
            ),
        )
        .order_by(quick_first, outbox.c.id)
        .limit(1)
    )


def _to_send(connection: Connection, row: Row[*tuple[Any, ...]]) -> Outgoing | str:
    """The row as it is to be sent now, or why it must not be."""
    output = output_from_json(row.content)
    if not (row.for_unknown or isinstance(output, Leave)):
        to_account = isinstance(output, (InlineAnswer, PressAnswer))  # only the one who asked or pressed sees it
        if not may_receive_in(connection, row.channel, row.chat_id, account_id=to_account):
            return "no access"
    target = None
    if isinstance(output, Edit):
        target = _target_message(connection, output.target)
        if target is None:
            return "target never sent"
    taken_over = row.state == "sending" and row.kind in MAY_DOUBLE
    return Outgoing(
        id=row.id,
        channel=row.channel,
        chat_id=row.chat_id,
        lane=row.lane,
        output=output,
        target_message_id=target,
        unsure=row.unsure or taken_over,
        parts_sent=row.parts_sent,
        attempts=row.attempts + 1,
    )


def _begin(connection: Connection, out: Outgoing, owner: str, at: float) -> None:
    connection.execute(
        update(outbox)
        .where(outbox.c.id == out.id)
        .values(
            state="sending",
            unsure=out.unsure,
            attempts=out.attempts,
            leased_by=owner,
            leased_until=at + SENDING_SECONDS,
        )
    )


def _put_off(
    connection: Connection,
    out: Outgoing,
    owner: str,
    *,
    until: float,
    error: str,
    counted: bool = True,
    unsure: bool = False,
) -> bool:
    row = connection.execute(select(outbox.c.kind, outbox.c.message_id).where(outbox.c.id == out.id)).one()
    free = {"leased_by": None, "leased_until": None}
    if row.message_id is not None and row.kind in MAY_DOUBLE:  # someone acted on it meanwhile: it has arrived
        _change_own(connection, out, owner, free | {"state": "sent", "error": None})
        return False
    dead = counted and out.attempts >= ATTEMPTS
    _change_own(
        connection, out, owner,
        free | {
            "state": "dead" if dead else "queued",
            "unsure": out.unsure or (unsure and row.kind in MAY_DOUBLE),
            "attempts": out.attempts if counted else out.attempts - 1,
            "not_before": until,
            "error": error,
        },
    )  # fmt: skip
    return dead


def _change_own(connection: Connection, out: Outgoing, owner: str, values: dict[str, object]) -> None:
    """The count of attempts is part of the fence: the same owner may have taken the row up again in another task."""
    changed = connection.execute(
        update(outbox)
        .where(outbox.c.id == out.id, outbox.c.attempts == out.attempts, _owned_by(owner))
        .values(**values)
    )
    if changed.rowcount != 1:
        raise LeaseLost(f"outbox {out.id}")


def _owned_by(owner: str) -> ColumnElement[bool]:
    return and_(outbox.c.state == "sending", outbox.c.leased_by == owner)


def _end(connection: Connection, outbox_id: int, *, state: str, error: str) -> None:
    connection.execute(
        update(outbox)
        .where(outbox.c.id == outbox_id)
        .values(state=state, error=error, leased_by=None, leased_until=None)
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


def _target_message(connection: Connection, target: int) -> str | None:
    return connection.scalar(
        select(outbox.c.message_id).where(outbox.c.id == target, outbox.c.state.not_in(("dropped", "dead")))
    )


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
