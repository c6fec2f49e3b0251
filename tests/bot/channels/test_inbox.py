"""An event that was put is dealt with exactly once, whatever ends the process in between."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from bot.channels.accounts import fact_in, set_fact_in
from bot.channels.inbox import ATTEMPTS, CRASHES, Inbox, Incoming, done_in, forget_in, raw_in
from bot.channels.leases import LEASE_SECONDS, LeaseLost
from bot.channels.tables import inbox

DAY = 24 * 3600.0


@pytest.fixture
def box(hall: Any) -> Inbox:
    return Inbox(hall.engine)


def put(box: Inbox, *ids: int, at: float = 0.0) -> int:
    return box.put("telegram", [(i, json.dumps({"update_id": i})) for i in ids], at=at)


def done(hall: Any, event: Incoming | None, owner: str = "a", **more: Any) -> None:
    assert event is not None
    hall.write(lambda c: done_in(c, event, owner, **more))


# --- coming in --------------------------------------------------------------------------------------------------------


def test_events_are_taken_up_in_the_order_in_which_they_came(box: Inbox) -> None:
    put(box, 31, 30, 32)
    taken = [box.claim("a", at=1.0) for _ in range(3)]
    assert [e.event_id for e in taken if e] == [31, 30, 32]
    assert box.claim("a", at=1.0) is None


def test_an_event_that_is_delivered_again_is_no_second_event(box: Inbox) -> None:
    assert put(box, 1, 2, 2) == 2
    assert put(box, 2, 3, at=DAY) == 1
    assert box.counts()["new"] == 3


def test_of_two_deliveries_in_one_batch_the_first_counts(hall: Any, box: Inbox) -> None:
    box.put("telegram", [(5, "first"), (6, "other"), (5, "second")], at=0.0)
    assert hall.read(lambda c: c.scalars(select(inbox.c.raw).order_by(inbox.c.id)).all()) == ["first", "other"]


def test_an_id_that_starts_anew_after_a_week_is_a_new_event(box: Inbox) -> None:
    put(box, 1000, 1001)
    assert put(box, 1000, 5, at=7 * DAY) == 2


def test_two_channels_may_have_the_same_ids(box: Inbox) -> None:
    put(box, 1)
    assert box.put("matrix", [(1, "{}")], at=0.0) == 1


def test_the_same_event_delivered_by_four_at_once_is_one_event(box: Inbox, at_once: Callable[..., list[Any]]) -> None:
    assert sorted(at_once([lambda: put(box, 1)] * 4)) == [0, 0, 0, 1]


def test_half_of_a_surrogate_pair_does_not_stop_the_batch(hall: Any, box: Inbox) -> None:
    hostile = json.dumps({"text": "a\ud800b"}, ensure_ascii=False)
    assert box.put("telegram", [(1, hostile), (2, "{}")], at=0.0) == 2
    taken = box.claim("a", at=0.0)
    assert taken is not None
    assert json.loads(taken.raw) == {"text": "a\ud800b"}


# --- one owner at a time ----------------------------------------------------------------------------------------------


def test_four_who_claim_at_once_never_get_the_same_event(box: Inbox, at_once: Callable[..., list[Any]]) -> None:
    put(box, *range(40))

    def take(owner: str) -> list[int]:
        taken = []
        while event := box.claim(owner, at=1.0):
            taken.append(event.event_id)
        return taken

    taken = at_once([lambda o=o: take(o) for o in "abcd"])
    assert sorted(event for of_one in taken for event in of_one) == list(range(40))


def test_an_event_is_done_together_with_what_it_causes(hall: Any, box: Inbox) -> None:
    put(box, 1)
    event = box.claim("a", at=0.0)

    def deal_with(connection: Connection) -> None:
        set_fact_in(connection, "effect", "1")
        done_in(connection, event, "a")
        raise RuntimeError("killed before the commit")

    with pytest.raises(RuntimeError):
        hall.write(deal_with)
    assert hall.read(lambda c: fact_in(c, "effect")) is None
    box.release(["a"])
    again = box.claim("b", at=0.0)
    assert (again.event_id, again.attempts) == (1, 2)  # type: ignore[union-attr]


def test_who_has_lost_the_lease_changes_nothing(hall: Any, box: Inbox) -> None:
    put(box, 1)
    slow = box.claim("a", at=0.0)
    box.claim("b", at=LEASE_SECONDS + 1)

    def deal_with(connection: Connection) -> None:
        set_fact_in(connection, "effect", "1")
        done_in(connection, slow, "a")

    with pytest.raises(LeaseLost):
        hall.write(deal_with)
    assert hall.read(lambda c: fact_in(c, "effect")) is None
    with pytest.raises(LeaseLost):
        box.failed(slow, "a", error="Timeout", at=100.0)  # type: ignore[arg-type]


def test_the_lease_is_lost_to_the_same_owner_in_another_thread_too(hall: Any, box: Inbox) -> None:
    put(box, 1)
    slow = box.claim("a", at=0.0)
    again = box.claim("a", at=LEASE_SECONDS + 1)
    with pytest.raises(LeaseLost):
        done(hall, slow)
    done(hall, again)


def test_who_was_taken_for_dead_changes_nothing_either(hall: Any, box: Inbox) -> None:
    put(box, 1)
    event = box.claim("a", at=0.0)
    box.release(["a"])
    with pytest.raises(LeaseLost):
        done(hall, event)
    assert box.counts()["new"] == 1


def test_an_event_is_done_once(hall: Any, box: Inbox) -> None:
    put(box, 1)
    event = box.claim("a", at=0.0)
    done(hall, event)
    with pytest.raises(LeaseLost):
        done(hall, event)
    assert box.counts() == {"new": 0, "done": 1, "dead": 0}


def test_a_lease_runs_out_by_itself(box: Inbox) -> None:
    put(box, 1)
    box.claim("a", at=0.0)
    assert box.claim("b", at=LEASE_SECONDS) is None
    assert box.claim("b", at=LEASE_SECONDS + 0.1) is not None


def test_the_rows_of_a_dead_owner_come_free_at_once_and_those_of_others_do_not(box: Inbox) -> None:
    put(box, 1, 2)
    box.claim("dead", at=0.0)
    box.claim("alive", at=0.0)
    assert box.leased_by() == {"dead", "alive"}
    box.release(["dead"])
    assert box.leased_by() == {"alive"}
    assert box.claim("b", at=0.0).event_id == 1  # type: ignore[union-attr]
    assert box.claim("b", at=0.0) is None


# --- failing ----------------------------------------------------------------------------------------------------------


def test_an_event_that_fails_waits_longer_each_time_and_is_dead_after_the_fifth(hall: Any, box: Inbox) -> None:
    put(box, 1)
    at, pauses = 0.0, []
    for attempt in range(1, ATTEMPTS + 1):
        event = box.claim("a", at=at)
        assert event is not None
        assert box.failed(event, "a", error="KeyError", at=at) is (attempt == ATTEMPTS)
        assert box.claim("a", at=at) is None
        due = hall.read(lambda c: c.scalar(select(inbox.c.not_before)))
        pauses.append(due - at)
        at = due
    assert pauses[:-1] == sorted(set(pauses[:-1]))
    assert box.claim("a", at=1e9) is None
    assert box.counts() == {"new": 0, "done": 0, "dead": 1}


def test_an_event_that_waits_holds_up_no_other(box: Inbox) -> None:
    put(box, 1, 2)
    box.failed(box.claim("a", at=0.0), "a", error="KeyError", at=0.0)  # type: ignore[arg-type]
    assert box.claim("a", at=0.0).event_id == 2  # type: ignore[union-attr]


def test_an_event_that_ends_every_process_is_dead_in_the_end_and_the_others_go_on(box: Inbox) -> None:
    put(box, 1, 2)
    for _ in range(CRASHES):
        assert box.claim("a", at=0.0).event_id == 1  # type: ignore[union-attr]
        box.release(["a"])
    assert box.claim("a", at=0.0).event_id == 2  # type: ignore[union-attr]
    assert box.counts()["dead"] == 1


def test_dead_events_can_be_revived(box: Inbox) -> None:
    put(box, 1)
    for attempt in range(ATTEMPTS):
        box.failed(box.claim("a", at=1000.0 * attempt), "a", error="KeyError", at=1000.0 * attempt)  # type: ignore[arg-type]
    assert box.claim("a", at=9000.0) is None
    assert box.revive(9000.0) == 1
    assert box.claim("a", at=9000.0).attempts == 1  # type: ignore[union-attr]


# --- forgetting -------------------------------------------------------------------------------------------------------


def test_what_came_in_can_be_forgotten_with_the_event_done(hall: Any, box: Inbox) -> None:
    put(box, 1, 2)
    first, second = box.claim("a", at=0.0), box.claim("a", at=0.0)
    assert first is not None
    assert second is not None
    done(hall, first, forget=True)
    done(hall, second)
    assert hall.read(lambda c: raw_in(c, first.id)) == ""
    assert hall.read(lambda c: raw_in(c, second.id)) == '{"update_id": 2}'
    hall.write(lambda c: forget_in(c, second.id))
    assert hall.read(lambda c: raw_in(c, second.id)) == ""


def test_old_texts_are_forgotten_but_never_those_that_still_wait(hall: Any, box: Inbox) -> None:
    put(box, 1, 2)
    put(box, 3, at=10 * DAY)
    done(hall, box.claim("a", at=0.0))
    box.failed(box.claim("a", at=0.0), "a", error="KeyError", at=20 * DAY)  # type: ignore[arg-type]
    done(hall, box.claim("a", at=10 * DAY))
    assert box.forget_old(9 * DAY) == 1
    kept = hall.read(lambda c: dict(c.execute(select(inbox.c.event_id, inbox.c.raw)).all()))
    assert kept == {1: "", 2: '{"update_id": 2}', 3: '{"update_id": 3}'}
    assert box.forget_old(9 * DAY) == 0
    assert box.counts() == {"new": 1, "done": 2, "dead": 0}


def test_forgetting_gets_through_any_number_of_old_events(hall: Any, box: Inbox) -> None:
    put(box, *range(1200))
    hall.write(lambda c: c.execute(update(inbox).values(state="done")))
    assert box.forget_old(DAY) == 1200
