"""Learns from this city's decisions how sure a draft is, and says whether that is better than what holds now. Pure.

Judged in the order of time, as it will be used: the drafts of a stretch of time by a model that saw only decisions that
had been taken before the first of them was made. Whole motions lie in one stretch. Few decisions move the benchmark's
estimate only a little (`PRIOR_DECISIONS`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import fmean
from typing import Any, Protocol

from bot.drafting.confidence.model import Zuversichtsmodell, fit
from bot.drafting.confidence.report import trust_figures
from retrieval.benchmark.measures import better_by, log_losses

LEAST_DECISIONS = 50
LEAST_PERSONS = 2
"""One person's habits are no city's."""

PRIOR_DECISIONS = 40.0
PRIOR_DECISIONS_CONSTANT = 10.0
"""So many decisions outweigh the benchmark: for each input, and for the share that is approved at all. The latter is
the benchmark's weakest word: nobody approved anything there."""

STRETCHES = 5
UNCHANGED = "unveraendert"


class Decided(Protocol):
    """What is learned from (`bot.review.outcomes.Entschieden`)."""

    @property
    def vorgang(self) -> str: ...
    @property
    def entworfen_am(self) -> datetime: ...
    @property
    def entschieden_am(self) -> datetime: ...
    @property
    def person(self) -> str: ...
    @property
    def ausgang(self) -> str: ...
    @property
    def geaendert(self) -> float: ...
    @property
    def merkmale(self) -> Mapping[str, float]: ...
    @property
    def wert(self) -> float: ...


@dataclass(frozen=True)
class GelernteZuversicht:
    """What came of it. `modell` is what holds from now on, `uebernommen` whether that is the new one; `warum` says why
    not. `figures` are for the report."""

    modell: Zuversichtsmodell
    uebernommen: bool
    warum: str | None
    figures: dict[str, Any]


def learn_from_decisions(
    decided: Sequence[Decided], benchmark: Zuversichtsmodell, current: Zuversichtsmodell
) -> GelernteZuversicht:
    """The model for the drafts to come. `current` is the one in force: the benchmark's, or one learned earlier."""
    persons = len({each.person for each in decided})
    figures: dict[str, Any] = {"entscheidungen": len(decided), "personen": persons, **outcome_figures(decided)}
    if len(decided) < LEAST_DECISIONS or persons < LEAST_PERSONS:
        why = (
            f"Für eine eigene Schätzung braucht es {LEAST_DECISIONS} Entscheidungen von {LEAST_PERSONS} Personen "
            f"(hier: {len(decided)} von {persons})."
        )
        return GelernteZuversicht(current, False, why, figures)
    seen = datetime.fromisoformat(current.bis) if current.bis else datetime.min
    judged = [(d, model) for stretch, model in _stretches(decided, benchmark) for d in stretch if d.entworfen_am > seen]
    if not judged:
        return GelernteZuversicht(current, False, "Seit dem letzten Lernen ist nichts hinzugekommen.", figures)
    rows = [each for each, _ in judged]
    unchanged, groups = [_unchanged(each) for each in rows], [each.vorgang for each in rows]
    old = [current.probability(each.merkmale) for each in rows]
    new = [model.probability(each.merkmale) for each, model in judged]
    gain, low, high = better_by(
        [-x for x in log_losses(old, unchanged)], [-x for x in log_losses(new, unchanged)], groups
    )
    figures |= {
        "gewinn": [round(gain, 4), round(low, 4), round(high, 4)],
        "bisher": trust_figures(old, unchanged, groups),
        "gelernt": trust_figures(new, unchanged, groups),
    }
    # the same recipe with more decisions need not be surely better to be taken, only the step away from the benchmark
    if (gain if current.entscheidungen else low) <= 0:
        why = "Die gelernte Schätzung trifft spätere Entscheidungen nicht sicher besser als die bisherige."
        return GelernteZuversicht(current, False, why, figures)
    model = replace(
        _fitted(decided, benchmark),
        entscheidungen=len(decided),
        bis=max(each.entschieden_am for each in decided).isoformat(),
    )
    return GelernteZuversicht(model, True, None, figures)


def outcome_figures(decided: Sequence[Decided]) -> dict[str, Any]:
    """What became of the drafts, and how much was changed where something was."""
    if not decided:
        return {}
    changed = [each.geaendert for each in decided if each.ausgang == "geaendert"]
    figures: dict[str, Any] = {"ausgang": dict(Counter(str(each.ausgang) for each in decided))}
    if changed:
        figures["geaenderter_anteil"] = round(fmean(changed), 3)
    shown = [each.wert for each in decided]
    groups = [each.vorgang for each in decided]
    return {**figures, "wie_angezeigt": trust_figures(shown, [_unchanged(each) for each in decided], groups)}


def _unchanged(each: Decided) -> bool:
    return each.ausgang == UNCHANGED


def _fitted(decided: Sequence[Decided], benchmark: Zuversichtsmodell) -> Zuversichtsmodell:
    if not decided:
        return benchmark
    return fit(
        [each.merkmale for each in decided],
        [_unchanged(each) for each in decided],
        prior=benchmark, pull=PRIOR_DECISIONS, pull_constant=PRIOR_DECISIONS_CONSTANT,
    )  # fmt: skip


def _stretches(
    decided: Sequence[Decided], benchmark: Zuversichtsmodell
) -> list[tuple[Sequence[Decided], Zuversichtsmodell]]:
    """Stretches of time with the model that was possible when the first draft of each was made; not the first stretch,
    before which there is nothing to learn from."""
    began: dict[str, datetime] = {}
    for each in decided:
        began[each.vorgang] = min(each.entworfen_am, began.get(each.vorgang, each.entworfen_am))
    order = sorted(began, key=lambda case: (began[case], case))
    found: list[tuple[Sequence[Decided], Zuversichtsmodell]] = []
    for part in range(1, STRETCHES):
        cases = set(order[len(order) * part // STRETCHES : len(order) * (part + 1) // STRETCHES])
        if cases:
            start = min(began[case] for case in cases)
            known = known_before(decided, start)
            found.append(([each for each in decided if each.vorgang in cases], _fitted(known, benchmark)))
    return found


def known_before(decided: Sequence[Decided], moment: datetime) -> list[Decided]:
    """What could be learned from at that moment: decisions that had been taken, whenever the draft was made."""
    return [each for each in decided if each.entschieden_am < moment]
