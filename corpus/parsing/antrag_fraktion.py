"""Who files a motion: its head and the words below its points in, the name of the faction as printed out.

`fraktion.py` finds factions in a head's sentences; here is what only motions have: the filer's label, a letterhead
("Bürgerliste Oberau", below it "Fraktion im Rat"), the signature of an e-mail, councillors with their party.
"""

from __future__ import annotations

import re

from corpus.parsing.antrag_titel import COUNCILLOR, KIND_LABEL
from corpus.parsing.dates import find_dates
from corpus.parsing.fraktion import find_fraktion
from corpus.parsing.header import PAPER_NUMBER

_FILER_LABEL = re.compile(
    r"(?:Antragstell\w*(?:[/*:]?in(?:nen)?)?|Anfragestell\w*|Fragestell\w*|Verfasser(?:[/*:]?in(?:nen)?)?"
    r"|Einreich\w*|[Ee]ingereicht\s(?:von|durch)|[Gg]estellt\svon|(?<!net\s)[Vv]on|Absender\w*|Urheber\w*"
    r"|Initiator\w*)\s?:\s*\|?\s*(?P<name>[^\n|]+)"
)
_FACTION_WORD = r"(?:(?:(?:Rats|Stadtrats|Gemeinderats|Kreistags)?[Ff]raktion|FRAKTION)[ ]|(?=(?:Rats)?[Gg]ruppe[ ]\S))"
_FACTION_LINE = re.compile(  # a line of its own: "der Fraktion Stadt für alle", "Für die Fraktion Neue Mitte"
    rf"""
    ^[ ]*(?:[Ii]\.[ ]?A\.[ ])?(?:(?:der|von[ ]der|[Ff]ür[ ]die|[Ii]m[ ]Namen[ ]der|[Ii]hre|[Dd]ie)[ ])?
    {_FACTION_WORD}(?!im\b|in\b|der\b)(?P<name>[^\n:|,.]{{2,60}}?)[ ]*$
    """,
    re.MULTILINE | re.VERBOSE,
)
_TITLE_WITH_FACTION = (
    re.compile(  # "Antrag 23/0177 der Gruppe Schule jetzt!", "Anfrage der Fraktion Wir hier vom 3.5.2023"
        rf"""
    ^[^\n:|,.]{{0,40}}?[Aa](?:ntrag|nfrage)\b[^\n:|,]{{0,30}}?[ ]der[ ]{_FACTION_WORD}(?!im\b|in\b|der\b)
    (?P<name>[^\n:|,.]{{2,60}}?)(?=[ ]*$|[ ]{{3,}}|[ ](?:vom|im|in[ ]der|zu[rm]?|betreffend|an[ ]d\w+)\b)
    """,
        re.MULTILINE | re.VERBOSE,
    )
)
_SIGNED = re.compile(  # "für die Bürgervereinigung Oberau" below an e-mail
    r"^[ ]*[Ff]ür[ ](?:die|das|den)[ ](?P<name>[A-ZÄÖÜ][^\n:|,.]{2,60}?)[ ]*$", re.MULTILINE
)
_MAILBOX = re.compile(r"\s*<[^>]*>|\s*\[mailto:[^\]]*\]|^Fraktions(?:büro|geschäftsstelle)\s|^Büro\sder\s(?=Fraktion)")
_FACTION_BELOW_NAME = re.compile(  # "Bürgerliste Oberau" and below it "Fraktion im Gemeinderat"
    r"^[ ]*(?P<name>[A-ZÄÖÜ][^\n:|,]{2,60}?)[ ]*\n[ ]*(?:Rats|Stadtrats|Gemeinderats)?[Ff]raktion[ ](?:im|in[ ]der)\b",
    re.MULTILINE,
)
_COUNCIL_TAIL = re.compile(
    r"\s(?:im|in\sder|in|der)\s(?:Rat\b|Stadtrat|Gemeinderat|Kreistag|Stadtverordneten|Gemeindevertretung"
    r"|Ortschaftsrat|Ortsrat|Ortsbeirat|Bürgerschaft|Bezirks)[^\n]*$"
)
_NAME_ENDS = re.compile(r"\s(?:[·•|–-]\s|Az\b|Aktenzeichen|Datum|Vorlage|Drucksache|Drs\b|vom\b|Eingang|zu[rm]?\s).*$")
_SMALL_WORDS = {
    "UND",
    "FÜR",
    "DER",
    "DIE",
    "DAS",
    "DES",
    "DEM",
    "DEN",
    "IN",
    "IM",
    "AM",
    "AN",
    "ZUR",
    "ZUM",
    "MIT",
    "VON",
    "AUS",
}
_IS_FACTION = re.compile(r"raktion|ruppe|[Ll]iste|[Vv]ereinigung|[Gg]emeinschaft|[Bb]ündnis")


def find_antragsteller(head: str, tail: str) -> str | None:
    """Who files: what a label says, else the faction that the head names, else the one that signs."""
    for label in _FILER_LABEL.finditer(head):
        name = faction_name(_MAILBOX.sub("", label["name"]))
        if name and label.group().startswith("Von") and not _IS_FACTION.search(label["name"]) and _is_signed(tail):
            continue  # a person sent this e-mail; who files stands below it
        if name:
            return _as_written(name, head)
    fields = "\n".join(line for line in head.split("\n") if len(re.findall(r"(?:^|\s)[a-zäöüß]{2,}", line)) < 6)
    line = _TITLE_WITH_FACTION.search(fields) or _FACTION_LINE.search(fields) or _FACTION_BELOW_NAME.search(fields)
    name = line["name"].strip() if line is not None else find_fraktion(fields)
    below_subject = KIND_LABEL.search(head)
    if not name and below_subject is not None:
        name = faction_name(below_subject["name"])
    for words in (head, tail):
        signed = _FACTION_LINE.search(words) if words is tail else None
        name = name or (signed["name"].strip() if signed else find_fraktion(words))
    signature = _SIGNED.search(tail)
    if not name and signature is not None:
        name = signature["name"].strip()
    councillor = COUNCILLOR.search(head)
    if not name and councillor is not None:
        name = councillor["name"].strip()
    return _as_written(name, head + tail) if name else None


def _is_signed(tail: str) -> bool:
    return (_FACTION_LINE.search(tail) or _SIGNED.search(tail)) is not None or find_fraktion(tail) is not None


def faction_name(value: str) -> str | None:
    """What stands behind a label, without the word Fraktion; None where that is no name."""
    name = value.strip(" |,")
    single = re.fullmatch(r"(?:Die\s|der\s)?Fraktion\s(?P<name>.+)|(?P<before>\S+)[- ]Fraktion", name)
    if single is not None:
        return _COUNCIL_TAIL.sub("", single["name"] or single["before"])
    if "raktion" in name:
        return find_fraktion("Verfasser: " + name) or name
    return name if len(name) <= 80 and not PAPER_NUMBER.search(name) and not find_dates(name) else None


def _as_written(names: str, words: str) -> str:
    """The names without the council that they sit in, letterhead capitals, and a second mention with its article."""
    cut = [_NAME_ENDS.sub("", _COUNCIL_TAIL.sub("", " ".join(name.split()))) for name in names.split(", ")]
    clean = [_in_small_letters(name, words) for name in cut]
    return ", ".join(name for name in clean if name.removeprefix("Die ") == name or name[4:] not in clean)


def _in_small_letters(name: str, words: str) -> str:
    """A name that a letterhead sets in capitals, as one would write it; short names ("CDU") are abbreviations."""
    name_in_head = re.escape(name)
    if not name.isupper() or not re.search(
        rf"FRAKTION\s+{name_in_head}|^\s*{name_in_head}\s*\n\s*Fraktion", words, re.M
    ):
        return name
    small = [
        word.lower() if word in _SMALL_WORDS else word if len(word) <= 3 else word.capitalize() for word in name.split()
    ]
    return " ".join(small[:1] if not small else [small[0][:1].upper() + small[0][1:], *small[1:]])
