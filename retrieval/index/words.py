"""The index of words, and beside them the record of each passage that exact scoring needs (`index.record`).

Tantivy over our own analysis finds candidates by BM25 in half a millisecond and hands out a record in twenty
microseconds; Chroma takes seventeen milliseconds for the vectors of five hundred alone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.domain import Passage
from retrieval.abbreviations import Definition, asked_keys, definitions
from retrieval.exact import exact_terms
from retrieval.german import analyse
from retrieval.index.record import Record, day_number, pack, unpack
from retrieval.paper_numbers import PaperNumber, paper_number_key

if TYPE_CHECKING:
    import numpy as np
    import tantivy
    from numpy.typing import NDArray

FIELDS = ("antwort", "frage", "betreff")
WRITER_BYTES = 50_000_000
FILLING_BYTES = 200_000_000
REMEMBERED_RECORDS = 6_000
"""About 200 MB where answers are of usual length; a town's whole archive, mostly."""

REMEMBERED_TERMS = 50_000
"""How often so many terms stand somewhere is remembered, in about 10 MB."""

DEEPER = 4
"""So many times deeper than wanted hits are looked through for those that fulfil the conditions."""

POSTINGS = 80_000
FEWEST_TERMS = 4
"""Candidates are looked for with a question's rarest terms, as many as stand in so many passages together: in a small
archive all of them, in one of a million those that tell it apart. Scores are made with all terms. With as small a share
of the passages (.08) Karlsruhe, XQuAD-de and Flussbach rank the same."""

DEFINING_PASSAGES = 20
"""So many passages are asked what an abbreviation stands for."""

LARGEST_PAPER = 500
"""So many passages of one paper are looked at, no more."""


class _Snapshot:
    """The index as it was when it was last looked at; records are remembered under their place in it.

    Searches of other threads that began before a reload keep theirs.
    """

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher
        self._frequency: dict[tuple[str, str], int] = {}
        self._remembered: OrderedDict[tuple[int, int], Record] = OrderedDict()

    def document_frequency(self, field: str, term: str) -> int:
        """In how many passages the term stands; common words come again in every question."""
        often = self._frequency.get((field, term))
        if often is None:
            if len(self._frequency) >= REMEMBERED_TERMS:
                self._frequency.clear()
            often = self._frequency[field, term] = int(self.searcher.doc_freq(field, term))
        return often

    def record(self, at: tantivy.DocAddress) -> Record:
        """The record at this place."""
        place = (at.segment_ord, at.doc)
        record = self._remembered.get(place)
        if record is None:
            if len(self._remembered) >= REMEMBERED_RECORDS:
                self._remembered.popitem(last=False)  # one at a time: letting all go takes as long as half a search
            packed: Any = self.searcher.doc(at).get_first("record")
            record = self._remembered[place] = unpack(packed)
        return record


class WordIndex:
    """One Tantivy folder. One writing process at a time; a reader sees what another wrote after `reload`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: tantivy.Index | None = None
        self._snapshot: _Snapshot | None = None

    def create(self) -> None:
        """Makes the folder with an empty index."""
        import tantivy

        self._folder.mkdir(parents=True, exist_ok=True)
        tantivy.Index(_schema(), path=str(self._folder))

    def exists(self) -> bool:
        """Whether the folder holds an index. Creates nothing."""
        import tantivy

        return self._folder.is_dir() and bool(tantivy.Index.exists(str(self._folder)))

    def close(self) -> None:
        """Lets go of the files; the next use opens them again."""
        self._opened = self._snapshot = None

    def reload(self) -> None:
        """Shows what other processes have committed."""
        self._index().reload()
        self._snapshot = None

    @contextmanager
    def filling(self) -> Iterator[Callable[[Sequence[tuple[Passage, NDArray[np.float32]]]], None]]:
        """For an index that is still empty: what is given within is there, all at once, when the block ends."""
        writer = self._index().writer(FILLING_BYTES, 1)

        def add(some: Sequence[tuple[Passage, NDArray[np.float32]]]) -> None:
            for passage, vectors in some:
                writer.add_document(_document(passage, vectors))

        yield add
        writer.commit()
        writer.wait_merging_threads()
        self.reload()

    def apply(self, upserts: Sequence[tuple[Passage, NDArray[np.float32]]], removed: Iterable[str]) -> None:
        """Replaces and removes passages in one commit: all or nothing. `vectors` as in `Record`."""
        index = self._index()
        writer = index.writer(WRITER_BYTES, 1)
        for passage_id in {passage.id for passage, _ in upserts}.union(removed):
            writer.delete_documents_by_term("id", passage_id)
        for passage, vectors in upserts:
            writer.add_document(_document(passage, vectors))
        writer.commit()
        writer.wait_merging_threads()
        self.reload()

    def count(self) -> int:
        """Passages in the index."""
        return int(self._at().searcher.num_docs)

    def document_frequency(self, field: str, term: str) -> int:
        """In how many passages the term stands."""
        return self._at().document_frequency(field, term)

    def best(self, field: str, terms: Iterable[str], *, limit: int, before: int | None, intern: bool) -> list[Record]:
        """The passages that BM25 puts first in one field, best first. Terms that stand nowhere cost nothing.

        Tantivy skips what cannot be among the first only where there is no condition. So the conditions are looked at
        afterwards, in hits that lie deeper, and given to Tantivy only where too few of those fulfil them: with 300,000
        passages and 25 terms .7 ms instead of 2.4.
        """
        import tantivy

        schema = self._index().schema
        wanted = self._rarest(field, terms)
        if not wanted:
            return []
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, tantivy.Query.term_query(schema, field, term, "freq")) for term in wanted]
        )
        found: list[Record] = []
        looked = 0
        for looked, record in enumerate(self._hits(query, limit * DEEPER), 1):
            if _admitted(record, before, intern):
                found.append(record)
            if len(found) == limit:
                return found
            if looked == limit and len(found) * DEEPER < limit:
                break
        else:
            if looked < limit * DEEPER:
                return found  # there are no more
        return list(self._hits(self._with_conditions(query, before, intern), limit))

    def _rarest(self, field: str, terms: Iterable[str]) -> list[str]:
        """The terms that stand somewhere, without the commonest where all together stand in too many passages."""
        frequency = {term: self.document_frequency(field, term) for term in terms}
        wanted: list[str] = []
        looked_through = 0
        for often, term in sorted((often, term) for term, often in frequency.items() if often):
            looked_through += often
            if looked_through > POSTINGS and len(wanted) >= FEWEST_TERMS:
                break
            wanted.append(term)
        return wanted

    def with_number(self, numbers: Sequence[PaperNumber], *, before: int | None, intern: bool) -> list[Record]:
        """The passages of papers, or replies to papers, that carry one of these numbers, whatever their kind."""
        return self._of("nummer", [_number_term(number) for number in numbers], LARGEST_PAPER, before, intern)

    def definitions(self, question: str, *, before: int | None, intern: bool) -> tuple[Definition, ...]:
        """What the archive itself says of the question's abbreviations and long forms, as far as it may be read."""
        found = self._of("abkuerzung", asked_keys(question), DEFINING_PASSAGES, before, intern)
        return tuple(dict.fromkeys(one for record in found for one in definitions(record.passage.text)))

    def of_papers(self, papers: Sequence[str], *, before: int | None, intern: bool) -> list[Record]:
        """Every passage of these papers."""
        return self._of("dokument", papers, LARGEST_PAPER * len(papers), before, intern)

    def records(self, ids: Sequence[str], *, before: int | None = None, intern: bool = True) -> list[Record]:
        """The records of these passages, in no order; those that are gone or beyond the limits are absent."""
        return self._of("id", ids, len(ids), before, intern)

    def sample(self, limit: int) -> list[Record]:
        """Some records, always the same of the same index: for statistics."""
        import tantivy

        return list(self._hits(tantivy.Query.all_query(), limit))

    def _of(self, field: str, values: Sequence[str], limit: int, before: int | None, intern: bool) -> list[Record]:
        import tantivy

        if not values:
            return []
        query = tantivy.Query.term_set_query(self._index().schema, field, list(values))
        return list(self._hits(self._with_conditions(query, before, intern), limit))

    def _with_conditions(self, query: tantivy.Query, before: int | None, intern: bool) -> tantivy.Query:
        import tantivy

        schema = self._index().schema
        must = [(tantivy.Occur.Must, query)]
        if before is not None:
            older = tantivy.Query.range_query(schema, "tag", tantivy.FieldType.Integer, 0, before - 1)
            must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(older, 0.0)))
        if not intern:
            public = tantivy.Query.term_query(schema, "oeffentlich", "ja", "basic")
            must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(public, 0.0)))
        return tantivy.Query.boolean_query(must)

    def _hits(self, query: tantivy.Query, limit: int) -> Iterator[Record]:
        """The records of the first hits, each read when it is asked for."""
        snapshot = self._at()
        for _, at in snapshot.searcher.search(query, limit=max(limit, 1), count=False).hits:
            yield snapshot.record(at)

    def _at(self) -> _Snapshot:
        snapshot = self._snapshot
        if snapshot is None:
            snapshot = self._snapshot = _Snapshot(self._index().searcher())
        return snapshot

    def _index(self) -> tantivy.Index:
        import tantivy

        if self._opened is None:
            self._opened = tantivy.Index(_schema(), path=str(self._folder))
            by_blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
            self._opened.register_tokenizer("analysed", by_blanks)
            self._opened.config_reader(reload_policy="manual")
            self._opened.reload()
        return self._opened


def _admitted(record: Record, before: int | None, intern: bool) -> bool:
    return (before is None or record.tag < before) and (intern or record.oeffentlich)


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("dokument", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("nummer", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("abkuerzung", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("oeffentlich", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("tag", indexed=True, fast=True)
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="analysed", index_option="freq")
    builder.add_bytes_field("record", stored=True)
    return builder.build()


def _document(passage: Passage, vectors: NDArray[np.float32]) -> tantivy.Document:
    import tantivy

    document = tantivy.Document()
    document.add_text("id", passage.id)
    document.add_text("dokument", passage.dokument_id)
    for number in {paper_number_key(passage.vorlage), paper_number_key(passage.antrag)} - {None}:
        document.add_text("nummer", _number_term(number))
    for key in {key for definition in definitions(passage.text) for key in definition.keys}:
        document.add_text("abkuerzung", key)
    document.add_text("oeffentlich", "ja" if passage.oeffentlich else "nein")
    document.add_integer("tag", day_number(passage.datum))
    texts = [text or "" for text in (passage.text, passage.frage, passage.betreff)]
    answer, question, subject = (" ".join([*analyse(text), *exact_terms(text)]) for text in texts)
    for field, text in zip(FIELDS, (answer, question, subject), strict=True):
        document.add_text(field, text)
    document.add_bytes("record", pack(passage, (answer, question, subject), vectors))
    return document


def _number_term(number: PaperNumber | None) -> str:
    return f"{number.number}/{number.year}" if number else ""
