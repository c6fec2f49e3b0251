"""The quotation draft as numbered sources: what the model may word anew, and what has to stand in the end. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.domain import Beleg, Entwurf, Satz
from retrieval.statements import leans
from retrieval.support import fold

TextOf = Callable[[str, int], str | None]

LONGEST_UNIT = 1_500
"""Characters. What is longer stays a quotation: a small model would lose half of it, and take a minute to do so."""


@dataclass(frozen=True)
class Einheit:
    """A sentence of the quotation draft together with those that are understood only after it.

    `id` is how the model names it (B1, B2, ...), `stellen` are the positions of its sentences in the quotation draft,
    `belege` what a wording of it may stand on: each quote alone and, where they follow each other in the paper, all.
    """

    id: str
    stellen: tuple[int, ...]
    saetze: tuple[Satz, ...]
    belege: tuple[Beleg, ...]

    @property
    def text(self) -> str:
        """What the quotation says."""
        return " ".join(fold(satz.text) for satz in self.saetze)


def units_of(entwurf: Entwurf, text_of: TextOf) -> tuple[Einheit, ...]:
    """The sentences of a quotation draft in their order; one that leans on the one before it goes with that."""
    groups: list[list[int]] = []
    for at, satz in enumerate(entwurf.saetze):
        if groups and depends(satz.text) and _same_paper(entwurf.saetze[at - 1], satz):
            groups[-1].append(at)
        else:
            groups.append([at])
    found = []
    for number, group in enumerate(groups, 1):
        saetze = tuple(entwurf.saetze[at] for at in group)
        single = tuple(dict.fromkeys(beleg for satz in saetze for beleg in satz.belege))
        together = _together(single, text_of) if len(single) > 1 else None
        found.append(Einheit(f"B{number}", tuple(group), saetze, (*single, together) if together else single))
    return tuple(found)


_ARTICLE = re.compile(r"^Das\s+[A-ZÄÖÜ]")
"""Das Tiefbauamt ...  - an article, where "Das ist ..." points back"""


def depends(sentence: str) -> bool:
    """Whether a sentence is understood only after the one before it."""
    return leans(sentence) and not _ARTICLE.match(sentence)


def _same_paper(one: Satz, other: Satz) -> bool:
    return {b.dokument_id for b in one.belege} == {b.dokument_id for b in other.belege}


def _together(belege: tuple[Beleg, ...], text_of: TextOf) -> Beleg | None:
    """One quote from the first to the last, where they stand one after the other with nothing between them."""
    first, last = belege[0], belege[-1]
    text = text_of(first.dokument_id, first.version)
    if text is None:
        return None
    for one, other in pairwise(belege):
        same = (one.dokument_id, one.version) == (other.dokument_id, other.version)
        if not same or one.ende > other.start or text[one.ende : other.start].strip():
            return None
    return replace(first, zitat=text[first.start : last.ende], ende=last.ende)
