"""A town hall at work in Telegram: the real `stellwerk bot` as a process, the emulator as Telegram, and people who act.

People see what the chats show and nothing else: they find cards by their heading and buttons by their label. The town
can kill the bot at any moment and start it again.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.telegram_emulator import Account, Shown, Telegram

START_SECONDS = 60.0
ANSWER_SECONDS = 60.0
"""A machine of two cores runs the bot, its worker, the emulator and another test beside them."""


@dataclass(frozen=True)
class Citizen:
    """Someone with a Telegram account; enrolled once they opened their invitation."""

    name: str
    account: Account

    @property
    def chat(self) -> int:
        """Their private chat with the bot."""
        return self.account.id


@dataclass
class Town:
    """One HOME, one bot. `home` holds the papers already; `settings` are names without their prefix."""

    home: Path
    telegram: Telegram
    model: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)
    private_words: list[str] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None
    _next_account: int = 5_000_001

    # --- the program

    @property
    def environment(self) -> dict[str, str]:
        """What the program finds in its environment."""
        token = self.home.parent / "bot.token"
        if not token.exists():
            token.write_text(self.telegram.token, encoding="utf-8")
            token.chmod(0o600)
        own = {
            "HOME": self.home,
            "CITY": "Velmenau",
            "EMBEDDING_MODEL": self.model,
            "TELEGRAM_TOKEN_FILE": token,
            "TELEGRAM_API_URL": self.telegram.url,
            "LOG_LEVEL": "DEBUG",
            "DIGEST_AT": "23:59",
            **self.settings,
        }
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home.parent),
            "OMP_NUM_THREADS": "1",
            "COLUMNS": "160",
            **{f"STELLWERK_{name}": str(value) for name, value in own.items()},
        }

    @property
    def log(self) -> Path:
        """Everything the bot and its worker wrote to standard error, at DEBUG."""
        return self.home.parent / "bot.log"

    def run(self, *arguments: str | Path, expect: int | None = 0) -> str:
        """Runs a command beside the bot and returns its standard output; `expect` None takes any exit code."""
        done = subprocess.run(
            _stellwerk(*arguments), capture_output=True, text=True, env=self.environment, cwd=self.home.parent,
            timeout=300, check=False,
        )  # fmt: skip
        assert expect is None or done.returncode == expect, (
            f"exit {done.returncode}\n{done.stdout}\n{done.stderr[-4000:]}"
        )
        return done.stdout

    def json(self, *arguments: str | Path, expect: int | None = 0) -> Any:
        """The same with --json."""
        return json.loads(self.run(*arguments, "--json", expect=expect))

    def start(self, *, wait: bool = True) -> None:
        """Starts the bot; waits until it listens, unless told otherwise."""
        heard = self._listening()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                _stellwerk("bot"), stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment,
                cwd=self.home.parent, start_new_session=True,
            )  # fmt: skip
        if wait:
            self.telegram.wait_for(
                lambda: self._alive() and self._listening() > heard, "der Bot", seconds=START_SECONDS
            )

    def _listening(self) -> int:
        return len(self.telegram.calls("getUpdates", "setWebhook"))

    def _alive(self) -> bool:
        assert self.process is not None
        code = self.process.poll()
        assert code is None, f"der Bot endete mit {code}:\n{self.log.read_text(errors='replace')[-4000:]}"
        return True

    def stop(self, *, seconds: float = 60.0) -> int:
        """SIGTERM, as an operator would; returns the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=seconds)

    def kill(self) -> None:
        """SIGKILL to the bot alone. Its worker must notice by itself and be gone within ten seconds."""
        assert self.process is not None
        children = children_of(self.process.pid)
        self.process.kill()
        self.process.wait(timeout=10)
        until = time.monotonic() + 10
        while left := [pid for pid in children if _running(pid)]:
            assert time.monotonic() < until, f"nach dem Ende des Bots laufen weiter: {left}"
            time.sleep(0.02)

    def kill_worker(self) -> bool:
        """SIGKILL to the worker; False where none runs just now."""
        assert self.process is not None
        workers = children_of(self.process.pid)
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        return bool(workers)

    def settle(self, *, seconds: float = 120.0) -> None:
        """Waits until nothing is left to be handled, done or sent."""
        url = f"file:{self.home / 'stellwerk.db'}?mode=ro"

        def quiet() -> bool:
            with closing(sqlite3.connect(url, uri=True, timeout=30)) as database:
                counts = database.execute(
                    "SELECT (SELECT count(*) FROM inbox WHERE state = 'new') + (SELECT count(*) FROM job WHERE state ="
                    " 'queued') + (SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending'))"
                ).fetchone()
            return counts == (0,) and not self.telegram.pending()

        self.telegram.wait_for(quiet, "Ruhe", seconds=seconds)

    def clear(self) -> None:
        """Leaves no process behind, whatever happened; what stood in the chats is kept beside the log."""
        (self.home.parent / "transcript.txt").write_text(self.transcript(), encoding="utf-8")
        if self.process is not None and self.process.poll() is None:
            self.kill()

    # --- people

    def stranger(self, name: str) -> Citizen:
        """Someone with an account whom nobody invited."""
        self._next_account += 1
        return Citizen(name, Account(self._next_account, name.split()[0]))

    def enrol(self, name: str, role: str) -> Citizen:
        """Someone who is invited in the terminal and opens the link."""
        invitation = self.json("person", "invite", name, "--role", role)
        person = self.stranger(name)
        self.secrets.append(invitation["token"])
        assert invitation["token"] in (invitation["link"] or invitation["token"])
        self.telegram.say(person.account, f"/start {invitation['token']}")
        self.telegram.wait_for(
            lambda: self.telegram.shown(person.chat), f"eine Begrüßung für {name}", seconds=ANSWER_SECONDS
        )
        return person

    def transcript(self) -> str:
        """Every message as its chat shows it now, in order: for whoever looks into a failed run."""
        lines = []
        for m in list(self.telegram.emulator.messages.values()):
            who = "Bot" if m.from_bot else "Person"
            rows = f"\n  [{'] ['.join(b['text'] for b in m.buttons)}]" if m.buttons else ""
            lines.append(f"--- {m.chat_id}/{m.message_id} {who} {m.document or ''}\n{m.text}{rows}")
        return "\n".join(lines)

    # --- what people see

    def seen(self, person: Citizen, *words: str, after: int = 0) -> list[Shown]:
        """The messages in this person's chat that hold all these words, the oldest first."""
        found = self.telegram.shown(person.chat)
        return [m for m in found if m.message_id > after and all(w in m.text for w in words)]

    def await_text(self, person: Citizen, *words: str, after: int = 0, seconds: float = ANSWER_SECONDS) -> Shown:
        """The newest message with all these words, as soon as there is one. `after` leaves out older messages."""
        what = f"für {person.name}: {' … '.join(words)}"
        return self.telegram.wait_for(lambda: self.seen(person, *words, after=after), what, seconds=seconds)[-1]

    def card(self, person: Citizen, case: str, nr: int, revision: int | None = None) -> Shown | None:
        """The newest copy of a point's card in this person's chat."""
        heading = re.compile(rf"{re.escape(case)}\W+Punkt\W+{nr}\W+Fassung\W+{revision or '[0-9]+'}\b")
        chat = self.telegram.shown(person.chat)
        cards = [m for m in chat if m.buttons and m.button("Quellen") and heading.search(m.text)]
        return cards[-1] if cards else None

    def await_card(
        self, person: Citizen, case: str, nr: int, *words: str, revision: int | None = None,
        seconds: float = ANSWER_SECONDS,
    ) -> Shown:  # fmt: skip
        """The newest copy of the card, once it holds these words."""

        def there() -> Shown | None:
            card = self.card(person, case, nr, revision)
            return card if card is not None and all(w in card.text for w in words) else None

        return self.telegram.wait_for(
            there, f"für {person.name}: Karte {case}/{nr}/{revision} {words}", seconds=seconds
        )

    def last_id(self) -> int:
        """The newest message anywhere: what comes later has a higher id."""
        return max((message_id for _, message_id in list(self.telegram.emulator.messages)), default=0)

    # --- what people do

    def press(self, person: Citizen, shown: Shown, label: str, *, seconds: float = ANSWER_SECONDS) -> str:
        """Presses the button with this label; returns the short text that pops up."""
        data = shown.button(label)
        assert data, f"kein Knopf „{label}“ an {shown.text[:200]!r}: {[b['text'] for b in shown.buttons]}"
        return self.press_data(person, shown, data, seconds=seconds)

    def press_data(self, person: Citizen, shown: Shown, data: str, *, seconds: float = ANSWER_SECONDS) -> str:
        """Presses with whatever data, as a forger could."""
        query = self.telegram.press(person.account, shown, data)
        return self.telegram.wait_for(lambda: self.popup(query), f"eine Antwort auf {query}", seconds=seconds)

    def popup(self, query: str) -> str | None:
        """The short text that popped up for this press."""
        answers = [c for c in self.telegram.calls("answerCallbackQuery") if c.fields["callback_query_id"] == query]
        return next((str(c.fields.get("text") or "–") for c in answers if c.status == 200), None)

    def question(self, person: Citizen, *words: str, after: int = 0, seconds: float = ANSWER_SECONDS) -> Shown:
        """The newest message that asks this person for an answer."""
        return self.telegram.wait_for(
            lambda: [m for m in self.seen(person, *words, after=after) if m.asks],
            f"eine Frage an {person.name}: {words}", seconds=seconds,
        )[-1]  # fmt: skip

    def documents(self, person: Citizen, suffix: str, *, after: int = 0) -> list[Shown]:
        """The files in this person's chat."""
        found = self.telegram.shown(person.chat)
        return [m for m in found if m.document and m.document.endswith(suffix) and m.message_id > after]

    def await_document(self, person: Citizen, suffix: str, *, after: int = 0, seconds: float = ANSWER_SECONDS) -> Shown:
        """The newest such file, as soon as there is one."""
        what = f"eine Datei *{suffix} für {person.name}"
        return self.telegram.wait_for(lambda: self.documents(person, suffix, after=after), what, seconds=seconds)[-1]

    def until(self, found: Callable[[], Any], what: str, *, seconds: float = ANSWER_SECONDS) -> Any:
        """Waits for anything."""
        return self.telegram.wait_for(found, what, seconds=seconds)


def _stellwerk(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-c", "from bot.cli import main; main()", *map(str, arguments)]


def children_of(pid: int) -> list[int]:
    """The processes that this one started and that still run."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in listed.split()]


def _running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state not in "ZX"
