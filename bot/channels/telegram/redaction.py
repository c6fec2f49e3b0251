"""Keeps secrets and the words of motions out of every log, at every level.

Records are rewritten where they are made (the record factory), not where they are written: a handler that somebody adds
later gets them clean too, tracebacks included. Libraries that log what they send are kept quiet altogether.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any

from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.settings import Settings

HIDDEN = "[entfernt]"

TELEGRAM_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
"""Example: "123456789:AAF-kJ3zxQ0mT5uVb7wYd2eHs9LpRc8Nq1g"."""

_START = re.compile(r"(?P<kept>/start(?:@\w+)?[ \t]+|[?&]start=)[^\s\"'&\\]+", re.IGNORECASE)
"""Examples: "/start kJ3zx", "https://t.me/stadt_bot?start=kJ3zx"."""

_SQL_PARAMETERS = re.compile(r"\[parameters: .*?(?=\n\(Background|\Z)", re.DOTALL)
"""What SQLAlchemy adds to its errors: the values of the row, texts among them."""

TALKATIVE = (
    "telegram", "httpx", "httpcore", "aiohttp.access", "aiohttp.web", "aiohttp.client", "sqlalchemy", "chromadb",
    "urllib3", "langchain", "langchain_core",
)  # fmt: skip
"""Loggers that write what they send or store, at DEBUG or INFO."""

SILENT = ("telegram.request.BaseRequest",)
"""Writes an answer that it can't read into the log, whole and as an error. The error itself reaches us anyway."""

_PLAIN = (bool, int, float, type(None))


_OF_MANY_LINES = frozenset({"exception", "stack"})
_ESCAPE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LINE_ENDS = re.compile(r"[\r\n\u2028\u2029]+")


def on_one_line(text: str) -> str:
    """A value that begins no line of its own and moves no cursor, whatever stands in it."""
    return _ESCAPE.sub("", _LINE_ENDS.sub(" ⏎ ", text))


class Redaction(logging.Filter):
    """Takes the known secrets, and whatever looks like one, out of log records."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(sorted({s for s in secrets if s}, key=len, reverse=True))

    def text(self, text: str) -> str:
        """The text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        text = TELEGRAM_TOKEN.sub(HIDDEN, text)
        text = _START.sub(lambda found: found["kept"] + HIDDEN, text)
        return _SQL_PARAMETERS.sub("[parameters: " + HIDDEN + "]", text)

    def value(self, value: Any) -> Any:
        """The same for any value of a structured log line."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.value(key): self.value(item) for key, item in value.items()}
        if isinstance(value, Sequence) and not isinstance(value, bytes):
            return [self.value(item) for item in value]
        return value if isinstance(value, _PLAIN) else self.text(repr(value))

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrites the record; always lets it pass."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # arguments that don't fit the message: said without them
            message = str(record.msg)
        record.msg, record.args = self.text(message), None
        if record.exc_info and record.exc_info[0] is not None and not record.exc_text:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if record.exc_text:
            record.exc_text = self.text(record.exc_text)
        if record.stack_info:
            record.stack_info = self.text(record.stack_info)
        return True

    def processor(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """The same as a processor of structlog; it stands after the one that formats exceptions."""
        for key in list(event):
            value = self.value(event[key])
            event[key] = on_one_line(value) if isinstance(value, str) and key not in _OF_MANY_LINES else value
        for key in _OF_MANY_LINES & event.keys():  # messages of exceptions may quote what could not be handled
            from corpus.personal_data.masking import mask

            event[key] = _ESCAPE.sub("", mask(str(event[key])).text)
        return event


def install(settings: Settings) -> Redaction:
    """Redacts every record of the logging module from now on and quietens the talkative libraries."""
    redaction = Redaction(_secrets(settings))
    factory = _plain_factory(logging.getLogRecordFactory())

    def redacted(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record: logging.LogRecord = factory(*args, **kwargs)
        redaction.filter(record)
        return record

    redacted.plain = factory  # type: ignore[attr-defined]  # so that a second install doesn't pile up
    logging.setLogRecordFactory(redacted)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return redaction


def _plain_factory(factory: Any) -> Any:
    return getattr(factory, "plain", factory)


def _secrets(settings: Settings) -> list[str]:
    try:
        token = settings.token
    except StellwerkError:  # said to the person by the command that needs the token
        token = None
    try:
        model_key = settings.model_key
    except StellwerkError:
        model_key = None
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
    key = model_key.get_secret_value() if model_key else None
    return [value for value in (token, secret, key) if value]
