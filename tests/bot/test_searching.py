"""`stellwerk search` says what is wrong with how it was asked, and with where its index should lie."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.settings import Settings
from bot.wiring import Stellwerk
from corpus.errors import StellwerkError


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_is_no_question(tmp_path: Path, text: str) -> None:
    result = CliRunner().invoke(app, ["--home", str(tmp_path), "search", text])
    assert result.exit_code == 2
    assert "TEXT" in result.output


def test_a_file_in_the_place_of_the_index_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("x", encoding="utf-8")
    with pytest.raises(StellwerkError, match="ist eine Datei") as told:
        _ = Stellwerk(Settings(home=tmp_path)).index
    assert "Nehmen Sie die Datei weg" in told.value.abhilfe
