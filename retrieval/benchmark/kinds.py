"""Figures by the kind of question: exact, overtaken, look-alike, unanswerable; and what was marked by mistake."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any

from retrieval.benchmark.collection import Labelled
from retrieval.benchmark.measures import DEPTH, auroc, judge
from retrieval.search import Ergebnis, Treffer

EVEN = 0.5
"""A `grundlage` below it says that there is rather no answer."""


def by_kind(kind: str, questions: Sequence[Labelled], results: Sequence[Ergebnis]) -> dict[str, Any]:
    """One kind's figures: found first and in five, the right one above the wrong, the wrong one marked, `grundlage`.

    For questions without an answer: how many of them have a `grundlage` below .5, and the AUROC against all others.
    """
    chosen = [(q, r) for q, r in zip(questions, results, strict=True) if q.kind == kind]
    rankings = [[hit.passage.id for hit in result.treffer] for _, result in chosen]
    figures: dict[str, Any] = {"fragen": len(chosen), **judge([q for q, _ in chosen], rankings)}
    ordered = [_above(ranking, q) for ranking, (q, _) in zip(rankings, chosen, strict=True) if q.below]
    if ordered:
        figures["richtige_ueber_falscher"] = statistics.fmean(ordered)
        wrong = [hit for q, result in chosen for hit in result.treffer[:DEPTH] if hit.passage.id in q.below]
        if wrong:
            figures["falsche_gekennzeichnet"] = statistics.fmean(_marked(hit) for hit in wrong)
    figures["grundlage_im_mittel"] = statistics.fmean(result.grundlage for _, result in chosen)
    unanswerable = [result.grundlage for q, result in chosen if not q.relevant]
    if unanswerable:
        answerable = [result.grundlage for q, result in zip(questions, results, strict=True) if q.relevant]
        figures["zu_recht_ohne_grundlage"] = statistics.fmean(each < EVEN for each in unanswerable)
        figures["grundlage_auroc"] = auroc(
            [*answerable, *unanswerable], [True] * len(answerable) + [False] * len(unanswerable)
        )
    return figures


def marks(questions: Sequence[Labelled], results: Sequence[Ergebnis]) -> dict[str, int]:
    """How many of the first ten hits are marked, and how many right ones among them: each of those is a mistake."""
    pairs = [(q, hit) for q, result in zip(questions, results, strict=True) for hit in result.treffer[:DEPTH]]
    right = [hit for q, hit in pairs if hit.passage.id in q.relevant]
    return {
        "ueberholt": sum(hit.ueberholt_durch is not None for _, hit in pairs),
        "verwechslung": sum(bool(hit.verwechslung) for _, hit in pairs),
        "richtige": len(right),
        "richtige_als_ueberholt": sum(hit.ueberholt_durch is not None for hit in right),
        "richtige_als_verwechslung": sum(bool(hit.verwechslung) for hit in right),
    }


def _marked(hit: Treffer) -> bool:
    return hit.ueberholt_durch is not None or bool(hit.verwechslung)


def _above(ranking: Sequence[str], question: Labelled) -> bool:
    """Whether a right one stands above each that must stand below it."""
    place = {passage: rank for rank, passage in enumerate(ranking)}
    best = min((place[p] for p in question.relevant if p in place), default=len(ranking))
    return all(best < place.get(p, len(ranking) + 1) for p in question.below)
