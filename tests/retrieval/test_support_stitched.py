"""Sentences that are stitched of two sentences of one passage: every word stands in the quote, and yet nobody says it.

The day or the circumstance of one sentence is put behind the verb of another one, its adjective before the noun of
another one, mechanically, for the passages of the labelled claims.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.sentences import sentences
from retrieval.support import check_claim
from retrieval.support.cutting import clauses_of
from retrieval.support.words import words_of

CLAIMS = Path(__file__).parent / "gate_claims"
MONTH = r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
DAY = re.compile(rf"\b(?:[Ii]m Jahr (?:19|20)\d\d|[Ii]m {MONTH} (?:19|20)\d\d|[Aa]m \d\d?\. {MONTH} (?:19|20)\d\d)\b")
PLACE = re.compile(r"(?<= )(?:in der|im|am|auf dem|für die|bei der|mit der) [A-ZÄÖÜ][a-zäöüß]{4,}(?= [a-zäöüß])")
TRIES = 150


def passages() -> list[str]:
    """Each passage of the labelled claims once."""
    rows = (json.loads(line) for path in CLAIMS.glob("*/claims.jsonl") for line in path.read_text("utf-8").splitlines())
    return sorted({row["evidence_text"] for row in rows})


def stitched(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Passage and claim: what the pattern finds in one sentence behind the verb of another that has no such thing."""
    for passage in passages():
        parts = list(sentences(passage))
        for one in parts:
            for other in parts:
                found = pattern.search(one)
                if one is other or found is None or pattern.search(other):
                    continue
                first = clauses_of(other)[0]
                if first.art != "haupt" or first.finite is None or "," in other[: first.finite.start]:
                    continue
                end = first.finite.start + len(first.finite.text.split(" …")[0])
                there = found.group()
                yield passage, f"{other[:end]} {there[0].lower()}{there[1:]}{other[end:]}"


@pytest.mark.parametrize(("pattern", "most"), [(DAY, 0.02), (PLACE, 0.05)], ids=["Tag", "Umstand"])
def test_nothing_passes_that_is_stitched_of_two_sentences(pattern: re.Pattern[str], most: float) -> None:
    """Measured: 0 of 99 days and 4 of 145 circumstances pass; without the rule that binds them 97 and 139."""
    rows = list(stitched(pattern))
    chosen = random.Random(5).sample(rows, min(TRIES, len(rows)))
    passed = [claim for passage, claim in chosen if check_claim(claim, passage).belegt]
    assert len(chosen) >= 90
    assert len(passed) <= most * len(chosen), passed


ADJECTIVE = re.compile(r"\b[a-zäöüß]{5,}(?:en|er|es|em|e)(?= [A-ZÄÖÜ])")
NOUN = re.compile(r"\b(?:[Dd]ie|[Dd]as|[Dd]er|[Dd]en|[Dd]em|[Dd]es) (?=[A-ZÄÖÜ])")


def borrowed_adjectives() -> Iterator[tuple[str, str]]:
    """Passage and claim: an adjective that stands before a noun, put before the first noun of another sentence."""
    for passage in passages():
        parts = list(sentences(passage))
        for one in parts:
            found = [w for m in ADJECTIVE.finditer(one) for w in words_of(m.group()) if w.art == "inhalt"]
            for other in parts:
                place = NOUN.search(other)
                if one is other or not found or place is None or found[0].text in other:
                    continue
                bent = re.sub(r"(?:en|er|es|em|e)$", "", found[0].text)
                ending = "e" if place.group().strip().lower() in ("die", "das", "der") else "en"
                yield passage, f"{other[: place.end()]}{bent}{ending} {other[place.end() :]}"


def test_no_thing_gets_the_quality_of_another() -> None:
    """An adjective of one sentence doesn't pass before the noun of another: 1 of 122 does, 120 did before the rule."""
    rows = list(borrowed_adjectives())
    chosen = random.Random(5).sample(rows, min(TRIES, len(rows)))
    passed = [claim for passage, claim in chosen if check_claim(claim, passage).belegt]
    assert len(chosen) >= 90
    assert len(passed) <= 0.03 * len(chosen), passed


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        (
            "Das Lastenradkonzept wurde vom Stadtrat beschlossen. Poller hat der Stadtrat abgelehnt.",
            "Der Stadtrat hat das Lastenradkonzept abgelehnt.",
        ),
        (
            "Die Verwaltung hat den Brunnen gereinigt. Bänke hat die Verwaltung abgebaut.",
            "Die Verwaltung hat den Brunnen abgebaut.",
        ),
        (
            "Das Lastenradkonzept wurde vom Stadtrat beschlossen. Der Stadtrat hat Poller abgelehnt.",
            "Der Stadtrat hat Poller beschlossen.",
        ),
    ],
)
def test_what_bears_no_article_keeps_its_verb_too(passage: str, claim: str) -> None:
    """A plural without an article shows no case; what somebody else did was done to it all the same."""
    assert not check_claim(claim, passage).belegt


def test_what_bears_no_article_may_be_said_the_other_way_round() -> None:
    passage = "Das Lastenradkonzept wurde vom Stadtrat beschlossen. Poller hat der Stadtrat am 5. Mai 2023 abgelehnt."
    assert check_claim("Am 5. Mai 2023 hat der Stadtrat Poller abgelehnt.", passage).belegt
