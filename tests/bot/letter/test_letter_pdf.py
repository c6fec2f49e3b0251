"""PDF through LibreOffice: the real one where it is installed, and programs that misbehave in its place."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from bot.letter.entwurfsvermerk import VERMERK
from bot.letter.pdf import convert_to_pdf
from bot.letter.rendering import render_docx
from corpus.errors import StellwerkError
from tests.bot.letter.briefe import brief

needs_libreoffice = pytest.mark.skipif(
    not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice is not installed"
)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A draft with its annex, so that it has two pages."""
    path = tmp_path / "Stellungnahme zu Bäumen.docx"
    path.write_bytes(render_docx(brief(entwurf=True, quellen=True)))
    return path


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for a `soffice` of the test's own making, before everything else on the path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


def install(folder: Path, script: str) -> None:
    (folder / "soffice").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "soffice").chmod(0o755)


@needs_libreoffice
@pytest.mark.slow
def test_a_draft_bears_entwurf_on_every_page_of_its_pdf(letter: Path) -> None:
    import pypdfium2

    pdf = convert_to_pdf(letter)
    assert pdf == letter.with_suffix(".pdf")
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
        assert document.get_metadata_dict()["Title"] == "Entwurf: Stellungnahme zum Antrag Nr. AT/0099/2026"
    assert len(pages) == 2
    assert all(VERMERK in page for page in pages)
    assert b"/StructTreeRoot" in pdf.read_bytes()  # tagged, for screen readers
    assert sorted(path.name for path in letter.parent.iterdir()) == [letter.name, pdf.name]


def test_without_libreoffice_the_error_says_how_to_get_it(
    letter: Path, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(program))
    with pytest.raises(StellwerkError) as error:
        convert_to_pdf(letter)
    assert "apt-get install libreoffice-writer" in error.value.abhilfe


def test_a_conversion_that_hangs_is_ended_with_all_it_started(letter: Path, program: Path) -> None:
    alive = program / "alive"
    install(program, f"(sleep 0.8; touch '{alive}') & sleep 30")
    begin = time.monotonic()
    with pytest.raises(StellwerkError, match="noch nicht fertig"):
        convert_to_pdf(letter, timeout_seconds=0.2)
    assert time.monotonic() - begin < 2
    time.sleep(1)
    assert not alive.exists()


@pytest.mark.parametrize(
    "script",
    ["exit 0", "exit 1", 'mkdir -p "$7"; echo "kein PDF" > "$7/$(basename "$8" .docx).pdf"'],
)
def test_a_conversion_without_a_pdf_is_an_error_and_leaves_the_old_one(
    letter: Path, program: Path, script: str
) -> None:
    install(program, script)
    letter.with_suffix(".pdf").write_bytes(b"%PDF-1.7 der vorige")
    with pytest.raises(StellwerkError, match="nicht in ein PDF umwandeln"):
        convert_to_pdf(letter)
    assert letter.with_suffix(".pdf").read_bytes() == b"%PDF-1.7 der vorige"
    assert {path.name for path in letter.parent.iterdir()} == {letter.name, letter.with_suffix(".pdf").name, "bin"}


def test_what_libreoffice_said_is_passed_on(letter: Path, program: Path) -> None:
    install(program, "echo 'Error: source file could not be loaded' >&2; exit 0")
    with pytest.raises(StellwerkError, match="source file could not be loaded"):
        convert_to_pdf(letter)


def test_two_conversions_do_not_share_a_profile(letter: Path, program: Path) -> None:
    install(program, f"echo \"$1\" >> '{program}/profiles'; exit 1")
    for _ in range(2):
        with pytest.raises(StellwerkError):
            convert_to_pdf(letter)
    profiles = (program / "profiles").read_text().splitlines()
    assert all(profile.startswith("-env:UserInstallation=file:///") for profile in profiles)
    assert len(set(profiles)) == 2
