"""Sentences of official German are cut where an official would pause."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentence_spans, sentences


@pytest.mark.parametrize(
    "text",
    [
        "Die Satzung hat der Stadtrat am 12. November 2024 abgelehnt.",
        "Das regelt § 70 Abs. 1 der Satzung, z. B. für Anwohnerinnen und Anwohner.",
        "Die Kosten betragen ca. 1,5 Mio. Euro im Jahr.",
        "Der 3. Bauabschnitt beginnt im Herbst.",
        "Frau Dr. Beispiel leitet das Amt.",
        "Beteiligt ist der Förderverein Stadtbad e. V. mit 40 Mitgliedern.",
        "Das gilt i. d. R. Montag bis Freitag.",
        "Die Prüfung (vgl. Drs. 20/114) dauert an.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert sentences(text) == (text,)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Die Stadt ist Mitglied im Verein Musterland e. V.", "Eine Vertiefung ist sinnvoll."),
        ("Nein.", "Die Brücke ist frei."),
        ("Die Zahl lag 2023 bei 642.", "Das sind mehr als im Vorjahr."),
        ("Die Note liegt bei 2,4.", "Damit ist sie befriedigend."),
        ("Die Anlage kostet 1,5 Mio.", "Der Rat hat zugestimmt."),
        ("Gilt das auch für Gäste?", "Ja."),
        ("Er sagte: „Das geht nicht.“", "Dabei blieb es."),
        ("Gezählt wurden Busse, Bahnen usw.", "Die Erhebung endet im Mai."),
        ("Die Gebühr stieg zum 1. Januar 2023.", "120 Euro sind nun fällig."),
    ],
)
def test_two_sentences_are_two(first: str, second: str) -> None:
    assert sentences(f"{first} {second}") == (first, second)


def test_a_sentence_goes_on_over_a_line_and_ends_with_its_paragraph() -> None:
    assert sentences("Das Amt\nprüft den Antrag\n\nEin Absatz") == ("Das Amt\nprüft den Antrag", "Ein Absatz")


def test_an_empty_line_within_a_sentence_does_not_end_it() -> None:
    assert len(sentences("Eine Mitwirkung ist\n\nzu begrüßen. Sie wird geprüft.")) == 2


def test_items_of_a_list_are_sentences_of_their_own() -> None:
    assert sentences("Gefördert werden\n- Dächer,\n- Keller.") == ("Gefördert werden", "- Dächer,", "- Keller.")


@given(st.text())
def test_nothing_but_white_space_is_lost_and_nothing_comes_twice(text: str) -> None:
    spans = sentence_spans(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    kept = "".join("".join(text[a:b].split()) for a, b in spans)
    assert kept == "".join(text.split())


def test_a_date_at_the_start_of_a_line_goes_on_with_its_sentence() -> None:
    text = "Der Standort wurde zum\n30. Juni 2022 aufgegeben. Ein neuer ist in Sicht."
    assert sentences(text) == ("Der Standort wurde zum\n30. Juni 2022 aufgegeben.", "Ein neuer ist in Sicht.")
