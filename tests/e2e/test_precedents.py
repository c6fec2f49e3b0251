"""`search --antrag` through the real program: a motion's file in, the earlier papers of the city out."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.samples import motions_folder, papers_folder
from tests.conftest import Program

pytestmark = [pytest.mark.slow, pytest.mark.model]

INGESTED = (
    "21-0058-deckensanierung-2021.txt",
    "2018-0142-stadtbibliothek.txt",
    "22-0344-stadtbibliothek.txt",
    "st-0061-2025-stadtbibliothek.txt",
    "st-0070-2024-baeder.txt",
    "2019-0175-freibad.txt",
    "st-0019-2026-schulessen.txt",
)


@pytest.fixture(scope="module")
def stellwerk(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Program:
    program = Program(tmp_path_factory.mktemp("city"), model_folder)
    program.json("ingest", *(papers_folder() / name for name in INGESTED))
    return program


def test_the_earlier_papers_on_the_library_stand_first(stellwerk: Program) -> None:
    found = stellwerk.json("search", "--antrag", motions_folder() / "at-0119-2025-stadtbibliothek.txt")
    assert (found["antrag"], found["before"]) == ("AT/0119/2025", "2025-11-18")
    assert {hit["dokument"] for hit in found["treffer"][:3]} == {
        "2018-0142-stadtbibliothek.txt",
        "22-0344-stadtbibliothek.txt",
        "st-0061-2025-stadtbibliothek.txt",
    }
    assert all(hit["datum"] < "2025-11-18" and hit["zitat"] for hit in found["treffer"])
    assert len({hit["dokument_id"] for hit in found["treffer"]}) == len(found["treffer"])


def test_an_earlier_day_leaves_out_what_came_later(stellwerk: Program) -> None:
    motion = motions_folder() / "at-0119-2025-stadtbibliothek.txt"
    found = stellwerk.json("search", "--antrag", motion, "--before", "2020-01-01", "-k", "1")
    assert [hit["dokument"] for hit in found["treffer"]] == ["2018-0142-stadtbibliothek.txt"]


def test_people_read_which_day_was_taken(stellwerk: Program) -> None:
    shown = stellwerk.run("search", "--antrag", motions_folder() / "at-0119-2025-stadtbibliothek.txt")
    assert "Papiere vor dem 18.11.2025" in " ".join(shown.split())


def test_a_motion_and_a_text_together_are_refused(stellwerk: Program) -> None:
    motion = motions_folder() / "at-0119-2025-stadtbibliothek.txt"
    stellwerk.run("search", "Bücherei", "--antrag", motion, expect=2)
    assert "entweder" in stellwerk.last_error
