"""Lines and paragraphs of a paper's text, with their offsets.

In: a text and a span of it. Out: its printed lines in order. A paragraph ends at a blank line, unless the sentence goes
on behind it (a page break in mid-sentence leaves one).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"[.?!:;][\s\"“”»«)\]’']*$")
_LIST_SIGN = re.compile(r"[-–•·*▪➢]\s|\(?\w{1,3}[.)]\s")


@dataclass(frozen=True)
class Zeile:
    """One printed line: its words without white space around them, where they stand, and whether it follows a blank."""

    text: str
    start: int
    ende: int
    after_blank: bool


def lines_of(text: str, start: int = 0, ende: int | None = None) -> list[Zeile]:
    """The lines of `text[start:ende]` that are not blank."""
    ende = len(text) if ende is None else ende
    lines: list[Zeile] = []
    after_blank = True
    offset = start
    for raw in text[start:ende].splitlines(keepends=True):
        words = raw.strip()
        if words:
            begin = offset + len(raw) - len(raw.lstrip())
            lines.append(Zeile(words, begin, begin + len(words), after_blank))
        after_blank = not words
        offset += len(raw)
    return lines


def paragraphs_of(lines: Sequence[Zeile]) -> list[list[Zeile]]:
    """The lines grouped into paragraphs."""
    paragraphs: list[list[Zeile]] = []
    for line in lines:
        if paragraphs and not (line.after_blank and not goes_on(paragraphs[-1][-1], line)):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def goes_on(before: Zeile, after: Zeile) -> bool:
    """Whether a sentence runs from one line into the next: no end of sentence, and a small letter follows."""
    return not _SENTENCE_END.search(before.text) and after.text[0].islower() and not _LIST_SIGN.match(after.text)


def joined(lines: Sequence[Zeile]) -> str:
    """The words of the lines in one line."""
    return " ".join(" ".join(line.text for line in lines).split())
