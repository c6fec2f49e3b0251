"""What the archive holds on a point is found also where the motion's subject leads away from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.drafting.finding import search
from corpus.domain import Anliegen, AnliegenArt
from retrieval.search import Ergebnis, Query

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


def test_a_subject_that_leads_to_the_answer_is_kept_and_nothing_is_asked_twice() -> None:
    grundlage, searcher = likely(0.8, 0.9)
    assert grundlage == 0.8
    assert all(query.titel for query in searcher.asked)


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
