"""What a file holds and a reader doesn't see: taken out of the text, and said. Pure.

Zero-width and direction controls, invisible tag letters, heaps of accents on one letter, and strings without a blank
that no word has: each can hide an instruction from people or keep a program busy. Words of look-alike letters of other
scripts stay as they are, but are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.domain import Rohtext
from corpus.reading.edits import Edit

UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\ud800-\udfff]|[\U000e0000-\U000e01ef\U0001d173-\U0001d17a]"
)
"""Zero-width and bidirectional controls, blanks that are none, byte order marks, NUL, tag letters and the like."""

_DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_TAGS = re.compile(r"[\U000e0000-\U000e01ef]+")
_ZERO_WIDTH = re.compile(r"[\u200b-\u200f\u2060-\u2064\u180e]")
_FEW = 3
"""So few zero-width characters come along with text that is copied from a web page."""

_ACCENT = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_HEAP = re.compile(rf"({_ACCENT}{{2}}){_ACCENT}+")
"""More accents on one letter than any script has."""

LONGEST_STRING = 500
"""Web addresses may be long; what is longer without a blank no person wrote to be read."""

_KEPT_OF_STRING = 200
_STRING = re.compile(rf"\S{{{LONGEST_STRING + 1},}}|\s{{{LONGEST_STRING + 1},}}")

_TOKEN = re.compile(r"[^\W\d_]{2,60}")
_LOOK_ALIKE = frozenset("аеорсухіјѕԁһпкАВЕКМНОРСТУХІЈЅοαινυκΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")
_LATIN = re.compile(r"[A-Za-zÄÖÜäöüß]")
_SHOWN = 160
_WORDS_SHOWN = 5


def unseen_edits(text: str) -> Iterator[Edit]:
    """The edits that take out what nobody sees. They don't overlap."""
    position = 0
    for match in _STRING.finditer(text):
        yield from _small_edits(text, position, match.start() + _KEPT_OF_STRING)
        yield _cut(match)
        position = match.end()
    yield from _small_edits(text, position, len(text))


def long_string_edits(text: str) -> Iterator[Edit]:
    """The edits that cut what is longer without a blank (or longer of nothing but blanks) than anything to be read."""
    for match in _STRING.finditer(text):
        yield _cut(match)


def _cut(match: re.Match[str]) -> Edit:
    blank = match.group()[0].isspace()
    return Edit(match.start() + _KEPT_OF_STRING, match.end(), "" if blank else "…")


def _small_edits(text: str, start: int, ende: int) -> Iterator[Edit]:
    for match in UNSEEN.finditer(text, start, ende):
        yield Edit(match.start(), match.end(), "")
    for match in _HEAP.finditer(text, start, ende):
        yield Edit(match.end(1), match.end(), "")


def unseen_warnings(rohtext: Rohtext) -> tuple[str, ...]:
    """German sentences for the person who works with the paper: what was hidden in it. Empty for nearly every file."""
    text, found = rohtext.text, []
    if rohtext.verborgen:
        found.append(
            "In der Datei steht Text, den man auf dem Papier nicht sieht (ausgeblendet, weiß oder winzig). Er wurde "
            f"nicht übernommen: „{_shown(' … '.join(rohtext.verborgen))}“"
        )
    turned = len(_DIRECTION.findall(text))
    if turned:
        found.append(f"Zeichen, die die Leserichtung ändern, wurden entfernt ({turned}). Vergleichen Sie die Datei.")
    smuggled = "".join(chr(ord(c) - 0xE0000) for run in _TAGS.findall(text) for c in run if 0xE0020 <= ord(c) < 0xE007F)
    if smuggled:
        found.append(f"Unsichtbare Buchstaben wurden entfernt; sie ergeben: „{_shown(smuggled)}“")
    hidden = len(_ZERO_WIDTH.findall(text))
    if hidden > _FEW:
        found.append(f"Unsichtbare Zeichen zwischen den Buchstaben wurden entfernt ({hidden}).")
    if _HEAP.search(text):
        found.append("Gehäufte Zusatzzeichen an einzelnen Buchstaben wurden entfernt.")
    longest = max((m.end() - m.start() for m in _STRING.finditer(text) if not m.group()[0].isspace()), default=0)
    if longest:
        found.append(f"Eine Zeichenkette von {longest} Zeichen ohne Leerzeichen wurde gekürzt.")
    foreign = tuple(dict.fromkeys(_foreign_words(text)))
    if foreign:
        named = ", ".join(foreign[:_WORDS_SHOWN]) + (" und weitere" if len(foreign) > _WORDS_SHOWN else "")
        found.append(f"Wörter mit Buchstaben anderer Schriften, die deutschen gleichen: {named}.")
    return tuple(found)


def _foreign_words(text: str) -> Iterator[str]:
    if text.isascii():
        return
    for match in _TOKEN.finditer(text):
        word = match.group()
        if not word.isascii() and any(c in _LOOK_ALIKE for c in word) and _LATIN.search(word):
            yield word


def _shown(words: str) -> str:
    line = " ".join(UNSEEN.sub("", words).split())
    return line if len(line) <= _SHOWN else line[:_SHOWN].rstrip() + "…"
