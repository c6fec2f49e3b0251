"""Deciding in the terminal: point by point, approve, change, refuse or leave. Asks and shows; the rules decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import typer

from bot.channels import console
from bot.drafting.revising import revise
from bot.letter.difference import AenderungArt, word_difference
from bot.review.rules import ANNEHMEN, Abgewiesen, Entscheidung, Revision, Stand, Vorgang, open_requests, to_accept
from corpus.parsing.dates import parse_date

if TYPE_CHECKING:
    from datetime import datetime

    from bot.review.cases import Cases
    from bot.review.people import Person

_CHOICES = "[f]reigeben  [ä]ndern  [a]blehnen  [w]eiter  [e]nde"


class Ende(Exception):
    """The person wants to stop; everything decided so far is stored."""


def review_case(
    cases: Cases, case_id: str, person: Person, *, now: Callable[[], datetime], edit: Callable[[str], str | None]
) -> Vorgang:
    """Goes through the points of a case that are open and returns the case as it stands afterwards."""
    case = cases.get(case_id)
    console.say(f"{case.id}: {case.nummer or 'Antrag ohne Nummer'}, {case.betreff or 'ohne Betreff'}", style="bold")
    console.say(f"Sie entscheiden als {person.name}.", style="dim")
    try:
        for nr in [r.nr for r in case.revisionen]:
            _review_point(cases, case_id, nr, person, now=now, edit=edit)
    except Ende:
        console.say("Beendet. Was entschieden ist, ist gespeichert.")
    return cases.get(case_id)


def _review_point(
    cases: Cases,
    case_id: str,
    nr: int,
    person: Person,
    *,
    now: Callable[[], datetime],
    edit: Callable[[str], str | None],
) -> None:
    while True:
        case = cases.get(case_id)
        revision = case.revision(nr)
        stands = cases.decided(case, nr)
        head = f"Punkt {nr}, Fassung {revision.revision}"
        if stands is Stand.FREIGEGEBEN:
            console.say(f"{head}: bereits freigegeben.", style="green")
            return
        console.show_entwurf(case.frage(nr), revision.entwurf, kopf=head)
        for request in open_requests(case, nr):
            console.say(f"Liegt beim Amt „{request.amt}“: {request.frage}", style="magenta")
        if stands is Stand.ABGELEHNT:
            console.say(f"Abgelehnt: {_reason(case, nr)} Bitte ändern.", style="yellow")
        choice = _ask(_CHOICES)
        if choice in {"w", ""}:
            return
        if choice == "e":
            raise Ende
        outcome: object = None
        if choice == "f":
            accepted = _accept(revision)
            if accepted is None:
                continue
            outcome = cases.decide(
                case_id, nr, based_on=revision.revision, von=person, entscheidung=Entscheidung.FREIGEGEBEN,
                angenommen=accepted, now=now(),
            )  # fmt: skip
        elif choice == "a":
            outcome = cases.decide(
                case_id, nr, based_on=revision.revision, von=person, entscheidung=Entscheidung.ABGELEHNT,
                grund=_ask_text("Grund der Ablehnung"), now=now(),
            )  # fmt: skip
        elif choice in {"ä", "ae"}:
            changed = _change(cases, case_id, revision, person, now=now, edit=edit)
            if changed is None:
                continue
            outcome = changed
        else:
            console.say(f"„{choice}“ ist keine der Möglichkeiten.")
            continue
        if isinstance(outcome, Abgewiesen):
            console.say(f"Nicht möglich: {outcome.was} {outcome.abhilfe}", style="yellow")
            if _ask("[w]eiter oder noch einmal ([Eingabe])") == "w":
                return
            continue
        if choice in {"ä", "ae"}:
            fresh = cases.get(case_id).revision(nr)
            console.show_entwurf(case.frage(nr), fresh.entwurf, kopf=f"Punkt {nr}, Fassung {fresh.revision}")
            console.say("Gespeichert als neue Fassung. Freigeben muss sie eine andere Person.", style="green")
        else:
            console.say("Gespeichert.", style="green")
        return


def _reason(case: Vorgang, nr: int) -> str:
    refused = [f for f in case.freigaben if f.nr == nr and f.entscheidung is Entscheidung.ABGELEHNT]
    return f"„{refused[-1].grund}“ ({refused[-1].person.name})." if refused else ""


def _accept(revision: Revision) -> tuple[str, ...] | None:
    """What the person accepts in so many words, or None where they'd rather not approve."""
    needed = to_accept(revision.entwurf)
    for what in needed:
        answer = _ask(f"Nehmen Sie ausdrücklich an, {ANNEHMEN[what]}? [ja/nein]")
        if answer not in {"ja", "j"}:
            console.say("Nicht freigegeben.")
            return None
    return needed


def _change(
    cases: Cases,
    case_id: str,
    revision: Revision,
    person: Person,
    *,
    now: Callable[[], datetime],
    edit: Callable[[str], str | None],
) -> Revision | Abgewiesen | None:
    old = "\n".join(satz.text for satz in revision.entwurf.saetze)
    text = edit(old)
    if text is None or text.split() == old.split():
        console.say("Nichts geändert.")
        return None
    show_difference(old, text)
    earlier = [
        beleg for old_one in cases.revisions(case_id, revision.nr) for s in old_one.entwurf.saetze for beleg in s.belege
    ]
    changed = revise(revision.entwurf, text, earlier)
    return cases.change(case_id, changed, based_on=revision.revision, von=person, now=now())


def show_difference(old: str, new: str) -> None:
    """What changed, word by word: taken out in red, put in in green."""
    from rich.text import Text

    line = Text()
    for part in word_difference(" ".join(old.split()), " ".join(new.split())):
        if part.art is AenderungArt.GLEICH:
            line.append(part.neu)
            continue
        if part.alt:
            line.append(f"[-{part.alt}-]", style="red strike")
        if part.neu:
            line.append(f"[+{part.neu}+]", style="green")
    console.out.print(line)


def ask_letter_head(fields: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Asks for what the letter still lacks; what is left empty stays a marked blank."""
    console.say("Für den Brief fehlt noch (leer lassen, was offen bleiben soll):", style="bold")
    given: dict[str, str] = {}
    for name, label in fields:
        try:
            value = _ask_field(name, label)
        except Ende:
            break  # what was given so far is kept
        if value:
            given[name] = value
    return given


def _ask_field(name: str, label: str) -> str:
    """One field of the letter's head; a value that can't be understood is asked for again."""
    while True:
        value = _ask_text(label)
        if not value or name not in _CHECKS:
            return value
        check, example = _CHECKS[name]
        if check(value):
            return value.lower() if name == "oeffentlich" else value
        console.say(f"„{value}“ ist nicht zu verstehen. Bitte so: {example}; oder leer lassen.", style="yellow")


_CHECKS: dict[str, tuple[Callable[[str], object], str]] = {
    "datum": (parse_date, "25.06.2025"),
    "sitzung": (parse_date, "25.06.2025"),
    "oeffentlich": (lambda value: value.lower() in {"ja", "nein"}, "ja oder nein"),
}


def _ask(question: str) -> str:
    """One choice, in lower case; the end of the input ends the review."""
    return _ask_text(question).lower()


def _ask_text(question: str) -> str:
    """One answer as it was typed; the end of the input ends the review."""
    try:
        return str(typer.prompt(question, default="", show_default=False, err=True)).strip()
    except typer.Abort as error:
        raise Ende from error
