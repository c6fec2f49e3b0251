"""`stellwerk demo`: the whole way on the sample papers, in the terminal, with two named persons.

It runs in a folder of its own inside HOME, made anew each time, so that sample papers never mix with a city's.
"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.clock import now
from bot.commands.cases import edit_text
from bot.commands.context import parts
from bot.commands.drafting import draft_file, show_drafted
from bot.review.people import Person, Rolle
from bot.review.rules import Abgewiesen, Entscheidung, VorgangStatus, status, to_accept

if TYPE_CHECKING:
    from bot.drafting.desk import Bearbeitet
    from bot.wiring import Stellwerk

SACHBEARBEITUNG = "Petra Sander"
FREIGABE = "Ilka Brandt"
_LETTER_HEAD = {
    "vorlage": "ST/0999/2025",
    "datum": "22.09.2025",
    "amt": "12-Amt für Digitalisierung",
    "dezernat": "Dezernat I",
    "gremium": "Stadtrat",
    "sitzung": "25.09.2025",
    "oeffentlich": "ja",
}


def register(app: typer.Typer) -> None:
    """Adds `demo`."""
    app.command()(demo)


def demo(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Entscheidet ohne zu fragen.")] = False,
) -> None:
    """Zeigt den ganzen Weg an Beispielpapieren: einlesen, entwerfen, entscheiden, Brief, Ablage."""
    from bot.channels import console
    from bot.channels.review import review_case

    stellwerk = _fresh_home(parts(context))
    _step("1", "Beispielpapiere der erfundenen Stadt Velmenau einlesen")
    _ingest_samples(stellwerk)

    _step("2", f"{SACHBEARBEITUNG} (Sachbearbeitung) reicht einen Antrag ein; Stellwerk entwirft")
    official = stellwerk.persons.enrol(SACHBEARBEITUNG, Rolle.SACHBEARBEITUNG, now=now())
    reviewer = stellwerk.persons.enrol(FREIGABE, Rolle.FREIGABE, now=now())
    drafted = _draft_sample(stellwerk, official)
    case_id = drafted.motion.vorgang
    show_drafted(drafted)

    asking = sys.stdin.isatty() and not yes
    _step("3", f"{FREIGABE} (Freigabe) entscheidet" + ("" if asking else ", ohne zu fragen"))
    if asking:
        case = review_case(stellwerk.cases, case_id, reviewer, now=now, edit=edit_text)
    else:
        _try_own_approval(stellwerk, case_id, official)
        _approve_all(stellwerk, case_id, reviewer)
        case = stellwerk.cases.get(case_id)

    _step("4", "Der Brief")
    stellwerk.cases.note_letter_head(case_id, _LETTER_HEAD)
    target = stellwerk.settings.home / f"{case_id}.docx"
    approved = status(case, approvals=stellwerk.settings.approvals) is VorgangStatus.FREIGEGEBEN
    stellwerk.letters.write(case_id, target, pdf=False, sources=True)
    console.say(f"{'Stellungnahme' if approved else 'Entwurf (noch nicht alles freigegeben)'}: {target}", style="bold")
    if approved:
        stellwerk.letters.file_approved(case_id, now=now())
        stellwerk.letters.send(case_id, None, now=now())
        stellwerk.bring_index_level(console.progress)
        console.say("Abgelegt als versandt: Der nächste Entwurf kann sich auf diese Stellungnahme stützen.")
    _step("5", "So geht es mit eigenen Papieren weiter")
    console.say("stellwerk ingest ORDNER --oeffentlich     frühere Stellungnahmen einlesen")
    console.say("stellwerk draft ANTRAG.pdf -o brief.docx  einen Antrag bearbeiten")


def _fresh_home(stellwerk: Stellwerk) -> Stellwerk:
    home = stellwerk.settings.home / "demo"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    return stellwerk.elsewhere(home, city="Velmenau")


def _step(number: str, title: str) -> None:
    from bot.channels import console

    console.say(f"\n{number}. {title}", style="bold blue")


def _ingest_samples(stellwerk: Stellwerk) -> None:
    from bot.channels import console
    from bot.ingest import find_files, ingest
    from corpus.samples import papers_folder

    sources, _ = find_files([papers_folder()])
    with console.progress("Papiere lesen", len(sources)) as step:
        report = ingest(sources, stellwerk.archive, oeffentlich=False, now=now, done=lambda source: step(source.name))
    console.show_ingest(report)
    stellwerk.bring_index_level(console.progress)


def _draft_sample(stellwerk: Stellwerk, official: Person) -> Bearbeitet:
    from corpus.samples import motions_folder

    return draft_file(stellwerk, motions_folder() / "antrag-demo.txt", now().date(), official)[0]


def _try_own_approval(stellwerk: Stellwerk, case_id: str, official: Person) -> None:
    """Shows that the one who handed the motion in is refused."""
    from bot.channels import console

    first = stellwerk.cases.get(case_id).revisionen[0]
    outcome = stellwerk.cases.decide(
        case_id, first.nr, based_on=first.revision, von=official, entscheidung=Entscheidung.FREIGEGEBEN, now=now()
    )
    if isinstance(outcome, Abgewiesen):
        console.say(f"{official.name} versucht, Punkt {first.nr} freizugeben: {outcome.was}", style="yellow")


def _approve_all(stellwerk: Stellwerk, case_id: str, reviewer: Person) -> None:
    from bot.channels import console

    for revision in stellwerk.cases.get(case_id).revisionen:
        accepted = to_accept(revision.entwurf)
        outcome = stellwerk.cases.decide(
            case_id, revision.nr, based_on=revision.revision, von=reviewer,
            entscheidung=Entscheidung.FREIGEGEBEN, angenommen=accepted, now=now(),
        )  # fmt: skip
        if isinstance(outcome, Abgewiesen):
            console.say(f"Punkt {revision.nr}: {outcome.was}", style="yellow")
        else:
            how = " (Lücke ausdrücklich angenommen)" if accepted else ""
            console.say(f"{reviewer.name} gibt Punkt {revision.nr} frei{how}.", style="green")
