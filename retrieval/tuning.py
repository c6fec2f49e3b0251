"""Learns the weights of the ranking, and of `grundlage`, from questions whose answer is known, and judges them.

In come labelled questions and an index of their passages; out come weights with the run that made them. What is
reported is judged by folds: on papers that the weights of that fold were not learned from. A question is looked at in
three ways, for there are weights for each: among the other points of its motion, alone with its title, and alone.

A new motion's points need not have all their answers in one earlier paper, as the labelled questions have. So the
points of three motions are mixed into new ones, and it is reported what the weights are worth there too.

`grundlage` is learned from every question as it is, and with answers' papers taken away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from retrieval.benchmark.collection import Labelled, LabelledSet
from retrieval.benchmark.measures import auroc, judge, reliability, risk_coverage
from retrieval.index.words import FIELDS
from retrieval.paper_numbers import find_paper_numbers
from retrieval.ranking.grundlage import inputs, probability
from retrieval.ranking.learn import PULL_TO_ZERO, Case, learn_grundlage, learn_profile
from retrieval.ranking.motion import score
from retrieval.ranking.order import possible_answers
from retrieval.ranking.weights import ALONE, SIGNALS, WHOLE, Candidates, Profile, Weights
from retrieval.search import Searcher, motions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

FOLDS = 5
OVERTAKEN = "ueberholt"
"""The kind of question whose right answer is the newer of two."""

KINDS = ("in_motion", "mixed", "with_title", "without_title")
"""How questions are asked. There are weights for all but the points of several motions that were mixed into one."""

MOTIONS_IN_A_MIXTURE = 3
POINTS_IN_A_MIXTURE = 4

BY_HAND = {
    # What labelled sets cannot teach, for none of their passages carries the question it answered: weight, neutral,
    # spread. Neutral and spread are those of the candidates of a city's archive with all fields.
    # Tried from .3 to 1.1 on the sample papers (first in .94, .91, .85, .82 of 34) and Flussbach, .4 taken.
    "words_question": (0.4, 0.07, 0.30),
    "meaning_question": (0.4, 0.20, 0.10),
    # Tried from 0 to .6 on Flussbach (nDCG@10 .675 to .709) without loss on XQuAD-de.
    "words_subject": (0.15, 0.11, 0.33),
    "meaning_subject": (0.3, 0.23, 0.12),
}
EMPTY = Profile({}, {}, {})

SIGNALS_OF = {"without_title": ALONE}
"""What a profile learns; all but `WHOLE` by default."""

PULL_OF = {"without_title": 1e-2}
"""How hard its weights are pulled towards zero; learned from several cities, each of its own kind."""


@dataclass(frozen=True)
class Asked:
    """The questions of one motion (or one alone) with their candidates, and the paper of each one's answer.

    Of a question that nothing answers the paper is its own id, which no passage bears. `weight` is how much it counts;
    `teaches_grundlage` whether it tells anything of the answerable and the unanswerable.
    """

    questions: tuple[Labelled, ...]
    found: tuple[Candidates, ...]
    papers: tuple[str, ...]
    weight: float = 1.0
    teaches_grundlage: bool = True

    @property
    def fold(self) -> int:
        """That of all its papers."""
        return fold_of(self.papers[0])

    def cases(self) -> list[Case]:
        """What the weights are learned from."""
        import numpy as np

        cases = []
        for question, found in zip(self.questions, self.found, strict=True):
            if not question.relevant:
                continue
            # which of two answers is the newer word, `ranking.newer` decides: the older one fits the question as well
            left = [
                row
                for row, record in enumerate(found.records)
                if question.kind != OVERTAKEN or record.id not in question.below
            ]
            relevant = np.array([found.records[row].id in question.relevant for row in left], dtype=bool)
            cases.append(Case(found.signals[left], relevant, self.weight))
        return cases

    def scores(self, weights: Weights) -> list[Floats]:
        """As the search scores them, a row each."""
        return [scored.scores for scored in score(self.found, weights)]


def ask(labelled: LabelledSet, searcher: Searcher, kind: str) -> list[Asked]:
    """The candidates of every question, asked in one of the `KINDS`; with a title only of those that have an answer.

    Among the points of a motion are only those that have neighbours.
    """
    paper = {passage.id: passage.dokument_id for passage in labelled.passages}
    questions = [question for question in labelled.questions if question.relevant or kind == "without_title"]
    if kind == "without_title":
        questions = [replace(each, query=replace(each.query, titel=None)) for each in questions]
    else:
        questions = [each for each in questions if each.query.titel]
    if kind == "mixed":
        questions = mixed(questions, lambda question: fold_of(paper[min(question.relevant)]))
    queries = [question.query for question in questions]
    if kind in ("in_motion", "mixed"):
        groups = [members for members in motions(queries) if len(members) > 1]
    else:
        groups = [[at] for at in range(len(queries))]
    kept = [at for members in groups for at in members]
    place = {at: new for new, at in enumerate(kept)}
    found = searcher.candidates([queries[at] for at in kept], [[place[at] for at in members] for members in groups])
    return [
        Asked(
            tuple(questions[at] for at in members),
            tuple(found[place[at]] for at in members),
            tuple(paper[min(questions[at].relevant)] if questions[at].relevant else questions[at].id for at in members),
        )
        for members in groups
    ]


def mixed(questions: Sequence[Labelled], fold: Callable[[Labelled], int]) -> list[Labelled]:
    """The same questions as points of motions that nobody filed: each has points of several, of one fold."""
    by_title: dict[tuple[int, str], list[Labelled]] = {}
    for question in sorted(questions, key=lambda each: each.id):
        by_title.setdefault((fold(question), question.query.titel or ""), []).append(question)
    found: list[Labelled] = []
    for own in range(FOLDS):
        filed = [some for (of, _), some in by_title.items() if of == own]
        for at in range(0, len(filed), MOTIONS_IN_A_MIXTURE):
            together = [q for points in zip_longest(*filed[at : at + MOTIONS_IN_A_MIXTURE]) for q in points if q]
            for start in range(0, len(together), POINTS_IN_A_MIXTURE):
                points = together[start : start + POINTS_IN_A_MIXTURE]
                titel = " / ".join(dict.fromkeys(question.query.titel or "" for question in points))
                found += [replace(point, query=replace(point.query, titel=titel)) for point in points]
    return found


def learn(asked: Mapping[str, Sequence[Asked]], empty: Weights) -> tuple[Weights, dict[str, Any]]:
    """The weights learned from all, and by folds what they are worth.

    A kind without questions keeps the profile of `empty`.
    """
    weights = weights_of(asked, empty)
    by_fold = fold_weights(asked, empty)
    figures: dict[str, Any] = {}
    for kind, each in asked.items():
        if not each:
            continue
        figures[kind] = judged(each, by_fold)
    examples = {
        kind: [example for each in some if each.teaches_grundlage for example in examples_of(each, weights)]
        for kind, some in asked.items()
    }
    every = [example for some in examples.values() for example in some]
    by_folds = [grundlage_of([example for example in every if example.fold != fold]) for fold in range(FOLDS)]
    for kind, some in examples.items():
        if some:
            sure = [probability(each.looked, by_folds[each.fold].get(each.profile, {})) for each in some]
            figures[f"grundlage, {kind}"] = grundlage_figures(sure, [each.answerable for each in some])
    for profile, coefficients in grundlage_of(every).items():
        weights = weights.with_profile(profile, replace(weights.profiles()[profile], grundlage=coefficients))
    return weights, figures


def grundlage_figures(sure: Sequence[float], answerable: Sequence[bool]) -> dict[str, Any]:
    """How well the probability parts the answerable from the rest, and how far it can be taken at its word."""
    bins = reliability(sure, answerable)
    off = sum(abs(mean - share) * count for mean, share, count in bins) / max(len(sure), 1)
    return {
        "AUROC": round(auroc(sure, answerable), 3),
        "examples": len(sure),
        "expected_calibration_error": round(off, 3),
        "reliability": bins,
        "risk_coverage": risk_coverage(sure, answerable),
    }


def fold_weights(asked: Mapping[str, Sequence[Asked]], empty: Weights) -> list[Weights]:
    """For each fold the weights learned from all others."""
    return [weights_of(asked, empty, lambda each, own=fold: each.fold != own) for fold in range(FOLDS)]  # type: ignore[misc]


def judged(asked: Sequence[Asked], weights: Sequence[Weights]) -> dict[str, float]:
    """R@1 and so on of the scores alone, each fold by its own weights; numbers and newer words are not looked at."""
    return {name: round(value, 3) for name, value in judge(*rankings(asked, weights)).items()}


def rankings(asked: Sequence[Asked], weights: Sequence[Weights]) -> tuple[list[Labelled], list[list[str]]]:
    """The questions, and for each the passages in the order of their scores by the weights of its fold."""
    import numpy as np

    questions, found_for = [], []
    for each in asked:
        for question, found, scores in zip(each.questions, each.found, each.scores(weights[each.fold]), strict=True):
            if not question.relevant:
                continue
            questions.append(question)
            found_for.append([found.records[row].id for row in np.argsort(-scores, kind="stable")])
    return questions, found_for


@dataclass(frozen=True)
class Example:
    """What `grundlage` looks at for one question, whose coefficients it takes, and whether it could be answered."""

    looked: dict[str, float]
    answerable: bool
    fold: int
    profile: str
    weight: float = 1.0


def examples_of(asked: Asked, weights: Weights) -> list[Example]:
    """Each question as it is, with every answer's paper taken away, and with each of them taken away.

    Where the answer is a newer word nothing is taken away: the older one would still speak to the question. A question
    that names a paper's number is left out: there it is looked at whether the paper is found, and nothing else.
    """
    import numpy as np

    answered = zip(asked.questions, asked.papers, strict=True)
    papers = frozenset(paper for question, paper in answered if question.relevant and question.kind != OVERTAKEN)
    taken = dict.fromkeys([frozenset[str](), papers, *(frozenset([paper]) for paper in sorted(papers))])
    return [
        Example(
            inputs(scored.found, scored.likely, np.array(answers, dtype=int)),
            bool(question.relevant) and paper not in gone,
            asked.fold,
            scored.found.question.kind,
            asked.weight,
        )
        for gone in taken
        if (left := without(asked, gone)) is not None
        for scored, paper, question in zip(score(left.found, weights), asked.papers, asked.questions, strict=True)
        if not find_paper_numbers(question.query.text)
        and (answers := possible_answers(question.query.text, scored.found, scored.scores)[:2])
    ]


def without(asked: Asked, papers: frozenset[str]) -> Asked | None:
    """The same questions to an archive that lacks these papers; None where nothing else was found."""
    there = asked.found[0]
    left = [row for row, record in enumerate(there.records) if record.dokument_id not in papers]
    gone = [record for record in there.records if record.dokument_id in papers]
    if not left:
        return None

    def frequency(field: str, term: str) -> int:
        place = FIELDS.index(field)
        return there.collection.document_frequency(field, term) - sum(term in r.terms[place] for r in gone)

    collection = replace(there.collection, passages=there.collection.passages - len(gone), document_frequency=frequency)
    found = tuple(
        replace(
            each,
            records=tuple(each.records[row] for row in left),
            signals=each.signals[left],
            collection=collection,
        )
        for each in asked.found
    )
    return replace(asked, found=found)


def fold_of(paper: str) -> int:
    """The fold of a paper, the same in every run."""
    return int(hashlib.md5(paper.encode()).hexdigest(), 16) % FOLDS


def weights_of(
    asked: Mapping[str, Sequence[Asked]], empty: Weights, taken: Callable[[Asked], bool] = lambda _: True
) -> Weights:
    """The weights learned from those that are `taken`, without `grundlage`."""
    weights = empty
    for profile in empty.profiles():
        cases = [case for each in asked.get(profile, ()) if taken(each) for case in each.cases()]
        if cases:
            weights = weights.with_profile(profile, _profile(profile, cases))
    return weights


def _profile(kind: str, cases: Sequence[Case]) -> Profile:
    names = SIGNALS_OF.get(kind, tuple(name for name in SIGNALS if name not in WHOLE))
    learned = learn_profile(cases, names, pull=PULL_OF.get(kind, PULL_TO_ZERO))
    if kind in SIGNALS_OF:
        return learned
    by_hand = [{name: values[place] for name, values in BY_HAND.items()} for place in range(3)]
    return Profile(
        {**by_hand[0], **learned.weights}, {**by_hand[1], **learned.neutral}, {**by_hand[2], **learned.spread}
    )


def grundlage_of(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """The coefficients of each profile that occurs."""
    return {
        profile: learn_grundlage(
            [each.looked for each in own], [each.answerable for each in own], [each.weight for each in own]
        )
        for profile in sorted({each.profile for each in examples})
        if (own := [each for each in examples if each.profile == profile])
    }
