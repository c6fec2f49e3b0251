"""A motion that comes again in other words is asked about before it becomes a second case."""

from __future__ import annotations

from sqlalchemy import select

from bot.channels.port import Edit, Post
from bot.channels.tables import case_origin
from corpus.database import reading
from tests.bot.chat.hall import MOTION, UNSURE, Hall

OTHER = MOTION.replace("Die Halle ist alt.", "Die Ha11e ist alt und undicht.")
OWN = "Als eigenen Vorgang bearbeiten"


def twice(house: Hall, other: str = OTHER) -> None:
    house.receive(house.document(MOTION))
    house.work()
    house.news()
    house.receive(house.document(other))


def test_another_version_of_an_open_case_is_asked_about_and_nothing_is_drafted(house: Hall) -> None:
    twice(house)
    assert house.work() == ["read"]
    assert [case.id for case in house.cases.all()] == ["V-2026-0001"]
    status, asked = house.news()[-2:]
    assert status.endswith("❓ Andere Fassung, bitte wählen")
    assert asked.startswith("V-2026-0001 behandelt AT/0007/2026 in anderer Fassung.")


def test_going_on_with_the_case_shows_it_and_opens_nothing(house: Hall) -> None:
    twice(house)
    house.work()
    house.news()
    assert house.press("Mit V-2026-0001 weiter") == "Es geht mit V-2026-0001 weiter."
    assert house.work() == []
    assert [case.id for case in house.cases.all()] == ["V-2026-0001"]
    assert any("Punkt 2" in text for text in house.news())


def test_taken_as_a_case_of_its_own_the_version_is_drafted(house: Hall) -> None:
    twice(house)
    house.work()
    assert house.press(OWN) == "Diese Fassung wird V-2026-0002."
    assert house.work() == ["draft"]
    case = house.cases.get("V-2026-0002")
    assert (len(case.revisionen), case.antrag_version, case.eingereicht_von) == (2, 2, house.official.id)
    with reading(house.engine) as connection:
        origins = connection.execute(select(case_origin.c.vorgang_id)).scalars().all()
    assert origins == ["V-2026-0001", "V-2026-0002"]


def test_the_question_loses_its_buttons_when_it_is_answered(house: Hall) -> None:
    twice(house)
    house.work()
    outbox_id, _ = house.button(OWN)
    house.press(OWN)
    last = [o for _, o in house.sent() if isinstance(o, Edit) and o.target == outbox_id][-1]
    assert (last.buttons, last.text.text) == ((), "Diese Fassung ist ein eigener Vorgang: V-2026-0002 (Petra Sander).")


def test_unsure_points_of_the_own_case_are_asked_about(house: Hall) -> None:
    house.receive(house.document(UNSURE))
    house.work()
    house.receive(house.document(UNSURE + "Eine weitere Begründung steht hier."))
    house.work()
    house.news()
    house.press(OWN)
    assert house.work() == []
    assert any(text.startswith("V-2026-0002: Sind die Punkte richtig getrennt?") for text in house.news())


def test_the_version_that_has_the_case_finds_it_as_before(house: Hall) -> None:
    twice(house, MOTION)
    house.work()
    assert any("kennt Stellwerk schon: V-2026-0001" in text for text in house.news())


def test_a_case_that_is_cancelled_stands_in_nobodys_way(house: Hall) -> None:
    house.receive(house.document(MOTION))
    house.work()
    with house.turn() as turn:
        turn.cases.cancel_in(turn.connection, "V-2026-0001", von=house.official, now=turn.now, quelle="test")
    house.receive(house.document(OTHER))
    assert house.work() == ["read", "draft"]
    assert len(house.cases.all()) == 2


def test_a_case_that_a_chat_may_not_know_of_is_not_named(house: Hall) -> None:
    from bot.ingest import Quelle

    closed = MOTION.replace("Betreff:", "Nichtöffentlich\nBetreff:").encode()
    source = Quelle("antrag.txt", lambda: closed)
    house.desk.open(source, stichtag=None, von=house.official, now=house.bench.now())
    house.receive(house.document(OTHER))
    house.work()
    assert not any("V-2026-0001" in text for text in house.said())
    assert len(house.cases.all()) == 2


def test_the_terminal_opens_a_case_of_every_version(house: Hall) -> None:
    from bot.ingest import Quelle

    for text in (MOTION, OTHER):
        source = Quelle("antrag.txt", lambda text=text: text.encode())  # type: ignore[misc]
        house.desk.open(source, stichtag=None, von=house.official, now=house.bench.now())
    assert len(house.cases.all()) == 2


def test_a_second_press_opens_nothing_more(house: Hall) -> None:
    twice(house)
    house.work()
    house.press(OWN)
    posts = [o for _, o in house.sent() if isinstance(o, Post)]
    house.press(OWN)
    assert house.work() == ["draft"]
    assert len(house.cases.all()) == 2
    assert len([o for _, o in house.sent() if isinstance(o, Post)]) > len(posts)
