"""Two sentences contradict each other only where they say otherwise of one and the same matter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.contradiction import contradiction

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
