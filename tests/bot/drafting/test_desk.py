"""The desk reads without storing, opens within its caller's transaction, and drafts without storing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.database import open_database
from bot.drafting.asking import Wortschatz
from bot.drafting.desk import Desk
from bot.ingest import Quelle
from bot.review.audit import AuditLog
from bot.review.cases import Cases
from bot.review.people import Person, Rolle
from bot.review.persons import Persons
from corpus.archive import Archive
from corpus.database import writing
from corpus.domain import Art, Entwurf, EntwurfStatus, Fundstelle, HinweisArt, Paper, Satz
from corpus.parsing.stellungnahme import parse_stellungnahme
from retrieval.search import Ergebnis, Query

NOW = datetime(2026, 11, 23, 9, 0)
HEUTE = NOW.date()
MOTION = """Antrag
Vorlage: AT/0007/2026
Verfasser: Fraktion Neue Mitte
Betreff: Sporthalle Altvelm

Die Verwaltung wird gebeten zu prüfen,
1. wie hoch die Kosten einer Sanierung der Sporthalle Altvelm wären,
2. ob die Halle während der Sanierung genutzt werden kann.
"""


class Nothing:
    """An archive that answers nothing, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Query] = []

    def search_many(self, queries: Sequence[Query]) -> list[Ergebnis]:
        self.asked += queries
        return [Ergebnis((), 0.0) for _ in queries]


class Room:
    """A desk over an empty archive."""

    def __init__(self, home: Path) -> None:
        self.engine = open_database(f"sqlite:///{home / 'stellwerk.db'}")
        self.archive = Archive(self.engine)
        audit = AuditLog(home / "audit.key")
        self.cases = Cases(self.engine, approvals=1, audit=audit)
        self.searcher = Nothing()
        asked: Any = lambda: self.searcher  # noqa: E731
        words = Wortschatz(seltenheit=lambda _: 1.0, bekannt=lambda name: "Beispiel" in name)
        self.desk = Desk(self.engine, self.archive, self.cases, asked, lambda _: words)
        self.person: Person = Persons(self.engine, audit=audit).enrol("Petra Sander", Rolle.SACHBEARBEITUNG, now=NOW)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def source(text: str, name: str = "antrag.txt") -> Quelle:
    return Quelle(name, text.encode)


def test_reading_stores_nothing(room: Room) -> None:
    read = room.desk.read(source(MOTION))
    assert (read.name, read.art, read.is_motion) == ("antrag.txt", Art.ANTRAG, True)
    assert [antrag.nummer for antrag in read.antraege] == ["AT/0007/2026"]
    assert room.archive.holdings().papiere == 0
    assert room.cases.all() == ()


def test_several_pictures_are_the_pages_of_one_paper(room: Room) -> None:
    first, second = MOTION[: MOTION.index("2. ob")], MOTION[MOTION.index("2. ob") :]
    read = room.desk.read(source(first, "Foto 1"), source(second, "Foto 2"))
    assert [len(antrag.anliegen) for antrag in read.antraege] == [2]
    pages = [read.text.seite(anliegen.start) for anliegen in read.antraege[0].anliegen]
    assert pages == [1, 2]
    assert read.text.rohtext.quelle == "ocr"


def test_the_order_of_the_pages_makes_another_file(room: Room) -> None:
    one, other = source("Antrag, Seite eins"), source("Antrag, Seite zwei")
    assert room.desk.read(one, other).sha256 != room.desk.read(other, one).sha256


def test_a_reply_is_no_motion(room: Room) -> None:
    reply = "Stellungnahme zum Antrag AT/0007/2026\n\n1. Wie hoch ist es?\nAntwort zu 1.:\nEs ist hoch.\n"
    assert not room.desk.read(source(reply)).is_motion


def test_a_case_stands_or_falls_with_its_callers_transaction(room: Room) -> None:
    read = room.desk.read(source(MOTION))
    with pytest.raises(RuntimeError), writing(room.engine) as connection:
        room.desk.open_in(connection, read, stichtag=HEUTE, von=room.person, now=NOW, quelle="telegram:1")
        raise RuntimeError
    assert room.archive.holdings().papiere == 0
    assert room.cases.all() == ()


def test_a_wish_is_looked_for_together_with_the_point(room: Room) -> None:
    (antrag,) = room.desk.read(source(MOTION)).antraege
    room.desk.drafts(antrag.anliegen, antrag.betreff, stichtag=HEUTE)
    plain, room.searcher.asked = room.searcher.asked, []
    room.desk.drafts(antrag.anliegen, antrag.betreff, stichtag=HEUTE, wish="  mehr zu\nFördermitteln ")
    assert not any("Fördermitteln" in query.text for query in plain)
    assert all("Fördermitteln" in query.text for query in room.searcher.asked)


def test_drafts_are_made_without_storing_and_counted_one_by_one(room: Room) -> None:
    (antrag,) = room.desk.read(source(MOTION)).antraege
    done: list[str] = []
    drafts = room.desk.drafts(antrag.anliegen, antrag.betreff, stichtag=date(2026, 1, 1), done=done.append)
    assert [(d.nr, d.status) for d in drafts] == [
        (1, EntwurfStatus.KEINE_GRUNDLAGE),
        (2, EntwurfStatus.KEINE_GRUNDLAGE),
    ]
    assert done == ["Punkt 1", "Punkt 2"]
    assert room.cases.all() == ()


# --- the gate stands between the drafter and the draft ---------------------------------------------------------------


def test_what_does_not_stand_on_its_quote_is_held_back(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    reply = (
        "Stellungnahme zum Antrag AT/0006/2026\nVorlage: ST/0006/2026\nDatum: 01.02.2026\n\n"
        "1. Wie hoch ist der Beitrag?\nAntwort zu 1.:\nDer Beitrag beträgt 1.200 Euro.\n"
    )
    read = room.desk.read(source(reply, "antwort.txt"))
    paper = Paper("antwort.txt", read.sha256, read.text, parse_stellungnahme(read.text.text), True)
    with writing(room.engine) as connection:
        stored = room.archive.store_in(connection, paper, now=NOW)
    quote = "Der Beitrag beträgt 1.200 Euro."
    start = read.text.text.index(quote)
    beleg = Fundstelle(
        "antwort.txt", stored.dokument_id, stored.version, None, None, ("1",), 1, quote, start, start + len(quote)
    )
    lies = Entwurf(1, "1.", EntwurfStatus.BELEGT, (
        Satz(quote, (beleg,)),
        Satz("Der Beitrag beträgt 1.300 Euro.", (beleg,)),
        Satz(quote, (replace(beleg, version=9),)),
        Satz(quote, (replace(beleg, dokument_id="anderes"),)),
    ))  # fmt: skip
    monkeypatch.setattr("bot.drafting.desk.draft_by_quotation", lambda *_, **__: lies)
    (antrag,) = room.desk.read(source(MOTION)).antraege
    (draft,) = room.desk.drafts(antrag.anliegen[:1], antrag.betreff, stichtag=HEUTE)
    assert [satz.text for satz in draft.saetze] == [quote]
    assert [hint.art for hint in draft.hinweise] == [HinweisArt.UNBELEGT] * 3
    assert "1.300 Euro" in draft.hinweise[0].text


def test_a_citizen_who_is_named_in_a_point_is_not_looked_for(room: Room) -> None:
    """Nobody's name, number or address goes to the archive, and no draft asks an office about them."""
    said = MOTION.replace("wären,", "wären; das fragte Anwohnerin Erika Muster, Tel. 0151 23456789,")
    points = room.desk.read(source(said)).antraege[0].anliegen
    assert "Muster" in points[0].text
    drafts = room.desk.drafts(points, "Sporthalle Altvelm", stichtag=HEUTE)
    asked = [query.text for query in room.searcher.asked]
    assert any("Sporthalle" in text for text in asked)
    assert not any("Muster" in text or "0151" in text for text in (*asked, *map(str, drafts)))


def test_whom_a_paper_names_the_point_may_be_about(room: Room) -> None:
    """Somebody of whom the archive speaks is looked for by name."""
    points = room.desk.read(source(MOTION.replace("die Halle", "Frau Beispiel die Halle"))).antraege[0].anliegen
    room.desk.drafts(points, "Sporthalle Altvelm", stichtag=HEUTE)
    assert any("Frau Beispiel" in query.text for query in room.searcher.asked)
