"""Who asks for an abbreviation is shown its long form, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.abbreviations import (
    Definition,
    asked_keys,
    definitions,
    in_the_archives_form,
    other_forms,
    said_otherwise,
)
from retrieval.german import analyse
from retrieval.index.projection import Index
from retrieval.ranking.weights import SIGNALS
from retrieval.search import Query, Searcher
from tests.retrieval.passages import WordEmbeddings, passage


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Der Flächennutzungsplan (FNP) wird geändert.", "FNP", "Flächennutzungsplan"),
        ("mit der Verkehrsgesellschaft Musterhain (VGM) abgestimmt", "VGM", "Verkehrsgesellschaft Musterhain"),
        ("Die Anlaufstelle Süd (im Folgenden: ASS) berät.", "ASS", "Anlaufstelle Süd"),
        ("Das Amt für Stadtgrün (AfS) pflegt.", "AfS", "Amt für Stadtgrün"),
        ("Nach dem FNP (Flächennutzungsplan) gilt das.", "FNP", "Flächennutzungsplan"),
    ],
)
def test_a_paper_defines_its_abbreviations(text: str, short: str, long: str) -> None:
    assert Definition(short, long) in definitions(text)


@pytest.mark.parametrize(
    "text",
    ["Bedarf (Anlage)", "in Musterhain (Nord)", "drei Räume (EG)", "die Stadt (Amt 65)", "siehe unten (ABC)", "(VGM)"],
)
def test_not_every_bracket_defines(text: str) -> None:
    assert definitions(text) == ()


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("Umsetzung des OZG", "Onlinezugangsgesetz"),
        ("Umsetzung des Online-Zugangsgesetzes", "OZG"),
        ("ÖPNV-Anbindung", "öffentlicher Personennahverkehr"),
        ("Träger des öffentlichen Personennahverkehrs", "ÖPNV"),
    ],
)
def test_general_abbreviations_are_known_both_ways(question: str, written: str) -> None:
    assert set(analyse(written)) & set(other_forms(question))


@pytest.mark.parametrize("question", ["Der Bund fördert das Bad.", "Wer ist da?", "Das ist gut so"])
def test_words_that_look_like_abbreviations_are_none(question: str) -> None:
    assert other_forms(question) == ()


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Wird der ÖPNV gefördert?", "Wird der öffentlicher Personennahverkehr gefördert?"),
        ("Wer trägt den öffentlichen Personennahverkehr?", "Wer trägt den ÖPNV?"),
        ("Umsetzung des Online-Zugangsgesetzes", "Umsetzung des OZG"),
    ],
)
def test_a_question_can_be_said_in_the_other_form(question: str, other: str) -> None:
    assert other in said_otherwise(question)


def test_a_form_that_no_paper_writes_is_no_gap_where_the_other_one_stands() -> None:
    question = "Linien im öffentlichen Personennahverkehr"
    asked = tuple(analyse(question))
    only_short = in_the_archives_form(question, asked, (), {"lini", "opnv", "person"}.__contains__)
    assert set(only_short) == {*analyse("Linien"), "opnv"}
    assert in_the_archives_form(question, asked, (), {"lini"}.__contains__) == asked
    both = in_the_archives_form(question, asked, (), lambda _: True)
    assert set(asked) < set(both)


def test_the_archives_own_meaning_goes_before_the_general_one() -> None:
    own = (Definition("OGS", "Ortsgruppe Süd"),)
    assert other_forms("Räume der OGS", own) == tuple(dict.fromkeys(analyse("Ortsgruppe Süd")))


@given(st.text(max_size=120))
def test_any_question_has_keys_without_an_error(text: str) -> None:
    assert all(key[:2] in ("k:", "l:") for key in asked_keys(text))
    assert not set(other_forms(text)) & set(analyse(text))


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    index = Index(tmp_path_factory.mktemp("index"), WordEmbeddings())
    index.rebuild(
        [
            passage("definiert", "Die Linie fährt die Verkehrsgesellschaft Musterhain (VGM).", datum="2022-05-01"),
            passage("lang", "Die Verkehrsgesellschaft Musterhain erhöht die Tarife.", datum="2021-01-01"),
            passage("anders", "Die Tarife der Bäder steigen.", datum="2021-01-01"),
            passage("geheim", "Die Kommission Holz (KHZ) tagt.", oeffentlich=False),
            passage("holz", "Eine Kommission prüft Holz.", datum="2021-01-01"),
        ]
    )
    yield Searcher(index, WordEmbeddings())
    index.close()


def test_a_definition_in_one_paper_finds_the_long_form_in_another(searcher: Searcher) -> None:
    (found,) = searcher.candidates([Query("VGM")])
    words = {
        record.id: row[SIGNALS.index("words_text")] for record, row in zip(found.records, found.signals, strict=True)
    }
    assert words["lang"] > words["anders"] == 0


def test_a_definition_from_after_the_day_is_not_yet_known(searcher: Searcher) -> None:
    (early,) = searcher.candidates([Query("Tarife der VGM", before=date(2022, 1, 1))])
    (late,) = searcher.candidates([Query("Tarife der VGM")])
    assert "musterhain" not in early.question.text_terms
    assert "musterhain" in late.question.text_terms


def test_what_is_not_public_explains_nothing(searcher: Searcher) -> None:
    public, internal = searcher.candidates([Query("Was tut die KHZ?"), Query("Was tut die KHZ?", intern=True)])
    assert "holz" not in public.question.text_terms
    assert "holz" in internal.question.text_terms
