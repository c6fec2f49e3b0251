"""The head of a motion: the text of one motion in; number, faction, subject, days and whether it is public out.

Labels come in many spellings and some papers have none: then the number stands behind "Drs." or "Antrag", the day alone
on a line, the subject as a line of its own between the title and what is wanted. A day of the meeting is never the day
of filing, and a number that the subject cites is not the paper's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.parsing.antrag_gliederung import ORDER, RESOLUTION, is_greeting, is_reasons_heading, is_signature
from corpus.parsing.dates import DatedWords, find_dates
from corpus.parsing.fraktion import find_fraktion
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


_KIND_PREFIX = r"(?:(?:Gemeinsame[rs]?|Interfraktionelle[rs]?|Dringliche[rs]?|Große|Kleine|Schriftliche|Mündliche|Überarbeitete[rs]?|Geänderte[rs]?)\s)*"
_KIND = (
    r"(?:(?:Änderungs|Ergänzungs|Dringlichkeits|Eil|Prüf|Haushalts|Zusatz|Ersetzungs|Begleit|Berichts|Sach|Fraktions|Gemeinde|Rats|Stadtrats)-?(?:\s?/\s?Ergänzungs)?"
    r"(?:antrag|anfrage)|Antrag|Anfrage)"
)
TITLE = re.compile(  # "Antrag", "A n t r a g", "ÄNDERUNGSANTRAG", "Antrag AN/2024/56", "Anfrage der Fraktion …" (squeezed case)
    rf"\s*{_KIND_PREFIX}{_KIND}\b(?P<rest>[^\n]*)$", re.IGNORECASE
)
_SPACED = re.compile(r"^\s*(?:[^\W\d_]\s){4,}[^\W\d_]\s*$")
_NUMBER_LABEL = re.compile(
    r"""
    (?<![\w-])(?:
        (?:[\w-]*[Vv]orlagen?|[Dd]rucksachen?|(?:Stadtrats|Rats|BV)?[Dd]rucksache|Drs\.?|DS|Dr\.|Antrags?|Anfragen?|[\w-]*antrags?|[\w-]*anfragen?
          |Vorgangs?|Registrier|Lfd\.|Dok(?:ument)?\.?|ANTRAG|ANFRAGE|ÄNDERUNGSANTRAG|VORLAGE|DRUCKSACHE|Nummer|Nr\.|Kennung|Kenn-?[Zz]iffer)
        [ ]?-?[ ]?(?:Nummer|nummer|Nrn?\.?|nr\.?|NR\.?|No\.)?[ ]*:?[ ]*
    )
    """,
    re.VERBOSE,
)
_OTHER_PAPER = re.compile(r"(?:\bzu(?:r|m)?\b|[Bb]ezug|Bezugnahme|betreffend|\b[Aa]uf\b|gemäß|gem\.)[^.:\n]{0,60}$")
_LOOSE_NUMBER = re.compile(  # behind a label any shape counts: "Nr. 12/24", "Drs. VIII/512", "Antrag 24-077", "A-12"
    r"(?P<number>(?:[A-ZÄÖÜ]{1,6}[-/ ]?)?[\dIVXLC]{1,6}(?:[-/.][A-ZÄÖÜ]{0,4}[-/]?\d{1,6})*(?:[-/][A-Za-z]{1,4}(?=\s|$))?)(?![\w])(?![.]\d)"
)
_FILED = re.compile(
    r"(?:[Ee]ingegangen|[Ee]ingang(?:s?datum)?|[Ee]ingereicht|[Ee]ingebracht|[Gg]estellt|[Dd]atum|[Vv]om|DATUM|EINGANG|VOM|Stand|[Dd]atiert|[Aa]ntragsdatum|,\s(?:den|am)|[Dd]en)"
    r"(?:\s(?:am|vom|den|im))?\s*[:.]?\s*$"
)
_MEETING = re.compile(
    r"\b(?:[Ss]itzung\w*|TOP|[Gg]remi\w+|\w*[Rr]at|\w*[Aa]usschuss|[Bb]eratung\w*|[Tt]ermin|[Tt]agesordnung\w*|[Vv]ersammlung|\w*versammlung|Magistrat"
    r"|Kreistag|Bezirksvertretung|Ortsbeirat|zum|bis|ab|seit|Frist|Behandlung)\b"
)
_SUBJECT_LABEL = re.compile(
    r"^[ ]*(?:Betreff|Betrifft|Betr\.?|BETREFF|Thema|THEMA|Gegenstand|Titel|Bezeichnung|Überschrift|hier|Antragstitel|Antragsgegenstand|Antragsthema|TOP-Thema)\s?[:.](?!\w)[ ]*",
    re.MULTILINE,
)
_HEREBY = re.compile(r"^(?:betreffend|betrifft|zum\sThema)\s*:?\s+")
_HERE = re.compile(r"^[ ]*hier\s?:\s*")
_LABELLED_LINE = re.compile(
    r"^\s*(?:Vorlagen?|Drucksachen?|Drs\.|DS|Datum|Verfasser|Antragstell|Anfragestell|Fragestell|Einreich|Eingereicht|Eingang|Eingegangen|eingegangen|Gremi|Beratungsfolge|Az\b|Aktenzeichen|Dezernat|Amt\b|TOP\b"
    r"|Sitzung|Status|(?:nicht|Nicht)?[Öö]ffentlich(?:keit)?\s*(?::|$)|Fraktion\b|FRAKTION|Nr\.|Antrag\s?(?:Nr|:)|An\s(?:den|die|das)|Herrn?\b|Frau\b|von:|Von:|An:|Cc:|CC:|Gesendet|Verantwortlich"
    r"|Dienststelle|Federführ|Vorgang|Ort\b|Wahlperiode|\d+\.\sWahlperiode|Tel\b|Telefon|E-?[Mm]ail|Fax|Internet|www\.|Gedruckt|Stadt\s\S+$|Der\sOberbürger|Die\sOberbürger|Der\sBürgermeister|Die\sBürgermeisterin|zur\sVorlage)"
)
_FILER_LABEL = re.compile(
    r"(?:Antragstell\w*(?:[/*:]?in(?:nen)?)?|Anfragestell\w*|Fragestell\w*|Verfasser(?:[/*:]?in(?:nen)?)?|Einreich\w*|[Ee]ingereicht\s(?:von|durch)|[Gg]estellt\svon|(?<!net\s)[Vv]on|Absender\w*|Urheber\w*|Initiator\w*)\s?:\s*\|?\s*(?P<name>[^\n|]+)"
)
_KIND_LABEL = re.compile(  # "Anfrage: SPD", "Interfraktioneller Antrag: A, B, C" below the subject
    rf"^[ ]*{_KIND_PREFIX}{_KIND}\s?:[ ](?P<name>[^\n.?]{{2,80}}?)[ ]*$", re.MULTILINE
)
_FACTION_LINE = re.compile(  # a line of its own: "der Fraktion Stadt für alle", "Für die Fraktion Neue Mitte"
    r"^[ ]*(?:[Ii]\.[ ]?A\.[ ])?(?:(?:der|von[ ]der|[Ff]ür[ ]die|[Ii]m[ ]Namen[ ]der)[ ])?(?:[Ff]raktion|FRAKTION)[ ](?!im\b|in\b|der\b)"
    r"(?P<name>[^\n:|,.]{2,60}?)[ ]*$",
    re.MULTILINE,
)
_FACTION_BELOW_NAME = re.compile(  # "Bürgerliste Oberau" and below it "Fraktion im Gemeinderat"
    r"^[ ]*(?P<name>[A-ZÄÖÜ][^\n:|,]{2,60}?)[ ]*\n[ ]*(?:Rats|Stadtrats|Gemeinderats)?[Ff]raktion[ ](?:im|in[ ]der)\b",
    re.MULTILINE,
)
_COUNCILLOR = re.compile(  # "Stadtrat Max Muster (Bürgerliste)"
    r"^[ ]*(?:Stadtr|Ratsmitglied|Stadtverordnete|Gemeinder|Ortschaftsr|Kreisr)\w*[ ][^\n(]{4,60}\((?P<name>[^)\n]{2,50})\)",
    re.MULTILINE,
)
_COUNCIL_TAIL = re.compile(
    r"\s(?:im|in\sder|in|der)\s(?:Rat\b|Stadtrat|Gemeinderat|Kreistag|Stadtverordneten|Gemeindevertretung|Ortschaftsrat|Ortsrat|Ortsbeirat|Bürgerschaft|Bezirks)[^\n]*$"
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
_CLOSED = re.compile(r"\bnicht[- ]?öffentlich|\bNicht[- ]?öffentlich|NICHT[- ]?ÖFFENTLICH|\bvertraulich\b")
_OPEN = re.compile(
    r"(?<![\w-])(?:öffentlich|Öffentlich|ÖFFENTLICH)(?:e|en|er)?\b(?=[ ]*(?:$|[)|,;.]|Sitzung|Anfrage|Antrag|Beratung|Behandlung))",
    re.MULTILINE,
)


_LONGEST_HEAD = 8000
"""Characters; what stands behind is no head, and a hostile text must not cost minutes."""


def parse_kopf(text: str, operative: int, tail: str = "") -> AntragKopf:
    """The fields of the head `text[:operative]`; `tail` is the text behind the points, where an e-mail is signed."""
    operative = min(operative, _LONGEST_HEAD)
    head, tail = text[:operative], tail[-_LONGEST_HEAD:]
    betreff = _find_betreff(text, operative)
    own = head if betreff is None else _without(head, betreff)
    meeting_free = [found for found in find_dates(head)]
    fraktion = _find_faction(own, tail) or _find_faction(head, "")
    titled = _KIND_LABEL.search(head)
    if betreff is None and titled is not None and _faction_name(titled["name"]) != fraktion:
        betreff = titled["name"]
    return AntragKopf(
        nummer=_find_nummer(own),
        fraktion=fraktion,
        betreff=" ".join(betreff.split()) if betreff else None,
        datum=_filing_day(head, meeting_free, tail),
        sitzung=_meeting_day(head, meeting_free),
        oeffentlich=False if _CLOSED.search(head) else True if _OPEN.search(head) else None,
    )


def is_title(line: str) -> bool:
    """Whether this line is the title of a motion ("Antrag", "A n t r a g", "Änderungsantrag der Fraktion …")."""
    match = TITLE.match(_squeeze(line))
    if match is None or len(line.strip()) > 120:
        return False
    rest = match["rest"].strip()
    if not rest:
        return True
    return bool(
        re.match(r"(?:Nr\.?|Nummer|\d|[A-Z]{1,4}[/ -]?\d|\||Vorlage|Drs)", rest)
        or re.match(r"(?:der|von|des|zu|zur|zum|gemäß|nach|an|im)\b", rest)
    ) and not rest.endswith((".", ":", ","))


def _squeeze(line: str) -> str:
    """A spaced-out title as one word: "A n t r a g" is "Antrag"."""
    return "".join(line.split()) if _SPACED.match(line) else line


# --- number ----------------------------------------------------------------------------------------------------------


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


# --- faction ---------------------------------------------------------------------------------------------------------


def _find_faction(head: str, tail: str) -> str | None:
    """Who files: what a label says, else the faction that the head names, else the one that signs."""
    for label in _FILER_LABEL.finditer(head):
        name = _faction_name(label["name"])
        if name:
            return _as_written(name, head)
    fields = "\n".join(line for line in head.split("\n") if len(re.findall(r"(?:^|\s)[a-zäöüß]{2,}", line)) < 6)
    line = _FACTION_LINE.search(fields) or _FACTION_BELOW_NAME.search(fields)
    name = line["name"].strip() if line is not None else find_fraktion(fields)
    below_subject = _KIND_LABEL.search(head)
    if not name and below_subject is not None:
        name = _faction_name(below_subject["name"])
    for words in (head, tail):
        signed = _FACTION_LINE.search(words) if words is tail else None
        name = name or (signed["name"].strip() if signed else find_fraktion(words))
    councillor = _COUNCILLOR.search(head)
    if not name and councillor is not None:
        name = councillor["name"].strip()
    return _as_written(name, head + tail) if name else None


def _faction_name(value: str) -> str | None:
    """What stands behind a label, without the word Fraktion; None where that is no name."""
    name = value.strip(" |,")
    single = re.fullmatch(r"(?:Die\s|der\s)?Fraktion\s(?P<name>.+)|(?P<before>\S+)[- ]Fraktion", name)
    if single is not None:
        return _COUNCIL_TAIL.sub("", single["name"] or single["before"])
    if "raktion" in name:
        return find_fraktion("Verfasser: " + name) or name
    return name if len(name) <= 80 and not PAPER_NUMBER.search(name) and not find_dates(name) else None


def _as_written(names: str, words: str) -> str:
    """The names without the council that they sit in, without the article and letterhead capitals of a second mention."""
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


# --- days ------------------------------------------------------------------------------------------------------------


def _filing_day(head: str, dates: list[DatedWords], tail: str) -> date | None:
    """A labelled day of filing, else a day that no meeting is named beside; an e-mail may bear it below its points."""
    labelled = [found for found in dates if _FILED.search(_before(head, found)) and not _is_meeting(head, found)]
    for found in labelled:
        if re.search(r"[Ee]in(?:ge|reich)|EIN", _before(head, found)):
            return found.datum
    if labelled:
        return labelled[0].datum
    for found in dates:
        if not _is_meeting(head, found) and not _in_prose(head, found):
            return found.datum
    closing = [found for found in find_dates(tail) if re.search(r",\s(?:den|am)?\s*$|^\s*$", _before(tail, found))]
    return closing[-1].datum if closing else None


def _meeting_day(head: str, dates: list[DatedWords]) -> date | None:
    return next((found.datum for found in dates if _is_meeting(head, found)), None)


def _before(words: str, found: DatedWords) -> str:
    return words[words.rfind("\n", 0, found.start) + 1 : found.start]


def _is_meeting(head: str, found: DatedWords) -> bool:
    """Whether a council body or a meeting is named in the cell of this day, or right above it."""
    before = re.split(r"\||\s{3,}", _before(head, found))[-1]
    line_end = head.find("\n", found.ende)
    after = re.split(r"\||\s{3,}", head[found.ende : line_end if line_end >= 0 else len(head)])[0]
    filed = _FILED.search(before)
    if filed and not re.search(r"\b(?:[Ss]itzung|TOP)\b", before):
        return False
    if _MEETING.search(before) or _MEETING.search(after) or re.match(r"\s+\d{1,2}(?:\.\d)?\s+(?:[Öön]|$)", after):
        return True
    whole_after = head[found.ende : line_end if line_end >= 0 else len(head)]
    if not before.strip() and re.search(r"\b(?:\w*rat|\w*[Aa]usschuss\w*|\w*versammlung)\b", whole_after):
        return _stands_in_table(head, found)
    return _stands_in_table(head, found) and not before.strip()


def _stands_in_table(head: str, found: DatedWords) -> bool:
    above = head[: found.start]
    table = max(above.rfind(word) for word in ("Gremienweg", "Beratungsfolge", "Gremium", "Gremien", "Sitzungsfolge"))
    return table >= 0 and above.count("\n", table) <= 12 and "\n\n\n" not in above[table:]


def _in_prose(head: str, found: DatedWords) -> bool:
    """Whether the day stands in a line of sentences rather than in a field or alone."""
    line_end = head.find("\n", found.ende)
    line = _before(head, found) + head[found.ende : line_end if line_end >= 0 else len(head)]
    if re.search(r"\s{3,}\S|\|", line):
        return False
    return len(re.findall(r"(?:^|\s)[a-zäöüß]{2,}", line)) > 4


# --- subject ---------------------------------------------------------------------------------------------------------


def _find_betreff(text: str, operative: int) -> str | None:
    """The words of the subject as they stand in the text, or None."""
    return _labelled_subject(text, operative) or _unlabelled_subject(text[:operative])


def _labelled_subject(text: str, operative: int) -> str | None:
    found = [match for match in _SUBJECT_LABEL.finditer(text, 0, min(len(text), operative + 400))]
    label = next((match for match in found if not _HERE.match(match.group())), next(iter(found), None))
    if label is None:
        return None
    start = label.end()
    while start < len(text) and text[start].isspace():
        start += 1
    lines: list[str] = []
    for line in text[start:].split("\n"):
        words = line.strip()
        if lines and (not words or _ends_subject(words)):
            break
        lines.append(line)
    words = "\n".join(lines).strip()
    return words if words and not _ends_subject(words.split("\n")[0]) else None


def _ends_subject(line: str) -> bool:
    return bool(
        _LABELLED_LINE.match(line)
        or is_greeting(line)
        or is_reasons_heading(line)
        or RESOLUTION.search(line)
        or re.match(r"\(?\d{1,2}[.)]\s", line)
    )


def _unlabelled_subject(head: str) -> str | None:
    """The first words below the title that are no label, letterhead, table or announcement; a line that says which paper is
    to be changed is the subject itself."""
    below_title: list[str] = []
    above_title: list[str] = []
    seen_title = False
    for is_subject, block in _blocks(head):
        if not is_subject:
            seen_title = seen_title or any(is_title(line) for line in block)
            continue
        words = _HEREBY.sub("", "\n".join(block).strip())
        if _may_be_subject(words):
            (below_title if seen_title else above_title).append(words)
    heads = [words for words in below_title if not words.endswith((".", ",", ":"))]
    return next(iter([*heads, *below_title, *reversed(above_title)]), None)


def _blocks(head: str) -> list[tuple[bool, list[str]]]:
    """The lines of a head in blocks: those that may be a subject, parted by blank lines and by lines that can't be."""
    blocks: list[tuple[bool, list[str]]] = []
    for line in head.split("\n"):
        free = not _is_head_line(line) if line.strip() else False
        if not line.strip():
            blocks.append((False, []))
        elif blocks and blocks[-1][0] == free and blocks[-1][1]:
            blocks[-1][1].append(line)
        else:
            blocks.append((free, [line]))
    return blocks


def _may_be_subject(words: str) -> bool:
    if not 5 <= len(words) <= 400 or words.count(". ") > 1 or is_greeting(words):
        return False
    if ORDER.search(words) or RESOLUTION.search(words):
        return False
    return not (re.match(r"(?:im|in)\s\w+\s\w+", words) and len(words) < 40)


def _is_head_line(line: str) -> bool:
    words = line.strip()
    if re.search(r"\S\s{3,}\S|\s\|\s", words) or _LABELLED_LINE.match(words) or is_signature(words):
        return True
    if is_title(line) and not re.search(r"[„\"]", line):
        return True
    if re.match(r"(?:der|von|des)\s(?:\S*[Ff]raktion|Gruppe|Stadträt|Ratsmitglied|Stadtverordnet)", words):
        return True
    if re.search(r"[Ff]raktion\b[^.]{0,60}$", words) and len(words) < 70:
        return True
    if PAPER_NUMBER.fullmatch(words) or (find_dates(words) and len(words) < 60):
        return True
    if re.search(r"\d\.\d\d\.\d{2,4}", words) and _MEETING.search(words):
        return True
    if _COUNCILLOR.match(words) or re.search(r"Recyclingpapier$|^[\w-]*(?:rat|ausschuss)(?:\s[A-ZÄÖÜ][\w-]+)?$", words):
        return True
    if _KIND_LABEL.match(words) or re.fullmatch(r"\(?\d{1,2}[.)]", words):
        return True
    if re.search(r"\bTOP\b|\bTermin\b|·|Wahlperiode|\b\d{5}\s[A-ZÄÖÜ]", words):
        return True
    return bool(re.fullmatch(r"[xX\s]+|ö|nö|[ÖN]|\d{1,3}|[A-ZÄÖÜ .]{3,40}|(?:nicht)?öffentlich\w*", words))


def _without(head: str, betreff: str) -> str:
    """The head with the words of the subject blanked, so that a paper that it cites is not taken for this one."""
    return head.replace(betreff, " " * len(betreff), 1)
