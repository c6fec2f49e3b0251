"""Since when and until when a statement holds, by its own words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.domain import FaktArt
from corpus.facts.extraction import validity
from corpus.facts.kind import kind_of
from corpus.facts.times import times_in

SAID = date(2025, 6, 1)


def window(sentence: str, said: date = SAID) -> tuple[date | None, date | None]:
    von, bis, _ = validity(sentence, kind_of(sentence, said), said)
    return von, bis


@pytest.mark.parametrize(
    ("sentence", "since"),
    [
        ("Die Stadt ist seit dem 1. April 2021 Mitglied im Verein.", date(2021, 4, 1)),
        ("Ab dem 1. Januar 2023 beträgt die Gebühr 24 Euro.", date(2023, 1, 1)),
        ("Der Treff ist seit Herbst 2024 geöffnet.", date(2024, 9, 1)),
        ("Die Beratung gibt es seit März 2019.", date(2019, 3, 1)),
        ("Die Satzung gilt mit Wirkung vom 01.07.2024.", date(2024, 7, 1)),
        ("Seit 2016 wird die Halle von Vereinen genutzt.", date(2016, 1, 1)),
        ("Frau Dr. Beispiel leitet das Hafenamt seit dem 15. Februar 2022.", date(2022, 2, 15)),
        ("Der Stadtrat hat am 13. Juni 2024 zugestimmt.", date(2024, 6, 13)),
        ("Im Jahr 2024 wurden 412 Bäume gepflanzt.", date(2024, 1, 1)),
    ],
)
def test_the_words_say_since_when(sentence: str, since: date) -> None:
    assert window(sentence) == (since, None)


@pytest.mark.parametrize(
    ("sentence", "until"),
    [
        ("Der Vertrag läuft bis Ende 2025.", date(2026, 1, 1)),
        ("Das Angebot gilt bis zum 30. September 2025.", date(2025, 10, 1)),
        ("Der Vertrag läuft zum 31.12.2026 aus.", date(2027, 1, 1)),
        ("Die Förderung ist bis einschließlich Juni 2026 bewilligt.", date(2026, 7, 1)),
        ("Die Stelle ist bis Mitte 2026 befristet.", date(2026, 9, 1)),
    ],
)
def test_the_words_say_until_when_and_that_day_is_over(sentence: str, until: date) -> None:
    assert window(sentence)[1] == until


def test_a_time_that_a_figure_is_for_is_its_whole_validity() -> None:
    sentence = "Der Etat für neue Medien beträgt im Jahr 2022 insgesamt 118.000 Euro."
    assert window(sentence, date(2022, 11, 30)) == (date(2022, 1, 1), date(2023, 1, 1))


def test_a_time_that_was_over_when_the_present_was_spoken_of_bounds_nothing() -> None:
    sentence = "Nach dem Umbau im November 2024 stehen in der Mensa 132 Plätze zur Verfügung."
    assert window(sentence) == (date(2024, 11, 1), None)


def test_from_one_day_to_another_is_one_time() -> None:
    (time,) = times_in("In den Jahren 2016 bis 2018 ereigneten sich neun Unfälle.")
    assert (time.von, time.vor) == (date(2016, 1, 1), date(2019, 1, 1))


@pytest.mark.parametrize(
    "sentence",
    [
        "Grundlage ist die Zustandserfassung aus dem Jahr 2019.",
        "Der Beschluss vom 26. September 2019 ist Grundlage der Planung.",
        "Die Agenda 2030 ist Grundlage der Planung.",
        "Die Halle ist bis 22 Uhr geöffnet.",
        "Zuletzt kamen 2019 Personen.",
        "Näheres regelt die Drucksache 20/2019.",
    ],
)
def test_a_number_or_a_day_that_belongs_to_a_thing_is_no_validity(sentence: str) -> None:
    assert window(sentence) == (None, None)


def test_an_intention_holds_from_the_day_it_is_said_until_its_time_is_over() -> None:
    assert window("Ein Ausbau ist für das Jahr 2027 vorgesehen.") == (SAID, date(2028, 1, 1))
    assert window("Der Anbau wird geprüft.") == (SAID, None)
    assert window("Mit einem Ergebnis ist nicht vor Ende 2027 zu rechnen.") == (SAID, None)


@pytest.mark.parametrize(
    ("sentence", "ended"),
    [
        ("Die Mitgliedschaft endete mit Ablauf des 31. Dezember 2024.", date(2025, 1, 1)),
        ("Die Stabsstelle wurde zum 1. Januar 2024 aufgelöst.", date(2024, 1, 1)),
        ("Der Vertrag ist zum 31.12.2024 ausgelaufen.", date(2025, 1, 1)),
    ],
)
def test_what_has_ended_is_said_with_its_day_and_the_saying_goes_on_to_hold(sentence: str, ended: date) -> None:
    assert validity(sentence, FaktArt.EREIGNIS, SAID) == (ended, None, ended)


def test_an_end_that_is_still_to_come_bounds_the_state() -> None:
    von, bis, endet = validity("Der Vertrag läuft zum 31.12.2026 aus.", FaktArt.ZUSTAND, SAID)
    assert (von, bis, endet) == (None, date(2027, 1, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        (
            "Herr Muster war vom 1. Mai 2019 bis zum 30. April 2024 Leiter des Hafenamts.",
            (date(2019, 5, 1), date(2024, 5, 1)),
        ),
        (
            "In der Wahlperiode 2019 bis 2024 war Frau Dr. Muster Vorsitzende des Hafenausschusses.",
            (date(2019, 1, 1), date(2025, 1, 1)),
        ),
        ("Frau Dr. Beispiel leitet das Hafenamt seit dem 1. Juni 2024.", (date(2024, 6, 1), None)),
    ],
)
def test_who_held_an_office_has_both_days(sentence: str, held: tuple[date, date | None]) -> None:
    assert window(sentence) == held


def test_a_day_every_evening_is_no_end() -> None:
    assert validity("An den übrigen Tagen endet der Dienst um 22 Uhr.", FaktArt.ZUSTAND, SAID) == (None, None, None)


@given(st.text())
def test_any_text_has_its_times_in_order_and_within_it(text: str) -> None:
    for time in times_in(text):
        assert 0 <= time.start < time.ende <= len(text)
        assert time.von < time.vor
