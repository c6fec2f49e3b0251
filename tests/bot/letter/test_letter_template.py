"""A city's own template: what it may change, and what is said where it does not work."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.letter.entwurfsvermerk import VERMERK
from bot.letter.inhalt import template_content
from bot.letter.rendering import render_docx
from bot.letter.vorlagen import STELLUNGNAHME
from bot.letter.vorlagen.build import build_template
from bot.letter.vorlagenpruefung import PROBE
from corpus.errors import StellwerkError
from tests.bot.letter.briefe import brief, shown

GUIDE = Path(__file__).parents[3] / "docs" / "vorlage.md"


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Callable[[Any], None]], Path]:
    """Our template after a city has worked on it in Word."""
    import docx

    def change(edit: Callable[[Any], None]) -> Path:
        document = docx.Document(str(STELLUNGNAHME))
        edit(document)
        path = tmp_path / "stadt.docx"
        document.save(str(path))
        return path

    return change


def replace_text(old: str, new: str) -> Callable[[Any], None]:
    """Type over a text wherever it stands in the body."""
    from docx.oxml.ns import qn

    def edit(document: Any) -> None:
        found = [text for text in document.element.body.iter(qn("w:t")) if old in (text.text or "")]
        assert found, old
        for text in found:
            text.text = text.text.replace(old, new)

    return edit


def test_the_template_in_the_package_is_what_its_script_builds() -> None:
    def parts(package: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    assert parts(STELLUNGNAHME.read_bytes()) == parts(build_template())


def test_the_package_template_passes_the_check_of_a_citys_template() -> None:
    assert render_docx(brief(), STELLUNGNAHME) == render_docx(brief())


def test_a_city_may_change_words_and_leave_out_what_it_does_not_need(changed: Any) -> None:
    def edit(document: Any) -> None:
        replace_text("Verfasser:", "Federführung:")(document)
        replace_text("Az.: {{ aktenzeichen }}", "")(document)
        replace_text("{{ dezernat }}", "Zentrale Dienste")(document)

    text = shown(render_docx(brief(), changed(edit)))
    assert "Federführung:" in text
    assert "Zentrale Dienste" in text
    assert "10-32-1" not in text


def test_a_draft_is_marked_on_first_even_and_later_pages_of_any_template(changed: Any) -> None:
    def edit(document: Any) -> None:
        document.settings.odd_and_even_pages_header_footer = True
        document.sections[0].different_first_page_header_footer = True
        document.sections[0].first_page_header.paragraphs[0].text = "Wappen"
        document.add_section().header.is_linked_to_previous = False

    import docx

    document = docx.Document(io.BytesIO(render_docx(brief(entwurf=True), changed(edit))))
    for section in document.sections:
        for header in (section.header, section.first_page_header, section.even_page_header):
            if header is section.first_page_header and not section.different_first_page_header_footer:
                continue
            assert [paragraph.text for paragraph in header.paragraphs].count(VERMERK) == 1
    assert "Wappen" in [paragraph.text for paragraph in document.sections[0].first_page_header.paragraphs]


def test_the_mark_of_a_draft_stays_on_paper_in_a_form_that_had_no_header(changed: Any) -> None:
    import docx
    from docx.shared import Cm

    def edit(document: Any) -> None:
        document.sections[0].header_distance = Cm(0)

    document = docx.Document(io.BytesIO(render_docx(brief(entwurf=True), changed(edit))))
    assert document.sections[0].header_distance >= Cm(0.8)


@pytest.mark.parametrize(
    ("text", "placeholder"),
    [
        ("Datum: {{ datum }}", "{{ datum }}"),
        ("{{ betreffzeile }}", "{{ betreffzeile }} oder {{ betreff }}"),
        ("{{ punkt.nummer }} {{ punkt.frage }}", "{{ punkt.frage }}"),
        ("{{ punkt.ueberschrift }}", "{{ punkt.ueberschrift }}"),
        ("{{ station.gremium }}", "{{ station.gremium }}"),
        ("TOP {{ oeffentlichkeit }}", "{{ oeffentlichkeit }}"),
        ("]\t{{ beleg.angabe }}: „{{ beleg.zitat }}“", "{{ beleg.zitat }}"),
    ],
)
def test_a_missing_placeholder_is_named(changed: Any, text: str, placeholder: str) -> None:
    def edit(document: Any) -> None:
        from docx.oxml.ns import qn

        [found] = [p for p in document.element.body.iter(qn("w:p")) if text in words_of(p)]
        for run in list(found.iter(qn("w:r"))):
            run.getparent().remove(run)

    with pytest.raises(StellwerkError) as error:
        render_docx(brief(), changed(edit))
    assert "stadt.docx" in error.value.was
    assert placeholder in error.value.was
    assert "{{ vorlage }}" not in error.value.was
    assert "docs/vorlage.md" in error.value.abhilfe


def words_of(paragraph: Any) -> str:
    from docx.text.paragraph import Paragraph

    return Paragraph(paragraph, None).text  # type: ignore[arg-type]


def test_a_document_without_any_placeholder_is_refused_with_all_that_is_missing(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("Sehr geehrte Damen und Herren,")
    document.save(str(tmp_path / "fremd.docx"))
    with pytest.raises(StellwerkError, match=r"punkt\.frage.*beleg\.zitat"):
        render_docx(brief(), tmp_path / "fremd.docx")


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("{{ buergermeister }}", "den es nicht gibt: „buergermeister“"),
        ("{{ amt.leitung }}", "den es nicht gibt: „leitung“"),
        ("{{ amt", "Klammer"),
        ("{% if amt %}", "Schleife"),
        ("{{ amt + 1 }}", "auswerten"),
        ("{{ ''.__class__.__mro__ }}", "auswerten|nicht gibt"),
    ],
)
def test_a_wrong_placeholder_is_said_with_a_remedy(changed: Any, typed: str, named: str) -> None:
    with pytest.raises(StellwerkError, match=named):
        render_docx(brief(), changed(replace_text("{{ amt }}", typed)))


def test_a_city_cannot_let_markup_of_a_text_through(changed: Any) -> None:
    template = changed(replace_text("{{ amt }}", "{{ amt|safe }}"))
    assert "<b>Amt</b>" in shown(render_docx(brief(amt="<b>Amt</b>"), template))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leer.docx", b""),
        ("text.docx", b"Das ist kein Word-Dokument."),
        ("kaputt.docx", STELLUNGNAHME.read_bytes()[:9000]),
        ("alt.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)),
    ],
)
def test_a_file_that_is_no_word_document_is_refused_in_german(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(StellwerkError, match=rf"{name}“ ist kein lesbares Word-Dokument"):
        render_docx(brief(), tmp_path / name)


def test_another_kind_of_zip_is_refused_in_german(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "tabelle.docx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(StellwerkError, match="kein lesbares Word-Dokument"):
        render_docx(brief(), tmp_path / "tabelle.docx")


def test_a_template_that_is_not_there_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(StellwerkError, match="STELLWERK_LETTER_TEMPLATE"):
        render_docx(brief(), tmp_path / "fehlt.docx")


def test_the_guide_for_cities_explains_every_placeholder() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    content = template_content(PROBE)
    names = [name for name in content if name not in ("gremienweg", "punkte", "quellen")]
    names += [f"station.{name}" for name in content["gremienweg"][0]]
    names += [f"punkt.{name}" for name in content["punkte"][0]]
    names += ["gruppe.punkt", "beleg.nummer", "beleg.angabe", "beleg.zitat"]
    assert [name for name in names if f"`{name}`" not in guide] == []
