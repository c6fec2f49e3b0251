"""What a person answers about an office is understood, or it is said what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.port import Edit
from bot.chat.zulieferung import Wunsch, parse_request
from bot.review.audit import verify
from bot.review.rules import open_requests
from corpus.domain import Zulieferung
from tests.bot.chat.office import Office, draft, gap

HEUTE = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "amt", "frist"),
    [
        ("Amt 66 bis 05.12.2026", "Amt 66", date(2026, 12, 5)),
        ("Amt 66 bis zum 5.12.26", "Amt 66", date(2026, 12, 5)),
        ("66-Tiefbauamt, Frist: 5. Dezember 2026", "66-Tiefbauamt", date(2026, 12, 5)),
        ("Tiefbauamt bis 5.12.", "Tiefbauamt", date(2026, 12, 5)),
        ("Tiefbauamt bis 5.1.", "Tiefbauamt", date(2027, 1, 5)),
        ("Tiefbauamt bis spätestens 2026-12-05", "Tiefbauamt", date(2026, 12, 5)),
        ("Amt für Straßen und Brücken", "Amt für Straßen und Brücken", None),
        ("Amt 66 bis 23.11.2026", "Amt 66", HEUTE),
    ],
)
def test_office_and_day_are_understood(text: str, amt: str, frist: date | None) -> None:
    assert parse_request(text, HEUTE) == Wunsch(amt, frist)


@pytest.mark.parametrize(
    ("text", "amt", "frist", "bemerkung"),
    [
        ("Ordnungsamt, bitte zeitnah", "Ordnungsamt", None, "bitte zeitnah"),
        ("Ordnungsamt bitte zeitnah", "Ordnungsamt", None, "bitte zeitnah"),
        ("Ordnungsamt, Bitte bald", "Ordnungsamt", None, "Bitte bald"),
        ("Amt 66 bis 05.12.2026, bitte mit Kosten", "Amt 66", date(2026, 12, 5), "bitte mit Kosten"),
        ("Amt 66, möglichst bis 5.12.", "Amt 66", date(2026, 12, 5), "möglichst"),
        ("Tiefbauamt (eilt)", "Tiefbauamt", None, "eilt"),
        ("Amt für Straßen, Brücken und Plätze", "Amt für Straßen, Brücken und Plätze", None, ""),
        ("Sportamt, Frau Weber", "Sportamt, Frau Weber", None, ""),
    ],
)
def test_what_is_said_beside_the_office_is_no_part_of_its_name(
    text: str, amt: str, frist: date | None, bemerkung: str
) -> None:
    assert parse_request(text, HEUTE) == Wunsch(amt, frist, bemerkung)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Es fehlt, welches Amt"),
        ("bis 05.12.2026", "Es fehlt, welches Amt"),
        ("Amt 66 bis nächste Woche", "Der Tag ist nicht zu verstehen"),
        ("Amt 66 bis 31.2.", "gibt es im Kalender nicht"),
        ("Amt 66 bis 05.12.2025", "ist schon vorbei"),
        ("Wer ist denn da zuständig?", "liest sich wie eine Frage"),
    ],
)
def test_what_is_missing_is_said_with_an_example(text: str, said: str) -> None:
    answer = parse_request(text, HEUTE)
    assert isinstance(answer, str)
    assert said in answer


@given(st.text(max_size=300))
def test_any_answer_gives_an_office_or_a_sentence(text: str) -> None:
    answer = parse_request(text, HEUTE)
    if isinstance(answer, Wunsch):
        assert 0 < len(answer.amt) <= 120
        assert answer.frist is None or answer.frist >= HEUTE
    else:
        assert answer.endswith(".")


# --- in chat --------------------------------------------------------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def asked(office: Office) -> list[tuple[str, date | None]]:
    return [(z.amt, z.frist) for z in open_requests(office.vorgang(), 2)]


def ask(office: Office, answer: str) -> str:
    """Petra gives point 2 to an office; returns the question's message."""
    office.press(office.petra, "An Amt geben", nr=2)
    question = office.message_of("8", "Welches Amt soll gefragt werden")
    office.write(office.petra, answer)
    return question


def test_the_answered_question_says_what_was_taken_and_that_there_is_no_day(office: Office) -> None:
    question = ask(office, "Ordnungsamt, bitte zeitnah")
    said = office.screen("8")[question]
    assert isinstance(said, Edit)
    assert "Gefragt wird: Ordnungsamt, ohne Termin. Als Anmerkung: „bitte zeitnah“." in said.text.text
    assert "antworten Sie auf diese Nachricht noch einmal" in said.text.text
    assert "Liegt beim Amt: Ordnungsamt, ohne Termin" in office.card("7", 2).text.text
    assert "Anmerkung: bitte zeitnah" in office.texts("8")[-1]


def test_a_second_answer_takes_the_place_of_the_first(office: Office) -> None:
    question = ask(office, "Ordnungsamt")
    office.now += timedelta(minutes=5)
    office.write(office.petra, "Tiefbauamt bis 05.12.2026", reply_to=question)
    assert asked(office) == [("Tiefbauamt", date(2026, 12, 5))]
    assert "Liegt beim Amt: Tiefbauamt, Antwort bis 05.12.2026" in office.card("7", 2).text.text
    assert "Zum Weiterleiten an: Tiefbauamt" in office.texts("8")[-1]
    faults = verify(office.engine, office.cases.audit).fehler
    assert [fault for fault in faults if "Amt" in fault or "doppelt" in fault] == []


def test_a_day_is_added_to_the_same_office(office: Office) -> None:
    question = ask(office, "Ordnungsamt")
    office.write(office.petra, "Ordnungsamt bis 05.12.2026", reply_to=question)
    assert asked(office) == [("Ordnungsamt", date(2026, 12, 5))]


def test_a_second_office_beside_the_first_is_no_correction(office: Office) -> None:
    ask(office, "Ordnungsamt")
    office.now += timedelta(minutes=5)
    ask(office, "Tiefbauamt")
    assert [amt for amt, _ in asked(office)] == ["Ordnungsamt", "Tiefbauamt"]


def test_what_is_written_beside_an_answered_question_is_no_correction(office: Office) -> None:
    ask(office, "Ordnungsamt")
    with pytest.raises(AssertionError, match="answers no question"):
        office.write(office.petra, "Danke, das reicht mir.")


def test_once_the_point_has_a_new_revision_the_request_is_no_longer_corrected(office: Office) -> None:
    question = ask(office, "Ordnungsamt")
    office.press(office.ilka, "Ändern", nr=2)
    office.write(office.ilka, "Die Brücke kostet zwei Millionen Euro.")
    office.write(office.petra, "Tiefbauamt", reply_to=question)
    assert "inzwischen geändert" in office.texts("8")[-1]
    assert asked(office) == []


def test_the_same_words_are_not_said_twice_to_the_office(tmp_path: Path) -> None:
    point = "Wie steht es um Punkt 2?"
    office = Office(tmp_path, drafts=(draft(1), replace(gap(2), zulieferung=Zulieferung(None, point))))
    ask(office, "Ordnungsamt")
    assert office.texts("8")[-1].count(point) == 1
