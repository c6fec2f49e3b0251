"""Exact things have one key, however they are written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.exact import ADDRESS, AMOUNT, DAYS, MONTHS, exact_terms, exact_things
from retrieval.german import analyse


@pytest.mark.parametrize(
    "text",
    [
        "480.000 EUR",
        "480.000,00 Euro",
        "480 000 €",
        "480000€",
        "0,48 Mio. Euro",
        "480 TEUR",
        "480 T€",
        "480 Tsd. €",
        "480 Tausend Euro",
        "€ 480.000",
        "EUR 480.000,-",
    ],
)
def test_one_amount_has_one_key(text: str) -> None:
    assert exact_terms(f"Dafür stehen {text} bereit.") == ["=480000eur"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("30,70 Euro", "=30.7eur"),
        ("2,5 Millionen Euro", "=2500000eur"),
        ("eine Million Euro", "=1000000eur"),
        ("1,2 Mrd. €", "=1200000000eur"),
        ("fünf Euro", "=5eur"),
    ],
)
def test_an_amount_is_known_by_its_value(text: str, key: str) -> None:
    assert exact_terms(text) == [key]


@pytest.mark.parametrize("text", ["480 Plätze", "48 Prozent", "0,48 Meter", "Amt 65", "480 Tsd. Fahrgäste"])
def test_what_is_no_money_is_no_amount(text: str) -> None:
    assert exact_terms(text) == []


@pytest.mark.parametrize("text", ["1. Juli 2024", "01.07.2024", "1.7.2024", "1.7.24", "1. Jul. 2024", "2024-07-01"])
def test_one_day_has_one_key_and_that_of_its_month(text: str) -> None:
    assert exact_terms(f"Seit dem {text} gilt das.") == ["=2024-07-01", "=2024-07"]


@pytest.mark.parametrize("text", ["Juli 2024", "im Juli 2024", "07/2024", "7.2024"])
def test_a_month_is_found_in_its_days(text: str) -> None:
    assert set(exact_terms(text)) == {"=2024-07"} < set(exact_terms("am 1. Juli 2024"))


@pytest.mark.parametrize("text", ["31.2.2024", "45.7.2024", "Punkt 1.7.2", "Juli"])
def test_what_is_no_day_has_no_key(text: str) -> None:
    assert not [thing for thing in exact_things(text) if thing.art in ("tag", "monat")]


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_every_day_is_read_in_every_spelling(day: date) -> None:
    key = f"={day.isoformat()}"
    for text in (f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day:%y}", day.isoformat()):
        assert key in exact_terms(f"Am {text} war es so.")


@given(st.integers(1, 999), st.integers(0, 999))
def test_every_amount_is_read_in_every_spelling(thousands: int, rest: int) -> None:
    value = thousands * 1000 + rest
    grouped = f"{thousands}.{rest:03}"
    assert exact_terms(f"{grouped} Euro") == exact_terms(f"{value} €") == exact_terms(f"{grouped},00 EUR")
    assert exact_terms(f"{thousands},{rest:03} TEUR") == exact_terms(f"{grouped} Euro")


@pytest.mark.parametrize("text", ["Kanalstraße 7", "Kanalstr. 7", "Kanal-Straße 7", "Kanalstrasse 7", "Kanal-Str. 7"])
def test_one_address_has_one_key(text: str) -> None:
    assert exact_terms(f"Das Haus in der {text} steht leer.") == ["=kanalstrasse7"]


def test_a_house_number_keeps_its_letter() -> None:
    assert exact_terms("Uferstraße 23 a") == exact_terms("in der Uferstr. 23a") == ["=uferstrasse23a"]


@pytest.mark.parametrize("text", ["Am Markt 8 Uhr", "Kanalstraße 2,5 Meter breit", "die Kanalstraße", "Am Montag 3"])
def test_other_numbers_behind_a_street_are_no_house(text: str) -> None:
    assert exact_terms(text) == []


@pytest.mark.parametrize("text", ["ST/0080/2025", "ST 80/2025", "ST-0080-2025", "ST_0080_2025", "Vorlage 80 aus 2025"])
def test_a_paper_that_is_named_in_a_text_has_a_key(text: str) -> None:
    assert exact_terms(f"Auf {text} wird verwiesen.") == ["=80/2025"]


@given(st.text(max_size=200))
def test_keys_hold_no_blanks_and_are_no_words(text: str) -> None:
    keys = exact_terms(text)
    assert all(len(key.split()) == 1 and key.startswith("=") for key in keys)
    assert not set(keys) & set(analyse(text))


def test_each_pattern_matches_its_example() -> None:
    assert AMOUNT.search("0,48 Mio. Euro")
    assert DAYS[0].search("1.7.24")
    assert DAYS[1].search("1. Juli 2024")
    assert DAYS[2].search("2024-07-01")
    assert MONTHS[0].search("Juli 2024")
    assert MONTHS[1].search("7/2024")
    assert ADDRESS.search("Uferstraße 23 a")
