"""What every command has at hand: the settings, the parts, and how it speaks."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.ingest import Quelle
    from bot.settings import Settings
    from bot.wiring import Stellwerk

JSON = Annotated[bool, typer.Option("--json", help="Nur JSON auf der Standardausgabe.")]
DATE_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]


class Context:
    """Made by the root command; parts are wired when a command first asks for them."""

    def __init__(self, settings: Callable[[], Settings]) -> None:
        self._settings = settings

    @cached_property
    def parts(self) -> Stellwerk:
        """All parts under this HOME."""
        from bot.wiring import Stellwerk

        settings = self._settings()
        configure_logging(settings)
        return Stellwerk(settings)


def parts(context: typer.Context) -> Stellwerk:
    """The wired parts of a running command."""
    found: Context = context.obj
    return found.parts


def print_json(value: Any, *, lines: bool = False) -> None:
    """One JSON value on standard output; on one line where it is a row of JSON Lines."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=None if lines else 2))


def failure(datei: str, error: StellwerkError) -> dict[str, object]:
    """The JSON of a file that failed."""
    return {"datei": datei, "fehler": {"was": error.was, "abhilfe": error.abhilfe}}


def say_failure(datei: str, error: StellwerkError) -> None:
    """The same for people, on standard error."""
    from bot.ingest import printable

    typer.echo(f"{printable(datei)}: {printable(error.was)}\n  Abhilfe: {printable(error.abhilfe)}", err=True)


def existing_source(file: Path) -> Quelle:
    """A file on disk as a source to read; StellwerkError where there is none."""
    from bot.ingest import Quelle, printable

    if not file.is_file():
        raise StellwerkError("Die Datei gibt es nicht.", "Prüfen Sie Pfad und Schreibweise.")
    return Quelle(printable(file.name), file.read_bytes, file)


def configure_logging(settings: Settings) -> None:
    """Logs go to standard error, so that standard output holds results alone; without secrets and texts of motions."""
    import logging

    import structlog

    from bot.channels.telegram.redaction import install

    number: int = getattr(logging, settings.log_level)
    redaction = install(settings)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.StackInfoRenderer(),
            structlog.dev.set_exc_info,
            structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
            structlog.processors.format_exc_info,  # plain: the pretty one shows the values of variables
            redaction.processor,
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # what standard error is when something is said
    )
    logging.basicConfig(level=number, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
