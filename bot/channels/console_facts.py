"""Facts in the terminal: as a table, one with its history, and those that grow old."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from bot.channels.console import german_date, out, say
from corpus.domain import Fakt
from corpus.facts.store import FaktStand, FaktTat, Tat, ending_deed

if TYPE_CHECKING:
    from bot.review.facts import Veraltend

SHOWN_ID = 8
_DEED_TEXT = {
    Tat.BESTAETIGT: "bestätigt",
    Tat.BEENDET: "beendet",
    Tat.ABGELOEST: "ersetzt",
    Tat.BERICHTIGT: "berichtigt",
    Tat.BELASSEN: "gegen einen Vorschlag belassen",
}


def show_facts(found: Sequence[FaktStand], *, stichtag: date, alle: bool = False) -> None:
    """Facts as a table; below it how many wait for a person. `alle` is whether they are all there are."""
    if not found and alle:
        say("Es gibt keinen solchen Fakt. Fakten stehen in Stellungnahmen: stellwerk ingest ORDNER liest sie ein.")
        return
    if not found:
        say(f"Am {german_date(stichtag)} gilt kein solcher Fakt. Auch frühere zeigt --alle.")
        return
    table = Table("ID", "Aussage", "Art", "gilt", "bestätigt", "Quelle")
    for standing in found:
        fakt = standing.fakt
        state = f" ({state_text(standing)})" if ending_deed(standing.taten) else ""
        table.add_row(
            fakt.id[:SHOWN_ID], Text(" ".join(fakt.aussage.split()) + state), fakt.art.value, validity_text(fakt),
            german_date(fakt.bestaetigt_am) if fakt.bestaetigt_am else "wartet", Text(source_text(fakt)),
        )  # fmt: skip
    out.print(table)
    proposals = sum(bool(standing.vorschlaege) for standing in found)
    waiting = sum(standing.wartet for standing in found)
    if proposals:
        said = "scheint überholt" if proposals == 1 else "scheinen überholt"
        say(f"{proposals} davon {said}: stellwerk fact list --vorschlaege, dann fact show ID", style="yellow")
    if waiting:
        said = "wartet" if waiting == 1 else "warten"
        say(f"{waiting} davon {said} auf eine Bestätigung: stellwerk fact list --wartet", style="yellow")


def show_fact(standing: FaktStand) -> None:
    """One fact with quote, source, history and proposals."""
    fakt = standing.fakt
    say(f"{fakt.id}: {fakt.gegenstand}", style="bold")
    say(" ".join(fakt.aussage.split()))
    say(f"Art: {fakt.art.value}, gilt: {validity_text(fakt)}, bestätigt: {german_date(fakt.bestaetigt_am)}")
    say(f"Quelle: {source_text(fakt)}, S. {fakt.fundstelle.seite}: „{' '.join(fakt.fundstelle.zitat.split())}“")
    for deed in standing.taten:
        say(deed_text(deed))
    for proposal in standing.vorschlaege:
        what = "beendet" if proposal.tat is Tat.BEENDET else "ersetzt"
        until = f" zum {german_date(proposal.gilt_bis)}" if proposal.gilt_bis else ""
        say(f"Vorschlag: {what}{until} durch {proposal.durch[:SHOWN_ID]}. Ansehen: stellwerk fact show", style="yellow")
        say(f'  Ja: stellwerk fact replace {fakt.id[:SHOWN_ID]} --durch {proposal.durch[:SHOWN_ID]} --as "NAME"')
        say(f'  Nein: stellwerk fact keep {fakt.id[:SHOWN_ID]} --durch {proposal.durch[:SHOWN_ID]} --as "NAME"')


def show_deed(what: str, standing: FaktStand) -> None:
    """What was done, in one line, and how the fact stands now."""
    fakt = standing.fakt
    say(f"{what}: „{' '.join(fakt.aussage.split())}“ ({fakt.id[:SHOWN_ID]})", style="green")
    say(f"Gilt jetzt: {validity_text(fakt)}; bestätigt: {german_date(fakt.bestaetigt_am)}.")


def show_points(points: Sequence[tuple[str, int]]) -> None:
    """Which drafts in work still quote what has just ended."""
    if points:
        say(f"Darauf beruhen noch: {points_text(points)}. Entwerfen Sie diese Punkte neu.", style="yellow")


def points_text(points: Sequence[tuple[str, int]]) -> str:
    """ "V-2026-0001 Punkt 1, V-2026-0003 Punkt 2" """
    return ", ".join(f"{case} Punkt {nr}" for case, nr in points)


def show_stale(found: Sequence[Veraltend], *, total: int, tage: int) -> None:
    """Facts that nobody confirmed for long, with how many drafts rest on them."""
    if not found:
        say(f"Alle gültigen Fakten wurden in den letzten {tage} Tagen bestätigt.")
        return
    table = Table("ID", "Aussage", "zuletzt bestätigt", "Entwürfe", "Quelle")
    for one in found:
        fakt = one.stand.fakt
        age = f"{german_date(fakt.bestaetigt_am)} (vor {one.tage} Tagen)" if one.tage is not None else "noch nie"
        cells = (Text(" ".join(fakt.aussage.split())), age, str(one.entwuerfe), Text(source_text(fakt)))
        table.add_row(fakt.id[:SHOWN_ID], *cells)
    out.print(table)
    say(f'{len(found)} von {total}. Bestätigen: stellwerk fact confirm ID --as "NAME"')


def validity_text(fakt: Fakt) -> str:
    """ "ab 01.04.2021 bis vor 01.01.2025" """
    parts = []
    if fakt.gilt_ab:
        parts.append(f"ab {german_date(fakt.gilt_ab)}")
    if fakt.gilt_bis:
        parts.append(f"bis vor {german_date(fakt.gilt_bis)}")
    return " ".join(parts) or "ohne Angabe"


def source_text(fakt: Fakt) -> str:
    """ "ST/0044/2024 vom 27.02.2024" """
    place = fakt.fundstelle
    return (place.vorlage or place.dokument) + (f" vom {german_date(place.datum)}" if place.datum else "")


def state_text(standing: FaktStand) -> str:
    """What ended a fact, in a word or two."""
    deed = ending_deed(standing.taten)
    return "" if deed is None else _DEED_TEXT[deed.tat]


def deed_text(deed: FaktTat) -> str:
    """ "26.11.2026, 10:12 Uhr: beendet zum 01.01.2025 von Lena Leitung („Austritt“)" """
    until = f" zum {german_date(deed.gilt_bis)}" if deed.gilt_bis else ""
    through = f" durch {deed.durch[:SHOWN_ID]}" if deed.durch else ""
    values = f" {', '.join(f'{name}: {value}' for name, value in deed.werte.items())}" if deed.werte else ""
    who = f" von {deed.person}" if deed.person else ""
    reason = f" („{deed.grund}“)" if deed.grund else ""
    return f"{deed.am:%d.%m.%Y, %H:%M} Uhr: {_DEED_TEXT[deed.tat]}{until}{through}{values}{who}{reason}"
