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


_SENTENCE = re.compile(r".+?(?:[.!?:][)“\"]*\s+|\n\s*|$)", re.DOTALL)  # "Der Rat nimmt Kenntnis. ", a line of a list
_WORD = re.compile(  # a number or abbreviation with its inner points (1.234,56, z.B), a word, a sign, white space
    r"\d+(?:[.,:/-]\d+)*|\w+(?:[-./]\w+)*|\s+|[^\w\s]"
)


def word_difference(old: str, new: str) -> tuple[Aenderung, ...]:
    """The stretches of both texts in order; their `alt` joined are `old`, their `neu` joined are `new`.

    No two stretches of the same kind follow each other, and words that only a blank keeps apart change as one.
    Sentences that both texts share are found first, and words are compared between them only: that is what keeps a
    long letter quick (difflib is quadratic).
    """
    stretches = []
    for is_same, before, after in _compare(_SENTENCE.findall(old), _SENTENCE.findall(new)):
        if is_same:
            stretches.append((True, before, after))
        else:
            stretches += _without_islands(_join(_compare(_WORD.findall(before), _WORD.findall(after))))
    return tuple(Aenderung(_kind(is_same, before, after), before, after) for is_same, before, after in _join(stretches))


_Stretch = tuple[bool, str, str]
"""Whether it is the same in both, as it was, as it is."""


def _compare(old: list[str], new: list[str]) -> list[_Stretch]:
    opcodes = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return [(tag == "equal", "".join(old[a:b]), "".join(new[c:d])) for tag, a, b, c, d in opcodes]


def _without_islands(stretches: list[_Stretch]) -> list[_Stretch]:
    """Words that happen to stand in both between two larger changes are part of the change.

    Else a sentence that was written anew would be shown as a riddle of old and new words. The rule (shorter than the
    larger side of both neighbours) is that of diff-match-patch's semantic cleanup.
    """
    kept: list[_Stretch] = []
    for index, stretch in enumerate(stretches):
        is_same, before, _ = stretch
        if is_same and 0 < index < len(stretches) - 1:
            neighbours = (kept[-1], stretches[index + 1])
            is_same = any(len(before) > max(len(old), len(new)) for _, old, new in neighbours)
        if kept and not is_same and not kept[-1][0]:
            kept[-1] = (False, kept[-1][1] + before, kept[-1][2] + stretch[2])
        else:
            kept.append((is_same, before, stretch[2]))
    return kept


def _join(stretches: list[_Stretch]) -> list[_Stretch]:
    """The stretches with neighbours of one kind put together; a blank between two changes goes with them."""
    joined: list[_Stretch] = []
    for index, (is_same, before, after) in enumerate(stretches):
        if is_same and before.isspace() and 0 < index < len(stretches) - 1:
            between_changes = not (joined[-1][0] or stretches[index + 1][0])
            is_same = not between_changes
        if joined and joined[-1][0] == is_same:
            joined[-1] = (is_same, joined[-1][1] + before, joined[-1][2] + after)
        else:
            joined.append((is_same, before, after))
    return joined


def _kind(is_same: bool, before: str, after: str) -> AenderungArt:
    if is_same:
        return AenderungArt.GLEICH
    if not before:
        return AenderungArt.EINGEFUEGT
    return AenderungArt.ERSETZT if after else AenderungArt.ENTFERNT
