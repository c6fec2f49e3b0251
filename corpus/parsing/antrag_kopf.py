"""The head of a motion: the text of one motion in; number, faction, subject, days and whether it is public out.

Labels come in many spellings and some papers have none: then the number stands behind "Drs." or "Antrag", the day
alone on a line, the subject as a line of its own. A number that the subject cites is not the paper's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.parsing.antrag_betreff import find_betreff
from corpus.parsing.antrag_fraktion import faction_name, find_antragsteller
from corpus.parsing.antrag_tage import filing_day, meeting_day
from corpus.parsing.antrag_titel import KIND_LABEL
from corpus.parsing.dates import find_dates
from corpus.parsing.header import PAPER_NUMBER


@dataclass(frozen=True)
class AntragKopf:
    """The fields of a motion's head as printed, without their labels."""

    nummer: str | None
    fraktion: str | None
    betreff: str | None
    datum: date | None
    sitzung: date | None
    oeffentlich: bool | None


_NUMBER_LABEL = re.compile(
    r"""
    (?<![\w-])(?:
        (?:[\w-]*[Vv]orlagen?|[Dd]rucksachen?|(?:Stadtrats|Rats|BV)?[Dd]rucksache|Drs\.?|DS|Dr\.|Antrags?|Anfragen?
          |[\w-]*antrags?|[\w-]*anfragen?
          |Vorgangs?|Registrier|Lfd\.|Dok(?:ument)?\.?|ANTRAG|ANFRAGE|ÄNDERUNGSANTRAG|VORLAGE|DRUCKSACHE|Nummer|Nr\.
            |Kennung|Kenn-?[Zz]iffer)
        [ ]?-?[ ]?(?:Nummer|nummer|Nrn?\.?|nr\.?|NR\.?|No\.)?[ ]*:?[ ]*
    )
    """,
    re.VERBOSE,
)
_OTHER_PAPER = re.compile(r"(?:\bzu(?:r|m)?\b|[Bb]ezug|Bezugnahme|betreffend|\b[Aa]uf\b|gemäß|gem\.)[^.:\n]{0,60}$")
_LOOSE_NUMBER = re.compile(  # behind a label any shape counts: "Nr. 12/24", "Drs. VIII/512", "Antrag 24-077", "A-12"
    r"(?P<number>(?:[A-ZÄÖÜ]{1,6}[-/ ]?)?[\dIVXLC]{1,6}(?:[-/.][A-ZÄÖÜ]{0,4}[-/]?\d{1,6})*"
    r"(?:[-/][A-Za-z]{1,4}(?=\s|$))?)(?![\w])(?![.]\d)"
)
_CLOSED = re.compile(r"\b(?:[Nn]icht|NICHT)[- ]?(?:öffentlich|ÖFFENTLICH)|\b[Vv]ertraulich\b|\bVERTRAULICH\b")
_OPEN = re.compile(
    r"(?<![\w-])(?<!icht\s)(?:öffentlich|Öffentlich|ÖFFENTLICH)(?:e|en|er)?\b"
    r"(?=[ ]*(?:$|[)|,;.]|Sitzung|Anfrage|Antrag|Beratung|Behandlung))",
    re.MULTILINE,
)
_STATUS_COLUMN = re.compile(
    r"\d\.\d{4}[ ]+(?:[\d.]+[ ]+)?(?P<status>[ÖN])\b"
)  # "Stadtrat 19.03.2024 20 Ö Entscheidung"
_LOWER_WORD = re.compile(r"(?:^|\s)[a-zäöüß]{2,}")
_LONGEST_HEAD = 8000
"""Characters; what stands behind is no head, and a hostile text must not cost minutes."""


def parse_kopf(text: str, operative: int, tail: str = "") -> AntragKopf:
    """The fields of the head `text[:operative]`; `tail` is the text behind the points, where an e-mail is signed."""
    operative = min(operative, _LONGEST_HEAD)
    head, tail = text[:operative], tail[-_LONGEST_HEAD:]
    betreff = find_betreff(text, operative)
    own = head if betreff is None else _without(head, betreff)
    dates = list(find_dates(head))
    fraktion = find_antragsteller(own, tail) or find_antragsteller(head, "")
    titled = KIND_LABEL.search(head)
    if betreff is None and titled is not None and faction_name(titled["name"]) != fraktion:
        betreff = titled["name"]
    return AntragKopf(
        nummer=_find_nummer(own),
        fraktion=fraktion,
        betreff=" ".join(betreff.split()) if betreff else None,
        datum=filing_day(head, dates, tail),
        sitzung=meeting_day(head, dates),
        oeffentlich=_is_public(head),
    )


def _is_public(head: str) -> bool | None:
    """What the head's fields say; None where they say nothing, or where one meeting is public and another is not."""
    fields = "\n".join(line for line in head.split("\n") if len(_LOWER_WORD.findall(line)) < 6)
    column = {match["status"] for match in _STATUS_COLUMN.finditer(fields)}
    closed = "N" in column or _CLOSED.search(fields) is not None
    public = "Ö" in column or _OPEN.search(fields) is not None
    return None if closed == public else public


def _find_nummer(head: str) -> str | None:
    for pattern in (PAPER_NUMBER, _LOOSE_NUMBER):
        for label in _NUMBER_LABEL.finditer(head):
            match = pattern.match(head, label.end())
            line = head[head.rfind("\n", 0, label.start()) + 1 : label.start()]
            if match is not None and not _OTHER_PAPER.search(line) and any(sign.isdigit() for sign in match.group()):
                return " ".join(match.group().split())
    for match in PAPER_NUMBER.finditer(head):
        line = head[head.rfind("\n", 0, match.start()) + 1 : match.start()]
        if not _OTHER_PAPER.search(line) and not re.search(r"(?:Az|Aktenzeichen|Tel|Fax)\w*\s?[.:]", line):
            return " ".join(match.group().split())
    return None


def _without(head: str, betreff: str) -> str:
    """The head with the words of the subject blanked, so that a paper that it cites is not taken for this one."""
    return head.replace(betreff, " " * len(betreff), 1)
