"""Labelled fields, paper numbers and factions in heads of every form."""

from __future__ import annotations

import pytest

from corpus.parsing.fraktion import find_fraktion
from corpus.parsing.header import Label, field_value, find_fields, find_number, head_date


def value(head: str, label: Label) -> str | None:
    return field_value(find_fields(head), label)


def test_fields_on_one_line_are_parted() -> None:
    head = "Vorlage: ST/0001/2024 | Datum: 03.05.2024\nVerfasser: | 20-Kämmerei | Az.:\n"
    assert value(head, Label.VORLAGE) == "ST/0001/2024"
    assert value(head, Label.DATUM) == "03.05.2024"
    assert value(head, Label.VERFASSER) == "20-Kämmerei"
    assert value(head, Label.AKTENZEICHEN) is None


def test_labels_on_one_line_without_a_bar_are_parted() -> None:
    assert value("Vorlage Nr.: 2024/0815 Verantwortlich: Dez. 2\n", Label.VORLAGE) == "2024/0815"


def test_values_below_their_labels_go_to_the_label_they_fit() -> None:
    head = "Termin:\nVorlage Nr.:\nTOP:\nVerantwortlich:\n03.02.2015\n2015/0031\n26.1\nöffentlich\nDez. 6\n"
    assert value(head, Label.VORLAGE) == "2015/0031"
    assert value(head, Label.TERMIN) == "03.02.2015"
    assert value(head, Label.VERANTWORTLICH) == "Dez. 6"


def test_a_subject_goes_on_to_the_end_of_its_paragraph() -> None:
    assert value("Betreff:\n\nKörbe im\nKurpark\n\nWeiteres", Label.BETREFF) == "Körbe im Kurpark"
    assert value("Betreff: Körbe im\nKurpark\nDatum: 03.05.2024\n", Label.BETREFF) == "Körbe im Kurpark"


def test_offsets_cover_the_printed_value() -> None:
    head = "Stadt Hohenwerder          Drucksache Nr. 21/0417\nFederführendes Amt: 66 – Tiefbauamt\n"
    for field in find_fields(head):
        assert " ".join(head[field.start : field.ende].split()) == field.wert


@pytest.mark.parametrize(
    "number",
    [
        "ST/0078/2025",
        "AN 21/0238",
        "A 2017/0470",
        "21/0342",
        "24-A-0077",
        "2024/0256/2",
        "VII-A-01234",
        "20-26 / A 03541",
    ],
)
def test_paper_numbers_are_found_whole(number: str) -> None:
    assert find_number(f"zum Antrag Nr. {number} der Fraktion") == number


@pytest.mark.parametrize("words", ["am 3.5.2024", "mit 1.250 Euro", "Haushalt", "TOP 6.1"])
def test_other_numbers_are_no_paper_numbers(words: str) -> None:
    assert find_number(words) is None


def test_the_day_of_a_paper_may_stand_behind_its_place() -> None:
    assert head_date("Hohenwerder, den 3. Mai 2024\n") == "3. Mai 2024"
    assert head_date("eingegangen: 03.05.2024\n") is None


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("zum Antrag der ABC-Fraktion: Mehr Körbe", "ABC"),
        ("Anfrage AN 21/0399 der Fraktion Freie Liste Nord vom 3. Mai", "Freie Liste Nord"),
        ("Fraktion Moor und Mühle im Stadtrat Hohenwerder", "Moor und Mühle"),
        ("Antrag der Fraktionen Moor, Mühle Nord und Freie Liste zum Haushalt", "Moor, Mühle Nord, Freie Liste"),
        ("ABC-Gemeinderatsfraktion\nX|YZ-Gemeinderatsfraktion\n", "ABC, X|YZ"),
        ("Antrag der ABC-Fraktion und der Fraktion Moor und Mühle", "Moor und Mühle, ABC"),
        ("Fraktion Freie Liste\nAnfrage Nr. 7/2024\n", "Freie Liste"),
        ("Anfrage: ABC\n", "ABC"),
        ("Für alle Fraktionen im Rat", None),
    ],
)
def test_factions_are_named_without_the_word(head: str, names: str | None) -> None:
    assert find_fraktion(head) == names
