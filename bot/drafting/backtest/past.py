"""The archive as it stood before a day: an index of its own that holds nothing younger, and moves forward only.

A filter over today's index would not do. How often a word stands in it, the mean vector, the usual length of an answer
and the order in which candidates are found are made from all that it holds, and a later paper would show through them.
Here later papers are not there at all, so nothing of them can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.drafting.asking import Wortschatz
from bot.drafting.backtest.timeline import Tageswechsel
from bot.drafting.desk import Desk
from bot.drafting.vocabulary import vocabulary
from corpus.archive import Archive
from corpus.domain import Passage
from retrieval.index.projection import Index, PassageEmbeddings
from retrieval.pieces import pieces
from retrieval.ranking.weights import default_weights
from retrieval.search import Searcher

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

DeskOver = Callable[[Callable[[], Searcher], Callable[[date], Wortschatz]], Desk]
"""A desk that drafts from what a searcher finds."""

REMEMBERED_QUERIES = 4_000


class Past:
    """What was known before a day. `reach(day)` moves on to it; the searcher and the desk then know that much.

    The weights of the ranking are those that come with the program, never those that `tune` learned: from this very
    archive, and so from what came later.
    """

    def __init__(
        self,
        archive: Archive,
        today: Index,
        embeddings: PassageEmbeddings,
        desk_over: DeskOver,
        days: Sequence[Tageswechsel],
        folder: Path,
    ) -> None:
        """`today` is the archive's own index: vectors that it holds already are taken from there. `folder` is empty."""
        self._archive = archive
        self._today = today
        self._days = list(days)
        self._reached = 0
        self._vectors = KnownVectors(embeddings)
        self._index = Index(folder, self._vectors)
        self._index.rebuild(())
        self.searcher = Searcher(self._index, self._vectors, default_weights())
        self.desk = desk_over(lambda: self.searcher, self.words)

    @property
    def embeddings(self) -> PassageEmbeddings:
        """The model, remembering what it was asked."""
        return self._vectors

    def words(self, before: date) -> Wortschatz:
        """What was known of words."""
        return vocabulary(self.searcher, before=before)

    def reach(self, day: date) -> None:
        """Takes in whatever is dated before this day. Days that have passed cannot be returned to: ValueError."""
        if self._reached and self._days[self._reached - 1].datum >= day:
            raise ValueError(f"{day} has passed: papers up to {self._days[self._reached - 1].datum} are known")
        moved = False
        while self._reached < len(self._days) and self._days[self._reached].datum < day:
            self._take_in(self._days[self._reached])
            self._reached += 1
            moved = True
        if moved:
            self._index.recount()

    def close(self) -> None:
        """Lets go of the index's files."""
        self._index.close()

    def _take_in(self, change: Tageswechsel) -> None:
        # One day, one write, whoever asks for which day: the index is the same however the run was cut.
        found = self._archive.passages_of_any_version(change.neu)
        passages = [found[each] for each in change.neu]
        self._vectors.know(passages, self._today)
        self._index.apply(passages, change.ersetzt)


class KnownVectors:
    """A model that is not asked twice: for a passage that today's index holds, or a question that it has just seen."""

    def __init__(self, embeddings: PassageEmbeddings) -> None:
        self.name = embeddings.name
        self._embeddings = embeddings
        self._passages: dict[str, Vectors] = {}
        self._queries: dict[str, Vectors] = {}

    def know(self, passages: Sequence[Passage], index: Index) -> None:
        """Takes the vectors of these passages from an index that was built with the same model."""
        from retrieval.index.record import Record

        self._passages.clear()
        if len(self._queries) > REMEMBERED_QUERIES:
            self._queries.clear()
        with index.lock:
            index.refresh()
            found: Iterable[Record] = index.words.records([each.id for each in passages])
        texts = {each.id: each for each in passages}
        for record in found:
            asked = texts[record.id]
            parts = pieces(asked.text)
            held = record.passage
            if (held.text, held.frage, held.betreff) != (asked.text, asked.frage, asked.betreff):
                continue
            if len(record.vectors) != 3 + len(parts):
                continue
            answer, question, subject, *rest = record.vectors
            self._passages |= dict(zip((asked.text, *parts), (answer, *rest), strict=True))
            self._queries |= {text: row for text, row in ((asked.frage, question), (asked.betreff, subject)) if text}

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        return _look_up(texts, self._passages, self._embeddings.embed_passages, keep=False)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        return _look_up(texts, self._queries, self._embeddings.embed_queries, keep=True)


def _look_up(
    texts: Sequence[str], known: dict[str, Vectors], embed: Callable[[Sequence[str]], Vectors], *, keep: bool
) -> Vectors:
    import numpy as np

    missing = list(dict.fromkeys(text for text in texts if text not in known))
    if not texts or (len(missing) == len(texts) and not keep):
        return embed(texts)
    fresh = dict(zip(missing, embed(missing), strict=True)) if missing else {}
    rows = np.stack([known[text] if text in known else fresh[text] for text in texts])
    if keep:
        known |= fresh
    return rows
