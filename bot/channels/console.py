"""The terminal: results as text and tables, long work as progress bars. Results go to standard output, progress and
questions to standard error, so that output can be piped. Texts of papers are printed as they are, never as markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from bot.drafting.model.patience import MODEL_MARK
from bot.review.model_line import model_line
from bot.review.rules import text_of
from corpus.domain import Antrag, Beleg, Entwurf, EntwurfStatus, Hinweis, HinweisArt, Stellungnahme, Zuversicht
from corpus.personal_data.masking import kinds_in

if TYPE_CHECKING:
    from bot.ingest import Bericht
    from bot.review.persons import Zugang
    from retrieval.search import Ergebnis

out = Console(highlight=False, markup=False, soft_wrap=False)
err = Console(stderr=True, highlight=False, markup=False)

STATUS_TEXT = {
    EntwurfStatus.WIDERSPRUCH: "Widerspruch: gültige Quellen sagen Verschiedenes",
    EntwurfStatus.PRAEMISSE_FALSCH: "Voraussetzung trifft nicht (mehr) zu",
    EntwurfStatus.BEREITS_ERFUELLT: "Bereits erfüllt",
    EntwurfStatus.TEILWEISE: "Teilweise beantwortet",
    EntwurfStatus.BELEGT: "Belegt",
    EntwurfStatus.KEINE_GRUNDLAGE: "Dazu liegt nichts vor",
}
_STATUS_STYLE = {
    EntwurfStatus.WIDERSPRUCH: "bold red",
    EntwurfStatus.PRAEMISSE_FALSCH: "bold yellow",
    EntwurfStatus.BEREITS_ERFUELLT: "bold green",
    EntwurfStatus.TEILWEISE: "yellow",
    EntwurfStatus.BELEGT: "green",
    EntwurfStatus.KEINE_GRUNDLAGE: "magenta",
}
HINWEIS_TEXT = {
    HinweisArt.PRAEMISSE: "Voraussetzung",
    HinweisArt.VERALTET: "Überholt",
    HinweisArt.WIDERSPRUCH: "Widerspruch",
    HinweisArt.VERWECHSLUNG: "Verwechslungsgefahr",
    HinweisArt.ZUSAGE: "Zusage",
    HinweisArt.UNBELEGT: "Ohne Beleg",
    HinweisArt.OFFEN: "Offen",
    HinweisArt.VERTRAULICH: "Vertraulich",
}


def say(text: str, *, style: str = "") -> None:
    """One line for the person."""
    out.print(Text(text, style=style))


@contextmanager
def progress(title: str, total: int) -> Iterator[Callable[[str], None]]:
    """A progress bar on standard error; the step's text is what was just done. Nothing is drawn where nobody looks."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[item]}"),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal or total == 0) as bar:
        task = bar.add_task(title, total=total, item="")
        yield lambda item: bar.update(task, advance=1, item=item[:40])


@contextmanager
def status(text: str) -> Iterator[None]:
    """A spinner on standard error while something runs."""
    if not err.is_terminal:
        yield
        return
    with err.status(text):
        yield


def german_date(value: date | None) -> str:
    """25.06.2025, or "ohne Datum"."""
    return f"{value:%d.%m.%Y}" if value else "ohne Datum"


def source_line(beleg: Beleg) -> str:
    """ "ST/0078/2025 vom 25.06.2025, zu 3, S. 1" """
    number = f", zu {', '.join(beleg.nr)}" if beleg.nr else ""
    day = f" vom {german_date(beleg.datum)}" if beleg.datum else " (ohne Datum)"
    return f"{beleg.vorlage or beleg.dokument}{day}{number}, S. {beleg.seite}"


def confidence_line(sure: Zuversicht | None) -> str:
    """How sure a draft is, in words that don't pretend to be more than an estimate; empty where there is none."""
    if sure is None:
        return ""
    tenths = min(max(round(sure.wert * 10), 1), 9)
    if sure.entscheidungen:
        return (
            f"Zuversicht: Etwa {tenths} von 10 solchen Entwürfen werden hier unverändert freigegeben (geschätzt aus "
            f"{sure.entscheidungen} Entscheidungen)."
        )
    return (
        f"Zuversicht: Etwa {tenths} von 10 solchen Entwürfen passten in Testläufen unverändert (Schätzung; noch nicht "
        "aus Entscheidungen dieser Stadt)."
    )


def hint_label(hinweis: Hinweis) -> str:
    """What a hint is called; one on the language model says nothing of the sources."""
    return "Hinweis" if hinweis.text.startswith(MODEL_MARK) else HINWEIS_TEXT[hinweis.art]


def show_entwurf(frage: str, entwurf: Entwurf, *, kopf: str | None = None) -> None:
    """One draft: what was asked, its status, the sentences with numbered Belege, hints, the sources."""
    title = kopf or f"Punkt {entwurf.nr}" + (f" ({entwurf.marke})" if entwurf.marke else "")
    body = Text()
    body.append(" ".join(frage.split()), style="italic")
    body.append("\n\n")
    body.append(STATUS_TEXT[entwurf.status], style=_STATUS_STYLE[entwurf.status])
    sources = number_sources(entwurf)
    for satz in entwurf.saetze:
        numbers = dict.fromkeys(sources[source_line(b)] for b in satz.belege)
        marks = "".join(f" [{n}]" for n in numbers) or " [ohne Beleg]"
        body.append("\n\n" + " ".join(satz.text.split()))
        body.append(marks, style="cyan")
    sure = confidence_line(entwurf.zuversicht)
    if sure:
        body.append(f"\n\n{sure}", style="dim")
    for hinweis in entwurf.hinweise:
        body.append(f"\n\n! {hint_label(hinweis)}: ", style="bold yellow")
        body.append(hinweis.text)
    kinds = kinds_in(text_of(entwurf))
    if kinds:
        body.append("\n\n! Personenbezogen: ", style="bold yellow")
        body.append(f"Der Text enthält {', '.join(kinds)}; ob das versandt werden darf, entscheidet ein Mensch.")
    if entwurf.zulieferung:
        body.append("\n\n→ Zulieferung: ", style="bold magenta")
        body.append(f"{entwurf.zulieferung.amt or 'zuständiges Amt unbekannt'}: {entwurf.zulieferung.frage}")
    if sources:
        body.append("\n\nQuellen", style="dim")
        for line, number in sources.items():
            body.append(f"\n[{number}] {line}", style="dim")
    if entwurf.modell:
        body.append(f"\n\n{model_line(entwurf.modell)}", style="dim")
    out.print(Panel(body, title=Text(title), title_align="left", padding=(1, 2)))


def number_sources(entwurf: Entwurf) -> dict[str, int]:
    """The places that a draft stands on, each once, numbered from 1 in the order of their use."""
    numbered: dict[str, int] = {}
    for satz in entwurf.saetze:
        for beleg in satz.belege:
            numbered.setdefault(source_line(beleg), len(numbered) + 1)
    return numbered


def show_result(query: str, result: Ergebnis) -> None:
    """The hits of one search."""
    if not result.treffer:
        say(f"Zu „{query}“ wurde nichts gefunden.")
        return
    say(f"Wahrscheinlichkeit, dass das Archiv die Frage beantwortet: {result.grundlage:.0%}", style="dim")
    _show_hits(result)


def show_precedents(motion: str, before: date, result: Ergebnis) -> None:
    """The earlier papers for a motion."""
    if not result.treffer:
        say(f"Zu „{motion}“ wurde kein Papier vor dem {german_date(before)} gefunden.")
        return
    say(f"Papiere vor dem {german_date(before)} zu „{motion}“")
    say(f"Wahrscheinlichkeit, dass eines der ersten zehn einschlägig ist: {result.grundlage:.0%}", style="dim")
    _show_hits(result)


def _show_hits(result: Ergebnis) -> None:
    for hit in result.treffer:
        p = hit.passage
        head = Text(f"{hit.rang:>2}. ", style="bold")
        head.append(f"{p.vorlage or p.dokument}", style="bold cyan")
        head.append(f" vom {german_date(p.datum)}" + (f", zu {', '.join(p.nr)}" if p.nr else ""))
        if p.oeffentlich is not True:
            head.append("  nichtöffentlich" if p.oeffentlich is False else "  öffentlich? keine Angabe", style="red")
        if not p.versandt:
            head.append("  freigegeben, nicht versandt", style="yellow")
        if hit.ueberholt_durch:
            head.append(f"  überholt durch {hit.ueberholt_durch}", style="yellow")
        if hit.verwechslung:
            head.append(f"  betrifft {hit.verwechslung[0].wortlaut}", style="yellow")
        out.print(head)
        if p.betreff or p.frage:
            line = " · ".join(" ".join(t.split()) for t in (p.betreff, p.frage) if t)
            out.print(Padding(Text(line, style="italic"), (0, 0, 0, 4)))
        out.print(Padding(Text(" ".join(hit.zitat.split())), (0, 0, 1, 4)))


def show_parsed(name: str, found: Sequence[Antrag | Stellungnahme]) -> None:
    """What was understood of a file."""
    for paper in found:
        out.print(Text(f"{name}: {paper.art.value.capitalize()}", style="bold"))
        table = Table(show_header=False, box=None, padding=(0, 2))
        for label, value in _head_rows(paper):
            if value:
                table.add_row(Text(label, style="dim"), Text(value))
        out.print(table)
        if isinstance(paper, Antrag):
            for anliegen in paper.anliegen:
                doubt = "" if anliegen.sicher else "  (Aufteilung bitte prüfen)"
                out.print(Text(f"\n{anliegen.nr}. [{anliegen.art.value}]{doubt}", style="bold"))
                out.print(Padding(Text(" ".join(anliegen.text.split())), (0, 0, 0, 4)))
        else:
            for antwort in paper.antworten:
                out.print(Text(f"\nzu {', '.join(antwort.nr) or 'allem'}", style="bold"))
                if antwort.frage:
                    out.print(Padding(Text(" ".join(antwort.frage.split()), style="italic"), (0, 0, 0, 4)))
                out.print(Padding(Text(antwort.antwort), (0, 0, 0, 4)))
        out.print()


def _head_rows(paper: Antrag | Stellungnahme) -> list[tuple[str, str | None]]:
    public = {True: "ja", False: "nein", None: "keine Angabe"}[paper.oeffentlich]
    day = german_date(paper.datum) if paper.datum else None
    if isinstance(paper, Antrag):
        meeting = german_date(paper.sitzung) if paper.sitzung else None
        return [
            ("Nummer", paper.nummer), ("Fraktion", paper.fraktion), ("Betreff", paper.betreff), ("Datum", day),
            ("Sitzung", meeting), ("Öffentlich", public),
        ]  # fmt: skip
    way = "; ".join(f"{g.gremium} ({german_date(g.datum)})" for g in paper.gremienweg)
    return [
        ("Vorlage", paper.vorlage), ("Antrag", paper.antrag), ("Datum", day), ("Dezernat", paper.dezernat),
        ("Amt", paper.amt), ("Az.", paper.aktenzeichen), ("Betreff", paper.betreff), ("Fraktion", paper.fraktion),
        ("Öffentlich", public), ("Gremienweg", way), ("Finanzielle Auswirkungen", paper.finanzielle_auswirkungen),
        ("Beschlussempfehlung", paper.beschlussempfehlung),
    ]  # fmt: skip


def show_ingest(report: Bericht) -> None:
    """What an ingest did; what counts as not public for want of a word is said out loud."""
    say(
        f"{report.gelesen} gelesen: {report.neu} neu, {report.neue_fassung} neue Fassung, "
        f"{report.unveraendert} unverändert, {len(report.fehler)} nicht gelesen."
    )
    if report.ohne_angabe_oeffentlich:
        say(
            f"{report.ohne_angabe_oeffentlich} sagen nicht, ob sie öffentlich sind. Sie gelten als nichtöffentlich und "
            "werden in keinem Entwurf verwendet. Sind sie öffentlich: noch einmal mit --oeffentlich einlesen.",
            style="yellow",
        )
    for warning in report.warnungen:
        err.print(Text(f"{warning.datei}: {warning.was}", style="yellow"))
    for fehler in report.fehler:
        err.print(Text(f"{fehler.datei}: {fehler.was}\n  Abhilfe: {fehler.abhilfe}", style="red"))


def show_people(people: Sequence[Zugang]) -> None:
    """All persons as a table."""
    if not people:
        say('Noch niemand. Einladen: stellwerk person invite "Vorname Nachname" --role freigabe')
        return
    table = Table("Name", "Rolle", "Zugang", "Im Chat", "Abwesend")
    for one in people:
        access = "ja" if one.person.aktiv else "entzogen"
        chats = [channel if reachable else f"{channel} (nicht erreichbar)" for channel, reachable in one.kanaele]
        if not chats and one.eingeladen_bis:
            chats = [f"eingeladen bis {german_date(one.eingeladen_bis)}"]
        away = f"bis {german_date(one.abwesend_bis)}" if one.abwesend_bis else "–"
        deputy = f", Vertretung: {one.vertretung}" if one.vertretung else ""
        cells = (", ".join(chats) or "–", away + deputy)
        table.add_row(Text(one.person.name), one.person.rolle.value, access, *map(Text, cells))
    out.print(table)


def show_cases(cases: Sequence[dict[str, Any]]) -> None:
    """All cases as a table."""
    table = Table("Vorgang", "Antrag", "Betreff", "Stand", "Frist", "Punkte")
    for case in cases:
        done = sum(e["entscheidung"] == "freigegeben" for e in case["entwuerfe"])
        frist = german_date(date.fromisoformat(case["frist"])) if case["frist"] else "–"
        points = f"{done} von {len(case['entwuerfe'])} freigegeben"
        table.add_row(
            case["vorgang"], Text(case["antrag"] or "–"), Text(case["betreff"] or "–"), case["status"], frist, points
        )
    out.print(table)


def show_figures(figures: dict[str, Any], indent: int = 0) -> None:
    """Figures of a benchmark, one a line, groups indented."""
    for name, value in figures.items():
        if isinstance(value, dict):
            out.print(Text(f"{'  ' * indent}{name}", style="bold"))
            show_figures(value, indent + 1)
        else:
            shown = f"{value:.3f}" if isinstance(value, float) else str(value)
            out.print(Text(f"{'  ' * indent}{name:<{42 - 2 * indent}} {shown}"))
