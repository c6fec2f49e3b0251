"""No secret and no word of a motion reaches a log, at whatever level and through whichever library."""

from __future__ import annotations

import asyncio
import io
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.port import Document, Edit, InlineAnswer, InlineResult, Post, plain
from bot.channels.telegram.client import TelegramClient, fetch
from bot.channels.telegram.failures import Failure, MaybeSent
from bot.channels.telegram.redaction import HIDDEN, TALKATIVE, Redaction, install
from bot.settings import Settings
from corpus.errors import StellwerkError
from tests.telegram_emulator import Account, Fault, Telegram, silence, unauthorized

TOKEN = "123456789:AAF-kJ3zxQ0mT5uVb7wYd2eHs9LpRc8Nq1g"
INVITATION = "Zx81-geheime-Einladung_42"
MOTION = "Baumfaellung-am-Marktplatz"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[io.StringIO]:
    """All that the logging module writes at DEBUG, redacted as in the running program."""
    kept = {name: logging.getLogger(name).level for name in ("", *TALKATIVE, "telegram.request.BaseRequest")}
    factory = logging.getLogRecordFactory()
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    install(Settings(_env_file=None, home=tmp_path, telegram_token=SecretStr(TOKEN)))  # type: ignore[call-arg]
    yield written
    logging.getLogger().removeHandler(handler)
    logging.setLogRecordFactory(factory)
    for name, level in kept.items():
        logging.getLogger(name).setLevel(level)


def test_a_token_is_taken_out_of_message_arguments_traceback_and_cause(log: io.StringIO) -> None:
    logger = logging.getLogger("irgendwo")
    logger.info("POST %s", f"https://api.telegram.org/bot{TOKEN}/getMe")
    logger.info({"url": TOKEN})
    logger.info("%s %s", TOKEN)
    try:
        try:
            raise ValueError(TOKEN)
        except ValueError as error:
            raise RuntimeError("außen") from error
    except RuntimeError:
        logger.exception("gescheitert %s", TOKEN, stack_info=True)
    said = log.getvalue()
    assert TOKEN not in said
    assert said.count(HIDDEN) == 4  # address, dict, message, cause
    assert "RuntimeError: außen" in said


def test_a_handler_that_is_added_later_gets_redacted_records_too(log: io.StringIO) -> None:
    later = io.StringIO()
    logger = logging.getLogger("spaeter")
    logger.addHandler(logging.StreamHandler(later))
    logger.warning("Token %s", TOKEN)
    assert TOKEN not in later.getvalue()


def test_installing_twice_does_not_pile_up(log: io.StringIO, settings: Settings) -> None:
    install(settings)
    install(settings)
    assert getattr(logging.getLogRecordFactory(), "plain", None) is logging.LogRecord


def test_a_webhook_secret_and_an_invitation_are_taken_out() -> None:
    redaction = Redaction(["ein-langes-Geheimnis"])
    assert redaction.text("x ein-langes-Geheimnis y") == f"x {HIDDEN} y"
    assert redaction.text(f'"/start {INVITATION}"') == f'"/start {HIDDEN}"'
    assert redaction.text(f"https://t.me/stadt_bot?start={INVITATION}.") == f"https://t.me/stadt_bot?start={HIDDEN}"


@given(
    st.text(max_size=30), st.integers(10_000, 10**10), st.from_regex(r"[A-Za-z0-9_-]{20,50}", fullmatch=True), st.text()
)
def test_whatever_looks_like_a_token_is_taken_out_of_any_text(before: str, number: int, key: str, after: str) -> None:
    assert key not in Redaction().text(f"{before}{number}:{key}{after}") or key in before + after


def test_the_values_of_a_row_are_not_in_the_error_of_the_database(log: io.StringIO) -> None:
    with create_engine("sqlite://").connect() as connection:
        try:
            connection.execute(text("insert into gibt_es_nicht values (:wert)"), {"wert": MOTION})
        except SQLAlchemyError:
            logging.getLogger("datenbank").exception("Zeile nicht geschrieben")
    assert "no such table" in log.getvalue()
    assert MOTION not in log.getvalue()


def test_structured_values_are_redacted_in_depth() -> None:
    event = {"event": "x", "urls": [{"a": TOKEN}], "error": ValueError(TOKEN), "count": 3}
    clean = Redaction([TOKEN]).processor(None, "info", event)
    assert TOKEN not in str(clean)
    assert clean["count"] == 3


def test_at_debug_neither_token_nor_invitation_nor_motion_is_logged(
    log: io.StringIO, telegram: Telegram, tmp_path: Path
) -> None:
    anna = Account(4711, "Anna")
    telegram.say(anna, f"/start {INVITATION}")
    telegram.say(anna, MOTION)
    question = telegram.ask_inline(anna, MOTION)
    file = telegram.emulator.add_file(MOTION.encode(), f"{MOTION}.txt")

    async def load(_sha256: str) -> bytes:
        return MOTION.encode()

    async def main() -> None:
        client = TelegramClient(telegram.token, telegram.url)
        await client.start()
        await client.set_commands()
        await client.get_updates(None, 1)
        message_id = await client.send("4711", Post(plain(MOTION)))
        await client.send("4711", Edit(1, plain(MOTION + "!")), target=message_id)
        await client.send("4711", Document("x", f"{MOTION}.docx", plain(MOTION)), load_attachment=load)
        offer = InlineResult("1", MOTION, MOTION, plain(MOTION))
        await client.send("4711", InlineAnswer(question, (offer,)))
        telegram.fail(
            unauthorized("sendMessage"),
            silence("sendMessage", delivered=False),
            Fault("sendMessage", 400, f'Bad Request: the button "{MOTION}" is wrong'),
            Fault("sendMessage", 502, MOTION),
        )
        for _ in range(4):
            try:
                await client.send("4711", Post(plain(MOTION)))
            except Failure:
                logging.getLogger("sender").exception("nicht gesendet")
        await client.download(file["file_id"], 10_000)
        await client.stop()

    asyncio.run(main())
    telegram.fail(unauthorized("getMe"))
    with pytest.raises(StellwerkError) as refused:
        fetch(telegram.token, telegram.url, None, file["file_id"], 10_000)
    logging.getLogger("worker").error("gescheitert", exc_info=refused.value)
    said = log.getvalue()
    assert "nicht gesendet" in said
    assert "Using selector" in said  # it is the log at DEBUG
    for secret in (telegram.token, telegram.token.split(":")[1], INVITATION):
        assert secret not in said
    assert MOTION.lower() not in said.lower()


def test_an_answer_that_is_no_json_is_not_logged_whole(log: io.StringIO) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65_536)
        body = f"<html>{MOTION}".encode()
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    async def main() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        client = TelegramClient(TOKEN, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        with pytest.raises(MaybeSent, match=r"TelegramError|ValueError|JSON"):
            await client.send("7", Post(plain("Guten Tag")))
        await client.stop()
        server.close()

    asyncio.run(main())
    assert MOTION not in log.getvalue()


def test_the_program_s_own_log_lines_are_redacted(tmp_path: Path) -> None:
    script = f"""
import logging, structlog
from bot.commands.context import configure_logging
from bot.settings import Settings
configure_logging(Settings(_env_file=None, home={str(tmp_path)!r}, log_level="DEBUG", telegram_token={TOKEN!r}))
log = structlog.get_logger("probe")
log.info("zeile", url="https://api.telegram.org/bot{TOKEN}/getMe")
geheim = {TOKEN!r}
try:
    raise ValueError(geheim)
except ValueError:
    log.exception("gescheitert")
    logging.getLogger("x").exception("gescheitert %s", geheim)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert TOKEN not in done.stderr + done.stdout
    assert done.stderr.count("gescheitert") == 2
    assert done.stderr.count("ValueError") >= 2
    assert done.stdout == ""
