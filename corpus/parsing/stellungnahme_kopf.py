"""The head of a reply: where it ends, and what only a reply's head says (its own number, the motion's, the office).

In: a reply's text, or its head. Out: an offset, and field values as printed. Labels are found in `header`; here is what
papers say without one: "Stellungnahme zum Antrag Nr. 7/2024", a subject in a line of its own, "Dez. II, Bauamt".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from corpus.parsing.antwort_marken import find_marks
from corpus.parsing.dates import parse_date
from corpus.parsing.gremienweg import gremienweg_end
from corpus.parsing.header import PAPER_NUMBER, HeadField, Label, field_value, find_fields, head_date
from corpus.parsing.stellungnahme_abschnitte import opens_section
from corpus.parsing.zeilen import Zeile, joined, lines_of, paragraphs_of

_HEAD_LINES = 45
"""A head is not longer, be it printed with a blank line behind each field."""
_HEAD_LABELS = (Label.VORLAGE, Label.DATUM, Label.BETREFF, Label.VERANTWORTLICH, Label.VERFASSER, Label.AKTENZEICHEN)
_BODY_HEADING = re.compile(  # "Stellungnahme:", "Antwort der Verwaltung:", "Nr. | Frage | Antwort"
    r"""
    ^[ ]*(?:
        (?:Stellungnahme|Antwort|Antworten|Beantwortung)(?:[ ]der[ ]Verwaltung)?[ ]*:[ ]*
      | (?:Lfd\.[ ]?)?(?:Nr\.?|Nummer)[ ]*\|.*Frage.*
    )$
    """,
    re.VERBOSE | re.MULTILINE,
)


def head_end(text: str) -> int:
    """The offset at which the head ends and the body begins."""
    lines = lines_of(text)
    heading = _BODY_HEADING.search(text)
    number = next(
        (mark.start for mark in find_marks(lines) if mark.zahlen[0] == 1 and _has_words(text, mark.start)), None
    )
    section = next((line.start for line in lines if opens_section(line)), None)
    limit = min(offset for offset in (heading and heading.start(), number, section, len(text)) if offset is not None)
    if heading and heading.start() == limit:
        return heading.end()
    top = text[: min(limit, lines[min(_HEAD_LINES, len(lines)) - 1].ende if lines else 0)]
    table = gremienweg_end(top)
    labelled = max((field.ende for field in find_fields(top) if field.label in _HEAD_LABELS), default=0)
    end = max(table, labelled if table else _subject_end(text, labelled, limit))
    return min(limit, end or _title_end(lines))


def _has_words(text: str, offset: int) -> bool:
    """Whether something of a head stands above; a text may also begin with its first number."""
    return len(text[:offset].split()) != 1


def _subject_end(text: str, end: int, limit: int) -> int:
    """Where a head ends that has its subject below the fields and no table: a short paragraph that is no sentence."""
    paragraphs = paragraphs_of(lines_of(text, end, limit))
    if not end or len(paragraphs) < (1 if limit < len(text) else 2):
        return end
    title = joined(paragraphs[0])
    return paragraphs[0][-1].ende if len(title) <= 160 and title[-1] not in ".:?!" else end


def _title_end(lines: Sequence[Zeile]) -> int:
    """Without any field the first short lines are the head."""
    end = 0
    for line in lines[:8]:
        if len(line.text) > 70 or line.text.endswith("."):
            break
        end = line.ende
    return end


# --- numbers and day --------------------------------------------------------------------------------------------------

_TO_MOTION = re.compile(  # "zum Antrag Nr. AT/0080/2025", "auf die Anfrage AN 21/0238", "Anfrage Nr. A 2017/0470"
    rf"(?:[Aa]ntrag|[Aa]nfrage|ANTRAG|ANFRAGE)e?s?\s+(?:(?:mit\s+der\s+)?(?:Nr\.?|Nummer|Drucksache|Drs\.)\s*:?\s*)*"
    rf"(?P<number>{PAPER_NUMBER.pattern})",
    re.VERBOSE,
)
_NUMBER_FIRST = re.compile(rf"(?:(?:Nr\.?|Nummer|Drs\.)\s*)?(?:{PAPER_NUMBER.pattern})", re.VERBOSE)
"""AT/0041/2024;   Nr. 41/2024 vom 02.05.2024"""
_TITLE = re.compile(  # the paragraph that says what is answered: "Antwort der Verwaltung auf die Anfrage ..."
    r"^[ ]*(?:STELLUNGNAHME|Stellungnahme|Antwort|Beantwortung)\b(?:.+\n?){1,3}", re.MULTILINE
)
_WRITTEN_ON = re.compile(r"(?:Stellungnahme|Antwort|[Vv]ermerk|Verwaltung)[ ]vom[ ](?P<datum>\S+(?:[ ]\w+[ ]\d{4})?)")

_PLACE_AND_DAY = re.compile(  # "Stadt Musterau            Musterau, den 08.05.2023": beside the letterhead
    r"(?:^|[ ]{3,}|\t)[A-ZÄÖÜ][\w.-]+(?:[ ][A-ZÄÖÜa-zäöü][\w.-]+){0,2},[ ](?:den[ ])?"
    r"(?P<datum>\d{1,2}\.[ ]?(?:\d{1,2}\.[ ]?|\w+[ ])\d{4})",
    re.MULTILINE,
)


def own_number(fields: tuple[HeadField, ...]) -> str | None:
    """The reply's own number."""
    value = field_value(fields, Label.VORLAGE)
    match = PAPER_NUMBER.search(value) if value else None
    return " ".join(match.group().split()) if match else value


def motion_number(head: str, fields: tuple[HeadField, ...]) -> str | None:
    """The number of the motion that is replied to."""
    own = own_number(fields)
    candidates = [match["number"] for match in _TO_MOTION.finditer(head)]
    labelled = [field.wert for field in fields if field.label is Label.ANTRAG or _is_number(field)]
    candidates += [match.group() for value in labelled for match in PAPER_NUMBER.finditer(value)]
    candidates += [number.group() for title in _TITLE.finditer(head) for number in PAPER_NUMBER.finditer(title.group())]
    return next((clean for clean in (" ".join(number.split()) for number in candidates) if clean != own), None)


def _is_number(field: HeadField) -> bool:
    """Whether a number stands behind "Antrag:" or "Anfrage:", where others name who filed it."""
    return field.label is Label.FRAKTION and bool(_NUMBER_FIRST.match(field.wert))


def written_on(head: str) -> date | None:
    """The day on which the reply was written."""
    match = _WRITTEN_ON.search(head) or _PLACE_AND_DAY.search(head)
    return parse_date(head_date(head) or "") or (parse_date(match["datum"]) if match else None)


# --- the office -------------------------------------------------------------------------------------------------------

_DEZERNAT_FIRST = re.compile(  # "Dez. II, Kämmerei"
    r"(?P<dezernat>(?:Dez\.|Dezernat|Geschäftsbereich)[ ]*\w+)(?:[ ]*[,/;|][ ]*(?P<amt>.+))?$"
)
_AMT_FIRST = re.compile(r"(?P<amt>[^,/]+?)[ ]*[,/][ ]*(?P<dezernat>(?:Dez\.|Dezernat)[ ]*\w+)$")  # "OA / Dez. 2"
_OFFICE_LINE = re.compile(  # a line of its own: "Amt für Digitalisierung", "20-Kämmerei"
    r"""
    (?:\d{1,2}(?:\.\d)?[ ]?[-–][ ]?)?
    (?: Amt[ ](?:für|\d).{2,60} | [A-ZÄÖÜ][\w-]*(?:amt|Amt) | (?:Stadtk|K)ämmerei
      | (?:Stabsstelle|Fachbereich|Fachdienst|Referat)[ ].{2,60} )
    """,
    re.VERBOSE,
)


def office(head: str, fields: tuple[HeadField, ...]) -> tuple[str | None, str | None]:
    """Dezernat and Amt; "Verantwortlich: Dez. II, Kämmerei" names both."""
    dezernat = field_value(fields, Label.DEZERNAT)
    amt = field_value(fields, Label.AMT, Label.VERFASSER)
    both = field_value(fields, Label.VERANTWORTLICH)
    if both:
        match = _DEZERNAT_FIRST.match(both) or _AMT_FIRST.match(both)
        dezernat, amt = (dezernat or match["dezernat"], amt or match["amt"]) if match else (dezernat, amt or both)
    if amt is None:
        amt = next((line.text for line in lines_of(head) if _OFFICE_LINE.fullmatch(line.text)), None)
    return dezernat, amt


# --- the subject ------------------------------------------------------------------------------------------------------

_TABLE = re.compile(r"^[ ]*(?:Gremi(?:um|en)\b|Gremienweg|Beratungsfolge)", re.MULTILINE)
_LABEL_ALONE = re.compile(r"^[ ]*(?:Betreff|Betr\.|Betrifft)[ ]*:", re.MULTILINE)
_NO_SUBJECT = re.compile(
    r"""
    ^(?: (?:Ober)?[Bb]ürgermeister | Der[ ] | Die[ ]Ober | Stadt[ ][A-Z] | STADT[ ] | STELLUNGNAHME
       | Stellungnahme(?:$|[ ]zu) | zu[mr][ ] | Antwort[ ]der[ ]Verwaltung | (?:Akten)?[Vv]ermerk$
       | \(?(?:Änderungs|Ergänzungs)?[Aa](?:ntrag|nfrage)\b(?![ ]\w.*:[ ]\S.{8})    # but "Anfrage der Liste X: Körbe"
       | Gedruckt[ ]auf | Vorlage | Verantwortlich | Dienststelle | Datum | Drucksache | eingegangen | Eingang
       | [Ii]nterfraktionelle | Fraktion\b | (?:nicht)?öffentlich$ )
    | ^[^:]*[Ff]raktion\b[^:]*$ | \d\.\d{1,2}\.\d{4}
    """,
    re.VERBOSE,
)


def subject(head: str, fields: tuple[HeadField, ...]) -> str | None:
    """The labelled subject; without a label the last paragraph above the Gremienweg that is no field."""
    labelled = field_value(fields, Label.BETREFF)
    if labelled or _LABEL_ALONE.search(head):
        return labelled
    taken = [(field.start, field.ende) for field in fields]
    table = _TABLE.search(head)
    lines = lines_of(head, 0, table.start() if table else len(head))
    title: list[Zeile] = []
    for line in reversed(lines[1:]):  # the first line is whose paper it is
        is_field = any(line.start < ende and start < line.ende for start, ende in taken)
        if is_field or _NO_SUBJECT.search(line.text):
            if title:
                break
            continue
        title.insert(0, line)
        if line.after_blank:
            break
    return joined(title) or None
