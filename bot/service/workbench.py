"""Where a job is worked on: the parts, and the two kinds of transaction that a job may make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from bot.channels.jobs import Job, Jobs, done_in, holds_in
from bot.chat.context import Turn
from corpus.database import writing

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.wiring import Stellwerk

Fetch = Callable[[str, str, int], bytes]
"""(channel, file id, limit in bytes) to the bytes of a file that lies with the messenger."""


class Workbench:
    """One lane's place of work. `committed` is called after each commit, so that what was written leaves at once."""

    def __init__(
        self,
        parts: Stellwerk,
        jobs: Jobs,
        owner: str,
        fetch: Fetch,
        *,
        now: Callable[[], datetime],
        at: Callable[[], float],
        committed: Callable[[], None],
    ) -> None:
        self.parts = parts
        self.jobs = jobs
        self.owner = owner
        self.fetch = fetch
        self.now = now
        self.at = at
        self._committed = committed

    @contextmanager
    def turn(self, job: Job) -> Iterator[Turn]:
        """A transaction on the way. LeaseLost, and nothing written, where somebody else has taken the job over."""
        with writing(self.parts.engine) as connection:
            holds_in(connection, job, self.owner)
            yield self._turn(connection, job)
        self._committed()

    @contextmanager
    def finish(self, job: Job) -> Iterator[Turn]:
        """The last transaction of a job: what it brought about and that it is done stand together or not at all."""
        with writing(self.parts.engine) as connection:
            yield self._turn(connection, job)
            done_in(connection, job, self.owner, at=self.at())
        self._committed()

    def renew(self, job: Job) -> None:
        """Holds the job for another while. LeaseLost where it is gone."""
        self.jobs.renew(job, self.owner, at=self.at())

    def _turn(self, connection: Connection, job: Job) -> Turn:
        return Turn(
            connection=connection,
            now=self.now(),
            at=self.at(),
            quelle=f"auftrag:{job.id}",
            settings=self.parts.settings,
            cases=self.parts.cases,
            archive=self.parts.archive,
        )
