"""Which lines of a paper are page heads and feet: what was printed on every sheet and belongs to no sentence.

In: the text and the offsets at which its pages start, where the file told them. Out: the edits that take the lines
out, and the blank lines around them where they stood in the middle of a sentence. A line that may be content stays:
a page number has to count up from page to page, a repeated letterhead has to interrupt a sentence or stand at the edge
of a page. The first page's letterhead always stays, it names the paper.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.reading.edits import Edit

# "Seite 2", "- 2 -", "– 2 –", "-- 2 of 9 --", "Seite 2 von 5", "- Seite 2 -", "Blatt 3", "Seite: 2/5"
_NUMBER_ALONE = re.compile(
    r"""
    [-–—|\s]*
    (?: (?:Seite|Blatt|Page|S\.)[ \t]*:?[ \t]* (?P<named>\d{1,3})
      | (?<=[-–—|\s]) (?P<dashed>\d{1,3}) (?= [ \t]*(?:[-–—|]|(?:von|of)\b) ) )
    (?: [ \t]*(?:von|of|/)[ \t]*(?P<total>\d{1,3}) )?
    [-–—|\s]*
    """,
    re.VERBOSE | re.IGNORECASE,
)

# "Drucksache Nr. 12/0034, Seite 2 von 2", "Ergänzende Hinweise            Seite 2", "Vorlage 7 | Seite 3"
_NUMBER_LAST = re.compile(
    r"""
    (?P<title>\S.{0,110}?)
    (?P<joint> [ \t]*[,|·•–—/;-][ \t]* | [ \t]{2,} | \t | [ \t] )
    [(]? (?:Seite|Blatt|Page|S\.) [ \t]*:?[ \t]* (?P<number>\d{1,3})
    (?: [ \t]*(?:von|of|/)[ \t]*\d{1,3} )? [)]? [-–—|\s]*
    """,
    re.VERBOSE,
)

# "Seite 2 von 4 zur Vorlage 12/0034", "Seite 2 | Stadt Beispielheim", "Seite 2    Antwort auf die Anfrage 7"
_NUMBER_FIRST = re.compile(
    r"""
    [-–—|\s]*
    (?:Seite|Blatt|Page) [ \t]*:?[ \t]* (?P<number>\d{1,3})
    (?: [ \t]*(?:von|of|/)[ \t]*\d{1,3} (?: [ \t]*[,|·•–—/;-] | [ \t]+(?:zu[rm]?|der|des)\b | [ \t]{2,} )
      | [ \t]*[,|·•–—/;][ \t]* | [ \t]{2,} | [ \t]+(?:zu[rm]?)\b )
    (?P<title>[ \t]*\S.{0,90})
    """,
    re.VERBOSE,
)

# "siehe Anlage 2, Seite 4", "(vgl. Haushaltsplan, Seite 12)", "auf Seite 3": someone refers to a page
_REFERENCE = re.compile(
    r"\b(?:siehe|s\.|vgl\.?|vergleiche|gemäß|laut|nach|auf|unter|in|im|aus|von|bis|und|ab|zu|der|dazu|hierzu)\s*$"
    r"|^\s*[(„»\"]|^\s*(?:siehe|vgl|vergleiche|auf|laut|gemäß)\b",
    re.IGNORECASE,
)

# "2.", "a)", "Zu 3:", "Frage 4", "Antwort:", "- ", "IV.": the marks that content begins with, never a head
_CONTENT_MARK = re.compile(
    r"""
    \s* (?: [(]?\d{1,3}[.):]? (?:\s|$) | [(]?[a-zA-Z][.)] | [IVXivx]{1,5}[.)]
        | (?:zu|frage|antwort|ziffer|punkt|nr|top|begründung|anlage)\b | [-–—•▪➢*·☐☒_] )
    """,
    re.VERBOSE | re.IGNORECASE,
)

_SENTENCE_END = re.compile(r"[.!?:;…][\"“”»«')\]]*\s*$")
_ENDS_OPEN = re.compile(r"(?:\w[-¬\u00ad]|,)\s*$")
_OPEN_LAST_WORD = re.compile(r"(?:^|\s)[a-zäöüß]{2,}\s*$")
_GOES_ON = re.compile(r"\s*[(„»\"]?[a-zäöüß]")
_EDGE_LINES = 3  # so many lines at a page's top and bottom can be its head or foot
_OPENING_LINES = 12  # so many lines with content hold the letterhead
_HEAD_LENGTH = 120
_SHORTEST_TITLE = 6


@dataclass(frozen=True)
class _Line:
    text: str
    start: int
    ende: int  # behind its newline
    page: int

    @property
    def blank(self) -> bool:
        return not self.text.strip()


def page_head_edits(text: str, page_starts: Sequence[int] = ()) -> list[Edit]:
    """The edits that take page heads and feet out of `text`; `page_starts` are the offsets of known pages.

    Linear in the length of the text.
    """
    lines = list(_lines(text, page_starts))
    numbered = _numbered_heads(lines)
    heads = set(numbered)
    heads |= _beside_numbers(lines, numbered)
    heads |= _repeated_at_edges(lines)
    heads |= _interrupting(lines, heads)
    gone = {index for first, last in _runs(lines, heads) for index in _cut(lines, first, last, heads)}
    gone |= _blank_between_pages(lines, heads)
    return [Edit(lines[i].start, lines[i].ende, "") for i in sorted(gone) if lines[i].ende > lines[i].start]


def _lines(text: str, page_starts: Sequence[int]) -> Iterator[_Line]:
    later_pages = sorted(start for start in page_starts if start > 0)
    page = position = 0
    for raw in text.split("\n"):
        while page < len(later_pages) and later_pages[page] <= position:
            page += 1
        ende = min(position + len(raw) + 1, len(text))
        yield _Line(raw, position, ende, page)
        position = ende


def _numbered_heads(lines: Sequence[_Line]) -> dict[int, int]:
    """Lines that carry a page number, and the number: those that count up through the paper, shape by shape."""
    shapes: dict[str, list[tuple[int, int]]] = {}
    for index in range(len(lines)):
        found = _page_number(lines, index)
        if found is not None:
            shape, number = found
            shapes.setdefault(shape, []).append((index, number))
    heads: dict[int, int] = {}
    for found_lines in shapes.values():
        expected = 1
        for index, number in found_lines:
            # A page whose number was not read may be missing, but a paper is not begun on page 45.
            if expected <= number <= expected + 2:
                heads[index] = number
                expected = number + 1
    return heads


def _page_number(lines: Sequence[_Line], index: int) -> tuple[str, int] | None:
    line = lines[index]
    if line.blank or len(line.text.strip()) > _HEAD_LENGTH + 40:
        return None
    stands_alone = _blank_at(lines, index - 1) or _blank_at(lines, index + 1) or _at_edge(lines, index)
    alone = _NUMBER_ALONE.fullmatch(line.text)
    if alone is not None and (alone["named"] or "-" in line.text or "–" in line.text or "—" in line.text):
        if not stands_alone and not alone["dashed"]:
            return None
        shape = ("named" if alone["named"] else "dashed") + (" of total" if alone["total"] else "")
        return shape, int(alone["named"] or alone["dashed"])
    last = _NUMBER_LAST.fullmatch(line.text)
    if last is not None and not _REFERENCE.search(last["title"]):
        wide = len(last["joint"].expandtabs()) >= 2 or bool(last["joint"].strip())
        title_like = last["title"].lstrip()[:1].isupper() and not _SENTENCE_END.search(last["title"])
        if wide and title_like and (stands_alone or len(last["joint"].expandtabs()) >= 4):
            return "last", int(last["number"])
    first = _NUMBER_FIRST.fullmatch(line.text)
    if first is not None and stands_alone and not _SENTENCE_END.search(line.text):
        return "first", int(first["number"])
    return None


def _beside_numbers(lines: Sequence[_Line], numbered: dict[int, int]) -> set[int]:
    """Running titles: lines beside a page number that also open the paper, or stand so on most other pages."""
    opening = _opening(lines)
    beside: dict[str, list[int]] = {}
    for index in numbered:
        for step in (-1, 1):
            neighbour = index + step
            while 0 <= neighbour < len(lines) and lines[neighbour].blank and abs(neighbour - index) < 3:
                neighbour += step
            if not 0 <= neighbour < len(lines) or neighbour in numbered:
                continue
            title = lines[neighbour].text
            framed = _blank_at(lines, neighbour + step) or _at_edge(lines, neighbour)
            if framed and _may_be_head(title):
                beside.setdefault(_said(title), []).append(neighbour)
    last_opening = max(opening.values(), default=-1)
    return {
        index
        for said, indices in beside.items()
        if said in opening or 1 < len(indices) >= len(numbered) / 2
        for index in indices
        if index > last_opening
    }


def _repeated_at_edges(lines: Sequence[_Line]) -> set[int]:
    """On known pages: lines at top or bottom that stand at the same edge of most other pages as well.

    A bare page number counts as repeated too ("2" at the foot of page 2). Of the first page only the foot goes.
    """
    if not lines or lines[-1].page == 0:
        return set()
    seen: dict[tuple[str, str], list[int]] = {}
    for edge, index in _edge_lines(lines):
        seen.setdefault((edge, _without_page_number(lines[index])), []).append(index)
    heads: set[int] = set()
    for (edge, said), indices in seen.items():
        pages = {lines[index].page for index in indices}
        is_number = said in {"#", "##"}
        on_most = len(pages) >= max(2, (lines[-1].page + 1) // 2)
        is_title = len(said) >= _SHORTEST_TITLE and all(_may_be_head(lines[index].text) for index in indices)
        if not on_most or not (is_number or is_title):
            continue
        heads.update(index for index in indices if lines[index].page > 0 or edge == "foot" or is_number)
    return heads


def _edge_lines(lines: Sequence[_Line]) -> Iterator[tuple[str, int]]:
    pages: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        if not line.blank:
            pages.setdefault(line.page, []).append(index)
    for indices in pages.values():
        yield from (("head", index) for index in indices[:_EDGE_LINES])
        yield from (("foot", index) for index in indices[-_EDGE_LINES:] if len(indices) > 2 * _EDGE_LINES)


def _without_page_number(line: _Line) -> str:
    return re.sub(rf"(?<!\d){line.page + 1}(?!\d)", "#", _said(line.text))


def _interrupting(lines: Sequence[_Line], heads: set[int]) -> set[int]:
    """Short blocks that stand elsewhere too and here break a sentence in two: a letterhead printed again."""
    said = Counter(_said(line.text) for line in lines if not line.blank)
    opening = _opening(lines)
    found: set[int] = set()
    index = 0
    while index < len(lines):
        block_end = index
        while block_end < len(lines) and not lines[block_end].blank:
            block_end += 1
        block = range(index, block_end)
        if (
            0 < len(block) <= _EDGE_LINES
            and not heads.intersection(block)
            and all(_may_be_head(lines[i].text) and len(lines[i].text.strip()) >= _SHORTEST_TITLE for i in block)
            and all(said[_said(lines[i].text)] > (1 if _said(lines[i].text) in opening else 2) for i in block)
            and _is_broken_sentence(_content(lines, index, -1, heads), _content(lines, block_end - 1, 1, heads))
        ):
            found.update(block)
        index = block_end + 1
    return found


def _opening(lines: Sequence[_Line]) -> dict[str, int]:
    """What the first lines of the paper say, its letterhead among it, and on which line."""
    filled = [index for index, line in enumerate(lines) if not line.blank]
    return {_said(lines[index].text): index for index in filled[:_OPENING_LINES]}


def _runs(lines: Sequence[_Line], heads: set[int]) -> Iterator[tuple[int, int]]:
    """First and last line of each stretch of heads with nothing but blank lines between."""
    first = last = -1
    for index in sorted(heads):
        if first >= 0 and all(lines[i].blank for i in range(last + 1, index)):
            last = index
            continue
        if first >= 0:
            yield first, last
        first = last = index
    if first >= 0:
        yield first, last


def _cut(lines: Sequence[_Line], first: int, last: int, heads: set[int]) -> range:
    """The lines `first` to `last`, and the blank lines around them where a sentence goes on behind them."""
    if not _is_broken_sentence(_content(lines, first, -1, heads), _content(lines, last, 1, heads)):
        return range(first, last + 1)
    return range(*_with_blanks(lines, first, last + 1))


def _blank_between_pages(lines: Sequence[_Line], heads: set[int]) -> set[int]:
    """Blank lines between two pages across which a sentence goes on."""
    blank: set[int] = set()
    filled = [index for index, line in enumerate(lines) if not line.blank and index not in heads]
    for before, after in pairwise(filled):
        if lines[before].page != lines[after].page and _is_broken_sentence(lines[before].text, lines[after].text):
            blank.update(range(before + 1, after))
    return blank


def _with_blanks(lines: Sequence[_Line], first: int, after: int) -> tuple[int, int]:
    """The stretch of lines from `first` up to `after`, with the blank lines on both sides of it."""
    while first > 0 and lines[first - 1].blank:
        first -= 1
    while after < len(lines) and lines[after].blank:
        after += 1
    return first, after


def _is_broken_sentence(before: str | None, after: str | None) -> bool:
    """Whether the line `after` goes on with the sentence of the line `before`."""
    if before is None or after is None or _CONTENT_MARK.match(after):
        return False
    if _ENDS_OPEN.search(before):
        return True
    if _SENTENCE_END.search(before):
        return False
    return bool(_GOES_ON.match(after)) or (bool(_OPEN_LAST_WORD.search(before)) and len(before.strip()) > 40)


def _content(lines: Sequence[_Line], index: int, step: int, heads: set[int]) -> str | None:
    """The next line with content from `index` on, up (-1) or down (1)."""
    index += step
    while 0 <= index < len(lines):
        if not lines[index].blank and index not in heads:
            return lines[index].text
        index += step
    return None


def _may_be_head(line: str) -> bool:
    stripped = line.strip()
    return len(stripped) <= _HEAD_LENGTH and not _CONTENT_MARK.match(stripped) and not _ENDS_OPEN.search(stripped)


def _said(line: str) -> str:
    return " ".join(line.split()).casefold()


def _blank_at(lines: Sequence[_Line], index: int) -> bool:
    return 0 <= index < len(lines) and lines[index].blank


def _at_edge(lines: Sequence[_Line], index: int) -> bool:
    """Whether this is the first or last line of the text or of a page."""
    return (
        index in (0, len(lines) - 1)
        or lines[index - 1].page != lines[index].page
        or lines[index + 1].page != lines[index].page
    )
