"""The head of a paper: labelled fields, factions, numbers.

In: the text above the body of a motion or reply. Out: fields as printed, without their label, with offsets. Heads come
in every form that a form can take: `Vorlage: 12/2025 | Datum: 01.02.2025`, labels in one column and their values in the
next (which a PDF gives as all labels, then all values), a label on one line and its value on the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.parsing.dates import parse_date


class Label(StrEnum):
    """What a labelled field of a head is called here, however the paper calls it."""

    VORLAGE = "vorlage"
    ANTRAG = "antrag"
    DATUM = "datum"
    EINGANG = "eingang"
    DEZERNAT = "dezernat"
    AMT = "amt"
    VERFASSER = "verfasser"
    VERANTWORTLICH = "verantwortlich"
    BETREFF = "betreff"
    FRAKTION = "fraktion"
    AKTENZEICHEN = "aktenzeichen"
    GREMIUM = "gremium"
    TERMIN = "termin"
    TOP = "top"
    GREMIENWEG = "gremienweg"
    STATUS = "status"


@dataclass(frozen=True)
class HeadField:
    """One field of a head. `wert` is one line, `text[start:ende]` the words it was printed in."""

    label: Label
    wert: str
    start: int
    ende: int


PAPER_NUMBER = re.compile(
    r"""
    (?<![\w/])(?:
        \d{2,4}(?:[-/]\d{2})?[ ]?/[ ]?[A-ZÄÖÜ]{1,2}[ ]\d{2,6}                        # 20-26 / A 03541
      | (?:[A-ZÄÖÜ]{1,3}-)?[A-ZÄÖÜ]{1,5}[ ]?[/-]?[ ]?\d{1,5}(?:[/-]\d{1,5})+(?:[/-][A-ZÄÖÜ0-9]{1,5})*  # ST/0078/2025
      | \d{2,4}[/-][A-ZÄÖÜ]{1,4}[/-]\d{1,5}(?:[/-]\d{1,4})*                         # 24-A-0077
      | [A-ZÄÖÜ]{2,5}[/-]?[ ]?\d{3,6}(?![.\d])                                      # DS 1234
      | \d{1,5}(?:[/-]\d{1,5})+(?:[/-][A-ZÄÖÜ0-9]{1,4})*                            # 2017/0784, 21/0342, 2024/0256/2
      | [IVXLC]{1,5}[/-][A-ZÄÖÜ]{1,3}[/-]\d{2,6}(?:[/-][A-Z0-9]{1,4})*              # VII-A-01234
    )(?![\w/]|[.]\d)
    """,
    re.VERBOSE,
)

_LABELS: dict[Label, str] = {  # how papers call their fields
    Label.VORLAGE: r"""(?:Beschluss|Mitteilungs|Sitzungs|Informations)?(?:[Vv]orlagen?|Drucksachen?|Drs\.|DS)
                       (?:[- ]?(?:Nummer|Nr\b\.?))?""",
    Label.ANTRAG: r"""Zu[ ]Antrag|Zu[ ]Anfrage|Bezug|Bezugsdrucksache|(?:Antrag|Anfrage)s?[- ]?(?:Nummer|Nr\.?)""",
    Label.DATUM: r"""Datum(?:[ ]der[ ](?:Stellungnahme|Antwort))?|Stand|Erstellt[ ]am|Ausgefertigt[ ]am""",
    Label.EINGANG: r"""[Ee]ingegangen(?:[ ]am)?|Eingang(?:sdatum)?(?:[ ]am)?|[Vv]om""",
    Label.DEZERNAT: r"""(?:Zuständiges[ ])?Dezernat|Dez\.|Geschäftsbereich""",
    Label.AMT: r"""(?:Federführendes|Zuständiges|Verantwortliches|Federf\.)[ ](?:Fach)?[Aa]mt|Federführung
                   |Federführend(?:e[ ](?:Stelle|Dienststelle))?|Fachamt|Fachbereich|Fachdienst|Amt|Dienststelle
                   |Organisationseinheit|Zuständig(?:keit)?|Bearbeitende[ ]Stelle""",
    Label.VERFASSER: r"""Verfasser(?:[/*:]?in)?|Bearbeiter(?:[/*:]?in)?|Bearbeitung|Bearbeitet[ ]von
                         |Aufgestellt[ ](?:von|durch)""",
    Label.VERANTWORTLICH: r"""Verantwortlich(?:e[ ]Stelle)?""",
    Label.BETREFF: r"""Betreff|Betr\.|Betrifft|Thema|Gegenstand|Titel|Bezeichnung""",
    Label.FRAKTION: r"""(?:Antrag|Anfrage|Frage)steller(?:[/*:]?in(?:nen)?)?|Fraktion(?:en)?
                        |(?:Antrag|Anfrage)stellende(?:[ ]Fraktion(?:en)?)?
                        |(?:Interfraktionelle[r]?[ ])?(?:Änderungs|Ergänzungs)?(?:[Aa]ntrag|[Aa]nfrage)
                         (?:[ ](?:der|von))?""",
    Label.AKTENZEICHEN: r"""Aktenzeichen|Az\s?\.?|Geschäftszeichen|Gesch\.-?Z\.|Unser[ ]Zeichen|GZ""",
    Label.GREMIENWEG: r"""Gremienweg|Beratungsfolge|Gremienfolge|Sitzungsfolge|Gremien|Beratungsgang""",
    Label.GREMIUM: r"""Gremium|Beratung[ ]in|Zur[ ]Sitzung|Sitzung""",
    Label.TERMIN: r"""Termin|Sitzungstermin|Sitzungsdatum|Sitzungstag|Sitzung[ ]am""",
    Label.TOP: r"""TOP|Tagesordnungspunkt""",
    Label.STATUS: r"""Öffentlichkeitsstatus|Öffentlichkeit|Status|Vertraulichkeit|Behandlung|Sitzungsart""",
}

_LABEL = re.compile(  # "Vorlage Nr.: ", "Federführendes Amt:", "Az.:"
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<{label.name}>{pattern})" for label, pattern in _LABELS.items())
    + r")[ ]*:(?![\w/])",
    re.VERBOSE,
)
_BARE = {
    # "Drucksache Nr. 21/0265": a label without a colon counts where a number follows and the cell ends
    Label.VORLAGE: re.compile(
        rf"(?:(?!.*\b(?:zur|zum|auf|der|die|Anfrage|Antrag)\b).*\s)?(?:{_LABELS[Label.VORLAGE]})[ ]+"
        rf"(?P<wert>{PAPER_NUMBER.pattern})$",
        re.VERBOSE,
    ),
    # "Dezernat IV – Bauen und Umwelt": the number belongs to the name
    Label.DEZERNAT: re.compile(r"(?P<wert>Dezernat[ ]+(?:[IVX]{1,4}|\d{1,2}|[A-Z])(?![\w/]).*)$"),
}
_CELL_GAP = re.compile(r"(?:^|\s)\|(?=\s|$)|\s{3,}|\t|[ ]\|(?=\S)")
"""What parts the cells of a line: a bar with a blank beside it (not the one in `FW|FÜR`), or a wide gap."""


def find_fields(head: str) -> tuple[HeadField, ...]:
    """All labelled fields of a head in their order; a label without a value is not among them.

    A value ends with its cell; a Betreff goes on to the end of its paragraph.
    """
    return tuple(sorted(_iterate_fields(head), key=lambda found: found.start))


def field_value(fields: tuple[HeadField, ...], *labels: Label) -> str | None:
    """The first value under the first of these labels that has one."""
    for label in labels:
        for found in fields:
            if found.label is label:
                return found.wert
    return None


def find_number(text: str) -> str | None:
    """The first paper number (`ST/0078/2025`, `21/0342`, `24-A-0077`) in the text, or None."""
    match = PAPER_NUMBER.search(text)
    return " ".join(match.group().split()) if match else None


def cells(line: str) -> Iterator[tuple[int, str]]:
    """The cells of a line of a form, each with its offset, empty ones left out."""
    begin = 0
    for gap in [*_CELL_GAP.finditer(line), None]:
        cell = line[begin : gap.start() if gap else len(line)]
        if cell.strip():
            yield begin + len(cell) - len(cell.lstrip()), cell.strip()
        begin = gap.end() if gap else len(line)


# --- label and value ------------------------------------------------------------------------------------------------


def _iterate_fields(head: str) -> Iterator[HeadField]:
    pending: list[Label] = []
    offset = 0
    lines = head.splitlines(keepends=True)
    for index, line in enumerate(lines):
        below = offset + len(line)
        labels = list(_LABEL.finditer(line))
        yield from _bare_fields(line, offset)
        if not labels and pending and line.strip():
            yield from _fill_pending(line, offset, pending)
        for position, match in enumerate(labels):
            label = Label[match.lastgroup or ""]
            end = labels[position + 1].start() if position + 1 < len(labels) else len(line)
            value = next(cells(line[match.end() : end]), None)
            if label is Label.BETREFF:
                last = position + 1 == len(labels)
                yield from _betreff(head, offset + match.end(), below if last else offset + end, lines[index + 1 :])
            elif value is not None:
                start = offset + match.end() + value[0]
                yield HeadField(label, value[1], start, start + len(value[1]))
            else:
                pending.append(label)
        offset = below


def _bare_fields(line: str, offset: int) -> Iterator[HeadField]:
    for begin, cell in cells(line):
        for label, pattern in _BARE.items():
            match = pattern.match(cell)
            if match:
                start = offset + begin + match.start("wert")
                yield HeadField(label, match["wert"], start, start + len(match["wert"]))


def _fill_pending(line: str, offset: int, pending: list[Label]) -> Iterator[HeadField]:
    """Give a line of values to the labels that wait for one; a value that fits none of them ends the waiting."""
    for begin, value in cells(line):
        label = next((waiting for waiting in pending if _FITS[waiting].match(value)), None)
        if label is None:
            if not _STATUS_WORD.match(value):
                pending.clear()
            continue
        pending.remove(label)
        yield HeadField(label, value, offset + begin, offset + begin + len(value))


_STATUS_WORD = re.compile(r"(?:nicht[ -]?)?öffentlich$")
_OFFICE = (
    r".*(?:\bDez\b|\bDezernat|[Aa]mt\b|ämter|Kämmerei|Stabs|[Rr]eferat|Fachbereich|betrieb|büro)|\d\d\b|[A-ZÄÖÜ]{2,5}\b"
)
_NEVER = re.compile(r"(?!)")
_FITS: dict[Label, re.Pattern[str]] = {
    **dict.fromkeys(Label, _NEVER),
    Label.VORLAGE: re.compile(rf"(?:{PAPER_NUMBER.pattern})", re.VERBOSE),
    Label.ANTRAG: re.compile(rf"(?:{PAPER_NUMBER.pattern})", re.VERBOSE),
    Label.DATUM: re.compile(r"\d{1,2}\.[ ]?(?:\d{1,2}\.|[A-ZÄÖÜ])"),
    Label.TERMIN: re.compile(r"\d{1,2}\.[ ]?(?:\d{1,2}\.|[A-ZÄÖÜ])"),
    Label.TOP: re.compile(r"\d{1,3}(?:\.\d{1,2})*$"),
    Label.DEZERNAT: re.compile(r"(?:Dez|[IVX]+\b|\d{1,2}\b)"),
    Label.AMT: re.compile(_OFFICE),
    Label.VERFASSER: re.compile(_OFFICE + "|.*[Ff]raktion"),
    Label.VERANTWORTLICH: re.compile(_OFFICE),
    Label.GREMIUM: re.compile(r".*(?:rat|[Aa]usschuss|[Vv]ersammlung|senat)\b"),
    Label.FRAKTION: re.compile(r".*[Ff]raktion"),
}
"""What a value must look like to be given to a label that stands on an earlier line."""


def _betreff(head: str, start: int, ende: int, lines_below: list[str]) -> Iterator[HeadField]:
    """The subject: what stands behind the label and the lines below it, up to a blank line or the next label."""
    if head[start:ende].strip():
        taken = True
    else:
        taken = False
        ende = start + len(head[start:ende])
    for line in lines_below:
        if not line.strip() and taken:
            break
        if line.strip():
            if _LABEL.search(line) or _TABLE_HEAD.search(line):
                break
            taken = True
        ende += len(line)
    words = head[start:ende]
    if not words.strip():
        return
    start += len(words) - len(words.lstrip())
    ende -= len(words) - len(words.rstrip())
    yield HeadField(Label.BETREFF, " ".join(head[start:ende].split()), start, ende)


_TABLE_HEAD = re.compile(r"\bGremi(?:um|en)\b.*\bTermin\b|\bDatum\b.*\bGremium\b|\bö\b.*\bnö\b")


# --- the day of the paper ---------------------------------------------------------------------------------------------


def head_date(head: str) -> str | None:
    """The words of the day on which the paper was written: `Datum: …`, or place and day, or None."""
    labelled = field_value(find_fields(head), Label.DATUM)
    if labelled and parse_date(labelled):
        return labelled
    match = _PLACE_AND_DAY.search(head)
    return match["datum"] if match and parse_date(match["datum"]) else None


_PLACE_AND_DAY = re.compile(  # "Musterstadt, den 03.05.2024"
    r"^[ ]*[A-ZÄÖÜ][\w. -]{2,40},[ ](?:den[ ]|am[ ]|im[ ])?(?P<datum>\d{1,2}\.[ ]?(?:\d{1,2}\.|\w+)[ ]?\d{2,4})[ ]*$",
    re.MULTILINE,
)
