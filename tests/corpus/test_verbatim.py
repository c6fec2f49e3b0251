"""A sentence that is typed word for word from an earlier paper is found there, quickly, and never where it may not."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.database import open_database
from corpus.archive import Archive
from corpus.database import reading, writing
from corpus.domain import Fundstelle, Paper
from corpus.verbatim import verbatim_in
from tests.builders import reply

NOW = datetime(2026, 11, 23, 9, 0)
HEUTE = NOW.date()
SENTENCE = "Das Freibad hat im Jahr 2023 insgesamt 41.200 Gäste gezählt."


class Shelf:
    """An archive and what it finds."""

    def __init__(self, home: Path) -> None:
        self.engine = open_database(f"sqlite:///{home / 'stellwerk.db'}")
        self.archive = Archive(self.engine)

    def put(self, *papers: Paper) -> None:
        with writing(self.engine) as connection:
            for paper in papers:
                self.archive.store_in(connection, paper, now=NOW)

    def find(self, *sentences: str, bis: date = HEUTE) -> tuple[Fundstelle, ...]:
        with reading(self.engine) as connection:
            return verbatim_in(connection, self.archive, sentences, bis=bis)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def paper(text: str = f"Vorweg: {SENTENCE} Danach mehr.", **changes: Any) -> Paper:
    return reply(("Wie viele?", text.replace("Vorweg: ", "Wir danken für die Anfrage. ")), **changes)


def test_a_sentence_is_found_where_it_stands_white_space_aside(shelf: Shelf) -> None:
    shelf.put(paper(f"Wir danken. {SENTENCE.replace(' hat ', chr(10) + 'hat ')} Danach mehr."))
    (place,) = shelf.find(SENTENCE.replace(" im ", "  im "))
    assert (place.vorlage, place.datum, place.nr) == ("ST/0001/2024", date(2024, 3, 1), ("1",))
    text = shelf.archive.lesefassung(place.dokument_id, place.version).text
    assert text[place.start : place.ende] == place.zitat
    assert " ".join(place.zitat.split()) == SENTENCE


@pytest.mark.parametrize(
    "changes", [{"oeffentlich": False}, {"oeffentlich": None}, {"versandt": False}, {"datum": None}]
)
def test_what_may_prove_nothing_is_not_found(shelf: Shelf, changes: dict[str, Any]) -> None:
    shelf.put(paper(**changes))
    assert shelf.find(SENTENCE) == ()


def test_a_paper_of_a_later_day_is_not_found(shelf: Shelf) -> None:
    shelf.put(paper())
    assert shelf.find(SENTENCE, bis=date(2024, 2, 29)) == ()
    assert len(shelf.find(SENTENCE, bis=date(2024, 3, 1))) == 1


def test_what_a_person_accepted_without_support_is_not_found(shelf: Shelf) -> None:
    whole = paper()
    start = whole.lesefassung.text.index("Das Freibad")
    shelf.put(replace(whole, ungestuetzt=((start, start + len(SENTENCE)),)))
    assert shelf.find(SENTENCE) == ()


@pytest.mark.parametrize(
    "other", [SENTENCE.replace("41.200", "41.300"), SENTENCE.replace("im Jahr 2023 ", ""), "Nein."]
)
def test_other_words_and_short_ones_are_not_found(shelf: Shelf, other: str) -> None:
    shelf.put(paper(f"{SENTENCE} Nein."))
    assert shelf.find(other) == ()


def test_of_several_papers_the_newest_is_named(shelf: Shelf) -> None:
    shelf.put(paper(), paper(vorlage="ST/0002/2025", datum=date(2025, 3, 1), betreff="Bad"))
    assert [place.vorlage for place in shelf.find(SENTENCE)] == ["ST/0002/2025"]


def test_it_takes_milliseconds_among_many_papers(shelf: Shelf) -> None:
    """A handler holds the one writing transaction meanwhile. The bound is wide: the machine may be busy."""
    filling = " ".join(f"Zur Sache {n} liegen der Verwaltung derzeit keine neuen Angaben vor." for n in range(30))
    shelf.put(*(reply(*[(f"Frage {i}?", f"{filling} Nummer {n}.") for i in range(5)], vorlage=f"ST/{n:04}/2023")
                for n in range(40)), paper())  # fmt: skip
    wanted = [SENTENCE, *(f"Satz {n} steht in keinem Papier dieses Archivs." for n in range(10))]
    started = time.perf_counter()
    assert len(shelf.find(*wanted)) == 1
    assert time.perf_counter() - started < 0.5
