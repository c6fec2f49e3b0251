"""The other side of Telegram for tests: a Bot API server on the loopback that keeps what it was told.

    with running() as telegram:                      # a thread of this process; telegram.url, telegram.token
        anna = Account(4711, "Anna")
        telegram.say(anna, "/hilfe")
        telegram.wait_for(lambda: telegram.shown(4711), "eine Antwort")
        telegram.fail(too_many("sendMessage", 3, chat_id="4711"))

`python -m tests.telegram_emulator PORT` runs it as a process (see __main__). Nothing here imports the house.
"""

from tests.telegram_emulator.faults import (
    Fault,
    bad_gateway,
    blocked,
    conflict,
    migrated,
    not_modified,
    silence,
    too_many,
    too_old,
    unauthorized,
)
from tests.telegram_emulator.running import Telegram, running
from tests.telegram_emulator.server import BOT_USERNAME, TOKEN, Call, Emulator, Shown
from tests.telegram_emulator.updates import ANONYMOUS_ADMIN, Account
from tests.telegram_emulator.wire_text import as_shown, refusal, utf16_units

__all__ = [
    "ANONYMOUS_ADMIN",
    "BOT_USERNAME",
    "TOKEN",
    "Account",
    "Call",
    "Emulator",
    "Fault",
    "Shown",
    "Telegram",
    "as_shown",
    "bad_gateway",
    "blocked",
    "conflict",
    "migrated",
    "not_modified",
    "refusal",
    "running",
    "silence",
    "too_many",
    "too_old",
    "unauthorized",
    "utf16_units",
]
