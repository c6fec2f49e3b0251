"""What people do in Telegram, as the updates that a bot gets. Pure: the emulator gives out the ids."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

ANONYMOUS_ADMIN = 1087968824
"""The account that stands for every group admin who hides their name."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Account:
    """Someone's Telegram account."""

    id: int
    first_name: str
    is_bot: bool = False
    username: str | None = None

    def to_json(self) -> Json:
        """A Bot API User."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name, "language_code": "de"}
        return {**user, "username": self.username} if self.username else user


def chat(chat_id: int, name: str = "") -> Json:
    """A Bot API Chat: positive ids are private chats, negative ones groups."""
    if chat_id > 0:
        return {"id": chat_id, "type": "private", "first_name": name or "Person"}
    return {"id": chat_id, "type": "supergroup", "title": name or "Gruppe"}


def message(message_id: int, sender: Account, chat_id: int | None = None, **content: Any) -> Json:
    """A Bot API Message; `content` are its other fields. A command at the start gets its entity, as Telegram does."""
    where = chat(sender.id, sender.first_name) if chat_id in (None, sender.id) else chat(int(chat_id or 0))
    found: Json = {"message_id": message_id, "from": sender.to_json(), "chat": where, "date": int(time.time())}
    found.update(content)
    for text, entities in (("text", "entities"), ("caption", "caption_entities")):
        command = re.match(r"/[A-Za-z0-9_]+(@\w+)?", found.get(text) or "")
        if command and entities not in found:
            found[entities] = [{"type": "bot_command", "offset": 0, "length": len(command[0])}]
    return found


def press(press_id: str, sender: Account, pressed: Json, data: str) -> Json:
    """An update: `sender` pressed a button with `data` on the message `pressed`."""
    query = {"id": press_id, "from": sender.to_json(), "chat_instance": "1", "message": pressed, "data": data}
    return {"callback_query": query}


def inline(question_id: str, sender: Account, words: str) -> Json:
    """An update: `sender` typed "@bot words" somewhere."""
    return {"inline_query": {"id": question_id, "from": sender.to_json(), "query": words, "offset": ""}}


def membership(sender: Account, chat_id: int, bot: Json, *, joined: bool) -> Json:
    """An update: `sender` added the bot to a chat or took it out (in a private chat: blocked it)."""
    out = "kicked" if chat_id > 0 else "left"
    old, new = (out, "member") if joined else ("member", out)
    return {
        "my_chat_member": {
            "chat": chat(chat_id),
            "from": sender.to_json(),
            "date": int(time.time()),
            "old_chat_member": _member(bot, old),
            "new_chat_member": _member(bot, new),
        }
    }


def _member(bot: Json, status: str) -> Json:
    return {"user": bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}
