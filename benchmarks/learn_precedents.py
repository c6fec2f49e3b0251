"""Learns retrieval/precedents/weights.json from a set of whole motions, and says by folds what it is worth.

    python benchmarks/learn_precedents.py SET [--write]

SET holds motions with the earlier papers that are cited for them. Motions are few, so it learns from the citations of
all papers of the set: wherever a paper names an earlier one by its number, the number is taken out of the text, and the
paper that it stood for is to be found by words. A cited paper counts twice at most, and citations weigh a third.

Whatever shares a motion or a cited paper lies in one fold, so that nothing is judged with what it taught. `von` and
`bis` hold the middle 95 % when the folds' groups are drawn anew (bootstrap).
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from corpus.domain import Passage
from retrieval.benchmark.collection import Labelled, LabelledSet, read_set
from retrieval.benchmark.precedents import motion_of, words_of
from retrieval.paper_numbers import (
    IN_WORDS,
    SUB_NUMBER,
    YEAR_AHEAD,
    YEAR_BEHIND,
    PaperNumber,
    find_paper_numbers,
    paper_number_key,
)
from retrieval.precedents.motion import MotionParts
from retrieval.precedents.ranking import Precedent, coverage
from retrieval.precedents.search import candidates
from retrieval.precedents.signals import SIGNALS, precedent_signals
from retrieval.ranking.weights import Collection
from retrieval.search import Query

FOLDS = 7
LEARNED = SIGNALS[1:]
NAMED = 100.0
"""More than all other signals together: what the motion names stands first."""

CITATION_SHARE = 1 / 3
MOST_OF_ONE = 2
PULL_TO_ZERO = 0.002
DEPTH = 10
RESAMPLES = 2_000


@dataclass(frozen=True)
class Case:
    """A motion's candidates: their signals, which are cited, and how much of its subject each holds."""

    id: str
    cited: frozenset[str]
    kind: str
    signals: NDArray[np.float64]
    relevant: NDArray[np.bool_]
    coverage: NDArray[np.float64]


def main() -> None:
    """Learns, prints, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    labelled = read_set(arguments.folder)
    cases = cases_of(labelled)
    report: dict[str, Any] = {"motions": len(labelled.questions), "cases": dict(Counter(case.kind for case in cases))}
    for dropped in (None, *LEARNED):
        names = [name for name in LEARNED if name != dropped]
        found = in_folds(cases, names)
        report["all" if dropped is None else f"without {dropped}"] = found
        print("all" if dropped is None else f"without {dropped}", found)
    weights = learn(cases, list(LEARNED))
    curve = learn_grundlage(cases, weights)
    rounded = {"named": NAMED} | {name: round(float(w), 3) for name, w in zip(LEARNED, weights, strict=True)}
    result = {"weights": rounded, "grundlage": curve, "run": report}
    print(json.dumps({"weights": rounded, "grundlage": curve}))
    if arguments.write:
        target = Path(__file__).parents[1] / "retrieval" / "precedents" / "weights.json"
        target.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def cases_of(labelled: LabelledSet) -> list[Case]:
    """The motions (relevant papers that they name apart from those that they don't), and the papers' own citations."""
    cases: list[Case] = []
    with words_of(labelled.passages) as (words, fixed):
        collection = Collection(words.count(), words.document_frequency, fixed)
        for kind, question in (*of_motions(labelled), *of_citations(labelled)):
            motion = motion_of(question)
            found = precedent_signals(motion, candidates(words, motion, intern=True), collection)
            cases.append(
                Case(
                    question.id,
                    question.relevant,
                    kind,
                    np.array([[values[name] for name in SIGNALS] for _, values in found]).reshape(-1, len(SIGNALS)),
                    np.array([record.id in question.relevant for record, _ in found], dtype=bool),
                    np.array([_coverage(motion, record, collection) for record, _ in found]),
                )
            )
    return cases


def of_motions(labelled: LabelledSet) -> list[tuple[str, Labelled]]:
    """Each motion without its numbers: once with the papers that it named, once with those that it didn't."""
    found = []
    for question in labelled.questions:
        blind = replace(question, query=replace(question.query, text=without_numbers(question.query.text)))
        for kind, relevant in (("named", question.named), ("unnamed", question.relevant - question.named)):
            if relevant:
                found.append((kind, replace(blind, relevant=relevant)))
    return found


def of_citations(labelled: LabelledSet) -> list[tuple[str, Labelled]]:
    """Papers that name earlier ones, without the numbers."""
    by_number: dict[tuple[int, int], list[Any]] = {}
    for passage in labelled.passages:
        if key := paper_number_key(passage.vorlage):
            by_number.setdefault((key.number, key.year), []).append(passage)
    known = {question.id for question in labelled.questions}
    cited: Counter[str] = Counter()
    found = []
    for passage in labelled.passages:
        relevant = frozenset(
            other.id
            for number in find_paper_numbers(passage.text)
            for other in by_number.get((number.number, number.year), ())
            if _is_number_of(number, other)
            and other.id != passage.id
            and other.datum
            and passage.datum
            and other.datum < passage.datum
        )
        if not relevant or passage.id in known or max(cited[other] for other in relevant) >= MOST_OF_ONE:
            continue
        cited.update(relevant)
        query = Query(without_numbers(passage.text), passage.betreff, passage.datum, intern=True)
        found.append(("citation", Labelled(passage.id, query, relevant, frozenset(), "")))
    return found


def _is_number_of(number: PaperNumber, passage: Passage) -> bool:
    own = paper_number_key(passage.vorlage)
    return own is not None and number.matches(own)


def without_numbers(text: str) -> str:
    """The text with every paper number taken out."""
    text = SUB_NUMBER.sub(r"\1", text)
    for pattern in (IN_WORDS, YEAR_BEHIND, YEAR_AHEAD):
        text = pattern.sub(lambda match: " " if find_paper_numbers(match.group()) else match.group(), text)
    return text


def learn(cases: list[Case], names: list[str]) -> NDArray[np.float64]:
    """Softmax regression over each motion's candidates; no weight below zero."""
    columns = [SIGNALS.index(name) for name in names]
    usable = [case for case in cases if case.relevant.any()]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = PULL_TO_ZERO * len(usable) * weights @ weights, 2 * PULL_TO_ZERO * len(usable) * weights
        for case in usable:
            share = CITATION_SHARE if case.kind == "citation" else 1.0
            values, wanted = case.signals[:, columns], case.relevant
            scores = values @ weights
            odds = np.exp(scores - scores.max())
            total += share * (math.log(odds.sum()) - math.log(odds[wanted].sum()))
            slope = slope + share * (odds @ values / odds.sum() - odds[wanted] @ values[wanted] / odds[wanted].sum())
        return float(total), slope

    limits = [(0, None)] * len(names)
    return np.asarray(minimize(loss, np.ones(len(names)), jac=True, method="L-BFGS-B", bounds=limits).x)


def in_folds(cases: list[Case], names: list[str]) -> dict[str, Any]:
    """R@10 with its interval and the mean reciprocal rank by kind, by weights that were learned from other groups."""
    columns = [SIGNALS.index(name) for name in names]
    groups = groups_of(cases)
    ranks: dict[str, list[tuple[int, float]]] = {}
    for fold in range(FOLDS):
        weights = learn([case for case, group in zip(cases, groups, strict=True) if group % FOLDS != fold], names)
        for case, group in zip(cases, groups, strict=True):
            if group % FOLDS == fold:
                ranks.setdefault(case.kind, []).append((group, _rank(case, case.signals[:, columns] @ weights)))
    ranks["motion"] = ranks["named"] + ranks["unnamed"]
    measured: dict[str, Any] = {}
    for kind, own in sorted(ranks.items()):
        low, high = _interval(own)
        measured[f"{kind} R@10"] = round(float(np.mean([rank <= DEPTH for _, rank in own])), 3)
        measured[f"{kind} R@10 von, bis"] = [low, high]
        measured[f"{kind} MRR"] = round(float(np.mean([1 / rank for _, rank in own])), 3)
    return measured


def groups_of(cases: Sequence[Case]) -> list[int]:
    """A number for each case, the same for all that share a motion or a cited paper, directly or over others."""
    parent = list(range(len(cases)))

    def root(at: int) -> int:
        while parent[at] != at:
            at = parent[at]
        return at

    first: dict[str, int] = {}
    for at, case in enumerate(cases):
        for shared in (case.id, *sorted(case.cited)):
            parent[root(at)] = root(first.setdefault(shared, at))
    roots = [root(at) for at in range(len(cases))]
    numbers = {group: number for number, group in enumerate(dict.fromkeys(roots))}
    return [numbers[group] for group in roots]


def _interval(ranks: Sequence[tuple[int, float]]) -> tuple[float, float]:
    """The middle 95 % of R@10 over groups drawn with replacement."""
    by_group: dict[int, list[bool]] = {}
    for group, rank in ranks:
        by_group.setdefault(group, []).append(rank <= DEPTH)
    drawn = np.random.default_rng(0)
    found, sizes = (np.array([measure(each) for each in by_group.values()], dtype=float) for measure in (sum, len))
    rows = drawn.integers(len(by_group), size=(RESAMPLES, len(by_group)))
    low, high = np.percentile(found[rows].sum(axis=1) / sizes[rows].sum(axis=1), [2.5, 97.5])
    return round(float(low), 3), round(float(high), 3)


def learn_grundlage(cases: list[Case], weights: NDArray[np.float64]) -> dict[str, float]:
    """A logistic curve: each case once as it is, once with the cited papers taken away."""
    inputs, found = [], []
    for case in cases:
        scores = case.signals[:, 1:] @ weights
        order = np.argsort(-scores, kind="stable")
        if not len(order):
            continue
        inputs.append(case.coverage[order[0]])
        found.append(bool(case.relevant[order[:DEPTH]].any()))
        others = order[~case.relevant[order]]
        if case.relevant.any() and len(others):
            inputs.append(case.coverage[others[0]])
            found.append(False)
    x, y = np.array(inputs), np.array(found, dtype=float)

    def loss(curve: NDArray[np.float64]) -> float:
        logits = curve[0] + curve[1] * x
        return float(np.sum(np.logaddexp(0, logits) - y * logits) + 0.01 * curve @ curve)

    constant, slope = minimize(loss, np.zeros(2)).x
    return {"constant": round(float(constant), 3), "coverage": round(float(slope), 3)}


def _rank(case: Case, scores: NDArray[np.float64]) -> float:
    if not case.relevant.any():
        return math.inf
    return 1.0 + float((scores > scores[case.relevant].max()).sum())


def _coverage(motion: MotionParts, record: Any, collection: Collection) -> float:
    return coverage(motion, [Precedent(record, 0.0, {})], collection)


if __name__ == "__main__":
    main()
