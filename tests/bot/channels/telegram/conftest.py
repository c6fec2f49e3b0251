"""A bot between a database and an emulated Telegram on the loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.bot.channels.telegram.line import Line
from tests.bot.channels.town_hall import TownHall
from tests.telegram_emulator import Telegram, running


@pytest.fixture(scope="session")
def _server() -> Iterator[Telegram]:
    with running() as telegram:
        yield telegram


@pytest.fixture
def telegram(_server: Telegram) -> Telegram:
    """An emulator that remembers nothing of the test before."""
    emulator = _server.emulator
    emulator.calls.clear()
    emulator.messages.clear()
    emulator.faults.clear()
    emulator.moved.clear()
    emulator.blocked.clear()
    state = emulator.queues._state(emulator.token)
    state.updates.clear()
    state.url, state.secret, state.allowed = "", None, []
    return _server


@pytest.fixture
def line(hall: TownHall, telegram: Telegram) -> Line:
    return Line(hall, telegram)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, home=tmp_path)  # type: ignore[call-arg]
