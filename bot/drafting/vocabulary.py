"""What the archive knows of words, asked of the search index."""

from __future__ import annotations

import math
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from bot.drafting.asking import Wortschatz
from retrieval.german import analyse
from retrieval.index.words import FIELDS
from retrieval.slots import key_terms

if TYPE_CHECKING:
    from retrieval.search import Searcher


def vocabulary(searcher: Searcher, *, before: date) -> Wortschatz:
    """Rarity as inverse document frequency over the passages (Spaerck Jones 1972), and which names stand anywhere.

    As the index stands now: ask anew for the next motion. A name is known through public papers dated before `before`
    alone, so that no draft tells of others.
    """

    passages = searcher.passages()

    @cache
    def frequency(term: str) -> int:
        return max(searcher.document_frequency(field, term) for field in FIELDS)

    def rarity(term: str) -> float:
        return math.log(1 + (passages + 1) / (frequency(term) + 0.5))

    def known(name: str) -> bool:
        words = [w for w in name.split() if key_terms(w)]
        return all(searcher.stands(analyse(word)[:1], before=before) for word in words)

    return Wortschatz(rarity, known, lambda question: searcher.said_otherwise(question, before=before))
