"""An emulator that runs in a thread of the test's process, and the ways to act on it from the test."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from aiohttp import web

from tests.telegram_emulator import updates
from tests.telegram_emulator.faults import Fault
from tests.telegram_emulator.server import TOKEN, Call, Emulator, Shown
from tests.telegram_emulator.updates import Account

Value = TypeVar("Value")


class Telegram:
    """A running emulator. All methods may be called from any thread."""

    def __init__(self, emulator: Emulator, loop: asyncio.AbstractEventLoop, port: int) -> None:
        self.emulator = emulator
        self.url = f"http://127.0.0.1:{port}"
        self._loop = loop
        self._presses = 0

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.emulator.token

    # --- what people do; each returns what a test needs to refer to it

    def say(self, sender: Account, text: str, *, chat_id: int | None = None, **more: Any) -> int:
        """A text message; returns its message id."""
        return self._message(sender, chat_id, {"text": text, **more})

    def send_file(
        self, sender: Account, data: bytes, name: str, *, caption: str = "", chat_id: int | None = None, **more: Any
    ) -> int:
        """A document; returns its message id."""
        content = {"document": self.emulator.add_file(data, name), **({"caption": caption} if caption else {}), **more}
        return self._message(sender, chat_id, content)

    def send_photo(
        self, sender: Account, data: bytes, *, caption: str = "", album: str | None = None, chat_id: int | None = None
    ) -> int:
        """A photo, in the two sizes in which Telegram offers it; returns its message id."""
        large = {k: v for k, v in self.emulator.add_file(data, "photo.jpg").items() if k != "file_name"}
        small = {**large, "file_id": large["file_id"] + "-s", "file_unique_id": large["file_unique_id"] + "-s"}
        content: dict[str, Any] = {
            "photo": [{**small, "width": 90, "height": 120}, {**large, "width": 960, "height": 1280}]
        }
        content.update({"caption": caption} if caption else {})
        content.update({"media_group_id": album} if album else {})
        return self._message(sender, chat_id, content)

    def reply(self, sender: Account, to: Shown, text: str, **more: Any) -> int:
        """A text in answer to a message, in that message's chat; returns its message id."""
        return self.say(sender, text, chat_id=int(to.chat_id), reply_to_message=to.wire, **more)

    def press(self, sender: Account, shown: Shown, data: str, *, query: str | None = None) -> str:
        """A button pressed (or made up: `data` is whatever is given); returns the id of the press."""
        self._presses += 1
        query = query or f"press-{self._presses}"
        self.put(updates.press(query, sender, shown.wire, data))
        return query

    def ask_inline(self, sender: Account, words: str) -> str:
        """ "@bot words" typed somewhere; returns the id of the question."""
        self._presses += 1
        question = f"inline-{self._presses}"
        self.put(updates.inline(question, sender, words))
        return question

    def membership(self, sender: Account, chat_id: int, *, joined: bool) -> None:
        """The bot is added to a chat or taken out of it."""
        self.put(updates.membership(sender, chat_id, self.emulator.bot, joined=joined))

    def put(self, update: dict[str, Any]) -> int:
        """Any update as it is; returns its update id."""
        identity: int = self._call(self.emulator.put(update))
        return identity

    def _message(self, sender: Account, chat_id: int | None, content: dict[str, Any]) -> int:
        message_id = self.emulator.next_message_id()
        self.put({"message": updates.message(message_id, sender, chat_id, **content)})
        return message_id

    # --- what there is to see

    def shown(self, chat_id: int | None = None) -> list[Shown]:
        """The bot's messages (of one chat) as they stand now, the oldest first."""
        found = [m for m in list(self.emulator.messages.values()) if m.from_bot]
        return [m for m in found if chat_id is None or m.chat_id == str(chat_id)]

    def calls(self, *methods: str) -> list[Call]:
        """What the bot called, in order."""
        return [c for c in list(self.emulator.calls) if not methods or c.method in methods]

    def refused(self) -> list[Call]:
        """Calls that were answered with an error."""
        return [c for c in list(self.emulator.calls) if c.status >= 400]

    def pending(self) -> list[int]:
        """Updates that the bot didn't acknowledge yet."""
        return self.emulator.queues.pending(self.token)

    def wait_for(self, found: Callable[[], Value | None], what: str, *, seconds: float = 20.0) -> Value:
        """Looks until `found` gives something; fails with `what` and the last messages."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            value = found()
            if value:
                return value
            time.sleep(0.01)
        last = "\n".join(f"  {m.chat_id}/{m.message_id}: {m.text[:300]!r}" for m in self.shown()[-6:])
        raise AssertionError(f"{what}: nicht nach {seconds:g} Sekunden. Zuletzt stand da:\n{last}")

    def fail(self, *faults: Fault) -> None:
        """These go wrong next."""
        for fault in faults:
            self.emulator.faults.add(fault)

    def _call(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout=30)


async def serve(emulator: Emulator, port: int) -> tuple[web.AppRunner, int]:
    """Starts listening on the loopback; port 0 takes a free one. Returns the runner to clean up, and the port."""
    runner = web.AppRunner(emulator.app(), access_log=None, handler_cancellation=False)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port, reuse_address=True)
    await site.start()
    server: Any = site._server
    return runner, int(server.sockets[0].getsockname()[1])


@contextmanager
def running(token: str = TOKEN, *, port: int = 0, strict_chats: bool = False) -> Iterator[Telegram]:
    """An emulator on the loopback for as long as the block lasts."""
    loop = asyncio.new_event_loop()
    emulator = Emulator(token, strict_chats=strict_chats)
    thread = threading.Thread(target=loop.run_forever, name="telegram-emulator", daemon=True)
    thread.start()
    runner, listening = asyncio.run_coroutine_threadsafe(serve(emulator, port), loop).result(timeout=30)
    delivering = asyncio.run_coroutine_threadsafe(emulator.queues.keep_delivering(token), loop)
    try:
        yield Telegram(emulator, loop, listening)
    finally:
        delivering.cancel()
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(timeout=30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()
