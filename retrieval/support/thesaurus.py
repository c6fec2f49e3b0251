"""Which words OpenThesaurus lets stand for each other: the long tail that the hand-written list doesn't hold.

`openthesaurus.txt.gz` holds one set of synonyms a line (see `openthesaurus.md` for its origin and licence). It is read
when a word of a claim stands on nothing else, so a sentence that is a quote never pays for it. A dictionary doesn't
know what an administration tells apart ("Antrag", "Anfrage"): `unterscheiden.txt` and the opposites have the last word.
"""

from __future__ import annotations

import gzip
import math
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from retrieval.support.lexicon import listed, opposed, plain, stem

_FOLDER = Path(__file__).parent


@lru_cache(maxsize=50_000)
def synonymous(one: str, other: str) -> bool:
    """Whether two dictionary forms (the same kind of word) stand in one set and may replace each other."""
    one, other = plain(one.lower()), plain(other.lower())
    own, theirs = _sets().get(one, frozenset()), _sets().get(other, frozenset())
    if len(own & theirs) < LEAST_COMMON * math.sqrt(len(own) * len(theirs)) or not own & theirs:
        return False
    return not opposed(one, other) and not told_apart(one, other)


LEAST_COMMON = 0.3
"""So much of their sets (cosine) two words have to share. Who has many senses ("einsetzen") shares one with nearly any
verb ("ersetzen"): of 5,780 pairs of words of real papers that the dictionary puts into one set, this and the list of
what is told apart leave 2,779. Of what it clears where the hand-written list knows nothing (46 of 275 sentences) it
keeps 34."""


def told_apart(one: str, other: str) -> bool:
    """Whether an administration means two things by these words."""
    lines = _distinctions()
    own, theirs = lines.get(one, lines.get(stem(one), {})), lines.get(other, lines.get(stem(other), {}))
    return any(line in theirs and theirs[line] != side for line, side in own.items())


@lru_cache(maxsize=1)
def _sets() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    with gzip.open(_FOLDER / "openthesaurus.txt.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            for word in line.split():
                found[plain(word.lower())].add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@lru_cache(maxsize=1)
def _distinctions() -> dict[str, dict[int, int]]:
    """Per word the lines of `unterscheiden.txt` that it stands in, and on which side of the bars there."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for number, line in enumerate(listed(_FOLDER / "unterscheiden.txt")):
        for side, words in enumerate(line.split("|")):
            for word in words.split():
                found[plain(word.lower())][number] = side
                found[stem(word)][number] = side
    return dict(found)
