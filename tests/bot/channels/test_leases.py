"""A dead process is known to be dead at once, and a living one is never taken for dead."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from bot.channels.leases import Owner, dead_owners

CHILD = """
import sys, time
from pathlib import Path
from bot.channels.leases import Owner
print(Owner.enter(Path(sys.argv[1])).id, flush=True)
time.sleep(60)
"""


def child(home: Path) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen([sys.executable, "-c", CHILD, str(home)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def test_a_killed_process_is_dead_and_a_running_one_is_not(tmp_path: Path) -> None:
    process, key = child(tmp_path)
    assert dead_owners(tmp_path, [key]) == set()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert dead_owners(tmp_path, [key]) == {key}


def test_an_owner_knows_itself_to_be_alive_until_it_leaves(tmp_path: Path) -> None:
    owner = Owner.enter(tmp_path)
    assert dead_owners(tmp_path, [owner.id]) == set()
    owner.leave()
    assert dead_owners(tmp_path, [owner.id]) == {owner.id}


def test_owners_of_another_machine_or_home_are_never_called_dead(tmp_path: Path) -> None:
    elsewhere = Owner.enter(tmp_path / "elsewhere")
    elsewhere.leave()
    assert dead_owners(tmp_path, ["other-0123456789-77-abcdef", elsewhere.id, ""]) == set()


def test_a_child_process_does_not_keep_its_parent_alive(tmp_path: Path) -> None:
    script = CHILD.replace(
        "time.sleep(60)",
        "import subprocess; print(subprocess.Popen(['sleep', '60'], stdout=subprocess.DEVNULL).pid, flush=True)",
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    key, grandchild = process.stdout.readline().strip(), int(process.stdout.readline())
    process.wait()
    try:
        assert dead_owners(tmp_path, [key]) == {key}
    finally:
        os.kill(grandchild, signal.SIGKILL)


def test_files_of_the_dead_are_swept_away_and_those_of_the_living_stay(tmp_path: Path) -> None:
    process, key = child(tmp_path)
    living = Owner.enter(tmp_path)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    Owner.enter(tmp_path)
    left = {path.stem for path in (tmp_path / "run").iterdir()}
    assert key not in left
    assert living.id in left
    assert dead_owners(tmp_path, [key, living.id]) == {key}


def test_an_owner_whose_file_was_swept_before_it_was_locked_starts_anew(tmp_path: Path, monkeypatch: object) -> None:
    import bot.channels.leases as leases

    swept: list[Path] = []
    lock = leases.fcntl.flock

    def swept_first(descriptor: int, operation: int) -> None:
        if not swept:
            swept.extend((tmp_path / "run").iterdir())
            swept[0].unlink()
        lock(descriptor, operation)

    monkeypatch.setattr(leases.fcntl, "flock", swept_first)  # type: ignore[attr-defined]
    owner = Owner.enter(tmp_path)
    assert owner.id != swept[0].stem
    assert dead_owners(tmp_path, [owner.id]) == set()
