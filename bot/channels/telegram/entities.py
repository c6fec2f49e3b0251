"""A text with styles becomes Telegram's text with entities, and a long one several.

Telegram counts UTF-16 code units and refuses an entity that begins inside a surrogate pair or ends past the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from bot.channels.port import RichText, Span, Style
from bot.channels.telegram.cleaning import Cleaned, clean, hush
from bot.channels.telegram.limits import ENTITIES, TEXT_UNITS
from bot.channels.telegram.nesting import nested

_TYPES = {
    Style.BOLD: "bold",
    Style.ITALIC: "italic",
    Style.STRIKE: "strikethrough",
    Style.UNDERLINE: "underline",
    Style.CODE: "code",
    Style.QUOTE: "expandable_blockquote",
}

_ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")
"""Characters of two UTF-16 code units: "😀"."""

_BLANKS = re.compile(r"\s*")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2}[.!?…])[\"“”»«’)\]]?(?=\s)")
"""The end of "... gebaut." before a blank; not that of "z. B." or "am 3. Mai"."""

_JOINED_CATEGORIES = ("Mn", "Me", "Mc", "Sk", "Cf")
_WIDEST_CHARACTER = 16
"""So many code points back a character that is built of several (a flag, a family) is looked for."""


@dataclass(frozen=True)
class Entity:
    """A styled stretch in UTF-16 code units; `type` is Telegram's word for the style."""

    type: str
    offset: int
    length: int


def to_wire(rich: RichText) -> tuple[str, tuple[Entity, ...]]:
    """The text as Telegram keeps it, and its entities."""
    rich = tidy(rich)
    wide = [match.start() for match in _ASTRAL.finditer(rich.text)]

    def units(offset: int) -> int:
        return offset + bisect_left(wide, offset)

    entities = (Entity(_TYPES[s.style], units(s.start), units(s.end) - units(s.start)) for s in rich.spans)
    return rich.text, tuple(entities)


def tidy(rich: RichText) -> RichText:
    """The text cleaned, and the spans within it: in order, nested, those of one style that touch made one."""
    cleaned = clean(rich.text)
    spans = _moved(rich.spans, cleaned)
    quiet = hush(cleaned.text, [(s.start, s.end) for s in spans if s.style is Style.CODE])
    return RichText(quiet.text, nested(_moved(spans, quiet)))


def _moved(spans: Iterable[Span], cleaned: Cleaned) -> list[Span]:
    length = len(cleaned.text)
    moved = (
        Span(min(cleaned.moved(max(0, s.start)), length), min(cleaned.moved(max(0, s.end)), length), s.style)
        for s in spans
    )
    return [s for s in moved if s.start < s.end]


def utf16_units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text) + len(_ASTRAL.findall(text))


def split(rich: RichText, limit: int = TEXT_UNITS, max_entities: int = ENTITIES) -> list[RichText]:
    """Pieces of at most `limit` UTF-16 units, cut between paragraphs, else lines, sentences, words, else anywhere.

    Nothing but blanks at the cuts gets lost; a style goes on in the next piece. Even an empty text gives one piece.
    """
    rich = tidy(rich)
    pieces: list[RichText] = []
    start = _past_blanks(rich.text, 0)
    while start < len(rich.text):
        end = _window_end(rich.text, start, limit)
        end = _fewer_entities(rich.spans, start, end, max_entities)
        cut = end if end == len(rich.text) else _cut(rich.text, start, end)
        pieces.append(_piece(rich, start, cut))
        start = _past_blanks(rich.text, cut)
    return pieces or [RichText()]


def _past_blanks(text: str, start: int) -> int:
    match = _BLANKS.match(text, start)
    return match.end() if match else start


def _window_end(text: str, start: int, limit: int) -> int:
    """The furthest offset so that `text[start:offset]` has at most `limit` units."""
    end = min(len(text), start + limit)
    over = utf16_units(text[start:end]) - limit
    while over > 0:
        # each character given up frees one unit or two
        end -= (over + 1) // 2
        over = utf16_units(text[start:end]) - limit
    return end


def _fewer_entities(spans: tuple[Span, ...], start: int, end: int, most: int) -> int:
    """An earlier end where more styled stretches than `most` would be shown. Few overlap: one a style."""
    inside = [s.start for s in spans if s.start < end and s.end > start]
    return inside[most] if len(inside) > most and inside[most] > start else end


def _cut(text: str, start: int, end: int) -> int:
    """Where to cut `text[start:end]`; at a coarse seam only where that leaves at least half of it."""
    half = start + (end - start) // 2
    for seam in ("\n\n", "\n"):
        at = text.rfind(seam, half, end + 1)
        if at > start:
            return at
    sentences = [match.end() for match in _SENTENCE_END.finditer(text, half, min(len(text), end + 1))]
    if sentences:
        return sentences[-1]
    for at in range(end, start, -1):
        if text[at].isspace():
            return at
    return _between_characters(text, start, end)


def _between_characters(text: str, start: int, end: int) -> int:
    """An offset at or shortly before `end` that tears no visible character."""
    for at in range(end, max(start, end - _WIDEST_CHARACTER), -1):
        if not _joined(text[at]) and not _joined(text[at - 1], after=True):
            return at
    return end


def _joined(character: str, *, after: bool = False) -> bool:
    """Whether the character belongs to the one before it (with `after`: to the one that follows)."""
    if after:
        return character == "\u200d"
    return unicodedata.category(character) in _JOINED_CATEGORIES or "\U0001f3fb" <= character <= "\U0001f3ff"


def _piece(rich: RichText, start: int, end: int) -> RichText:
    text = rich.text[start:end].rstrip()
    end = start + len(text)
    spans = (
        Span(max(s.start, start) - start, min(s.end, end) - start, s.style)
        for s in rich.spans
        if s.start < end and s.end > start
    )
    return RichText(text, tuple(spans))
