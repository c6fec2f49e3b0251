"""How sure a draft is: the probability that a reviewer approves it unchanged, from what the draft shows. Pure.

A logistic regression with few inputs, each of which may pull one way only (`features.VORZEICHEN`), fitted
with Platt's targets, so that it never becomes certain however one-sided the past was. `weights.json` comes with the
program and was learned by `benchmarks/learn_confidence.py`; a city's own decisions move it (`learning.py`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bot.drafting.confidence.features import VORZEICHEN
from corpus.domain import Zuversicht

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

CONSTANT = "constant"
LEAST_SPREAD = 0.25
"""What hardly ever occurs (a person asked anew, a language model worded it) would weigh too much otherwise."""
_STEPS, _STILL = 3_000, 1e-6
"""It ends after so many steps at most, or as soon as no coefficient moves by more."""


@dataclass(frozen=True)
class Zuversichtsmodell:
    """Coefficients over inputs that are taken relative to `neutral` and in units of `spread`.

    `entscheidungen` is how many decisions of the city it was learned from, 0 for the benchmark's; `bis` is the moment
    of the last of them (ISO). `run` is the record of the run that made it.
    """

    coefficients: Mapping[str, float]
    neutral: Mapping[str, float]
    spread: Mapping[str, float]
    entscheidungen: int = 0
    bis: str | None = None
    run: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def probability(self, merkmale: Mapping[str, float]) -> float:
        """The probability, strictly between 0 and 1. An input that is absent counts as neutral."""
        logit = self.coefficients.get(CONSTANT, 0.0) + sum(
            self.coefficients.get(name, 0.0) * (value - self.neutral[name]) / self.spread[name]
            for name, value in merkmale.items()
            if name in self.neutral
        )
        return 1 / (1 + math.exp(-max(min(logit, 12.0), -12.0)))

    def estimate(self, merkmale: Mapping[str, float]) -> Zuversicht:
        """The estimate of one draft, to be kept with it."""
        return Zuversicht(round(self.probability(merkmale), 3), self.entscheidungen, tuple(merkmale.items()))


def fit(
    rows: Sequence[Mapping[str, float]],
    unchanged: Sequence[bool],
    *,
    prior: Zuversichtsmodell | None = None,
    pull: float = 1.0,
    pull_constant: float = 0.0,
) -> Zuversichtsmodell:
    """The model that these drafts and what became of them call for.

    `pull` and `pull_constant` say how many decisions outweigh the prior (or, without one, zero): for each input, and
    for the share that is approved at all. Neutral and spread are the prior's, else those of the rows. Targets
    after Platt (1999); found by accelerated projected gradient (Beck and Teboulle 2009), which keeps every sign.
    """
    import numpy as np

    names = list(VORZEICHEN)
    table = np.array([[row.get(name, 0.0) for name in names] for row in rows], dtype=float).reshape(-1, len(names))
    if prior is None:
        neutral = dict(zip(names, (round(float(x), 4) for x in table.mean(0)), strict=True))
        spread = dict(zip(names, (round(max(float(x), LEAST_SPREAD), 4) for x in table.std(0)), strict=True))
        start = np.zeros(len(names) + 1)
    else:
        neutral, spread = dict(prior.neutral), dict(prior.spread)
        start = np.array([prior.coefficients.get(name, 0.0) for name in (CONSTANT, *names)])
    inputs = (table - [neutral[n] for n in names]) / [spread[n] for n in names]
    inputs = np.hstack([np.ones((len(inputs), 1)), inputs])
    # a decision tells at most p(1 - p) = 1/4 about a coefficient in units of its spread (Fisher's information)
    pulls = np.array([pull_constant, *[pull] * len(names)]) / 4
    signs = np.array([0, *VORZEICHEN.values()])
    found = _descend(inputs, _targets(unchanged), start, pulls, signs)
    coefficients = dict(zip((CONSTANT, *names), (round(float(x), 4) for x in found), strict=True))
    return Zuversichtsmodell(coefficients, neutral, spread)


def _targets(unchanged: Sequence[bool]) -> Floats:
    """Not 1 and 0: as if one more of each had been seen."""
    import numpy as np

    good = sum(unchanged)
    high, low = (good + 1) / (good + 2), 1 / (len(unchanged) - good + 2)
    return np.array([high if each else low for each in unchanged])


def _descend(inputs: Floats, targets: Floats, start: Floats, pulls: Floats, signs: NDArray[np.int_]) -> Floats:
    import numpy as np

    def allowed(weights: Floats) -> Floats:
        kept = np.where(signs > 0, np.maximum(weights, 0.0), weights)
        return np.where(signs < 0, np.minimum(kept, 0.0), kept)

    steepest = np.linalg.norm(inputs, 2) ** 2 / 4 + pulls.max() if len(inputs) else pulls.max() + 1.0
    here = ahead = allowed(start)
    speed = 1.0
    for _ in range(_STEPS):
        predicted = 1 / (1 + np.exp(-np.clip(inputs @ ahead, -30, 30)))
        slope = inputs.T @ (predicted - targets) + pulls * (ahead - start)
        there = allowed(ahead - slope / steepest)
        faster = (1 + math.sqrt(1 + 4 * speed * speed)) / 2
        step = there - here
        ahead = there + (speed - 1) / faster * step
        here, speed = there, faster
        if np.abs(step).max() < _STILL:
            break
    return np.asarray(here)


# --- the file --------------------------------------------------------------------------------------------------------


@cache
def default_model() -> Zuversichtsmodell:
    """The model that comes with the program."""
    return model_from_json(files("bot.drafting.confidence").joinpath("weights.json").read_text("utf-8"))


def model_to_json(model: Zuversichtsmodell, run: Mapping[str, Any]) -> str:
    """The file's text. `run` says what it was learned from and how good it was on what it had not seen."""
    shape = {
        "run": dict(run), "decisions": model.entscheidungen, "until": model.bis,
        "coefficients": dict(model.coefficients), "neutral": dict(model.neutral), "spread": dict(model.spread),
    }  # fmt: skip
    return json.dumps(shape, ensure_ascii=False, indent=1) + "\n"


def model_from_json(text: str) -> Zuversichtsmodell:
    """The inverse of `model_to_json`. ValueError, KeyError or TypeError where it is no such file."""
    data = json.loads(text)
    coefficients, neutral, spread = (
        {str(name): float(x) for name, x in data[key].items()} for key in ("coefficients", "neutral", "spread")
    )
    numbers = [*coefficients.values(), *neutral.values(), *spread.values()]
    if not all(map(math.isfinite, numbers)) or not all(x > 0 for x in spread.values()):
        raise ValueError("numbers that are none")
    return Zuversichtsmodell(coefficients, neutral, spread, int(data["decisions"]), data["until"], data["run"])
