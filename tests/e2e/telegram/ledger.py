"""After a run: what the database says against what the chats show. The bot must be stopped.

The law: every update was handled once, every decision stands once, everything that was to be said is in the chats, and
nothing stands there twice unless its outbox row says that it may.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, func, select

from bot.channels.json_form import output_from_json
from bot.channels.port import Document, Edit, Post, RichText
from bot.channels.tables import inbox, job, outbox
from bot.channels.telegram.entities import to_wire
from bot.channels.telegram.pieces import MAYBE_DOUBLE, messages_of, shown_by
from bot.review.tables import freigabe, revision, vorgang
from tests.e2e.telegram.town import Town
from tests.telegram_emulator import Shown, as_shown

Place = tuple[str, str]
"""Chat and text (or name of a document)."""


@dataclass
class Ledger:
    """What was found. `wrong` is empty where everything is as it must be."""

    updates: int = 0
    handled: int = 0
    messages: int = 0
    unsure: int = 0
    doubled: int = 0
    decisions: int = 0
    revisions: int = 0
    cases: int = 0
    wrong: list[str] = field(default_factory=list)


def take(town: Town) -> Ledger:
    """Compares database and chats."""
    found = Ledger()
    database = town.home / "stellwerk.db"
    _integrity(database, found)
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        _updates(connection, town, found)
        _said(connection, town, found)
        _edited(connection, town, found)
        _work(connection, found)
        found.cases = int(connection.scalar(select(func.count()).select_from(vorgang)) or 0)
        found.revisions = int(connection.scalar(select(func.count()).select_from(revision)) or 0)
        found.decisions = int(connection.scalar(select(func.count()).select_from(freigabe)) or 0)
    engine.dispose()
    verified = town.json("audit", "verify", expect=None)
    if not verified["ok"]:
        found.wrong.append(f"audit verify: {verified['fehler'][:3]}")
    _refusals(town, found)
    _secrets(town, found)
    return found


def _integrity(database: Path, found: Ledger) -> None:
    with sqlite3.connect(database) as raw:
        said = raw.execute("PRAGMA integrity_check").fetchall()
    if said != [("ok",)]:
        found.wrong.append(f"integrity_check: {said[:3]}")


def _updates(connection: Any, town: Town, found: Ledger) -> None:
    put = Counter(town.telegram.emulator.put_ids)
    rows = connection.execute(select(inbox.c.event_id, inbox.c.state)).all()
    stored = Counter(row.event_id for row in rows)
    found.updates, found.handled = len(put), sum(row.state == "done" for row in rows)
    if stored != put:
        found.wrong.append(f"updates lost {sorted(put - stored)}, doubled {sorted(stored - put)}")
    found.wrong += [f"update {row.event_id} is {row.state}" for row in rows if row.state != "done"]
    if town.telegram.pending():
        found.wrong.append(f"never acknowledged: {town.telegram.pending()}")


def _said(connection: Any, town: Town, found: Ledger) -> None:
    """Every message that was to be sent stands in its chat, and once."""
    wanted: Counter[Place] = Counter()
    may_double: set[Place] = set()
    rows = connection.execute(select(outbox).where(outbox.c.kind.in_(("post", "document")))).all()
    for row in rows:
        if row.state != "sent":
            found.wrong.append(f"outbox {row.id} ({row.kind}) is {row.state}: {row.error}")
            continue
        places = [(row.chat_id, text) for text in _texts(output_from_json(row.content))]
        wanted.update(places)
        if row.unsure:
            found.unsure += 1
            may_double.update(places)
    shown = Counter((m.chat_id, _said_first(m)) for m in town.telegram.shown())
    found.messages = sum(shown.values())
    missing, extra = wanted - shown, shown - wanted
    found.doubled = sum(extra.values())
    found.wrong += [f"missing in {chat}: {text[:120]!r} ({n})" for (chat, text), n in missing.items()]
    found.wrong += [
        f"too often in {chat}: {text[:120]!r} ({n})"
        for (chat, text), n in extra.items()
        if (chat, text) not in may_double
    ]


def _texts(output: Any) -> list[str]:
    found = []
    for message in messages_of(output):
        if isinstance(message, Document):
            found.append(f"{message.name}|{_shown(message.caption)}")
        else:
            assert isinstance(message, Post)
            found.append(_shown(message.text))
    return found


def _shown(text: RichText) -> str:
    return as_shown(to_wire(text)[0]).strip()


def _said_first(message: Shown) -> str:
    """A message as it was when it was sent, without the notice that it may be the second one."""
    text = message.versions[0].strip()
    if text.startswith(MAYBE_DOUBLE):
        text = text.removeprefix(MAYBE_DOUBLE).strip()
    return f"{message.document}|{text}" if message.document else text


def _edited(connection: Any, town: Town, found: Ledger) -> None:
    """The last edit of each message is what the chat shows: of one that may stand there twice, one of its copies."""
    rows = {row.id: row for row in connection.execute(select(outbox))}
    last: dict[int, str] = {}
    for row in rows.values():
        if row.kind != "edit":
            continue
        if row.state in ("queued", "sending", "dead"):
            found.wrong.append(f"outbox {row.id} (edit) is {row.state}: {row.error}")
        elif row.state == "sent":
            edit = output_from_json(row.content)
            assert isinstance(edit, Edit)
            last[edit.target] = _shown(shown_by(edit))
    for target, text in last.items():
        copies = _copies(rows[target], town)
        if text not in (copy.text.strip() for copy in copies):
            shown = [f"{copy.message_id}: {copy.text[:60]!r}" for copy in copies]
            found.wrong.append(f"message {target} was never edited to {text[:100]!r}; it shows {shown}")


def _copies(row: Any, town: Town) -> list[Shown]:
    known = town.telegram.emulator.messages.get((row.chat_id, int(row.message_id or 0)))
    copies = [known] if known is not None else []
    if row.unsure:
        first = _texts(output_from_json(row.content))[-1]
        copies += [m for m in town.telegram.shown(int(row.chat_id)) if _said_first(m) == first and m is not known]
    return copies


def _work(connection: Any, found: Ledger) -> None:
    rows = connection.execute(select(job.c.id, job.c.kind, job.c.state, job.c.error)).all()
    found.wrong += [f"job {r.id} ({r.kind}) is {r.state}: {r.error}" for r in rows if r.state != "done"]


def _refusals(town: Town, found: Ledger) -> None:
    """Telegram refused nothing but what a crash explains (a second edit to the same text, an old press), or what leads
    to the right call (a file's text is its caption)."""
    explained = ("not modified", "query is too old", "terminated by other getUpdates", "no text in the message to edit")
    found.wrong += [
        f"{call.method} was refused: {call.description}"
        for call in town.telegram.refused()
        if not any(words in call.description for words in explained)
    ]


def _secrets(town: Town, found: Ledger) -> None:
    """Neither token nor invitation nor a motion's words stand in any log or in the database's clear text."""
    log = town.log.read_text(encoding="utf-8", errors="replace")
    for secret in (town.telegram.token, town.telegram.token.split(":")[1], *town.secrets):
        if secret in log:
            found.wrong.append(f"a secret stands in the log: …{secret[-4:]}")
    for words in town.private_words:
        if words in log:
            found.wrong.append(f"the text of a motion stands in the log: {words!r}")
    stored = (town.home / "stellwerk.db").read_bytes()
    for secret in (town.telegram.token, *town.secrets):
        if secret.encode() in stored:
            found.wrong.append(f"a secret stands in the database: …{secret[-4:]}")
