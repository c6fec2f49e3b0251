"""A press counts if the button is ours, on this message, in this chat, and still shown. Nothing else does."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.channels.outbox import Outbox, post_in
from bot.channels.port import Document, Edit, Post, Tone, plain
from bot.channels.tables import callback_token
from bot.channels.tokens import KNOPF_DAYS, Knopf, Pressed, Reason, post_with_buttons_in, redeem_in, revoke_in
from tests.bot.channels.town_hall import TownHall

DAY = 24 * 3600.0
FREIGEBEN = Knopf("Freigeben", "approve", {"vorgang": "V-1", "nr": 2, "revision": 1}, Tone.GOOD)
ABLEHNEN = Knopf("Ablehnen", "refuse", {"vorgang": "V-1", "nr": 2, "revision": 1}, Tone.BAD)


def show(hall: TownHall, output: Any = None, *knoepfe: Knopf, chat: str = "7", key: str | None = None) -> int:
    rows = [[k] for k in knoepfe or (FREIGEBEN, ABLEHNEN)]
    shown = output or Post(plain("Entwurf zu Punkt 2"))
    return hall.write(  # type: ignore[no-any-return]
        lambda c: post_with_buttons_in(c, "telegram", chat, shown, rows, at=0.0, key=key)
    )


def press(hall: TownHall, data: str, message_id: str, *, chat: str = "7", at: float = 1.0) -> Pressed | Reason:
    return hall.write(lambda c: redeem_in(c, "telegram", chat, message_id, data, at=at))  # type: ignore[no-any-return]


def data_of(hall: TownHall, outbox_id: int, row: int = 0) -> str:
    return hall.row(outbox_id).content["buttons"][row][0]["token"]  # type: ignore[no-any-return]


def test_a_press_brings_back_what_the_button_is_about(hall: TownHall) -> None:
    card = show(hall)
    hall.deliver()
    assert press(hall, data_of(hall, card), f"m{card}") == Pressed("approve", dict(FREIGEBEN.subject), card)
    assert press(hall, data_of(hall, card, 1), f"m{card}") == Pressed("refuse", dict(ABLEHNEN.subject), card)


def test_what_is_sent_shows_the_labels_and_nothing_of_what_they_mean(hall: TownHall) -> None:
    card = show(hall)
    sent = hall.row(card).content["buttons"]
    assert [[(b["label"], b["tone"]) for b in row] for row in sent] == [[("Freigeben", "good")], [("Ablehnen", "bad")]]
    assert "V-1" not in str(sent)
    assert "approve" not in str(sent)


def test_tokens_fit_the_messenger_and_are_never_the_same(hall: TownHall) -> None:
    tokens = [data_of(hall, show(hall)) for _ in range(5)]
    assert len(set(tokens)) == 5
    assert all(len(t) == 16 and set(t) <= set(string.ascii_letters + string.digits + "-_") for t in tokens)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@example(data="\ud800")
@example(data="\x00")
@given(data=st.text(st.characters(codec=None), max_size=80) | st.from_regex(r"[A-Za-z0-9_-]{16}", fullmatch=True))
def test_forged_data_means_nothing(hall: TownHall, data: str) -> None:
    assert press(hall, data, "m1") is Reason.UNKNOWN


def test_a_button_of_another_chat_or_message_means_nothing(hall: TownHall) -> None:
    mine, theirs = show(hall, chat="7"), show(hall, chat="8")
    hall.deliver()
    assert press(hall, data_of(hall, theirs), f"m{theirs}", chat="7") is Reason.FOREIGN
    assert press(hall, data_of(hall, mine), f"m{theirs}") is Reason.FOREIGN
    assert press(hall, data_of(hall, mine), "unheard of") is Reason.FOREIGN
    assert press(hall, data_of(hall, mine), f"m{mine}") != Reason.FOREIGN


def test_a_button_lives_for_two_weeks(hall: TownHall) -> None:
    card = show(hall)
    hall.deliver()
    assert isinstance(press(hall, data_of(hall, card), f"m{card}", at=KNOPF_DAYS * DAY), Pressed)
    assert press(hall, data_of(hall, card), f"m{card}", at=KNOPF_DAYS * DAY + 1) is Reason.EXPIRED


def test_revoked_buttons_do_nothing_and_those_of_other_messages_still_do(hall: TownHall) -> None:
    card, other = show(hall), show(hall)
    hall.deliver()
    hall.write(lambda c: revoke_in(c, card))
    assert press(hall, data_of(hall, card), f"m{card}") is Reason.EXPIRED
    assert isinstance(press(hall, data_of(hall, other), f"m{other}"), Pressed)


def test_an_edit_brings_new_buttons_and_ends_the_old_ones(hall: TownHall) -> None:
    card = show(hall)
    hall.deliver()
    edit = show(hall, Edit(card, plain("Fassung 2")), FREIGEBEN)
    assert press(hall, data_of(hall, card), f"m{card}") is Reason.EXPIRED
    assert press(hall, data_of(hall, edit), f"m{card}") == Pressed("approve", dict(FREIGEBEN.subject), card)


def test_an_edit_without_buttons_ends_the_old_ones(hall: TownHall) -> None:
    card = show(hall)
    hall.deliver()
    hall.post(Edit(card, plain("Freigegeben von Ilka Brandt")))
    assert press(hall, data_of(hall, card), f"m{card}") is Reason.EXPIRED


def test_a_file_can_bear_buttons(hall: TownHall) -> None:
    letter = show(hall, Document("00", "Stellungnahme.docx"), Knopf("Als versandt ablegen", "send", {"vorgang": "V-1"}))
    hall.deliver()
    assert press(hall, data_of(hall, letter), f"m{letter}") == Pressed("send", {"vorgang": "V-1"}, letter)


def test_a_card_with_a_known_key_is_not_made_twice(hall: TownHall) -> None:
    first = show(hall, key="card:V-1:2:7")
    assert show(hall, key="card:V-1:2:7") == first
    assert hall.read(lambda c: c.scalar(select(func.count()).select_from(callback_token))) == 2


# --- messages whose arrival we didn't learn of ------------------------------------------------------------------------


def test_a_press_before_the_sender_has_noted_the_arrival_counts(hall: TownHall) -> None:
    card = show(hall)
    box = Outbox(hall.engine)
    out = box.claim("a", at=0.0)
    assert isinstance(press(hall, data_of(hall, card), "4711"), Pressed)
    assert hall.row(card).message_id == "4711"
    box.sent(out, "a", "4711", at=1.0)  # type: ignore[arg-type]


def test_a_press_after_the_sender_was_killed_counts_and_the_card_is_not_sent_again(hall: TownHall) -> None:
    card = show(hall)
    box = Outbox(hall.engine)
    box.claim("dead", at=0.0)
    box.release(["dead"])
    assert isinstance(press(hall, data_of(hall, card), "4711"), Pressed)
    assert hall.deliver(at=9.0) == []
    hall.post(Edit(card, plain("freigegeben")))
    assert [out.target_message_id for out in hall.deliver(at=9.0)] == ["4711"]


def test_both_copies_of_a_card_that_came_twice_can_be_pressed(hall: TownHall) -> None:
    card = show(hall)
    box = Outbox(hall.engine)
    box.claim("dead", at=0.0)
    box.release(["dead"])
    hall.deliver(at=1.0)
    for message_id in ("4711", f"m{card}"):
        assert isinstance(press(hall, data_of(hall, card), message_id), Pressed)
        assert hall.row(card).message_id == message_id  # the copy that a person looks at is the one that is edited


def test_a_press_never_makes_another_message_of_ours_the_cards(hall: TownHall) -> None:
    card = show(hall)
    box = Outbox(hall.engine)
    box.claim("dead", at=0.0)
    box.release(["dead"])
    other = hall.write(lambda c: post_in(c, "telegram", "7", Post(plain("Anderes")), at=0.0))
    hall.deliver(at=1.0)
    assert press(hall, data_of(hall, card), f"m{other}") is Reason.FOREIGN


@pytest.mark.parametrize("state", ["queued", "sent"])
def test_a_press_on_a_message_that_is_not_on_its_way_adopts_nothing(hall: TownHall, state: str) -> None:
    card = show(hall)
    if state == "sent":
        box = Outbox(hall.engine)
        box.sent(box.claim("a", at=0.0), "a", None, at=0.0)  # type: ignore[arg-type]
    assert press(hall, data_of(hall, card), "4711") is Reason.FOREIGN
    assert hall.row(card).message_id is None
