"""Papers are held side by side by what they share and others lack."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.domain import Passage
from retrieval.german import analyse
from retrieval.index.manifest import Statistics
from retrieval.index.record import Record, pack, unpack
from retrieval.newer_papers import Papers
from retrieval.newer_words import asks_who, names_somebody, tells_of_an_end
from retrieval.ranking.weights import Collection
from tests.retrieval.passages import WordEmbeddings, passage

COLLECTION = Collection(100, lambda field, term: 1, Statistics(100, (), (20.0, 10.0, 5.0)))


def record(some: Passage) -> Record:
    texts = (some.text, some.frage or "", some.betreff or "")
    vectors = WordEmbeddings().embed_passages(texts)
    vectors[[not text for text in texts]] = 0
    return unpack(pack(some, tuple(" ".join(analyse(text)) for text in texts), vectors))


OLD = [
    record(
        passage("old/1", "Erwachsene zahlen 4 Euro.", paper="old", betreff="Betrieb des Hallenbads", datum="2017-01-01")
    ),
    record(passage("old/2", "Das Wasser im Becken hat 28 Grad.", paper="old", betreff="Betrieb des Hallenbads")),
]
NEW = [
    record(passage("new/1", "Für Erwachsene sind es 6 Euro.", paper="new", betreff="Schwimmen lernen")),
    record(
        passage("new/2", "Im Becken des Hallenbads hat das Wasser 26 Grad.", paper="new", betreff="Schwimmen lernen")
    ),
]
OTHER = [record(passage("other/1", "Erwachsene zahlen 9 Euro.", paper="other", betreff="Karten für das Theater"))]


def test_a_paper_that_takes_up_the_other_points_is_nearer_than_one_that_sounds_alike() -> None:
    papers = Papers([*OLD, *NEW, *OTHER], [OLD[0], NEW[0], OTHER[0]], COLLECTION)
    assert papers.common(OLD[0], NEW[0]) > papers.common(OLD[0], OTHER[0]) > 0
    only_hits = Papers([OLD[0], NEW[0], OTHER[0]], [OLD[0], NEW[0], OTHER[0]], COLLECTION)
    assert only_hits.common(OLD[0], NEW[0]) < papers.common(OLD[0], NEW[0])


def test_what_every_paper_says_counts_less_than_what_two_share() -> None:
    some = [OLD[0], NEW[0], OTHER[0]]
    alone = Papers([*OLD, *NEW], [OLD[0], NEW[0]], COLLECTION)
    among = Papers([*OLD, *NEW, *OTHER], some, COLLECTION)
    assert alone.common(OLD[0], NEW[0]) == pytest.approx(alone.common(NEW[0], OLD[0]))
    assert among.common(OLD[0], OLD[1]) == pytest.approx(1.0)


def test_passages_are_compared_as_a_whole_and_by_their_subjects() -> None:
    papers = Papers([*OLD, *OTHER], [OLD[0], OLD[1], OTHER[0]], COLLECTION)
    same, other = papers.alike(OLD[0], [OLD[1], OTHER[0]])
    assert same["subject"] == pytest.approx(1.0, abs=0.01)
    assert other["subject"] < 0.5
    assert np.isfinite([*same.values(), *other.values()]).all()


def test_who_is_asked_for_and_who_is_named() -> None:
    assert all(map(asks_who, ("Wer leitet die Bücherei?", "Betreiber des Freibads", "Zuständigkeit für Gräber")))
    assert not any(map(asks_who, ("Was kostet ein Grab?", "Stellen in der Verwaltung")))
    assert all(map(names_somebody, ("Das macht Frau Muster.", "Die Stadtwerke liefern.", "Das liegt beim Bauamt.")))
    assert not any(map(names_somebody, ("Das Becken hat 28 Grad.", "Geöffnet ist ab 9 Uhr.")))


def test_an_office_that_the_newer_one_says_is_gone() -> None:
    older = "Mängel nimmt das Hochbauamt entgegen."
    assert tells_of_an_end(older, "Das Hochbauamt wurde aufgelöst. Es gibt Formulare.")
    assert not tells_of_an_end(older, "Das Hochbauamt ist zuständig. Das Formular wurde eingestellt.")
