"""DOCX to Rohtext: paragraphs and tables in their order, with the numbers that Word only draws.

Tracked insertions are in, deletions out; hidden text is out too and handed on beside. A table row is one line, its
cells parted by " | ". The head of the first page stands first, feet are left out. Pages end where the author broke them
and where Word's last layout did.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from corpus.domain import Rohtext, Seite
from corpus.reading.word_hidden import take_out_hidden
from corpus.reading.word_numbering import Numbering, W
from corpus.reading.word_package import WordPackage

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_GONE = {f"{W}del", f"{W}moveFrom", f"{W}rPr", f"{W}pPr", f"{W}instrText", f"{W}delText", f"{_MC}Fallback"}
_INDENT = "  "
_CELL_JOINT = " | "
# Inside this file only (XML can't hold them), the Rohtext has pages instead: a break that the author set, and one that
# Word's layout made, often in the middle of a sentence
_PAGE_BREAK = "\f"
_LAYOUT_BREAK = "\x0b"
_BREAKS = re.compile(r"[\f\x0b]")


def read_docx(data: bytes, name: str) -> Rohtext:
    """The text of a .docx. Raises StellwerkError where it is encrypted, broken, dangerous or no Word document."""
    package = WordPackage(data, name)
    root = package.document()
    body = root.find(f"{W}body")
    styles = package.part("word/styles.xml")
    numbering = Numbering(package.part("word/numbering.xml"), styles)
    head = None if body is None else _head(package, body)
    hidden = take_out_hidden([part for part in (head, body) if part is not None], styles)
    lines = [] if body is None else [*_head_lines(head, numbering), *_blocks(body, numbering)]
    return replace(_with_pages("\n".join(lines).strip("\n")), verborgen=hidden)


def _with_pages(text: str) -> Rohtext:
    """Pages instead of break characters. A page without any text is none of its own."""
    seiten: list[Seite] = []
    pieces: list[str] = []
    start = position = 0
    filled = False
    for piece, author_break in _pieces(text):
        if author_break and pieces and not pieces[-1].endswith("\n") and not piece.startswith("\n"):
            piece = "\n" + piece
        if filled and piece.strip():
            seiten.append(Seite(len(seiten) + 1, start, position))
            start, filled = position, False
        pieces.append(piece)
        position += len(piece)
        filled = filled or bool(piece.strip())
    seiten.append(Seite(len(seiten) + 1, start, position))
    return Rohtext("".join(pieces), tuple(seiten), "docx")


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """What stands between the breaks, and whether the author set the break before it."""
    position = 0
    author_break = False
    for match in _BREAKS.finditer(text):
        yield text[position : match.start()], author_break
        position, author_break = match.end(), match.group() == _PAGE_BREAK
    yield text[position:], author_break


def _head(package: WordPackage, body: Any) -> Any | None:
    """The head of the first page: often the letterhead with the paper's number."""
    section = next(body.iter(f"{W}sectPr"), None)
    relations = package.part("word/_rels/document.xml.rels")
    if section is None or relations is None:
        return None
    targets = {relation.get("Id"): str(relation.get("Target")) for relation in relations.iter(_RELATIONS)}
    heads = {head.get(f"{W}type"): head.get(_REL_ID) for head in section.iterfind(f"{W}headerReference")}
    first = "first" if section.find(f"{W}titlePg") is not None else "default"
    target = targets.get(heads.get(first))
    return package.part(f"word/{target.removeprefix('/word/')}") if target else None


def _head_lines(head: Any | None, numbering: Numbering) -> list[str]:
    if head is None:
        return []
    lines = [_BREAKS.sub("", line) for line in _blocks(head, numbering)]
    return [*lines, ""] if any(line.strip() for line in lines) else []


def _blocks(container: Any, numbering: Numbering) -> Iterator[str]:
    """The lines of a body, head or cell; a paragraph whose end was deleted goes on with the next."""
    held = ""
    for element in _unwrapped(container):
        if element.tag == f"{W}tbl":
            if held:
                yield held
                held = ""
            yield from _table(element, numbering)
            continue
        text = _paragraph(element, numbering)
        if _end_is_deleted(element):
            held += text or ""
            continue
        if text is not None:
            yield held + text
            held = ""
        yield from _text_boxes(element, numbering)
    if held:
        yield held


def _unwrapped(container: Any) -> Iterator[Any]:
    """Paragraphs and tables, also those inside content controls and tracked insertions."""
    for child in container:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _unwrapped(content)
        elif child.tag in (f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"):
            yield from _unwrapped(child)
        elif child.tag == f"{_MC}AlternateContent":
            choice = child.find(f"{_MC}Choice")
            if choice is not None:
                yield from _unwrapped(choice)


def _paragraph(paragraph: Any, numbering: Numbering) -> str | None:
    """The line of a paragraph with its drawn number, or None where all of it was deleted."""
    text = "".join(_runs(paragraph))
    if not text.strip() and _end_is_deleted(paragraph):
        return None
    mark, depth = numbering.mark_of(paragraph) if text.strip() else ("", 0)
    if mark:
        bare = text.lstrip("\f\x0b \t")
        breaks = "".join(_BREAKS.findall(text[: len(text) - len(bare)]))
        text = f"{breaks}{_INDENT * depth}{mark} {bare}"
    properties = paragraph.find(f"{W}pPr")
    if properties is not None:
        if _is_on(properties.find(f"{W}pageBreakBefore")):
            text = _PAGE_BREAK + text
        section = properties.find(f"{W}sectPr")
        if section is not None and _starts_page(section):
            text += _PAGE_BREAK
    return text


def _runs(element: Any) -> Iterator[str]:
    """The text of everything inside an element that is to be read."""
    for child in element:
        tag = child.tag
        if tag in _GONE or not isinstance(tag, str):
            continue
        if tag == f"{W}t":
            yield child.text or ""
        elif tag in (f"{W}tab", f"{W}ptab"):
            yield "\t"
        elif tag == f"{W}br":
            yield _PAGE_BREAK if child.get(f"{W}type") == "page" else "\n"
        elif tag == f"{W}cr":
            yield "\n"
        elif tag == f"{W}lastRenderedPageBreak":
            yield _LAYOUT_BREAK
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        elif tag == f"{W}sym":
            yield "•"
        elif tag == f"{W}checkBox":
            yield _check_box(child)
        elif tag == f"{W}r" and _is_hidden(child):
            continue
        elif tag not in (f"{W}txbxContent", f"{W}softHyphen"):
            yield from _runs(child)


def _check_box(element: Any) -> str:
    checked = element.find(f"{W}checked")
    state = element.find(f"{W}default") if checked is None else checked
    return "☒" if _is_on(state) else "☐"


def _text_boxes(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    """The lines of text boxes that hang on a paragraph; the copy for old versions of Word is left out."""
    for box in paragraph.iter(f"{W}txbxContent"):
        if not any(ancestor.tag in (f"{_MC}Fallback", f"{W}del") for ancestor in box.iterancestors()):
            yield from _blocks(box, numbering)


def _table(table: Any, numbering: Numbering) -> Iterator[str]:
    """A line for every row. A table of one column is a frame: its paragraphs are lines like any other."""
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is not table or row.find(f"{W}trPr/{W}del") is not None:
            continue
        cells = [list(_blocks(cell, numbering)) for cell in _cells(row)]
        if len(cells) == 1:
            yield from cells[0]
            continue
        filled = [index for index, lines in enumerate(cells) if any(line.strip() for line in lines)]
        if not filled:
            continue
        # The paragraphs of the last cell stay lines; those of the cells before it share theirs.
        texts = [" ".join(line.strip() for line in lines if line.strip()) for lines in cells[: filled[-1]]]
        texts.append("\n".join(cells[filled[-1]]).strip("\n"))
        yield _CELL_JOINT.join(texts)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}ins", f"{W}customXml"):
            content = child.find(f"{W}sdtContent") if child.tag == f"{W}sdt" else child
            if content is not None:
                yield from _cells(content)


def _end_is_deleted(paragraph: Any) -> bool:
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _is_hidden(run: Any) -> bool:
    return _is_on(run.find(f"{W}rPr/{W}vanish"))


def _is_on(switch: Any | None) -> bool:
    return switch is not None and switch.get(f"{W}val") not in ("0", "false", "off")


def _starts_page(section: Any) -> bool:
    kind = section.find(f"{W}type")
    return kind is None or kind.get(f"{W}val") in (None, "nextPage", "oddPage", "evenPage")
