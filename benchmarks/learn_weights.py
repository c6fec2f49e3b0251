"""Learns retrieval/weights.json, the weights that come with the program, from a labelled set.

    python benchmarks/learn_weights.py LEARN [CHECK ...] --models FOLDER [--write]

LEARN holds questions with titles and several answers a paper. Each CHECK is a set that nothing is learned from; its
figures are printed beside. A city learns its own weights with `stellwerk tune`.
"""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from retrieval.benchmark.collection import built_index, read_set
from retrieval.embedding import SentenceEmbeddings
from retrieval.index import PassageEmbeddings
from retrieval.ranking import Weights, weights_to_json
from retrieval.search import Searcher
from retrieval.tuning import BY_HAND, EMPTY, FOLDS, KINDS, ask, judged, learn


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("learn", type=Path)
    parser.add_argument("check", type=Path, nargs="*")
    parser.add_argument("--models", type=Path, required=True, help="where the model is, or is to be unpacked")
    parser.add_argument("--write", action="store_true", help="writes retrieval/weights.json")
    given = parser.parse_args()
    weights, figures = learned_from(given.learn, given.check, SentenceEmbeddings.default(given.models))
    for name, value in figures.items():
        print(f"{name:48s} {value}")
    if given.write:
        names = [given.learn.name, *(folder.name for folder in given.check)]
        run = {
            "command": " ".join(["python", "benchmarks/learn_weights.py", *names, "--write"]),
            "date": date.today().isoformat(),
            "by_hand": sorted(BY_HAND),
            **figures,
        }
        Path("retrieval/weights.json").write_text(weights_to_json(weights, run), encoding="utf-8")


def learned_from(folder: Path, checks: list[Path], embeddings: PassageEmbeddings) -> tuple[Weights, dict[str, Any]]:
    """Weights, and figures of the set (by folds) and of each check."""
    with ExitStack() as stack:  # term frequencies are looked up while learning: the index stays open
        labelled = read_set(folder)
        index = stack.enter_context(built_index(labelled.passages, embeddings))
        empty = Weights(EMPTY, EMPTY, EMPTY, index.refresh().statistics.mean, embeddings.name)
        searcher = Searcher(index, embeddings, empty)
        weights, figures = learn({kind: ask(labelled, searcher, kind) for kind in KINDS}, empty)
        figures = {"questions": len(labelled.questions), **figures}
        for check in map(read_set, checks):
            index = stack.enter_context(built_index(check.passages, embeddings))
            asked = ask(check, Searcher(index, embeddings, empty), "without_title")
            figures[f"check {check.name}, without_title"] = judged(asked, [weights] * FOLDS)
        return weights, figures


if __name__ == "__main__":
    main()
