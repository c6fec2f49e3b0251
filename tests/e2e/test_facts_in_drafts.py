"""One fact confirmed, one ended, one replaced: what the draft says before and after, at three Stichtage.

The tests of this file build on one another's archive and run in one worker, in order.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Program

pytestmark = [pytest.mark.slow, pytest.mark.model]

PAPERS = {
    "st-0101-2021.txt": (
        "ST/0101/2021 | Datum: 06.09.2021",
        "Hafenkultur und Fähre",
        (
            "ob die Stadt dem Verband Hafenkultur Musterau e. V. beitreten kann,",
            "Die Stadt Musterau ist seit dem 1. April 2021 Mitglied im Verband Hafenkultur Musterau e. V.",
        ),
        (
            "welche Stelle zum Ehrenamt im Hafen berät,",
            "Die Beratung zum Ehrenamt im Hafen übernimmt das Hafenamt. Sie ist kostenfrei.",
        ),
        (
            "zu welchen Zeiten die Fähre Nordufer verkehrt.",
            "Die Fähre Nordufer verkehrt täglich von 6 bis 22 Uhr.",
        ),
    ),
    "st-0044-2024.txt": (
        "ST/0044/2024 | Datum: 12.03.2024",
        "Aufgaben des Kulturbüros",
        (
            "welche Aufgaben das Kulturbüro inzwischen hat.",
            "Seit dem 1. März 2024 ist das Kulturbüro für die Begleitung freiwillig Engagierter zuständig.",
        ),
    ),
}
MOTION = (
    "Antrag\nVorlage: AT/0007/2025 | Datum: 02.06.2025\nVerfasser: Fraktion Mitte\nBetreff:\nHafen und Ehrenamt\n\n"
    "Der Stadtrat beauftragt die Verwaltung zu prüfen,\n\n1. ob die Stadt dem Verband Hafenkultur Musterau e. V. "
    "beitreten kann,\n\n2. welche Stelle zum Ehrenamt im Hafen berät,\n\n3. zu welchen Zeiten die Fähre Nordufer "
    "verkehrt.\n\nBegründung:\nKeine.\n"
)
STICHTAGE = ("2022-06-01", "2024-06-01", "2025-06-01")
MEMBER = "Die Stadt Musterau ist seit dem 1. April 2021 Mitglied im Verband Hafenkultur Musterau e. V."
ADVICE = "Die Beratung zum Ehrenamt im Hafen übernimmt das Hafenamt."
FERRY = "Die Fähre Nordufer verkehrt täglich von 6 bis 22 Uhr."


@pytest.fixture(scope="module")
def stellwerk(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Program:
    program = Program(tmp_path_factory.mktemp("city"), model_folder)
    folder = program.home / "papiere"
    folder.mkdir()
    for name, (number, betreff, *answers) in PAPERS.items():
        body = "\n\n".join(
            f"{nr}. {question}\n\nAntwort zu {nr}:\n\n{answer}" for nr, (question, answer) in enumerate(answers, 1)
        )
        head = f"Stellungnahme\nVorlage: {number}\nVerfasser: | 80-Hafenamt | Az.:\nBetreff:\n\n{betreff}\n\n"
        (folder / name).write_text(f"{head}Stellungnahme:\n\n{body}\n", encoding="utf-8")
    (program.home / "antrag.txt").write_text(MOTION, encoding="utf-8")
    assert program.json("ingest", folder, "--oeffentlich")["neu"] == 2
    program.json("person", "invite", "Lena Leitung", "--role", "leitung")
    program.json("person", "invite", "Sven Sach", "--role", "sachbearbeitung")
    return program


def drafts(stellwerk: Program) -> dict[str, dict[int, dict[str, Any]]]:
    """By Stichtag and point, the draft."""
    found = {}
    for day in STICHTAGE:
        drafted = stellwerk.json("draft", stellwerk.home / "antrag.txt", "--stichtag", day)
        found[day] = {e["nr"]: e for e in drafted["entwuerfe"]}
    return found


def said(draft: dict[str, Any]) -> list[str]:
    return [satz["text"] for satz in draft["saetze"]]


def overtaken(draft: dict[str, Any]) -> str:
    return " ".join(h["text"] for h in draft["hinweise"] if h["art"] == "veraltet")


def id_of(stellwerk: Program, *words: str) -> str:
    (fact,) = stellwerk.json("fact", "list", *words, "--stichtag", "2024-06-01")
    found: str = fact["id"]
    return found


def test_before_any_deed_every_draft_says_what_the_papers_say(stellwerk: Program) -> None:
    for points in drafts(stellwerk).values():
        assert (points[1]["status"], said(points[1])[:1]) == ("bereits_erfuellt", [MEMBER])
        assert ADVICE in said(points[2])
        assert said(points[3]) == [FERRY]


def test_only_leitung_decides_on_facts_and_nothing_was_written(stellwerk: Program) -> None:
    one = id_of(stellwerk, "Fähre")
    stellwerk.run("fact", "confirm", one, "--as", "Sven Sach", expect=1)
    assert "Rolle Leitung" in stellwerk.last_error
    assert stellwerk.json("fact", "show", one)["verlauf"] == []


def test_the_deeds_are_done_and_stand_in_the_history_and_the_chain(stellwerk: Program) -> None:
    ferry, member, advice = (id_of(stellwerk, w) for w in ("Fähre", "Hafenkultur", "übernimmt"))
    instead = id_of(stellwerk, "Kulturbüro")
    by = ("--as", "Lena Leitung")
    confirmed = stellwerk.json("fact", "confirm", ferry[:8], *by)
    assert confirmed[0]["bestaetigt_am"] > "2024-06-01"
    ended = stellwerk.json("fact", "end", member, *by, "--gilt-bis", "2025-01-01", "--grund", "Austritt beschlossen")
    assert (ended["gilt_ab"], ended["gilt_bis"]) == ("2021-04-01", "2025-01-01")
    assert [point["nr"] for point in ended["offene_punkte"]] == [1]
    replaced = stellwerk.json("fact", "replace", advice, *by, "--durch", instead)
    assert (replaced["abgeloest_durch"], replaced["gilt_bis"]) == (instead, "2024-03-01")
    stellwerk.run("fact", "end", member, *by, "--grund", "noch einmal", expect=1)
    assert "schon entschieden" in stellwerk.last_error
    assert "Lena Leitung" in stellwerk.last_error
    checked = stellwerk.json("audit", "verify")
    assert (checked["ok"], checked["fehler"]) == (True, [])


def test_afterwards_each_draft_says_what_holds_on_its_day(stellwerk: Program) -> None:
    after = drafts(stellwerk)
    for day in STICHTAGE[:2]:
        assert (after[day][1]["status"], said(after[day][1])[:1]) == ("bereits_erfuellt", [MEMBER])
    assert MEMBER not in said(after["2025-06-01"][1])
    assert after["2025-06-01"][1]["status"] == "keine_grundlage"
    assert "Austritt beschlossen" in overtaken(after["2025-06-01"][1])
    assert ADVICE in said(after["2022-06-01"][2])
    for day in STICHTAGE[1:]:
        assert ADVICE not in said(after[day][2])
        assert "Seit dem 1. März 2024 ist das Kulturbüro" in overtaken(after[day][2])  # a long quote is cut short
    for day in STICHTAGE:
        assert said(after[day][3]) == [FERRY]


def test_the_list_follows_the_stichtag_and_the_words(stellwerk: Program) -> None:
    def listed(*arguments: str) -> list[str]:
        return [fact["aussage"] for fact in stellwerk.json("fact", "list", *arguments)]

    assert listed("Hafenkultur", "--stichtag", "2024-12-31") == [MEMBER]
    assert listed("Hafenkultur", "--stichtag", "2025-01-01") == []
    assert listed("Hafenkultur", "--stichtag", "2025-01-01", "--alle") == [MEMBER]
    assert listed("Hafenkultur", "--stichtag", "2021-09-05", "--alle") == []


def test_what_was_confirmed_today_does_not_grow_old_and_what_drafts_rest_on_comes_first(stellwerk: Program) -> None:
    found = stellwerk.json("fact", "stale")
    assert FERRY not in [fact["aussage"] for fact in found]
    resting = [fact["entwuerfe"] for fact in found]
    assert resting == sorted(resting, reverse=True)


def test_a_deed_that_was_changed_in_the_database_is_found(stellwerk: Program) -> None:
    import sqlite3

    (database,) = (stellwerk.home / "stellwerk").glob("*.db")
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE fakt_tat SET gilt_bis = '2020-01-01' WHERE tat = 'beendet'")
    connection.close()
    checked = stellwerk.json("audit", "verify", expect=1)
    assert any("Entscheidung über den Fakt" in fault for fault in checked["fehler"])
