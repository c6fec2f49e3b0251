"""`stellwerk bench gate`: what the gate says of labelled claims, beside what a careful official would.

A folder's `claims.jsonl` has rows with `id`, `evidence_text`, `claim`, `gold` (supported or not) and `kind`. The
positive class is "unsupported": precision says how many refusals were right, recall how many corruptions were caught.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.errors import StellwerkError
from retrieval.support import check_claim

Row = dict[str, Any]
_NEEDED = ("id", "evidence_text", "claim", "gold")


def bench_gate(folder: Path, run: Path | None = None) -> Row:
    """The figures of one labelled set; `run` receives what the gate said of each claim, and why."""
    rows = _read(folder / "claims.jsonl")
    check_claim("Das ist so.", "Das ist so, wie es ist.")  # dictionaries are loaded before the clock starts
    started = time.perf_counter()
    verdicts = [check_claim(row["claim"], row["evidence_text"]) for row in rows]
    seconds = time.perf_counter() - started
    if run is not None:
        lines = (
            {"id": row["id"], "belegt": verdict.belegt, "gruende": list(verdict.gruende)}
            for row, verdict in zip(rows, verdicts, strict=True)
        )
        run.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    figures = judge(rows, [not verdict.belegt for verdict in verdicts])
    return {"satz": folder.name, **figures, "tempo": {"saetze_je_s": len(rows) / seconds if seconds else math.nan}}


def judge(rows: Sequence[Row], flagged: Sequence[bool]) -> Row:
    """F1, precision and recall (positive: unsupported), and the flagged share of each kind with its Wilson interval."""
    pairs = [(not row["gold"], flag) for row, flag in zip(rows, flagged, strict=True)]
    right = sum(bad and flag for bad, flag in pairs)
    precision = _share(right, sum(flag for _, flag in pairs))
    recall = _share(right, sum(bad for bad, _ in pairs))
    kinds: dict[tuple[bool, str], list[bool]] = {}
    for row, flag in zip(rows, flagged, strict=True):
        kinds.setdefault((bool(row["gold"]), row.get("kind") or "ohne Angabe"), []).append(flag)
    return {
        "behauptungen": len(rows),
        "f1": _share(2 * right, sum(bad for bad, _ in pairs) + sum(flag for _, flag in pairs)),
        "genauigkeit": precision,
        "trefferquote": recall,
        "belegte_beanstandet": {kind: _flagged(flags) for (gold, kind), flags in sorted(kinds.items()) if gold},
        "unbelegte_beanstandet": {kind: _flagged(flags) for (gold, kind), flags in sorted(kinds.items()) if not gold},
    }


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927): sensible also for few cases and for 0 or all of them."""
    if not of:
        return (0.0, 1.0)
    share = hits / of
    centre = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return (max(0.0, centre - half), min(1.0, centre + half))


def _flagged(flags: Sequence[bool]) -> Row:
    low, high = wilson(sum(flags), len(flags))
    return {
        "beanstandet": sum(flags),
        "von": len(flags),
        "anteil": _share(sum(flags), len(flags)),
        "von_bis": [low, high],
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


def _read(path: Path) -> list[Row]:
    if not path.is_file():
        raise StellwerkError(f"In {path.parent} fehlt {path.name}.", "Bitte einen Ordner mit Lösungen angeben.")
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            missing = [name for name in _NEEDED if name not in row]
        except (ValueError, TypeError):
            missing = ["gültiges JSON"]
        if missing:
            raise StellwerkError(
                f"{path.name}, Zeile {number}: es fehlt {', '.join(missing)}.", "Bitte die Zeile berichtigen."
            )
        rows.append(row)
    if not rows:
        raise StellwerkError(f"{path.name} ist leer.", "Bitte einen Ordner mit Lösungen angeben.")
    return rows
