"""Who filed a motion: the names of the factions in a paper's head.

In: the head of a motion or of a reply to one. Out: the names as printed, without the word Fraktion. A name may be of
several words ("Klima und Energie"); several factions are told apart by the plural or by standing each for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.parsing.header import PAPER_NUMBER, Label, find_fields

_COUNCIL = (
    "(?:Gemeinderats|Stadtrats|Stadtverordneten|Rats|Ortschaftsrats|OR-?|Ortsrats|Ortsbeirats|Kreistags"
    "|Bezirks(?:verordneten|rats)?|Bürgerschafts|Gemeinde)"
)
_TOKEN = r"""[A-ZÄÖÜ0-9][^\s:,;()„“"»«]*"""
_JOINT = r"(?:(?:und|für|der|die|in|am|an|&|/|–|-)[ \n])?"
_NAME = rf"{_TOKEN}(?:[ \n]{_JOINT}{_TOKEN})*"

_HYPHENATED = re.compile(  # "FDP-Fraktion", "DIE LINKE.-Gemeinderatsfraktion", "KAL/Die PARTEI-Gemeinderatsfraktion"
    rf"""
    (?<![\w/-])
    (?P<name>
        (?:(?:DIE|Die|FREIE|Freie|BÜNDNIS|Bündnis|B)[ ])?
        (?:\S*[^\s-][ ]?/[ ]?(?:DIE|Die)[ ])?
        [\w\u0301´][^\s:,;()„“]*?
    )
    [ ]?-[ ]?(?:{_COUNCIL}-?)?[fF]raktion\b
    """,
    re.VERBOSE,
)
_SPACED = re.compile(  # a line of its own: "GRÜNE Gemeinderatsfraktion"
    rf"^[ ]*(?P<name>[A-ZÄÖÜ][\w./|&-]*(?:[ ][A-ZÄÖÜ][\w./|&-]*)?)[ ]{_COUNCIL}fraktion\b", re.MULTILINE
)
_IN_PROSE = re.compile(  # "Anfrage AN 24/0238 der Fraktion Bürgerliste Nord", "der Fraktionen A, B und C"
    r"\b(?:der|die|von|seitens)\s+"
    r"(?:(?:[Ss]tadt|[Gg]emeinde)?[Rr]?(?:ats)?[Ff]raktion(?P<plural>en)?(?:\svon|\sder)?\s|(?=(?:Ratsg|G)ruppe\s))"
    rf"(?P<name>{_NAME}(?:(?:,\s|\s(?:und|sowie)\s){_NAME})*)"
)
_ON_A_LINE = re.compile(  # "Fraktion Bürgerblock Mitte", "Verfasser: Fraktion Mobil"
    r"(?:^|[:|])[ ]*(?:FRAKTION|(?:(?:[Ss]tadt|[Gg]emeinde)?[Rr]?(?:ats)?[Ff]raktion)(?P<plural>en)?)[ ]"
    rf"(?P<name>{_NAME.replace(chr(92) + 'n', '')}(?:,[ ]{_TOKEN})*)",
    re.MULTILINE,
)
_NAME_END = re.compile(
    r"\s(?:im|vom|zum|zur|betreffend|in\sder|an\sdie|in\s(?:Rat|Stadtrat|Gemeinderat)|Anfrage|Antrag|Betreff|Betr\.|Vorlage"
    r"|Drucksache|Datum|Stellungnahme|Thema)(?!\w).*",
    re.DOTALL,
)
_WRAPPED_LINE = 60
"""A shorter line of a head ends because its words end."""


def find_fraktion(head: str) -> str | None:
    """The names of the factions that a head names, without the word Fraktion, several joined with ", ", or None."""
    names: list[str] = []
    for name in _names(head):
        clean = " ".join(name.split()).strip(" -–:,|")
        if clean and clean not in names:
            names.append(clean)
    return ", ".join(names) or None


def _names(head: str) -> Iterator[str]:
    after = [*_IN_PROSE.finditer(head), *_ON_A_LINE.finditer(head)]
    before = [*_HYPHENATED.finditer(head), *_SPACED.finditer(head)]
    for match in sorted(after, key=lambda found: found.start()):
        name = _NAME_END.sub("", match["name"])
        if "\n" in name and not _is_wrapped(head, match.start("name")):
            name = name[: name.index("\n")]
        yield from _split(name, plural=bool(match["plural"]))
    for match in sorted(before, key=lambda found: found.start()):
        yield match["name"]
    if after or before:
        return
    for field in find_fields(head):  # "Anfrage: SPD"; a number or a subject may stand behind that label too
        if field.label is Label.FRAKTION and not PAPER_NUMBER.search(field.wert) and len(field.wert) <= 80:
            yield from re.split(r",\s", field.wert)


def _is_wrapped(head: str, offset: int) -> bool:
    """Whether the line at this offset is so long that the next one only goes on with it."""
    return head.find("\n", offset) - (head.rfind("\n", 0, offset) + 1) >= _WRAPPED_LINE


def _split(names: str, *, plural: bool) -> list[str]:
    """The names in the words behind "Fraktion" or "Fraktionen"."""
    if not plural:
        return re.split(r",\s", names)[:1]
    *others, last = re.split(r",\s", names)
    head, joint, tail = re.match(r"(?s)(.*?)(\s(?:und|sowie)\s|$)(.*)", last).groups()  # type: ignore[union-attr]
    return [*others, head, tail] if joint else [*others, last]
