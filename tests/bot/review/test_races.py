"""Two reviewers tap at once: one decision, and the other person is told who was first, and when."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bot.database import open_database
from bot.review.people import Person
from bot.review.rules import Abgewiesen, Entscheidung, Freigabe, Stand
from tests.bot.review.house import NOW, House, draft

ROUNDS_A_CASE = 10


class Race:
    """Persons who decide on one revision at the same moment, each in a thread with a connection of its own."""

    def __init__(self, house: House, revision: int) -> None:
        self.house, self.revision = house, revision
        self.outcomes: dict[str, Freigabe | Abgewiesen] = {}

    def run(self, **decisions: Entscheidung) -> dict[str, Freigabe | Abgewiesen]:
        """The outcome for each person, by name ("reviewer", "second")."""
        start = threading.Barrier(len(decisions))
        threads = [
            threading.Thread(target=self._decide, args=(name, getattr(self.house, name), what, start))
            for name, what in decisions.items()
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.outcomes

    def _decide(self, name: str, by: Person, what: Entscheidung, start: threading.Barrier) -> None:
        start.wait()
        self.outcomes[name] = self.house.cases.decide(
            self.house.case, 1, based_on=self.revision, von=by, entscheidung=what, grund="Die Zahl fehlt.", now=NOW
        )


@pytest.mark.parametrize("rounds", [25, pytest.param(500, marks=pytest.mark.slow)])
def test_two_reviewers_at_once_make_one_decision(tmp_path: Path, rounds: int) -> None:
    house = House(open_database(f"sqlite:///{tmp_path / 'stellwerk.db'}"))
    winners = set()
    for number in range(rounds):
        revision = number % ROUNDS_A_CASE + 1
        if revision == 1:
            house.case = house.open(house.official, "Ist das Bad offen?" + "!" * (number // ROUNDS_A_CASE))
        refusing = Entscheidung.ABGELEHNT if number % 3 == 0 else Entscheidung.FREIGEGEBEN
        outcomes = Race(house, revision).run(reviewer=Entscheidung.FREIGEGEBEN, second=refusing)
        decided = {name: o for name, o in outcomes.items() if isinstance(o, Freigabe)}
        told = [o for o in outcomes.values() if isinstance(o, Abgewiesen)]
        assert len(decided) == len(told) == 1
        (first,) = decided.values()
        assert f"{first.person.name} am 01.05.2024 um 09:00 Uhr" in told[0].was
        assert [f for f in house.cases.get(house.case).freigaben if f.revision == revision] == [first]
        winners |= set(decided)
        house.change(house.official, draft(text=f"Ja, seit {2020 + revision}."), revision=revision)
    assert house.verify().ok
    assert rounds < 500 or winners == {"reviewer", "second"}  # the race was one


def test_one_person_with_two_taps_decides_once(tmp_path: Path) -> None:
    house = House(open_database(f"sqlite:///{tmp_path / 'stellwerk.db'}"))
    house.second = house.reviewer
    outcomes = Race(house, 1).run(reviewer=Entscheidung.FREIGEGEBEN, second=Entscheidung.FREIGEGEBEN)
    assert sorted(type(o).__name__ for o in outcomes.values()) == ["Abgewiesen", "Freigabe"]
    assert house.stand() is Stand.FREIGEGEBEN
