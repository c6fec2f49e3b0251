"""Words that point to one matter are seen beside each other, and nothing further."""

from __future__ import annotations

import pytest

from retrieval.german import term
from retrieval.matter import concept
from retrieval.related import related, widened


@pytest.mark.parametrize(
    ("one", "other"),
    [("Photovoltaikanlage", "Solarmodul"), ("samstags", "Wochenende"), ("Quartal", "vierteljährlich")],
)
def test_words_of_one_line_stand_beside_each_other_both_ways(one: str, other: str) -> None:
    here, there = concept(term(one)), concept(term(other))
    assert there in related(here)
    assert here in related(there)


def test_a_step_is_not_taken_twice() -> None:
    """Samstag and Sonntag share the weekend with its lines, and are not each other."""
    saturday, sunday, weekend = (concept(term(w)) for w in ("Samstag", "Sonntag", "Wochenende"))
    assert weekend in widened(frozenset({saturday}))
    assert sunday not in widened(frozenset({saturday}))
