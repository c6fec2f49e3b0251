"""Which words point to one matter, so that a point and a reply that say it in other words are seen to speak of it.

In come terms as `retrieval.german` makes them, out come the terms that stand beside them in one of two lists: the words
that may stand for each other (`support/synonyme.txt`) and, looser, those that only point to one thing (`verwandt.txt`).
Only nearness is told here; whether a sentence is supported is told by the gate, with the stricter list alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from retrieval.german import term
from retrieval.matter import concept
from retrieval.support.lexicon import listed, synonym_lines

_LIST = Path(__file__).parent / "verwandt.txt"


@lru_cache(maxsize=1)
def _beside() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in (*synonym_lines(), *listed(_LIST)):
        terms = {concept(term(word)) for word in line.split() if "_" not in word}
        for each in terms:
            found[each] |= terms
    return {each: frozenset(others - {each}) for each, others in found.items()}


@lru_cache(maxsize=200_000)
def related(each: str) -> frozenset[str]:
    """The terms that stand beside this one in a list, itself not among them."""
    return _beside().get(each, frozenset())


@lru_cache(maxsize=20_000)
def widened(terms: frozenset[str]) -> frozenset[str]:
    """These terms and all that are related to any of them. One step only: what is related to those is another thing."""
    return terms | frozenset(other for each in terms for other in related(each))


def any_related(terms: Iterable[str], others: frozenset[str]) -> bool:
    """Whether any of these terms stands among others, itself or a related one."""
    return any(each in others or related(each) & others for each in terms)
