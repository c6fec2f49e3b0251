"""Numbers, amounts, shares, dates and times in a text, by value: what a claim must not change in any spelling.

Text in, `Wert`e out, in order and without overlap. 480.000 EUR, 0,48 Mio. Euro and vierhundertachtzigtausend Euro are
one value; so are 1. Juli 2024 and 01.07.24, zwei Drittel and "zu 2/3", 50 Prozent and die Hälfte. What limits a value
("bis zu", "rund", "mindestens") is read with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from corpus.parsing.dates import find_dates
from retrieval.paper_numbers import find_paper_numbers
from retrieval.support.limits import limit_of
from retrieval.support.number_words import FRACTION_WORDS, ORDINAL, number_of
from retrieval.support.value_patterns import (
    BIG,
    CLOCK,
    DAY,
    DAY_RANGE,
    FIGURE,
    FRACTION,
    LONG,
    MONEY_AHEAD,
    MONTH_IN_FIGURES,
    MONTH_YEAR,
    MONTHS,
    PAPER,
    PARAGRAPH,
    QUARTER,
    SIGNS,
    TIMES,
    WORDED,
    YEAR,
    YEARS,
)  # fmt: skip


@dataclass(frozen=True)
class Wert:
    """One value. `art` says of what kind, `wert` is comparable within a kind, `grenze` is its limit ("" for none).

    `text[start:ende]` are its words with those of its limit; `kern` is where the value itself begins.
    """

    art: str
    wert: tuple[object, ...]
    grenze: str
    start: int
    kern: int
    ende: int
    worte: str

    def same(self, other: Wert) -> bool:
        """Whether both are the same value, limits aside. A day without its year fits the same day of any year."""
        if {self.art, other.art} == {"jahr", "zahl"}:  # 1.898 and 1898
            return self.wert[0] == other.wert[0]
        if self.art != other.art:
            return False
        if self.art == "datum":
            return all(a == b or a is None or b is None for a, b in zip(self.wert, other.wert, strict=True)) and (
                [a is None for a in self.wert][1:] == [b is None for b in other.wert][1:]
            )
        return self.wert == other.wert

    @property
    def zahl(self) -> Fraction | None:
        """The number of a value that is one."""
        return self.wert[0] if isinstance(self.wert[0], Fraction) else None


MONEY_UNITS = {"cent": Fraction(1, 100), "ct": Fraction(1, 100)}


def find_values(text: str) -> tuple[Wert, ...]:
    """All values of a text, in order, with their limits. What one kind has taken no other reads again."""
    taken: list[tuple[int, int]] = []
    found: list[Wert] = []
    for read in _READERS:
        for art, wert, start, end in read(text):
            if any(a < end and start < b for a, b in taken):
                continue
            taken.append((start, end))
            grenze, first = limit_of(text, start, end, art)
            found.append(Wert(art, wert, grenze, first, start, end, text[first:end]))
    return _ranges(text, sorted(found, key=lambda w: w.kern))


_TO = re.compile(r"\s?(?:bis(?:\s+zu)?|auf|und|oder|–|-|/|bzw\.|beziehungsweise)\s?(?:rund |etwa |knapp |über )?$")


def _ranges(text: str, values: list[Wert]) -> tuple[Wert, ...]:
    """von 47 auf 63 Prozent: the first number is of the second one's kind."""
    done: list[Wert] = []
    for value in reversed(values):
        after = done[-1] if done else None
        number = value.zahl
        if (
            after
            and number is not None
            and value.art == "zahl"
            and after.art in ("anteil", "geld")
            and (_TO.fullmatch(text[value.ende : after.kern]))
        ):
            factor = Fraction(1, 100) if after.art == "anteil" else Fraction(1)
            if after.art == "geld" and (big := re.search(rf"(?:{BIG})(?![a-zäöü])", after.worte)):
                factor = Fraction({"t": 1000, "m": 10**6}.get(big.group()[0].lower(), 10**6))
            value = replace(value, art=after.art, wert=(number * factor,))
        done.append(value)
    return tuple(reversed(done))


_Read = tuple[str, tuple[object, ...], int, int]


# --- the kinds, the more special ones first --------------------------------------------------------------------------


def _papers(text: str) -> Iterator[_Read]:
    for match in PAPER.finditer(text):
        for key in find_paper_numbers(match.group()):
            yield "papier", (key.kind, key.number, key.year), match.start(), match.end()


def _paragraphs(text: str) -> Iterator[_Read]:
    for match in PARAGRAPH.finditer(text):
        parts = tuple((match[n] or "").replace(" ", "") for n in ("number", "paragraph", "sentence", "item"))
        yield "paragraf", parts, match.start(), match.end()


def _whole_days(text: str) -> Iterator[_Read]:
    for day in find_dates(text):
        if re.match(r"\d", text[day.start : day.ende]):
            yield "datum", (day.datum.year, day.datum.month, day.datum.day), day.start, day.ende


def _days(text: str) -> Iterator[_Read]:
    for match in DAY.finditer(text):
        month = _month(match["named"]) if match["named"] else int(match["month"])
        if 1 <= int(match["day"]) <= 31 and 1 <= month <= 12:
            yield "datum", (None, month, int(match["day"])), match.start(), match.end()
    for match in DAY_RANGE.finditer(text):
        yield "datum", (None, None, int(match["day"])), match.start(), match.end()


def _months(text: str) -> Iterator[_Read]:
    for match in MONTH_IN_FIGURES.finditer(text):
        yield "datum", (int(match["year"]), int(match["month"]), None), match.start(), match.end()
    for match in MONTH_YEAR.finditer(text):
        if match.start() and text[match.start() - 1].isalnum():
            continue
        year = int(match["year"]) if match["year"] else None
        yield "datum", (year, _month(match["named"]), None), match.start(), match.end()


def _quarters(text: str) -> Iterator[_Read]:
    for match in QUARTER.finditer(text):
        bare = match["number"].rstrip(".").lower()
        number = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(bare) or (int(bare) if bare.isdigit() else _ordinal(bare))
        year = int(match["year"]) if match["year"] else None
        yield "quartal", (match["what"][0], number, year), match.start(), match.end()


def _years(text: str) -> Iterator[_Read]:
    for match in YEARS.finditer(text):
        first = int(match["first"])
        second = int(match["second"]) if len(match["second"]) == 4 else first // 100 * 100 + int(match["second"])
        if second == first + 1:
            yield "jahre", (first, second), match.start(), match.end()
    for match in YEAR.finditer(text):
        yield "jahr", (int(match["year"]),), match.start(), match.end()


def _clocks(text: str) -> Iterator[_Read]:
    for match in CLOCK.finditer(text):
        hour = int(match["hour"] or match["hour2"])
        minute = int(match["minute"] or match["minute2"] or match["after"] or 0)
        if hour <= 24:
            yield "uhrzeit", (60 * hour + minute,), match.start(), match.end()


def _fractions(text: str) -> Iterator[_Read]:
    for match in FRACTION.finditer(text):
        start = match.start()
        if match["sign"]:
            share = SIGNS[match["sign"]]
        elif match["over"]:
            share = Fraction(int(match["over"]), int(match["under"]))
        else:
            word = match["bottom"].lower()
            bottom = next(n for name, n in FRACTION_WORDS.items() if word.startswith(name.lower()))
            top = match["top"].lower() if match["top"] else "ein"
            count = int(top) if top.isdigit() else number_of(top)
            if top in ("ein", "eine", "einem", "eines", "einer"):
                count = 1
            if count is None:
                count, start = 1, match.start("bottom")
            share = Fraction(int(count), bottom)
        yield "anteil", (share,), start, match.end()


def _long(text: str) -> Iterator[_Read]:
    for match in LONG.finditer(text):
        number = int(match["number"]) if match["number"].isdigit() else number_of(match["number"].lower())
        if number is not None and match["what"] != "jährlich":
            yield "zahl", (Fraction(number),), match.start(), match.end("number")
    for match in TIMES.finditer(text):
        word = match["number"].lower()
        number = int(word) if word.isdigit() else 1 if word == "ein" else number_of(word)
        if number is not None:
            yield ("mal" if match["what"].lower().startswith("mal") else "fach"), (number,), match.start(), match.end()


def _money_ahead(text: str) -> Iterator[_Read]:
    for match in MONEY_AHEAD.finditer(text):
        value = Fraction(re.sub(r"[.\s\u202f\u00a0’']", "", match["number"]).replace(",", "."))
        big = (match["big"] or match["thousand"] or "")[:1].lower()
        factor = {
            "": 1,
            "t": 1000,
            "m": 10**9 if (match["big"] or "").lower().startswith(("mrd", "milliard")) else 10**6,
        }
        yield "geld", (value * factor[big],), match.start(), match.end()


def _figures(text: str) -> Iterator[_Read]:
    for match in FIGURE.finditer(text):
        value = Fraction(re.sub(r"[.\s\u202f\u00a0’']", "", match["number"]).replace(",", "."))
        if match["sign"] in ("-", "−"):
            value = -value
        yield from _measured(match, value, match.start("number"))


def _worded(text: str) -> Iterator[_Read]:
    for match in WORDED.finditer(text):
        word = match["number"]
        value = number_of(word.lower()) if not word[0].isupper() or match.start() == 0 or word.islower() else None
        if value is None and word[0].isupper():
            value = number_of(word.lower())
            if value is not None and not (_opens_sentence(text, match.start()) or match["percent"] or match["money"]):
                value = None
        if value is None and word.lower() in ("eine", "ein", "einer", "einem", "einen") and match["big"]:
            value = 1
        if value is None and word.lower() in ("ein", "einem", "einen") and (match["percent"] or match["money"]):
            value = 1
        if value is not None:
            yield from _measured(match, Fraction(value), match.start())
            continue
        ordinal = _ordinal(word.lower())
        if ordinal is not None:
            yield "ordnung", (ordinal,), match.start(), match.end("number")


def _measured(match: re.Match[str], value: Fraction, start: int) -> Iterator[_Read]:
    groups = match.groupdict()
    if groups["big"]:
        first = groups["big"][:2].lower()
        value *= 1000 if first[0] == "t" else 10**9 if groups["big"].lower().startswith(("mrd", "milliard")) else 10**6
    if groups["percent"]:
        unit = groups["percent"]
        if "unkt" in unit:
            yield "prozentpunkte", (value,), start, match.end()
        else:
            yield "anteil", (value / (1000 if unit in ("Promille", "‰") else 100),), start, match.end()
    elif groups["money"]:
        yield "geld", (value * MONEY_UNITS.get(groups["money"].lower(), Fraction(1)),), start, match.end()
    elif groups.get("ordinal") and value.denominator == 1 and value < 100 and not groups["big"]:
        yield "ordnung", (int(value),), start, match.end()
    else:
        end = match.end("big") if groups["big"] else match.end("number")
        yield "zahl", (value,), start, end


_READERS = (
    _papers, _paragraphs, _whole_days, _days, _quarters, _months, _clocks, _years, _fractions, _long, _money_ahead,
    _figures, _worded,
)  # fmt: skip


def _month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _ordinal(word: str) -> int | None:
    match = ORDINAL.fullmatch(word)
    if match is None:
        return None
    irregular = {"erst": 1, "dritt": 3, "siebt": 7, "acht": 8}
    stem = match["stem"]
    if stem in irregular:
        return irregular[stem]
    number = number_of(stem.removesuffix("st").removesuffix("t"))
    return int(number) if number is not None else None


def _opens_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip()
    return not before or before[-1] in '.!?:;„“"»(–-•'
