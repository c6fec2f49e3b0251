"""What a search promises: who may be found, what stands first, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.domain import Passage
from retrieval.index.projection import Index
from retrieval.search import Query, Searcher, retriever
from tests.retrieval.passages import WordEmbeddings, passage

PAPERS = (
    passage(
        "bad-alt",
        "Der Eintritt in das Freibad kostet vier Euro. Kinder zahlen die Hälfte.",
        frage="Was kostet der Eintritt in das Freibad?",
        betreff="Freibad: Eintritt und Öffnung",
        vorlage="2019/0175",
        datum="2019-05-02",
    ),
    passage(
        "bad-neu",
        "Der Eintritt in das Freibad kostet seit 2024 fünf Euro. Kinder zahlen zwei Euro.",
        frage="Was kostet der Eintritt in das Freibad?",
        betreff="Freibad: Eintritt und Öffnung",
        vorlage="ST/0070/2024",
        antrag="AT/0066/2024",
        datum="2024-06-11",
    ),
    passage(
        "nord",
        "Die Brücke erhielt bei der Prüfung die Note drei und ist für Lastwagen gesperrt.",
        frage="Welche Note erhielt die Brücke?",
        betreff="Zustand der Tannenbrücke",
        vorlage="22/0310",
        datum="2022-10-20",
    ),
    passage(
        "sued",
        "Die Brücke erhielt bei der Prüfung die Note zwei und ist für Lastwagen offen.",
        frage="Welche Note erhielt die Brücke?",
        betreff="Zustand der Erlenbrücke",
        vorlage="21/0265",
        datum="2021-09-16",
    ),
    passage(
        "vertraulich",
        "Das Grundstück der Brauerei wurde angekauft.",
        betreff="Brauerei",
        vorlage="ST/0053/2024",
        oeffentlich=False,
    ),
    passage("unklar", "Über die Brauerei wird im Beirat beraten.", betreff="Brauerei", oeffentlich=None),
    passage("undatiert", "Die Brauerei hat ein Sudhaus aus Backstein.", betreff="Brauerei", datum=None),
    passage("entwurf", "Das Sudhaus wird ein Museum.", betreff="Sudhaus", versandt=False, datum="2025-01-01"),
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    index = Index(tmp_path_factory.mktemp("index"), WordEmbeddings())
    index.rebuild(PAPERS)
    yield Searcher(index, WordEmbeddings())
    index.close()


def found(searcher: Searcher, query: Query) -> list[str]:
    return [hit.passage.id for hit in searcher.search(query).treffer]


def test_a_passage_comes_back_as_it_was_stored(searcher: Searcher) -> None:
    hit = searcher.search(Query("Welche Note hat die Tannenbrücke?")).treffer[0]
    assert hit.passage == next(p for p in PAPERS if p.id == "nord")
    assert (hit.rang, hit.zitat, hit.start, hit.ende) == (1, hit.passage.text, hit.passage.start, hit.passage.ende)


def test_a_passage_is_found_by_the_question_it_answered(tmp_path: Path) -> None:
    index = Index(tmp_path, WordEmbeddings())
    answers = ("Nein.", "Drei Wochen.", "Zwölf Personen.")
    questions = ("Gibt es eine Warteliste?", "Wie lange dauert ein Antrag?", "Wer arbeitet im Standesamt?")
    index.rebuild(passage(answer, answer, frage=question) for answer, question in zip(answers, questions, strict=True))
    searcher = Searcher(index, WordEmbeddings())
    assert found(searcher, Query("Dauer der Anträge"))[0] == "Drei Wochen."
    assert found(searcher, Query("Personal im Standesamt"))[0] == "Zwölf Personen."
    index.close()


def test_the_title_finds_the_paper_and_the_text_the_answer_in_it(tmp_path: Path) -> None:
    index = Index(tmp_path, WordEmbeddings())
    index.rebuild(
        passage(f"{subject}-{nr}", text, paper=subject, betreff=subject)
        for subject in ("Hallenbad", "Bücherei")
        for nr, text in enumerate(("Der Umbau kostet eine Million.", "Der Umbau beginnt im Mai."))
    )
    searcher = Searcher(index, WordEmbeddings())
    assert found(searcher, Query("Wann beginnt der Umbau?", "Umbau der Bücherei"))[0] == "Bücherei-1"
    index.close()


# --- who may be found -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hidden", ["vertraulich", "unklar"])
def test_what_is_not_public_is_found_only_when_asked_for(searcher: Searcher, hidden: str) -> None:
    assert hidden not in found(searcher, Query("Brauerei", k=100))
    assert hidden in found(searcher, Query("Brauerei", intern=True, k=100))


def test_not_even_its_number_finds_what_is_not_public(searcher: Searcher) -> None:
    assert "vertraulich" not in found(searcher, Query("ST/0053/2024", k=100))


def test_only_papers_before_the_day_are_found(searcher: Searcher) -> None:
    days = {p.id: p.datum for p in PAPERS}
    hits = found(searcher, Query("Freibad Brücke Brauerei", before=date(2022, 10, 20), intern=True, k=100))
    assert set(hits) == {"bad-alt", "sued"}
    assert all((days[hit] or date.max) < date(2022, 10, 20) for hit in hits)


def test_undated_papers_are_left_out_where_a_day_is_given(searcher: Searcher) -> None:
    assert "undatiert" in found(searcher, Query("Sudhaus aus Backstein"))
    assert "undatiert" not in found(searcher, Query("Sudhaus aus Backstein", before=date(2030, 1, 1)))


def test_what_was_not_sent_is_found_and_says_so(searcher: Searcher) -> None:
    hit = next(h for h in searcher.search(Query("Wird das Sudhaus ein Museum?")).treffer if h.passage.id == "entwurf")
    assert not hit.passage.versandt


# --- what stands first ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["ST/0070/2024", "ST 70/2024", "Vorlage 70 aus 2024", "AT-0066-2024", "zu DS 24/70"])
def test_the_paper_whose_number_is_asked_for_stands_first(searcher: Searcher, text: str) -> None:
    assert found(searcher, Query(text))[0] == "bad-neu"


def test_a_named_paper_stands_first_though_it_is_overtaken(searcher: Searcher) -> None:
    result = searcher.search(Query("Eintritt in das Freibad nach 2019/0175"))
    assert result.treffer[0].passage.id == "bad-alt"
    assert result.grundlage == 1.0


def test_the_newer_word_stands_above_the_older_which_names_it(searcher: Searcher) -> None:
    hits = {hit.passage.id: hit for hit in searcher.search(Query("Was kostet der Eintritt in das Freibad?")).treffer}
    assert hits["bad-neu"].rang < hits["bad-alt"].rang
    assert hits["bad-alt"].ueberholt_durch == "ST/0070/2024"
    assert hits["bad-neu"].ueberholt_durch is None


def test_the_older_word_holds_on_a_day_before_the_newer_was_said(searcher: Searcher) -> None:
    hit = searcher.search(Query("Was kostet der Eintritt in das Freibad?", before=date(2024, 1, 1))).treffer[0]
    assert (hit.passage.id, hit.ueberholt_durch) == ("bad-alt", None)


def test_the_report_on_another_bridge_replaces_nothing(searcher: Searcher) -> None:
    hits = {hit.passage.id: hit for hit in searcher.search(Query("Welche Note erhielt die Erlenbrücke?")).treffer}
    assert hits["sued"].rang < hits["nord"].rang
    assert hits["sued"].ueberholt_durch is None


# --- what is said about it --------------------------------------------------------------------------------------------


def test_an_answered_question_has_more_ground_than_one_about_nothing_known(searcher: Searcher) -> None:
    known, unknown = searcher.search_many(
        [Query("Was kostet der Eintritt in das Freibad?"), Query("Wann landet das Luftschiff in Drommelsheim?")]
    )
    assert 0 <= unknown.grundlage < known.grundlage <= 1


def test_an_empty_archive_finds_nothing_and_has_no_ground(tmp_path: Path) -> None:
    index = Index(tmp_path, WordEmbeddings())
    index.rebuild(())
    result = Searcher(index, WordEmbeddings()).search(Query("Freibad", "Freibad"))
    assert (result.treffer, result.grundlage) == ((), 0.0)
    index.close()


@pytest.mark.parametrize("text", ["", "   ", "???", "der die das"])
def test_a_question_without_words_is_no_error(searcher: Searcher, text: str) -> None:
    assert len(searcher.search(Query(text, k=3)).treffer) <= 3


def test_questions_asked_together_are_answered_like_alone(searcher: Searcher) -> None:
    queries = [
        Query("Eintritt in das Freibad", k=3),
        Query("Note der Tannenbrücke", "Brücken", k=3),
        Query("Brauerei", intern=True, before=date(2024, 12, 31), k=3),
    ]
    together = searcher.search_many(queries)
    assert together == [searcher.search(query) for query in queries]


@pytest.mark.parametrize(
    "title",
    [
        "Anfrage der Fraktion Neue Mitte: Zustand der Tannenbrücke",
        "Antrag der CDU-Fraktion - Zustand der Tannenbrücke",
        "Zustand der Tannenbrücke (Antrag der Fraktion Freibad für alle)",
    ],
)
def test_what_is_found_does_not_depend_on_which_faction_asks(searcher: Searcher, title: str) -> None:
    text = "Welche Note erhielt die Brücke?"
    assert searcher.search(Query(text, title)) == searcher.search(Query(text, "Zustand der Tannenbrücke"))


def test_langchain_gets_the_same_hits(searcher: Searcher) -> None:
    documents = retriever(searcher, k=2).invoke("Was kostet der Eintritt in das Freibad?")
    assert [document.metadata["id"] for document in documents] == ["bad-neu", "bad-alt"]


def test_every_passage_can_be_the_first(searcher: Searcher) -> None:
    """No passage is out of reach: asked in its own words it is found."""

    def own(p: Passage) -> str:
        return found(searcher, Query(f"{p.frage or ''} {p.betreff} {p.text}", intern=True))[0]

    dated = [p for p in PAPERS if p.id != "bad-alt"]  # its newer word rightly stands above it
    assert [own(p) for p in dated] == [p.id for p in dated]
