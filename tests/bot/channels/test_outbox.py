"""What is written to be sent is sent in order and once; where that can't be known, it says so."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, update

from bot.channels.accounts import allow_group_in, forbid_group_in
from bot.channels.leases import LeaseLost
from bot.channels.outbox import (
    ATTEMPTS,
    SENDING_SECONDS,
    Outbox,
    Outgoing,
    attach_in,
    attachment_in,
    find_in,
    message_in,
    post_in,
    set_message_in,
)
from bot.channels.port import (
    Document,
    Edit,
    InlineAnswer,
    Leave,
    Post,
    PressAnswer,
    Reaction,
    plain,
)
from bot.channels.tables import account
from tests.bot.channels.town_hall import NOW, TownHall


@pytest.fixture
def box(hall: TownHall) -> Outbox:
    return Outbox(hall.engine)


def claim(box: Outbox, owner: str = "a", *, at: float = 0.0, **more: Any) -> Outgoing:
    out = box.claim(owner, at=at, **more)
    assert out is not None
    return out


def texts(sent: list[Outgoing]) -> list[str]:
    return [out.output.text.text for out in sent if isinstance(out.output, Post | Edit)]


# --- writing down -----------------------------------------------------------------------------------------------------


def test_what_is_rolled_back_is_never_sent(hall: TownHall, box: Outbox) -> None:
    def fail(connection: Any) -> None:
        post_in(connection, "telegram", "7", Post(plain("nein")), at=0.0)
        raise RuntimeError("killed before the commit")

    with pytest.raises(RuntimeError):
        hall.write(fail)
    assert box.claim("a", at=1.0) is None


def test_a_known_key_writes_nothing_and_gives_the_row_that_is_there(hall: TownHall, box: Outbox) -> None:
    first = hall.post("eins", key="digest:2026-11-23:7")
    assert hall.post("zwei", key="digest:2026-11-23:7") == first
    assert texts(hall.deliver()) == ["eins"]


def test_the_same_key_by_four_at_once_is_one_row(hall: TownHall, at_once: Callable[..., list[Any]]) -> None:
    assert len(set(at_once([lambda: hall.post("eins", key="k")] * 4))) == 1
    assert len(hall.deliver()) == 1


def test_the_bytes_of_an_attachment_are_kept_once_and_come_back(hall: TownHall) -> None:
    data = bytes(range(256))
    first, second = (hall.write(lambda c: attach_in(c, data, at=0.0)) for _ in range(2))
    assert first == second
    assert hall.read(lambda c: attachment_in(c, first)) == data


# --- order ------------------------------------------------------------------------------------------------------------


def test_messages_of_one_chat_leave_in_order_and_a_second_only_after_the_first(hall: TownHall, box: Outbox) -> None:
    hall.post("eins")
    hall.post("zwei")
    first = claim(box)
    assert box.claim("b", at=0.0) is None
    box.sent(first, "a", "1", at=0.0)
    assert texts([claim(box)]) == ["zwei"]


def test_a_chat_that_waits_holds_up_no_other_chat(hall: TownHall, box: Outbox) -> None:
    hall.post("eins", "7")
    hall.post("zwei", "7")
    hall.post("drei", "8")
    box.later(claim(box), "a", until=50.0, error="RetryAfter", count_attempt=False)
    assert texts(hall.deliver(at=10.0)) == ["drei"]
    assert texts(hall.deliver(at=50.0)) == ["eins", "zwei"]


def test_a_lane_can_be_left_out(hall: TownHall, box: Outbox) -> None:
    hall.post("eins", "7")
    hall.post("zwei", "8")
    assert claim(box, exclude_lanes=["telegram:7"]).chat_id == "8"


@pytest.mark.parametrize("quick", [Reaction("5", "👀"), PressAnswer("p", "Freigegeben"), InlineAnswer("q", ())])
def test_what_someone_waits_for_at_the_screen_passes_all_others(hall: TownHall, box: Outbox, quick: Any) -> None:
    for _ in range(3):
        hall.post("eins", "7")
        hall.post("zwei", "8")
    hall.post(quick, "7")
    assert claim(box).output == quick


def test_files_edits_and_leaving_keep_the_order_of_their_chat(hall: TownHall, box: Outbox) -> None:
    hall.write(lambda c: allow_group_in(c, "telegram", "7", "P-1", now=NOW))
    first = hall.post("eins")
    hall.deliver()
    hall.post(Edit(first, plain("neu")))
    hall.post(Document("00", "a.docx"))
    hall.post(Leave())
    assert [type(out.output) for out in hall.deliver()] == [Edit, Document, Leave]


def test_order_holds_and_all_arrive_whatever_happens_on_the_way(hall: TownHall, box: Outbox) -> None:
    random_ = random.Random(4)
    posted = {chat: [hall.post(f"{chat} {i}", chat) for i in range(25)] for chat in ("7", "8")}
    at, held, arrived, generation = 0.0, {}, defaultdict(list), 0
    while box.waiting(at) is not None:
        at += 1.0
        owner = f"{random_.choice('abc')}{generation}"
        out = held.pop(owner, None) or box.claim(owner, at=at)
        if out is None:
            continue
        match random_.randrange(6):
            case 0:
                box.later(out, owner, until=at + 3, error="RetryAfter", count_attempt=False)
            case 1:
                held[owner] = out
            case 2:  # the whole process dies
                box.release(box.leased_by())
                held, generation = {}, generation + 1
            case _:
                box.sent(out, owner, f"m{out.id}", at=at)
                arrived[out.chat_id].append(out.id)
    assert arrived == posted
    assert box.counts()["sent"] == 50


# --- retries ----------------------------------------------------------------------------------------------------------


def test_an_output_is_dead_after_the_eighth_attempt_and_the_next_one_goes(hall: TownHall, box: Outbox) -> None:
    hall.post("eins")
    hall.post("zwei")
    died = [box.later(claim(box, at=float(i)), "a", until=float(i + 1), error="NetworkError") for i in range(ATTEMPTS)]
    assert died == [False] * (ATTEMPTS - 1) + [True]
    assert texts(hall.deliver(at=100.0)) == ["zwei"]
    assert box.counts()["dead"] == 1


def test_waiting_because_the_messenger_asks_for_it_is_no_failed_attempt(hall: TownHall, box: Outbox) -> None:
    hall.post("eins")
    for i in range(3 * ATTEMPTS):
        assert not box.later(claim(box, at=float(i)), "a", until=i + 1.0, error="RetryAfter", count_attempt=False)
    assert not box.later(claim(box, at=50.0), "a", until=60.0, error="NetworkError")
    assert len(hall.deliver(at=100.0)) == 1


def test_what_may_have_arrived_is_sent_again_and_says_so(hall: TownHall, box: Outbox) -> None:
    hall.post("eins")
    first = claim(box)
    assert not first.unsure
    box.unsure(first, "a", until=5.0, error="TimedOut")
    assert box.claim("a", at=4.0) is None
    assert claim(box, at=5.0).unsure
    assert box.counts()["unsure"] == 1


def test_a_second_edit_or_reaction_doubles_nothing_and_is_never_unsure(hall: TownHall, box: Outbox) -> None:
    first = hall.post("eins")
    hall.deliver()
    for output in (Edit(first, plain("zwei")), Reaction("5", "👀")):
        hall.post(output)
        box.unsure(claim(box), "a", until=0.0, error="TimedOut")
        again = claim(box)
        assert not again.unsure
        box.sent(again, "a", None, at=0.0)
    assert box.counts()["unsure"] == 0


def test_parts_that_arrived_are_not_forgotten_when_the_rest_has_to_wait(hall: TownHall, box: Outbox) -> None:
    hall.post("lang")
    out = claim(box)
    box.part_sent(out, "a", 2, "11")
    box.later(out, "a", until=0.0, error="NetworkError")
    assert claim(box).parts_sent == 2


# --- crashes and leases -----------------------------------------------------------------------------------------------


def test_what_a_dead_process_was_sending_is_sent_again_as_unsure(hall: TownHall, box: Outbox) -> None:
    hall.post("eins", "7")
    hall.post(Reaction("5", "👀"), "8")
    claim(box, "dead")
    claim(box, "dead")
    assert box.leased_by() == {"dead"}
    box.release(["dead"])
    again = [claim(box), claim(box)]
    assert {type(out.output): out.unsure for out in again} == {Post: True, Reaction: False}


def test_what_a_living_process_is_sending_is_left_to_it(hall: TownHall, box: Outbox) -> None:
    hall.post("eins")
    claim(box, "alive")
    box.release(["dead"])
    assert box.claim("a", at=SENDING_SECONDS) is None


def test_a_sender_that_says_nothing_for_long_is_followed_by_another(hall: TownHall, box: Outbox) -> None:
    hall.post("eins")
    slow = claim(box, "slow")
    again = claim(box, at=SENDING_SECONDS + 1)
    assert again.unsure
    for late in (
        lambda: box.sent(slow, "slow", "1", at=0.0),
        lambda: box.later(slow, "slow", until=0.0, error="x"),
        lambda: box.unsure(slow, "slow", until=0.0, error="x"),
        lambda: box.part_sent(slow, "slow", 1, None),
        lambda: box.drop(slow, "slow", "x"),
    ):
        with pytest.raises(LeaseLost):
            late()
    box.sent(again, "a", "2", at=0.0)
    assert hall.row(again.id).message_id == "2"


def test_the_same_owner_in_another_task_is_fenced_off_too(hall: TownHall, box: Outbox) -> None:
    hall.post("eins")
    slow, again = claim(box), claim(box, at=SENDING_SECONDS + 1)
    with pytest.raises(LeaseLost):
        box.sent(slow, "a", "1", at=0.0)
    with pytest.raises(LeaseLost):
        box.later(slow, "a", until=0.0, error="x")
    box.sent(again, "a", "2", at=0.0)


def test_a_sender_taken_for_dead_is_believed_that_it_has_arrived(hall: TownHall, box: Outbox) -> None:
    hall.post("eins")
    out = claim(box, "slow")
    box.release(["slow"])
    box.sent(out, "slow", "1", at=0.0)
    assert box.claim("a", at=0.0) is None
    assert hall.row(out.id).message_id == "1"


def test_four_who_claim_at_once_send_each_output_once(hall: TownHall, at_once: Callable[..., list[Any]]) -> None:
    posted = [hall.post(f"{i}", "78"[i % 2]) for i in range(30)]
    box = Outbox(hall.engine)

    def send(owner: str) -> list[int]:
        sent = []
        while box.waiting(1.0) is not None:
            if out := box.claim(owner, at=1.0):
                box.sent(out, owner, f"m{out.id}", at=1.0)
                sent.append(out.id)
        return sent

    sent = at_once([lambda o=o: send(o) for o in "abcd"])
    assert sorted(i for of_one in sent for i in of_one) == posted


# --- access -----------------------------------------------------------------------------------------------------------


def test_what_waits_for_a_person_whose_access_was_revoked_is_dropped(hall: TownHall, box: Outbox) -> None:
    mine, theirs = hall.post("eins", "7"), hall.post("zwei", "8")
    hall.revoke(hall.reviewer)
    assert [out.id for out in hall.deliver()] == [theirs]
    assert (hall.row(mine).state, hall.row(mine).error) == ("dropped", "no access")


def test_nothing_goes_to_people_who_are_not_enrolled_unless_it_is_meant_for_them(hall: TownHall) -> None:
    hall.post("Entwurf", "99")
    hall.post(PressAnswer("p", "x"), "99")
    hall.post(Reaction("5", "👀"), "99")
    welcome = hall.post("Bitte wenden Sie sich an die Leitung.", "99", for_unknown=True)
    assert [out.id for out in hall.deliver()] == [welcome]


def test_groups_have_to_be_allowed_at_the_moment_of_sending(hall: TownHall, box: Outbox) -> None:
    hall.write(lambda c: allow_group_in(c, "telegram", "-5", "P-1", now=NOW))
    hall.post("eins", "-5")
    assert texts(hall.deliver()) == ["eins"]
    hall.post("zwei", "-5")
    hall.write(lambda c: forbid_group_in(c, "telegram", "-5"))
    leaving = hall.post(Leave(), "-5")
    assert [out.id for out in hall.deliver()] == [leaving]


def test_an_inline_answer_goes_to_an_account_that_is_enrolled(hall: TownHall) -> None:
    hall.post(InlineAnswer("q1", ()), "7")
    hall.post(InlineAnswer("q2", ()), "99")
    assert [out.output for out in hall.deliver()] == [InlineAnswer("q1", ())]


def test_who_pressed_is_answered_by_their_account_whatever_their_chat_is_called(hall: TownHall) -> None:
    hall.write(lambda c: set_chat(c, "7", "private-7"))
    hall.post(PressAnswer("p", "Freigegeben"), "7")
    hall.post("Entwurf", "7")
    assert [out.output for out in hall.deliver()] == [PressAnswer("p", "Freigegeben")]


def set_chat(connection: Connection, user_id: str, chat_id: str) -> None:
    connection.execute(update(account).where(account.c.user_id == user_id).values(chat_id=chat_id))


# --- edits ------------------------------------------------------------------------------------------------------------


def test_only_the_newest_of_several_edits_that_wait_is_sent(hall: TownHall, box: Outbox) -> None:
    first, other = hall.post("Status"), hall.post("Anderes")
    hall.deliver()
    old = hall.post(Edit(first, plain("Entwurf 1/7")))
    hall.post(Edit(other, plain("bleibt")))
    hall.post(Edit(first, plain("Entwurf 2/7")))
    assert texts(hall.deliver()) == ["bleibt", "Entwurf 2/7"]
    assert (hall.row(old).state, hall.row(old).error) == ("dropped", "superseded")


def test_an_edit_that_is_on_its_way_is_followed_by_the_newer_one(hall: TownHall, box: Outbox) -> None:
    first = hall.post("Status")
    hall.deliver()
    hall.post(Edit(first, plain("alt")))
    out = claim(box)
    hall.post(Edit(first, plain("neu")))
    assert box.claim("b", at=0.0) is None
    box.sent(out, "a", None, at=0.0)
    assert texts(hall.deliver()) == ["neu"]


def test_a_newer_edit_waits_as_long_as_the_messenger_asked_of_the_older_one(hall: TownHall, box: Outbox) -> None:
    first = hall.post("Status")
    hall.deliver()
    hall.post(Edit(first, plain("alt")))
    box.later(claim(box), "a", until=30.0, error="RetryAfter", count_attempt=False)
    hall.post(Edit(first, plain("neu")), at=1.0)
    assert box.claim("a", at=29.0) is None
    assert texts(hall.deliver(at=30.0)) == ["neu"]


def test_an_edit_waits_for_its_message_and_then_knows_its_id(hall: TownHall, box: Outbox) -> None:
    first = hall.post("Status")
    hall.post(Edit(first, plain("neu")))
    out = claim(box)
    assert out.id == first
    box.sent(out, "a", "4711", at=0.0)
    assert claim(box).target_message_id == "4711"


def test_a_message_keeps_its_row_when_it_was_edited(hall: TownHall, box: Outbox) -> None:
    first = hall.post("Status")
    hall.deliver()
    hall.post(Edit(first, plain("neu")))
    box.sent(claim(box), "a", f"m{first}", at=0.0)  # the messenger names the message that was edited
    assert hall.read(lambda c: find_in(c, "telegram", "7", f"m{first}")) == first


def test_an_edit_goes_where_its_message_is_whatever_chat_is_named(hall: TownHall) -> None:
    first = hall.post("Status", "8")
    hall.deliver()
    hall.post(Edit(first, plain("neu")), "7")
    assert [out.chat_id for out in hall.deliver()] == ["8"]


def test_an_edit_of_a_message_that_never_arrived_is_dropped(hall: TownHall, box: Outbox) -> None:
    first = hall.post("Status")
    edit = hall.post(Edit(first, plain("neu")))
    box.drop(claim(box), "a", "Forbidden")
    assert hall.deliver() == []
    assert hall.row(edit).state == "dropped"


# --- messages that turn up --------------------------------------------------------------------------------------------


def test_a_message_is_found_by_its_place_and_id(hall: TownHall) -> None:
    first = hall.post("eins")
    assert hall.read(lambda c: message_in(c, first)) == ("7", None)
    hall.deliver()
    assert hall.read(lambda c: message_in(c, first)) == ("7", f"m{first}")
    assert hall.read(lambda c: find_in(c, "telegram", "7", f"m{first}")) == first
    assert hall.read(lambda c: find_in(c, "telegram", "8", f"m{first}")) is None


def test_a_message_that_someone_acted_on_is_not_sent_again(hall: TownHall, box: Outbox) -> None:
    first = hall.post("eins")
    box.unsure(claim(box), "a", until=5.0, error="TimedOut")
    hall.write(lambda c: set_message_in(c, first, "4711"))
    assert box.claim("a", at=9.0) is None
    assert (hall.row(first).state, hall.row(first).message_id) == ("sent", "4711")


def test_a_message_acted_on_while_it_is_being_sent_stays_with_its_sender(hall: TownHall, box: Outbox) -> None:
    for end in ("sent", "unsure", "release"):
        first = hall.post(end)
        out = claim(box)
        hall.write(lambda c, i=first, e=end: set_message_in(c, i, f"id of {e}"))
        if end == "sent":
            box.sent(out, "a", "id of sent", at=0.0)
        elif end == "unsure":
            box.unsure(out, "a", until=0.0, error="TimedOut")
        else:
            box.release(["a"])
        assert (hall.row(first).state, hall.row(first).message_id) == ("sent", f"id of {end}")
    assert box.counts()["unsure"] == 0


# --- when to look again -----------------------------------------------------------------------------------------------


def test_waiting_says_when_the_next_output_is_due(hall: TownHall, box: Outbox) -> None:
    assert box.waiting(0.0) is None
    hall.post("eins", "7")
    hall.post("zwei", "8", at=40.0)
    assert box.waiting(3.0) == 3.0
    assert box.waiting(3.0, exclude_lanes=["telegram:7"]) == 40.0
    box.later(claim(box), "a", until=20.0, error="RetryAfter")
    assert box.waiting(3.0) == 20.0
    out = claim(box, at=20.0)
    assert box.waiting(20.0) == 40.0
    box.sent(out, "a", "1", at=20.0)
    assert [out.chat_id for out in hall.deliver(at=40.0)] == ["8"]
    assert box.waiting(50.0) is None
