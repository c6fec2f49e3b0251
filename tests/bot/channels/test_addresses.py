"""A group that gets a new id goes on under it, in every table, and nothing of the old one hits the wrong message."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.channels.accounts import allow_group_in, group_allowed_in, set_unreachable_in
from bot.channels.addresses import NO_MESSAGE, chat_now_in
from bot.channels.jobs import Jobs, enqueue_in
from bot.channels.outbox import Outbox, find_in, message_in, move_chat_in
from bot.channels.port import Edit, Message, Place, Post, Reaction, Sender, plain
from bot.channels.questions import ask_in, match_in
from bot.channels.tables import case_origin, group_chat
from bot.channels.tokens import Knopf, Pressed, Reason, post_with_buttons_in, redeem_in
from bot.review.tables import vorgang
from corpus.tables import dokument
from tests.bot.channels.town_hall import NOW, TownHall

OLD, NEW = "-5", "-1005"


@pytest.fixture
def group(hall: TownHall) -> TownHall:
    hall.write(lambda c: allow_group_in(c, "telegram", OLD, "P-1", now=NOW))
    return hall


def move(hall: TownHall, old: str = OLD, new: str = NEW) -> None:
    hall.write(lambda c: move_chat_in(c, "telegram", old, new))


def test_what_waits_goes_to_the_new_chat_in_its_order(group: TownHall) -> None:
    for text in ("eins", "zwei"):
        group.post(text, OLD)
    box = Outbox(group.engine)
    held = box.claim("a", at=0.0)
    move(group)
    group.post("drei", NEW)
    box.later(held, "a", until=0.0, error="Migrated", count_attempt=False)  # type: ignore[arg-type]
    sent = group.deliver()
    assert [(out.chat_id, out.lane, out.output.text.text) for out in sent if isinstance(out.output, Post)] == [
        (NEW, f"telegram:{NEW}", text) for text in ("eins", "zwei", "drei")
    ]


def test_what_still_names_the_old_chat_reaches_the_new_one(group: TownHall) -> None:
    move(group)
    group.post("eins", OLD)
    assert [out.chat_id for out in group.deliver()] == [NEW]
    group.write(lambda c: enqueue_in(c, "draft", {}, at=0.0, place=("telegram", OLD)))
    assert Jobs(group.engine).claim("a", ["draft"], at=0.0).chat_id == NEW  # type: ignore[union-attr]


def test_permission_moves_along_and_moving_twice_changes_nothing(group: TownHall) -> None:
    move(group)
    move(group)
    for chat in (OLD, NEW):
        assert group.read(lambda c, chat=chat: group_allowed_in(c, "telegram", chat))
    assert group.read(lambda c: c.scalars(select(group_chat.c.chat_id)).all()) == [NEW]


def test_a_group_that_was_allowed_under_its_new_id_already_stays_allowed(group: TownHall) -> None:
    group.write(lambda c: allow_group_in(c, "telegram", NEW, "P-1", now=NOW))
    move(group)
    assert group.read(lambda c: c.scalars(select(group_chat.c.chat_id)).all()) == [NEW]


def test_a_group_that_was_not_allowed_is_not_let_in_by_moving(hall: TownHall) -> None:
    move(hall)
    assert not hall.read(lambda c: group_allowed_in(c, "telegram", NEW))


def test_messages_of_the_old_chat_are_not_taken_for_those_of_the_new_one(group: TownHall) -> None:
    card = group.write(
        lambda c: post_with_buttons_in(
            c, "telegram", OLD, Post(plain("Entwurf")), [[Knopf("Freigeben", "approve", {})]], at=0.0
        )
    )
    group.deliver()
    token = group.row(card).content["buttons"][0][0]["token"]
    move(group)
    assert group.read(lambda c: message_in(c, card)) == (NEW, None)
    assert group.read(lambda c: find_in(c, "telegram", NEW, f"m{card}")) is None
    group.post(Edit(card, plain("geändert")))
    assert group.deliver() == []  # the same number is another message there
    assert group.write(lambda c: redeem_in(c, "telegram", NEW, f"m{card}", token, at=1.0)) is Reason.FOREIGN


def test_what_waits_neither_replies_to_nor_marks_messages_of_the_old_chat(group: TownHall) -> None:
    group.post(Post(plain("Antwort"), reply_to="17"), OLD)
    group.post(Reaction("17", "👀"), OLD)
    move(group)
    sent = group.deliver()
    assert [out.output for out in sent] == [Post(plain("Antwort"), reply_to=None)]


def test_cards_shown_after_the_move_work_and_so_do_presses_that_name_the_old_chat(group: TownHall) -> None:
    move(group)
    card = group.write(
        lambda c: post_with_buttons_in(
            c, "telegram", NEW, Post(plain("Entwurf")), [[Knopf("Freigeben", "approve", {})]], at=0.0
        )
    )
    group.deliver()
    token = group.row(card).content["buttons"][0][0]["token"]
    for chat in (NEW, OLD):
        pressed = group.write(lambda c, chat=chat: redeem_in(c, "telegram", chat, f"m{card}", token, at=1.0))
        assert pressed == Pressed("approve", {}, card)


def test_open_questions_jobs_accounts_and_origins_move_along(group: TownHall) -> None:
    question = group.write(lambda c: ask_in(c, "telegram", OLD, "P-1", Post(plain("Was fehlt?")), "refuse", {}, at=0.0))
    group.write(lambda c: enqueue_in(c, "draft", {}, at=0.0, place=("telegram", OLD)))
    group.write(_case_from_the_group)
    move(group)
    group.deliver()
    answer = Message(Place("telegram", NEW, False), Sender("7", "Ilka"), "900", "Beleg", reply_to=f"m{question}")
    found = group.write(lambda c: match_in(c, answer, "P-1", at=1.0))
    assert found.outbox_id == question
    assert Jobs(group.engine).claim("a", ["draft"], at=0.0).chat_id == NEW  # type: ignore[union-attr]
    origin = group.read(lambda c: c.execute(select(case_origin)).one())
    assert (origin.chat_id, origin.message_id) == (NEW, NO_MESSAGE)


def _case_from_the_group(connection: Any) -> None:
    connection.execute(insert(dokument).values(id="antrag:1", art="antrag"))
    case = {"id": "V-1", "antrag_id": "antrag:1", "antrag_version": 1, "stichtag": date(2026, 11, 23)}
    connection.execute(insert(vorgang).values(**case, eingereicht_von="P-1", angelegt_am=NOW, brief={}))
    connection.execute(insert(case_origin).values(vorgang_id="V-1", channel="telegram", chat_id=OLD, message_id="17"))


def test_a_private_chat_that_moves_takes_its_account_along(hall: TownHall) -> None:
    move(hall, "7", "77")
    hall.post("eins", "7")
    assert [out.chat_id for out in hall.deliver()] == ["77"]
    hall.write(lambda c: set_unreachable_in(c, "telegram", "77"))


def test_a_chat_that_moves_twice_and_even_back_is_found(group: TownHall) -> None:
    move(group, OLD, NEW)
    move(group, NEW, "-2005")
    assert group.read(lambda c: chat_now_in(c, "telegram", OLD)) == "-2005"
    move(group, "-2005", OLD)
    for chat in (OLD, NEW, "-2005"):
        assert group.read(lambda c, chat=chat: chat_now_in(c, "telegram", chat)) == OLD
