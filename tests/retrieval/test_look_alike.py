"""A look-alike is marked with the slot in which it differs; in doubt nothing is marked."""

from __future__ import annotations

import pytest

from retrieval.look_alike import asked_of, look_alike, names_the_thing, other_amounts, subject_without_filing
from tests.retrieval.passages import passage


def marks(question: str, text: str, *, betreff: str | None = None, datum: str = "2024-03-01") -> list[str]:
    found = look_alike(asked_of(question), passage("p", text, betreff=betreff, datum=datum))
    return [slot.wortlaut for slot in found]


@pytest.mark.parametrize(
    ("question", "betreff", "text"),
    [
        ("Zustand der Furtbrücke", "Zustand der Nordbrücke", "Die Note ist 2,4."),
        ("Belag des Kunstrasenplatzes in Oberhain", "Sportplätze in Unterhain", "Der Belag ist neu."),
        ("Spielgeräte auf dem Spielplatz Amselweg", "Spielplatz Fasanenweg", "Die Rutsche ist neu."),
        ("Einnahmen aus der Hundesteuer im Jahr 2019", "Hundesteuer 2022", "Eingenommen wurden 9.000 Euro."),
        ("Ist die Stadt Mitglied im Kulturring Hain e. V.?", None, "Dem Gewerbering Anger e. V. gehört sie an."),
        ("Seit wann besteht die Partnerschaft mit Saint-Hain?", "Städtepartnerschaft mit Saint-Anger", "Seit 1987."),
        ("Schüleraustausch mit der Stadt Oberhain", "Austausch mit Unterhain", "Es fahren 40 mit."),
        ("Zuschuss an den Turnverein Oberhain e. V.", None, "Der Turnverein Unterhain e. V. erhält 9.000 Euro."),
    ],
)
def test_what_differs_in_place_year_or_body_is_marked(question: str, betreff: str | None, text: str) -> None:
    assert marks(question, text, betreff=betreff)


@pytest.mark.parametrize(
    ("question", "betreff", "text"),
    [
        ("Zustand der Furtbrücke", "Zustand der Nordbrücke", "Die Furtbrücke wurde mitgeprüft."),
        ("Zustand der Furtbrücke", "Brücken im Stadtgebiet", "Die Umleitung führt über die Nordbrücke."),
        ("Belag der Sportplätze", "Sportplätze in Unterhain", "Der Belag ist neu."),
        ("Seit wann besteht die Partnerschaft mit Saint-Hain?", "Städtepartnerschaften", "Mit Saint-Hain seit 1987."),
        ("Vereinbarung mit Vereinen", "Vereinbarung mit Trägern", "Es sind 40."),
        ("Zahl der Hunde seit 2019", "Hunde", "Im Jahr 2022 waren es 400."),
        ("Zahl der Hunde im Jahr 2023", "Hunde", "Am 1. März 2024 waren es 400."),
        ("Ist die Stadt Mitglied im Kulturring Hain e. V.?", None, "Der Kulturring hat 40 Mitglieder."),
        ("Ist die Stadt Mitglied im Kulturring Hain e. V.?", None, "Die Halle gehört der Hain Bau GmbH."),
        ("Bäume", "Anfrage der Fraktion Freie Liste Unterhain: Bäume", "Es sind 40."),
    ],
)
def test_in_doubt_nothing_is_marked(question: str, betreff: str | None, text: str) -> None:
    assert marks(question, text, betreff=betreff) == []


def test_a_year_is_missed_only_where_the_paper_cannot_mean_it() -> None:
    question = "Wie viele Hunde gab es im Jahr 2021?"
    assert marks(question, "Im Jahr 2017 waren es 400.", datum="2018-02-01") == ["2017"]
    assert marks(question, "Im Vorjahr waren es 400, 2017 noch 300.", datum="2022-02-01") == []


def test_the_name_of_the_city_itself_is_no_place_in_it() -> None:
    hit = passage("p", "Der Belag ist neu.", betreff="Sportplätze in Unterhain")
    assert look_alike(asked_of("Belag der Sportplätze in Oberhain"), hit)
    assert not look_alike(asked_of("Belag der Sportplätze in Oberhain", ["Die Stadt Oberhain zahlt."]), hit)


def test_another_sum_is_marked_only_where_one_hit_has_the_right_one() -> None:
    right = passage("right", "Die 250.000 Euro flossen in die Dämmung.")
    wrong = passage("wrong", "Die 180.000 Euro flossen in Bänke.")
    asked = asked_of("Wofür wurden die 0,25 Mio. Euro verwendet?")
    assert list(other_amounts(asked, [right, wrong])) == ["wrong"]
    assert other_amounts(asked, [wrong]) == {}


def test_a_sum_that_is_only_proposed_fixes_nothing() -> None:
    asked = asked_of("Können 250.000 Euro bereitgestellt werden?")
    assert not other_amounts(asked, [passage("a", "Die 250.000 Euro sind da."), passage("b", "Es sind 180.000 Euro.")])


def test_a_passage_names_the_thing_in_its_subject_or_its_text() -> None:
    asked = asked_of("Verkehr in der Ziegelstr.")
    assert names_the_thing(asked, passage("p", "Es wurden 900 gezählt.", betreff="Verkehr in der Ziegelstraße"))
    assert not names_the_thing(asked, passage("p", "Es wurden 900 gezählt.", betreff="Verkehr in der Gerberstraße"))


def test_who_filed_a_motion_is_no_part_of_its_subject() -> None:
    assert subject_without_filing("Anfrage der Fraktion Freie Liste Hain: Bäume: mehr davon") == "Bäume: mehr davon"
    assert subject_without_filing("Bad: Eintritt und Öffnung") == "Bad: Eintritt und Öffnung"
    assert subject_without_filing(None) == ""
