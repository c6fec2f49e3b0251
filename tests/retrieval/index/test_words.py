"""What stands first among the words is the same, however the conditions are applied."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from retrieval.index.words import WordIndex
from tests.retrieval.passages import passage

YEARS = 40


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordIndex]:
    """Forty papers on lanterns, one a year, each a little longer than the one before; every third is not public."""
    index = WordIndex(tmp_path_factory.mktemp("words"))
    index.create()
    with index.filling() as fill:
        fill(
            [
                (
                    passage(
                        f"p{year:02}",
                        "Laterne " + "Linde " * year,
                        datum=f"{2000 + year}-01-01" if year else None,
                        oeffentlich=year % 3 != 0,
                    ),
                    np.zeros((3, 4), dtype=np.float32),
                )
                for year in range(YEARS)
            ]
        )
    yield index
    index.close()


@pytest.mark.parametrize("intern", [True, False])
@pytest.mark.parametrize("before", [None, 20010101, 20020102, 20080101, 20300101, 20500101])
@pytest.mark.parametrize("limit", [1, 4, 10, 100])
def test_the_conditions_leave_the_best_that_fulfil_them(
    words: WordIndex, limit: int, before: int | None, intern: bool
) -> None:
    everything = words.best("antwort", ["latern"], limit=1_000, before=None, intern=True)
    assert len(everything) == YEARS
    wanted = [
        record.id
        for record in everything
        if (before is None or record.tag < before) and (intern or record.passage.oeffentlich)
    ][:limit]
    found = [record.id for record in words.best("antwort", ["latern"], limit=limit, before=before, intern=intern)]
    assert found == wanted


def test_of_papers_and_ids_only_what_may_be_seen_is_given(words: WordIndex) -> None:
    ids = ["p00", "p01", "p02", "p03", "p30"]
    assert {r.id for r in words.records(ids, before=20100101, intern=False)} == {"p01", "p02"}
    assert {r.id for r in words.of_papers(ids, before=20100101, intern=True)} == {"p01", "p02", "p03"}
    assert {r.id for r in words.records(ids)} == set(ids)
