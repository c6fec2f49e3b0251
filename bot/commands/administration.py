"""`stellwerk doctor`: what works here, what is missing, and how to get it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.context import JSON, parts, print_json
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.wiring import Stellwerk


@dataclass(frozen=True)
class Befund:
    """One thing that was looked at. `noetig` is False for what Stellwerk works without."""

    was: str
    gut: bool
    text: str
    abhilfe: str | None = None
    noetig: bool = True


def register(app: typer.Typer) -> None:
    """Adds `doctor`."""
    app.command()(doctor)


def doctor(
    context: typer.Context,
    model: Annotated[
        bool,
        typer.Option("--model/--ohne-model", help="Auch die Sprachmodelle von Suche und Entwurf."),
    ] = True,
    as_json: JSON = False,
) -> None:
    """Prüft die Einrichtung und sagt zu allem, was fehlt, wie man es bekommt."""
    from bot.channels import console

    stellwerk = parts(context)
    checks: list[Callable[[Stellwerk], Befund]] = [
        _python, _home, _database, _index, _settings, _tesseract, _office, _audit, _telegram, _post,
    ]  # fmt: skip
    if model:
        checks[4:4] = [_embedding, _language_model]
    found = [_safely(check, stellwerk) for check in checks]
    if as_json:
        print_json([vars(b) for b in found])
    else:
        for befund in found:
            sign, style = ("✓", "green") if befund.gut else ("✗", "red") if befund.noetig else ("–", "yellow")
            console.say(f"{sign} {befund.was}: {befund.text}", style=style)
            if befund.abhilfe and not befund.gut:
                console.say(f"    {befund.abhilfe}")
    if any(not b.gut and b.noetig for b in found):
        raise typer.Exit(1)


def _safely(check: Callable[[Stellwerk], Befund], stellwerk: Stellwerk) -> Befund:
    try:
        return check(stellwerk)
    except StellwerkError as error:
        return Befund(_NAMES.get(check.__name__, "Einrichtung"), False, error.was, error.abhilfe)


_NAMES = {
    "_home": "Ordner",
    "_database": "Archiv",
    "_index": "Suchindex",
    "_embedding": "Sprachmodell der Suche",
    "_language_model": "Sprachmodell",
    "_settings": "Einstellungen",
    "_audit": "Nachweis",
    "_telegram": "Telegram",
    "_post": "Ein- und Ausgang",
}
"""What a check that could not be made is called: as it calls itself where it can."""


def _python(_: Stellwerk) -> Befund:
    version = ".".join(map(str, sys.version_info[:3]))
    return Befund("Python", sys.version_info[:2] == (3, 11), version, "Stellwerk ist mit Python 3.11 erprobt.")


def _home(stellwerk: Stellwerk) -> Befund:
    home = stellwerk.settings.home
    free = shutil.disk_usage(home).free / 1024**3
    return Befund("Ordner", free > 1, f"{home}, {free:.0f} GB frei", "Es sollte mindestens 1 GB frei sein.")


def _database(stellwerk: Stellwerk) -> Befund:
    held = stellwerk.archive.holdings()
    text = f"{held.papiere} Papiere ({held.fassungen} Fassungen), {held.passagen} Passagen"
    if held.ohne_angabe_oeffentlich:
        text += f", {held.ohne_angabe_oeffentlich} ohne Angabe, ob öffentlich"
    return Befund("Archiv", True, text)


def _index(stellwerk: Stellwerk) -> Befund:
    waiting = stellwerk.archive.pending_index_jobs()
    return Befund(
        "Suchindex",
        waiting == 0,
        "auf dem Stand des Archivs" if waiting == 0 else f"{waiting} Aufträge stehen aus",
        "Der nächste Befehl `search`, `draft` oder `ingest` holt sie nach; `stellwerk reindex` baut alles neu auf.",
        noetig=False,
    )


def _embedding(stellwerk: Stellwerk) -> Befund:
    vector = stellwerk.embeddings.embed_query("Ist die Stadt Mitglied?")
    name = stellwerk.settings.embedding_model or "multilingual-e5-small (mitgeliefert)"
    return Befund("Sprachmodell der Suche", len(vector) > 0, f"{name}, {len(vector)} Dimensionen, ohne Netz geladen")


def _language_model(stellwerk: Stellwerk) -> Befund:
    """Asks the language model something small, where one is set."""
    name, settings = "Sprachmodell", stellwerk.settings
    if not settings.model:
        return Befund(name, True, "keines eingestellt; Entwürfe zitieren ihre Quellen wörtlich", noetig=False)
    from bot.drafting.model.connecting import connect
    from bot.drafting.model.prompt import load_prompt
    from bot.drafting.model.trial import try_model

    key = settings.model_key_file
    if key is not None and key.is_file() and key.stat().st_mode & 0o077:
        return Befund(name, False, f"{key} ist für andere lesbar", f"chmod 600 {key}", noetig=False)
    found = try_model(connect(settings), load_prompt(settings.model_prompt))
    return Befund(name, found.gut, found.text, found.abhilfe, noetig=False)


def _settings(_: Stellwerk) -> Befund:
    from bot.settings import unknown_settings

    unknown = unknown_settings()
    return Befund(
        "Einstellungen",
        not unknown,
        f"unbekannt: {', '.join(unknown)}" if unknown else "alle bekannt",
        "Vergleichen Sie die Schreibweise mit .env.example.",
        noetig=False,
    )


def _tesseract(_: Stellwerk) -> Befund:
    remedy = "Zum Lesen von Scans: apt-get install tesseract-ocr tesseract-ocr-deu"
    program = shutil.which("tesseract")
    if program is None:
        return Befund("Tesseract", False, "nicht installiert; Scans können nicht gelesen werden", remedy, noetig=False)
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    german = "deu" in listed.stdout.split()
    return Befund("Tesseract", german, "mit Deutsch" if german else "ohne Deutsch", remedy, noetig=False)


def _office(_: Stellwerk) -> Befund:
    there = shutil.which("soffice") is not None
    return Befund(
        "LibreOffice",
        there,
        "installiert" if there else "nicht installiert; Briefe gibt es nur als DOCX",
        "Für PDF: apt-get install libreoffice-writer",
        noetig=False,
    )


def _audit(stellwerk: Stellwerk) -> Befund:
    from bot.review.audit import verify

    found = verify(stellwerk.engine, stellwerk.audit)
    text = f"{found.eintraege} Einträge, die Kette ist unversehrt" if found.ok else "; ".join(found.fehler[:3])
    return Befund("Nachweis", found.ok, text, "stellwerk audit verify nennt jede Stelle.")


def _telegram(stellwerk: Stellwerk) -> Befund:
    """Asks Telegram who we are, where a token is set: the one check that needs a network."""
    import asyncio

    settings = stellwerk.settings
    token = settings.token
    if not token:
        remedy = "Für den Chat: STELLWERK_TELEGRAM_TOKEN_FILE setzen, siehe docs/betrieb.md."
        return Befund("Telegram", False, "kein Token gesetzt; entschieden wird im Terminal", remedy, noetig=False)
    file = settings.telegram_token_file
    if settings.telegram_token is None and file is not None and file.stat().st_mode & 0o077:
        return Befund("Telegram", False, f"{file} ist für andere lesbar", f"chmod 600 {file}")

    from bot.channels.telegram.client import TelegramClient

    async def ask() -> str | None:
        client = TelegramClient(token, settings.telegram_api_url, settings.proxy)
        try:
            await client.start()
            return client.username
        finally:
            await client.stop()

    return Befund("Telegram", True, f"@{asyncio.run(ask())} antwortet")


def _post(stellwerk: Stellwerk) -> Befund:
    """What the bot gave up on, so that nobody has to find out by waiting."""
    from bot.channels.inbox import Inbox
    from bot.channels.jobs import Jobs
    from bot.channels.outbox import Outbox

    jobs = Jobs(stellwerk.engine).counts()
    refused = jobs["refused"]
    counts = {
        "eingegangene Nachrichten": Inbox(stellwerk.engine).counts()["dead"],
        "ausgehende Nachrichten": Outbox(stellwerk.engine).counts()["dead"],
        "Aufträge": jobs["dead"] - refused,
    }
    given_up = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
    said = [f"aufgegeben: {given_up}"] if given_up else []
    remedies = (
        ["Das Protokoll des Bots nennt die Art des Fehlers; `stellwerk bot --erneut` versucht es noch einmal."]
        if given_up
        else []
    )
    if refused:
        said.append(f"abgewiesen: {refused} {'Auftrag' if refused == 1 else 'Aufträge'}")
        remedies.append(
            "Warum, steht im Chat, aus dem der Auftrag kam; ein neuer Versuch hilft erst, wenn der Grund behoben ist."
        )
    text = "; ".join(said) or "nichts liegen geblieben"
    return Befund("Ein- und Ausgang", not said, text, " ".join(remedies), noetig=False)
