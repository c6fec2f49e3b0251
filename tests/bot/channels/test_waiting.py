"""A clock that was set back holds nothing up."""

from __future__ import annotations

from pathlib import Path

from bot.channels.inbox import Inbox
from bot.channels.jobs import Jobs, enqueue_in
from bot.channels.waiting import pull_forward
from bot.database import open_database
from corpus.database import writing

AHEAD, NOW = 10_000.0, 10_000.0 - 3600


def test_what_was_written_before_the_clock_went_back_is_done_now(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    Inbox(engine).put("telegram", [(1, "{}")], at=AHEAD)
    with writing(engine) as connection:
        enqueue_in(connection, "read", {}, at=AHEAD)
    assert Inbox(engine).claim("ich", at=NOW) is None
    assert pull_forward(engine, at=NOW) == 2
    assert Inbox(engine).claim("ich", at=NOW) is not None
    assert Jobs(engine).claim("ich", ["read"], at=NOW) is not None


def test_a_pause_that_is_meant_stays(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with writing(engine) as connection:
        enqueue_in(connection, "read", {}, at=NOW, not_before=NOW + 300)
    assert pull_forward(engine, at=NOW) == 0
    assert Jobs(engine).claim("ich", ["read"], at=NOW) is None
