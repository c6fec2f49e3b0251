"""The points of one motion help each other: together they find the paper, and what sets one apart finds its answer.

Two points of a motion rarely have the same answer; so a passage that another point claims more surely counts for less.

That holds for a motion whose points one paper answers. The points of another may have their answers here and there; so
it is looked at whether the points, each by itself, agree on a paper, and neither is taken for certain.
`benchmarks/compare_retrieval.py` has the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from retrieval.ranking.weights import Candidates, Weights, fuse
from retrieval.ranking.words import WordCounts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.int_]

AGREEMENT = 0.6
"""Of so many pairs of points the best passages must stand in one paper, for a motion to be taken for one that a single
paper answers."""

TRUST = 0.8
"""How likely it is then that it does; where they don't agree, that it doesn't. Both ways of scoring count, a mixture of
probabilities (Jacobs, Jordan, Nowlan and Hinton 1991): with one alone answers fell beyond the tenth place. R@1 and R@10
by folds, Karlsruhe's motions, and 222 points in motions mixed from three: one alone .769/.967, .464/.707; with .95
.773/.978, .464/.802; with .8 .786/.984, .473/.806; with .7 .780/.982, .477/.802."""

RESPECT = 0.7
"""How much another point's claim counts. Karlsruhe R@1 .756, .780, .773 and .753 with .3, .6, 1 and 1.5."""

LEAST_LEFT = 0.03
"""What remains of a passage that others claim altogether: a joint answer to two points is still found."""


@dataclass(frozen=True)
class Passages:
    """The candidates' answers. `paper`: the number of each one's paper, 0 up; `vectors`: one row an answer, centred and
    of length 1; `pieces` likewise, each of the passage in `piece_of`."""

    paper: Numbers
    vectors: Floats
    pieces: Floats
    piece_of: Numbers

    @property
    def papers(self) -> int:
        """How many there are."""
        return int(self.paper.max()) + 1

    def best_of_paper(self, scores: Floats) -> Floats:
        """(questions, passages) to (questions, papers)."""
        return _best(scores, self.paper, self.papers)

    def best_piece(self, scores: Floats) -> Floats:
        """(questions, pieces) to (questions, passages); -inf where a passage has none."""
        return _best(scores, self.piece_of, len(self.paper))

    def mean_of_paper(self) -> tuple[Floats, Floats]:
        """What the answers of each paper have in common, and how many they are."""
        import numpy as np

        sums = np.zeros((self.papers, self.vectors.shape[1]), dtype=np.float32)
        np.add.at(sums, self.paper, self.vectors)
        counts = np.bincount(self.paper, minlength=self.papers).astype(np.float32)
        return sums / counts[:, None], counts


@dataclass(frozen=True)
class Scored:
    """The candidates of one question, as one of the motion's points or as if it stood alone, whichever is likelier.

    `scores` rank them; `likely` are those by the likelier reading only, which `grundlage` looks at: what speaks for
    another passage by the other reading takes nothing from this one's ground.
    """

    found: Candidates
    scores: Floats
    likely: Floats


def score(found: Sequence[Candidates], weights: Weights) -> list[Scored]:
    """The points of one motion (or one question), scored over the same passages.

    Each point is scored as one of a motion that one paper answers, and as if it stood alone; how much either counts
    depends on whether the points, each by itself, agree on a paper. Then each point's claim is weighed against the
    others'.
    """
    import numpy as np

    points = np.array([each.question.is_point for each in found])
    together = np.stack([fuse(each.signals, weights.profile(each.question)) for each in found])
    if points.sum() < 2 or not found[0].records:
        return [Scored(each, row, row) for each, row in zip(found, together, strict=True)]
    apart = [replace(each, question=replace(each.question, has_neighbours=False)) for each in found]
    alone = np.stack([fuse(each.signals, weights.profile(each.question)) for each in apart])
    agreed = agreement(found, alone, points) >= AGREEMENT
    likely, otherwise = (together, alone) if agreed else (alone, together)
    rows = zip(
        found if agreed else apart, compete(mixture(likely, otherwise), points), compete(likely, points), strict=True
    )
    return [Scored(*row) for row in rows]


def mixture(likely: Floats, otherwise: Floats) -> Floats:
    """Two ways of scoring as one, the first trusted more, and on its scale."""
    import numpy as np

    both = np.logaddexp(np.log(TRUST) + _logarithms(likely), np.log(1 - TRUST) + _logarithms(otherwise))
    return np.asarray(both + _total(likely), dtype=np.float32)


def agreement(found: Sequence[Candidates], alone: Floats, points: NDArray[np.bool_]) -> float:
    """The share of pairs of points whose best passages, by their scores `alone`, stand in the same paper."""
    best = [each.records[int(row.argmax())].dokument_id for each, row in zip(found, alone, strict=True)]
    pairs = list(combinations([paper for paper, is_point in zip(best, points, strict=True) if is_point], 2))
    return sum(one == other for one, other in pairs) / len(pairs)


def motion_signals(
    vectors: Floats, points: NDArray[np.bool_], words: Floats, meaning: Floats, passages: Passages
) -> dict[str, Floats]:
    """The signals that take the other points into account, each (questions, passages).

    `vectors` are the questions', centred; `points` tells which of them are points of the motion. `words` and `meaning`
    are their scores alone.
    """
    import numpy as np

    common = vectors[points].mean(axis=0)
    shared, sizes = passages.mean_of_paper()
    alone = sizes[passages.paper] < 2
    apart = _unit(vectors - common)
    of_answers = apart @ _unit(passages.vectors - shared[passages.paper]).T
    of_pieces = apart @ _unit(passages.pieces - shared[passages.paper[passages.piece_of]]).T
    nearest = np.maximum(of_answers, passages.best_piece(of_pieces))
    of_answers[:, alone] = nearest[:, alone] = np.nan
    of_paper = {
        "motion_words": passages.best_of_paper(words[points]).mean(axis=0),
        "motion_meaning": passages.best_of_paper(meaning[points]).mean(axis=0),
        "motion_centre": _unit(shared) @ _unit(common[None])[0],
    }
    repeated = {name: np.tile(scores[passages.paper], (len(vectors), 1)) for name, scores in of_paper.items()}
    return {**repeated, "apart_meaning": of_answers, "apart_piece": nearest}


def apart_words(counts: WordCounts, asked: Floats, points: NDArray[np.bool_], passages: Passages) -> Floats:
    """BM25 in which a term counts for less the more of the motion's points and of the paper's answers hold it.

    `asked`: (questions, terms), 1 where a question holds the term.
    """
    import numpy as np

    there = counts.saturated > 0
    held = np.zeros((passages.papers, there.shape[1]), dtype=np.float32)
    np.add.at(held, passages.paper, there)
    sizes = np.bincount(passages.paper, minlength=passages.papers)
    in_paper = _rarity(held, sizes[:, None])[passages.paper]
    in_motion = _rarity(asked[points].sum(axis=0)[None], np.array([[points.sum()]]))
    scores = (asked * in_motion * counts.idf) @ (counts.saturated * in_paper).T
    return np.asarray(scores / counts.reach(asked)[:, None], dtype=np.float32)


def compete(scores: Floats, points: NDArray[np.bool_]) -> Floats:
    """The scores after each point's claim was weighed against the others'; the shape stays.

    A row is taken for the logarithms of how likely each passage is the answer (that is how the weights are learned).
    Questions that are no points claim nothing; what they find is weighed all the same, but for their own point's claim
    (which is theirs too), so they stay as they are.
    """
    import numpy as np

    if points.sum() < 2:
        return scores
    claims = np.where(points[:, None], np.exp(_logarithms(scores)), 0.0)
    others = claims.sum(axis=0, keepdims=True) - claims
    left = np.log(np.clip(1 - others, LEAST_LEFT, 1.0))
    return np.asarray(np.where(points[:, None], scores + RESPECT * left, scores), dtype=np.float32)


def _total(scores: Floats) -> Floats:
    """The logarithm of the sum of a row's exponentials, as a column."""
    import numpy as np

    most = scores.max(axis=1, keepdims=True)
    return np.asarray(most + np.log(np.exp(scores - most).sum(axis=1, keepdims=True)), dtype=np.float32)


def _logarithms(scores: Floats) -> Floats:
    """How likely each passage is the answer, as the weights were learned, by its logarithm."""
    return scores - _total(scores)


def _best(scores: Floats, group: Numbers, groups: int) -> Floats:
    import numpy as np

    best = np.full((groups, len(scores)), -np.inf, dtype=np.float32)
    np.maximum.at(best, group, scores.T)
    return best.T


def _rarity(held: Floats, size: NDArray[np.int_]) -> Floats:
    """1 for what one of several holds, near 0 for what all hold; 1 where there is only one."""
    import numpy as np

    rarity = np.log((size + 1) / np.maximum(held, 1)) / np.log(np.maximum(size, 1) + 1)
    return np.asarray(np.where(size < 2, 1.0, rarity), dtype=np.float32)


def _unit(rows: Floats) -> Floats:
    import numpy as np

    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)
