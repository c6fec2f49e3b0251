"""Raw updates as rows of the inbox: numbered, without invitation tokens, and in a form that every database can keep."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from bot.channels.telegram.decode import Malformed, redact_start

_LARGEST_ID = 2**63 - 1


def as_event(update: Any) -> tuple[int, str]:
    """The id and the text to keep of one update. `Malformed` where it has no id, or can't be written down."""
    if not isinstance(update, dict):
        raise Malformed("an update that is no object")
    update_id = update.get("update_id")
    if isinstance(update_id, bool) or not isinstance(update_id, int) or not 0 <= update_id <= _LARGEST_ID:
        raise Malformed("an update without an id")
    try:
        return update_id, json.dumps(redact_start(update), separators=(",", ":"))  # ASCII: no character is refused
    except (RecursionError, ValueError, TypeError) as error:
        raise Malformed(type(error).__name__) from None


def as_events(updates: Iterable[Any]) -> tuple[list[tuple[int, str]], int]:
    """The updates that can be kept, and how many can't: one bad update stops no other."""
    events: list[tuple[int, str]] = []
    bad = 0
    for update in updates:
        try:
            events.append(as_event(update))
        except Malformed:
            bad += 1
    return events, bad
