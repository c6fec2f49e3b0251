"""Counts what the premise check would correct in real motions: there, nearly every correction is false.

    python benchmarks/premises_on_real.py ../shared/data/karlsruhe --models FOLDER [--show]

Beside `gold_docs.jsonl` (a row a motion with its points) lies `texts/` with its reply as `<id>.antwort.txt`. All
replies are taken in, and each point is checked on a day after all of them: also its own reply may speak of it.
`--show` prints every correction with the sentence that it would open with, for reading: no label says which are right.
About ten minutes for 863 points.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from bot.clock import now
from bot.ingest import find_files, ingest
from bot.settings import Settings
from bot.wiring import Stellwerk
from corpus.domain import Anliegen
from corpus.parsing.anliegen_art import classify
from retrieval.embedding.weights import default_model_folder
from retrieval.premise.check import OVERTURNED
from retrieval.support import fold

AFTER_ALL = date(2100, 1, 1)


def main() -> None:
    """Takes the replies in, checks every point, and counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="stellwerk-real-") as home:
        settings = Settings(home=Path(home), embedding_model=str(default_model_folder(arguments.models)))
        stellwerk = Stellwerk(settings)
        sources, _ = find_files(sorted((arguments.folder / "texts").glob("*.antwort.txt")))
        ingest(sources, stellwerk.archive, oeffentlich=True, now=now, done=lambda _: None)
        stellwerk.bring_index_level()
        for line in (arguments.folder / "gold_docs.jsonl").read_text(encoding="utf-8").splitlines():
            motion = json.loads(line)
            texts = [fold(item["question"]) for item in motion["items"] if item["question"]]
            points = [Anliegen(nr, None, t, classify(t), (), 0, len(t)) for nr, t in enumerate(texts, 1)]
            if not points:
                continue
            found = stellwerk.desk.premises(points, motion["title"], stichtag=AFTER_ALL)
            counts.update(premise.befund.value for premise in found)
            for point, premise in zip(points, found, strict=True):
                if arguments.show and premise.befund in OVERTURNED and premise.aussage:
                    print(f"{premise.befund.value}: {point.text}\n    {fold(premise.aussage.text)}")
    print(f"{sum(counts.values())} Anliegen: " + ", ".join(f"{befund} {n}" for befund, n in counts.most_common()))


if __name__ == "__main__":
    main()
