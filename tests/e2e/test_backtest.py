"""`stellwerk backtest` from outside: figures, a report, and a second run that has nothing left to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings
from corpus.samples import motions_folder, papers_folder
from tests.conftest import Program

pytestmark = [pytest.mark.slow, pytest.mark.model]


def test_the_samples_are_replayed_and_the_later_answer_is_never_known(tmp_path: Path, model_folder: Path) -> None:
    program = Program(tmp_path, model_folder)
    program.run("ingest", papers_folder(), motions_folder())
    report = tmp_path / "bericht.html"
    found = program.json("backtest", "--limit", "9", "-o", report)
    assert found["stellungnahmen"]["nachgespielt"] == 9
    assert found["stellungnahmen"]["ausstehend"] == 0
    assert sum(found["klassen"].values()) == found["punkte"] > 9
    for case in found["faelle"]:
        for point in case["punkte"]:
            quoted = [b for e in point["entwuerfe"] for s in e["saetze"] for b in s["belege"]]
            assert all(b["datum"] < case["stichtag"] and b["dokument_id"] != case["dokument_id"] for b in quoted)
    assert found["klassen"]["zu_recht_geschwiegen"] > found["klassen"]["zu_unrecht_geschwiegen"]
    html = report.read_text(encoding="utf-8")
    assert "Velmenau" in html
    assert html.count("<svg") == 5

    assert not (tmp_path / "stellwerk" / "backtest" / "index").exists()
    learned = Settings(home=tmp_path / "stellwerk").weights_file  # learned from later papers too: it must not be opened
    learned.write_text("{}", encoding="utf-8")
    assert program.json("backtest", "--limit", "9", "--neu", "-o", report) == found


def test_an_archive_that_has_nothing_to_replay_says_what_to_do(tmp_path: Path, model_folder: Path) -> None:
    program = Program(tmp_path, model_folder)
    program.run("backtest", expect=1)
    assert "stellwerk ingest" in program.last_error
    assert "Traceback" not in program.last_error
    program.run("backtest", "--from", "gestern", expect=2)
