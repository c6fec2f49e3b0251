"""Who is at work on a row: owners that are known to be dead at once, and leases that run out by themselves.

A row that is being worked on bears the id of its owner, a process. The process holds a lock on a file under HOME, which
the system takes away with the process, however it ends; so the next process knows at once which rows to take over. An
owner on another machine can't be seen that way: its rows come free when their lease runs out.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LEASE_SECONDS = 60.0
"""How long a row stays with an owner that says nothing. Whoever works longer renews."""


class LeaseLost(Exception):
    """The row is someone else's by now: whatever was done for it must be rolled back."""


@dataclass(frozen=True)
class Owner:
    """This process, as the rows name it. The lock dies with the process (and with children forked without exec)."""

    id: str
    _lock: int
    _path: Path

    @classmethod
    def enter(cls, home: Path) -> Owner:
        """A new owner, known to be alive from now on."""
        folder = home / "run"
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            key = f"{_place(home)}-{os.getpid()}-{secrets.token_hex(6)}"
            path = folder / f"{key}.lock"
            lock = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if path.exists():  # else a sweep took the file before it was locked
                _sweep(home)
                return cls(key, lock, path)
            os.close(lock)

    def leave(self) -> None:
        """Gives the lock back; the owner counts as dead from now on."""
        self._path.unlink(missing_ok=True)
        os.close(self._lock)


def dead_owners(home: Path, ids: Iterable[str]) -> set[str]:
    """Those of these owners that were processes of this machine and HOME and are gone. Others are never among them."""
    here = f"{_place(home)}-"
    return {key for key in ids if key.startswith(here) and _is_dead(home / "run" / f"{key}.lock")}


def _is_dead(path: Path, *, sweep: bool = False) -> bool:
    try:
        lock = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if sweep:
            path.unlink(missing_ok=True)  # under the lock: who is about to enter finds the file gone and starts anew
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True


def _sweep(home: Path) -> None:
    """Takes away the files of dead processes: their ids never come back, and a missing file says the same."""
    for path in (home / "run").glob(f"{_place(home)}-*.lock"):
        _is_dead(path, sweep=True)


def _place(home: Path) -> str:
    """This machine and this HOME. Two machines of one name and one database must not take each other for dead."""
    try:
        machine = Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        machine = ""
    host = socket.gethostname()
    mark = hashlib.sha256("\n".join((host, machine, str(home.resolve()))).encode()).hexdigest()[:10]
    return f"{host}-{mark}"
