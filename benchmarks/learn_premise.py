"""Learns retrieval/premise_weights.json from labelled premises, and says by folds what it is worth.

    python benchmarks/learn_premise.py tests/retrieval/premises --models FOLDER [--write]

The folder holds `papers/` and `premises.jsonl` as for `stellwerk bench premise`. Learned is how likely a clause is the
one that speaks of a point's matter (logistic regression, L2, the labelled sentence against every other clause that
retrieval found); what follows from a clause is a rule and not learned. Folds are by paper, so that no paper teaches
what it is asked. Runs offline and takes about a minute on two cores.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.clock import now
from bot.drafting.vocabulary import vocabulary
from bot.ingest import find_files, ingest
from bot.settings import Settings
from bot.wiring import Stellwerk
from corpus.domain import Anliegen
from corpus.parsing.anliegen_art import classify
from retrieval.matter import matter_text
from retrieval.premise import weights
from retrieval.premise_reading import read_point, said_by
from retrieval.premise_signals import signals_of
from retrieval.search import Query
from retrieval.slots import institutions
from retrieval.statements import statements_of
from retrieval.support import fold

FOLDS = 8
POSITIVE_WEIGHT = 4.0
"""A labelled sentence counts so many times another: there are some forty of those to one."""
INVERSE_STRENGTH = 0.5
SAME_ANSWER = 0.5
"""A clause of the labelled answer that speaks of so much of the point is no example against: it may say the same."""


@dataclass(frozen=True)
class Example:
    """A labelled point: the paper of its fact, and for each clause its signals and whether it is the labelled one."""

    paper: str
    signals: tuple[dict[str, float], ...]
    is_fact: tuple[bool, ...]
    counts: tuple[bool, ...]


def examples(folder: Path, stellwerk: Stellwerk) -> list[Example]:
    """The labelled points with what the real archive and index hold on them."""
    found = []
    for line in (folder / "premises.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found.append(_example(row, stellwerk))
    return found


def _example(row: dict[str, Any], stellwerk: Stellwerk) -> Example:
    before = date.fromisoformat(row["today"]) + timedelta(days=1)
    text = matter_text(row["anliegen"])
    queries = [Query(text, None, before), *(Query(name, None, before) for name in institutions(text))]
    hits = [hit for result in stellwerk.searcher.search_many(queries) for hit in result.treffer]
    passages = list({hit.passage.id: hit.passage for hit in hits}.values())
    said = said_by([s for passage in passages for s in statements_of(passage)])
    point = read_point(Anliegen(1, None, row["anliegen"], classify(row["anliegen"]), (), 0, len(row["anliegen"])))
    overtaken = {hit.passage.id for hit in hits if hit.ueberholt_durch}
    rarity = vocabulary(stellwerk.searcher, before=before).seltenheit
    signals = signals_of(point, said, rarity, overtaken)
    wanted = fold(row["fakt"]["satz"]) if row["fakt"] else None
    facts = [fold(each.aussage.text) == wanted for each in said]
    answers = {each.aussage.passage.id for each, fact in zip(said, facts, strict=True) if fact}
    counts = [
        fact or each.aussage.passage.id not in answers or own["matter"] < SAME_ANSWER
        for each, own, fact in zip(said, signals, facts, strict=True)
    ]
    return Example((row["fakt"] or {"datei": row["id"]})["datei"], tuple(signals), tuple(facts), tuple(counts))


def learn(rows: Sequence[Example], names: Sequence[str]) -> dict[str, float]:
    """The weights that tell labelled clauses from the others."""
    inputs, targets = [], []
    for row in rows:
        for signals, fact, counts in zip(row.signals, row.is_fact, row.counts, strict=True):
            if counts:
                inputs.append([signals[name] for name in names])
                targets.append(fact)
    model = LogisticRegression(
        C=INVERSE_STRENGTH, max_iter=3000, fit_intercept=False, class_weight={True: POSITIVE_WEIGHT, False: 1.0}
    ).fit(np.array(inputs), np.array(targets))
    return {name: round(float(value), 3) for name, value in zip(names, model.coef_[0], strict=True)}


def first_is_fact(rows: Sequence[Example], learned: dict[str, float]) -> list[bool]:
    """For each point with a labelled fact, whether the likeliest clause is the one that says it."""
    judged = []
    for row in rows:
        if any(row.is_fact):
            scores = [sum(weight * own[name] for name, weight in learned.items()) for own in row.signals]
            judged.append(row.is_fact[int(np.argmax(scores))])
    return judged


def main() -> None:
    """Learns, judges by folds, and writes where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    from retrieval.embedding_weights import default_model_folder

    with tempfile.TemporaryDirectory(prefix="stellwerk-learn-") as home:
        settings = Settings(home=Path(home), embedding_model=str(default_model_folder(arguments.models)))
        stellwerk = Stellwerk(settings)
        sources, _ = find_files([arguments.folder / "papers"])
        ingest(sources, stellwerk.archive, oeffentlich=False, now=now, done=lambda _: None)
        stellwerk.bring_index_level()
        rows = examples(arguments.folder, stellwerk)
    names = list(weights())
    papers = sorted({row.paper for row in rows})
    random.Random(3).shuffle(papers)
    judged: list[bool] = []
    for fold_number in range(FOLDS):
        held = set(papers[fold_number::FOLDS])
        learned = learn([row for row in rows if row.paper not in held], names)
        judged.extend(first_is_fact([row for row in rows if row.paper in held], learned))
    run = f"{arguments.folder.name}: {len(rows)} Anliegen, Satz zuerst in {sum(judged)} von {len(judged)} (Faltung)"
    print(run)
    if arguments.write:
        target = Path(__file__).parent.parent / "retrieval" / "premise_weights.json"
        target.write_text(json.dumps({"run": run, "weights": learn(rows, names)}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
