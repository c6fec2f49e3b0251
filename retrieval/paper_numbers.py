"""Numbers of papers in all their spellings, as keys that can be compared.

>>> find_paper_numbers("wie in ST 41/2025 ausgeführt")
(PaperNumber(kind='ST', number=41, year=2025),)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

KINDS = {"AT": "AT", "AN": "AN", "ST": "ST", "BV": "BV", "UV": "UV", "MV": "MV", "AF": "AF", "ÄA": "ÄA"}
"""Signs that tell one kind of paper from another with the same number."""

LABEL = r"(?:Drucksachen?|Vorlagen?)(?:nummer)?|Drs\.?|DS|Vorl\.?|Beschlussvorlage|Stellungnahmen?|Anfrage|Antrag|Az\.?"

LABELS_IN_CAPITALS = frozenset({"DS", "DRS", "VORL", "AZ", "NR"})
"""What stands in front of any paper's number tells no series."""

TYPED = r"[Ss]t|[Aa]t|[Bb]v|[Uu]v|[Mm]v|[Aa]f|[Ää]a|[Aa]n(?=[/_-])"
"""The known kinds as somebody types them into a search; "an 21/0238" is no kind but a preposition."""

YEAR_BEHIND = re.compile(
    rf"""
    (?<![\w/.])
    (?:(?P<label>{LABEL})\s*(?:-?\s*Nr\.?|Nummer)?\s*:?\s*)?
    (?:(?P<kind>[A-ZÄÖÜ]{{2,4}}|{TYPED})[\s/\-–_]*)?
    (?P<number>\d{{1,5}})\s?[/\-–_]\s?(?P<year>(?:19|20)\d\d)
    (?![\w]|[/\-–.]\d)
    """,
    re.VERBOSE,
)
"""AT/0080/2025, AT 80/2025, ST-0078-2025, Vorlage 97/2018"""

YEAR_AHEAD = re.compile(
    rf"""
    (?<![\w/.])
    (?:(?P<label>{LABEL})\s*(?:-?\s*Nr\.?|Nummer)?\s*:?\s*)?
    (?:(?P<kind>[A-ZÄÖÜ]{{2,4}}|{TYPED})[\s/\-–]*)?
    (?P<year>(?:19|20)\d\d|[0-3]\d)\s?[/\-–]\s?(?P<number>\d{{2,5}})
    (?![\w]|[/\-–.]\d)
    """,
    re.VERBOSE,
)
"""2018/0097, DS 22/310, AN 21/0238"""

SHORT_YEAR_BEHIND = re.compile(
    rf"""
    (?<![\w/.])
    (?:(?P<label>{LABEL})\s*(?:-?\s*Nr\.?|Nummer)?\s*:?\s*|(?P<kind>{"|".join(KINDS)}|{TYPED})[\s/\-–_]*)
    (?P<number>\d{{3,5}}|[4-9]\d|\d)\s?[/\-–_]\s?(?P<year>[0-4]\d)
    (?![\w]|[/\-–.]\d)
    """,
    re.VERBOSE,
)
"""ST/111/21, ST 47/24: three digits, or more than 39, are no year"""

IN_WORDS = re.compile(
    rf"\b(?:{LABEL})\s*(?:-?\s*Nr\.?|Nummer)?\s*(?P<number>\d{{1,5}})\s+(?:aus|von|vom\s+Jahr)\s+(?P<year>(?:19|20)\d\d)\b"
)
"""Vorlage 97 aus 2018"""


SUB_NUMBER = re.compile(r"\b((?:19|20)\d\d[/-]\d{3,5}|\d{1,5}[/-](?:19|20)\d\d)/\d{1,2}(?![\d/.])")
"""2024/0563/1: the first supplement to 2024/0563"""


@dataclass(frozen=True)
class PaperNumber:
    """A paper's number without its spelling; `kind` is None where the spelling doesn't tell.

    Besides the known kinds it may be a series of its own that a city counts for itself: DHH/2025/0012 (the budget's
    papers) is not 2025/0012.
    """

    kind: str | None
    number: int
    year: int

    def matches(self, other: PaperNumber) -> bool:
        """Whether `other`, a paper's own number, may be the paper that is named so.

        A number that is named without its kind fits any; one that is named with a kind fits a paper that doesn't tell
        its own, one of a series only this series.
        """
        if (self.number, self.year) != (other.number, other.year):
            return False
        unsaid = other.kind is None and self.kind in KINDS.values()
        return self.kind is None or self.kind == other.kind or unsaid


def paper_number_key(text: str | None) -> PaperNumber | None:
    """The key of a paper's own number ("ST/0078/2025"); None where the text is no such number.

    More is believed than in running text: what stands in the field of a number is one. A supplement ("2024/0563/1") has
    the key of its paper.
    """
    if not text:
        return None
    whole = SUB_NUMBER.sub(r"\1", text)
    for pattern in (YEAR_BEHIND, SHORT_YEAR_BEHIND, YEAR_AHEAD, IN_WORDS):
        if found := pattern.search(whole):
            return _key(found)
    return None


def find_paper_numbers(text: str) -> tuple[PaperNumber, ...]:
    """The papers that a running text names, in its order.

    Without a label or a kind a pair of numbers is only believed where it cannot be a month, a school year or a
    fraction: three digits or a leading zero at least ("0097/2018", not "5/2023" nor "2023/24").
    """
    found: dict[PaperNumber, int] = {}
    taken: list[tuple[int, int]] = []
    for pattern in (IN_WORDS, YEAR_BEHIND, SHORT_YEAR_BEHIND, YEAR_AHEAD):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken) or not _believable(match):
                continue
            taken.append(match.span())
            found.setdefault(_key(match), match.start())
    return tuple(sorted(found, key=lambda key: found[key]))


def _believable(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    if "kind" not in groups or groups["label"] or (groups["kind"] or "").upper() in KINDS:
        return True
    number = groups["number"]
    if re.fullmatch(r"(?:19|20)\d\d", number):
        return False
    return len(number) >= 3 and (len(groups["year"]) == 4 or len(number) == 4)


def _key(match: re.Match[str]) -> PaperNumber:
    groups = match.groupdict()
    year = int(groups["year"])
    return PaperNumber(
        kind=_kind(match) if groups.get("kind") else None,
        number=int(groups["number"]),
        year=year if year > 99 else 2000 + year,
    )


def _kind(match: re.Match[str]) -> str | None:
    """A known kind; else the letters as a series, where a stroke joins them to the number ("DHH/2025/0012")."""
    letters = match["kind"].upper()
    joined = match.string[match.end("kind")] in "/-–_"
    return KINDS.get(letters) or (letters if joined and letters not in LABELS_IN_CAPITALS else None)
