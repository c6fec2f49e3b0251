"""The letter as a Word document: its form, its texts as data, ENTWURF on every page."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.letter.brief import Punkt
from bot.letter.entwurfsvermerk import VERMERK
from bot.letter.rendering import render_docx
from corpus.domain import Gremientermin, Zulieferung
from tests.bot.letter.briefe import antwort, brief, highlighted, paragraphs, quelle, shown


def opened(letter: bytes) -> Any:
    import docx

    return docx.Document(io.BytesIO(letter))


# --- form -------------------------------------------------------------------------------------------------------------


def test_head_points_and_decision_stand_in_the_order_of_the_form() -> None:
    letter = render_docx(brief())
    text = shown(letter)
    expected = [
        "Musterau",
        "Stellungnahme\nzum Antrag Nr. AT/0099/2026",
        "Vorlage: ST/0101/2026",
        "Datum: 23.11.2026",
        "Dezernat 1",
        "Verfasser:",
        "10-Amt für Personal und Organisation",
        "Az.: 10-32-1",
        "Betreff:",
        "Stellungnahme zum Antrag der Fraktion Stadtgrün: Straßenbäume schützen",
        "Gremienweg:",
        "26.11.2026",
        "Haupt- und Finanzausschuss",
        "TOP öffentlich",
        "03.12.2026",
        "Stadtrat",
        "Stellungnahme:",
        "1. ob die Stadt dem Netzwerk Grünflächen e. V. beitreten sollte,",
        "Antwort zu 1. Mitgliedschaft:",
        "Die Stadt Musterau ist seit 2022 Mitglied.",
        "2. wie viele Bäume im Stadtgebiet gefällt wurden.",
        "Antwort zu 2. Fällungen:",
        "Im Jahr 2025 wurden 41 Straßenbäume gefällt. Die Zahl ist rückläufig.",
        "Finanzielle Auswirkungen:",
        "Es entstehen keine Kosten.",
        "Beschlussempfehlung:",
        "Der Stadtrat nimmt die Ausführungen der Verwaltung zur Kenntnis.",
    ]
    position = 0
    for words in expected:
        assert words in text[position:], words
        position = text.index(words, position) + len(words)
    assert "{" not in text


def test_every_station_has_nine_boxes_and_none_is_ticked() -> None:
    from docx.oxml.ns import qn

    w14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
    document = opened(render_docx(brief()))
    checked = [box.get(f"{w14}val") for box in document.element.body.iter(f"{w14}checked")]
    assert checked == ["0"] * 18
    labels = [alias.get(qn("w:val")) for alias in document.element.body.iter(qn("w:alias"))]
    assert labels[:9] == labels[9:] == [
        "einstimmig", "mehrheitl.", "ohne BE", "abgelehnt", "Kenntnis", "abgesetzt", "verwiesen", "vertagt", "geändert"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("oeffentlich", "top"),
    [
        (True, "TOP öffentlich"),
        (False, "TOP nicht öffentlich"),
        (None, "TOP ‹bitte ergänzen: Angabe zur Öffentlichkeit›"),
    ],
)
def test_the_meeting_is_public_or_not_or_a_blank(oeffentlich: bool | None, top: str) -> None:
    assert top in paragraphs(render_docx(brief(oeffentlich=oeffentlich)))


def test_a_screen_reader_finds_language_title_headings_and_table_header() -> None:
    from docx.oxml.ns import qn

    document = opened(render_docx(brief(quellen=True)))
    assert document.core_properties.title == "Stellungnahme zum Antrag Nr. AT/0099/2026"
    assert document.core_properties.language == "de-DE"
    languages = [language.get(qn("w:val")) for language in document.styles.element.iter(qn("w:lang"))]
    assert languages
    assert set(languages) == {"de-DE"}
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert ("Heading 1", "Stellungnahme\nzum Antrag Nr. AT/0099/2026") in headings
    assert ("Heading 2", "Beschlussempfehlung:") in headings
    assert ("Heading 3", "Antwort zu 2. Fällungen:") in headings
    assert ("Heading 1", "Anlage: Quellen") in headings
    assert document.tables[1].rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None


def test_the_page_is_a4_with_even_margins_in_arial_11() -> None:
    document = opened(render_docx(brief()))
    [section] = document.sections
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert {round(m.cm, 2) for m in (section.left_margin, section.right_margin, section.top_margin)} == {2.5}
    normal = document.styles["Normal"].font
    assert (normal.name, normal.size.pt) == ("Arial", 11)


def test_twelve_points_and_five_stations_are_all_there() -> None:
    points = tuple(Punkt(n, f"{n}.", f"Frage {n}?", f"Titel {n}", antwort(f"Antwort {n}.")) for n in range(1, 13))
    stations = tuple(Gremientermin(date(2026, 12, n), f"Ausschuss {n}") for n in range(1, 6))
    text = paragraphs(render_docx(brief(*points, gremienweg=stations)))
    assert [p for p in text if p.startswith("Antwort zu")] == [f"Antwort zu {n}. Titel {n}:" for n in range(1, 13)]
    assert [p for p in text if p.startswith("Ausschuss")] == [f"Ausschuss {n}" for n in range(1, 6)]


def test_the_same_letter_has_the_same_bytes() -> None:
    assert render_docx(brief(entwurf=True)) == render_docx(brief(entwurf=True))


# --- blanks and gaps ------------------------------------------------------------------------------------------------


def test_blanks_and_gaps_stand_out_and_nothing_else_does() -> None:
    punkt = Punkt(1, "1.", "Wo?", zulieferung=Zulieferung("Bauamt", "Wo?"))
    letter = render_docx(brief(punkt, vorlage=None, finanzielle_auswirkungen=None))
    assert highlighted(letter) == [
        "‹bitte ergänzen: Vorlagennummer›",
        "‹bitte ergänzen: Antwort zu 1 – Zulieferung durch Bauamt: Wo?›",
        "‹bitte ergänzen: Finanzielle Auswirkungen›",
    ]
    assert "Vorlage: ‹bitte ergänzen: Vorlagennummer›" in paragraphs(letter)


def test_a_blank_that_a_person_left_in_an_answer_stands_out_too() -> None:
    punkt = Punkt(1, "1.", "Wann?", None, antwort("Das Bad öffnet am ‹bitte ergänzen: Tag› wieder."))
    assert highlighted(render_docx(brief(punkt))) == ["‹bitte ergänzen: Tag›"]


def test_a_complete_letter_has_nothing_highlighted() -> None:
    assert highlighted(render_docx(brief())) == []


# --- the annex --------------------------------------------------------------------------------------------------------


def test_the_annex_lists_the_sources_of_each_answer() -> None:
    punkt = Punkt(1, "1.", "?", None, antwort("Das Bad ist offen.", belege=(quelle("Das Bad\nist offen."),)))
    text = paragraphs(render_docx(brief(punkt, quellen=True)))
    assert "Das Bad ist offen. [1]" in text
    assert "[1]\tST/0031/2024 vom 14.05.2024, Antwort zu 2, Seite 3: „Das Bad ist offen.“" in text


def test_the_annex_can_be_left_out() -> None:
    text = shown(render_docx(brief(quellen=False)))
    assert "Quellen" not in text
    assert "[1]" not in text


# --- ENTWURF ----------------------------------------------------------------------------------------------------------


def test_a_draft_says_so_in_its_header_and_in_its_title() -> None:
    document = opened(render_docx(brief(entwurf=True)))
    assert VERMERK in [paragraph.text for paragraph in document.sections[0].header.paragraphs]
    assert document.core_properties.title.startswith("Entwurf: ")
    assert document.core_properties.content_status == "Entwurf"


def test_the_filed_letter_does_not() -> None:
    letter = render_docx(brief(entwurf=False))
    with zipfile.ZipFile(io.BytesIO(letter)) as package:
        assert [name for name in package.namelist() if b"entwurf" in package.read(name).lower()] == []
    assert opened(letter).core_properties.content_status == "Freigegeben"


# --- text is data -----------------------------------------------------------------------------------------------------

NASTY = [
    "{{ vorlage }} und {% for a in b %} und {# nichts #}",
    "{_{ vorlage }_} {_% if %_}",
    "<w:p>A & B < C > D</w:p>",
    "&lt;b&gt; &amp; &#65;",
    "„Anführung“ \"gerade\" 'einfach'",
    "]]> <!-- --> <?xml?>",
]


@pytest.mark.parametrize("text", NASTY)
def test_markup_in_a_text_comes_out_as_it_was_written(text: str) -> None:
    punkt = Punkt(1, "1.", text, text, antwort(text))
    letter = render_docx(brief(punkt, stadt=text, betreff=text, amt=text, beschlussempfehlung=text))
    lines = paragraphs(letter)
    assert f"1. {text}" in lines
    assert f"Antwort zu 1. {text}:" in lines
    assert lines.count(text) == 4  # city, office, answer, decision


def test_markup_in_a_title_comes_out_as_it_was_written() -> None:
    assert opened(render_docx(brief(antrag="A & <B>"))).core_properties.title == "Stellungnahme zum Antrag Nr. A & <B>"


def test_a_very_long_number_does_not_break_the_title() -> None:
    assert len(opened(render_docx(brief(antrag="9" * 400))).core_properties.title) == 255


def test_control_characters_are_left_out() -> None:
    punkt = Punkt(1, "1.", "Wie?", None, antwort("Gl\x00ock\x1b\x07e \ud800läu\uffffft."))
    assert "Glocke läuft." in paragraphs(render_docx(brief(punkt)))


@settings(max_examples=25, deadline=None)
@given(
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"], exclude_characters="‹›\ufffe\uffff"),
        min_size=1,
    )
)
def test_any_printable_text_comes_out_unchanged(text: str) -> None:
    punkt = Punkt(1, "1.", "Wie?", None, antwort(text))
    assert text in paragraphs(render_docx(brief(punkt)))
