"""`stellwerk tune`: learns the ranking from the city's own archive."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from bot.commands.context import JSON, parts, print_json

if TYPE_CHECKING:
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


def tune(context: typer.Context, as_json: JSON = False) -> None:
    """Lernt aus den eigenen Stellungnahmen, was die Suche zuerst zeigt; Schlechteres wird nicht übernommen."""
    from bot.channels import console

    stellwerk = parts(context)
    tuned = _tuned(stellwerk)
    if tuned.taken:
        _store(stellwerk, tuned)
    if as_json:
        print_json(
            {"uebernommen": list(tuned.taken), "vergleich": [asdict(c) for c in tuned.comparisons], **tuned.figures}
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
    """Beside the old file first, then in its place: whoever reads sees the one or the other whole."""
    from bot.clock import now
    from retrieval.ranking import weights_to_json

    run: dict[str, Any] = {
        "command": "stellwerk tune",
        "date": now().date().isoformat(),
        "taken": list(tuned.taken),
        "questions": {c.kind: c.questions for c in tuned.comparisons},
        **tuned.figures,
    }
    file = stellwerk.settings.weights_file
    fresh = file.with_suffix(".neu")
    fresh.write_text(weights_to_json(tuned.weights, run), encoding="utf-8")
    fresh.replace(file)


def _sentence(comparison: Comparison) -> str:
    def first(figures: dict[str, float]) -> str:
        shares = (f"{100 * figures[name]:.1f}".replace(".", ",") for name in ("R@1", "R@10"))
        return "{} % zuerst, {} % unter den ersten zehn".format(*shares)

    gain = f"{comparison.gain:+.3f} ({comparison.low:+.3f} bis {comparison.high:+.3f})".replace(".", ",")
    return (
        f"{KINDS[comparison.kind]} ({comparison.questions}): bisher {first(comparison.old)}; "
        f"gelernt {first(comparison.new)}, auf Papieren, aus denen nicht gelernt wurde. nDCG@10 {gain}."
    )
