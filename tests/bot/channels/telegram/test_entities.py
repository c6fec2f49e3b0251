"""Any text arrives with its words, in messages that Telegram takes, with styles where they belong."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import asdict

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.channels.port import RichText, Span, Style, plain, styled
from bot.channels.telegram.entities import split, to_wire, utf16_units
from tests.telegram_emulator import as_shown, refusal

DIFFICULT = st.sampled_from(
    ["\r\n", "\r", "\n\n", "\u2028", "\u202e", "\u2066", "\u200b", "\u200d", "\ufe0f", "\u030a", "\u0333", "\x00",
     "\x1c", "\ud83d", "\ude00", "😀",
     "👨\u200d👩\u200d👧", "🇩🇪", "a\u030a", "@anna", "@\x00anna", "z. B. ", "Satz ende. ",
     "wort " * 40, "x" * 900, "😀" * 700, "\t", " " * 300]
)  # fmt: skip
ANY_TEXT = st.lists(st.one_of(st.text(max_size=60), DIFFICULT), max_size=14).map("".join)


@st.composite
def rich_texts(draw: st.DrawFn) -> RichText:
    """Any text with any spans, also empty, crossing and outside of it."""
    text = draw(ANY_TEXT)
    offset = st.integers(min_value=-2, max_value=len(text) + 5)
    return RichText(text, tuple(draw(st.lists(st.builds(Span, offset, offset, st.sampled_from(Style)), max_size=12))))


def visible(text: str) -> str:
    """What of a text a reader sees: no blanks, no control or format characters, and letters without their marks:
    where a piece begins with a mark, joining the pieces would put it on the letter before."""
    joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\ufffd", "")
    shown = unicodedata.normalize("NFD", joined)
    return "".join(c for c in shown if unicodedata.category(c)[0] not in "CZM" and not c.isspace())


def taken(piece: RichText) -> str | None:
    text, entities = to_wire(piece)
    assert as_shown(text) == text, "Telegram would change the text, and every offset with it"
    quotes = {(e.offset, e.length) for e in entities if e.type == "expandable_blockquote"}
    # the judge knows no order of two that cover the same; code that fills its quote stands in it
    judged = [e for e in entities if e.type != "code" or (e.offset, e.length) not in quotes]
    return refusal(text, [asdict(e) for e in judged])


@given(rich_texts())
@settings(max_examples=400, deadline=None)
def test_any_text_keeps_its_words_and_telegram_takes_every_piece(rich: RichText) -> None:
    pieces = split(rich)
    assert visible("".join(p.text for p in pieces)) == visible(rich.text)
    for piece in pieces:
        text, entities = to_wire(piece)
        assert taken(piece) is None
        assert utf16_units(text) <= 3900
        assert len(entities) <= 100


@given(
    st.lists(st.sampled_from(["Haus", "Straße", "am 3.", "Mai", "Ende.", "😀", "\n", "\n\n"]), max_size=120), st.data()
)
@settings(max_examples=150, deadline=None)
def test_no_word_is_cut_where_it_fits_into_a_message(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    limit = data.draw(st.integers(min_value=10, max_value=60))
    pieces = split(plain(text), limit)
    assert " ".join(p.text for p in pieces).split() == text.split()
    assert all(utf16_units(p.text) <= limit for p in pieces)


@given(rich_texts(), st.sampled_from([(Style.QUOTE, "expandable_blockquote"), (Style.CODE, "code")]))
@settings(max_examples=200, deadline=None)
def test_every_style_stands_on_its_own_words(rich: RichText, style: tuple[Style, str]) -> None:
    assume(not any("\ud800" <= c <= "\udfff" or c == "\u030a" for c in rich.text))  # these change how many there are
    text, entities = to_wire(rich)
    wire = text.encode("utf-16-le")
    marked = {i for s in rich.spans if s.style is style[0] for i in range(max(0, s.start), min(len(rich.text), s.end))}
    own = [e for e in entities if e.type == style[1]]
    shown = "".join(wire[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le") for e in own)
    assert visible(shown) == visible("".join(rich.text[i] for i in sorted(marked)))


def test_a_megabyte_in_one_line_is_split_in_under_five_seconds() -> None:
    started = time.perf_counter()
    pieces = split(styled("ä" * 500_000 + "😀" * 250_000, Style.QUOTE))
    assert time.perf_counter() - started < 5
    assert "".join(p.text for p in pieces) == "ä" * 500_000 + "😀" * 250_000
    assert all(taken(p) is None for p in pieces[:2] + pieces[-2:])


def test_offsets_count_utf_16_units() -> None:
    text, (entity,) = to_wire(plain("😀 ") + styled("fett", Style.BOLD))
    assert (text, entity.type, entity.offset, entity.length) == ("😀 fett", "bold", 3, 4)


def test_a_text_is_cut_between_paragraphs_rather_than_sentences_and_words() -> None:
    first, second = "Der erste Absatz. Er hat zwei Sätze.", "Der zweite Absatz ist länger als der Rest."
    assert [p.text for p in split(plain(f"{first}\n\n{second}"), 60)] == [first, second]
    assert [p.text for p in split(plain(f"{first} {second}"), 60)] == [first, second]


def test_an_ordinal_number_and_an_abbreviation_end_no_sentence() -> None:
    pieces = split(plain("Der Rat hat beschlossen, dass z. B. am 3. Mai begonnen wird"), 48)
    assert pieces[0].text == "Der Rat hat beschlossen, dass z. B. am 3. Mai"


def test_a_style_goes_on_in_the_next_piece() -> None:
    pieces = split(styled("eins zwei drei vier", Style.QUOTE), 10)
    assert [p.text for p in pieces] == ["eins zwei", "drei vier"]
    assert all(p.spans == (Span(0, 9, Style.QUOTE),) for p in pieces)


def test_no_message_has_more_styled_stretches_than_telegram_shows() -> None:
    rich = plain("")
    for index in range(250):
        rich = rich + styled(f"w{index}", Style.BOLD) + " "
    pieces = split(rich)
    assert max(len(to_wire(p)[1]) for p in pieces) <= 100
    assert sum(len(to_wire(p)[1]) for p in pieces) == 250


def test_an_emoji_of_several_characters_is_not_torn() -> None:
    family = "👨\u200d👩\u200d👧"
    assert [p.text for p in split(plain("x" * 18 + family), 20)] == ["x" * 18, family]


def test_line_ends_of_other_systems_don_t_glue_words_together() -> None:
    assert to_wire(plain("eins\r\nzwei\rdrei\u2028vier"))[0] == "eins\nzwei\ndrei\nvier"


def test_a_quoted_paper_cannot_turn_the_text_around() -> None:
    assert to_wire(plain("Nein\u202e zu \u2066allem\u2069"))[0] == "Nein zu allem"


def test_a_mention_in_a_paper_calls_nobody_and_an_address_stays_whole() -> None:
    assert to_wire(plain("@anna an amt@stadt.de"))[0] == "@\u200banna an amt@stadt.de"
    assert to_wire(styled("@stadt_bot Suche", Style.CODE))[0] == "@stadt_bot Suche"


@pytest.mark.parametrize("style", [s for s in Style if s is not Style.CODE])
def test_crossing_styles_are_cut_so_that_they_nest(style: Style) -> None:
    rich = RichText("eins zwei drei", (Span(0, 9, Style.ITALIC), Span(5, 14, style), Span(3, 7, Style.CODE)))
    assert taken(rich) is None


def test_an_empty_text_is_one_empty_piece() -> None:
    assert split(plain(" \n ")) == [RichText()]
