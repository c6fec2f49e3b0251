"""`kill -9` at ten moments of a run: nothing lost, nothing twice. `kill_run.py` does the same 200 times by hand."""

from __future__ import annotations

from datetime import date

import pytest

from tests.e2e.telegram.conftest import OpenTown
from tests.e2e.telegram.killing import Killer, counted
from tests.e2e.telegram.ledger import take
from tests.e2e.telegram.papers import motion
from tests.e2e.telegram.story import Story, enrol

pytestmark = [pytest.mark.slow, pytest.mark.model]

KILLS = 10
SEED = 20261123
PATIENCE_SECONDS = 120.0


def test_ten_kills_lose_nothing_and_double_nothing(open_town: OpenTown) -> None:
    town = open_town()
    town.start()
    cast = enrol(town)
    killer = Killer(town, kills=KILLS, seed=SEED)
    killer.start()
    story = Story(town, cast, motion(57, date.today()), patience=PATIENCE_SECONDS)
    story.play()
    kills = killer.finish()
    assert len(kills) == KILLS, counted(kills)
    town.settle()
    assert town.stop() == 0
    ledger = take(town)
    assert ledger.wrong == [], counted(kills)
    assert (ledger.cases, ledger.decisions, ledger.revisions) == (1, 4, 5)
    assert ledger.handled == ledger.updates
