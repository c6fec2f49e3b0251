"""What speaks for an earlier paper: one number a signal, of each candidate paper of a motion. Pure.

Words and numbers only. Tried and dropped, because no further motion had its paper among the first ten: vectors of the
papers' subjects beside the motion's subject and parts, ranks of a paper for each part, the sum over the parts, the
motion's rarest words, exact things, what an abbreviation stands for, the faction, the kind of paper (docs/suche.md).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from retrieval.index.record import Record
from retrieval.paper_numbers import PaperNumber, find_paper_numbers, paper_number_key
from retrieval.ranking.weights import BM25_B, BM25_K1, Collection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from retrieval.precedents.motion import MotionParts

    Floats = NDArray[np.float64]

SIGNALS = (
    "named",  # its number stands in the motion
    "part",  # BM25 of the motion's best part in the paper's words
    "part_title",  # the same in the paper's subject alone
    "subject",  # BM25 of the motion's subject in the paper's words
    "whole_title",  # how much of the paper's subject stands anywhere in the motion
    "phrase",  # the paper's whole subject stands in the motion, word for word
    "cited",  # how near the nearest paper is that names this one by its number
    "dated",  # the motion names a day or month near the paper's date
    "recent",  # minus the logarithm of its age
)
RELATIVE = ("part", "part_title", "subject", "whole_title")
"""These are measured against the ten best papers of the same motion, so that long and short motions weigh alike."""

NEARNESS = ("part", "part_title", "subject")
"""By the mean of these, relative, a paper that names others is near to the motion."""

BEST_PAPERS = 10
TITLE_PRIOR = 5.0
"""Added to a subject's weight before the share that was found is taken: one common word says little."""

DATED_AFTER = timedelta(days=31)
DATED_BEFORE = timedelta(days=120)
"""A paper is written up to four months before the meeting that a motion names, and dated up to a month after it."""

AGE_OFFSET_YEARS = 0.5
LEAST_PHRASE = 2


def precedent_signals(
    motion: MotionParts, candidates: Sequence[Record], collection: Collection
) -> list[tuple[Record, dict[str, float]]]:
    """Each older paper's best passage with the paper's signals. O(candidates · terms of the motion)."""
    import numpy as np

    records = [r for r in candidates if r.passage.datum is not None and r.passage.datum < motion.before]
    if not records:
        return []
    rarity = cache(collection.rarity)
    words = _bm25(motion, records, whole, rarity, sum(collection.statistics.average_length))
    titles = _bm25(motion, records, _subject, _subject_rarity(collection), collection.statistics.average_length[2])
    in_parts = _parts_by_terms(motion)
    in_subject = np.array([term in set(motion.subject_terms) for term in motion.terms], dtype=float)
    by_record = {
        "part": (words @ in_parts.T).max(axis=1),
        "part_title": (titles @ in_parts.T).max(axis=1),
        "subject": words @ in_subject,
    }
    numbered = _numbered(records)
    named = {paper for number in motion.numbers for paper in _carrying(number, numbered)}
    found: list[tuple[Record, dict[str, float]]] = []
    for rows in _rows_of_papers(records, by_record["part"]):
        record = records[rows[0]]
        values = dict.fromkeys(SIGNALS, 0.0)
        values |= {name: float(signal[rows].max()) for name, signal in by_record.items()}
        values |= {
            "named": float(record.dokument_id in named),
            "whole_title": _title_found(record, motion, rarity),
            "phrase": float(_is_phrase(record, motion)),
            "dated": float(_is_near(record.passage.datum, motion.days)),
            "recent": _recency(record.passage.datum, motion.before),
        }
        found.append((record, values))
    for name in RELATIVE:
        _relate([values for _, values in found], name)
    _follow_citations(found, records, numbered)
    return found


def whole(record: Record) -> Counter[str]:
    """The words of answer, question and subject together."""
    answer, question, subject = record.terms
    return answer + question + subject


def named_in(record: Record) -> tuple[PaperNumber, ...]:
    """The papers that a passage names by their number.

    The text is only read where the index says that a number of a paper stands in it.
    """
    return find_paper_numbers(record.passage.text) if NUMBER_TERM in record.analysed[0] else ()


NUMBER_TERM = "/"
"""Of all terms of `retrieval.exact` only the number of a paper has a stroke ("=743/2017"); words have none."""


# --- words -----------------------------------------------------------------------------------------------------------


def _subject(record: Record) -> Counter[str]:
    return record.terms[2]


def _subject_rarity(collection: Collection) -> Callable[[str], float]:
    return lambda term: collection.idf("betreff", term)


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


# --- numbers ---------------------------------------------------------------------------------------------------------


Numbered = dict[tuple[int, int], list[tuple[PaperNumber, str]]]
"""The papers by number and year, each with its whole number."""


def _numbered(records: Sequence[Record]) -> Numbered:
    """By the numbers that papers carry themselves: their own, and that of the motion that they reply to."""
    found: Numbered = {}
    for record in records:
        for text in (record.passage.vorlage, record.passage.antrag):
            if key := paper_number_key(text):
                found.setdefault((key.number, key.year), []).append((key, record.dokument_id))
    return found


def _carrying(number: PaperNumber, numbered: Numbered) -> set[str]:
    """The papers that carry this number: as it was written, where there is such a paper."""
    alike = numbered.get((number.number, number.year), ())
    exactly = {paper for key, paper in alike if key == number}
    return exactly or {paper for key, paper in alike if number.matches(key)}


def _follow_citations(
    papers: Sequence[tuple[Record, dict[str, float]]], records: Sequence[Record], numbered: Numbered
) -> None:
    """Gives each paper that others name the nearness of the nearest of them: what was cited in the matter once, an
    official cites again. Whoever names is older than the motion, as all candidates are."""
    nearness = {record.dokument_id: sum(values[name] for name in NEARNESS) / len(NEARNESS) for record, values in papers}
    cited: dict[str, float] = {}
    for record in records:
        for number in named_in(record):
            for paper in _carrying(number, numbered) - {record.dokument_id}:
                cited[paper] = max(cited.get(paper, 0.0), nearness[record.dokument_id])
    for record, values in papers:
        values["cited"] = cited.get(record.dokument_id, 0.0)


# --- days, papers ----------------------------------------------------------------------------------------------------


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
