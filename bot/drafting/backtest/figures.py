"""From replayed points to figures: shares with their uncertainty, by office, by year, by how sure the search was. Pure.

In come the rows of `results`, out comes one JSON value that the report draws and `--json` prints.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from bot.drafting.backtest.judging import MOSTLY, Klasse
from bot.drafting.confidence.report import trust_figures

GESPROCHEN = (Klasse.TREFFEND, Klasse.TEILWEISE, Klasse.ANDERS, Klasse.DANEBEN)
GESCHWIEGEN = (Klasse.ZU_RECHT_GESCHWIEGEN, Klasse.ZU_UNRECHT_GESCHWIEGEN)
FALSCH = (Klasse.ANDERS, Klasse.DANEBEN)

BIN_EDGES = (0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0)
"""Finer where most points lie: a city's archive answers few questions in full."""

SMALL_OFFICES = "übrige"
MOST_OFFICES = 14

Json = dict[str, Any]


def figures(rows: Sequence[Json], *, waiting: int, left_out: Mapping[str, int]) -> Json:
    """All figures. `waiting` replies were asked for and are not yet replayed, `left_out` could not be, by reason."""
    points = [{**point, "amt": row["amt"], "datum": row["datum"]} for row in rows for point in row["punkte"]]
    judged = [p for p in points if p["klasse"] != Klasse.NICHT_BEWERTBAR]
    counted = Counter(p["klasse"] for p in points)
    days = [row["datum"] for row in rows]
    return {
        "zeitraum": {"von": min(days, default=None), "bis": max(days, default=None)},
        "stellungnahmen": {
            "nachgespielt": len(rows),
            "ausstehend": waiting,
            "ausgelassen": dict(left_out),
            "aus_antrag": sum(row["gefragt"] == "antrag" for row in rows),
        },
        "punkte": len(points),
        "bewertbar": len(judged),
        "klassen": {klasse.value: counted.get(klasse.value, 0) for klasse in Klasse},
        "kennzahlen": _headlines(judged),
        "verlaesslichkeit": _reliability(judged),
        "risiko": _risk(judged),
        "zuversicht": _confidence(rows),
        "nach_amt": _offices(judged),
        "nach_jahr": _groups(judged, lambda p: p["datum"][:4]),
    }


def share(part: int, whole: int) -> Json:
    """A share with its 95 % interval (Wilson 1927), null where there is nothing to divide by."""
    if not whole:
        return {"zahl": part, "von": whole, "anteil": None, "unten": None, "oben": None}
    z = 1.96
    p = part / whole
    centre = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    low, high = max(centre - half, 0.0), min(centre + half, 1.0)
    return {"zahl": part, "von": whole, "anteil": round(p, 3), "unten": round(low, 3), "oben": round(high, 3)}


def _headlines(judged: Sequence[Json]) -> Json:
    spoken = [p for p in judged if p["klasse"] in GESPROCHEN]
    silent = [p for p in judged if p["klasse"] in GESCHWIEGEN]
    there = [p for p in judged if p["vorhanden"] >= MOSTLY]

    def of(some: Iterable[Json], *classes: Klasse) -> int:
        return sum(p["klasse"] in classes for p in some)

    return {
        "gesprochen": share(len(spoken), len(judged)),
        "brauchbar_wenn_gesprochen": share(of(spoken, Klasse.TREFFEND, Klasse.TEILWEISE), len(spoken)),
        "falsch_wenn_gesprochen": share(of(spoken, *FALSCH), len(spoken)),
        "anders_wenn_gesprochen": share(of(spoken, Klasse.ANDERS), len(spoken)),
        "zu_recht_wenn_geschwiegen": share(of(silent, Klasse.ZU_RECHT_GESCHWIEGEN), len(silent)),
        "inhalt_lag_vor": share(len(there), len(judged)),
        "gefunden_wenn_vorhanden": share(sum(p["abgedeckt"] >= MOSTLY for p in there), len(there)),
        "nicht_falsch": share(len(judged) - of(judged, *FALSCH), len(judged)),
    }


def _reliability(judged: Sequence[Json]) -> list[Json]:
    """In how many points the content really lay there, by how probable the search took it to be."""
    bins = []
    for low, high in pairwise(BIN_EDGES):
        own = [p for p in judged if low <= p["grundlage"] < high or (high == 1.0 == p["grundlage"])]
        if own:
            mean = sum(p["grundlage"] for p in own) / len(own)
            there = share(sum(p["vorhanden"] >= MOSTLY for p in own), len(own))
            bins.append({"ab": low, "bis": high, "vorhergesagt": round(mean, 3), **there})
    return bins


def _confidence(rows: Sequence[Json]) -> Json:
    """How far the drafts' confidence can be trusted: expected against drafts that hit the later answer. One draft a
    point, so that both speak of the same."""
    sure, right, papers = [], [], []
    for row in rows:
        for point in row["punkte"]:
            shown = [draft["zuversicht"] for draft in point["entwuerfe"] if draft.get("zuversicht")]
            if len(shown) == len(point["entwuerfe"]) == 1 and point["klasse"] != Klasse.NICHT_BEWERTBAR:
                sure.append(float(shown[0]["wert"]))
                right.append(point["klasse"] == Klasse.TREFFEND)
                papers.append(row["dokument_id"])
    return trust_figures(sure, right, papers)


def _risk(judged: Sequence[Json]) -> list[Json]:
    """If the bot spoke only from a certain probability on: how many drafts were left, and how many of them wrong."""
    spoken = sorted((p for p in judged if p["klasse"] in GESPROCHEN), key=lambda p: -p["grundlage"])
    found = []
    for count in sorted({math.ceil(len(spoken) * part / 20) for part in range(1, 21)} - {0}):
        kept = spoken[:count]
        wrong = share(sum(p["klasse"] in FALSCH for p in kept), count)
        found.append({"ab_grundlage": kept[-1]["grundlage"], "entwuerfe": count, **wrong})
    return found


def _groups(judged: Sequence[Json], name: Callable[[Json], str]) -> list[Json]:
    groups: dict[str, Counter[str]] = {}
    for p in judged:
        groups.setdefault(name(p), Counter())[p["klasse"]] += 1
    return [
        {
            "name": key,
            "punkte": counts.total(),
            "klassen": {k.value: counts[k.value] for k in Klasse if counts[k.value]},
        }
        for key, counts in sorted(groups.items())
    ]


def _offices(judged: Sequence[Json]) -> list[Json]:
    """The offices with most points, the others together."""
    by_size = Counter(p["amt"] or "ohne Angabe" for p in judged)
    large = {name for name, _ in by_size.most_common(MOST_OFFICES)}
    several = len(by_size) > MOST_OFFICES

    def name(p: Json) -> str:
        own = p["amt"] or "ohne Angabe"
        return own if own in large or not several else SMALL_OFFICES

    return sorted(_groups(judged, name), key=lambda g: (g["name"] == SMALL_OFFICES, -g["punkte"], g["name"]))
