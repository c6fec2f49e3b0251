"""The numbers that Word draws in front of list paragraphs, and that stand nowhere in the document's text.

In: `numbering.xml`, `styles.xml` and the list paragraphs in their order. Out: what is printed before each, "2." or
"a)" or "•". Counting follows ECMA-376 part 1, section 17.9: a level starts again where a higher one has counted on.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST_STYLE = 20
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class _Level:
    number_format: str
    text: str
    start: int
    legal: bool


class Numbering:
    """Counts through the lists of one document. Ask for the paragraphs in document order, each once."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._abstract_of: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._own_levels: dict[str, dict[int, _Level]] = {}
        self._style_lists: dict[str, tuple[str | None, int | None]] = {}
        self._style_parents: dict[str, str] = {}
        self._counters: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._started: set[str] = set()
        if numbering is not None:
            self._read_numbering(numbering)
        if styles is not None:
            self._read_styles(styles)

    def mark_of(self, paragraph: Any) -> tuple[str, int]:
        """What Word prints before this paragraph ("" for none), and how deep its list is nested."""
        number_id, depth = self._list_of(paragraph)
        if number_id is None or number_id == "0" or number_id not in self._abstract_of:
            return "", 0
        levels = {**self._abstract.get(self._abstract_of[number_id], {}), **self._own_levels.get(number_id, {})}
        level = levels.get(depth)
        if level is None:
            return "", depth
        counters = self._count(number_id, depth, levels)
        if level.number_format == "bullet":
            return _bullet(level.text), depth
        if level.number_format == "none":
            return level.text if "%" not in level.text else "", depth
        mark = level.text
        for other, other_level in levels.items():
            if f"%{other + 1}" in mark:
                shown = "decimal" if level.legal else other_level.number_format
                mark = mark.replace(f"%{other + 1}", _formatted(counters.get(other, other_level.start), shown))
        return mark.strip(), depth

    def _count(self, number_id: str, depth: int, levels: dict[int, _Level]) -> dict[int, int]:
        """Counts one item on this level. Lists that share a definition go on counting, unless they start anew."""
        counters = self._counters[self._abstract_of[number_id]]
        if number_id not in self._started:
            self._started.add(number_id)
            for level, start in self._overrides.get(number_id, {}).items():
                counters[level] = start - 1
        before = counters.get(depth)
        counters[depth] = levels[depth].start if before is None else before + 1
        for deeper in [level for level in counters if level > depth]:
            del counters[deeper]
        for higher in range(depth):
            if higher in levels:
                counters.setdefault(higher, levels[higher].start)
        return counters

    def _list_of(self, paragraph: Any) -> tuple[str | None, int]:
        """The list and level that a paragraph names itself or through its style."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return self._style_list(None)
        number_id, depth = _list_properties(properties)
        if number_id is None or depth is None:
            style = properties.find(f"{W}pStyle")
            style_id, style_depth = self._style_list(None if style is None else style.get(f"{W}val"))
            number_id = style_id if number_id is None else number_id
            depth = style_depth if depth is None else depth
        return number_id, depth

    def _style_list(self, style: str | None) -> tuple[str | None, int]:
        depth: int | None = None
        for _ in range(_DEEPEST_STYLE):
            if style is None:
                break
            number_id, own_depth = self._style_lists.get(style, (None, None))
            depth = own_depth if depth is None else depth
            if number_id is not None:
                return number_id, depth or 0
            style = self._style_parents.get(style)
        return None, 0

    def _read_numbering(self, root: Any) -> None:
        for abstract in root.iterfind(f"{W}abstractNum"):
            levels = dict(_level(element) for element in abstract.iterfind(f"{W}lvl"))
            self._abstract[abstract.get(f"{W}abstractNumId", "")] = levels
        for number in root.iterfind(f"{W}num"):
            number_id = number.get(f"{W}numId", "")
            self._abstract_of[number_id] = _value(number, "abstractNumId") or ""
            for override in number.iterfind(f"{W}lvlOverride"):
                depth = _integer(override.get(f"{W}ilvl"), 0)
                start = _value(override, "startOverride")
                if start is not None:
                    self._overrides.setdefault(number_id, {})[depth] = _integer(start, 1)
                own = override.find(f"{W}lvl")
                if own is not None:
                    self._own_levels.setdefault(number_id, {})[depth] = _level(own)[1]

    def _read_styles(self, root: Any) -> None:
        for style in root.iterfind(f"{W}style"):
            style_id = style.get(f"{W}styleId", "")
            parent = _value(style, "basedOn")
            if parent is not None:
                self._style_parents[style_id] = parent
            properties = style.find(f"{W}pPr")
            if properties is not None:
                self._style_lists[style_id] = _list_properties(properties)


def _list_properties(properties: Any) -> tuple[str | None, int | None]:
    numbered = properties.find(f"{W}numPr")
    if numbered is None:
        return None, None
    depth = _value(numbered, "ilvl")
    return _value(numbered, "numId"), None if depth is None else _integer(depth, 0)


def _level(element: Any) -> tuple[int, _Level]:
    return _integer(element.get(f"{W}ilvl"), 0), _Level(
        number_format=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText") or "",
        start=_integer(_value(element, "start"), 1),
        legal=element.find(f"{W}isLgl") is not None,
    )


def _value(element: Any, child: str) -> str | None:
    found = element.find(f"{W}{child}")
    value = None if found is None else found.get(f"{W}val")
    return None if value is None else str(value)


def _integer(value: str | None, default: int) -> int:
    return int(value) if value is not None and value.lstrip("-").isdecimal() and len(value) < 7 else default


def _bullet(text: str) -> str:
    """Symbol fonts draw their bullets with private characters, and "o" in Courier is a circle."""
    return text if text in ("-", "–", "—", "*", "•", "▪", "➢", "→", "+", "☐", "☒", "✓") else "•"


def _formatted(number: int, number_format: str) -> str:
    if number < 1 or number > 5000:
        return str(number)
    if number_format in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if number_format == "lowerLetter" else letters.upper()
    if number_format in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman if number_format == "lowerRoman" else roman.upper()
    if number_format == "decimalZero":
        return f"{number:02d}"
    return f"{number}." if number_format == "ordinal" else str(number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN + _ROMAN_SMALL:
        written += letters * (number // value)
        number %= value
    return written
