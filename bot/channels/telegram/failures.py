"""What goes wrong when talking to Telegram, sorted by what is to be done about it.

python-telegram-bot raises a network error for half of all cases and keeps the rest in the description; this file is the
one place that reads descriptions. They are compared without case: the library capitalises them.
"""

from __future__ import annotations

import re
import warnings
from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.error import Conflict as TelegramConflict
from telegram.error import Forbidden as TelegramForbidden
from telegram.warnings import PTBDeprecationWarning


class Failure(Exception):
    """A call failed. Its text names the kind of failure and never holds what was sent."""


class Wait(Failure):
    """Telegram wants a pause of so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"429, {seconds:g} s")
        self.seconds = seconds


class Forbidden(Failure):
    """Nobody to write to: blocked, left, deactivated, or no right to write in this group."""


class Migrated(Failure):
    """The group has a new id."""

    def __init__(self, new: str) -> None:
        super().__init__("migrated")
        self.new = new


class NotModified(Failure):
    """The message says this already."""


class TooOld(Failure):
    """The press or the inline question can't be answered any more."""


class Gone(Failure):
    """What the call is about isn't there: `chat` says whether the whole chat, else it is one message."""

    def __init__(self, what: str, *, chat: bool) -> None:
        super().__init__(what)
        self.chat = chat


class Refused(Failure):
    """Telegram will never take this call as it is."""


class MaybeSent(Failure):
    """No answer, or one from something in between: the call may have taken effect."""


class Unavailable(Failure):
    """Telegram can't be reached; the call had no effect."""


class Unauthorized(Failure):
    """Telegram doesn't know the token."""


class Conflict(Failure):
    """Someone else polls with this token, or a webhook is set."""


_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)

_MESSAGE_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message to react not found",
    "message not found",
)
_CHAT_GONE = ("chat not found", "peer_id_invalid", "group chat was deactivated", "user not found", "channel_private")
_NO_RIGHT = ("not enough rights", "have no rights", "chat_write_forbidden", "chat_restricted", "topic_closed")

_QUOTED = re.compile(r"(?:[\"„“`]|(?<!\w)').*", re.DOTALL)
"""From the first quotation mark on; "can't" has none."""

# The library announces another type for `retry_after`; both are read below.
warnings.filterwarnings("ignore", message=r".*attribute `retry_after`", category=PTBDeprecationWarning)


def failure_of(error: TelegramError, *, sending: bool) -> Failure:
    """What an error of the library means for us. `sending`: the call would have made something visible."""
    if isinstance(error, EndPointNotFound) and isinstance(error.__cause__, InvalidToken):
        error = error.__cause__  # of a raw call the library takes a refused token for a method that isn't there
    text = error.message.lower()
    if isinstance(error, RetryAfter):
        return Wait(_seconds(error.retry_after))
    if isinstance(error, ChatMigrated):
        return Migrated(str(error.new_chat_id))
    if isinstance(error, TelegramForbidden):
        return Forbidden(_kind(text))
    if isinstance(error, InvalidToken):
        # A wrong token of the right form is answered 401; a malformed one, or a method that isn't there, 404.
        return Unauthorized("401") if "not found" not in text else Refused("404")
    if isinstance(error, TelegramConflict):
        return Conflict("409")
    if isinstance(error, BadRequest):
        return _bad_request(text)
    return _network(error, text, sending=sending)


def _bad_request(text: str) -> Failure:
    if "message is not modified" in text:
        return NotModified("not modified")
    if "query is too old" in text or "query_id_invalid" in text:
        return TooOld("too old")
    if any(part in text for part in _CHAT_GONE):
        return Gone(_kind(text), chat=True)
    if any(part in text for part in _MESSAGE_GONE):
        return Gone(_kind(text), chat=False)
    if any(part in text for part in _NO_RIGHT):
        return Forbidden(_kind(text))
    return Refused(_kind(text))


def _network(error: TelegramError, text: str, *, sending: bool) -> Failure:
    if text.startswith("too many requests"):  # 429 without a time: from something between us and Telegram
        return Wait(5.0)
    if "entity too large" in text:
        return Refused("413")
    if isinstance(error, NetworkError) and isinstance(error.__cause__, _NOT_SENT):
        return Unavailable(type(error.__cause__).__name__)
    kind = type(error.__cause__ or error).__name__
    return MaybeSent(kind) if sending else Unavailable(kind)


def _seconds(value: int | timedelta) -> float:
    return value.total_seconds() if isinstance(value, timedelta) else float(value)


def _kind(text: str) -> str:
    """A description without what it may quote of ours, short enough for a column."""
    return _QUOTED.sub("", text).strip()[:80]
