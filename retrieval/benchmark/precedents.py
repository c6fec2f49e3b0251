"""`stellwerk bench retrieval` on a set whose questions are whole motions: which earlier papers are found for them.

A paper whose number stands in the motion is found by looking it up; so the figures are given for all relevant papers,
and again for those that are not named.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.domain import Passage
from retrieval.benchmark.collection import Labelled, LabelledSet
from retrieval.german import analyse
from retrieval.index.manifest import Statistics
from retrieval.index.words import FIELDS, WordIndex
from retrieval.precedents.motion import MotionParts, motion_parts
from retrieval.precedents.search import precedents_in
from retrieval.search import Ergebnis

WHOLE_MOTION_CHARACTERS = 400
"""A question has a sentence or a few. Where half the questions of a set are longer than this, they are motions."""

DEPTH = 10
STORED_AT_ONCE = 2_000
RESAMPLES = 2_000


def are_whole_motions(labelled: LabelledSet) -> bool:
    """Whether the questions of a set are motions, so that papers are to be found that are cited for them."""
    lengths = [len(question.query.text) for question in labelled.questions]
    return bool(lengths) and statistics.median(lengths) > WHOLE_MOTION_CHARACTERS


def find_all(
    labelled: LabelledSet, *, k: int, step: Callable[[str], None] = lambda _: None
) -> tuple[list[Ergebnis], dict[str, Any]]:
    """What is found for each motion, and how long it took. The index holds words alone: nothing is embedded."""
    started = time.perf_counter()
    with words_of(labelled.passages) as (words, fixed):
        built = time.perf_counter() - started
        results, took = [], []
        for question in labelled.questions:
            started = time.perf_counter()
            results.append(precedents_in(words, fixed, motion_of(question), intern=True, k=k))
            took.append((time.perf_counter() - started) * 1000)
            step(question.id)
    speed = {"p50": statistics.median(took), "p95": sorted(took)[int(0.95 * (len(took) - 1))]} if took else {}
    return results, {"aufbau_passagen_je_s": len(labelled.passages) / built, "ganze_suche_ms": speed}


def motion_of(question: Labelled) -> MotionParts:
    """A motion of a labelled set in its parts; without a day it is younger than every paper."""
    query = question.query
    return motion_parts(query.text, subject=query.titel, before=query.before or date.max)


@contextmanager
def words_of(passages: Sequence[Passage]) -> Iterator[tuple[WordIndex, Statistics]]:
    """An index of the words of these passages in a folder that is gone afterwards."""
    import numpy as np

    without = np.zeros((len(FIELDS), 1), dtype=np.float32)
    with TemporaryDirectory(prefix="stellwerk-bench-") as folder:
        words = WordIndex(Path(folder))
        words.create()
        for at in range(0, len(passages), STORED_AT_ONCE):
            words.apply([(passage, without) for passage in passages[at : at + STORED_AT_ONCE]], ())
        try:
            yield words, Statistics(len(passages), (), _average_lengths(passages))
        finally:
            words.close()


def judge_precedents(questions: Sequence[Labelled], rankings: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Of all relevant papers, then of those whose number does not stand in the motion: R@10 and more.

    `R@k` is the share of motions with a relevant paper among the first k, `anteil@10` the mean share of a motion's
    relevant papers there. `von` and `bis` hold the middle 95 % of R@10 when the motions are drawn anew (bootstrap).
    """
    rows = list(zip(questions, rankings, strict=True))
    return {
        "alle": _figures([(question.relevant, ranking) for question, ranking in rows]),
        "ohne_genannte": _figures([(question.relevant - question.named, ranking) for question, ranking in rows]),
    }


def _figures(rows: Sequence[tuple[frozenset[str], Sequence[str]]]) -> dict[str, Any]:
    asked = [(relevant, ranking) for relevant, ranking in rows if relevant]
    if not asked:
        return {"antraege": 0}
    found = [float(bool(relevant.intersection(ranking[:DEPTH]))) for relevant, ranking in asked]
    low, high = _interval(found)
    return {
        "antraege": len(asked),
        "R@1": statistics.fmean(bool(relevant.intersection(ranking[:1])) for relevant, ranking in asked),
        "R@5": statistics.fmean(bool(relevant.intersection(ranking[:5])) for relevant, ranking in asked),
        "R@10": statistics.fmean(found),
        "R@10_von": low,
        "R@10_bis": high,
        "anteil@10": statistics.fmean(
            len(relevant.intersection(ranking[:DEPTH])) / len(relevant) for relevant, ranking in asked
        ),
    }


def _interval(values: Sequence[float]) -> tuple[float, float]:
    """The middle 95 % of the mean over samples with replacement; always the same of the same values."""
    draw = random.Random(0)
    means = sorted(statistics.fmean(draw.choices(values, k=len(values))) for _ in range(RESAMPLES))
    return means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES) - 1]


def _average_lengths(passages: Sequence[Passage]) -> tuple[float, float, float]:
    """The terms of an answer, a question and a subject, over those that have one."""
    texts = [(passage.text, passage.frage, passage.betreff) for passage in passages]
    answer, question, subject = (
        statistics.fmean([len(analyse(own[field] or "")) for own in texts if own[field]] or [1.0]) for field in range(3)
    )
    return answer, question, subject
