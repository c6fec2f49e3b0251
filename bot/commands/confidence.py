"""Learning how sure drafts are, as `stellwerk tune` does it: from the database to the file in HOME, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.drafting.confidence.learning import GelernteZuversicht
    from bot.wiring import Stellwerk

_AUSGANG = {
    "unveraendert": "unverändert freigegeben",
    "geaendert": "geändert",
    "abgelehnt": "abgelehnt",
    "anders_entworfen": "anders entworfen",
    "an_amt": "an ein Amt gegeben",
}


def learn_confidence(stellwerk: Stellwerk) -> GelernteZuversicht:
    """Learns from the decisions in the database; what is surely better is written to HOME."""
    from bot.clock import now
    from bot.drafting.confidence.learning import learn_from_decisions
    from bot.drafting.confidence.model import default_model, model_to_json
    from bot.review.outcomes import decided_drafts_in
    from corpus.database import reading
    from corpus.files import replace_file

    with reading(stellwerk.engine) as connection:
        decided = decided_drafts_in(connection)
    learned = learn_from_decisions(decided, default_model(), stellwerk.confidence)
    if learned.uebernommen:
        run = {"command": "stellwerk tune", "date": now().date().isoformat(), **learned.figures}
        replace_file(stellwerk.settings.confidence_file, model_to_json(learned.modell, run).encode())
    return learned


def confidence_to_json(learned: GelernteZuversicht) -> dict[str, Any]:
    """What was learned, for `--json`."""
    return {"uebernommen": learned.uebernommen, "warum_nicht": learned.warum, **learned.figures}


def say_confidence(stellwerk: Stellwerk, learned: GelernteZuversicht) -> None:
    """What was learned, in sentences: what became of the drafts, how good the estimate was, whether it is taken."""
    from bot.channels import console

    figures = learned.figures
    console.say("Zuversicht der Entwürfe", style="bold")
    became = ", ".join(f"{count} {_AUSGANG[name]}" for name, count in figures.get("ausgang", {}).items())
    if became:
        console.say(f"Aus {figures['entscheidungen']} Entscheidungen: {became}.")
    if figures.get("geaenderter_anteil"):
        console.say(f"Wo geändert wurde, waren es im Mittel {figures['geaenderter_anteil']:.0%} der Wörter.")
    for name, label in (("bisher", "bisherige"), ("gelernt", "gelernte")):
        if name in figures:
            console.say(f"Die {label} Schätzung: {_quality(figures[name])}")
    if learned.uebernommen:
        console.say(
            f"Übernommen nach {stellwerk.settings.confidence_file}; die Datei zu löschen, macht es rückgängig. Ein "
            "laufender Bot nimmt sie nach einem Neustart."
        )
    else:
        console.say(f"Es bleibt bei der bisherigen Schätzung. {learned.warum}")


def _quality(figures: dict[str, Any]) -> str:
    def with_interval(name: str) -> str:
        value, low, high = (f"{x:.3f}".replace(".", ",") for x in figures[name])
        return f"{value} ({low} bis {high})"

    table = "; ".join(
        f"erwartet {expected:.0%}, eingetreten {share:.0%} von {many}"
        for expected, share, many in figures["reliability"]
    )
    return (
        f"Brier {with_interval('Brier')}, Kalibrierungsfehler {with_interval('ECE')}, an späteren Entscheidungen, aus "
        f"denen nicht gelernt wurde. {table}."
    )
