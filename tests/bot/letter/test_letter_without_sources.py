"""The sent letter is read back without the numbers and the annex that we added."""

from __future__ import annotations

import io

from bot.letter.brief import Punkt
from bot.letter.ohne_quellen import without_sources
from bot.letter.rendering import render_docx
from tests.bot.letter.briefe import antwort, brief, paragraphs, quelle

PUNKT = Punkt(
    1,
    "1.",
    "Ist das Bad offen [7]?",
    "Bad",
    antwort("Es ist offen.", "Der Eintritt ist frei.", belege=(quelle("Offen.", start=1), quelle("Frei.", start=9))),
)


def test_a_letter_with_sources_reads_as_if_it_had_none() -> None:
    with_annex = render_docx(brief(PUNKT, quellen=True))
    assert "Es ist offen. [1] [2] Der Eintritt ist frei. [1] [2]" in paragraphs(with_annex)
    assert paragraphs(without_sources(with_annex)) == paragraphs(render_docx(brief(PUNKT, quellen=False)))


def test_numbers_of_the_text_itself_stay() -> None:
    assert "1. Ist das Bad offen [7]?" in paragraphs(without_sources(render_docx(brief(PUNKT, quellen=True))))


def test_a_mark_that_word_has_spread_over_several_runs_goes_too() -> None:
    import docx

    document = docx.Document(io.BytesIO(render_docx(brief(PUNKT, quellen=True))))
    [line] = [paragraph for paragraph in document.paragraphs if paragraph.text.startswith("Es ist offen.")]
    line.runs[0].text = "Es ist offen. ["
    line.add_run("1").bold = True
    line.add_run("] Der Eintritt ist frei. [2]")
    stream = io.BytesIO()
    document.save(stream)
    assert "Es ist offen. Der Eintritt ist frei." in paragraphs(without_sources(stream.getvalue()))


def test_a_letter_without_annex_and_another_format_stay_as_they_are() -> None:
    letter = render_docx(brief(Punkt(1, "1.", "Wie?", None, antwort("So. [1]")), quellen=False))
    assert without_sources(letter) is letter
    assert without_sources(b"%PDF-1.7") == b"%PDF-1.7"
