"""What is to be done, as rows: taken up by one worker at a time, done in the same transaction as what it brings about.

A worker that takes long renews its lease; one whose lease is gone finds out at its last step, and nothing of what it
did counts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, insert, or_, select, update

from bot.channels.addresses import chat_now_in
from bot.channels.leases import LEASE_SECONDS, LeaseLost
from bot.channels.racing import insert_once
from bot.channels.tables import job
from corpus.database import reading, writing
from corpus.errors import StellwerkError

ATTEMPTS = 3
PAUSES_SECONDS = (2.0, 15.0)

CRASHES = 8
"""A job that was taken up so often ends its process each time: it is given out twice more to be given up by name
(`Job.exhausted`), and then no more."""


@dataclass(frozen=True)
class Job:
    """Something to do. `channel` and `chat_id` say where someone waits for it; `attempts` counts this one too."""

    id: int
    kind: str
    payload: dict[str, Any]
    channel: str | None
    chat_id: str | None
    attempts: int
    created_at: float

    @property
    def exhausted(self) -> bool:
        """Whether it ended the process so often that it must not be tried again: say so, and call `failed` (final)."""
        return self.attempts > CRASHES


# --- asking for it ----------------------------------------------------------------------------------------------------


def enqueue_in(
    connection: Connection,
    kind: str,
    payload: dict[str, Any],
    *,
    at: float,
    key: str | None = None,
    place: tuple[str, str] | None = None,
    not_before: float | None = None,
) -> int:
    """Writes down a job. Returns its id; where the key is known, that of the job which is there already.

    A job that is done counts as there, too. `place` is (channel, chat id) of who waits.
    """
    channel, chat_id = place if place is not None else (None, None)
    if channel is not None and chat_id is not None:
        chat_id = chat_now_in(connection, channel, chat_id)
    values = {
        "kind": kind,
        "payload": payload,
        "key": key,
        "channel": channel,
        "chat_id": chat_id,
        "state": "queued",
        "attempts": 0,
        "not_before": at if not_before is None else not_before,
        "created_at": at,
    }
    if key is None:
        job_id: int = connection.execute(insert(job).values(**values).returning(job.c.id)).scalar_one()
        return job_id
    insert_once(connection, job, job.c.key, values)
    known: int = connection.execute(select(job.c.id).where(job.c.key == key)).scalar_one()
    return known


def append_in(connection: Connection, key: str, field: str, item: Any, *, not_before: float) -> bool:
    """Adds `item` to the list `field` of a job that nobody works on yet, which then starts at `not_before` at the
    earliest. False where there is none: it is being worked on, is done, or never was."""
    row = connection.execute(
        select(job.c.id, job.c.payload, job.c.not_before)
        .where(job.c.key == key, job.c.state == "queued", job.c.leased_by.is_(None))
        .with_for_update()
    ).first()
    if row is None:
        return False
    payload = {**row.payload, field: [*row.payload.get(field, []), item]}
    start = max(row.not_before, not_before)
    connection.execute(update(job).where(job.c.id == row.id).values(payload=payload, not_before=start))
    return True


def retry_in(connection: Connection, job_id: int, *, at: float) -> bool:
    """Lets a dead job be tried anew. False where it isn't dead."""
    return (
        connection.execute(
            update(job)
            .where(job.c.id == job_id, job.c.state == "dead")
            .values(state="queued", attempts=0, not_before=at, error=None, finished_at=None)
        ).rowcount
        == 1
    )


def cancel_in(connection: Connection, key_prefix: str) -> int:
    """Ends the jobs whose key begins so. Who is at work on one loses the lease. Returns how many there were."""
    return connection.execute(
        update(job)
        .where(job.c.state == "queued", job.c.key.startswith(key_prefix, autoescape=True))
        .values(state="done", error="cancelled", leased_by=None, leased_until=None)
    ).rowcount


# --- doing it ---------------------------------------------------------------------------------------------------------


class Jobs:
    """All jobs, as the workers see them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(self, owner: str, kinds: Collection[str], *, at: float) -> Job | None:
        """The oldest job of these kinds that is due, now the owner's for a minute; None where there is none."""
        with reading(self._engine) as connection:
            if connection.execute(_due(kinds, at)).first() is None:
                return None
        with writing(self._engine) as connection:
            while row := connection.execute(_due(kinds, at).with_for_update(skip_locked=True)).first():
                values: dict[str, Any] = {"state": "dead", "error": "crashed", "finished_at": at}
                if row.attempts < CRASHES + 2:
                    values = {"attempts": row.attempts + 1, "leased_by": owner, "leased_until": at + LEASE_SECONDS}
                connection.execute(update(job).where(job.c.id == row.id).values(**values))
                if "attempts" in values:
                    return Job(
                        row.id, row.kind, row.payload, row.channel, row.chat_id, row.attempts + 1, row.created_at
                    )
        return None

    def renew(self, job_: Job, owner: str, *, at: float) -> None:
        """Keeps the job for another minute. LeaseLost where it is no longer the owner's."""
        with writing(self._engine) as connection:
            _change_own(connection, job_, owner, {"leased_until": at + LEASE_SECONDS})

    def failed(self, job_: Job, owner: str, *, error: str, at: float, final: bool = False) -> bool:
        """`failed_in` in a transaction of its own."""
        with writing(self._engine) as connection:
            return failed_in(connection, job_, owner, error=error, at=at, final=final)

    def release(self, owners: Collection[str]) -> None:
        """What these owners were at work on waits again; they are dead."""
        with writing(self._engine) as connection:
            connection.execute(
                update(job)
                .where(job.c.state == "queued", job.c.leased_by.in_(owners))
                .values(leased_by=None, leased_until=None)
            )

    def leased_by(self) -> set[str]:
        """The owners of jobs that are being worked on."""
        with reading(self._engine) as connection:
            found = select(job.c.leased_by).where(job.c.state == "queued", job.c.leased_by.is_not(None))
            return set(connection.scalars(found.distinct()))

    def active_places(self, at: float) -> list[tuple[str, str]]:
        """Where someone waits for what is being worked on right now: (channel, chat id), each once."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(job.c.channel, job.c.chat_id)
                .where(job.c.state == "queued", job.c.leased_until > at, job.c.chat_id.is_not(None))
                .distinct()
                .order_by(job.c.channel, job.c.chat_id)
            )
            return [(row.channel, row.chat_id) for row in rows]

    def revive(self, at: float) -> int:
        """Lets every dead job be tried anew. Returns how many there were."""
        with writing(self._engine) as connection:
            dead = update(job).where(job.c.state == "dead")
            return connection.execute(
                dead.values(state="queued", attempts=0, not_before=at, error=None, finished_at=None)
            ).rowcount

    def counts(self) -> dict[str, int]:
        """How many jobs there are in each state: queued, done, dead; and how many of the dead were refused, for a
        reason that another try alone doesn't change."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(job.c.state, func.count()).group_by(job.c.state))
            counted = {"queued": 0, "done": 0, "dead": 0} | {row.state: row[1] for row in rows}
            refused = select(func.count()).where(job.c.state == "dead", job.c.error == StellwerkError.__name__)
            return counted | {"refused": connection.scalar(refused) or 0}


def done_in(connection: Connection, job_: Job, owner: str, *, at: float) -> None:
    """The job is done, by what else this transaction writes. LeaseLost where it is no longer the owner's."""
    _change_own(
        connection, job_, owner,
        {"state": "done", "finished_at": at, "error": None, "leased_by": None, "leased_until": None},
    )  # fmt: skip


def holds_in(connection: Connection, job_: Job, owner: str) -> None:
    """The job is the owner's until this transaction ends, else LeaseLost."""
    _change_own(connection, job_, owner, {"leased_by": owner})


def failed_in(connection: Connection, job_: Job, owner: str, *, error: str, at: float, final: bool = False) -> bool:
    """The job waits for its next attempt, or is dead (True): after the third, or at once where it is `final`.

    `error` is a kind, never a text.
    """
    dead = final or job_.attempts >= ATTEMPTS
    values: dict[str, Any] = {"state": "dead", "finished_at": at}
    if not dead:
        values = {"not_before": at + PAUSES_SECONDS[min(job_.attempts, len(PAUSES_SECONDS)) - 1]}
    _change_own(connection, job_, owner, values | {"error": error, "leased_by": None, "leased_until": None})
    return dead


def _due(kinds: Collection[str], at: float) -> Select[*tuple[Any, ...]]:
    return (
        select(job)
        .where(
            job.c.state == "queued",
            job.c.kind.in_(kinds),
            job.c.not_before <= at,
            or_(job.c.leased_until.is_(None), job.c.leased_until < at),
        )
        .order_by(job.c.id)
        .limit(1)
    )


def _change_own(connection: Connection, job_: Job, owner: str, values: dict[str, Any]) -> None:
    """The count of attempts is part of the fence: the same owner may have taken the job up again in another thread."""
    changed = connection.execute(
        update(job)
        .where(
            job.c.id == job_.id,
            job.c.state == "queued",
            job.c.leased_by == owner,
            job.c.attempts == job_.attempts,
        )
        .values(**values)
    )
    if changed.rowcount != 1:
        raise LeaseLost(f"job {job_.id}")
