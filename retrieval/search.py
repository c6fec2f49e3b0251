"""One question in, ranked passages out: candidates of every signal, scored exactly, the newer word above the older."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any

from corpus.domain import Passage
from retrieval.abbreviations import in_the_archives_form, said_otherwise
from retrieval.exact import exact_terms
from retrieval.german import analyse
from retrieval.index.projection import Index, PassageEmbeddings
from retrieval.index.record import Record, day_number
from retrieval.index.words import FIELDS
from retrieval.paper_numbers import find_paper_numbers
from retrieval.ranking.grundlage import estimate
from retrieval.ranking.motion import Scored, score
from retrieval.ranking.order import Arranged, arrange
from retrieval.ranking.signals import signals
from retrieval.ranking.weights import Candidates, Collection, Question, Weights, default_weights
from retrieval.slots import Slot
from retrieval.subjects import matter_of_subject

if TYPE_CHECKING:
    import numpy as np
    from langchain_core.retrievers import BaseRetriever
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

CANDIDATES = 30
"""So many of each signal's best are scored. Twice as many, and more papers, rank the same on Karlsruhe (R@1 .795, R@10
.987), XQuAD-de and Flussbach and take nearly twice as long; 20 and 10 papers lose .002 of Karlsruhe's R@10."""

WHOLE_PAPERS = 15
"""Of so many papers all passages are scored, by the order of their first hit."""


@dataclass(frozen=True)
class Query:
    """A question to the archive.

    `titel` is the subject of its motion. `before` admits only papers dated before that day; undated ones are left out
    then, for nobody can say that they are older. Without `intern` only public papers are looked at.

    Queries of one call that share title, day and `intern` are taken for the points of one motion, which help each other
    (`ranking.motion`). With `teil` it is asked among them without being one: a clause of a point, say.
    """

    text: str
    titel: str | None = None
    before: date | None = None
    intern: bool = False
    k: int = 10
    teil: bool = False


@dataclass(frozen=True)
class Treffer:
    """A hit: the answer of a paper, quoted whole. `passage.versandt` tells whether it may prove anything.

    `ueberholt_durch` is the number (or name) of the newer paper on the same matter, which stands above this one.
    `verwechslung` are the slots that it fills otherwise than the question wants: it only looks like an answer.
    """

    rang: int
    score: float
    passage: Passage
    start: int
    ende: int
    zitat: str
    ueberholt_durch: str | None = None
    verwechslung: tuple[Slot, ...] = ()


@dataclass(frozen=True)
class Ergebnis:
    """What was found. `grundlage` is the probability, 0 to 1, that the archive answers the question at all."""

    treffer: tuple[Treffer, ...]
    grundlage: float


class Searcher:
    """Searches one index. Reads what other processes wrote since the last search."""

    def __init__(self, index: Index, embeddings: PassageEmbeddings, weights: Weights | None = None) -> None:
        self._index = index
        self._embeddings = embeddings
        self._weights = weights or default_weights()
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="near")

    def search(self, query: Query) -> Ergebnis:
        """One question."""
        return self.search_many([query])[0]

    def search_many(self, queries: Sequence[Query]) -> list[Ergebnis]:
        """Several questions with one call of the model; the answers in their order."""
        found = self.candidates(queries)
        results: dict[int, Ergebnis] = {}
        for members in motions(queries):
            for at, scored in zip(members, score([found[at] for at in members], self._weights), strict=True):
                results[at] = self.decide(queries[at], scored)
        return [results[at] for at in range(len(queries))]

    def passages(self) -> int:
        """How many passages the index holds."""
        with self._index.lock:
            self._index.refresh()
            return self._index.words.count()

    def document_frequency(self, field: str, term: str) -> int:
        """In how many passages a term of `retrieval.german.analyse` stands in "antwort", "frage" or "betreff"."""
        with self._index.lock:
            return self._index.words.document_frequency(field, term)

    def stands(self, terms: Sequence[str], *, before: date) -> bool:
        """Whether any of these terms stands in a public passage of a paper dated before that day."""
        limits: dict[str, Any] = {"limit": 1, "before": day_number(before), "intern": False}
        self._index.refresh()
        return any(self._index.words.best(field, terms, **limits) for field in FIELDS)

    def said_otherwise(self, question: str, *, before: date) -> tuple[str, ...]:
        """The question with an abbreviation spelled out, or a long form abbreviated, as public papers dated before that
        day or administrations in general do."""
        with self._index.lock:
            self._index.refresh()
            learned = self._index.words.definitions(question, before=day_number(before), intern=False)
        return said_otherwise(question, learned)

    def candidates(self, queries: Sequence[Query], groups: Sequence[Sequence[int]] | None = None) -> list[Candidates]:
        """The passages worth scoring for each question, with their signals: also what the weights are learned from.

        `groups` are the places of queries that are asked together, each place once; `motions(queries)` by default.
        """
        if not queries:
            return []
        queries = [replace(q, titel=matter_of_subject(q.titel)) for q in queries]  # the same for whoever asks
        groups = motions(queries) if groups is None else groups
        questions = self._questions(queries, groups)
        with self._index.lock:
            manifest = self._index.refresh()
            words = self._index.words
            questions = [self._widened(*each) for each in zip(queries, questions, strict=True)]
            # Chroma computes without Python's lock: what lies near is looked for while the words are
            waiting = self._beside.submit(self._near, queries, questions)
            by_words = [self._by_words(*each) for each in zip(queries, questions, strict=True)]
            near = waiting.result()
            records = [self._records(*each) for each in zip(queries, near, by_words, strict=True)]
            prior = self._weights.mean if self._weights.model == self._embeddings.name else ()
            frequency = _remembered(self.document_frequency)
            collection = Collection(words.count(), frequency, manifest.statistics, prior)
        found: dict[int, Candidates] = {}
        for members in groups:
            own = [questions[at] for at in members]
            united = {record.id: record for at in members for record in records[at]}
            some = tuple(sorted(united.values(), key=lambda record: record.id))
            for at, values in zip(members, signals(own, some, collection), strict=True):
                found[at] = Candidates(questions[at], some, values, collection)
        return [found[at] for at in range(len(queries))]

    def decide(self, query: Query, scored: Scored) -> Ergebnis:
        """Ranks the candidates by their scores and takes the first k."""
        import numpy as np

        found, scores = scored.found, scored.scores
        records = found.records
        profile = self._weights.profile(found.question)
        arranged = arrange(query.text, found, scores)
        hits = [
            _hit(rank, float(scores[row]), records[row].passage, arranged, records)
            for rank, row in enumerate(arranged.order[: query.k], 1)
        ]
        answers = np.array(arranged.answers[:2], dtype=int)
        grundlage = estimate(found, scored.likely, answers, profile.grundlage)
        return Ergebnis(tuple(hits), 1.0 if arranged.named else grundlage)

    # --- candidates --------------------------------------------------------------------------------------------------

    def _questions(self, queries: Sequence[Query], groups: Sequence[Sequence[int]]) -> list[Question]:
        """Terms and vectors; every different text is embedded once."""
        import numpy as np

        texts = [(q.text, q.titel or q.text, f"{q.titel}: {q.text}" if q.titel else q.text) for q in queries]
        different = list(dict.fromkeys(t for three in texts for t in three))
        row = {text: i for i, text in enumerate(different)}
        vectors = self._embeddings.embed_queries(different)
        in_company = {at for members in groups if sum(not queries[at].teil for at in members) > 1 for at in members}
        return [
            Question(
                tuple(analyse(query.text)),
                tuple(analyse(query.titel or "")),
                np.stack([vectors[row[t]] for t in three]),
                has_neighbours=at in in_company,
                is_point=not query.teil,
                text=query.text,
            )
            for at, (query, three) in enumerate(zip(queries, texts, strict=True))
        ]

    def _widened(self, query: Query, question: Question) -> Question:
        """With its exact things and the other forms of its abbreviations, as far as any passage has them."""
        words = self._index.words

        def stands(term: str) -> bool:
            return any(words.document_frequency(field, term) for field in FIELDS)

        exact = (term for term in exact_terms(query.text) if stands(term))
        learned = words.definitions(query.text, **_limits(query))
        terms = in_the_archives_form(query.text, (*question.text_terms, *exact), learned, stands)
        return replace(question, text_terms=terms)

    def _near(self, queries: Sequence[Query], questions: Sequence[Question]) -> list[list[list[str]]]:
        """For each query the nearest owners, a list for each signal; the last list names papers, by their subject."""
        import numpy as np

        near: list[list[list[str]]] = [[] for _ in queries]
        groups: dict[tuple[date | None, bool], list[int]] = {}
        for at, query in enumerate(queries):
            groups.setdefault((query.before, query.intern), []).append(at)
        for (before, intern), members in groups.items():  # those of the same limits go together
            for field, parts in (("antwort", (0, 1, 2)), ("betreff", (1,))):
                wanted = [(at, p) for at in members for p in parts if p == parts[0] or questions[at].has_title]
                found = self._index.meaning.nearest(
                    field,
                    np.stack([questions[at].vectors[part] for at, part in wanted]),
                    limit=CANDIDATES,
                    before=day_number(before) if before else None,
                    intern=intern,
                )
                for (at, _), owners in zip(wanted, found, strict=True):
                    near[at].append(owners)
        return near

    def _by_words(self, query: Query, question: Question) -> list[list[Record]]:
        """The papers that the query names by number, then the best by the words of each field."""
        words = self._index.words
        limits = _limits(query)
        both = (*question.title_terms, *question.text_terms)
        return [
            words.with_number(find_paper_numbers(query.text), **limits),
            *(
                words.best(field, terms, limit=CANDIDATES, **limits)
                for field, terms in (
                    ("antwort", question.text_terms),
                    ("antwort", both if question.has_title else ()),
                    ("frage", question.text_terms),
                    ("betreff", question.title_terms or question.text_terms),
                )
            ),
        ]

    def _records(self, query: Query, near: list[list[str]], by_words: list[list[Record]]) -> list[Record]:
        words = self._index.words
        limits = _limits(query)
        *answers, subjects = near
        owners = list(dict.fromkeys(owner for each in answers for owner in each))
        known = {record.id: record for record in words.records(owners, **limits)}
        numbered, *by_field = by_words
        lists = [numbered, *([known[owner] for owner in each if owner in known] for each in answers), *by_field]
        found = {record.id: record for each in lists for record in each}
        by_depth = (record for rank in zip_longest(*lists) for record in rank if record is not None)
        papers = islice(dict.fromkeys(record.dokument_id for record in by_depth), WHOLE_PAPERS)
        whole = list(dict.fromkeys([*papers, *subjects[:WHOLE_PAPERS]]))
        found |= {record.id: record for record in words.of_papers(whole, **limits)}
        return sorted(found.values(), key=lambda record: record.id)


def _limits(query: Query) -> dict[str, Any]:
    return {"before": day_number(query.before) if query.before else None, "intern": query.intern}


def motions(queries: Sequence[Query]) -> list[list[int]]:
    """The places of the queries, those of one motion together, in the order of the first of each."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for at, query in enumerate(queries):
        motion = (query.titel, query.before, query.intern) if query.titel else (at,)
        groups.setdefault(motion, []).append(at)
    return list(groups.values())


def retriever(searcher: Searcher, **limits: Any) -> BaseRetriever:
    """The searcher as LangChain's `BaseRetriever`; `limits` are fields of `Query` (titel, before, intern, k)."""
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

    class StellwerkRetriever(BaseRetriever):  # made here, so that importing this module does not import LangChain
        def _get_relevant_documents(self, query: str, **_: Any) -> list[Document]:
            found = searcher.search(Query(query, **limits))
            return [
                Document(
                    page_content=hit.zitat,
                    metadata={
                        "id": hit.passage.id,
                        "vorlage": hit.passage.vorlage,
                        "datum": hit.passage.datum.isoformat() if hit.passage.datum else None,
                        "score": hit.score,
                        "ueberholt_durch": hit.ueberholt_durch,
                        "verwechslung": [slot.wortlaut for slot in hit.verwechslung],
                        "grundlage": found.grundlage,
                    },
                )
                for hit in found.treffer
            ]

    return StellwerkRetriever()


def _remembered(document_frequency: Callable[[str, str], int]) -> Callable[[str, str], int]:
    """Each term is looked up once for all questions of a call."""
    known: dict[tuple[str, str], int] = {}

    def look_up(field: str, term: str) -> int:
        if (field, term) not in known:
            known[field, term] = document_frequency(field, term)
        return known[field, term]

    return look_up


def _hit(rank: int, score: float, passage: Passage, arranged: Arranged, records: Sequence[Record]) -> Treffer:
    newer_id = arranged.newer.get(passage.id)
    newer = next((record.passage for record in records if record.id == newer_id), None)
    return Treffer(
        rank,
        score,
        passage,
        passage.start,
        passage.ende,
        passage.text,
        ueberholt_durch=(newer.vorlage or newer.dokument) if newer else None,
        verwechslung=arranged.look_alike.get(passage.id, ()),
    )
