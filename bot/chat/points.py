"""A person's own cut of a motion into points: their words in, `Anliegen` with offsets out. Pure.

The rule: nothing becomes a point that doesn't stand in the motion. White space, the numbers in front and the shape of
quotation marks and dashes are left aside, because keyboards and PDF readers change them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.chat.progress import counted
from bot.review.rules import Abgewiesen
from corpus.domain import Anliegen
from corpus.parsing.anliegen_art import classify
from corpus.reading.lesefassung import join_broken_words

_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")
_MARK = re.compile(
    r"""
    (?P<marke> \(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.):]\)?  # 1. 2) (3) a) IV. 4:
             | [-–—•*] )
    \s+
    """,
    re.VERBOSE,
)
_NUMBERED_LINE = re.compile(r"^[^\S\n]*\(?\d{1,3}[.):]\)?[^\S\n]+(?=\S)", re.MULTILINE)
_MARK_BEFORE = re.compile(rf"(?:^|\n)[^\S\n]*{_MARK.pattern}$", re.VERBOSE)
_FOLDED = str.maketrans(
    {**dict.fromkeys("„“”‟«»″", '"'), **dict.fromkeys("‚‘’‛`´", "'"), **dict.fromkeys("‐‑–—−", "-")}
)
_SHOWN = 80
_LEAD = 400
"""Characters above a point in which the order stands that it hangs on."""


@dataclass(frozen=True)
class _Squeezed:
    """A text without white space, and where each sign of it stood."""

    signs: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> _Squeezed:
        kept = [(i, c) for i, c in enumerate(text.translate(_FOLDED)) if not c.isspace()]
        return cls("".join(c for _, c in kept), tuple(i for i, _ in kept))


def cut_points(text: str, answer: str, earlier: Sequence[Anliegen]) -> tuple[Anliegen, ...] | Abgewiesen:
    """The points that `answer` names, one a paragraph, with their places in the motion's `text`.

    `earlier` are the points as the parser cut them: kind and sub-points are taken from them where they agree. An
    Abgewiesen says which paragraph doesn't stand in the motion.
    """
    whole = _Squeezed.of(text)
    asked = _paragraphs(join_broken_words(answer), whole, text)
    if not asked:
        return Abgewiesen("Ihre Antwort enthält keinen Text.", "Schreiben Sie die Punkte, einen je Absatz.")
    spans: list[tuple[int, int]] = []
    after = 0
    for number, words in enumerate(asked, 1):
        span = _stands(words, whole, text, after)
        if span is None:
            short = words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}…"
            return Abgewiesen(
                f"Der {number}. von {counted(len(asked), 'Absatz', 'Absätzen')} steht so nicht im Antrag: „{short}“",
                "Übernehmen Sie die Worte genau aus dem Antrag; kürzen ist nur am Anfang und am Ende möglich.",
            )
        spans.append(span)
        after = span[1]
    return _overlapping(spans) or points_at(text, spans, earlier)


def points_at(text: str, spans: Sequence[tuple[int, int]], earlier: Sequence[Anliegen]) -> tuple[Anliegen, ...]:
    """The points that `cut_points` found at these places of the same text."""
    return tuple(_anliegen(number, text, span, earlier) for number, span in enumerate(sorted(spans), 1))


def _paragraphs(answer: str, whole: _Squeezed, text: str) -> list[str]:
    """What the person means as one point each: paragraphs; in one block its numbered lines, or its lines."""
    blocks = [block.strip() for block in _PARAGRAPH_END.split(answer) if block.strip()]
    if len(blocks) != 1:
        return blocks
    starts = [match.start() for match in _NUMBERED_LINE.finditer(blocks[0])]
    if len(starts) > 1:
        bounds = [0, *starts[1:], len(blocks[0])]
        return [blocks[0][a:b].strip() for a, b in pairwise(bounds)]
    lines = [line.strip() for line in blocks[0].split("\n")]
    if _stands(blocks[0], whole, text, 0) is None and all(_stands(line, whole, text, 0) for line in lines):
        return lines
    return blocks


def _stands(words: str, whole: _Squeezed, text: str, after: int) -> tuple[int, int] | None:
    """Where these words stand in the text, behind `after` if they can; None where they don't."""
    mark = _MARK.match(words)
    without_mark = words[mark.end() :] if mark else words
    for wanted in dict.fromkeys((without_mark, without_mark.rstrip(" .,;"), words)):
        needle = _Squeezed.of(wanted).signs
        found = [span for span in _occurrences(needle, whole) if _whole_words(text, span)]
        if found:
            return next((span for span in found if span[0] >= after), found[0])
    return None


def _occurrences(needle: str, whole: _Squeezed) -> list[tuple[int, int]]:
    found = []
    at = whole.signs.find(needle) if any(c.isalnum() for c in needle) else -1
    while at >= 0:
        found.append((whole.at[at], whole.at[at + len(needle) - 1] + 1))
        at = whole.signs.find(needle, at + 1)
    return found


def _whole_words(text: str, span: tuple[int, int]) -> bool:
    """No word is cut in two at either end."""
    start, ende = span
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    return not cut_before and not (ende < len(text) and text[ende - 1].isalnum() and text[ende].isalnum())


def _overlapping(spans: Sequence[tuple[int, int]]) -> Abgewiesen | None:
    ordered = sorted(spans)
    for number, (one, other) in enumerate(pairwise(ordered), 1):
        if other[0] < one[1]:
            return Abgewiesen(
                f"Punkt {number} und Punkt {number + 1} enthalten dieselben Worte des Antrags.",
                "Teilen Sie so, dass jedes Wort zu höchstens einem Punkt gehört.",
            )
    return None


def _anliegen(number: int, text: str, span: tuple[int, int], earlier: Sequence[Anliegen]) -> Anliegen:
    start, ende = span
    words = " ".join(text[start:ende].split())
    same = [a for a in earlier if a.start < ende and start < a.ende]
    mark = _MARK_BEFORE.search(text[max(0, start - 12) : start])
    return Anliegen(
        nr=number,
        marke=mark["marke"] if mark else None,
        text=words,
        art=same[0].art if len(same) == 1 else classify(words, text[max(0, start - _LEAD) : start]),
        teile=tuple(part for a in same for part in a.teile if part in words and part != words),
        start=start,
        ende=ende,
        sicher=True,
    )
