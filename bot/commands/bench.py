"""`stellwerk bench`: figures on a labelled set."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.context import parts, print_json
from bot.commands.papers import JSON
from corpus.errors import StellwerkError


class Was(StrEnum):
    """What is measured."""

    PARSE = "parse"
    RETRIEVAL = "retrieval"


def register(app: typer.Typer) -> None:
    """Adds `bench`."""
    app.command()(bench)


def bench(
    context: typer.Context,
    what: Annotated[Was, typer.Argument(metavar="parse|retrieval", help="Was gemessen wird.")],
    folder: Annotated[Path, typer.Argument(metavar="ORDNER", help="Ein Satz mit Lösungen.")],
    run: Annotated[
        Path | None, typer.Option("--run", metavar="AUS.jsonl", help="Schreibt, was je Eintrag gefunden wurde.")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Misst an einem Satz mit Lösungen, wie gut gelesen und gefunden wird."""
    from bot.channels import console

    if not folder.is_dir():
        raise StellwerkError(f"Den Ordner {folder} gibt es nicht.", "Geben Sie einen Ordner mit Lösungen an.")
    if what is Was.PARSE:
        from retrieval.benchmark.parsing import bench_parse

        figures = bench_parse(folder, run)
    else:
        from retrieval.benchmark.retrieval import bench_retrieval

        stellwerk = parts(context)
        with console.status("Messung läuft"):
            figures = bench_retrieval(folder, run, embeddings=stellwerk.embeddings, progress=console.progress)
    if as_json:
        print_json(figures)
    else:
        console.show_figures(figures)
