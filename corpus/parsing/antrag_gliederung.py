"""Which part of a motion is what: text in, sections out.

A motion says what it wants (the operative part), why (Begründung, Sachverhalt), who signs and what is annexed. The
sections lie side by side and cover the text. Reasons may stand before or after what is wanted; a PDF may give their
heading after them, so an operative section can hold reasons at its end (`anliegen.py` cuts those off).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Teil(StrEnum):
    """What a section is."""

    ANFANG = "anfang"  # head, preamble, and what is wanted where nothing announces it
    AUFTRAG = "auftrag"  # what is wanted, announced by its heading or by "möge beschließen:"
    BEGRUENDUNG = "begruendung"
    SCHLUSS = "schluss"
    ANLAGE = "anlage"


@dataclass(frozen=True)
class Section:
    """`text[start:ende]`, its heading or announcing line included; `inhalt` is where the words below it begin."""

    teil: Teil
    start: int
    inhalt: int
    ende: int


_REASON_WORD = (
    r"(?:(?:Kurz)?Begr[^\W\d_]{1,4}ndung(?:en)?|Sachverhalt(?:sdarstellung)?|Sachdarstellung|Sachstand"
    r"|Erl[^\W\d_]{1,3}uterung(?:en)?"
    r"|Hintergr[^\W\d_]{1,3}nde?|Hintergrund|Ausgangslage|Ausgangssituation|Anlass|Einordnung"
    r"|Problem(?:beschreibung|stellung|aufriss)?"
    r"|Motivation|Zielsetzung|Vorbemerkung(?:en)?|Vorwort|Einleitung|ZurBegründung|WeitereBegründung)"
)
REASONS_HEADING = (
    re.compile(  # "Begründung:", "Sachverhalt / Begründung", "B eg r ündu ng :", "Begriindung:" (squeezed)
        rf"(?:[IVX\d]{{1,3}}\.)?(?:Ausführliche)?{_REASON_WORD}(?:(?:/|und|&|,|–|-|\(){_REASON_WORD}\)?)*(?::.*|\.?)$",
        re.IGNORECASE,
    )
)
_REASONS_BY_POINT = re.compile(  # "Zu I:", "zu 1.", "Zu Punkt 2:" alone on a line
    r"[Zz]u\s(?:(?:Punkt|Ziffer|Nr\.|Frage)\s)?(?:\d{1,2}|[IVX]{1,4}|[a-h])\s?[.:)]{0,2}$"
)
_ANNEX_HEADING = re.compile(  # "Anlage:", "Anlagen", "Anhang 1:"
    r"(?:Anlagen?|Anhang|Anhänge|Quellen?|Fußnoten?)\s?\d?\s?(?:[:(].*)?$"
)
_OPERATIVE_HEADING = re.compile(  # "Beschlussvorschlag:", "Antrag:", "Unsere Fragen:", "Beschlussentwurf"
    r"""
    (?:[IVX\d]{1,3}\.[ ])?
    (?:
        (?:Beschlu(?:ss|ß)(?:vorschlag|entwurf|antrag|text|empfehlung|tenor|formulierung)?|Antragstext|Antragstenor
          |Antragsbegehren
           |Antragspunkte|Fragestellung(?:en)?|Fragenkatalog|Prüfauftrag|Unsere[ ]Fragen|Unser[ ]Antrag
           |Wir[ ](?:beantragen|fragen|fordern)(?:[ ](?:daher|deshalb))?|Im[ ]Einzelnen)\s?:?
      | (?:(?:Änderungs|Ergänzungs|Prüf)?(?:Antrag|Anfrage|antrag)|Fragen?|Forderung(?:en)?|Änderung(?:en)?
        |Ergänzung(?:en)?)\s?:
    )
    [ ]*$
    """,
    re.VERBOSE,
)
_BODY = (
    r"(?:Rat|Stadtrat|Gemeinderat|Kreistag|Ortschaftsrat|Ortsrat|Ortsbeirat|Stadtverordnetenversammlung"
    r"|Gemeindevertretung|Bürgerschaft|[\w-]*[Aa]usschuss|Magistrat|Bezirksvertretung|Hauptversammlung|Plenum"
    r"|Versammlung|Senat|Haus)"
)
RESOLUTION = re.compile(  # "Der Gemeinderat möge beschließen:", "Die Stadtverordnetenversammlung beschließt,"
    rf"""
    \b{_BODY}\b[^.?!:]{{0,120}}?\b(?:
        (?:möge|mögen|wolle|wird[ ]gebeten,|soll)\b[^.?!:]{{0,80}}?\b(?:zu[ ])?(?:beschlie(?:ß|ss|B)en|(?:fest
          |zu)stellen)
      | beschlie(?:ß|ss|B)t
      | stimmt\b[^.?!:]{{0,60}}\bzu
    )\b
    """,
    re.VERBOSE,
)
_ASKER = r"(?:[Ww]ir|[Ii]ch|[Ff]raktion(?:en)?\b[^.?!:]{0,60}?|\w+-Fraktion|[Uu]nterzeichn\w+|Antragsteller\w*)"
ORDER = re.compile(  # "wird die Verwaltung beauftragt", "bitten wir um Beantwortung", "beantragt die Fraktion"
    rf"""
    \b(?:
        (?:wird|werden|sei|ist|sind)\b[^.?!]{{0,160}}?\b(?:beauftragt|gebeten|aufgefordert|ersucht|angewiesen
          |angehalten|verpflichtet)
      | (?:beauftragt|bittet|ersucht)\s(?:hiermit\s)?(?:die|den|das|der)\s[^.?!]{{0,80}}?(?:[Vv]erwaltung
        |[Mm]agistrat|[Bb]ürgermeister\w*|[Ss]tadt|[Vv]orstand|[Gg]eschäftsführung|[Oo]berbürgermeister\w*
          |[Dd]ezernat\w*|[Aa]mt\w*)
      | {_ASKER}\s(?:bitte[nt]?|bittet|frage[nt]?|fragt|beantrage[nt]?|beantragt|fordert?|fordern|ersuchen|ersucht
        |stell(?:en|t)|richte[nt]?|möchten?|wollen)\b
      | (?:[Bb]itten|[Ff]ragen|[Bb]eantragen|[Ff]ordern|[Ee]rsuchen|[Mm]öchten|[Ss]tellen|[Bb]itte|[Ff]rage
        |[Bb]ittet|[Ff]ragt|[Bb]eantragt)\s(?:wir|ich|die\s(?:Unterzeichn|\S*[Ff]raktion))
      | folgende[nr]?\s(?:\w+\s)?(?:Fragen|Punkte|Anträge?|Informationen|Auskünfte)
      | (?:[Zz]u\s)?(?:klären|prüfen|untersuchen|beantworten)\s(?:ist|sind|wäre|bleibt)
      | (?:soll|sollen|ist|sind|wird|werden)\b[^.?!:]{{0,80}}\b(?:geprüft|geklärt|untersucht|ermittelt|zu\s(?:prüfen
        |klären|untersuchen|ermitteln))
      | Auskunft
    )\b
    """,
    re.VERBOSE,
)
_SIGNATURE = re.compile(
    r"""
    (?:
        (?:[Uu]nter)?[Zz]eichnet[ ]von | [Gg]ez(?:\.|eichnet|:)
      | (?:Es[ ]grüßt|Hochachtungsvoll|Freundliche[ ]Grüße|Viele[ ]Grüße|Beste[ ]Grüße
        |Mit[ ][^.:?]{0,40}[ ]Gr\w{1,3}(?:ß|ss|B|&)en?\b)
      | (?:Der|Die|Das)?[ ]?(?:[Ss]tellvertretende[rn]?[ ])?(?:Fraktions|Rats|Gruppen)(?:vorsitz|vorstand|geschäft
        |sprecher)\w*(?:[ ]der[ ][^.?]{0,50})?[ ]*$
      | (?:Im[ ]Namen|Für|i\.[ ]?A\.|I\.[ ]?A\.|In[ ]Vertretung)[ ][^.?,]{0,60}(?:[Ff]raktion|[Gg]ruppe)\b[^.?]{0,60}$
      | [\w./|-]{2,30}(?:[ ]|-)(?:\w+)?[Ff]raktion(?:[ ]im[ ][\w ]{3,40})?[ ]*$
      | [A-ZÄÖÜ][\w.-]+(?:[ ][\w./-]+){0,3},[ ](?:den|am|im)[ ][^?!]{4,30}\d{2,4}[ ]*$
      | Anlagen?:
    )
    """,
    re.VERBOSE,
)
_GREETING = re.compile(
    r"(?:Sehr[ ](?:geehrte|verehrte)[rsn]?|Liebe[rs]?|Werte[rs]?|Guten[ ]Tag|Hallo)\b.*[,!]?$", re.VERBOSE
)
_ITEM_LINE = re.compile(r"(?:\(?\d{1,2}[.)]|[a-z]\)|[IVX]{1,4}\.|[•➢▪●■►*–-])\s")


def find_sections(text: str) -> tuple[Section, ...]:
    """The sections of one motion in their order; what stands before the first heading is ANFANG."""
    sections: list[Section] = []
    teil, start, content = Teil.ANFANG, 0, 0
    begun = False
    for line_start, line in _lines(text):
        found = _section_begins(line, teil, text, line_start, begun=begun)
        words = line.strip()
        begun = begun or bool(_ITEM_LINE.match(words) or _GREETING.match(words))
        if found is None:
            continue
        begun = True
        sections.append(Section(teil, start, content, line_start))
        teil, start = found, line_start
        content = line_start + _heading_length(line, teil)
    sections.append(Section(teil, start, content, len(text)))
    return tuple(section for section in sections if section.ende > section.start)


def is_reasons_heading(line: str) -> bool:
    """Whether this line is the heading of the reasons, also where it is misread or spaced out."""
    return len(line) < 400 and REASONS_HEADING.match("".join(line.split())) is not None and _heading_is_short(line)


def is_signature(line: str) -> bool:
    """Whether this line begins what closes a paper: greeting, signature, place and day."""
    return len(line) < 120 and _SIGNATURE.match(line.strip()) is not None


def is_greeting(line: str) -> bool:
    """Whether this line greets ("Sehr geehrter Herr Oberbürgermeister,")."""
    return _GREETING.match(line.strip()) is not None


# --- one line --------------------------------------------------------------------------------------------------------


def _section_begins(line: str, teil: Teil, text: str, offset: int, *, begun: bool) -> Teil | None:
    words = line.strip()
    if not words:
        return None
    if is_reasons_heading(words) or (begun and teil is not Teil.ANFANG and _REASONS_BY_POINT.match(words)):
        return Teil.BEGRUENDUNG
    if _OPERATIVE_HEADING.match(words):
        return Teil.AUFTRAG
    if teil in (Teil.ANFANG, Teil.BEGRUENDUNG, Teil.SCHLUSS) and _opens_resolution(words, text, offset):
        return Teil.AUFTRAG
    if begun and teil is not Teil.ANLAGE and _ANNEX_HEADING.match(words):
        return Teil.ANLAGE
    if begun and teil in (Teil.ANFANG, Teil.AUFTRAG) and is_signature(line):
        return Teil.SCHLUSS
    return None


def _opens_resolution(words: str, text: str, offset: int) -> bool:
    """Whether a paragraph begins here whose first sentence is "Der Rat möge beschließen:" and the like."""
    before = text[:offset].rstrip(" \t")
    begins = not before or before.endswith("\n\n") or not re.search(r"[\w,]\s*$", before[-60:].rstrip("\n") or "")
    paragraph = " ".join(re.split(r"\n[ \t]*\n", text[offset : offset + 500], maxsplit=1)[0].split())
    match = RESOLUTION.search(paragraph[:300])
    if match is None:
        return False
    head = paragraph[: match.start()]
    if head.count(".") + head.count("?") > 0 or len(head) > 120:
        return False
    return begins and re.match(r"[^.?!:]{0,120}[:,]", paragraph[match.end() :] + ":") is not None


def _heading_length(line: str, teil: Teil) -> int:
    """How much of the line is heading: all of it, or up to the colon where the text goes on behind that."""
    if teil is Teil.AUFTRAG and not _OPERATIVE_HEADING.match(line.strip()):
        return 0
    return len(line)


def _heading_is_short(line: str) -> bool:
    head = line.split(":", 1)[0]
    return len(head) <= 60


def _lines(text: str) -> list[tuple[int, str]]:
    offset = 0
    found: list[tuple[int, str]] = []
    for line in text.splitlines(keepends=True):
        found.append((offset, line))
        offset += len(line)
    return found
