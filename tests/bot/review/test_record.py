"""The review record says who decided what and when, what was changed, and on which Belege it stood."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import app
from bot.database import open_database
from bot.review.record import record_docx, review_record_in
from bot.review.tables import freigabe
from corpus.database import reading, writing
from corpus.domain import Hinweis, HinweisArt
from corpus.domain import Satz as Sentence
from tests.bot.review.house import NOW, House, draft

CHANGED = draft(saetze=(Sentence("Ja, seit dem Jahr 2021.", ()),))


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A case that was refused, changed, given to an office, accepted with a gap and sent."""
    house = House(open_database(f"sqlite:///{tmp_path / 'stellwerk.db'}"))
    house.refuse(house.reviewer, "Das Jahr stimmt nicht.")
    house.change(house.reviewer, CHANGED)
    house.request(house.reviewer, revision=2)
    house.approve(house.second, revision=2, accepted=("unbelegt",))
    house.approve(house.second, nr=2)
    house.cases.note_letter_head(house.case, {"vorlage": "ST/0009/2024", "amt": "Sportamt"}, now=NOW)
    return house


def record(house: House) -> dict[str, Any]:
    with reading(house.engine) as connection:
        made: dict[str, Any] = review_record_in(
            connection, house.case, cases=house.cases, letters=house.letters, approvals=1, now=NOW
        )
    json.dumps(made)  # it is plain JSON
    return made


def words(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_the_record_tells_the_way_of_a_point(house: House) -> None:
    first, second = record(house)["punkte"][0]["fassungen"]
    assert (first["maschinell"], first["von"], first["verglichen_mit"]) == (True, "Petra Sander", None)
    assert first["entwurf"]["saetze"][0]["belege"][0]["vorlage"] == "ST/0001/2024"
    assert first["entscheidungen"] == [
        {"person": "Ilka Brandt", "entscheidung": "abgelehnt", "am": NOW.isoformat(), "grund": "Das Jahr stimmt nicht.",
         "angenommen": []}
    ]  # fmt: skip
    assert (second["von"], second["verglichen_mit"]) == ("Ilka Brandt", 1)
    assert "".join(c["alt"] for c in second["aenderungen"]) == "Ja, seit 2020."
    assert "".join(c["neu"] for c in second["aenderungen"]) == "Ja, seit dem Jahr 2021."
    assert second["entscheidungen"][0]["angenommen"] == ["unbelegt"]


def test_the_record_holds_requests_to_offices_and_the_entries_of_the_case_with_the_head(house: House) -> None:
    made = record(house)
    assert made["punkte"][0]["zulieferungen"][0]["amt"] == "Tiefbauamt"
    chain = made["pruefkette"]
    assert [e["art"] for e in chain["eintraege"]] == [
        "eroeffnet", "entwurf", "entwurf", "abgelehnt", "geaendert", "zulieferung", "freigegeben", "freigegeben",
        "kopf",
    ]  # fmt: skip
    assert chain["kopf"] == house.verify().kopf == chain["eintraege"][-1]["siegel"]


def test_the_hash_is_that_of_the_text_that_is_filed_and_sent(house: House) -> None:
    before = record(house)["brief"]
    assert before["text_sha256"] == hashlib.sha256(before["text"].encode()).hexdigest()
    assert house.letters.file_approved(house.case, now=NOW)
    house.letters.send(house.case, None, now=NOW + timedelta(hours=1))
    after = record(house)["brief"]
    assert after["versandt"] == {"text_sha256": before["text_sha256"], "abweichungen": []}
    assert "Versandt wurde der Text, wie er freigegeben ist." in words(record_docx(record(house)))


def test_a_change_of_the_text_changes_the_hash(house: House) -> None:
    before = record(house)["brief"]["text_sha256"]
    house.change(house.official, draft(text="Ja, seit 2022."), revision=2)
    assert record(house)["brief"]["text_sha256"] != before


def test_a_letter_that_was_sent_otherwise_is_told_with_its_difference(house: House) -> None:
    text = "Stellungnahme zum Antrag AT/18/2024\nVorlage: ST/0009/2024\nBetreff: Bad\n\n"
    text += "1. Ist das Bad offen?\nAntwort zu 1:\nNein, seit dem Jahr 2021.\n\n"
    text += "2. Ist das Bad offen?\nAntwort zu 2:\nJa, seit 2020.\n"
    paper = house.letters.read_sent(house.case, "brief.txt", text.encode())
    with writing(house.engine) as connection:
        difference = house.letters.send_in(connection, house.case, paper, now=NOW, quelle="test:8", von=house.second)
    assert [(d.alt, d.neu) for d in difference if d.alt != d.neu] == [("Ja", "Nein")]
    made = record(house)
    assert [(c["alt"], c["neu"]) for c in made["brief"]["versandt"]["abweichungen"]] == [("Ja", "Nein")]
    assert made["brief"]["versandt"]["text_sha256"] != made["brief"]["text_sha256"]
    assert "weicht der versandte Brief" in words(record_docx(made))
    with writing(house.engine) as connection:  # a second time changes nothing
        assert house.letters.send_in(connection, house.case, None, now=NOW, quelle="test:9") == ()
    assert house.verify().ok


def test_the_document_says_what_a_head_of_office_asks(house: House) -> None:
    told = words(record_docx(record(house)))
    for said in (
        "Antrag AT/18/2024: Bad", "Freigegeben: 2 von 2 Punkten.", "Von Menschen geändert: 1.",
        "Freigegeben von Jan Ott am 01.05.2024, 09:00 Uhr.", "Abgelehnt von Ilka Brandt",
        "Grund: „Das Jahr stimmt nicht.“", "Ausdrücklich angenommen: dass mindestens ein Satz keinen Beleg hat.",
        "[1] ST/0001/2024 (ohne Datum), zu 1, S. 1: „Ja, seit 2020.“", "Tiefbauamt", "Petra Sander", "Sportamt",
        record(house)["pruefkette"]["kopf"], record(house)["brief"]["text_sha256"],
    ):  # fmt: skip
        assert said in told


def test_what_was_taken_out_is_struck_through_and_what_was_put_in_underlined(house: House) -> None:
    document = docx.Document(io.BytesIO(record_docx(record(house))))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert [r.text for r in runs if r.font.strike] == ["2020"]
    assert [r.text for r in runs if r.underline] == ["dem Jahr 2021"]


def test_the_document_shows_every_quote_also_where_two_stand_in_one_answer(house: House) -> None:
    made = record(house)
    sentence = made["punkte"][0]["fassungen"][0]["entwurf"]["saetze"][0]
    other = [{**beleg, "zitat": "Die Halle ist neu."} for beleg in sentence["belege"]]
    made["punkte"][0]["fassungen"][0]["entwurf"]["saetze"] = [
        sentence, {**sentence, "text": "Die Halle ist neu.", "belege": other}, sentence,
    ]  # fmt: skip
    told = words(record_docx(made))
    assert "Die Halle ist neu. [2]" in told
    assert "[1] ST/0001/2024 (ohne Datum), zu 1, S. 1: „Ja, seit 2020.“" in told
    assert "[2] ST/0001/2024 (ohne Datum), zu 1, S. 1: „Die Halle ist neu.“" in told
    assert "[3]" not in told


def test_a_record_is_made_of_a_case_that_has_no_drafts_yet(house: House) -> None:
    house.case = house.open(house.official, "Ist das Hallenbad offen?", drafted=False)
    made = record(house)
    assert (made["brief"]["text"], made["punkte"][0]["fassungen"]) == (None, [])
    assert "keinen Brief" in words(record_docx(made)).replace("also auch ", "")


def test_that_there_is_something_not_public_stands_in_no_record(house: House) -> None:
    secret = draft(text="Neu.", hinweise=(Hinweis(HinweisArt.VERTRAULICH, "Es gibt etwas Nichtöffentliches."),))
    house.change(house.official, secret, revision=2)
    made = record(house)
    assert "Nichtöffentliches" not in json.dumps(made, ensure_ascii=False) + words(record_docx(made))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_makes_a_document_that_opens(house: House, text: str) -> None:
    made = record(house)
    made["betreff"] = made["punkte"][0]["frage"] = made["punkte"][0]["fassungen"][0]["entscheidungen"][0]["grund"] = (
        text
    )
    assert "Prüfvermerk" in words(record_docx(made))


# --- at the terminal


def run(house: House, *arguments: str, expect: int = 0) -> str:
    home = Path(str(house.engine.url.database)).parent
    done = CliRunner().invoke(app, ["--home", str(home), *arguments])
    assert done.exit_code == expect, done.output
    return done.output


def test_verify_ends_with_one_where_the_chain_is_broken(house: House) -> None:
    found = json.loads(run(house, "audit", "verify", "--json"))
    assert (found["ok"], found["fehler"], found["kopf"]) == (True, [], house.verify().kopf)
    assert "unversehrt" in run(house, "audit", "verify", "--kopf", found["kopf"][:16])
    with writing(house.engine) as connection:
        connection.execute(freigabe.update().values(grund="anders"))
    found = json.loads(run(house, "audit", "verify", "--json", expect=1))
    assert found["ok"] is False
    assert found["fehler"]
    assert "nicht unversehrt" in run(house, "audit", "verify", expect=1)


def test_export_writes_json_and_a_document_that_opens(house: House, tmp_path: Path) -> None:
    run(house, "audit", "export", house.case, "-o", str(tmp_path / "vermerk.json"))
    made = json.loads((tmp_path / "vermerk.json").read_text(encoding="utf-8"))
    assert made["pruefkette"]["kopf"] == house.verify().kopf
    run(house, "audit", "export", house.case, "-o", str(tmp_path / "vermerk.docx"))
    assert "Prüfvermerk" in words((tmp_path / "vermerk.docx").read_bytes())
    assert "Endungen" in run(house, "audit", "export", house.case, "-o", "vermerk.odt", expect=2)


def test_an_invitation_has_a_link_once_the_bots_name_is_known(house: House) -> None:
    from bot.channels.accounts import set_fact_in

    made = json.loads(run(house, "person", "invite", "Nele Groß", "--role", "freigabe", "--json"))
    assert made["link"] is None
    assert "stellwerk bot" in made["hinweis"]
    with writing(house.engine) as connection:
        set_fact_in(connection, "telegram.username", "velmenau_bot")
    made = json.loads(run(house, "person", "invite", "Nele Groß", "--role", "leitung", "--json"))
    assert made["link"] == f"https://t.me/velmenau_bot?start={made['token']}"
    assert (made["rolle_bisher"], made["hinweis"]) == ("freigabe", None)
    assert "bisher leitung" in run(house, "person", "invite", "Nele Groß", "--role", "freigabe")


def test_the_list_of_persons_shows_chats_and_absences(house: House) -> None:
    from bot.channels.accounts import absent_in
    from bot.channels.tables import account
    from bot.clock import now, today

    with writing(house.engine) as connection:
        row = {"channel": "telegram", "user_id": "7", "chat_id": "7", "reachable": False, "linked_at": now()}
        connection.execute(account.insert().values(person_id=house.reviewer.id, **row))
        absent_in(connection, house.reviewer.id, today(), today() + timedelta(days=3), house.second.id)
    one = next(p for p in json.loads(run(house, "person", "list", "--json")) if p["name"] == "Ilka Brandt")
    assert one["konten"] == [{"kanal": "telegram", "erreichbar": False}]
    assert one["abwesend"]["vertretung"] == "Jan Ott"
    assert "erreichbar)" in run(house, "person", "list")
