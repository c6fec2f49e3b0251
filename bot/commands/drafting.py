"""`stellwerk draft`: a motion to drafts with sources."""

from __future__ import annotations

import getpass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.context import JSON, existing_source, failure, parts, print_json, say_failure
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.drafting.desk import Bearbeitet
    from bot.review.people import Person
    from bot.wiring import Stellwerk


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(draft)


def draft(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="DATEI...", help="Anträge oder Anfragen.")],
    out: Annotated[
        Path | None, typer.Option("-o", metavar="AUS", help="Brief als DOCX; bei mehreren Anträgen ein Ordner.")
    ] = None,
    stichtag: Annotated[
        str | None, typer.Option(metavar="TAG|antrag", help="An welchem Tag der Entwurf stimmen soll (sonst heute).")
    ] = None,
    vorlage: Annotated[str | None, typer.Option(help="Nummer der Stellungnahme.")] = None,
    amt: Annotated[str | None, typer.Option(help="Verfassendes Amt.")] = None,
    dezernat: Annotated[str | None, typer.Option(help="Dezernat.")] = None,
    az: Annotated[str | None, typer.Option(help="Aktenzeichen.")] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Dazu eine PDF (braucht LibreOffice).")] = False,
    ohne_quellen: Annotated[bool, typer.Option("--ohne-quellen", help="Brief ohne Quellenanhang.")] = False,
    as_person: Annotated[
        str | None, typer.Option("--as", metavar="PERSON", help="Wer den Antrag einreicht (sonst Ihre Anmeldung).")
    ] = None,
    batch: Annotated[bool, typer.Option("--batch", help="JSON Lines auch bei einer Datei.")] = False,
    as_json: JSON = False,
) -> None:
    """Eröffnet (oder findet) den Vorgang und entwirft zu jedem Punkt eine Antwort mit Quellen."""
    from bot.channels import console

    day = _stichtag(stichtag)
    head = {k: v for k, v in {"vorlage": vorlage, "amt": amt, "dezernat": dezernat, "az": az}.items() if v}
    stellwerk = parts(context)
    person = submitter(stellwerk, as_person)
    many = batch or len(files) > 1
    failed = False
    stellwerk.bring_index_level(console.progress)
    for file in files:
        try:
            drafted = draft_file(stellwerk, file, day, person)
            letters = _write_letters(
                stellwerk, drafted, out, head, pdf=pdf, sources=not ohne_quellen, several=len(files) > 1
            )
        except StellwerkError as error:
            failed = True
            say_failure(str(file), error)
            if as_json:
                print_json(failure(str(file), error), lines=many)
            continue
        if as_json:
            shapes = [draft_to_json(d) for d in drafted]
            value = shapes[0] if len(shapes) == 1 else {"antraege": shapes}
            print_json({"datei": str(file), **value} if many else value, lines=many)
        else:
            for one in drafted:
                show_drafted(one)
            for letter in letters:
                console.say(f"Brief (Entwurf): {letter}")
    if failed:
        raise typer.Exit(1)


def submitter(stellwerk: Stellwerk, name: str | None) -> Person:
    """Who hands the motion in: the person named, or the one who is logged in on this machine."""
    from bot.clock import now
    from bot.review.people import Rolle

    if name:
        return stellwerk.persons.named(name)
    try:
        login = getpass.getuser()
    except (OSError, KeyError):  # no such user in the system's list, as in some containers
        login = "unbekannt"
    person = stellwerk.persons.enrol(f"Anmeldung {login}", Rolle.SACHBEARBEITUNG, now=now())
    return stellwerk.persons.named(person.name)  # refuses a person whose access was revoked


def _stichtag(value: str | None) -> date | None:
    """The day that was given, today where none was; None where the motion's own day is to count."""
    from bot.clock import today
    from corpus.parsing.dates import parse_date

    if value is None:
        return today()
    if value == "antrag":
        return None
    day = parse_date(value)
    if day is None:
        raise typer.BadParameter("ein Tag wie 2026-11-23 oder 23.11.2026, oder: antrag", param_hint="--stichtag")
    return day


def draft_file(stellwerk: Stellwerk, file: Path, day: date | None, person: Person) -> list[Bearbeitet]:
    """Opens the motions of a file and drafts every point, with a progress bar. `day` None takes each motion's own."""
    from bot.channels import console
    from bot.clock import now
    from bot.ingest import printable

    motions = stellwerk.desk.open(existing_source(file), stichtag=day, von=person, now=now())
    total = sum(len(m.antrag.anliegen) for m in motions)
    with console.progress(f"{printable(file.name)}: Punkte entwerfen", total) as step:
        return [stellwerk.desk.draft(m, stichtag=day, von=person, now=now(), done=step) for m in motions]


def _write_letters(
    stellwerk: Stellwerk,
    drafted: list[Bearbeitet],
    out: Path | None,
    head: dict[str, str],
    *,
    pdf: bool,
    sources: bool,
    several: bool,
) -> list[Path]:
    for one in drafted:
        stellwerk.cases.note_letter_head(one.motion.vorgang, head)
    if out is None:
        return []
    many = several or len(drafted) > 1 or out.is_dir()
    written = []
    for one in drafted:
        target = out / f"{one.motion.vorgang}.docx" if many else out
        written += stellwerk.letters.write(one.motion.vorgang, target, pdf=pdf, sources=sources)
    return written


def draft_to_json(one: Bearbeitet) -> dict[str, Any]:
    """The `draft` shape."""
    from corpus.jsonform import entwurf_to_json

    return {
        "vorgang": one.motion.vorgang,
        "antrag": one.motion.antrag.nummer,
        "stichtag": one.stichtag.isoformat(),
        "entwuerfe": [entwurf_to_json(e) for e in one.entwuerfe],
        "gehalten": list(one.gehalten),
        **({"warnungen": list(one.motion.warnungen)} if one.motion.warnungen else {}),
    }


def show_drafted(one: Bearbeitet) -> None:
    """A motion's drafts for people."""
    from bot.channels import console

    antrag = one.motion.antrag
    console.say(
        f"\n{one.motion.vorgang}: {antrag.nummer or 'Antrag ohne Nummer'}, {antrag.betreff or 'ohne Betreff'}"
        f" (Stichtag {console.german_date(one.stichtag)})",
        style="bold",
    )
    for warning in one.motion.warnungen:
        console.say(f"! Verborgen: {warning}", style="bold yellow")
    for anliegen, entwurf in zip(antrag.anliegen, one.entwuerfe, strict=True):
        console.show_entwurf(anliegen.text, entwurf)
        if entwurf.nr in one.gehalten:
            console.say(f"  Punkt {entwurf.nr}: Hier gilt, was eine Person geschrieben oder entschieden hat.")
