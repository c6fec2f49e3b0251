"""Our values as the objects that python-telegram-bot sends."""

from __future__ import annotations

from collections.abc import Iterable

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)

from bot.channels.port import InlineResult, RichText, Rows, Tone
from bot.channels.telegram import limits
from bot.channels.telegram.entities import Entity, split, to_wire

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

_STYLES = {Tone.NORMAL: None, Tone.GOOD: "success", Tone.BAD: "danger"}


def message_entities(entities: Iterable[Entity]) -> list[MessageEntity] | None:
    """Entities as the library wants them; None where there are none."""
    return [MessageEntity(e.type, e.offset, e.length) for e in entities] or None


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Buttons under a message; None where there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, callback_data=b.token, style=_STYLES[b.tone]) for b in row] for row in rows]
    )


def reply(message_id: str | None) -> ReplyParameters | None:
    """The message that is answered. Where it is gone, the answer is sent all the same."""
    return ReplyParameters(int(message_id), allow_sending_without_reply=True) if message_id else None


def article(result: InlineResult) -> InlineQueryResultArticle:
    """One offer of the inline mode."""
    text, entities = to_wire(_first_piece(result.text))
    return InlineQueryResultArticle(
        result.id,
        shortened(result.title, limits.INLINE_TITLE_CHARACTERS) or "…",
        InputTextMessageContent(text, entities=message_entities(entities), link_preview_options=NO_PREVIEW),
        description=shortened(result.description, limits.INLINE_DESCRIPTION_CHARACTERS),
    )


def _first_piece(text: RichText) -> RichText:
    pieces = split(text)
    return pieces[0] if len(pieces) == 1 else pieces[0] + " …"


def shortened(text: str, most: int) -> str:
    """At most so many characters, counted in UTF-16 units: Telegram counts either way, depending on the field."""
    text = to_wire(RichText(text))[0].strip()
    units = split(RichText(text), most)[0].text
    return text if units == text else split(RichText(text), most - 2)[0].text + " …"
