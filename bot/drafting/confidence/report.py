"""How far a confidence can be trusted: expected against what became of the drafts, with its uncertainty. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from retrieval.benchmark.measures import auroc, brier, by_drawing_groups, calibration_error, reliability

BINS = 5
"""Fifths: with a few hundred drafts a tenth would hold too few to say anything."""


def trust_figures(sure: Sequence[float], unchanged: Sequence[bool], groups: Sequence[str]) -> dict[str, Any]:
    """Brier score and calibration error with 95 % intervals over whole motions, AUROC, and the table by fifths."""
    if not sure:
        return {"entwuerfe": 0}
    figures: dict[str, Any] = {"entwuerfe": len(sure), "unveraendert": sum(unchanged)}
    for name, measure in (("Brier", brier), ("ECE", _calibration_error)):
        figures[name] = [round(x, 3) for x in by_drawing_groups(measure, sure, unchanged, groups)]
    share = sum(unchanged) / len(unchanged)
    figures["Brier, immer der Durchschnitt"] = round(share * (1 - share), 3)
    if 0 < sum(unchanged) < len(unchanged):
        figures["AUROC"] = round(auroc(sure, unchanged), 3)
    figures["reliability"] = reliability(sure, unchanged, bins=BINS)
    return figures


def _calibration_error(sure: Sequence[float], unchanged: Sequence[bool]) -> float:
    return calibration_error(sure, unchanged, bins=BINS)
