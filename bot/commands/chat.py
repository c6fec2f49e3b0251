"""`stellwerk bot`: talks to Telegram until it is told to stop."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.commands.context import parts


def register(app: typer.Typer) -> None:
    """Adds `bot`."""
    app.command("bot")(start)


def start(
    context: typer.Context,
    erneut: Annotated[
        bool, typer.Option("--erneut", help="Zuerst aufgegebene Nachrichten und Aufträge wieder aufnehmen.")
    ] = False,
) -> None:
    """Spricht mit Telegram, bis Sie es beenden. Braucht STELLWERK_TELEGRAM_TOKEN_FILE."""
    from bot.service.running import revive, run

    parts(context).bring_facts_level()

    if erneut:
        typer.echo(f"{revive(parts(context))} wieder aufgenommen.", err=True)
    run(parts(context), say=lambda text: typer.echo(text, err=True))
