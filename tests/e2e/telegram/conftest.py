"""Towns for the tests: an archive that was read once, and a bot that is gone when the test ends."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.telegram.papers import PAPERS, papers_in
from tests.e2e.telegram.town import Town
from tests.telegram_emulator import running

OpenTown = Callable[..., Town]


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Path:
    """A HOME with the papers read and indexed, to be copied."""
    folder = tmp_path_factory.mktemp("archive")
    with running() as telegram:
        town = Town(folder / "stellwerk", telegram, model_folder)
        assert town.json("ingest", papers_in(folder / "papers"))["neu"] == len(PAPERS)
    return town.home


@pytest.fixture
def open_town(tmp_path: Path, archive: Path, model_folder: Path) -> Iterator[OpenTown]:
    """Opens a town; settings are given as for Town. The bot is not started."""
    with ExitStack() as stack:

        def opened(**settings: str) -> Town:
            home = tmp_path / "town" / "stellwerk"
            shutil.copytree(archive, home)
            telegram = stack.enter_context(running(strict_chats=True))
            town = Town(home, telegram, model_folder, settings)
            stack.callback(town.clear)
            return town

        yield opened


def webhook_settings() -> dict[str, str]:
    """Settings of a webhook on a free port of the loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {
        "TELEGRAM_MODE": "webhook",
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/stellwerk/eingang",
        "WEBHOOK_SECRET": "w" * 40,
        "WEBHOOK_LISTEN": f"127.0.0.1:{port}",
    }
