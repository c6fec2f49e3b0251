"""Two papers side by side: how much of what an older one says a newer one takes up again.

A newer reply on the same matter mostly takes up several points of the older one, in words of its own, and hardly any
other paper does. So a pair of answers is also judged by the papers they stand in; and by what they have in common that
the other papers among the hits have not, which needs no look into the index.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from retrieval.index.record import Record
from retrieval.other_matter import concepts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from retrieval.ranking.weights import Collection

    Floats = NDArray[np.float32]

SUBJECT = 2
"""The place of the subject among a record's first three vectors."""


class Papers:
    """The papers of some hits, with all of their passages that were found."""

    def __init__(self, found: Iterable[Record], looked_at: Sequence[Record], collection: Collection) -> None:
        names = dict.fromkeys(record.dokument_id for record in looked_at)
        self._records: dict[str, list[Record]] = {name: [] for name in names}
        for record in found:
            if record.dokument_id in names:
                self._records[record.dokument_id].append(record)
        self._looked_at = tuple(looked_at)
        self._collection = collection
        self._terms: dict[str, frozenset[str]] = {}
        self._weights: dict[str, float] = {}
        self._common: dict[tuple[str, str], float] = {}

    def alike(self, older: Record, newer: Sequence[Record]) -> list[dict[str, float]]:
        """For each newer one the cosines of the passages (answer, question, subject together) and of their subjects."""
        place = self._place
        rows = [place[record.id] for record in newer]
        whole = self._whole[rows] @ self._whole[place[older.id]]
        subject = self._heads[rows, SUBJECT] @ self._heads[place[older.id], SUBJECT]
        return [{"whole": float(one), "subject": float(two)} for one, two in zip(whole, subject, strict=True)]

    def common(self, older: Record, newer: Record) -> float:
        """The cosine of the two papers' terms, each once, weighed by how few of the papers have it."""
        pair = older.dokument_id, newer.dokument_id
        if pair not in self._common:
            length = math.sqrt(self._whole_weight(pair[0]) * self._whole_weight(pair[1]))
            both = self._of(pair[0]) & self._of(pair[1])
            self._common[pair] = sum(map(self._weight.__getitem__, both)) / length if length else 0.0
        return self._common[pair]

    def _of(self, paper: str) -> frozenset[str]:
        if paper not in self._terms:
            self._terms[paper] = frozenset().union(*map(concepts, self._records[paper]))
        return self._terms[paper]

    def _whole_weight(self, paper: str) -> float:
        if paper not in self._weights:
            self._weights[paper] = sum(map(self._weight.__getitem__, self._of(paper)))
        return self._weights[paper]

    @cached_property
    def _weight(self) -> dict[str, float]:
        """Squared, as a cosine wants it."""
        there = Counter(chain.from_iterable(map(self._of, self._records)))
        papers = len(self._records)
        by_number = [math.log((1 + papers) / (0.5 + often)) ** 2 for often in range(papers + 1)]
        return {term: by_number[often] for term, often in there.items()}

    @cached_property
    def _place(self) -> dict[str, int]:
        return {record.id: at for at, record in enumerate(self._looked_at)}

    @cached_property
    def _heads(self) -> Floats:
        """(hits, 3, dimension): answer, question and subject of each, centred."""
        import numpy as np

        heads = np.concatenate([record.vectors[:3] for record in self._looked_at])
        return self._collection.centred(heads).reshape(len(self._looked_at), 3, -1)

    @cached_property
    def _whole(self) -> Floats:
        return _unit(self._heads.sum(axis=1))


def _unit(rows: Floats) -> Floats:
    import numpy as np

    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)
