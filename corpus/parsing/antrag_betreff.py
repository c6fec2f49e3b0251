"""The subject of a motion: behind its label, else the line of its own between the title and what is wanted."""

from __future__ import annotations

import re

from corpus.parsing.antrag_gliederung import ORDER, RESOLUTION, is_greeting, is_reasons_heading, is_signature
from corpus.parsing.antrag_tage import MEETING
from corpus.parsing.antrag_titel import COUNCILLOR, KIND_LABEL, is_title
from corpus.parsing.dates import find_dates
from corpus.parsing.header import PAPER_NUMBER

_SUBJECT_LABEL = re.compile(
    r"^[ ]*(?:Betreff|Betrifft|Betr\.?|BETREFF|Thema|THEMA|Gegenstand|Titel|Bezeichnung|Überschrift|hier"
    r"|Antragstitel|Antragsgegenstand|Antragsthema|TOP-Thema)\s?[:.](?!\w)[ ]*",
    re.MULTILINE,
)
_HEREBY = re.compile(r"^(?:betreffend|betrifft|zum\sThema)\s*:?\s+")
_HERE = re.compile(r"^[ ]*hier\s?:\s*")
_LABELLED_LINE = re.compile(
    r"^\s*(?:Vorlagen?|Drucksachen?|Drs\.|DS|Datum|Verfasser|Antragstell|Anfragestell|Fragestell|Einreich"
    r"|Eingereicht|Eingang|Eingegangen|eingegangen|Gremi|Beratungsfolge|Az\b|Aktenzeichen|Dezernat|Amt\b|TOP\b"
    r"|Sitzung|Status|(?:nicht|Nicht)?[Öö]ffentlich(?:keit)?\s*(?::|$)|Fraktion\b|FRAKTION|Nr\.|Antrag\s?(?:Nr"
    r"|:)|An\s(?:den|die|das)|Herrn?\b|Frau\b|von:|Von:|An:|Cc:|CC:|Gesendet|Verantwortlich"
    r"|Dienststelle|Federführ|Vorgang|Ort\b|Wahlperiode|\d+\.\sWahlperiode|Tel\b|Telefon|E-?[Mm]ail|Fax"
    r"|\w+nummer\s?:|[Vv]orgesehene|Beratung\s(?:im|in)\b|[Ee]ingereicht|Internet|www\.|Gedruckt|Stadt\s\S+$|Der\sOberbürger|Die\sOberbürger|Der\sBürgermeister"
    r"|Die\sBürgermeisterin|zur\sVorlage)"
)
_COUNCIL_LINE = re.compile(  # "Stadtverordnetenversammlung Oberau", "im Kreistag des Landkreises Wiesen"
    r"(?:(?:im|in\sder)\s)?(?:Rat|\w*(?:[Ss]tadt|[Gg]emeinde|[Oo]rts|[Kk]reis)(?:chafts)?(?:rat|tag)"
    r"|Stadtverordnetenversammlung|Gemeindevertretung|Bürgerschaft|Bezirks(?:versammlung|vertretung)|Ortsbeirat)"
    r"(?:\s(?:der|des|von)\s(?:Stadt|Gemeinde|Landkreises|Kreises|Hansestadt)|\s(?:der|des))?"
    r"(?:\s[A-ZÄÖÜ][\w-]+){0,3}$"
)
_AMENDED_PAPER = re.compile(r"^[ ]*(?P<words>zu[rm]?[ ][^\n„]{4,60}„[^“”]{4,200}[“”])[ ]*$", re.MULTILINE)


def find_betreff(text: str, operative: int) -> str | None:
    """The words of the subject as they stand in the text, or None."""
    found = _labelled_subject(text, operative) or _unlabelled_subject(text[:operative])
    amended = None if found else _AMENDED_PAPER.search(text, 0, operative)
    return amended["words"] if amended is not None else found


def _labelled_subject(text: str, operative: int) -> str | None:
    found = list(_SUBJECT_LABEL.finditer(text, 0, min(len(text), operative + 400)))
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
        or (line.rstrip().endswith((",", ":")) and ORDER.search(line))
        or re.match(r"\(?\d{1,2}[.)]\s", line)
    )


def _unlabelled_subject(head: str) -> str | None:
    """The first words below the title that are no label, letterhead, table or announcement; a line that says which
    paper is to be changed is the subject itself."""
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
    if is_title(line) and not re.search(r"[„\"]|\d:\s+[A-ZÄÖÜ]\w", line):
        return True
    if re.match(r"(?:der|von|des)\s(?:\S*[Ff]raktion|Gruppe|Stadträt|Ratsmitglied|Stadtverordnet)", words):
        return True
    if re.search(r"[Ff]raktion\b[^.]{0,60}$", words) and len(words) < 70:
        return True
    if PAPER_NUMBER.fullmatch(words) or (find_dates(words) and len(words) < 60):
        return True
    if re.search(r"\d\.\d\d\.\d{2,4}", words) and MEETING.search(words):
        return True
    if COUNCILLOR.match(words) or re.search(
        r"Recyclingpapier$|^(?:im\s)?[\w-]*(?:rat|ausschuss)(?:\s[A-ZÄÖÜ][\w-]+)?$", words
    ):
        return True
    if _COUNCIL_LINE.match(words):
        return True
    if KIND_LABEL.match(words) or re.fullmatch(r"\(?\d{1,2}[.)]", words):
        return True
    if re.search(r"\bTOP\b|\bTermin\b|·|Wahlperiode|\b\d{5}\s[A-ZÄÖÜ]", words):
        return True
    return bool(re.fullmatch(r"[xX\s]+|ö|nö|[ÖN]|\d{1,3}|[A-ZÄÖÜ .]{3,40}|(?:nicht)?öffentlich\w*", words))
