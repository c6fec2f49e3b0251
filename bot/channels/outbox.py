"""What goes out, as the sender sees it: in order, claimed by one at a time, and what became of each attempt.

Everyone else writes it down (`posting.py`); all of it is at hand here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Float,
    Row,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)

from bot.channels.addresses import may_receive_in
from bot.channels.addresses import move_chat_in as move_chat_in
from bot.channels.json_form import KIND, output_from_json
from bot.channels.leases import LeaseLost
from bot.channels.port import Edit, InlineAnswer, Leave, Output, PressAnswer
from bot.channels.posting import attach_in as attach_in
from bot.channels.posting import attachment_in as attachment_in
from bot.channels.posting import find_in as find_in
from bot.channels.posting import lane_of as lane_of
from bot.channels.posting import message_in as message_in
from bot.channels.posting import post_in as post_in
from bot.channels.posting import set_message_in as set_message_in
from bot.channels.tables import outbox
from corpus.database import reading, writing

ATTEMPTS = 8

SENDING_SECONDS = 300.0
"""How long an attempt may take: a file of 50 MB on a slow line. Of a dead process its rows are taken over at once."""

MAY_DOUBLE = ("post", "document")
"""What leaves a second message behind when it is sent twice."""

QUICK = ("press_answer", "inline_answer", "reaction")
"""What someone looks at the screen for."""


_AT = bindparam("at", type_=Float)
_earlier = outbox.alias("earlier")
_FIRST_OF_LANE = and_(
    outbox.c.state.in_(("queued", "sending")),
    outbox.c.lane.not_in(bindparam("exclude_lanes", expanding=True)),
    ~select(_earlier.c.id)
    .where(
        _earlier.c.state.in_(("queued", "sending")),
        _earlier.c.lane == outbox.c.lane,
        _earlier.c.id < outbox.c.id,
    )
    .exists(),
)
_DUE = (
    select(outbox.c.id)
    .where(
        _FIRST_OF_LANE,
        or_(
            and_(outbox.c.state == "queued", outbox.c.not_before <= _AT),
            and_(outbox.c.state == "sending", outbox.c.leased_until < _AT),
        ),
    )
    .order_by(case((outbox.c.kind.in_(QUICK), 0), else_=1), outbox.c.id)
    .limit(1)
)
"""What `claim` takes next. Built once: to put it together takes longer than to run it."""
_DUE_LOCKED = _DUE.with_for_update(skip_locked=True)


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


class Outbox:
    """All outputs of all channels, as the sender sees them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(self, owner: str, *, at: float, exclude_lanes: Collection[str] = ()) -> Outgoing | None:
        """The next output to send, marked as being sent; None where none is due.

        Only the first of a lane is ever given out. What may not go where it was meant to is dropped on the way.
        """
        now = {"at": at, "exclude_lanes": list(exclude_lanes)}
        with reading(self._engine) as connection:
            if connection.execute(_DUE, now).first() is None:
                return None
        with writing(self._engine) as connection:
            while (outbox_id := connection.scalar(_DUE_LOCKED, now)) is not None:
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
            first = connection.scalar(
                select(func.min(ready)).where(_FIRST_OF_LANE), {"exclude_lanes": list(exclude_lanes)}
            )
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


def _target_message(connection: Connection, target: int) -> str | None:
    return connection.scalar(select(outbox.c.message_id).where(outbox.c.id == target))
