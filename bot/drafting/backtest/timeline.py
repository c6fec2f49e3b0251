"""Which passages were the current ones on which day. Pure.

In come all passages of all versions with the day on their paper, out come the changes day by day. A version that was
replaced later was the current one before, and what bears no day is never known: nobody can say that it is older.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.archive import PassageDay
from corpus.domain import Passage


@dataclass(frozen=True)
class Tageswechsel:
    """What one day's papers brought: the ids of new passages, and of those that they replaced. In a fixed order."""

    datum: date
    neu: tuple[str, ...]
    ersetzt: tuple[str, ...]


def timeline(passages: Iterable[PassageDay]) -> tuple[Tageswechsel, ...]:
    """The changes in the order of their days. Each depends on papers of its day and earlier ones alone."""
    papers: dict[str, dict[int, tuple[date, list[str]]]] = defaultdict(dict)
    for each in passages:
        if each.datum is not None:
            papers[each.dokument_id].setdefault(each.version, (each.datum, []))[1].append(each.passage_id)
    new: dict[date, list[str]] = defaultdict(list)
    gone: dict[date, list[str]] = defaultdict(list)
    for versions in papers.values():
        current: list[str] = []
        highest = 0
        for version, (day, ids) in sorted(versions.items(), key=lambda item: (item[1][0], item[0])):
            if version < highest:
                continue  # an older version with a younger day: the newer one stands already
            gone[day] += current
            new[day] += ids
            current, highest = ids, version
    days = sorted(new)
    return tuple(
        Tageswechsel(day, tuple(sorted(set(new[day]) - set(gone[day]))), tuple(sorted(set(gone[day]) - set(new[day]))))
        for day in days
    )


def next_fingerprint(before: str, change: Tageswechsel, passages: Sequence[Passage]) -> str:
    """What was known after a day, as a hash chained to that of the day before it."""
    digest = hashlib.sha256(f"{before} {change.datum} {change.ersetzt}".encode())
    for each in passages:
        digest.update(repr(each).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
