"""The town hall in chat that the tests of intake and commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.chat.hall import Hall


@pytest.fixture
def house(tmp_path: Path) -> Hall:
    """A fresh town hall."""
    return Hall(tmp_path)
