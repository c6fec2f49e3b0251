"""The doorkeeper: who gets further than one line, and what nobody unknown can bring about."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.channels.port import (
    ButtonPress,
    Event,
    InlineQuestion,
    Membership,
    Message,
    Moved,
    Place,
    Post,
    PressAnswer,
    Sender,
    plain,
)
from bot.channels.questions import ask_in, open_of_in
from bot.channels.tables import account, job, outbox
from bot.chat import intake
from bot.chat.answers import inputs
from bot.chat.conversation import actions, commands, handle
from corpus.database import reading
from tests.bot.chat.hall import GROUP, MOTION, Hall

STRANGER = Sender("4711", "Wer Anders")
ANONYMOUS = Sender("8", "Gruppe", genuine=False)  # an account of a real person's number would not help it either
PRIVATE = Place("telegram", "8")
IN_GROUP = Place("telegram", GROUP, private=False)


def heard(house: Hall, event: Event) -> bool:
    with house.turn() as turn:
        return handle(turn, event)


def jobs(house: Hall) -> int:
    with reading(house.engine) as connection:
        return connection.scalar(select(func.count()).select_from(job)) or 0


def written(house: Hall) -> int:
    with reading(house.engine) as connection:
        return connection.scalar(select(func.count()).select_from(outbox)) or 0


def popups(house: Hall, chat: str) -> list[str]:
    return [output.text for _, output in house.sent(chat) if isinstance(output, PressAnswer)]


def said_by(person_chat: str, text: str, *, place: Place = PRIVATE, **more: object) -> Message:
    values: dict[str, object] = {"message_id": "55", "text": text, **more}
    return Message(place, Sender(person_chat, "egal"), **values)  # type: ignore[arg-type]


def a_press(sender: Sender, data: str, *, place: Place = PRIVATE) -> ButtonPress:
    return ButtonPress(place, sender, "1", "press-1", data)


def allow_group(house: Hall) -> None:
    heard(house, said_by("9", "", place=IN_GROUP, command="gruppe"))


def test_a_motion_of_someone_enrolled_is_taken_in_and_kept(house: Hall) -> None:
    assert heard(house, said_by("8", MOTION)) is False
    assert jobs(house) == 1


def test_a_stranger_brings_nothing_about_and_nothing_is_kept(house: Hall) -> None:
    place = Place("telegram", STRANGER.user_id)
    assert heard(house, Message(place, STRANGER, "1", text=MOTION)) is True
    assert heard(house, InlineQuestion("telegram", STRANGER, "frage", "Freibad")) is True
    assert jobs(house) == 0
    assert len(house.said(STRANGER.user_id)) == 1


def test_a_strangers_press_is_refused(house: Hall) -> None:
    assert heard(house, a_press(STRANGER, "irgendwas")) is True
    assert popups(house, STRANGER.user_id) == ["Sie haben hier keinen Zugang. Ihre Leitung kann Sie einladen."]


def test_whose_access_was_ended_is_a_stranger(house: Hall) -> None:
    house.revoke(house.official)
    assert heard(house, said_by("8", MOTION)) is True
    assert jobs(house) == 0


@pytest.mark.parametrize("place", [PRIVATE, IN_GROUP])
def test_what_is_written_in_nobodys_name_is_left_alone(house: Hall, place: Place) -> None:
    allow_group(house)
    before = written(house)
    assert heard(house, Message(place, ANONYMOUS, "1", text=MOTION, command="neu")) is True
    assert heard(house, a_press(ANONYMOUS, "x", place=place)) is True
    assert jobs(house) == 0
    assert written(house) == before


def test_in_a_group_that_nobody_allowed_even_the_enrolled_only_learn_why(house: Hall) -> None:
    assert heard(house, said_by("8", MOTION, place=IN_GROUP, command="neu")) is True
    assert jobs(house) == 0
    assert house.sent(GROUP) == []
    assert "/gruppe" in house.said("8")[0]
    heard(house, a_press(Sender("8", "Petra"), "x", place=IN_GROUP))
    assert "/gruppe" in popups(house, "8")[0]


def test_a_group_is_allowed_by_a_leitung_alone(house: Hall) -> None:
    heard(house, said_by("7", "", place=IN_GROUP, command="gruppe"))
    assert heard(house, said_by("8", MOTION, place=IN_GROUP, command="neu")) is True
    allow_group(house)
    assert heard(house, said_by("8", MOTION, place=IN_GROUP, command="neu")) is False
    assert jobs(house) == 1


def test_a_made_up_button_does_nothing(house: Hall) -> None:
    heard(house, a_press(Sender("7", "Ilka"), "ausgedacht"))
    assert popups(house, "7") == ["Diesen Knopf kennt Stellwerk nicht. /offen zeigt, was zu entscheiden ist."]


def test_what_our_own_inline_mode_wrote_is_no_motion(house: Hall) -> None:
    heard(house, said_by("8", MOTION, via_bot=True))
    assert jobs(house) == 0


def test_an_unknown_command_is_answered_with_help(house: Hall) -> None:
    heard(house, said_by("8", "", command="quatsch"))
    assert "/hilfe" in house.said("8")[-1]


def test_a_command_typed_with_an_umlaut_does_what_it_says(house: Hall) -> None:
    heard(house, said_by("8", "", command="zurück"))
    assert house.said("8")[-1] == "Es war keine Abwesenheit notiert."


@pytest.mark.parametrize("kind", ["change_text", "redraft_wish", "refuse_reason", "request_office"])
def test_a_motion_pasted_while_a_question_is_open_is_a_motion_and_no_answer(house: Hall, kind: str) -> None:
    with house.turn() as turn:
        ask_in(
            turn.connection, "telegram", "8", house.official.id, Post(plain("Mit welchem Text?")), kind, {}, at=house.at
        )
    first, rest = said_by("8", MOTION, sent_at=house.at), said_by("8", "4. ob es Bänke gibt.", sent_at=house.at)
    heard(house, first)
    heard(house, replace(rest, message_id="56"))
    (read,) = house.queued()
    assert [piece["text"] for piece in read.payload["texts"]] == [MOTION, "4. ob es Bänke gibt."]
    with reading(house.engine) as connection:
        assert [q.kind for q in open_of_in(connection, "telegram", "8", house.official.id)] == [kind]


@pytest.mark.parametrize("kind", ["change_text", "redraft_wish", "refuse_reason", "request_office", "points"])
def test_thanks_are_no_answer_to_an_open_question(house: Hall, kind: str) -> None:
    """It is said that the question is still open, and it stays so; a real answer would have gone to its handler, which
    knows no such case here."""
    with house.turn() as turn:
        ask_in(turn.connection, "telegram", "8", house.official.id, Post(plain("Warum?")), kind, {}, at=house.at)
    heard(house, said_by("8", "danke!", sent_at=house.at))
    assert "sie bleibt offen" in house.said("8")[-1]
    with reading(house.engine) as connection:
        assert [q.kind for q in open_of_in(connection, "telegram", "8", house.official.id)] == [kind]
    with pytest.raises(KeyError):
        heard(house, said_by("8", "Das stimmt so nicht.", sent_at=house.at, message_id="56"))


def test_a_reply_answers_its_question_even_where_it_begins_as_a_motion(house: Hall) -> None:
    with house.turn() as turn:
        assert intake.surely_motion(turn, house.official, said_by("8", MOTION))
        assert not intake.surely_motion(turn, house.official, said_by("8", MOTION, reply_to="7"))


def test_who_blocked_the_bot_is_reachable_again_when_they_write(house: Hall) -> None:
    def reachable() -> bool | None:
        with reading(house.engine) as connection:
            return connection.scalar(select(account.c.reachable).where(account.c.user_id == "8"))

    heard(house, Membership(PRIVATE, Sender("8", "Petra"), joined=False))
    assert reachable() is False
    heard(house, said_by("8", "/status", command="status"))
    assert reachable() is True


def test_a_chat_that_moved_is_followed(house: Hall) -> None:
    allow_group(house)
    heard(house, Moved("telegram", GROUP, "-1007"))
    moved = replace(IN_GROUP, chat_id="-1007")
    assert heard(house, said_by("8", MOTION, place=moved, command="neu")) is False
    assert jobs(house) == 1


def test_every_button_question_and_command_has_one_handler() -> None:
    assert {"approve", "change", "redraft", "refuse", "request", "sources", "send", "retry_job"} <= actions().keys()
    assert {
        "hilfe",
        "neu",
        "status",
        "offen",
        "suche",
        "export",
        "abbrechen",
        "datenschutz",
        "brief",
    } <= commands().keys()
    assert inputs()
