"""Learns retrieval/weights.json from labelled sets, and says by folds what it is worth.

    python benchmarks/learn_weights.py LEARN [CHECK ...] --models FOLDER [--write]

LEARN holds questions with titles and several answers a paper: the weights are learned there, judged in five folds by
paper. Each CHECK is a set that nothing of the ranking is learned from. `grundlage` is learned from LEARN too, every
question once as it is and once with the paper of its answer taken away.

What the labelled sets cannot teach (none of their passages carries the question it answered) is set here by hand.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.benchmark.collection import Labelled, LabelledSet, built_index, read_set
from retrieval.benchmark.retrieval import auroc, judge
from retrieval.embedding import SentenceEmbeddings
from retrieval.index import Index
from retrieval.index_words import FIELDS
from retrieval.ranking import Candidates, Profile, Weights, fuse
from retrieval.ranking_grundlage import inputs, probability
from retrieval.ranking_learn import Case, learn_grundlage, learn_profile
from retrieval.search import Searcher

FOLDS = 5

BY_HAND = {
    # weight, neutral, spread; neutral and spread are those of the candidates of a city's archive with all fields.
    # Tried from .3 to 1.1 on the sample papers (first in .94, .91, .85, .82 of 34) and Flussbach, .4 taken.
    "words_question": (0.4, 0.07, 0.30),
    "meaning_question": (0.4, 0.20, 0.10),
    # Tried from 0 to .6 on Flussbach (nDCG@10 .675 to .709) without loss on XQuAD-de.
    "words_subject": (0.15, 0.11, 0.33),
    "meaning_subject": (0.3, 0.23, 0.12),
}
EMPTY = Profile({}, {}, {})


@dataclass(frozen=True)
class Asked:
    """A question with its candidates, and the fold of its answer's paper."""

    question: Labelled
    found: Candidates
    fold: int

    @property
    def case(self) -> Case:
        return Case(self.found.signals, np.array([r.id in self.question.relevant for r in self.found.records]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("learn", type=Path)
    parser.add_argument("check", type=Path, nargs="*")
    parser.add_argument("--models", type=Path, required=True, help="where the model is, or is to be unpacked")
    parser.add_argument("--write", action="store_true", help="writes retrieval/weights.json")
    given = parser.parse_args()
    embeddings = SentenceEmbeddings.default(given.models)
    mean: tuple[float, ...] = ()
    sets = [read_set(folder) for folder in (given.learn, *given.check)]
    asked: list[list[Asked]] = []
    with ExitStack() as stack:  # term frequencies are looked up while learning: the indexes stay open
        for labelled in sets:
            index = stack.enter_context(built_index(labelled.passages, embeddings))
            mean = mean or index.refresh().statistics.mean
            start = Weights(EMPTY, EMPTY, mean, embeddings.name)
            asked.append(_ask(labelled, index, embeddings, start))
            if labelled is sets[0]:
                untitled = replace(labelled, questions=tuple(_without_title(q) for q in labelled.questions))
                asked.append(_ask(untitled, index, embeddings, start))
        titled, plain, *checks = asked
        learned, figures = _learn(titled, plain, checks, start)
    for name, value in figures.items():
        print(f"{name:48s} {value}")
    if given.write:
        _write(learned, figures, sets)


def _ask(labelled: LabelledSet, index: Index, embeddings: SentenceEmbeddings, weights: Weights) -> list[Asked]:
    paper = {passage.id: passage.dokument_id for passage in labelled.passages}
    questions = [question for question in labelled.questions if question.relevant]
    found = Searcher(index, embeddings, weights).candidates([question.query for question in questions])
    return [
        Asked(question, each, _fold(paper[min(question.relevant)]))
        for question, each in zip(questions, found, strict=True)
    ]


def _learn(
    titled: list[Asked], plain: list[Asked], checks: list[list[Asked]], empty: Weights
) -> tuple[Weights, dict[str, Any]]:
    folds = [
        replace(empty, with_title=_profile(_but(titled, fold), True), without_title=_profile(_but(plain, fold), False))
        for fold in range(FOLDS)
    ]
    weights = replace(empty, with_title=_profile(titled, True), without_title=_profile(plain, False))
    figures: dict[str, Any] = {
        "learned, with titles, by folds": _judged(titled, folds),
        "learned, without titles, by folds": _judged(plain, folds),
    }
    for number, each in enumerate(checks, 1):
        figures[f"check {number}"] = _judged(each, [weights] * FOLDS)
    grundlage = {}
    for name, each in (("with_title", titled), ("without_title", plain)):
        examples = [example for asked in each for example in _examples(asked, weights)]
        judged = []
        for fold in range(FOLDS):
            coefficients = _grundlage([example for example in examples if example.fold != fold])
            judged += [(probability(e.looked, coefficients), e.answerable) for e in examples if e.fold == fold]
        figures[f"grundlage, {name}, AUROC by folds"] = round(auroc(*_columns(judged)), 3)
        grundlage[name] = _grundlage(examples)
    for number, each in enumerate(checks, 1):
        examples = [example for asked in each for example in _examples(asked, weights)]
        judged = [(probability(e.looked, grundlage["without_title"]), e.answerable) for e in examples]
        figures[f"grundlage, check {number}, AUROC"] = round(auroc(*_columns(judged)), 3)
    return replace(
        weights,
        with_title=replace(weights.with_title, grundlage=grundlage["with_title"]),
        without_title=replace(weights.without_title, grundlage=grundlage["without_title"]),
    ), figures


@dataclass(frozen=True)
class Example:
    """What `grundlage` looks at for one question, and whether it could be answered."""

    looked: dict[str, float]
    answerable: bool
    fold: int


def _examples(asked: Asked, weights: Weights) -> list[Example]:
    """The question as it is, and with every passage of its answers' papers taken away."""
    papers = {r.dokument_id for r in asked.found.records if r.id in asked.question.relevant}
    if not papers:
        return []
    left = [row for row, record in enumerate(asked.found.records) if record.dokument_id not in papers]
    gone = [record for record in asked.found.records if record.dokument_id in papers]
    there = asked.found.collection

    def frequency(field: str, term: str) -> int:
        place = FIELDS.index(field)
        return there.document_frequency(field, term) - sum(term in record.terms[place] for record in gone)

    without = replace(
        asked.found,
        records=tuple(asked.found.records[row] for row in left),
        signals=asked.found.signals[left],
        collection=replace(there, passages=there.passages - len(gone), document_frequency=frequency),
    )
    examples = []
    for found, answerable in ((asked.found, True), (without, False)):
        if not found.records:
            continue
        scores = fuse(found.signals, weights.profile(found.question))
        examples.append(Example(inputs(found, scores, np.argsort(-scores)[:2]), answerable, asked.fold))
    return examples


def _grundlage(examples: Sequence[Example]) -> dict[str, float]:
    return learn_grundlage([example.looked for example in examples], [example.answerable for example in examples])


def _columns(judged: Sequence[tuple[float, bool]]) -> tuple[list[float], list[bool]]:
    return [score for score, _ in judged], [answerable for _, answerable in judged]


def _profile(asked: Sequence[Asked], with_title: bool) -> Profile:
    learned = learn_profile([each.case for each in asked], with_title=with_title)
    by_hand = [{name: values[place] for name, values in BY_HAND.items()} for place in range(3)]
    return Profile(
        {**by_hand[0], **learned.weights}, {**by_hand[1], **learned.neutral}, {**by_hand[2], **learned.spread}
    )


def _judged(asked: Sequence[Asked], weights: Sequence[Weights]) -> dict[str, float]:
    """R@1 and so on of the sum of signals alone: neither numbers nor newer words are looked at here."""
    rankings = []
    for each in asked:
        scores = fuse(each.found.signals, weights[each.fold].profile(each.found.question))
        rankings.append([each.found.records[row].id for row in np.argsort(-scores, kind="stable")])
    figures = judge([each.question for each in asked], rankings)
    return {name: round(value, 3) for name, value in figures.items()}


def _but(asked: Sequence[Asked], fold: int) -> list[Asked]:
    return [each for each in asked if each.fold != fold]


def _fold(paper: str) -> int:
    return int(hashlib.md5(paper.encode()).hexdigest(), 16) % FOLDS


def _without_title(question: Labelled) -> Labelled:
    return replace(question, query=replace(question.query, titel=None))


def _write(weights: Weights, figures: dict[str, Any], sets: Sequence[LabelledSet]) -> None:
    run = {
        "command": " ".join(["python", "benchmarks/learn_weights.py", *(s.name for s in sets), "--write"]),
        "date": date.today().isoformat(),
        "questions": {s.name: len(s.questions) for s in sets},
        "by_hand": sorted(BY_HAND),
        **figures,
    }
    fields = asdict(replace(weights, run=run))
    text = json.dumps(fields, indent=1, ensure_ascii=False)
    Path("retrieval/weights.json").write_text(_mean_in_one_line(text) + "\n", encoding="utf-8")


def _mean_in_one_line(text: str) -> str:
    return re.sub(r"\[[^\[\]{}]*\]", lambda match: re.sub(r"\s+", " ", match.group()), text)


if __name__ == "__main__":
    main()
