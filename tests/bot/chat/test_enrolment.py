"""An invitation works once; nobody unknown learns anything or leaves anything behind."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from bot.channels.accounts import group_allowed_in, person_in
from bot.channels.port import Leave, Membership, Message, Place, Post, Sender
from bot.chat import enrolment
from bot.review.people import Person, Rolle
from tests.bot.chat.hall import GROUP, NOW, Hall


def start(house: Hall, token: str = "", *, user: str = "55", private: bool = True) -> list[str]:
    """/start of an account; returns everything that was said to it."""
    message = Message(Place("telegram", user if private else GROUP, private), Sender(user, "X"), "1", token, "start")
    with house.turn() as turn:
        enrolment.start(turn, message, person_in(turn.connection, "telegram", user))
    return house.said(user)


def who(house: Hall, user: str = "55") -> Person | None:
    with house.turn() as turn:
        return person_in(turn.connection, "telegram", user)


@pytest.mark.parametrize("hashed", [False, True])
def test_an_invitation_makes_the_account_the_persons(house: Hall, hashed: bool) -> None:
    token = house.persons.invite("Jan Ott", Rolle.FREIGABE, now=NOW).token
    shown = f"sha256:{hashlib.sha256(token.encode()).hexdigest()}" if hashed else token
    (said,) = start(house, shown)
    assert said.startswith("Guten Morgen, Jan Ott. Sie sind mit der Rolle Freigabe angemeldet.")
    found = who(house)
    assert found is not None
    assert (found.name, found.rolle) == ("Jan Ott", Rolle.FREIGABE)


def test_the_greeting_says_four_things(house: Hall) -> None:
    token = house.persons.invite("Jan Ott", Rolle.SACHBEARBEITUNG, now=NOW).token
    (said,) = start(house, token)
    lines = said.split("\n\n")[1].split("\n")
    assert [line.partition(":")[0] for line in lines] == [
        "Was Stellwerk tut", "Was es nicht tut", "Wer was sieht", "So fangen Sie an",
    ]  # fmt: skip


def test_the_first_motion_works_at_once(house: Hall) -> None:
    from tests.bot.chat.hall import MOTION

    token = house.persons.invite("Jan Ott", Rolle.SACHBEARBEITUNG, now=NOW).token
    start(house, token)
    person = who(house)
    assert person is not None
    house.receive(house.document(MOTION, by=person), by=person)
    assert house.work() == ["read", "draft"]


def test_an_invitation_works_for_one_account(house: Hall) -> None:
    token = house.persons.invite("Jan Ott", Rolle.FREIGABE, now=NOW).token
    start(house, token)
    (said,) = start(house, token, user="56")
    assert "angemeldet" not in said
    assert who(house, "56") is None


def test_an_account_of_before_the_revocation_is_nobodys_when_its_person_is_invited_again(house: Hall) -> None:
    """A lost phone: whoever holds it must not come back in with the invitation for the new one."""
    house.persons.revoke("Ilka Brandt", now=NOW)
    token = house.persons.invite("Ilka Brandt", Rolle.FREIGABE, now=NOW).token
    assert who(house, "7") is None
    start(house, token, user="70")
    assert who(house, "7") is None
    assert who(house, "70") == house.reviewer


def test_an_expired_or_unknown_invitation_gets_one_sentence(house: Hall) -> None:
    old = house.persons.invite("Jan Ott", Rolle.FREIGABE, now=NOW - timedelta(days=30)).token
    assert len(start(house, old)) == 1
    assert len(start(house, old)) == 1
    assert who(house) is None
    house.at += 60
    assert len(start(house, "geraten")) == 2


def test_tokens_cannot_be_tried_out_by_the_dozen(house: Hall) -> None:
    for guess in range(20):
        start(house, f"geraten-{guess}")
    assert len(house.said("55")) == 1


def test_an_invitation_shown_in_a_group_does_nothing(house: Hall) -> None:
    token = house.persons.invite("Jan Ott", Rolle.FREIGABE, now=NOW).token
    start(house, token, private=False)
    assert who(house) is None
    assert house.said(GROUP) == []


def test_who_is_known_is_greeted_again(house: Hall) -> None:
    assert "Petra Sander" in start(house, user="8")[0]


def test_a_stranger_gets_one_neutral_line_a_day(house: Hall) -> None:
    for _ in range(3):
        (said,) = start(house)
        assert "Ihre Kennung ist 55" in said
    with house.turn() as turn:
        message = Message(Place("telegram", "55"), Sender("55", "X"), "2", "Hallo?")
        enrolment.on_unknown(turn, message)
    assert len(house.said("55")) == 1
    house.deliver()
    assert house.queued() == []


def test_whose_access_ended_is_a_stranger(house: Hall) -> None:
    house.revoke(house.reviewer)
    assert "nur für eingeladene Personen" in start(house, user="7")[0]


def joined(house: Hall, person: Person | None) -> None:
    with house.turn() as turn:
        event = Membership(Place("telegram", GROUP, private=False), Sender("9", ""), joined=True)
        enrolment.on_joined_group(turn, person, event)


def test_a_leitung_brings_the_bot_into_a_group(house: Hall) -> None:
    joined(house, house.head)
    with house.turn() as turn:
        assert group_allowed_in(turn.connection, "telegram", GROUP)
    assert "/neu" in house.said(GROUP)[0]


@pytest.mark.parametrize("who_did", ["reviewer", "nobody"])
def test_it_leaves_a_group_that_anyone_else_brought_it_into(house: Hall, who_did: str) -> None:
    joined(house, house.reviewer if who_did == "reviewer" else None)
    with house.turn() as turn:
        assert not group_allowed_in(turn.connection, "telegram", GROUP)
    assert [type(output) for _, output in house.sent(GROUP)] == [Post, Leave]
    from sqlalchemy import select

    from bot.channels.tables import outbox

    house.deliver()
    with house.turn() as turn:
        states = turn.connection.scalars(select(outbox.c.state).where(outbox.c.chat_id == GROUP)).all()
    assert list(states) == ["sent", "sent"]
