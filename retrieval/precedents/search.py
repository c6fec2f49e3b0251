"""Precedents from an index: candidates by number and by words, ranked by `retrieval.precedents.ranking`.

Needs the words of an index alone; nothing is embedded.
"""

from __future__ import annotations

from typing import Any

from retrieval.index.manifest import Statistics
from retrieval.index.projection import Index
from retrieval.index.record import Record, day_number
from retrieval.index.words import WordIndex
from retrieval.precedents.motion import MotionParts
from retrieval.precedents.ranking import Precedent, precedent_grundlage, rank_precedents
from retrieval.precedents.signals import named_in
from retrieval.ranking.weights import Collection
from retrieval.search import Ergebnis, Treffer

CANDIDATES = 200
"""So many of each way's best are compared exactly."""


def search_precedents(index: Index, motion: MotionParts, *, intern: bool = False, k: int = 10) -> Ergebnis:
    """The k papers, older than the motion, that an official would cite; each with the passage nearest to it."""
    with index.lock:
        statistics = index.refresh().statistics
        return precedents_in(index.words, statistics, motion, intern=intern, k=k)


def precedents_in(words: WordIndex, statistics: Statistics, motion: MotionParts, *, intern: bool, k: int) -> Ergebnis:
    """The same for words that are open already."""
    collection = Collection(words.count(), words.document_frequency, statistics)
    ranked = rank_precedents(motion, candidates(words, motion, intern=intern), collection)
    hits = tuple(_hit(rank, paper) for rank, paper in enumerate(ranked[:k], 1))
    return Ergebnis(hits, precedent_grundlage(motion, ranked, collection))


def candidates(words: WordIndex, motion: MotionParts, *, intern: bool) -> tuple[Record, ...]:
    """The passages of papers that the motion names, those nearest in words, and what these name; each once."""
    limits: dict[str, Any] = {"before": day_number(motion.before), "intern": intern}
    lists = [words.with_number(motion.numbers, **limits)]
    for terms in (motion.terms, motion.subject_terms):
        lists += [
            words.best(field, terms, limit=CANDIDATES, **limits) for field in ("betreff", "antwort", "frage") if terms
        ]
    found = {record.id: record for each in lists for record in each}
    cited = tuple(dict.fromkeys(number for record in found.values() for number in named_in(record)))
    return tuple((found | {record.id: record for record in words.with_number(cited, **limits)}).values())


def _hit(rank: int, paper: Precedent) -> Treffer:
    passage = paper.best.passage
    return Treffer(rank, paper.score, passage, passage.start, passage.ende, passage.text)
