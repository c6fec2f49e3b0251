"""The benchmark measures what it says, on a set small enough to count by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from corpus.errors import StellwerkError
from retrieval.benchmark.collection import Labelled
from retrieval.benchmark.retrieval import auroc, bench_retrieval, judge
from retrieval.search import Query
from tests.retrieval.passages import WordEmbeddings


def question(*relevant: str) -> Labelled:
    return Labelled("q", Query("Frage"), frozenset(relevant), frozenset(), "")


def test_ranks_are_counted_as_in_the_literature() -> None:
    figures = judge([question("a"), question("b")], [["a", "b"], ["a", "b"]])
    assert figures["R@1"] == 0.5
    assert figures["R@5"] == 1.0
    assert figures["MRR"] == 0.75
    assert figures["nDCG@10"] == pytest.approx((1 + 1 / math.log2(3)) / 2)


def test_questions_without_an_answer_are_not_counted_as_misses() -> None:
    assert judge([question("a"), question()], [["a"], ["b"]])["R@1"] == 1.0


@pytest.mark.parametrize(
    ("scores", "expected"), [([0.9, 0.8, 0.1], 1.0), ([0.1, 0.8, 0.9], 0.0), ([0.5, 0.5, 0.5], 0.5)]
)
def test_auroc_is_the_share_of_pairs_in_the_right_order(scores: list[float], expected: float) -> None:
    assert auroc(scores, [True, True, False] if expected != 0.0 else [True, False, False]) == expected


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    passages = [
        {"id": "p1", "text": "Der Eintritt kostet vier Euro.", "title": "Freibad", "date": "2019-05-02"},
        {"id": "p2", "text": "Der Eintritt kostet seit Mai fünf Euro.", "title": "Freibad", "date": "2024-05-02"},
        {"id": "p3", "text": "Die Bücherei öffnet um neun Uhr.", "doc": "x", "reference": "ST/0003/2024"},
    ]
    queries = [
        {"id": "1", "text": "Eintritt kostet", "relevant": ["p2"], "must_rank_below": ["p1"], "kind": "ueberholt"},
        {"id": "2", "text": "ST 3/2024", "relevant": ["p3"], "kind": "exakt"},
        {"id": "3", "text": "Eintritt kostet", "relevant": ["p1"], "before": "2020-01-01", "kind": "direkt"},
        {"id": "4", "text": "Luftschiff", "relevant": [], "kind": "unbeantwortbar"},
    ]
    for name, rows in (("passages.jsonl", passages), ("queries.jsonl", queries)):
        (tmp_path / name).write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return tmp_path


def test_a_set_is_measured_by_kind_beside_bm25_and_written_out(folder: Path) -> None:
    figures = bench_retrieval(folder, folder / "run.jsonl", embeddings=WordEmbeddings())
    assert figures["suche"]["R@1"] == 1.0
    assert figures["nach_art"]["ueberholt"]["richtige_ueber_falscher"] == 1.0
    assert figures["bm25"]["mit_komposita"]["R@1"] < 1.0
    assert figures["grundlage_auroc"] == 1.0
    run = [json.loads(line) for line in (folder / "run.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in run] == ["1", "2", "3", "4"]
    assert run[0]["ranking"][:2] == ["p2", "p1"]
    assert run[2]["ranking"] == ["p1"]


def test_a_folder_without_questions_says_what_is_missing(folder: Path) -> None:
    (folder / "queries.jsonl").unlink()
    with pytest.raises(StellwerkError, match=r"queries\.jsonl"):
        bench_retrieval(folder, embeddings=WordEmbeddings())


def test_a_broken_row_is_named_by_its_line(folder: Path) -> None:
    with (folder / "queries.jsonl").open("a") as file:
        file.write('\n{"id": "5"}')
    with pytest.raises(StellwerkError, match="Zeile 5"):
        bench_retrieval(folder, embeddings=WordEmbeddings())
