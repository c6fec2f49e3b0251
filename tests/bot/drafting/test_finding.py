"""What the archive holds on a point is found also where the motion's subject leads away from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.drafting.asking import Fund, Wortschatz
from bot.drafting.finding import in_the_papers_words, search
from corpus.domain import Anliegen, AnliegenArt
from retrieval.abbreviations import Definition, said_otherwise
from retrieval.search import Ergebnis, Query, Treffer
from tests.builders import passage

BRIDGE = Anliegen(1, "1.", "In welchem Zustand ist die Fährbrücke?", AnliegenArt.FRAGE, (), 0, 38)
FUTURE = date(2026, 12, 1)


class Found:
    """Answers with a probability for a question under a subject, and one for it alone."""

    def __init__(self, under: float, alone: float) -> None:
        self.likely = {True: under, False: alone}
        self.asked: list[Query] = []

    def search_many(self, queries: Sequence[Query]) -> list[Ergebnis]:
        self.asked += queries
        return [Ergebnis((), self.likely[query.titel is not None]) for query in queries]


def likely(under: float, alone: float, betreff: str | None = "Sauber, sicher und digital") -> tuple[float, Found]:
    searcher: Any = Found(under, alone)
    (found,) = search(searcher, [BRIDGE], betreff, FUTURE, "")
    return found.funde[0].ergebnis.grundlage, searcher


def test_a_subject_that_hides_the_answer_is_left_out() -> None:
    """Under "Sauber, sicher und digital" nothing seems to be there on a bridge: it is asked for alone."""
    assert likely(0.1, 0.9)[0] == 0.9


def test_a_subject_that_leads_to_the_answer_is_kept() -> None:
    assert likely(0.8, 0.9)[0] == 0.8


def test_what_the_question_alone_shows_to_be_overtaken_is_marked_under_the_subject_too() -> None:
    """Under "Feuerwehr und Hunde" the newer word on a fee stood too low to be weighed against the older one."""
    older = passage(text="Die Gebühr beträgt 96 Euro.")

    class Overtaken:
        def search_many(self, queries: Sequence[Query]) -> list[Ergebnis]:
            by = [None if query.titel else "ST/0002/2025" for query in queries]
            return [Ergebnis((Treffer(1, 1.0, older, 0, 27, older.text, one),), 0.9) for one in by]

    searcher: Any = Overtaken()
    (found,) = search(searcher, [BRIDGE], "Feuerwehr und Hunde", FUTURE, "")
    assert [hit.ueberholt_durch for hit in found.funde[0].ergebnis.treffer] == ["ST/0002/2025"]


def test_where_nothing_is_there_the_subject_makes_no_difference() -> None:
    """What is told then, the office to ask among it, is what was found under the subject."""
    assert likely(0.2, 0.4)[0] == 0.2


def test_what_is_only_a_little_likely_alone_is_no_answer_under_a_subject() -> None:
    assert likely(0.2, 0.6)[0] == 0.2


def test_what_is_asked_alone_is_bound_by_the_same_day_and_the_same_openness() -> None:
    _, searcher = likely(0.1, 0.9)
    again = [query for query in searcher.asked if query.titel is None]
    assert {(query.before, query.intern) for query in again} == {(FUTURE, False), (FUTURE, True)}
    assert len(again) * 2 == len(searcher.asked)


def test_a_question_is_held_against_papers_in_their_own_form_of_an_abbreviation() -> None:
    """Else "FWM" stands in no paper that says "Freiwillige Wehr Musterhain", and what was found is no answer to it."""
    known = (Definition("FWM", "Freiwillige Wehr Musterhain"),)
    words = Wortschatz(lambda _: 1.0, lambda _: True, lambda question: said_otherwise(question, known))

    def read(question: str, text: str) -> str:
        paper = passage(text=text)
        found = Ergebnis((Treffer(1, 1.0, paper, 0, len(text), text),), 0.9)
        return in_the_papers_words(Fund(question, found), words).frage

    spelled_out = "Wie viele Frauen hat die Freiwillige Wehr Musterhain?"
    assert read("Wie viele Frauen hat die FWM?", "Die Freiwillige Wehr Musterhain hat 19 Frauen.") == spelled_out
    assert read("Wie viele hat die FWM?", "Die FWM hat 19 Frauen.") == "Wie viele hat die FWM?"
    assert read(spelled_out, "Die FWM hat 19 Frauen.") == "Wie viele Frauen hat die FWM?"
