"""German number words to numbers: "vierhundertachtzigtausend" is 480000.

>>> number_of("zweiundzwanzig"), number_of("vierhundertachtzigtausend"), number_of("eine")
(22, 480000, None)
"""

from __future__ import annotations

import re
from functools import lru_cache

_ONES = {
    "null": 0, "ein": 1, "eins": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7,
    "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15,
    "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "neunzehn": 19,
}  # fmt: skip
_TENS = {
    "zwanzig": 20, "dreißig": 30, "dreissig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70,
    "achtzig": 80, "neunzig": 90,
}  # fmt: skip
_BENT = {"zweien": 2, "dreien": 3, "zweier": 2, "dreier": 3, "vieren": 4, "fünfen": 5, "dutzend": 12}

FRACTION_WORDS = {
    "Hälfte": 2, "Drittel": 3, "Viertel": 4, "Fünftel": 5, "Sechstel": 6, "Siebtel": 7, "Achtel": 8, "Neuntel": 9,
    "Zehntel": 10, "Zwanzigstel": 20, "Hundertstel": 100,
}  # fmt: skip

ORDINAL = re.compile(
    r"(?P<stem>erst|dritt|siebt|acht|(?:zwei|vier|fünf|sechs|sieben|neun|zehn|elf|zwölf|\w{3,}zehn)t|\w{3,}zigst)e[nrms]?"
)
"""ersten    dritte    zwölfter    zwanzigsten"""


@lru_cache(maxsize=20_000)
def number_of(word: str) -> int | None:
    """The number that a lower-case word says, None where it says none. "ein" and its forms are articles here."""
    if word in ("ein", "eine", "einen", "einem", "einer", "eines") or not word:
        return None
    if word in _BENT:
        return _BENT[word]
    if word in ("hundert", "tausend", "million", "millionen"):
        return {"hundert": 100, "tausend": 1000}.get(word)
    return _whole(word)


def _whole(word: str) -> int | None:
    head, sign, tail = word.partition("tausend")
    if sign:
        thousands = 1 if not head else _below_thousand(head)
        rest = 0 if not tail else _below_thousand(tail.removeprefix("und"))
        return None if thousands is None or rest is None else 1000 * thousands + rest
    return _below_thousand(word)


def _below_thousand(word: str) -> int | None:
    head, sign, tail = word.partition("hundert")
    if sign:
        hundreds = 1 if not head else _ONES.get(head)
        rest = 0 if not tail else _below_hundred(tail.removeprefix("und"))
        return None if hundreds is None or rest is None else 100 * hundreds + rest
    return _below_hundred(word)


def _below_hundred(word: str) -> int | None:
    if word in _ONES:
        return _ONES[word]
    if word in _TENS:
        return _TENS[word]
    for name, tens in _TENS.items():
        if word.endswith("und" + name):
            ones = _ONES.get(word[: -len(name) - 3])
            return None if ones is None or ones > 9 else tens + ones
    return None
