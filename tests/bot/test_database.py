"""Opening the database brings its tables level, once, and never backwards."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import bot.channels.tables
import bot.review.tables
from bot.database import HEAD, open_database
from corpus.database import BUSY_TIMEOUT_MILLISECONDS, empty_log, reading, writing
from corpus.errors import StellwerkError
from corpus.tables import metadata


def test_the_migrations_make_exactly_the_tables_of_the_code(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_known_head_is_the_newest_migration() -> None:
    folder = Path(bot.database.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == HEAD


def test_eight_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    failures: list[Exception] = []

    def start() -> None:
        try:
            open_database(url).dispose()
        except Exception as error:  # noqa: BLE001 - a thread must hand its failure over
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    engine = open_database(url)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StellwerkError, match="neueren Version"):
        open_database(url)


def test_commits_are_synced_and_writers_do_not_block_readers(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with reading(engine) as connection:
        assert connection.scalar(text("PRAGMA synchronous")) == 2  # FULL
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"


def test_a_log_that_cannot_be_emptied_just_now_ends_nobody_and_leaves_the_patience_as_it_was() -> None:
    done: list[str] = []

    def execute(statement: str) -> Any:
        done.append(statement)
        if "checkpoint" in statement:
            raise sqlite3.OperationalError("disk I/O error")

    raw = SimpleNamespace(cursor=lambda: SimpleNamespace(execute=execute), close=lambda: done.append("close"))
    engine: Any = SimpleNamespace(dialect=SimpleNamespace(name="sqlite"), raw_connection=lambda: raw)
    assert empty_log(engine) is False
    assert done[-2:] == [f"PRAGMA busy_timeout={BUSY_TIMEOUT_MILLISECONDS}", "close"]
