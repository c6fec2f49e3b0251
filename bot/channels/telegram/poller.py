"""Fetches updates from Telegram and writes them down before it tells Telegram that they have arrived.

Telegram forgets what is below the offset of the next call. So a batch is committed first, and only the call right after
it bears an offset. Every other call bears none: after a week of silence the ids start anew at random, and an old offset
would throw away what has a lower one.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.inbox import Inbox
from bot.channels.telegram import limits
from bot.channels.telegram.arrival import as_events
from bot.channels.telegram.client import TelegramClient, nap, token_unknown
from bot.channels.telegram.failures import Conflict, Failure, Unauthorized, Wait
from corpus.errors import StellwerkError

log = structlog.get_logger(__name__)

CONFLICT_SECONDS = 60.0
"""So long may another process go on polling: one that is just being replaced by us ends by then."""

LONGEST_PAUSE_SECONDS = 30.0
CONFLICT_PAUSE_SECONDS = 3.0
WAIT_MARGIN_SECONDS = 0.5


class Poller:
    """Long polling into the inbox. `wake` is called in the event loop after each batch that is written down."""

    def __init__(
        self,
        client: TelegramClient,
        inbox: Inbox,
        channel: str,
        stop: asyncio.Event,
        wake: Callable[[], None],
        *,
        conflict_seconds: float = CONFLICT_SECONDS,
        poll_seconds: int = limits.LONG_POLL_SECONDS,
    ) -> None:
        self._client = client
        self._inbox = inbox
        self._channel = channel
        self._stop = stop
        self._wake = wake
        self._conflict_seconds = conflict_seconds
        self._poll_seconds = poll_seconds
        self._offset: int | None = None
        self._webhook_gone = False
        self._pause = 0.5
        self._conflict_since: float | None = None

    async def run(self) -> None:
        """Polls until `stop` is set. StellwerkError where the token is refused or another process keeps polling."""
        while not self._stop.is_set():
            try:
                updates = await self._unless_stopped()
                if updates is not None:
                    await self._keep(updates)
                    self._pause, self._conflict_since = 0.5, None
            except Failure as failure:
                self._offset = None  # whatever wasn't acknowledged comes again, and is known
                if isinstance(failure, Unauthorized) and await self._client.token_refused():
                    raise token_unknown() from None
                await nap(self._after(failure), self._stop)
            except (StellwerkError, SQLAlchemyError) as error:
                self._offset = None
                log.error("inbox_unwritable", kind=type(error).__name__, again_in_seconds=self._pause)
                await nap(self._grown_pause(), self._stop)

    async def _unless_stopped(self) -> list[Any] | None:
        """The next batch; None where `stop` came first: the call is given up, and what it held comes again."""
        polling = asyncio.create_task(self._poll())
        stopping = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait({polling, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return polling.result() if polling.done() else None
        finally:
            polling.cancel()
            stopping.cancel()

    async def _poll(self) -> list[Any]:
        if not self._webhook_gone:  # while one is set, Telegram refuses to be polled
            await self._client.delete_webhook()
            self._webhook_gone = True
        return await self._client.get_updates(self._offset, self._poll_seconds)

    async def _keep(self, updates: list[Any]) -> None:
        self._offset = None
        if not updates:
            return
        events, bad = as_events(updates)
        if bad:
            log.error("updates_without_id", count=bad)
        if not events:
            raise StellwerkError("Telegram schickt unlesbare Nachrichten.", "Prüfen Sie STELLWERK_TELEGRAM_API_URL.")
        await asyncio.to_thread(self._inbox.put, self._channel, events, at=time.time())
        self._offset = events[-1][0] + 1
        self._wake()

    def _after(self, failure: Failure) -> float:
        """How long to wait after a failure; raises where waiting won't help."""
        if isinstance(failure, Wait):
            return failure.seconds + WAIT_MARGIN_SECONDS
        if isinstance(failure, Conflict):
            self._webhook_gone = False
            return self._conflict_pause()
        log.warning("telegram_unreachable", failure=str(failure), again_in_seconds=self._pause)
        return self._grown_pause()

    def _conflict_pause(self) -> float:
        now = time.monotonic()
        self._conflict_since = now if self._conflict_since is None else self._conflict_since
        if now - self._conflict_since >= self._conflict_seconds:
            raise StellwerkError(
                "Ein anderes Programm fragt mit demselben Token bei Telegram nach Nachrichten.",
                "Beenden Sie es (vielleicht läuft der Bot schon auf einem anderen Rechner), oder legen Sie mit "
                "@BotFather einen eigenen Bot an.",
            )
        log.warning("someone_else_polls")
        return min(CONFLICT_PAUSE_SECONDS, self._grown_pause())

    def _grown_pause(self) -> float:
        pause, self._pause = self._pause, min(LONGEST_PAUSE_SECONDS, self._pause * 2)
        return pause
