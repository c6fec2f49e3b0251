"""`kill -9` at ten moments of a run: nothing lost, nothing twice. `kill_run.py` does the same 200 times by hand."""

from __future__ import annotations

import pytest

from tests.e2e.telegram.conftest import OpenTown
from tests.e2e.telegram.killing import DECISIONS_A_CASE, REVISIONS_A_CASE, Killer, counted, play_until_done
from tests.e2e.telegram.ledger import take
from tests.e2e.telegram.story import enrol

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
    # A quick machine ends its first case before the tenth kill: then there is a second one.
    cases = play_until_done(town, cast, killer, patience=PATIENCE_SECONDS, told=lambda _: None)
    kills = killer.finish()
    assert len(kills) == KILLS, counted(kills)
    town.settle()
    assert town.stop() == 0
    ledger = take(town)
    assert ledger.wrong == [], counted(kills)
    assert (ledger.cases, ledger.decisions, ledger.revisions) == (
        cases,
        DECISIONS_A_CASE * cases,
        REVISIONS_A_CASE * cases,
    )
    assert ledger.handled == ledger.updates
