"""A fresh database for each test. With TEST_DATABASE_URL the same tests run on that PostgreSQL server."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from tests.bot.channels.town_hall import TownHall, open_hall


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[TownHall]:
    server = os.environ.get("TEST_DATABASE_URL")
    if server is None:
        yield open_hall(f"sqlite:///{tmp_path / 'stellwerk.db'}", tmp_path)
        return
    with _fresh_schema(server) as url:
        hall = open_hall(url, tmp_path)
        yield hall
        hall.engine.dispose()


@contextmanager
def _fresh_schema(server: str) -> Iterator[str]:
    schema = f"t_{secrets.token_hex(6)}"
    admin = create_engine(server)
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield f"{server}?options=-csearch_path%3D{schema}"
    with admin.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()


@pytest.fixture
def at_once() -> Callable[[Sequence[Callable[[], Any]]], list[Any]]:
    """Runs functions in threads that start together; returns their results in order, and raises what one raised."""

    def run(functions: Sequence[Callable[[], Any]]) -> list[Any]:
        start = threading.Barrier(len(functions))
        results: list[Any] = [None] * len(functions)
        failures: list[Exception] = []

        def one(index: int) -> None:
            start.wait()
            try:
                results[index] = functions[index]()
            except Exception as error:  # noqa: BLE001 - a thread must hand its failure over
                failures.append(error)

        threads = [threading.Thread(target=one, args=(i,)) for i in range(len(functions))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
        return results

    return run
