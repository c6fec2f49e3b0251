"""Signals are kept apart, and what is absent neither helps nor hurts."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.pieces import PIECE_LENGTH, pieces
from retrieval.ranking.learn import Case, learn_grundlage, learn_profile
from retrieval.ranking.weights import ALONE, NEEDS_MOTION, SIGNALS, WHOLE, Profile, default_weights, fuse

PROFILE = Profile(
    weights={"words_text": 1.0, "meaning_question": 2.0},
    neutral={"words_text": 0.5, "meaning_question": 0.25},
    spread={"words_text": 0.5, "meaning_question": 0.25},
)


def row(**values: float) -> list[float]:
    return [values.get(name, np.nan) for name in SIGNALS]


def test_an_absent_signal_counts_like_a_usual_one() -> None:
    absent, usual = fuse(np.array([row(words_text=1.0), row(words_text=1.0, meaning_question=0.25)]), PROFILE)
    assert absent == usual


def test_each_signal_counts_in_units_of_its_spread() -> None:
    (score,) = fuse(np.array([row(words_text=1.0, meaning_question=0.5)]), PROFILE)
    assert score == pytest.approx(1.0 * 1 + 2.0 * 1)


def test_the_weights_that_come_with_the_program_know_every_signal_and_their_run() -> None:
    weights = default_weights()
    assert set(weights.in_motion.weights) == set(SIGNALS) - set(WHOLE)
    assert set(weights.with_title.weights) == set(SIGNALS) - set(WHOLE) - NEEDS_MOTION
    assert set(weights.without_title.weights) == set(ALONE)
    assert {"command", "date", "questions"} <= set(weights.run)
    assert all(profile.grundlage for profile in weights.profiles().values())


def test_learning_finds_the_signal_that_tells_right_from_wrong() -> None:
    random = np.random.default_rng(1)
    cases = []
    for _ in range(40):
        signals = np.full((8, len(SIGNALS)), np.nan, dtype=np.float32)
        signals[:, SIGNALS.index("words_text")] = random.normal(size=8)
        signals[:, SIGNALS.index("meaning_text")] = random.normal(size=8)
        cases.append(
            Case(signals, signals[:, SIGNALS.index("meaning_text")] == signals[:, SIGNALS.index("meaning_text")].max())
        )
    learned = learn_profile(cases)
    assert learned.weights["meaning_text"] > 10 * abs(learned.weights["words_text"])
    assert "meaning_question" not in learned.weights


def test_learning_tells_answerable_questions_from_others() -> None:
    looked = [{"constant": 1.0, "nearness": near} for near in (0.1, 0.2, 0.3, 0.7, 0.8, 0.9)]
    coefficients = learn_grundlage(looked, [False, False, False, True, True, True])
    assert coefficients["nearness"] > 0 > coefficients["constant"]


def test_a_short_answer_has_no_pieces() -> None:
    assert pieces("Ja. Das ist so.") == []


def test_pieces_are_whole_sentences_and_together_the_text() -> None:
    text = " ".join(f"Dies ist der Satz Nummer {n}, und er handelt vom Bauhof der Stadt." for n in range(20))
    assert " ".join(pieces(text)) == text
    assert all(piece.endswith(".") and len(piece) <= PIECE_LENGTH for piece in pieces(text))
