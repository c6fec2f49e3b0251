"""The client says what is wrong in words that help, and fetches files within bounds."""

from __future__ import annotations

import asyncio
import socket
import time

import pytest

from bot.channels.port import InlineAnswer, InlineResult, Post, PressAnswer, plain
from bot.channels.telegram import client as module
from bot.channels.telegram.client import TelegramClient, fetch
from bot.channels.telegram.failures import Failure, Forbidden, Gone, Migrated, Refused, TooOld, Unavailable, Wait
from corpus.errors import StellwerkError
from tests.telegram_emulator import Account, Fault, Telegram, bad_gateway, unauthorized


def closed_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def sent(telegram: Telegram, *faults: Fault) -> Failure | None:
    """What sending a message fails with."""
    telegram.fail(*faults)

    async def main() -> Failure | None:
        client = TelegramClient(telegram.token, telegram.url)
        await client.start()
        try:
            await client.send("7", Post(plain("Guten Tag")))
        except Failure as failure:
            return failure
        finally:
            await client.stop()
        return None

    return asyncio.run(main())


@pytest.mark.parametrize(
    ("status", "description", "parameters", "kind"),
    [
        (429, "Too Many Requests: retry after 3", {"retry_after": 3}, Wait),
        (429, "Too Many Requests", None, Wait),
        (403, "Forbidden: user is deactivated", None, Forbidden),
        (400, "Bad Request: not enough rights to send text messages to the chat", None, Forbidden),
        (400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -1005}, Migrated),
        (400, "Bad Request: chat not found", None, Gone),
        (400, "Bad Request: query is too old and response timeout expired or query ID is invalid", None, TooOld),
        (400, "Bad Request: BUTTON_DATA_INVALID", None, Refused),
        (404, "Not Found: method not found", None, Refused),
        (413, "Request Entity Too Large", None, Refused),
    ],
)
def test_each_refusal_has_its_own_kind(
    telegram: Telegram, status: int, description: str, parameters: dict[str, int] | None, kind: type[Failure]
) -> None:
    assert type(sent(telegram, Fault("sendMessage", status, description, parameters))) is kind


def test_what_never_left_this_machine_is_no_double(telegram: Telegram) -> None:
    async def main() -> None:
        client = TelegramClient(telegram.token, closed_port())
        with pytest.raises(Unavailable):
            await client.send("7", Post(plain("Guten Tag")))
        await client.stop()

    asyncio.run(main())


@pytest.mark.parametrize("fault", [unauthorized("getMe"), Fault("getMe", 404, "Not Found")])
def test_an_unknown_token_is_named_without_showing_it(telegram: Telegram, fault: Fault) -> None:
    telegram.fail(fault)
    with pytest.raises(StellwerkError, match="BotFather") as refused:
        asyncio.run(TelegramClient(telegram.token, telegram.url).start())
    assert telegram.token not in f"{refused.value} {refused.value.__cause__} {refused.value.__suppress_context__}"
    assert refused.value.__suppress_context__


def test_a_token_that_cannot_be_one_is_named_too(telegram: Telegram) -> None:
    with pytest.raises(StellwerkError, match="BotFather"):
        TelegramClient("", telegram.url)


def test_a_start_outlasts_a_short_outage(telegram: Telegram) -> None:
    telegram.fail(bad_gateway("getMe"))

    async def main() -> str:
        client = TelegramClient(telegram.token, telegram.url)
        await client.start()
        await client.stop()
        return client.username

    assert asyncio.run(main()) == telegram.emulator.bot["username"]


def test_a_start_without_network_ends_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "START_ATTEMPTS", 1)
    with pytest.raises(StellwerkError, match="STELLWERK_PROXY"):
        asyncio.run(TelegramClient("1:abc", closed_port()).start())


def test_a_start_that_keeps_trying_ends_when_it_is_told_to() -> None:
    async def main() -> float:
        stop = asyncio.Event()
        starting = asyncio.create_task(TelegramClient("1:abc", closed_port()).start(stop))
        await asyncio.sleep(0.2)
        began = time.monotonic()
        stop.set()
        await starting
        return time.monotonic() - began

    assert asyncio.run(main()) < 1


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "kein proxy"])
def test_a_proxy_that_cannot_be_used_is_named(telegram: Telegram, proxy: str) -> None:
    with pytest.raises(StellwerkError, match="STELLWERK_PROXY"):
        TelegramClient(telegram.token, telegram.url, proxy)


def test_a_file_is_fetched_whole(telegram: Telegram) -> None:
    file = telegram.emulator.add_file(b"%PDF" * 1000, "Antrag.pdf")
    assert fetch(telegram.token, telegram.url, None, file["file_id"], 10_000) == b"%PDF" * 1000


def test_a_file_that_is_too_large_is_refused_also_where_telegram_understates_its_size(telegram: Telegram) -> None:
    file = telegram.emulator.add_file(b"x" * 3_000_000, "Antrag.pdf")
    with pytest.raises(StellwerkError, match="größer als 1 MB"):
        fetch(telegram.token, telegram.url, None, file["file_id"], 1024 * 1024)

    async def streamed() -> None:
        client = TelegramClient(telegram.token, telegram.url)
        path = (await client._bot.get_file(file["file_id"])).file_path
        with pytest.raises(StellwerkError, match="größer als 1 MB"):
            await client._stream(str(path), 1024 * 1024)
        await client.stop()

    asyncio.run(streamed())


def test_a_file_that_telegram_finds_too_big_is_said_to_be(telegram: Telegram) -> None:
    telegram.fail(Fault("getFile", 400, "Bad Request: file is too big"))
    with pytest.raises(StellwerkError, match="größer als 20 MB"):
        fetch(telegram.token, telegram.url, None, "F", 20 * 1024 * 1024)


def test_a_file_that_is_gone_is_asked_for_again(telegram: Telegram) -> None:
    with pytest.raises(StellwerkError, match="noch einmal"):
        fetch(telegram.token, telegram.url, None, "gibt-es-nicht", 1000)


def test_long_answers_and_offers_are_shortened_to_what_telegram_takes(telegram: Telegram) -> None:
    anna = Account(7, "Anna")
    question = telegram.ask_inline(anna, "Baum")
    offers = tuple(InlineResult(str(i), "T" * 500, "B" * 500, plain("Wort " * 2000)) for i in range(60))

    async def main() -> None:
        client = TelegramClient(telegram.token, telegram.url)
        await client.start()
        await client.send("7", InlineAnswer(question, offers))
        with pytest.raises(TooOld):
            await client.send("7", PressAnswer("unbekannt", "ä" * 500))
        await client.stop()

    asyncio.run(main())
    assert telegram.calls("answerInlineQuery")[0].status == 200
    assert len(telegram.calls("answerCallbackQuery")[0].fields["text"]) <= 200
