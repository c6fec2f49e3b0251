"""A motion as it is compared with earlier papers: its text in, its subject, parts, named papers and days out. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from corpus.parsing.dates import find_dates
from corpus.sentences import sentences
from retrieval.german import analyse
from retrieval.paper_numbers import SUB_NUMBER, PaperNumber, find_paper_numbers

MOST_PARTS = 80
SHORTEST_PART = 25
"""In characters: what is shorter is a heading, a name or the rest of a line."""

MONTH = re.compile(
    r"\b(Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\s+((?:19|20)\d\d)\b"
)
"""Mai 2019"""

MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()


@dataclass(frozen=True)
class MotionParts:
    """A motion as it is compared. `parts` are its Anliegen and the sentences of its text, `before` is its day."""

    subject: str
    parts: tuple[str, ...]
    text: str
    before: date

    @cached_property
    def subject_terms(self) -> tuple[str, ...]:
        """The subject's terms, in order."""
        return tuple(analyse(self.subject))

    @cached_property
    def part_terms(self) -> tuple[frozenset[str], ...]:
        """The different terms of each part; the subject is the first of them."""
        found = (frozenset(analyse(part)) for part in self.parts)
        return tuple(dict.fromkeys(terms for terms in (frozenset(self.subject_terms), *found) if terms))

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The different terms of subject and text, in their order."""
        return tuple(dict.fromkeys((*self.subject_terms, *self._text_terms)))

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Which term follows which."""
        return frozenset(pairwise(self.subject_terms)) | frozenset(pairwise(self._text_terms))

    @cached_property
    def numbers(self) -> tuple[PaperNumber, ...]:
        """The papers that it names; a supplement's number ("2024/0563/1") counts as that of its paper."""
        return find_paper_numbers(SUB_NUMBER.sub(r"\1", f"{self.subject}\n{self.text}"))

    @cached_property
    def days(self) -> tuple[tuple[date, date], ...]:
        """The days and months that it names, as first and last day; none after its own day."""
        named = [(found.datum, found.datum) for found in find_dates(self.text)]
        for match in MONTH.finditer(self.text):
            first = date(int(match[2]), MONTHS.index(match[1]) + 1, 1)
            named.append((first, first + timedelta(days=27)))
        return tuple(dict.fromkeys((first, last) for first, last in named if last < self.before))

    @cached_property
    def _text_terms(self) -> tuple[str, ...]:
        return tuple(analyse(self.text))


def motion_parts(text: str, *, subject: str | None, before: date, anliegen: Sequence[str] = ()) -> MotionParts:
    """A motion's text to its parts: what it asks for, and the sentences in which it says why."""
    own = [" ".join(part.split()) for part in (*anliegen, *sentences(text))]
    parts = [part for part in dict.fromkeys(own) if len(part) >= SHORTEST_PART]
    return MotionParts(" ".join((subject or "").split()), tuple(parts[:MOST_PARTS]), text, before)
