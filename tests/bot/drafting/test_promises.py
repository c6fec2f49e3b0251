"""A promise is marked where nobody has made it before; what only is, was or is looked at promises nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drafting.promises import promises_of
from bot.drafting.revising import revise
from corpus.domain import Beleg, Entwurf, EntwurfStatus, HinweisArt, Satz


@pytest.mark.parametrize(
    ("sentence", "bound_to"),
    [
        ("Der Steg wird bis 2027 umgesetzt.", ("Termin", "Handlung")),
        ("Die Stadt stellt dafür 40.000 Euro bereit.", ("Geld", "Handlung")),
        ("Im Haushalt 2028 werden dafür 1,2 Mio. Euro eingeplant.", ("Geld", "Termin", "Handlung")),
        ("Die Verwaltung wird eine zusätzliche Haltestelle einrichten.", ("Handlung",)),
        ("Sofern Mittel bereitstehen, wird die Brücke im Jahr 2028 saniert.", ("Geld", "Termin", "Handlung")),
        ("Die Verwaltung sagt eine Beteiligung der Anwohnerschaft zu.", ("Handlung",)),
        ("Die Stadt übernimmt die Kosten der Reinigung.", ("Handlung",)),
    ],
)
def test_a_sentence_that_binds_the_town_hall_says_to_what(sentence: str, bound_to: tuple[str, ...]) -> None:
    assert promises_of(sentence) == bound_to


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Stadt ist seit 2019 Mitglied im Verband.",
        "Die Zusammenarbeit wird weiter geprüft.",
        "Der Stadtrat hat dem Ausbau am 13. Juni 2024 zugestimmt.",
        "Der Ausbau kostete 40.000 Euro.",
        "Eine Verlängerung ist nicht vorgesehen.",
        "Eine Öffnung an Sonntagen wird nicht umgesetzt.",
        "Die Jahresgebühr beträgt 24 Euro.",
    ],
)
def test_what_is_was_is_denied_or_only_looked_at_is_no_promise(sentence: str) -> None:
    assert promises_of(sentence) == ()


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    assert set(promises_of(text)) <= {"Geld", "Termin", "Handlung"}


def test_a_promise_without_a_source_is_marked_and_a_quoted_one_is_not() -> None:
    quote = "Der Steg wird im Jahr 2027 erneuert."
    beleg = Beleg("a.txt", "d", 1, "ST/1/2024", None, ("1",), 1, quote, 0, len(quote))
    before = Entwurf(1, None, EntwurfStatus.BELEGT, (Satz(quote, (beleg,)),))
    after = revise(before, f"{quote} Die Stadt stellt dafür 40.000 Euro bereit.")
    (hint,) = (h for h in after.hinweise if h.art is HinweisArt.ZUSAGE)
    assert "Geld" in hint.text
    assert "40.000 Euro" in hint.text
    assert not [h for h in revise(after, quote).hinweise if h.art is HinweisArt.ZUSAGE]
