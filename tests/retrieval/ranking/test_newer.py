"""The newer word stands above the older one, and only where it is one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.domain import Passage
from retrieval.index.projection import Index
from retrieval.look_alike import asked_of
from retrieval.other_matter import other_matter
from retrieval.ranking.newer import COEFFICIENTS, STANDS_ABOVE, overtaken, spots, weighed
from retrieval.ranking.order import newer_first
from retrieval.ranking.weights import SIGNALS
from retrieval.search import Ergebnis, Query, Searcher
from tests.retrieval.passages import WordEmbeddings, passage


def search(tmp_path: Path, papers: tuple[Passage, ...], query: Query) -> Ergebnis:
    index = Index(tmp_path, WordEmbeddings())
    index.rebuild(papers)
    try:
        return Searcher(index, WordEmbeddings()).search(query)
    finally:
        index.close()


OTHERS = tuple(
    passage(f"other-{nr}", text, datum="2020-01-01")
    for nr, text in enumerate(
        (
            "Das Museum zeigt Werkzeuge aus drei Jahrhunderten.",
            "Der Bauhof räumt den Schnee von den Gehwegen.",
            "Die Feuerwehr erhält ein Löschfahrzeug.",
            "Im Stadtwald wurden Eichen gepflanzt.",
        )
    )
)
OLD = passage(
    "old", "Die Jahreskarte der Bücherei kostet 15 Euro.", betreff="Bücherei", vorlage="A", datum="2017-03-01"
)
NEW = passage("new", "Die Jahreskarte der Bücherei kostet seit 2022 24 Euro.", vorlage="B", datum="2023-10-01")


def test_the_older_one_is_said_to_be_overtaken_and_stands_below(tmp_path: Path) -> None:
    hits = search(tmp_path, (OLD, NEW, *OTHERS), Query("Was kostet die Jahreskarte der Bücherei?")).treffer
    assert [hit.passage.id for hit in hits[:2]] == ["new", "old"]
    assert [hit.ueberholt_durch for hit in hits[:2]] == [None, "B"]


def test_an_overtaken_answer_still_shows_that_there_is_ground(tmp_path: Path) -> None:
    query = Query("Was kostet die Jahreskarte der Bücherei?")
    both = search(tmp_path / "both", (OLD, NEW, *OTHERS), query)
    alone = search(tmp_path / "alone", (OLD, *OTHERS), query)
    assert both.grundlage > 0.5 * alone.grundlage


@pytest.mark.parametrize(
    ("newer", "query"),
    [
        (NEW, Query("Was kostet die Jahreskarte der Bücherei?", before=date(2020, 1, 1))),
        (NEW, Query("Was kostete die Jahreskarte der Bücherei im Jahr 2017?")),
        (
            passage("new", "Die Jahreskarte kostet seit 2022 24 Euro.", betreff="Bücherei in Unterhain", vorlage="B"),
            Query("Was kostet die Jahreskarte der Bücherei in Oberhain?"),
        ),
        (passage("new", "Der Bauhof räumt seit 2022 auch Radwege.", vorlage="B"), Query("Jahreskarte der Bücherei")),
        (passage("new", NEW.text, paper="same", vorlage="B", datum=None), Query("Jahreskarte der Bücherei")),
    ],
)
def test_before_the_day_of_another_year_place_or_matter_nothing_is_overtaken(
    tmp_path: Path, newer: Passage, query: Query
) -> None:
    hits = search(tmp_path, (OLD, newer, *OTHERS), query).treffer
    assert all(hit.ueberholt_durch is None for hit in hits)
    assert next(hit.passage.id for hit in hits if hit.passage.id in ("old", "new")) == "old" or not newer.datum


def test_a_newer_paper_off_the_subject_of_the_motion_replaces_nothing(tmp_path: Path) -> None:
    old = passage("old", "Der Umbau kostet 15 Euro je Meter.", betreff="Umbau der Bücherei", datum="2017-03-01")
    new = passage("new", "Der Umbau kostet seit 2022 24 Euro je Meter.", betreff="Umbau des Bauhofs", vorlage="B")
    hits = search(tmp_path, (old, new, *OTHERS), Query("Was kostet der Umbau?", "Sanierung der Bücherei")).treffer
    assert next(hit for hit in hits if hit.passage.id == "old").ueberholt_durch is None


@pytest.fixture(scope="module")
def look_alikes(tmp_path_factory: pytest.TempPathFactory) -> Ergebnis:
    papers = (
        passage("oak", "Für den Umbau sind 780.000 Euro veranschlagt.", betreff="Umbau der Kita Eichenhain"),
        passage("elm", "Für den Umbau der Kita sind Mittel da: 1,1 Mio. Euro.", betreff="Umbau der Kita Ulmenhain"),
        *OTHERS,
    )
    return search(tmp_path_factory.mktemp("index"), papers, Query("Kosten des Umbaus der Kita Ulmenhain"))


def test_a_look_alike_stands_behind_and_says_what_it_is_about(look_alikes: Ergebnis) -> None:
    hits = {hit.passage.id: hit for hit in look_alikes.treffer}
    assert [slot.wortlaut for slot in hits["oak"].verwechslung] == ["Kita Eichenhain"]
    assert hits["elm"].rang == 1
    assert hits["elm"].verwechslung == ()


def test_a_look_alike_alone_is_no_ground(tmp_path: Path) -> None:
    oak = passage("oak", "Für den Umbau sind 780.000 Euro veranschlagt.", betreff="Umbau der Kita Eichenhain")
    right = search(tmp_path / "a", (oak, *OTHERS), Query("Kosten des Umbaus der Kita Eichenhain"))
    wrong = search(tmp_path / "b", (oak, *OTHERS), Query("Kosten des Umbaus der Kita Ulmenhain"))
    assert wrong.grundlage < 0.5 * right.grundlage


def test_the_passage_with_the_sum_that_was_asked_for_stands_first(tmp_path: Path) -> None:
    papers = (
        passage("sum", "Dafür werden 480.000 EUR gebraucht."),
        passage("words", "Die Stadt fragt nach Kosten, Mitteln und Beträgen in TEUR."),
        *OTHERS,
    )
    for text in ("480 TEUR", "Kosten und Mittel von 0,48 Mio. Euro"):
        assert search(tmp_path / text[:3], papers, Query(text)).treffer[0].passage.id == "sum"


def test_what_is_replaced_stands_right_behind_what_replaced_it() -> None:
    assert newer_first(["a", "b", "c"], {"a": ["c"]}) == ["c", "a", "b"]
    assert newer_first(["a", "b", "c"], {"a": ["b"], "b": ["c"]}) == ["c", "b", "a"]
    assert newer_first(["a", "b"], {"b": ["a"]}) == ["a", "b"]
    assert newer_first(["a", "b", "c", "d"], {"a": ["d", "c"]}) == ["d", "c", "a", "b"]


def test_the_same_question_of_another_thing_overtakes_nothing(tmp_path: Path) -> None:
    bath = passage(
        "bath",
        "Der Eintritt beträgt für Erwachsene 4 Euro.",
        frage="Was kostet der Eintritt ins Hallenbad?",
        vorlage="A",
        datum="2017-03-01",
    )
    stage = passage(
        "stage",
        "Der Eintritt beträgt für Erwachsene seit 2022 14 Euro.",
        frage="Was kostet der Eintritt ins Freilichttheater?",
        vorlage="B",
        datum="2022-03-01",
    )
    later = passage("later", stage.text, vorlage="C", frage="Was kostet der Eintritt im Hallenbad?", datum="2022-03-01")
    query = Query("Eintritt für Erwachsene im Hallenbad")
    apart = search(tmp_path / "apart", (bath, stage, *OTHERS), query).treffer
    assert (apart[0].passage.id, apart[0].ueberholt_durch) == ("bath", None)
    same = search(tmp_path / "same", (bath, later, *OTHERS), query).treffer
    assert [hit.passage.id for hit in same[:2]] == ["later", "bath"]


@pytest.mark.parametrize("question", ["Was kostet die Jahreskarte der Bücherei?", "Wer räumt den Schnee?", "Museum"])
def test_what_is_not_read_could_not_have_changed_what_is_replaced(tmp_path: Path, question: str) -> None:
    papers = (
        OLD,
        NEW,
        passage("later", "Die Bücherei hat seit 2021 keine Jahreskarte mehr.", vorlage="C", datum="2024-01-01"),
        passage("snow", "Den Schnee räumt nun die Firma Muster.", vorlage="D", datum="2023-01-01"),
        passage("gone", "Der Bauhof wurde aufgelöst; den Schnee räumt die Stadtwerke GmbH.", datum="2024-01-01"),
        *OTHERS,
    )
    index = Index(tmp_path, WordEmbeddings())
    index.rebuild(papers)
    searcher = Searcher(index, WordEmbeddings())
    (found,) = searcher.candidates([Query(question)])
    scores = found.signals[:, SIGNALS.index("words_whole")]
    ranked = sorted(range(len(scores)), key=lambda row: -scores[row])
    looked = spots(
        [found.records[row] for row in ranked],
        scores[ranked],
        found.question.vectors[0],
        found.collection,
    )
    asked = asked_of(question)
    replaced = overtaken(question, (), asked, looked, found.records, found.collection)
    best: dict[str, tuple[float, str]] = {}
    for newer, older, values in weighed(question, looked, found.records, found.collection):
        logit = sum(COEFFICIENTS[name] * value for name, value in values.items())
        if logit >= STANDS_ABOVE and not other_matter(question, (), asked, newer, older, found.collection):
            best[older.id] = max(best.get(older.id, (logit, newer.id)), (logit, newer.id))
    index.close()
    assert {old: each.newer for old, each in replaced.items()} == {old: newer for old, (_, newer) in best.items()}
    assert replaced or question == "Museum"
