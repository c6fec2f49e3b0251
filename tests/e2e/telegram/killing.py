"""Kills the bot (or its worker) again and again at moments that a seed chooses, and starts it again.

Moments are chosen where it hurts: right after a call to Telegram took effect and before the bot knows so, while it
writes down what came in, while the worker drafts. Whoever is alive goes on; nobody is told before.
"""

from __future__ import annotations

import random
import subprocess
import threading
import time
from collections import Counter
from dataclasses import dataclass

from tests.e2e.telegram.town import Town

WIRE_SECONDS = 0.04
"""The emulator's way back, about that of Telegram from Germany: the window in which a message has arrived unknown."""

LONGEST_CALLS = 12
LONGEST_WAIT_SECONDS = 9.0
_QUIET = ("getUpdates", "setWebhook", "deleteWebhook", "getMe", "setMyCommands", "sendChatAction", "getWebhookInfo")
"""Calls that the bot makes also where nothing happens."""


@dataclass(frozen=True)
class Kill:
    """One kill: what was aimed at, and what the bot had just called."""

    target: str
    aim: str
    last_call: str


class Killer(threading.Thread):
    """Kills `kills` times, then lets the town live. An error of its own is raised by `finish`."""

    def __init__(self, town: Town, *, kills: int, seed: int) -> None:
        super().__init__(name="killer", daemon=True)
        self.town = town
        self.kills: list[Kill] = []
        self._wanted = kills
        self._dice = random.Random(seed)
        self._ended = threading.Event()
        self._error: Exception | None = None

    @property
    def done(self) -> bool:
        """Whether all kills have happened (or the killer itself has failed)."""
        return not self.is_alive()

    def run(self) -> None:
        """Until all kills are done or the town needs no more."""
        self.town.telegram.emulator.answer_after_seconds = WIRE_SECONDS
        try:
            while len(self.kills) < self._wanted and not self._ended.is_set():
                self._one()
        except (AssertionError, OSError, subprocess.SubprocessError) as error:  # raised where the test sees it
            self._error = error
        finally:
            self.town.telegram.emulator.answer_after_seconds = 0.0

    def finish(self) -> list[Kill]:
        """No more kills from now on; the bot runs. Returns those that happened."""
        self._ended.set()
        self.join()
        if self._error is not None:
            raise self._error
        return self.kills

    def _one(self) -> None:
        aim = self._dice.choice(("call", "call", "call", "time"))
        if aim == "call":
            self._after_calls(self._dice.randint(1, LONGEST_CALLS))
            self._ended.wait(self._dice.uniform(0.0, 2 * WIRE_SECONDS))
        else:
            self._ended.wait(self._dice.uniform(0.2, LONGEST_WAIT_SECONDS))
        if self._ended.is_set():
            return
        last = (self._calls() or ["-"])[-1]
        if self._dice.random() < 0.2 and self.town.kill_worker():
            self.kills.append(Kill("worker", aim, last))
            return
        self.town.kill()
        self.kills.append(Kill("bot", aim, last))
        self.town.start()

    def _after_calls(self, count: int) -> None:
        """Returns as soon as the bot has made so many calls that somebody sees; after a while also without them."""
        seen, until = len(self._calls()), time.monotonic() + LONGEST_WAIT_SECONDS
        while len(self._calls()) < seen + count and time.monotonic() < until and not self._ended.wait(0.002):
            continue

    def _calls(self) -> list[str]:
        return [call.method for call in self.town.telegram.calls() if call.method not in _QUIET]


def counted(kills: list[Kill]) -> str:
    """ "bot 9, worker 1; after sendMessage 6, ..." """
    targets = ", ".join(f"{name} {n}" for name, n in sorted(Counter(k.target for k in kills).items()))
    calls = ", ".join(f"{name} {n}" for name, n in Counter(k.last_call for k in kills).most_common())
    return f"{targets}; zuletzt gerufen: {calls}"
