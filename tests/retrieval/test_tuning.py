"""Weights are learned from a city's own questions, judged on other papers, and kept only where they are better."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from corpus.errors import StellwerkError
from retrieval.benchmark.measures import better_by
from retrieval.ranking.weights import Profile, Weights, default_weights, weights_from_json, weights_to_json
from retrieval.search import motions
from retrieval.tuning import KINDS, mixed
from retrieval.tuning_archive import LEAST_QUESTIONS, Tuned, labelled_archive, tune
from tests.retrieval.passages import WordEmbeddings, passage

THINGS = (
    "Brunnen Spielplatz Friedhof Bauhof Bücherei Freibad Marktplatz Rathaus Radweg Kita Turnhalle Stadtarchiv".split()
)
ASPECTS = {
    "Kosten": ("Welche Kosten entstehen?", "Es entstehen Kosten von {} Euro."),
    "Personal": ("Wie viele Beschäftigte arbeiten dort?", "Dort arbeiten {} Beschäftigte."),
    "Öffnung": ("Wann wird geöffnet?", "Geöffnet wird um {} Uhr."),
    "Zustand": ("In welchem Zustand ist das Dach?", "Das Dach ist seit {} Jahren dicht, der Zustand gut."),
}
ARCHIVE = [
    passage(
        f"{thing}-{place}-{aspect}",
        f"{thing} {place}: {answer.format(at)}",
        paper=f"{thing}-{place}",
        frage=question,
        betreff=f"{thing} im Stadtteil {place}",
    )
    for at, (thing, place) in enumerate((t, p) for t in THINGS for p in ("Nordheim", "Südfeld"))
    for aspect, (question, answer) in ASPECTS.items()
]


def tuned(current: Weights) -> Tuned:
    return tune(labelled_archive(ARCHIVE), current, WordEmbeddings(), lambda _: None)


def test_better_weights_are_taken_with_what_they_are_worth_on_other_papers() -> None:
    bad = Profile({"words_text": -1.0}, {"words_text": 0.0}, {"words_text": 1.0})
    found = tuned(
        replace(default_weights(), in_motion=bad, with_title=bad, without_title=bad, model=WordEmbeddings.name)
    )
    compared = {c.kind: c for c in found.comparisons}
    assert set(compared) == set(KINDS)
    assert set(found.taken) == set(default_weights().profiles())
    assert compared["in_motion"].new["R@1"] > compared["in_motion"].old["R@1"]
    assert found.weights.in_motion != bad
    assert found.weights.in_motion.grundlage


def test_the_old_weights_stay_where_the_new_are_not_better() -> None:
    first = tuned(default_weights()).weights
    second = tuned(first)
    assert second.taken == ()
    assert second.weights.profiles() == first.profiles()


def test_what_gives_a_passage_away_is_hidden_while_learning() -> None:
    labelled = labelled_archive(ARCHIVE)
    assert all(p.frage is None for p in labelled.passages)
    assert {q.id for q in labelled.questions} == {p.id for p in ARCHIVE}


def test_what_was_not_sent_teaches_nothing() -> None:
    unsent = replace(ARCHIVE[0], id="entwurf", versandt=False)
    assert "entwurf" not in {p.id for p in labelled_archive([*ARCHIVE, unsent]).passages}


def test_an_archive_that_is_too_small_says_what_is_missing() -> None:
    with pytest.raises(StellwerkError, match=str(LEAST_QUESTIONS)):
        labelled_archive(ARCHIVE[:12])


def test_learned_weights_are_read_as_they_were_written() -> None:
    weights = replace(default_weights(), run={"command": "stellwerk tune"})
    assert weights_from_json(weights_to_json(weights, weights.run)) == weights


def test_a_difference_by_chance_is_not_called_better() -> None:
    dice = random.Random(3)
    old = [dice.random() for _ in range(400)]
    new = [dice.random() for _ in range(400)]
    papers = [str(at // 4) for at in range(400)]
    gain, low, high = better_by(old, new, papers)
    assert low < 0 < high
    assert low < gain < high
    assert better_by(old, [x + 0.1 for x in old], papers)[1] > 0


def test_mixed_motions_have_the_same_questions_under_other_titles() -> None:
    labelled = labelled_archive(ARCHIVE)
    questions = mixed(labelled.questions, lambda _: 0)
    assert {q.id for q in questions} == {q.id for q in labelled.questions}
    groups = motions([q.query for q in questions])
    assert all(len(group) <= 4 for group in groups)
    assert max(len({questions[at].id.rsplit("-", 1)[0] for at in group}) for group in groups) == 3
