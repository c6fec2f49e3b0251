"""Earlier papers that an official would cite for a motion: the motion's parts and the candidates in, ranked papers out.

A motion is compared part by part (its subject, each Anliegen, each sentence of its reasons), because what it refers to
stands in one sentence of it, and a long text as a whole is near to everything. What speaks for a paper stands in
`precedents.signals`, the motion's parts in `precedents.motion`; here it is weighed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from retrieval.index.record import Record
from retrieval.precedents.motion import MotionParts
from retrieval.precedents.signals import SIGNALS, precedent_signals, whole
from retrieval.ranking.weights import Collection


@dataclass(frozen=True)
class Precedent:
    """An earlier paper: `best` is the passage of it that is nearest to a part of the motion."""

    best: Record
    score: float
    signals: Mapping[str, float]


@dataclass(frozen=True)
class PrecedentWeights:
    """What was learned, with the run that made it. `grundlage` is a logistic curve over `coverage`."""

    weights: Mapping[str, float]
    grundlage: Mapping[str, float]
    run: Mapping[str, object]


@cache
def precedent_weights() -> PrecedentWeights:
    """Those that come with the program; `benchmarks/learn_precedents.py` wrote them."""
    return PrecedentWeights(**json.loads(files("retrieval.precedents").joinpath("weights.json").read_text("utf-8")))


def rank_precedents(
    motion: MotionParts,
    candidates: Sequence[Record],
    collection: Collection,
    weights: PrecedentWeights | None = None,
) -> tuple[Precedent, ...]:
    """The candidates' papers, each once, best first; those that are not older than the motion are left out.

    O(candidates · terms of the motion).
    """
    weights = weights or precedent_weights()
    found = precedent_signals(motion, candidates, collection)
    factors = {name: weights.weights.get(name, 0.0) for name in SIGNALS}
    ranked = [Precedent(best, sum(factors[name] * values[name] for name in SIGNALS), values) for best, values in found]
    return tuple(sorted(ranked, key=lambda paper: (-paper.score, paper.best.id)))


def coverage(motion: MotionParts, ranked: Sequence[Precedent], collection: Collection) -> float:
    """How much of the motion's subject, rare words weighing more, the first paper holds; 0 where there is none."""
    if not ranked:
        return 0.0
    asked = {term: collection.rarity(term) for term in motion.subject_terms or motion.terms}
    there = whole(ranked[0].best)
    return sum(weight for term, weight in asked.items() if term in there) / (sum(asked.values()) or 1.0)


def precedent_grundlage(
    motion: MotionParts, ranked: Sequence[Precedent], collection: Collection, weights: PrecedentWeights | None = None
) -> float:
    """The probability that one of the first ten is a precedent: 1 where the motion names the first, 0 without any."""
    if not ranked:
        return 0.0
    if ranked[0].signals["named"]:
        return 1.0
    curve = (weights or precedent_weights()).grundlage
    return 1 / (1 + math.exp(-(curve["constant"] + curve["coverage"] * coverage(motion, ranked, collection))))
