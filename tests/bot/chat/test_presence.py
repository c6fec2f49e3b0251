"""An absence is understood as people write it, or it is said what is missing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.presence import Abwesenheit, find_deputy, parse_absence, parse_day
from bot.review.people import Person, Rolle
from bot.review.rules import Abgewiesen

HEUTE = date(2026, 11, 23)
ILKA = Person("1", "Ilka Brandt", Rolle.FREIGABE)
JAN = Person("2", "Jan Ott", Rolle.FREIGABE)
JANA = Person("3", "Jana Ott", Rolle.FREIGABE)
PETRA = Person("4", "Petra Sander", Rolle.SACHBEARBEITUNG)
GONE = Person("5", "Gero Weg", Rolle.FREIGABE, aktiv=False)
EVERYONE = [ILKA, JAN, JANA, PETRA, GONE]


@pytest.mark.parametrize(
    ("text", "first", "last", "name"),
    [
        ("24.12.2026–02.01.2027 Jan Ott", date(2026, 12, 24), date(2027, 1, 2), "Jan Ott"),
        ("24.12.–02.01. Jan Ott", date(2026, 12, 24), date(2027, 1, 2), "Jan Ott"),
        ("vom 24.12. bis zum 2.1., Vertretung: Jan Ott", date(2026, 12, 24), date(2027, 1, 2), "Jan Ott"),
        ("24.12.2026 - 02.01.", date(2026, 12, 24), date(2027, 1, 2), ""),
        ("2026-12-24 2027-01-02", date(2026, 12, 24), date(2027, 1, 2), ""),
        ("24. 12. 26", date(2026, 12, 24), date(2026, 12, 24), ""),
        ("1.3. durch Jan Ott", date(2027, 3, 1), date(2027, 3, 1), "Jan Ott"),
        ("heute Jan Ott", HEUTE, HEUTE, "Jan Ott"),
        ("morgen bis 27.11. Jan Ott", date(2026, 11, 24), date(2026, 11, 27), "Jan Ott"),
        ("heute Jan Morgen", HEUTE, HEUTE, "Jan Morgen"),
        ("Heute–übermorgen", HEUTE, date(2026, 11, 25), ""),
        ("20.11.2026 bis 27.11.2026", date(2026, 11, 20), date(2026, 11, 27), ""),
    ],
)
def test_an_absence_is_read(text: str, first: date, last: date, name: str) -> None:
    assert parse_absence(text, heute=HEUTE) == Abwesenheit(first, last, name)


@pytest.mark.parametrize("text", ["", "bald", "31.02.–05.03.", "02.01.2027–24.12.2026", "01.10.2026–02.10.2026"])
def test_what_is_no_absence_is_said(text: str) -> None:
    assert isinstance(parse_absence(text, heute=HEUTE), Abgewiesen)


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    parsed = parse_absence(text, heute=HEUTE)
    assert isinstance(parsed, Abgewiesen) or parsed.erster <= parsed.letzter >= HEUTE


def test_a_day_without_a_year_is_the_next_one() -> None:
    assert parse_day("bis 22.11.", heute=HEUTE) == date(2027, 11, 22)
    assert parse_day("23.11.", heute=HEUTE) == HEUTE
    assert parse_day("29.02.2027", heute=HEUTE) is None


@pytest.mark.parametrize(("name", "who"), [("jan ott", JAN), ("Ott Jana", JANA), ("Jan Ott", JAN)])
def test_a_deputy_is_found_by_name(name: str, who: Person) -> None:
    assert find_deputy(name, EVERYONE, ILKA) == who


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ott", "mehrere: Jan Ott, Jana Ott"),
        ("Niemand", "nicht bekannt"),
        ("Gero Weg", "nicht bekannt"),
        ("Ilka Brandt", "selbst"),
        ("Petra Sander", "darf nicht freigeben"),
    ],
)
def test_who_cannot_be_deputy_is_said(name: str, said: str) -> None:
    refused = find_deputy(name, EVERYONE, ILKA)
    assert isinstance(refused, Abgewiesen)
    assert said in refused.was


def test_who_decides_nothing_may_be_stood_in_for_by_anyone() -> None:
    assert find_deputy("Jan Ott", EVERYONE, PETRA) == JAN
