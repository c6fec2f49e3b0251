"""Misread signs around the words: quotation marks, numbers of points, the ö/nö columns of a meeting table.

In: a text that is known to be misread. Out: the repairs. None of them touches a letter of a word.
"""

import re
from collections.abc import Iterator

from corpus.reading.edits import Edit

# ",,Runder Tisch*" and ",Runder Tisch*" were printed „Runder Tisch“
_OPENING_QUOTE = re.compile(r"(?:(?<=[\s(])|^)(?:,, ?|,)(?=[^\W\d_])", re.MULTILINE)
_CLOSING_STAR = re.compile(r"(?<=[^\W\d_])\*(?=[\s.,;:!?)]|$)")
_QUOTE_REACH = 300

# "4, Ist die Ampel ..." between "3." and "5.": a dot with a tail
_COMMA_ITEM = re.compile(r"^(?P<blank>[ \t]*)(?P<number>\d{1,2})(?P<comma>,)(?=[ \t]+[^\W\d_])", re.MULTILINE)
# "l. Wie viele ..." before "2.": the digit 1
_LETTER_ITEM = re.compile(r"^(?P<blank>[ \t]*)(?P<letter>[lI])(?=[.)][ \t]+[^\W\d_])", re.MULTILINE)

# "Gremium Termin TOP 6 né": the columns for public and not public
_PUBLIC_COLUMNS = re.compile(r"\bTOP[ \t|]+(?P<public>[6o0Oöéd])[ \t|]+(?P<private>n[o6éd0])(?!\w)")


def sign_edits(text: str) -> Iterator[Edit]:
    """The repairs of all misread signs, not in order."""
    yield from _quote_edits(text)
    yield from _item_edits(text)
    for match in _PUBLIC_COLUMNS.finditer(text):
        if match["public"] != "ö":
            yield Edit(*match.span("public"), "ö")
        yield Edit(*match.span("private"), "nö")


def _quote_edits(text: str) -> Iterator[Edit]:
    openings = [match.span() for match in _OPENING_QUOTE.finditer(text)]
    yield from (Edit(start, ende, "„") for start, ende in openings)
    for match in _CLOSING_STAR.finditer(text):
        before = text[max(0, match.start() - _QUOTE_REACH) : match.start()]
        opened = max((start for start, _ in openings if start < match.start()), default=-_QUOTE_REACH)
        opened = max(opened, match.start() - len(before) + before.rfind("„") if "„" in before else opened)
        closed = any(mark in text[opened : match.start()] for mark in '“”"')
        if match.start() - opened < _QUOTE_REACH and not closed:
            yield Edit(match.start(), match.end(), "“")


def _item_edits(text: str) -> Iterator[Edit]:
    for match in _COMMA_ITEM.finditer(text):
        number = int(match["number"])
        if _has_item(text[: match.start()], number - 1) and _has_item(text[match.end() :], number + 1):
            yield Edit(*match.span("comma"), ".")
    for match in _LETTER_ITEM.finditer(text):
        if _has_item(text[match.end() :], 2) and not _has_item(text, 1):
            yield Edit(*match.span("letter"), "1")


def _has_item(text: str, number: int) -> bool:
    return bool(re.search(rf"^[ \t]*{number}[.)][ \t]", text, re.MULTILINE))
