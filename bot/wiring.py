"""The one place that knows every part. Parts are made when they are first asked for, so that a command which needs no
model loads none."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from bot.database import open_database
from bot.settings import Settings
from corpus.archive import Archive

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.review.cases import Cases
    from bot.review.persons import Persons


def now() -> datetime:
    """The clock: local time, to the second."""
    return datetime.now().replace(microsecond=0)


def today() -> date:
    """The day as people here count it."""
    return now().date()


class Stellwerk:
    """All parts under one HOME."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def engine(self) -> Engine:
        """The database, with today's tables."""
        return open_database(self.settings.database)

    @cached_property
    def archive(self) -> Archive:
        """The papers."""
        return Archive(self.engine)

    @cached_property
    def persons(self) -> Persons:
        """The people."""
        from bot.review.persons import Persons

        return Persons(self.engine)

    @cached_property
    def cases(self) -> Cases:
        """The motions in work."""
        from bot.review.cases import Cases

        return Cases(self.engine, approvals=self.settings.approvals)
