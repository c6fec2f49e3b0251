"""What is read from a .docx: everything that Word prints, in its order, and nothing that was struck out."""

from corpus.reading.word import read_docx
from tests.corpus.reading.files import docx, item, level, lists, par, table


def lines(body: str, numbering: str = "", styles: str = "") -> list[str]:
    return read_docx(docx(body, numbering=numbering, styles=styles), "a.docx").text.split("\n")


def test_automatic_numbers_are_printed_as_word_prints_them() -> None:
    numbering = lists(level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)"), level(2, "lowerRoman", "%1.%2.%3"))
    body = item("Hof") + item("Pflaster", 1) + item("Bäume", 1) + item("alte", 2) + item("Dach") + item("Ziegel", 1)
    assert lines(body, numbering) == [
        "1. Hof",
        "  a) Pflaster",
        "  b) Bäume",
        "    1.b.i alte",
        "2. Dach",
        "  a) Ziegel",
    ]


def test_two_lists_of_one_definition_count_on_unless_one_starts_anew() -> None:
    numbers = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    numbering = lists(level(0, "decimal", "%1)"), numbers=numbers)
    body = item("Hof", list_id=1) + item("Dach", list_id=2) + item("Tor", list_id=3) + item("Zaun", list_id=3)
    assert lines(body, numbering) == ["1) Hof", "2) Dach", "1) Tor", "2) Zaun"]


def test_a_list_may_come_from_the_style() -> None:
    styles = (
        '<w:style w:styleId="Punkt"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Kind"><w:basedOn w:val="Punkt"/></w:style>'
    )
    body = par("Hof", '<w:pStyle w:val="Punkt"/>') + par("Dach", '<w:pStyle w:val="Kind"/>')
    assert lines(body, lists(level(0, "upperRoman", "%1.")), styles) == ["I. Hof", "II. Dach"]


def test_symbol_font_bullets_become_a_bullet() -> None:
    assert lines(item("Hof"), lists(level(0, "bullet", "\uf0b7"))) == ["• Hof"]


def test_tables_stand_where_they_stand_one_row_a_line() -> None:
    body = (
        par("vorher")
        + table((par("1"), par("Wann?"), par("Bald.") + par("Sehr bald.")), (par("2"), par(""), ""))
        + par("nachher")
    )
    assert lines(body) == ["vorher", "1 | Wann? | Bald.", "Sehr bald.", "2", "nachher"]


def test_a_table_of_one_column_is_a_frame() -> None:
    assert lines(table((par("Antrag") + par("der Fraktion"),))) == ["Antrag", "der Fraktion"]


def test_a_table_inside_a_table_is_read_once() -> None:
    assert lines(table((par("a"), table((par("b"),)) + par("c")))) == ["a | b", "c"]


def test_insertions_are_in_deletions_and_hidden_text_are_out() -> None:
    body = (
        "<w:p><w:r><w:t>Der </w:t></w:r><w:del><w:r><w:delText>alte </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>neue </w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>geheime </w:t></w:r>"
        "<w:moveFrom><w:r><w:t>weg </w:t></w:r></w:moveFrom><w:r><w:t>Hof</w:t></w:r></w:p>"
    )
    assert lines(body) == ["Der neue Hof"]


def test_a_deleted_list_item_is_not_counted() -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>Zaun</w:delText></w:r></w:del></w:p>"
    )
    assert lines(item("Hof") + gone + item("Dach"), lists(level(0, "decimal", "%1."))) == ["1. Hof", "2. Dach"]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{par('im Kasten')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    body = f"<w:p><w:r>{both}<w:t>davor</w:t></w:r></w:p>"
    assert lines(body) == ["davor", "im Kasten"]


def test_page_breaks_part_pages_without_a_trace_in_the_text() -> None:
    body = (
        par("eins")
        + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        + par("zwei")
        + "<w:p><w:r><w:t>mitten im </w:t><w:lastRenderedPageBreak/><w:t>Satz</w:t></w:r></w:p>"
    )
    rohtext = read_docx(docx(body), "a.docx")
    pages = [rohtext.text[s.start : s.ende] for s in rohtext.seiten]
    assert [page.strip("\n") for page in pages] == ["eins", "zwei\nmitten im ", "Satz"]
    assert "".join(pages) == rohtext.text


def test_the_head_of_the_first_page_stands_first() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="r1"/></w:sectPr>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="header1.xml"/></Relationships>'
    )
    head = (
        f'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{par("Stadt Musterau")}</w:hdr>'
    )
    extra = {"word/_rels/document.xml.rels": relations.encode(), "word/header1.xml": head.encode()}
    assert read_docx(docx(par("Antrag") + section, extra=extra), "a.docx").text == "Stadt Musterau\n\nAntrag"
