"""What can go wrong at the other end, as Telegram words it. A fault waits for its method (and chat) and is used up."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Fault:
    """The next `times` calls of `method` (to `chat_id`, if given) go wrong.

    `status` 0 means that no answer comes: the connection is held for `hang_seconds` and then cut. With `delivered` the
    call takes effect all the same, and only the answer goes wrong. `skip` calls pass untouched before.
    """

    method: str
    status: int = 0
    description: str = ""
    parameters: dict[str, Any] | None = None
    chat_id: str | None = None
    times: int = 1
    skip: int = 0
    delivered: bool = False
    hang_seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """For the control port."""
        return asdict(self)


def too_many(method: str, seconds: int, **more: Any) -> Fault:
    """429: not before `seconds` have passed."""
    text = f"Too Many Requests: retry after {seconds}"
    return Fault(method, 429, text, {"retry_after": seconds}, **more)


def blocked(method: str, **more: Any) -> Fault:
    """403: the person blocked the bot."""
    return Fault(method, 403, "Forbidden: bot was blocked by the user", **more)


def bad_gateway(method: str, **more: Any) -> Fault:
    """502 from Telegram's front."""
    return Fault(method, 502, "Bad Gateway", **more)


def migrated(method: str, new_chat_id: int, **more: Any) -> Fault:
    """400: the group is a supergroup now, under another id."""
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return Fault(method, 400, text, {"migrate_to_chat_id": new_chat_id}, **more)


def not_modified(method: str = "editMessageText", **more: Any) -> Fault:
    """400: the message says this already."""
    return Fault(method, 400, NOT_MODIFIED, **more)


def too_old(method: str = "answerCallbackQuery", **more: Any) -> Fault:
    """400: the press or inline question is too old to be answered."""
    return Fault(method, 400, TOO_OLD, **more)


def conflict(**more: Any) -> Fault:
    """409: someone else polls with the same token."""
    return Fault("getUpdates", 409, CONFLICT, **more)


def unauthorized(method: str, **more: Any) -> Fault:
    """401: the token was revoked."""
    return Fault(method, 401, "Unauthorized", **more)


def silence(method: str, *, delivered: bool, hang_seconds: float = 0.0, **more: Any) -> Fault:
    """No answer; with `delivered` the message arrived all the same. Cut at once, or after `hang_seconds`."""
    return Fault(method, 0, delivered=delivered, hang_seconds=hang_seconds, **more)


NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class Faults:
    """The faults that wait."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """From now on."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Everything works again."""
        self._waiting.clear()

    def take(self, method: str, chat_id: str | None) -> Fault | None:
        """The fault for this call, used up by it."""
        for index, fault in enumerate(self._waiting):
            if fault.method != method or fault.chat_id not in (None, chat_id):
                continue
            if fault.skip:
                self._waiting[index] = replace(fault, skip=fault.skip - 1)
                continue
            if fault.times > 1:
                self._waiting[index] = replace(fault, times=fault.times - 1)
            else:
                del self._waiting[index]
            return fault
        return None
