"""Learns what makes one answer the newer word on another: the coefficients of `retrieval.ranking.newer`.

    python benchmarks/newer.py FOLDER [FOLDER ...] --models MODELS

Takes the questions of each folder, forms the pairs that the searcher would weigh, and fits a logistic regression; the
figures are by five folds over questions. Pairs that replace a right answer are the worst mistake and weigh most among
the wrong ones. A folder with `gold_docs.jsonl`
teaches by its archive what is no newer word (see `learn_weights.with_subjects`).
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Set
from pathlib import Path
from typing import Any

import numpy as np
import torch
from learn_weights import with_subjects

from retrieval.benchmark.collection import Labelled, built_index, read_set
from retrieval.embedding.sentences import SentenceEmbeddings
from retrieval.index.projection import PassageEmbeddings
from retrieval.look_alike import asked_of
from retrieval.other_matter import other_matter
from retrieval.ranking.newer import NEWER_LOOKED_AT, spots, weighed
from retrieval.ranking.weights import fuse
from retrieval.search import Searcher

RIGHT_WEIGHT = 8.0
HARM_WEIGHT = 3.0
PULL_TO_ZERO = 1e-3
FOLDS = 5


PARTS = frozenset({"entwicklung", "pruefung"})
"""Both halves of Seltheim: what the first alone taught was measured on the second before it was used. What a set calls
`zurueckgelegt` teaches nothing."""

NEWER = "ueberholt"
"""The kind of question that a newer word answers. A newer word on a point that was not asked for ("beside") is neither
right nor wrong."""

ARCHIVE_STEP = 6
"""Every so many-th question of a whole archive teaches what is no newer word."""


def pairs(folder: Path, embeddings: PassageEmbeddings, parts: frozenset[str] = PARTS) -> list[dict[str, Any]]:
    """Every pair that is weighed for the questions of these parts, with its features and whether it is right."""
    if archive := with_subjects(folder):
        labelled = archive[0]
        questions = list(labelled.questions)[::ARCHIVE_STEP]
    else:
        labelled = read_set(folder)
        rows = map(json.loads, (folder / "queries.jsonl").read_text("utf-8").splitlines())
        learn = {row["id"] for row in rows if row.get("teil", "entwicklung") in parts}
        questions = [question for question in labelled.questions if question.id in learn]
    true = {(n, o) for q in labelled.questions if q.kind == NEWER for n in q.relevant for o in q.below}
    found: list[dict[str, Any]] = []
    with built_index(labelled.passages, embeddings) as index:
        searcher = Searcher(index, embeddings)
        for question in questions:
            found += _pairs_of(question, searcher, folder.name, true)
    return found


def _pairs_of(question: Labelled, searcher: Searcher, name: str, true: Set[tuple[str, str]]) -> list[dict[str, Any]]:
    (candidates,) = searcher.candidates([question.query])
    scores = fuse(candidates.signals, searcher._weights.profile(candidates.question))
    top = np.argsort(-scores)[:NEWER_LOOKED_AT]
    records = [candidates.records[row] for row in top]
    looked = spots(records, scores[top], candidates.question.vectors[0], candidates.collection)
    asked = asked_of(question.query.text, (record.passage.text for record in candidates.records))
    text, titles = question.query.text, candidates.question.title_terms
    found = []
    for newer, older, values in weighed(text, looked, candidates.records, candidates.collection):
        if other_matter(text, titles, asked, newer, older, candidates.collection):
            continue
        right = question.kind == NEWER and newer.id in question.relevant and older.id in question.below
        found.append(
            {
                "question": f"{name} {question.id}",
                "older": older.id,
                "newer": newer.id,
                "right": right,
                "harm": older.id in question.relevant,
                "beside": not right and older.id not in question.relevant and (newer.id, older.id) in true,
                "features": values,
            }
        )
    return found


def _weight(row: dict[str, Any]) -> float:
    if row["beside"]:
        return 0.0
    return RIGHT_WEIGHT if row["right"] else HARM_WEIGHT if row["harm"] else 1.0


def fit(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Coefficients by name."""
    names = list(rows[0]["features"])
    values = torch.tensor([[row["features"][name] for name in names] for row in rows], dtype=torch.float64)
    right = torch.tensor([float(row["right"]) for row in rows], dtype=torch.float64)
    weight = torch.tensor([_weight(row) for row in rows])
    weight = weight / weight.mean()
    free = torch.tensor([float(name != "constant") for name in names])
    spread = torch.where(free > 0, values.std(0).clamp_min(1e-3), 1.0)
    coefficients = torch.zeros(len(names), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([coefficients], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> float:
        optimiser.zero_grad()
        logits = (values / spread) @ coefficients
        losses = torch.nn.functional.binary_cross_entropy_with_logits(logits, right, reduction="none")
        loss = (losses * weight).mean() + PULL_TO_ZERO * (free * coefficients**2).sum()
        loss.backward()
        return float(loss.detach())

    optimiser.step(closure)
    return {name: float(x) for name, x in zip(names, coefficients.detach() / spread, strict=True)}


def by_folds(rows: list[dict[str, Any]]) -> None:
    """Prints, for several thresholds, how many newer words are found and what is harmed."""
    fold = [zlib.crc32(row["question"].encode()) % FOLDS for row in rows]
    for number in range(FOLDS):
        learned = fit([row for row, at in zip(rows, fold, strict=True) if at != number])
        for row, at in zip(rows, fold, strict=True):
            if at == number:
                row["logit"] = sum(learned[name] * value for name, value in row["features"].items())
    wanted = {row["question"] for row in rows if row["right"]}
    for threshold in (-3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0):
        best: dict[tuple[str, str], dict[str, Any]] = {}
        for row in rows:
            key = row["question"], row["older"]
            if row["logit"] >= threshold and (key not in best or row["logit"] > best[key]["logit"]):
                best[key] = row
        found = {row["question"] for row in best.values() if row["right"]}
        harmed = {row["question"] for row in best.values() if row["harm"]}
        others = sum(not row["right"] and not row["beside"] for row in best.values())
        print(f"{threshold:5.1f}: found {len(found)}/{len(wanted)}, right replaced {len(harmed)}, other marks {others}")


def main() -> None:
    """Learns from all folders together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--models", type=Path, required=True, help="where the model is, or is to be unpacked")
    given = parser.parse_args()
    embeddings = SentenceEmbeddings.default(given.models)
    rows = [row for folder in given.folders for row in pairs(folder, embeddings)]
    by_folds(rows)
    print(json.dumps({name: round(value, 3) for name, value in fit(rows).items()}, indent=4))


if __name__ == "__main__":
    main()
