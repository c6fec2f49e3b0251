"""The figures of `bench parse`, on small sets made here and on the labelled data where they lie beside the repo."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import StellwerkError
from retrieval.benchmark.parsing import bench_parse, match, same_field, token_f1

SHARED = Path(__file__).parents[3] / "shared" / "data"


def labelled(name: str) -> Path:
    if not (SHARED / name).is_dir():
        pytest.skip(f"Die Daten {name} liegen nicht neben dem Projekt (../shared/data).")
    return SHARED / name


def motion_set(folder: Path, points: list[tuple[str, str]]) -> Path:
    (folder / "antraege").mkdir()
    (folder / "antraege" / "a.txt").write_text(
        "Antrag\nVorlage: AT/0001/2024 | Datum: 02.01.2024\nVerfasser: Fraktion Neue Mitte\nBetreff:\nWege\n\n"
        "Der Rat beschließt:\n1. Der Weg wird gebaut.\n2. Die Bank wird erneuert.\n\nBegründung:\nNötig.\n",
        encoding="utf-8",
    )
    gold = {
        "datei": "a.txt",
        "art": "antrag",
        "antraege": [
            {
                "nummer": "AT/0001/2024",
                "fraktion": "Fraktion Neue Mitte",
                "betreff": "Wege und Bänke",
                "datum": "2024-01-02",
                "anliegen": [
                    {"nr": nr, "text": text, "art": art, "teile": []} for nr, (text, art) in enumerate(points, 1)
                ],
            }
        ],
    }
    (folder / "gold.jsonl").write_text(json.dumps(gold, ensure_ascii=False) + "\n", encoding="utf-8")
    return folder


def test_motions_are_counted_by_points_kinds_and_head_fields(tmp_path: Path) -> None:
    folder = motion_set(
        tmp_path, [("Der Weg wird gebaut.", "forderung"), ("Die Bank wird rasch abgebaut.", "forderung")]
    )
    figures = bench_parse(folder, run := tmp_path / "run.jsonl")
    assert figures["anliegen"] == {
        "precision": 0.5, "recall": 0.5, "f1": 0.5, "gefunden": 2, "gold": 2, "treffer": 1
    }  # fmt: skip
    assert figures["art"]["art"] == 1.0
    assert figures["kopf"] == {"alle": 0.75, "nummer": 1.0, "fraktion": 1.0, "betreff": 0.0, "datum": 1.0}
    (row,) = [json.loads(line) for line in run.read_text(encoding="utf-8").splitlines()]
    assert row["antraege"][0]["zu_viel"] == ["Die Bank wird erneuert."]
    assert row["antraege"][0]["fehlt"] == ["Die Bank wird rasch abgebaut."]


def test_a_folder_without_labelled_sets_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(StellwerkError, match="kein Satz"):
        bench_parse(tmp_path)


def test_a_text_is_matched_once_and_best_first() -> None:
    assert match(["a b c d e f g h i j", "a b c d e f g h i k"], ["a b c d e f g h i k"]) == [(1, 0)]


def test_token_f1_counts_repeated_words() -> None:
    assert token_f1("a a b", "a b b") == pytest.approx(2 / 3)
    assert token_f1("", "") == 1.0
    assert token_f1("a", "") == 0.0


def test_a_faction_is_the_same_with_and_without_that_word() -> None:
    assert same_field("fraktion", "Neue Mitte", "Fraktion  Neue Mitte")
    assert same_field("fraktion", "Neue Mitte", "Neue Mitte-Fraktion")
    assert not same_field("betreff", "Neue Mitte", "Fraktion Neue Mitte")


def test_the_motions_of_all_layouts_are_cut_as_labelled() -> None:
    figures = bench_parse(labelled("motions"))
    assert figures["anliegen"]["f1"] >= 0.95
    assert figures["art"]["alle"] >= 0.95
    assert figures["kopf"]["alle"] >= 0.95


@pytest.mark.slow
def test_real_requests_and_replies_are_cut_as_labelled() -> None:
    figures = bench_parse(labelled("karlsruhe"))
    assert figures["anliegen"]["f1"] >= 0.97
    assert figures["paare"]["f1"] >= 0.95


@pytest.mark.slow
def test_misread_motions_are_cut_like_the_true_ones() -> None:
    assert bench_parse(labelled("ocr_de"))["anliegen"]["f1"] >= 0.92
