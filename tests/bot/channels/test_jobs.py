"""A job is done exactly once, by whoever holds it at its last step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.channels.accounts import fact_in, set_fact_in
from bot.channels.jobs import (
    ATTEMPTS,
    CRASHES,
    Job,
    Jobs,
    append_in,
    cancel_in,
    done_in,
    enqueue_in,
    failed_in,
    holds_in,
    retry_in,
)
from bot.channels.leases import LEASE_SECONDS, LeaseLost
from tests.bot.channels.town_hall import TownHall


@pytest.fixture
def jobs(hall: TownHall) -> Jobs:
    return Jobs(hall.engine)


def ask(hall: TownHall, kind: str = "read", payload: dict[str, Any] | None = None, **more: Any) -> int:
    at = more.pop("at", 0.0)
    return hall.write(lambda c: enqueue_in(c, kind, payload or {}, at=at, **more))  # type: ignore[no-any-return]


def claim(jobs: Jobs, owner: str = "a", *, at: float = 0.0) -> Job:
    job = jobs.claim(owner, ["read", "draft"], at=at)
    assert job is not None
    return job


# --- asking for it ----------------------------------------------------------------------------------------------------


def test_a_job_comes_out_as_it_was_written_down(hall: TownHall, jobs: Jobs) -> None:
    key = ask(hall, "draft", {"vorgang": "V-1", "wunsch": "kürzer"}, at=3.0, place=("telegram", "7"))
    assert claim(jobs, at=3.0) == Job(key, "draft", {"vorgang": "V-1", "wunsch": "kürzer"}, "telegram", "7", 1, 3.0)


def test_a_worker_is_given_only_its_kinds_the_oldest_first_and_none_too_early(hall: TownHall, jobs: Jobs) -> None:
    later = ask(hall, "read", not_before=10.0)
    search, draft = ask(hall, "search"), ask(hall, "draft")
    assert claim(jobs).id == draft
    assert jobs.claim("a", ["read", "draft"], at=9.0) is None
    assert claim(jobs, at=10.0).id == later
    assert jobs.claim("a", [], at=10.0) is None
    assert jobs.claim("a", ["search"], at=10.0).id == search  # type: ignore[union-attr]


def test_the_same_key_is_one_job_also_after_it_is_done(hall: TownHall, jobs: Jobs) -> None:
    first = ask(hall, key="read:7:1")
    assert ask(hall, key="read:7:1") == first
    job = claim(jobs)
    hall.write(lambda c: done_in(c, job, "a", at=1.0))
    assert ask(hall, key="read:7:1") == first
    assert jobs.counts() == {"queued": 0, "done": 1, "dead": 0, "refused": 0}


def test_the_same_key_by_four_at_once_is_one_job(hall: TownHall, jobs: Jobs, at_once: Callable[..., list[Any]]) -> None:
    assert len(set(at_once([lambda: ask(hall, key="k")] * 4))) == 1
    assert jobs.counts()["queued"] == 1


# --- an album comes in pieces -----------------------------------------------------------------------------------------


def append(hall: TownHall, key: str, item: Any, *, not_before: float = 0.0) -> bool:
    return hall.write(lambda c: append_in(c, key, "files", item, not_before=not_before))  # type: ignore[no-any-return]


def test_a_piece_joins_the_job_that_waits_and_lets_it_wait_longer(hall: TownHall, jobs: Jobs) -> None:
    ask(hall, payload={"files": ["a"]}, key="album:1", not_before=1.5)
    assert append(hall, "album:1", "b", not_before=2.5)
    assert append(hall, "album:1", "c", not_before=2.0)
    assert jobs.claim("a", ["read"], at=2.4) is None
    assert claim(jobs, at=2.5).payload == {"files": ["a", "b", "c"]}


def test_a_piece_does_not_join_what_is_at_work_done_or_never_was(hall: TownHall, jobs: Jobs) -> None:
    assert not append(hall, "album:1", "b")
    ask(hall, payload={"files": ["a"]}, key="album:1")
    job = claim(jobs)
    assert not append(hall, "album:1", "b")
    hall.write(lambda c: done_in(c, job, "a", at=1.0))
    assert not append(hall, "album:1", "b")


def test_no_piece_is_lost_or_doubled_while_the_job_is_being_claimed(
    hall: TownHall, jobs: Jobs, at_once: Callable[..., list[Any]]
) -> None:
    pieces = 40

    def bring() -> None:
        for piece in range(pieces):

            def one(connection: Connection, piece: int = piece) -> None:
                if not append_in(connection, f"album:{piece // 10}", "files", piece, not_before=0.0):
                    enqueue_in(connection, "read", {"files": [piece]}, at=0.0, key=f"album:{piece // 10}:{piece}")

            ask(hall, payload={"files": []}, key=f"album:{piece // 10}")
            hall.write(one)

    def work() -> list[int]:
        seen: list[int] = []
        while len(seen) < pieces and not finished():
            if job := jobs.claim("a", ["read"], at=1.0):
                hall.write(lambda c, job=job: done_in(c, job, "a", at=1.0))
                seen += job.payload["files"]
        return seen

    brought: list[bool] = []

    def finished() -> bool:
        return bool(brought) and jobs.counts()["queued"] == 0

    def bring_all() -> None:
        bring()
        brought.append(True)

    _, seen = at_once([bring_all, work])
    assert sorted(seen) == list(range(pieces))


# --- one worker at a time ---------------------------------------------------------------------------------------------


def test_four_who_claim_at_once_never_get_the_same_job(
    hall: TownHall, jobs: Jobs, at_once: Callable[..., list[Any]]
) -> None:
    asked = [ask(hall) for _ in range(30)]

    def take(owner: str) -> list[int]:
        taken = []
        while job := jobs.claim(owner, ["read"], at=1.0):
            taken.append(job.id)
        return taken

    taken = at_once([lambda o=o: take(o) for o in "abcd"])
    assert sorted(key for of_one in taken for key in of_one) == asked


def test_who_has_lost_the_lease_leaves_nothing_behind(hall: TownHall, jobs: Jobs) -> None:
    ask(hall)
    slow = claim(jobs)
    again = claim(jobs, "b", at=LEASE_SECONDS + 1)

    def last_step(connection: Connection) -> None:
        set_fact_in(connection, "effect", "of the slow one")
        done_in(connection, slow, "a", at=61.0)

    with pytest.raises(LeaseLost):
        hall.write(last_step)
    assert hall.read(lambda c: fact_in(c, "effect")) is None
    for late in (
        lambda: jobs.renew(slow, "a", at=61.0),
        lambda: jobs.failed(slow, "a", error="x", at=61.0),
        lambda: hall.write(lambda c: holds_in(c, slow, "a")),
    ):
        with pytest.raises(LeaseLost):
            late()
    hall.write(lambda c: holds_in(c, again, "b"))
    hall.write(lambda c: done_in(c, again, "b", at=62.0))


def test_the_same_owner_in_another_thread_is_fenced_off_too(hall: TownHall, jobs: Jobs) -> None:
    ask(hall)
    slow, again = claim(jobs), claim(jobs, at=LEASE_SECONDS + 1)
    with pytest.raises(LeaseLost):
        hall.write(lambda c: done_in(c, slow, "a", at=61.0))
    hall.write(lambda c: done_in(c, again, "a", at=61.0))


def test_who_was_taken_for_dead_leaves_nothing_behind_either(hall: TownHall, jobs: Jobs) -> None:
    ask(hall)
    job = claim(jobs)
    jobs.release(["a"])
    with pytest.raises(LeaseLost):
        hall.write(lambda c: done_in(c, job, "a", at=1.0))
    assert claim(jobs).attempts == 2


def test_who_renews_keeps_the_job(hall: TownHall, jobs: Jobs) -> None:
    ask(hall)
    job = claim(jobs)
    jobs.renew(job, "a", at=50.0)
    assert jobs.claim("b", ["read"], at=50.0 + LEASE_SECONDS) is None
    assert jobs.claim("b", ["read"], at=51.0 + LEASE_SECONDS) is not None


def test_the_jobs_of_a_dead_worker_come_free_at_once_and_those_of_others_do_not(hall: TownHall, jobs: Jobs) -> None:
    first, _ = ask(hall), ask(hall)
    claim(jobs, "dead")
    claim(jobs, "alive")
    assert jobs.leased_by() == {"dead", "alive"}
    jobs.release(["dead"])
    assert claim(jobs).id == first
    assert jobs.claim("a", ["read"], at=0.0) is None


# --- failing ----------------------------------------------------------------------------------------------------------


def test_a_job_is_dead_after_the_third_attempt_and_waits_longer_each_time(hall: TownHall, jobs: Jobs) -> None:
    ask(hall)
    at = 0.0
    for attempt in range(1, ATTEMPTS + 1):
        assert jobs.failed(claim(jobs, at=at), "a", error="KeyError", at=at) is (attempt == ATTEMPTS)
        assert jobs.claim("a", ["read"], at=at) is None
        at += 100.0
    assert jobs.claim("a", ["read"], at=1e9) is None
    assert jobs.counts() == {"queued": 0, "done": 0, "dead": 1, "refused": 0}


def test_a_final_failure_is_dead_at_once_together_with_what_is_said_about_it(hall: TownHall, jobs: Jobs) -> None:
    ask(hall)
    job = claim(jobs)

    def fail(connection: Connection) -> bool:
        set_fact_in(connection, "said", "ja")
        return failed_in(connection, job, "a", error="StellwerkError", at=0.0, final=True)

    assert hall.write(fail)
    assert hall.read(lambda c: fact_in(c, "said")) == "ja"
    assert jobs.claim("a", ["read"], at=1e9) is None


def test_a_dead_job_can_be_tried_anew_and_no_other_can(hall: TownHall, jobs: Jobs) -> None:
    key = ask(hall)
    job = claim(jobs)
    assert not hall.write(lambda c: retry_in(c, key, at=1.0))
    jobs.failed(job, "a", error="x", at=0.0, final=True)
    assert hall.write(lambda c: retry_in(c, key, at=1.0))
    assert not hall.write(lambda c: retry_in(c, key, at=1.0))
    assert claim(jobs, at=1.0).attempts == 1


def test_a_job_that_ends_every_worker_is_given_out_to_be_given_up(hall: TownHall, jobs: Jobs) -> None:
    ask(hall)
    for _ in range(CRASHES):
        assert not claim(jobs).exhausted
        jobs.release(["a"])
    last = claim(jobs)
    assert last.exhausted
    assert jobs.failed(last, "a", error="crashed", at=0.0, final=True)


def test_a_worker_that_dies_over_giving_up_does_not_go_on_for_ever(hall: TownHall, jobs: Jobs) -> None:
    ask(hall)
    for _ in range(CRASHES + 2):
        claim(jobs)
        jobs.release(["a"])
    assert jobs.claim("a", ["read"], at=0.0) is None
    assert jobs.counts()["dead"] == 1


def test_cancelling_ends_what_waits_and_takes_the_lease_from_who_is_at_work(hall: TownHall, jobs: Jobs) -> None:
    ask(hall, key="V-1:draft")
    ask(hall, key="V-1:read")
    other = ask(hall, key="V-10:draft")
    ask(hall, key="V_1:draft")
    job = claim(jobs)
    assert hall.write(lambda c: cancel_in(c, "V-1:")) == 2
    with pytest.raises(LeaseLost):
        hall.write(lambda c: done_in(c, job, "a", at=1.0))
    assert claim(jobs).id == other
    assert hall.write(lambda c: cancel_in(c, "V%")) == 0


# --- who waits --------------------------------------------------------------------------------------------------------


def test_places_are_those_where_work_goes_on_right_now_each_once(hall: TownHall, jobs: Jobs) -> None:
    ask(hall, place=("telegram", "7"))
    ask(hall, place=("telegram", "7"))
    ask(hall)
    ask(hall, place=("telegram", "8"))
    assert jobs.active_places(0.0) == []
    done = [claim(jobs), claim(jobs), claim(jobs)]
    assert jobs.active_places(1.0) == [("telegram", "7")]
    assert jobs.active_places(LEASE_SECONDS + 1) == []
    for job in done:
        hall.write(lambda c, job=job: done_in(c, job, "a", at=1.0))
    assert jobs.active_places(1.0) == []
