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
from retrieval.support.number_words import FRACTION_WORDS, ORDINAL, number_of


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


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner jan", "februar feb", "märz mrz", "april apr", "mai", "juni jun", "juli jul", "august aug",
            "september sep sept", "oktober okt", "november nov", "dezember dez",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip

_MONTH = r"(?:Januar|Jänner|Jan\.|Februar|Feb\.|März|Mrz\.|April|Apr\.|Mai|Juni|Jun\.|Juli|Jul\.|August|Aug\.|September|Sept?\.|Oktober|Okt\.|November|Nov\.|Dezember|Dez\.)"  # noqa: E501
_NUMBER = r"\d{1,3}(?:[.\u202f\u00a0’'][0-9]{3})+(?:,\d+)?|\d{1,3}(?: \d{3})+(?:,\d+)?(?![\d])|\d+(?:,\d+)?"
_BIG = r"Tsd\.?|Tausend|tausend|T(?=[€ ]?(?:€|Euro|EUR))|Mio\.?|Mill\.|Millionen|Million|Mrd\.?|Milliarden|Milliarde"
_MONEY = r"Euro|EURO|EUR|€|Cent|ct\b"
_PERCENT = r"Prozentpunkten?|Prozent|%[ -]?Punkten?|%|v\.\s?H\.|vom\s+Hundert|Promille|‰"
_WORDLIKE = r"[A-Za-zÄÖÜäöüß]+"

FIGURE = re.compile(
    rf"""
    (?<![\w/§])
    (?P<sign>[-−–+](?=\d))?
    (?P<number>{_NUMBER})
    (?:[ \u00a0\u202f]?(?:,-{{1,2}}|,–|,—))?                     # 150,-- Euro
    (?:[ \u00a0\u202f-]?(?P<big>{_BIG})(?![a-zäöüß]))?
    (?:[ \u00a0\u202f-]{{0,2}}(?:(?P<percent>{_PERCENT})|(?P<money>{_MONEY}))(?![a-zäöü]))?
    (?P<ordinal>\.(?=\s+(?:und\s+\d+\.\s+)?[A-ZÄÖÜa-zäöü]))?
    """,
    re.VERBOSE,
)
"""480.000 EUR    0,48 Mio. Euro    3,5 v. H.    12 %    137    3."""

MONEY_AHEAD = re.compile(
    rf"(?<!\w)(?<!\d[ \u00a0])(?P<thousand>T)?(?:€|EUR|Euro)[ \u00a0]?(?P<number>{_NUMBER})(?:,-{{1,2}})?"
    rf"(?:[ \u00a0]?(?P<big>{_BIG})(?![a-zäöüß]))?"
    r"(?![ \u00a0]?(?:€|Euro|EUR|Prozent|%))"
)
"""EUR 1.200    T€ 50    € 3,5 Mio."""

WORDED = re.compile(
    rf"""
    (?<!\w)(?P<number>{_WORDLIKE})
    (?:[ \u00a0](?P<big>Tausend|Millionen|Million|Milliarden|Milliarde|Mio\.?|Mrd\.?))?
    (?:[ \u00a0](?:(?P<percent>{_PERCENT})|(?P<money>{_MONEY}))(?![a-zäöü]))?
    """,
    re.VERBOSE,
)
"""zwölf    zwei Millionen Euro    drei Prozent"""

FRACTION = re.compile(
    rf"""
    (?<![\w.,/])(?:(?P<top>{_WORDLIKE}|\d+)\s+)?(?P<bottom>(?:{"|".join(FRACTION_WORDS)})(?:s|n|es)?)(?!\w)
    | (?<![\w.,/-])(?P<over>[1-9])\s?/\s?(?P<under>[2-9]|10)(?![\w/.,-])
    | (?P<sign>[½¼¾⅓⅔])
    """,
    re.VERBOSE,
)
"""ein Drittel    zwei Dritteln    die Hälfte    2/3    ¾"""

_SIGNS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3)}

DAY = re.compile(rf"(?<![\d.])(?P<day>[0-3]?\d)\.\s?(?:(?P<named>{_MONTH})|(?P<month>[01]?\d)\.)(?![\d])")
"""15. Januar    15.01.    (a day without its year)"""

DAY_RANGE = re.compile(
    rf"(?<![\d.])(?P<day>[0-3]?\d)\.(?=\s?(?:-|–|und|bis|/|oder)\s?(?:zum\s+)?[0-3]?\d\.\s?(?:{_MONTH}|[01]?\d\.))"
)
"""5. bis 7. Mai: the first day"""

MONTH_YEAR = re.compile(rf"(?P<named>{_MONTH})(?:\s+(?:des\s+Jahres\s+)?(?P<year>(?:19|20)\d\d))?(?![\w])")
"""Mai 2022    März"""

MONTH_IN_FIGURES = re.compile(r"(?<![\d/.])(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![\d/])")
"""05/2022"""

QUARTER = re.compile(
    r"(?<!\w)(?P<number>[1-4]\.|I{1,3}\.?|IV\.?|erste[nrms]?|zweite[nrms]?|dritte[nrms]?|vierte[nrms]?)\s+(?P<what>Quartals?|Halbjahre?s?)"
    r"(?:\s+(?:des\s+Jahres\s+)?(?P<year>(?:19|20)\d\d))?"
)
"""2. Quartal 2026    zweites Halbjahr"""

YEARS = re.compile(r"(?<![\d.,/])(?P<first>(?:19|20)\d\d)\s?[/–-]\s?(?P<second>(?:(?:19|20)\d\d|\d\d))(?!\d|[./]\d)")
"""2024/25    2024/2025    2019-2023"""

YEAR = re.compile(r"(?<![\d.,/§-])(?P<year>(?:1[6-9]|20)\d\d)(?![\d.,/]\d|\w|\s?(?:€|Euro|EUR|Prozent|%|m²|qm))")
"""2019"""

CLOCK = re.compile(
    r"(?<![\d.,])(?P<hour>[0-2]?\d)(?:[:.](?P<minute>[0-5]\d))?(?=\s?(?:Uhr|h\b|(?:-|–|bis|und)\s?[0-2]?\d(?:[:.][0-5]\d)?\s?Uhr))"
    r"(?:\s?Uhr(?:\s(?P<after>[0-5]?\d)(?!\d|\s?[.%A-ZÄÖÜ]))?)?"
    r"|(?<![\d.,:])(?P<hour2>[01]?\d|2[0-4]):(?P<minute2>[0-5]\d)(?![\d:])"
)
"""8 Uhr    14.30 Uhr    8 bis 20 Uhr"""

PARAGRAPH = re.compile(
    r"(?:§{1,2}|Paragraf(?:en)?|Paragraph(?:en)?|Art\.|Artikels?)\s?(?P<number>\d+\s?[a-z]?(?![a-zäöü]))"
    r"(?:\s?(?:Abs\.|Absatz|Absatzes)\s?(?P<paragraph>\d+[a-z]?))?(?:\s?(?:S\.|Satz|Satzes)\s?(?P<sentence>\d+))?"
    r"(?:\s?(?:Nr\.|Nummer|Ziff\.|Ziffer)\s?(?P<item>\d+[a-z]?))?"
)
"""§ 4    § 7 Abs. 2 Satz 1    Paragraf 7 Absatz 2"""

PAPER = re.compile(
    r"(?<![\w/])(?:(?:[A-ZÄÖÜ]{2,4}[\s/–-]{0,2})?\d{1,5}\s?[/–-]\s?(?:19|20)\d\d|(?:19|20)\d\d\s?/\s?\d{3,5}|[A-ZÄÖÜ]{2,4}\s\d\d/\d{3,5})(?![\w/-])"
)

TIMES = re.compile(
    r"(?<!\w)(?P<number>[a-zäöüß]+|\d+)(?P<what>mal|fach|malige?[nrms]?|fache?[nrms]?)(?!\w)", re.IGNORECASE
)
"""viermal    zweifach    einmalig"""

LONG = re.compile(
    r"(?<!\w)(?P<number>\d+|[A-Za-zäöüß]+?)-?(?P<what>jährig|monatig|wöchig|tägig|stündig|minütig|köpfig|spurig|stufig|gruppig|zügig|seitig|geschossig|stöckig|jährlich)(?:e[nrms]?)?(?!\w)"
)
"""zwölfmonatig    3-jährige    sechsköpfig"""

_PERIODS = {
    "jährig": "jahr",
    "monatig": "monat",
    "wöchig": "woche",
    "tägig": "tag",
    "stündig": "stunde",
    "minütig": "minute",
}

LIMITS: tuple[tuple[str, str], ...] = (
    ("hoechstens", r"bis\s+zu|höchstens|maximal|max\.|allerhöchstens|nicht\s+mehr\s+als|längstens"),
    ("mindestens", r"mindestens|min\.|mind\.|wenigstens|nicht\s+weniger\s+als|zumindest"),
    ("rund", r"rund|etwa|circa|ca\.|zirka|ungefähr|annähernd|in\s+etwa|schätzungsweise|überschlägig|um\s+die"),
    ("knapp", r"knapp|fast|nahezu|beinahe|beinah|kaum"),
    ("gut", r"gut(?!\w)|etwas\s+(?:mehr\s+als|über)"),
    ("ueber", r"über|mehr\s+als|oberhalb\s+von"),
    ("unter", r"unter|weniger\s+als|unterhalb\s+von"),
    ("fruehestens", r"frühestens|nicht\s+vor|nicht\s+früher\s+als"),
    ("spaetestens", r"spätestens|innerhalb\s+von|binnen|nicht\s+später\s+als|nicht\s+nach"),
    ("genau", r"genau|exakt"),
)
_FILLER = (
    r"(?:(?:im|am|zum|zur|bis|ab|seit|von|vom|in|mit|den|dem|der|die|das|"
    r"jeweils|insgesamt|je|zu|für|auf|um|nach|einem|einer|einen|ein|eine)\s+){0,3}?"
)
_LIMIT = re.compile(
    rf"(?<!\w)(?:{'|'.join(f'(?P<{name}>{words})' for name, words in LIMITS)})\s+{_FILLER}$", re.IGNORECASE
)
_TIGHT = re.compile(
    r"(?<!\w)(?:über|unter|um\s+die|gut|nicht\s+vor|nicht\s+nach)\s+(?:(?:den|dem|der|die)\s+)?$", re.IGNORECASE
)
_EDGE = re.compile(
    r"(?<!\w)(?P<edge>Anfang|Mitte|Ende|Frühjahr|Frühling|Sommer|Herbst|Winter|Jahresende|Jahresanfang|Jahresbeginn)\s+(?:(?:des|im)\s+)?(?:(?:Monats|Monat|Jahres|Jahre|Jahr)\s+)?$"
)
_BEHIND = re.compile(r"\s*(?:oder|und)\s+(?P<more>mehr|weniger|älter|jünger|länger|kürzer)\b")

NOT_CROSSED = re.compile(
    r"(?:\s+(?:Euro|Prozent|im|Jahr|pro|je|\w+er))*\s+nicht\s+(?:mehr\s+)?(?P<side>über|unter)(?:steig|schreit|schritt)\w*"
)
"""soll 720.000 Euro nicht übersteigen: höchstens"""

_TAKES_UEBER = re.compile(r"(?<!\w)(?:verfüg|erstreck|verteil)\w*(?:\s+[^\s.;,]+){0,5}\s*$", re.IGNORECASE)
"""verfügt über 40 Plätze: "über" belongs to the verb and limits nothing."""

MONEY_UNITS = {"cent": Fraction(1, 100), "ct": Fraction(1, 100)}
_BIG_FACTOR = {"t": 1000, "m": 10**6, "b": 10**9}


def find_values(text: str) -> tuple[Wert, ...]:
    """All values of a text, in order, with their limits. What one kind has taken no other reads again."""
    taken: list[tuple[int, int]] = []
    found: list[Wert] = []
    for read in _READERS:
        for art, wert, start, end in read(text):
            if any(a < end and start < b for a, b in taken):
                continue
            taken.append((start, end))
            grenze, first = _limit(text, start, end, art)
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
            if after.art == "geld" and (big := re.search(rf"(?:{_BIG})(?![a-zäöü])", after.worte)):
                factor = Fraction({"t": 1000, "m": 10**6}.get(big.group()[0].lower(), 10**6))
            value = replace(value, art=after.art, wert=(number * factor,))
        done.append(value)
    return tuple(reversed(done))


_Read = tuple[str, tuple[object, ...], int, int]


def _limit(text: str, start: int, end: int, art: str) -> tuple[str, int]:
    """The limit before a value (or "oder mehr" behind it), and where its words begin."""
    before = text[max(0, start - 60) : start]
    offset = start - len(before)
    edge = _EDGE.search(before) if art in ("jahr", "datum") else None
    prefix = ""
    if edge:
        prefix, before = edge["edge"].lower() + " ", before[: edge.start()]
        start = offset + edge.start()
    match = _LIMIT.search(before)
    if match:
        name = str(match.lastgroup)
        gap = before[match.end(name) :].split()
        if (
            (name in ("ueber", "unter", "gut") and gap and not _TIGHT.search(before))
            or name == "kaum"
            or (name == "ueber" and _TAKES_UEBER.search(before[: match.start()]))
            or (art == "datum" and name in ("ueber", "unter", "gut"))
        ):
            match = None
    if match:
        if name == "spaetestens" and art == "zahl" and re.match(r"\s+\w+\s+vor(?:her)?\b", text[end:]):
            name = "mindestens"  # spätestens drei Tage vorher: at least three days lie between
        return prefix + name, offset + match.start()
    behind = _BEHIND.match(text, end)
    if behind is None:
        behind = re.compile(r"\s+\w+\s+(?:oder|und)\s+(?P<more>mehr|weniger|älter|jünger)\b").match(text, end)
    crossed = NOT_CROSSED.match(text, end)
    if crossed and art not in ("datum", "jahr"):
        return ("mindestens" if crossed["side"] == "unter" else "hoechstens"), start
    if behind and art not in ("datum", "jahr"):
        return ("mindestens" if behind["more"] in ("mehr", "älter", "länger") else "hoechstens"), start
    return prefix.strip(), start


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
            share = _SIGNS[match["sign"]]
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
