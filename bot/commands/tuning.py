"""`stellwerk tune`: learns from the city's own archive what is found first, from its decisions how sure a draft is."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.confidence import confidence_to_json, learn_confidence, say_confidence
from bot.commands.context import JSON, parts, print_json
from corpus.files import replace_file

if TYPE_CHECKING:
    from bot.drafting.confidence.learning import GelernteZuversicht
    from bot.wiring import Stellwerk
    from retrieval.tuning_archive import Comparison, Tuned

KINDS = {
    "in_motion": "Punkte eines Antrags, auf den ein Papier antwortet",
    "mixed": "Punkte eines Antrags, auf die mehrere Papiere antworten",
    "with_title": "einzelne Fragen mit Betreff",
    "without_title": "einzelne Fragen",
}


def register(app: typer.Typer) -> None:
    """Adds `tune`."""
    app.command()(tune)


def tune(
    context: typer.Context,
    zuversicht: Annotated[
        bool, typer.Option("--zuversicht", help="Nur die Zuversicht der Entwürfe lernen, aus den Entscheidungen hier.")
    ] = False,
    as_json: JSON = False,
) -> None:
    """Lernt, was die Suche zuerst zeigt, und wie sicher Entwürfe sind; Schlechteres wird nicht übernommen.

    Die Suche lernt aus eigenen Stellungnahmen, die Zuversicht daraus, welche Entwürfe unverändert freigegeben wurden.
    """
    stellwerk = parts(context)
    learned = learn_confidence(stellwerk)
    if zuversicht:
        if as_json:
            print_json(confidence_to_json(learned))
        else:
            say_confidence(stellwerk, learned)
        return
    _tune_search(stellwerk, learned, as_json=as_json)


def _tune_search(stellwerk: Stellwerk, learned: GelernteZuversicht, *, as_json: bool) -> None:
    from bot.channels import console

    if not as_json:
        say_confidence(stellwerk, learned)
    tuned = _tuned(stellwerk)
    if tuned.taken:
        _store(stellwerk, tuned)
    if as_json:
        print_json(
            {
                "uebernommen": list(tuned.taken),
                "vergleich": [asdict(c) for c in tuned.comparisons],
                **tuned.figures,
                "zuversicht": confidence_to_json(learned),
            }
        )
        return
    for comparison in tuned.comparisons:
        console.say(_sentence(comparison))
    if tuned.taken:
        console.say(f"Übernommen nach {stellwerk.settings.weights_file}; die Datei zu löschen, macht es rückgängig.")
    else:
        console.say("Die bisherigen Gewichte bleiben: Die neuen sind auf fremden Papieren nicht sicher besser.")


def _tuned(stellwerk: Stellwerk) -> Tuned:
    from bot.channels import console
    from retrieval.tuning_archive import labelled_archive, tune

    labelled = labelled_archive(stellwerk.archive.all_passages())
    with console.progress("Antworten einbetten", len(labelled.passages)) as step:

        def done(passages: int) -> None:
            for _ in range(passages):
                step("")

        return tune(labelled, stellwerk.weights, stellwerk.embeddings, done)


def _store(stellwerk: Stellwerk, tuned: Tuned) -> None:
    from bot.clock import now
    from retrieval.ranking.weights import weights_to_json

    run: dict[str, Any] = {
        "command": "stellwerk tune",
        "date": now().date().isoformat(),
        "taken": list(tuned.taken),
        "questions": {c.kind: c.questions for c in tuned.comparisons},
        **tuned.figures,
    }
    replace_file(stellwerk.settings.weights_file, weights_to_json(tuned.weights, run).encode())


def _sentence(comparison: Comparison) -> str:
    def first(figures: dict[str, float]) -> str:
        shares = (f"{100 * figures[name]:.1f}".replace(".", ",") for name in ("R@1", "R@10"))
        return "{} % zuerst, {} % unter den ersten zehn".format(*shares)

    gain = f"{comparison.gain:+.3f} ({comparison.low:+.3f} bis {comparison.high:+.3f})".replace(".", ",")
    return (
        f"{KINDS[comparison.kind]} ({comparison.questions}): bisher {first(comparison.old)}; "
        f"gelernt {first(comparison.new)}, auf Papieren, aus denen nicht gelernt wurde. nDCG@10 {gain}."
    )
