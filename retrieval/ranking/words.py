"""BM25 of many questions in a few hundred records, in one matrix (Robertson and Zaragoza 2009)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.index.record import Record
from retrieval.index.words import FIELDS
from retrieval.ranking.weights import BM25_B, BM25_K1, Collection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


@dataclass(frozen=True)
class WordCounts:
    """What each term weighs in each record. `saturated`: (records, terms), 0 where the term is absent; `column` names
    the terms; `empty` are the records that have no such field."""

    saturated: Floats
    empty: NDArray[np.bool_]
    column: dict[str, int]
    idf: Floats

    @classmethod
    def of(cls, records: Sequence[Record], terms: Iterable[str], place: int, collection: Collection) -> WordCounts:
        """Counts these terms in one field of the records. O(records · terms in common)."""
        import numpy as np

        column = {term: at for at, term in enumerate(dict.fromkeys(terms))}
        idf = np.array([collection.idf(FIELDS[place], term) for term in column], dtype=np.float32)
        average = collection.statistics.average_length[place]
        counted = np.zeros((len(records), len(column)), dtype=np.float32)
        lengths = np.array([len(record.words[place]) for record in records], dtype=np.float32)
        for row, record in enumerate(records):
            for term in filter(column.__contains__, record.words[place]):
                counted[row, column[term]] += 1
        norm = BM25_K1 * (1 - BM25_B + BM25_B * lengths / average)
        saturated = np.asarray(counted * (BM25_K1 + 1) / (counted + norm[:, None]), dtype=np.float32)
        absent = (lengths == 0) & bool(place)
        return cls(saturated, absent, column, idf)

    def asked(self, terms: Sequence[str]) -> Floats:
        """1 for the terms of a question, 0 for all others."""
        import numpy as np

        there = np.zeros(len(self.column), dtype=np.float32)
        there[[self.column[term] for term in set(terms)]] = 1.0
        return there

    def scores(self, questions: Sequence[Sequence[str]]) -> Floats:
        """BM25, (questions, records), divided by the root of what a question could reach: long weigh like short.

        NaN where a record has no such field.
        """
        import numpy as np

        asked = np.stack([self.asked(terms) for terms in questions])
        found = (asked * self.idf) @ self.saturated.T / self.reach(asked)[:, None]
        found[:, self.empty] = np.nan
        return np.asarray(found, dtype=np.float32)

    def reach(self, asked: Floats) -> Floats:
        """The root of each question's idf, 1 where it has none."""
        import numpy as np

        reach = np.sqrt(asked @ self.idf)
        return np.asarray(np.where(reach > 0, reach, 1.0), dtype=np.float32)


def in_all_fields(records: Sequence[Record], terms: Sequence[str], collection: Collection) -> Floats:
    """Answer, question and subject as one text: (2, records), BM25F (Robertson, Zaragoza and Taylor 2004) divided as in
    `WordCounts.scores`, and the share of the terms' rarity that stands there at all."""
    import numpy as np

    rarity = {term: collection.rarity(term) for term in dict.fromkeys(terms)}
    total = sum(rarity.values()) or 1.0
    average = collection.statistics.average_length
    found = np.zeros((2, len(records)), dtype=np.float32)
    for row, record in enumerate(records):
        there: dict[str, float] = {}
        for words, usual in zip(record.words, average, strict=True):
            norm = 1 - BM25_B + BM25_B * len(words) / usual
            for term in filter(rarity.__contains__, words):
                there[term] = there.get(term, 0.0) + 1 / norm
        found[0, row] = sum(rarity[term] * often * (BM25_K1 + 1) / (often + BM25_K1) for term, often in there.items())
        found[1, row] = sum(rarity[term] for term in there)
    return np.asarray(found / np.array([[math.sqrt(total)], [total]]), dtype=np.float32)
