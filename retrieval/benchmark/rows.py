"""The rows of a labelled set: JSON Lines with the fields that a benchmark needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from corpus.errors import StellwerkError


def read_rows(path: Path, needed: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of a file. Raises StellwerkError, naming file and line, where something is missing."""
    if not path.is_file():
        raise StellwerkError(f"In {path.parent} fehlt {path.name}.", "Bitte einen Ordner mit Lösungen angeben.")
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            missing = [name for name in needed if name not in row]
        except (ValueError, TypeError):
            missing = ["gültiges JSON"]
        if missing:
            raise StellwerkError(
                f"{path.name}, Zeile {number}: es fehlt {', '.join(missing)}.", "Bitte die Zeile berichtigen."
            )
        rows.append(row)
    return rows
