"""Scores: each signal of a passage for a question, kept apart, then one weighted sum of them.

The title of a motion finds the paper, its question finds the answer in it, and a passage inherits from its paper; so
these are signals of their own. What is absent (no title, no recorded question, no subject) is neutral.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from retrieval.index_manifest import Statistics
from retrieval.index_words import FIELDS, Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

SIGNALS = (
    "words_text",  # BM25 of the question's text in the answer
    "words_title",  # BM25 of the motion's title in the answer
    "words_both",  # BM25 of title and text together in the answer
    "words_question",  # BM25 of the text in the question that the passage answered
    "words_subject",  # BM25 of the title, else of the text, in the subject of the paper
    "meaning_text",  # cosine of text and answer
    "meaning_title",
    "meaning_both",
    "meaning_piece",  # cosine of the text and the nearest piece of the answer
    "meaning_question",  # cosine of the text and the question that was answered
    "meaning_subject",  # cosine of the title, else of the text, and the subject
    "paper_words_title",  # the best of the paper's passages, for the same signals
    "paper_words_both",
    "paper_meaning_title",
    "paper_meaning_both",
)
OF_PAPER = {
    "paper_words_title": "words_title",
    "paper_words_both": "words_both",
    "paper_meaning_title": "meaning_title",
    "paper_meaning_both": "meaning_both",
}
NEEDS_TITLE = frozenset({"words_title", "words_both", "meaning_title", "meaning_both"}) | {
    "paper_words_title",
    "paper_meaning_title",
}
"""Without a title these say nothing, or the same as the text alone."""

BM25_K1 = 1.2
BM25_B = 0.75
MEAN_SHARE = 0.8
"""So much of the mean vector is taken off: Karlsruhe gains with more, XQuAD-de loses with all of it."""

MEAN_PRIOR_PASSAGES = 200
"""The mean of an archive counts like that of the model's usual passages when it holds so many."""


@dataclass(frozen=True)
class Question:
    """A question as it is scored. `vectors`: its text, its title, both; without a title all three are the text's."""

    text_terms: tuple[str, ...]
    title_terms: tuple[str, ...]
    vectors: Floats

    @property
    def has_title(self) -> bool:
        """Whether a title was given."""
        return bool(self.title_terms)


@dataclass(frozen=True)
class Profile:
    """Weights for questions with a title, or for those without. `neutral` and `spread` are fixed statistics.

    `grundlage` are the coefficients of `ranking_grundlage`.
    """

    weights: Mapping[str, float]
    neutral: Mapping[str, float]
    spread: Mapping[str, float]
    grundlage: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Weights:
    """What was learned, with the run that made it. `mean` is the model's usual mean vector, () if not known."""

    with_title: Profile
    without_title: Profile
    mean: tuple[float, ...]
    model: str
    run: Mapping[str, Any] = field(default_factory=dict)

    def profile(self, question: Question) -> Profile:
        """The one that fits."""
        return self.with_title if question.has_title else self.without_title


@cache
def default_weights() -> Weights:
    """Those that come with the program."""
    return weights_from_json(files("retrieval").joinpath("weights.json").read_text("utf-8"))


def weights_from_json(text: str) -> Weights:
    """Reads what `retrieval.ranking_learn` wrote."""
    fields = json.loads(text)
    return Weights(
        with_title=Profile(**fields["with_title"]),
        without_title=Profile(**fields["without_title"]),
        mean=tuple(fields["mean"]),
        model=fields["model"],
        run=fields["run"],
    )


@dataclass(frozen=True)
class Collection:
    """What scoring must know of the whole index: its size, how often a term stands in it, its fixed statistics."""

    passages: int
    document_frequency: Callable[[str, str], int]
    statistics: Statistics
    prior_mean: tuple[float, ...] = ()

    def idf(self, field: str, term: str) -> float:
        """Inverse document frequency after BM25 (Robertson and Zaragoza 2009), never below 0."""
        there = self.document_frequency(field, term)
        return math.log(1 + (max(self.passages, there) - there + 0.5) / (there + 0.5))

    def centred(self, vectors: Floats) -> Floats:
        """The vectors without what all passages share; rows of zeros stay so."""
        import numpy as np

        moved = vectors - np.float32(MEAN_SHARE) * self._mean(vectors.shape[-1])
        moved[~vectors.any(axis=1)] = 0
        lengths = np.linalg.norm(moved, axis=1, keepdims=True)
        return np.asarray(moved / np.maximum(lengths, 1e-9), dtype=np.float32)

    def _mean(self, dimension: int) -> Floats:
        import numpy as np

        own = np.array(self.statistics.mean or [0.0] * dimension, dtype=np.float32)
        if len(self.prior_mean) != dimension:
            return own
        share = self.statistics.passages / (self.statistics.passages + MEAN_PRIOR_PASSAGES)
        return np.asarray(share * own + (1 - share) * np.array(self.prior_mean, dtype=np.float32), dtype=np.float32)


@dataclass(frozen=True)
class Candidates:
    """What is known of a question before it is decided: its passages and their signals."""

    question: Question
    records: tuple[Record, ...]
    signals: Floats
    collection: Collection


def signals(question: Question, records: Sequence[Record], collection: Collection) -> Floats:
    """One row a passage, one column of `SIGNALS`; NaN where a signal says nothing. O(passages · terms)."""
    import numpy as np

    values = np.full((len(records), len(SIGNALS)), np.nan, dtype=np.float32)
    if not records:
        return values
    columns: dict[str, Floats] = {}
    asked = {"text": question.text_terms, "title": question.title_terms}
    asked["both"] = (*question.title_terms, *question.text_terms)
    subject = "title" if question.has_title else "text"
    for name, part, place in (
        ("words_text", "text", 0),
        ("words_title", "title", 0),
        ("words_both", "both", 0),
        ("words_question", "text", 1),
        ("words_subject", subject, 2),
    ):
        columns[name] = _words(asked[part], records, place, collection)
    columns |= _meanings(question, records, collection)
    papers: dict[str, list[int]] = {}
    for row, record in enumerate(records):
        papers.setdefault(record.dokument_id, []).append(row)
    for name, source in OF_PAPER.items():
        best = np.empty(len(records), dtype=np.float32)
        for rows in papers.values():
            best[rows] = columns[source][rows].max()
        columns[name] = best
    for column, name in enumerate(SIGNALS):
        if question.has_title or name not in NEEDS_TITLE:
            values[:, column] = columns[name]
    return values


def fuse(values: Floats, profile: Profile) -> Floats:
    """The score of each passage: the weighted sum of its signals, each in units of its usual spread."""
    import numpy as np

    neutral = np.array([profile.neutral.get(name, 0.0) for name in SIGNALS], dtype=np.float32)
    factor = np.array(
        [profile.weights.get(name, 0.0) / profile.spread.get(name, 1.0) for name in SIGNALS], dtype=np.float32
    )
    return np.asarray(np.where(np.isnan(values), 0.0, values - neutral) @ factor, dtype=np.float32)


def _words(terms: Sequence[str], records: Sequence[Record], place: int, collection: Collection) -> Floats:
    """BM25, divided by the root of what the question could reach: long questions weigh like short ones."""
    import numpy as np

    idf = {term: collection.idf(FIELDS[place], term) for term in set(terms)}
    reach = math.sqrt(sum(idf.values())) or 1.0
    average = collection.statistics.average_length[place]
    found = np.zeros(len(records), dtype=np.float32)
    for row, record in enumerate(records):
        counted: Counter[str] = record.terms[place]
        if not counted:
            found[row] = np.nan if place else 0.0
            continue
        norm = BM25_K1 * (1 - BM25_B + BM25_B * record.lengths[place] / average)
        score = sum(
            weight * counted[term] * (BM25_K1 + 1) / (counted[term] + norm)
            for term, weight in idf.items()
            if term in counted
        )
        found[row] = score / reach
    return found


def _meanings(question: Question, records: Sequence[Record], collection: Collection) -> dict[str, Floats]:
    import numpy as np

    asked = collection.centred(question.vectors)
    sizes = [len(record.vectors) for record in records]
    starts = np.cumsum([0, *sizes[:-1]])
    cosines = collection.centred(np.concatenate([record.vectors for record in records])) @ asked.T
    text, title, both = cosines[starts].T
    question_rows, subject_rows = cosines[starts + 1], cosines[starts + 2]
    has_question = np.array([bool(record.lengths[1]) for record in records])
    has_subject = np.array([bool(record.lengths[2]) for record in records])
    pieces = text.copy()
    for row, (start, size) in enumerate(zip(starts, sizes, strict=True)):
        if size > 3:
            pieces[row] = max(text[row], cosines[start + 3 : start + size, 0].max())
    subject = 1 if question.has_title else 0
    return {
        "meaning_text": text,
        "meaning_title": title,
        "meaning_both": both,
        "meaning_piece": pieces,
        "meaning_question": np.where(has_question, question_rows[:, 0], np.nan).astype(np.float32),
        "meaning_subject": np.where(has_subject, subject_rows[:, subject], np.nan).astype(np.float32),
    }
