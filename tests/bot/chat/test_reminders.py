"""Nothing is forgotten and nothing is said twice: deadlines, requests to offices, and one digest a morning."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.accounts import absent_in
from bot.chat.reminders import stage_of
from bot.review.people import Person
from bot.review.rules import Entscheidung
from tests.bot.chat.office import Office, draft

# The motion's meeting is on Thursday, 10.12.2026; the reply is due on Thursday, 03.12.2026.
DUE = date(2026, 12, 3)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def at(office: Office, day: date, hour: int = 8, minute: int = 0) -> None:
    office.now = datetime(day.year, day.month, day.day, hour, minute)
    office.at += 60.0
    office.tick()


def news(office: Office, chat: str = "8") -> str:
    """The newest reminder in a chat, or nothing."""
    found = [t for t in office.texts(chat) if t.startswith(("Fristen", "Das wartet"))]
    return found[-1] if found else ""


def count(office: Office, chat: str = "8") -> int:
    return sum(t.startswith(("Fristen", "Das wartet")) for t in office.texts(chat))


@pytest.mark.parametrize(
    ("left", "stage"),
    [(8, None), (7, "7"), (4, "7"), (3, "3"), (2, "3"), (1, "1"), (0, "0"), (-1, "ueberfaellig-2026-12-04")],
)
def test_a_deadline_is_called_to_mind_in_stages(left: int, stage: str | None) -> None:
    assert stage_of(DUE, DUE - timedelta(days=left)) == stage


def test_the_deadline_reaches_who_handed_in_and_who_may_decide(office: Office) -> None:
    at(office, DUE - timedelta(days=3))
    for chat in ("8", "7", "6", "9"):
        assert "Frist 03.12.2026 (noch 3 Tage), offen: Punkt 1, 2" in news(office, chat)


def test_each_stage_is_said_once_also_after_a_restart(office: Office) -> None:
    sunday = DUE - timedelta(days=4)
    for day in (sunday, sunday):
        at(office, day, 8)
        at(office, day, 9)
    assert count(office) == 1


def test_an_overdue_case_is_named_every_day(office: Office) -> None:
    for late in (1, 2, 3):
        at(office, DUE + timedelta(days=late))
        assert f"seit {late} Tag" in news(office)
    assert count(office) == 3


def test_before_the_hour_nothing_is_said_and_a_missed_hour_is_made_up_for(office: Office) -> None:
    at(office, DUE, 7, 59)
    assert count(office) == 0
    at(office, DUE, 13, 5)
    assert "Frist 03.12.2026 (heute)" in news(office)


def test_the_digest_says_what_waits_and_the_audit_head(office: Office) -> None:
    tuesday = date(2026, 11, 24)
    at(office, tuesday)
    assert "V-2026-0001 (AT/0003/2026): zu entscheiden: Punkt 1, 2 · Frist 03.12.2026 (noch 9 Tage)" in news(
        office, "7"
    )
    with office.turn() as turn:
        assert office.cases.audit.head_in(turn.connection)[:16] in news(office, "7")
    at(office, tuesday, 8, 1)
    assert count(office, "7") == 1


def test_nobody_is_told_that_nothing_waits(office: Office) -> None:
    at(office, date(2026, 11, 24))
    assert count(office, "8") == 0  # Petra handed in; the points wait for others


def test_on_saturdays_and_sundays_there_is_no_digest(office: Office) -> None:
    saturday = date(2026, 11, 28)
    at(office, saturday)
    assert "Das wartet" not in news(office, "7")
    assert "Frist 03.12.2026 (noch 5 Tage)" in news(office, "7")  # a deadline doesn't wait for Monday


def test_what_was_decided_no_longer_waits(office: Office) -> None:
    office.approve_all()
    at(office, date(2026, 11, 24))
    assert count(office, "7") == 0
    assert "freigegeben, als versandt abzulegen" in news(office, "8")


def test_four_eyes_hold_in_the_digest_too(office: Office) -> None:
    office.press(office.ilka, "Ändern", nr=1)
    office.write(office.ilka, "Die Stadt ist Mitglied.")
    at(office, date(2026, 11, 24))
    assert "zu entscheiden: Punkt 2 ·" in news(office, "7")
    assert "zu entscheiden: Punkt 1, 2 ·" in news(office, "6")


def test_a_refused_point_waits_for_who_handed_in(office: Office) -> None:
    office.press(office.ilka, "Ablehnen", nr=1)
    office.write(office.ilka, "Veraltet.")
    at(office, date(2026, 11, 24))
    assert "abgelehnt, neu zu fassen: Punkt 1" in news(office, "8")


def away(office: Office, person: Person, deputy: Person) -> None:
    with office.turn() as turn:
        absent_in(turn.connection, person.id, date(2026, 11, 23), date(2026, 12, 31), deputy.id)


def test_the_deputy_of_who_handed_in_is_told_instead(office: Office) -> None:
    tom = office.enrol("Tom Reuter", office.petra.rolle, "5")
    away(office, office.petra, tom)
    at(office, DUE)
    assert "Frist 03.12.2026 (heute)" in news(office, "5")
    assert count(office, "8") == 0


def test_an_absent_reviewer_is_left_in_peace(office: Office) -> None:
    away(office, office.ilka, office.jan)
    at(office, DUE)
    assert count(office, "7") == 0
    assert count(office, "6") == 1


def test_a_request_that_is_due_reaches_who_asked_until_the_point_goes_on(office: Office) -> None:
    office.press(office.jan, "An Amt geben", nr=2)
    office.write(office.jan, "Amt 66 bis 25.11.2026")
    at(office, date(2026, 11, 24))
    assert "Zulieferung" not in news(office, "6")
    for day in (25, 26):
        at(office, date(2026, 11, day))
        assert "Punkt 2: Zulieferung von Amt 66 war bis 25.11.2026" in news(office, "6")
        assert "Zulieferung von Amt 66" in news(office, "8")
    office.press(office.petra, "Ändern", nr=2)
    office.write(office.petra, "Die Brücke kostet zwei Millionen Euro.")
    at(office, date(2026, 11, 27))
    assert "Zulieferung" not in news(office, "6")


def test_a_case_that_came_in_today_is_not_called_to_mind(tmp_path: Path) -> None:
    office = Office(tmp_path, drafts=(draft(1),))
    office.now = datetime.combine(office.vorgang().angelegt_am.date(), datetime.min.time()) + timedelta(hours=12)
    with office.turn() as turn:
        turn.cases.set_deadline_in(
            turn.connection, office.case, office.now.date(), von=office.petra, now=office.now, quelle="telegram:1"
        )
    office.tick()
    assert "Fristen" not in news(office)


def test_closed_cases_are_silent(office: Office) -> None:
    with office.turn() as turn:
        office.cases.cancel_in(turn.connection, office.case, von=office.petra, now=office.now, quelle="telegram:2")
    at(office, DUE)
    assert count(office) == count(office, "7") == 0


def test_a_case_from_the_terminal_that_is_not_public_is_unknown_in_every_chat(office: Office) -> None:
    closed = office.open((draft(1),), nummer="AT/0009/2026", oeffentlich=False)
    office.approve_all(office.ilka)
    office.cases.decide(
        closed, 1, based_on=1, von=office.ilka, entscheidung=Entscheidung.FREIGEGEBEN, angenommen=[], now=office.now
    )
    still_open = office.open((draft(1),), nummer="AT/0008/2026", oeffentlich=False)
    at(office, DUE)
    for person in (office.petra, office.ilka, office.jan, office.rita):
        for command in ("offen", "status", "brief", "export"):
            office.command(person, command)
        for command in ("status", "brief", "export", "frist", "abbrechen"):
            for case in (closed, still_open):
                office.command(person, command, f"{case} 24.12.2026")
                assert f"Den Vorgang {case} gibt es nicht." in office.texts(office.chat(person))[-1]
        said = [
            t.replace(f"Den Vorgang {case} gibt es nicht.", "")
            for t in office.texts(office.chat(person))
            for case in (closed, still_open)
        ]
        assert "AT/0003/2026" in " ".join(said)
        assert not [t for t in said if "AT/0009" in t or "AT/0008" in t]
