"""/fakten: anyone sees what public papers say, Leitung decides with buttons, and nothing is decided twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete

from bot.channels.port import ButtonPress, Message, Place, Sender
from bot.channels.questions import match_in
from bot.channels.tokens import Pressed, redeem_in
from bot.chat import facts
from bot.fact_level import bring_facts_level
from bot.review.audit import verify
from bot.review.facts import FactBook
from bot.review.people import Person
from corpus.database import writing
from corpus.facts.store import FaktStand
from corpus.tables import fakt_tat
from tests.bot.chat.office import NOW, Office
from tests.builders import reply

MEMBER = "Die Stadt ist seit dem 1. Januar 2015 Mitglied im Bündnis Hafengrün e. V."
NO_MORE = "Die Stadt ist nicht mehr Mitglied im Bündnis Hafengrün e. V."


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.archive.store(
        reply(
            ("Ist die Stadt Mitglied?", MEMBER), ("Was kostet der Steg?", "Der Steg kostet 12.000 Euro im Jahr."),
            vorlage="ST/0301/2018", datum=date(2018, 10, 24), betreff="Hafen",
        ),
        now=NOW,
    )  # fmt: skip
    office.archive.store(
        reply(
            ("Wo liegt das Geheimlager?", "Das Geheimlager liegt am Hafen."),
            vorlage="ST/0009/2020", datum=date(2020, 1, 2), oeffentlich=False,
        ),
        now=NOW,
    )  # fmt: skip
    return office


def newer_paper(office: Office) -> None:
    office.archive.store(
        reply(
            ("Wie steht es um die Mitgliedschaft?", NO_MORE), vorlage="ST/0009/2026", datum=date(2026, 1, 20),
            betreff="Bündnis Hafengrün e. V.",
        ),
        now=NOW,
    )  # fmt: skip
    bring_facts_level(office.engine, office.archive, now=NOW)


def fact(office: Office, words: str) -> FaktStand:
    book = FactBook(office.engine, audit=office.cases.audit)
    return next(s for s in book.standings(stichtag=date(2026, 11, 23), alle=True) if words in s.fakt.aussage)


def press(office: Office, person: Person, label: str) -> str | None:
    """Presses the newest button of this label; what is said at once, or the box that opens."""
    chat = office.chat(person)
    message_id, button = office.button(chat, label)
    said = pressed(office, person, message_id, button.token)
    office.deliver()
    return said


def pressed(office: Office, person: Person, message_id: str, token: str) -> str | None:
    chat = office.chat(person)
    event = ButtonPress(Place("telegram", chat), Sender(chat, person.name), message_id, "p1", token)
    with office.turn() as turn:
        what = redeem_in(turn.connection, "telegram", chat, message_id, token, at=turn.at)
        assert isinstance(what, Pressed), what
        said = facts.ACTIONS[what.action](turn, person, event, what.subject, what.outbox_id)
    return said if said is not None else office.alerts(chat)[-1]


def answer(office: Office, person: Person, text: str) -> None:
    chat = office.chat(person)
    message = Message(Place("telegram", chat), Sender(chat, person.name), "4711", text)
    with office.turn() as turn:
        frage = match_in(turn.connection, message, person.id, at=turn.at)
        assert frage is not None
        facts.INPUTS[frage.kind](turn, person, message, frage.subject, frage.outbox_id)
    office.deliver()


def test_anyone_enrolled_sees_statement_source_and_validity_but_gets_no_button_to_decide(office: Office) -> None:
    office.command(office.petra, "fakten", "Mitglied")
    assert "ST/0301/2018 vom 24.10.2018 · gilt ab 01.01.2015" in office.texts("8")[-1]
    press(office, office.petra, "1 ansehen")
    assert MEMBER in office.texts("8")[-1]
    assert not any(office.has_button("8", label) for label in ("Bestätigen", "Beenden", "Ersetzen"))


def test_what_is_not_public_is_never_mentioned(office: Office) -> None:
    office.command(office.rita, "fakten", "Geheimlager")
    assert "nichts, was in einem öffentlichen Papier steht" in office.texts("9")[-1]
    assert "ST/0009/2020" not in "".join(office.texts("9"))


def test_leitung_confirms_and_the_card_says_so(office: Office) -> None:
    office.command(office.rita, "fakten", "Mitglied")
    press(office, office.rita, "1 ansehen")
    assert press(office, office.rita, "Bestätigen") == "Bestätigt."
    assert "bestätigt von Rita Adler" in office.texts("9")[-1]
    assert fact(office, "Mitglied").fakt.bestaetigt_am == NOW.date()


def test_two_taps_are_one_deed(office: Office) -> None:
    office.command(office.rita, "fakten", "Mitglied")
    press(office, office.rita, "1 ansehen")
    message_id, button = office.button("9", "Bestätigen")
    pressed(office, office.rita, message_id, button.token)
    said = pressed(office, office.rita, message_id, button.token)
    assert said is not None
    assert "inzwischen entschieden" in said
    assert len(fact(office, "Mitglied").taten) == 1


def test_an_end_needs_a_day_and_a_reason_and_can_be_taken_back_with_one(office: Office) -> None:
    office.command(office.rita, "fakten", "Mitglied")
    press(office, office.rita, "1 ansehen")
    press(office, office.rita, "Beenden")
    answer(office, office.rita, "Austritt beschlossen")
    assert "Es fehlt der Tag" in office.texts("9")[-1]
    answer(office, office.rita, "01.01.2025")
    assert "Es fehlt der Grund" in office.texts("9")[-1]
    answer(office, office.rita, "Ab dem 01.01.2025, Austritt beschlossen")
    ended = fact(office, "Mitglied")
    assert (ended.fakt.gilt_bis, ended.taten[-1].grund) == (date(2025, 1, 1), "Austritt beschlossen")
    press(office, office.rita, "Gilt wieder")
    answer(office, office.rita, "Austritt zurückgenommen")
    assert fact(office, "Mitglied").fakt.gilt_bis is None


def test_a_newer_paper_only_proposes_and_leitung_says_yes(office: Office) -> None:
    newer_paper(office)
    assert fact(office, "2015").fakt.gilt_bis is None
    office.command(office.rita, "fakten")
    assert "1 scheint überholt" in office.texts("9")[-1]
    press(office, office.rita, "1 ansehen")
    assert NO_MORE in office.texts("9")[-1]
    press(office, office.rita, "Ja, beendet")
    old = fact(office, "2015")
    assert (old.fakt.abgeloest_durch, old.fakt.gilt_bis) == (fact(office, "nicht mehr").fakt.id, date(2026, 1, 20))
    assert old.vorschlaege == ()


def test_a_proposal_that_is_turned_down_does_not_come_back(office: Office) -> None:
    newer_paper(office)
    office.command(office.rita, "fakten")
    press(office, office.rita, "1 ansehen")
    press(office, office.rita, "Nein, gilt weiter")
    bring_facts_level(office.engine, office.archive, now=NOW)
    assert fact(office, "2015").vorschlaege == ()
    assert fact(office, "2015").fakt.gilt_bis is None


def test_what_takes_the_place_is_found_by_words_and_chosen(office: Office) -> None:
    newer_paper(office)
    office.command(office.rita, "fakten", "Steg")
    press(office, office.rita, "1 ansehen")
    press(office, office.rita, "Ersetzen")
    answer(office, office.rita, "nicht mehr Mitglied")
    press(office, office.rita, "Durch 1 ersetzen")
    assert fact(office, "Steg").fakt.abgeloest_durch == fact(office, "nicht mehr").fakt.id


def test_every_deed_in_chat_is_sealed(office: Office) -> None:
    office.command(office.rita, "fakten", "Mitglied")
    press(office, office.rita, "1 ansehen")
    press(office, office.rita, "Bestätigen")
    faults = verify(office.engine, office.cases.audit).fehler
    assert not [fault for fault in faults if "Fakt" in fault or "Eintrag" in fault]
    with writing(office.engine) as connection:
        connection.execute(delete(fakt_tat))
    assert [fault for fault in verify(office.engine, office.cases.audit).fehler if "Fakt" in fault]


def test_the_digest_of_leitung_has_a_line_and_others_have_none(office: Office) -> None:
    newer_paper(office)
    office.tick()
    assert "1 scheint überholt" in "".join(office.texts("9"))
    assert "überholt" not in "".join(office.texts("8") + office.texts("7"))
