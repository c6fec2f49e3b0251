"""What came in, written down before the messenger is told that it has arrived.

An event is a row: put once, claimed by one owner at a time, done in the same transaction as everything that it causes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Select, func, insert, or_, select, update

from bot.channels.leases import LEASE_SECONDS, LeaseLost
from bot.channels.racing import alone_in
from bot.channels.tables import inbox
from corpus.database import reading, writing

REDELIVERY_SECONDS = 3 * 24 * 3600.0
"""Telegram keeps an update for 24 hours; after a week of silence its ids start anew at random. So the same id is the
same event within three days, and another one later."""

ATTEMPTS = 5
PAUSES_SECONDS = (1.0, 5.0, 25.0, 125.0)

CRASHES = 20
"""So often a row may be claimed at all: whatever ends the process each time must not do so for ever."""


_FORGET_AT_ONCE = 500
"""Rows a transaction, so that nobody waits for it."""


@dataclass(frozen=True)
class Incoming:
    """An event as it came, and how often it was taken up, this time included."""

    id: int
    channel: str
    event_id: int
    raw: str
    attempts: int
    received_at: float


class Inbox:
    """All events of all channels."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, channel: str, events: Sequence[tuple[int, str]], *, at: float) -> int:
        """Writes down (event id, raw) pairs, committed on return. Returns how many were new."""
        with writing(self._engine) as connection:
            alone_in(connection, f"inbox:{channel}")  # two deliveries of one event at once
            known = set(
                connection.scalars(
                    select(inbox.c.event_id).where(
                        inbox.c.channel == channel,
                        inbox.c.event_id.in_([event_id for event_id, _ in events]),
                        inbox.c.received_at > at - REDELIVERY_SECONDS,
                    )
                )
            )
            before = len(known)
            for event_id, raw in events:
                if event_id in known:
                    continue
                known.add(event_id)
                connection.execute(
                    insert(inbox).values(
                        channel=channel,
                        event_id=event_id,
                        raw=_storable(raw),
                        received_at=at,
                        state="new",
                        attempts=0,
                        not_before=at,
                    )
                )
            return len(known) - before

    def claim(self, owner: str, *, at: float) -> Incoming | None:
        """The oldest event that waits, now the owner's for a minute; None where there is none."""
        with reading(self._engine) as connection:
            if connection.execute(_waiting(at)).first() is None:
                return None
        with writing(self._engine) as connection:
            while row := connection.execute(_waiting(at).with_for_update(skip_locked=True)).first():
                if row.attempts >= CRASHES:
                    _set(connection, row.id, state="dead", error="crashed", leased_by=None, leased_until=None)
                    continue
                attempts = row.attempts + 1
                _set(connection, row.id, attempts=attempts, leased_by=owner, leased_until=at + LEASE_SECONDS)
                return Incoming(row.id, row.channel, row.event_id, row.raw, attempts, row.received_at)
        return None

    def failed(self, incoming: Incoming, owner: str, *, error: str, at: float) -> bool:
        """`failed_in` in a transaction of its own."""
        with writing(self._engine) as connection:
            return failed_in(connection, incoming, owner, error=error, at=at)

    def release(self, owners: Collection[str]) -> None:
        """What these owners had claimed is free again; they are dead."""
        with writing(self._engine) as connection:
            connection.execute(
                update(inbox)
                .where(inbox.c.state == "new", inbox.c.leased_by.in_(owners))
                .values(leased_by=None, leased_until=None)
            )

    def leased_by(self) -> set[str]:
        """The owners of claimed rows."""
        with reading(self._engine) as connection:
            found = select(inbox.c.leased_by).where(inbox.c.state == "new", inbox.c.leased_by.is_not(None))
            return set(connection.scalars(found.distinct()))

    def counts(self) -> dict[str, int]:
        """How many rows there are in each state: new, done (also where the text is forgotten), dead."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(inbox.c.state, func.count()).group_by(inbox.c.state))
            found = {row.state: row[1] for row in rows}
        done = found.pop("forgotten", 0) + found.get("done", 0)
        return {"new": 0, "dead": 0} | found | {"done": done}

    def revive(self, at: float) -> int:
        """Lets every dead event be tried anew. Returns how many there were."""
        with writing(self._engine) as connection:
            return connection.execute(
                update(inbox)
                .where(inbox.c.state == "dead")
                .values(state="new", attempts=0, not_before=at, error=None, leased_by=None, leased_until=None)
            ).rowcount

    def forget_old(self, before: float) -> int:
        """Blanks the texts of events that are done and were received before this moment. Returns how many.

        Costs nothing where there are none: what is forgotten leaves the state `done`, so the oldest row tells.
        """
        forgotten = 0
        while ids := self._done_before(before):
            with writing(self._engine) as connection:
                connection.execute(update(inbox).where(inbox.c.id.in_(ids)).values(state="forgotten", raw=""))
            forgotten += len(ids)
        return forgotten

    def _done_before(self, before: float) -> list[int]:
        """The oldest events that are done, as far as they came before this moment; some hundred at most."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(inbox.c.id, inbox.c.received_at)
                .where(inbox.c.state == "done")
                .order_by(inbox.c.id)
                .limit(_FORGET_AT_ONCE)
            )
            return [row.id for row in rows if row.received_at < before]


def done_in(connection: Connection, incoming: Incoming, owner: str, *, forget: bool = False) -> None:
    """The event is dealt with, by what else this transaction writes. LeaseLost where it is no longer the owner's."""
    values: dict[str, object] = {"state": "done", "leased_by": None, "leased_until": None, "error": None}
    _change_own(connection, incoming, owner, values | ({"raw": ""} if forget else {}))


def failed_in(connection: Connection, incoming: Incoming, owner: str, *, error: str, at: float) -> bool:
    """The event waits for its next attempt, or is dead after the fifth (True). `error` is a kind, never a text."""
    dead = incoming.attempts >= ATTEMPTS
    pause = 0.0 if dead else PAUSES_SECONDS[min(incoming.attempts, len(PAUSES_SECONDS)) - 1]
    values = {"state": "dead" if dead else "new", "error": error, "not_before": at + pause}
    _change_own(connection, incoming, owner, values | {"leased_by": None, "leased_until": None})
    return dead


def forget_in(connection: Connection, inbox_id: int) -> None:
    """Blanks what came in."""
    _set(connection, inbox_id, raw="")


def raw_in(connection: Connection, inbox_id: int) -> str:
    """What came in; empty once it was forgotten."""
    raw: str = connection.execute(select(inbox.c.raw).where(inbox.c.id == inbox_id)).scalar_one()
    return raw


def _waiting(at: float) -> Select[int, str, int, str, int, float]:
    return (
        select(inbox.c.id, inbox.c.channel, inbox.c.event_id, inbox.c.raw, inbox.c.attempts, inbox.c.received_at)
        .where(
            inbox.c.state == "new",
            inbox.c.not_before <= at,
            or_(inbox.c.leased_until.is_(None), inbox.c.leased_until < at),
        )
        .order_by(inbox.c.id)
        .limit(1)
    )


def _change_own(connection: Connection, incoming: Incoming, owner: str, values: dict[str, object]) -> None:
    """The count of attempts is part of the fence: the same owner may have taken the row up again in another thread."""
    changed = connection.execute(
        update(inbox)
        .where(
            inbox.c.id == incoming.id,
            inbox.c.state == "new",
            inbox.c.leased_by == owner,
            inbox.c.attempts == incoming.attempts,
        )
        .values(**values)
    )
    if changed.rowcount != 1:
        raise LeaseLost(f"inbox {incoming.id}")


def _set(connection: Connection, inbox_id: int, **values: object) -> None:
    connection.execute(update(inbox).where(inbox.c.id == inbox_id).values(**values))


def _storable(raw: str) -> str:
    """Half of a surrogate pair can't be stored as UTF-8; inside JSON its escape means the same."""
    return raw.encode("utf-8", "backslashreplace").decode("utf-8")
