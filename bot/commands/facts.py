"""Commands on facts: list, show, confirm, end, replace, keep, stale."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.context import DATE_FORMATS, JSON, parts, print_json
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.review.facts import Veraltend
    from bot.wiring import Stellwerk
    from corpus.facts.store import FaktStand

fact_app = typer.Typer(
    no_args_is_help=True, help="Was die Papiere sagen und seit wann es gilt: zeigen, bestätigen, beenden, ersetzen."
)
FactId = Annotated[str, typer.Argument(metavar="ID", help="Die Nummer aus `fact list`; die ersten Zeichen genügen.")]
As = Annotated[str, typer.Option("--as", metavar="PERSON", help="Wer entscheidet (Rolle Leitung).")]
Grund = Annotated[str | None, typer.Option("--grund", metavar="TEXT", help="Warum; steht im Verlauf.")]
GiltBis = Annotated[
    datetime | None,
    typer.Option("--gilt-bis", formats=DATE_FORMATS, help="Der erste Tag, an dem es nicht mehr gilt."),
]


def register(app: typer.Typer) -> None:
    """Adds `fact`."""
    app.add_typer(fact_app, name="fact")


@fact_app.command("list")
def list_facts(
    context: typer.Context,
    woerter: Annotated[
        list[str] | None, typer.Argument(metavar="WORT...", help="Nur mit allen diesen Wörtern.")
    ] = None,
    stichtag: Annotated[
        datetime | None, typer.Option("--stichtag", formats=DATE_FORMATS, help="Was an diesem Tag gilt (sonst heute).")
    ] = None,
    alle: Annotated[bool, typer.Option("--alle", help="Auch was nicht mehr oder noch nicht gilt.")] = False,
    vorschlaege: Annotated[
        bool, typer.Option("--vorschlaege", help="Nur Fakten, die ein neueres Papier zu überholen scheint.")
    ] = False,
    wartet: Annotated[
        bool, typer.Option("--wartet", help="Nur Fakten eigener Stellungnahmen, die noch niemand bestätigt hat.")
    ] = False,
    as_json: JSON = False,
) -> None:
    """Zeigt Fakten: was gilt, seit wann, bis wann, wann zuletzt bestätigt, mit Quelle."""
    from bot.channels import console_facts
    from bot.clock import today

    day = stichtag.date() if stichtag else today()
    found = parts(context).facts.standings(stichtag=day, woerter=woerter or (), alle=alle)
    if vorschlaege:
        found = tuple(standing for standing in found if standing.vorschlaege)
    if wartet:
        found = tuple(standing for standing in found if standing.wartet)
    if as_json:
        print_json([stand_to_json(standing) for standing in found])
    else:
        console_facts.show_facts(found, stichtag=day, alle=alle)


@fact_app.command()
def show(context: typer.Context, fakt_id: FactId, as_json: JSON = False) -> None:
    """Zeigt einen Fakt mit seinem Wortlaut und allem, was Personen dazu entschieden haben."""
    from bot.channels import console_facts

    standing = parts(context).facts.find(fakt_id)
    if as_json:
        print_json(stand_to_json(standing))
    else:
        console_facts.show_fact(standing)


@fact_app.command()
def confirm(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Eine oder mehrere Nummern aus `fact list`.")],
    as_person: As,
    grund: Grund = None,
    wieder: Annotated[bool, typer.Option("--wieder", help="Obwohl der Fakt beendet oder ersetzt worden war.")] = False,
    as_json: JSON = False,
) -> None:
    """Bestätigt, dass etwas heute noch so ist."""
    from bot.channels import console_facts
    from bot.clock import now

    stellwerk = parts(context)
    person = stellwerk.persons.named(as_person)
    done = [stellwerk.facts.confirm(one, person, now=now(), grund=grund, wieder=wieder) for one in ids]
    if as_json:
        print_json([stand_to_json(standing) for standing in done])
    for standing in () if as_json else done:
        console_facts.show_deed("Bestätigt", standing)


@fact_app.command()
def end(
    context: typer.Context,
    fakt_id: FactId,
    as_person: As,
    grund: Grund = None,
    gilt_bis: GiltBis = None,
    as_json: JSON = False,
) -> None:
    """Beendet einen Fakt: Er gilt ab einem Tag nicht mehr (sonst ab heute), und nichts tritt an seine Stelle."""
    from bot.channels import console_facts
    from bot.clock import now, today

    stellwerk = parts(context)
    person = stellwerk.persons.named(as_person)
    day = gilt_bis.date() if gilt_bis else today()
    standing = stellwerk.facts.end(fakt_id, person, gilt_bis=day, grund=grund, now=now())
    if as_json:
        print_json(_ended_to_json(stellwerk, standing))
    else:
        console_facts.show_deed("Beendet", standing)
        console_facts.show_points(stellwerk.facts.open_points_on(standing))


@fact_app.command()
def replace(
    context: typer.Context,
    fakt_id: FactId,
    as_person: As,
    durch: Annotated[
        str | None, typer.Option("--durch", metavar="ID", help="Der neuere Fakt, der an die Stelle tritt.")
    ] = None,
    gegenstand: Annotated[str | None, typer.Option("--gegenstand", help="Berichtigt, worum es geht.")] = None,
    aussage: Annotated[str | None, typer.Option("--aussage", help="Berichtigt die Aussage; das Zitat bleibt.")] = None,
    art: Annotated[
        str | None,
        typer.Option("--art", metavar="zustand|ereignis|absicht|bewertung|zahl", help="Berichtigt die Art."),
    ] = None,
    gilt_ab: Annotated[
        datetime | None, typer.Option("--gilt-ab", formats=DATE_FORMATS, help="Berichtigt, seit wann es gilt.")
    ] = None,
    gilt_bis: GiltBis = None,
    grund: Grund = None,
    as_json: JSON = False,
) -> None:
    """Ersetzt einen Fakt durch einen neueren (--durch), oder berichtigt, wie er gelesen wurde."""
    from bot.channels import console_facts
    from bot.clock import now
    from corpus.jsonform import day

    stellwerk = parts(context)
    person = stellwerk.persons.named(as_person)
    werte: dict[str, str | None] = {"gegenstand": gegenstand, "aussage": aussage, "art": _kind(art)}
    werte |= {"gilt_ab": day(gilt_ab.date()) if gilt_ab else None}
    werte = {name: value for name, value in werte.items() if value}
    if durch and werte:
        raise typer.BadParameter("entweder --durch ID oder Berichtigungen, nicht beides", param_hint="--durch")
    if durch:
        until = gilt_bis.date() if gilt_bis else None
        standing = stellwerk.facts.replace(fakt_id, person, durch, gilt_bis=until, grund=grund, now=now())
    else:
        if gilt_bis:
            werte["gilt_bis"] = day(gilt_bis.date())
        if not werte:
            raise typer.BadParameter("--durch ID, oder was zu berichtigen ist, zum Beispiel --gilt-ab 01.04.2021")
        standing = stellwerk.facts.correct(fakt_id, person, werte, grund=grund, now=now())
    if as_json:
        print_json(_ended_to_json(stellwerk, standing))
    else:
        console_facts.show_deed("Ersetzt" if durch else "Berichtigt", standing)
        console_facts.show_points(stellwerk.facts.open_points_on(standing))


@fact_app.command()
def keep(
    context: typer.Context,
    fakt_id: FactId,
    durch: Annotated[str, typer.Option("--durch", metavar="ID", help="Der neuere Fakt aus dem Vorschlag.")],
    as_person: As,
    grund: Grund = None,
    as_json: JSON = False,
) -> None:
    """Lehnt einen Vorschlag ab: Das neuere Papier überholt diesen Fakt nicht."""
    from bot.channels import console_facts
    from bot.clock import now

    stellwerk = parts(context)
    person = stellwerk.persons.named(as_person)
    standing = stellwerk.facts.keep(fakt_id, person, durch, grund=grund, now=now())
    if as_json:
        print_json(stand_to_json(standing))
    else:
        console_facts.show_deed("Bleibt, wie er ist", standing)


@fact_app.command()
def stale(
    context: typer.Context,
    tage: Annotated[int, typer.Option("--tage", min=1, help="So lange nicht bestätigt.")] = 365,
    anzahl: Annotated[int, typer.Option("-n", min=1, help="So viele zeigen.")] = 20,
    as_json: JSON = False,
) -> None:
    """Zeigt, was lange niemand bestätigt hat; zuerst, worauf die meisten Entwürfe beruhen."""
    from bot.channels import console_facts
    from bot.clock import today

    found = parts(context).facts.stale(heute=today(), tage=tage)
    if as_json:
        print_json([_stale_to_json(one) for one in found[:anzahl]])
    else:
        console_facts.show_stale(found[:anzahl], total=len(found), tage=tage)


def stand_to_json(standing: FaktStand) -> dict[str, Any]:
    """The `fact list` shape, with how it came about."""
    from corpus.jsonform import day, fakt_to_json

    return {
        **fakt_to_json(standing.fakt),
        "oeffentlich": standing.oeffentlich,
        "wartet_auf_bestaetigung": standing.wartet,
        "vorschlaege": [
            {"durch": v.durch, "tat": v.tat.value, "gilt_bis": day(v.gilt_bis)} for v in standing.vorschlaege
        ],
        "verlauf": [
            {
                "tat": t.tat.value, "am": t.am.isoformat(), "person": t.person or t.person_id, "grund": t.grund,
                "gilt_bis": day(t.gilt_bis), "durch": t.durch, "werte": t.werte,
            }
            for t in standing.taten
        ],
    }  # fmt: skip


def _ended_to_json(stellwerk: Stellwerk, standing: FaktStand) -> dict[str, Any]:
    """With the points of cases in work that still quote it."""
    points = stellwerk.facts.open_points_on(standing)
    return {**stand_to_json(standing), "offene_punkte": [{"vorgang": case, "nr": nr} for case, nr in points]}


def _stale_to_json(one: Veraltend) -> dict[str, Any]:
    return {**stand_to_json(one.stand), "tage": one.tage, "entwuerfe": one.entwuerfe}


def _kind(art: str | None) -> str | None:
    from corpus.domain import FaktArt

    if art is None or art in set(FaktArt):
        return art
    raise StellwerkError(f"Die Art „{art}“ gibt es nicht.", f"Möglich sind: {', '.join(FaktArt)}.")
