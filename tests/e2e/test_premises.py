"""Labelled premises over the papers of an invented city, through the real archive and index, stay as good as they were.

`reserve.jsonl` was written before the rules and left alone until their first run; see the README beside it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.samples import papers_folder
from tests.conftest import SHARED, Program

pytestmark = [pytest.mark.slow, pytest.mark.model]

PREMISES = Path(__file__).parent.parent / "retrieval" / "premises"
FLUSSBACH = SHARED / "data" / "flussbach"


@pytest.mark.parametrize(
    ("papers", "labels", "least"),
    [
        (PREMISES, "premises.jsonl", 0.8),
        (PREMISES, "reserve.jsonl", 0.75),
        (PREMISES / "hollerstedt", "premises.jsonl", 0.8),
        (PREMISES / "wendelau", "zurueckgelegt.jsonl", 0.8),
    ],
)
def test_premises_are_found_and_rarely_seen_where_there_are_none(
    papers: Path, labels: str, least: float, tmp_path: Path, model_folder: Path
) -> None:
    folder = tmp_path / "satz"
    shutil.copytree(papers / "papers", folder / "papers")
    shutil.copy(papers / labels, folder / "premises.jsonl")
    figures = Program(tmp_path, model_folder).json("bench", "premise", folder)
    assert figures["f1"] >= least
    assert figures["genauigkeit"] >= 0.9


@pytest.mark.skipif(not FLUSSBACH.is_dir(), reason="the labelled papers of Flussbach are not on this machine")
def test_premises_over_the_papers_of_another_city(tmp_path: Path, model_folder: Path) -> None:
    assert Program(tmp_path, model_folder).json("bench", "premise", FLUSSBACH)["f1"] >= 0.9


def test_what_nothing_answers_is_left_unanswered_and_every_sub_point_is_answered_or_open(
    tmp_path: Path, model_folder: Path
) -> None:
    figures = Program(tmp_path, model_folder).json("bench", "draft", PREMISES)
    silent, gaps = map(int, figures["zu_recht_geschwiegen"].split(" von "))
    mapped, parts = map(int, figures["teile_richtig_zugeordnet"].split(" von "))
    assert (gaps, parts) == (20, 11)
    assert silent >= 19
    assert mapped >= 8


def test_the_same_points_under_another_letterhead_get_the_same_draft(tmp_path: Path, model_folder: Path) -> None:
    program = Program(tmp_path, model_folder)
    program.run("ingest", papers_folder())
    motion = papers_folder().parent / "motions" / "at-0012-2026-bruecken-und-strassen.txt"
    text = motion.read_text(encoding="utf-8")
    one, other, third = (tmp_path / f"{name}.txt" for name in ("eins", "zwei", "drei"))
    one.write_text(text, encoding="utf-8")
    parsed = program.json("parse", one)
    faction, subject = parsed["fraktion"], parsed["betreff"]
    assert faction in text
    changed = text.replace(faction, "Ganz Andere Liste").replace("0012/2026", "0912/2026")
    other.write_text(changed, encoding="utf-8")
    named = f"Antrag der Fraktion Ganz Andere Liste: {subject}"
    third.write_text(changed.replace(subject, named, 1).replace("0912/2026", "0913/2026"), encoding="utf-8")
    assert program.json("parse", third)["betreff"] == named
    drafts = [program.json("draft", file, "--stichtag", "2026-02-16")["entwuerfe"] for file in (one, other, third)]
    assert drafts[0] == drafts[1] == drafts[2]
