"""A message comes in: what is a motion becomes a job "read", everything else a line that helps. Nothing is read here.

Photos of one album are the pages of one motion, and so are texts that follow one another within seconds; any other
file is a motion of its own. What can't be a motion is said before anything is downloaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.channels.accounts import fact_in, once_in, set_fact_in
from bot.channels.inbox import forget_in
from bot.channels.jobs import append_in, enqueue_in
from bot.channels.outbox import post_in
from bot.channels.port import FileKind, IncomingFile, Message, Post, Reaction, plain
from bot.channels.tables import case_origin, job
from bot.chat import opening, progress, splitting
from bot.chat.context import OnInput, OnPress, Turn
from bot.chat.suitability import begins_as_motion, looks_like_motion, refusal
from bot.review.people import Person

if TYPE_CHECKING:
    from sqlalchemy import Connection

ALBUM_SECONDS = 1.5
"""Photos of an album come as messages of their own; so long the next one is waited for."""

TEXT_SECONDS = 3.0
"""So long the next text is waited for: messengers cut at 4,096 units, and people send a motion in pieces."""

PIECES_APART_SECONDS = 4.0
"""Pieces are sent in one go; what is written later, or has a motion's head of its own, is another message."""

LATE_SECONDS = 3600.0
"""What was sent longer ago is said to have come late, so that nobody wonders about the silence."""

WELCOME = "Schicken Sie den Antrag als PDF, Word-Datei (DOCX), Foto oder Text."
_SMALL_TALK = (
    f"{WELCOME} Ist Ihre Nachricht schon der Antrag, so antworten Sie darauf mit /neu. Mit /suche und Stichworten "
    "finden Sie frühere Antworten; /hilfe zeigt alles Weitere."
)
_EDITED = (
    "Die Änderung an dieser Nachricht wird nicht übernommen, denn der Antrag ist schon in Arbeit. "
    "Soll der geänderte Antrag bearbeitet werden, so schicken Sie ihn bitte als neue Nachricht."
)
_ALREADY = (
    "Diese Nachricht hat Stellwerk schon aufgenommen; /status zeigt, was daraus wurde. "
    "Soll sie noch einmal gelesen werden, so schicken Sie sie bitte neu."
)
_LATE = (
    "Diese Seite kam an, als die übrigen schon gelesen wurden, und gehört deshalb nicht zum Antrag. "
    "Schicken Sie bitte alle Seiten noch einmal zusammen, am besten als PDF."
)


def on_message(turn: Turn, person: Person, message: Message) -> None:
    """A message that is no command and answers no question. In groups only pages of an album that is being taken count:
    a motion comes in there by /neu."""
    place = message.place
    if message.edited:
        _edited(turn, message)
        return
    if not _first_time(turn, message):
        return
    if message.files and place.private:
        take(turn, person, message)
    elif message.files:
        if message.album and _known(turn.connection, _album_key(message)):
            _take_photos(turn, person, message, [f for f in message.files if f.kind is FileKind.PHOTO])
    elif place.private:
        _text(turn, person, message)


def surely_motion(turn: Turn, person: Person, message: Message) -> bool:
    """Whether a text that was simply written in private is a motion, or the next piece of one, whatever question is
    open: a motion that became the answer to a question would be lost without a word. A reply answers its question.
    """
    if message.reply_to is not None or not message.place.private or message.files:
        return False
    if begins_as_motion(message.text):
        return looks_like_motion(message.text)
    return _open_piece(turn, person, message) is not None


def take(turn: Turn, person: Person, message: Message, *, reply_to: str | None = None) -> None:
    """Takes the files or, where there are none, the text of this message as a motion, whatever it looks like.

    `reply_to` is the message that asked for it, where that is another one.
    """
    photos = [f for f in message.files if f.kind is FileKind.PHOTO]
    documents = [f for f in message.files if f.kind is FileKind.DOCUMENT]
    for number, file in enumerate(documents, 1):
        said = refusal(file)
        if said:
            _refuse(turn, message, said, key=f"abgelehnt:{_name(message)}:{number}")
        else:
            suffix = "" if number == 1 else f":{number}"
            _enqueue(turn, person, message, f"lesen:{_name(message)}{suffix}", files=[_page(turn, message, file)])
    if photos:
        _take_photos(turn, person, message, photos)
    if not message.files:
        _take_text(turn, person, message)
    if reply_to and reply_to != message.message_id:
        _react(turn, message, reply_to)


# --- text ------------------------------------------------------------------------------------------------------------


def _text(turn: Turn, person: Person, message: Message) -> None:
    if _continues(turn, person, message):
        _react(turn, message, message.message_id)
        return
    if not message.text.strip():  # a sticker, a voice message, a location
        _say(turn, message, f"Das kann Stellwerk nicht lesen. {WELCOME}", key=f"hinweis:{_name(message)}")
    elif not looks_like_motion(message.text):
        _say(turn, message, _SMALL_TALK, key=f"hinweis:{_name(message)}")
    else:
        _take_text(turn, person, message)


def _take_text(turn: Turn, person: Person, message: Message) -> None:
    if not any(c.isalnum() for c in message.text):
        _say(turn, message, f"Darin steht nichts, was sich lesen lässt. {WELCOME}", key=f"hinweis:{_name(message)}")
        return
    key = f"lesen:{_name(message)}"
    _enqueue(turn, person, message, key, texts=[_piece(turn, message)], wait=TEXT_SECONDS)
    set_fact_in(turn.connection, _open_text(message, person), f"{_sent_at(turn, message)}|{key}")


def _continues(turn: Turn, person: Person, message: Message) -> bool:
    """Whether this text is the next piece of the one that just came, and was added to it."""
    key = _open_piece(turn, person, message)
    if key is None:
        return False
    until = turn.at + TEXT_SECONDS
    added = append_in(turn.connection, key, "texts", _piece(turn, message), not_before=until)
    if added:
        set_fact_in(turn.connection, _open_text(message, person), f"{_sent_at(turn, message)}|{key}")
    return added


def _open_piece(turn: Turn, person: Person, message: Message) -> str | None:
    """The job of the text that this one follows within seconds, without a head of its own."""
    noted = fact_in(turn.connection, _open_text(message, person))
    if not noted or not message.text.strip() or begins_as_motion(message.text):
        return None
    sent_at, _, key = noted.partition("|")
    return key if 0 <= _sent_at(turn, message) - float(sent_at) <= PIECES_APART_SECONDS else None


def _open_text(message: Message, person: Person) -> str:
    return f"langer_text:{message.place.channel}:{message.place.chat_id}:{person.id}"


def _sent_at(turn: Turn, message: Message) -> float:
    return message.sent_at or turn.at


def _piece(turn: Turn, message: Message) -> dict[str, Any]:
    return {"text": message.text, "message_id": message.message_id, "inbox": turn.inbox_id}


# --- photos ----------------------------------------------------------------------------------------------------------


def _take_photos(turn: Turn, person: Person, message: Message, photos: Sequence[IncomingFile]) -> None:
    """One photo, or one more page of an album."""
    for file in photos:
        said = refusal(file)
        if said:
            _refuse(turn, message, said, key=f"abgelehnt:{_name(message)}")
            return
    pages = [_page(turn, message, file) for file in photos]
    if not message.album:
        _enqueue(turn, person, message, f"lesen:{_name(message)}", files=pages)
        return
    key = _album_key(message)
    if not _known(turn.connection, key):
        _enqueue(turn, person, message, key, files=pages, wait=ALBUM_SECONDS, album=True)
        return
    until = turn.at + ALBUM_SECONDS
    if all(append_in(turn.connection, key, "files", page, not_before=until) for page in pages):
        _react(turn, message, message.message_id)
    else:
        _say(turn, message, _LATE, key=f"zu_spaet:{_name(message)}")


def _album_key(message: Message) -> str:
    return f"lesen:{message.place.channel}:{message.place.chat_id}:album:{message.album}"


def _page(turn: Turn, message: Message, file: IncomingFile) -> dict[str, Any]:
    return {
        "file_id": file.file_id,
        "name": file.name,
        "kind": file.kind.value,
        "message_id": message.message_id,
        "inbox": turn.inbox_id,
    }


# --- what all of them do ---------------------------------------------------------------------------------------------


def _enqueue(
    turn: Turn,
    person: Person,
    message: Message,
    key: str,
    *,
    files: Sequence[dict[str, Any]] = (),
    texts: Sequence[dict[str, Any]] = (),
    wait: float = 0.0,
    album: bool = False,
) -> None:
    """The sign that it arrived, the status message, and the job; a message that was taken before is said to be so."""
    place = message.place
    if _known(turn.connection, key):
        _say(turn, message, _ALREADY, key=None)
        return
    _react(turn, message, message.message_id)
    late = turn.at - _sent_at(turn, message) > LATE_SECONDS
    post = Post(plain(progress.reading(late=late)), reply_to=message.message_id, silent=True)
    status = post_in(turn.connection, place.channel, place.chat_id, post, at=turn.at, key=f"stand:{key}")
    payload = {
        "person": person.id,
        "message_id": message.message_id,
        "status": status,
        "files": list(files),
        "texts": list(texts),
        "album": album,
    }
    enqueue_in(
        turn.connection, "read", payload, at=turn.at, key=key, place=(place.channel, place.chat_id),
        not_before=turn.at + wait,
    )  # fmt: skip


def _edited(turn: Turn, message: Message) -> None:
    """Says once that a change to a motion in work isn't taken over. Other edited messages mean nothing."""
    place = message.place
    origin = select(case_origin.c.vorgang_id).where(
        case_origin.c.channel == place.channel,
        case_origin.c.chat_id == place.chat_id,
        case_origin.c.message_id == message.message_id,
    )
    keys = [f"lesen:{_name(message)}", *([_album_key(message)] if message.album else [])]
    if any(_known(turn.connection, key) for key in keys) or turn.connection.scalar(origin.limit(1)):
        _say(turn, message, _EDITED, key=f"geaendert:{_name(message)}")


def _first_time(turn: Turn, message: Message) -> bool:
    """False for a message that was handled before, however often the messenger delivers it."""
    return once_in(turn.connection, f"nachricht:{_name(message)}", at=turn.at)


def _known(connection: Connection, key: str) -> bool:
    return connection.scalar(select(job.c.id).where(job.c.key == key)) is not None


def _react(turn: Turn, message: Message, message_id: str) -> None:
    place = message.place
    key = f"gesehen:{place.channel}:{place.chat_id}:{message_id}"
    post_in(turn.connection, place.channel, place.chat_id, Reaction(message_id, "👀"), at=turn.at, key=key)


def _refuse(turn: Turn, message: Message, text: str, *, key: str) -> None:
    """Says why not; the message itself isn't kept."""
    _say(turn, message, text, key=key)
    if turn.inbox_id is not None:
        forget_in(turn.connection, turn.inbox_id)


def _say(turn: Turn, message: Message, text: str, *, key: str | None) -> None:
    place = message.place
    post = Post(plain(text), reply_to=message.message_id)
    post_in(turn.connection, place.channel, place.chat_id, post, at=turn.at, key=key)


def _name(message: Message) -> str:
    return f"{message.place.channel}:{message.place.chat_id}:{message.message_id}"


ACTIONS: Mapping[str, OnPress] = {**splitting.ACTIONS, **opening.ACTIONS}
INPUTS: Mapping[str, OnInput] = splitting.INPUTS
