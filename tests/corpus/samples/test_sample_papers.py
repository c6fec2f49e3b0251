"""The sample papers keep their promises: labels quote them verbatim, numbers and dates are those of a real archive."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.domain import AnliegenArt, EntwurfStatus, HinweisArt
from corpus.samples import motions_folder, papers_folder
from corpus.samples.make_documents import FORM_OF, LINE_WIDTH, misread, source_of, wrap

FOLDER = papers_folder().parent


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


EXPECTED = rows("erwartet.jsonl")
LABELS = rows("parse_erwartet.jsonl")
PAPERS = {row["datei"]: row for row in LABELS if row["art"] != "antrag"}
MOTIONS = {row["datei"]: row for row in LABELS if row["art"] == "antrag"}


def path_of(datei: str) -> Path:
    return (motions_folder() if datei in MOTIONS else papers_folder()) / datei


@cache
def words_of(datei: str) -> str:
    """The paper's words with line-end hyphens joined and white space made single; of a misread scan, the truth."""
    path = path_of(datei)
    name = f"{path.parent.name}/{path.stem}"
    text = source_of(name).read_text(encoding="utf-8") if FORM_OF.get(name) == "scan" else raw_text(path)
    return single_spaced(re.sub(r"(?<=[a-zäöüß])-\n(?=[a-zäöüß])", "", text))


def raw_text(path: Path) -> str:
    if path.suffix == ".docx":
        import docx

        document = docx.Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    if path.suffix == ".pdf":
        import pypdfium2

        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
        return "\n".join(pages).replace("\r\n", "\n")
    return path.read_text(encoding="utf-8")


def single_spaced(text: str) -> str:
    return " ".join(text.split())


def without_commas(text: str) -> str:
    return re.sub(r"[,;]", "", text)


def test_every_sample_file_has_its_labels_and_every_label_its_file() -> None:
    assert {path.name for path in papers_folder().iterdir()} == set(PAPERS)
    assert {path.name for path in motions_folder().iterdir()} == set(MOTIONS)


def test_the_archive_is_as_large_and_as_mixed_as_promised() -> None:
    replies = [row for row in PAPERS.values() if row["art"] == "stellungnahme"]
    public = Counter(row["oeffentlich"] for row in replies)
    forms = Counter(Path(row["datei"]).suffix for row in LABELS)

    assert len(replies) >= 26
    assert len(MOTIONS) >= 9 + 1  # the demo's motion comes on top
    assert public[False] >= 3
    assert public[None] >= 2
    assert forms[".docx"] >= 6
    assert forms[".pdf"] >= 2
    assert {row["datum"][:4] for row in replies} == {str(year) for year in range(2017, 2027)}


def test_numbers_are_unique_per_kind() -> None:
    replies = [row["vorlage"] for row in PAPERS.values()]
    requests = [row["antrag"] for row in PAPERS.values() if row["antrag"]] + [row["nummer"] for row in MOTIONS.values()]

    assert len(set(replies)) == len(replies)
    assert len(set(requests)) == len(requests)


@pytest.mark.parametrize("label", PAPERS.values(), ids=lambda label: label["datei"])
def test_a_papers_labels_are_words_of_the_paper(label: dict[str, Any]) -> None:
    words = words_of(label["datei"])
    fields = ("vorlage", "antrag", "dezernat", "amt", "betreff", "fraktion")
    fields += ("finanzielle_auswirkungen", "beschlussempfehlung")

    for field in fields:
        if label[field]:
            assert label[field] in words, field
    for answer in label["antworten"]:
        assert answer["anfang"] in words
        assert answer["ende"] in words
    for meeting in label["gremienweg"]:
        assert meeting["gremium"] in words
        assert date.fromisoformat(meeting["datum"]).strftime("%d.%m.%Y") in words
    assert ("öffentlich" in words or " nö " in words) == (label["oeffentlich"] is not None)
    assert bool(re.search(r"nicht ?öffentlich", words)) == (label["oeffentlich"] is False)


@pytest.mark.parametrize("label", PAPERS.values(), ids=lambda label: label["datei"])
def test_a_paper_is_dated_on_a_working_day_before_its_meetings(label: dict[str, Any]) -> None:
    written = date.fromisoformat(label["datum"])
    meetings = [date.fromisoformat(meeting["datum"]) for meeting in label["gremienweg"]]

    assert written.strftime("%d.%m.%Y") in words_of(label["datei"])
    assert all(day.weekday() < 5 for day in [written, *meetings])
    assert [written, *meetings] == sorted([written, *meetings])
    assert all((meeting - written).days < 60 for meeting in meetings)


@pytest.mark.parametrize("label", MOTIONS.values(), ids=lambda label: label["datei"])
def test_a_motions_points_are_words_of_the_motion(label: dict[str, Any]) -> None:
    words = without_commas(words_of(label["datei"]))

    for field in ("nummer", "fraktion", "betreff"):
        assert without_commas(label[field]) in words
    for position, point in enumerate(label["anliegen"], start=1):
        assert point["nr"] == position
        assert AnliegenArt(point["art"])
        for text in (point["text"], *point["teile"]):
            assert without_commas(text.rstrip(".")) in words
    assert date.fromisoformat(label["datum"]).weekday() < 5


def test_every_point_of_every_motion_has_an_expected_result() -> None:
    expected = [(row["motion"], row["nr"]) for row in EXPECTED]
    points = [(motion["datei"], point["nr"]) for motion in MOTIONS.values() for point in motion["anliegen"]]

    assert sorted(expected) == sorted(points)
    assert {row["status"] for row in EXPECTED} == set(EntwurfStatus)


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: f"{row['motion']}-{row['nr']}")
def test_expected_sentences_stand_in_public_papers_of_before_the_stichtag(row: dict[str, Any]) -> None:
    has_sentences = row["status"] != "keine_grundlage"

    assert bool(row["belege"]) == has_sentences
    assert ("zulieferung_amt" in row) == (row["status"] in ("teilweise", "keine_grundlage"))
    assert all(HinweisArt(hint) for hint in row["hinweise"])
    for beleg in row["belege"]:
        paper = PAPERS[beleg["datei"]]
        assert beleg["satz"] in words_of(beleg["datei"])
        assert beleg["nr"] in [answer["nr"] for answer in paper["antworten"]]
        assert paper["oeffentlich"] is True
        assert paper["datum"] <= row["stichtag"]
        assert beleg["datei"] not in row["nicht_zitieren"]
    assert set(row["nicht_zitieren"]) <= set(PAPERS)


def test_papers_that_are_not_public_are_never_evidence() -> None:
    cited = {beleg["datei"] for row in EXPECTED for beleg in row["belege"]}
    forbidden = {datei for row in EXPECTED for datei in row["nicht_zitieren"]}
    confidential = {datei for datei, row in PAPERS.items() if row["oeffentlich"] is not True}

    assert not cited & confidential
    assert len(forbidden & confidential) >= 3


def test_the_vermerk_gives_the_facts_that_the_demo_needs_with_their_source() -> None:
    words = words_of("vermerk-it-stadt-und-pd.txt")

    assert "Die Stadt Koblenz ist bereits Mitglied im Verein IT.Stadt Koblenz e. V." in words
    assert "ST/0078/2025 der Stadt Koblenz vom 25.06.2025" in words


def test_only_the_vermerk_and_the_demo_motion_speak_of_a_real_city() -> None:
    named = {datei for datei in (*PAPERS, *MOTIONS) if "Koblenz" in words_of(datei)}

    assert named == {"vermerk-it-stadt-und-pd.txt", "antrag-demo.txt"}


@pytest.mark.parametrize("name", FORM_OF)
def test_a_made_document_has_the_words_of_its_source(name: str) -> None:
    source = source_of(name).read_text(encoding="utf-8")
    path = (FOLDER / name).with_suffix(".txt" if FORM_OF[name] == "scan" else f".{FORM_OF[name]}")
    if FORM_OF[name] == "scan":
        assert path.read_text(encoding="utf-8") == misread(wrap(source, LINE_WIDTH))
        return

    made = re.sub(r"Seite \d von \d", " ", raw_text(path))

    assert Counter(re.findall(r"\w+", made)) == Counter(re.findall(r"\w+", source))


def test_a_misread_scan_keeps_its_words_and_loses_its_umlauts() -> None:
    truth = "Die Größe der Halle für Übungen erhöht sich."

    scan = misread(truth)

    assert len(scan.split()) == len(truth.split())
    assert not re.search(r"[äöüÄÖÜß]", scan)
    assert misread(truth) == scan


def test_the_date_column_of_a_misread_gremienweg_breaks() -> None:
    row = "09.02.2023 | Rat | |einstimmig|\n| |abgelehnt"

    assert misread(row) == "09.02.202 | Rat | |einstimmig|\n3 | |abgelehnt"
