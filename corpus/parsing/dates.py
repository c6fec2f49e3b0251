"""German dates as papers write them: text in, `datetime.date` out.

Read are `25.06.2025`, `25.6.25`, `25. 06. 2025`, `25. Juni 2025`, `25. Jun. 2025`, `2025-06-25`, and the like with the
letters that a scan puts for digits and umlauts (`2S.O6.2025`, `3. Marz 2025`). A day that the calendar doesn't know is
no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = {
    "jan": 1, "jän": 1, "feb": 2, "mär": 3, "mar": 3, "maer": 3, "mir": 3, "mér": 3, "apr": 4, "mai": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12,
}  # fmt: skip
_CENTURY_TURN = 70
"""Two-digit years from here on belong to the last century; council papers on computers begin about then."""

_DIGIT = "[0-9OolISB]"
_MISREAD_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "S": "5", "B": "8"})

_DATE = re.compile(
    rf"""
    (?<![\w.,/-])(?:
        (?P<iso_year>(?:19|20)\d\d)-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)       # 2025-06-25
      | (?P<day>{_DIGIT}{{1,2}})\.[ ]?(?P<month>{_DIGIT}{{1,2}})\.[ ]?          # 25.06.2025, 25. 6. 25
        (?P<year>(?:[12]{_DIGIT}{{3}}|\d\d))
      | (?P<long_day>\d{{1,2}})\.?\s{{0,2}}                                     # 25. Juni 2025, 3. Mrz. 2025
        (?P<long_month>Jan|Jän|Feb|Mär|Maer|Mar|Mir|Mér|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Oct|Nov|Dez|Dec)
        (?:[a-zäöü]{{0,7}}\.?)\s{{1,2}}(?P<long_year>(?:19|20)\d\d)
    )
    (?!\w|[./-]\d)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class DatedWords:
    """A date and the words `text[start:ende]` that say it."""

    datum: date
    start: int
    ende: int


def parse_date(text: str) -> date | None:
    """The first date in the text, or None."""
    return next((found.datum for found in _iterate(text)), None)


def find_dates(text: str) -> tuple[DatedWords, ...]:
    """All dates in the text, in their order."""
    return tuple(_iterate(text))


def _iterate(text: str) -> Iterator[DatedWords]:
    for match in _DATE.finditer(text):
        datum = _date_of(match)
        if datum is not None:
            yield DatedWords(datum, match.start(), match.end())


def _date_of(match: re.Match[str]) -> date | None:
    if match["iso_year"]:
        return _calendar_day(int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"]))
    if match["long_year"]:
        return _calendar_day(int(match["long_year"]), _MONTHS[match["long_month"].lower()], int(match["long_day"]))
    if not any(sign.isdigit() for sign in match["day"] + match["month"]):
        return None  # "So. Ol. 2025" is no date, however a scan may have read it
    year = int(match["year"].translate(_MISREAD_DIGITS))
    if year < 100:
        year += 1900 if year >= _CENTURY_TURN else 2000
    month = int(match["month"].translate(_MISREAD_DIGITS))
    return _calendar_day(year, month, int(match["day"].translate(_MISREAD_DIGITS)))


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 31.02.: the calendar says no, and that is the answer
        return None
