"""ENTWURF on every page of a letter that has not been approved.

Stamped by us into every header that a page can have, not by the template: a city that brings its own form cannot
forget it.
"""

from __future__ import annotations

from typing import Any

VERMERK = "ENTWURF – noch nicht freigegeben"
RED = "A00000"  # 7.6:1 on white
PRINTABLE_CM = 0.8  # so far from the paper's edge office printers print


def stamp_draft(document: Any) -> None:
    """Put the words, and a watermark behind the text, into all headers that this document uses, in place."""
    from docx.shared import Cm

    even_pages_differ = document.settings.odd_and_even_pages_header_footer
    stamped: set[str] = set()
    shapes = 0
    for section in document.sections:
        if section.header_distance is not None and section.header_distance < Cm(PRINTABLE_CM):
            section.header_distance = Cm(PRINTABLE_CM)  # a form without a header has it at the paper's edge
        headers = {"primary": section.header}
        if section.different_first_page_header_footer:
            headers["first"] = section.first_page_header
        if even_pages_differ:
            headers["even"] = section.even_page_header
        for kind, header in headers.items():
            if header.is_linked_to_previous and kind in stamped:
                continue  # it shows the header of the section before
            shapes += 1
            _stamp(header, number=shapes)
            stamped.add(kind)


def _stamp(header: Any, *, number: int) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    header.is_linked_to_previous = False
    line = header.paragraphs[0].insert_paragraph_before() if header.paragraphs else header.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run(VERMERK)
    run.bold, run.font.size, run.font.color.rgb = True, Pt(14), RGBColor.from_string(RED)
    line._p.append(_watermark(number))


def _watermark(number: int) -> Any:
    """The shape that Word itself makes for a watermark; no two in a document may share a `number`."""
    from docx.oxml import parse_xml

    return parse_xml(
        f"""
        <w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
             xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
          <w:rPr><w:noProof/></w:rPr>
          <w:pict>
            <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
                         path="m@7,l@8,m@5,21600l@6,21600e">
              <v:formulas>
                <v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>
                <v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
                <v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>
                <v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/>
                <v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/>
              </v:formulas>
              <v:path textpathok="t" o:connecttype="custom"
                      o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>
              <v:textpath on="t" fitshape="t"/>
              <o:lock v:ext="edit" text="t" shapetype="t"/>
            </v:shapetype>
            <v:shape id="EntwurfWasserzeichen{number}" o:spid="_x0000_s{2049 + number}" type="#_x0000_t136"
                     alt="Entwurf" stroked="f" fillcolor="#e8e8e8"
                     style="position:absolute;margin-left:0;margin-top:0;width:480pt;height:100pt;rotation:315;
                            z-index:-251658752;mso-position-horizontal:center;
                            mso-position-horizontal-relative:margin;mso-position-vertical:center;
                            mso-position-vertical-relative:margin">
              <v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt;font-weight:bold" string="ENTWURF"/>
            </v:shape>
          </w:pict>
        </w:r>
        """
    )
