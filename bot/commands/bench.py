"""`stellwerk bench`: figures on a labelled set."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.context import JSON, parts, print_json
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.drafting.desk import Desk
    from bot.wiring import Stellwerk


class Was(StrEnum):
    """What is measured."""

    PARSE = "parse"
    RETRIEVAL = "retrieval"
    DRAFT = "draft"
    PREMISE = "premise"
    GATE = "gate"


def register(app: typer.Typer) -> None:
    """Adds `bench`."""
    app.command()(bench)


def bench(
    context: typer.Context,
    what: Annotated[Was, typer.Argument(metavar="parse|retrieval|draft|premise|gate", help="Was gemessen wird.")],
    folder: Annotated[Path, typer.Argument(metavar="ORDNER", help="Ein Satz mit Lösungen.")],
    run: Annotated[
        Path | None, typer.Option("--run", metavar="AUS.jsonl", help="Schreibt, was je Eintrag gefunden wurde.")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Misst an einem Satz mit Lösungen, wie gut gelesen, gefunden und geprüft wird."""
    from bot.channels import console

    if not folder.is_dir():
        raise StellwerkError(f"Den Ordner {folder} gibt es nicht.", "Geben Sie einen Ordner mit Lösungen an.")
    if what is Was.PARSE:
        from retrieval.benchmark.parsing import bench_parse

        figures = bench_parse(folder, run)
    elif what is Was.GATE:
        from retrieval.benchmark.gate import bench_gate

        figures = bench_gate(folder, run)
    elif what is Was.DRAFT:
        from bot.drafting.benchmark import bench_drafts

        figures = _on_own_papers(parts(context), folder, lambda desk: bench_drafts(folder, desk, run))
    elif what is Was.PREMISE:
        from bot.drafting.benchmark_premises import bench_premises

        figures = _on_own_papers(parts(context), folder, lambda desk: bench_premises(folder, desk, run))
    else:
        from retrieval.benchmark.retrieval import bench_retrieval

        stellwerk = parts(context)
        with console.status("Messung läuft"):
            figures = bench_retrieval(
                folder, run,
                embeddings=stellwerk.embeddings, weights=stellwerk.weights, progress=console.progress,
            )  # fmt: skip
    if as_json:
        print_json(figures)
    else:
        console.show_figures(figures)


def _on_own_papers(stellwerk: Stellwerk, folder: Path, measure: Callable[[Desk], dict[str, Any]]) -> dict[str, Any]:
    """Measures a labelled folder against its own papers, in an archive made for the purpose and thrown away."""
    import tempfile

    from bot.channels import console
    from bot.clock import now
    from bot.ingest import find_files, ingest

    with tempfile.TemporaryDirectory(prefix="stellwerk-bench-") as home:
        own = stellwerk.elsewhere(Path(home), model=None)  # measured is what is found and quoted
        sources, _ = find_files([folder / "papers"])
        ingest(sources, own.archive, oeffentlich=False, now=now, done=lambda _: None)
        own.bring_index_level(console.progress)
        return measure(own.desk)
