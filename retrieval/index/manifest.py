"""What an index was built with, beside it in one small file: which projection is valid, made with what."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from corpus.files import replace_file

FILE_NAME = "manifest.json"
LAYOUT_VERSION = "3"
"""Of collections, fields and records; with another one the index is rebuilt."""


@dataclass(frozen=True)
class Statistics:
    """The fixed statistics that scores are made with: they belong to a projection and change only with a rebuild
    (or where a replayed day asks for its own, `Index.recount`).

    `mean` is the mean vector of the answers, `average_length` the terms of an answer, a question and a subject.
    """

    passages: int
    mean: tuple[float, ...]
    average_length: tuple[float, float, float]


@dataclass(frozen=True)
class Manifest:
    """`projection` names the folder (and the collections) that are valid; `generation` grows with every write."""

    projection: str
    model: str
    analysis: str
    layout: str
    statistics: Statistics
    generation: int

    def next_generation(self, statistics: Statistics | None = None) -> Manifest:
        """After a write."""
        return replace(self, generation=self.generation + 1, statistics=statistics or self.statistics)


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in the folder; None where there is none, or one that this version cannot read."""
    try:
        fields = json.loads((folder / FILE_NAME).read_text("utf-8"))
        counted = fields.pop("statistics")
        statistics = Statistics(
            passages=int(counted["passages"]),
            mean=tuple(counted["mean"]),
            average_length=(counted["average_length"][0], counted["average_length"][1], counted["average_length"][2]),
        )
        return Manifest(statistics=statistics, **fields)
    except (FileNotFoundError, ValueError, KeyError, TypeError, IndexError):
        return None  # a manifest that cannot be read is one of another time: the index is rebuilt


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replaces the manifest at once: a reader sees the old one or the new one, whole."""
    replace_file(folder / FILE_NAME, json.dumps(asdict(manifest)).encode())
