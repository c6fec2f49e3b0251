"""Commands on persons: invite, list, revoke."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.commands.context import parts, print_json
from bot.commands.papers import JSON
from bot.review.people import Rolle

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
    """Nimmt eine Person auf und erzeugt ein Einmalkennwort für ihren Zugang im Chat.

    Im Terminal kann sie ab sofort mit --as "NAME" handeln.
    """
    from bot.channels import console
    from bot.clock import now

    invitation = parts(context).persons.invite(name, role, now=now())
    if as_json:
        until = invitation.gueltig_bis.isoformat()
        print_json({"token": invitation.token, "link": None, "gueltig_bis": until})
        return
    console.say(f"{invitation.person.name} ist aufgenommen ({role.value}).")
    console.say(f'Im Terminal: stellwerk case review VORGANG --as "{invitation.person.name}"')


@person_app.command("list")
def list_persons(context: typer.Context, as_json: JSON = False) -> None:
    """Zeigt alle Personen, auch ausgeschlossene."""
    from bot.channels import console

    people = parts(context).persons.everyone()
    if as_json:
        print_json([{"id": p.id, "name": p.name, "rolle": p.rolle.value, "aktiv": p.aktiv} for p in people])
    else:
        console.show_people(people)


@person_app.command()
def revoke(context: typer.Context, name: Annotated[str, typer.Argument(help="Vor- und Nachname.")]) -> None:
    """Beendet den Zugang einer Person. Was sie entschieden hat, bleibt."""
    from bot.channels import console
    from bot.clock import now

    gone = parts(context).persons.revoke(name, now=now())
    console.say(f"{gone.name} hat keinen Zugang mehr.")
