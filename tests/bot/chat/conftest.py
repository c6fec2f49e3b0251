"""The town hall in chat that the tests of intake and commands share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.database import open_database
from tests.bot.chat.hall import DATABASE, Hall


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with today's tables and nothing in it: laying them down takes half a second, copying them none."""
    file = tmp_path_factory.mktemp("leer") / DATABASE
    open_database(f"sqlite:///{file}").dispose()
    return file


@pytest.fixture
def house(tmp_path: Path, empty_database: Path) -> Hall:
    """A fresh town hall."""
    shutil.copy(empty_database, tmp_path / DATABASE)
    return Hall(tmp_path)
