"""What changed between two revisions of a text, word by word.

Shown between revisions of a draft, and between the approved letter and the one that was really sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class AenderungArt(StrEnum):
    """What happened to a stretch of words."""

    GLEICH = "gleich"
    EINGEFUEGT = "eingefuegt"
    ENTFERNT = "entfernt"
    ERSETZT = "ersetzt"


@dataclass(frozen=True)
class Aenderung:
    """One stretch of words: `alt` as it was, `neu` as it is, one of them empty where it was added or taken away."""

    art: AenderungArt
    alt: str
    neu: str


_TOKEN = re.compile(  # a number or abbreviation with its inner points (1.234,56, z.B), a word, a sign, white space
    r"\d+(?:[.,:/-]\d+)*|\w+(?:[-./]\w+)*|\s+|[^\w\s]"
)


def word_difference(old: str, new: str) -> tuple[Aenderung, ...]:
    """The stretches of both texts in order; their `alt` joined are `old`, their `neu` joined are `new`.

    No two stretches of the same kind follow each other, and words that only a blank keeps apart change as one.
    Quadratic in the worst case (difflib); a letter of 5,000 words takes less than a second.
    """
    old_words, new_words = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(a=old_words, b=new_words, autojunk=False)
    pairs: list[tuple[bool, str, str]] = []
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        before, after = "".join(old_words[old_start:old_end]), "".join(new_words[new_start:new_end])
        is_same = tag == "equal"
        if is_same and pairs and before.isspace() and (old_end < len(old_words) or new_end < len(new_words)):
            is_same = False  # the blank between two changed words goes with them
        if pairs and pairs[-1][0] == is_same:
            pairs[-1] = (is_same, pairs[-1][1] + before, pairs[-1][2] + after)
        else:
            pairs.append((is_same, before, after))
    return tuple(Aenderung(_kind(is_same, before, after), before, after) for is_same, before, after in pairs)


def _kind(is_same: bool, before: str, after: str) -> AenderungArt:
    if is_same or before == after:
        return AenderungArt.GLEICH
    if not before:
        return AenderungArt.EINGEFUEGT
    return AenderungArt.ERSETZT if after else AenderungArt.ENTFERNT
