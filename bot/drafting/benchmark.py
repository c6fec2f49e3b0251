"""Drafts against expectations written by hand: `erwartet.jsonl` beside `papers/` and `motions/`, as in the samples.

Each row names a motion's point, the Stichtag, the status, the sentences that have to be quoted and the papers that must
not be. Measured are: status right, expected sentences quoted, forbidden papers quoted, silence where nothing is there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.drafting.confidence.report import trust_figures
from bot.drafting.desk import Desk
from bot.ingest import Quelle, read_text
from corpus.domain import Antrag, Entwurf
from corpus.jsonform import zuversicht_to_json
from corpus.parsing.antrag import parse_antraege
from retrieval.support import fold


def bench_drafts(folder: Path, desk: Desk, run: Path | None = None) -> dict[str, Any]:
    """Drafts every point that has an expectation and returns the figures; `run` gets a row a point."""
    expected = [json.loads(line) for line in (folder / "erwartet.jsonl").read_text(encoding="utf-8").splitlines()]
    motions: dict[str, Antrag] = {}
    rows = []
    for row in expected:
        name = row["motion"]
        if name not in motions:
            file = folder / "motions" / name
            motions[name] = parse_antraege(read_text(Quelle(name, file.read_bytes, file)).text)[0]
        antrag = motions[name]
        anliegen = next((a for a in antrag.anliegen if a.nr == row["nr"]), None)
        if anliegen is None:
            rows.append({"motion": name, "nr": row["nr"], "fehlt": True, "status_richtig": False})
            continue
        entwurf = desk.draft_point(anliegen, antrag.betreff, stichtag=date.fromisoformat(row["stichtag"]))
        rows.append(judge(row, entwurf))
    if run:
        run.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return _figures(rows)


def judge(row: dict[str, Any], entwurf: Entwurf) -> dict[str, Any]:
    """One point's draft against its expectation. Pure."""
    quoted = {(b.dokument, fold(b.zitat)) for s in entwurf.saetze for b in s.belege}
    wanted = [(b["datei"], fold(b["satz"])) for b in row["belege"]]
    found = [w for w in wanted if any(d == w[0] and (w[1] in q or q in w[1]) for d, q in quoted)]
    offices = row.get("zulieferung_amt")
    office = entwurf.zulieferung.amt if entwurf.zulieferung else None
    return {
        "motion": row["motion"],
        "nr": row["nr"],
        "erwartet": row["status"],
        "status": entwurf.status.value,
        "status_richtig": entwurf.status.value == row["status"],
        "saetze_erwartet": len(wanted),
        "saetze_gefunden": len(found),
        "verboten_zitiert": sorted({d for d, _ in quoted} & set(row["nicht_zitieren"])),
        "zitiert": sorted({d for d, _ in quoted}),
        "hinweise": [h.art.value for h in entwurf.hinweise],
        "amt": office,
        "amt_richtig": None
        if offices is None
        else any((o or "") in (office or "") if o else not office for o in offices),
        "teile": len(entwurf.abdeckung),
        "teile_richtig": None if "offen" not in row else _rightly_mapped(row["offen"], entwurf),
        "saetze": [s.text for s in entwurf.saetze],
        "zuversicht": zuversicht_to_json(entwurf.zuversicht) if entwurf.zuversicht else None,
        "unveraendert": _could_stay(row, entwurf, len(wanted) == len(found)),
    }


def _could_stay(row: dict[str, Any], entwurf: Entwurf, all_found: bool) -> bool:
    """Whether a reviewer would have nothing to change: the right status, all that is expected, nothing forbidden."""
    quoted = {b.dokument for s in entwurf.saetze for b in s.belege}
    return entwurf.status.value == row["status"] and all_found and not quoted & set(row["nicht_zitieren"])


def _rightly_mapped(open_parts: Sequence[int], entwurf: Entwurf) -> int:
    """How many sub-points are answered or open as expected; `open_parts` are their positions from 0."""
    return sum((not t.saetze) == (at in open_parts) for at, t in enumerate(entwurf.abdeckung))


def _figures(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    there = [r for r in rows if not r.get("fehlt")]
    silent = [r for r in there if r["erwartet"] == "keine_grundlage"]
    by_status: dict[str, str] = {}
    for status in sorted({r["erwartet"] for r in there}):
        own = [r for r in there if r["erwartet"] == status]
        wrong = Counter(r["status"] for r in own if not r["status_richtig"])
        by_status[status] = f"{sum(r['status_richtig'] for r in own)} von {len(own)}" + (
            f" (sonst {', '.join(f'{k} {v}' for k, v in wrong.items())})" if wrong else ""
        )
    sure = [r for r in there if r["zuversicht"]]
    mapped = [r for r in there if r["teile_richtig"] is not None]
    offices = [r["amt_richtig"] for r in there if r["amt_richtig"] is not None]
    return {
        "punkte": len(rows),
        "punkte_nicht_gefunden": len(rows) - len(there),
        "status_richtig": sum(r["status_richtig"] for r in rows),
        "nach_status": by_status,
        "erwartete_saetze": sum(r["saetze_erwartet"] for r in there),
        "davon_zitiert": sum(r["saetze_gefunden"] for r in there),
        "punkte_mit_verbotener_quelle": sum(bool(r["verboten_zitiert"]) for r in there),
        "zu_recht_geschwiegen": f"{sum(not r['saetze'] for r in silent)} von {len(silent)}",
        "teile_richtig_zugeordnet": f"{sum(r['teile_richtig'] for r in mapped)} von {sum(r['teile'] for r in mapped)}",
        "amt_richtig": f"{sum(map(bool, offices))} von {len(offices)}",
        "zuversicht": trust_figures(
            [r["zuversicht"]["wert"] for r in sure], [r["unveraendert"] for r in sure], [r["motion"] for r in sure]
        ),
    }
