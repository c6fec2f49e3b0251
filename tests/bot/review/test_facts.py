"""Deeds on facts: who may, when not, that nothing is overwritten, and that facts outlive a paper's versions."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select, update

from bot.database import open_database
from bot.fact_level import bring_facts_level
from bot.review.audit import AuditLog, verify
from bot.review.facts import FactBook
from bot.review.people import Person, Rolle
from bot.review.persons import Persons
from bot.review.tables import audit as audit_table
from corpus.archive import Archive
from corpus.database import reading, writing
from corpus.errors import StellwerkError
from corpus.facts.store import Tat
from corpus.identity import document_id
from corpus.tables import fakt, fakt_lesung, fakt_tat
from corpus.verbatim import verbatim_in
from tests.builders import reply

NOW = datetime(2026, 11, 23, 9, 0)
TODAY = NOW.date()
FERRY = ("Wann fährt die Fähre?", "Die Fähre verkehrt täglich bis 22 Uhr. Der Fahrpreis beträgt 2 Euro.")


class Town:
    """An archive with one public reply of 2021, and three persons."""

    def __init__(self, home: Path) -> None:
        self.engine = open_database(f"sqlite:///{home / 'stellwerk.db'}")
        self.archive = Archive(self.engine)
        self.audit = AuditLog(home / "audit.key")
        persons = Persons(self.engine, audit=self.audit)
        self.lena = persons.enrol("Lena Leitung", Rolle.LEITUNG, now=NOW)
        self.frank = persons.enrol("Frank Freigabe", Rolle.FREIGABE, now=NOW)
        self.book = FactBook(self.engine, audit=self.audit)
        self.archive.store(reply(FERRY, vorlage="ST/0007/2021", datum=date(2021, 5, 4)), now=NOW)

    def id(self, words: str) -> str:
        return next(s.fakt.id for s in self.book.standings(stichtag=TODAY, alle=True) if words in s.fakt.aussage)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


@pytest.mark.parametrize("person", ["frank"])
def test_only_leitung_may(town: Town, person: str) -> None:
    who: Person = getattr(town, person)
    one, other = town.id("Fähre"), town.id("Fahrpreis")
    for deed in (
        lambda: town.book.confirm(one, who, now=NOW),
        lambda: town.book.end(one, who, gilt_bis=TODAY, grund="x", now=NOW),
        lambda: town.book.replace(one, who, other, now=NOW),
        lambda: town.book.correct(one, who, {"art": "zahl"}, grund="x", now=NOW),
    ):
        with pytest.raises(StellwerkError, match="Rolle Leitung"):
            deed()
    assert town.book.find(one).taten == ()


def test_a_revoked_leitung_may_not(town: Town) -> None:
    gone = Person(town.lena.id, town.lena.name, Rolle.LEITUNG, aktiv=False)
    with pytest.raises(StellwerkError, match="Rolle Leitung"):
        town.book.confirm(town.id("Fähre"), gone, now=NOW)


def test_a_confirmation_moves_the_second_clock_alone(town: Town) -> None:
    before = town.book.find(town.id("Fähre")).fakt
    after = town.book.confirm(before.id, town.lena, now=NOW).fakt
    assert (before.bestaetigt_am, after.bestaetigt_am) == (date(2021, 5, 4), TODAY)
    assert (after.gilt_ab, after.gilt_bis, after.aussage) == (before.gilt_ab, before.gilt_bis, before.aussage)


def test_an_end_without_a_reason_or_before_the_beginning_is_refused(town: Town) -> None:
    one = town.id("Fähre")
    with pytest.raises(StellwerkError, match="Grund"):
        town.book.end(one, town.lena, gilt_bis=TODAY, grund="  ", now=NOW)
    town.book.correct(one, town.lena, {"gilt_ab": "2020-01-01"}, grund="steht im Fahrplan", now=NOW)
    with pytest.raises(StellwerkError, match="gilt erst ab"):
        town.book.end(one, town.lena, gilt_bis=date(2019, 1, 1), grund="x", now=NOW)


def test_who_comes_second_learns_who_was_first(town: Town) -> None:
    one = town.id("Fähre")
    town.book.end(one, town.lena, gilt_bis=TODAY, grund="eingestellt", now=NOW)
    with pytest.raises(StellwerkError, match=r"beendet zum 23\.11\.2026 von Lena Leitung"):
        town.book.replace(one, town.lena, town.id("Fahrpreis"), now=NOW)


def test_what_was_ended_holds_again_only_when_said_with_a_reason(town: Town) -> None:
    one = town.id("Fähre")
    town.book.end(one, town.lena, gilt_bis=TODAY, grund="eingestellt", now=NOW)
    with pytest.raises(StellwerkError, match="nicht mehr gültig"):
        town.book.confirm(one, town.lena, now=NOW)
    with pytest.raises(StellwerkError, match="Grund"):
        town.book.confirm(one, town.lena, wieder=True, now=NOW)
    again = town.book.confirm(one, town.lena, wieder=True, grund="doch nicht", now=NOW)
    assert again.fakt.gilt_bis is None
    assert [deed.tat for deed in again.taten] == [Tat.BEENDET, Tat.BESTAETIGT]


def test_a_fact_gives_way_to_no_older_one_and_not_to_itself(town: Town) -> None:
    town.archive.store(reply(("Und heute?", "Die Fähre verkehrt bis 23 Uhr."), datum=date(2024, 1, 5)), now=NOW)
    new, old = town.id("23 Uhr"), town.id("22 Uhr")
    with pytest.raises(StellwerkError, match="älter"):
        town.book.replace(new, town.lena, old, now=NOW)
    with pytest.raises(StellwerkError, match="sich selbst"):
        town.book.replace(new, town.lena, new, now=NOW)
    done = town.book.replace(old, town.lena, new, now=NOW)
    assert (done.fakt.abgeloest_durch, done.fakt.gilt_bis) == (new, date(2024, 1, 5))


def test_a_correction_changes_how_it_was_read_and_never_the_quote(town: Town) -> None:
    one = town.id("Fähre")
    before = town.book.find(one).fakt
    after = town.book.correct(one, town.lena, {"aussage": "Die Nordfähre …", "art": "zahl"}, grund="genauer", now=NOW)
    assert (after.fakt.aussage, after.fakt.art) == ("Die Nordfähre …", "zahl")
    assert after.fakt.fundstelle == before.fundstelle
    with reading(town.engine) as connection:
        kept = connection.scalar(select(fakt.c.aussage).where(fakt.c.fakt_id == one))
    assert kept == before.aussage


def test_the_beginning_of_an_id_is_enough_and_an_unknown_one_says_what_to_do(town: Town) -> None:
    one = town.id("Fähre")
    assert town.book.find(one[:8]).fakt.id == one
    for wrong in ("ffffffff", "xyz!", "ab"):
        with pytest.raises(StellwerkError) as caught:
            town.book.find(wrong)
        assert "fact list" in caught.value.abhilfe


def test_a_new_version_keeps_what_people_did_to_sentences_that_it_keeps(town: Town) -> None:
    one = town.id("Fähre")
    town.book.end(one, town.lena, gilt_bis=TODAY, grund="eingestellt", now=NOW)
    changed = (FERRY[0], "Vorab der Stand von heute. " + FERRY[1].replace("2 Euro", "3 Euro"))
    town.archive.store(reply(changed, vorlage="ST/0007/2021", datum=date(2021, 5, 4)), now=NOW)
    kept = town.book.find(one)
    assert (kept.fakt.fundstelle.version, kept.fakt.gilt_bis) == (2, TODAY)
    assert not any("2 Euro" in s.fakt.aussage for s in town.book.standings(stichtag=TODAY, alle=True))


def test_papers_from_before_there_were_facts_get_theirs_once(town: Town) -> None:
    with writing(town.engine) as connection:
        connection.execute(delete(fakt))
        connection.execute(delete(fakt_lesung))
    assert town.archive.facts() == ()
    assert town.archive.bring_facts_level() == 1
    assert len(town.archive.facts()) == 2
    assert town.archive.bring_facts_level() == 0


def test_better_rules_read_anew_and_the_deeds_stay(town: Town) -> None:
    one = town.id("Fähre")
    town.book.confirm(one, town.lena, now=NOW)
    with writing(town.engine) as connection:
        connection.execute(update(fakt_lesung).values(extraktion=0))
        connection.execute(update(fakt).values(gegenstand="von alten Regeln"))
    town.archive.bring_facts_level()
    found = town.book.find(one)
    assert found.fakt.gegenstand != "von alten Regeln"
    assert [deed.tat for deed in found.taten] == [Tat.BESTAETIGT]
    with reading(town.engine) as connection:
        assert connection.scalar(select(func.count()).select_from(fakt).where(fakt.c.fakt_id == one)) == 2


def test_facts_of_our_own_reply_count_once_it_went_out_and_wait_for_a_person(town: Town) -> None:
    paper = reply(
        ("Neu?", "Der Steg ist seit Mai 2026 offen."), vorlage="ST/0950/2026", datum=date(2026, 6, 1), versandt=False
    )
    town.archive.store(paper, now=NOW)
    assert not any("Steg" in f.aussage for f in town.archive.facts())
    with writing(town.engine) as connection:
        town.archive.mark_sent(connection, document_id(paper))
    waiting = town.book.find(town.id("Steg"))
    assert (waiting.wartet, waiting.fakt.bestaetigt_am) == (True, None)
    assert waiting.fakt.id in [v.stand.fakt.id for v in town.book.stale(heute=TODAY)]
    assert town.book.confirm(waiting.fakt.id, town.lena, now=NOW).wartet is False


def test_the_facts_of_a_letter_that_was_sent_otherwise_than_approved_wait_as_well(town: Town) -> None:
    sent = reply(("Neu?", "Der Steg ist seit Mai 2026 offen."), vorlage="ST/0951/2026", datum=date(2026, 6, 1))
    with writing(town.engine) as connection:
        town.archive.store_in(connection, sent, now=NOW)
        town.archive.mark_sent(connection, document_id(sent))
    assert town.book.find(town.id("Steg")).wartet


def test_a_deed_without_its_entry_and_an_entry_without_its_deed_are_found(town: Town) -> None:
    one = town.id("Fähre")
    town.book.confirm(one, town.lena, now=NOW)
    assert verify(town.engine, town.audit).ok
    row = {
        "fakt_id": one,
        "tat": "beendet",
        "gilt_bis": TODAY,
        "grund": "heimlich",
        "person_id": town.lena.id,
        "am": NOW,
    }
    with writing(town.engine) as connection:
        connection.execute(insert(fakt_tat).values(**row))
    assert any("steht nicht in der Prüfkette" in fault for fault in verify(town.engine, town.audit).fehler)
    with writing(town.engine) as connection:
        connection.execute(delete(fakt_tat))
    assert any("aus der Datenbank entfernt" in fault for fault in verify(town.engine, town.audit).fehler)


def test_a_deed_that_the_rules_refuse_leaves_no_entry(town: Town) -> None:
    def entries() -> int:
        with reading(town.engine) as connection:
            return connection.scalar(select(func.count()).select_from(audit_table)) or 0

    before = entries()
    with pytest.raises(StellwerkError):
        town.book.end(town.id("Fähre"), town.frank, gilt_bis=TODAY, grund="x", now=NOW)
    assert entries() == before


def test_a_sentence_typed_from_a_paper_gets_no_beleg_once_the_fact_has_ended(town: Town) -> None:
    sentence = "Die Fähre verkehrt täglich bis 22 Uhr."
    town.book.end(town.id("Fähre"), town.lena, gilt_bis=date(2026, 1, 1), grund="eingestellt", now=NOW)
    with reading(town.engine) as connection:
        before = verbatim_in(connection, town.archive, [sentence], bis=date(2025, 12, 31))
        after = verbatim_in(connection, town.archive, [sentence], bis=date(2026, 1, 1))
    assert ([place.zitat for place in before], after) == ([sentence], ())


def test_a_newer_paper_proposes_and_changes_nothing(town: Town) -> None:
    town.archive.store(
        reply(("Was kostet die Fähre?", "Der Fahrpreis beträgt seit dem 1. Mai 2025 für die Fähre 3 Euro."),
              vorlage="ST/0011/2025", datum=date(2025, 6, 1)),
        now=NOW,
    )  # fmt: skip
    assert bring_facts_level(town.engine, town.archive, now=NOW) == 1
    old = town.book.find(town.id("2 Euro"))
    (proposal,) = old.vorschlaege
    assert (proposal.durch, proposal.tat, proposal.gilt_bis) == (town.id("3 Euro"), Tat.ABGELOEST, date(2025, 5, 1))
    assert old.fakt.gilt_bis is None
    assert bring_facts_level(town.engine, town.archive, now=NOW) == 0
