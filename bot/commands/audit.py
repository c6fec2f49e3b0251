"""Commands on the audit chain: verify, export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.cases import CaseId
from bot.commands.context import JSON, parts, print_json

audit_app = typer.Typer(no_args_is_help=True, help="Nachweise: die Prüfkette prüfen, einen Prüfvermerk ausgeben.")
FORMATS = (".json", ".docx", ".pdf")


def register(app: typer.Typer) -> None:
    """Adds `audit`."""
    app.add_typer(audit_app, name="audit")


@audit_app.command()
def verify(
    context: typer.Context,
    kopf: Annotated[
        str | None,
        typer.Option(
            "--kopf", metavar="HEX", help="Kopf der Kette aus einem Prüfvermerk; der Anfang reicht.", show_default=False
        ),
    ] = None,
    as_json: JSON = False,
) -> None:
    """Prüft, ob seit der Aufzeichnung etwas geändert, entfernt oder umgestellt wurde.

    Geprüft werden alle Einträge der Kette und jede Fassung, Entscheidung und Anfrage an ein Amt.
    """
    from bot.channels import console
    from bot.review.audit import verify as check

    stellwerk = parts(context)
    found = check(stellwerk.engine, stellwerk.audit, kopf=kopf)
    if as_json:
        shape = {"ok": found.ok, "eintraege": found.eintraege, "kopf": found.kopf}
        print_json({**shape, "fehler": list(found.fehler), "hinweise": list(found.hinweise)})
    else:
        for fault in found.fehler:
            console.say(fault, style="red")
        for hint in found.hinweise:
            console.say(hint, style="yellow")
        verdict = "Die Prüfkette ist unversehrt." if found.ok else "Die Prüfkette ist nicht unversehrt."
        console.say(f"{verdict} Einträge: {found.eintraege}", style="green" if found.ok else "bold red")
        console.say(f"Kopf: {found.kopf}")
    if not found.ok:
        raise typer.Exit(1)


@audit_app.command()
def export(
    context: typer.Context,
    vorgang: CaseId,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", metavar="AUS", help="Datei mit der Endung .json, .docx oder .pdf (sonst VORGANG-pruefvermerk.docx)."
        ),
    ] = None,
) -> None:
    """Gibt den Prüfvermerk eines Vorgangs aus.

    Er sagt, wer was wann entschieden hat, was gegenüber dem Entwurf geändert wurde und welche Belege vorlagen.
    """
    from bot.channels import console
    from bot.letter.outgoing import pdf_of, write_whole
    from bot.review.record import record_docx, review_record

    target = out or Path(f"{vorgang}-pruefvermerk.docx")
    kind = target.suffix.lower()
    if kind not in FORMATS:
        raise typer.BadParameter(f"die Datei braucht eine der Endungen {', '.join(FORMATS)}", param_hint="-o")
    record = review_record(parts(context), vorgang)
    if kind == ".json":
        data = json.dumps(record, ensure_ascii=False, indent=2).encode()
    else:
        data = record_docx(record)
        data = pdf_of(data) if kind == ".pdf" else data
    write_whole(target, data)
    console.say(str(target))
