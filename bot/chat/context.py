"""What a handler in chat may touch: one transaction, the parts it works with, and the time it is told.

Handlers are functions of (event, state): they read and write rows of their turn's transaction and nothing else.
Whatever takes long is written down as a job; whatever is to be said is written into the outbox. So an event is handled
wholly or not at all, and a second delivery of it finds it done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.channels.port import ButtonPress, Message
from bot.review.people import Person

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.review.cases import Cases
    from bot.settings import Settings
    from corpus.archive import Archive


@dataclass(frozen=True)
class Turn:
    """One event's (or one job step's) transaction.

    `now` is the town hall's clock, `at` the same moment in seconds since 1970. `quelle` says in the audit where a deed
    came from: "telegram:4711". `inbox_id` is the row of the event, None in a job.
    """

    connection: Connection
    now: datetime
    at: float
    quelle: str
    settings: Settings
    cases: Cases
    archive: Archive
    inbox_id: int | None = None


Subject = Mapping[str, Any]
"""What a button or a question is about, as it was written down when it was shown: vorgang, nr, revision, ..."""

OnPress = Callable[[Turn, Person, ButtonPress, Subject, int], str | None]
"""Handles a press: (turn, person, press, subject, outbox id of the message with the button).

Returns the short text that the person sees at once (at most 200 characters), or None where the handler has posted a
PressAnswer itself."""

OnInput = Callable[[Turn, Person, Message, Subject, int], None]
"""Handles the answer to a question of ours: (turn, person, answer, subject, outbox id of the question)."""

OnCommand = Callable[[Turn, Person, Message], None]
"""Handles "/command rest"; the rest is the message's text."""
