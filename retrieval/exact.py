"""Exact things of a text as keys that can be compared: amounts, days, months, house numbers, numbers of papers.

In comes text, out come the exact things it names, each under one key whatever its spelling: "480.000 EUR", "0,48 Mio.
Euro" and "480 TEUR" are one amount. The keys are terms of the index beside the words, and so things are found by value.

>>> [thing.key for thing in exact_things("480 TEUR am 1.7.24")]
['=480000eur', '=2024-07-01', '=2024-07']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from retrieval.german import FOLDED, street_spelled_out
from retrieval.paper_numbers import find_paper_numbers


@dataclass(frozen=True)
class Exact:
    """One exact thing: its class ("betrag", "tag", "monat", "nummer", "hausnummer"), its key, the words as written."""

    art: str
    key: str
    wortlaut: str


_NUMBER = r"\d{1,3}(?:[.\u202f\u00a0 ’']\d{3})+(?:,\d{1,2}|,-+|,–)?|\d+(?:,\d+)?(?:,-+|,–)?"
_IN_WORDS = {
    word: value
    for value, words in enumerate(
        "ein|eine|einen|einer, zwei, drei, vier, fünf, sechs, sieben, acht, neun, zehn, elf, zwölf".split(", "), 1
    )
    for word in words.split("|")
}
_SCALES = {"m": 10**6, "mrd": 10**9, "milliarde": 10**9, "t": 10**3, "k": 10**3, "h": 100}
AMOUNT = re.compile(
    rf"""
    (?<![\w.,/-])
    (?:(?P<before>€|EUR|Euro)\s?)?
    (?P<number>{_NUMBER}|(?:{"|".join(_IN_WORDS)})\b)
    \s?(?P<scale>Millionen|Million|Mio\.?|Mill\.|Milliarden?|Mrd\.?|Tausend|tausend|Tsd\.?|hundert)?
    \s?(?P<unit>TEUR|T€|T-?Euro|k€|€|EUR\b|Euros?\b)?
    """,
    re.VERBOSE,
)
"""480.000 EUR   0,48 Mio. Euro   480 TEUR   480 Tsd. €   € 480.000,00   zwei Millionen Euro"""
_UNITS = ("€", "EUR", "Euro")
"""Every unit has one of these in it."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        "januar jan jänner, februar feb, märz mär, april apr, mai, juni jun, juli jul, august aug, "
        "september sept sep, oktober okt, november nov, dezember dez".split(", "),
        1,
    )
    for name in names.split()
}
_MONTH = r"(?P<name>" + "|".join(sorted((n.capitalize() for n in _MONTHS), key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
DAYS = (
    re.compile(rf"(?<![\d.])(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?(?:{_YEAR}|(?P<short>\d\d)(?![\d.]))"),
    re.compile(rf"(?<![\d.])(?P<day>\d{{1,2}})\.\s?{_MONTH}\s?{_YEAR}"),
    re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"),
)
"""01.07.2024, 1.7.24;   1. Juli 2024;   2024-07-01"""
MONTHS = (
    re.compile(rf"\b{_MONTH}\s?{_YEAR}"),
    re.compile(rf"(?<![\d./])(?P<month>0?[1-9]|1[0-2])\s?[./]\s?{_YEAR}(?![\d/.]\d)"),
)
"""Juli 2024;   7/2024"""

ADDRESS = re.compile(
    r"""
    \b(?P<street>
        [A-ZÄÖÜ][\w-]*(?:straße|gasse|allee|weg|platz|ring|ufer|damm|chaussee|steig|markt)
      | [A-ZÄÖÜ][\w-]*[ ](?:Straße|Gasse|Allee|Weg|Platz|Ring|Ufer|Damm|Chaussee|Steig|Markt)
      | (?:Am|An\s(?:der|den)|Im|In\sder|Auf\s(?:dem|der)|Zum|Zur|Hinter\s(?:dem|der))[ ]
        (?![A-ZÄÖÜ][\w-]*(?:straße|gasse|allee|weg|platz|ring|ufer|damm|chaussee|steig)\b)[A-ZÄÖÜ][\w-]+
    )
    [ ](?:Nr\.[ ]?)?(?P<house>\d{1,3})[ ]?(?P<letter>[a-h]\b)?(?!\w|[.,]\d|[ ]?(?:Uhr|Prozent|%|€|Euro))
    """,
    re.VERBOSE,
)
"""Uferstraße 23 a;   Lange Gasse 5;   Am Steinbruch 4"""
_WEEKDAYS = frozenset("montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag".split())


@lru_cache(maxsize=20_000)
def exact_things(text: str) -> tuple[Exact, ...]:
    """The exact things of a text, each once; a day also gives its month."""
    found = [*_numbers(text), *_days(text), *_amounts(text), *_addresses(text)]
    return tuple({thing.key: thing for thing in reversed(found)}.values())[::-1]


def exact_terms(text: str) -> list[str]:
    """Their keys, as terms of the index: no blanks, and no word of `retrieval.german` begins like them."""
    return [thing.key for thing in exact_things(text)]


def _numbers(text: str) -> list[Exact]:
    return [
        Exact("nummer", f"={n.number}/{n.year}", f"{n.kind or 'Vorlage'} {n.number}/{n.year}")
        for n in find_paper_numbers(text)
    ]


def _days(text: str) -> list[Exact]:
    found = []
    taken: list[tuple[int, int]] = []
    for pattern in DAYS:
        for match in pattern.finditer(text):
            day = _day(match.groupdict())
            if day is None:
                continue
            taken.append(match.span())
            found.append(Exact("tag", f"={day.isoformat()}", match.group()))
            found.append(Exact("monat", f"={day:%Y-%m}", match.group()))
    for pattern in MONTHS:
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                groups = match.groupdict()
                month = _MONTHS[groups["name"].lower()] if groups.get("name") else int(groups["month"])
                found.append(Exact("monat", f"={int(groups['year']):04}-{month:02}", match.group()))
    return found


def _day(groups: dict[str, str | None]) -> date | None:
    """None where there is no such day (31.2.2024)."""
    name = groups.get("name")
    month = _MONTHS[name.lower()] if name else int(groups["month"] or 0)
    short = groups.get("short")
    year = int(groups.get("year") or 0) or _of_century(int(short or 0))
    try:
        return date(year, month, int(groups["day"] or 0))
    except ValueError:
        return None


def _of_century(year: int) -> int:
    return 2000 + year if year < 70 else 1900 + year


def _amounts(text: str) -> list[Exact]:
    found: list[Exact] = []
    if not any(unit in text for unit in _UNITS):
        return found
    for match in AMOUNT.finditer(text):
        if not (match["before"] or match["unit"]):
            continue
        value = _value(match["number"], match["scale"], match["unit"] or "")
        found.append(Exact("betrag", f"={value:f}eur", " ".join(match.group().split())))
    return found


def _value(number: str, scale: str | None, unit: str) -> Decimal:
    if number in _IN_WORDS:
        value = Decimal(_IN_WORDS[number])
    else:
        digits = re.sub(r",[-–]+$", "", number)
        value = Decimal(re.sub(r"[.\u202f\u00a0 ’']", "", digits).replace(",", "."))
    sign = (scale or "").lower()
    if sign.startswith(("milliard", "mrd")):
        value *= 10**9
    elif sign.startswith("m"):
        value *= 10**6
    elif sign.startswith("t") or (unit and unit[0] in "Tk"):
        value *= 1000
    elif sign:
        value *= 100
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _addresses(text: str) -> list[Exact]:
    found = []
    for match in ADDRESS.finditer(street_spelled_out(text)):
        street = re.sub(r"[^\w]", "", match["street"].lower().translate(FOLDED))
        last = match["street"].lower().split()[-1]
        if last in _MONTHS or last in _WEEKDAYS:
            continue
        found.append(Exact("hausnummer", f"={street}{match['house']}{match['letter'] or ''}", match.group().strip()))
    return found
