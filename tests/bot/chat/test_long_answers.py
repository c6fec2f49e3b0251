"""A long answer that the messenger cut in pieces is one answer, whole and in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.port import Message, Place, Sender
from bot.chat import long_answers
from bot.chat.conversation import handle
from bot.chat.intake import PIECES_APART_SECONDS, TEXT_SECONDS
from bot.review.people import Person
from bot.review.rules import text_of
from tests.bot.chat.office import Office

LONG = "Die Verwaltung hat den Bestand gezählt und hält ihn für ausreichend. " * 40
HEAD, REST = f"{LONG}Sie wird im Frühjahr", "wieder zählen. Danach berichtet sie."


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.press(office.jan, "Ändern", nr=1)
    return office


def writes(office: Office, text: str, *, by: Person | None = None) -> None:
    chat = office.chat(by or office.jan)
    message = Message(Place("telegram", chat), Sender(chat, "egal"), str(office._next()), text, sent_at=office.at)
    with office.turn() as turn:
        handle(turn, message)
    office.deliver()


def work(office: Office) -> int:
    """The answers that are due."""
    office.at += TEXT_SECONDS
    done = 0
    while claimed := office.jobs.claim("bank", long_answers.WORK.keys(), at=office.at):
        long_answers.answer(office.bench(), claimed)
        done += 1
    office.deliver()
    return done


def present(office: Office) -> str:
    return " ".join(text_of(office.vorgang().revision(1).entwurf).split())


def test_the_pieces_of_a_long_answer_are_one_new_text(office: Office) -> None:
    writes(office, HEAD)
    office.at += 1
    writes(office, REST)
    assert office.vorgang().revision(1).revision == 1  # nothing is taken before all is there
    assert work(office) == 1
    assert office.vorgang().revision(1).revision == 2
    assert present(office) == f"{HEAD} {REST}"
    assert office.queued() == []


def test_a_long_answer_in_one_piece_is_taken_too(office: Office) -> None:
    writes(office, LONG)
    assert work(office) == 1
    assert present(office) == LONG.strip()


def test_a_short_answer_is_taken_at_once(office: Office) -> None:
    writes(office, "Die Stadt ist Mitglied.")
    assert present(office) == "Die Stadt ist Mitglied."
    assert office.queued() == []


def test_a_piece_that_comes_too_late_is_said_to_be_missing(office: Office) -> None:
    writes(office, HEAD)
    sent_at = office.at
    work(office)
    office.at = sent_at + PIECES_APART_SECONDS
    writes(office, REST)
    assert "gehört deshalb nicht dazu" in office.texts("6")[-1]
    assert office.vorgang().revision(1).revision == 2


def test_what_is_written_later_is_no_piece_of_the_answer(office: Office) -> None:
    writes(office, HEAD)
    office.at += PIECES_APART_SECONDS + TEXT_SECONDS
    work(office)
    writes(office, "Vielen Dank!")
    assert "/hilfe" in office.texts("6")[-1]


def test_what_another_person_writes_is_no_piece_of_it(office: Office) -> None:
    writes(office, HEAD)
    writes(office, "Danach berichtet sie.", by=office.ilka)
    work(office)
    assert present(office) == HEAD


def test_the_job_keeps_no_words_once_they_were_taken(office: Office) -> None:
    from sqlalchemy import select

    from bot.channels.tables import job
    from corpus.database import reading

    writes(office, HEAD)
    work(office)
    with reading(office.engine) as connection:
        assert "Bestand" not in str(connection.execute(select(job.c.payload)).all())


def test_who_lost_access_meanwhile_changes_nothing(office: Office) -> None:
    writes(office, HEAD)
    office.persons.revoke(office.jan.name, now=office.now)
    work(office)
    assert office.vorgang().revision(1).revision == 1
