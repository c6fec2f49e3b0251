"""What counts as a date in a German paper."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.parsing.dates import find_dates, parse_date


@pytest.mark.parametrize(
    "text",
    ["25.06.2025", "25.6.25", "25. 06. 2025", "25. Juni 2025", "25.Juni 2025", "25. Jun. 2025", "2025-06-25",
     "2S.O6.2025", "Musterstadt, den 25.06.2025", "Datum: 25.06.2025 |", "am 25.\nJuni 2025,", "(25.06.2025)"],
)  # fmt: skip
def test_every_spelling_of_a_day_is_the_same_day(text: str) -> None:
    assert parse_date(text) == date(2025, 6, 25)


@pytest.mark.parametrize("text", ["3. März 2024", "3. Marz 2024", "3. Maerz 2024", "3. Mirz 2024", "03.03.2024"])
def test_march_is_known_also_where_a_scan_lost_its_umlaut(text: str) -> None:
    assert parse_date(text) == date(2024, 3, 3)


@pytest.mark.parametrize(
    "text",
    ["31.02.2025", "Ziffer 3.1", "1.250.000 Euro", "TOP 6.1", "Juni 2025", "2024/2025", "Drs. 21.10.20251",
     "ST/0078/2025",
     "Az. 12.03.2024-7", "13.13.2024"],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_two_digit_years_lie_around_the_turn_of_the_century() -> None:
    assert parse_date("01.02.99") == date(1999, 2, 1)
    assert parse_date("01.02.05") == date(2005, 2, 1)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2069, 12, 31)), st.text(alphabet="abc äß,\n", max_size=20))
def test_offsets_cover_the_words_of_the_date(day: date, before: str) -> None:
    words = day.strftime("%d.%m.%Y")
    (found,) = find_dates(f"{before} {words} und weiter")
    assert found.datum == day
    assert f"{before} {words} und weiter"[found.start : found.ende] == words


def test_all_dates_come_in_their_order() -> None:
    found = find_dates("vom 1. Mai 2023 bis 30.06.2023")
    assert [f.datum for f in found] == [date(2023, 5, 1), date(2023, 6, 30)]
