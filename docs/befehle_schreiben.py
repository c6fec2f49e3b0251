"""Writes docs/befehle.md from the program's own help: `.venv/bin/python docs/befehle_schreiben.py`. A test compares."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from bot.cli import app

COMMANDS = (
    "ingest", "parse", "search", "draft", "check", "case list", "case show", "case review", "case export", "case sent",
    "person invite", "person list", "person revoke", "audit verify", "audit export", "bot", "bench", "doctor",
    "reindex", "demo",
)  # fmt: skip
TARGET = Path(__file__).parent / "befehle.md"


def page() -> str:
    """The page: each command's help as it prints it."""
    runner = CliRunner(env={"COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1", "TERM": "dumb"})
    parts = ["# Befehle\n\nErzeugt aus der Hilfe des Programms (`docs/befehle_schreiben.py`), nicht von Hand ändern.\n"]
    for command in COMMANDS:
        printed = runner.invoke(app, [*command.split(), "--help"], prog_name="stellwerk").output.rstrip()
        parts.append(f"## {command}\n\n```\n{printed}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
