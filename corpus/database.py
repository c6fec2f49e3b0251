"""The SQL engine and its two kinds of transaction.

SQLite runs in WAL mode with `synchronous=FULL`: what was committed survives a power cut. Writers take the lock at the
start (`BEGIN IMMEDIATE`), so that a read-then-write can't fail halfway with SQLITE_BUSY; readers never wait for them.
PostgreSQL by URL takes the same code. https://www.sqlite.org/isolation.html
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from corpus.errors import TemporaryError

BUSY_TIMEOUT_MILLISECONDS = 30_000
WRITERS_LOCK = 0x57E11  # any number that nothing else in this database uses


def open_engine(url: str) -> Engine:
    """An engine for the database at `url`; for SQLite the file's folder must exist."""
    engine = create_engine(url, hide_parameters=True)  # an error must not carry the texts of a row into a log
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not open transactions by itself: _begin_sqlite does
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what is blanked or deleted must not be left to read in free pages
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def empty_log(engine: Engine) -> bool:
    """Moves SQLite's write-ahead log into the database and cuts it to nothing: what was blanked would stay readable in
    it until it is written over. False where somebody is at work just now; the next time may go better."""
    if engine.dialect.name != "sqlite":
        return True
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA busy_timeout=50")  # nobody waits for this
        try:
            busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.Error:  # locked, or the disk is full
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MILLISECONDS}")
        return not busy
    finally:
        raw.close()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the database."""
    with _database_errors(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: committed when the block ends, rolled back when it raises.

    Writers come one after the other, on SQLite by its own lock, on PostgreSQL by ours: who decides sees all that was
    decided before, and two who touch the same rows in another order can't block each other.
    """
    with _database_errors(), engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")
        yield connection


@contextmanager
def _database_errors() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        text = str(error.orig)
        if "locked" in text:
            raise TemporaryError(
                "Die Datenbank ist seit 30 Sekunden von einem anderen Vorgang gesperrt.",
                "Warten Sie, bis der andere Befehl fertig ist, und versuchen Sie es noch einmal.",
            ) from error
        if "disk is full" in text or "disk I/O" in text or "readonly" in text or "unable to open" in text:
            raise TemporaryError(
                f"Die Datenbank kann nicht gelesen oder geschrieben werden ({text}).",
                "Prüfen Sie den freien Platz und die Rechte im Ordner STELLWERK_HOME; `stellwerk doctor` hilft dabei.",
            ) from error
        raise
