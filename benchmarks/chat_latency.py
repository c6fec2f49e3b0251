"""How long a person waits for the first sign of life while four motions are being drafted.

    python -m benchmarks.chat_latency [QUESTIONS]

Starts the emulated Telegram and `stellwerk bot` with an archive of sample papers, and keeps four motions in work all
the time. Meanwhile persons write commands, press buttons and send motions; measured is the time from the update in
Telegram to the call that shows its sender something: a reaction, a message, the answer to a press. Prints p50 and p95.
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.e2e.telegram.papers import motion, papers_in
from tests.e2e.telegram.story import Cast, Story, enrol
from tests.e2e.telegram.town import Citizen, Town
from tests.telegram_emulator import Call, running

IN_WORK = 4
QUESTIONS = 80
LOOK_SECONDS = 0.01
LIMIT_SECONDS = 30.0
WRITERS, SENDERS = 8, 2
"""Who writes commands, and who sends motions. A chat may get one message a second after a burst, and a motion brings
many: somebody whose cards are still coming waits for the answer to a command behind them, as Telegram wants it."""

KINDS = ("/hilfe", "/status", "/offen", "Knopf", "Antrag")
_SEEN = ("sendMessage", "setMessageReaction", "editMessageText", "sendDocument")


@dataclass
class Measured:
    """Seconds to the first sign, by what was done."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    busy: list[int] = field(default_factory=list)

    def line(self, kind: str = "") -> str:
        """The figures of one kind, or of all."""
        found = sorted(s for k, all_of in self.seconds.items() if kind in ("", k) for s in all_of)
        p95 = found[max(0, round(0.95 * len(found)) - 1)]
        p50 = statistics.median(found)
        return (
            f"{kind or 'alle':8} p50 {p50 * 1000:4.0f} ms, p95 {p95 * 1000:4.0f} ms, längste {found[-1] * 1000:4.0f} ms"
            f" ({len(found)})"
        )


@dataclass
class Office:
    """The town and who does what in it."""

    town: Town
    cast: Cast
    writers: list[Citizen]
    senders: list[Citizen]
    case: str
    numbers: int = 1000

    def next_motion(self) -> str:
        """The text of a motion that nobody has sent yet."""
        self.numbers += 1
        return motion(self.numbers, date.today()).text

    def in_work(self) -> int:
        """Motions that were handed in and whose drafts are not there yet."""
        url = f"file:{self.town.home / 'stellwerk.db'}?mode=ro"
        with closing(sqlite3.connect(url, uri=True, timeout=30)) as database:
            counted = database.execute(
                "SELECT (SELECT count(*) FROM job WHERE state = 'queued' AND kind IN ('read', 'draft'))"
                " + (SELECT count(*) FROM inbox WHERE state = 'new')"
            ).fetchone()
        return int(counted[0])

    def keep_busy(self) -> int:
        """Hands in motions until so many are in work; returns how many are."""
        while (found := self.in_work()) < IN_WORK:
            self.town.telegram.say(self.cast.official.account, self.next_motion())
            time.sleep(0.1)
        return found

    def ask(self, number: int, kind: str) -> float:
        """Seconds from the update to the first sign for its sender."""
        telegram = self.town.telegram
        done = len(telegram.calls())
        started = time.time()
        if kind == "Knopf":
            card = self.town.card(self.cast.second, self.case, 1 + number % 4)
            assert card is not None
            query = telegram.press(self.cast.second.account, card, card.button("Quellen") or "")
            return self._first(done, query=query) - started
        person = self.senders[number % SENDERS] if kind == "Antrag" else self.writers[number % WRITERS]
        telegram.say(person.account, self.next_motion() if kind == "Antrag" else kind)
        return self._first(done, chat=str(person.chat)) - started

    def _first(self, done: int, *, chat: str = "", query: str = "") -> float:
        until = time.time() + LIMIT_SECONDS
        while time.time() < until:
            for call in self.town.telegram.calls()[done:]:
                if _is_sign(call, chat, query):
                    return call.at
            time.sleep(LOOK_SECONDS)
        raise AssertionError(f"keine Reaktion nach {LIMIT_SECONDS:g} s")


def _is_sign(call: Call, chat: str, query: str) -> bool:
    if query:
        return call.method == "answerCallbackQuery" and call.fields.get("callback_query_id") == query
    return call.method in _SEEN and call.chat_id == chat


def measure(office: Office, questions: int, *, busy: bool) -> Measured:
    """Does one thing after the other, in random order and at random moments."""
    dice, found = random.Random(1), Measured()
    kinds = [KINDS[n % len(KINDS)] for n in range(questions)]
    dice.shuffle(kinds)
    for number, kind in enumerate(kinds):
        if busy:
            found.busy.append(office.keep_busy())
        time.sleep(dice.uniform(0.2, 0.8))
        found.seconds[kind].append(office.ask(number, kind))
    return found


def main(questions: int, folder: Path) -> None:
    """Measures and prints."""
    from retrieval.embedding.weights import default_model_folder

    with running(strict_chats=True) as telegram:
        model = default_model_folder(folder / "models")
        town = Town(folder / "town" / "stellwerk", telegram, model, {"LOG_LEVEL": "INFO"})
        town.home.mkdir(parents=True)
        town.json("ingest", papers_in(folder / "papers"))
        town.start()
        try:
            cast = enrol(town)
            people = [town.enrol(f"Person {chr(65 + n)}", "sachbearbeitung") for n in range(WRITERS + SENDERS)]
            story = Story(town, cast, motion(10, date.today()))
            story.hand_in()
            story.await_drafts()  # the model is loaded: what comes later is drafting, not starting
            office = Office(town, cast, people[:WRITERS], people[WRITERS:], story.case)
            town.settle()
            idle = measure(office, len(KINDS) * 4, busy=False)
            town.settle()
            busy = measure(office, questions, busy=True)
        finally:
            town.clear()
    print(f"{os.cpu_count()} Kerne, Last {os.getloadavg()[0]:.1f}")
    print(f"in Ruhe\n  {idle.line()}")
    print(f"während je {min(busy.busy)} bis {max(busy.busy)} Anträge in Arbeit sind\n  {busy.line()}")
    for kind in KINDS:
        print(f"  {busy.line(kind)}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else QUESTIONS, Path(temporary))
