"""What is asked of the archive for a point: the point itself, its sub-points, the clauses of one breath. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.domain import Anliegen
from retrieval.matter import Rarity, things
from retrieval.search import Ergebnis


@dataclass(frozen=True)
class Fund:
    """What retrieval found for one question: the point itself, or one of its sub-points.

    `kern` is the sub-point alone, without the stem that it shares with the others: that too has to be spoken of.
    """

    frage: str
    ergebnis: Ergebnis
    kern: str | None = None


@dataclass(frozen=True)
class Wortschatz:
    """What the archive knows of words: how rare a term is (idf), whether a name stands anywhere in it, and how a
    question reads with its abbreviations spelled out or its long forms abbreviated."""

    seltenheit: Rarity
    bekannt: Callable[[str], bool]
    anders_gesagt: Callable[[str], tuple[str, ...]] = lambda _: ()


_NEXT_CLAUSE = re.compile(
    r",?\s+(?:und|sowie)\s+(?=(?:ob|wie|wann|wo|warum|inwieweit|in\s+welche[rmn]|welche[rsnm]?|wer|was|wofür|woher)\b)"
)
"""welche Anteile die Stadt hält | und in welcher Höhe Mieten offen sind"""


def clauses_of_point(text: str) -> tuple[str, ...]:
    """The questions that a point without sub-points asks in one breath, () where it asks one."""
    clauses = tuple(c.strip(" ,;.") for c in _NEXT_CLAUSE.split(text))
    return clauses if len(clauses) > 1 and all(things(c) or _REFERS.search(c) for c in clauses) else ()


_REFERS = re.compile(
    r"\b(?:da(?:mit|für|zu|ran|rauf|von|bei|durch)|hier(?:für|zu|bei|von)|deren|dessen|diese[rsnm]?|sie|ihn|ihm)\b"
)
"""welche Kosten damit verbunden wären, ob Lastwagen sie benutzen dürfen: with what the clause before names"""


def questions_of(anliegen: Anliegen) -> tuple[str, ...]:
    """What to ask the archive for a point: the point without its sub-points, then each sub-point after its stem.

    A point without sub-points that asks several things in one breath is asked clause by clause.
    """
    if not anliegen.teile:
        clauses = clauses_of_point(anliegen.text)
        if not clauses:
            return (anliegen.text,)
        return (anliegen.text, clauses[0], *(f"{clauses[0]}: {c}" if _REFERS.search(c) else c for c in clauses[1:]))
    first = anliegen.text.find(anliegen.teile[0])
    stem = re.sub(r"\W*\b(?:insbesondere|und zwar|dabei|nämlich)?\W*(?:\w{1,3}[.)])?\s*$", "", anliegen.text[:first])
    if not things(stem):  # "darzulegen, a) ...": nothing that the parts would share
        return (anliegen.text, *anliegen.teile)
    return (stem, *(f"{stem}: {part}" for part in anliegen.teile))


def kerne_of(anliegen: Anliegen) -> tuple[str | None, ...]:
    """For each of `questions_of(anliegen)` the sub-point alone; None for the point itself."""
    return (None, *(anliegen.teile or clauses_of_point(anliegen.text)))
