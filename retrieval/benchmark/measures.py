"""How good rankings are: recall, gain, and how well a probability parts the answerable from the rest."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence

from retrieval.benchmark.collection import Labelled

DEPTH = 10


def judge(questions: Sequence[Labelled], rankings: Sequence[Sequence[str]]) -> dict[str, float]:
    """R@1, R@5, R@10 (a relevant one among the first), nDCG@10 and MRR, over the questions that have an answer."""
    rows = [
        _measures(ranking, question.relevant)
        for question, ranking in zip(questions, rankings, strict=True)
        if question.relevant
    ]
    return {name: statistics.fmean(row[name] for row in rows) for name in rows[0]} if rows else {}


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """The probability that a positive has the higher score than a negative, ties counted half (Mann and Whitney)."""
    up = [score for score, good in zip(scores, positive, strict=True) if good]
    down = [score for score, good in zip(scores, positive, strict=True) if not good]
    if not up or not down:
        return math.nan
    return sum((a > b) + 0.5 * (a == b) for a in up for b in down) / (len(up) * len(down))


def _measures(ranking: Sequence[str], relevant: frozenset[str]) -> dict[str, float]:
    hits = [passage in relevant for passage in ranking]
    first = hits.index(True) if any(hits) else None
    return {
        "R@1": float(any(hits[:1])),
        "R@5": float(any(hits[:5])),
        "R@10": float(any(hits[:10])),
        "nDCG@10": gain_at_10(ranking, relevant),
        "MRR": 0.0 if first is None else 1 / (first + 1),
    }


def reliability(sure: Sequence[float], right: Sequence[bool], *, bins: int = 10) -> list[tuple[float, float, int]]:
    """For each tenth of the probabilities that occur: their mean, the share that was right, how many they are."""
    found = []
    for low in range(bins):
        inside = [(p, r) for p, r in zip(sure, right, strict=True) if min(int(p * bins), bins - 1) == low]
        if inside:
            shares = (statistics.fmean(p for p, _ in inside), statistics.fmean(float(r) for _, r in inside))
            found.append((round(shares[0], 3), round(shares[1], 3), len(inside)))
    return found


def risk_coverage(sure: Sequence[float], right: Sequence[bool], *, steps: int = 20) -> list[tuple[float, float]]:
    """Where only the surest are answered: the share that is answered, and the share of these that was wrong."""
    order = sorted(zip(sure, right, strict=True), key=lambda pair: -pair[0])
    curve = []
    for step in range(1, steps + 1):
        taken = order[: max(1, round(len(order) * step / steps))]
        curve.append((round(step / steps, 3), round(statistics.fmean(float(not r) for _, r in taken), 3)))
    return curve


def gain_at_10(ranking: Sequence[str], relevant: frozenset[str]) -> float:
    """nDCG@10 with binary relevance (Järvelin and Kekäläinen 2002)."""
    gain = sum(1 / math.log2(rank + 2) for rank, passage in enumerate(ranking[:DEPTH]) if passage in relevant)
    return gain / sum(1 / math.log2(rank + 2) for rank in range(min(DEPTH, len(relevant))))


def better_by(
    old: Sequence[float], new: Sequence[float], groups: Sequence[str], *, rounds: int = 2_000, seed: int = 1
) -> tuple[float, float, float]:
    """The mean of new - old with its 95 % interval, by drawing whole groups (papers) with replacement (Efron 1979)."""
    import numpy as np

    names = {name: at for at, name in enumerate(dict.fromkeys(groups))}
    of = np.array([names[name] for name in groups])
    sums = np.bincount(of, weights=np.array(new) - np.array(old), minlength=len(names))
    counts = np.bincount(of, minlength=len(names))
    drawn = np.random.default_rng(seed).integers(0, len(names), size=(rounds, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(sums.sum() / counts.sum()), float(low), float(high)


def brier(sure: Sequence[float], right: Sequence[bool]) -> float:
    """The mean squared distance of the probability from what happened (Brier 1950): 0 is best, .25 is a coin's."""
    return statistics.fmean((p - r) ** 2 for p, r in zip(sure, right, strict=True))


def log_losses(sure: Sequence[float], right: Sequence[bool]) -> list[float]:
    """For each its surprise, -log of the probability that was given to what happened, in nats."""
    return [-math.log(max(p if r else 1 - p, 1e-12)) for p, r in zip(sure, right, strict=True)]


def calibration_error(sure: Sequence[float], right: Sequence[bool], *, bins: int = 10) -> float:
    """Expected calibration error over tenths (Naeini et al. 2015): how far the probability lies from the share."""
    return sum(abs(p - share) * many for p, share, many in reliability(sure, right, bins=bins)) / len(sure)


def by_drawing_groups(
    measure: Callable[[Sequence[float], Sequence[bool]], float],
    sure: Sequence[float],
    right: Sequence[bool],
    groups: Sequence[str],
    *,
    rounds: int = 500,
    seed: int = 1,
) -> tuple[float, float, float]:
    """A measure with its 95 % interval, by drawing whole groups (papers) with replacement (Efron 1979)."""
    import numpy as np

    members: dict[str, list[int]] = {}
    for at, name in enumerate(groups):
        members.setdefault(name, []).append(at)
    own, generator = list(members.values()), np.random.default_rng(seed)
    drawn = []
    for _ in range(rounds):
        rows = [at for pick in generator.integers(0, len(own), size=len(own)) for at in own[pick]]
        drawn.append(measure([sure[at] for at in rows], [right[at] for at in rows]))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return measure(sure, right), float(low), float(high)
