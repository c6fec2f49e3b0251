"""From scores to the order of the hits: exact things first, look-alikes last, the newer word above the older.

Everything here is a rule that one can name; how well a passage fits the question is in its score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.exact import exact_things
from retrieval.index.record import Record
from retrieval.index.words import FIELDS
from retrieval.look_alike import Asked, asked_of, look_alike, may_name_the_thing, names_the_thing, other_amounts
from retrieval.paper_numbers import PaperNumber, find_paper_numbers, paper_number_key
from retrieval.ranking.newer import NEWER_LOOKED_AT, overtaken, spots
from retrieval.ranking.weights import Candidates
from retrieval.slots import Slot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

LOOKED_AT = 20
"""Of so many of the first hits it is asked whether they only look alike."""

RARE_SHARE = 0.005
RARE_AT_LEAST = 3
"""An exact thing tells passages apart while it stands in no more than this share, or number, of them."""

EXACT_BONUS = {"betrag": 20.0, "tag": 20.0, "hausnummer": 20.0, "nummer": 20.0, "monat": 6.0}
"""What an exact thing adds to a score, in practice more than anything else can make up for; a month counts little, and
in a motion not at all, where it is the frame of a question ("Im Oktober 2021 stellte ..."). R@1 on Karlsruhe, 19 of
whose 546 questions name such things, falls by .002 to .004 where they or their months decide alone."""

THING_BONUS = 4.0
"""What it adds that a passage's paper names the street, school or association that the question fixes, where no title
says it: on the development half of Seltheim R@1 rises from .94 to .97. With a title Karlsruhe loses .004 at R@5."""


@dataclass(frozen=True)
class Arranged:
    """`order` are rows of the candidates, best first; `newer` and `look_alike` go by the passage's id.

    `named` is whether the question names a paper that was found; `answers` are the rows that may be an answer at all,
    by their score: also an overtaken one shows that the archive knows the matter.
    """

    order: tuple[int, ...]
    answers: tuple[int, ...]
    newer: dict[str, str]
    look_alike: dict[str, tuple[Slot, ...]]
    named: bool


def arrange(question: str, found: Candidates, scores: Floats) -> Arranged:
    """The order of the candidates for one question."""
    records = found.records
    asked, order, alike, named = _by_the_thing(question, found, scores)
    answers = tuple(row for row in order if records[row].id not in alike)
    top = order[:NEWER_LOOKED_AT]
    looked = spots([records[row] for row in top], scores[top], found.question.vectors[0], found.collection)
    replaced = overtaken(question, found.question.title_terms, asked, looked, records, found.collection)
    row_of = {record.id: row for row, record in enumerate(records)}
    # in a motion the title and the other points tell already which paper is meant: only what is sure turns that over
    reordered = {old: each for old, each in replaced.items() if each.surely or not found.question.has_title}
    above = {old: (each.newer, *each.also) for old, each in reordered.items() if not named[row_of[old]]}
    ranked = newer_first([records[row].id for row in order], above)
    said = {old: each.newer for old, each in replaced.items() if each.surely}
    return Arranged(tuple(row_of[each] for each in ranked), answers, said, alike, any(named))


def possible_answers(question: str, found: Candidates, scores: Floats) -> tuple[int, ...]:
    """`Arranged.answers` alone, for who learns from thousands of questions."""
    _, order, alike, _ = _by_the_thing(question, found, scores)
    return tuple(row for row in order if found.records[row].id not in alike)


def _by_the_thing(
    question: str, found: Candidates, scores: Floats
) -> tuple[Asked, list[int], dict[str, tuple[Slot, ...]], list[bool]]:
    """What the question fixes, the rows with exact things first and look-alikes last, these, and which are named."""
    records = found.records
    numbers = find_paper_numbers(question)
    named = [_carries(record, numbers) for record in records]
    asked = asked_of(question, (record.text for record in records))
    exact = _exact(question, found)
    thing = [False] * len(records) if found.question.has_title else _of_the_thing(asked, records)
    boosted = [float(scores[row]) + exact[row] + THING_BONUS * thing[row] for row in range(len(records))]
    order = sorted(range(len(records)), key=lambda row: (not named[row], -boosted[row], records[row].id))
    alike = _look_alikes(asked, [records[row] for row in order[:LOOKED_AT] if not named[row]])
    first = order[:LOOKED_AT]
    order = [
        *(row for row in first if records[row].id not in alike),
        *(row for row in first if records[row].id in alike),
        *order[LOOKED_AT:],
    ]
    return asked, order, alike, named


def newer_first(order: Sequence[str], newer: Mapping[str, Sequence[str]]) -> list[str]:
    """The order in which every replaced passage stands behind those that replaced it, as near to them as it stood."""
    ranked: list[str] = []

    def put(passage_id: str) -> None:
        if passage_id in ranked:
            return
        for each in newer.get(passage_id, ()):
            put(each)
        ranked.append(passage_id)

    for passage_id in order:
        put(passage_id)
    return ranked


def _carries(record: Record, numbers: Sequence[PaperNumber]) -> bool:
    if not numbers:
        return False
    own = (paper_number_key(record.passage.vorlage), paper_number_key(record.passage.antrag))
    return any(number.matches(key) for number in numbers for key in own if key)


def _exact(question: str, found: Candidates) -> list[float]:
    """What the question's rare exact things add to each candidate; a month counts where no day of it is asked."""
    things = exact_things(question)
    days = {thing.key[:8] for thing in things if thing.art == "tag"}
    frame = found.question.has_title
    bonus = {t.key: EXACT_BONUS[t.art] for t in things if t.art != "monat" or not (frame or t.key in days)}
    most = max(RARE_AT_LEAST, RARE_SHARE * found.collection.passages)
    frequency = found.collection.document_frequency
    rare = [key for key in bonus if 0 < max(frequency(field, key) for field in FIELDS) <= most]
    if not rare:
        return [0.0] * len(found.records)
    return [sum(bonus[key] for key in rare if any(key in words for words in record.words)) for record in found.records]


def _of_the_thing(asked: Asked, records: Sequence[Record]) -> list[bool]:
    """Whether each one's paper names the place or body that the question fixes: the answer itself often doesn't."""
    papers = {
        record.dokument_id
        for record in records
        if may_name_the_thing(asked, record.json) and names_the_thing(asked, record.passage)
    }
    return [record.dokument_id in papers for record in records]


def _look_alikes(asked: Asked, records: Sequence[Record]) -> dict[str, tuple[Slot, ...]]:
    if not asked:
        return {}
    passages = [record.passage for record in records]
    found = {passage.id: marks for passage in passages if (marks := look_alike(asked, passage))}
    for passage_id, marks in other_amounts(asked, passages).items():
        found[passage_id] = (*found.get(passage_id, ()), *marks)
    return found
