"""What was replayed, kept as JSON Lines: one line a reply, written whole and flushed before the next one begins.

A line counts only under the key of what it depends on. Another program, another reading of the paper or another earlier
paper is another key; lines without a living key are dropped, so that no text outlives the paper it was taken from.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.drafting.backtest.judging import Bewertung
from bot.drafting.backtest.questions import Fall
from bot.drafting.backtest.replay import Nachgespielt
from corpus.domain import Entwurf, HinweisArt
from corpus.files import replace_file
from corpus.jsonform import day, entwurf_to_json, fundstelle_to_json

_ROOT = Path(__file__).parents[3]
_DECIDING = ("corpus", "retrieval", "bot/drafting")
"""The rooms whose code decides what a draft says and how it is judged."""


def program_state() -> str:
    """A hash over the code that decides: results of two states of the program are never mixed."""
    digest = hashlib.sha256(version("stellwerk").encode())
    for room in _DECIDING:
        for file in sorted((_ROOT / room).rglob("*")):
            if file.suffix == ".py" or file.suffix == ".json":
                digest.update(file.read_bytes())
    return digest.hexdigest()


class Ergebnisse:
    """The file of results. One process at a time writes it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lines: dict[str, dict[str, Any]] = {}
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if file.is_file():
            for line in file.read_text(encoding="utf-8").splitlines():
                try:
                    row = json.loads(line)
                except ValueError:
                    continue  # the last line of a run that was killed while it wrote
                self._lines[row.pop("schluessel")] = row

    def __contains__(self, key: object) -> bool:
        return key in self._lines

    def rows(self, keys: Mapping[str, str]) -> list[dict[str, Any]]:
        """Those of these replies that are done, in the order of their Stichtage. `keys`: paper to key."""
        found = [self._lines[key] for key in keys.values() if key in self._lines]
        return sorted(found, key=lambda row: (row["stichtag"], row["dokument_id"]))

    def tidy(self, keys: Mapping[str, str], papers: Collection[str]) -> None:
        """Drops what another key has replaced and what the archive no longer holds, and writes the file anew, at once.

        `keys` are those of the replies that were asked for now, `papers` all that the archive holds.
        """
        self._lines = {
            key: row
            for key, row in self._lines.items()
            if row["dokument_id"] in papers and keys.get(row["dokument_id"], key) == key
        }
        replace_file(self._file, "".join(_line(key, row) for key, row in self._lines.items()).encode())

    def add(self, key: str, fall: Fall, replayed: Iterable[Nachgespielt]) -> None:
        """Keeps one reply. When this returns it is on the disk."""
        row = _row(fall, replayed)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(_line(key, row))
            file.flush()
            os.fsync(file.fileno())
        self._lines[key] = row


def _line(key: str, row: dict[str, Any]) -> str:
    return json.dumps({"schluessel": key, **row}, ensure_ascii=False) + "\n"


def _row(fall: Fall, replayed: Iterable[Nachgespielt]) -> dict[str, Any]:
    return {
        "dokument_id": fall.dokument_id,
        "dokument": fall.dokument,
        "vorlage": fall.vorlage,
        "betreff": fall.betreff,
        "amt": fall.amt,
        "datum": day(fall.datum),
        "stichtag": day(fall.stichtag),
        "gefragt": "antrag" if fall.aus_antrag else "stellungnahme",
        "punkte": [_point(each) for each in replayed],
    }


def _point(each: Nachgespielt) -> dict[str, Any]:
    return {
        "nr": list(each.punkt.nr),
        "fragen": [a.text for a in each.punkt.anliegen],
        "antwort": each.punkt.antwort,
        "grundlage": round(each.grundlage, 3),
        **_judged(each.bewertung),
        "entwuerfe": [_draft(entwurf) for entwurf in each.entwuerfe],
    }


def _judged(found: Bewertung) -> dict[str, Any]:
    return {
        "klasse": found.klasse.value,
        "abgedeckt": round(found.abgedeckt, 3),
        "vorhanden": round(found.vorhanden, 3),
        "spaetere_saetze": [
            {
                "text": s.text,
                "getroffen": s.getroffen,
                "frueher": fundstelle_to_json(s.frueher) if s.frueher else None,
            }
            for s in found.spaeter
        ],
        "entworfene_saetze": [
            {"text": s.text, "verhaeltnis": s.verhaeltnis.value, "gegen": s.gegen, "warum": s.warum}
            for s in found.entwurf
        ],
    }


def _draft(entwurf: Entwurf) -> dict[str, Any]:
    """The `draft` shape, without hints on papers that are not public: a report travels further than a terminal."""
    shape: dict[str, Any] = entwurf_to_json(entwurf)
    shape["hinweise"] = [h for h in shape["hinweise"] if h["art"] != HinweisArt.VERTRAULICH]
    return shape
