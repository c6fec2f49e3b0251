"""When a statement holds: the words of a sentence that name a time, as days. Pure.

In comes a sentence and the day of its paper; out come `gilt_ab` and `gilt_bis` (exclusive), None where the words don't
say. A time that isn't a day is taken whole: "im Jahr 2022" begins on its first day and ends with its last, "seit Herbst
2024" begins with September, "bis Mitte 2025" ends with August. Days without a year are no days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from corpus.parsing.dates import find_dates


class Rolle(StrEnum):
    """What a time is to its sentence, by the words before it."""

    AB = "ab"  # seit, ab, mit Wirkung vom
    BIS = "bis"  # bis, bis zum, mit Ablauf des
    NICHT_VOR = "nicht_vor"  # nicht vor, frühestens
    FUER = "fuer"  # für das Jahr, im Jahr: the time that the statement is about
    ZUM = "zum"  # zum 1. Januar: a day of change
    GENANNT = "genannt"  # aus dem Jahr 1999, vom 26. September 2019: it belongs to a thing, not to the statement


@dataclass(frozen=True)
class Zeit:
    """A time that words `text[start:ende]` name: from `von` to the day before `vor`."""

    von: date
    vor: date
    rolle: Rolle
    start: int
    ende: int


MONTHS = {
    "januar": 1, "februar": 2, "märz": 3, "april": 4, "mai": 5, "juni": 6, "juli": 7, "august": 8, "september": 9,
    "oktober": 10, "november": 11, "dezember": 12,
}  # fmt: skip
_SEASONS = {"frühjahr": (3, 7), "frühling": (3, 7), "sommer": (6, 10), "sommerferien": (6, 10), "herbst": (9, 13),
            "herbstferien": (9, 13), "winter": (12, 16)}  # fmt: skip
"""First month and the month after the last; a month beyond 12 lies in the next year."""
_PARTS = {"anfang": (1, 5), "beginn": (1, 5), "jahresbeginn": (1, 5), "mitte": (7, 9), "jahresmitte": (7, 9),
          "ende": (10, 13), "jahresende": (10, 13)}  # fmt: skip
_ORDINALS = {"erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3,
             "iv": 4}  # fmt: skip

_TIME = re.compile(
    rf"""
    (?<![\w/.,-])(?:
        (?P<ordinal>(?:erst|zweit|dritt|viert)(?=e)|[1-4](?=\.)|I{{1,3}}(?=\.)|IV(?=\.))(?:e[nrms]?|\.)\s
            (?P<kind>Quartals?|Halbjahre?s?)\s(?:des\sJahres\s)?
      | (?P<season>Frühjahrs?|Frühling|Sommers?|Sommerferien|Herbst(?:e?s)?|Herbstferien|Winters?)\s(?:des\sJahres\s)?
      | (?:(?P<month_part>Anfang|Mitte|Ende)\s)?(?P<month>{"|".join(MONTHS)})s?\s(?:des\sJahres\s)?
      | (?P<part>Anfang|Beginn|Mitte|Ende|Jahresbeginn|Jahresmitte|Jahresende)\s(?:des\sJahres\s)?
      | (?P<school>(?:Schul|Kindergarten|Kita-?)jahre?s?)\s
      | (?P<budget>Doppelhaushalt)\s
      | (?:Haushalts|Kalender)?(?:Jahre?[sn]?)\s | (?:Haushalts|Kalender)jahre?[sn]?\s | (?:Haushalt|Saison)\s
      | (?P<bare>)
    )
    (?P<year>(?:19|20)\d\d)(?:\s?[/–-]\s?(?P<until>(?:20)?\d\d)(?!\d|[./]))?
    (?![\w-]*\d|\s?(?:Euro|€|Einwohner|Stück|m²|Meter|Plätze|Tonnen|Personen|Bäume|Kinder)|\.\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Herbst 2020;  Mitte März 2024;  zweites Quartal 2026;  Schuljahr 2024/2025;  Jahr 2022;  2019."""

_BEFORE = (
    (Rolle.NICHT_VOR, r"\b(?:nicht\s+vor|frühestens|vor|noch\s+vor)"),
    (
        Rolle.BIS,
        r"\b(?:bis|mit\s+Ablauf|Ablauf|längstens|befristet\s+auf)(?:\s+(?:einschließlich|spätestens|einschl\.))?",
    ),
    (Rolle.AB, r"\b(?:seit|ab|mit\s+Wirkung|rückwirkend|beginnend)"),
    (Rolle.ZUM, r"\b(?:zum|zu|per)"),
)
_FILLER = (
    r"(?:\s+(?:dem|der|den|das|des|die|vom|zum|zur|ab|zu|in|im|an|am|etwa|ca\.|circa|spätestens|voraussichtlich|"
    r"Beginn|Anfang|Mitte|Ende|Ablauf|Jahr|Jahre|Jahres|Monat|Monats|Tag|Saison|Haushaltsjahr|Wirkung|einschließlich))*\s*$"
)
_ROLES = tuple((role, re.compile(words + _FILLER, re.IGNORECASE)) for role, words in _BEFORE)
_AT_A_TIME = re.compile(
    r"\b(?:im|in|am|an|für|während|zwischen|innerhalb|seinerzeit|bereits|schon|zuletzt|erst|Saison|Jahr|Jahre|Jahren|"
    r"Wahlperiode|Ratsperiode|Amtszeit)" + _FILLER,
    re.IGNORECASE,
)
_EVERY_YEAR = re.compile(r"\b(?:Agenda|Leitbild|Strategie|Konzept|Masterplan|Ziel|Vision)\s+$", re.IGNORECASE)
"""Agenda 2030: a name with a number, no time."""
_PAPER = re.compile(r"(?:\bNr\.\s*|\bDrs\.\s*|\bDrucksache\s+|\bVorlage\s+|/)$")
_FROM_TO = re.compile(r"^\s*(?:bis(?:\s+(?:zum|zur|einschließlich|Ende|Mitte|Anfang))*|und|–|-)\s*$", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:vom|von|zwischen(?:\s+dem)?|(?:in\s+|für\s+)?(?:den|die)\s+Jahren?|Jahren|Jahre)\s*$", re.IGNORECASE
)


def times_in(sentence: str) -> tuple[Zeit, ...]:
    """The times that a sentence names, in their order; "2016 bis 2018" is one."""
    found = sorted(_single_times(sentence), key=lambda t: t.start)
    return tuple(_joined(sentence, found))


def month_span(year: int, first: int, after: int) -> tuple[date, date]:
    """From the first day of a month to the first day of another; months beyond 12 lie in the next year."""
    return date(year, first, 1), date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1)


def _single_times(sentence: str) -> Iterator[Zeit]:
    days = find_dates(sentence)
    for day in days:
        if day.datum < date.max:
            role = _role(sentence, day.start)
            yield Zeit(day.datum, day.datum + timedelta(days=1), role, day.start, day.ende)
    for match in _TIME.finditer(sentence):
        if any(day.start < match.end() and match.start() < day.ende for day in days):
            continue
        before = sentence[: match.start()]
        if _EVERY_YEAR.search(before) or _PAPER.search(before):
            continue
        von, vor = _span(match)
        yield Zeit(von, vor, _role(sentence, match.start()), match.start(), match.end())


def _span(match: re.Match[str]) -> tuple[date, date]:
    year = int(match["year"])
    until = int(match["until"]) if match["until"] else None
    if until is not None and until < 100:
        until += year // 100 * 100
    last = until if until is not None and year <= until <= year + 20 else year
    if match["ordinal"]:
        length = 3 if match["kind"].lower().startswith("quartal") else 6
        nth = min(_ORDINALS[match["ordinal"].lower()], 12 // length)
        return month_span(year, length * (nth - 1) + 1, length * nth + 1)
    if match["season"]:
        name = match["season"].lower()
        months = _SEASONS.get(name) or _SEASONS.get(name.removesuffix("s").removesuffix("e")) or (1, 13)
        return month_span(year, *months)
    if match["month"]:
        month = MONTHS[match["month"].lower()]
        return month_span(year, month, month + 1)
    if match["part"]:
        return month_span(year, *_PARTS[match["part"].lower()])
    if match["school"]:
        return date(year, 8, 1), date(max(last, year + 1), 8, 1)
    return date(year, 1, 1), date(last + 1, 1, 1)


def _role(sentence: str, start: int) -> Rolle:
    before = sentence[max(0, start - 60) : start]
    found = next((role for role, pattern in _ROLES if pattern.search(before)), None)
    if found is not None:
        return found
    return Rolle.FUER if not before.strip() or _AT_A_TIME.search(before) else Rolle.GENANNT


def _joined(sentence: str, times: list[Zeit]) -> Iterator[Zeit]:
    """ "von 2016 bis 2018", "vom 1. Mai bis zum 30. Juni 2025", "2019 und 2020": one from the first to the last."""
    at = 0
    while at < len(times):
        time = times[at]
        following = times[at + 1] if at + 1 < len(times) else None
        between = sentence[time.ende : following.start] if following else ""
        if following and _FROM_TO.match(between) and time.von <= following.von:
            begun = _FROM.search(sentence[: time.start]) or time.rolle in (Rolle.FUER, Rolle.AB)
            if begun:
                yield Zeit(time.von, following.vor, Rolle.FUER, time.start, following.ende)
                at += 2
                continue
        yield time
        at += 1
