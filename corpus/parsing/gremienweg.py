"""The way of a paper through the councils, and whether it is public, as its head says.

In: the head of a paper. Out: its stations (day, Gremium) and True, False or None. Read are tables with bars or columns,
lines like "Bauausschuss, 28.09.2021, öffentlich", and tables that a scan broke over lines (a year whose last digit
stands on the next line).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.domain import Gremientermin
from corpus.parsing.dates import find_dates, parse_date
from corpus.parsing.header import Label, field_value, find_fields

_BROKEN_YEAR = re.compile(  # "26.06.202 | Stadtrat …" and on the next line "5 | |abgelehnt"
    r"^(?P<before>[ |]*\d{1,2}\.\d{1,2}\.)(?P<year>\d{0,3})(?P<row>[ ]*\|.*)\n(?:[ ]*\n)*"
    r"[ |]*(?P<rest>\d{1,4})(?=[ ]*(?:\||$))",
    re.MULTILINE,
)
_START = re.compile(
    r"^[ ]*(?:Gremienweg|Beratungsfolge|Gremienfolge|Sitzungsfolge|Beratungsgang|Gremi(?:um|en)\b.*Termin)",
    re.MULTILINE,
)
_COUNCIL = re.compile(
    r"(?:rat|rates|räte|[Aa]usschuss|[Aa]usschuß|[Bb]eirat|[Vv]ersammlung|[Ss]enat|[Kk]ommission|vorstand|[Kk]reistag)\b"
)
_NAME_END = re.compile(r"\s*(?:\||\[|☐|☒|\s{3,}|,|\(|einstimmig|mehrheitl|[ ]TOP\b)")
_COLUMNS = re.compile(r"\s+(?:\d{1,3}(?:\.\d{1,3})*\b.*|[xX]|[ÖN](?:\s+\w+)?)$")
_PUBLIC = re.compile(r"(?:(?P<not>[Nn]icht[ -]*)|(?<![A-Za-zäöü]))[öoÖOé6d]{1,2}[fF]fentlich(?![a-zäöüß])")
_PUBLIC_PAPER = re.compile(  # "Öffentliche Vorlage", "in nichtöffentlicher Sitzung"
    r"(?P<not>[Nn]icht[ -]*)?[öÖ]ffentliche[rns]?[ ]"
    r"(?:Vorlage|Sitzung|Beratung|Drucksache|Mitteilung|Stellungnahme|Behandlung)"
)


def parse_gremienweg(head: str) -> tuple[Gremientermin, ...]:
    """The stations in the order of the paper."""
    head = _mend_years(head)
    start = _START.search(head)
    stations = list(_stations(head[start.start() :] if start else head, labelled=bool(start)))
    if stations:
        return tuple(dict.fromkeys(stations))
    fields = find_fields(head)
    gremium, termin = field_value(fields, Label.GREMIUM), field_value(fields, Label.TERMIN)
    if gremium and _COUNCIL.search(gremium):
        return (Gremientermin(parse_date(termin or "") or parse_date(gremium), gremium),)
    return ()


def gremienweg_end(head: str) -> int:
    """The offset behind the last line that is a row, a box to tick or says whether the paper is public; else 0."""
    end = 0
    for line, offset in _lines_with_offsets(head):
        if _is_row(line, labelled=False) or _START.match(line) or _BALLOT.search(line) or is_public(line) is not None:
            end = offset + len(line)
    return end


_BALLOT = re.compile(r"einstimmig|mehrheitl|abgelehnt.*abgesetzt|verwiesen.*vertagt|Enthaltungen|^[ ]*[xX][ ]*$")
"""The boxes in which the result of the vote is ticked."""


def is_public(head: str) -> bool | None:
    """Whether the paper says that it is public; of several stations one public one makes it so."""
    whole = [not match["not"] for match in _PUBLIC_PAPER.finditer(head)]
    if whole:
        return any(whole)
    ticked = [not match["not"] for match in _ticked(head)]
    if ticked:
        return any(ticked)
    marks = [*_words(head), *_columns(head)]
    return any(marks) if marks else None


def _mend_years(head: str) -> str:
    def mend(match: re.Match[str]) -> str:
        year = match["year"] + match["rest"]
        return f"{match['before']}{year}{match['row']}\n" if len(year) == 4 else match.group()

    return _BROKEN_YEAR.sub(mend, head)


def _stations(head: str, *, labelled: bool) -> Iterator[Gremientermin]:
    for line, _ in _lines_with_offsets(head):
        if not _is_row(line, labelled=labelled):
            continue
        day = find_dates(line)[0]
        before = _gremium(line[: day.start])
        after = _gremium(line[day.ende :])
        name = before or after
        if name:
            yield Gremientermin(day.datum, name)


def _is_row(line: str, *, labelled: bool) -> bool:
    """A row holds one day and the name of a Gremium; outside a table the name must be that of a council."""
    days = find_dates(line)
    if len(days) != 1 or len(line) > _ROW_LENGTH or re.search(r"\b(?:den|vom|Datum|[Ee]ingegangen|Eingang)\b", line):
        return False
    before, after = line[: days[0].start], line[days[0].ende :]
    name = _gremium(before) or _gremium(after)
    if not _ROW_REST.fullmatch(after if _gremium(before) else after.replace(name, "", 1)):
        return False
    return bool(
        name
        and name[0].isupper()
        and len(name) <= 80
        and "." not in name.rstrip(".")
        and (_COUNCIL.search(name) or labelled)
    )


_ROW_REST = re.compile(  # what a row may hold besides day and name: TOP, public or not, kind of treatment, boxes
    r"(?:[\s|,;:()/\[\]☐☒\d.–-]|\b(?:TOP|Nr|[xXÖNöj]|nö|nd|BE|ohne|zur)\b|j?(?:einstimmig|mehrheitl|mehrheitlich)"
    r"|\b(?:(?:[Nn]icht[ -]?)?\w{0,2}ffentlich\w*|[Vv]or\w*|Entscheidung|Kenntnis\w*"
    r"|[Bb]erat\w*|[Bb]eschl\w*|Anhörung|Behandlung|Sitzung)\b)*"
)
_ROW_LENGTH = 160


def _gremium(words: str) -> str:
    """The name of a Gremium in the words before or behind its day."""
    words = re.sub(r"^[\s|,\-–•*\d.)]*", "", words)
    words = re.sub(r"^(?:Beratungsfolge|Gremienweg|Sitzung des|Sitzung)[ ]*:?[ ]*", "", words)
    words = _NAME_END.split(words, maxsplit=1)[0]
    words = _COLUMNS.sub("", words)
    return " ".join(re.sub(r"(?:\s+(?:am|den))?[\s|\[,:–-]*$", "", words).split())


def _lines_with_offsets(text: str) -> Iterator[tuple[str, int]]:
    offset = 0
    for line in text.splitlines(keepends=True):
        yield line.rstrip("\n"), offset
        offset += len(line)


# --- public or not ----------------------------------------------------------------------------------------------------


def _ticked(head: str) -> Iterator[re.Match[str]]:
    """The box that is ticked of "☒ öffentlich ☐ nichtöffentlich"."""
    for box in re.finditer(r"(?:☒|☑|\[[xX]\]|\([xX]\))[ ]*", head):
        match = _PUBLIC.match(head, box.end())
        if match:
            yield match


def _words(head: str) -> Iterator[bool]:
    """ "öffentlich" where it is a statement: in a cell of its own, behind TOP, behind a day, in brackets."""
    for line, _ in _lines_with_offsets(head):
        if len(line) > _ROW_LENGTH:
            continue
        for match in _PUBLIC.finditer(line):
            before, after = line[: match.start()].rstrip(), line[match.end() :].lstrip()
            opens = not before or before[-1] in "|,:(–-;/" or before.endswith("TOP") or before[-1].isdigit()
            closes = not after or after[0] in "|,)–-;/." or after.startswith(("Enthaltungen", "TOP"))
            if opens and closes:
                yield not match["not"]


_TICK_HEAD = re.compile(r"\bTOP\b.*?\s(?P<public>[öo6é])(?P<gap>\s+)n[öod6é](?:\s|$)")  # also misread: "TOP   6   nd"


def _columns(head: str) -> Iterator[bool]:
    """Ticks below "ö   nö", or letters below "Ö / N"."""
    lines = [line for line, _ in _lines_with_offsets(head)]
    for index, line in enumerate(lines):
        ticks = _TICK_HEAD.search(line)
        if ticks:
            yield from _tick_columns(lines[index + 1 : index + 12], ticks.start("public"), ticks.end("gap"))
        elif re.search(r"\bÖ\s*/\s*N", line):
            for row in lines[index + 1 : index + 12]:
                letter = re.search(r"\d\s+(?P<letter>[ÖN])\b", row)
                if letter:
                    yield letter["letter"] == "Ö"


def _tick_columns(rows: list[str], public: int, closed: int) -> Iterator[bool]:
    """A tick belongs to the nearer column; where a PDF lost the columns, one far from the number means not public."""
    for position, row in enumerate(rows):
        tick = re.search(r"(?:^|\s)(?P<tick>[xX])\s*$", row)
        if not tick or (position and not row.strip()):
            continue
        column = tick.start("tick")
        wide = closed - public > 4
        if wide and re.search(r"\s{3,}", row.strip()):
            yield abs(column - public) <= abs(column - closed)
        elif row.strip() in "xX":
            yield column < 4
        else:
            gap = len(row[:column]) - len(row[:column].rstrip())
            yield gap < 6
