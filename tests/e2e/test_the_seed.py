"""The paper that started it all: read from a scan with the wrong language model, asked again, answered with its words.

The paper is no part of the project; where it is missing, these tests are skipped.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHARED, Program

SEED = SHARED / "seeds" / "000_693be6e07fae0146.txt"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.skipif(not SEED.is_file(), reason="the seed lies in ../shared, which is not part of the project"),
]

MOTION = """Antrag
Vorlage: AT/0777/2025 | Datum: 01.09.2025
Verfasser: Fraktion Zukunft
Betreff:
Digitale Zusammenarbeit ausbauen

Der Stadtrat beauftragt die Verwaltung zu prüfen,

1. in welcher Form die Zusammenarbeit mit dem Verein IT.Stadt Koblenz e. V. vertieft werden kann,

2. ob IT.Stadt Koblenz e. V. beratend in städtische Gremien eingebunden werden kann,

3. ob die Stadt Koblenz dem Verein IT.Stadt Koblenz e. V. als Mitglied beitreten sollte,

4. ob eine Kooperation mit der PD – Berater der öffentlichen Hand GmbH in Betracht kommt,

5. ob ein Vertrag mit der Rheinfunk Sensorik eG geschlossen werden soll.

Begründung:
Nur gemeinsam gelingt die Digitalisierung.
"""


@pytest.fixture(scope="module")
def stellwerk(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Program:
    program = Program(tmp_path_factory.mktemp("seed"), model_folder)
    report = program.json("ingest", SEED, "--oeffentlich")
    assert (report["neu"], report["fehler"]) == (1, [])
    return program


def test_the_scan_is_understood_whole(stellwerk: Program) -> None:
    paper = stellwerk.json("parse", SEED)
    assert (paper["vorlage"], paper["antrag"], paper["datum"]) == ("ST/0078/2025", "AT/0080/2025", "2025-06-25")
    assert (paper["dezernat"], paper["amt"]) == ("Dezernat 1", "10-Amt für Personal und Organisation")
    assert (paper["fraktion"], paper["oeffentlich"]) == ("FDP", True)
    assert paper["gremienweg"] == [{"datum": "2025-06-26", "gremium": "Stadtrat"}]
    assert [a["nr"] for a in paper["antworten"]] == [["1"], ["2"], ["3"], ["4"]]
    assert paper["finanzielle_auswirkungen"] is None
    assert "Ausführungen" in paper["beschlussempfehlung"]
    everything = stellwerk.json("parse", SEED, "--text")["text"]
    for misread in ("fiir", "stirken", "begriiBen", "6ffentlichen", "iithr", "I1T", "stddt", "gedndert", "gepriift"):
        assert misread not in everything
    for right in ("Smart-City", "Steuerungsgruppe", "Chief Digital Officer", "Taskforce", "Digitalbeirat", "IT.Stadt"):
        assert right in everything


def test_who_asks_again_learns_what_was_said(stellwerk: Program, tmp_path: Path) -> None:
    motion = tmp_path / "antrag.txt"
    motion.write_text(MOTION, encoding="utf-8")
    drafts: list[dict[str, Any]] = stellwerk.json("draft", motion)["entwuerfe"]
    assert [d["status"] for d in drafts][2:] == ["bereits_erfuellt", "belegt", "keine_grundlage"]
    assert "besteht bereits" in drafts[2]["saetze"][0]["text"] or "bereits Mitglied" in drafts[2]["saetze"][0]["text"]
    beleg = drafts[2]["saetze"][0]["belege"][0]
    assert (beleg["vorlage"], beleg["datum"]) == ("ST/0078/2025", "2025-06-25")
    assert any("wurde in der Vergangenheit geprüft" in s["text"] for s in drafts[3]["saetze"])
    assert drafts[4]["saetze"] == []
    assert [d["status"] for d in drafts[:2]] == ["belegt", "belegt"]
    assert all(d["saetze"] for d in drafts[:2])
