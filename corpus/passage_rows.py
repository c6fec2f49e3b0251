"""Passages and versions as they lie in the database, and as the program knows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select

from corpus.domain import Abschnitt, Art, Lesefassung, Passage, Rohtext, Seite
from corpus.tables import dokument, fassung, passage

_T = TypeVar("_T")
_BATCH = 500  # bound parameters in one statement stay far under SQLite's limit


def public_until(bis: date) -> tuple[ColumnElement[bool], ...]:
    """What a paper has to be that may prove something on that day."""
    return fassung.c.oeffentlich.is_(True), fassung.c.versandt.is_(True), fassung.c.datum <= bis


def current_passages() -> Select[Any]:
    """The passages of current versions."""
    return all_passages().where(passage.c.aktuell)


def all_passages() -> Select[Any]:
    """The passages of every version, each with what its paper says of itself and its own words."""
    return (
        select(
            passage,
            fassung.c.dokument_id,
            fassung.c.version,
            fassung.c.datei,
            fassung.c.datum,
            fassung.c.oeffentlich,
            fassung.c.versandt,
            fassung.c.ungestuetzt,
            fassung.c.vorlage,
            fassung.c.antrag,
            fassung.c.amt,
            fassung.c.betreff,
            dokument.c.art,
            func.substr(fassung.c.lesefassung, passage.c.start + 1, passage.c.ende - passage.c.start).label("text"),
        )
        .join(fassung, passage.c.fassung_id == fassung.c.id)
        .join(dokument, fassung.c.dokument_id == dokument.c.id)
    )


def passages_by_id(connection: Connection, ids: Sequence[str]) -> dict[str, Passage]:
    """The current passages with these ids; those that are gone are absent."""
    found: dict[str, Passage] = {}
    for batch in batches(list(dict.fromkeys(ids))):
        for row in connection.execute(current_passages().where(passage.c.id.in_(batch))).mappings():
            found[row["id"]] = to_passage(row)
    return found


def to_lesefassung(row: RowMapping) -> Lesefassung:
    """A version's row as its text."""
    rohtext = Rohtext(row["rohtext"], tuple(Seite(*s) for s in row["seiten"]), row["quelle"])
    return Lesefassung(row["lesefassung"], rohtext, tuple(Abschnitt(*a) for a in row["abbildung"]))


def to_passage(row: RowMapping) -> Passage:
    """A row of `all_passages`."""
    return Passage(
        id=row["id"],
        dokument_id=row["dokument_id"],
        version=row["version"],
        dokument=row["datei"],
        art=Art(row["art"]),
        vorlage=row["vorlage"],
        antrag=row["antrag"],
        datum=row["datum"],
        amt=row["amt"],
        betreff=row["betreff"],
        nr=tuple(row["nr"]),
        frage=row["frage"],
        text=row["text"],
        start=row["start"],
        ende=row["ende"],
        seite=row["seite"],
        oeffentlich=row["oeffentlich"],
        versandt=row["versandt"],
        ungestuetzt=tuple((a, b) for a, b in row["ungestuetzt"]),
    )


def batches(values: Sequence[_T]) -> Iterable[Sequence[_T]]:
    """The values in pieces that fit into one statement."""
    for at in range(0, len(values), _BATCH):
        yield values[at : at + _BATCH]
