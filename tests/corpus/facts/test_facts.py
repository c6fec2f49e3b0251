"""What is read of an answer: statements that stand on their own, each with its exact words."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.domain import Fakt, FaktArt, Lesefassung, Paper, Stellungnahme
from corpus.facts.extraction import facts_of, holds_on, valid_on
from corpus.facts.kind import kind_of
from tests.builders import passage
from tests.conftest import SHARED
from tests.corpus.facts.scoring import Row, row_of, scores

SAMPLES = Path(__file__).parents[3] / "corpus" / "samples" / "papers"


def read(text: str, **changes: object) -> tuple[Fakt, ...]:
    return facts_of(passage(text, **changes))


# --- kinds


@pytest.mark.parametrize(
    ("sentence", "art"),
    [
        ("Die Stadt ist bereits Mitglied im Verein Hafenfreunde e. V.", FaktArt.ZUSTAND),
        ("Der Treff ist täglich geöffnet.", FaktArt.ZUSTAND),
        ("Die Stadt ist nicht mehr Mitglied im Verband.", FaktArt.ZUSTAND),
        ("Ein Beitritt wird geprüft.", FaktArt.ABSICHT),
        ("Ein Beitritt wird derzeit verwaltungsseitig geprüft.", FaktArt.ABSICHT),
        ("Der Steg soll im Jahr 2027 erneuert werden.", FaktArt.ABSICHT),
        ("Die Verwaltung wird eine Öffnung an Sonntagen erproben.", FaktArt.ABSICHT),
        ("Ein Ausbau ist vorgesehen, sofern Mittel bereitstehen.", FaktArt.ABSICHT),
        ("Eine Zusammenarbeit wurde in der Vergangenheit geprüft.", FaktArt.EREIGNIS),
        ("Der Stadtrat hat dem Beitritt am 25. Februar 2021 zugestimmt.", FaktArt.EREIGNIS),
        ("Die Mitgliedschaft endete im Jahr 2023.", FaktArt.EREIGNIS),
        ("Die Satzung ist am 1. Mai 2022 in Kraft getreten.", FaktArt.EREIGNIS),
        ("Die Jahresgebühr beträgt 24 Euro.", FaktArt.ZAHL),
        ("Dem Amt sind elf Stellen zugeordnet.", FaktArt.ZAHL),
        ("Im Freibad wurden 61.400 Besuche gezählt.", FaktArt.ZAHL),
        ("Eine Vertiefung erscheint sinnvoll.", FaktArt.BEWERTUNG),
        ("Eine Überwachung lehnt die Verwaltung ab.", FaktArt.BEWERTUNG),
        ("Dafür müsste eine Stelle geschaffen werden.", FaktArt.BEWERTUNG),
    ],
)
def test_each_sentence_is_of_the_kind_that_its_words_say(sentence: str, art: FaktArt) -> None:
    assert kind_of(sentence, date(2024, 3, 1)) is art


def test_a_day_or_a_weight_limit_makes_no_figure_of_a_decision() -> None:
    assert kind_of("Die Beschränkung auf 16 Tonnen wurde zum 1. September 2020 aufgehoben.") is FaktArt.EREIGNIS


# --- what stands on its own


def test_the_name_that_a_noun_stands_for_is_put_in_brackets() -> None:
    first, second = read(
        "Die Stadt ist Mitglied im Bündnis Hafen Musterau e. V. Der Verein wurde 2018 gegründet.", betreff="Beitritt"
    )
    assert first.gegenstand == "Bündnis Hafen Musterau e. V."
    assert second.aussage == "Der Verein [Bündnis Hafen Musterau e. V.] wurde 2018 gegründet."
    assert second.fundstelle.zitat == "Der Verein wurde 2018 gegründet."


def test_the_question_gives_the_name_where_the_answer_does_not() -> None:
    (fact,) = read("Der Verein hat 40 Mitglieder.", frage="Wie groß ist der Verein Hafenfreunde Musterau e. V.?")
    assert fact.aussage == "Der Verein [Hafenfreunde Musterau e. V.] hat 40 Mitglieder."


def test_a_pronoun_stands_for_what_the_sentence_before_it_is_about() -> None:
    _, second = read("Der Mitgliedsbeitrag beträgt 300 Euro. Er wird aus dem Budget des Hafenamts bezahlt.")
    assert second.aussage.startswith("Er [Mitgliedsbeitrag] wird")
    assert second.gegenstand == "Mitgliedsbeitrag"


def test_of_two_that_could_be_meant_none_is_guessed() -> None:
    facts = read("Die Nordbrücke und die Südbrücke sind gesperrt. Die Umleitung für die Brücke ist beschildert.")
    assert "[" not in facts[1].aussage


def test_what_stands_for_a_whole_sentence_takes_that_sentence_with_it() -> None:
    _, second = read("Zum 30. Juni 2023 standen 23 Läden leer. Das entspricht einer Quote von 9,1 Prozent.")
    assert second.fundstelle.zitat.startswith("Zum 30. Juni 2023")
    assert second.fundstelle.zitat.endswith("9,1 Prozent.")
    assert second.gilt_ab == date(2023, 6, 30)


@pytest.mark.parametrize(
    "text",
    [
        "Siehe Antwort zu Frage 2.",
        "Auf die Antwort zu Punkt 1 wird verwiesen.",
        "Was kostet der Eintritt?",
        "Es gibt folgende Standorte:",
        "Kosten und Finanzierung",
        "Mit freundlichen Grüßen",
        "Nein.",
    ],
)
def test_what_asserts_nothing_is_no_fact(text: str) -> None:
    assert read(text) == ()


def test_what_a_person_accepted_without_support_is_no_fact() -> None:
    text = "Der Steg ist gesperrt. Die Stadt baut ihn neu auf."
    facts = read(text, ungestuetzt=((23, len(text)),))
    assert [f.aussage for f in facts] == ["Der Steg ist gesperrt."]


def test_a_sentence_keeps_its_id_in_the_next_version_of_its_paper() -> None:
    before = read("Der Steg ist gesperrt. Er wird erneuert.")
    after = read("Vorab ein Hinweis des Amts ist nötig. Der Steg ist gesperrt.", version=2)
    assert before[0].id == after[1].id
    assert len({f.id for f in (*before, *after)}) == 3


# --- validity on a day


def test_a_fact_holds_from_its_first_day_to_the_day_before_its_last() -> None:
    (fact,) = read("Das Angebot gilt vom 1. April 2024 bis zum 30. September 2024.")
    assert fact.gilt_bis == date(2024, 10, 1)
    assert [holds_on(fact, date(2024, *day)) for day in ((3, 31), (4, 1), (9, 30), (10, 1))] == [
        False, True, True, False,
    ]  # fmt: skip


def test_what_no_paper_has_said_yet_is_not_known() -> None:
    (fact,) = read("Die Stadt ist seit dem 1. April 2020 Mitglied im Verband.", datum=date(2024, 3, 1))
    assert valid_on([fact], date(2024, 2, 29)) == ()
    assert valid_on([fact], date(2024, 3, 1)) == (fact,)


# --- laws


@given(st.text(max_size=400), st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_read_and_every_offset_points_at_its_words(text: str, frage: str, betreff: str) -> None:
    for fact in facts_of(passage(f"..{text}", frage=frage, betreff=betreff, start=7, ende=9 + len(text))):
        place = fact.fundstelle
        assert f"..{text}"[place.start - 7 : place.ende - 7] == place.zitat
        assert fact.gegenstand
        assert fact.gilt_ab is None or fact.gilt_bis is None or fact.gilt_ab <= fact.gilt_bis


_WORDS = st.sampled_from(
    "Der Die Das Sie Er Verein Stadt ist wird hat nicht seit bis zum dem 1. Mai 2021 2019/20 31.12.2024 e. V. GmbH „ “ "
    "; : Euro 16 Tonnen geprüft gekündigt endete Dabei Im Jahr Brücke Nordbrücke".split(" ")
)


@given(st.lists(_WORDS, max_size=60))
def test_any_row_of_german_words_is_read(tokens: list[str]) -> None:
    text = " ".join(tokens)
    for fact in facts_of(passage(text)):
        assert text[fact.fundstelle.start : fact.fundstelle.ende] == fact.fundstelle.zitat


def test_a_megabyte_in_one_line_is_read_in_a_moment() -> None:
    read("Die Stadt der Stadt für die Stadt hat " * 25_000, frage="Verein " * 20_000)


# --- measured


def facts_of_file(name: str) -> list[Fakt]:
    from bot.ingest import Quelle, read_papers
    from corpus.identity import document_id

    data = (SAMPLES / name).read_bytes()
    found: list[Fakt] = []
    for paper in read_papers(Quelle(name, lambda: data), data=data, sha256=""):
        assert isinstance(paper.inhalt, Stellungnahme)
        found.extend(_facts_of_paper(paper, paper.inhalt, paper.lesefassung, document_id(paper)))
    return found


def _facts_of_paper(paper: Paper, inhalt: Stellungnahme, text: Lesefassung, dokument_id: str) -> list[Fakt]:
    return [
        fact
        for ordinal, answer in enumerate(inhalt.antworten, 1)
        for fact in facts_of(
            passage(
                text.text[answer.start : answer.ende], id=f"{dokument_id}@1#{ordinal}", dokument_id=dokument_id,
                dokument=paper.dokument, datum=inhalt.datum, betreff=inhalt.betreff, frage=answer.frage or answer.titel,
                start=answer.start, ende=answer.ende,
            )
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "least", "floors"),
    [
        ("gold.jsonl", 60, {"aussage": 0.95, "art": 0.95, "gilt_ab": 0.95, "gilt_bis": 0.95}),
        (
            "gold_zweite.jsonl",
            30,
            {"aussage": 0.95, "art": 0.9, "gilt_ab": 0.9},
        ),  # three `gilt_bis` are too few to count
    ],
)
def test_the_samples_are_read_as_they_were_labelled_by_hand(file: str, least: int, floors: dict[str, float]) -> None:
    """Every statement of nine sample papers, then of four more. Each file was labelled before the rules were tried on
    it; first, blind runs: .90 .70 .84 1.0 and .90 .84 .85 .33. Then the rules were bettered by what they had missed."""
    rows = [json.loads(line) for line in (Path(__file__).parent / file).read_text("utf-8").splitlines()]
    gold = [Row(r["papier"], r["zitat"], tuple(r["mit"]), r["art"], r["gilt_ab"], r["gilt_bis"]) for r in rows]
    assert len(gold) >= least
    found = [row_of(f) for name in dict.fromkeys(g.papier for g in gold) for f in facts_of_file(name)]
    measured = scores(found, gold)
    assert all(measured[name] >= floor for name, floor in floors.items()), measured


def test_real_papers_are_read_without_a_crash_and_point_at_their_words() -> None:
    replies = SHARED / "data" / "karlsruhe" / "passages.jsonl"
    if not replies.exists():
        pytest.skip("needs the real papers of the development set, which are not part of the project")
    rows = [json.loads(line) for line in replies.read_text("utf-8").splitlines()][:150]
    facts = [(row["text"], fact) for row in rows for fact in read(row["text"])]
    assert len(facts) > 300
    for text, fact in facts:
        assert text[fact.fundstelle.start : fact.fundstelle.ende] == fact.fundstelle.zitat


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Rund 310.000 Beutel wurden im Jahr 2016 entnommen.", "Beutel"),
        ("Dienstags ist das Bürgerbüro bis 18 Uhr geöffnet.", "Bürgerbüro"),
        ("Rund um die Uhr ist eine Rufbereitschaft erreichbar.", "Rufbereitschaft"),
        ("Drei weitere Stellen sind besetzt.", "Stellen"),
    ],
)
def test_neither_a_weekday_nor_a_count_is_what_a_fact_is_about(sentence: str, subject: str) -> None:
    (fact,) = facts_of(passage(sentence))
    assert fact.gegenstand == subject


def test_of_what_two_are_meant_the_sentence_before_says() -> None:
    *_, fact = facts_of(passage("Die Stadt besitzt drei Grundstücke am Hafen. Zwei liegen im Schutzgebiet."))
    assert fact.gegenstand == "Grundstücke"
    assert fact.fundstelle.zitat.startswith("Die Stadt besitzt drei Grundstücke")


def test_what_hangs_on_a_condition_is_no_state_unless_the_condition_says_for_whom() -> None:
    for sentence, kind in (
        ("Sofern Mittel bereitstehen, besteht ein Angebot am Wochenende.", FaktArt.ABSICHT),
        ("Das Angebot besteht fort, sofern der Stadtrat zustimmt.", FaktArt.ABSICHT),
        ("Linienbusse dürfen die Brücke befahren, sofern sie sich nicht begegnen.", FaktArt.ZUSTAND),
        ("Das Angebot besteht am Wochenende.", FaktArt.ZUSTAND),
    ):
        (fact,) = facts_of(passage(sentence))
        assert fact.art is kind, sentence


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Die Fähre ruht im Winter. Samstags fährt sie bis 20 Uhr.", "fährt sie [Fähre] bis"),
        ("Der Treff öffnet um 9 Uhr. Betrieben wird er vom Hafenbund e. V.", "wird er [Treff] vom"),
        ("Frau Mia Talberg leitet das Archiv. Ihr Vertreter ist Herr Reber.", "Ihr [Frau Mia Talberg] Vertreter"),
        ("Herr Jonas Reber leitet das Archiv. Er ist dem Amt zugeordnet.", "Er [Herr Jonas Reber] ist"),
        ("Die Fähre wurde eingestellt. An ihre Stelle tritt der Bus.", "Die Fähre wurde eingestellt. An ihre Stelle"),
    ],
)
def test_a_pronoun_behind_its_verb_and_one_for_a_person_say_whom_they_mean(text: str, meant: str) -> None:
    assert meant in read(text)[-1].aussage


def test_what_stands_before_the_verb_may_be_meant_itself_and_is_left_as_it_is() -> None:
    assert (
        read("Der Steg ist alt. Beim Umbau der Halle wurde sie hell.")[-1].aussage
        == "Beim Umbau der Halle wurde sie hell."
    )


@pytest.mark.parametrize("sentence", ["Der Leiter schied zum 31. Mai 2023 aus.", "Das Amt zog im Mai 2023 in den Hof."])
def test_a_strong_verb_in_the_past_makes_a_fact(sentence: str) -> None:
    (fact,) = read(sentence)
    assert fact.art is FaktArt.EREIGNIS


def test_what_is_done_every_quarter_is_so_and_not_only_meant() -> None:
    assert kind_of("Das Wasser wird vierteljährlich untersucht.") is FaktArt.ZUSTAND
