"""A town hall with two persons in chat, for tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from bot.channels.outbox import Outbox, Outgoing, post_in
from bot.channels.port import Output, Post, plain
from bot.channels.tables import account, outbox
from bot.database import open_database
from bot.review.people import Person, Rolle
from bot.review.tables import person
from corpus.database import reading, writing

NOW = datetime(2026, 11, 23, 9, 0)


@dataclass
class TownHall:
    """The database, Ilka Brandt (Freigabe, chat 7) and Petra Sander (Sachbearbeitung, chat 8)."""

    url: str
    home: Path
    engine: Engine
    reviewer: Person
    official: Person

    def write(self, do: Callable[[Connection], Any]) -> Any:
        with writing(self.engine) as connection:
            return do(connection)

    def read(self, do: Callable[[Connection], Any]) -> Any:
        with reading(self.engine) as connection:
            return do(connection)

    def enrol(self, someone: Person, chat: str | None = None) -> Person:
        """A person, with an account where there is a chat."""
        with writing(self.engine) as connection:
            connection.execute(
                insert(person).values(
                    id=someone.id, name=someone.name, rolle=someone.rolle.value, angelegt_am=NOW,
                    entzogen_am=None if someone.aktiv else NOW,
                )
            )  # fmt: skip
            if chat is not None:
                linked = {"user_id": chat, "chat_id": chat, "reachable": True, "linked_at": NOW}
                connection.execute(insert(account).values(channel="telegram", person_id=someone.id, **linked))
        return someone

    def revoke(self, someone: Person) -> None:
        with writing(self.engine) as connection:
            connection.execute(update(person).where(person.c.id == someone.id).values(entzogen_am=NOW))

    def post(self, output: Output | str = "Guten Tag", chat: str = "7", *, at: float = 0.0, **more: Any) -> int:
        shown = Post(plain(output)) if isinstance(output, str) else output
        return self.write(lambda c: post_in(c, "telegram", chat, shown, at=at, **more))

    def row(self, outbox_id: int) -> Any:
        return self.read(lambda c: c.execute(select(outbox).where(outbox.c.id == outbox_id)).one())

    def deliver(self, *, at: float = 0.0) -> list[Outgoing]:
        """Sends all that is due, in order; message ids are "m" and the row's id."""
        box, sent = Outbox(self.engine), []
        while out := box.claim("test", at=at):
            box.sent(out, "test", f"m{out.id}", at=at)
            sent.append(out)
        return sent


def open_hall(url: str, home: Path) -> TownHall:
    engine = open_database(url)
    reviewer = Person("P-1", "Ilka Brandt", Rolle.FREIGABE)
    official = Person("P-2", "Petra Sander", Rolle.SACHBEARBEITUNG)
    hall = TownHall(url, home, engine, reviewer, official)
    hall.enrol(reviewer, "7")
    hall.enrol(official, "8")
    return hall
