"""A town hall that decides in chat, for tests: four persons, real tables, one case with drafts of every kind.

Everything goes the way it goes in life: a press brings back the token that was sent, an answer is matched to its
question, and a message is there once it was delivered.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import insert, select

from bot.channels.jobs import Job, Jobs
from bot.channels.json_form import output_from_json
from bot.channels.outbox import Outbox, attachment_in
from bot.channels.port import (
    Button,
    ButtonPress,
    Document,
    Edit,
    FileKind,
    IncomingFile,
    Message,
    Output,
    Place,
    Post,
    PressAnswer,
    Sender,
)
from bot.channels.questions import match_in
from bot.channels.tables import account, case_origin, outbox
from bot.channels.tokens import Pressed, redeem_in
from bot.chat import cards, conversation, deciding, finishing, reminders
from bot.chat.context import Turn
from bot.database import open_database
from bot.letter.outgoing import Letters
from bot.review.audit import AuditLog
from bot.review.cases import Cases
from bot.review.people import Person, Rolle
from bot.review.persons import Persons
from bot.review.rules import Vorgang
from bot.service.workbench import Workbench
from bot.settings import Settings
from corpus.archive import Archive
from corpus.database import reading, writing
from corpus.domain import (
    Anliegen,
    AnliegenArt,
    Antrag,
    Entwurf,
    EntwurfStatus,
    Fundstelle,
    Paper,
    Satz,
    Zulieferung,
)
from tests.builders import plain

NOW = datetime(2026, 11, 23, 9, 0)  # a Monday

QUOTE = "Die Stadt ist seit 2019 Mitglied im Verein Grünes Band."
BELEG = Fundstelle(
    "st-12.pdf", "stellungnahme:ST/0012/2025", 1, "ST/0012/2025", date(2025, 6, 2), ("3",), 2, QUOTE, 0, len(QUOTE)
)


def draft(nr: int, text: str = QUOTE, **changes: Any) -> Entwurf:
    """A draft of one sentence that stands on its quote."""
    beleg = replace(BELEG, zitat=text, ende=len(text))
    return replace(Entwurf(nr, f"{nr}.", EntwurfStatus.BELEGT, (Satz(text, (beleg,)),)), **changes)


def gap(nr: int, amt: str | None = "66-Tiefbauamt") -> Entwurf:
    """A point on which nothing is known."""
    return Entwurf(nr, f"{nr}.", EntwurfStatus.KEINE_GRUNDLAGE, (), (), Zulieferung(amt, "Was kostet die Brücke?"))


@cache
def _empty_database() -> bytes:
    """Today's tables and nothing in them: laying them down takes half a second, copying them none."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "leer.db"
        open_database(f"sqlite:///{file}").dispose()
        return file.read_bytes()


class Office:
    """Petra Sander (Sachbearbeitung, chat 8), Ilka Brandt and Jan Ott (Freigabe, 7 and 6), Rita Adler (Leitung, 9)."""

    def __init__(self, home: Path, *, approvals: int = 1, drafts: tuple[Entwurf, ...] | None = None) -> None:
        (home / "stellwerk.db").write_bytes(_empty_database())
        self.engine = open_database(f"sqlite:///{home / 'stellwerk.db'}")
        self.settings = Settings(home=home, approvals=approvals, city="Velmenau", _env_file=None)  # type: ignore[call-arg]
        self.archive = Archive(self.engine)
        audit = AuditLog(home / "audit.key")
        self.persons = Persons(self.engine, audit=audit)
        self.cases = Cases(self.engine, approvals=approvals, audit=audit)
        self.letters = Letters(
            self.engine, self.archive, self.cases, approvals=approvals, city="Velmenau", template=None
        )
        self.petra = self.enrol("Petra Sander", Rolle.SACHBEARBEITUNG, "8")
        self.ilka = self.enrol("Ilka Brandt", Rolle.FREIGABE, "7")
        self.jan = self.enrol("Jan Ott", Rolle.FREIGABE, "6")
        self.rita = self.enrol("Rita Adler", Rolle.LEITUNG, "9")
        self.now, self.at = NOW, 1000.0
        self.jobs = Jobs(self.engine)
        self.files: dict[str, bytes] = {}
        self.redrafted: list[Entwurf] = []
        self.wishes: list[str] = []
        self.group: str | None = None  # the chat that all press in, instead of their own
        self._message = 100
        self.case = self.open(drafts or (draft(1), gap(2)))
        self.present()

    # --- the scene

    def enrol(self, name: str, rolle: Rolle, chat: str | None) -> Person:
        person = self.persons.enrol(name, rolle, now=NOW)
        if chat is not None:
            with writing(self.engine) as connection:
                values = {"user_id": chat, "chat_id": chat, "reachable": True, "linked_at": NOW}
                connection.execute(insert(account).values(channel="telegram", person_id=person.id, **values))
        return person

    def open(
        self,
        drafts: tuple[Entwurf, ...],
        *,
        nummer: str = "AT/0003/2026",
        sitzung: date | None = date(2026, 12, 10),
        oeffentlich: bool | None = None,
    ) -> str:
        points = tuple(
            Anliegen(e.nr, f"{e.nr}.", f"Wie steht es um Punkt {e.nr}?", AnliegenArt.FRAGE, (), 0, 5) for e in drafts
        )
        antrag = Antrag(nummer, "Neue Mitte", "Grünes Band", date(2026, 11, 2), sitzung, points, oeffentlich)
        paper = Paper("antrag.txt", "00", plain(f"Antrag {nummer}"), antrag, oeffentlich)
        with writing(self.engine) as connection:
            stored = self.archive.store_in(connection, paper, now=NOW)
            case = self.cases.open_in(
                connection, stored.dokument_id, stored.version, stichtag=NOW.date(), von=self.petra,
                now=NOW - timedelta(days=1),
            )  # fmt: skip
            connection.execute(
                insert(case_origin).values(vorgang_id=case, channel="telegram", chat_id="8", message_id="77")
            )
        self.cases.add_drafts(case, drafts, stichtag=NOW.date(), von=self.petra, now=NOW)
        return case

    def present(self) -> None:
        with self.turn() as turn:
            cards.present_case_in(turn, self.case, place=("telegram", "8"), handed_in_by=self.petra)
        self.deliver()

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        with writing(self.engine) as connection:
            yield Turn(connection, self.now, self.at, "telegram:1", self.settings, self.cases, self.archive)

    # --- what people do

    def chat(self, person: Person) -> str:
        return {self.petra.id: "8", self.ilka.id: "7", self.jan.id: "6", self.rita.id: "9"}[person.id]

    def press(self, person: Person, label: str, *, nr: int | None = None, token: str | None = None) -> str:
        """Presses a button in the person's chat (the newest of this label, of point `nr`); returns what they see."""
        message_id, button = self.button(self.chat(person), label, nr)
        said = self.pressed(person, message_id, token or button.token)
        self.deliver()
        return said

    def pressed(self, person: Person, message_id: str, token: str) -> str:
        """The press of a token on a message, as the messenger reports it."""
        own = self.chat(person)
        chat = self.group or own
        press = ButtonPress(Place("telegram", chat), Sender(own, person.name), message_id, f"p{self._next()}", token)
        actions = {**deciding.ACTIONS, **finishing.ACTIONS}
        with self.turn() as turn:
            what = redeem_in(turn.connection, "telegram", chat, message_id, token, at=turn.at)
            assert isinstance(what, Pressed), what
            said = actions[what.action](turn, person, press, what.subject, what.outbox_id)
        return said if said is not None else self.alerts(own)[-1]

    def write(
        self, person: Person, text: str, *, reply_to: str | None = None, file: tuple[str, bytes] | None = None
    ) -> Message:
        """Writes in the private chat; the newest question is answered, or the one that is replied to."""
        chat = self.chat(person)
        files: tuple[IncomingFile, ...] = ()
        if file is not None:
            self.files[file[0]] = file[1]
            files = (IncomingFile(file[0], file[0], len(file[1]), FileKind.DOCUMENT),)
        message = Message(
            Place("telegram", chat), Sender(chat, person.name), str(self._next()), text, files=files, reply_to=reply_to
        )
        inputs = {**deciding.INPUTS, **finishing.INPUTS}
        with self.turn() as turn:
            frage = match_in(turn.connection, message, person.id, at=turn.at)
            assert frage is not None, "this answers no question"
            inputs[frage.kind](turn, person, message, frage.subject, frage.outbox_id)
        self.deliver()
        return message

    def command(self, person: Person, command: str, text: str = "") -> None:
        chat = self.chat(person)
        message = Message(Place("telegram", chat), Sender(chat, person.name), str(self._next()), text, command=command)
        with self.turn() as turn:
            conversation.commands()[command](turn, person, message)
        self.deliver()

    def approve_all(self, by: Person | None = None) -> None:
        """Every open point of the case, gaps accepted."""
        person = by or self.ilka
        for revision in self.vorgang().revisionen:
            self.press(person, "Freigeben", nr=revision.nr)
            if self.has_button(self.chat(person), ACCEPT):
                self.press(person, ACCEPT)

    def _next(self) -> int:
        self._message += 1
        return self._message

    # --- what happens then

    def deliver(self) -> None:
        """Everything leaves and gets a message id: "m" and the row's number."""
        box = Outbox(self.engine)
        while out := box.claim("post", at=self.at):
            box.sent(out, "post", f"m{out.id}", at=self.at)

    def work(self) -> list[str]:
        """Does the jobs that wait, as the worker would; returns their kinds."""
        works = {**deciding.WORK, **finishing.WORK}
        done = []
        while claimed := self.jobs.claim("bank", works.keys(), at=self.at):
            works[claimed.kind](self.bench(), claimed)
            done.append(claimed.kind)
            self.deliver()
        return done

    def bench(self) -> Workbench:
        parts: Any = SimpleNamespace(
            engine=self.engine, archive=self.archive, cases=self.cases, settings=self.settings, letters=self.letters,
            desk=SimpleNamespace(drafts=self._drafts),
        )  # fmt: skip
        return Workbench(
            parts, self.jobs, "bank", lambda _c, file_id, _l: self.files[file_id],
            now=lambda: self.now, at=lambda: self.at, committed=lambda: None,
        )  # fmt: skip

    def _drafts(self, points: Any, betreff: str | None, *, stichtag: date, wish: str = "") -> list[Entwurf]:
        self.wishes.append(wish)
        return [next(e for e in self.redrafted if e.nr == point.nr) for point in points]

    def tick(self) -> None:
        with self.turn() as turn:
            reminders.tick_in(turn)
        self.deliver()

    # --- what is to be seen

    def vorgang(self) -> Vorgang:
        return self.cases.get(self.case)

    def rows(self, chat: str) -> list[tuple[Any, Output]]:
        with reading(self.engine) as connection:
            found = connection.execute(select(outbox).where(outbox.c.chat_id == chat).order_by(outbox.c.id)).all()
        return [(row, output_from_json(row.content)) for row in found]

    def screen(self, chat: str) -> dict[str, Post | Edit | Document]:
        """What the chat shows now: message id to what it says and which buttons it has, edits applied."""
        shown: dict[int, Post | Edit | Document] = {}
        ids: dict[int, str] = {}
        for row, output in self.rows(chat):
            if row.state != "sent":
                continue
            if isinstance(output, Edit):
                shown[output.target] = output
            elif isinstance(output, Post | Document):
                shown[row.id], ids[row.id] = output, row.message_id
        return {ids[key]: output for key, output in shown.items()}

    def texts(self, chat: str) -> list[str]:
        """The words that stand in the chat now, in order."""
        return [o.caption.text if isinstance(o, Document) else o.text.text for o in self.screen(chat).values()]

    def card(self, chat: str, nr: int) -> Post | Edit:
        """The card of a point as the chat shows it."""
        found = [
            output
            for output in self.screen(chat).values()
            if isinstance(output, Post | Edit)
            and f"{self.case} · Punkt {nr} · Fassung" in output.text.text
            and "Quellen" in labels(output)
        ]
        assert len(found) == 1, [o.text.text for o in found]
        return found[0]

    def button(self, chat: str, label: str, nr: int | None = None) -> tuple[str, Button]:
        for message_id, output in reversed(self.screen(chat).items()):
            text = output.caption.text if isinstance(output, Document) else output.text.text
            if nr is not None and f"Punkt {nr} ·" not in text:
                continue
            for row in output.buttons:
                for button in row:
                    if button.label == label:
                        return message_id, button
        raise AssertionError(f"no button {label!r} of point {nr} in {self.texts(chat)}")

    def has_button(self, chat: str, label: str, nr: int | None = None) -> bool:
        try:
            self.button(chat, label, nr)
        except AssertionError:
            return False
        return True

    def message_of(self, chat: str, words: str) -> str:
        """The id of the newest message with these words."""
        for message_id, output in reversed(self.screen(chat).items()):
            text = output.caption.text if isinstance(output, Document) else output.text.text
            if words in text:
                return message_id
        raise AssertionError(f"{words!r} not in {self.texts(chat)}")

    def alerts(self, chat: str) -> list[str]:
        """What was said in boxes that have to be closed."""
        return [o.text for _, o in self.rows(chat) if isinstance(o, PressAnswer) and o.alert]

    def documents(self, chat: str) -> dict[str, bytes]:
        """The files that a chat was sent, by name."""
        with reading(self.engine) as connection:
            return {
                output.name: attachment_in(connection, output.attachment)
                for _, output in self.rows(chat)
                if isinstance(output, Document)
            }

    def queued(self) -> list[Job]:
        from bot.channels.tables import job

        with reading(self.engine) as connection:
            rows = connection.execute(select(job).where(job.c.state == "queued").order_by(job.c.id)).all()
        return [Job(r.id, r.kind, r.payload, r.channel, r.chat_id, r.attempts, r.created_at) for r in rows]


ACCEPT = "Ausdrücklich annehmen und freigeben"


def labels(output: Post | Edit | Document) -> list[str]:
    """What stands on the buttons of a message."""
    return [button.label for row in output.buttons for button in row]
