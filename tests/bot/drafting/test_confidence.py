"""Confidence means what it says: it recovers how a city's reviewers decide, and never claims more than it has seen."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drafting.confidence.features import VORZEICHEN, Gesehen, merkmale
from bot.drafting.confidence.learning import (
    LEAST_DECISIONS,
    GelernteZuversicht,
    known_before,
    learn_from_decisions,
)
from bot.drafting.confidence.model import Zuversichtsmodell, default_model, fit, model_from_json, model_to_json
from corpus.domain import Entwurf, EntwurfStatus, Fundstelle, Hinweis, HinweisArt, Satz, Teilantwort
from retrieval.benchmark.measures import brier, calibration_error
from retrieval.search import Ergebnis, Treffer
from tests.builders import passage

START = datetime(2026, 1, 5, 9, 0)
PERSONS = ("Ilka Brandt", "Jan Ott", "Petra Sander")
Merkmale = dict[str, float]


@dataclass(frozen=True)
class Case:
    vorgang: str
    entworfen_am: datetime
    entschieden_am: datetime
    person: str
    ausgang: str
    geaendert: float
    merkmale: Merkmale
    wert: float


def usual(rng: random.Random) -> Merkmale:
    """What drafts show, drawn around what is usual in the benchmark."""
    model = default_model()
    return {name: model.neutral[name] + rng.gauss(0, 1) * model.spread[name] for name in VORZEICHEN}


def strict(row: Merkmale) -> float:
    """Reviewers who look at the age of the source and at open parts, and approve less than the benchmark would have."""
    model = default_model()
    z = {name: (row[name] - model.neutral[name]) / model.spread[name] for name in row}
    return 1 / (1 + math.exp(0.4 + 1.6 * z["alter"] + 1.2 * z["offen"] - 0.6 * z["grundlage"]))


def city(
    motions: int,
    approves: Callable[[Merkmale], float],
    *,
    seed: int = 1,
    persons: int = 3,
    points: int = 3,
    show: Callable[[Merkmale, bool], Merkmale] = lambda row, _: row,
) -> list[Case]:
    """Drafts of so many motions, a day apart and decided on within a week, by reviewers of known behaviour."""
    rng = random.Random(seed)
    cases = []
    for motion in range(motions):
        drafted = START + timedelta(days=motion)
        for _ in range(points):
            row = usual(rng)
            good = rng.random() < approves(row)
            cases.append(
                Case(
                    f"V-2026-{motion:04d}", drafted, drafted + timedelta(days=rng.uniform(0.1, 7)),
                    rng.choice(PERSONS[:persons]), "unveraendert" if good else "geaendert", 0.0 if good else 0.4,
                    show(row, good), default_model().probability(row),
                )
            )  # fmt: skip
    return cases


def learned(cases: list[Case]) -> GelernteZuversicht:
    return learn_from_decisions(cases, default_model(), default_model())


def test_the_behaviour_of_a_citys_reviewers_is_recovered() -> None:
    """What the model says of new drafts is near the truth on average, and calibrated; the benchmark's is neither."""
    found = learned(city(250, strict))
    assert found.uebernommen
    rng = random.Random(99)
    rows = [usual(rng) for _ in range(3_000)]
    truth = [strict(row) for row in rows]
    became = [rng.random() < p for p in truth]
    said = [found.modell.probability(row) for row in rows]
    before = [default_model().probability(row) for row in rows]
    assert sum(abs(p - t) for p, t in zip(said, truth, strict=True)) / len(rows) < 0.06
    assert calibration_error(said, became) < 0.05
    assert calibration_error(before, became) > 0.10
    assert brier(said, became) < brier(before, became) - 0.02


def test_the_estimate_says_from_how_many_decisions_it_comes() -> None:
    cases = city(100, strict)
    found = learned(cases)
    assert found.modell.estimate(cases[0].merkmale).entscheidungen == len(cases) == 300
    assert default_model().estimate(cases[0].merkmale).entscheidungen == 0


@pytest.mark.parametrize(
    ("motions", "points", "persons"),
    [(0, 1, 3), (LEAST_DECISIONS - 1, 1, 3), (100, 3, 1)],
    ids=["no decisions", "one too few", "one person alone"],
)
def test_too_few_decisions_leave_the_benchmarks_estimate_and_say_so(motions: int, points: int, persons: int) -> None:
    found = learned(city(motions, strict, points=points, persons=persons))
    assert (found.uebernommen, found.modell) == (False, default_model())
    assert found.warum is not None
    assert "braucht es 50 Entscheidungen von 2 Personen" in found.warum


@pytest.mark.parametrize(("share", "bound"), [(1.0, 0.99), (0.0, 0.01)], ids=["all approved", "none approved"])
def test_a_one_sided_past_never_makes_certain(share: float, bound: float) -> None:
    """Where everything so far was approved (or nothing), the next draft's probability is still no certainty."""
    cases = city(60, lambda _: share)
    rows = [case.merkmale for case in cases]
    model = fit(rows, [share == 1.0] * len(rows), prior=default_model(), pull=40, pull_constant=10)
    mean = sum(map(model.probability, rows)) / len(rows)
    assert 0.9 < mean < bound if share else bound < mean < 0.1
    alone = fit(rows, [share == 1.0] * len(rows))
    assert min(map(alone.probability, rows)) > 0.0
    assert max(map(alone.probability, rows)) < 1.0


def test_few_decisions_move_the_benchmarks_estimate_only_a_little() -> None:
    rows = [case.merkmale for case in city(5, strict, points=2)]
    before = default_model()
    after = fit(rows, [False] * len(rows), prior=before, pull=40, pull_constant=10)
    many = fit(rows * 50, [False] * len(rows) * 50, prior=before, pull=40, pull_constant=10)
    rng = random.Random(3)
    fresh = [usual(rng) for _ in range(200)]
    old, moved, far = ([m.probability(row) for row in fresh] for m in (before, after, many))
    assert sum(old) > sum(moved) > sum(far)
    assert sum(moved) / sum(old) > 2 * sum(far) / sum(old)


def test_decisions_that_nothing_foretells_change_nothing() -> None:
    """Reviewers who decide as the benchmark expects: the new estimate isn't surely better, so the old one stays."""
    found = learned(city(120, default_model().probability))
    assert not found.uebernommen
    assert found.modell == default_model()
    assert found.warum == "Die gelernte Schätzung trifft spätere Entscheidungen nicht sicher besser als die bisherige."


def test_what_was_decided_later_is_not_known_when_a_draft_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reviewers who become lenient at the very end: nobody could have foretold it. Whoever let the judged drafts' own
    decisions in would call it foretold."""
    cases = city(100, default_model().probability)
    middle, end = cases[150].entworfen_am, cases[240].entworfen_am
    known = known_before(cases, middle)
    assert known
    assert all(case.entschieden_am < middle for case in known)
    assert any(case.entworfen_am < middle <= case.entschieden_am for case in cases), "else nothing is shown here"
    lenient = [replace(case, ausgang="unveraendert") if case.entworfen_am >= end else case for case in cases]
    assert not learned(lenient).uebernommen
    monkeypatch.setattr("bot.drafting.confidence.learning.known_before", lambda decided, _: decided)
    assert learned(lenient).uebernommen


def test_numbers_that_hold_the_decision_would_be_seen_at_once() -> None:
    """The suspicion that guards against a leak: on honest numbers nobody is surer than the reviewers' own chance."""
    honest, leaking = (
        learn_from_decisions(cases, default_model(), default_model()).figures["gelernt"]["AUROC"]
        for cases in (
            city(120, lambda _: 0.5),
            city(120, lambda _: 0.5, show=lambda row, good: {**row, "abdeckung": row["abdeckung"] + 9 * good}),
        )
    )
    assert leaking > 0.9
    assert 0.4 < honest < 0.6


def test_an_older_estimate_is_judged_on_decisions_that_it_has_not_seen() -> None:
    cases = city(100, strict)
    first = learned(cases).modell
    again = learn_from_decisions(cases, default_model(), first)
    assert (again.uebernommen, again.modell) == (False, first)
    assert again.warum == "Seit dem letzten Lernen ist nichts hinzugekommen."
    passed = timedelta(days=200)
    later = [
        replace(
            c, vorgang=f"{c.vorgang}b", entworfen_am=c.entworfen_am + passed, entschieden_am=c.entschieden_am + passed
        )
        for c in city(100, strict, seed=2)
    ]
    found = learn_from_decisions([*cases, *later], default_model(), first)
    assert found.figures["bisher"]["entwuerfe"] <= len(later)


@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3), st.booleans()), min_size=1, max_size=30))
def test_each_number_pulls_one_way_only(rows: list[tuple[float, float, bool]]) -> None:
    """Whatever the past: more ground never lowers an estimate, more open parts never raise one."""
    past = [{"grundlage": a, "offen": b} for a, b, _ in rows]
    model = fit(past, [good for _, _, good in rows])
    assert model.coefficients["grundlage"] >= 0 >= model.coefficients["offen"]
    ground = [model.probability({"grundlage": x, "offen": 0.0}) for x in (-2.0, 0.0, 2.0)]
    assert ground == sorted(ground)
    assert all(0 < p < 1 for p in ground)


def test_a_model_survives_its_file() -> None:
    model = replace(default_model(), entscheidungen=131, bis="2026-11-01T10:00:00")
    assert model_from_json(model_to_json(model, {"command": "test"})) == model


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"coefficients": {"constant": NaN}}'])
def test_a_broken_file_is_no_model(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        model_from_json(text)


def test_the_shipped_file_holds_numbers_and_no_words_of_papers() -> None:
    model = default_model()
    assert isinstance(model, Zuversichtsmodell)
    assert set(model.coefficients) == {"constant", *VORZEICHEN}
    assert model.entscheidungen == 0

    def words(value: object) -> list[str]:
        if isinstance(value, dict):
            return [w for each in value.values() for w in words(each)]
        if isinstance(value, list):
            return [w for each in value for w in words(each)]
        return [value] if isinstance(value, str) else []

    assert set(words({k: v for k, v in model.run.items() if k not in ("command", "date")})) == set()


# --- what a draft shows of itself -------------------------------------------------------------------------------------

QUOTE = "Das Freibad Nordhöhe öffnet am 15. Mai."
FRAGE = "Wann öffnet das Freibad Nordhöhe?"


def drafted(*quotes: str, day: date | None = date(2024, 3, 1), **changes: object) -> Entwurf:
    belege = [
        Fundstelle("a.txt", "stellungnahme:ST/1/2024", 1, "ST/0001/2024", day, ("1",), 1, q, 0, len(q)) for q in quotes
    ]
    entwurf = Entwurf(1, "1.", EntwurfStatus.BELEGT, tuple(Satz(b.zitat, (b,)) for b in belege))
    return replace(entwurf, **changes)  # type: ignore[arg-type]


def shown(entwurf: Entwurf, *, grundlage: float = 0.9, again: bool = False) -> Merkmale:
    hit = Treffer(1, 2.0, passage(QUOTE), 0, len(QUOTE), QUOTE)
    seen = Gesehen(FRAGE, Ergebnis((hit,), grundlage), lambda _: 1.0)
    return merkmale(entwurf, seen, stichtag=date(2026, 3, 1), erneut=again)


def test_a_draft_without_sentences_has_no_confidence() -> None:
    assert shown(drafted(status=EntwurfStatus.KEINE_GRUNDLAGE)) == {}


def test_what_is_open_old_or_warned_of_lowers_it() -> None:
    """Each is seen in its number, and the estimate never rises with it."""
    best = shown(drafted(QUOTE))
    model = default_model()
    worse = {
        "offen": drafted(QUOTE, abdeckung=(Teilantwort("wann", (0,)), Teilantwort("wie lange", ()))),
        "alter": drafted(QUOTE, day=date(2010, 3, 1)),
        "warnungen": drafted(QUOTE, hinweise=(Hinweis(HinweisArt.VERALTET, "alt"),)),
        "saetze": drafted(QUOTE, "Das Bad hat ein Becken."),
    }
    for name, draft in worse.items():
        row = shown(draft)
        assert row[name] > best[name], name
        assert model.probability({**best, name: row[name]}) <= model.probability(best), name


def test_a_hint_on_what_is_not_public_leaves_no_trace() -> None:
    """The estimate is shown in chat, where nobody may learn that there is something that isn't public."""
    secret = drafted(QUOTE, hinweise=(Hinweis(HinweisArt.VERTRAULICH, "Es gibt etwas."),))
    assert shown(secret) == shown(drafted(QUOTE))


def test_that_a_person_asked_for_another_draft_is_kept() -> None:
    assert (shown(drafted(QUOTE))["erneut"], shown(drafted(QUOTE), again=True)["erneut"]) == (0.0, 1.0)
