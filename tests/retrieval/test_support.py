"""The gate lets through what a source says, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.domain import Fundstelle, Satz
from retrieval.support import check_claim, check_satz

SOURCE = (
    "Die Stadt ist seit 2019 Mitglied im Bund Musterland e. V. Der Beitrag beträgt\n"
    "1.200 Euro im Jahr. Eine Erhöhung wird geprüft, sofern Mittel bereitstehen."
)
TEXTS = {("stellungnahme:ST/1/2024", 1): f"Antwort:\n{SOURCE}\n"}


def text_of(dokument_id: str, version: int) -> str | None:
    return TEXTS.get((dokument_id, version))


def beleg(quote: str) -> Fundstelle:
    start = TEXTS["stellungnahme:ST/1/2024", 1].index(quote)
    return Fundstelle(
        "a.txt", "stellungnahme:ST/1/2024", 1, "ST/0001/2024", None, ("1",), 1, quote, start, start + len(quote)
    )


@pytest.mark.parametrize(
    "claim",
    [
        "Die Stadt ist seit 2019 Mitglied im Bund Musterland e. V.",
        "Der Beitrag beträgt 1.200 Euro im Jahr.",
        "Der Beitrag beträgt 1.200 Euro im Jahr. Eine Erhöhung wird geprüft, sofern Mittel bereitstehen.",
    ],
)
def test_whole_sentences_of_the_source_pass(claim: str) -> None:
    assert check_claim(claim, SOURCE).belegt


@pytest.mark.parametrize(
    "claim",
    [
        "Die Stadt ist seit 2018 Mitglied im Bund Musterland e. V.",
        "Die Stadt ist nicht Mitglied im Bund Musterland e. V.",
        "Eine Erhöhung wird geprüft",
        "Eine Erhöhung wird geprüft.",
        "Der Beitrag beträgt 1.200 Euro.",
        "Der Beitrag wurde auf 1.200 Euro im Jahr erhöht.",
        "Die Stadt war seit 2019 Mitglied im Bund Musterland e. V.",
        "Die Stadt ist bereits seit 2019 Mitglied im Bund Musterland e. V.",
        "Eine Erhöhung kann geprüft werden, sofern Mittel bereitstehen.",
        "Eine Erhöhung wurde geprüft, sofern Mittel bereitstehen.",
        "",
        "[Bund Musterland e. V.]",
    ],
)
def test_anything_else_is_refused_with_the_words(claim: str) -> None:
    verdict = check_claim(claim, SOURCE)
    assert not verdict.belegt
    assert verdict.gruende


@pytest.mark.parametrize(
    "claim",
    [
        "Seit 2019 ist die Stadt Mitglied im Bund Musterland e. V.",
        "Der Beitrag liegt bei 1200 € jährlich.",
        "Sofern Mittel bereitstehen, wird eine Erhöhung geprüft.",
    ],
)
def test_another_order_spelling_or_synonym_passes(claim: str) -> None:
    assert check_claim(claim, SOURCE).belegt


def test_a_sentence_without_end_is_refused_at_once() -> None:
    assert not check_claim("Die Stadt zahlt 1 Euro und " * 40_000, SOURCE).belegt


def test_a_reason_names_the_words_on_both_sides() -> None:
    (reason,) = check_claim("Der Beitrag beträgt rund 1.200 Euro im Jahr.", SOURCE).gruende
    assert "rund 1.200 Euro" in reason
    assert "1.200 Euro" in reason.replace("rund 1.200 Euro", "")


def test_a_sentence_stands_on_a_quote_that_is_really_there() -> None:
    quote = "Der Beitrag beträgt\n1.200 Euro im Jahr."
    assert check_satz(Satz("Der Beitrag beträgt 1.200 Euro im Jahr.", (beleg(quote),)), text_of).belegt


def test_right_words_from_the_wrong_place_version_or_paper_are_refused() -> None:
    good = beleg("Der Beitrag beträgt\n1.200 Euro im Jahr.")
    claim = "Der Beitrag beträgt 1.200 Euro im Jahr."
    for wrong in (
        replace(good, start=good.start + 1),
        replace(good, version=2),
        replace(good, dokument_id="stellungnahme:ST/2/2024"),
        replace(good, zitat="Der Beitrag beträgt 1.300 Euro im Jahr."),
    ):
        assert not check_satz(Satz(claim, (wrong,)), text_of).belegt


def test_a_sentence_without_a_beleg_is_refused() -> None:
    assert not check_satz(Satz("Die Stadt ist Mitglied.", ()), text_of).belegt


def test_a_name_in_brackets_needs_a_beleg_of_its_own() -> None:
    claim = "Der Beitrag [zum Bund Musterland e. V.] beträgt 1.200 Euro im Jahr."
    amount = beleg("Der Beitrag beträgt\n1.200 Euro im Jahr.")
    assert not check_satz(Satz(claim, (amount,)), text_of).belegt
    named = claim.replace("zum ", "")
    membership = beleg("Die Stadt ist seit 2019 Mitglied im Bund Musterland e. V.")
    assert check_satz(Satz(named, (amount, membership)), text_of).belegt
