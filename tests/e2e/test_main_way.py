"""The main way through the real program: papers in, a motion drafted, two persons, a letter, and back into the archive.

The tests of this file build on one another's archive and run in one worker, in order.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import pytest

from corpus.samples import motions_folder, papers_folder
from tests.conftest import Program

pytestmark = [pytest.mark.slow, pytest.mark.model]


@pytest.fixture(scope="module")
def stellwerk(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Program:
    program = Program(tmp_path_factory.mktemp("city"), model_folder)
    report = program.json("ingest", papers_folder())
    assert (report["gelesen"], report["neu"], report["fehler"]) == (37, 37, [])
    return program


@pytest.fixture(scope="module")
def drafted(stellwerk: Program) -> dict[str, Any]:
    found: dict[str, Any] = stellwerk.json(
        "draft", motions_folder() / "antrag-demo.txt", "-o", stellwerk.home / "entwurf.docx", "--stichtag", "antrag"
    )
    return found


def text_of(file: Path) -> str:
    document = docx.Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    heads = [p.text for section in document.sections for p in section.header.paragraphs]
    return "\n".join([*(p.text for p in document.paragraphs), *cells, *heads])


def test_ingesting_the_same_papers_again_changes_nothing(stellwerk: Program) -> None:
    again = stellwerk.json("ingest", papers_folder())
    assert (again["neu"], again["neue_fassung"], again["unveraendert"]) == (0, 0, 37)


def test_the_motion_learns_that_the_city_is_a_member_already(drafted: dict[str, Any]) -> None:
    first = drafted["entwuerfe"][0]
    assert first["status"] == "bereits_erfuellt"
    assert first["saetze"][0]["text"] == "Die Stadt Koblenz ist bereits Mitglied im Verein IT.Stadt Koblenz e. V."
    beleg = first["saetze"][0]["belege"][0]
    assert (beleg["vorlage"], beleg["datum"], beleg["seite"]) == ("VM/0007/2025", "2025-07-02", 1)


def test_the_assessment_of_the_consultancy_is_quoted(drafted: dict[str, Any]) -> None:
    second = drafted["entwuerfe"][1]
    assert second["status"] == "belegt"
    assert any("wurde in der Vergangenheit geprüft" in satz["text"] for satz in second["saetze"])


def test_what_no_paper_knows_has_no_sentence_and_names_the_unknown(drafted: dict[str, Any]) -> None:
    last = drafted["entwuerfe"][-1]
    assert (last["status"], last["saetze"]) == ("keine_grundlage", [])
    assert last["zulieferung"]["amt"] is None
    assert any("Moselfunk" in h["text"] for h in last["hinweise"] if h["art"] == "praemisse")


def test_every_beleg_points_at_its_words(stellwerk: Program, drafted: dict[str, Any]) -> None:
    for satz in (s for e in drafted["entwuerfe"] for s in e["saetze"]):
        for beleg in satz["belege"]:
            printed = stellwerk.json("parse", papers_folder() / beleg["dokument"], "--text")["text"]
            assert printed[beleg["start"] : beleg["ende"]] == beleg["zitat"]
            assert " ".join(beleg["zitat"].split()) == satz["text"]
        break  # one paper is enough here: the offsets of all are a property test's matter


def test_the_draft_of_the_letter_bears_its_stamp_and_marks_its_blanks(
    stellwerk: Program, drafted: dict[str, Any]
) -> None:
    text = text_of(stellwerk.home / "entwurf.docx")
    assert "ENTWURF" in text
    assert "bereits Mitglied" in text
    assert "Beschlussempfehlung" in text


def test_who_handed_it_in_is_refused_and_another_decides(stellwerk: Program, drafted: dict[str, Any]) -> None:
    case = drafted["vorgang"]
    stellwerk.json("person", "invite", "Petra Sander", "--role", "sachbearbeitung")
    stellwerk.json("person", "invite", "Ilka Brandt", "--role", "freigabe")
    stellwerk.json("person", "invite", "Jan Ott", "--role", "freigabe")
    refused = stellwerk.run("case", "review", case, "--as", "Petra Sander", stdin="f\nw\ne\n")
    assert "darf nicht über Entwürfe entscheiden" in refused
    # Ilka changes point 2 in her own words, approves 1 and 3, and accepts the gap of point 4
    changed = stellwerk.run(
        "case", "review", case, "--as", "Ilka Brandt", "--inline",
        stdin="f\nä\nDie Zusammenarbeit wird weiter geprüft.\n.\nf\nf\nja\n",
    )  # fmt: skip
    assert "! Ohne Beleg: „Die Zusammenarbeit wird weiter" in changed
    shown = stellwerk.json("case", "show", case)
    assert [e["entscheidung"] for e in shown["entwuerfe"]] == ["freigegeben", "offen", "freigegeben", "freigegeben"]
    assert shown["entwuerfe"][1]["revision"] == 2
    own = stellwerk.run("case", "review", case, "--as", "Ilka Brandt", stdin="f\nja\nw\n")
    assert "kann sie nicht selbst freigeben" in own
    head = "ST/0950/2025\n22.09.2025\nDezernat I\n12-Amt für Digitalisierung\n\nStadtrat\n25.09.2025\nja\n\n\n"
    done = stellwerk.run("case", "review", case, "--as", "Jan Ott", stdin=f"f\nja\n{head}")
    assert "Alle Punkte sind freigegeben" in done
    assert stellwerk.json("case", "list")[0]["status"] == "freigegeben"


def test_the_approved_letter_has_no_stamp_any_more(stellwerk: Program, drafted: dict[str, Any]) -> None:
    target = stellwerk.home / "brief.docx"
    stellwerk.run("case", "export", drafted["vorgang"], "-o", target)
    text = text_of(target)
    assert "ENTWURF" not in text
    assert "ST/0950/2025" in text
    assert "Die Zusammenarbeit wird weiter geprüft." in text


def test_an_approved_reply_is_found_but_proves_nothing_until_it_was_sent(
    stellwerk: Program, drafted: dict[str, Any], tmp_path: Path
) -> None:
    found = stellwerk.json("search", "ST/0950/2025")
    assert [t["versandt"] for t in found["treffer"] if t["vorlage"] == "ST/0950/2025"]
    assert not any(t["versandt"] for t in found["treffer"] if t["vorlage"] == "ST/0950/2025")
    before = stellwerk.json("draft", again(tmp_path), "--stichtag", "2025-10-01")
    assert "ST/0950/2025" not in cited(before)

    stellwerk.json("case", "sent", drafted["vorgang"])
    assert stellwerk.json("case", "list")[-1]["status"] == "versandt"
    after = stellwerk.json("draft", again(tmp_path), "--stichtag", "2025-10-01")
    assert "ST/0950/2025" in cited(after)
    # the sentence that a person wrote and another accepted without a Beleg is no Beleg itself
    assert "weiter geprüft" not in json.dumps(after["entwuerfe"], ensure_ascii=False)


def again(folder: Path) -> Path:
    motion = folder / "neu.txt"
    motion.write_text(
        "Antrag\nVorlage: AT/0950/2025 | Datum: 30.09.2025\nVerfasser: Fraktion Mitte\nBetreff:\nDigitale Partner\n\n"
        "Der Stadtrat beauftragt die Verwaltung zu prüfen,\n\n1. ob die Stadt Koblenz dem Verein IT.Stadt Koblenz "
        "e. V. beitreten sollte,\n\n2. ob die Zusammenarbeit mit der PD – Berater der öffentlichen Hand GmbH weiter "
        "geprüft wird.\n\nBegründung:\nKeine.\n",
        encoding="utf-8",
    )
    return motion


def cited(found: dict[str, Any]) -> set[str]:
    return {b["vorlage"] for e in found["entwuerfe"] for s in e["saetze"] for b in s["belege"]}


def test_a_draft_is_not_taken_for_a_paper_that_was_sent(stellwerk: Program, drafted: dict[str, Any]) -> None:
    report = stellwerk.json("ingest", stellwerk.home / "entwurf.docx", expect=1)
    assert (report["neu"], report["neue_fassung"]) == (0, 0)
    assert "Lücken" in report["fehler"][0]["was"]


def test_a_broken_file_says_why_and_the_others_go_on(stellwerk: Program, tmp_path: Path) -> None:
    (tmp_path / "kaputt.pdf").write_bytes(b"%PDF-1.7 nichts")
    (tmp_path / "leer.txt").write_bytes(b"")
    (tmp_path / "gut.txt").write_text(
        "Stellungnahme\nzur Anfrage Nr. AF/0990/2025\nVorlage: ST/0990/2025 | Datum: 01.10.2025\nBetreff:\nBrunnen\n\n"
        "Stellungnahme:\n\n1. Wie viele Brunnen gibt es?\n\nAntwort zu 1. Zahl:\n\nEs gibt sieben Brunnen.\n",
        encoding="utf-8",
    )
    report = stellwerk.json("ingest", tmp_path, expect=1)
    assert report["neu"] == 1
    assert {f["datei"] for f in report["fehler"]} == {"kaputt.pdf", "leer.txt"}
    assert all(f["was"] and f["abhilfe"] for f in report["fehler"])


def test_an_unknown_case_and_an_unknown_person_say_what_to_do(stellwerk: Program) -> None:
    stellwerk.run("case", "show", "V-1999-0001", expect=1)
    assert "stellwerk case list" in stellwerk.last_error
    stellwerk.run("case", "review", "V-2025-0001", "--as", "Niemand Da", expect=1)
    assert "stellwerk person invite" in stellwerk.last_error
