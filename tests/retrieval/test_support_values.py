"""Values are compared by what they are worth, in every German spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.support.number_words import number_of
from retrieval.support.values import find_values

SAME = [
    ("480.000 EUR", "0,48 Mio. Euro", "vierhundertachtzigtausend Euro", "480 Tsd. €", "T€ 480"),
    ("zwei Drittel", "2/3"),
    ("die Hälfte", "50 Prozent", "50 v. H.", "50 %", "fünfzig vom Hundert"),
    ("3,5 Prozent", "3,5 v. H.", "3,50 %"),
    ("1. Juli 2024", "01.07.24", "1.7.2024", "2024-07-01"),
    ("15. Januar", "15.01. für"),
    ("Schuljahr 2024/25", "Schuljahr 2024/2025"),
    ("14.30 Uhr", "14:30"),
    ("§ 7 Abs. 2", "Paragraf 7 Absatz 2"),
    ("AT/0080/2025", "AT 80/2025"),
    ("zweites Quartal 2026", "2. Quartal 2026", "II. Quartal 2026"),
    ("zwölf", "12"),
]
LIMITS = [
    ("rund 20 Plätze", "rund"), ("bis zu 20 Plätze", "hoechstens"), ("höchstens 20 Plätze", "hoechstens"),
    ("mindestens 20 Plätze", "mindestens"), ("20 Plätze oder mehr", "mindestens"), ("knapp 20 Plätze", "knapp"),
    ("Kinder über 3 Jahren", "ueber"), ("Kinder unter 3 Jahren", "unter"), ("20 Plätze", ""),
]  # fmt: skip


@pytest.mark.parametrize("spellings", SAME, ids=lambda s: s[0])
def test_all_spellings_of_a_value_are_one(spellings: tuple[str, ...]) -> None:
    first, *others = (find_values(text)[0] for text in spellings)
    assert all(first.same(other) for other in others)


@pytest.mark.parametrize(("text", "limit"), LIMITS)
def test_a_value_is_read_with_its_limit(text: str, limit: str) -> None:
    assert [value.grenze for value in find_values(text)] == [limit]


@pytest.mark.parametrize(("one", "other"), [
    ("480.000 Euro", "480 Euro"), ("3,5 Prozent", "3,5 Prozentpunkte"), ("3. Mai 2023", "5. März 2023"),
    ("zwei Drittel", "drei Viertel"), ("0,9 Mio. Euro", "9 Mio. Euro"), ("AT/0080/2025", "ST/0080/2025"),
])  # fmt: skip
def test_other_values_are_not_the_same(one: str, other: str) -> None:
    assert not find_values(one)[0].same(find_values(other)[0])


def test_a_range_shares_its_unit() -> None:
    low, high = find_values("von 47 auf 63 Prozent")
    assert (low.art, high.art) == ("anteil", "anteil")


@given(st.integers(min_value=2, max_value=9_999_999))
def test_grouped_and_plain_digits_are_one_amount(number: int) -> None:
    plain, grouped = f"{number} Euro", f"{number:,} Euro".replace(",", ".")
    assert find_values(plain)[0].same(find_values(grouped)[0])


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_values_stand_where_they_say(text: str) -> None:
    for value in find_values(text):
        assert text[value.start : value.ende] == value.worte


def test_number_words() -> None:
    assert number_of("zweiundzwanzig") == 22
    assert number_of("vierhundertachtzigtausend") == 480_000
    assert number_of("eine") is None
