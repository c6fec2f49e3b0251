"""`stellwerk tune --zuversicht`: from people's decisions to the file that drafts are judged by, or an honest no."""

from __future__ import annotations

import json
import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.database import open_database
from bot.drafting.confidence.features import VORZEICHEN
from bot.drafting.confidence.model import default_model
from bot.review.rules import Abgewiesen, Entscheidung
from bot.settings import Settings
from bot.wiring import Stellwerk
from corpus.domain import Entwurf
from corpus.errors import StellwerkError
from tests.bot.review.house import House, draft

START = datetime(2024, 5, 2, 9, 0)


def tuned(home: Path) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["--home", str(home), "tune", "--zuversicht", "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def strict_city(home: Path, motions: int) -> Entwurf:
    """Motions of two points, a day apart; reviewers refuse what stands on old papers. Returns the last draft."""
    house = House(open_database(f"sqlite:///{home / 'stellwerk.db'}"))
    rng, model = random.Random(1), default_model()
    reviewers = (house.reviewer, house.second)
    for motion in range(motions):
        at = START + timedelta(days=motion)
        case = house.open(house.official, "Ist das Bad offen? " + "x" * motion, drafted=False)
        rows = [{n: model.neutral[n] + rng.gauss(0, 1) * model.spread[n] for n in VORZEICHEN} for _ in (1, 2)]
        drafts = [draft(nr, zuversicht=model.estimate(row)) for nr, row in enumerate(rows, 1)]
        house.cases.add_drafts(case, drafts, stichtag=date(2024, 5, 1), von=house.official, now=at)
        for nr, row in enumerate(rows, 1):
            old = row["alter"] > model.neutral["alter"]
            decision = Entscheidung.ABGELEHNT if old else Entscheidung.FREIGEGEBEN
            made = house.cases.decide(
                case, nr, based_on=1, von=reviewers[nr - 1], entscheidung=decision, grund="Zu alt." if old else None,
                now=at + timedelta(hours=nr),
            )  # fmt: skip
            assert not isinstance(made, Abgewiesen)
    return drafts[0]


def test_a_new_city_is_told_that_there_is_not_enough_yet(tmp_path: Path) -> None:
    found = tuned(tmp_path)
    assert (found["uebernommen"], found["entscheidungen"]) == (False, 0)
    assert "braucht es 50 Entscheidungen" in found["warum_nicht"]
    assert not (tmp_path / "zuversicht.json").exists()


def test_what_a_citys_reviewers_do_is_taken_and_used_for_the_next_draft(tmp_path: Path) -> None:
    strict_city(tmp_path, 45)
    found = tuned(tmp_path)
    assert found["uebernommen"]
    assert found["ausgang"].keys() == {"unveraendert", "abgelehnt"}
    assert found["gelernt"]["Brier"][0] < found["bisher"]["Brier"][0]
    model = Stellwerk(Settings(home=tmp_path)).confidence
    usual = dict(default_model().neutral)
    fresh, old = (model.estimate({**usual, "alter": usual["alter"] + z}) for z in (-1.0, 1.0))
    assert fresh.entscheidungen == 90
    assert fresh.wert > 0.6 > 0.4 > old.wert
    assert tuned(tmp_path)["warum_nicht"] == "Seit dem letzten Lernen ist nichts hinzugekommen."


def test_a_broken_file_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "zuversicht.json").write_text("{", encoding="utf-8")
    result = CliRunner().invoke(app, ["--home", str(tmp_path), "tune", "--zuversicht"])
    assert isinstance(result.exception, StellwerkError)
    assert "lässt sich nicht lesen" in result.exception.was
    assert "tune --zuversicht" in result.exception.abhilfe


@pytest.mark.parametrize("motions", [3])
def test_the_terminal_says_what_became_of_the_drafts(tmp_path: Path, motions: int) -> None:
    strict_city(tmp_path, motions)
    result = CliRunner().invoke(app, ["--home", str(tmp_path), "tune", "--zuversicht"])
    assert "Aus 6 Entscheidungen" in result.output
    assert "Es bleibt bei der bisherigen Schätzung." in result.output
