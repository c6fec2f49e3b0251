"""Item markers of German papers: text in, markers and their nesting out.

A marker stands at the beginning of a line (`1.`, `2.)`, `(3)`, `a)`, `IV.`, `Frage 5:`, `–`, `•`, `➢`, `o`), with its
text behind it or, where the PDF gave numbers a line of their own, on the next line. Dates (`1. Januar`), ordinals of
wrapped lines and page numbers (`– 2 –`) are none. What stands in quotation marks is new wording and nests below the
point that quotes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class MarkerArt(StrEnum):
    """How a list counts."""

    ZAHL = "zahl"
    GLIEDERUNG = "gliederung"  # 1.1, 2.3.1
    BUCHSTABE = "buchstabe"
    ROEMISCH = "roemisch"
    ZEICHEN = "zeichen"
    ZUSATZ = "zusatz"  # a further question without a number: beside the one before it


@dataclass(frozen=True)
class Reading:
    """One way to read a marker: `i)` is the ninth letter or the Roman one."""

    art: MarkerArt
    wert: int


@dataclass(frozen=True)
class Marker:
    """`text[start:ende]` is the marker as printed, `inhalt` the offset where its text begins, `einzug` its column.

    `form` is the marker without its value (`.`, `)`, `(…)`, `Frage:`, `•`); markers of one list share it. `lesarten`
    are the possible readings, the more likely one first.
    """

    marke: str
    form: str
    lesarten: tuple[Reading, ...]
    start: int
    ende: int
    inhalt: int
    einzug: int
    im_zitat: bool = False


@dataclass
class ListItem:
    """One item with its text `text[start:ende]` (its sub-items included) and its sub-items."""

    marker: Marker
    lesart: Reading
    start: int
    ende: int
    kinder: list[ListItem] = field(default_factory=list)


_MONTH = r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"

_NUMBERED = re.compile(  # "1. ", "2)", "3.)", "(4)", "1 .", "1." alone on its line; from 100 on see `_counts_on`
    rf"""
    (?P<open>\()?
    (?P<value>\d{{1,3}})
    (?P<close>(?(open)\)|[ ]?(?:\.\)|\.:|[.):]|,(?=[ ][A-ZÄÖÜ]))))                # a scan reads "4." as "4,"
    (?=\s|[„"A-ZÄÖÜ(➢•-])
    (?![ ]*(?:{_MONTH}|(?:Halbjahr|Quartal|Wahlperiode|Lesung|Obergeschoss|Nachtrags?\w*|Bürgermeister\w*)\b))
    (?!\s?\d{{1,2}}\.\s?\d{{2,4}})
    """,
    re.VERBOSE,
)
_MISREAD_ONE = re.compile(  # "l. Wie", "I) Wie", where a scan took the digit for a letter
    r"(?P<value>[lI|])(?P<close>\.\)|[.)])(?=\s)", re.VERBOSE
)
_OUTLINE_NUMBER = re.compile(  # "1.1 ", "2.3. ", but no date and no amount
    r"(?P<value>\d{1,2}(?:\.\d{1,2}){1,2})(?P<close>[.)]?)(?=[ \t]+[„\"A-ZÄÖÜa-zäöü(])(?![ ]*(?:Uhr|Prozent|%"
    r"|Mio|Euro|€|m\b))"
)
_LETTERED = re.compile(  # "a)", "b.", "(c)", "A."
    r"""
    (?P<open>\()?
    (?P<value>[a-zA-Z])
    (?P<close>(?(open)\)|[ ]?(?:\.\)|[.):])))
    (?=\s)
    (?![ ]*[a-zA-Z]\.[ ])                                                       # "z. B. ", "e. V."
    (?![ ]*(?:V|B|M)\.)
    """,
    re.VERBOSE,
)
_ROMAN = re.compile(  # "IV.", "ii)", "(III)"
    r"(?P<open>\()?(?P<value>[IVX]{1,5}|[ivx]{1,5})(?P<close>(?(open)\)|[ ]?(?:\.\)|[.):])))(?=\s)"
)
_WORDED = re.compile(  # "Frage 1:", "Zu Frage 2.", "Punkt 3 -", "Frage 4" alone on its line
    r"(?P<word>Frage|Fragen|Punkt|Ziffer|Nr\.|Antragspunkt|Forderung)[ ](?P<value>\d{1,3})"
    r"(?P<close>[ ]?(?:\.\)|[.):]|[–-](?=\s)|(?=\s*\n)))"
)
_FURTHER_QUESTION = re.compile(  # "Zusatzfrage:", "2. Zusatzfrage:", "Nachfrage 1:"
    r"(?:\d\.[ ])?(?P<value>Zusatzfrage|Nachfrage)(?P<close>(?:[ ]\d)?[ ]?:)(?=\s)"
)
_BARE_NUMBER = re.compile(  # "1" alone on its line, its text on the next one
    r"(?P<value>\d{1,3})(?P<close>)(?=[ \t]*\n)"
)
_PLAIN_BULLETS = "-–—*·•‣⁃~+#"
_BULLET_EXCEPTIONS = "|=<©®°¬^`´"
_SIGN_BULLET = re.compile(  # "• ", "– ", "➢ ", "-> ", and "-Text" without a blank
    r"(?P<value>-->?|->|=>|>>|>|»|›|[^\w\s.,;:!?„“”\"'’‚‘()\[\]{}/\\%&§@€$|«‹-]"
    r"|[-–—](?!\d))(?P<close>)(?=[ \t]+\S|[ \t]*\n\s*\S|(?<=[•➢▪●■])\S)"
)
_O_BULLET = re.compile(r"(?P<value>o)(?P<close>)(?=[ \t]+[A-ZÄÖÜa-zäöü„])")

_INLINE = re.compile(
    r"(?:^|[:;,.?!]\s{1,8}|\b(?:und|oder|sowie|insbesondere|dabei)\s{1,8}|\n[ \t]*)(?=\(?(?:\d{1,2}|[a-h])[.)])"
    r"|\b(?:über|für|hinsichtlich|bezüglich|zwar|nämlich|sowohl|wenn|ob|wie)\s{1,8}(?=\(?[a-h]\))"
)
_PAGE_NUMBER = re.compile(r"[-–—][ ]?(?:Seite[ ]?)?\d{1,3}[ ]?(?:von[ ]\d+[ ]?)?[-–—]?[ ]*$")
_DASHED_LINE = re.compile(r"[-–—]\s.{1,60}\s[-–—]\s*$")
_LINE = re.compile(r"[^\n]*\n?")
_TERMINATED = re.compile(r"(?:[:;,.?!)“”\"]|\b(?:und|oder|sowie|und/oder))\s*$")

_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
_QUOTE_SIGN = re.compile(r"[„“”\"]")
_MAX_QUOTE = 3000
_LOOK_BACK = 400
_MAX_DEPTH = 6
_MARKERS_ON_A_LINE = 3
_TWO_DIGITS = 99
"""A higher number is a marker only where everything below it was counted: it may be a paragraph, a room, an amount."""


def find_markers(text: str, start: int = 0, ende: int | None = None) -> tuple[Marker, ...]:
    """All markers at line beginnings of `text[start:ende]`, also a second one behind the first (`1. a)`)."""
    stop = len(text) if ende is None else ende
    quotes = quoted_spans(text)
    found: list[Marker] = []
    reached: set[int] = set()
    offset = start
    before = text[max(0, start - _LOOK_BACK) : start].rstrip(" \t")
    while offset < stop:
        line = _LINE.match(text, offset, stop)
        assert line is not None
        column = len(line.group()) - len(line.group().lstrip())
        position = offset + column
        marker = _marker_at(text, position, stop, column)
        if marker is not None and _counts_on(marker, reached) and not _is_wrapped_dash(text, marker, before, stop):
            first = len(found)
            while marker is not None and len(found) < first + _MARKERS_ON_A_LINE:
                found.append(_in_quotes(marker, quotes))
                reached.update(r.wert for r in marker.lesarten if r.art is MarkerArt.ZAHL and _follows(r.wert, reached))
                inner = marker.inhalt
                column += inner - position
                same_line = "\n" not in text[position:inner]
                position = inner
                marker = _marker_at(text, position, stop, column) if same_line or _on_new_line(text, inner) else None
                if marker is not None and (marker.lesarten[0].art is MarkerArt.ZEICHEN or marker.lesarten[0].wert != 1):
                    marker = None
            offset = max(line.end(), position)
            if position > line.end():  # the marker stood alone: go on with the line of its text
                newline = text.find("\n", position, stop)
                offset = stop if newline < 0 else newline + 1
        else:
            offset = line.end()
        before = text[max(start, offset - _LOOK_BACK) : offset]
        if line.end() == line.start():
            break
    return tuple(found)


def find_inline_markers(text: str, start: int, ende: int) -> tuple[Marker, ...]:
    """Markers in running text ("beschließt: 1. … 2. …", "insbesondere a) … und b) …"), those at line beginnings too.

    Such a number may be an ordinal: what counts is decided by `build_outline`, as everywhere, by the order of values.
    """
    quotes = quoted_spans(text)
    found: list[Marker] = []
    for match in _INLINE.finditer(text, start, ende):
        position = match.end()
        marker = next(
            (
                _counted(text, counted, ende, 0)
                for pattern in (_NUMBERED, _LETTERED)
                if (counted := pattern.match(text, position, ende)) is not None
            ),
            None,
        )
        if marker is not None and (")" in marker.marke or marker.lesarten[0].art is MarkerArt.ZAHL):
            found.append(_in_quotes(marker, quotes))
    return tuple(found)


def build_outline(text: str, markers: tuple[Marker, ...], ende: int) -> list[ListItem]:
    """The markers as nested lists, in order; what doesn't count on or begin a list is no marker.

    `ende` is where the last item ends at the latest. Items of several lists that follow one another on the same level
    stand side by side.
    """
    top: list[ListItem] = []
    stack: list[ListItem] = []  # the open item of each level
    for marker in markers:
        placed = _place(marker, stack)
        if placed is None:
            continue
        level, reading = placed
        for closed in stack[level:]:
            closed.ende = marker.start
        del stack[level:]
        item = ListItem(marker, reading, marker.inhalt, ende)
        (stack[-1].kinder if stack else top).append(item)
        stack.append(item)
    return top


def quoted_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of `„…“` that are closed within a few paragraphs."""
    spans: list[tuple[int, int]] = []
    position = 0
    while (opening := text.find("„", position)) >= 0:
        closing = _QUOTE_SIGN.search(text, opening + 1, opening + _MAX_QUOTE)
        if closing is None or closing.group() == "„":  # never closed: a misprint, or the next one counts
            position = opening + 1
            continue
        spans.append((opening, closing.end()))
        position = closing.end()
    return tuple(spans)


# --- one marker ------------------------------------------------------------------------------------------------------


def _marker_at(text: str, position: int, stop: int, column: int) -> Marker | None:
    newline = text.find("\n", position, stop)
    line_end = stop if newline < 0 else newline
    further = _FURTHER_QUESTION.match(text, position, stop)
    if further is not None:
        return _make(text, further, stop, column, further["value"], (Reading(MarkerArt.ZUSATZ, 0),))
    for pattern in (_WORDED, _OUTLINE_NUMBER, _NUMBERED, _ROMAN, _LETTERED, _MISREAD_ONE, _BARE_NUMBER):
        match = pattern.match(text, position, stop)
        if match is not None:
            return _counted(text, match, stop, column)
    match = _SIGN_BULLET.match(text, position, stop) or _O_BULLET.match(text, position, stop)
    if match is None or not _is_bullet(match["value"]):
        return None
    line = text[position:line_end]
    if line.strip() == match["value"] and _counted_below(text, line_end, stop):
        return None  # a check box or a smudge above a numbered list
    if _PAGE_NUMBER.match(line) or _DASHED_LINE.match(line):
        return None
    return _make(text, match, stop, column, match["value"], (Reading(MarkerArt.ZEICHEN, 0),))


def _counted(text: str, match: re.Match[str], stop: int, column: int) -> Marker | None:
    value, close = match["value"], match["close"].replace(" ", "").replace(",", ".")
    groups = match.groupdict()
    form = f"({close}" if groups.get("open") else close
    if match.re is _WORDED:
        return _make(text, match, stop, column, groups["word"], (Reading(MarkerArt.ZAHL, int(value)),))
    if match.re is _OUTLINE_NUMBER:
        last = int(value.rsplit(".", 1)[1])
        return _make(text, match, stop, column, "n" * value.count("."), (Reading(MarkerArt.GLIEDERUNG, last),))
    if match.re in (_NUMBERED, _BARE_NUMBER):
        return _make(text, match, stop, column, form, (Reading(MarkerArt.ZAHL, int(value)),)) if int(value) else None
    readings = [Reading(MarkerArt.BUCHSTABE, ord(value.lower()) - ord("a") + 1)] if len(value) == 1 else []
    if value in ("l", "I", "|"):
        readings.append(Reading(MarkerArt.ZAHL, 1))
    if match.re is _MISREAD_ONE:
        readings = [Reading(MarkerArt.ZAHL, 1)]
    if set(value.lower()) <= set("ivx"):
        roman = roman_value(value)
        if roman is not None:
            readings.insert(0 if roman == 1 else len(readings), Reading(MarkerArt.ROEMISCH, roman))
    if not readings:
        return None
    return _make(text, match, stop, column, form + ("A" if value.isupper() else "a"), tuple(readings))


def _make(
    text: str, match: re.Match[str], stop: int, column: int, form: str, readings: tuple[Reading, ...]
) -> Marker | None:
    content = match.end()
    while content < stop and text[content].isspace():
        content += 1
    if content >= stop or text.count("\n", match.end(), content) > 2:
        return None
    return Marker(match.group().strip(), form, readings, match.start(), match.end(), content, column)


def _is_bullet(sign: str) -> bool:
    if len(sign) > 1 or sign in _PLAIN_BULLETS or sign in "o>»›":
        return True
    return unicodedata.category(sign) in ("So", "Sm", "Co", "Po", "Sk") and sign not in _BULLET_EXCEPTIONS


def _is_wrapped_dash(text: str, marker: Marker, before: str, stop: int) -> bool:
    """Whether this dash is one of running text that happens to begin a line: nothing ended before it, no dash below."""
    if marker.form not in ("-", "–", "—") or _TERMINATED.search(before) or not before.strip():
        return False
    if before.endswith("\n\n") or re.search(r"\n[ \t]*\n[ \t]*$", before):
        return False
    last_line = before.rstrip().rsplit("\n", 1)[-1].lstrip()
    if last_line.startswith(("-", "–", "—")):
        return False
    below = text[marker.ende : min(stop, marker.ende + 400)].split("\n")[1:4]
    return not any(line.lstrip().startswith(("- ", "– ", "— ")) for line in below)


def _counted_below(text: str, position: int, stop: int) -> bool:
    below = re.compile(r"\s*").match(text, position, stop)
    return below is not None and any(
        pattern.match(text, below.end(), stop) for pattern in (_NUMBERED, _LETTERED, _WORDED)
    )


def _counts_on(marker: Marker, reached: set[int]) -> bool:
    reading = marker.lesarten[0]
    return reading.art is not MarkerArt.ZAHL or reading.wert <= _TWO_DIGITS or _follows(reading.wert, reached)


def _follows(value: int, reached: set[int]) -> bool:
    """Whether a list that counts from 1 is here now; one number may have been lost on the way, as in `_continues`."""
    return value in (0, 1) or value - 1 in reached or value - 2 in reached


def _on_new_line(text: str, position: int) -> bool:
    return text[max(0, position - _LOOK_BACK) : position].rstrip(" \t").endswith("\n")


def _in_quotes(marker: Marker, quotes: tuple[tuple[int, int], ...]) -> Marker:
    if not any(opening < marker.start < closing for opening, closing in quotes):
        return marker
    return Marker(
        marker.marke,
        marker.form,
        marker.lesarten,
        marker.start,
        marker.ende,
        marker.inhalt,
        marker.einzug,
        im_zitat=True,
    )


# --- nesting --------------------------------------------------------------------------------------------------------


def _place(marker: Marker, stack: list[ListItem]) -> tuple[int, Reading] | None:
    """The level on which the marker stands and how it reads there; None where it counts nothing."""
    floor = (
        next((level for level, item in enumerate(stack) if not item.marker.im_zitat), 0) + 1 if marker.im_zitat else 0
    )
    if marker.im_zitat and not stack:
        return None
    if marker.lesarten[0].art is MarkerArt.ZUSATZ:
        return 0, marker.lesarten[0]
    for level in range(len(stack) - 1, floor - 1, -1):
        for reading in marker.lesarten:
            if _continues(marker, reading, stack[level]):
                return level, reading
    if len(stack) >= _MAX_DEPTH:
        return None
    for reading in marker.lesarten:
        if reading.wert in (0, 1) or (not stack and reading.wert == 2 and reading.art is MarkerArt.ZAHL):
            return _begin(marker, reading, stack, floor), reading
    return None


def _continues(marker: Marker, reading: Reading, item: ListItem) -> bool:
    if reading.art is not item.lesart.art or marker.im_zitat != item.marker.im_zitat:
        return False
    if item.lesart.art is MarkerArt.ZUSATZ:
        return False
    if reading.art is MarkerArt.ZEICHEN:
        return marker.form == item.marker.form or abs(marker.einzug - item.marker.einzug) <= 1
    if reading.art is MarkerArt.GLIEDERUNG:
        return marker.form == item.marker.form
    if marker.form[-1:].isupper() != item.marker.form[-1:].isupper():
        return False
    if reading.wert == item.lesart.wert + 1:
        return True
    return reading.art is MarkerArt.ZAHL and marker.form == item.marker.form and reading.wert == item.lesart.wert + 2


def _begin(marker: Marker, reading: Reading, stack: list[ListItem], floor: int) -> int:
    """A list begins: below the open item, or beside a list of the same form that it repeats."""
    for level in range(floor, len(stack)):
        open_item = stack[level]
        same = open_item.lesart.art is reading.art and open_item.marker.form == marker.form
        if same and marker.einzug <= open_item.marker.einzug + 1 and reading.art is not MarkerArt.ZEICHEN:
            return level
    return max(len(stack), floor)


def iterate_items(items: list[ListItem]) -> Iterator[ListItem]:
    """All items, also the nested ones, in the order of the text."""
    for item in items:
        yield item
        yield from iterate_items(item.kinder)


def roman_value(letters: str) -> int | None:
    """`IV` is 4; what isn't a well-formed Roman number is None."""
    total = 0
    values = [_ROMAN_VALUES[letter] for letter in letters.lower()]
    for value, following in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < following else value
    well_formed = re.fullmatch(r"x{0,3}(?:ix|iv|v?i{0,3})", letters.lower()) is not None
    return total if well_formed and total else None
