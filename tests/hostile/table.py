"""The table of docs/fremdtexte.md. `python -m tests.hostile.table` writes it anew."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.hostile.attacks import attacks
from tests.hostile.way import Ausgang, hostile_hall, run

PAGE = Path(__file__).parent.parent.parent / "docs" / "fremdtexte.md"
BEGIN, END = "<!-- Tabelle: erzeugt -->\n", "<!-- Ende der Tabelle -->\n"


def table_of(outcomes: Sequence[Ausgang]) -> str:
    """A row an attack: what it tried, what happened."""
    rows = [f"| {n} | {_cell(o.angriff.versuch)} | {_cell(o.geschehen)} |" for n, o in enumerate(outcomes, 1)]
    return "\n".join(["| Nr. | Was versucht wird | Was geschieht |", "|---|---|---|", *rows]) + "\n"


def _cell(text: str) -> str:
    line = " ".join(text.split())
    for sign, written in (("|", "\\|"), ("<", "&lt;"), (">", "&gt;"), ("*", "\\*"), ("_", "\\_"), ("`", "\\`")):
        line = line.replace(sign, written)
    return line


def main() -> None:
    """Runs every attack and writes the table into the page."""
    with tempfile.TemporaryDirectory() as folder:
        hall = hostile_hall(Path(folder))
        table = table_of([run(hall, angriff) for angriff in attacks()])
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
