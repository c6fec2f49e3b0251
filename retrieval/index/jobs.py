"""The index follows the archive: its job rows are applied in batches, under a lock, again after a crash.

A job is done when both projections hold it and the archive has crossed it out, in this order; whoever was killed in
between leaves it standing, and doing it again changes nothing.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.domain import Passage
from retrieval.index.projection import BATCH, Index

Progress = Callable[[int], None]
"""Is told how many passages have been brought level since the last call."""

LOCK_LOOK_SECONDS = 0.1


class IndexJob(Protocol):
    """One passage that is to be stored, or removed where `passage` is None."""

    @property
    def id(self) -> int:
        """Grows with time."""

    @property
    def passage_id(self) -> str:
        """Which passage."""

    @property
    def passage(self) -> Passage | None:
        """As it is now."""


class IndexSource(Protocol):
    """The archive, as the index sees it."""

    def index_jobs(self, limit: int) -> Sequence[IndexJob]:
        """The oldest jobs first."""

    def finish_index_jobs(self, ids: Sequence[int]) -> None:
        """Crosses jobs out."""

    def all_passages(self) -> Iterator[Passage]:
        """Every current passage, for a rebuild."""


@dataclass(frozen=True)
class Level:
    """What `bring_level` did. `busy`: another process is at it, and nothing was done here."""

    jobs: int = 0
    rebuilt: bool = False
    busy: bool = False


def bring_level(
    source: IndexSource, index: Index, lock_path: Path, progress: Progress | None = None, *, wait_seconds: float = 0.0
) -> Level:
    """Applies all waiting jobs; first rebuilds an index that is missing or was built with something else.

    Where another process holds the lock it waits so long, then leaves the work to that one.
    """
    with _lock(lock_path, wait_seconds) as ours:
        if not ours:
            return Level(busy=True)
        rebuilt = index.needs_rebuild()
        if rebuilt:
            index.rebuild(source.all_passages(), progress)
        jobs = _apply_jobs(source, index, progress)
        if index.outgrown():
            index.rebuild(source.all_passages(), afresh=False)
            rebuilt = True
        return Level(jobs=jobs, rebuilt=rebuilt)


def reindex(source: IndexSource, index: Index, lock_path: Path, progress: Progress | None = None) -> Level:
    """Throws the projections away and builds them anew; waits for a running indexer to end."""
    with _lock(lock_path, float("inf")):
        index.rebuild(source.all_passages(), progress)
        return Level(jobs=_apply_jobs(source, index, progress), rebuilt=True)


def _apply_jobs(source: IndexSource, index: Index, progress: Progress | None) -> int:
    done = 0
    while jobs := source.index_jobs(BATCH):
        latest = {job.passage_id: job.passage for job in jobs}
        upserts = [passage for passage in latest.values() if passage is not None]
        index.apply(upserts, [passage_id for passage_id, passage in latest.items() if passage is None])
        source.finish_index_jobs([job.id for job in jobs])
        done += len(jobs)
        if progress:
            progress(len(jobs))
    return done


@contextmanager
def _lock(path: Path, wait_seconds: float) -> Iterator[bool]:
    """Whether the lock is ours. The kernel lets go of it when its process dies, however that was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_seconds
    with path.open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    yield False
                    return
                time.sleep(LOCK_LOOK_SECONDS)
            else:
                yield True
                return
