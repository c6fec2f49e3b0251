"""The newer word of the administration on the same matter stands above the older one that it replaces.

Whether one answer replaces another is weighed for the question at hand: both must speak to it and resemble each other
more than they resemble what else was found, and the newer one must say what the question wants, an amount or a number,
or who; and their papers are held side by side (`newer_papers`). Another
place, body, year or thing is another matter, however alike it sounds (`other_matter`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.index.record import Record
from retrieval.look_alike import Asked
from retrieval.matter import words
from retrieval.newer_papers import Papers
from retrieval.newer_words import asks_who, names_somebody, tells_of_an_end
from retrieval.other_matter import concepts, other_matter
from retrieval.slots import institutions
from retrieval.wanted import fits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from retrieval.ranking.weights import Collection

    Floats = NDArray[np.float32]

OLDER_LOOKED_AT = 5
NEWER_LOOKED_AT = 25
"""Of so many first hits it is asked whether a newer one among so many replaces them."""

COEFFICIENTS: Mapping[str, float] = {
    "constant": -11.252,
    "alike": 7.052,
    "lead": 0.204,
    "whole": 11.682,
    "subject": -4.63,
    "common": 17.877,
    "fits": 0.355,
    "who": 1.721,
    "gone": 2.724,
}
"""Logistic regression over 99 newer words and 16,000 other pairs, made by `benchmarks/newer.py` from the sets Seltheim,
Moorstedt and Talhofen (tests/retrieval/sets), the development part of Flussbach and every sixth question of Karlsruhe's
archive, asked alone. Words of change ("seit dem", "nunmehr") were weighed too and told nothing more. On the halves of
Moorstedt and Talhofen that nothing was learned from, 45 of 55 newer words stand above the older one (with what was
weighed before, 39), and 21 of 25 answers that nothing overtakes above what only looks newer (20)."""

STANDS_ABOVE = -1.5
"""From here on the newer one is ranked above the older one: by folds 89 of 99, and 4 in 100 right answers give way.
With what was weighed before it is 76, and 7 in 100."""

REPLACES = -0.5
"""From here on the older one is also said to be overtaken: by folds 76 of 99, and 2 in 100 right answers are marked."""


@dataclass(frozen=True)
class Spot:
    """A hit as it is compared: the piece of it that speaks to the question. `answer` is its centred vector."""

    record: Record
    score: float
    answer: Floats
    piece: int | None

    @property
    def day(self) -> str:
        """Its paper's date, "" if unknown."""
        day = self.record.passage.datum
        return day.isoformat() if day else ""


@dataclass(frozen=True)
class Replaced:
    """`newer` is the id of the hit that replaces another, `surely` whether that is also said; `also` are those of the
    same paper that could as well."""

    newer: str
    surely: bool
    also: tuple[str, ...] = ()


def spots(records: Sequence[Record], scores: Floats, vector: Floats, collection: Collection) -> list[Spot]:
    """The hits as they are compared, in their order; `vector` is the question's."""
    import numpy as np

    target = collection.centred(vector[None])[0]
    found: list[Spot] = []
    if not records:
        return found
    ends = np.cumsum([len(record.scales) for record in records])
    each = np.split(collection.centred(np.concatenate([record.vectors for record in records])), ends[:-1])
    for record, vectors, score in zip(records, each, scores, strict=True):
        parts = vectors[3:]
        if len(parts):
            at = int((parts @ target).argmax())
            found.append(Spot(record, float(score), parts[at], at))
        else:
            found.append(Spot(record, float(score), vectors[0], None))
    return found


def overtaken(
    question: str,
    title_terms: Sequence[str],
    asked: Asked,
    ranked: Sequence[Spot],
    found: Iterable[Record],
    collection: Collection,
) -> dict[str, Replaced]:
    """Which of the first hits is replaced by which; `ranked` is best first, `found` are all candidates. Papers without
    a date replace nothing.

    O(first hits · hits looked at); some milliseconds, for what is dear to know is only asked where it can still decide.
    """
    ranked = ranked[:NEWER_LOOKED_AT]
    papers = Papers(found, [spot.record for spot in ranked], collection)
    replaced: dict[str, Replaced] = {}
    for older in _speaking_to(question, ranked):
        rivals = _rivals(older, ranked)
        likely: list[tuple[float, Spot]] = []
        for newer, cheap in zip(rivals, _without_words(question, older, rivals, papers), strict=True):
            if _logit(cheap) + _most_of_words(older) >= STANDS_ABOVE:
                logit = _logit(cheap | _of_words(newer, older))
                if logit >= STANDS_ABOVE:
                    likely.append((logit, newer))
        likely.sort(key=lambda each: -each[0])
        for at, (logit, newer) in enumerate(likely):
            if not other_matter(question, title_terms, asked, newer.record, older.record, collection):
                beside = [spot.record for _, spot in likely[at + 1 :] if not _other_paper(spot, newer)]
                also = [
                    r.id for r in beside if not other_matter(question, title_terms, asked, r, older.record, collection)
                ]
                replaced[older.record.id] = Replaced(newer.record.id, logit >= REPLACES, tuple(also))
                break
    return replaced


def weighed(
    question: str, ranked: Sequence[Spot], found: Iterable[Record], collection: Collection
) -> list[tuple[Record, Record, dict[str, float]]]:
    """Every newer and older one that `overtaken` would weigh, with what is weighed: what the coefficients are learned
    from."""
    ranked = ranked[:NEWER_LOOKED_AT]
    papers = Papers(found, [spot.record for spot in ranked], collection)
    return [
        (newer.record, older.record, cheap | _of_words(newer, older))
        for older in _speaking_to(question, ranked)
        for rivals in [_rivals(older, ranked)]
        for newer, cheap in zip(rivals, _without_words(question, older, rivals, papers), strict=True)
    ]


def _speaking_to(question: str, ranked: Sequence[Spot]) -> list[Spot]:
    """The first hit, and those of the next that have a word of the question."""
    asked = words(question)
    return [spot for rank, spot in enumerate(ranked[:OLDER_LOOKED_AT]) if not rank or asked & concepts(spot.record)]


def _rivals(older: Spot, ranked: Sequence[Spot]) -> list[Spot]:
    """All hits of other papers that are newer: what may replace it, and what else that could be confused with."""
    return [spot for spot in ranked if older.day and spot.day > older.day and _other_paper(spot, older)]


def _without_words(question: str, older: Spot, rivals: Sequence[Spot], papers: Papers) -> list[dict[str, float]]:
    """For each rival what takes little time: vectors, scores, terms, the kind of value."""
    import numpy as np

    if not rivals:
        return []
    alike = np.stack([spot.answer for spot in rivals]) @ older.answer
    whole = papers.alike(older.record, [spot.record for spot in rivals])
    who = asks_who(question)
    found = []
    for newer, own, cosines in zip(rivals, map(float, alike), whole, strict=True):
        lead = newer.score - max((spot.score for spot in rivals if _other_paper(spot, newer)), default=newer.score)
        text = newer.record.text
        found.append(
            {
                "constant": 1.0,
                "alike": own,
                "lead": max(min(lead, 10.0), -10.0),
                **cosines,
                "common": papers.common(older.record, newer.record),
                "fits": fits(question, text),
                "who": (1.0 if names_somebody(text) else -1.0) if who else 0.0,
            }
        )
    return found


def _other_paper(one: Spot, other: Spot) -> bool:
    return one.record.dokument_id != other.record.dokument_id


def _most_of_words(older: Spot) -> float:
    """What reading the sentences can add at most: most pairs need not be read."""
    return max(COEFFICIENTS["gone"], 0.0) if institutions(older.record.text) else 0.0


def _of_words(newer: Spot, older: Spot) -> dict[str, float]:
    return {"gone": float(tells_of_an_end(older.record.text, newer.record.text))}


def _logit(values: Mapping[str, float]) -> float:
    return sum(COEFFICIENTS[name] * value for name, value in values.items())
