"""The desk asks for the facts before it drafts: what has ended by the Stichtag is in no draft, what holds is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.database import open_database
from bot.drafting.asking import Wortschatz
from bot.drafting.desk import Desk
from bot.fact_level import bring_facts_level
from bot.review.audit import AuditLog
from bot.review.cases import Cases
from bot.review.facts import FactBook
from bot.review.people import Rolle
from bot.review.persons import Persons
from corpus.archive import Archive
from corpus.domain import Anliegen, AnliegenArt, Entwurf, EntwurfStatus, HinweisArt
from retrieval.search import Ergebnis, Query, Treffer
from tests.builders import reply

NOW = datetime(2026, 11, 23, 9, 0)
FERRY = "Die Fähre Nordufer verkehrt täglich bis 22 Uhr."
POINT = Anliegen(1, "1.", "Bis wann verkehrt die Fähre Nordufer täglich?", AnliegenArt.FRAGE, (), 0, 44)


class Everything:
    """A search that finds the whole archive, as it is dated."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def search_many(self, queries: Sequence[Query]) -> list[Ergebnis]:
        found = []
        for query in queries:
            hits = [p for p in self.archive.all_passages() if p.datum and (not query.before or p.datum < query.before)]
            ranked = tuple(Treffer(i, 1.0, p, p.start, p.ende, p.text) for i, p in enumerate(hits, 1))
            found.append(Ergebnis(ranked, 0.9 if hits else 0.0))
        return found


class Room:
    """A desk over one reply of 2021 on a ferry."""

    def __init__(self, home: Path) -> None:
        self.engine = open_database(f"sqlite:///{home / 'stellwerk.db'}")
        self.archive = Archive(self.engine)
        audit = AuditLog(home / "audit.key")
        cases = Cases(self.engine, approvals=1, audit=audit)
        self.lena = Persons(self.engine, audit=audit).enrol("Lena Leitung", Rolle.LEITUNG, now=NOW)
        self.book = FactBook(self.engine, audit=audit)
        asked: Any = lambda: Everything(self.archive)  # noqa: E731
        words = Wortschatz(seltenheit=lambda _: 1.0, bekannt=lambda _: True)
        self.desk = Desk(
            self.engine, self.archive, cases, asked, lambda _: words,
            lambda: bring_facts_level(self.engine, self.archive, now=NOW),
        )  # fmt: skip
        question = ("Bis wann verkehrt die Fähre Nordufer?", FERRY)
        self.archive.store(reply(question, vorlage="ST/0007/2021", datum=date(2021, 5, 4), betreff="Fähre"), now=NOW)

    def draft(self, day: date) -> Entwurf:
        return self.desk.draft_point(POINT, "Fähre", stichtag=day)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_an_ended_fact_is_drafted_until_its_end_and_then_only_named(room: Room) -> None:
    (fact,) = room.book.standings(stichtag=date(2024, 1, 1))
    room.book.end(fact.fakt.id, room.lena, gilt_bis=date(2025, 1, 1), grund="Betrieb eingestellt", now=NOW)
    assert [s.text for s in room.draft(date(2024, 12, 31)).saetze] == [FERRY]
    after = room.draft(date(2025, 1, 1))
    assert (after.status, after.saetze) == (EntwurfStatus.KEINE_GRUNDLAGE, ())
    assert "Betrieb eingestellt" in "".join(h.text for h in after.hinweise if h.art is HinweisArt.VERALTET)


def test_a_newer_paper_is_compared_before_the_next_draft_is_made(room: Room) -> None:
    ended = "Die Fähre Nordufer verkehrt nicht mehr."
    room.archive.store(
        reply(("Wie steht es um die Fähre?", ended), vorlage="ST/0002/2025", datum=date(2025, 3, 1), betreff="Fähre"),
        now=NOW,
    )
    assert [s.text for s in room.draft(date(2025, 2, 28)).saetze] == [FERRY]
    assert FERRY not in [s.text for s in room.draft(date(2025, 3, 1)).saetze]
