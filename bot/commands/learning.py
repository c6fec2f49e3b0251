"""`stellwerk learning`: what a language model is shown of earlier decisions, and taking it out."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.commands.context import JSON, parts, print_json

learning_app = typer.Typer(
    no_args_is_help=True, help="Was ein Sprachmodell aus Entscheidungen lernt: zeigen, herausnehmen."
)


def register(app: typer.Typer) -> None:
    """Adds `learning`."""
    app.add_typer(learning_app, name="learning")


@learning_app.command("list")
def list_(context: typer.Context, as_json: JSON = False) -> None:
    """Zeigt die Beispiele aus Änderungen und Ablehnungen, die neuesten zuerst, ohne personenbezogene Angaben."""
    from bot.channels import console

    stellwerk = parts(context)
    found = stellwerk.learning.all()
    if as_json:
        print_json(
            [
                {"id": one.id, "frage": one.frage, "vorher": one.vorher, "nachher": one.nachher, "grund": one.grund}
                for one in found
            ]
        )
        return
    if not stellwerk.settings.learning:
        console.say(
            "Das Lernen ist abgeschaltet (STELLWERK_LEARNING); kein Beispiel geht an ein Modell.", style="yellow"
        )
    if not found:
        console.say("Es gibt keine Beispiele.")
    for one in found:
        console.say(f"\n{one.id}: {' '.join(one.frage.split())}", style="bold")
        console.say(f"  vorher: {' '.join(one.vorher.split())}")
        console.say(f"  nachher: {' '.join(one.nachher.split())}" if one.nachher else "  abgelehnt")
        if one.grund:
            console.say(f"  Grund: {' '.join(one.grund.split())}")


@learning_app.command()
def delete(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="[BEISPIEL]...", help="Wie `list` sie nennt.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Alle Beispiele, die es bisher gibt.")] = False,
    as_json: JSON = False,
) -> None:
    """Nimmt Beispiele für immer heraus. Entwürfe und Entscheidungen bleiben, wie sie sind."""
    from bot.channels import console
    from bot.clock import now

    if bool(ids) == everything:
        raise typer.BadParameter("Beispiele nennen, oder --all", param_hint="BEISPIEL")
    learning = parts(context).learning
    gone = learning.forget_all(now=now()) if everything else learning.forget(ids or [], now=now())
    if as_json:
        print_json({"herausgenommen": gone})
        return
    console.say(f"{gone} {'Beispiel' if gone == 1 else 'Beispiele'} herausgenommen.")
