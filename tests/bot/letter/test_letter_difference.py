"""What changed between two texts, word by word."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.letter.difference import Aenderung, AenderungArt, word_difference

GLEICH, EINGEFUEGT, ENTFERNT, ERSETZT = (
    AenderungArt.GLEICH, AenderungArt.EINGEFUEGT, AenderungArt.ENTFERNT, AenderungArt.ERSETZT
)  # fmt: skip


def test_equal_texts_are_one_stretch() -> None:
    assert word_difference("Der Rat tagt.", "Der Rat tagt.") == (Aenderung(GLEICH, "Der Rat tagt.", "Der Rat tagt."),)


def test_an_inserted_negation_is_seen() -> None:
    assert word_difference("Es wird geprüft.", "Es wird nicht geprüft.") == (
        Aenderung(GLEICH, "Es wird ", "Es wird "),
        Aenderung(EINGEFUEGT, "", "nicht "),
        Aenderung(GLEICH, "geprüft.", "geprüft."),
    )


def test_a_changed_amount_is_changed_as_a_whole() -> None:
    assert Aenderung(ERSETZT, "1.250,50", "1.250,00") in word_difference(
        "Kosten: 1.250,50 Euro", "Kosten: 1.250,00 Euro"
    )


def test_changed_words_beside_each_other_are_one_change() -> None:
    assert word_difference("Das alte Bad öffnet", "Das neue Museum öffnet") == (
        Aenderung(GLEICH, "Das ", "Das "),
        Aenderung(ERSETZT, "alte Bad", "neue Museum"),
        Aenderung(GLEICH, " öffnet", " öffnet"),
    )


def test_a_dropped_sentence_leaves_the_others_alone() -> None:
    changes = word_difference("Es regnet. Das Fest entfällt. Wir warten.", "Es regnet. Wir warten.")
    assert [change.art for change in changes] == [GLEICH, ENTFERNT, GLEICH]
    assert changes[1].alt == "Das Fest entfällt. "


def test_a_sentence_written_anew_is_shown_whole() -> None:
    changes = word_difference("Ob es dazu kommt, wird noch geprüft.", "Eine Verstärkung kommt daher nicht in Betracht.")
    assert [c.art for c in changes] == [ERSETZT, GLEICH]
    assert changes[0].neu == "Eine Verstärkung kommt daher nicht in Betracht"


TEXTS = st.text(st.sampled_from("ab .\n1,–ß"), max_size=40)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_put_together_again(old: str, new: str) -> None:
    changes = word_difference(old, new)
    assert "".join(change.alt for change in changes) == old
    assert "".join(change.neu for change in changes) == new


@given(TEXTS, TEXTS)
def test_same_and_changed_take_turns_and_say_what_they_are(old: str, new: str) -> None:
    changes = word_difference(old, new)
    for change in changes:
        assert (change.art is GLEICH) == (change.alt == change.neu)
        assert (change.art is EINGEFUEGT) == (not change.alt)
        assert (change.art is ENTFERNT) == (not change.neu)
    assert all((one.art is GLEICH) != (next_one.art is GLEICH) for one, next_one in pairwise(changes))
