"""A labelled set on disk (its format is in design.md, `bench`) as passages and questions, and an index of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.domain import Art, Passage
from retrieval.benchmark.rows import read_rows
from retrieval.index.projection import Index, PassageEmbeddings
from retrieval.search import Query


@dataclass(frozen=True)
class Labelled:
    """A question with the passages that answer it; none where nothing does.

    `named` are those of them whose number stands in the question itself.
    """

    id: str
    query: Query
    relevant: frozenset[str]
    below: frozenset[str]
    kind: str
    named: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LabelledSet:
    """A folder's `passages.jsonl` and `queries.jsonl`."""

    name: str
    passages: tuple[Passage, ...]
    questions: tuple[Labelled, ...]


def read_set(folder: Path, *, k: int = 10) -> LabelledSet:
    """Reads a folder. Raises StellwerkError, naming file and line, where something is missing."""
    passages = tuple(_passage(row) for row in read_rows(folder / "passages.jsonl", ("id", "text")))
    questions = tuple(
        Labelled(
            id=row["id"],
            query=Query(row["text"], row.get("title") or None, _day(row.get("before")), intern=True, k=k),
            relevant=frozenset(row["relevant"]),
            below=frozenset(row.get("must_rank_below") or ()),
            kind=row.get("kind") or "",
            named=frozenset(row.get("named_in_request") or ()),
        )
        for row in read_rows(folder / "queries.jsonl", ("id", "text", "relevant"))
    )
    return LabelledSet(folder.name, passages, questions)


@contextmanager
def built_index(passages: tuple[Passage, ...], embeddings: PassageEmbeddings) -> Iterator[Index]:
    """A real index of these passages in a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="stellwerk-bench-") as folder:
        index = Index(Path(folder), embeddings)
        index.rebuild(passages)
        try:
            yield index
        finally:
            index.close()


def _passage(row: dict[str, Any]) -> Passage:
    paper = row.get("doc") or row["id"]
    return Passage(
        id=row["id"],
        dokument_id=paper,
        version=1,
        dokument=paper,
        art=Art.STELLUNGNAHME,
        vorlage=row.get("reference") or None,
        antrag=None,
        datum=_day(row.get("date")),
        amt=None,
        betreff=row.get("title") or None,
        nr=(),
        frage=row.get("question") or None,
        text=row["text"],
        start=0,
        ende=len(row["text"]),
        seite=1,
        oeffentlich=True,
        versandt=True,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
