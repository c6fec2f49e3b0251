"""Earlier papers that an official would cite for a motion: the motion's parts and the candidates in, ranked papers out.

A motion is compared part by part (its subject, each Anliegen, each sentence of its reasons), because what it refers to
stands in one sentence of it, and a long text as a whole is near to everything. Words only: vectors of the subjects,
tried as signals of their own, found no further paper among the first ten, neither in motions nor in replies.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.parsing.dates import find_dates
from corpus.sentences import sentences
from retrieval.german import analyse
from retrieval.index_record import Record
from retrieval.index_words import FIELDS
from retrieval.paper_numbers import SUB_NUMBER, PaperNumber, find_paper_numbers, paper_number_key
from retrieval.ranking import BM25_B, BM25_K1, Collection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SIGNALS = (
    "named",  # its number stands in the motion
    "part",  # BM25 of the motion's best part in the paper's words
    "part_title",  # the same in the paper's subject alone
    "subject",  # BM25 of the motion's subject in the paper's words
    "whole_title",  # how much of the paper's subject stands anywhere in the motion
    "phrase",  # the paper's whole subject stands in the motion, word for word
    "dated",  # the motion names a day or month near the paper's date
    "recent",  # minus the logarithm of its age
)
RELATIVE = ("part", "part_title", "subject", "whole_title")
"""These are measured against the ten best papers of the same motion, so that long and short motions weigh alike."""

BEST_PAPERS = 10
MOST_PARTS = 80
SHORTEST_PART = 25
"""In characters: what is shorter is a heading, a name or the rest of a line."""

TITLE_PRIOR = 5.0
"""Added to a subject's weight before the share that was found is taken: one common word says little."""

DATED_AFTER = timedelta(days=31)
DATED_BEFORE = timedelta(days=120)
"""A paper is written up to four months before the meeting that a motion names, and dated up to a month after it."""

AGE_OFFSET_YEARS = 0.5
LEAST_PHRASE = 2

MONTH = re.compile(
    r"\b(Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\s+((?:19|20)\d\d)\b"
)
"""Mai 2019"""

MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()


@dataclass(frozen=True)
class MotionParts:
    """A motion as it is compared. `parts` are its Anliegen and the sentences of its text, `before` is its day."""

    subject: str
    parts: tuple[str, ...]
    text: str
    before: date

    @cached_property
    def subject_terms(self) -> tuple[str, ...]:
        """The subject's terms, in order."""
        return tuple(analyse(self.subject))

    @cached_property
    def part_terms(self) -> tuple[frozenset[str], ...]:
        """The different terms of each part; the subject is the first of them."""
        found = (frozenset(analyse(part)) for part in self.parts)
        return tuple(dict.fromkeys(terms for terms in (frozenset(self.subject_terms), *found) if terms))

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The different terms of subject and text, in their order."""
        return tuple(dict.fromkeys((*self.subject_terms, *self._text_terms)))

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Which term follows which."""
        return frozenset(pairwise(self.subject_terms)) | frozenset(pairwise(self._text_terms))

    @cached_property
    def numbers(self) -> tuple[PaperNumber, ...]:
        """The papers that it names; a supplement's number ("2024/0563/1") counts as that of its paper."""
        return find_paper_numbers(SUB_NUMBER.sub(r"\1", f"{self.subject}\n{self.text}"))

    @cached_property
    def days(self) -> tuple[tuple[date, date], ...]:
        """The days and months that it names, as first and last day; none after its own day."""
        named = [(found.datum, found.datum) for found in find_dates(self.text)]
        for match in MONTH.finditer(self.text):
            first = date(int(match[2]), MONTHS.index(match[1]) + 1, 1)
            named.append((first, first + timedelta(days=27)))
        return tuple(dict.fromkeys((first, last) for first, last in named if last < self.before))

    @cached_property
    def _text_terms(self) -> tuple[str, ...]:
        return tuple(analyse(self.text))


@dataclass(frozen=True)
class Precedent:
    """An earlier paper: `best` is the passage of it that is nearest to a part of the motion."""

    best: Record
    score: float
    signals: Mapping[str, float]


@dataclass(frozen=True)
class PrecedentWeights:
    """What was learned, with the run that made it. `grundlage` is a logistic curve over `coverage`."""

    weights: Mapping[str, float]
    grundlage: Mapping[str, float]
    run: Mapping[str, object]


@cache
def precedent_weights() -> PrecedentWeights:
    """Those that come with the program; `benchmarks/learn_precedents.py` wrote them."""
    return PrecedentWeights(**json.loads(files("retrieval").joinpath("precedents.json").read_text("utf-8")))


def motion_parts(text: str, *, subject: str | None, before: date, anliegen: Sequence[str] = ()) -> MotionParts:
    """A motion's text to its parts: what it asks for, and the sentences in which it says why."""
    own = [" ".join(part.split()) for part in (*anliegen, *sentences(text))]
    parts = [part for part in dict.fromkeys(own) if len(part) >= SHORTEST_PART]
    return MotionParts(" ".join((subject or "").split()), tuple(parts[:MOST_PARTS]), text, before)


def rank_precedents(
    motion: MotionParts,
    candidates: Sequence[Record],
    collection: Collection,
    weights: PrecedentWeights | None = None,
) -> tuple[Precedent, ...]:
    """The candidates' papers, each once, best first; those that are not older than the motion are left out.

    O(candidates · terms of the motion).
    """
    weights = weights or precedent_weights()
    found = precedent_signals(motion, candidates, collection)
    factors = {name: weights.weights.get(name, 0.0) for name in SIGNALS}
    ranked = [Precedent(best, sum(factors[name] * values[name] for name in SIGNALS), values) for best, values in found]
    return tuple(sorted(ranked, key=lambda paper: (-paper.score, paper.best.id)))


def precedent_signals(
    motion: MotionParts, candidates: Sequence[Record], collection: Collection
) -> list[tuple[Record, dict[str, float]]]:
    """Each older paper's best passage with the paper's signals."""
    import numpy as np

    records = [r for r in candidates if r.passage.datum is not None and r.passage.datum < motion.before]
    if not records:
        return []
    rarity = _rarity(collection)
    words = _bm25(motion, records, _whole, rarity, sum(collection.statistics.average_length))
    title_rarity = _field_rarity(collection, "betreff")
    titles = _bm25(motion, records, _subject, title_rarity, collection.statistics.average_length[2])
    in_parts = _parts_by_terms(motion)
    in_subject = np.array([term in set(motion.subject_terms) for term in motion.terms], dtype=float)
    part = (words @ in_parts.T).max(axis=1)
    part_title = (titles @ in_parts.T).max(axis=1)
    subject = words @ in_subject
    found: list[tuple[Record, dict[str, float]]] = []
    for rows in _rows_of_papers(records, part):
        first = rows[0]
        record = records[first]
        values = {
            "named": float(_is_named(record, motion.numbers)),
            "part": float(part[first]),
            "part_title": float(part_title[first]),
            "subject": float(subject[rows].max()),
            "whole_title": _title_found(record, motion, rarity),
            "phrase": float(_is_phrase(record, motion)),
            "dated": float(_is_near(record.passage.datum, motion.days)),
            "recent": _recency(record.passage.datum, motion.before),
        }
        found.append((record, values))
    for name in RELATIVE:
        _relate([values for _, values in found], name)
    return found


def coverage(motion: MotionParts, ranked: Sequence[Precedent], collection: Collection) -> float:
    """How much of the motion's subject, rare words weighing more, the first paper holds; 0 where there is none."""
    if not ranked:
        return 0.0
    rarity = _rarity(collection)
    asked = {term: rarity(term) for term in motion.subject_terms or motion.terms}
    there = _whole(ranked[0].best)
    return sum(weight for term, weight in asked.items() if term in there) / (sum(asked.values()) or 1.0)


def precedent_grundlage(
    motion: MotionParts, ranked: Sequence[Precedent], collection: Collection, weights: PrecedentWeights | None = None
) -> float:
    """The probability that one of the first ten is a precedent: 1 where the motion names the first, 0 without any."""
    if not ranked:
        return 0.0
    if ranked[0].signals["named"]:
        return 1.0
    curve = (weights or precedent_weights()).grundlage
    return 1 / (1 + math.exp(-(curve["constant"] + curve["coverage"] * coverage(motion, ranked, collection))))


# --- words -----------------------------------------------------------------------------------------------------------


def _whole(record: Record) -> Counter[str]:
    answer, question, subject = record.terms
    return answer + question + subject


def _subject(record: Record) -> Counter[str]:
    return record.terms[2]


def _rarity(collection: Collection) -> Callable[[str], float]:
    """Inverse document frequency over all fields: that of the one in which the term stands most often."""

    @cache
    def rarity(term: str) -> float:
        return min(collection.idf(field, term) for field in FIELDS)

    return rarity


def _field_rarity(collection: Collection, field: str) -> Callable[[str], float]:
    return lambda term: collection.idf(field, term)


def _bm25(
    motion: MotionParts,
    records: Sequence[Record],
    words: Callable[[Record], Counter[str]],
    rarity: Callable[[str], float],
    average_length: float,
) -> Floats:
    """One row a record, one column a term of the motion: what the term adds to the record's score."""
    import numpy as np

    column = {term: (at, rarity(term)) for at, term in enumerate(motion.terms)}
    values = np.zeros((len(records), len(column)))
    for row, record in enumerate(records):
        counted = words(record)
        norm = BM25_K1 * (1 - BM25_B + BM25_B * counted.total() / (average_length or 1.0))
        for term in counted.keys() & column.keys():
            at, weight = column[term]
            values[row, at] = weight * counted[term] * (BM25_K1 + 1) / (counted[term] + norm)
    return values


def _parts_by_terms(motion: MotionParts) -> Floats:
    import numpy as np

    return np.array([[term in part for term in motion.terms] for part in motion.part_terms or (frozenset(),)], float)


def _title_found(record: Record, motion: MotionParts, rarity: Callable[[str], float]) -> float:
    title = {term: rarity(term) for term in record.terms[2]}
    motion_terms = set(motion.terms)
    found = sum(weight for term, weight in title.items() if term in motion_terms)
    return found**2 / (sum(title.values()) + TITLE_PRIOR)


def _is_phrase(record: Record, motion: MotionParts) -> bool:
    title = record.analysed[2].split()
    return len(title) >= LEAST_PHRASE and motion.pairs.issuperset(pairwise(title))


# --- numbers, days, papers --------------------------------------------------------------------------------------


def _is_named(record: Record, numbers: Sequence[PaperNumber]) -> bool:
    own = [paper_number_key(n) for n in (record.passage.vorlage, record.passage.antrag)]
    return any(number.matches(key) for number in numbers for key in own if key)


def _is_near(day: date | None, named: Sequence[tuple[date, date]]) -> bool:
    return day is not None and any(first - DATED_BEFORE <= day <= last + DATED_AFTER for first, last in named)


def _recency(day: date | None, before: date) -> float:
    age = (before - day).days / 365.25 if day else math.inf
    return -math.log(AGE_OFFSET_YEARS + age)


def _rows_of_papers(records: Sequence[Record], scores: Floats) -> list[list[int]]:
    """The rows of each paper, its best passage first."""
    papers: dict[str, list[int]] = {}
    for row in sorted(range(len(records)), key=lambda row: (-scores[row], records[row].id)):
        papers.setdefault(records[row].dokument_id, []).append(row)
    return list(papers.values())


def _relate(papers: Sequence[dict[str, float]], name: str) -> None:
    best = sorted((each[name] for each in papers), reverse=True)[:BEST_PAPERS]
    usual = sum(best) / len(best)
    for each in papers:
        each[name] = each[name] / usual if usual else 0.0
