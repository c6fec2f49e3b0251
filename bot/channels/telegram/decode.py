"""A raw update of the Bot API becomes an event, or None where it means nothing to us.

Everything in an update is input from outside: names, texts and file names are cleaned of what no database or log should
meet, and an update that is no update raises `Malformed`, which sends it (and it alone) to the dead letters.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from bot.channels.port import (
    ButtonPress,
    Event,
    FileKind,
    IncomingFile,
    InlineQuestion,
    Membership,
    Message,
    Moved,
    Place,
    Sender,
)
from bot.channels.telegram.cleaning import clean
from bot.channels.telegram.limits import FILE_NAME_CHARACTERS

CHANNEL = "telegram"

Raw = dict[str, Any]

_NOBODYS_ACCOUNTS = frozenset({"777000", "1087968824", "136817688"})
"""Telegram itself (which forwards channel posts), anonymous admins, and posts in a channel's name."""

_MEMBER = frozenset({"creator", "administrator", "member"})

_COMMAND = re.compile(r"/(?P<name>\w{1,32})(?:@(?P<bot>\w+))?(?:\s+(?P<rest>.*))?\s*", re.DOTALL)
"""Example: "/neu@stadt_bot Sporthalle". Telegram knows no umlauts in commands; people type "/zurück" all the same."""

_START = re.compile(r"(?P<command>\s*/start(?:@\w+)?\s+)(?P<token>\S.*?)\s*", re.DOTALL | re.IGNORECASE)
"""Example: "/start kJ3-Zx"."""

_START_LINK = re.compile(
    r"(?P<link>(?:\bt\.me/|\btelegram\.me/|\btg://resolve)\S*?[?&]start=)(?P<token>[\w-]+)", re.IGNORECASE
)
"""Example: "https://t.me/stadt_bot?start=kJ3-Zx"."""


class Malformed(ValueError):
    """Not an update as Telegram sends them."""


def decode(raw: Raw, *, username: str | None = None) -> Event | None:
    """The event in an update. A command for another bot than `username` (where given) is None."""
    try:
        return _decode(raw, username)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Malformed(f"{type(error).__name__} in an update") from error


def _decode(raw: Raw, username: str | None) -> Event | None:
    for kind in ("message", "edited_message"):
        if kind in raw:
            return _message_event(raw[kind], edited=kind == "edited_message", username=username)
    if "callback_query" in raw:
        return _press(raw["callback_query"])
    if "inline_query" in raw:
        question = raw["inline_query"]
        return InlineQuestion(CHANNEL, _sender(question), str(question["id"]), _text(question.get("query")))
    if "my_chat_member" in raw:
        return _membership(raw["my_chat_member"])
    return None


def _message_event(message: Raw, *, edited: bool, username: str | None) -> Message | Moved | None:
    chat = _id(message["chat"]["id"])
    if "migrate_to_chat_id" in message:
        return Moved(CHANNEL, chat, _id(message["migrate_to_chat_id"]))
    if "migrate_from_chat_id" in message:
        return Moved(CHANNEL, _id(message["migrate_from_chat_id"]), chat)
    return _message(message, edited=edited, username=username)


def _message(
    message: Raw, *, edited: bool = False, username: str | None = None, with_quoted: bool = True
) -> Message | None:
    files = _files(message)
    text = _text(message.get("text") or message.get("caption"))
    if not text and not files and not _is_content(message):
        return None  # a service message: somebody joined, a title changed
    command = _COMMAND.fullmatch(text)
    if command and username and command["bot"] and command["bot"].lower() != username.lower():
        return None
    replied = message.get("reply_to_message")
    return Message(
        place=_place(message["chat"]),
        sender=_sender(message),
        message_id=_id(message["message_id"]),
        text=(command["rest"] or "").rstrip() if command else text,
        command=command["name"].lower() if command else None,
        files=files,
        album=_optional(message.get("media_group_id")),
        reply_to=_id(replied["message_id"]) if replied else None,
        quoted=_message(replied, with_quoted=False) if replied and with_quoted else None,
        edited=edited,
        via_bot="via_bot" in message,
        sent_at=float(message.get("date", 0)),
    )


_UNREADABLE = frozenset(
    "animation audio contact dice game location paid_media poll sticker story venue video video_note voice".split()
)


def _is_content(message: Raw) -> bool:
    """Something that a person sent and we can't read: it deserves an answer, and comes without text and files."""
    return not _UNREADABLE.isdisjoint(message)


def _files(message: Raw) -> tuple[IncomingFile, ...]:
    found: list[IncomingFile] = []
    document = message.get("document")
    if document and "animation" not in message:
        name = _file_name(document.get("file_name")) or "Dokument"
        found.append(IncomingFile(str(document["file_id"]), name, _size(document), FileKind.DOCUMENT))
    if message.get("photo"):
        largest = max(message["photo"], key=lambda size: int(size.get("width", 0)) * int(size.get("height", 0)))
        name = f"Foto {_id(message['message_id'])}.jpg"
        found.append(IncomingFile(str(largest["file_id"]), name, _size(largest), FileKind.PHOTO))
    return tuple(found)


def _press(press: Raw) -> ButtonPress | None:
    message = press.get("message")
    if message is None or "data" not in press:  # under somebody's inline result, or a game: no button of ours
        return None
    return ButtonPress(
        place=_place(message["chat"]),
        sender=_sender(press),
        message_id=_id(message["message_id"]),
        press_id=str(press["id"]),
        data=_text(press["data"]),
    )


def _membership(change: Raw) -> Membership | None:
    before, after = (_is_member(change[key]) for key in ("old_chat_member", "new_chat_member"))
    if before == after:
        return None
    return Membership(_place(change["chat"]), _sender(change), joined=after)


def _is_member(member: Raw) -> bool:
    return member["status"] in _MEMBER or bool(member.get("is_member"))


def _place(chat: Raw) -> Place:
    return Place(CHANNEL, _id(chat["id"]), private=chat.get("type") == "private")


def _sender(event: Raw) -> Sender:
    account = event.get("from")
    if account is None:
        return Sender("", "", genuine=False)
    user_id = _id(account["id"])
    names = (_text(account.get("first_name")), _text(account.get("last_name")))
    name = " ".join(" ".join(names).split())
    genuine = not account.get("is_bot") and "sender_chat" not in event and user_id not in _NOBODYS_ACCOUNTS
    return Sender(user_id, name, genuine=genuine)


def _id(value: Any) -> str:
    """A number of Telegram's as text. Anything else raises: ids are compared and written to."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("an id that is no number")
    return str(value)


def _optional(value: Any) -> str | None:
    return None if value is None else _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError("a text that is no text")
    return clean(value).text


def _size(file: Raw) -> int | None:
    size = file.get("file_size")
    return size if isinstance(size, int) and size >= 0 else None


def _file_name(value: Any) -> str:
    """A file's name for people: without folders, on one line, and with its ending where it is too long."""
    name = " ".join(re.split(r"[/\\]", _text(value))[-1].split()).strip(". ")
    if len(name) <= FILE_NAME_CHARACTERS:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 8:
        return name[:FILE_NAME_CHARACTERS]
    return f"{stem[: FILE_NAME_CHARACTERS - len(ending) - 2]}….{ending}"


def redact_start(raw: Raw) -> Raw:
    """The update with its invitation tokens replaced by "sha256:<hex>", wherever they stand.

    Whatever follows /start is hashed: who types "/start sha256:..." gains nothing by having read a hash.
    """
    redacted: Raw = _redacted(raw)
    return redacted


def _redacted(value: Any) -> Any:
    if isinstance(value, str):
        start = _START.fullmatch(value)
        if start:
            return start["command"] + _hashed(start["token"])
        return _START_LINK.sub(lambda found: found["link"] + _hashed(found["token"]), value)
    if isinstance(value, dict):
        return {key: _redacted(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_redacted(item) for item in value]
    return value


def _hashed(token: str) -> str:
    return "sha256:" + hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
