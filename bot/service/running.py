"""`stellwerk bot`: the process that listens and speaks.

It reads what came in, handles it, sends what is to be said, and keeps the worker process alive. Everything it must
remember lies in the database; it can be killed at any moment.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import signal
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.accounts import set_fact_in
from bot.channels.inbox import Inbox, Incoming, done_in
from bot.channels.jobs import Jobs
from bot.channels.leases import LeaseLost, Owner, dead_owners
from bot.channels.outbox import Outbox
from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.decode import decode
from bot.channels.telegram.poller import Poller
from bot.channels.telegram.sender import Sender
from bot.channels.telegram.webhook import Webhook
from bot.channels.waiting import pull_forward
from bot.chat import reminders
from bot.chat.commands import KEEP_RAW_DAYS
from bot.chat.context import Turn
from bot.chat.conversation import handle
from bot.clock import now
from bot.service import worker
from corpus.database import empty_log, writing
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.wiring import Stellwerk

log = structlog.get_logger(__name__)

CHANNEL = "telegram"
TICK_SECONDS = 20.0
"""How often deadlines, the digest and what dead processes left behind are looked at."""

RECOVER_SECONDS = 2.0
TYPING_SECONDS = 4.0
"""Telegram shows "typing" for five seconds."""

LOOK_SECONDS = 0.5
"""How often the inbox is looked at where nothing woke us: rows whose pause is over."""

STOP_WORKER_SECONDS = 45.0


def run(parts: Stellwerk, *, say: Callable[[str], None]) -> None:
    """Runs until SIGTERM or Ctrl+C. StellwerkError where it can't start or must not go on."""
    token = parts.settings.token
    if not token:
        raise StellwerkError(
            "Es ist kein Telegram-Token gesetzt.",
            "Legen Sie mit @BotFather einen Bot an und schreiben Sie das Token in eine Datei, auf die "
            "STELLWERK_TELEGRAM_TOKEN_FILE zeigt (siehe docs/betrieb.md).",
        )
    with _only_one(parts.settings.home):
        asyncio.run(Service(parts, token, say).run())


def revive(parts: Stellwerk) -> int:
    """Lets everything that was given up be tried anew. Returns how much that was."""
    at = time.time()
    return Inbox(parts.engine).revive(at) + Outbox(parts.engine).revive(at) + Jobs(parts.engine).revive(at)


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    """Two bots under one HOME would take turns at the same chats."""
    with (home / "bot.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StellwerkError(
                f"Unter {home} läuft schon ein Bot.", "Beenden Sie ihn, bevor Sie einen neuen starten."
            ) from error
        yield


class Service:
    """One running bot."""

    def __init__(self, parts: Stellwerk, token: str, say: Callable[[str], None]) -> None:
        settings = parts.settings
        self._parts = parts
        self._say = say
        self._owner = Owner.enter(settings.home)
        self._stop = asyncio.Event()
        self._came_in = asyncio.Event()
        self._client = TelegramClient(token, settings.telegram_api_url, settings.proxy)
        self._inbox = Inbox(parts.engine)
        self._outbox = Outbox(parts.engine)
        self._jobs = Jobs(parts.engine)
        self._sender = Sender(self._client, self._outbox, parts.engine, self._owner.id, self._stop)
        self._failure: BaseException | None = None

    async def run(self) -> None:
        """Starts everything, and ends everything in order: first the ears, then the hands, then the worker."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        try:
            await self._client.start(self._stop)
            if self._stop.is_set():
                return
            await asyncio.to_thread(self._take_over)
            await self._client.set_commands()
            ears: Poller | Webhook = self._ears()
            self._say(f"Stellwerk hört zu: https://t.me/{self._client.username} (Ende mit Strg+C)")
            steps: list[Coroutine[Any, Any, None]] = [
                ears.run(), self._read_inbox(), self._sender.run(), self._keep_worker(), self._tick(), self._type(),
                self._recover(),
            ]  # fmt: skip
            await asyncio.gather(*(self._guarded(step) for step in steps))
        finally:
            with contextlib.suppress(StellwerkError):
                await self._client.stop()
            self._owner.leave()
        if isinstance(self._failure, StellwerkError):
            raise self._failure
        if self._failure is not None:
            log.error("bot_failed", exc_info=self._failure)
            raise StellwerkError(
                f"Der Bot ist auf einen unerwarteten Fehler gestoßen ({type(self._failure).__name__}).",
                "Was kam und was zu senden ist, ist gespeichert. Starten Sie ihn neu; das Protokoll nennt die Stelle.",
            ) from None

    def _ears(self) -> Poller | Webhook:
        if self._parts.settings.telegram_mode == "webhook":
            return Webhook(self._client, self._inbox, CHANNEL, self._parts.settings, self._stop, self._wake)
        return Poller(self._client, self._inbox, CHANNEL, self._stop, self._wake)

    async def _guarded(self, step: Coroutine[Any, Any, None]) -> None:
        """A part that fails ends the whole: half a bot would lose nothing, but would leave people waiting."""
        try:
            await step
        except Exception as error:  # noqa: BLE001 - run() hands it on once the others have ended
            self._failure = self._failure or error
            self._stop.set()
            self._wake()

    def _take_over(self) -> None:
        with writing(self._parts.engine) as connection:
            set_fact_in(connection, f"{CHANNEL}.username", self._client.username)
        self._release_dead()

    def _release_dead(self) -> None:
        """What a process that is gone held is free again at once; a message it was sending is marked unsure."""
        stores = (self._inbox, self._outbox, self._jobs)
        for store in stores:
            dead = dead_owners(self._parts.settings.home, store.leased_by() - {self._owner.id})
            if dead:
                store.release(dead)

    def _wake(self) -> None:
        self._came_in.set()
        self._sender.wake()

    # --- what came in

    async def _read_inbox(self) -> None:
        while not self._stop.is_set():
            self._came_in.clear()
            try:
                worked = await asyncio.to_thread(self._one_event)
            except (StellwerkError, SQLAlchemyError) as error:  # locked or full: it waits in its row, and so do we
                log.error("inbox_waits", kind=type(error).__name__, again_in_seconds=RECOVER_SECONDS)
                await self._nap(RECOVER_SECONDS)
                continue
            if worked:
                self._sender.wake()
                continue
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._came_in.wait(), LOOK_SECONDS)

    def _one_event(self) -> bool:
        """Handles the oldest event that waits. An event that fails is tried again later and never holds up the rest."""
        incoming = self._inbox.claim(self._owner.id, at=time.time())
        if incoming is None:
            return False
        try:
            self._handle(incoming)
        except LeaseLost:
            log.warning("event_taken_over", inbox_id=incoming.id)
        except Exception as error:  # whatever an event holds, the next one is handled
            log.exception("event_failed", inbox_id=incoming.id, attempt=incoming.attempts)
            if self._inbox.failed(incoming, self._owner.id, error=type(error).__name__, at=time.time()):
                log.error("event_dead", inbox_id=incoming.id, kind=type(error).__name__)
        return True

    def _handle(self, incoming: Incoming) -> None:
        event = decode(json.loads(incoming.raw), username=self._client.username)
        with writing(self._parts.engine) as connection:
            forget = True
            if event is not None:
                forget = handle(self._turn(connection, f"{CHANNEL}:{incoming.event_id}", incoming.id), event)
            done_in(connection, incoming, self._owner.id, forget=forget)

    def _turn(self, connection: Any, quelle: str, inbox_id: int | None = None) -> Turn:
        parts = self._parts
        return Turn(
            connection=connection,
            now=now(),
            at=time.time(),
            quelle=quelle,
            settings=parts.settings,
            cases=parts.cases,
            archive=parts.archive,
            inbox_id=inbox_id,
        )

    # --- the worker process

    async def _keep_worker(self) -> None:
        """Starts the worker, and again where it died; lets it end its job when we stop."""
        pause = 1.0
        while not self._stop.is_set():
            process = await asyncio.create_subprocess_exec(
                *worker.command(),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=worker.environment(self._parts.settings.home),
            )
            started = time.monotonic()
            listening = asyncio.create_task(self._listen(process))
            stopped = asyncio.create_task(self._stop.wait())
            await asyncio.wait({listening, stopped}, return_when=asyncio.FIRST_COMPLETED)
            stopped.cancel()
            if self._stop.is_set():
                await self._end_worker(process, listening)
                return
            code = await process.wait()
            pause = 1.0 if time.monotonic() - started > 60 else min(30.0, pause * 2)
            log.error("worker_died", code=code, again_in_seconds=pause)
            await self._nap(pause)

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while await process.stdout.readline():
            self._sender.wake()

    async def _end_worker(self, process: asyncio.subprocess.Process, listening: asyncio.Task[None]) -> None:
        assert process.stdin is not None
        with contextlib.suppress(ConnectionError):  # it is gone already
            process.stdin.write(b"stop\n")
            await process.stdin.drain()
        try:
            await asyncio.wait_for(process.wait(), STOP_WORKER_SECONDS)
        except TimeoutError:
            log.warning("worker_killed_at_stop")  # its job goes on at the next start
            process.kill()
            await process.wait()
        await listening

    # --- the clock

    async def _tick(self) -> None:
        while not self._stop.is_set():
            try:
                await asyncio.to_thread(self._remind)
                self._sender.wake()
            except StellwerkError as error:
                log.error("tick_failed", error=error.was)
            await self._nap(TICK_SECONDS)

    def _remind(self) -> None:
        with writing(self._parts.engine) as connection:
            reminders.tick_in(self._turn(connection, "uhr"))
        pull_forward(self._parts.engine, at=time.time())
        self._inbox.forget_old(time.time() - KEEP_RAW_DAYS * 86_400)
        empty_log(self._parts.engine)

    async def _recover(self) -> None:
        while not self._stop.is_set():
            try:
                await asyncio.to_thread(self._release_dead)
            except StellwerkError as error:
                log.error("recover_failed", error=error.was)
            await self._nap(RECOVER_SECONDS)

    async def _type(self) -> None:
        """Shows in each chat that waits for a job that somebody is at work."""
        while not self._stop.is_set():
            for channel, chat_id in await asyncio.to_thread(self._jobs.active_places, time.time()):
                if channel == CHANNEL:
                    await self._client.typing(chat_id)
            await self._nap(TYPING_SECONDS)

    async def _nap(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)
