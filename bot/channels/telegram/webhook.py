"""Lets Telegram call us. An update is answered with 200 only once it is written down; else Telegram calls again.

Whoever knows the secret speaks for everybody, so it is compared in constant time and before a byte of the body is read.
TLS is the business of the proxy before us.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import re
import secrets
import time
from collections.abc import Callable
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.inbox import Inbox
from bot.channels.telegram import limits
from bot.channels.telegram.arrival import as_event
from bot.channels.telegram.client import TelegramClient, nap, token_unknown
from bot.channels.telegram.decode import Malformed
from bot.channels.telegram.failures import Failure, Refused, Unauthorized, Wait
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.settings import Settings

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
BODY_SECONDS = 15.0
LONGEST_PAUSE_SECONDS = 30.0

_SECRET = re.compile(r"[A-Za-z0-9_-]+")


class Webhook:
    """A small server on WEBHOOK_LISTEN for the path of WEBHOOK_URL. `wake` is called after each update."""

    def __init__(
        self,
        client: TelegramClient,
        inbox: Inbox,
        channel: str,
        settings: Settings,
        stop: asyncio.Event,
        wake: Callable[[], None],
    ) -> None:
        self._client = client
        self._inbox = inbox
        self._channel = channel
        self._stop = stop
        self._wake = wake
        self._url = _checked_url(settings.webhook_url)
        self._path = urlsplit(self._url).path or "/"
        self._host, self._port = _checked_listen(settings.webhook_listen)
        given = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
        self._secret = _checked_secret(given)

    async def run(self) -> None:
        """Listens until `stop` is set. What Telegram couldn't deliver waits there for the next start."""
        application = web.Application(client_max_size=limits.WEBHOOK_BODY_BYTES)
        application.router.add_post(self._path, self._receive)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=5.0)
        await runner.setup()
        try:
            await self._listen(runner)
            await self._register()
            await self._stop.wait()
        finally:
            await runner.cleanup()

    async def _listen(self, runner: web.AppRunner) -> None:
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError as error:
            raise StellwerkError(
                f"Auf {self._host}:{self._port} lässt sich nicht hören ({error.strerror}).",
                "Geben Sie in STELLWERK_WEBHOOK_LISTEN eine freie Adresse dieses Rechners an.",
            ) from error

    async def _register(self) -> None:
        pause = 1.0
        while not self._stop.is_set():
            try:
                await self._client.set_webhook(self._url, self._secret)
                return
            except Unauthorized:
                raise token_unknown() from None
            except Refused as failure:
                raise StellwerkError(
                    f"Telegram nimmt die Adresse in STELLWERK_WEBHOOK_URL nicht an ({failure}).",
                    "Sie muss öffentlich erreichbar sein, mit https beginnen und Port 443, 80, 88 oder 8443 haben.",
                ) from None
            except Failure as failure:
                log.warning("webhook_not_set", failure=str(failure), again_in_seconds=pause)
                await nap(failure.seconds if isinstance(failure, Wait) else pause, self._stop)
                pause = min(LONGEST_PAUSE_SECONDS, pause * 2)

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._secret.encode()):
            log.warning("webhook_wrong_secret")
            return web.Response(status=403)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await request.read()
            event = as_event(json.loads(body))
        except TimeoutError:
            return web.Response(status=408)
        except (Malformed, ValueError, RecursionError) as error:
            log.error("webhook_unreadable", kind=type(error).__name__)
            return web.Response(status=400)
        try:
            await asyncio.to_thread(self._inbox.put, self._channel, [event], at=time.time())
        except (StellwerkError, SQLAlchemyError) as error:
            log.error("inbox_unwritable", kind=type(error).__name__)
            return web.Response(status=503)
        self._wake()
        return web.Response()


def _checked_url(url: str | None) -> str:
    parts = urlsplit(url or "")
    local = parts.scheme == "http" and _is_loopback(parts.hostname or "")
    if not parts.hostname or not (parts.scheme == "https" or local):
        raise StellwerkError(
            "Für den Webhook fehlt eine Adresse, unter der Telegram Stellwerk erreicht.",
            "Setzen Sie STELLWERK_WEBHOOK_URL auf eine Adresse, die mit https:// beginnt, oder "
            "STELLWERK_TELEGRAM_MODE auf polling.",
        )
    return str(url)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _checked_listen(listen: str) -> tuple[str, int]:
    host, colon, port = listen.rpartition(":")
    if not colon or not host or not port.isdecimal() or not 0 <= int(port) <= 65_535:
        raise StellwerkError(
            f"„{listen}“ ist keine Adresse, auf der sich hören lässt.",
            "Schreiben Sie STELLWERK_WEBHOOK_LISTEN als Adresse und Port, zum Beispiel 127.0.0.1:8443.",
        )
    return host.strip("[]"), int(port)


def _checked_secret(secret: str | None) -> str:
    """The secret to use; one for this run alone where none is set."""
    if secret is None:
        return secrets.token_urlsafe(32)
    shortest, longest = limits.WEBHOOK_SECRET_CHARACTERS
    if not (shortest <= len(secret) <= longest and _SECRET.fullmatch(secret)):
        raise StellwerkError(
            "STELLWERK_WEBHOOK_SECRET ist zu kurz oder enthält ein Zeichen, das Telegram nicht annimmt.",
            "Nehmen Sie 16 bis 256 Buchstaben (ohne Umlaute), Ziffern, - und _, oder lassen Sie die Zeile weg.",
        )
    return secret
