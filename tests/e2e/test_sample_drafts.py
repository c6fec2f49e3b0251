"""The drafts to the sample motions are what a person expected of them before any program had read the papers."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.samples import papers_folder
from tests.conftest import Program

pytestmark = [pytest.mark.slow, pytest.mark.model]


def test_the_drafts_say_what_was_expected_and_cite_nothing_forbidden(tmp_path: Path, model_folder: Path) -> None:
    figures = Program(tmp_path, model_folder).json("bench", "draft", papers_folder().parent)
    assert figures["punkte_mit_verbotener_quelle"] == 0
    silent, gaps = figures["zu_recht_geschwiegen"].split(" von ")
    assert silent == gaps
    assert figures["status_richtig"] >= 0.95 * figures["punkte"]
    assert figures["davon_zitiert"] >= 0.95 * figures["erwartete_saetze"]
