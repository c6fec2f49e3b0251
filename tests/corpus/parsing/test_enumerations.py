"""Markers at line beginnings, and how they nest."""

from __future__ import annotations

import pytest

from corpus.parsing.enumerations import ListItem, build_outline, find_inline_markers, find_markers, roman_value

Tree = list[tuple[str, "Tree"]]


def tree(text: str) -> Tree:
    def shape(items: list[ListItem]) -> Tree:
        return [(item.marker.marke, shape(item.kinder)) for item in items]

    return shape(build_outline(text, find_markers(text), len(text)))


@pytest.mark.parametrize(
    "marker",
    ["1.", "1)", "1.)", "(1)", "1 .", "a)", "a.", "(a)", "I.", "I)", "i)", "Frage 1:", "Punkt 1.", "–", "-", "•", "*",
     "➢", "o", "▪", "■", "->", "\uf0b7", "1.1"],
)  # fmt: skip
def test_a_line_may_begin_with_this_marker(marker: str) -> None:
    text = f"Vorher.\n{marker} Der Weg wird gebaut."
    (item,) = build_outline(text, find_markers(text), len(text))
    assert item.marker.marke == marker
    assert text[item.start : item.ende] == "Der Weg wird gebaut."


@pytest.mark.parametrize(
    "line",
    ["1. Januar 2026", "12. Juni 2024", "1. Halbjahr 2024", "1. Bürgermeister", "– 1 –", "- öffentlich -", "1.500 Euro",
     "1.10.2024", "z. B. am Markt", "1,5 Prozent", "a priori", "oder so", "– Seite 2 –"],
)  # fmt: skip
def test_this_line_is_no_item(line: str) -> None:
    assert tree(f"Die Arbeiten beginnen am\n{line}") == []


def test_numbers_on_a_line_of_their_own_take_the_next_line() -> None:
    text = "1.\nWer zahlt?\n2\nWer baut?"
    items = build_outline(text, find_markers(text), len(text))
    assert [text[item.start : item.ende].strip() for item in items] == ["Wer zahlt?", "Wer baut?"]


def test_letters_and_dashes_nest_below_numbers() -> None:
    assert tree("1. Eins\na) x\nb) y\n- z\n- u\n2. Zwei") == [
        ("1.", [("a)", []), ("b)", [("-", []), ("-", [])])]),
        ("2.", []),
    ]


def test_a_second_marker_on_a_line_nests_below_the_first() -> None:
    assert tree("1.   a) Wer?\n     b) Wann?\n2. Wo?") == [("1.", [("a)", []), ("b)", [])]), ("2.", [])]


def test_i_is_roman_after_nothing_and_a_letter_after_h() -> None:
    assert tree("i) x\nii) y\niii) z") == [("i)", []), ("ii)", []), ("iii)", [])]
    letters = "\n".join(f"{letter}) x" for letter in "abcdefghij")
    assert [marker for marker, _ in tree(letters)] == [f"{letter})" for letter in "abcdefghij"]


def test_a_number_out_of_order_is_text() -> None:
    assert tree("1. Der Bau in Klasse\n7. Sie bleibt.\n2. Ende") == [("1.", []), ("2.", [])]


def test_quoted_numbers_nest_below_the_point_that_quotes_them() -> None:
    assert tree("1. Ziffer 2 lautet: „Es gilt:\n1. x\n2. y“\n2. Ziffer 3 entfällt.") == [
        ("1.", [("1.", []), ("2.", [])]),
        ("2.", []),
    ]


def test_a_dash_that_wraps_to_a_line_beginning_is_text() -> None:
    assert tree("Der Bau ist - wie\n- bekannt zu teuer") == []


def test_a_comma_that_a_scan_read_for_a_dot_is_a_marker() -> None:
    assert tree("1. Wer?\n2, Wann?\n3. Wo?") == [("1.", []), ("2,", []), ("3.", [])]


def test_a_smudge_above_a_list_is_no_marker() -> None:
    assert tree("*\n\n1. Wer?\n2. Wann?") == [("1.", []), ("2.", [])]


def test_markers_within_a_sentence_are_found_by_their_order() -> None:
    text = "Der Rat beschließt: 1. Der Weg wird gebaut. 2. Am 3. Mai wird er geöffnet."
    items = build_outline(text, find_inline_markers(text, 0, len(text)), len(text))
    assert [item.marker.marke for item in items] == ["1.", "2."]


@pytest.mark.parametrize("mark", ["{}.", "{})", "Frage {}:"])
def test_a_list_counts_beyond_ninety_nine(mark: str) -> None:
    text = "\n".join(f"{mark.format(n)} Wie steht es um Haus {n}?" for n in range(1, 131))
    items = build_outline(text, find_markers(text), len(text))
    assert [item.lesart.wert for item in items] == list(range(1, 131))


def test_a_number_lost_on_the_way_ends_no_long_list() -> None:
    text = "\n".join(f"{n}. Wie steht es um Haus {n}?" for n in range(1, 121) if n != 57)
    assert len(build_outline(text, find_markers(text), len(text))) == 119


@pytest.mark.parametrize("line", ["100. Sitzung des Rates", "250) Euro", "125", "Ziffer 112: Notruf", "(347) BGB"])
def test_a_high_number_that_counts_nothing_on_is_no_point(line: str) -> None:
    listed = "\n".join(f"{n}. Wie steht es um Haus {n}?" for n in range(1, 31))
    text = f"{listed}\n{line}\nund so weiter.\n31. Was noch?"
    items = build_outline(text, find_markers(text), len(text))
    assert [item.lesart.wert for item in items] == list(range(1, 32))


@pytest.mark.parametrize(
    ("letters", "value"), [("I", 1), ("iv", 4), ("IX", 9), ("xiv", 14), ("IIX", None), ("VV", None)]
)
def test_roman_numbers(letters: str, value: int | None) -> None:
    assert roman_value(letters) == value


def test_a_hostile_text_is_cut_in_time_and_depth() -> None:
    text = "1. " * 20_000 + "- x\n" * 20_000
    assert len(find_markers(text)) <= 20_010
    tree(text)
