"""The labelled sets of three invented cities: sound in themselves, and one answered well by the real model."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from retrieval.benchmark.collection import read_set
from retrieval.benchmark.retrieval import bench_retrieval
from retrieval.embedding.sentences import SentenceEmbeddings

SETS = Path(__file__).parent / "sets"
FOLDER = SETS / "seltheim"
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["seltheim", "moorstedt", "talhofen"])
def test_every_label_points_at_a_passage(name: str) -> None:
    labelled = read_set(SETS / name)
    passages = {passage.id: passage for passage in labelled.passages}
    assert len(passages) == len(labelled.passages)
    assert len({question.id for question in labelled.questions}) == len(labelled.questions)
    for question in labelled.questions:
        assert (question.relevant | question.below) <= passages.keys()
        assert bool(question.relevant) == (question.kind != "unbeantwortbar")
        if question.kind == "ueberholt":
            (new,), (old,) = question.relevant, question.below
            assert (passages[old].datum or 0) < (passages[new].datum or 0)  # type: ignore[operator]


def test_both_halves_hold_every_kind() -> None:
    rows = [json.loads(line) for line in (FOLDER / "queries.jsonl").read_text("utf-8").splitlines()]
    halves = Counter((row["kind"], row["teil"]) for row in rows)
    assert all(halves[kind, "entwicklung"] == halves[kind, "pruefung"] for kind in {row["kind"] for row in rows})


@pytest.mark.slow
def test_exact_overtaken_and_look_alike_are_found_marked_and_rarely_mistaken() -> None:
    models = Path(os.environ.get("STELLWERK_TEST_MODELS") or ROOT / "build" / "models")
    figures = bench_retrieval(FOLDER, embeddings=SentenceEmbeddings.default(models))
    kinds = figures["nach_art"]
    assert min(figures["R@1"] for kind, figures in kinds.items() if kind.startswith("exakt")) >= 0.8
    assert kinds["ueberholt"]["richtige_ueber_falscher"] >= 0.8
    assert kinds["verwechslung"]["richtige_ueber_falscher"] >= 0.95
    assert kinds["nicht_ueberholt"]["richtige_ueber_falscher"] >= 0.95
    marks = figures["kennzeichnung"]
    assert marks["richtige_als_ueberholt"] + marks["richtige_als_verwechslung"] <= 0.03 * marks["richtige"]
