"""The search index: meaning (Chroma) and words (Tantivy) as projections of the archive that can be thrown away.

A passage is found by its words, by what it says (the middle of its answer's vector and that of the question it
answered) and by its paper's subject; what exact scoring needs lies in its record. Writing is
idempotent, so that whoever was killed does it again; one process writes at a time (`index.jobs` holds the lock), any
number may read.
"""

from __future__ import annotations

import hashlib
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Protocol

from corpus.domain import Passage
from corpus.errors import StellwerkError, TemporaryError
from retrieval.german import ANALYSIS_VERSION
from retrieval.index.manifest import LAYOUT_VERSION, Manifest, Statistics, read_manifest, write_manifest
from retrieval.index.meaning import Entry, MeaningIndex
from retrieval.index.record import day_number
from retrieval.index.words import WordIndex
from retrieval.pieces import pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BATCH = 128
ENTRIES_A_PUT = 1_000
"""Chroma takes a vector in .22 ms of a thousand at once, in .29 ms of 128."""

STATISTICS_SAMPLE = 2_000
"""So many passages tell what is usual in an archive; one that has doubled since, from less, is built anew."""


class PassageEmbeddings(Protocol):
    """What the index needs of a model; `retrieval.embedding.sentences.SentenceEmbeddings` is one."""

    name: str

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 a text."""

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 a text."""


class Index:
    """Both projections in one folder. Open one for a process: embedded Chroma shares its state within it.

    Who reads holds `lock`, so that no other thread closes the projections under them; writing does not need it.
    """

    def __init__(self, folder: Path, embeddings: PassageEmbeddings, *, chroma_url: str | None = None) -> None:
        self._folder = folder
        self._embeddings = embeddings
        self._url = chroma_url or None
        self.lock = RLock()
        self._manifest: Manifest | None = None
        self._words: WordIndex | None = None
        self._meaning: MeaningIndex | None = None

    # --- reading ---------------------------------------------------------------------------------------------------

    def refresh(self) -> Manifest:
        """Opens what another process has written meanwhile; cheap where nothing has changed.

        Raises StellwerkError where there is no index, or only one that was built with another model or analysis.
        """
        current = read_manifest(self._folder)
        if current is None or not self._fits(current):
            raise TemporaryError(
                "Der Suchindex fehlt oder passt nicht zum eingestellten Sprachmodell.",
                "Bitte `stellwerk reindex` aufrufen.",
            )
        if self._manifest is None or current.projection != self._manifest.projection:
            self._open(current)
        elif current.generation != self._manifest.generation:
            self.meaning.close()
            self.words.reload()
        self._manifest = current
        return current

    @property
    def words(self) -> WordIndex:
        """The word side of the projection that is open."""
        if self._words is None:
            self.refresh()
        assert self._words is not None
        return self._words

    @property
    def meaning(self) -> MeaningIndex:
        """The meaning side of the projection that is open."""
        if self._meaning is None:
            self.refresh()
        assert self._meaning is not None
        return self._meaning

    def close(self) -> None:
        """Lets go of files and connections."""
        if self._words is not None and self._meaning is not None:
            self._words.close()
            self._meaning.close()
        self._manifest = self._words = self._meaning = None

    # --- writing: under the lock of index_jobs -----------------------------------------------------------------------

    def needs_rebuild(self) -> bool:
        """Whether it is missing, in part or whole, or was built with another model, analysis or layout."""
        current = read_manifest(self._folder)
        if current is None or not self._fits(current):
            return True
        words, meaning = self._projections(current.projection)
        whole = words.exists() and meaning.exists()
        meaning.close()
        return not whole

    def outgrown(self) -> bool:
        """Whether its statistics are those of a few first passages, and it has doubled since."""
        fewer = self.refresh().statistics.passages
        return fewer < STATISTICS_SAMPLE and self.words.count() >= max(2 * fewer, 1)

    def apply(self, upserts: Sequence[Passage], removed: Sequence[str]) -> None:
        """Brings passages level: those given are stored as they are now, the removed ones are gone.

        Chroma first, Tantivy last: killed between the two, doing it again ends in the same state.
        """
        manifest = self.refresh()
        words, meaning = self.words, self.meaning
        current = {passage.id: passage for passage in upserts}
        gone = [passage_id for passage_id in removed if passage_id not in current]
        vectors = self._vectors(list(current.values()), words)
        touched = [*current, *gone]
        meaning.forget(touched, ("antwort",))
        meaning.forget(self._emptied_papers(words, current, touched), ("betreff",))
        meaning.put([entry for passage, rows in vectors for entry in _entries(passage, rows)])
        words.apply(vectors, gone)
        self._publish(manifest.next_generation())

    def recount(self) -> None:
        """Takes the fixed statistics anew, as a rebuild would: who replays a day wants those of that day."""
        manifest = self.refresh()
        self._publish(manifest.next_generation(self._statistics(self.words)))

    def rebuild(
        self, passages: Iterable[Passage], progress: Callable[[int], None] | None = None, *, afresh: bool = True
    ) -> None:
        """Builds a new projection, with its own statistics, beside the old one and puts it in place when it is whole.

        `progress` is told the passages of each batch. Readers keep the old one until then. Unless `afresh`, vectors of
        texts that have not changed are taken from the old one.
        """
        old = read_manifest(self._folder)
        known = None if afresh or old is None else self.words
        self._delete_all_but(old.projection if old else None)
        projection = f"p{uuid.uuid4().hex[:12]}"
        words, meaning = self._projections(projection)
        words.create()
        meaning.create()
        entries: list[Entry] = []
        with words.filling() as fill:
            for batch in _batches(passages, BATCH):
                vectors = self._vectors(batch, known)
                entries += [entry for passage, rows in vectors for entry in _entries(passage, rows)]
                if len(entries) >= ENTRIES_A_PUT:
                    meaning.put(entries)
                    entries = []
                fill(vectors)
                if progress:
                    progress(len(batch))
        meaning.put(entries)
        statistics = self._statistics(words)
        words.close()
        meaning.close()
        generation = old.generation + 1 if old else 1
        manifest = Manifest(projection, self._embeddings.name, ANALYSIS_VERSION, LAYOUT_VERSION, statistics, generation)
        with self.lock:
            write_manifest(self._folder, manifest)
            self.close()
        if old:
            self._projections(old.projection)[1].drop()
        self._delete_all_but(projection)

    def _emptied_papers(self, words: WordIndex, current: dict[str, Passage], touched: Sequence[str]) -> set[str]:
        """Papers that lose their last passage here, or whose subject is about to be stored anew."""
        papers = {record.dokument_id for record in words.records(touched)}
        staying = words.of_papers(sorted(papers), before=None, intern=True)
        kept = {record.dokument_id for record in staying if record.id not in touched}
        return (papers - kept) | {passage.dokument_id for passage in current.values()}

    def _vectors(
        self, passages: Sequence[Passage], known: WordIndex | None
    ) -> list[tuple[Passage, NDArray[np.float32]]]:
        """Each passage with its rows: answer, question, subject, pieces. Those of unchanged texts are taken over."""
        records = known.records([passage.id for passage in passages]) if known else []
        kept = {(record.id, _texts(record.passage)): record.vectors for record in records}
        changed = [passage for passage in passages if (passage.id, _texts(passage)) not in kept]
        fresh = iter(self._embedded(changed))
        return [(p, kept[key]) if (key := (p.id, _texts(p))) in kept else (p, next(fresh)) for p in passages]

    def _embedded(self, passages: Sequence[Passage]) -> list[NDArray[np.float32]]:
        """The rows of each passage; each text is embedded once."""
        import numpy as np

        if not passages:
            return []
        cut = [pieces(passage.text) for passage in passages]
        answers = [text for passage, parts in zip(passages, cut, strict=True) for text in (passage.text, *parts)]
        asked = list(dict.fromkeys(t for p in passages for t in (p.frage, p.betreff) if t and t.strip()))
        rows = iter(self._embeddings.embed_passages(answers))
        row_of = dict(zip(asked, self._embeddings.embed_queries(asked), strict=True))
        found = []
        for passage, parts in zip(passages, cut, strict=True):
            answer = next(rows)
            absent = np.zeros_like(answer)
            head = [answer, row_of.get(passage.frage or "", absent), row_of.get(passage.betreff or "", absent)]
            found.append(np.stack([*head, *islice(rows, len(parts))]))
        return found

    def _statistics(self, words: WordIndex) -> Statistics:
        import numpy as np

        sample = words.sample(STATISTICS_SAMPLE)
        mean = np.array([r.vectors[0] for r in sample], dtype=np.float64).mean(axis=0) if sample else np.zeros(0)
        lengths = [float(np.mean([r.lengths[field] for r in sample if r.lengths[field]] or [1])) for field in range(3)]
        rounded = tuple(round(float(x), 5) for x in np.atleast_1d(mean))
        return Statistics(words.count(), rounded, (lengths[0], lengths[1], lengths[2]))

    # --- where it lies ---------------------------------------------------------------------------------------------

    def _fits(self, manifest: Manifest) -> bool:
        built = (manifest.model, manifest.analysis, manifest.layout)
        return built == (self._embeddings.name, ANALYSIS_VERSION, LAYOUT_VERSION)

    def _projections(self, projection: str) -> tuple[WordIndex, MeaningIndex]:
        folder = self._folder / projection
        instance = hashlib.sha256(str(self._folder.resolve()).encode()).hexdigest()[:8]
        meaning = MeaningIndex(folder / "chroma", f"stellwerk-{instance}-{projection}", self._url)
        return WordIndex(folder / "words"), meaning

    def _open(self, manifest: Manifest) -> None:
        self.close()
        self._words, self._meaning = self._projections(manifest.projection)
        if not self._words.exists():
            self.close()
            raise StellwerkError("Der Suchindex ist unvollständig.", "Bitte `stellwerk reindex` aufrufen.")

    def _publish(self, manifest: Manifest) -> None:
        write_manifest(self._folder, manifest)
        self._manifest = manifest

    def _delete_all_but(self, projection: str | None) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for folder in self._folder.glob("p*"):
            if folder.is_dir() and folder.name != projection:
                shutil.rmtree(folder)


def _texts(passage: Passage) -> tuple[str, str, str]:
    """What is embedded of a passage."""
    return passage.text, passage.frage or "", passage.betreff or ""


def _entries(passage: Passage, rows: NDArray[np.float32]) -> Iterator[Entry]:
    """What Chroma holds of a passage.

    A vector for each piece found nothing more on Karlsruhe, XQuAD-de and Flussbach, even with ten candidates a signal;
    the middle of answer and question found as much on Flussbach as both apart (in five: .90, apart .86, answer .83).
    """
    tag, public = day_number(passage.datum), passage.oeffentlich is True
    answer, question, subject = rows[:3]
    yield Entry(passage.id, "antwort", (answer + question) / 2 if question.any() else answer, tag, public)
    if subject.any():
        yield Entry(passage.dokument_id, "betreff", subject, tag, public)


def _batches(passages: Iterable[Passage], size: int) -> Iterator[list[Passage]]:
    remaining = iter(passages)
    while batch := list(islice(remaining, size)):
        yield batch
