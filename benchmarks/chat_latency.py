"""How long a person waits for the first sign of life while four motions are being drafted.

    python -m benchmarks.chat_latency [QUESTIONS]

Starts the emulated Telegram and `stellwerk bot` with an archive of sample papers, and keeps four motions in work all
the time. Meanwhile other persons write commands and send motions of their own; measured is the time from the update in
Telegram to the first thing that its sender sees (a reaction or a message). Prints p50 and p95.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.e2e.telegram.papers import motion, papers_in
from tests.e2e.telegram.story import Cast, Story, enrol
from tests.e2e.telegram.town import Citizen, Town
from tests.telegram_emulator import running

MOTIONS = 4
QUESTIONS = 60
POLL_SECONDS = 0.002
LIMIT_SECONDS = 30.0
PEOPLE = 8
"""More people than motions, so that no chat is held back by the pace that Telegram asks for."""


def main(questions: int, folder: Path) -> None:
    """Measures and prints."""
    from retrieval.embedding_weights import default_model_folder

    with running(strict_chats=True) as telegram:
        town = Town(
            folder / "town" / "stellwerk", telegram, default_model_folder(folder / "models"), {"LOG_LEVEL": "INFO"}
        )
        town.home.mkdir(parents=True)
        town.json("ingest", papers_in(folder / "papers"))
        town.start()
        try:
            cast = enrol(town)
            others = [town.enrol(f"Person {chr(65 + n)}", "sachbearbeitung") for n in range(PEOPLE)]
            idle = _ask(town, others, 10, lambda: True)
            _warm(town, cast)
            busy = _while_drafting(town, cast, others, questions)
        finally:
            town.clear()
    print(f"in Ruhe:                       {_figures(idle)}")
    print(f"während {MOTIONS} Anträge in Arbeit sind: {_figures(busy)}")


def _warm(town: Town, cast: Cast) -> None:
    """One motion before, so that the worker has loaded its model: what comes later is drafting, not starting."""
    story = Story(town, cast, motion(10, date.today()))
    story.hand_in()
    story.await_drafts()
    time.sleep(10)  # the chats' pace has recovered


def _while_drafting(town: Town, cast: Cast, others: list[Citizen], questions: int) -> list[float]:
    """Hands in motions so that always about four are in work, and measures meanwhile."""
    numbers = iter(range(100, 100_000))

    def keep_busy() -> bool:
        while _in_work(town) < MOTIONS:
            town.telegram.say(cast.official.account, motion(next(numbers), date.today()).text)
            time.sleep(0.05)
        return True

    return _ask(town, others, questions, keep_busy)


def _in_work(town: Town) -> int:
    """Motions that were handed in and whose drafts are not there yet, as the database has it."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(f"file:{town.home / 'stellwerk.db'}?mode=ro", uri=True, timeout=30)) as database:
        count = database.execute(
            "SELECT (SELECT count(*) FROM job WHERE state = 'queued' AND kind IN ('read', 'draft'))"
            " + (SELECT count(*) FROM inbox WHERE state = 'new')"
        ).fetchone()
    return int(count[0])


def _ask(town: Town, people: list[Citizen], questions: int, before_each: Callable[[], bool]) -> list[float]:
    dice, found = random.Random(1), []
    for number in range(questions):
        before_each()
        person = people[number % len(people)]
        time.sleep(dice.uniform(0.3, 0.9))
        found.append(_to_first_sign(town, person, dice.choice(("/hilfe", "/offen", "/status", "motion")), number))
    return found


def _to_first_sign(town: Town, person: Citizen, what: str, number: int) -> float:
    """Seconds from the update to the first thing in this person's chat."""
    telegram = town.telegram
    text = motion(20_000 + number, date.today()).text if what == "motion" else what
    seen = _signs(town, person)
    started = time.monotonic()
    telegram.say(person.account, text)
    while _signs(town, person) == seen:
        if time.monotonic() - started > LIMIT_SECONDS:
            raise AssertionError(f"{what}: keine Reaktion nach {LIMIT_SECONDS:g} s")
        time.sleep(POLL_SECONDS)
    return time.monotonic() - started


def _signs(town: Town, person: Citizen) -> int:
    """How many messages and reactions this chat has seen."""
    reactions = sum(chat == str(person.chat) for chat, _ in list(town.telegram.emulator.reactions))
    return reactions + len(town.telegram.shown(person.chat))


def _figures(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)) - 1)]
    return (
        f"p50 {statistics.median(ordered) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, "
        f"längste {ordered[-1] * 1000:.0f} ms ({len(ordered)} Nachrichten)"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else QUESTIONS, Path(temporary))
