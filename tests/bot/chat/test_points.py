"""Points as a person cuts them stand word for word in the motion, or it is said which one doesn't."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.points import cut_points
from bot.review.rules import Abgewiesen
from corpus.domain import Anliegen, AnliegenArt

TEXT = """Antrag der Fraktion

Die Verwaltung wird gebeten zu prüfen,
1. ob die „Alte Schmiede“ ver-
   kauft werden soll – und an wen,
2. wann die Brücke fertig ist:
   a) für Fußgängerinnen und Fußgänger
   b) für Autos
"""


def words(answer: str, text: str = TEXT) -> list[str]:
    cut = cut_points(text, answer, ())
    assert not isinstance(cut, Abgewiesen), cut
    return [a.text for a in cut]


@pytest.mark.parametrize(
    "answer",
    [
        "ob die „Alte Schmiede“ ver-\nkauft werden soll\n\nwann die Brücke fertig ist",
        "1. ob die „Alte Schmiede“ ver- kauft werden soll\n2. wann die Brücke fertig ist",
        'ob die "Alte Schmiede"\nver-   kauft werden soll.\n\n\n(2) wann die Brücke fertig ist',
    ],
)
def test_points_may_be_numbered_or_not_and_broken_anywhere(answer: str) -> None:
    if "ver-\n" in answer:  # a word broken at a line end is one word in a text as it is read
        text = TEXT.replace("ver-\n   kauft", "verkauft")
        assert words(answer, text) == ["ob die „Alte Schmiede“ verkauft werden soll", "wann die Brücke fertig ist"]
    else:
        assert words(answer) == ["ob die „Alte Schmiede“ ver- kauft werden soll", "wann die Brücke fertig ist"]


def test_lines_of_their_own_are_points_where_the_block_stands_nowhere() -> None:
    assert words("wann die Brücke fertig ist\nan wen") == ["an wen", "wann die Brücke fertig ist"]


def test_a_point_may_go_over_several_lines_with_its_sub_points() -> None:
    answer = "2. wann die Brücke fertig ist:\na) für Fußgängerinnen und Fußgänger\nb) für Autos"
    assert words(answer) == ["wann die Brücke fertig ist: a) für Fußgängerinnen und Fußgänger b) für Autos"]


def test_keyboards_may_change_quotation_marks_and_dashes() -> None:
    typed = 'ob die "Alte Schmiede" ver- kauft werden soll — und an wen'
    assert words(typed) == ["ob die „Alte Schmiede“ ver- kauft werden soll – und an wen"]


def test_a_word_is_never_cut_in_two() -> None:
    cut = cut_points(TEXT, "wann die Brück", ())
    assert isinstance(cut, Abgewiesen)


def test_the_paragraph_that_stands_nowhere_is_named() -> None:
    cut = cut_points(TEXT, "wann die Brücke fertig ist\n\nwarum die Brücke fehlt", ())
    assert isinstance(cut, Abgewiesen)
    assert cut.was == "Der 2. von 2 Absätzen steht so nicht im Antrag: „warum die Brücke fehlt“"


def test_two_points_do_not_share_words() -> None:
    cut = cut_points(TEXT, "wann die Brücke fertig ist\n\ndie Brücke fertig", ())
    assert isinstance(cut, Abgewiesen)
    assert "dieselben Worte" in cut.was


def test_the_same_words_twice_are_two_places() -> None:
    text = "Wann beginnt es?\nUnd dann:\nWann beginnt es?\n"
    cut = cut_points(text, "Wann beginnt es?\n\nWann beginnt es?", ())
    assert not isinstance(cut, Abgewiesen)
    assert [a.start for a in cut] == [0, text.rindex("Wann")]


def test_kind_and_sub_points_are_kept_from_the_point_that_it_was() -> None:
    start = TEXT.index("wann")
    earlier = Anliegen(1, "2.", "…", AnliegenArt.PRUEFAUFTRAG, ("für Autos", "für Züge"), start, len(TEXT))
    cut = cut_points(TEXT, "wann die Brücke fertig ist: a) für Fußgängerinnen und Fußgänger b) für Autos", [earlier])
    assert not isinstance(cut, Abgewiesen)
    assert (cut[0].art, cut[0].teile, cut[0].marke) == (AnliegenArt.PRUEFAUFTRAG, ("für Autos",), "2.")


@given(st.text(), st.text())
def test_whatever_is_answered_every_point_is_its_words(text: str, answer: str) -> None:
    cut = cut_points(text, answer, ())
    if not isinstance(cut, Abgewiesen):
        assert cut
        assert all(a.text == " ".join(text[a.start : a.ende].split()) for a in cut)
        assert all(one.ende <= other.start for one, other in pairwise(cut))


@given(st.lists(st.text("abcäß„–.,1 ", min_size=1).filter(lambda s: any(c.isalpha() for c in s)), min_size=1))
def test_what_was_taken_from_the_text_is_found_in_it(parts: list[str]) -> None:
    text = "\n".join(f"{n}) {part.strip()}" for n, part in enumerate(parts, 1))
    answer = "\n\n".join(f"{n}) {part.strip()}" for n, part in enumerate(parts, 1))
    assert not isinstance(cut_points(text, answer, ()), Abgewiesen) or _shared(parts)


def _shared(parts: list[str]) -> bool:
    """Some part's words stand in another part too, or begin like a mark: then it is open which place is meant."""
    squeezed = ["".join(p.split()) for p in parts]
    return any(c in ".,1–" for p in squeezed for c in p[:3]) or any(
        a in b for i, a in enumerate(squeezed) for j, b in enumerate(squeezed) if i != j
    )
