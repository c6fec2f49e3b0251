"""The newer word of the administration on the same matter stands above the older one that it replaces.

Two answers are on the same matter when the same was asked and they resemble each other, in meaning and in words, under
subjects that are alike; and when neither paper is about another place, body or year, for the reports on two bridges are
two matters, however alike they sound.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from retrieval.german import analyse
from retrieval.index_words import Record
from retrieval.pieces import pieces
from retrieval.slots import Slot, conflicts, slots

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

LOOKED_AT = 12
"""So many of the first hits are compared with each other."""

# Fitted by eye on the pairs of the sample papers and looked at on Flussbach; cosines without the mean vector.
ALIKE_SUBJECTS = 0.3
ALIKE_ANSWERS_AND_QUESTIONS = 1.05
SHARED_WORDS = 0.3
ALIKE_ANSWERS_AND_WORDS = 0.68


@dataclass(frozen=True)
class Spot:
    """The part of a hit that speaks to the question: of a long answer one piece, else the whole."""

    record: Record
    answer: Floats
    question: Floats
    subject: Floats
    terms: Counter[str]


def overtaken(
    ranked: Sequence[Record],
    asked: frozenset[Slot],
    vector: Floats,
    centred: Callable[[Floats], Floats],
    rarity: Callable[[str], float],
) -> dict[str, str]:
    """Which of the first hits is replaced by which: older id to the id of the newest on its matter.

    `ranked` is best first, `asked` and `vector` are the question's. Papers without a date, and passages of one paper,
    replace nothing; where a year is asked for, neither does what doesn't speak of it. O(n²) in the dozen looked at.
    """
    years = [slot.name for slot in asked if slot.art == "jahr"]
    target = centred(vector[None])[0]
    spots = [_spot(record, target, centred) for record in ranked[:LOOKED_AT] if record.passage.datum is not None]
    replaced: dict[str, str] = {}
    for older in spots:
        newer = [
            other
            for other in spots
            if _day(other) > _day(older)
            and other.record.dokument_id != older.record.dokument_id
            and _same_matter(older, other, rarity)
            and not _of_another(older.record, other.record)
            and all(year in other.record.passage.text for year in years)
        ]
        if newer:
            newest = max(newer, key=lambda other: (_day(other), float(other.answer @ older.answer)))
            replaced[older.record.id] = newest.record.id
    return replaced


def _spot(record: Record, target: Floats, centred: Callable[[Floats], Floats]) -> Spot:
    vectors = centred(record.vectors)
    parts = vectors[3:]
    if not len(parts):
        return Spot(record, vectors[0], vectors[1], vectors[2], record.terms[0])
    nearest = int((parts @ target).argmax())
    terms = _piece_terms(record.passage.text, nearest)
    return Spot(record, parts[nearest], vectors[1], vectors[2], terms)


@lru_cache(maxsize=5_000)
def _piece_terms(text: str, number: int) -> Counter[str]:
    return Counter(analyse(pieces(text)[number]))


def _day(spot: Spot) -> str:
    day = spot.record.passage.datum
    return day.isoformat() if day else ""


def _same_matter(one: Spot, other: Spot, rarity: Callable[[str], float]) -> bool:
    if one.subject.any() and other.subject.any() and float(one.subject @ other.subject) < ALIKE_SUBJECTS:
        return False
    answers = float(one.answer @ other.answer)
    words = _shared(one.terms, other.terms, rarity)
    if not (one.question.any() and other.question.any()):
        return answers + words >= ALIKE_ANSWERS_AND_WORDS
    questions = float(one.question @ other.question)
    words = max(words, _shared(one.record.terms[1], other.record.terms[1], rarity))
    return answers + questions >= ALIKE_ANSWERS_AND_QUESTIONS and words >= SHARED_WORDS


def _shared(one: Counter[str], other: Counter[str], rarity: Callable[[str], float]) -> float:
    """The share of rare words that both have, 0 to 1."""
    both = sum(rarity(term) for term in one.keys() & other.keys())
    weights = [sum(rarity(term) for term in terms) for terms in (one, other)]
    return both / math.sqrt(weights[0] * weights[1]) if all(weights) else 0.0


def _of_another(one: Record, other: Record) -> bool:
    """Whether their subjects and questions fix another place, body or year."""
    here, there = _about(one), _about(other)
    if conflicts(here, there) or conflicts(there, here):
        return True
    return any(_apart(here, there, art) for art in ("jahr", "koerperschaft"))


def _apart(here: frozenset[Slot], there: frozenset[Slot], art: str) -> bool:
    left, right = ([set(slot.name.split()) for slot in some if slot.art == art] for some in (here, there))
    return bool(left and right) and not any(a & b for a in left for b in right)


def _about(record: Record) -> frozenset[Slot]:
    return _slots(" . ".join(filter(None, (record.passage.betreff, record.passage.frage))))


@lru_cache(maxsize=20_000)
def _slots(text: str) -> frozenset[Slot]:
    return slots(text)


def of_another_place(asked: frozenset[Slot], record: Record) -> bool:
    """Whether the hit's subject and question fix another place than was asked for: a look-alike."""
    return bool(asked and conflicts(asked, _about(record)))
