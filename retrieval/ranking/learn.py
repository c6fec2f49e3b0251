"""Learns the weights of the ranking, and of `grundlage`, from questions whose answer is known.

Softmax regression over the candidates of each question: the weights that make the known answer win most surely, pulled
towards zero. It learns from exactly what the searcher sees, so what it never finds it cannot learn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.ranking.weights import SIGNALS, Profile

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

PULL_TO_ZERO = 1e-3
STEPS = 60
SMALLEST_SPREAD = 1e-3


@dataclass(frozen=True)
class Case:
    """One question: the signals of its candidates, which of them answer it, and how much it counts."""

    signals: Floats
    relevant: NDArray[np.bool_]
    weight: float = 1.0


def learn_profile(cases: Sequence[Case], names: Sequence[str] = SIGNALS, *, pull: float = PULL_TO_ZERO) -> Profile:
    """The weights of these signals for one kind of question; neutral and spread are taken from the same cases.

    Signals that stand nowhere in the cases get none.
    """
    import numpy as np

    usable = [case for case in cases if case.relevant.any() and not case.relevant.all()]
    stacked = np.concatenate([case.signals for case in usable])
    wanted = np.array([name in names for name in SIGNALS])
    columns = np.flatnonzero(wanted & ~np.isnan(stacked).all(axis=0))
    neutral = np.nanmean(stacked[:, columns], axis=0)
    spread = np.maximum(np.nanstd(stacked[:, columns], axis=0), SMALLEST_SPREAD)
    weights = _softmax_regression(
        [np.nan_to_num((case.signals[:, columns] - neutral) / spread) for case in usable],
        [case.relevant for case in usable],
        [case.weight for case in usable],
        pull,
    )
    learned = [
        {SIGNALS[column]: round(float(x), 4) for column, x in zip(columns, values, strict=True)}
        for values in (weights, neutral, spread)
    ]
    return Profile(*learned)


def learn_grundlage(
    inputs: Sequence[dict[str, float]], answerable: Sequence[bool], counts: Sequence[float] | None = None
) -> dict[str, float]:
    """Coefficients of the logistic regression, from what `ranking_grundlage.inputs` says of each question.

    `counts` is how much each counts, 1 by default.
    """
    import torch

    names = list(inputs[0])
    rows = torch.tensor([[each[name] for name in names] for each in inputs])
    spread = rows.std(0).clamp_min(SMALLEST_SPREAD)
    spread[names.index("constant")] = 1.0
    target = torch.tensor([float(each) for each in answerable])
    weight = torch.tensor(list(counts) if counts is not None else [1.0] * len(inputs))
    weight = weight / weight.mean()
    weights = torch.zeros(len(names), requires_grad=True)
    free = torch.tensor([float(name != "constant") for name in names])

    def loss() -> torch.Tensor:
        logits = (rows / spread) @ weights
        fit = torch.nn.functional.binary_cross_entropy_with_logits(logits, target, weight)
        return fit + PULL_TO_ZERO * (free * weights**2).sum()

    _minimise(weights, loss)
    return {name: round(float(x), 4) for name, x in zip(names, weights.detach() / spread, strict=True)}


def _softmax_regression(
    signals: Sequence[Floats], relevant: Sequence[NDArray[np.bool_]], counts: Sequence[float], pull: float
) -> Floats:
    import numpy as np
    import torch

    longest = max(len(each) for each in signals)
    padded = torch.zeros(len(signals), longest, signals[0].shape[1])
    there = torch.full((len(signals), longest), -torch.inf)
    wanted = torch.full((len(signals), longest), -torch.inf)
    for row, (values, gold) in enumerate(zip(signals, relevant, strict=True)):
        padded[row, : len(values)] = torch.from_numpy(values.astype(np.float32))
        there[row, : len(values)] = 0.0
        wanted[row, torch.from_numpy(np.flatnonzero(gold))] = 0.0
    weights = torch.full((signals[0].shape[1],), 0.1, requires_grad=True)
    weight = torch.tensor(list(counts))
    weight = weight / weight.sum()

    def loss() -> torch.Tensor:
        scores = padded @ weights
        right = torch.logsumexp(scores + wanted, 1)
        return ((torch.logsumexp(scores + there, 1) - right) * weight).sum() + pull * (weights**2).sum()

    _minimise(weights, loss)
    learned: Floats = weights.detach().numpy()
    return learned


def _minimise(weights: torch.Tensor, loss: Callable[[], torch.Tensor]) -> None:
    import torch

    optimiser = torch.optim.LBFGS([weights], max_iter=STEPS, line_search_fn="strong_wolfe")

    def closure() -> float:
        optimiser.zero_grad()
        value = loss()
        value.backward()  # type: ignore[no-untyped-call]
        return float(value.detach())

    optimiser.step(closure)  # type: ignore[no-untyped-call]
