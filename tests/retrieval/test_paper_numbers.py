"""A paper's number is recognised in every spelling, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.paper_numbers import SUB_NUMBER, PaperNumber, find_paper_numbers, paper_number_key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ST/0041/2025", PaperNumber("ST", 41, 2025)),
        ("ST 41/2025", PaperNumber("ST", 41, 2025)),
        ("ST-0041-2025", PaperNumber("ST", 41, 2025)),
        ("Antrag AT/0041/2025", PaperNumber("AT", 41, 2025)),
        ("Vorlage 41 aus 2025", PaperNumber(None, 41, 2025)),
        ("Drucksache Nr. 25/0041", PaperNumber(None, 41, 2025)),
        ("DS 25/41", PaperNumber(None, 41, 2025)),
        ("2025/0041", PaperNumber(None, 41, 2025)),
        ("AN 25/0041", PaperNumber("AN", 41, 2025)),
        ("ST 41/25", PaperNumber("ST", 41, 2025)),
        ("AT-41-25", PaperNumber("AT", 41, 2025)),
        ("AT/7/25", PaperNumber("AT", 7, 2025)),
        ("st/41/2025", PaperNumber("ST", 41, 2025)),
        ("St 0041/2025", PaperNumber("ST", 41, 2025)),
        ("an/0041/2025", PaperNumber("AN", 41, 2025)),
    ],
)
def test_every_spelling_gives_the_same_key(text: str, expected: PaperNumber) -> None:
    assert find_paper_numbers(f"Wie in {text} dargelegt, gilt das.") == (expected,)
    assert paper_number_key(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024/0563/1", PaperNumber(None, 563, 2024)),
        ("2024-0563/12", PaperNumber(None, 563, 2024)),
        ("ST/0041/2025/1", PaperNumber("ST", 41, 2025)),
        ("Vorlage 97/2018/2", PaperNumber(None, 97, 2018)),
    ],
)
def test_a_supplement_has_the_key_of_its_paper(text: str, expected: PaperNumber) -> None:
    """In running text it stays another paper: a sentence on the supplement isn't proved by the paper itself."""
    assert paper_number_key(text) == expected
    assert expected not in find_paper_numbers(f"Wie in {text} dargelegt, gilt das.")


@pytest.mark.parametrize("text", ["2024/12/31", "2024/0563/2025", "03/04/2025"])
def test_a_day_is_no_supplement(text: str) -> None:
    assert SUB_NUMBER.search(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "im Schuljahr 2023/2024",
        "im Winter 2023/24",
        "bis 5/2023",
        "von 2018-2020",
        "1/2 Stelle",
        "am 03.04.2025",
        "24/7",
        "an 41/2025",
        "der Anteil an 3/25",
    ],
)
def test_years_months_and_fractions_are_no_numbers_of_papers(text: str) -> None:
    assert find_paper_numbers(text) == ()


def test_a_motion_and_its_reply_of_the_same_number_are_told_apart() -> None:
    assert not PaperNumber("AT", 80, 2025).matches(PaperNumber("ST", 80, 2025))


def test_a_number_without_its_kind_fits_both() -> None:
    assert PaperNumber(None, 80, 2025).matches(PaperNumber("ST", 80, 2025))


def test_a_series_of_its_own_is_another_paper() -> None:
    """The budget's papers are counted for themselves: DHH/2025/0012 is not 2025/0012, nor the other way round."""
    budget, paper = paper_number_key("DHH/2025/0012"), paper_number_key("2025/0012")
    assert budget == PaperNumber("DHH", 12, 2025)
    assert find_paper_numbers("Antrag DHH/2025/0012") == (budget,)
    assert paper is not None
    assert budget.matches(budget)
    assert not budget.matches(paper)


@pytest.mark.parametrize("text", ["DS/2025/0041", "DRS-2025-0041", "TOP 2025/0041", "NR/41/2025"])
def test_a_label_is_no_series(text: str) -> None:
    assert paper_number_key(text) == PaperNumber(None, 41, 2025)


@given(st.sampled_from(["AT", "ST", "BV"]), st.integers(1, 99_999), st.integers(1990, 2060), st.sampled_from("/- "))
def test_a_number_is_found_as_it_was_written(kind: str, number: int, year: int, sign: str) -> None:
    assert find_paper_numbers(f"{kind}{sign}{number:04d}/{year}") == (PaperNumber(kind, number, year),)
