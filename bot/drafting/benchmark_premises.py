"""Premises against labels: `premises.jsonl` beside `papers/`, a row a point with its Stichtag and what is so then.

The papers go through the real archive and index; every point is read as in a motion without letterhead. Counted are the
three findings that a draft has to open with (already so, no longer so, decided otherwise): found, missed, falsely seen.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.drafting.desk import Desk
from corpus.domain import Anliegen
from corpus.parsing.anliegen_art import classify
from retrieval.premise.check import Voraussetzung
from retrieval.support import fold

COUNTED = ("bereits_erfuellt", "nicht_mehr_so", "anders_entschieden")
LABELS = "premises.jsonl"


def bench_premises(folder: Path, desk: Desk, run: Path | None = None, *, labels: str = LABELS) -> dict[str, Any]:
    """Checks every labelled point and returns the figures; `run` gets a row {"id", "status", "fakt"} a point."""
    labelled = [json.loads(line) for line in (folder / labels).read_text(encoding="utf-8").splitlines() if line]
    rows = []
    for row in labelled:
        text = row["anliegen"]
        point = Anliegen(1, None, text, classify(text), (), 0, len(text))
        found = desk.premises([point], None, stichtag=date.fromisoformat(row["today"]))[0]
        rows.append({"id": row["id"], "status": found.befund.value, "fakt": _fact(found)})
    if run:
        run.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return figures(labelled, rows)


def _fact(found: Voraussetzung) -> dict[str, str | None] | None:
    if found.aussage is None:
        return None
    passage = found.aussage.passage
    return {"datei": passage.dokument, "nr": ", ".join(passage.nr) or None, "satz": fold(found.aussage.text)}


def figures(labelled: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Found, missed and falsely seen by kind, and F1 over the counted kinds together (micro). Pure."""
    pairs = [(label["gold"], row["status"]) for label, row in zip(labelled, rows, strict=True)]
    hit = sum(gold == status for gold, status in pairs if gold in COUNTED)
    seen = sum(status in COUNTED for _, status in pairs)
    there = sum(gold in COUNTED for gold, _ in pairs)
    by_kind: dict[str, str] = {}
    for kind in dict.fromkeys([*COUNTED, *(gold for gold, _ in pairs)]):
        own = Counter(status for gold, status in pairs if gold == kind)
        false = sum(status == kind for gold, status in pairs if gold != kind)
        other = ", ".join(f"{status} {n}" for status, n in own.items() if status != kind)
        by_kind[kind] = f"{own[kind]} von {sum(own.values())}, zu Unrecht {false}" + (
            f" (sonst {other})" if other else ""
        )
    facts = [
        fold(row["fakt"]["satz"]) == fold(label["fakt"]["satz"])
        for label, row in zip(labelled, rows, strict=True)
        if label["gold"] in COUNTED and label["gold"] == row["status"] and label.get("fakt") and row["fakt"]
    ]
    return {
        "anliegen": len(pairs),
        "gefunden": hit,
        "uebersehen": there - hit,
        "zu_unrecht": seen - hit,
        "genauigkeit": round(hit / seen, 3) if seen else None,
        "trefferquote": round(hit / there, 3) if there else None,
        "f1": round(2 * hit / (seen + there), 3) if seen + there else None,
        "nach_art": by_kind,
        "mit_dem_richtigen_satz": f"{sum(facts)} von {len(facts)}",
    }
