"""The emulator is a judge: what Telegram refuses or damages, it refuses too, and it loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.request import HTTPXRequest

from tests.telegram_emulator import (
    TOKEN,
    Account,
    Telegram,
    bad_gateway,
    blocked,
    conflict,
    migrated,
    refusal,
    running,
    silence,
    too_many,
)

ANNA = Account(4711, "Anna")
Value = TypeVar("Value")
ALLOWED = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member"]


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with running() as found:
        yield found


def with_bot(telegram: Telegram, work: Callable[[Bot], Coroutine[Any, Any, Value]], token: str = TOKEN) -> Value:
    """Runs `work` with a real client of this Telegram."""

    async def run() -> Value:
        request = HTTPXRequest(read_timeout=2)
        base = telegram.url
        async with Bot(token, base + "/bot", base + "/file/bot", request=request) as bot:
            return await work(bot)

    return asyncio.run(run())


def entity(kind: str, offset: int, length: int) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length}


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("abc 😀 def", [entity("bold", 5, 1)]),
        ("abc 😀 def", [entity("bold", 4, 1)]),
        ("abc", [entity("bold", 0, 9)]),
        ("abc", [entity("bold", -1, 2)]),
        ("abc", [entity("bold", 0, 0)]),
        ("abc", [entity("blink", 0, 1)]),
        ("abc def ghi", [entity("bold", 0, 7), entity("italic", 4, 7)]),
        ("abc def", [entity("expandable_blockquote", 0, 7), entity("blockquote", 0, 3)]),
        ("abc def", [entity("bold", 0, 7), entity("code", 0, 3)]),
        ("a" * 4097, []),
        ("😀" * 2049, []),
        ("ab" * 101, [entity("bold", 2 * i, 1) for i in range(101)]),
    ],
)
def test_what_telegram_refuses_or_damages_is_refused(text: str, entities: list[dict[str, Any]]) -> None:
    assert refusal(text, entities)


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("abc 😀 def", [entity("bold", 4, 2)]),
        ("abc def", [entity("expandable_blockquote", 0, 7), entity("bold", 0, 3), entity("code", 4, 3)]),
        ("abc", [entity("bold", 0, 3), entity("italic", 0, 3)]),
        ("😀" * 2048, []),
        ("<b>**_`", []),
    ],
)
def test_what_telegram_shows_as_it_is_is_taken(text: str, entities: list[dict[str, Any]]) -> None:
    assert refusal(text, entities) is None


def test_a_bad_entity_is_refused_on_the_wire_with_400(telegram: Telegram) -> None:
    bad = [MessageEntity("bold", 5, 1)]
    with pytest.raises(BadRequest, match="middle"):
        with_bot(telegram, lambda bot: bot.send_message(4711, "abc 😀 def", entities=bad))
    assert telegram.shown() == []
    assert [c.status for c in telegram.refused()] == [400]


def test_text_and_caption_buttons_and_bytes_are_kept(telegram: Telegram) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Freigeben", callback_data="t1", style="success")]])

    async def send(bot: Bot) -> None:
        first = await bot.send_message(4711, "Punkt 1", entities=[MessageEntity("bold", 0, 5)], reply_markup=keyboard)
        reply = ReplyParameters(first.message_id, allow_sending_without_reply=True)
        await bot.send_document(4711, b"PK-bytes", filename="Büro.docx", caption="fertig", reply_parameters=reply)
        await bot.edit_message_text("Punkt 1 – freigegeben", 4711, first.message_id)

    with_bot(telegram, send)
    card, letter = telegram.shown(4711)
    assert (card.text, card.versions, card.buttons) == ("Punkt 1 – freigegeben", ["Punkt 1", card.text], [])
    assert (letter.document, letter.data, letter.text) == ("Büro.docx", b"PK-bytes", "fertig")
    assert letter.reply_to == card.message_id


def test_an_edit_that_changes_nothing_or_hits_nothing_is_refused(telegram: Telegram) -> None:
    message = with_bot(telegram, lambda bot: bot.send_message(4711, "da"))
    with pytest.raises(BadRequest, match="not modified"):
        with_bot(telegram, lambda bot: bot.edit_message_text("da", 4711, message.message_id))
    with pytest.raises(BadRequest, match="not found"):
        with_bot(telegram, lambda bot: bot.edit_message_text("da", 4711, 999))


def test_faults_are_said_as_telegram_says_them_and_pass(telegram: Telegram) -> None:
    for fault, error in (
        (too_many("sendMessage", 3), RetryAfter),
        (blocked("sendMessage"), Forbidden),
        (bad_gateway("sendMessage"), NetworkError),
        (migrated("sendMessage", -100), ChatMigrated),
        (silence("sendMessage", delivered=False), NetworkError),
    ):
        telegram.fail(fault)
        with pytest.raises(error):
            with_bot(telegram, lambda bot: bot.send_message(4711, "x"))
    assert telegram.shown() == []
    assert with_bot(telegram, lambda bot: bot.send_message(4711, "x")).message_id


def test_a_silence_after_delivery_leaves_the_message_in_the_chat(telegram: Telegram) -> None:
    telegram.fail(silence("sendMessage", delivered=True, chat_id="4711"))
    with pytest.raises(NetworkError):
        with_bot(telegram, lambda bot: bot.send_message(4711, "doch da"))
    assert [m.text for m in telegram.shown(4711)] == ["doch da"]


def test_an_unknown_token_is_unauthorized(telegram: Telegram) -> None:
    with pytest.raises(InvalidToken):
        with_bot(telegram, lambda bot: bot.get_me(), token="7000000002:" + "x" * 30)


def test_an_answer_to_an_unknown_press_is_too_old(telegram: Telegram) -> None:
    shown = with_bot(telegram, lambda bot: bot.send_message(4711, "x"))
    query = telegram.press(ANNA, telegram.shown()[0], "t1")
    assert with_bot(telegram, lambda bot: bot.answer_callback_query(query, "gut"))
    with pytest.raises(BadRequest, match="too old"):
        with_bot(telegram, lambda bot: bot.answer_callback_query("forged", "gut"))
    assert shown.message_id


def test_updates_come_whole_and_stay_until_they_are_acknowledged(telegram: Telegram) -> None:
    telegram.say(ANNA, "/start abc")
    telegram.send_file(ANNA, b"%PDF-1.4", "../../antrag.pdf", caption="bitte")
    telegram.membership(ANNA, -100, joined=True)

    async def read(bot: Bot) -> tuple[Any, bytes]:
        got = await bot.get_updates(allowed_updates=ALLOWED)
        document = got[1].message and got[1].message.document
        assert document
        return got, bytes(await (await document.get_file()).download_as_bytearray())

    updates, data = with_bot(telegram, read)
    assert [u.update_id for u in updates] == telegram.pending() == [1, 2, 3]
    assert (updates[0].message.text, updates[0].message.entities[0].type) == ("/start abc", "bot_command")
    assert updates[2].my_chat_member.new_chat_member.status == "member"
    assert data == b"%PDF-1.4"
    with_bot(telegram, lambda bot: bot.get_updates(offset=4, allowed_updates=ALLOWED))
    assert (telegram.pending(), telegram.emulator.queues.acknowledged) == ([], [1, 2, 3])


def test_update_ids_can_start_anew_below(telegram: Telegram) -> None:
    message = {"message_id": 5, "chat": {"id": 4711, "type": "private"}, "date": 1, "from": ANNA.to_json(), "text": "a"}
    assert telegram.put({"update_id": 900_000, "message": message}) == 900_000
    assert telegram.put({"update_id": 17, "message": message}) == 17
    assert telegram.say(ANNA, "danach")
    assert telegram.pending() == [900_000, 17, 18]


def test_of_two_polls_the_older_ends_with_409(telegram: Telegram) -> None:
    async def both(bot: Bot) -> Any:
        older = asyncio.create_task(bot.get_updates(timeout=5, allowed_updates=ALLOWED))
        await asyncio.sleep(0.3)
        async with Bot(TOKEN, telegram.url + "/bot") as second:
            newer = asyncio.create_task(second.get_updates(timeout=1, allowed_updates=ALLOWED))
            return await asyncio.gather(older, newer, return_exceptions=True)

    older, newer = with_bot(telegram, both)
    assert isinstance(older, Conflict)
    assert newer == ()
    telegram.fail(conflict())
    with pytest.raises(Conflict):
        with_bot(telegram, lambda bot: bot.get_updates())


def test_a_webhook_is_called_again_until_it_says_200(telegram: Telegram) -> None:
    got: list[tuple[int, str | None]] = []

    async def hook(request: web.Request) -> web.Response:
        body = await request.json()
        got.append((body["update_id"], request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return web.Response(status=503 if len(got) == 1 else 200)

    async def serve(bot: Bot) -> None:
        app = web.Application()
        app.router.add_post("/hook", hook)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="s" * 32, allowed_updates=ALLOWED)
        await asyncio.to_thread(telegram.say, ANNA, "hallo")
        for _ in range(100):
            await asyncio.sleep(0.05)
            if not telegram.pending():
                break
        await runner.cleanup()

    with_bot(telegram, serve)
    assert got == [(1, "s" * 32), (1, "s" * 32)]
    assert telegram.pending() == []
