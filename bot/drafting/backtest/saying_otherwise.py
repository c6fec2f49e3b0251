"""Whether two sentences on one matter say different things: another number, or no where the other says yes. Pure.

Meant for sentences that are known to speak of the same; what differs is named in words for who reads the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from corpus.sentences import MONTHS
from retrieval.german import analyse
from retrieval.matter import Rarity, lasting_things, share, without_dates, words
from retrieval.slots import conflicts, slots

_NUMBER_WORDS = {
    "zwei": "2", "drei": "3", "vier": "4", "fünf": "5", "sechs": "6", "sieben": "7", "acht": "8", "neun": "9",
    "zehn": "10", "elf": "11", "zwölf": "12",
}  # fmt: skip
_COUNTED = re.compile(
    rf"""
    (?<![\w.,/-])
    (?P<zahl>\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?|\b(?:{"|".join(_NUMBER_WORDS)})\b)
    (?:\s*(?P<einheit>€|%
        |(?:[a-zäöüß]+e[nrs]?\s+){{0,2}}[A-ZÄÖÜ][\wäöüß-]+))
    """,
    re.VERBOSE,
)
"""132 | Plätze;   4,60 | Euro;   zwölf | besetzten Stellen"""
_TIME = re.compile(r"\b(\d{1,2})(?:[.:](\d{2}))?(?=(?:\s*(?:Uhr)?\s*(?:bis|und|–|-)\s*\d{1,2}(?:[.:]\d{2})?)?\s*Uhr\b)")
"""16.30 | Uhr;   17 | Uhr;   6 | bis 22 Uhr"""
_MONTHS = tuple(MONTHS.split("|"))
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})\.\s*({'|'.join(_MONTHS)})\b", re.IGNORECASE)
_DATE = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d{2})?(?!\d)")
_SCALED = re.compile(r"(?P<zahl>\d+(?:\.\d{3})*(?:,\d+)?)\s*(?P<mal>Mio\.?|Millionen?|Mrd\.?|Tsd\.?|Tausend)\b\.?")
_SCALES = {"Mio": 10**6, "Mil": 10**6, "Mrd": 10**9, "Tsd": 10**3, "Tau": 10**3}
_ANY_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
_UNITS = {"€": "euro", "%": "prozent"}
_NOT_COUNTED = frozenset(
    "januar februar märz april mai juni juli august september oktober november dezember absatz satz ziffer punkt "
    "frage seite anlage vorlage".split()
)
_NO = re.compile(r"\b(?:nicht|kein(?:e[rnms]?)?|weder|abgelehnt|abzulehnen|niemals|ohne)\b", re.IGNORECASE)
_HEDGED = re.compile(r"\bnicht\s+(?:nur|zuletzt|mehr\s+als|unerheblich|ausgeschlossen|ohne)\b", re.IGNORECASE)

SAME_STATEMENT = 0.7
"""Yes against no counts only where the two sentences name nearly the same things."""

SAME_COUNT = 0.45
"""So much of what each names beside dates and amounts stands in the other, for two counts to be comparable."""


def says_otherwise(draft: str, later: str, *, rarity: Rarity) -> str | None:
    """What the later sentence says otherwise, as a short German phrase; None where nothing is seen."""
    alike = _alike(draft, later, rarity)
    if alike >= SAME_COUNT:
        drafted, answered = _counts(draft), _counts(later)
        for unit in sorted(drafted.keys() & answered.keys()):
            if not drafted[unit] & answered[unit]:
                one, other = (", ".join(sorted(values)) for values in (drafted[unit], answered[unit]))
                return f"Zahl: {one} statt später {other} ({_named(unit, later)})"
    if alike >= SAME_STATEMENT and _denies(draft) != _denies(later):
        return "Verneinung: nur eine der beiden Aussagen verneint"
    return None


def lacks(sentence: str, other: str) -> bool:
    """Whether the sentence names a number, date or place that the other doesn't name, or only one of them denies."""
    if not _numbers(sentence) <= _numbers(other) or _denies(sentence) != _denies(other):
        return True
    return bool(conflicts(slots(sentence), slots(other)))


def _alike(one: str, other: str, rarity: Rarity) -> float:
    """The smaller of both shares: each names what the other does."""
    there = [share(lasting_things(a), words(b), frozenset(), rarity=rarity) for a, b in ((one, other), (other, one))]
    return min(there)


def _counts(text: str) -> dict[str, frozenset[str]]:
    """Numbers by what they count: {"platz": {"132"}}; times of day under "uhr"."""
    found: dict[str, set[str]] = {}
    plain = _scaled(text)
    for hour, minute in _TIME.findall(plain):
        found.setdefault("uhr", set()).add(f"{int(hour)}.{minute or '00'}")
    for number, unit in _counted(plain):
        found.setdefault(_key(unit), set()).add(_value(number))
    return {unit: frozenset(values) for unit, values in found.items()}


def _counted(plain: str) -> Iterator[tuple[str, str]]:
    """The numbers that count something, with what they count as it is written."""
    for match in _COUNTED.finditer(_TIME.sub(" ", without_dates(plain))):
        unit = match["einheit"].split()[-1]
        if unit.lower() not in _NOT_COUNTED:
            yield match["zahl"], unit


def _key(unit: str) -> str:
    return _UNITS.get(unit) or (analyse(unit) or (unit.lower(),))[0]


def _named(key: str, text: str) -> str:
    """What is counted, as the text writes it."""
    return next((unit for _, unit in _counted(_scaled(text)) if _key(unit) == key), key.capitalize())


def _value(number: str) -> str:
    """ "1.200" and "1200" are one number, so are "4,60" and "4,6", "zwölf" and "12"."""
    whole, _, fraction = number.lower().replace(".", "").partition(",")
    fraction = fraction.rstrip("0")
    return _NUMBER_WORDS.get(whole) or (whole.lstrip("0") or "0") + (f",{fraction}" if fraction else "")


def _written_out(text: str) -> str:
    """The text with its dates and large amounts as plain numbers: "1. März 2025" as "1 3 2025"."""
    dated = _DAY_MONTH.sub(lambda found: f"{found[1]} {_MONTHS.index(found[2].lower()) + 1} ", text)
    return _scaled(_DATE.sub(r" \1 \2 \3 ", dated))


def _scaled(text: str) -> str:
    """ "1,94 Millionen Euro" as "1940000 Euro"."""

    def whole(match: re.Match[str]) -> str:
        value = Decimal(match["zahl"].replace(".", "").replace(",", ".")) * _SCALES[match["mal"][:3]]
        return f"{value.normalize():f}".replace(".", ",")

    return _SCALED.sub(whole, text)


def _numbers(text: str) -> frozenset[str]:
    """Every number of a text, those in dates and in words too: {"1", "2024", "1200", "12"}."""
    plain = _written_out(text)  # "1. März 2025" and "01.03.2025" are the same three numbers
    spelled = {word for word in re.findall(r"[a-zäöüß]+", plain.lower()) if word in _NUMBER_WORDS}
    return frozenset(_value(found) for found in {*_ANY_NUMBER.findall(plain), *spelled})


def _denies(text: str) -> bool:
    return bool(_NO.search(_HEDGED.sub(" ", text)))
