"""Real and labelled replies that lie beside the repository; skipped where they don't."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.domain import Art, Rohtext, Seite, Stellungnahme
from corpus.parsing.kind import detect_kind
from corpus.parsing.stellungnahme import parse_stellungnahme
from corpus.reading.lesefassung import prepare
from retrieval.benchmark.parsing import bench_parse

SHARED = Path(__file__).resolve().parents[3].parent / "shared"


def shared(path: str) -> Path:
    folder = SHARED / path
    if not folder.exists():
        pytest.skip(f"{folder} ist nicht vorhanden")
    return folder


def read(path: Path) -> Stellungnahme:
    text = path.read_text(encoding="utf-8")
    lesefassung = prepare(Rohtext(text, (Seite(1, 0, len(text)),)))
    assert detect_kind(lesefassung.text) is Art.STELLUNGNAHME
    return parse_stellungnahme(lesefassung.text)


def test_the_seed_gives_all_its_fields_and_four_pairs() -> None:
    found = read(next(shared("seeds").glob("000_*.txt")))
    named = (found.vorlage, found.antrag, found.dezernat, found.amt, found.betreff, found.fraktion)
    assert all(named)
    assert found.oeffentlich is True
    assert found.datum
    (station,) = found.gremienweg
    assert station.datum
    assert station.datum > found.datum
    assert [answer.nr for answer in found.antworten] == [("1",), ("2",), ("3",), ("4",)]
    assert all(answer.frage and answer.titel for answer in found.antworten)
    assert found.finanzielle_auswirkungen is None
    assert found.beschlussempfehlung


def test_labelled_replies_of_an_invented_city_are_read_right() -> None:
    figures = bench_parse(shared("data/flussbach"))
    assert figures["antworten"]["f1"] >= 0.95
    assert figures["paare"]["f1"] >= 0.95
    assert figures["kopf"]["alle"] >= 0.95


@pytest.mark.slow
def test_labelled_replies_of_a_real_city_are_cut_right() -> None:
    figures = bench_parse(shared("data/karlsruhe"))
    assert figures["antworten"]["f1"] >= 0.95
    assert figures["paare"]["f1"] >= 0.95
