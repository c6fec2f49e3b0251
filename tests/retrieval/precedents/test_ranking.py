"""Precedents promise: what a motion names stands first, then what its parts, its dates and the papers' age say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.domain import Passage
from retrieval.benchmark.collection import Labelled, LabelledSet
from retrieval.benchmark.precedents import are_whole_motions, judge_precedents, words_of
from retrieval.index.manifest import Statistics
from retrieval.index.projection import Index
from retrieval.index.words import WordIndex
from retrieval.precedents.motion import MotionParts, motion_parts
from retrieval.precedents.ranking import precedent_weights
from retrieval.precedents.search import precedents_in, search_precedents
from retrieval.precedents.signals import SIGNALS
from retrieval.search import Query
from tests.retrieval.passages import WordEmbeddings, passage

PAPERS = (
    passage(
        "mole-alt",
        "Die Mole am Hafen ist standsicher.",
        betreff="Mole am Osthafen: Zustand",
        vorlage="ST/0012/2009",
        datum="2009-03-01",
    ),
    passage(
        "mole-neu",
        "Die Mole am Hafen ist standsicher.",
        betreff="Mole am Osthafen: Zustand",
        vorlage="ST/0412/2023",
        datum="2023-03-01",
    ),
    passage(
        "mole-spaeter",
        "Die Mole am Hafen wird gesperrt.",
        betreff="Mole am Osthafen: Zustand",
        vorlage="ST/0001/2026",
        datum="2026-01-10",
    ),
    passage(
        "fest-mai",
        "Für das Lichterfest wird kein Zuschuss gezahlt.",
        betreff="Lichterfest",
        vorlage="ST/0100/2021",
        datum="2021-04-10",
    ),
    passage(
        "fest-herbst",
        "Für das Lichterfest wird kein Zuschuss gezahlt.",
        betreff="Lichterfest",
        vorlage="ST/0200/2021",
        datum="2021-11-10",
    ),
    passage(
        "plan",
        "Der Plan nennt Ziele für Wege und Brücken.",
        betreff="Masterplan Uferwege",
        vorlage="2024/0563/1",
        datum="2022-02-01",
    ),
    passage(
        "geheim",
        "Die Werft am Osthafen soll angekauft werden.",
        betreff="Ankauf der Werft",
        vorlage="ST/0077/2024",
        oeffentlich=False,
        datum="2024-05-01",
    ),
    passage("ohne-tag", "Die Mole ist ein Denkmal.", betreff="Mole am Osthafen", datum=None),
    *(
        passage(f"anderes-{n}", f"Zur Sache {word} gibt es nichts zu berichten.", betreff=f"{word}: Sachstand")
        for n, word in enumerate(("Kläranlage", "Musikschule", "Feuerwache", "Marktordnung", "Stadtarchiv"))
    ),
)


@pytest.fixture(scope="module")
def words() -> Iterator[tuple[WordIndex, Statistics]]:
    with words_of(PAPERS) as opened:
        yield opened


def motion(text: str, subject: str = "", before: str = "2025-06-01") -> MotionParts:
    return motion_parts(text, subject=subject, before=date.fromisoformat(before))


def ranking(words: tuple[WordIndex, Statistics], asked: MotionParts, *, intern: bool = False) -> list[str]:
    return [hit.passage.id for hit in precedents_in(*words, asked, intern=intern, k=10).treffer]


@pytest.mark.parametrize(
    "spelling",
    ["ST/0412/2023", "ST 412/2023", "ST-0412-2023", "Vorlage 0412/2023", "Drs. 412/2023", "Vorlage 412 aus 2023"],
)
def test_a_named_paper_stands_first_in_every_spelling(words: tuple[WordIndex, Statistics], spelling: str) -> None:
    asked = motion(f"Wir fragen zum Lichterfest und zu {spelling}, wie es weitergeht.", "Lichterfest")
    assert ranking(words, asked)[0] == "mole-neu"


def test_the_number_of_a_supplement_leads_to_its_paper(words: tuple[WordIndex, Statistics]) -> None:
    asked = motion("Die Ziele für Wege (Vorlage 2024/0563/2) sollen um das Lichterfest ergänzt werden.", "Lichterfest")
    assert ranking(words, asked)[0] == "plan"


def test_only_older_papers_with_a_date_are_precedents(words: tuple[WordIndex, Statistics]) -> None:
    found = ranking(words, motion("Ist die Mole am Osthafen sicher? Vgl. ST/0001/2026.", "Zustand der Mole"))
    assert not {"mole-spaeter", "ohne-tag"} & set(found)
    assert "mole-spaeter" in ranking(words, motion("Ist die Mole am Osthafen sicher?", before="2026-02-01"))
    assert "mole-neu" not in ranking(words, motion("Ist die Mole am Osthafen sicher?", before="2023-03-01"))


def test_of_two_alike_the_younger_stands_first(words: tuple[WordIndex, Statistics]) -> None:
    assert ranking(words, motion("Ist die Mole am Osthafen sicher?", "Zustand der Mole"))[:2] == [
        "mole-neu",
        "mole-alt",
    ]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("am 15. Mai 2021", "fest-mai"),
        ("am 15.05.2021", "fest-mai"),
        ("im Mai 2021", "fest-mai"),
        ("im Dezember 2021", "fest-herbst"),
        ("schon einmal", "fest-herbst"),
    ],
)
def test_a_day_or_month_that_the_motion_names_chooses_among_papers_of_one_name(
    words: tuple[WordIndex, Statistics], said: str, first: str
) -> None:
    assert ranking(words, motion(f"Der Rat hat {said} über das Lichterfest beraten.", "Lichterfest"))[0] == first


def test_one_sentence_of_the_reasons_finds_its_paper(words: tuple[WordIndex, Statistics]) -> None:
    talk = "Die Musikschule ist beliebt und die Musikschule wächst. Das Stadtarchiv zieht um. " * 3
    found = ranking(words, motion(f"{talk} Im Masterplan Uferwege stehen Ziele für Brücken.", "Musikschule: Räume"))
    assert "plan" in found[:3]


CITING = (
    passage(
        "rahmen",
        "Der Rahmen für Vergaben ist beschlossen.",
        betreff="Allgemeine Richtlinie",
        vorlage="2020/0496",
        datum="2020-05-20",
    ),
    passage(
        "bootshaus",
        "Für das Bootshaus am Altarm gilt die Richtlinie (Vorlage 2020/0496).",
        betreff="Bootshaus am Altarm",
        vorlage="2022/0301",
        datum="2022-03-01",
    ),
    passage(
        "zwilling",
        "Der Rahmen für Vergaben ist beschlossen.",
        betreff="Allgemeine Richtlinie",
        vorlage="2020/0497",
        datum="2020-05-20",
    ),
    passage(
        "haushalt",
        "Für Reisen wird weniger ausgegeben.",
        betreff="Reisekosten",
        vorlage="DHH/2020/0496",
        datum="2020-05-20",
    ),
)


@pytest.mark.parametrize(("before", "found"), [("2025-06-01", True), ("2022-02-01", False)])
def test_what_an_earlier_paper_on_the_matter_names_is_found_without_a_word_of_the_motion(
    before: str, found: bool
) -> None:
    """Only papers that are older than the motion may lead to another."""
    with words_of((*PAPERS, *CITING)) as opened:
        ranked = ranking(opened, motion("Wer bekommt das Bootshaus am Altarm?", "Bootshaus am Altarm", before))
    assert ("rahmen" in ranked[:2]) is found
    assert "zwilling" not in ranked


def test_a_paper_of_another_series_with_the_same_figures_is_neither_named_nor_cited() -> None:
    with words_of((*PAPERS, *CITING)) as opened:
        by_number = precedents_in(*opened, motion("Antrag DHH/2020/0496 zur Mole", "Mole"), intern=False, k=10)
        plain = ranking(opened, motion("Wir fragen zur Vorlage 2020/0496.", "Mole"))
    assert by_number.treffer[0].passage.id == "haushalt"
    assert "rahmen" not in [hit.passage.id for hit in by_number.treffer[:1]]
    assert plain[0] == "rahmen"


def test_what_is_not_public_is_found_with_intern_only(words: tuple[WordIndex, Statistics]) -> None:
    asked = motion("Was wird aus der Werft am Osthafen (ST/0077/2024)?", "Ankauf der Werft")
    assert "geheim" not in ranking(words, asked)
    assert ranking(words, asked, intern=True)[0] == "geheim"


def test_a_paper_stands_once_with_its_nearest_passage(tmp_path: Path) -> None:
    """An index with vectors serves as well, and a paper of many passages takes one place."""
    parts = (
        passage("a#1", "Die Fähre fährt stündlich.", paper="a", betreff="Verkehr auf dem Fluss"),
        passage("a#2", "Die Schleuse wird im Winter gewartet.", paper="a", betreff="Verkehr auf dem Fluss"),
        passage("b#1", "Der Zoo öffnet um neun.", paper="b", betreff="Zoo"),
    )
    index = Index(tmp_path, WordEmbeddings())
    index.rebuild(parts)
    hits = search_precedents(index, motion("Wann wird die Schleuse gewartet?", "Schleuse")).treffer
    index.close()
    assert [(hit.rang, hit.passage.id, hit.zitat) for hit in hits if hit.passage.dokument_id == "a"] == [
        (1, "a#2", "Die Schleuse wird im Winter gewartet.")
    ]


def test_grundlage_is_sure_of_a_named_paper_and_low_for_a_strange_matter(words: tuple[WordIndex, Statistics]) -> None:
    named = precedents_in(*words, motion("Siehe ST/0412/2023.", "Osthafen"), intern=False, k=10)
    near = precedents_in(*words, motion("Was kostet das Lichterfest?", "Lichterfest"), intern=False, k=10)
    strange = precedents_in(*words, motion("Was kostet ein Zeppelin?", "Zeppelinflüge Sternwarte"), intern=False, k=10)
    assert named.grundlage == 1.0
    assert strange.grundlage < near.grundlage < 1.0


@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=200), subject=st.text(max_size=30))
def test_any_text_gets_a_ranking_of_older_papers_each_once(text: str, subject: str) -> None:
    with words_of(PAPERS[:4]) as opened:
        found = precedents_in(*opened, motion(text, subject), intern=True, k=10)
    papers = [hit.passage.dokument_id for hit in found.treffer]
    assert len(papers) == len(set(papers))
    assert all(hit.passage.datum and hit.passage.datum < date(2025, 6, 1) for hit in found.treffer)
    assert 0.0 <= found.grundlage <= 1.0


def test_every_signal_has_a_weight_that_speaks_for_a_paper_and_a_named_one_outweighs_all_others() -> None:
    weights = precedent_weights().weights
    assert set(weights) == set(SIGNALS)
    assert all(weight >= 0 for weight in weights.values())
    assert weights["named"] > 5 * sum(weight for name, weight in weights.items() if name != "named")


def labelled(text: str, *relevant: str, named: tuple[str, ...] = ()) -> Labelled:
    return Labelled("q", Query(text), frozenset(relevant), frozenset(), "", frozenset(named))


def test_a_set_of_whole_motions_is_known_by_its_long_questions() -> None:
    passages: tuple[Passage, ...] = ()
    assert are_whole_motions(LabelledSet("a", passages, (labelled("Wort " * 200, "x"),)))
    assert not are_whole_motions(LabelledSet("b", passages, (labelled("Wer zahlt?", "x"), labelled("Wann?", "x"))))
    assert not are_whole_motions(LabelledSet("c", passages, ()))


def test_papers_that_are_named_are_counted_apart() -> None:
    questions = [labelled("", "a", "b", named=("a",)), labelled("", "c", named=("c",)), labelled("", "d")]
    figures = judge_precedents(questions, [["a", *"mnopqrstu", "b"], ["c"], ["x", "d"]])
    assert (figures["alle"]["antraege"], figures["ohne_genannte"]["antraege"]) == (3, 2)
    assert figures["alle"]["R@10"] == 1.0
    assert figures["alle"]["anteil@10"] == pytest.approx(2.5 / 3)
    assert figures["ohne_genannte"]["R@10"] == 0.5
    assert figures["ohne_genannte"]["R@1"] == 0.0
    assert figures["alle"]["R@10_von"] <= figures["alle"]["R@10"] <= figures["alle"]["R@10_bis"]
