"""Which case a person means: a number as people write it, or the message of ours that they reply to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.channels.outbox import find_in
from bot.channels.tables import callback_token, card, case_origin
from bot.review.case_rows import case_in
from bot.review.tables import vorgang

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.channels.port import Message
    from bot.review.rules import Vorgang

_CASE = re.compile(r"(?<![\w/])V[-\s]?(?P<year>20\d\d)[-/\s](?P<number>\d{1,7})(?!\w)", re.IGNORECASE)
"""V-2026-0001, v-2026-1, V 2026/1"""


def split_case(text: str) -> tuple[str | None, str]:
    """The first case number in a text as it is spelled here, and the text without it."""
    match = _CASE.search(text)
    if match is None:
        return None, text.strip()
    case_id = f"V-{match['year']}-{int(match['number']):04d}"
    return case_id, " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())


def exists_in(connection: Connection, case_id: str) -> bool:
    """Whether there is such a case, as far as a chat may know."""
    there = connection.scalar(select(vorgang.c.id).where(vorgang.c.id == case_id)) is not None
    return there and for_chat(case_in(connection, case_id))


def for_chat(case: Vorgang) -> bool:
    """Whether a chat may know of this case. One whose motion says that it is not public was opened in the terminal,
    and stays there."""
    return case.oeffentlich is not False


def replied_case_in(connection: Connection, message: Message) -> str | None:
    """The case of the message that this one replies to: a card of ours, or the motion itself."""
    if message.reply_to is None:
        return None
    place = message.place
    outbox_id = find_in(connection, place.channel, place.chat_id, message.reply_to)
    if outbox_id is not None:
        shown = connection.scalar(select(card.c.vorgang_id).where(card.c.outbox_id == outbox_id))
        if shown:
            return str(shown)
        subjects = connection.scalars(select(callback_token.c.subject).where(callback_token.c.outbox_id == outbox_id))
        return next((str(s["vorgang"]) for s in subjects if "vorgang" in s), None)
    cases = connection.scalars(
        select(case_origin.c.vorgang_id)
        .where(
            case_origin.c.channel == place.channel,
            case_origin.c.chat_id == place.chat_id,
            case_origin.c.message_id == message.reply_to,
        )
        .limit(2)
    ).all()
    return str(cases[0]) if len(cases) == 1 else None  # of a file with several motions nobody can tell which is meant
