"""Sends what lies in the outbox: each chat in order and at its own pace, several chats at once.

A row is claimed only when its chat may be written to, so that what is marked as being sent is on the wire and nothing
else. What becomes of a failure stands in `_settle`, one line each.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.accounts import forbid_group_in, set_unreachable_in
from bot.channels.leases import LeaseLost
from bot.channels.outbox import Outbox, Outgoing, attachment_in, move_chat_in, set_message_in
from bot.channels.port import Edit, InlineAnswer, Post, PressAnswer, Reaction
from bot.channels.telegram.client import TelegramClient, nap, token_unknown
from bot.channels.telegram.failures import (
    Failure,
    Forbidden,
    Gone,
    MaybeSent,
    Migrated,
    NotModified,
    TooOld,
    Unauthorized,
    Unavailable,
    Wait,
)
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.pieces import maybe_double, messages_of, shown_by
from corpus.database import reading, writing
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from sqlalchemy import Engine

log = structlog.get_logger(__name__)

Value = TypeVar("Value")

AT_ONCE = 16
"""Messages on the wire at the same time."""

LOOK_SECONDS = 0.25
"""How often the outbox is looked at where nothing woke us: other processes write into it too."""

FINISH_SECONDS = 25.0
"""How long a stop waits for what is on the wire."""

WAIT_MARGIN_SECONDS = 0.5
LONGEST_RETRY_SECONDS = 300.0
LONGEST_PROBE_SECONDS = 30.0
WRITE_ATTEMPTS = 5

_DATABASE_ERRORS = (StellwerkError, SQLAlchemyError)


class Sender:
    """The one who speaks for this process. `owner` is the id under which it claims rows."""

    def __init__(
        self,
        client: TelegramClient,
        outbox: Outbox,
        engine: Engine,
        owner: str,
        stop: asyncio.Event,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._client = client
        self._outbox = outbox
        self._engine = engine
        self._owner = owner
        self._stop = stop
        self._clock = clock
        self._woken = asyncio.Event()
        self._pace = Pace(time.monotonic())
        self._on_the_wire: dict[str, asyncio.Task[None]] = {}  # by lane
        self._trouble = False
        self._token_unknown = False

    def wake(self) -> None:
        """Something was written into the outbox. To be called in the event loop."""
        self._woken.set()

    async def run(self) -> None:
        """Sends until `stop` is set, then waits for what is on the wire. StellwerkError where the token is refused."""
        try:
            while not self._stop.is_set() and not self._token_unknown:
                self._woken.clear()
                if self._trouble:
                    await self._until_reachable()
                elif (out := await self._next()) is not None:
                    self._on_the_wire[out.lane] = asyncio.create_task(self._deliver(out))
                else:
                    await self._rest()
        finally:
            if self._on_the_wire:
                _, late = await asyncio.wait(self._on_the_wire.values(), timeout=FINISH_SECONDS)
                for task in late:  # stays marked as being sent, and is unsure at the next start
                    task.cancel()
        if self._token_unknown:
            raise token_unknown()

    # --- choosing

    async def _next(self) -> Outgoing | None:
        if len(self._on_the_wire) >= AT_ONCE or self._pace.all_wait_seconds(time.monotonic()) > 0:
            return None
        closed = set(self._on_the_wire) | set(self._pace.waiting(time.monotonic()))
        try:
            out = await asyncio.to_thread(self._outbox.claim, self._owner, at=self._clock(), exclude_lanes=closed)
        except _DATABASE_ERRORS as error:
            log.error("outbox_unreadable", kind=type(error).__name__)
            await nap(LOOK_SECONDS, self._stop)
            return None
        if out is not None:
            self._count(out)
        return out

    def _count(self, out: Outgoing) -> None:
        if not isinstance(out.output, (Reaction, PressAnswer, InlineAnswer)):
            self._pace.sent(out.lane, group=_is_group(out.chat_id), now=time.monotonic())

    async def _rest(self) -> None:
        now = time.monotonic()
        waits = [LOOK_SECONDS, *self._pace.waiting(now).values()]
        if (everybody := self._pace.all_wait_seconds(now)) > 0:
            waits.append(everybody)
        events = [asyncio.create_task(event.wait()) for event in (self._woken, self._stop)]
        try:
            await asyncio.wait(events, timeout=min(waits), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for event in events:
                event.cancel()

    async def _until_reachable(self) -> None:
        """Telegram didn't answer as it should: nothing more is sent until it does, so no row uses up its attempts."""
        pause = 0.25
        while True:
            try:
                await self._client.probe()
                self._trouble = False
                return
            except Unauthorized:
                self._token_unknown = True
                return
            except Failure as failure:
                log.warning("telegram_unreachable", failure=str(failure), again_in_seconds=pause)
                wanted = failure.seconds if isinstance(failure, Wait) else pause
            if await nap(wanted, self._stop):
                return
            pause = min(LONGEST_PROBE_SECONDS, pause * 2)

    # --- sending

    async def _deliver(self, out: Outgoing) -> None:
        try:
            try:
                await self._send(out)
            except Failure as failure:
                await self._settle(out, failure)
        except LeaseLost:
            log.warning("outbox_row_taken_over", outbox=out.id)
        except _DATABASE_ERRORS as error:  # its lease runs out, and whoever takes it up then marks it unsure
            log.error("outbox_unwritable", outbox=out.id, kind=type(error).__name__)
        except Exception as error:  # an error of ours in one row must not end the sender of all
            log.exception("outbox_row_failed", outbox=out.id)
            with contextlib.suppress(LeaseLost, *_DATABASE_ERRORS):
                await self._unsure(out, type(error).__name__)
        finally:
            del self._on_the_wire[out.lane]
            self.wake()

    async def _send(self, out: Outgoing) -> None:
        messages = messages_of(out.output)
        message_id = None
        for index in range(out.parts_sent, len(messages)):
            message = messages[index]
            if out.unsure and index == out.parts_sent:
                message = maybe_double(message)
            if index > out.parts_sent:
                await self._in_between(out, index, message_id)
            message_id = await self._client.send(
                out.chat_id, message, target=out.target_message_id, load_attachment=self._attachment
            )
        await self._written(lambda: self._outbox.sent(out, self._owner, message_id, at=self._clock()))

    async def _in_between(self, out: Outgoing, parts_sent: int, message_id: str | None) -> None:
        """Notes that so many parts have arrived, and keeps to the pace."""
        await self._written(lambda: self._outbox.part_sent(out, self._owner, parts_sent, message_id))
        while (wait := self._pace.wait_seconds(out.lane, time.monotonic())) > 0:
            await asyncio.sleep(wait)
        self._count(out)

    async def _attachment(self, sha256: str) -> bytes:
        def read() -> bytes:
            with reading(self._engine) as connection:
                return attachment_in(connection, sha256)

        return await asyncio.to_thread(read)

    # --- what becomes of a failure

    async def _settle(self, out: Outgoing, failure: Failure) -> None:
        if isinstance(failure, Wait):
            await self._later(out, failure.seconds + WAIT_MARGIN_SECONDS, "429")
        elif isinstance(failure, Unavailable):
            self._trouble = True
            await self._later(out, 0.0, "unreachable")
        elif isinstance(failure, MaybeSent):
            self._trouble = True
            await self._unsure(out, str(failure))
        elif isinstance(failure, Migrated):
            await self._move(out, failure.new)
        elif isinstance(failure, NotModified):
            await self._written(lambda: self._outbox.sent(out, self._owner, None, at=self._clock()))
        elif isinstance(failure, Gone) and not failure.chat and isinstance(out.output, Edit):
            await self._send_anew(out, out.output)
        elif isinstance(failure, Forbidden) or (isinstance(failure, Gone) and failure.chat):
            await self._nobody_there(out, failure)
        elif isinstance(failure, Unauthorized):  # `_until_reachable` asks whether Telegram itself says so
            self._trouble = True
            await self._later(out, 0.0, "401")
        else:
            await self._drop(out, failure)

    async def _later(self, out: Outgoing, seconds: float, error: str) -> None:
        until = self._clock() + seconds
        await self._written(lambda: self._outbox.later(out, self._owner, until=until, error=error, count_attempt=False))

    async def _unsure(self, out: Outgoing, error: str) -> None:
        until = self._clock() + min(LONGEST_RETRY_SECONDS, 2.0 ** (out.attempts - 1))
        dead = await self._written(lambda: self._outbox.unsure(out, self._owner, until=until, error=error[:80]))
        log.error("outbox_row_dead" if dead else "outbox_row_unsure", outbox=out.id, failure=error)

    async def _drop(self, out: Outgoing, failure: Failure) -> None:
        note = log.info if isinstance(failure, TooOld) else log.error
        note("outbox_row_dropped", outbox=out.id, failure=str(failure))
        await self._written(lambda: self._outbox.drop(out, self._owner, str(failure)))

    async def _move(self, out: Outgoing, new: str) -> None:
        def move() -> None:
            with writing(self._engine) as connection:
                move_chat_in(connection, out.channel, out.chat_id, new)

        await self._written(move)
        await self._later(out, 0.0, "migrated")

    async def _nobody_there(self, out: Outgoing, failure: Failure) -> None:
        """Blocked, left or gone: noted, so that nobody waits for an answer from there, and not tried again."""

        def note() -> None:
            with writing(self._engine) as connection:
                mark = forbid_group_in if _is_group(out.chat_id) else set_unreachable_in
                mark(connection, out.channel, out.chat_id)

        if not isinstance(out.output, (PressAnswer, InlineAnswer)):
            await self._written(note)
        await self._drop(out, failure)

    async def _send_anew(self, out: Outgoing, edit: Edit) -> None:
        """The message was deleted: it is posted again, silently, and takes the place of the old one."""
        post = Post(shown_by(edit), edit.buttons, silent=True)
        try:
            message_id = await self._client.send(out.chat_id, post)
        except Failure as failure:
            await self._settle(out, failure)
            return

        def adopt() -> None:
            with writing(self._engine) as connection:
                set_message_in(connection, edit.target, message_id or "")

        await self._written(adopt)
        await self._written(lambda: self._outbox.sent(out, self._owner, None, at=self._clock()))

    async def _written(self, write: Callable[[], Value]) -> Value:
        """Writes in a thread, several times where the database won't: what was sent must not be sent again for that."""
        for attempt in range(1, WRITE_ATTEMPTS):
            try:
                return await asyncio.to_thread(write)
            except _DATABASE_ERRORS as error:
                log.warning("outbox_write_failed", kind=type(error).__name__, attempt=attempt)
                await asyncio.sleep(0.2 * attempt)
        return await asyncio.to_thread(write)


def _is_group(chat_id: str) -> bool:
    return chat_id.startswith("-")
