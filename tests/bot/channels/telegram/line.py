"""A bot between a database and an emulated Telegram on the loopback."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.channels.inbox import Inbox
from bot.channels.outbox import Outbox
from bot.channels.tables import inbox
from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.poller import Poller
from bot.channels.telegram.sender import Sender
from bot.channels.telegram.webhook import Webhook
from bot.settings import Settings
from tests.bot.channels.town_hall import TownHall
from tests.telegram_emulator import Telegram

Part = Callable[[TelegramClient, asyncio.Event], Awaitable[Any]]


@dataclass
class Line:
    """What a test does with the bot: run a part of it until something is so."""

    hall: TownHall
    telegram: Telegram

    def send(self, until: Callable[[], object], **more: Any) -> None:
        """Lets the sender work until `until` holds."""

        async def sender(client: TelegramClient, stop: asyncio.Event) -> None:
            await Sender(client, Outbox(self.hall.engine), self.hall.engine, "test", stop).run()

        self.run(sender, until, **more)

    def poll(self, until: Callable[[], object], *, box: Any = None, **more: Any) -> None:
        """Lets the poller work until `until` holds."""
        seconds, conflict = more.pop("poll_seconds", 1), more.pop("conflict_seconds", 60.0)

        async def poller(client: TelegramClient, stop: asyncio.Event) -> None:
            kept = box or Inbox(self.hall.engine)
            await Poller(
                client, kept, "telegram", stop, lambda: None, poll_seconds=seconds, conflict_seconds=conflict
            ).run()

        self.run(poller, until, **more)

    def listen(self, settings: Settings, until: Callable[[], object], *, box: Any = None, **more: Any) -> None:
        """Lets the webhook listen until `until` holds."""

        async def webhook(client: TelegramClient, stop: asyncio.Event) -> None:
            await Webhook(client, box or Inbox(self.hall.engine), "telegram", settings, stop, lambda: None).run()

        self.run(webhook, until, **more)

    def run(self, part: Part, until: Callable[[], object], *, seconds: float = 15.0) -> None:
        """Runs a part until `until` holds; it must end within three seconds of being told to."""

        async def main() -> None:
            client, stop = TelegramClient(self.telegram.token, self.telegram.url), asyncio.Event()
            await client.start()
            working = asyncio.ensure_future(part(client, stop))
            deadline = time.monotonic() + seconds
            try:
                while not working.done() and not await asyncio.to_thread(until):
                    assert time.monotonic() < deadline, f"nicht nach {seconds} Sekunden"
                    await asyncio.sleep(0.02)
                stop.set()
                await asyncio.wait_for(working, 3)
            finally:
                working.cancel()
                await client.stop()

        asyncio.run(main())

    def kept(self) -> list[Any]:
        """The rows of the inbox, the oldest first."""
        rows: list[Any] = self.hall.read(lambda c: c.execute(select(inbox).order_by(inbox.c.id)).all())
        return rows

    def state(self, outbox_id: int) -> str:
        """What became of an output."""
        return str(self.hall.row(outbox_id).state)

    def texts(self, chat: str = "7") -> list[str]:
        """What the bot's messages in a chat say now."""
        return [m.text for m in self.telegram.shown(int(chat))]
