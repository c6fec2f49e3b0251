"""The process that does the long work: reading, drafting, letters, search.

It runs beside the bot, so that a model at work never holds up an answer, and dies with it.

The bot writes "stop" to our standard input to let the current job end; an end of input without it means that the bot is
gone, and we go at once: what was not committed is done again by whoever claims the job next.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.channels.jobs import Job, Jobs, failed_in
from bot.channels.leases import LEASE_SECONDS, LeaseLost, Owner
from bot.channels.outbox import post_in
from bot.channels.port import Edit, Post, plain
from bot.channels.tokens import Knopf, post_with_buttons_in
from bot.chat import progress
from bot.clock import now
from bot.service.workbench import Workbench
from corpus.database import writing
from corpus.errors import StellwerkError, TemporaryError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.wiring import Stellwerk

log = structlog.get_logger(__name__)

LOOK_SECONDS = 0.2
"""How often an idle lane looks for work."""

INDEX_LOOK_SECONDS = 2.0
"""How often an idle lane looks whether the index has to follow the archive."""

QUICK = frozenset({"search", "inline", "answer"})
"""What somebody waits for with the phone in the hand; it doesn't queue behind a draft."""

Work = Callable[[Workbench, Job], None]


def main() -> None:
    """The child process. Its HOME comes by environment, as for every command."""
    from bot.channels.telegram.client import fetch
    from bot.commands.context import configure_logging
    from bot.settings import load_settings
    from bot.wiring import Stellwerk

    settings = load_settings()
    configure_logging(settings)
    parts = Stellwerk(settings)
    token = settings.token or ""

    def download(channel: str, file_id: str, limit: int) -> bytes:
        if channel != "telegram":
            raise ValueError(f"no channel {channel}")
        return fetch(token, settings.telegram_api_url, settings.proxy, file_id, limit)

    stop = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the bot too, which then tells us
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=_listen, args=(stop,), daemon=True).start()
    os.nice(10)
    owner = Owner.enter(settings.home)
    try:
        _run(parts, owner.id, download, stop)
    finally:
        owner.leave()


def _listen(stop: threading.Event) -> None:
    for line in sys.stdin:
        if line.strip() == "stop":
            stop.set()
            return
    os._exit(1)  # the bot is gone without a word


def _tell_parent() -> None:
    """Something was written that may have to be sent."""
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(1)


def _run(parts: Stellwerk, owner: str, download: Callable[[str, str, int], bytes], stop: threading.Event) -> None:
    jobs = Jobs(parts.engine)
    bench = Workbench(parts, jobs, owner, download, now=now, at=time.time, committed=_tell_parent)
    slow = works().keys() - QUICK
    lanes = [
        threading.Thread(target=_lane, args=(bench, kinds, stop), name=name)
        for name, kinds in (("slow", slow), ("quick", QUICK))
    ]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()


def _lane(bench: Workbench, kinds: Collection[str], stop: threading.Event) -> None:
    looked = 0.0
    while not stop.is_set():
        try:
            job = bench.jobs.claim(bench.owner, kinds, at=time.time())
            if job is not None:
                do(bench, job)
                continue
            if "draft" in kinds and time.monotonic() - looked > INDEX_LOOK_SECONDS:
                looked = time.monotonic()
                _follow_archive(bench.parts)
        except StellwerkError as error:  # the database is locked or the disk is full: the next look may go better
            log.error("lane_waits", error=error.was)
            stop.wait(5)
        stop.wait(LOOK_SECONDS)


def do(bench: Workbench, job: Job) -> None:
    """Does one job. What fails is told to whoever waits for it; nothing stops the lane."""
    log.info("job_begins", job=job.id, kind=job.kind, attempt=job.attempts)
    if job.exhausted:
        text = "Dieser Auftrag hat Stellwerk mehrmals angehalten und wurde aufgegeben. Das Protokoll nennt die Stelle."
        _give_up(bench, job, "crashed", text, final=True, again=True)
        return
    started = time.monotonic()
    try:
        with _held(bench, job):
            works()[job.kind](bench, job)
        log.info("job_done", job=job.id, kind=job.kind, seconds=round(time.monotonic() - started, 1))
    except LeaseLost:
        log.warning("job_taken_over", job=job.id, kind=job.kind)
    except StellwerkError as error:
        text, again = f"{error.was} {error.abhilfe}", isinstance(error, TemporaryError)
        _give_up(bench, job, type(error).__name__, text, final=True, again=again)
    except Exception as error:  # whatever a job met: it is tried again, and then people are told
        log.exception("job_failed", job=job.id, kind=job.kind)
        text = "Das hat nicht geklappt; der Fehler ist protokolliert. Versuchen Sie es noch einmal."
        _give_up(bench, job, type(error).__name__, text, final=False, again=True)


@contextmanager
def _held(bench: Workbench, job: Job) -> Iterator[None]:
    """Keeps the lease while the job runs, however long that takes."""
    ended = threading.Event()

    def hold() -> None:
        while not ended.wait(LEASE_SECONDS / 3):
            try:
                bench.renew(job)
            except LeaseLost:
                return  # the job's next transaction finds out
            except StellwerkError as error:  # the database is locked: the lease outlives two of our turns
                log.warning("lease_not_renewed", job=job.id, error=error.was)

    holder = threading.Thread(target=hold, daemon=True)
    holder.start()
    try:
        yield
    finally:
        ended.set()
        holder.join()


def _give_up(bench: Workbench, job: Job, kind: str, text: str, *, final: bool, again: bool) -> None:
    """Marks the attempt failed; where it was the last one, whoever waits is told in the same transaction. `again` is
    whether trying once more can help: only then there is a button for it."""
    try:
        with writing(bench.parts.engine) as connection:
            dead = failed_in(connection, job, bench.owner, error=kind, at=time.time(), final=final)
            if dead and job.channel and job.chat_id:
                buttons = [[Knopf("Erneut versuchen", "retry_job", {"job": job.id})]] if again else []
                said = progress.given_up(job.kind, job.payload)
                if said and "status" in job.payload:
                    edit = Edit(int(job.payload["status"]), plain(said))
                    post_in(connection, job.channel, job.chat_id, edit, at=time.time())
                answered = job.payload.get("message_id")
                post = Post(plain(text), reply_to=str(answered) if answered else None)
                post_with_buttons_in(connection, job.channel, job.chat_id, post, buttons, at=time.time())
    except LeaseLost:
        log.warning("job_taken_over", job=job.id, kind=job.kind)
    _tell_parent()


def _follow_archive(parts: Stellwerk) -> None:
    """Papers that came in or went out are found by the next draft."""
    if parts.archive.pending_index_jobs():
        parts.bring_index_level()


@cache
def works() -> Mapping[str, Work]:
    """What each kind of job does."""
    from bot.chat import deciding, finishing, long_answers, motions

    return {**motions.WORK, **deciding.WORK, **finishing.WORK, **long_answers.WORK}


def command() -> list[str]:
    """How the bot starts this process."""
    return [sys.executable, "-m", "bot.service.worker"]


def environment(home: Path) -> dict[str, str]:
    """The worker's environment: the bot's, the HOME that is in force, and one core left to the bot."""
    cores = str(max(1, (os.cpu_count() or 2) - 1))
    return {"OMP_NUM_THREADS": cores, **os.environ, "STELLWERK_HOME": str(home)}


if __name__ == "__main__":
    main()
