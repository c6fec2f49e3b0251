"""A reply as text to a `Stellungnahme`: head, Gremienweg, answers, finances, recommended decision.

In: the text of a Lesefassung. Out: a Stellungnahme whose answers carry offsets in that text. Pure; nothing of the motion
that was replied to is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.domain import Art, Stellungnahme
from corpus.parsing.antworten import cut_answers, has_points
from corpus.parsing.antwort_marken import find_marks
from corpus.parsing.dates import parse_date
from corpus.parsing.fraktion import find_fraktion
from corpus.parsing.gremienweg import gremienweg_end, is_public, parse_gremienweg
from corpus.parsing.header import PAPER_NUMBER, HeadField, Label, field_value, find_fields, head_date
from corpus.parsing.kind import detect_kind
from corpus.parsing.stellungnahme_abschnitte import Abschnitt, Teil, sections_of
from corpus.parsing.zeilen import Zeile, joined, lines_of, paragraphs_of


def parse_stellungnahme(text: str) -> Stellungnahme:
    """The reply (or Vermerk) in this text. A field that the paper doesn't have is None."""
    end = head_end(text)
    head = text[:end]
    sections = sections_of(lines_of(text, end))
    fields = find_fields(head)
    stations = parse_gremienweg(head)
    office = _office(head, fields)
    day = parse_date(head_date(head) or "")
    return Stellungnahme(
        vorlage=_vorlage(fields),
        antrag=_antrag(head, fields),
        datum=day or next((station.datum for station in stations if station.datum), None),
        dezernat=office.dezernat,
        amt=office.amt,
        betreff=_betreff(head, fields),
        fraktion=find_fraktion(head),
        oeffentlich=is_public(head),
        gremienweg=stations,
        antworten=cut_answers(text, _answering(sections)),
        finanzielle_auswirkungen=_finances(sections),
        beschlussempfehlung=_words_of(sections, Teil.BESCHLUSS),
        art=Art.VERMERK if detect_kind(text) is Art.VERMERK else Art.STELLUNGNAHME,
        aktenzeichen=field_value(fields, Label.AKTENZEICHEN),
    )


# --- the head ---------------------------------------------------------------------------------------------------------

_BODY_HEADING = re.compile(  # "Stellungnahme:", "Kurzfassung", "Nr. | Frage | Antwort"
    r"^[ ]*(?:(?:Stellungnahme|Antwort|Antworten|Beantwortung)(?:[ ]der[ ]Verwaltung)?[ ]*:[ ]*|-?[ ]*Kurzfassung[ ]*-?[ ]*"
    r"|(?:Ergänzende[ ])?Erläuterungen?[ ]*:?[ ]*|Sachverhalt[ ]*:?[ ]*|(?:Lfd\.[ ]?)?(?:Nr\.?|Nummer)[ ]*\|.*Frage.*)$",
    re.MULTILINE,
)
_LEAD_IN = re.compile(r"(?:nimmt|nehmen|beantwortet|antwortet|bewertet|geprüft|teilt|Stellung)\b.*|Sehr geehrte")
_HEAD_LINES = 45


def head_end(text: str) -> int:
    """The offset at which the head ends and the body begins."""
    lines = lines_of(text)
    opening = _BODY_HEADING.search(text)
    limit = opening.start() if opening else len(text)
    first = next((m.start for m in find_marks(lines) if m.zahlen[:1] == (1,) and _below_head(text, m.start)), len(text))
    heading = next((line.start for line in lines if sections_of([line]) == []), len(text))
    limit = min(limit, first, heading)
    if opening and opening.start() == limit:
        return opening.end() if "|" in opening.group() or ":" in opening.group() else opening.start()
    table = gremienweg_end(text[:limit][: _head_length(lines)])
    labelled = max(
        (f.ende for f in find_fields(text[: min(limit, _head_length(lines))]) if f.label in _HEAD_LABELS), default=0
    )
    if not table:
        labelled = _title_below(text, labelled, limit)
    return min(limit, max(table, labelled)) or min(limit, _title_end(lines))


_HEAD_LABELS = (Label.VORLAGE, Label.DATUM, Label.BETREFF, Label.VERANTWORTLICH, Label.VERFASSER, Label.AKTENZEICHEN)


def _below_head(text: str, offset: int) -> bool:
    """Whether a number stands below the head: something of a head stands above it."""
    return len(text[:offset].split()) >= 2 or offset < 3


def _head_length(lines: Sequence[Zeile]) -> int:
    return lines[min(_HEAD_LINES, len(lines)) - 1].ende if lines else 0


def _title_end(lines: Sequence[Zeile]) -> int:
    """Without any labelled field the first short lines are the head."""
    end = 0
    for line in lines[:8]:
        if len(line.text) > 70 or line.text.endswith("."):
            break
        end = line.ende
    return end


def _title_below(text: str, end: int, limit: int) -> int:
    """Where a head without label or table for it ends with the subject: a short paragraph that is no sentence."""
    paragraphs = paragraphs_of(lines_of(text, end, limit))
    if not end or len(paragraphs) < (1 if limit < len(text) else 2):
        return end
    title = joined(paragraphs[0])
    return paragraphs[0][-1].ende if len(title) <= 160 and title[-1] not in ".:?!" else end


def _vorlage(fields: tuple[HeadField, ...]) -> str | None:
    value = field_value(fields, Label.VORLAGE)
    match = PAPER_NUMBER.search(value) if value else None
    return " ".join(match.group().split()) if match else value


_TO_MOTION = re.compile(
    r"(?:[Aa]ntrag|[Aa]nfrage|ANTRAG|ANFRAGE)e?s?\s+(?:(?:mit\s+der\s+)?(?:Nr\.?|Nummer|Drucksache|Drs\.)\s*:?\s*)*"
    r"(?P<number>(?:[A-ZÄÖÜ]{1,5}[ /-]{0,2})?\d[\w/.-]*\d(?:[ ]?/[ ]?[A-Z][ ]\d+)?)"
)


def _antrag(head: str, fields: tuple[HeadField, ...]) -> str | None:
    """The number of the motion that this paper replies to."""
    for match in _TO_MOTION.finditer(head):
        if PAPER_NUMBER.fullmatch(match["number"]):
            return " ".join(match["number"].split())
    value = field_value(fields, Label.ANTRAG)
    found = PAPER_NUMBER.search(value) if value else None
    return " ".join(found.group().split()) if found else None


@dataclass(frozen=True)
class _Office:
    dezernat: str | None
    amt: str | None


_DEZERNAT_THEN_AMT = re.compile(
    r"(?P<dezernat>(?:Dez\.|Dezernat|Geschäftsbereich)[ ]*[\w]+)(?:[ ]*[,/;|][ ]*(?P<amt>.+))?$"
)
_OFFICE_LINE = re.compile(  # a line of its own: "Amt für Digitalisierung", "20-Kämmerei"
    r"(?:\d{1,2}(?:\.\d)?[ ]?[-–][ ]?)?(?:Amt[ ](?:für|\d).{2,60}|[A-ZÄÖÜ][\w-]*(?:amt|Amt)|Stabsstelle[ ].{2,60}|Kämmerei|Stadtkämmerei"
    r"|Fachbereich[ ].{2,60}|Fachdienst[ ].{2,60}|Referat[ ].{2,60}|Zentrales[ ][A-Z].{2,60})"
)
_AMT_THEN_DEZERNAT = re.compile(r"(?P<amt>[^,/]+?)[ ]*[,/][ ]*(?P<dezernat>(?:Dez\.|Dezernat)[ ]*\w+)$")


def _office(head: str, fields: tuple[HeadField, ...]) -> _Office:
    """Dezernat and Amt; "Verantwortlich: Dez. II, Kämmerei" names both."""
    dezernat = field_value(fields, Label.DEZERNAT)
    amt = field_value(fields, Label.AMT, Label.VERFASSER)
    both = field_value(fields, Label.VERANTWORTLICH)
    if both:
        match = _DEZERNAT_THEN_AMT.match(both) or _AMT_THEN_DEZERNAT.match(both)
        if match:
            dezernat, amt = dezernat or match["dezernat"], amt or match["amt"]
        else:
            amt = amt or both
    if amt is None:
        amt = next((line.text for line in lines_of(head) if _OFFICE_LINE.fullmatch(line.text)), None)
    return _Office(dezernat, amt)


def _betreff(head: str, fields: tuple[HeadField, ...]) -> str | None:
    """The labelled subject; without a label the paragraph above the Gremienweg that is no field."""
    labelled = field_value(fields, Label.BETREFF)
    if labelled:
        return labelled
    taken = [(found.start, found.ende) for found in fields]
    table = re.search(r"^[ ]*(?:Gremi(?:um|en)\b|Gremienweg|Beratungsfolge)", head, re.MULTILINE)
    lines = lines_of(head, 0, table.start() if table else len(head))
    free = [line for line in lines if not any(line.start < ende and start < line.ende for start, ende in taken)]
    title: list[Zeile] = []
    for line in reversed(free):
        if title and title[0].after_blank:
            break
        if _NO_SUBJECT.search(line.text) or (title and _between(lines, line, title[0])):
            if title:
                break
            continue
        title.insert(0, line)
    return joined(title) or None


_NO_SUBJECT = re.compile(
    r"^(?:(?:Ober)?[Bb]ürgermeister|Der |Die Ober|Stadt [A-Z]|STADT |STELLUNGNAHME|Stellungnahme zu|Antwort der Verwaltung|Vermerk$"
    r"|\(?(?:Änderungs|Ergänzungs)?[Aa](?:ntrag|nfrage)\b|Gedruckt auf|Vorlage|Verantwortlich|Dienststelle|Datum|Drucksache"
    r"|eingegangen|Eingang|Interfraktionelle|interfraktionelle|Fraktion\b|öffentlich$|nichtöffentlich$)|[Ff]raktion$|fraktion\b"
)


def _between(lines: Sequence[Zeile], line: Zeile, below: Zeile) -> bool:
    return lines.index(below) - lines.index(line) > 1


# --- the body ---------------------------------------------------------------------------------------------------------


def _answering(sections: Sequence[Abschnitt]) -> list[Zeile]:
    """The lines that answer: those with numbered points, else all prose, else the summary."""
    answering = [section for section in sections if section.teil is Teil.ANTWORTEN]
    numbered = [section for section in answering if has_points(section.zeilen)]
    if numbered:
        return _without_lead_in(max(numbered, key=lambda section: len(section.zeilen)).zeilen)
    summary = [section for section in sections if section.teil is Teil.KURZFASSUNG]
    if any(has_points(section.zeilen) for section in summary):
        answering = summary
    chosen = max(answering or summary, key=lambda section: len(section.zeilen), default=None)
    return _without_lead_in(chosen.zeilen) if chosen else []


def _without_lead_in(lines: Sequence[Zeile]) -> list[Zeile]:
    """The lines without a first sentence that only says that an answer follows."""
    paragraphs = paragraphs_of(lines)
    while len(paragraphs) > 1 and _is_lead_in(paragraphs[0]):
        paragraphs = paragraphs[1:]
    return [line for paragraph in paragraphs for line in paragraph]


def _is_lead_in(paragraph: Sequence[Zeile]) -> bool:
    words = joined(paragraph)
    short = len(words) < 220 and words.count(". ") == 0
    return (
        short
        and bool(words.endswith(":") or re.search(r"wie folgt (?:Stellung|beantwortet)?|Sehr geehrte", words))
        and bool(_LEAD_IN.search(words))
    )


def _finances(sections: Sequence[Abschnitt]) -> str | None:
    """What the paper says on finances in words; of boxes to tick, the one that is ticked."""
    for section in sections:
        if section.teil is not Teil.FINANZEN:
            continue
        words = joined(section.zeilen)
        ticked = re.search(r"☒\s*(Ja|Nein|ja|nein)|(Ja|Nein|ja|nein)\s*☒", words)
        if ticked:
            return (ticked.group(1) or ticked.group(2)).lower()
        if words and not re.search(r"Gesamtkosten der|Gesamteinzahlung|☐", words):
            return words
    return None


def _words_of(sections: Sequence[Abschnitt], teil: Teil) -> str | None:
    return next((joined(section.zeilen) for section in sections if section.teil is teil and section.zeilen), None)
