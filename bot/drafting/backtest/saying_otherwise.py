"""Whether two sentences on one matter say different things: another number, or no where the other says yes. Pure.

Meant for sentences that are known to speak of the same; what differs is named in words for who reads the report.
"""

from __future__ import annotations

import re

from retrieval.german import analyse
from retrieval.matter import Rarity, lasting_things, share, without_dates, words

_NUMBER_WORDS = {
    "zwei": "2", "drei": "3", "vier": "4", "fünf": "5", "sechs": "6", "sieben": "7", "acht": "8", "neun": "9",
    "zehn": "10", "elf": "11", "zwölf": "12",
}  # fmt: skip
_COUNTED = re.compile(
    rf"""
    (?<![\w.,/-])
    (?P<zahl>\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?|\b(?:{"|".join(_NUMBER_WORDS)})\b)
    (?:\s*(?P<einheit>€|%|(?:Mio\.?|Millionen|Mrd\.?|Tausend)\s*(?:€|Euro)?
        |(?:[a-zäöüß]+e[nrs]?\s+){{0,2}}[A-ZÄÖÜ][\wäöüß-]+))
    """,
    re.VERBOSE,
)
"""132 | Plätze;   4,60 | Euro;   zwölf | besetzten Stellen"""
_UNITS = {"€": "euro", "%": "prozent"}
_NOT_COUNTED = frozenset(
    "uhr januar februar märz april mai juni juli august september oktober november dezember absatz satz ziffer punkt "
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
                return f"Zahl: {one} statt später {other} ({unit.capitalize()})"
    if alike >= SAME_STATEMENT and _denies(draft) != _denies(later):
        return "Verneinung: nur eine der beiden Aussagen verneint"
    return None


def _alike(one: str, other: str, rarity: Rarity) -> float:
    """The smaller of both shares: each names what the other does."""
    there = [share(lasting_things(a), words(b), frozenset(), rarity=rarity) for a, b in ((one, other), (other, one))]
    return min(there)


def _counts(text: str) -> dict[str, frozenset[str]]:
    """Numbers by what they count: {"platz": {"132"}}."""
    found: dict[str, set[str]] = {}
    for match in _COUNTED.finditer(without_dates(text)):
        unit = match["einheit"].split()[-1]
        key = _UNITS.get(unit) or (analyse(unit) or [unit.lower()])[0]
        if unit.lower() in _NOT_COUNTED:
            continue
        scale = "".join(w for w in match["einheit"].split() if w.rstrip(".") in {"Mio", "Millionen", "Mrd", "Tausend"})
        number = match["zahl"].lower()
        plain = _NUMBER_WORDS.get(number) or number.replace(".", "").removesuffix(",00")
        found.setdefault(key, set()).add(f"{plain}{' ' + scale if scale else ''}")
    return {unit: frozenset(values) for unit, values in found.items()}


def _denies(text: str) -> bool:
    return bool(_NO.search(_HEDGED.sub(" ", text)))
