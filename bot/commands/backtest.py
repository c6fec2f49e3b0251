"""`stellwerk backtest`: the city's own motions replayed, and a report of how good the drafts would have been."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.context import JSON, parts, print_json
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.drafting.backtest.results import Ergebnisse
    from bot.drafting.backtest.run import Plan
    from bot.wiring import Stellwerk


def register(app: typer.Typer) -> None:
    """Adds `backtest`."""
    app.command()(backtest)


def backtest(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Option("-o", metavar="BERICHT.html", help="Bericht (sonst backtest/bericht.html in HOME).")
    ] = None,
    ab: Annotated[str | None, typer.Option("--from", metavar="TAG", help="Nur Stellungnahmen ab diesem Tag.")] = None,
    bis: Annotated[
        str | None, typer.Option("--to", metavar="TAG", help="Nur Stellungnahmen bis zu diesem Tag.")
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="Nur die N jüngsten davon.")] = None,
    anew: Annotated[bool, typer.Option("--neu", help="Frühere Ergebnisse verwerfen und alles nachspielen.")] = False,
    as_json: JSON = False,
) -> None:
    """Spielt eigene Stellungnahmen nach: Was hätte Stellwerk am Tag des Antrags entworfen, und was wurde geantwortet?

    Unterbrechen mit Strg+C ist jederzeit möglich; derselbe Befehl macht dort weiter.
    """
    from bot.channels import console
    from bot.clock import now
    from bot.drafting.backtest.figures import figures
    from bot.drafting.backtest.report import classes_in_words, write_report
    from bot.drafting.backtest.results import Ergebnisse
    from bot.drafting.backtest.run import Auswahl, plan

    selection = Auswahl(_day(ab, "--from"), _day(bis, "--to"), limit)
    stellwerk = parts(context)
    folder = stellwerk.settings.home / "backtest"
    target = out or folder / "bericht.html"
    stellwerk.bring_index_level(console.progress)
    with _alone(folder):
        with console.status("Archiv durchsehen"):
            todo = plan(stellwerk.archive, selection, stellwerk.embeddings.name)
        if not todo.faelle:
            raise _nothing_to_replay(todo)
        if anew:
            (folder / "ergebnisse.jsonl").unlink(missing_ok=True)
        results = Ergebnisse(folder / "ergebnisse.jsonl")
        results.tidy(todo.schluessel, todo.papiere)
        stopped = _replay(stellwerk, todo, results, folder / "index")
        rows = results.rows(todo.schluessel)
        left_out = {why.value: count for why, count in sorted(todo.ausgelassen.items())}
        found = figures(rows, waiting=len(todo.faelle) - len(rows), left_out=left_out)
        write_report(target, found, rows, city=stellwerk.settings.city, made=now())
    if as_json:
        print_json({**found, "bericht": str(target), "faelle": rows})
    else:
        _show(found, classes_in_words(found))
        console.say(f"Bericht: {target}", style="bold")
    if stopped:
        typer.echo("Unterbrochen. Derselbe Befehl macht dort weiter.", err=True)
        raise typer.Exit(130)


def _replay(stellwerk: Stellwerk, todo: Plan, results: Ergebnisse, folder: Path) -> bool:
    """Replays with a progress bar; True where a person stopped it. What was done by then is kept."""
    from bot.channels import console
    from bot.drafting.backtest.run import run

    shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
    try:
        with console.progress("Stellungnahmen nachspielen", len(todo.faelle)) as step:
            run(
                todo,
                stellwerk.archive,
                stellwerk.index,
                stellwerk.embeddings,
                stellwerk.desk_over,
                results,
                folder,
                step,
            )
    except KeyboardInterrupt:
        return True
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return False


def _show(found: dict[str, Any], classes: dict[str, int]) -> None:
    """The figures in the terminal: what the report's first page says."""
    from bot.channels import console

    replies = found["stellungnahmen"]
    console.say(f"{replies['nachgespielt']} Stellungnahmen mit {found['punkte']} Punkten nachgespielt", style="bold")
    if replies["ausstehend"]:
        console.say(f"{replies['ausstehend']} stehen noch aus.")
    for name, count in classes.items():
        console.say(f"  {count:>5}  {name}")


def _nothing_to_replay(todo: Plan) -> StellwerkError:
    from bot.drafting.backtest.report import AUSGELASSEN_TEXT

    if not todo.ausgelassen:
        return StellwerkError(
            "In diesem Zeitraum liegt keine Stellungnahme im Archiv.",
            "Lesen Sie frühere Stellungnahmen ein: stellwerk ingest ORDNER --oeffentlich",
        )
    reasons = "; ".join(f"{count} {AUSGELASSEN_TEXT[why]}" for why, count in sorted(todo.ausgelassen.items()))
    return StellwerkError(
        f"Keine Stellungnahme lässt sich nachspielen: {reasons}.",
        "Öffentliche Papiere lesen Sie mit `stellwerk ingest ORDNER --oeffentlich` ein; Anträge, deren Fragen die "
        "Stellungnahme nicht wiederholt, ebenso.",
    )


def _day(value: str | None, option: str) -> date | None:
    from corpus.parsing.dates import parse_date

    if value is None:
        return None
    day = parse_date(value)
    if day is None:
        raise typer.BadParameter("ein Tag wie 2024-01-31 oder 31.01.2024", param_hint=option)
    return day


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backtest at a time in a HOME; the kernel lets go of the lock when its process dies."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StellwerkError(
                "Ein anderer Backtest läuft gerade.", "Warten Sie, bis er fertig ist, oder beenden Sie ihn."
            ) from error
        yield
