"""Commands on cases: list, show, review, export, sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.context import JSON, parts, print_json
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.review.rules import Vorgang
    from bot.wiring import Stellwerk

case_app = typer.Typer(no_args_is_help=True, help="Vorgänge zeigen, entscheiden, ausgeben, als versandt ablegen.")
CaseId = Annotated[str, typer.Argument(metavar="VORGANG", help="Zum Beispiel V-2026-0001.")]


def register(app: typer.Typer) -> None:
    """Adds `case`."""
    app.add_typer(case_app, name="case")


@case_app.command("list")
def list_cases(context: typer.Context, as_json: JSON = False) -> None:
    """Zeigt alle Vorgänge, den neuesten zuerst."""
    from bot.channels import console

    stellwerk = parts(context)
    cases = stellwerk.cases.all()
    approvals = stellwerk.settings.approvals
    if as_json:
        print_json([case_to_json(case, approvals) for case in cases])
    elif cases:
        console.show_cases([case_to_json(case, approvals) for case in cases])
    else:
        console.say("Noch kein Vorgang. Einen eröffnen: stellwerk draft ANTRAG")


@case_app.command()
def show(context: typer.Context, vorgang: CaseId, as_json: JSON = False) -> None:
    """Zeigt einen Vorgang mit seinen Entwürfen."""
    from bot.channels import console
    from bot.clock import today
    from bot.review.deadlines import deadline_text
    from corpus.jsonform import entwurf_to_json

    stellwerk = parts(context)
    case = stellwerk.cases.get(vorgang)
    shape = case_to_json(case, stellwerk.settings.approvals)
    if as_json:
        for row, revision in zip(shape["entwuerfe"], case.revisionen, strict=True):
            row["entwurf"] = entwurf_to_json(revision.entwurf)
        print_json(shape)
        return
    console.say(f"{case.id}: {case.nummer or 'Antrag ohne Nummer'}, {case.betreff or 'ohne Betreff'}", style="bold")
    frist = deadline_text(case.frist, today())
    console.say(f"Stand: {shape['status']}, Stichtag {console.german_date(case.stichtag)}, Frist: {frist}")
    for row, revision in zip(shape["entwuerfe"], case.revisionen, strict=True):
        head = f"Punkt {row['nr']}, Fassung {row['revision']}, {row['entscheidung']}"
        console.show_entwurf(case.frage(revision.nr), revision.entwurf, kopf=head)


@case_app.command()
def review(
    context: typer.Context,
    vorgang: CaseId,
    as_person: Annotated[str, typer.Option("--as", metavar="PERSON", help="Wer entscheidet.")],
    inline: Annotated[
        bool, typer.Option("--inline", help="Änderungen hier eingeben statt im Editor ($EDITOR).")
    ] = False,
) -> None:
    """Entscheidet im Terminal: freigeben, ändern oder ablehnen, Punkt für Punkt."""
    from bot.channels import console
    from bot.channels.review import review_case
    from bot.clock import now
    from bot.review.rules import VorgangStatus, status

    stellwerk = parts(context)
    person = stellwerk.persons.named(as_person)
    case = review_case(stellwerk.cases, vorgang, person, now=now, edit=edit_inline if inline else edit_text)
    if status(case, approvals=stellwerk.settings.approvals) is VorgangStatus.FREIGEGEBEN:
        finish(stellwerk, case)
    else:
        left = [r.nr for r in case.revisionen if stellwerk.cases.decided(case, r.nr).value != "freigegeben"]
        console.say(f"Offen: Punkt {', '.join(map(str, left))}." if left else "Alles entschieden.")


def finish(stellwerk: Stellwerk, case: Vorgang, *, ask: bool = True) -> None:
    """All points are approved: asks for what the letter lacks, files the reply and says how to go on."""
    from bot.channels import console
    from bot.channels.review import ask_letter_head
    from bot.clock import now
    from bot.letter.from_case import KOPF_FELDER

    console.say("Alle Punkte sind freigegeben.", style="green")
    missing = [(name, label) for name, label in KOPF_FELDER.items() if not case.brief.get(name)]
    if ask and missing and case.versandt_am is None:
        stellwerk.cases.note_letter_head(case.id, ask_letter_head(missing))
    stellwerk.letters.file_approved(case.id, now=now())
    console.say("Die Stellungnahme steht im Archiv als „freigegeben, nicht versandt“.")
    console.say(f"Brief ausgeben: stellwerk case export {case.id} -o brief.docx")
    console.say(f"Nach dem Versand: stellwerk case sent {case.id}")


def edit_text(text: str) -> str | None:
    """The text as the person left it in their editor; None where they closed it without saving."""
    import click

    try:
        return click.edit(text, extension=".txt")
    except click.ClickException as error:
        raise StellwerkError(
            f"Der Editor lässt sich nicht starten ({error.message}).",
            "Setzen Sie EDITOR auf einen Editor, den es hier gibt, oder ändern Sie mit --inline im Terminal.",
        ) from error


def edit_inline(text: str) -> str | None:
    """The text as typed on standard input, ended by a line that holds a full stop alone; None where nothing came."""
    typer.echo("Neuer Text, Ende mit einer Zeile, in der nur ein Punkt steht:", err=True)
    lines: list[str] = []
    while True:
        line = typer.prompt("", prompt_suffix="> ", default="", show_default=False, err=True)
        if line.strip() == ".":
            break
        lines.append(line)
    return "\n".join(lines) if any(line.strip() for line in lines) else None


@case_app.command()
def export(
    context: typer.Context,
    vorgang: CaseId,
    out: Annotated[Path | None, typer.Option("-o", metavar="AUS", help="DOCX-Datei (sonst VORGANG.docx).")] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Dazu eine PDF (braucht LibreOffice).")] = False,
    ohne_quellen: Annotated[bool, typer.Option("--ohne-quellen", help="Ohne Quellenanhang.")] = False,
    as_json: JSON = False,
) -> None:
    """Gibt den Brief eines Vorgangs aus; vor der letzten Freigabe trägt jede Seite ENTWURF."""
    from bot.channels import console

    files = parts(context).letters.write(vorgang, out or Path(f"{vorgang}.docx"), pdf=pdf, sources=not ohne_quellen)
    if as_json:
        print_json({"vorgang": vorgang, "dateien": [str(f) for f in files]})
    else:
        for file in files:
            console.say(str(file))


@case_app.command()
def sent(
    context: typer.Context,
    vorgang: CaseId,
    docx: Annotated[
        Path | None, typer.Argument(metavar="DOCX", help="Der Brief, wie er wirklich versandt wurde.")
    ] = None,
    oeffentlich: Annotated[
        bool | None,
        typer.Option(
            "--oeffentlich/--nichtoeffentlich", help="Ob die Stellungnahme öffentlich ist.", show_default=False
        ),
    ] = None,
    as_json: JSON = False,
) -> None:
    """Legt die Stellungnahme als versandt ab. Erst dann können spätere Entwürfe sich auf sie stützen.

    Ohne Datum im Brief gilt der Tag des Versands.
    """
    from bot.channels import console
    from bot.clock import now
    from bot.commands.context import existing_source
    from bot.letter.difference import AenderungArt

    stellwerk = parts(context)
    if docx is not None:
        existing_source(docx)
    case = stellwerk.cases.get(vorgang)
    given = {} if oeffentlich is None else {"oeffentlich": "ja" if oeffentlich else "nein"}
    if not case.brief.get("datum"):
        given["datum"] = f"{now():%d.%m.%Y}"
    if case.versandt_am is None:
        stellwerk.cases.note_letter_head(vorgang, given)
    elif oeffentlich and case.brief_dokument_id:
        stellwerk.archive.publish(case.brief_dokument_id)
    difference = stellwerk.letters.send(vorgang, docx, now=now())
    changed = [d for d in difference if d.art is not AenderungArt.GLEICH]
    stellwerk.bring_index_level(console.progress)
    if as_json:
        shape = [{"art": d.art.value, "alt": d.alt, "neu": d.neu} for d in changed]
        print_json({"vorgang": vorgang, "status": "versandt", "abweichungen": shape})
        return
    console.say(f"{vorgang} ist als versandt abgelegt.")
    head = stellwerk.cases.get(vorgang).brief
    if head.get("oeffentlich") == "ja" or oeffentlich:
        console.say("Spätere Entwürfe können sich darauf stützen.")
    else:
        console.say(
            "Ohne die Angabe „öffentlich“ stützt sich kein Entwurf darauf. Ist sie öffentlich: "
            f"stellwerk case sent {vorgang} --oeffentlich",
            style="yellow",
        )
    if not head.get("vorlage"):
        console.say("Die Stellungnahme hat keine Nummer; sie ist nur an ihrem Text zu erkennen.", style="yellow")
    for d in changed:
        console.say(f"  abweichend vom freigegebenen Text: „{d.alt.strip()}“ → „{d.neu.strip()}“", style="yellow")


def case_to_json(case: Vorgang, approvals: int) -> dict[str, Any]:
    """The `case list` shape of one case."""
    from bot.review.rules import Entscheidung, stand, status

    return {
        "vorgang": case.id,
        "antrag": case.nummer,
        "betreff": case.betreff,
        "status": status(case, approvals=approvals).value,
        "frist": case.frist.isoformat() if case.frist else None,
        "entwuerfe": [
            {
                "nr": revision.nr,
                "revision": revision.revision,
                "status": revision.entwurf.status.value,
                "entscheidung": stand(case, revision.nr, approvals=approvals).value,
                "freigaben": [
                    {"person": f.person.name, "am": f.am.isoformat(), "revision": f.revision}
                    for f in case.freigaben
                    if f.nr == revision.nr and f.entscheidung is Entscheidung.FREIGEGEBEN
                ],
                "zulieferungen": [
                    {
                        "amt": z.amt,
                        "frage": z.frage,
                        "frist": z.frist.isoformat() if z.frist else None,
                        "person": z.person.name,
                        "am": z.am.isoformat(),
                        "revision": z.revision,
                    }
                    for z in case.zulieferungen
                    if z.nr == revision.nr
                ],
            }
            for revision in case.revisionen
        ],
    }
