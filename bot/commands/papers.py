"""Commands on papers: ingest, parse, reindex."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands.context import JSON, existing_source, failure, parts, print_json, say_failure
from corpus.domain import Art
from corpus.errors import StellwerkError


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(ingest)
    app.command()(parse)
    app.command()(reindex)


def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PFAD...", help="Dateien, Ordner oder ZIP-Archive.")],
    oeffentlich: Annotated[
        bool,
        typer.Option(
            "--oeffentlich", help="Papiere, die nichts dazu sagen, gelten als öffentlich. Nichtöffentliche bleiben es."
        ),
    ] = False,
    as_json: JSON = False,
) -> None:
    """Liest Papiere ins Archiv ein. Wiederholbar: Bekanntes bleibt, Geändertes wird eine neue Fassung."""
    from bot.channels import console
    from bot.clock import now
    from bot.ingest import find_files
    from bot.ingest import ingest as ingest_sources

    stellwerk = parts(context)
    sources, missing = find_files(paths)
    with console.progress("Papiere lesen", len(sources)) as step:
        report = ingest_sources(
            sources, stellwerk.archive, oeffentlich=oeffentlich, now=now, done=lambda source: step(source.name)
        )
    report.fehler[:0] = missing
    if stellwerk.archive.pending_index_jobs():
        stellwerk.bring_index_level(console.progress)
    stellwerk.bring_facts_level()
    if as_json:
        print_json(
            {
                "gelesen": report.gelesen,
                "neu": report.neu,
                "neue_fassung": report.neue_fassung,
                "unveraendert": report.unveraendert,
                "ohne_angabe_oeffentlich": report.ohne_angabe_oeffentlich,
                **({"warnungen": [vars(w) for w in report.warnungen]} if report.warnungen else {}),
                "fehler": [{"datei": f.datei, "was": f.was, "abhilfe": f.abhilfe} for f in report.fehler],
            }
        )
    else:
        console.show_ingest(report)
    if report.fehler:
        raise typer.Exit(1)


def parse(
    files: Annotated[list[Path], typer.Argument(metavar="DATEI...", help="Anträge oder Stellungnahmen.")],
    art: Annotated[
        str | None, typer.Option("--as", metavar="antrag|stellungnahme|vermerk", help="Als was gelesen wird.")
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="Den gelesenen und reparierten Text zeigen.")] = False,
    batch: Annotated[bool, typer.Option("--batch", help="JSON Lines auch bei einer Datei.")] = False,
    as_json: JSON = False,
) -> None:
    """Zeigt, was verstanden wurde; speichert nichts."""
    from rich.text import Text

    from bot.channels import console
    from bot.ingest import parse as parse_text
    from bot.ingest import printable, read_text
    from corpus.reading.unseen import unseen_warnings

    if art is not None and art not in {a.value for a in Art}:
        raise typer.BadParameter("antrag, stellungnahme oder vermerk", param_hint="--as")
    wanted = Art(art) if art else None
    many = batch or len(files) > 1
    failed = False
    for file in files:
        try:
            reading = read_text(existing_source(file))
            warnings = unseen_warnings(reading.rohtext)
            for warning in warnings:
                console.err.print(Text(f"{printable(file.name)}: {warning}", style="yellow"))
            if text:
                value: Any = {"text": reading.text}
                if not as_json:
                    typer.echo(reading.text)
            else:
                found = parse_text(reading.text, wanted)
                value = _parse_json(found)
                if warnings and "antraege" not in value:
                    value["warnungen"] = list(warnings)
                if not as_json:
                    console.show_parsed(printable(file.name), found)
            if as_json:
                print_json({"datei": str(file), **value} if many else value, lines=many)
        except StellwerkError as error:
            failed = True
            say_failure(str(file), error)
            if as_json:
                print_json(failure(str(file), error), lines=many)
    if failed:
        raise typer.Exit(1)


def _parse_json(found: tuple[Any, ...]) -> dict[str, Any]:
    from corpus.jsonform import paper_to_json

    shapes = [paper_to_json(paper) for paper in found]
    return shapes[0] if len(shapes) == 1 else {"antraege": shapes}


def reindex(context: typer.Context) -> None:
    """Baut die Suchindexe aus dem Archiv neu auf. Verloren geht dabei nichts."""
    from bot.channels import console

    stellwerk = parts(context)
    count = stellwerk.rebuild_index(console.progress)
    stellwerk.bring_facts_level()
    console.say(f"Der Index ist neu aufgebaut: {count} Passagen.")
