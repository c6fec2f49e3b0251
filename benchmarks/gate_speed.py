"""How many sentences a second the gate judges: its labelled claims, and whole sentences word for word.

python benchmarks/gate_speed.py [FOLDER with claims.jsonl]
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from retrieval.support import check_claim

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


if __name__ == "__main__":
    main()
