"""Learns retrieval/ranking/weights.json, the weights that come with the program, from labelled sets.

    python benchmarks/learn_weights.py LEARN --alone FOLDER [FOLDER ...] --models FOLDER [--write]

LEARN holds questions with titles and several answers a paper: it teaches what is asked in motions. What is asked
alone is learned from it and from every FOLDER of --alone, and judged on each set with what all the others taught. Where
LEARN has `gold_docs.jsonl` it gives one more set: its answers with the subjects of their papers. A city learns its own
weights with `stellwerk tune`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from corpus.domain import Art, Passage
from retrieval.benchmark.collection import Labelled, LabelledSet, built_index, read_set
from retrieval.benchmark.measures import auroc
from retrieval.embedding.sentences import SentenceEmbeddings
from retrieval.index.projection import PassageEmbeddings
from retrieval.ranking.grundlage import probability
from retrieval.ranking.weights import Weights, weights_to_json
from retrieval.search import Query, Searcher
from retrieval.tuning import (
    BY_HAND,
    EMPTY,
    FOLDS,
    KINDS,
    Asked,
    ask,
    examples_of,
    fold_weights,
    grundlage_of,
    judged,
    learn,
    weights_of,
)

SHARES = {"karlsruhe": 1.0, "karlsruhe mit Betreff": 1.0, "xquad_de": 0.5, "seltheim": 0.5}
OTHER_SHARE = 0.2
"""How much a set counts as a whole, however many questions it has: one city's archive most, a handful of questions
least."""

SHORTEST_ANSWER = 60

SAMPLE = 400
"""So many questions of a set teach `grundlage` at most, where they are asked alone."""

NO_ARCHIVES = frozenset({"xquad_de"})
"""Sets whose questions were all written from their answer's words: these make every question look answerable."""

KEPT_BACK = "zurueckgelegt"
"""Nothing is learned from this part of a set (`teil` of its questions)."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("learn", type=Path)
    parser.add_argument("--alone", type=Path, nargs="*", default=[])
    parser.add_argument("--models", type=Path, required=True, help="where the model is, or is to be unpacked")
    parser.add_argument("--write", action="store_true", help="writes retrieval/ranking/weights.json")
    given = parser.parse_args()
    weights, figures = learned_from(given.learn, given.alone, SentenceEmbeddings.default(given.models))
    for name, value in figures.items():
        print(f"{name:48s} {value}")
    if given.write:
        names = [given.learn.name, "--alone", *(folder.name for folder in given.alone)]
        run = {
            "command": " ".join(["python", "benchmarks/learn_weights.py", *names, "--write"]),
            "date": date.today().isoformat(),
            "by_hand": sorted(BY_HAND),
            **figures,
        }
        Path("retrieval/ranking/weights.json").write_text(weights_to_json(weights, run), encoding="utf-8")


def learned_from(folder: Path, others: Sequence[Path], embeddings: PassageEmbeddings) -> tuple[Weights, dict[str, Any]]:
    """Weights, and figures: of each kind by folds, of each set asked alone by the other sets."""
    main_set = read_set(folder)
    sets = [main_set, *with_subjects(folder), *map(read_part, others)]
    with ExitStack() as stack:  # term frequencies are looked up while learning: the indexes stay open
        indexes = [stack.enter_context(built_index(each.passages, embeddings)) for each in sets]
        empty = Weights(EMPTY, EMPTY, EMPTY, indexes[0].refresh().statistics.mean, embeddings.name)
        searchers = [Searcher(index, embeddings, empty) for index in indexes]
        alone = {
            each.name: _counted(each, ask(each, searcher, "without_title"))
            for each, searcher in zip(sets, searchers, strict=True)
        }
        asked = {kind: ask(main_set, searchers[0], kind) for kind in KINDS if kind != "without_title"}
        asked["without_title"] = [each for some in alone.values() for each in some]
        weights, figures = learn(asked, empty)
        by_fold = fold_weights({"without_title": asked["without_title"]}, empty)
        for name, some in alone.items():
            figures[f"{name}, asked alone, by folds"] = judged(some, by_fold)
        for name in alone:
            if not name.startswith(main_set.name):
                figures[f"{name}, asked alone, learned from the others"] = _from_others(name, alone, empty)
        return weights, {"questions": {each.name: len(each.questions) for each in sets}, **figures}


def _from_others(name: str, alone: dict[str, list[Asked]], empty: Weights) -> dict[str, float]:
    """Ranking and AUROC of `grundlage` on one set, by what the other sets taught."""
    rest = [each for other, some in alone.items() if other != name for each in some]
    weights = weights_of({"without_title": rest}, empty)
    figures = judged(alone[name], [weights] * FOLDS)
    sample = [e for each in rest if each.teaches_grundlage for e in examples_of(each, weights)]
    coefficients = grundlage_of(sample)["without_title"]
    own = [e for each in alone[name] for e in examples_of(each, weights)]
    sure = [probability(each.looked, coefficients) for each in own]
    return {**figures, "AUROC": round(auroc(sure, [each.answerable for each in own]), 3)}


def _counted(labelled: LabelledSet, asked: Sequence[Asked]) -> list[Asked]:
    share = SHARES.get(labelled.name, OTHER_SHARE)
    teaches = set(range(0, len(asked), len(asked) // SAMPLE + 1)) if labelled.name not in NO_ARCHIVES else set()
    return [replace(each, weight=share / len(asked), teaches_grundlage=at in teaches) for at, each in enumerate(asked)]


def read_part(folder: Path) -> LabelledSet:
    """The set without what is kept back."""
    labelled = read_set(folder)
    rows = map(json.loads, (folder / "queries.jsonl").read_text("utf-8").splitlines())
    kept_back = {row["id"] for row in rows if row.get("teil") == KEPT_BACK}
    return replace(labelled, questions=tuple(each for each in labelled.questions if each.id not in kept_back))


def with_subjects(folder: Path) -> list[LabelledSet]:
    """The answers of `gold_docs.jsonl` with their papers' subjects, asked by questions alone; [] without it."""
    file = folder / "gold_docs.jsonl"
    if not file.exists():
        return []
    passages, questions = [], []
    for document in map(json.loads, file.read_text("utf-8").splitlines()):
        for item in document["items"]:
            if not item.get("answer"):
                continue
            passage = _passage(f"{document['id']}#{item['n']}", document, item["answer"])
            passages.append(passage)
            if (
                item["kind"] in ("antwort", "gemeinsam")
                and len(item["answer"]) >= SHORTEST_ANSWER
                and item.get("question")
            ):
                query = Query(item["question"], None, intern=True)
                questions.append(Labelled(passage.id, query, frozenset([passage.id]), frozenset(), ""))
    return [LabelledSet(f"{folder.name} mit Betreff", tuple(passages), tuple(questions))]


def _passage(passage_id: str, document: dict[str, Any], text: str) -> Passage:
    return Passage(
        id=passage_id,
        dokument_id=str(document["id"]),
        version=1,
        dokument=str(document["id"]),
        art=Art.STELLUNGNAHME,
        vorlage=document.get("reference"),
        antrag=None,
        datum=date.fromisoformat(document["date"]) if document.get("date") else None,
        amt=None,
        betreff=document["title"],
        nr=(),
        frage=None,
        text=text,
        start=0,
        ende=len(text),
        seite=1,
        oeffentlich=True,
        versandt=True,
    )


if __name__ == "__main__":
    main()
