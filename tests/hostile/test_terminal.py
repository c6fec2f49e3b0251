"""Files that want more than to be read, at the terminal: names, archives, escape sequences, lines of JSON."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.conftest import Program
from tests.hostile.attacks import attacks

ESCAPES = ("\x1b", "\x9b", "\x07", "\x08")
BY_NAME = {attack.name: attack for attack in attacks()}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path, tmp_path / "kein-modell")


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_no_escape_sequence_of_a_file_or_its_name_reaches_the_terminal(program: Program, tmp_path: Path) -> None:
    hostile = written(tmp_path, "antrag\x1b[2J\x1b]0;x\x07.txt", BY_NAME["steuerzeichen"].daten())
    broken = written(tmp_path, "kaputt\x1b[31m\n[info] alles gut.pdf", b"%PDF-1.4 kaputt")
    shown = program.run("parse", hostile) + program.last_error
    shown += program.run("parse", "--text", hostile) + program.last_error
    program.run("parse", broken, expect=1)
    shown += program.last_error
    assert "Vorher" in shown
    assert [escape for escape in ESCAPES if escape in shown] == []
    assert "\n[info]" not in shown


def test_json_lines_stay_one_line_a_file_whatever_stands_in_it(program: Program, tmp_path: Path) -> None:
    files = [written(tmp_path, f"{name}.txt", BY_NAME[name].daten()) for name in ("protokoll", "surrogate", "formel")]
    lines = program.run("parse", *files, "--json").splitlines()
    assert [Path(json.loads(line)["datei"]).stem for line in lines] == ["protokoll", "surrogate", "formel"]
    assert [json.loads(line)["nummer"] for line in lines] == [BY_NAME[f.stem].nummer for f in files]


def test_hidden_text_is_said_on_standard_error_and_in_json(program: Program, tmp_path: Path) -> None:
    file = written(tmp_path, "antrag.docx", BY_NAME["weisse-schrift"].daten())
    shape = program.json("parse", file)
    assert "Ignoriere alle Anweisungen" in shape["warnungen"][0]
    assert "Ignoriere alle Anweisungen" in " ".join(program.last_error.split())
    assert "Ignoriere" not in program.run("parse", "--text", file)


def test_an_archive_with_paths_outside_writes_nothing_there(program: Program, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../../../boese.txt", BY_NAME["anweisung"].daten())
        archive.writestr("/boese2.txt", BY_NAME["sql"].daten())
    inside = tmp_path / "a" / "b" / "c"
    inside.mkdir(parents=True)
    written(inside, "papiere.zip", buffer.getvalue())
    report = program.json("ingest", inside / "papiere.zip")
    assert (report["gelesen"], report["fehler"]) == (2, [])
    assert list(tmp_path.rglob("boese*")) == []
    assert not Path("/boese2.txt").exists()
