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
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tests.e2e.telegram.papers import motion
from tests.e2e.telegram.story import Cast, Story
from tests.e2e.telegram.town import Town

WIRE_SECONDS = 0.04
"""The emulator's way back, about that of Telegram from Germany: the window in which a message has arrived unknown."""

HANDLING_SECONDS = 0.15
"""From an update to what was handled and sent of it: somewhere in there it is fetched, committed, handled."""

DECISIONS_A_CASE, REVISIONS_A_CASE = 4, 5
"""Every point approved once; four drafts and a change."""

AIMS = ("call",) * 5 + ("update",) * 3 + ("time",) * 2
"""What a moment is chosen by: so many calls of the bot, so many things that people did, or seconds."""

LONGEST_CALLS = 14
LONGEST_UPDATES = 3
LONGEST_WAIT_SECONDS = 6.0
NOTHING_HAPPENS_SECONDS = 60.0
WORKER_SHARE = 0.15
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
        aim = self._dice.choice(AIMS)
        if aim == "call":
            self._until_more(self._called, self._dice.randint(1, LONGEST_CALLS))
            self._ended.wait(self._dice.uniform(0.0, 2 * WIRE_SECONDS))
        elif aim == "update":
            self._until_more(self._put, self._dice.randint(1, LONGEST_UPDATES))
            self._ended.wait(self._dice.uniform(0.0, HANDLING_SECONDS))
        else:
            self._ended.wait(self._dice.uniform(0.2, LONGEST_WAIT_SECONDS))
        if self._ended.is_set():
            return
        last = (self._calls() or ["-"])[-1]
        if self._dice.random() < WORKER_SHARE and self.town.kill_worker():
            self.kills.append(Kill("worker", aim, last))
            return
        self.town.kill()
        self.kills.append(Kill("bot", aim, last))
        self.town.start()

    def _until_more(self, count: Callable[[], int], more: int) -> None:
        """Returns as soon as there are so many more; after a long while also without them."""
        before, until = count(), time.monotonic() + NOTHING_HAPPENS_SECONDS
        while count() < before + more and time.monotonic() < until and not self._ended.wait(0.002):
            continue

    def _put(self) -> int:
        return len(self.town.telegram.emulator.put_ids)

    def _called(self) -> int:
        return len(self._calls())

    def _calls(self) -> list[str]:
        return [call.method for call in self.town.telegram.calls() if call.method not in _QUIET]


def play_until_done(town: Town, cast: Cast, killer: Killer, *, patience: float, told: Callable[[str], None]) -> int:
    """Plays one case after the other until all kills have happened, one at least; returns how many.

    `told` hears of each.
    """
    cases = 0
    while not killer.done or not cases:
        cases += 1
        told(Story(town, cast, motion(100 + cases, date.today()), patience=patience).play())
    return cases


def counted(kills: list[Kill]) -> str:
    """ "bot 9, worker 1; by call 6, ...; last call sendMessage 6, ..." """
    told = (
        ("getroffen", Counter(k.target for k in kills)),
        ("gewählt nach", Counter(k.aim for k in kills)),
        ("letzter Ruf", Counter(k.last_call for k in kills)),
    )
    return "; ".join(f"{what}: {', '.join(f'{name} {n}' for name, n in c.most_common())}" for what, c in told)
