"""Scores: each signal of a passage for a question, kept apart, then one weighted sum of them.

The title of a motion finds the paper, its question finds the answer in it, and a passage inherits from its paper; so
these are signals of their own. What is absent (no title, no recorded question, no subject) is neutral. How the signals
are computed stands in `ranking.signals` and, for the points of one motion together, in `ranking.motion`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from retrieval.index.manifest import Statistics
from retrieval.index.record import Record
from retrieval.index.words import FIELDS

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
    "motion_words",  # words_text of the paper's best passage for each of the motion's points, averaged
    "motion_meaning",  # the same for meaning_text
    "motion_centre",  # cosine of what the points and what the paper's answers have in common
    "apart_words",  # BM25 of the text in the answer, counting what sets both apart from their neighbours
    "apart_meaning",  # cosine of what sets the text apart from the other points and the answer from the paper's others
    "apart_piece",  # the same for the nearest piece of the answer
    "words_whole",  # BM25 of the text in answer, question and subject together (BM25F)
    "meaning_whole",  # cosine of the text and the middle of answer, question and subject
    "share",  # the share of the text's terms, by rarity, that stand in answer, question or subject
    "fits",  # whether the answer has the kind of value that the text asks for: `wanted.fits`
    "paper_words_whole",
    "paper_meaning_whole",
)
OF_PAPER = {
    "paper_words_title": "words_title",
    "paper_words_both": "words_both",
    "paper_meaning_title": "meaning_title",
    "paper_meaning_both": "meaning_both",
    "paper_words_whole": "words_whole",
    "paper_meaning_whole": "meaning_whole",
}
NEEDS_TITLE = frozenset({"words_title", "words_both", "meaning_title", "meaning_both"}) | {
    "paper_words_title",
    "paper_meaning_title",
}
"""Without a title these say nothing, or the same as the text alone."""

WHOLE = ("words_whole", "meaning_whole", "share", "paper_words_whole", "paper_meaning_whole")
"""Only where no title is given: with one, the title finds the paper and the text the answer in it."""

ALONE = ("meaning_piece", "fits", *WHOLE, "paper_words_both", "paper_meaning_both")
"""What a question without a title is ranked by. Answer, question and subject each for themselves, as with a title,
found less on sets that were not learned from (nDCG@10 Flussbach .70, Seltheim .96; with these .83 and .975)."""

NEEDS_MOTION = frozenset(name for name in SIGNALS if name.startswith(("motion_", "apart_")))
"""A point that is asked alone has no neighbours."""

BM25_K1 = 1.2
BM25_B = 0.75
MEAN_SHARE = 0.8
"""So much of the mean vector is taken off: Karlsruhe gains with more, XQuAD-de loses with all of it."""

MEAN_PRIOR_PASSAGES = 200
"""The mean of an archive counts like that of the model's usual passages when it holds so many."""


@dataclass(frozen=True)
class Question:
    """A question as it is scored. `text` is as it was asked; `vectors`: its text, its title, both, without a title all
    three the text's.

    `has_neighbours` where other points of its motion are asked with it. A part of a point is asked among them without
    being one of them (`is_point`).
    """

    text_terms: tuple[str, ...]
    title_terms: tuple[str, ...]
    vectors: Floats
    has_neighbours: bool = False
    is_point: bool = True
    text: str = ""

    @property
    def has_title(self) -> bool:
        """Whether a title was given."""
        return bool(self.title_terms)

    @property
    def kind(self) -> str:
        """Whose weights it takes: a key of `Weights.profiles()`."""
        if self.has_neighbours:
            return "in_motion"
        return "with_title" if self.has_title else "without_title"


@dataclass(frozen=True)
class Profile:
    """Weights for one kind of question. `neutral` and `spread` are fixed statistics.

    `grundlage` are the coefficients of `ranking.grundlage`.
    """

    weights: Mapping[str, float]
    neutral: Mapping[str, float]
    spread: Mapping[str, float]
    grundlage: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Weights:
    """What was learned, with the run that made it. `mean` is the model's usual mean vector, () if not known."""

    in_motion: Profile
    with_title: Profile
    without_title: Profile
    mean: tuple[float, ...]
    model: str
    run: Mapping[str, Any] = field(default_factory=dict)

    def profiles(self) -> dict[str, Profile]:
        """Each kind of question with its profile."""
        return {"in_motion": self.in_motion, "with_title": self.with_title, "without_title": self.without_title}

    def with_profile(self, kind: str, profile: Profile) -> Weights:
        """The same weights but for one kind of question."""
        changed = {**self.profiles(), kind: profile}
        return replace(self, **changed)  # type: ignore[arg-type]  # the keys are those of profiles()

    def profile(self, question: Question) -> Profile:
        """The one that fits."""
        return self.profiles()[question.kind]


@cache
def default_weights() -> Weights:
    """Those that come with the program."""
    return weights_from_json(files("retrieval.ranking").joinpath("weights.json").read_text("utf-8"))


def weights_from_json(text: str) -> Weights:
    """Reads what `weights_to_json` wrote."""
    fields = json.loads(text)
    return Weights(
        in_motion=Profile(**fields["in_motion"]),
        with_title=Profile(**fields["with_title"]),
        without_title=Profile(**fields["without_title"]),
        mean=tuple(fields["mean"]),
        model=fields["model"],
        run=fields["run"],
    )


def weights_to_json(weights: Weights, run: Mapping[str, Any]) -> str:
    """The text of a weights file; numbers of a list stand in one line."""
    text = json.dumps(asdict(replace(weights, run=run)), indent=1, ensure_ascii=False)
    return re.sub(r"\[[^\[\]{}]*\]", lambda match: re.sub(r"\s+", " ", match.group()), text) + "\n"


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

    def rarity(self, term: str) -> float:
        """How rare a term is over all fields: as in the one where it stands most often."""
        return min(self.idf(field, term) for field in FIELDS)

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


def fuse(values: Floats, profile: Profile) -> Floats:
    """The score of each passage: the weighted sum of its signals, each in units of its usual spread."""
    import numpy as np

    neutral = np.array([profile.neutral.get(name, 0.0) for name in SIGNALS], dtype=np.float32)
    factor = np.array(
        [profile.weights.get(name, 0.0) / profile.spread.get(name, 1.0) for name in SIGNALS], dtype=np.float32
    )
    return np.asarray(np.where(np.isnan(values), 0.0, values - neutral) @ factor, dtype=np.float32)
