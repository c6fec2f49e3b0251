"""What follows when a motion's case is open: a question about its points, its drafts, or what the case is already.

Where the motion has an open case in another version, a person says first what this one is: the same, or one of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from bot.channels.outbox import post_in
from bot.channels.port import ButtonPress, Edit, Post, Style, plain, styled
from bot.channels.tables import case_origin
from bot.channels.tokens import Knopf, post_with_buttons_in
from bot.chat import cards, progress
from bot.chat.case_names import for_chat
from bot.chat.context import OnPress, Subject, Turn
from bot.chat.entwurf_text import clip
from bot.chat.splitting import ask_about_points_in, begin_draft_in
from bot.review.people import Person

if TYPE_CHECKING:
    from bot.drafting.intake import AndereFassung

Place = tuple[str, str]
"""Channel and chat id."""


def go_on_in(
    turn: Turn, case_id: str, person: Person, place: Place, *, message_id: str, status: int, was_read: str, key: str
) -> None:
    """The next step of a case whose motion just came in as `message_id`. `status` is the outbox id of its status
    message, `was_read` how that begins; what `key` names is said once."""
    case = turn.cases.get_in(turn.connection, case_id)
    antrag = turn.cases.antrag_in(turn.connection, case.id)
    done = progress.split(was_read, len(antrag.anliegen))
    if case.revisionen:
        _show(turn, place, status, f"{done} · {case.id}")
        text = styled(f"Diesen Antrag kennt Stellwerk schon: {case.id}.", Style.BOLD) + " Hier ist der heutige Stand."
        post_in(turn.connection, *place, Post(text, reply_to=message_id), at=turn.at, key=f"bekannt:{key}")
        cards.show_case_in(turn, case.id, *place, person)
        return
    _note_origin(turn, case.id, place, message_id)
    if all(anliegen.sicher for anliegen in antrag.anliegen):
        _show(turn, place, status, progress.waiting(done))
        if not begin_draft_in(turn, case.id, person, place, message_id=message_id, status=status, done=done):
            _show(turn, place, status, f"{done} · {case.id} ist schon in Arbeit")
        return
    _show(turn, place, status, progress.asking(done))
    ask_about_points_in(turn, case.id, antrag, place, reply_to=message_id, key=f"punkte:{key}")


def ask_which_in(
    turn: Turn, other: AndereFassung, place: Place, *, message_id: str, status: int, was_read: str, key: str
) -> None:
    """Says that another version of the motion has a case, and asks what is to become of this one. Nothing is drafted
    before that."""
    _show(turn, place, status, progress.choosing(progress.split(was_read, len(other.antrag.anliegen))))
    number = clip(other.antrag.nummer or "diesen Antrag", 60)
    text = styled(f"{other.vorgang} behandelt {number} in anderer Fassung.", Style.BOLD) + (
        "\nDer Wortlaut, der eben kam, weicht davon ab; das kann auch am Scan liegen. Zu ihm ist noch nichts entworfen."
        f"\n\nGeht es mit {other.vorgang} weiter, oder soll diese Fassung ein eigener Vorgang werden?"
    )
    subject = {
        "vorgang": other.vorgang,
        "antrag_id": other.antrag_id,
        "version": other.version,
        "message_id": message_id,
        "status": status,
        "was_read": was_read,
    }
    buttons = [
        [Knopf(f"Mit {other.vorgang} weiter", "other_version_same", subject)],
        [Knopf("Als eigenen Vorgang bearbeiten", "other_version_own", subject)],
    ]
    post = Post(text, reply_to=message_id)
    post_with_buttons_in(turn.connection, *place, post, buttons, at=turn.at, key=f"fassung:{key}")


def _same(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str:
    case = turn.cases.get_in(turn.connection, str(subject["vorgang"]))
    if case.abgebrochen_am or not for_chat(case):
        return f"{case.id} ist nicht mehr in Arbeit. Nehmen Sie diese Fassung als eigenen Vorgang."
    place = (press.place.channel, press.place.chat_id)
    _settle(turn, place, outbox_id, f"Es geht mit {case.id} weiter ({person.name}).")
    _go_on(turn, case.id, person, place, subject, outbox_id)
    return f"Es geht mit {case.id} weiter."


def _own(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str:
    case_id = turn.cases.open_in(
        turn.connection, str(subject["antrag_id"]), int(subject["version"]), stichtag=turn.now.date(), von=person,
        now=turn.now, quelle=turn.quelle,
    )  # fmt: skip
    place = (press.place.channel, press.place.chat_id)
    _settle(turn, place, outbox_id, f"Diese Fassung ist ein eigener Vorgang: {case_id} ({person.name}).")
    _go_on(turn, case_id, person, place, subject, outbox_id)
    return f"Diese Fassung wird {case_id}."


def _go_on(turn: Turn, case_id: str, person: Person, place: Place, subject: Subject, outbox_id: int) -> None:
    go_on_in(
        turn, case_id, person, place, message_id=str(subject["message_id"]), status=int(subject["status"]),
        was_read=str(subject["was_read"]), key=f"wahl:{outbox_id}",
    )  # fmt: skip


def _settle(turn: Turn, place: Place, outbox_id: int, text: str) -> None:
    """The question is answered: its buttons go, and it says by whom."""
    post_with_buttons_in(turn.connection, *place, Edit(outbox_id, plain(text)), [], at=turn.at)


def _note_origin(turn: Turn, case_id: str, place: Place, message_id: str) -> None:
    known = turn.connection.scalar(select(case_origin.c.vorgang_id).where(case_origin.c.vorgang_id == case_id))
    if known is None:
        channel, chat_id = place
        row = {"vorgang_id": case_id, "channel": channel, "chat_id": chat_id, "message_id": message_id}
        turn.connection.execute(insert(case_origin).values(row))


def _show(turn: Turn, place: Place, status: int, text: str) -> None:
    post_in(turn.connection, *place, Edit(status, plain(text)), at=turn.at)


ACTIONS: Mapping[str, OnPress] = {"other_version_same": _same, "other_version_own": _own}
