"""How many sentences a second the gate judges, and its share of a draft's time.

Its labelled claims, whole sentences word for word, and the sample motions drafted from the sample papers.

python benchmarks/gate_speed.py [FOLDER with claims.jsonl]
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from typer.testing import CliRunner

from bot.cli import app
from corpus.samples import papers_folder
from retrieval.support import check_claim, check_satz

DEFAULT = Path(__file__).parent.parent / "tests" / "retrieval" / "gate_claims" / "abstimmung"


def main() -> None:
    """Prints sentences a second: the first time (dictionaries loaded), again, and for verbatim sentences."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    rows = [json.loads(line) for line in (folder / "claims.jsonl").read_text("utf-8").splitlines()]
    started = time.perf_counter()
    check_claim("Das ist so.", "Das ist anders.")
    print(f"Wörterbücher laden: {time.perf_counter() - started:.2f} s")
    verbatim = [row for row in rows if row.get("kind") == "verbatim"]
    for name, chosen in (("erster Durchgang", rows), ("zweiter Durchgang", rows), ("wörtliche Sätze", verbatim)):
        started = time.perf_counter()
        for row in chosen:
            check_claim(row["claim"], row["evidence_text"])
        print(f"{name}: {len(chosen) / (time.perf_counter() - started):.0f} Sätze in der Sekunde")
    draft_share()


def draft_share() -> None:
    """Prints which part of the time for drafting the sample motions goes to the gate; the model is loaded before."""
    spent = [0.0, 0]

    def timed(inner: Callable[..., Any]) -> Callable[..., Any]:
        def outer(*given: Any, **named: Any) -> Any:
            started = time.perf_counter()
            try:
                return inner(*given, **named)
            finally:
                spent[0] += time.perf_counter() - started
                spent[1] += 1

        return outer

    motions = sorted(str(path) for path in (papers_folder().parent / "motions").glob("*.txt"))
    with tempfile.TemporaryDirectory() as home, patch("bot.drafting.desk.check_satz", timed(check_satz)):
        run(home, "ingest", str(papers_folder()), "--oeffentlich")
        run(home, "search", "Mitgliedschaft")
        spent[:] = [0.0, 0]
        started = time.perf_counter()
        run(home, "draft", "--batch", *motions, "--json")
        whole = time.perf_counter() - started
    print(
        f"Entwürfe zu {len(motions)} Anträgen: {whole:.1f} s, davon die Schranke {spent[0]:.2f} s "
        f"({spent[0] / whole:.1%}, {spent[1]} Sätze)"
    )


def run(home: str, *words: str) -> None:
    """One command; what it prints is of no interest, that it worked is."""
    done = CliRunner().invoke(app, ["--home", home, *words])
    if done.exit_code:
        raise SystemExit(f"{words[0]}: {done.output[-800:]}")


if __name__ == "__main__":
    main()
