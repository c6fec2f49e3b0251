"""The points of one motion help each other, and only those."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from retrieval.index.projection import Index
from retrieval.ranking.motion import Passages, compete, mixture, motion_signals
from retrieval.ranking.weights import NEEDS_MOTION, SIGNALS
from retrieval.search import Query, Searcher, motions
from tests.retrieval.passages import WordEmbeddings, passage

BOTH = np.array([True, True])


def test_a_passage_that_another_point_claims_more_surely_counts_for_less() -> None:
    scores = np.array([[5.0, 4.0, 0.0], [9.0, 0.0, 0.0]], dtype=np.float32)
    after = compete(scores, BOTH)
    assert after[0].argmax() == 1
    assert after[1].argmax() == 0


def test_a_joint_answer_is_still_found_where_nothing_else_fits() -> None:
    scores = np.array([[9.0, 0.0], [9.0, 0.0]], dtype=np.float32)
    assert compete(scores, BOTH).argmax(axis=1).tolist() == [0, 0]


def test_a_part_of_a_point_neither_claims_nor_gives_way() -> None:
    scores = np.array([[5.0, 4.0], [9.0, 0.0], [9.0, 0.0]], dtype=np.float32)
    points = np.array([True, False, True])
    after = compete(scores, points)
    assert after[1].tolist() == scores[1].tolist()
    assert np.allclose(after[[0, 2]], compete(scores[[0, 2]], BOTH))


def test_one_point_alone_competes_with_nobody() -> None:
    scores = np.array([[3.0, 1.0]], dtype=np.float32)
    assert compete(scores, np.array([True])).tolist() == scores.tolist()


def test_what_one_way_of_scoring_is_sure_of_is_not_lost_for_the_other() -> None:
    likely = np.array([[9.0, 0.0, 1.0, 2.0]], dtype=np.float32)
    otherwise = np.array([[0.0, 9.0, 0.0, 0.0]], dtype=np.float32)
    assert (-mixture(likely, otherwise)).argsort(axis=1)[0, :2].tolist() == [0, 1]
    assert (-mixture(otherwise, likely)).argsort(axis=1)[0, :2].tolist() == [1, 0]


def test_two_ways_that_say_the_same_change_nothing() -> None:
    scores = np.array([[5.0, 4.0, 0.0], [9.0, 0.0, -3.0]], dtype=np.float32)
    assert np.allclose(mixture(scores, scores), scores, atol=1e-5)


def test_what_all_points_and_all_answers_share_does_not_tell_them_apart() -> None:
    shared, one, other = np.eye(3, dtype=np.float32)
    points = np.stack([shared + 0.3 * one, shared + 0.3 * other])
    answers = np.stack([shared + 0.5 * other, shared + 0.5 * one, one])
    passages = Passages(np.array([0, 0, 1]), answers, np.zeros((0, 3), np.float32), np.array([], dtype=int))
    flat = np.zeros((2, 3), dtype=np.float32)
    apart = motion_signals(points, BOTH, flat, flat, passages)["apart_meaning"]
    assert apart[0, 1] > 0.9 > -0.9 > apart[0, 0]
    assert apart[1, 0] > 0.9 > -0.9 > apart[1, 1]
    assert np.isnan(apart[:, 2]).all(), "a paper's only answer has nothing to be told apart from"


def test_queries_of_the_same_title_and_limits_are_one_motion() -> None:
    queries = [Query("a", "T"), Query("b"), Query("c", "T"), Query("d", "T", intern=True), Query("e")]
    assert motions(queries) == [[0, 2], [1], [3], [4]]


@pytest.fixture
def searcher(tmp_path: Path) -> Iterator[Searcher]:
    papers = [
        passage("bad-zeiten", "Das Freibad öffnet im Sommer täglich um neun Uhr.", paper="bad"),
        passage("bad-preis", "Der Eintritt in das Freibad kostet fünf Euro.", paper="bad"),
        passage("bad-personal", "Im Freibad arbeiten vier Fachangestellte.", paper="bad"),
        passage("halle", "Die Halle öffnet täglich um neun Uhr, der Eintritt kostet fünf Euro.", paper="halle"),
    ]
    index = Index(tmp_path, WordEmbeddings())
    index.rebuild(papers)
    yield Searcher(index, WordEmbeddings())
    index.close()


POINTS = (
    Query("Wann öffnet es täglich?", "Freibad im Sommer"),
    Query("Was kostet der Eintritt?", "Freibad im Sommer"),
    Query("Wie viele Fachangestellte arbeiten dort?", "Freibad im Sommer"),
)


def test_signals_of_neighbours_are_there_for_points_of_a_motion_and_for_nobody_else(searcher: Searcher) -> None:
    columns = [SIGNALS.index(name) for name in NEEDS_MOTION]
    alone = searcher.candidates([POINTS[0]])[0].signals[:, columns]
    together = searcher.candidates(POINTS)[0].signals[:, columns]
    assert np.isnan(alone).all()
    assert not np.isnan(together).all(axis=0).any()


def test_each_point_of_a_motion_finds_its_own_answer(searcher: Searcher) -> None:
    found = [result.treffer[0].passage.id for result in searcher.search_many(POINTS)]
    assert found == ["bad-zeiten", "bad-preis", "bad-personal"]


def test_a_clause_has_its_motion_for_company_and_changes_nothing_for_the_points(searcher: Searcher) -> None:
    clause = Query("Was kostet der Eintritt?", "Freibad im Sommer", teil=True)
    *points, part = searcher.search_many([*POINTS, clause])
    assert points == searcher.search_many(POINTS)
    assert part.treffer[0].passage.id == "bad-preis"


SCATTERED = (
    Query("Wann öffnet das Freibad im Sommer?", "Freibad, Halle und Bücherei"),
    Query("Was kostet der Eintritt in die Halle?", "Freibad, Halle und Bücherei"),
    Query("Wie viele Medien hat die Bücherei?", "Freibad, Halle und Bücherei"),
)


def test_points_that_several_papers_answer_are_not_drawn_to_one(tmp_path: Path) -> None:
    """A question that one paper answers has as much ground among strangers as alone."""
    index = Index(tmp_path, WordEmbeddings())
    index.rebuild(
        [
            passage("bad", "Das Freibad öffnet im Sommer um neun Uhr.", paper="bad"),
            passage("bad-2", "Im Freibad gibt es drei Becken.", paper="bad"),
            passage("halle", "Der Eintritt in die Halle kostet fünf Euro.", paper="halle"),
            passage("halle-2", "Die Halle hat ein neues Dach.", paper="halle"),
            passage("buch", "Die Bücherei hat 40.000 Medien.", paper="buch"),
            passage("buch-2", "Die Bücherei öffnet am Samstag.", paper="buch"),
        ]
    )
    searcher = Searcher(index, WordEmbeddings())
    together = searcher.search_many(SCATTERED)
    alone = [searcher.search(query) for query in SCATTERED]
    index.close()
    assert [result.treffer[0].passage.id for result in together] == ["bad", "halle", "buch"]
    assert all(one.grundlage >= 0.9 * other.grundlage for one, other in zip(together, alone, strict=True))
