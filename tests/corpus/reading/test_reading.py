"""What `read_bytes` promises for files of every kind, good and hostile."""

import shutil
from pathlib import Path

import pytest

from corpus.errors import StellwerkError
from corpus.reading import MAX_TEXT_BYTES, read_bytes, read_file, sandbox
from corpus.reading.formats import Format
from tests.corpus.reading import files

UMLAUTS = "Über die Größe des Hofes wurde geprüft."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_plain_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert read_bytes(UMLAUTS.encode(encoding), "brief.txt").text == UMLAUTS


def test_a_form_feed_ends_a_page() -> None:
    rohtext = read_bytes(b"Seite eins\n\fSeite zwei\n", "brief.txt")
    assert [rohtext.text[s.start : s.ende] for s in rohtext.seiten] == ["Seite eins\n\f", "Seite zwei\n"]


def test_magic_bytes_decide_and_not_the_name() -> None:
    assert read_bytes(files.docx(files.par("Der Hof")), "antrag.pdf").quelle == "docx"
    assert read_bytes(files.pdf(["Der Hof wird neu gepflastert."]), "antrag.docx").quelle == "pdf"
    assert read_bytes(b"Der Hof", "antrag.docx").quelle == "text"


def test_a_pdf_keeps_its_pages_and_the_gaps_between_paragraphs() -> None:
    first = [
        "Der Hof wird gepflastert.",
        "Die Kosten sind gering.",
        "",
        "Die Arbeiten beginnen bald.",
        "Sie dauern lang.",
    ]
    rohtext = read_bytes(files.pdf(first, ["Die Bäume bleiben stehen, auch die großen."]), "a.pdf")
    assert rohtext.text.splitlines()[:4] == [*first[:3], first[3]]
    assert [s.nummer for s in rohtext.seiten] == [1, 2]
    assert rohtext.text[rohtext.seiten[1].start :] == "Die Bäume bleiben stehen, auch die großen."


def refused(data: bytes, name: str = "vorlage.pdf") -> StellwerkError:
    with pytest.raises(StellwerkError) as caught:
        read_bytes(data, name)
    assert name in caught.value.was
    assert caught.value.abhilfe
    return caught.value


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "leer"),
        (b" \n\t\x00", "leer"),
        (b"--- ***", "keinen lesbaren Text"),
        (b"%PDF-1.7 nothing more", "beschädigt"),
        (files.pdf(["Geheim"], encrypted=True), "Kennwort"),
        (b"PK\x03\x04 cut off", "beschädigt"),
        (files.zipped({"brief.txt": b"Text"}), "ZIP-Archiv"),
        (files.zipped({"xl/workbook.xml": b"<x/>"}), "Excel"),
        (files.zipped({"word/document.xml": b"<w:document"}), "beschädigt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "alte Office-Format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "Kennwort"),
        (b"{\\rtf1 Der Hof}", "RTF"),
        (b"<!DOCTYPE html><p>Der Hof", "HTML"),
        (bytes(range(256)) * 40, "unbekanntes Format"),
    ],
)
def test_what_cannot_be_read_is_refused_with_file_reason_and_remedy(data: bytes, reason: str) -> None:
    assert reason in refused(data).was


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "entpackt zu groß" in refused(files.docx("", extra={"word/media/a.bin": bytes(30_000_000)})).was


def test_xml_that_brings_entities_is_refused() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert "Verweise, die Schaden anrichten" in refused(files.docx(files.par("&b;"), prolog=bomb)).was


def test_a_child_that_takes_too_long_is_ended_and_named() -> None:
    with pytest.raises(StellwerkError, match=r"langsam\.pdf.*dauerte länger"):
        sandbox.read_in_child(files.pdf(["Der Hof"]), Format.PDF, "langsam.pdf", seconds=0.001)


def test_a_child_that_dies_becomes_an_error_that_names_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_environment", lambda: {"PYTHONHOME": "/nonexistent"})
    with pytest.raises(StellwerkError, match=r"böse\.pdf.*zum Absturz"):
        sandbox.read_in_child(files.pdf(["Der Hof"]), Format.PDF, "böse.pdf")


def test_a_name_from_nowhere_does_no_harm() -> None:
    assert "Kennwort" in refused(files.pdf(["x"], encrypted=True), "ü ; rm -rf").was
    with pytest.raises(StellwerkError, match="Kennwort"):
        read_bytes(files.pdf(["x"], encrypted=True), "a\x00b\udcff" + "c" * 100_000)


def test_text_over_the_limit_is_refused() -> None:
    assert "zu groß" in refused(b"a" * (MAX_TEXT_BYTES + 1), "riesig.txt").was


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(StellwerkError, match="gibt es nicht"):
        read_file(tmp_path / "fehlt.txt")
    with pytest.raises(StellwerkError, match="keine Datei"):
        read_file(tmp_path)


def test_a_picture_without_tesseract_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    error = refused(files.picture_pdf(2, 2, bytes(4)), "scan.pdf")
    assert "Texterkennung" in error.was
    assert "apt-get install tesseract-ocr tesseract-ocr-deu" in error.abhilfe
    assert "Word-Datei" in error.abhilfe  # what someone can do who may install nothing


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed here")
def test_scans_are_read_with_the_german_model() -> None:
    page = files.drawn("Die Größe des Hofes wird überprüft.", "", "Die Bäume müssen bleiben.")
    for data in (files.png(*page), files.picture_pdf(*page)):
        rohtext = read_bytes(data, "scan")
        assert rohtext.quelle == "ocr"
        assert "Größe des Hofes wird überprüft" in rohtext.text
        assert "Bäume müssen" in rohtext.text
