"""Points of a list: an operative section in, one point for each item of its own numbering out.

Sub-items stay with their item. What is no part of an item is cut off: the joint to the next one ("," ";" "und"),
headings between items, and whatever follows the last item (reasons without a heading, unnumbered asks, a signature).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.parsing.antrag_gliederung import ORDER, RESOLUTION, is_signature
from corpus.parsing.enumerations import (
    ListItem,
    Marker,
    MarkerArt,
    build_outline,
    find_inline_markers,
    find_markers,
    iterate_items,
)


@dataclass(frozen=True)
class Point:
    """A point before it is classified: `text[start:ende]`, its marker and sub-points; `lead` is what it hangs on."""

    start: int
    ende: int
    marke: str | None = None
    teile: tuple[str, ...] = ()
    lead: str = ""
    sicher: bool = True


@dataclass(frozen=True)
class PointList:
    """The points of a section and the span behind them that belongs to none; the first marker stands at `start`."""

    points: tuple[Point, ...]
    start: int
    rest_start: int
    rest_ende: int


_JOINT = re.compile(
    r"(?:\s*[,;]\s*|\s+)(?:und/oder|und|oder|sowie|beziehungsweise|bzw\.)\s*$|\s*[,;]\s*(?:und|oder|sowie)?\s*$"
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_SENTENCE_END = re.compile(r"[.?!:;…][“”\")]*\s*$")
_SENTENCE_ENDS_FULLY = re.compile(r"[.?!…][“”\")]*\s*$")
_STAYS = re.compile(  # a paragraph that goes on with the point before it
    r"(?:[Dd]abei|[Hh]ierbei|[Hh]ierzu|[Hh]ierfür|[Dd]arin|[Ii]nsbesondere|[Ww]enn\s(?:ja|nein|nicht)"
    r"|[Ff]alls\s(?:ja|nein|nicht)|[Ff]erner\ssind\sdabei)\b"
)
_HANGS = re.compile(  # a sentence can't end with these words: a page break stands between
    r"\b(?:de[rnms]|die|das|eine[rsmn]?|ein|und|oder|sowie|von|vom|zu[rm]?|für|mit|im?|in|an|am|auf|aus|bei"
    r"|nach|über|unter|durch|ohne|hinsichtlich|bezüglich|sowohl)\s*$"
)
_CLOSING_VERB = re.compile(r"\s+(?:zu\s+[a-zäöüß]{3,}n|[a-zäöüß]{2,}zu[a-zäöüß]{3,}n)[.;]?$")
"""… | zu berichten;   … | vorzulegen."""
_HEADING_CHARS = 100
_LEAD_CHARS = 600
_SHORT_LINE_SHARE = 0.8
_FULL_LINE_SHARE = 0.75
_NARROW_COLUMN = 45
_ROOM_LEFT = 0.85
"""A line that ends before this share of the widest one was broken on purpose."""
_WIDEST_COLUMN = 100


def points_of_list(text: str, start: int, ende: int, *, reasons_follow: bool) -> PointList | None:
    """The points of the list in `text[start:ende]`, or None where there is none.

    `reasons_follow` says that the paper has a heading for its reasons behind this section, so that prose behind the
    last item is less likely to be reasons.
    """
    begin = _list_begins(text, start, ende)
    items = _own_points(text, build_outline(text, find_markers(text, begin, ende), ende))
    items = _drop_lone_bullet(items)
    if not items or items[0].lesart.wert > 1:
        inline = build_outline(text, find_inline_markers(text, start, ende), ende)
        items = inline if len(inline) > 1 else items
    if not items:
        return None
    last = items[-1]
    last.ende = _last_item_ends(text, last, reasons_follow=reasons_follow)
    lead = _lead_in(text, start, items[0].marker.start)
    points: list[Point] = []
    for index, item in enumerate(items):
        content_end = _trim(text, item, is_last=index + 1 == len(items))
        if content_end <= item.start:
            continue
        gap = index > 0 and _has_gap(items[index - 1], item)
        heading = _heading_above(text, items[index - 1].ende if index else 0, item.marker.start) if index else ""
        points.append(
            Point(item.start, content_end, item.marker.marke, _parts(text, item, content_end), heading or lead, not gap)
        )
    return PointList(tuple(points), items[0].marker.start, last.ende, ende) if points else None


# --- which items are points ------------------------------------------------------------------------------------------


def _list_begins(text: str, start: int, ende: int) -> int:
    """Where the operative list begins: at the first marker that a lead-in ("…:", "beauftragt,") opens, else `start`."""
    form, opened = None, None
    for item in build_outline(text, find_markers(text, start, ende), ende):
        before = text[max(start, item.marker.start - _LEAD_CHARS) : item.marker.start].rstrip()
        begins = item.lesart.wert == 1 or (item.lesart.wert == 0 and item.marker.form != form)
        if begins and before.endswith((":", ",")):
            lead = _BLANK_LINE.split(before)[-1]
            if ORDER.search(lead) or RESOLUTION.search(lead):
                return item.marker.start
            opened = opened or item.marker.start
        form = item.marker.form
    return opened or start


def _own_points(text: str, items: list[ListItem]) -> list[ListItem]:
    """The items that are points: one level down where the top level holds headings only (`A. Verkehr`, then `1.`)."""
    if len(items) == 1 and items[0].lesart.art is MarkerArt.ZEICHEN and len(items[0].kinder) > 1:
        first = items[0].kinder[0]
        if first.lesart.art is MarkerArt.ZAHL and first.lesart.wert == 1:
            return items[0].kinder
    parents = [item for item in items if item.kinder]
    if len(items) >= 1 and parents and all(_is_heading_item(text, item) for item in items):
        return [child for item in items for child in (item.kinder or [item])]
    return items


def _is_heading_item(text: str, item: ListItem) -> bool:
    if not item.kinder or item.kinder[0].lesart.art in (MarkerArt.ZEICHEN, MarkerArt.BUCHSTABE):
        return False
    own = " ".join(text[item.start : item.kinder[0].marker.start].split())
    return len(own) <= 80 and own[:1].isupper() and not own.endswith((",", ";", "?", "dabei", "und"))


def _drop_lone_bullet(items: list[ListItem]) -> list[ListItem]:
    if len(items) == 1 and items[0].lesart.art is MarkerArt.ZEICHEN and len(items[0].kinder) == 0:
        return []
    return items


def _has_gap(before: ListItem, item: ListItem) -> bool:
    return item.lesart.art is not MarkerArt.ZEICHEN and item.lesart.wert not in (1, before.lesart.wert + 1)


# --- where an item ends ----------------------------------------------------------------------------------------------


def _trim(text: str, item: ListItem, *, is_last: bool) -> int:
    """The end of the item's words: headings behind it and the joint to the next item cut off."""
    end = item.ende
    while not is_last:
        cut = _cut_heading(text, item.start, end)
        if cut == end:
            break
        end = cut
    words = text[item.start : end].rstrip()
    joint = _JOINT.search(words)
    return item.start + (joint.start() if joint else len(words))


def _cut_heading(text: str, start: int, ende: int) -> int:
    """`ende` without a last line that is a heading for what follows ("Zum Radverkehr:", "Block B – Kosten")."""
    words = text[start:ende].rstrip()
    line_start = words.rfind("\n") + 1
    before, line = words[:line_start].rstrip(), words[line_start:].strip()
    if not before or not line or len(line) > _HEADING_CHARS or not (line[0].isupper() or line[0].isdigit()):
        return ende
    blank_above = _BLANK_LINE.search(words[len(before) : line_start + 1] + "x") is not None
    opens = line.endswith(":")
    if opens and (blank_above or _SENTENCE_ENDS_FULLY.search(before)):
        paragraph = list(_BLANK_LINE.finditer(words))
        return start + (paragraph[-1].start() if blank_above and paragraph else len(before))
    is_title = not re.search(r"[.?!;,)“”\"]$", line) and len(line.split()) <= 10
    if blank_above and is_title and _SENTENCE_END.search(before):
        return start + len(before)
    return ende


def _last_item_ends(text: str, item: ListItem, *, reasons_follow: bool) -> int:
    """Where the last item's own words end: with its paragraph, unless what follows goes on with it."""
    end = item.ende
    breaks = list(_BLANK_LINE.finditer(text, item.start, item.ende))
    children = list(iterate_items(item.kinder))
    for position, gap in enumerate(breaks):
        before = text[item.start : gap.start()]
        next_end = breaks[position + 1].start() if position + 1 < len(breaks) else item.ende
        following = text[gap.end() : next_end]
        if not _goes_on(text, before, following, gap, children):
            end = gap.start()
            break
    for line_start in _line_starts(text, item.start, end):
        line = text[line_start : text.find("\n", line_start) if "\n" in text[line_start:end] else end]
        if is_signature(line) and _SENTENCE_ENDS_FULLY.search(text[item.start : line_start]):
            return line_start
    return end if reasons_follow else _cut_unbroken_reasons(text, item, end)


def _goes_on(text: str, before: str, following: str, gap: re.Match[str], children: list[ListItem]) -> bool:
    """Whether the paragraph behind this blank line still belongs to the point."""
    if not following.strip():
        return True
    if any(child.marker.start == gap.end() for child in children):
        return _belongs_below(text, before, gap, children)
    if _is_inside_quote(before):
        return True
    finished = _SENTENCE_END.search(before) is not None
    return (
        (
            not finished
            and (following[0].islower() or _HANGS.search(before) is not None or _is_full_line(text, gap.start()))
        )
        or before.rstrip().endswith((":", ","))
        or bool(_STAYS.match(following))
    )


def _is_full_line(text: str, ende: int) -> bool:
    """Whether the line that ends here is as long as lines get around it: then its sentence goes on below the blank line
    that a scan put in."""
    around = text[max(0, ende - 1500) : ende + 1500].split("\n")
    widest = min(max(len(line.rstrip()) for line in around), _WIDEST_COLUMN)
    last = text[max(0, ende - 300) : ende].rstrip().rsplit("\n", 1)[-1].strip()
    return last[-1:].islower() and len(last) >= _FULL_LINE_SHARE * widest > _NARROW_COLUMN


def _belongs_below(text: str, before: str, gap: re.Match[str], children: list[ListItem]) -> bool:
    """Sub-items behind a blank line: they belong to the point, unless it was finished and prose stands between."""
    child = next(found for found in children if found.marker.start == gap.end())
    return child.lesart.art is not MarkerArt.ZEICHEN or not before.rstrip().endswith(".") or child is not children[0]


def _is_inside_quote(words: str) -> bool:
    return words.rfind("„") > max(words.rfind("“"), words.rfind("”"), words.rfind('"')) and len(words) < 3000


def _cut_unbroken_reasons(text: str, item: ListItem, ende: int) -> int:
    """Where a paper has neither blank lines nor a heading above its reasons: cut behind a short line that ends a
    question or sentence, when another sentence begins on the next line."""
    lines = text[item.start : ende].split("\n")
    widest = max((len(line.rstrip()) for line in text[max(0, item.start - 2000) : ende + 500].split("\n")), default=0)
    offset = item.start
    asked = False
    for index, line in enumerate(lines[:-1]):
        offset += len(line) + 1
        words = line.rstrip()
        asked = asked or words.endswith("?")
        short = len(words) + (item.marker.inhalt - item.marker.start if index == 0 else 0) < _SHORT_LINE_SHARE * widest
        following = lines[index + 1].strip()
        if short and re.search(r"[.?)]$", words) and following[:1].isupper() and not _STAYS.match(following):
            rest = text[offset:ende]
            if not asked or "?" not in rest.split("\n")[0]:
                return offset - 1
    return ende


def _line_starts(text: str, start: int, ende: int) -> list[int]:
    return [match.end() for match in re.compile(r"\n").finditer(text, start, ende) if match.end() < ende]


# --- what stands in and above an item --------------------------------------------------------------------------------


def _parts(text: str, item: ListItem, ende: int) -> tuple[str, ...]:
    """The sub-points of the first level without their markers, each cut like a point."""
    children = [child for child in item.kinder if child.start < ende]
    if not children:
        inline = build_outline(text, _lettered(find_inline_markers(text, item.start, ende)), ende)
        children = inline if len(inline) > 1 else []
    parts: list[str] = []
    for index, child in enumerate(children):
        child_end = min(child.ende, ende)
        if index + 1 == len(children):
            child_end = _dedent(text, child, child_end)
        words = text[child.start : child_end].rstrip()
        joint = _JOINT.search(words)
        parts.append(" ".join((words[: joint.start()] if joint else words).split()))
    if len(parts) > 1 and _HANGS.search(text[item.start : children[0].marker.start]):
        parts[-1] = _without_closing_verb(parts[-1], parts[:-1])
    return tuple(part for part in parts if part)


def _without_closing_verb(last: str, others: list[str]) -> str:
    """The last sub-point without the verb that closes the sentence around all of them: "dem Rat über a) …, b) … und c)
    den Datenschutz | zu berichten". Where another one ends with a verb of its own, so does this one."""
    closing = _CLOSING_VERB.search(last)
    if closing is None or closing.start() == 0 or any(_CLOSING_VERB.search(part) for part in others):
        return last
    return last[: closing.start()]


def _lettered(markers: tuple[Marker, ...]) -> tuple[Marker, ...]:
    return tuple(marker for marker in markers if marker.lesarten[0].art is MarkerArt.BUCHSTABE)


def _dedent(text: str, child: ListItem, ende: int) -> int:
    """The end of the last sub-item: a line that stands left of its marker belongs to the point above, and so does one
    below its marker, where the line above was broken although there was room for the next word."""
    widest = max(len(line.rstrip()) for line in text[max(0, child.start - 2000) : ende + 500].split("\n"))
    for line_start in _line_starts(text, child.start, ende):
        line = text[line_start:ende]
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip(" \t"))
        above = text[text.rfind("\n", 0, line_start - 1) + 1 : line_start].rstrip()
        broken = line.lstrip()[:1].islower() and len(above) + 1 + len(line.split(maxsplit=1)[0]) < _ROOM_LEFT * widest
        if indent < child.marker.einzug or (indent == child.marker.einzug and broken and above):
            return line_start
    return ende


def _lead_in(text: str, start: int, ende: int) -> str:
    """The words right above the list, its last sentence or two."""
    words = text[start:ende].rstrip()
    paragraphs = [part for part in _BLANK_LINE.split(words) if part.strip()]
    lead = " ".join(paragraphs[-2:] if paragraphs and len(paragraphs[-1]) < 60 else paragraphs[-1:])
    return " ".join(lead.split())[-400:]


def _heading_above(text: str, start: int, ende: int) -> str:
    """A lead-in of its own between two lists ("Ferner bitten wir um Auskunft:")."""
    line = text[start:ende].strip()
    return " ".join(line.split()) if line.endswith(":") else ""
