"""Plans whose day has passed: does a sentence of a paper announce something for a time that is over by now? Pure.

A mark is put only where that is plain: a word that announces, and a time that the paper still had before it and that
has wholly passed. Where a sentence also names a time that is not over, or only says when something was, there is none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.parsing.dates import find_dates

_PLAN = re.compile(
    r"""
    \b(?:soll|sollen|geplant\w*|plant|planen|vorgesehen\w*|voraussichtlich\w*|beabsichtigt|angestrebt|avisiert
      |terminiert|bis[ ](?:spätestens[ ])?(?:zum[ ])?(?:Ende|Jahresende)|anvisiert)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FUTURE = re.compile(r"\b(?:wird|werden)\b")
"""Tells only beside a paper's date: "wird seit 2019 genutzt" announces nothing."""

_YEAR = r"(?P<year>(?:19|20)\d\d)(?:/(?P<until>(?:20)?\d\d)(?!\d|/))?"
_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
)  # fmt: skip
_ORDINALS = {"erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3,
             "iv": 4}  # fmt: skip
_ENDS_OF_SEASON = {"frühjahr": 6, "frühling": 6, "sommer": 9, "herbst": 12}
_ENDS_OF_PART = {
    "anfang": 4,
    "beginn": 4,
    "mitte": 8,
    "ende": 12,
    "jahresbeginn": 4,
    "jahresmitte": 8,
    "jahresende": 12,
}

_TIME = re.compile(
    rf"""
    (?<![\w/.,-])(?:
        (?:(?P<quarter>(?:erst|zweit|dritt|viert)(?=e)|[1-4](?=\.)|I{{1,3}}(?=\.)|IV(?=\.))(?:e[nrms]?|\.)[ ]
            (?P<kind>Quartals?|Halbjahre?s?)|Q(?P<q>[1-4]))[ ](?:des[ ]Jahres[ ]|von[ ])?
      | (?P<season>Frühjahr|Frühling|Sommer|Herbst)[ ](?:des[ ]Jahres[ ])?
      | (?:(?:Anfang|Mitte|Ende)[ ])?(?P<month>{"|".join(_MONTHS)})[ ](?:des[ ]Jahres[ ])?
      | (?P<part>Anfang|Beginn|Mitte|Ende|Jahresbeginn|Jahresmitte|Jahresende)[ ](?:des[ ]Jahres[ ])?
      | (?:(?:Winter|Haushaltsjahre?n?|Jahre?[sn]?)[ ])?
    ){_YEAR}(?![\w.-]*\d|[ ]?(?:Euro|€|Einwohner|Stück|m²|Meter|Plätze))
    """,
    re.VERBOSE,
)
_TOWARDS = re.compile(
    r"""
    (?:\b(?:im|in|in[ ]den|in[ ]der|bis|bis[ ]zum|bis[ ]zur|bis[ ]spätestens|für|für[ ]das|für[ ]den|für[ ]die|zum|zur
        |zu|am|ab|ab[ ]dem|spätestens|und|oder|gegen|voraussichtlich)[ ])$
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What stands before a time for which something is announced; never "vom" or "seit"."""


@dataclass(frozen=True)
class _Time:
    end: date
    aimed_at: bool


def plan_is_over(sentence: str, *, paper: date | None, heute: date) -> bool:
    """Whether the sentence of a paper of that day announces something for a time that lies before `heute`."""
    line = " ".join(sentence.split())
    announces = bool(_PLAN.search(line)) or (paper is not None and bool(_FUTURE.search(line)))
    times = list(_times(line)) if announces else []
    if not times or any(time.end >= heute for time in times):
        return False
    return any(time.aimed_at and (paper is None or time.end >= paper) for time in times)


def _times(line: str) -> Iterator[_Time]:
    days = find_dates(line)
    for day in days:
        yield _Time(day.datum, _is_aimed_at(line, day.start))
    for match in _TIME.finditer(line):
        if any(day.start < match.end() and match.start() < day.ende for day in days):
            continue
        part = match["part"]
        # "Ende 2025" says by itself that it is a time; a bare year may be anything ("Haushalt 2025")
        yield _Time(_end_of(match), _is_aimed_at(line, match.start()) or part is not None)


def _is_aimed_at(line: str, start: int) -> bool:
    before = line[:start].removesuffix("dem ").removesuffix("Jahr ").removesuffix("Jahre ")
    before = re.sub(r"(?:Anfang|Mitte|Ende|Ablauf|Jahres) $", "", before)
    return bool(_TOWARDS.search(before))


def _end_of(match: re.Match[str]) -> date:
    year = int(match["year"])
    if match["until"]:
        return date(
            int(match["until"]) if len(match["until"]) == 4 else year // 100 * 100 + int(match["until"]), 12, 31
        )
    if "Winter" in match[0]:
        return date(year + 1, 3, 31)
    if match["q"]:
        return _end_of_month(year, 3 * int(match["q"]))
    if match["quarter"]:
        length = 3 if match["kind"].startswith("Quartal") else 6
        return _end_of_month(year, min(12, length * _ORDINALS[match["quarter"].lower()]))
    if match["season"]:
        return _end_of_month(year, _ENDS_OF_SEASON[match["season"].lower()])
    if match["month"]:
        return _end_of_month(year, _MONTHS.index(match["month"]) + 1)
    if match["part"]:
        return _end_of_month(year, _ENDS_OF_PART[match["part"].lower()])
    return date(year, 12, 31)


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
