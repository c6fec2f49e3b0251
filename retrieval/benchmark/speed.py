"""How fast: a search over two thousand passages, and one question's embedding against its bare matrix products."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from corpus.domain import Passage
from retrieval.benchmark.collection import LabelledSet, built_index
from retrieval.index import PassageEmbeddings
from retrieval.search import Query, Searcher

PASSAGES = 2_000
ROUNDS = 40
WARM_UP = 5
EMBEDDED_PASSAGES = 32

# A layer of multilingual-e5-small: query, key, value, output; then up and down.
HIDDEN, WIDE, LAYERS = 384, 1536, 12


def bench_speed(searcher: Searcher, labelled: LabelledSet, embeddings: PassageEmbeddings) -> dict[str, Any]:
    """Milliseconds as p50 and p95 on this machine; the ratio is what compares with others."""
    queries = [replace(question.query, k=10) for question in labelled.questions[:ROUNDS]]
    queries = (queries * (1 + ROUNDS // max(len(queries), 1)))[:ROUNDS] if queries else []
    if not queries:
        return {}
    fixed = _Given(embeddings, queries)
    many = _two_thousand(labelled.passages)
    with built_index(many, _Cheap(embeddings, labelled.passages)) as index:
        alone = Searcher(index, fixed)
        without = _timed(lambda query: alone.search(query), queries)
    embed = _timed(lambda query: embeddings.embed_queries([query.text]), queries)
    bare = _bare_products(embeddings, queries)
    texts = [passage.text for passage in labelled.passages[:EMBEDDED_PASSAGES]]
    started = time.perf_counter()
    embeddings.embed_passages(texts)
    rate = len(texts) / (time.perf_counter() - started)
    figures: dict[str, Any] = {
        f"suche_ohne_einbettung_{len(many)}_passagen_ms": without,
        "einbettung_einer_frage_ms": embed,
        "einbettung_passagen_je_s": rate,
        "ganze_suche_ms": _timed(lambda query: searcher.search(query), queries),
    }
    if bare:
        figures["bloße_matrixprodukte_ms"] = bare
        figures["einbettung_zu_matrixprodukten"] = embed["p50"] / bare["p50"]
    return figures


def _timed(run: Callable[[Query], object], queries: Sequence[Query]) -> dict[str, float]:
    for query in queries[:WARM_UP]:
        run(query)
    took = []
    for query in queries:
        started = time.perf_counter()
        run(query)
        took.append(1000 * (time.perf_counter() - started))
    quantiles = statistics.quantiles(took, n=20, method="inclusive")
    return {"p50": statistics.median(took), "p95": quantiles[18]}


def _bare_products(embeddings: PassageEmbeddings, queries: Sequence[Query]) -> dict[str, float]:
    """The matrix products of one forward pass over as many tokens, nothing else; {} for a model of another shape."""
    count = getattr(embeddings, "count_tokens", None)
    if count is None:
        return {}
    import torch

    square, up = torch.randn(HIDDEN, HIDDEN), torch.randn(WIDE, HIDDEN)
    layers = [[square.clone() for _ in range(4)] + [up.clone(), up.T.contiguous()] for _ in range(LAYERS)]

    def products(query: Query) -> None:
        narrow, wide = (torch.randn(count(query.text), width) for width in (HIDDEN, WIDE))
        with torch.inference_mode():
            for layer in layers:
                for weight in layer:
                    torch.nn.functional.linear(narrow if weight.shape[1] == HIDDEN else wide, weight)

    return _timed(products, queries)


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
