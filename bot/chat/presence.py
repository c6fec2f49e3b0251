"""From when to when somebody is away, as people write it: "24.12.–02.01. Ilka Brandt". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.review.people import Person, Rolle
from bot.review.rules import Abgewiesen

_DAY = re.compile(
    r"""
    (?<!\d)(?:
        (?P<iso_year>20\d\d)-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)       # 2026-12-24
      | (?P<day>\d{1,2})\.[ ]?(?P<month>\d{1,2})\.(?:[ ]?(?P<year>20\d\d|\d\d)(?!\d))?   # 24.12.2026, 24.12.26, 24.12.
      | \b(?P<word>heute|übermorgen|morgen)\b
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FROM_TODAY = {"heute": 0, "morgen": 1, "übermorgen": 2}
_JOINING = re.compile(r"^[\s,;:–—-]*(?:(?:bis|vom|von|am|und|Vertretung|vertreten durch|durch|an)\b[\s,;:–—-]*)*", re.I)


@dataclass(frozen=True)
class Abwesenheit:
    """An absence as it was asked for. `vertretung` is the name that was written, empty where none was."""

    erster: date
    letzter: date
    vertretung: str


def parse_day(text: str, *, heute: date) -> date | None:
    """The first day that the text names; without a year the next such day from today on."""
    match = _DAY.search(text)
    return _day_of(match, heute) if match else None


def parse_absence(text: str, *, heute: date) -> Abwesenheit | Abgewiesen:
    """ "VON–BIS [NAME]"; a single day is its own end. Days without a year are the next ones to come."""
    found = _days_in(text)[:2]
    days = [_day_of(match, heute) for match in found]
    if not days or days[0] is None or days[-1] is None:
        return Abgewiesen(
            "Der Zeitraum ist nicht zu erkennen.",
            "Schreiben Sie zum Beispiel: /abwesend 24.12.–02.01. Vorname Nachname",
        )
    first, last = days[0], days[-1]
    if last < first and len(found) == 2 and not (found[1]["year"] or found[1]["iso_year"] or found[1]["word"]):
        last = _next_year(last)  # "24.12.2026–02.01.": the second day is of the year after
    if last < first:
        return Abgewiesen(
            f"Der letzte Tag ({last:%d.%m.%Y}) liegt vor dem ersten ({first:%d.%m.%Y}).",
            "Schreiben Sie zuerst den ersten und dann den letzten Tag.",
        )
    if last < heute:
        return Abgewiesen(f"Der {last:%d.%m.%Y} ist schon vorbei.", "Nennen Sie einen Zeitraum, der noch kommt.")
    return Abwesenheit(first, last, _JOINING.sub("", text[found[-1].end() :]).strip(" .,;"))


def find_deputy(name: str, people: Sequence[Person], person: Person) -> Person | Abgewiesen:
    """The one active person whose name this is, or whose name has all these words in it."""
    wanted = name.casefold().split()
    active = [p for p in people if p.aktiv]
    matching = [p for p in active if p.name.casefold().split() == wanted]
    matching = matching or [p for p in active if set(wanted) <= set(p.name.casefold().split())]
    if not matching:
        return Abgewiesen(f"„{name}“ ist nicht bekannt.", "Schreiben Sie Vor- und Nachnamen, wie Stellwerk sie zeigt.")
    if len(matching) > 1:
        names = ", ".join(p.name for p in matching)
        return Abgewiesen(f"„{name}“ passt auf mehrere: {names}.", "Schreiben Sie Vor- und Nachnamen.")
    deputy = matching[0]
    if deputy.id == person.id:
        return Abgewiesen("Niemand kann sich selbst vertreten.", "Nennen Sie eine andere Person.")
    if person.may(Rolle.FREIGABE) and not deputy.may(Rolle.FREIGABE):
        return Abgewiesen(
            f"{deputy.name} darf nicht freigeben und kann Sie deshalb nicht vertreten.",
            "Nennen Sie eine Person mit der Rolle Freigabe oder Leitung.",
        )
    return deputy


def _days_in(text: str) -> list[re.Match[str]]:
    """The days that the text names. "Morgen" behind a first name is a person."""
    found: list[re.Match[str]] = []
    for match in _DAY.finditer(text):
        before = text[found[-1].end() if found else 0 : match.start()]
        if not match["word"] or not _JOINING.sub("", before).strip():
            found.append(match)
    return found


def _day_of(match: re.Match[str], heute: date) -> date | None:
    if match["word"]:
        return heute + timedelta(days=_FROM_TODAY[match["word"].lower()])
    try:
        if match["iso_year"]:
            return date(int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"]))
        if match["year"]:
            year = int(match["year"])
            return date(year + 2000 if year < 100 else year, int(match["month"]), int(match["day"]))
        day = date(heute.year, int(match["month"]), int(match["day"]))
    except ValueError:  # 31.02.: the calendar says no, and that is the answer
        return None
    return day if day >= heute else _next_year(day)


def _next_year(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)
