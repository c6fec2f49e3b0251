"""Facts that were read against facts that were labelled by hand: F1 of statement, kind, gilt_ab and gilt_bis."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.domain import Fakt

_BRACKETS = re.compile(r"\[([^\]]+)\]")


@dataclass(frozen=True)
class Row:
    """A fact as it is compared: its paper, the quote with white space folded, what it says in brackets, and when."""

    papier: str
    zitat: str
    mit: tuple[str, ...]
    art: str
    gilt_ab: str | None
    gilt_bis: str | None


def row_of(fakt: Fakt) -> Row:
    """A fact that was read, as it is compared."""
    ab, bis = (d.isoformat() if d else None for d in (fakt.gilt_ab, fakt.gilt_bis))
    quote = " ".join(fakt.fundstelle.zitat.split())
    brackets = tuple(_BRACKETS.findall(fakt.aussage))
    return Row(fakt.fundstelle.dokument, quote, brackets, fakt.art.value, ab, bis)


def f1(found: Iterable[tuple[object, ...]], gold: Iterable[tuple[object, ...]]) -> float:
    """The harmonic mean of precision and recall over equal pairs."""
    one, other = Counter(found), Counter(gold)
    both = sum((one & other).values())
    return 2 * both / (one.total() + other.total()) if one or other else 1.0


def scores(found: Iterable[Row], gold: Iterable[Row]) -> dict[str, float]:
    """F1 by what is compared. Days count where one is said or labelled; the others always."""
    f, g = list(found), list(gold)

    def of(name: str) -> float:
        def pairs(rows: list[Row]) -> list[tuple[object, ...]]:
            return [(r.papier, r.zitat, getattr(r, name)) for r in rows if getattr(r, name) is not None]

        return f1(pairs(f), pairs(g))

    return {"aussage": of("mit"), "art": of("art"), "gilt_ab": of("gilt_ab"), "gilt_bis": of("gilt_bis")}
