"""An answer finds its question: only of the person who was asked, and never what was written about something else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.channels.accounts import allow_group_in
from bot.channels.outbox import Outbox
from bot.channels.port import FileKind, IncomingFile, Message, Place, Post, Sender, plain
from bot.channels.questions import CLOCK_SECONDS, FRESH_SECONDS, Frage, ask_in, close_in, match_in, open_of_in
from bot.channels.tokens import Knopf, Pressed, redeem_in
from tests.bot.channels.town_hall import NOW, TownHall

ILKA = Place("telegram", "7")
GROUP = Place("telegram", "-5", private=False)
SUBJECT = {"vorgang": "V-1", "nr": 2, "revision": 1}
FILE = IncomingFile("f", "neu.docx", 10, FileKind.DOCUMENT)


def ask(
    hall: TownHall, kind: str = "refuse", text: str = "Was fehlt?", *, chat: str = "7", at: float = 0.0, **more: Any
) -> int:
    person = more.pop("person", hall.reviewer)
    subject = more.pop("subject", SUBJECT)
    return hall.write(  # type: ignore[no-any-return]
        lambda c: ask_in(c, "telegram", chat, person.id, Post(plain(text)), kind, subject, at=at, **more)
    )


def written(text: str = "Der Beleg ist zu alt.", place: Place = ILKA, **more: Any) -> Message:
    return Message(place, Sender("7", "Ilka"), "900", text, **more)


def answers(hall: TownHall, message: Message, *, at: float = 10.0, by: Any = None) -> int | None:
    person = by or hall.reviewer
    frage: Frage | None = hall.write(lambda c: match_in(c, message, person.id, at=at))
    return None if frage is None else frage.outbox_id


def _allow(connection: Any) -> None:
    allow_group_in(connection, "telegram", "-5", "P-1", now=NOW)


# --- replies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [ILKA, GROUP])
def test_a_reply_answers_the_question_it_replies_to_and_says_what_it_was_about(hall: TownHall, place: Place) -> None:
    hall.write(_allow)
    first = ask(hall, chat=place.chat_id)
    ask(hall, "change", "Neuer Text?", chat=place.chat_id)
    hall.deliver()
    message = written(place=place, reply_to=f"m{first}")
    found = hall.write(lambda c: match_in(c, message, hall.reviewer.id, at=10.0))
    assert found == Frage(first, "refuse", SUBJECT)


def test_only_the_person_who_was_asked_can_answer(hall: TownHall) -> None:
    hall.write(_allow)
    question = ask(hall, chat="-5")
    hall.deliver()
    message = written(place=GROUP, reply_to=f"m{question}")
    assert answers(hall, message, by=hall.official) is None
    assert answers(hall, message) == question


def test_a_file_answers_by_reply_alone(hall: TownHall) -> None:
    question = ask(hall)
    hall.deliver()
    assert answers(hall, written(files=(FILE,))) is None
    assert answers(hall, written(files=(FILE,), reply_to=f"m{question}")) == question


def test_a_reply_to_another_message_of_ours_answers_no_question(hall: TownHall) -> None:
    card = hall.post("Entwurf zu Punkt 2")
    ask(hall)
    hall.deliver()
    assert answers(hall, written(reply_to=f"m{card}")) is None


def test_a_reply_may_come_days_later_but_not_for_ever(hall: TownHall) -> None:
    question = ask(hall, hours=48)
    hall.deliver()
    reply = written(reply_to=f"m{question}")
    assert answers(hall, reply, at=48 * 3600.0) == question
    assert answers(hall, reply, at=48 * 3600.0 + 1) is None


def test_a_closed_question_takes_no_answer(hall: TownHall) -> None:
    question = ask(hall)
    hall.deliver()
    hall.write(lambda c: close_in(c, question))
    assert answers(hall, written(reply_to=f"m{question}")) is None
    assert answers(hall, written()) is None


def test_a_command_is_never_an_answer(hall: TownHall) -> None:
    question = ask(hall)
    hall.deliver()
    assert answers(hall, written(command="neu", reply_to=f"m{question}")) is None
    assert answers(hall, written(command="neu")) is None


# --- plain text in private --------------------------------------------------------------------------------------------


def test_in_private_plain_text_answers_the_newest_question(hall: TownHall) -> None:
    older, newer = ask(hall), ask(hall, "change", "Neuer Text?")
    hall.deliver()
    assert answers(hall, written()) == newer
    hall.write(lambda c: close_in(c, newer))
    assert answers(hall, written()) == older


def test_in_a_group_plain_text_answers_nothing(hall: TownHall) -> None:
    hall.write(_allow)
    ask(hall, chat="-5")
    hall.deliver()
    assert answers(hall, written(place=GROUP)) is None


def test_what_is_written_in_private_answers_no_question_of_the_group(hall: TownHall) -> None:
    hall.write(_allow)
    ask(hall, chat="-5")
    hall.deliver()
    assert answers(hall, written()) is None


def test_plain_text_answers_for_half_an_hour_after_the_question_was_shown(hall: TownHall) -> None:
    question = ask(hall)
    hall.deliver(at=1000.0)
    assert answers(hall, written(), at=1000.0 + FRESH_SECONDS) == question
    assert answers(hall, written(), at=1001.0 + FRESH_SECONDS) is None


def test_text_that_was_written_before_the_question_is_no_answer_to_it(hall: TownHall) -> None:
    question = ask(hall, at=1000.0)
    hall.deliver(at=1000.0)
    assert answers(hall, written(sent_at=900.0), at=1001.0) is None
    assert answers(hall, written(sent_at=1000.0 - CLOCK_SECONDS), at=1001.0) == question


def test_an_empty_message_or_an_edited_one_answers_nothing(hall: TownHall) -> None:
    ask(hall)
    hall.deliver()
    assert answers(hall, written(" ")) is None
    assert answers(hall, written(edited=True)) is None


# --- asking again -----------------------------------------------------------------------------------------------------


def test_the_same_question_asked_again_closes_the_first_and_no_other(hall: TownHall) -> None:
    first = ask(hall)
    kept = [
        ask(hall, "change"),
        ask(hall, subject={**SUBJECT, "nr": 3}),
        ask(hall, chat="8", person=hall.official),
    ]
    again = ask(hall)

    def open_ids(connection: Any) -> list[int]:
        mine = open_of_in(connection, "telegram", "7", hall.reviewer.id)
        theirs = open_of_in(connection, "telegram", "8", hall.official.id)
        return [f.outbox_id for f in (*mine, *theirs)]

    assert sorted(hall.read(open_ids)) == sorted([*kept, again])
    assert first not in hall.read(open_ids)


def test_a_question_opens_the_field_for_the_answer_and_may_have_buttons(hall: TownHall) -> None:
    question = ask(hall, knoepfe=[[Knopf("Abbrechen", "stop", {})]])
    sent = hall.deliver()[0].output
    assert isinstance(sent, Post)
    assert sent.ask
    pressed = hall.write(lambda c: redeem_in(c, "telegram", "7", f"m{question}", sent.buttons[0][0].token, at=1.0))
    assert pressed == Pressed("stop", {}, question)


# --- questions whose arrival we didn't learn of -----------------------------------------------------------------------


def test_a_reply_to_a_question_sent_by_a_killed_process_is_known_by_the_words_it_quotes(hall: TownHall) -> None:
    hall.write(_allow)
    question = ask(hall, text="Was fehlt in\nPunkt 2?", chat="-5")
    box = Outbox(hall.engine)
    box.claim("dead", at=0.0)
    box.release(["dead"])
    reply = written(place=GROUP, reply_to="4711", quoted=written("Was fehlt in Punkt 2?", GROUP))
    assert answers(hall, replace(reply, quoted=written("Etwas anderes", GROUP))) is None
    assert answers(hall, replace(reply, quoted=None)) is None
    assert answers(hall, reply, by=hall.official) is None
    assert answers(hall, reply) == question
    assert hall.row(question).message_id == "4711"
    assert hall.deliver(at=9.0) == []
