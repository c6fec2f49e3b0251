"""Whether the archive answers a question at all: a probability from how well the best passage fits.

A small logistic regression; its inputs say why: a question whose rare words stand nowhere, or whose nearest passage is
no nearer than chance, has no ground.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from retrieval.index.words import FIELDS
from retrieval.look_alike import asked_of, names_the_thing
from retrieval.ranking.weights import SIGNALS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from retrieval.ranking.weights import Candidates

    Floats = NDArray[np.float32]


def inputs(found: Candidates, scores: Floats, ranked: NDArray[np.int_]) -> dict[str, float]:
    """What is looked at. `ranked` are the rows of the passages as they were ranked, best first."""
    import numpy as np

    best = int(ranked[0])
    values = dict(zip(SIGNALS, map(float, np.nan_to_num(found.signals[best])), strict=True))
    second = float(np.sort(scores)[-2]) if len(scores) > 1 else float(scores[best]) - 1.0
    coverage, unknown = _coverage(found, best)
    return {
        "constant": 1.0,
        "score": float(scores[best]),
        "lead": max(float(scores[best]) - second, 0.0),
        "nearness": max(values["meaning_piece"], values["meaning_question"]),
        "coverage": coverage,
        "unknown": unknown,
        "motion": values["motion_meaning"],
        "thing": _names_the_thing(found, best),
    }


def _names_the_thing(found: Candidates, best: int) -> float:
    """1 if the best passage names the place or body that the question fixes, -1 if not, 0 where it fixes none."""
    asked = asked_of(found.question.text)
    if not (asked.places | asked.bodies | asked.towns):
        return 0.0
    return 1.0 if names_the_thing(asked, found.records[best].passage) else -1.0


def estimate(found: Candidates, scores: Floats, ranked: NDArray[np.int_], coefficients: Mapping[str, float]) -> float:
    """The probability; 0 where nothing was found."""
    if not len(ranked):
        return 0.0
    return probability(inputs(found, scores, ranked), coefficients)


def probability(looked: Mapping[str, float], coefficients: Mapping[str, float]) -> float:
    """The logistic regression itself."""
    logit = sum(coefficients.get(name, 0.0) * value for name, value in looked.items())
    return 1 / (1 + math.exp(-max(min(logit, 30.0), -30.0)))


def _coverage(found: Candidates, best: int) -> tuple[float, float]:
    """The share of the question's terms, by rarity, that the best passage holds; and that no passage holds."""
    record, collection = found.records[best], found.collection
    rarity = {term: collection.rarity(term) for term in set(found.question.text_terms)}
    total = sum(rarity.values()) or 1.0
    held = sum(weight for term, weight in rarity.items() if any(term in terms for terms in record.terms))
    nowhere = sum(
        weight
        for term, weight in rarity.items()
        if not any(collection.document_frequency(field, term) for field in FIELDS)
    )
    return held / total, nowhere / total
