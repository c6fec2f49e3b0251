"""Writes docs/befehle.md from the program's own help: `.venv/bin/python docs/befehle_schreiben.py`. A test compares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command
from typer.testing import CliRunner

from bot.cli import app

TARGET = Path(__file__).parent / "befehle.md"


def commands(group: Any, before: str = "") -> Iterator[str]:
    """Every command of the program, those of a group after its name."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def page() -> str:
    """The page: each command's help as it prints it."""
    runner = CliRunner(env={"COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1", "TERM": "dumb"})
    parts = ["# Befehle\n\nErzeugt aus der Hilfe des Programms (`docs/befehle_schreiben.py`), nicht von Hand ändern.\n"]
    for command in commands(get_command(app)):
        printed = runner.invoke(app, [*command.split(), "--help"], prog_name="stellwerk").output.rstrip()
        parts.append(f"## {command}\n\n```\n{printed}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
