"""Two sentences contradict each other only where they say otherwise of one and the same matter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.contradiction import contradiction, contradiction_of
from retrieval.statements import Aussage, statements_of
from tests.builders import passage

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parent / "premises" / "widersprueche.jsonl").read_text(encoding="utf-8").splitlines()
]


def found(pair: dict[str, str]) -> str | None:
    return contradiction(pair["eins"], pair["zwei"], rarity=lambda _: 1.0)


def test_most_labelled_contradictions_are_found() -> None:
    pairs = [p for p in PAIRS if p["widerspruch"]]
    assert len(pairs) == 20
    assert sum(found(p) is not None for p in pairs) >= 18


@pytest.mark.parametrize("pair", [p for p in PAIRS if not p["widerspruch"]], ids=lambda p: p["id"])
def test_what_only_looks_like_one_is_none(pair: dict[str, str]) -> None:
    assert found(pair) is None


@pytest.mark.parametrize("pair", PAIRS, ids=lambda p: p["id"])
def test_the_order_of_two_sentences_does_not_matter(pair: dict[str, str]) -> None:
    assert found(pair) == contradiction(pair["zwei"], pair["eins"], rarity=lambda _: 1.0)


@given(st.text(max_size=200))
def test_no_sentence_contradicts_itself(text: str) -> None:
    assert contradiction(text, text, rarity=lambda _: 1.0) is None


def test_answers_about_different_associations_do_not_contradict_each_other() -> None:
    def said(text: str) -> Aussage:
        return statements_of(passage(text))[-1]

    agreed = "Die Stadt ist Mitglied im Netzwerk {}. Der Rat hat dem Beitritt zugestimmt."
    refused = said("Die Stadt ist nicht mehr Mitglied im Bündnis Gartenland e. V. Ein Beitritt wurde abgelehnt.")
    other, same = (
        said(agreed.format("Datenland e. V.")),
        said(agreed.replace("Netzwerk {}", "Bündnis Gartenland e. V.")),
    )
    assert contradiction(other.text, refused.text, rarity=lambda _: 1.0) is not None
    assert contradiction_of(other, refused, rarity=lambda _: 1.0) is None
    assert contradiction_of(same, refused, rarity=lambda _: 1.0) is not None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "Die Stadt ist seit 2019 Mitglied im Imkerbund.",
            "Die Stadt ist seit dem 1. Mai 2020 Mitglied im Imkerbund.",
            "Beginn",
        ),
        (
            "Die Stadt ist seit 2020 Mitglied im Imkerbund.",
            "Die Stadt ist seit dem 1. Mai 2020 Mitglied im Imkerbund.",
            None,
        ),
        ("Ein Stand kostet seit 2019 96 Euro.", "Ein Stand kostet seit 2022 120 Euro.", None),
        ("Seit 2019 ist die Stadt Mitglied im Imkerbund.", "Die Stadt war 2017 Mitglied im Imkerbund.", None),
    ],
)
def test_since_when_the_same_is_so_is_no_matter_of_taste(one: str, other: str, expected: str | None) -> None:
    assert contradiction(one, other, rarity=lambda _: 1.0) == expected
