"""Commands on papers: ingest, parse, search, reindex."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.context import failure, parts, print_json, say_failure
from bot.commands.precedents import precedents
from corpus.domain import Art
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.ingest import Quelle
    from retrieval.search import Query

JSON = Annotated[bool, typer.Option("--json", help="Nur JSON auf der Standardausgabe.")]
DATE_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(ingest)
    app.command()(parse)
    app.command()(search)
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


def existing_source(file: Path) -> Quelle:
    """A file on disk as a source to read; StellwerkError where there is none."""
    from bot.ingest import Quelle, printable

    if not file.is_file():
        raise StellwerkError("Die Datei gibt es nicht.", "Prüfen Sie Pfad und Schreibweise.")
    return Quelle(printable(file.name), file.read_bytes, file)


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

    if [text, batch, antrag].count(None) != 2:
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


def result_to_json(result: Any) -> dict[str, Any]:
    """The `search` shape."""
    from corpus.jsonform import day

    return {
        "treffer": [
            {
                "rang": hit.rang,
                "score": round(hit.score, 6),
                "dokument": hit.passage.dokument,
                "dokument_id": hit.passage.dokument_id,
                "version": hit.passage.version,
                "vorlage": hit.passage.vorlage,
                "datum": day(hit.passage.datum),
                "nr": list(hit.passage.nr),
                "frage": hit.passage.frage,
                "zitat": hit.zitat,
                "start": hit.start,
                "ende": hit.ende,
                "oeffentlich": hit.passage.oeffentlich,
                "versandt": hit.passage.versandt,
                "ueberholt_durch": hit.ueberholt_durch,
                "verwechslung": [slot.wortlaut for slot in hit.verwechslung],
            }
            for hit in result.treffer
        ],
        "grundlage": round(result.grundlage, 4),
    }


def reindex(context: typer.Context) -> None:
    """Baut die Suchindexe aus dem Archiv neu auf. Verloren geht dabei nichts."""
    from bot.channels import console

    stellwerk = parts(context)
    count = stellwerk.rebuild_index(console.progress)
    stellwerk.bring_facts_level()
    console.say(f"Der Index ist neu aufgebaut: {count} Passagen.")
