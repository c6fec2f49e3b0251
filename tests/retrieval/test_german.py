"""German words are found whatever their form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.german import GENDER_SIGN, GROUPED_NUMBER, INNER_CAPITAL_I, LEGAL_FORM, SPLIT_COMPOUND, analyse


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("Häuser", "Haus"),
        ("Straße", "strasse"),
        ("Gebühren", "Gebühr"),
        ("Spielplatz", "Spielplätze"),
        ("Bürger*innen", "Bürgerinnen"),
        ("Bürger:innen", "Bürger/-innen"),
        ("SchülerInnen", "Schülerinnen"),
        ("Kita-Plätze", "Kitaplätze"),
        ("Musikverein e. V.", "Musikverein e.V."),
        ("415.000 Euro", "415000 Euro"),
        ("120,00", "120"),
    ],
)
def test_two_spellings_of_one_word_share_a_term(asked: str, written: str) -> None:
    assert set(analyse(asked)) & set(analyse(written))


@pytest.mark.parametrize(
    ("compound", "part"),
    [
        ("Hundesteuer", "Steuer"),
        ("Hundesteuer", "Hund"),
        ("Bewohnerparkausweise", "Ausweis"),
        ("Straßenbeleuchtung", "Straße"),
        ("Gewichtsbegrenzung", "Gewicht"),
        ("Kinderbetreuung", "Kind"),
    ],
)
def test_a_compound_is_found_by_its_parts(compound: str, part: str) -> None:
    assert set(analyse(part)) <= set(analyse(compound))


@pytest.mark.parametrize("word", ["Verwaltung", "Bürgerinnen", "Mitgliedschaft", "Digitalisierung"])
def test_endings_are_no_parts(word: str) -> None:
    assert len(analyse(word)) == 1


@pytest.mark.parametrize("abbreviation", ["OZG", "ÖPNV", "PD", "G8"])
def test_abbreviations_are_kept_as_one_term(abbreviation: str) -> None:
    assert len(analyse(abbreviation)) == 1
    assert analyse(abbreviation) != analyse(abbreviation[:-1])


def test_words_that_say_nothing_are_left_out() -> None:
    assert analyse("Das ist und bleibt in der") == analyse("bleibt")


@pytest.mark.parametrize(
    ("pattern", "example"),
    [
        (GENDER_SIGN, "Bürger*innen"),
        (INNER_CAPITAL_I, "BürgerInnen"),
        (LEGAL_FORM, "e. V."),
        (GROUPED_NUMBER, "1 250 000"),
        (SPLIT_COMPOUND, "Kita-Plätze"),
    ],
)
def test_each_pattern_matches_its_example(pattern: object, example: str) -> None:
    assert pattern.search(example)  # type: ignore[attr-defined]


@given(st.text(max_size=200))
def test_terms_hold_no_blanks_so_that_an_index_can_split_them(text: str) -> None:
    assert " ".join(analyse(text)).split() == analyse(text)
