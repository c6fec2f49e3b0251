"""`stellwerk bench retrieval`: how often the right passage stands first, beside plain BM25 on the same texts."""

from __future__ import annotations

import json
import math
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from retrieval.benchmark.collection import Labelled, LabelledSet, built_index, read_set
from retrieval.benchmark.speed import bench_speed
from retrieval.german import analyse
from retrieval.index import PassageEmbeddings
from retrieval.search import Ergebnis, Searcher

DEPTH = 10
RUN_DEPTH = 100
BATCH = 64
BM25 = {"k1": 1.2, "b": 0.75}

Progress = Callable[[str, int], AbstractContextManager[Callable[[str], None]]]


def bench_retrieval(
    folder: Path, run: Path | None = None, *, embeddings: PassageEmbeddings, progress: Progress | None = None
) -> dict[str, Any]:
    """The figures of one labelled set; `run` receives the ranking and `grundlage` of each question.

    Builds a real index of the passages in a temporary folder and asks the same Searcher that drafts ask.
    """
    labelled = read_set(folder, k=RUN_DEPTH)
    started = time.perf_counter()
    with built_index(labelled.passages, embeddings) as index:
        built = time.perf_counter() - started
        searcher = Searcher(index, embeddings)
        results = _search_all(searcher, labelled, progress)
        speed = bench_speed(searcher, labelled, embeddings)
    if run is not None:
        _write_run(run, labelled, results)
    rankings = [[hit.passage.id for hit in result.treffer] for result in results]
    figures: dict[str, Any] = {
        "satz": labelled.name,
        "passagen": len(labelled.passages),
        "fragen": len(labelled.questions),
        "suche": judge(labelled.questions, rankings),
        "bm25": _bm25(labelled),
    }
    kinds = sorted({question.kind for question in labelled.questions} - {""})
    if kinds:
        figures["nach_art"] = {kind: _kind(kind, labelled.questions, rankings) for kind in kinds}
    if any(not question.relevant for question in labelled.questions):
        answerable = [bool(question.relevant) for question in labelled.questions]
        figures["grundlage_auroc"] = auroc([result.grundlage for result in results], answerable)
    figures["tempo"] = {"aufbau_passagen_je_s": len(labelled.passages) / built, **speed}
    return figures


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
    gain = sum(1 / math.log2(rank + 2) for rank, hit in enumerate(hits[:DEPTH]) if hit)
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(DEPTH, len(relevant))))
    first = hits.index(True) if any(hits) else None
    return {
        "R@1": float(any(hits[:1])),
        "R@5": float(any(hits[:5])),
        "R@10": float(any(hits[:10])),
        "nDCG@10": gain / ideal,
        "MRR": 0.0 if first is None else 1 / (first + 1),
    }


def _kind(kind: str, questions: Sequence[Labelled], rankings: Sequence[Sequence[str]]) -> dict[str, Any]:
    chosen = [(q, r) for q, r in zip(questions, rankings, strict=True) if q.kind == kind]
    figures: dict[str, Any] = {"fragen": len(chosen), **judge([q for q, _ in chosen], [r for _, r in chosen])}
    ordered = [_above(ranking, question) for question, ranking in chosen if question.below]
    if ordered:
        figures["richtige_ueber_falscher"] = statistics.fmean(ordered)
    return figures


def _above(ranking: Sequence[str], question: Labelled) -> bool:
    """Whether a right one stands above each that must stand below it."""
    place = {passage: rank for rank, passage in enumerate(ranking)}
    best = min((place[p] for p in question.relevant if p in place), default=len(ranking))
    return all(best < place.get(p, len(ranking) + 1) for p in question.below)


def _search_all(searcher: Searcher, labelled: LabelledSet, progress: Progress | None) -> list[Ergebnis]:
    results: list[Ergebnis] = []
    queries = [question.query for question in labelled.questions]
    if progress is None:
        return searcher.search_many(queries)
    with progress(f"Fragen aus {labelled.name}", len(queries)) as step:
        for at in range(0, len(queries), BATCH):
            results += searcher.search_many(queries[at : at + BATCH])
            for question in labelled.questions[at : at + BATCH]:
                step(question.id)
    return results


def _bm25(labelled: LabelledSet) -> dict[str, Any]:
    """bm25s on the same texts, title and text as one string, no limits: with our analysis, and with stems alone."""
    try:
        import bm25s
        import Stemmer
    except ImportError:
        return {"hinweis": "bm25s ist nicht installiert; der Vergleich entfällt (pip install bm25s)."}
    stem = Stemmer.Stemmer("german").stemWord

    def stems(text: str) -> list[str]:
        return [stem(word) for word in "".join(c if c.isalnum() else " " for c in text.lower()).split()]

    figures = {}
    for name, terms in (("mit_komposita", analyse), ("nur_staemme", stems)):
        index = bm25s.BM25(**BM25)
        index.index([terms(passage.text) for passage in labelled.passages], show_progress=False)
        rankings = []
        for question in labelled.questions:
            asked = f"{question.query.titel or ''} {question.query.text}"
            known = [term for term in terms(asked) if term in index.vocab_dict]
            scores = index.get_scores(known) if known else [0.0] * len(labelled.passages)
            order = sorted(range(len(labelled.passages)), key=lambda i: -scores[i])[:DEPTH]
            rankings.append([labelled.passages[i].id for i in order])
        figures[name] = judge(labelled.questions, rankings)
    return figures


def _write_run(run: Path, labelled: LabelledSet, results: Sequence[Ergebnis]) -> None:
    with run.open("w", encoding="utf-8") as file:
        for question, result in zip(labelled.questions, results, strict=True):
            ranking = [hit.passage.id for hit in result.treffer]
            row = {"id": question.id, "ranking": ranking, "grundlage": round(result.grundlage, 4)}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
