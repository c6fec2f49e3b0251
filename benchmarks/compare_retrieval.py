"""Our search beside others on the same texts, in one run: R@1, R@10 and nDCG@10 with 95 % intervals over the papers.

    python benchmarks/compare_retrieval.py FOLDER --models MODELS [--markdown]

FOLDER holds questions with titles. Our weights are learned on the folds that a question is not in. The others get title
and question as one string and the same vectors; they need what benchmarks/requirements.txt lists, and are left out with
a word where it is missing.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.benchmark.collection import Labelled, LabelledSet, built_index, read_set
from retrieval.benchmark.measures import better_by, gain_at_10
from retrieval.embedding.sentences import SentenceEmbeddings
from retrieval.german import analyse
from retrieval.index.projection import PassageEmbeddings
from retrieval.ranking.weights import Weights, fuse
from retrieval.search import Searcher
from retrieval.tuning import EMPTY, KINDS, Asked, ask, fold_weights, rankings

DEPTH = 10
CANDIDATES = 100
Ranking = list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", type=Path, required=True, help="where the model is, or is to be unpacked")
    given = parser.parse_args()
    compare(read_set(given.folder), SentenceEmbeddings.default(given.models))


def compare(labelled: LabelledSet, embeddings: PassageEmbeddings) -> None:
    """Prints a row a system."""
    paper = {passage.id: passage.dokument_id for passage in labelled.passages}
    print(f"| {labelled.name}: {len(labelled.questions)} Fragen | R@1 | R@10 | nDCG@10 |\n|---|---|---|---|")
    for name, run in (*others(labelled, embeddings), *ours(labelled, embeddings)):
        try:
            questions, found = run()
        except ImportError as error:
            print(f"| {name} | fehlt: {error.name} | | |")
            continue
        groups = [paper[min(question.relevant)] for question in questions]
        pairs = list(zip(questions, found, strict=True))
        measures: tuple[list[float], ...] = (
            [float(bool(ranking) and ranking[0] in q.relevant) for q, ranking in pairs],
            [float(any(p in q.relevant for p in ranking[:DEPTH])) for q, ranking in pairs],
            [gain_at_10(ranking, q.relevant) for q, ranking in pairs],
        )
        cells = ["{:.3f} ({:.3f}–{:.3f})".format(*better_by([0.0] * len(m), m, groups)) for m in measures]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


Run = Callable[[], tuple[Sequence[Labelled], Sequence[Ranking]]]


def ours(labelled: LabelledSet, embeddings: PassageEmbeddings) -> Iterator[tuple[str, Run]]:
    """Each step of the ranking, with weights of other folds."""
    with built_index(labelled.passages, embeddings) as index:
        empty = Weights(EMPTY, EMPTY, EMPTY, index.refresh().statistics.mean, embeddings.name)
        searcher = Searcher(index, embeddings, empty)
        asked = {kind: ask(labelled, searcher, kind) for kind in KINDS}
        by_fold = fold_weights(asked, empty)
        alone = [each for each in asked["with_title"] if each.questions[0].query.titel]
        motions = asked["in_motion"]
        inside = {question.id for each in motions for question in each.questions}
        rest = [each for each in alone if each.questions[0].id not in inside]

        def with_rest(some: list[Asked], rank: Callable[[list[Asked]], Any]) -> Any:
            (questions, found), (more, others) = rank(some), rankings(rest, by_fold)
            return [*questions, *more], [*found, *others]

        yield "Stellwerk, Frage ohne Titel", lambda: rankings(asked["without_title"], by_fold)
        yield "Stellwerk, Titel und Frage je für sich", lambda: rankings(alone, by_fold)
        yield (
            "+ die übrigen Punkte des Antrags",
            lambda: with_rest(motions, lambda some: _without_claims(some, by_fold)),
        )
        yield (
            "+ Punkte je für sich beigemischt; zwei Punkte, zwei Antworten",
            lambda: with_rest(motions, lambda some: rankings(some, by_fold)),
        )


def _without_claims(asked: Sequence[Asked], by_fold: Sequence[Weights]) -> tuple[list[Labelled], list[Ranking]]:
    questions, found = [], []
    for each in asked:
        for question, there in zip(each.questions, each.found, strict=True):
            scores = fuse(there.signals, by_fold[each.fold].profile(there.question))
            questions.append(question)
            found.append([there.records[row].id for row in np.argsort(-scores, kind="stable")])
    return questions, found


def others(labelled: LabelledSet, embeddings: PassageEmbeddings) -> Iterator[tuple[str, Run]]:
    """What stands elsewhere, on title and question as one string."""
    questions = [question for question in labelled.questions if question.relevant]
    asked = [": ".join(filter(None, (q.query.titel, q.query.text))) for q in questions]
    ids = [passage.id for passage in labelled.passages]
    texts = [passage.text for passage in labelled.passages]

    def words() -> Callable[[str], Ranking]:
        import bm25s

        index = bm25s.BM25(k1=1.2, b=0.75)
        index.index([analyse(text) for text in texts], show_progress=False)

        def rank(text: str) -> Ranking:
            known = [term for term in analyse(text) if term in index.vocab_dict]
            scores = index.get_scores(known) if known else np.zeros(len(ids))
            return [ids[at] for at in np.argsort(-scores, kind="stable")[:CANDIDATES]]

        return rank

    def vectors() -> Callable[[str], Ranking]:
        rows = embeddings.embed_passages(texts)
        of = dict(zip(asked, embeddings.embed_queries(asked), strict=True))
        return lambda text: [ids[at] for at in np.argsort(-(rows @ of[text]), kind="stable")[:CANDIDATES]]

    def ensemble() -> Callable[[str], Ranking]:
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_core.documents import Document
        from langchain_core.retrievers import BaseRetriever

        class Part(BaseRetriever):
            rank: Any

            def _get_relevant_documents(self, query: str, **_: Any) -> list[Document]:
                return [Document(page_content=passage, metadata={"id": passage}) for passage in self.rank(query)]

        both = EnsembleRetriever(retrievers=[Part(rank=words()), Part(rank=vectors())], weights=[0.5, 0.5], id_key="id")
        return lambda text: [document.metadata["id"] for document in both.invoke(text)]

    def txtai() -> Callable[[str], Ranking]:
        from txtai import Embeddings

        of = dict(zip(asked, embeddings.embed_queries(asked), strict=True))
        of |= dict(zip(texts, embeddings.embed_passages(texts), strict=True))

        def look_up(wanted: Sequence[str]) -> Any:
            return np.stack([of[text] for text in wanted])

        index = Embeddings({"method": "external", "transform": look_up, "hybrid": True, "backend": "numpy"})
        index.index(list(zip(ids, texts, [None] * len(ids), strict=True)))
        return lambda text: [found for found, _ in index.search(text, CANDIDATES)]

    for name, made in (
        ("BM25 (bm25s) mit Komposita", words),
        ("e5 allein", vectors),
        ("LangChain EnsembleRetriever, je ½", ensemble),
        ("txtai, hybrid", txtai),
    ):

        def run(made: Callable[[], Callable[[str], Ranking]] = made) -> tuple[Sequence[Labelled], list[Ranking]]:
            rank = made()
            return questions, [rank(text) for text in asked]

        yield name, run


if __name__ == "__main__":
    main()
