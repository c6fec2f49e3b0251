"""A city's own archive as labelled data: each recorded question with its paper's subject, and its answer.

What the passages say of themselves is hidden while learning, for a new motion's words don't stand there: the question
always, the subject where the question comes with its title, which is the same. New weights are taken
only where they are better on papers that they were not learned from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from corpus.domain import Art, Passage
from corpus.errors import StellwerkError
from retrieval.benchmark.collection import Labelled, LabelledSet
from retrieval.benchmark.measures import better_by, gain_at_10, judge
from retrieval.index.projection import Index, PassageEmbeddings
from retrieval.ranking.weights import Weights
from retrieval.search import Query, Searcher
from retrieval.tuning import EMPTY, KINDS, Asked, ask, fold_weights, learn, rankings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

JUDGED_WITH = {"mixed": "in_motion"}
"""New weights for motions must not be worse for those whose points were mixed."""

TITLED = tuple(kind for kind in KINDS if kind != "without_title")

LEAST_QUESTIONS = 60
LEAST_PAPERS = 15
"""With fewer the folds say nothing: the 95 % interval of R@1 is wider than .2."""


@dataclass(frozen=True)
class Comparison:
    """Old and new weights for one kind of question, on papers that the new ones were not learned from.

    `gain` is the new minus the old nDCG@10, `low` and `high` its 95 % interval over the papers.
    """

    kind: str
    questions: int
    old: dict[str, float]
    new: dict[str, float]
    gain: float
    low: float
    high: float


@dataclass(frozen=True)
class Tuned:
    """The weights to use from now on, which profiles of them are new, and what decided that."""

    weights: Weights
    taken: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    figures: dict[str, Any]


def labelled_archive(passages: Iterable[Passage]) -> LabelledSet:
    """The questions that replies of the archive record, each with its answer; passages without their questions.

    Raises StellwerkError where there are too few to learn from.
    """
    answers = [passage for passage in passages if passage.versandt and passage.art is Art.STELLUNGNAHME]
    asked = [passage for passage in answers if passage.frage and passage.frage.strip()]
    papers = {passage.dokument_id for passage in asked}
    if len(asked) < LEAST_QUESTIONS or len(papers) < LEAST_PAPERS:
        raise StellwerkError(
            f"Das Archiv enthält {len(asked)} beantwortete Fragen aus {len(papers)} Stellungnahmen. Zum Lernen sind "
            f"mindestens {LEAST_QUESTIONS} aus {LEAST_PAPERS} nötig.",
            "Nehmen Sie weitere frühere Stellungnahmen auf (`stellwerk ingest ORDNER`); bis dahin gelten die "
            "mitgelieferten Gewichte.",
        )
    questions = tuple(
        Labelled(p.id, Query(p.frage or "", p.betreff, intern=True), frozenset([p.id]), frozenset(), "") for p in asked
    )
    return LabelledSet("archiv", tuple(replace(p, frage=None) for p in answers), questions)


def tune(
    labelled: LabelledSet, current: Weights, embeddings: PassageEmbeddings, progress: Callable[[int], None]
) -> Tuned:
    """Learns from the set and compares by folds; `progress` hears of the passages as they are indexed."""
    bare = replace(labelled, passages=tuple(replace(each, betreff=None) for each in labelled.passages))
    with TemporaryDirectory(prefix="stellwerk-tune-") as folder:
        remembering = _Remembering(embeddings)
        index = Index(Path(folder) / "betreff", remembering)
        without_subjects = Index(Path(folder) / "ohne", remembering)
        try:
            index.rebuild(labelled.passages, progress)
            without_subjects.rebuild(bare.passages)
            empty = Weights(EMPTY, EMPTY, EMPTY, index.refresh().statistics.mean, embeddings.name)
            prior = current if current.model == embeddings.name else empty
            asked = {kind: ask(bare, Searcher(without_subjects, embeddings, prior), kind) for kind in TITLED}
            asked |= {
                kind: ask(labelled, Searcher(index, embeddings, prior), kind) for kind in KINDS if kind not in TITLED
            }
            learned, figures = learn(asked, empty)
            compared = [
                _compare(kind, each, current, fold_weights(asked, empty)) for kind, each in asked.items() if each
            ]
        finally:
            index.close()
            without_subjects.close()
    weights = replace(current, mean=prior.mean, model=embeddings.name)
    taken = better_profiles(compared)
    for profile in taken:
        weights = weights.with_profile(profile, learned.profiles()[profile])
    return Tuned(weights, taken, tuple(compared), figures)


class _Remembering:
    """Embeds an answer once for both indexes: a few kilobytes a passage while it learns."""

    def __init__(self, embeddings: PassageEmbeddings) -> None:
        self._embeddings = embeddings
        self._known: dict[str, Floats] = {}
        self.name = embeddings.name

    def embed_passages(self, texts: Sequence[str]) -> Floats:
        import numpy as np

        fresh = list(dict.fromkeys(text for text in texts if text not in self._known))
        if fresh:
            self._known |= dict(zip(fresh, self._embeddings.embed_passages(fresh), strict=True))
        return np.stack([self._known[text] for text in texts])

    def embed_queries(self, texts: Sequence[str]) -> Floats:
        return self._embeddings.embed_queries(texts)


def better_profiles(compared: Sequence[Comparison]) -> tuple[str, ...]:
    """The profiles whose new weights are better beyond chance in one kind of asking, and in none worse."""
    kinds: dict[str, list[Comparison]] = {}
    for comparison in compared:
        kinds.setdefault(JUDGED_WITH.get(comparison.kind, comparison.kind), []).append(comparison)
    return tuple(
        profile for profile, some in kinds.items() if any(c.low > 0 for c in some) and not any(c.high < 0 for c in some)
    )


def _compare(kind: str, asked: Sequence[Asked], current: Weights, by_fold: Sequence[Weights]) -> Comparison:
    questions, before = rankings(asked, [current] * len(by_fold))
    _, after = rankings(asked, by_fold)
    papers = [paper for each in asked for paper in each.papers]
    old = [gain_at_10(ranking, question.relevant) for question, ranking in zip(questions, before, strict=True)]
    new = [gain_at_10(ranking, question.relevant) for question, ranking in zip(questions, after, strict=True)]
    gain, low, high = better_by(old, new, papers)
    return Comparison(kind, len(questions), _rounded(questions, before), _rounded(questions, after), gain, low, high)


def _rounded(questions: Sequence[Labelled], found: Sequence[Sequence[str]]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in judge(questions, found).items()}
