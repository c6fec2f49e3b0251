"""`stellwerk check`: runs the gate on sentences from elsewhere, each with the words it is to stand on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands.context import JSON, print_json, say_failure
from corpus.errors import StellwerkError

_FORM = 'Jede Zeile braucht die Form {"id": "1", "claim": "…", "evidence_text": "…"}.'


def register(app: typer.Typer) -> None:
    """Adds `check`."""
    app.command()(check)


def check(
    file: Annotated[Path, typer.Argument(metavar="DATEI.jsonl", help="Zeilen mit id, claim, evidence_text.")],
    as_json: JSON = False,
) -> None:
    """Prüft, ob Sätze von den Worten gedeckt sind, auf die sie sich stützen; je Satz eine Zeile JSON mit Gründen."""
    from retrieval.support import check_claim

    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StellwerkError(f"{file} lässt sich nicht lesen ({error}).", "Prüfen Sie Pfad und Zeichensatz.") from error
    failed = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row: Any = None
        try:
            row = json.loads(line)
            key, claim, evidence = row["id"], row["claim"], row["evidence_text"]
            if not isinstance(claim, str) or not isinstance(evidence, str):
                raise TypeError("claim und evidence_text sind Texte")
        except (ValueError, KeyError, TypeError) as error:
            failed = True
            problem = StellwerkError(f"Zeile {number} ist keine gültige Zeile ({type(error).__name__}).", _FORM)
            say_failure(f"{file}, Zeile {number}", problem)
            key = row["id"] if isinstance(row, dict) and "id" in row else f"Zeile {number}"
            print_json({"id": key, "fehler": {"was": problem.was, "abhilfe": problem.abhilfe}}, lines=True)
            continue
        verdict = check_claim(claim, evidence)
        print_json({"id": key, "belegt": verdict.belegt, "gruende": list(verdict.gruende)}, lines=True)
    if failed:
        raise typer.Exit(1)
