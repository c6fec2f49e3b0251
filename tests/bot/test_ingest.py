"""One file's failure names the file and never stops the others."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from bot.database import open_database
from bot.ingest import Bericht, find_files, ingest
from corpus.archive import Archive

GOOD = (
    "Stellungnahme\nzur Anfrage Nr. AF/0001/2025\nVorlage: ST/0001/2025 | Datum: 01.10.2025\nBetreff:\nBrunnen\n\n"
    "Stellungnahme:\n\n1. Wie viele Brunnen gibt es?\n\nAntwort zu 1. Zahl:\n\nEs gibt sieben Brunnen.\n"
)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    (tmp_path / "home").mkdir()
    return Archive(open_database(f"sqlite:///{tmp_path / 'home' / 'stellwerk.db'}"))


def take_in(folder: Path, archive: Archive) -> Bericht:
    sources, missing = find_files([folder])
    report = ingest(sources, archive, oeffentlich=True, now=lambda: datetime(2025, 10, 2, 9, 0), done=lambda _: None)
    report.fehler[:0] = missing
    return report


def test_a_damaged_member_of_a_zip_is_named_and_the_others_go_on(tmp_path: Path, archive: Archive) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    with zipfile.ZipFile(folder / "alle.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("kaputt.txt", GOOD.replace("0001", "0002"))
        packed.writestr("gut.txt", GOOD)
    data = bytearray((folder / "alle.zip").read_bytes())
    at = data.index(b"kaputt.txt") + len("kaputt.txt") + 4
    data[at : at + 8] = b"\xff" * 8
    (folder / "alle.zip").write_bytes(bytes(data))
    report = take_in(folder, archive)
    assert [f.datei for f in report.fehler] == ["kaputt.txt"]
    assert report.neu == 1


def test_a_zip_that_is_none_does_not_stop_its_folder(tmp_path: Path, archive: Archive) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "gut.txt").write_text(GOOD, encoding="utf-8")
    with zipfile.ZipFile(folder / "defekt.zip", "w") as packed:
        packed.writestr("a.txt", GOOD)
    data = (folder / "defekt.zip").read_bytes().replace(b"PK\x01\x02", b"PK\x09\x09")
    (folder / "defekt.zip").write_bytes(data)
    report = take_in(folder, archive)
    assert report.neu == 1
    assert len(report.fehler) == 1


def test_a_name_that_is_no_utf8_is_made_printable(tmp_path: Path, archive: Archive) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    Path(str(folder / "brunnen-") + "\udcff.txt").write_text(GOOD, encoding="utf-8")
    report = take_in(folder, archive)
    assert (report.neu, report.fehler) == (1, [])
    assert next(iter(archive.all_passages())).dokument == "brunnen-?.txt"
