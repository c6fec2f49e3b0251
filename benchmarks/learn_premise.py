"""Learns retrieval/premise/weights.json from labelled premises, and says what it is worth on a set it didn't see.

    python benchmarks/learn_premise.py tests/retrieval/premises/premises.jsonl tests/retrieval/premises/reserve.jsonl \
        tests/retrieval/premises/hollerstedt/premises.jsonl --models FOLDER [--write]

Beside each file of labels lies `papers/`, as for `stellwerk bench premise`. Learned is how likely a clause is the one
that speaks of a point's matter (logistic regression, L2, the labelled sentence against every other clause that
retrieval found); what follows from a clause is a rule and not learned. Each set is judged with weights learned from the
others alone, by the figures of the bench. The same files give the same weights. Runs offline, about a minute a set.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

import bot.drafting.quotation as quotation
import retrieval.premise.check as premise
from bot.clock import now
from bot.drafting.benchmark_premises import figures
from bot.drafting.desk import Desk
from bot.ingest import find_files, ingest
from bot.settings import Settings
from bot.wiring import Stellwerk
from corpus.domain import Anliegen
from corpus.parsing.anliegen_art import classify
from retrieval.matter import Rarity
from retrieval.premise.reading import read_point, said_by
from retrieval.premise.signals import signals_of
from retrieval.statements import Aussage
from retrieval.support import fold

POSITIVE_WEIGHT = 4.0
"""A labelled sentence counts so many times another: there are some forty of those to one."""
INVERSE_STRENGTH = 0.5
SAME_ANSWER = 0.5
"""A clause of the labelled answer that speaks of so much of the point is no example against: it may say the same."""


@dataclass(frozen=True)
class Asked:
    """A labelled point and what the check was given for it: the statements in order, and how rare words are."""

    row: dict[str, Any]
    point: Anliegen
    statements: tuple[Aussage, ...]
    rarity: Rarity
    overtaken: frozenset[str]

    @property
    def day(self) -> date:
        return date.fromisoformat(self.row["today"])


def asked_of(labels: Path, desk: Desk) -> list[Asked]:
    """The labelled points with what the desk gives to the check, taken down where it is called."""
    found = []
    check = quotation.check_premise
    for line in labels.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["anliegen"]
        point = Anliegen(1, None, text, classify(text), (), 0, len(text))

        def taking_down(
            anliegen: Anliegen, statements: Sequence[Aussage], *, row: dict[str, Any] = row, **given: Any
        ) -> premise.Voraussetzung:
            found.append(Asked(row, anliegen, tuple(statements), given["rarity"], frozenset(given["overtaken"])))
            return check(anliegen, statements, **given)

        quotation.check_premise = taking_down
        try:
            desk.premises([point], None, stichtag=date.fromisoformat(row["today"]))
        finally:
            quotation.check_premise = check
    return found


def learn(sets: Sequence[Sequence[Asked]], names: Sequence[str]) -> dict[str, float]:
    """The weights that tell labelled clauses from the others."""
    inputs, targets = [], []
    for asked in (each for one in sets for each in one):
        said = said_by(asked.statements)
        wanted = fold(asked.row["fakt"]["satz"]) if asked.row["fakt"] else None
        is_fact = [fold(each.aussage.text) == wanted for each in said]
        answers = {each.aussage.passage.id for each, fact in zip(said, is_fact, strict=True) if fact}
        every = signals_of(read_point(asked.point), said, asked.rarity, asked.overtaken)
        for each, signals, fact in zip(said, every, is_fact, strict=True):
            if fact or each.aussage.passage.id not in answers or signals["matter"] < SAME_ANSWER:
                inputs.append([signals[name] for name in names])
                targets.append(fact)
    model = LogisticRegression(
        C=INVERSE_STRENGTH, max_iter=3000, fit_intercept=False, class_weight={True: POSITIVE_WEIGHT, False: 1.0}
    ).fit(np.array(inputs), np.array(targets))
    return {name: round(float(value), 3) for name, value in zip(names, model.coef_[0], strict=True)}


def judge(asked: Sequence[Asked], learned: dict[str, float]) -> dict[str, Any]:
    """The figures of the bench with these weights."""
    used = premise.weights
    premise.weights = lambda: learned  # type: ignore[assignment]
    try:
        found = [
            premise.check_premise(
                each.point, each.statements, rarity=each.rarity, stichtag=each.day, overtaken=each.overtaken
            )
            for each in asked
        ]
    finally:
        premise.weights = used
    return figures([e.row for e in asked], [{"status": f.befund.value, "fakt": None} for f in found])


def main() -> None:
    """Learns, judges each set by the others, and writes where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    from retrieval.embedding.weights import default_model_folder

    with ExitStack() as stack:
        desks: dict[Path, Desk] = {}
        for papers in dict.fromkeys(labels.parent / "papers" for labels in arguments.labels):
            home = stack.enter_context(tempfile.TemporaryDirectory(prefix="stellwerk-learn-"))
            settings = Settings(home=Path(home), embedding_model=str(default_model_folder(arguments.models)))
            stellwerk = Stellwerk(settings)
            sources, _ = find_files([papers])
            ingest(sources, stellwerk.archive, oeffentlich=True, now=now, done=lambda _: None)
            stellwerk.bring_index_level()
            desks[papers] = stellwerk.desk
        sets = [asked_of(labels, desks[labels.parent / "papers"]) for labels in arguments.labels]
        names = list(premise.weights())
        for at, labels in enumerate(arguments.labels):
            seen = judge(sets[at], learn([one for other, one in enumerate(sets) if other != at], names))
            print(f"{labels}: F1 {seen['f1']} mit Gewichten aus den anderen Sätzen ({seen['anliegen']} Anliegen)")
        learned = learn(sets, names)
        for labels, one in zip(arguments.labels, sets, strict=True):
            print(f"{labels}: F1 {judge(one, learned)['f1']} mit Gewichten aus allen")
    if arguments.write:
        run = f"benchmarks/learn_premise.py {' '.join(map(str, arguments.labels))}: {sum(map(len, sets))} premises"
        target = Path(__file__).parent.parent / "retrieval" / "premise" / "weights.json"
        target.write_text(json.dumps({"run": run, "weights": learned}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
