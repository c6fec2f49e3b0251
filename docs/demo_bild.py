"""Draws docs/demo.svg from a real run: `.venv/bin/python docs/demo_bild.py`. What you see is what the demo printed."""

from __future__ import annotations

import os
import pty
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

WIDTH = 100


def record(home: str) -> str:
    """The output of `stellwerk demo --yes` in a terminal of its own, without the progress bars."""
    environment = {**os.environ, "COLUMNS": str(WIDTH), "LINES": "50", "TERM": "xterm-256color"}
    command = [sys.executable, "-c", "from bot.cli import main; main()", "--home", home, "demo", "--yes"]
    output = bytearray()

    def read(handle: int) -> bytes:
        data = os.read(handle, 65536)
        output.extend(data)
        return data

    os.environ.update(environment)
    pty.spawn(["/bin/sh", "-c", f"exec {' '.join(_quoted(c) for c in command)} 2>/dev/null"], read)
    return output.decode("utf-8", "replace").replace("\r\n", "\n").replace(home, "~/stellwerk-home")


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'"


def main() -> None:
    """Runs the demo and writes the picture."""
    with tempfile.TemporaryDirectory() as home:
        printed = record(home)
    console = Console(record=True, width=WIDTH, file=Path(os.devnull).open("w"))  # noqa: SIM115 - the process ends here
    console.print(Text.from_ansi(printed))
    target = Path(__file__).parent / "demo.svg"
    target.write_text(console.export_svg(title="stellwerk demo"), encoding="utf-8")
    print(target)


if __name__ == "__main__":
    main()
