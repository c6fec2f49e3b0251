"""A definite thing is taken to be there, an indefinite one is wanted; a number counts by what it counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.premise.presupposed import presupposed, quantities
from retrieval.state import Zustand, clauses_of


def named(text: str) -> tuple[list[str], list[str]]:
    found = presupposed(text)
    return [n.wort for n in found.gegeben], [n.wort for n in found.neu]


@pytest.mark.parametrize(
    ("text", "given_there", "wanted"),
    [
        ("Der Spielplatz am Anger erhält eine Kletterwand.", ["Spielplatz", "Anger"], ["Kletterwand"]),
        ("Auf der Wiese am Teich werden Bänke aufgestellt.", ["Wiese", "Teich"], ["Bänke"]),
        ("Entsprechende Mittel werden beantragt.", [], ["Mittel"]),
        ("Die Bachschule wird zur Ganztagsschule ausgebaut.", ["Bachschule"], ["Ganztagsschule"]),
        ("Wer einen Pass besitzt, erhält eine Karte.", ["Pass"], ["Karte"]),
        ("die Einrichtung eines Jugendbeirats", [], ["Jugendbeirats"]),
        ("Die Kita am Wall nimmt auch Kinder aus Nachbarorten auf.", ["Kita", "Wall"], ["Kinder", "Nachbarorten"]),
    ],
)  # fmt: skip
def test_what_is_taken_for_granted_is_told_from_what_is_wanted(
    text: str, given_there: list[str], wanted: list[str]
) -> None:
    assert named(text) == (given_there, wanted)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("eine Gebühr von 30,70 Euro", {(30.7, "euro")}),
        ("alle vier Wochen", {(4.0, "woche")}),
        ("vierzehntäglich", {(2.0, "woche")}),
        ("im Viertelstundentakt", {(15.0, "minute")}),
        ("1,5 Mio. Euro", {(1_500_000.0, "euro")}),
        ("im Jahr 2024", set()),
        ("Kinder unter sieben Jahren zahlen 2 Euro", {(2.0, "euro")}),
    ],
)
def test_a_number_counts_by_value_and_unit(text: str, values: set[tuple[float, str]]) -> None:
    assert {(z.zahl, z.einheit) for z in quantities(text)} == values


def test_what_a_number_is_to_become_is_no_given_number() -> None:
    (was, becomes) = sorted(presupposed("Die Gebühr von 20 Euro wird auf 25 Euro erhöht.").zahlen, key=lambda z: z.zahl)
    assert (was.ziel, becomes.ziel) == (False, True)


def test_a_locker_ends_nothing() -> None:
    assert not presupposed("Die Stellplätze werden mit Schließfächern ausgestattet.").will_ende
    assert presupposed("Die Stadt kündigt den Vertrag mit dem Betreiber.").will_ende


def test_clauses_of_one_sentence_have_states_of_their_own() -> None:
    states = [c.zustand for c in clauses_of("Der Nachtbus wurde eingestellt; seit 2021 besteht ein Nachttaxi.")]
    assert states == [Zustand.BEENDET, Zustand.BESTEHT]


def test_a_refusal_without_a_noun_of_its_own_refuses_what_was_said_before() -> None:
    (clause,) = clauses_of("Für den Steg sprachen sich wenige aus; die Planung wurde verworfen.")
    assert clause.zustand is Zustand.ABGELEHNT


def test_a_reason_does_not_say_what_is_so() -> None:
    (clause,) = clauses_of("Die Stadt hat das Gelände erworben, nachdem die Firma aufgelöst worden war.")
    assert clause.zustand is Zustand.BESTEHT


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    presupposed(text)
    quantities(text)
    clauses_of(text)


def test_a_span_of_time_that_is_asked_about_is_no_number_that_is_counted_on() -> None:
    assert quantities("Wie viele Wohnungen entstanden in den letzten fünf Jahren?") == ()
    assert {z.zahl for z in quantities("Die Amtszeit von fünf Jahren wird verkürzt.")} == {5}
