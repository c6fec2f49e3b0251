"""What Telegram accepts as a text with entities, asked of Telegram's own library (TDLib), offline.

TDLib repairs some things in silence that a reader would see as damage: crossing styles are cut, a quote inside a quote
goes away, everything after the hundredth entity is plain. The judge here refuses those too, so that a test fails.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import tdjson

MAX_TEXT_UNITS = 4096
MAX_CAPTION_UNITS = 1024
MAX_ENTITIES = 100

Entity = Mapping[str, Any]

TDLIB_TYPES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "blockquote": "BlockQuote",
    "expandable_blockquote": "ExpandableBlockQuote",
}
_QUOTES = {"blockquote", "expandable_blockquote"}
_VERBATIM = {"code", "pre"}


def utf16_units(text: str) -> int:
    """The length of a text as Telegram counts it. A lone surrogate is one unit."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def refusal(text: str, entities: Sequence[Entity], *, limit: int = MAX_TEXT_UNITS) -> str | None:
    """Why Telegram would refuse (or silently damage) this text, in Telegram's words; None where it is fine."""
    if utf16_units(text) > limit:
        return "Bad Request: message is too long" if limit == MAX_TEXT_UNITS else "Bad Request: caption is too long"
    if len(entities) > MAX_ENTITIES:
        return f"Bad Request: {len(entities)} entities, everything after the hundredth would be ignored"
    for entity in entities:
        if entity.get("type") not in TDLIB_TYPES:
            return f"Bad Request: can't parse entities: type {entity.get('type')!r} is unknown"
        if not isinstance(entity.get("length"), int) or entity["length"] <= 0:
            return "Bad Request: can't parse entities: an entity without length would be dropped"
    answer = _ask_tdlib(text, entities)
    if answer["@type"] == "error":
        return "Bad Request: can't parse entities: " + str(answer["message"])
    return _overlap(entities)


def as_shown(text: str) -> str:
    """The text as Telegram's server shows it: control characters blanked, bidi overrides and CR taken out."""
    answer = _ask_tdlib(text, ())
    if answer["@type"] == "error":
        raise ValueError(answer["message"])
    return str(answer["text"])


def _overlap(entities: Sequence[Entity]) -> str | None:
    """Styles may nest or stand apart. Crossing, quotes in quotes and styles in verbatim text would be cut."""
    spans = sorted((e["offset"], -(e["offset"] + e["length"]), str(e["type"])) for e in entities)
    for index, (start, minus_end, kind) in enumerate(spans):
        for other_start, other_minus_end, other_kind in spans[index + 1 :]:
            if other_start >= -minus_end:
                break
            if other_minus_end < minus_end:
                return f"Bad Request: can't parse entities: {kind} at {start} and {other_kind} at {other_start} cross"
            inside_verbatim = kind in _VERBATIM or (other_kind in _VERBATIM and kind not in _QUOTES)
            if inside_verbatim or {kind, other_kind} <= _QUOTES:
                return f"Bad Request: can't parse entities: {other_kind} at {other_start} can't stand inside {kind}"
    return None


def _ask_tdlib(text: str, entities: Sequence[Entity]) -> dict[str, Any]:
    wire = [
        {
            "@type": "textEntity",
            "offset": entity.get("offset"),
            "length": entity["length"],
            "type": {"@type": "textEntityType" + TDLIB_TYPES[entity["type"]]},
        }
        for entity in entities
    ]
    question = {"@type": "getMarkdownText", "text": {"@type": "formattedText", "text": text, "entities": wire}}
    answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(question).encode()) or b"{}")
    return answer


tdjson.td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}).encode())
