"""The other side of Telegram: `lo_bot_api_emulator` checks the requests, TDLib the texts; what a chat shows is kept.

Every call stands in `calls`, every message of a chat in `messages` with all the texts it ever had. Strict where
Telegram is strict and the library isn't: unknown messages, unknown chats, too old queries, unknown reactions.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field, replace
from typing import Any

import lo_bot_api_emulator as library
from aiohttp import web

from tests.telegram_emulator.faults import NOT_MODIFIED, TOO_OLD, Fault, Faults
from tests.telegram_emulator.queues import Queues
from tests.telegram_emulator.reactions import EMOJI
from tests.telegram_emulator.wire_text import MAX_CAPTION_UNITS, as_shown, refusal

TOKEN = "7000000001:EMULATED-not-a-secret-token-0000000"
BOT_USERNAME = "velmenau_stellwerk_bot"
DOWNLOAD_LIMIT = 20 * 1024 * 1024
MANY = 1_000_000
_READ = web.RequestKey("read", tuple[dict[str, Any], dict[str, Any]])

_SIMPLE = {
    "setMessageReaction": ["chat_id", "message_id", "reaction", "is_big"],
    "leaveChat": ["chat_id"],
    "setMyDescription": ["description", "language_code"],
    "setMyShortDescription": ["short_description", "language_code"],
    "pinChatMessage": ["chat_id", "message_id", "disable_notification"],
    "close": [],
    "logOut": [],
}
_NEWER_FIELDS = {
    "sendMessage": ["link_preview_options", "message_thread_id", "protect_content", "message_effect_id"],
    "sendDocument": ["message_thread_id", "protect_content", "disable_content_type_detection", "thumbnail"],
    "sendChatAction": ["message_thread_id"],
    "editMessageText": ["link_preview_options"],
    "editMessageCaption": ["show_caption_above_media"],
    "answerInlineQuery": ["button"],
    "setWebhook": ["ip_address", "certificate"],
}
for _name, _fields in _SIMPLE.items():
    library.CONTRACT["methods"][_name] = {"implemented": True, "parameters": _fields, "quota": "KindSend"}
for _name, _fields in _NEWER_FIELDS.items():
    _known = library.CONTRACT["methods"][_name]["parameters"]
    _known += [f for f in _fields if f not in _known]


@dataclass(frozen=True)
class Call:
    """One request of the bot and how it was answered. `status` 0: no answer; -1: none yet."""

    number: int
    at: float
    method: str
    chat_id: str | None
    fields: dict[str, Any]
    status: int = -1
    description: str = ""
    message_id: int | None = None


@dataclass
class Shown:
    """A message as its chat shows it. `versions` are all its texts, the newest last."""

    chat_id: str
    message_id: int
    at: float
    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)
    buttons: list[dict[str, Any]] = field(default_factory=list)
    reply_to: int | None = None
    asks: bool = False
    silent: bool = False
    document: str | None = None
    data: bytes | None = None
    from_bot: bool = True
    versions: list[str] = field(default_factory=list)
    wire: dict[str, Any] = field(default_factory=dict)

    def button(self, label: str) -> str | None:
        """The data of the button with this label."""
        return next((str(b.get("callback_data")) for b in self.buttons if b["text"] == label), None)


class Emulator(library.LoBotApiEmulator):  # type: ignore[misc]
    """One bot's Telegram. `strict_chats`: only chats from which something came can be written to."""

    def __init__(self, token: str = TOKEN, *, strict_chats: bool = False) -> None:
        super().__init__(max_assets=MANY, max_history=1, max_updates=MANY, request_bytes=64 * 1024 * 1024)
        self._update_queues = Queues(record=self._record, max_updates=MANY, insecure_webhooks=True)
        self.token = token
        self.strict_chats = strict_chats
        self.bot = {"id": int(token.split(":")[0]), "is_bot": True, "first_name": "Stellwerk", "username": BOT_USERNAME}
        self.calls: list[Call] = []
        self.messages: dict[tuple[str, int], Shown] = {}
        self.reactions: dict[tuple[str, int], list[str]] = {}
        self.faults = Faults()
        self.answer_after_seconds = 0.0
        """The way back to the bot: what it calls for has happened, but it doesn't know so yet."""
        self.put_ids: list[int] = []
        self.chats: set[str] = set()
        self.queries: set[str] = set()
        self.blocked: set[str] = set()
        self.moved: dict[str, int] = {}
        self.next_file = 1

    @property
    def queues(self) -> Queues:
        """The updates that wait."""
        queues: Queues = self._update_queues
        return queues

    # --- what people bring

    def next_message_id(self) -> int:
        """A message id that no one has yet."""
        taken: int = self.next_id
        self.next_id += 1
        return taken

    def add_file(self, data: bytes, name: str) -> dict[str, Any]:
        """A file that someone uploads: the Bot API Document for their message."""
        reference, self.next_file = f"upload-{self.next_file}", self.next_file + 1
        self.assets[reference] = {"filename": name, "data": data, "size": len(data)}
        return {"file_id": reference, "file_unique_id": reference + "-u", "file_name": name, "file_size": len(data)}

    async def put(self, update: dict[str, Any]) -> int:
        """Queues an update for the bot; returns its id."""
        self._remember_origin(update)
        identity = await self.queues.enqueue(self.token, update)
        self.put_ids.append(identity)
        return identity

    def _remember_origin(self, update: dict[str, Any]) -> None:
        for kind in ("message", "edited_message", "my_chat_member"):
            if kind in update:
                self.chats.add(str(update[kind]["chat"]["id"]))
        for kind in ("callback_query", "inline_query"):
            if kind in update:
                self.queries.add(str(update[kind]["id"]))
        said = update.get("message", {})
        if "message_id" in said:
            key = (str(said["chat"]["id"]), int(said["message_id"]))
            text = said.get("text") or said.get("caption") or ""
            self.messages[key] = Shown(*key, time.time(), text, from_bot=False, versions=[text], wire=said)

    # --- what the bot calls

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        """One call's answer, or the refusal. `fields` are as they came."""
        self._check_place(method, fields)
        texts = _plain_fields(method, fields)
        if method == "getMe":
            return {**self.bot, "can_join_groups": True, "can_read_all_group_messages": False,
                    "supports_inline_queries": True}  # fmt: skip
        if method in _SIMPLE:
            return self._simple(method, fields)
        if method in ("answerCallbackQuery", "answerInlineQuery"):
            asked = str(fields.get("callback_query_id") or fields.get("inline_query_id"))
            if asked not in self.queries:
                raise library.ApiRefusal(TOO_OLD)
        if method == "getFile":
            return self._file(str(fields.get("file_id")))
        result = super().validate(method, _for_library(fields), uploads)
        if isinstance(result, dict) and "message_id" in result:
            return self._show(method, fields, uploads, result, *texts)
        if method == "deleteMessage":
            self.messages.pop((str(fields["chat_id"]), int(fields["message_id"])), None)
        return result

    def _check_place(self, method: str, fields: dict[str, Any]) -> None:
        chat_id = str(fields.get("chat_id", ""))
        if not chat_id:
            return
        if chat_id in self.moved:
            parameters = {"migrate_to_chat_id": self.moved[chat_id]}
            raise library.ApiRefusal("Bad Request: group chat was upgraded to a supergroup chat", 400, parameters)
        if chat_id in self.blocked:
            raise library.ApiRefusal("Forbidden: bot was blocked by the user", 403)
        if self.strict_chats and chat_id not in self.chats:
            raise library.ApiRefusal("Bad Request: chat not found")
        if "message_id" not in fields:
            return
        known = self.messages.get((chat_id, int(fields["message_id"])))
        if method.startswith("editMessage") and (known is None or not known.from_bot):
            raise library.ApiRefusal("Bad Request: message to edit not found")
        if method == "editMessageText" and known is not None and known.document:
            raise library.ApiRefusal("Bad Request: there is no text in the message to edit")
        if method == "setMessageReaction" and known is None and self.strict_chats:
            raise library.ApiRefusal("Bad Request: message to react not found")

    def _simple(self, method: str, fields: dict[str, Any]) -> bool:
        unknown = set(fields) - set(_SIMPLE[method])
        if unknown:
            raise library.ApiRefusal(f"Bad Request: {min(unknown)} is not supported yet")
        if method == "setMessageReaction":
            wanted = [str(r.get("emoji")) for r in _decoded(fields.get("reaction")) or []]
            if not set(wanted) <= EMOJI:
                raise library.ApiRefusal("Bad Request: REACTION_INVALID")
            self.reactions[(str(fields["chat_id"]), int(fields["message_id"]))] = wanted
        if method == "leaveChat":
            self.chats.discard(str(fields["chat_id"]))
        return True

    def _file(self, file_id: str) -> dict[str, Any]:
        asset = self.assets.get(file_id)
        if asset is None:
            raise library.ApiRefusal("Bad Request: wrong file_id or the file is temporarily unavailable")
        if asset["size"] > DOWNLOAD_LIMIT:
            raise library.ApiRefusal("Bad Request: file is too big")
        unique = {"file_unique_id": file_id + "-u", "file_size": asset["size"]}
        return {"file_id": file_id, **unique, "file_path": file_id}

    def _show(
        self,
        method: str,
        fields: dict[str, Any],
        uploads: dict[str, Any],
        result: dict[str, Any],
        text: str,
        entities: list[dict[str, Any]],
    ) -> dict[str, Any]:
        """Keeps what the chat shows now; the Bot API Message that the bot gets back."""
        key = (str(fields["chat_id"]), int(result["message_id"]))
        markup = _decoded(fields.get("reply_markup")) or {}
        buttons = [button for row in markup.get("inline_keyboard", []) for button in row]
        shown = self.messages.get(key)
        if method.startswith("editMessage"):
            assert shown is not None  # checked by _check_place
            if method == "editMessageReplyMarkup":
                text, entities = shown.text, shown.entities
            if (shown.text, shown.entities, shown.buttons) == (text, entities, buttons):
                raise library.ApiRefusal(NOT_MODIFIED)
            shown.text, shown.entities, shown.buttons = text, entities, buttons
            shown.versions.append(text)
        else:
            reply = _decoded(fields.get("reply_parameters")) or {}
            target = reply.get("message_id")
            if target is not None and (key[0], int(target)) not in self.messages:
                if self.strict_chats and not reply.get("allow_sending_without_reply"):
                    raise library.ApiRefusal("Bad Request: message to be replied not found")
                target = None
            upload = next(iter(uploads.values()), None)
            shown = self.messages[key] = Shown(
                *key, time.time(), text, entities, buttons,
                reply_to=target, asks=bool(markup.get("force_reply")),
                silent=str(fields.get("disable_notification", "")).lower() == "true",
                document=upload["filename"] if upload else None, data=upload["data"] if upload else None,
                versions=[text],
            )  # fmt: skip
        result.update({"date": int(shown.at), "from": self.bot})
        result["chat"] = {"id": int(key[0]), "type": "private" if int(key[0]) > 0 else "supergroup", "title": "Chat"}
        if text:
            result["caption" if shown.document else "text"] = text
        if shown.document and isinstance(result.get("document"), dict):
            result["document"].update(file_name=shown.document, file_size=len(shown.data or b""))
        shown.wire = dict(result)
        return result

    # --- the wire

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Every call comes in here: the token is checked, waiting faults happen, the rest is the library's."""
        method, token = request.match_info["method"], request.match_info["token"]
        try:
            fields, uploads = await self.read_request(request)
        except ConnectionResetError:  # the bot was killed while it was still talking: nothing has happened
            return _failure(400, "Bad Request: cut off")
        request[_READ] = (fields, uploads)
        chat_id = str(fields["chat_id"]) if "chat_id" in fields else None
        number = len(self.calls)
        self.calls.append(Call(number, time.time(), method, chat_id, dict(fields)))
        fault = self.faults.take(method, chat_id)
        if token != self.token:
            answer = _failure(401, "Unauthorized")
        elif fault is not None and not fault.delivered:
            answer = _failure(fault.status, fault.description, fault.parameters)
        else:
            answer = await self._answered(request)
            if fault is not None:
                answer = _failure(fault.status, fault.description, fault.parameters)
        self._note(number, answer, 0 if fault is not None and not fault.status else answer.status)
        if fault is not None and not fault.status:
            await _cut(request, fault)
        if self.answer_after_seconds and method not in ("getUpdates", "setWebhook"):
            await asyncio.sleep(self.answer_after_seconds)
        return answer

    async def _answered(self, request: web.Request) -> web.Response:
        answer: web.Response = await super().handle(request)
        return answer

    async def read_request(self, request: web.Request) -> tuple[dict[str, Any], dict[str, Any]]:
        """Fields and uploads of a request; read once, asked for twice."""
        if _READ in request:
            return request[_READ]
        read: tuple[dict[str, Any], dict[str, Any]] = await super().read_request(request)
        return read

    def _note(self, number: int, answer: web.Response, status: int) -> None:
        body = json.loads(answer.text or "{}")
        result = body.get("result")
        message_id = result.get("message_id") if isinstance(result, dict) else None
        description = str(body.get("description", ""))
        self.calls[number] = replace(self.calls[number], status=status, description=description, message_id=message_id)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file's bytes, for the bot's token alone."""
        if request.match_info["token"] != self.token:
            raise web.HTTPUnauthorized
        path = request.match_info["path"]
        self.calls.append(Call(len(self.calls), time.time(), "download", None, {"path": path}, 200))
        answer: web.StreamResponse = await super().download(request)
        return answer


async def _cut(request: web.Request, fault: Fault) -> None:
    """No answer: hold the connection for a while, then close it."""
    await asyncio.sleep(fault.hang_seconds)
    if request.transport is not None:
        request.transport.close()


def _failure(status: int, description: str, parameters: dict[str, Any] | None = None) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return web.json_response({**body, "parameters": parameters} if parameters else body, status=status or 500)


def _decoded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value else value


def _plain_fields(method: str, fields: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """The text that people will see, with its entities; refused where Telegram would refuse or damage it."""
    if fields.get("parse_mode"):
        raise library.ApiRefusal("Bad Request: markup in a text; texts go out with entities only")
    for result in _decoded(fields.get("results")) or [] if method == "answerInlineQuery" else []:
        content = result.get("input_message_content") or {}
        _judge(content.get("message_text", ""), content.get("entities") or [])
    caption = "caption" in fields
    text = fields.get("caption" if caption else "text", "")
    entities = _decoded(fields.get("caption_entities" if caption else "entities")) or []
    if method == "answerCallbackQuery" or not isinstance(text, str) or not text:
        return "", []
    _judge(text, entities, **({"limit": MAX_CAPTION_UNITS} if caption else {}))
    return as_shown(text), entities


def _judge(text: str, entities: list[dict[str, Any]], **limit: int) -> None:
    why = refusal(text, entities, **limit)
    if why:
        raise library.ApiRefusal(why)


def _for_library(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields without what is newer than the library: coloured buttons, the opened answer field."""
    markup = _decoded(fields.get("reply_markup"))
    if not isinstance(markup, dict):
        return fields
    if markup.get("force_reply") is True:
        placeholder = markup.get("input_field_placeholder", "x")
        if set(markup) - {"force_reply", "selective", "input_field_placeholder"} or not 1 <= len(placeholder) <= 64:
            raise library.ApiRefusal("Bad Request: can't parse reply keyboard markup JSON object")
        return {k: v for k, v in fields.items() if k != "reply_markup"}
    rows = [[dict(button) for button in row] for row in markup.get("inline_keyboard", [])]
    for button in (b for row in rows for b in row):
        if button.pop("style", "primary") not in ("primary", "success", "danger"):
            raise library.ApiRefusal("Bad Request: invalid button style")
    if not rows:
        return {k: v for k, v in fields.items() if k != "reply_markup"}
    return {**fields, "reply_markup": {**markup, "inline_keyboard": rows}}
