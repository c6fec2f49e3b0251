"""The `stellwerk` command: options, subcommands, and the edge where errors become messages and exit codes.

Exit codes: 0 all done; 1 something failed, said what and what to do; 2 wrong usage.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import (
    administration,
    audit,
    backtest,
    bench,
    cases,
    chat,
    checking,
    demonstration,
    drafting,
    facts,
    learning,
    papers,
    people,
    searching,
    tuning,
)
from bot.commands.context import Context
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    name="stellwerk",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Entwirft Stellungnahmen der Verwaltung zu Anträgen aus dem Rat, Punkt für Punkt und mit Quellen. "
    "Menschen entscheiden.\n\nZum Kennenlernen: stellwerk demo",
)


@app.callback()
def root(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option("--home", help="Ordner für alle Daten (sonst STELLWERK_HOME).", show_default=False)
    ] = None,
) -> None:
    """Reads the settings once; what no command asks for is not made."""

    def settings() -> Settings:
        from bot.settings import load_settings

        return load_settings(home)

    context.obj = Context(settings)


papers.register(app)
searching.register(app)
drafting.register(app)
checking.register(app)
demonstration.register(app)
cases.register(app)
people.register(app)
facts.register(app)
learning.register(app)
audit.register(app)
bench.register(app)
tuning.register(app)
backtest.register(app)
administration.register(app)
chat.register(app)


def main() -> None:
    """Entry point: runs the command and turns errors into a sentence on standard error and exit code 1."""
    _speak_utf8()
    try:
        app()
    except StellwerkError as error:
        typer.echo(f"Fehler: {error.was}\nAbhilfe: {error.abhilfe}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("\nAbgebrochen. Was bis hierhin gespeichert wurde, bleibt erhalten.", err=True)
        sys.exit(130)


def _speak_utf8() -> None:
    """German letters come out whole also where the environment names no UTF-8 locale."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
