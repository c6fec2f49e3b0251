"""`stellwerk fact list` from outside, where there is nothing to list."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from bot.cli import app


def listed(home: Path, *options: str) -> str:
    result = CliRunner().invoke(app, ["--home", str(home), "fact", "list", *options])
    assert result.exit_code == 0
    return " ".join(result.stdout.split())


def test_an_archive_without_facts_says_where_they_come_from(tmp_path: Path) -> None:
    """To advise --alle to one who has just given it helps nobody."""
    said = listed(tmp_path, "--alle")
    assert "stellwerk ingest ORDNER" in said
    assert "--alle" not in said


def test_where_none_holds_today_those_of_former_days_are_offered(tmp_path: Path) -> None:
    assert "--alle" in listed(tmp_path)
