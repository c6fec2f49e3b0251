"""Statistics that are taken anew are those of an index built at once from the same passages."""

from __future__ import annotations

from pathlib import Path

from retrieval.index.projection import Index
from tests.retrieval.passages import WordEmbeddings, passage

PAPERS = [
    passage(f"p{i}", f"Die Halle {i} hat {'große ' * i}Fenster und ein Dach.", frage="Was hat die Halle?" * (i % 2 + 1))
    for i in range(1, 8)
]


def test_recounting_gives_what_a_rebuild_would(tmp_path: Path) -> None:
    grown, built = Index(tmp_path / "grown", WordEmbeddings()), Index(tmp_path / "built", WordEmbeddings())
    grown.rebuild(())
    for each in PAPERS:
        grown.apply([each], ())
    built.rebuild(PAPERS)
    assert grown.refresh().statistics != built.refresh().statistics  # a growing index counts when it has doubled
    grown.recount()
    assert grown.refresh().statistics == built.refresh().statistics
