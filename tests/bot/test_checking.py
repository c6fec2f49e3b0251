"""`stellwerk check` answers row by row; a bad row is named and the others go on."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from bot.cli import app

GOOD = {"id": "a", "claim": "Der Beitrag liegt bei 1200 €.", "evidence_text": "Der Beitrag beträgt 1.200 Euro."}
WRONG = {"id": "b", "claim": "Der Beitrag beträgt 1.300 Euro.", "evidence_text": "Der Beitrag beträgt 1.200 Euro."}


def run(tmp_path: Path, *lines: str) -> tuple[int, list[dict[str, object]]]:
    file = tmp_path / "saetze.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(app, ["check", str(file), "--json"])
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_each_row_gets_its_verdict_and_reasons_that_name_the_words(tmp_path: Path) -> None:
    code, (good, wrong) = run(tmp_path, json.dumps(GOOD), json.dumps(WRONG))
    assert code == 0
    assert good == {"id": "a", "belegt": True, "gruende": []}
    assert wrong["belegt"] is False
    assert "1.300 Euro" in str(wrong["gruende"])


def test_a_broken_row_is_said_and_the_others_are_answered(tmp_path: Path) -> None:
    code, rows = run(tmp_path, json.dumps({"id": 7}), "kein JSON", json.dumps(GOOD))
    assert code == 1
    assert [row["id"] for row in rows] == [7, "Zeile 2", "a"]
    assert ["fehler" in row for row in rows] == [True, True, False]
