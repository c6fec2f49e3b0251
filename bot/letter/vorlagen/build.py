"""Builds `stellungnahme.docx`, the template that is used where a city brings none of its own.

    python -m bot.letter.vorlagen.build

Written as a script so that the form can be reviewed line by line; a city does not need it, it opens the file in Word.
What stands in braces is a placeholder (docs/vorlage.md lists them all).
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from bot.letter.vorlagen import STELLUNGNAHME

FONT = "Arial"
TEXT_POINTS = 11
GREY = "595959"  # 7:1 on white
RESULTS = (("einstimmig", "mehrheitl.", "ohne BE"), ("abgelehnt", "Kenntnis", "abgesetzt"),
           ("verwiesen", "vertagt", "geändert"))  # fmt: skip
EMPTY_BOX = "☐"


def build_template() -> bytes:
    """The template as the bytes of a DOCX."""
    import docx

    document = docx.Document()
    _drop_foreign_parts(document)
    _page(document)
    _styles(document)
    _properties(document)
    _head(document)
    _gremienweg(document)
    _reply(document)
    _sources(document)
    _footer(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _drop_foreign_parts(document: Any) -> None:
    """Take out what python-docx's own template brings along: the picture of another page, styles for an old Word."""
    for relations in (document.part.package.rels, document.part.rels):
        for number, relation in list(relations.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects")):
                del relations[number]


# --- page and styles --------------------------------------------------------------------------------------------------


def _page(document: Any) -> None:
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    section.header_distance = section.footer_distance = Cm(1.25)


def _styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    _german(document)
    styles = document.styles
    _style(styles["Normal"], points=TEXT_POINTS, after=6, lines=1.15)
    _style(styles["Header"], points=9, colour=GREY)
    _style(styles["Footer"], points=9, colour=GREY)
    _style(styles["Heading 1"], points=16, bold=True, before=18, after=12, keep=True)
    _style(styles["Heading 2"], points=TEXT_POINTS, bold=True, before=14, after=4, keep=True)
    _style(styles["Heading 3"], points=TEXT_POINTS, bold=True, before=8, after=4, keep=True)
    looks: dict[str, dict[str, Any]] = {
        "Stadt": {"points": 20, "bold": True, "after": 0},
        "Wahlspruch": {"points": 12, "colour": GREY, "after": 0},
        "Kopffeld": {"points": 10, "before": 2, "after": 2},
        "Frage": {"bold": True, "italic": True, "before": 12, "after": 6, "keep": True},
        "Antwort": {"after": 6},
        "Hinweis": {"points": 9, "italic": True, "colour": "7F3F00", "after": 4},
        "Quelle": {"points": 10, "after": 4},
    }
    for name, look in looks.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.quick_style = True
        _style(style, **look)
    _hanging(styles["Quelle"])
    _all_caps_and_spaced(styles["Stadt"])


def _style(
    style: Any,
    *,
    points: float = TEXT_POINTS,
    bold: bool = False,
    italic: bool = False,
    colour: str = "000000",
    before: float = 0,
    after: float = 0,
    lines: float | None = None,
    keep: bool = False,
) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    font = style.font
    font.size, font.bold, font.italic, font.color.rgb = Pt(points), bold, italic, RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):  # a theme's font would win over ours
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.keep_with_next = Pt(before), Pt(after), keep
    if lines:
        layout.line_spacing, layout.widow_control = lines, True


def _german(document: Any) -> None:
    """de-DE as the language of every run, so that spelling checks and screen readers speak German; a current Word."""
    from docx.oxml.ns import qn

    settings = document.settings.element
    for language in [*document.styles.element.iter(qn("w:lang")), *settings.iter(qn("w:themeFontLang"))]:
        for attribute in ("val", "eastAsia"):
            language.set(qn(f"w:{attribute}"), "de-DE")
    for tag, value in (("w:decimalSymbol", ","), ("w:listSeparator", ";")):
        settings.find(qn(tag)).set(qn("w:val"), value)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _hanging(style: Any) -> None:
    from docx.shared import Cm

    style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Cm(0.9), Cm(-0.9)


def _all_caps_and_spaced(style: Any) -> None:
    """Capitals are a matter of looks: the words below stay as they are, and are read so."""
    from docx.oxml.ns import qn

    style.font.all_caps = True
    size = style.element.rPr.find(qn("w:sz"))
    size.addprevious(_xml("w:spacing", val="60"))  # the schema wants it there


def _properties(document: Any) -> None:
    properties = document.core_properties
    properties.title = "Vorlage Stellungnahme"
    properties.language = "de-DE"
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.created = properties.modified = datetime(2026, 1, 1, tzinfo=UTC)


# --- head -------------------------------------------------------------------------------------------------------------


def _head(document: Any) -> None:
    document.add_paragraph("{{ stadt }}", style="Stadt")
    document.add_paragraph("{%p if wahlspruch %}")
    document.add_paragraph("{{ wahlspruch }}", style="Wahlspruch")
    document.add_paragraph("{%p endif %}")
    title = document.add_paragraph("Stellungnahme", style="Heading 1")
    title.add_run().add_break()
    title.add_run("{{ zum_antrag }} Nr. {{ antrag }}")

    table = _table(document, widths_cm=(3, 8.2, 4.8), rows=3, summary="Angaben zur Vorlage")
    _fill(table.cell(0, 0).merge(table.cell(0, 1)), "Vorlage: {{ vorlage }}")
    _fill(table.cell(0, 2), "Datum: {{ datum }}")
    _fill(table.cell(1, 0).merge(table.cell(1, 2)), "{{ dezernat }}")
    _fill(table.cell(2, 0), "Verfasser:")
    _fill(table.cell(2, 1), "{{ amt }}")
    _fill(table.cell(2, 2), "Az.: {{ aktenzeichen }}")

    document.add_paragraph("Betreff:", style="Heading 2")
    document.add_paragraph("{{ betreffzeile }}").runs[0].bold = True


def _gremienweg(document: Any) -> None:
    """One station takes four rows: each line of boxes is a row, so that a reader of the text finds them apart."""
    document.add_paragraph("Gremienweg:", style="Heading 2")
    table = _table(document, widths_cm=(3.5, 5.1, 7.4), rows=7, summary="Gremienweg mit Feldern für das Ergebnis")
    for cell, words in zip(table.rows[0].cells, ("Datum", "Gremium", "Ergebnis der Beratung"), strict=True):
        _fill(cell, words)
        cell.paragraphs[0].runs[0].bold = True
        cell._tc.get_or_add_tcPr().append(_xml("w:shd", val="clear", color="auto", fill="E7E6E6"))
    table.rows[0]._tr.get_or_add_trPr().append(_xml("w:tblHeader", val="true"))
    _fill(table.cell(1, 0), "{%tr for station in gremienweg %}")
    _fill(table.cell(2, 0), "{{ station.datum }}")
    _fill(table.cell(2, 1), "{{ station.gremium }}")
    for number, labels in enumerate(RESULTS):
        row = table.rows[2 + number]
        for cell in row.cells:
            cell.paragraphs[0].style = "Kopffeld"
            cell.paragraphs[0].paragraph_format.keep_with_next = True  # a station stays on one page
            _without_lines(cell, above=number > 0, below=number < len(RESULTS) - 1)
        _boxes(row.cells[2].paragraphs[0], labels)
    _fill(table.cell(5, 0), "TOP {{ oeffentlichkeit }}")
    _fill(table.cell(5, 1), "Enthaltungen:")
    _fill(table.cell(5, 2), "Gegenstimmen:")
    _fill(table.cell(6, 0), "{%tr endfor %}")


def _without_lines(cell: Any, *, above: bool, below: bool) -> None:
    borders = _xml("w:tcBorders")
    for edge, gone in (("w:top", above), ("w:bottom", below)):
        if gone:
            borders.append(_xml(edge, val="nil"))
    cell._tc.get_or_add_tcPr().append(borders)


def _boxes(line: Any, labels: tuple[str, ...]) -> None:
    """Boxes to be ticked in Word or by hand: nothing of it is known before the meeting."""
    from docx.shared import Cm

    for stop in (2.4, 4.8):
        line.paragraph_format.tab_stops.add_tab_stop(Cm(stop))
    for position, label in enumerate(labels):
        if position:
            line.add_run("\t")
        line._p.append(_check_box(label))
        line.add_run(f" {label}")


def _check_box(label: str) -> Any:
    """A content control that Word ticks on a click; its name is read out."""
    from docx.oxml import parse_xml

    return parse_xml(
        f"""
        <w:sdt xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
               xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">
          <w:sdtPr>
            <w:alias w:val="{label}"/>
            <w14:checkbox>
              <w14:checked w14:val="0"/>
              <w14:checkedState w14:val="2612" w14:font="MS Gothic"/>
              <w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>
            </w14:checkbox>
          </w:sdtPr>
          <w:sdtContent>
            <w:r>
              <w:rPr>
                <w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic" w:hint="eastAsia"/>
              </w:rPr>
              <w:t>{EMPTY_BOX}</w:t>
            </w:r>
          </w:sdtContent>
        </w:sdt>
        """
    )


# --- body -------------------------------------------------------------------------------------------------------------


def _reply(document: Any) -> None:
    document.add_paragraph("Stellungnahme:", style="Heading 2")
    document.add_paragraph("{{ einleitung }}", style="Antwort")
    document.add_paragraph("{%p for punkt in punkte %}")
    document.add_paragraph("{{ punkt.nummer }} {{ punkt.frage }}", style="Frage")
    document.add_paragraph("{{ punkt.ueberschrift }}", style="Heading 3")
    _each(document, "absatz", "punkt.absaetze", style="Antwort")
    document.add_paragraph("{%p for hinweis in punkt.hinweise %}")
    document.add_paragraph("[Hinweis für die Bearbeitung: {{ hinweis }}]", style="Hinweis")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("Finanzielle Auswirkungen:", style="Heading 2")
    _each(document, "absatz", "finanzielle_auswirkungen", style="Antwort")
    document.add_paragraph("Beschlussempfehlung:", style="Heading 2")
    _each(document, "absatz", "beschlussempfehlung", style="Antwort")


def _sources(document: Any) -> None:
    document.add_paragraph("{%p if quellen %}")
    document.add_paragraph("Anlage: Quellen", style="Heading 1").paragraph_format.page_break_before = True
    document.add_paragraph("{%p for gruppe in quellen %}")
    document.add_paragraph("Quellen der Antwort zu {{ gruppe.punkt }}", style="Heading 2")
    document.add_paragraph("{%p for beleg in gruppe.belege %}")
    document.add_paragraph("[{{ beleg.nummer }}]\t{{ beleg.angabe }}: „{{ beleg.zitat }}“", style="Quelle")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def _each(document: Any, name: str, names: str, *, style: str) -> None:
    document.add_paragraph(f"{{%p for {name} in {names} %}}")
    document.add_paragraph(f"{{{{ {name} }}}}", style=style)
    document.add_paragraph("{%p endfor %}")


def _footer(document: Any) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm

    line = document.sections[0].footer.paragraphs[0]
    line.style.paragraph_format.tab_stops.clear_all()
    line.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run("Stellungnahme {{ vorlage }}\tSeite ")
    _field(line, "PAGE")
    line.add_run(" von ")
    _field(line, "NUMPAGES")


# --- parts of Word ----------------------------------------------------------------------------------------------------


def _table(document: Any, *, widths_cm: tuple[float, ...], rows: int, summary: str) -> Any:
    """A bordered table of fixed widths whose rows do not break over a page; `summary` is read out."""
    from docx.shared import Cm

    table = document.add_table(rows=rows, cols=len(widths_cm), style="Table Grid")
    table.autofit = False
    table._tbl.tblPr.append(_xml("w:tblCaption", val=summary))
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_xml("w:cantSplit", val="true"))
    return table


def _fill(cell: Any, words: str) -> None:
    cell.paragraphs[0].style = "Kopffeld"
    cell.paragraphs[0].add_run(words)


def _field(paragraph: Any, instruction: str) -> None:
    field = _xml("w:fldSimple", instr=instruction)
    run = _xml("w:r")
    text = _xml("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _xml(tag: str, **attributes: str) -> Any:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


if __name__ == "__main__":
    STELLUNGNAHME.write_bytes(build_template())
