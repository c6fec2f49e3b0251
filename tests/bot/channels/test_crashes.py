"""A process that is killed between any two steps loses nothing and doubles nothing, but for a message that says so."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from bot.channels.inbox import Inbox
from bot.channels.tables import outbox
from tests.bot.channels.town_hall import TownHall

EVENTS = 30

KILLS = ("event claimed", "event written", "job claimed", "job written", "message claimed", "message on the wire")

CHILD = """
import json, os, signal, sys
from pathlib import Path
from bot.channels import inbox, jobs
from bot.channels.leases import Owner, dead_owners
from bot.channels.outbox import Outbox, post_in
from bot.channels.port import Post, plain
from corpus.database import open_engine, writing

url, home, wire, killed_at = sys.argv[1:]
wire = os.open(wire, os.O_WRONLY | os.O_APPEND)
engine = open_engine(url)
events, tasks, out = inbox.Inbox(engine), jobs.Jobs(engine), Outbox(engine)
me = Owner.enter(Path(home)).id
for store in (events, tasks, out):
    store.release(dead_owners(Path(home), store.leased_by()))

passed = 0
def step(name):
    global passed
    passed += name == killed_at
    if passed == 3:
        os.kill(os.getpid(), signal.SIGKILL)

def say(connection, what):
    post_in(connection, "telegram", "78"[len(what) % 2], Post(plain(what)), at=0.0)

def handle():
    if not (event := events.claim(me, at=1.0)):
        return False
    step("event claimed")
    with writing(engine) as connection:
        say(connection, f"event {event.event_id}")
        jobs.enqueue_in(connection, "read", {"event": event.event_id}, at=0.0)
        inbox.done_in(connection, event, me)
        step("event written")
    return True

def work():
    if not (job := tasks.claim(me, ["read"], at=1.0)):
        return False
    step("job claimed")
    with writing(engine) as connection:
        say(connection, f"job {job.payload['event']}")
        jobs.done_in(connection, job, me, at=1.0)
        step("job written")
    return True

def send():
    if not (row := out.claim(me, at=1.0)):
        return False
    step("message claimed")
    os.write(wire, (json.dumps([row.id, row.unsure]) + "\\n").encode())
    step("message on the wire")
    out.sent(row, me, f"m{row.id}", at=1.0)
    return True

while any([handle(), work(), send()]):
    pass
"""


def test_a_kill_between_any_two_steps_loses_and_doubles_nothing(hall: TownHall, tmp_path: Path) -> None:
    wire = tmp_path / "wire.jsonl"
    wire.touch()
    Inbox(hall.engine).put("telegram", [(i, "{}") for i in range(EVENTS)], at=0.0)
    for killed_at in (*KILLS, ""):
        command = [sys.executable, "-c", CHILD, hall.url, str(hall.home), str(wire), killed_at]
        ended = subprocess.run(command, timeout=120, check=False)
        assert ended.returncode == (-signal.SIGKILL if killed_at else 0), killed_at

    rows = hall.read(lambda c: c.execute(select(outbox.c.id, outbox.c.content, outbox.c.state, outbox.c.unsure)).all())
    said = Counter(row.content["text"]["text"] for row in rows)
    assert said == Counter(f"{what} {i}" for what in ("event", "job") for i in range(EVENTS))
    assert {row.state for row in rows} == {"sent"}
    went_out = [tuple(json.loads(line)) for line in wire.read_text().splitlines()]
    assert {outbox_id for outbox_id, _ in went_out} == {row.id for row in rows}
    doubled = [key for key, count in Counter(outbox_id for outbox_id, _ in went_out).items() if count > 1]
    assert len(doubled) == 1  # killed with the message on the wire
    assert [says_so for outbox_id, says_so in went_out if outbox_id == doubled[0]] == [False, True]
    assert sum(row.unsure for row in rows) == 2  # and the one that was claimed and never left
