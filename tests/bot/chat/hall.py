"""A town hall in chat, for tests of what comes in: three persons, real tables, a desk whose drafts need no model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import insert, select, update

from bot.channels.accounts import chats_in
from bot.channels.jobs import Job, Jobs
from bot.channels.json_form import output_from_json
from bot.channels.outbox import Outbox
from bot.channels.port import (
    ButtonPress,
    Document,
    Edit,
    FileKind,
    IncomingFile,
    Message,
    Output,
    Place,
    Post,
    Reaction,
    Sender,
)
from bot.channels.questions import open_of_in
from bot.channels.tables import account, callback_token, inbox, job, outbox
from bot.chat import commands, intake
from bot.chat.context import Turn
from bot.chat.motions import WORK
from bot.database import open_database
from bot.drafting.desk import Desk
from bot.review.audit import AuditLog
from bot.review.cases import Cases
from bot.review.people import Person, Rolle
from bot.review.persons import Persons
from bot.review.tables import person as person_table
from bot.service.workbench import Workbench
from bot.settings import Settings
from corpus.archive import Archive
from corpus.database import reading, writing
from corpus.domain import Anliegen, Entwurf, EntwurfStatus, Zulieferung

NOW = datetime(2026, 11, 23, 9, 0)
GROUP = "-100"
DATABASE = "stellwerk.db"

MOTION = """Antrag
Vorlage: AT/0007/2026 | Datum: 02.11.2026
Verfasser: Fraktion Neue Mitte
Betreff: Sporthalle Altvelm

Der Stadtrat möge beschließen:

Die Verwaltung wird gebeten zu prüfen,
1. wie hoch die Kosten einer Sanierung der Sporthalle Altvelm wären,
2. ob die Halle während der Sanierung genutzt werden kann.

Begründung:
Die Halle ist alt.
"""

UNSURE = """Anfrage
Vorlage: AF/0031/2026 | Datum: 03.11.2026
Verfasser: Fraktion Neue Mitte
Betreff: Brücke am Wehr

1. Wann beginnt der Bau der Brücke am Wehr und wer führt
   ihn aus?
3. Wann endet er?
"""
"""Its second number is missing: a person has to look."""


class StubDesk(Desk):
    """Reads and opens as the real one; every draft says that nothing is known."""

    while_drafting: Callable[[], None] = staticmethod(lambda: None)

    def drafts(
        self,
        points: Sequence[Anliegen],
        betreff: str | None,
        *,
        stichtag: date,
        done: Callable[[str], None] = lambda _: None,
        meanwhile: Callable[[str], None] = lambda _: None,
        wish: str | None = None,
    ) -> list[Entwurf]:
        drafted = []
        for point in points:
            request = Zulieferung(None, point.text)
            drafted.append(Entwurf(point.nr, point.marke, EntwurfStatus.KEINE_GRUNDLAGE, (), (), request))
            self.while_drafting()
            done(f"Punkt {point.nr}")
        return drafted


class Hall:
    """Petra Sander (Sachbearbeitung, chat 8), Ilka Brandt (Freigabe, 7), Rita Adler (Leitung, 9)."""

    def __init__(self, home: Path) -> None:
        self.engine = open_database(f"sqlite:///{home / DATABASE}")
        self.settings = Settings(home=home, _env_file=None)  # type: ignore[call-arg]
        self.archive = Archive(self.engine)
        audit = AuditLog(home / "audit.key")
        self.persons = Persons(self.engine, audit=audit)
        self.cases = Cases(self.engine, approvals=1, audit=audit)
        self.desk = StubDesk(self.engine, self.archive, self.cases, _no_searcher, _no_words)
        self.official = self._enrol("Petra Sander", Rolle.SACHBEARBEITUNG, "8")
        self.reviewer = self._enrol("Ilka Brandt", Rolle.FREIGABE, "7")
        self.head = self._enrol("Rita Adler", Rolle.LEITUNG, "9")
        self.jobs = Jobs(self.engine)
        self.files: dict[str, bytes] = {}
        self.fetched: list[str] = []
        self.at = 1000.0
        self.searcher: Any = None
        self._message = 100
        self._seen = 0
        parts: Any = SimpleNamespace(
            engine=self.engine, archive=self.archive, cases=self.cases, desk=self.desk, settings=self.settings,
            bring_index_level=lambda: None,
        )  # fmt: skip
        self.parts = parts
        self.bench = Workbench(
            parts, self.jobs, "werkbank", self._fetch, now=lambda: NOW, at=lambda: self.at, committed=lambda: None
        )

    def _enrol(self, name: str, rolle: Rolle, chat: str) -> Person:
        enrolled = self.persons.enrol(name, rolle, now=NOW)
        with writing(self.engine) as connection:
            values = {"user_id": chat, "chat_id": chat, "person_id": enrolled.id, "reachable": True, "linked_at": NOW}
            connection.execute(insert(account).values(channel="telegram", **values))
        return enrolled

    def _fetch(self, _channel: str, file_id: str, _limit: int) -> bytes:
        self.fetched.append(file_id)
        return self.files[file_id]

    # --- events

    @contextmanager
    def turn(self, *, inbox_id: int | None = None) -> Iterator[Turn]:
        with writing(self.engine) as connection:
            yield Turn(
                connection, NOW, self.at, "telegram:1", self.settings, self.cases, self.archive, inbox_id=inbox_id
            )

    def message(self, text: str = "", *, by: Person | None = None, chat: str | None = None, **more: Any) -> Message:
        """A message of a person, in their private chat where no other is named."""
        person = by or self.official
        with reading(self.engine) as connection:
            own = chats_in(connection, person.id)[0][1]
        self._message += 1
        private = chat is None or not chat.startswith("-")
        values = {"message_id": str(self._message), "sent_at": self.at, **more}
        return Message(Place("telegram", chat or own, private), Sender(own, person.name), text=text, **values)

    def photo(self, data: bytes = b"bild", **more: Any) -> Message:
        """A message with one photo."""
        file_id = f"foto-{len(self.files)}"
        self.files[file_id] = data
        return self.message(files=(IncomingFile(file_id, "Foto.jpg", len(data), FileKind.PHOTO),), **more)

    def document(self, data: bytes | str, name: str = "antrag.txt", *, size: int | None = None, **more: Any) -> Message:
        """A message with one file."""
        file_id = f"datei-{len(self.files)}"
        self.files[file_id] = data.encode() if isinstance(data, str) else data
        given = len(self.files[file_id]) if size is None else size
        return self.message(files=(IncomingFile(file_id, name, given, FileKind.DOCUMENT),), **more)

    def receive(self, message: Message, *, by: Person | None = None) -> None:
        """Handles a message as the conversation does; its raw form lies in the inbox."""
        person = by or self.official
        with writing(self.engine) as connection:
            row = {"channel": "telegram", "event_id": 1, "raw": message.text or "roh", "received_at": self.at}
            row |= {"state": "new", "attempts": 1, "not_before": 0.0}
            inbox_id = connection.execute(insert(inbox).values(**row).returning(inbox.c.id)).scalar_one()
        with self.turn(inbox_id=inbox_id) as turn:
            if message.command:
                commands.COMMANDS.get(message.command, commands.COMMANDS["hilfe"])(turn, person, message)
            else:
                intake.on_message(turn, person, message)

    def answer(self, text: str, *, by: Person | None = None, chat: str | None = None) -> None:
        """Answers the question that was asked of the person last."""
        person, message = by or self.official, self.message(text, by=by, chat=chat)
        with self.turn() as turn:
            question = open_of_in(turn.connection, "telegram", message.place.chat_id, person.id)[-1]
            intake.INPUTS[question.kind](turn, person, message, question.subject, question.outbox_id)

    def press(self, label: str, *, by: Person | None = None, chat: str = "8") -> str | None:
        """Presses the newest button of this label in a chat; returns what is said to the person."""
        person = by or self.official
        outbox_id, token = self.button(label, chat)
        press = ButtonPress(Place("telegram", chat, not chat.startswith("-")), Sender("0", ""), "1", "1", token)
        with self.turn() as turn:
            row = turn.connection.execute(select(callback_token).where(callback_token.c.token == token)).one()
            actions = {**intake.ACTIONS, **commands.ACTIONS}
            return actions[row.action](turn, person, press, row.subject, outbox_id)

    def button(self, label: str, chat: str = "8") -> tuple[int, str]:
        for outbox_id, output in reversed(self.sent(chat)):
            if isinstance(output, Post | Edit | Document):
                for row in output.buttons:
                    for shown in row:
                        if shown.label == label:
                            return outbox_id, shown.token
        raise AssertionError(f"no button {label} in {[o for _, o in self.sent(chat)]}")

    # --- work

    def work(self, kinds: Sequence[str] = tuple(WORK), *, most: int = 20) -> list[str]:
        """Does what waits, as the worker would, texts after their wait; returns the kinds of the jobs that it did."""
        self.at += intake.TEXT_SECONDS
        done: list[str] = []
        while len(done) < most and (claimed := self.jobs.claim("werkbank", kinds, at=self.at)):
            WORK[claimed.kind](self.bench, claimed)
            done.append(claimed.kind)
        return done

    def queued(self) -> list[Job]:
        with reading(self.engine) as connection:
            rows = connection.execute(select(job).where(job.c.state == "queued").order_by(job.c.id)).all()
        return [Job(r.id, r.kind, r.payload, r.channel, r.chat_id, r.attempts, r.created_at) for r in rows]

    # --- what was said

    def sent(self, chat: str = "8") -> list[tuple[int, Output]]:
        """Everything that was written for a chat, in order, what was superseded too."""
        with reading(self.engine) as connection:
            rows = connection.execute(select(outbox).where(outbox.c.chat_id == chat).order_by(outbox.c.id)).all()
        return [(row.id, output_from_json(row.content)) for row in rows]

    def said(self, chat: str = "8") -> list[str]:
        """The words of every message and edit for a chat."""
        return [output.text.text for _, output in self.sent(chat) if isinstance(output, Post | Edit)]

    def news(self, chat: str = "8") -> list[str]:
        """What was said in a chat since this was last asked."""
        said = self.said(chat)
        fresh, self._seen = said[self._seen :], len(said)
        return fresh

    def reactions(self, chat: str = "8") -> list[str]:
        return [output.message_id for _, output in self.sent(chat) if isinstance(output, Reaction)]

    def deliver(self) -> None:
        """Everything leaves and gets a message id: "m" and the row's number."""
        box = Outbox(self.engine)
        while out := box.claim("post", at=self.at):
            box.sent(out, "post", f"m{out.id}", at=self.at)

    def raw(self) -> list[str]:
        with reading(self.engine) as connection:
            return list(connection.scalars(select(inbox.c.raw).order_by(inbox.c.id)))

    def revoke(self, someone: Person) -> None:
        with writing(self.engine) as connection:
            connection.execute(update(person_table).where(person_table.c.id == someone.id).values(entzogen_am=NOW))


def _no_searcher() -> Any:
    raise AssertionError("no draft here needs a search")


def _no_words(_: date) -> Any:
    raise AssertionError("no draft here needs words")
