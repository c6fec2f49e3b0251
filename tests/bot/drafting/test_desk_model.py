"""The desk with a language model: the same drafts in other words, recorded; without one exactly as before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.database import open_database
from bot.drafting.asking import Wortschatz
from bot.drafting.desk import Desk
from bot.drafting.model.connecting import connect
from bot.drafting.model.motion import Formulierer
from bot.drafting.model.prompt import load_prompt
from bot.drafting.revising import revise
from bot.review.audit import AuditLog
from bot.review.cases import Cases
from bot.review.model_line import model_line
from bot.review.people import Rolle
from bot.review.persons import Persons
from bot.review.tables import revision
from corpus.archive import Archive
from corpus.database import reading
from corpus.domain import Anliegen, AnliegenArt, Antrag, Art, Entwurf, EntwurfStatus, Modellvermerk, Paper
from corpus.jsonform import entwurf_from_json, entwurf_to_json
from retrieval.search import Ergebnis, Query, Treffer
from tests.bot.drafting.model.office import settings
from tests.bot.drafting.model.server import Server, said, serving
from tests.builders import plain, reply

NOW = datetime(2026, 11, 23, 9, 0)
DAY = NOW.date()
FERRY = "Die Fähre Nordufer verkehrt täglich bis 22 Uhr."
WORDED = "Täglich bis 22 Uhr verkehrt die Fähre Nordufer."
POINT = Anliegen(1, "1.", "Bis wann verkehrt die Fähre Nordufer täglich?", AnliegenArt.FRAGE, (), 0, 44)
UNKNOWN = replace(POINT, nr=2, marke="2.", text="Wie viele Störche brüten am Weiher?")


class Everything:
    """A search that finds the whole archive, and notes what it was asked."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.asked: list[Query] = []

    def search_many(self, queries: Sequence[Query]) -> list[Ergebnis]:
        self.asked += queries
        hits = [p for p in self.archive.all_passages() if p.betreff == "Fähre"]
        ranked = tuple(Treffer(i, 1.0, p, p.start, p.ende, p.text) for i, p in enumerate(hits, 1))
        return [Ergebnis(ranked, 0.9) for _ in queries]


class Room:
    """A desk over a reply on a ferry and two others of the same office."""

    def __init__(self, home: Path, server: Server | None) -> None:
        self.engine = open_database(f"sqlite:///{home / 'stellwerk.db'}")
        self.archive = Archive(self.engine)
        audit = AuditLog(home / "audit.key")
        self.cases = Cases(self.engine, approvals=1, audit=audit)
        self.person = Persons(self.engine, audit=audit).enrol("Petra Sander", Rolle.SACHBEARBEITUNG, now=NOW)
        self.search = Everything(self.archive)
        asked: Any = lambda: self.search  # noqa: E731
        words = Wortschatz(seltenheit=lambda _: 1.0, bekannt=lambda _: True)
        writer = None
        if server is not None:
            url = server.url
            writer = Formulierer(lambda: connect(settings(url)), load_prompt, budget_tokens=50_000)
        self.desk = Desk(self.engine, self.archive, self.cases, asked, lambda _: words, formulierer=writer)
        long = "Das Sportamt antwortet stets in zwei Sätzen. Es nennt dabei seine Öffnungszeiten und bleibt höflich."
        for number, subject, public, answer in (
            ("ST/0007/2021", "Fähre", True, FERRY), ("ST/0008/2022", "Halle", True, long),
            ("ST/0009/2023", "Geheimes", False, f"Vertraulich: {long}"),
        ):  # fmt: skip
            paper = reply(
                ("Bis wann?", answer),
                vorlage=number,
                datum=date(int(number[-4:]), 5, 4),
                betreff=subject,
                oeffentlich=public,
            )
            self.archive.store(paper, now=NOW)

    def draft(self, *points: Anliegen, **more: Any) -> list[Entwurf]:
        return self.desk.drafts(points or (POINT,), "Fähre", stichtag=DAY, **more)


def test_a_draft_is_worded_recorded_and_otherwise_the_same(tmp_path: Path) -> None:
    """Sources, status and hints are those of the quotation draft; a point without ground isn't sent."""
    with serving(said((WORDED, "B1"))) as server:
        worded = Room(tmp_path, server).draft(POINT, UNKNOWN)
    (tmp_path / "ohne").mkdir()
    quoted = Room(tmp_path / "ohne", None).draft(POINT, UNKNOWN)
    assert [s.text for s in worded[0].saetze] == [WORDED]
    assert [s.text for s in quoted[0].saetze] == [FERRY]
    assert worded[0].saetze[0].belege == quoted[0].saetze[0].belege
    assert (worded[0].status, worded[0].hinweise) == (quoted[0].status, quoted[0].hinweise)
    assert worded[1] == quoted[1]
    assert worded[1].status is EntwurfStatus.KEINE_GRUNDLAGE
    assert len(server.requests) == 1
    assert quoted[0].modell is None
    assert "modell" not in entwurf_to_json(quoted[0])


def test_the_tone_is_that_of_the_same_office_and_public(tmp_path: Path) -> None:
    """Another short answer of the office that is quoted; never one that isn't public."""
    with serving(said((WORDED, "B1"))) as server:
        Room(tmp_path, server).draft()
    asked = server.requests[0]["messages"][1]["content"]
    assert "Das Sportamt antwortet stets in zwei Sätzen." in asked
    assert "Vertraulich" not in asked


def test_a_wish_for_another_style_reaches_the_model_and_not_the_search(tmp_path: Path) -> None:
    """ "kürzer" is no word to search for; what the draft is to speak of is."""
    with serving(said((WORDED, "B1"))) as server:
        room = Room(tmp_path, server)
        room.draft(wish="kürzer, mehr zu den Kosten")
    assert "kürzer, mehr zu den Kosten" in server.requests[0]["messages"][1]["content"]
    assert not any("kürzer" in query.text for query in room.search.asked)
    assert any("Kosten" in query.text for query in room.search.asked)


def test_the_record_is_stored_with_the_revision_and_read_again(tmp_path: Path) -> None:
    """As written; a draft in the same words is no new revision, however long the model took this time."""
    with serving(said((WORDED, "B1"))) as server:
        room = Room(tmp_path, server)
        antrag = Antrag("AT/0001/2026", None, "Fähre", DAY, None, (POINT,), True)
        stored = room.archive.store(Paper("a.txt", "0" * 64, plain(POINT.text), antrag, True), now=NOW)
        case = room.cases.open_in  # opened within a transaction, as the desk does
        from corpus.database import writing

        with writing(room.engine) as connection:
            vorgang = case(
                connection, stored.dokument_id, stored.version, stichtag=DAY, von=room.person, now=NOW, quelle="t"
            )
        for _ in range(2):
            room.cases.add_drafts(vorgang, room.draft(), stichtag=DAY, von=room.person, now=NOW)
    (kept,) = room.cases.get(vorgang).revisionen
    record = kept.entwurf.modell
    assert record is not None
    assert record.name == "openai:m"
    assert record.prompt_sha256 == load_prompt().sha256
    assert (record.tokens_ein, record.tokens_aus, record.saetze, record.rueckfall) == (100, 20, 1, False)
    with reading(room.engine) as connection:
        (row,) = connection.execute(select(revision.c.entwurf)).all()
    assert row.entwurf["modell"]["tokens_aus"] == 20


def test_a_revision_of_before_there_were_models_is_read(tmp_path: Path) -> None:
    """Old rows have no such key."""
    (draft,) = Room(tmp_path, None).draft()
    old = entwurf_to_json(draft)
    assert entwurf_from_json(old) == draft
    assert entwurf_from_json(old).modell is None


def test_the_record_goes_through_json_and_is_one_line_for_people() -> None:
    """Nothing is lost on the way; None stays None."""
    record = Modellvermerk(
        "openai:m", "ab" * 32, None, None, 12.4, 3, ("Die Zahl „5“ steht nicht in der Quelle.",), True
    )
    draft = Entwurf(1, None, EntwurfStatus.BELEGT, (), modell=record)
    assert entwurf_from_json(entwurf_to_json(draft)).modell == record
    assert model_line(record) == (
        "Sprachmodell openai:m (Prompt abababababab): 3 Sätze formuliert, 1 nicht übernommen; "
        "was nicht bestand, ist zitiert; 12 s."
    )


def test_a_persons_wording_is_not_the_models(tmp_path: Path) -> None:
    """What a person wrote anew has no model in its record."""
    with serving(said((WORDED, "B1"))) as server:
        (draft,) = Room(tmp_path, server).draft()
    assert draft.modell is not None
    assert revise(draft, "Die Fähre fährt bis 22 Uhr.").modell is None


@pytest.mark.parametrize("art", [Art.STELLUNGNAHME])
def test_the_latest_answers_of_an_office_leave_out_what_is_not_to_be_shown(tmp_path: Path, art: Art) -> None:
    """Public, sent, of the office, up to the day, none of the papers named."""
    room = Room(tmp_path, None)
    assert room.archive.latest_answers("52-Sportamt", bis=DAY)[0].startswith("Das Sportamt")
    assert room.archive.latest_answers("52-Sportamt", bis=date(2021, 12, 31)) == ()
    assert room.archive.latest_answers("66-Tiefbauamt", bis=DAY) == ()
