"""A plan that a paper announces is marked once its time has passed, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.past_plans import plan_is_over

HEUTE = date(2026, 11, 23)
PAPER = date(2025, 3, 10)


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Eröffnung des Bads ist für das vierte Quartal 2025 geplant.",
        "Der Umbau soll im Jahr 2025 beginnen.",
        "Die Brücke wird bis Ende 2025 saniert.",
        "Der Bericht wird dem Ausschuss am 12. Mai 2025 vorgelegt.",
        "Der Baubeginn ist im 3. Quartal 2026 vorgesehen.",
        "Voraussichtlich im Frühjahr 2026 liegt das Gutachten vor.",
        "Die Stelle soll zum 1. Juli 2025 besetzt werden.",
        "Die Ausschreibung ist für Oktober 2026 vorgesehen.",
        "Die Arbeiten werden voraussichtlich Mitte 2026 abgeschlossen.",
        "Geplant ist die Fertigstellung im zweiten Halbjahr 2025.",
        "Bis zum Jahresende 2025 sollen alle Schulen angeschlossen sein.",
        "Die Satzung soll spätestens am 31.10.2026 in Kraft treten.",
        "Für die Haushaltsjahre 2024/2025 sind Mittel vorgesehen.",
        "Die Umstellung ist für Q2 2026 geplant.",
        "Das Konzept soll nach\nder Sommerpause im Herbst 2025\nvorgestellt werden.",
        "Mit Beschluss vom 12.02.2025 ist vorgesehen, den Platz im Sommer 2026 umzubauen.",
    ],
)
def test_a_plan_whose_time_has_passed_is_over(sentence: str) -> None:
    assert plan_is_over(sentence, paper=PAPER, heute=HEUTE)


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Eröffnung des Bads ist für das vierte Quartal 2026 geplant.",  # not over yet
        "Der Umbau soll im Jahr 2026 beginnen.",
        "Der Umbau soll 2025 beginnen und bis Ende 2027 abgeschlossen sein.",  # one of two times is to come
        "Die Brücke wurde im Jahr 2025 saniert.",  # says what was
        "Die Halle wird seit 2019 vom Verein genutzt.",
        "Im Jahr 2023 wurden die Kosten ermittelt, der Umbau wird geprüft.",  # over before the paper was written
        "Die Stadt wird den Beschluss vom 12.05.2025 umsetzen.",  # the day of a paper
        "Die Verwaltung soll einen Bericht vorlegen.",  # no time
        "Es werden 2025 Euro gezahlt.",  # no year
        "Siehe dazu die Vorlage ST/0012/2025, die beraten werden soll.",
        "Der Bericht wird voraussichtlich in Kürze vorgelegt.",
        "Der Haushalt 2025 wird vom Rat beschlossen.",
        "Der Termin soll am 23.11.2026 stattfinden.",  # today
        "Für die Haushaltsjahre 2026/2027 sind Mittel vorgesehen.",
        "Der Abschluss ist für das zweite Halbjahr 2026 geplant.",
        "Im Winter 2026 soll die Eisbahn öffnen.",
        "",
    ],
)
def test_what_is_not_plainly_over_has_no_mark(sentence: str) -> None:
    assert not plan_is_over(sentence, paper=PAPER, heute=HEUTE)


def test_of_a_paper_without_a_date_only_words_that_announce_count() -> None:
    assert plan_is_over("Der Umbau soll im Jahr 2025 beginnen.", paper=None, heute=HEUTE)
    assert not plan_is_over("Die Halle wird im Jahr 2025 genutzt.", paper=None, heute=HEUTE)


@given(st.text(max_size=200), st.dates(), st.none() | st.dates())
def test_any_text_has_a_mark_or_none(text: str, heute: date, paper: date | None) -> None:
    assert plan_is_over(f"Das soll {text} 2025 sein.", paper=paper, heute=heute) in (True, False)
