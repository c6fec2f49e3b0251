"""A plain Word document of headings, lines and tables. Every text is data: nothing in it becomes markup, and what Word
could not open is left out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Look = Mapping[str, Any]
"""How a run of words looks: bold, italic, underline, strike, grey, small, mono (true or absent), color ("A00000")."""

FONT, MONOSPACED = "Liberation Sans", "Liberation Mono"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_GREY, _HEAD_SHADE = "5A5A5A", "E8ECEF"


class PlainDocument:
    """A document under construction, in the order of reading, on A4."""

    def __init__(self, title: str) -> None:
        import docx
        from docx.shared import Cm, Pt

        self._document = docx.Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2)
        normal = self._document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(10)
        normal.paragraph_format.space_after = Pt(4)
        for name, size in (("Title", 18), ("Heading 1", 13), ("Heading 2", 11)):
            _same_font(self._document.styles[name], size)
        properties = self._document.core_properties
        properties.title = _clean(title)
        properties.author, properties.language = "Stellwerk", "de-DE"

    def heading(self, text: str, level: int) -> None:
        """A heading; level 0 is the title."""
        self._document.add_heading(_clean(text), level=level)

    def line(self, *runs: tuple[str, Look], indent: float = 0) -> None:
        """A paragraph of runs; `indent` in centimetres."""
        from docx.shared import Cm

        paragraph = self._document.add_paragraph()
        if indent:
            paragraph.paragraph_format.left_indent = Cm(indent)
        for text, look in runs:
            _run(paragraph, text, look)

    def table(
        self,
        widths_cm: Sequence[float],
        rows: Iterable[Sequence[str]],
        head: Sequence[str] = (),
        *,
        bold_first: bool = False,
        small: bool = False,
    ) -> None:
        """A table with these columns; `head` is repeated on every page."""
        from docx.shared import Cm

        table = self._document.add_table(rows=0, cols=len(widths_cm))
        table.style = "Table Grid"
        table.autofit = False
        for column, width in zip(table.columns, widths_cm, strict=True):
            column.width = Cm(width)
        for index, row in enumerate([*([head] if head else []), *rows]):
            is_head = bool(head) and index == 0
            cells = _whole(table.add_row()).cells
            for column, (cell, text) in enumerate(zip(cells, row, strict=True)):
                cell.width = Cm(widths_cm[column])
                bold = is_head or (bold_first and column == 0)
                _run(cell.paragraphs[0], text, {"bold": bold, "small": small})
                cell.paragraphs[0].paragraph_format.space_after = 0
                if is_head:
                    _shade(cell)
            if is_head:
                _repeat_on_every_page(table.rows[0])
        self._document.add_paragraph().paragraph_format.space_after = 0

    def foot(self, text: str) -> None:
        """What stands at the foot of each page, with its number."""
        foot = self._document.sections[0].footer.paragraphs[0]
        _run(foot, f"{text} · Seite ", {"small": True, "grey": True})
        _page_number(foot)

    def bytes(self) -> bytes:
        """The document as DOCX."""
        stream = io.BytesIO()
        self._document.save(stream)
        return stream.getvalue()


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


def _run(paragraph: Any, text: str, look: Look) -> None:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(_clean(text))
    run.bold, run.italic = look.get("bold"), look.get("italic")
    run.underline, run.font.strike = look.get("underline"), look.get("strike")
    colour = look.get("color") or (_GREY if look.get("grey") else None)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if look.get("small"):
        run.font.size = Pt(8.5)
    if look.get("mono"):
        run.font.name, run.font.size = MONOSPACED, Pt(8)


def _same_font(style: Any, points: float) -> None:
    """Headings in the text's own font: the theme's font would win over a name alone."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.size, style.font.color.rgb = Pt(points), RGBColor(0x1F, 0x2D, 0x3A)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for part in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{part}"), FONT)


def _shade(cell: Any) -> None:
    from docx.oxml import parse_xml

    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {namespace} w:val="clear" w:fill="{_HEAD_SHADE}"/>'))


def _whole(row: Any) -> Any:
    """The row, which no page break tears apart."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def _repeat_on_every_page(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _page_number(paragraph: Any) -> None:
    from docx.oxml import parse_xml

    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph._p.append(parse_xml(f'<w:fldSimple {namespace} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
