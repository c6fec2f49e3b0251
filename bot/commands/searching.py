"""The command that searches: for a question, for a batch of them, or for a whole motion."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.context import DATE_FORMATS, JSON, parts, print_json, say_failure
from bot.commands.precedents import precedents
from bot.commands.result_json import result_to_json
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from retrieval.search import Query


def register(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command()(search)


def search(
    context: typer.Context,
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="Frage oder Stichworte.")] = None,
    titel: Annotated[str | None, typer.Option("--titel", help="Betreff des Antrags.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="Wie viele Treffer.")] = 10,
    before: Annotated[
        datetime | None, typer.Option("--before", formats=DATE_FORMATS, help="Nur Papiere vor diesem Tag.")
    ] = None,
    intern: Annotated[bool, typer.Option("--intern", help="Auch Nichtöffentliches.")] = False,
    batch: Annotated[
        Path | None, typer.Option("--batch", metavar="DATEI.jsonl", help="Zeilen mit id, text, titel, before.")
    ] = None,
    antrag: Annotated[
        Path | None,
        typer.Option(
            "--antrag",
            metavar="DATEI",
            help="Frühere Papiere zu diesem Antrag; ohne --before die vor seinem Tag, ohne diesen die bis heute.",
        ),
    ] = None,
    as_json: JSON = False,
) -> None:
    """Findet, was die Verwaltung dazu schon gesagt hat."""
    from bot.channels import console
    from retrieval.search import Query

    if [text, batch, antrag].count(None) != 2 or (text is not None and not text.strip()):
        raise typer.BadParameter("Geben Sie entweder einen TEXT, --batch DATEI.jsonl oder --antrag DATEI an.")
    stellwerk = parts(context)
    day = before.date() if before else None
    if antrag is not None:
        if titel is not None:
            raise typer.BadParameter("Bei --antrag steht der Betreff im Antrag selbst.", param_hint="--titel")
        precedents(stellwerk, antrag, before=day, intern=intern, k=k, as_json=as_json)
        return
    failed: list[dict[str, Any]] = []
    rows: list[tuple[str | None, Query]] = (
        [(None, Query(text=text or "", titel=titel, before=day, intern=intern, k=k))]
        if batch is None
        else _batch_rows(batch, failed, before=day, intern=intern, k=k)
    )
    stellwerk.bring_index_level(console.progress)
    with console.status("Suche läuft"):
        results = stellwerk.searcher.search_many([query for _, query in rows])
    for (key, query), result in zip(rows, results, strict=True):
        if as_json or batch is not None:
            value = result_to_json(result)
            print_json(value if key is None else {"id": key, **value}, lines=key is not None)
        else:
            console.show_result(query.text, result)
    for row in failed:
        print_json(row, lines=True)
    if failed:
        raise typer.Exit(1)


def _batch_rows(
    file: Path, failed: list[dict[str, Any]], *, before: date | None, intern: bool, k: int
) -> list[tuple[str | None, Query]]:
    from retrieval.search import Query

    try:
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise StellwerkError(f"{file} lässt sich nicht lesen ({error}).", "Prüfen Sie Pfad und Zeichensatz.") from error
    rows: list[tuple[str | None, Query]] = []
    for number, line in enumerate(lines, 1):
        row: Any = None
        try:
            row = json.loads(line)
            own = _day(row["before"]) if row.get("before") else before
            rows.append((str(row["id"]), Query(row["text"], row.get("titel"), own, intern, k)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            problem = StellwerkError(
                f"Zeile {number} ist keine gültige Anfrage ({type(error).__name__}).",
                'Jede Zeile braucht die Form {"id": "1", "text": "…"}, nach Wunsch "titel" und "before": "2025-06-25".',
            )
            say_failure(f"{file}, Zeile {number}", problem)
            key = str(row["id"]) if isinstance(row, dict) and "id" in row else f"Zeile {number}"
            failed.append({"id": key, "fehler": {"was": problem.was, "abhilfe": problem.abhilfe}})
    return rows


def _day(value: str) -> date:
    from corpus.parsing.dates import parse_date

    day = parse_date(value)
    if day is None:
        raise ValueError(value)
    return day
