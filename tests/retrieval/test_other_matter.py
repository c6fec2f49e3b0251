"""Two answers on different matters are told apart, however alike they sound."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.domain import Passage
from retrieval.german import analyse
from retrieval.index.manifest import Statistics
from retrieval.index.record import Record, pack, unpack
from retrieval.look_alike import asked_of
from retrieval.other_matter import other_matter
from retrieval.ranking.weights import Collection
from tests.retrieval.passages import passage

COLLECTION = Collection(100, lambda field, term: 1, Statistics(100, (), (20.0, 10.0, 5.0)))


def record(some: Passage) -> Record:
    analysed = tuple(" ".join(analyse(text or "")) for text in (some.text, some.frage, some.betreff))
    return unpack(pack(some, analysed, np.ones((3, 8), dtype=np.float32)))


def apart(question: str, older: Passage, newer: Passage) -> bool:
    return other_matter(question, (), asked_of(question), record(newer), record(older), COLLECTION)


PATRON = passage("patron", "Eine Baumpatenschaft kostet nichts.", betreff="Grün in der Innenstadt")


@pytest.mark.parametrize(
    "newer",
    [
        passage("bench", "Eine Bankpatenschaft kostet 450 Euro.", betreff="Möbel in der Innenstadt"),
        passage("bench", "Eine Patenschaft kostet 450 Euro.", betreff="Bankpatenschaften und Brunnenpatenschaften"),
    ],
)
def test_another_thing_of_the_same_kind_is_another_matter(newer: Passage) -> None:
    assert apart("Was kostet eine Baumpatenschaft?", PATRON, newer)


@pytest.mark.parametrize(
    "newer",
    [
        passage("tree", "Für einen Baum zahlen Patinnen und Paten 20 Euro.", betreff="Patenschaften"),
        passage("tree", "Eine Baumpatenschaft kostet 20 Euro, eine Bankpatenschaft 450 Euro.", betreff="Patenschaften"),
        passage("tree", "Sie kostet 20 Euro.", betreff="Bankpatenschaften und Baumpatenschaften"),
    ],
)
def test_what_names_the_thing_or_its_own_part_is_on_the_matter(newer: Passage) -> None:
    assert not apart("Was kostet eine Baumpatenschaft?", PATRON, newer)


def test_what_the_text_names_by_the_way_is_no_other_matter_where_the_subject_named_the_first() -> None:
    older = passage("old", "Die Aufsicht führen vier Kräfte der Stadt.", betreff="Betrieb des Hallenbads")
    newer = passage("new", "Die Aufsicht führt eine Firma; zwei Kräfte wechselten zum Freibad.", betreff="Schwimmen")
    other = passage("new", "Die Aufsicht führt eine Firma.", betreff="Betrieb des Freibads")
    assert not apart("Wer führt die Aufsicht im Hallenbad?", older, newer)
    assert apart("Wer führt die Aufsicht im Hallenbad?", older, other)


def test_a_year_of_the_question_that_only_the_older_one_names_is_another_matter() -> None:
    older = passage("old", "Zum Jahresende 2017 betrug der Schuldenstand 22 Millionen Euro.")
    newer = passage("new", "Der Schuldenstand erhöhte sich bis Ende 2023 auf 31 Millionen Euro.")
    both = passage("new", "Der Schuldenstand stieg von Ende 2017 bis Ende 2023 um 9 Millionen Euro.")
    assert apart("Schuldenstand Ende 2017", older, newer)
    assert not apart("Schuldenstand Ende 2017", older, both)
    assert not apart("Wie hoch ist der Schuldenstand?", older, newer)
