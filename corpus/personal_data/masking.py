"""Personal data of citizens out of a text before a model or a chat sees it, and back into what comes back. Pure.

`mask` puts a stand-in ("[Name 1]", "[Telefonnummer 2]") in the place of each; the same words get the same stand-in,
and `Masked.unmask` restores them, letter for letter. What is held back, and what is not: docs/datenschutz.md. Where the
words leave it open whose a number or name is, it is held back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.personal_data.kinds import Angabe
from corpus.personal_data.names import persons, public_surnames
from corpus.personal_data.numbers import numbers

STAND_IN = re.compile(rf"\[(?P<art>{'|'.join(Angabe)}) (?P<nr>[1-9]\d{{0,4}})\]")
"""[Name 1], [E-Mail-Adresse 3]"""


_GAP = "\x00"
_LED_TO = re.compile(
    rf"""
    (?:\b(?:Herrn?|Frau|Familie|Eheleute|Dr\.|Tel(?:efon(?:nummer)?)?\.?|Handy|Mobil(?:nummer)?|Fax|E-?Mail|Mail|IBAN
      |Konto|Anschrift|Adresse|wohnhaft|wohnt|unter)\b[.:]?\s*(?:(?:in|im|am|an|unter|der|dem)\b\s*)*)*{_GAP}
    """,
    re.VERBOSE,
)
"""Frau _   Tel. _   wohnhaft in der _"""
_EMPTY_BRACKET = re.compile(r"\([\s,;/]*\)")
_LONELY_COMMA = re.compile(r"\s*,[\s,]*([.,;:?!])")


@dataclass(frozen=True)
class Stelle:
    """Where personal data stands, half open."""

    start: int
    ende: int
    art: Angabe


@dataclass(frozen=True)
class Masked:
    """A text without personal data. `table` leads from each stand-in to the words it stands for."""

    text: str
    table: Mapping[str, str]

    def unmask(self, text: str) -> str:
        """`text` with the words that its stand-ins stand for; a stand-in that was never given out stays."""
        return unmask(text, self.table)


def find(text: str, bekannt: Collection[str] = ()) -> tuple[Stelle, ...]:
    """Where personal data of citizens stands, in the order of the text, without overlaps. `bekannt` are surnames of
    persons whom a text beside this one named in a public function."""
    named = persons(text, bekannt)
    places = [Stelle(start, ende, art) for start, ende, art in numbers(text, named)]
    places += [Stelle(p.start, p.ende, Angabe.NAME) for p in named if not p.oeffentlich]
    return _without_overlaps(places)


def mask(text: str) -> Masked:
    """The text with a stand-in for each piece of personal data; `unmask` of its text is the text."""
    masked, table = mask_all([text])
    return Masked(masked[0], table)


def mask_all(texts: Sequence[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Several texts that go out together, and one table for all of them: the same words get the same stand-in, and who
    is named with a public function in one of them is public in all.

    Whatever reads like a stand-in in one of the texts stays what it is; its number is given to nothing else.
    """
    taken = {match.group() for text in texts for match in STAND_IN.finditer(text)}
    given: dict[tuple[Angabe, str], str] = {}
    counted: dict[Angabe, int] = {}

    def stand_in(art: Angabe, words: str) -> str:
        known = given.get((art, words))
        while known is None:
            counted[art] = counted.get(art, 0) + 1
            name = f"[{art.value} {counted[art]}]"
            if name not in taken:
                known = given[art, words] = name
        return known

    public = public_surnames(texts)
    masked = tuple("".join(_pieces(text, find(text, public), stand_in_of=stand_in)) for text in texts)
    return masked, {name: words for (_, words), name in given.items()}


def unmask(text: str, table: Mapping[str, str]) -> str:
    """`text` with the words that its stand-ins stand for; a stand-in that the table doesn't know stays."""
    return STAND_IN.sub(lambda match: table.get(match.group(), match.group()), text)


def without(text: str, known: Callable[[str], bool] = lambda _: False) -> str:
    """The text with nothing in the place of personal data, nor of the words that only lead to it: what may be looked
    for, and held against papers, in which no citizen is named. A name that is `known` stays: a paper does speak of
    that person. A text without personal data stays as it is."""
    places = [p for p in find(text) if p.art is not Angabe.NAME or not known(text[p.start : p.ende])]
    if not places:
        return text
    left = "".join(_pieces(text, places, stand_in_of=lambda _art, _words: _GAP))
    left = _EMPTY_BRACKET.sub(" ", _LED_TO.sub(" ", left))
    left = _LONELY_COMMA.sub(r"\1", left)
    return " ".join(left.split()).lstrip(",;:.) ")


def kinds_in(*texts: str) -> tuple[Angabe, ...]:
    """Which kinds of personal data stand in these texts, each once, in the order of `Angabe`."""
    found = {place.art for text in texts for place in find(text)}
    return tuple(art for art in Angabe if art in found)


def kinds_held_back(table: Mapping[str, str]) -> tuple[Angabe, ...]:
    """Which kinds a table stands for, each once, in the order of `Angabe`."""
    found = {match["art"] for name in table if (match := STAND_IN.fullmatch(name))}
    return tuple(art for art in Angabe if art.value in found)


def _pieces(text: str, places: Sequence[Stelle], *, stand_in_of: Callable[[Angabe, str], str]) -> Iterator[str]:
    position = 0
    for place in places:
        yield text[position : place.start]
        yield stand_in_of(place.art, text[place.start : place.ende])
        position = place.ende
    yield text[position:]


def _without_overlaps(places: list[Stelle]) -> tuple[Stelle, ...]:
    """Of places that share words the one that begins first, of those the longest; it is widened to hold both."""
    chosen: list[Stelle] = []
    for place in sorted(places, key=lambda p: (p.start, -p.ende)):
        if chosen and place.start < chosen[-1].ende:
            last = chosen[-1]
            chosen[-1] = Stelle(last.start, max(last.ende, place.ende), last.art)
        else:
            chosen.append(place)
    return tuple(chosen)
