"""How fast: a search over two thousand passages, and one question's embedding against its bare matrix products."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from corpus.domain import Passage
from retrieval.benchmark.collection import LabelledSet, built_index
from retrieval.index.projection import PassageEmbeddings
from retrieval.search import Query, Searcher

PASSAGES = 2_000
ROUNDS = 40
WARM_UP = 5
EMBEDDED_PASSAGES = 96
BULK_ROUNDS = 5
TOGETHER = 4096
"""Rows of one product in bulk; more or fewer make no difference."""

T = TypeVar("T")

# A layer of multilingual-e5-small: query, key, value, output; then up and down.
HIDDEN, WIDE, LAYERS = 384, 1536, 12


def bench_speed(searcher: Searcher, labelled: LabelledSet, embeddings: PassageEmbeddings) -> dict[str, Any]:
    """Milliseconds as p50 and p95 on this machine; the ratios are what compares with others."""
    queries = [replace(question.query, k=10) for question in labelled.questions[:ROUNDS]]
    queries = (queries * (1 + ROUNDS // max(len(queries), 1)))[:ROUNDS] if queries else []
    if not queries:
        return {}
    fixed = _Given(embeddings, queries)
    many = _two_thousand(labelled.passages)
    with built_index(many, _Cheap(embeddings, labelled.passages)) as index:
        alone = Searcher(index, fixed)
        without = timed(lambda query: alone.search(query), queries)
    figures: dict[str, Any] = {
        f"suche_ohne_einbettung_{len(many)}_passagen_ms": without,
        "ganze_suche_ms": timed(lambda query: searcher.search(query), queries),
    }
    texts = [query.text for query in queries]
    passages = [passage.text for passage in labelled.passages[:EMBEDDED_PASSAGES]]
    if not hasattr(embeddings, "count_tokens"):
        return figures | {"einbettung_einer_frage_ms": timed(lambda text: embeddings.embed_queries([text]), texts)}
    return figures | _embedding(embeddings, texts, passages)


def _embedding(embeddings: Any, texts: Sequence[str], passages: Sequence[str]) -> dict[str, Any]:
    """One question, and passages in bulk, each beside its bare matrix products."""
    products, count = bare_products(), embeddings.count_tokens
    tokens = {text: count(text) for text in (*texts, *passages)}
    one = timed_together(
        {"frage": lambda text: embeddings.embed_queries([text]), "produkte": lambda text: products(tokens[text])}, texts
    )
    rows = sum(tokens[text] for text in passages)
    bulk = timed_together(
        {"passagen": lambda _: embeddings.embed_passages(passages), "produkte": lambda _: products(rows)},
        range(BULK_ROUNDS),
    )
    return {
        "einbettung_einer_frage_ms": one["frage"],
        "bloße_matrixprodukte_ms": one["produkte"],
        "einbettung_zu_matrixprodukten": one["frage"]["p50"] / one["produkte"]["p50"],
        "einbettung_passagen_je_s": 1000 * len(passages) / bulk["passagen"]["p50"],
        "einbettung_passagen_zu_matrixprodukten": bulk["passagen"]["p50"] / bulk["produkte"]["p50"],
    }


def timed(run: Callable[[T], object], inputs: Sequence[T]) -> dict[str, float]:
    """Milliseconds a call: median and 95th percentile."""
    return timed_together({"": run}, inputs)[""]


def timed_together(runs: Mapping[str, Callable[[T], object]], inputs: Sequence[T]) -> dict[str, dict[str, float]]:
    """Several things in turn on each input, so that what else the machine does meets them alike."""
    for value in inputs[:WARM_UP]:
        for run in runs.values():
            run(value)
    took: dict[str, list[float]] = {name: [] for name in runs}
    for value in inputs:
        for name, run in runs.items():
            started = time.perf_counter()
            run(value)
            took[name].append(1000 * (time.perf_counter() - started))
    return {
        name: {"p50": statistics.median(some), "p95": statistics.quantiles(some, n=20, method="inclusive")[18]}
        for name, some in took.items()
    }


def bare_products() -> Callable[[int], None]:
    """The matrix products of the layers over so many tokens, in float32, nothing else: for a model of this shape."""
    import torch

    square, up = torch.randn(HIDDEN, HIDDEN), torch.randn(WIDE, HIDDEN)
    layers = [[square.clone() for _ in range(4)] + [up.clone(), up.T.contiguous()] for _ in range(LAYERS)]
    narrow, wide = torch.randn(TOGETHER, HIDDEN), torch.randn(TOGETHER, WIDE)

    def products(tokens: int) -> None:
        with torch.inference_mode():
            while tokens > 0:
                rows, tokens = min(tokens, TOGETHER), tokens - TOGETHER
                for layer in layers:
                    for weight in layer:
                        values = narrow if weight.shape[1] == HIDDEN else wide
                        torch.nn.functional.linear(values[:rows], weight)

    return products


class _Given:
    """The questions' vectors, embedded beforehand: what is left is the search itself."""

    def __init__(self, embeddings: PassageEmbeddings, queries: Sequence[Query]) -> None:
        self.name = embeddings.name
        texts = {t for q in queries for t in (q.text, q.titel or q.text, f"{q.titel}: {q.text}" if q.titel else q.text)}
        self._vectors = dict(zip(sorted(texts), embeddings.embed_queries(sorted(texts)), strict=True))

    def embed_queries(self, texts: Sequence[str]) -> Any:
        import numpy as np

        return np.stack([self._vectors[text] for text in texts])

    embed_passages = embed_queries


class _Cheap:
    """Vectors for passages that are only there to be many: noise of the model's size."""

    def __init__(self, embeddings: PassageEmbeddings, passages: Sequence[Passage]) -> None:
        self.name = embeddings.name
        self._dimension = embeddings.embed_queries([passages[0].text]).shape[1]

    def embed_queries(self, texts: Sequence[str]) -> Any:
        import numpy as np

        random = np.random.default_rng(len(texts))
        rows = 0.3 + random.normal(size=(len(texts), self._dimension)).astype(np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    embed_passages = embed_queries


def _two_thousand(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The set's passages, over and over under other names, until they are two thousand."""
    rounds = 1 + PASSAGES // len(passages)
    return tuple(
        replace(passage, id=f"{number}/{passage.id}", dokument_id=f"{number}/{passage.dokument_id}")
        for number in range(rounds)
        for passage in passages
    )[:PASSAGES]
