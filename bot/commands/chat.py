"""`stellwerk bot`: talks to Telegram until it is told to stop."""

from __future__ import annotations

import typer

from bot.commands.context import parts


def register(app: typer.Typer) -> None:
    """Adds `bot`."""
    app.command("bot")(start)


def start(context: typer.Context) -> None:
    """Spricht mit Telegram, bis Sie es beenden. Braucht STELLWERK_TELEGRAM_TOKEN_FILE."""
    from bot.service.running import run

    run(parts(context), say=lambda text: typer.echo(text, err=True))
