"""Commands on persons: invite, list, revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.context import JSON, parts, print_json
from bot.review.people import Rolle

if TYPE_CHECKING:
    from bot.review.persons import Zugang
    from bot.wiring import Stellwerk

person_app = typer.Typer(no_args_is_help=True, help="Personen einladen, zeigen, ausschließen.")


def register(app: typer.Typer) -> None:
    """Adds `person`."""
    app.add_typer(person_app, name="person")


@person_app.command()
def invite(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Vor- und Nachname.")],
    role: Annotated[Rolle, typer.Option("--role", help="Was die Person darf.")] = Rolle.SACHBEARBEITUNG,
    as_json: JSON = False,
) -> None:
    """Nimmt eine Person auf und erzeugt eine Einladung für ihren Zugang im Chat.

    Im Terminal kann sie ab sofort mit --as "NAME" handeln. Die Einladung gilt einmal und sieben Tage; eine frühere, die
    niemand eingelöst hat, verfällt. Wer schon aufgenommen ist, bekommt die angegebene Rolle.
    """
    from bot.channels import console
    from bot.clock import now

    stellwerk = parts(context)
    invitation = stellwerk.persons.invite(name, role, now=now())
    link = _link(stellwerk, invitation.token)
    changed = invitation.bisher is not None and invitation.bisher is not role
    until = f"{invitation.gueltig_bis:%d.%m.%Y, %H:%M} Uhr"
    if as_json:
        before = invitation.bisher.value if invitation.bisher else None
        shape = {"token": invitation.token, "link": link, "gueltig_bis": invitation.gueltig_bis.isoformat()}
        notice = None if link else _NO_LINK
        print_json(
            {**shape, "person": invitation.person.name, "rolle": role.value, "rolle_bisher": before, "hinweis": notice}
        )
        return
    who = invitation.person.name
    if changed:
        console.say(f"{who} hat jetzt die Rolle {role.value} (bisher {invitation.bisher}).", style="yellow")
    else:
        console.say(f"{who} ist aufgenommen ({role.value}).")
    console.say(f'Im Terminal: stellwerk case review VORGANG --as "{who}"')
    if link:
        console.say(f"Im Chat, einmal und bis {until}: {link}")
    else:
        console.say(f"Im Chat, einmal und bis {until}: dem Bot schreiben: /start {invitation.token}")
        console.say(_NO_LINK, style="yellow")


_NO_LINK = "Einen Link gibt es, sobald der Bot einmal gelaufen ist (stellwerk bot) und seinen Namen kennt."


def _link(stellwerk: Stellwerk, token: str) -> str | None:
    """The deep link of an invitation; None where the bot's name is not known yet."""
    from bot.channels.accounts import fact_in
    from corpus.database import reading

    with reading(stellwerk.engine) as connection:
        username = fact_in(connection, "telegram.username")
    return f"https://t.me/{username}?start={token}" if username else None


@person_app.command("list")
def list_persons(context: typer.Context, as_json: JSON = False) -> None:
    """Zeigt alle Personen, auch ausgeschlossene: Rolle, Zugang im Chat, Abwesenheit."""
    from bot.channels import console
    from bot.clock import now

    people = parts(context).persons.access(now=now())
    if as_json:
        print_json([_access_to_json(one) for one in people])
    else:
        console.show_people(people)


def _access_to_json(one: Zugang) -> dict[str, object]:
    away = one.abwesend_bis
    return {
        "id": one.person.id,
        "name": one.person.name,
        "rolle": one.person.rolle.value,
        "aktiv": one.person.aktiv,
        "konten": [{"kanal": channel, "erreichbar": reachable} for channel, reachable in one.kanaele],
        "eingeladen_bis": one.eingeladen_bis.isoformat() if one.eingeladen_bis else None,
        "abwesend": {"bis": away.isoformat(), "vertretung": one.vertretung} if away else None,
    }


@person_app.command()
def revoke(context: typer.Context, name: Annotated[str, typer.Argument(help="Vor- und Nachname.")]) -> None:
    """Beendet den Zugang einer Person. Was sie entschieden hat, bleibt."""
    from bot.channels import console
    from bot.clock import now

    gone = parts(context).persons.revoke(name, now=now())
    console.say(f"{gone.name} hat keinen Zugang mehr.")
