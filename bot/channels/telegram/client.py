"""The Bot API as Stellwerk uses it: one method per thing it does, and our own failures instead of the library's errors.

Built on python-telegram-bot's Bot. Text leaves as text and entities, never as markup; links are not previewed, because
Telegram's servers would fetch them; an answer to a message that is gone is sent all the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import warnings
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import httpx
import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    ForceReply,
    InputFile,
    ReactionTypeEmoji,
)
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.channels.port import (
    Document,
    Edit,
    InlineAnswer,
    Leave,
    Output,
    Post,
    PressAnswer,
    Reaction,
)
from bot.channels.telegram import limits
from bot.channels.telegram.entities import Entity, split, to_wire
from bot.channels.telegram.failures import (
    Failure,
    Forbidden,
    Gone,
    Refused,
    Unauthorized,
    Unavailable,
    Wait,
    failure_of,
)
from bot.channels.telegram.menu import GROUP_COMMANDS, PRIVATE_COMMANDS
from bot.channels.telegram.wire import NO_PREVIEW, article, keyboard, message_entities, reply, shortened
from corpus.errors import StellwerkError, TemporaryError

log = structlog.get_logger(__name__)

Value = TypeVar("Value")
LoadAttachment = Callable[[str], Awaitable[bytes]]

CONNECTIONS = 32
TIMEOUT_SECONDS = 20.0
UPLOAD_TIMEOUT_SECONDS = 60.0
START_ATTEMPTS = 5
LONGEST_PAUSE_SECONDS = 30.0


# The library would rather parse the updates itself; we keep them raw until they are written down.
warnings.filterwarnings("ignore", message=r"Please use 'Bot\.getUpdates'", category=PTBUserWarning)


class TelegramClient:
    """One bot at one Bot API server. Start it before use; it belongs to the event loop in which it was started."""

    def __init__(self, token: str, api_url: str, proxy: str | None = None) -> None:
        self.username = ""
        self._proxy = proxy
        base = api_url.rstrip("/")
        try:
            self._requests = (_request(proxy, CONNECTIONS), _request(proxy, 2))
            self._bot = Bot(
                token,
                base_url=f"{base}/bot",
                base_file_url=f"{base}/file/bot",
                request=self._requests[0],
                get_updates_request=self._requests[1],
            )
        except InvalidToken:
            raise token_unknown() from None
        except (RuntimeError, ValueError) as error:
            raise StellwerkError(
                "Der eingestellte Proxy lässt sich nicht verwenden.",
                "Geben Sie in STELLWERK_PROXY eine Adresse wie http://proxy.stadt.example:3128 an.",
            ) from error

    # --- life

    async def start(self, stop: asyncio.Event | None = None) -> None:
        """Asks Telegram who we are. StellwerkError where the token is unknown, and where Telegram can't be reached.

        With `stop` it goes on trying until it is set: a town hall's network comes up in its own time.
        """
        pause, attempt = 1.0, 0
        while True:
            attempt += 1
            try:
                await self._call(self._bot.initialize(), sending=False)
                self.username = self._bot.username
                return
            except (Unauthorized, Refused):
                raise token_unknown() from None
            except (Unavailable, Wait) as error:
                if stop is None and attempt >= START_ATTEMPTS:
                    raise TemporaryError(
                        f"Telegram ist nicht erreichbar ({error}).",
                        "Prüfen Sie die Verbindung ins Netz, STELLWERK_PROXY und STELLWERK_TELEGRAM_API_URL.",
                    ) from None
                log.warning("telegram_unreachable", failure=str(error), again_in_seconds=pause)
                wanted = error.seconds if isinstance(error, Wait) else pause
            if await nap(wanted, stop):
                return
            pause = min(LONGEST_PAUSE_SECONDS, pause * 2)

    async def stop(self) -> None:
        """Closes all connections, also those of a bot that never started."""
        await self._bot.shutdown()
        for request in self._requests:
            await request.shutdown()

    async def probe(self) -> None:
        """Returns when Telegram answers; a Failure else."""
        await self._call(self._bot.get_me(), sending=False)

    async def token_refused(self) -> bool:
        """Whether Telegram itself says that it doesn't know the token. A single 401 may come from a proxy."""
        try:
            await self.probe()
        except Unauthorized:
            return True
        except Failure:
            return False
        return False

    # --- in

    async def get_updates(self, offset: int | None, timeout_seconds: int) -> list[Any]:
        """Raw updates. An offset tells Telegram that everything before it has arrived for good."""
        wanted = {
            "timeout": timeout_seconds,
            "limit": limits.UPDATES_AT_ONCE,
            "allowed_updates": list(limits.ALLOWED_UPDATES),
            **({} if offset is None else {"offset": offset}),
        }
        asked = self._bot.do_api_request("getUpdates", api_kwargs=wanted, read_timeout=timeout_seconds + 10)
        found = await self._call(asked, sending=False)
        if not isinstance(found, list):
            raise Unavailable("no list of updates")
        return found

    async def set_webhook(self, url: str, secret: str) -> None:
        """Lets Telegram call this address. One call at a time: the order in which people wrote is kept."""
        setting = self._bot.set_webhook(
            url,
            secret_token=secret,
            allowed_updates=list(limits.ALLOWED_UPDATES),
            max_connections=1,
            drop_pending_updates=False,
        )
        await self._call(setting, sending=False)

    async def delete_webhook(self) -> None:
        """Back to polling; what waits at Telegram stays there."""
        await self._call(self._bot.delete_webhook(drop_pending_updates=False), sending=False)

    async def download(self, file_id: str, limit: int) -> bytes:
        """A file that somebody sent. StellwerkError where it is larger than `limit` bytes or no longer there."""
        try:
            file = await self._call(self._bot.get_file(file_id), sending=False)
        except Refused as error:
            raise (_too_large(limit) if "too big" in str(error) else _file_gone()) from None
        if (file.file_size or 0) > limit:
            raise _too_large(limit)
        if not str(file.file_path or "").startswith(("http://", "https://")):
            raise Refused("the file lies on the disk of a local Bot API server")
        return await self._stream(str(file.file_path), limit)

    async def _stream(self, url: str, limit: int) -> bytes:
        received = bytearray()
        try:
            async with (
                httpx.AsyncClient(proxy=self._proxy, timeout=TIMEOUT_SECONDS) as http,
                http.stream("GET", url) as answer,
            ):
                if answer.status_code != httpx.codes.OK:
                    raise Unavailable(f"file: HTTP {answer.status_code}")
                async for chunk in answer.aiter_bytes():
                    received += chunk
                    if len(received) > limit:
                        raise _too_large(limit)
        except httpx.HTTPError as error:  # its text may hold the address, and with it the token
            raise Unavailable(f"file: {type(error).__name__}") from None
        return bytes(received)

    # --- out

    async def send(
        self, chat_id: str, output: Output, *, target: str | None = None, load_attachment: LoadAttachment | None = None
    ) -> str | None:
        """Sends one output that fits into one message. Returns the id of the message that it became, or None.

        `target` is the message that an Edit changes; `load_attachment` gives a Document's bytes by its hash.
        """
        if isinstance(output, Post):
            return await self._post(chat_id, output)
        if isinstance(output, Edit):
            await self._edit(chat_id, target or "", output)
        elif isinstance(output, Document):
            if load_attachment is None:
                raise ValueError("a document needs load_attachment")
            return await self._document(chat_id, output, await load_attachment(output.attachment))
        else:
            await self._call(self._aside(chat_id, output), sending=True)
        return None

    async def _post(self, chat_id: str, post: Post) -> str:
        text, entities = to_wire(post.text)
        markup = keyboard(post.buttons) or (ForceReply(selective=True) if post.ask else None)

        def sent(styled: Sequence[Entity]) -> Awaitable[Any]:
            return self._bot.send_message(
                int(chat_id),
                text,
                entities=message_entities(styled),
                reply_markup=markup,
                reply_parameters=reply(post.reply_to),
                link_preview_options=NO_PREVIEW,
                disable_notification=post.silent or None,
            )

        message = await self._styled(sent, entities)
        return str(message.message_id)

    async def _edit(self, chat_id: str, target: str, edit: Edit) -> None:
        text, entities = to_wire(edit.text)
        chat, message, markup = int(chat_id), int(target), keyboard(edit.buttons)

        def edited(styled: Sequence[Entity]) -> Awaitable[Any]:
            return self._bot.edit_message_text(
                text,
                chat,
                message,
                entities=message_entities(styled),
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
            )

        def recaptioned(styled: Sequence[Entity]) -> Awaitable[Any]:
            return self._bot.edit_message_caption(
                chat, message, caption=text, caption_entities=message_entities(styled), reply_markup=markup
            )

        try:
            await self._styled(edited, entities)
        except Refused as error:
            if "no text in the message" not in str(error):
                raise
            text, entities = to_wire(split(edit.text, limits.CAPTION_UNITS)[0])
            await self._styled(recaptioned, entities)

    async def _document(self, chat_id: str, document: Document, data: bytes) -> str:
        if len(data) > limits.UPLOAD_BYTES:
            raise Refused("file too large to send")
        caption, entities = to_wire(document.caption)

        def sent(styled: Sequence[Entity]) -> Awaitable[Any]:
            return self._bot.send_document(
                int(chat_id),
                InputFile(data, filename=document.name),
                caption=caption or None,
                caption_entities=message_entities(styled),
                reply_markup=keyboard(document.buttons),
                reply_parameters=reply(document.reply_to),
                read_timeout=UPLOAD_TIMEOUT_SECONDS,
            )

        message = await self._styled(sent, entities)
        return str(message.message_id)

    def _aside(self, chat_id: str, output: Reaction | PressAnswer | InlineAnswer | Leave) -> Awaitable[Any]:
        if isinstance(output, Reaction):
            sign = [ReactionTypeEmoji(output.emoji)]
            return self._bot.set_message_reaction(int(chat_id), int(output.message_id), reaction=sign)
        if isinstance(output, PressAnswer):
            text = shortened(output.text, limits.PRESS_ANSWER_CHARACTERS)
            return self._bot.answer_callback_query(output.press_id, text, show_alert=output.alert)
        if isinstance(output, InlineAnswer):
            offers = [article(r) for r in output.results[: limits.INLINE_RESULTS] if r.text.text.strip()]
            return self._bot.answer_inline_query(output.question_id, offers, cache_time=0, is_personal=True)
        return self._bot.leave_chat(int(chat_id))

    async def _styled(self, send: Callable[[Sequence[Entity]], Awaitable[Any]], entities: Sequence[Entity]) -> Any:
        """Sends with styles, and without where Telegram refuses the styles: better plain than not at all."""
        try:
            return await self._call(send(entities), sending=True)
        except Refused as error:
            if not entities or "entit" not in str(error):
                raise
            log.error("entities_refused", failure=str(error))
            return await self._call(send(()), sending=True)

    # --- aside

    async def typing(self, chat_id: str) -> None:
        """Shows for five seconds that somebody is at work. That it fails is noted and matters to nobody."""
        try:
            await self._call(self._bot.send_chat_action(int(chat_id), "typing"), sending=False)
        except Failure as error:
            log.debug("typing_failed", failure=str(error))

    async def set_commands(self) -> None:
        """Fills the menu of commands. Without it people can still type them, so a failure is only noted."""
        menus = (
            (PRIVATE_COMMANDS, BotCommandScopeAllPrivateChats()),
            (GROUP_COMMANDS, BotCommandScopeAllGroupChats()),
        )
        for commands, scope in menus:
            listed = [BotCommand(name, description) for name, description in commands]
            try:
                await self._call(self._bot.set_my_commands(listed, scope=scope), sending=False)
            except (Unavailable, Wait, Refused, Forbidden, Gone) as error:
                log.warning("commands_not_set", failure=str(error))

    async def _call(self, asked: Awaitable[Value], *, sending: bool) -> Value:
        try:
            return await asked
        except TelegramError as error:
            # not chained: the library puts the token into the text of some errors
            raise failure_of(error, sending=sending) from None
        except KeyError:  # an answer without a result, from something between us and Telegram
            raise failure_of(TelegramError("invalid answer"), sending=sending) from None


def fetch(token: str, api_url: str, proxy: str | None, file_id: str, limit: int) -> bytes:
    """`download` for a process without an event loop."""

    async def fetched() -> bytes:
        client = TelegramClient(token, api_url, proxy)
        try:
            await client.start()
            return await client.download(file_id, limit)
        finally:
            await client.stop()

    return asyncio.run(fetched())


async def nap(seconds: float, stop: asyncio.Event | None) -> bool:
    """Waits so long, or until `stop` is set: then True."""
    if stop is None:
        await asyncio.sleep(seconds)
        return False
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()


def _request(proxy: str | None, connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=10.0,
        read_timeout=TIMEOUT_SECONDS,
        write_timeout=TIMEOUT_SECONDS,
        pool_timeout=TIMEOUT_SECONDS,
        media_write_timeout=UPLOAD_TIMEOUT_SECONDS,
        proxy=proxy,
    )


def token_unknown() -> StellwerkError:
    """Whoever runs Stellwerk can put it right; then what waits goes on."""
    return TemporaryError(
        "Telegram kennt das eingestellte Token nicht.",
        "Lassen Sie sich von @BotFather mit /token das gültige Token zeigen und tragen Sie es in die Datei ein, auf "
        "die STELLWERK_TELEGRAM_TOKEN_FILE zeigt. Prüfen Sie auch STELLWERK_TELEGRAM_API_URL.",
    )


def _too_large(limit: int) -> StellwerkError:
    return StellwerkError(
        f"Die Datei ist größer als {limit // (1024 * 1024)} MB.",
        "Teilen Sie sie in kleinere Dateien auf, oder schicken Sie den Wortlaut als Nachricht.",
    )


def _file_gone() -> StellwerkError:
    return StellwerkError("Die Datei liegt bei Telegram nicht mehr bereit.", "Schicken Sie sie noch einmal.")
