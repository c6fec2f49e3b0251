"""Writing what another process may be writing at the same moment, on SQLite and PostgreSQL alike.

On SQLite a writing transaction is alone from its first statement, and what stands here costs it nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Table, func, insert, select
from sqlalchemy.exc import IntegrityError


def insert_once(connection: Connection, table: Table, key: Column[Any], values: dict[str, Any]) -> bool:
    """Writes the row unless there is one with this value of `key`. False where there was."""
    known = select(key).where(key == values[key.name])
    if connection.execute(known).first() is not None:
        return False
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values(**values))
    except IntegrityError:
        if connection.execute(known).first() is None:
            raise
        return False
    return True


def alone_in(connection: Connection, what: str) -> None:
    """Until this transaction ends, no other one gets past this line for the same `what`."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))
