"""What a person answers about an office is understood, or it is said what is missing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.zulieferung import Wunsch, parse_request

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
    ("text", "said"),
    [
        ("", "Es fehlt, welches Amt"),
        ("bis 05.12.2026", "Es fehlt, welches Amt"),
        ("Amt 66 bis nächste Woche", "Der Tag ist nicht zu verstehen"),
        ("Amt 66 bis 31.2.", "gibt es im Kalender nicht"),
        ("Amt 66 bis 05.12.2025", "ist schon vorbei"),
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
