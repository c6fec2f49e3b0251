"""`stellwerk bench retrieval`: how often the right passage stands first, beside plain BM25 on the same texts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from corpus.domain import Passage
from retrieval.benchmark.collection import Labelled, LabelledSet, built_index, read_set
from retrieval.benchmark.kinds import by_kind, marks
from retrieval.benchmark.measures import DEPTH, auroc, judge
from retrieval.benchmark.precedents import are_whole_motions, find_all, judge_precedents
from retrieval.benchmark.speed import bench_speed
from retrieval.german import analyse
from retrieval.index.projection import PassageEmbeddings
from retrieval.ranking.weights import Weights
from retrieval.search import Ergebnis, Searcher, motions

RUN_DEPTH = 100
BATCH = 64
BM25 = {"k1": 1.2, "b": 0.75}

Progress = Callable[[str, int], AbstractContextManager[Callable[[str], None]]]


def bench_retrieval(
    folder: Path,
    run: Path | None = None,
    *,
    embeddings: PassageEmbeddings,
    weights: Weights | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The figures of one labelled set; `run` receives the ranking and `grundlage` of each question.

    Builds a real index of the passages in a temporary folder and asks the same Searcher that drafts ask. Where the
    questions are whole motions, the papers that are cited for them are asked for.
    """
    labelled = read_set(folder, k=RUN_DEPTH)
    if are_whole_motions(labelled):
        return _bench_precedents(labelled, run, progress)
    started = time.perf_counter()
    with built_index(labelled.passages, embeddings) as index:
        built = time.perf_counter() - started
        searcher = Searcher(index, embeddings, weights)
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
        figures["nach_art"] = {kind: by_kind(kind, labelled.questions, results) for kind in kinds}
        figures["kennzeichnung"] = marks(labelled.questions, results)
    if any(not question.relevant for question in labelled.questions):
        answerable = [bool(question.relevant) for question in labelled.questions]
        figures["grundlage_auroc"] = auroc([result.grundlage for result in results], answerable)
    figures["tempo"] = {"aufbau_passagen_je_s": len(labelled.passages) / built, **speed}
    return figures


def _bench_precedents(labelled: LabelledSet, run: Path | None, progress: Progress | None) -> dict[str, Any]:
    if progress is None:
        results, speed = find_all(labelled, k=RUN_DEPTH)
    else:
        with progress(f"Anträge aus {labelled.name}", len(labelled.questions)) as step:
            results, speed = find_all(labelled, k=RUN_DEPTH, step=step)
    if run is not None:
        _write_run(run, labelled, results)
    rankings = [[hit.passage.id for hit in result.treffer] for result in results]
    return {
        "satz": labelled.name,
        "papiere": len(labelled.passages),
        "antraege": len(labelled.questions),
        "suche": judge(labelled.questions, rankings),
        "praezedenzfaelle": judge_precedents(labelled.questions, rankings),
        "bm25": _bm25(labelled),
        "tempo": speed,
    }


def _search_all(searcher: Searcher, labelled: LabelledSet, progress: Progress | None) -> list[Ergebnis]:
    """All questions in batches; the points of one motion in one batch, for they help each other."""
    queries = [question.query for question in labelled.questions]
    results: dict[int, Ergebnis] = {}
    with (progress or _nobody_looks)(f"Fragen aus {labelled.name}", len(queries)) as step:
        for batch in _batches(motions(queries)):
            for at, result in zip(batch, searcher.search_many([queries[at] for at in batch]), strict=True):
                results[at] = result
                step(labelled.questions[at].id)
    return [results[at] for at in range(len(queries))]


@contextmanager
def _nobody_looks(_title: str, _steps: int) -> Iterator[Callable[[str], None]]:
    yield lambda _: None


def _batches(groups: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Whole groups together, until there are `BATCH` or more."""
    batch: list[int] = []
    for group in groups:
        batch += group
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _bm25(labelled: LabelledSet) -> dict[str, Any]:
    """bm25s on the same texts, title and text as one string: with our analysis, and with stems alone.

    It keeps to `before` as the search does, and looks up no numbers.
    """
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
            order = sorted(_admitted(question, labelled.passages), key=lambda i: -scores[i])[:DEPTH]
            rankings.append([labelled.passages[i].id for i in order])
        figures[name] = judge(labelled.questions, rankings)
    return figures


def _admitted(question: Labelled, passages: Sequence[Passage]) -> list[int]:
    before = question.query.before
    return [i for i, p in enumerate(passages) if before is None or (p.datum is not None and p.datum < before)]


def _write_run(run: Path, labelled: LabelledSet, results: Sequence[Ergebnis]) -> None:
    with run.open("w", encoding="utf-8") as file:
        for question, result in zip(labelled.questions, results, strict=True):
            ranking = [hit.passage.id for hit in result.treffer]
            row = {"id": question.id, "ranking": ranking, "grundlage": round(result.grundlage, 4)}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
