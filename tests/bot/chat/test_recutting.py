"""A wrong cut is corrected after the drafts are made, as long as nobody worked on them, and never behind their back."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from bot.channels.port import Edit, Post
from bot.channels.tables import job
from bot.review.audit import verify
from bot.review.rules import Entscheidung
from corpus.database import reading
from tests.bot.chat.hall import MOTION, NOW, UNSURE, Hall

CASE = "V-2026-0001"
FIRST = "wie hoch die Kosten einer Sanierung der Sporthalle Altvelm wären"
SECOND = "ob die Halle während der Sanierung genutzt werden kann"


@pytest.fixture
def drafted(house: Hall) -> Hall:
    house.receive(house.document(MOTION))
    house.work()
    house.news()
    return house


def points(house: Hall) -> str:
    house.receive(house.message(CASE, command="punkte"))
    return house.said()[-1]


def correct(house: Hall, answer: str) -> None:
    points(house)
    house.press("Aufteilung korrigieren")
    house.answer(answer)


def test_the_points_are_shown(drafted: Hall) -> None:
    said = points(drafted)
    assert said.startswith(f"{CASE}: 2 Punkte")
    assert f"1. {FIRST}" in said


def test_a_point_that_is_left_out_is_none_any_more(drafted: Hall) -> None:
    correct(drafted, SECOND)
    assert len(drafted.cases.get(CASE).revisionen) == 2  # until the new drafts are there
    assert drafted.work() == ["recut"]
    case = drafted.cases.get(CASE)
    assert [a.text for a in case.anliegen] == [SECOND]
    assert [(r.nr, r.revision, r.maschinell) for r in case.revisionen] == [(1, 2, True)]
    assert case.revisionen[0].entwurf.zulieferung is not None
    assert case.revisionen[0].entwurf.zulieferung.frage == SECOND


def test_the_card_of_a_point_that_is_gone_says_so_and_loses_its_buttons(drafted: Hall) -> None:
    old = next(i for i, o in reversed(drafted.sent("7")) if isinstance(o, Post) and "Punkt 2" in o.text.text)
    correct(drafted, SECOND)
    drafted.work()
    last = [o for _, o in drafted.sent("7") if isinstance(o, Edit) and o.target == old][-1]
    assert (last.text.text, last.buttons) == (f"{CASE}: Nach der neuen Aufteilung gibt es Punkt 2 nicht mehr.", ())


def test_more_points_than_before_are_drafted_and_the_card_is_shown_to_those_who_decide(drafted: Hall) -> None:
    correct(drafted, f"wie hoch die Kosten einer Sanierung\n\nder Sporthalle Altvelm wären\n\n{SECOND}")
    drafted.work()
    assert [(r.nr, r.revision) for r in drafted.cases.get(CASE).revisionen] == [(1, 2), (2, 2), (3, 1)]
    assert any("Punkt 3" in text for text in drafted.said("7"))


def test_a_point_that_comes_back_counts_on(drafted: Hall) -> None:
    correct(drafted, SECOND)
    drafted.work()
    correct(drafted, f"{FIRST}\n\n{SECOND}")
    drafted.work()
    assert [(r.nr, r.revision) for r in drafted.cases.get(CASE).revisionen] == [(1, 3), (2, 2)]


def test_what_was_shown_before_can_no_longer_be_approved(drafted: Hall) -> None:
    correct(drafted, f"{FIRST}\n\n{SECOND}")
    drafted.work()
    refused = drafted.cases.decide(
        CASE, 1, based_on=1, von=drafted.reviewer, entscheidung=Entscheidung.FREIGEGEBEN, angenommen=["luecke"], now=NOW
    )
    assert "geändert" in getattr(refused, "was", "")


def decide(house: Hall) -> None:
    house.cases.decide(
        CASE, 1, based_on=1, von=house.reviewer, entscheidung=Entscheidung.ABGELEHNT, grund="Nein", now=NOW
    )


def request(house: Hall) -> None:
    with house.turn() as turn:
        house.cases.request_in(
            turn.connection, CASE, 1, based_on=1, von=house.official, amt="Bauamt", frage="Wann?", frist=None, now=NOW,
            quelle="test",
        )  # fmt: skip


@pytest.mark.parametrize("work", [decide, request])
def test_once_somebody_worked_on_a_draft_the_points_stay(drafted: Hall, work: object) -> None:
    work(drafted)  # type: ignore[operator]
    assert "hat schon jemand gearbeitet" in points(drafted)
    with pytest.raises(AssertionError, match="no button"):
        drafted.press("Aufteilung korrigieren")


def test_a_decision_while_it_is_drafted_wins(drafted: Hall) -> None:
    correct(drafted, SECOND)
    drafted.desk.while_drafting = lambda: decide(drafted)
    assert drafted.work() == ["recut"]
    assert len(drafted.cases.get(CASE).anliegen) == 2
    assert "hat schon jemand gearbeitet" in drafted.said()[-1]


def test_words_of_the_motion_are_not_kept_in_the_job(drafted: Hall) -> None:
    correct(drafted, SECOND)
    with reading(drafted.engine) as connection:
        assert "Halle" not in json.dumps(list(connection.scalars(select(job.c.payload))))


def test_the_chain_stays_whole(drafted: Hall) -> None:
    before = verify(drafted.engine, drafted.cases.audit)
    correct(drafted, SECOND)
    drafted.work()
    after = verify(drafted.engine, drafted.cases.audit)
    assert after.fehler == before.fehler  # the accounts of this hall were put in by hand
    assert after.eintraege == before.eintraege + 2


def test_before_there_are_drafts_the_unsure_split_is_asked_about_again(house: Hall) -> None:
    house.receive(house.document(UNSURE))
    house.work()
    house.news()
    assert "Sind die Punkte richtig getrennt?" in points(house)
