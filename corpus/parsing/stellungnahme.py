"""A reply as text to a `Stellungnahme`: head, Gremienweg, answers, finances, recommended decision.

In: the text of a Lesefassung. Out: a Stellungnahme whose answers carry offsets in that text. Pure; nothing of the
motion that was replied to is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.domain import Art, Stellungnahme
from corpus.parsing.antwort_marken import find_marks
from corpus.parsing.antworten import cut_answers, has_points
from corpus.parsing.fraktion import find_fraktion
from corpus.parsing.gremienweg import is_public, parse_gremienweg
from corpus.parsing.header import Label, field_value, find_fields
from corpus.parsing.kind import detect_kind
from corpus.parsing.stellungnahme_abschnitte import Abschnitt, Teil, sections_of
from corpus.parsing.stellungnahme_kopf import head_end, motion_number, office, own_number, subject, written_on
from corpus.parsing.zeilen import Zeile, joined, lines_of, paragraphs_of


def parse_stellungnahme(text: str) -> Stellungnahme:
    """The reply (or Vermerk) in this text; what the paper doesn't have is None. Never raises.

    `antwort` is the text's own words with their line breaks, `text[start:ende]`; the other fields are in one line. A
    reply without a date takes that of its first meeting.
    """
    end = head_end(text)
    head = text[:end]
    fields = find_fields(head)
    stations = parse_gremienweg(head)
    dezernat, amt = office(head, fields)
    sections = sections_of(lines_of(text, end))
    return Stellungnahme(
        vorlage=own_number(fields),
        antrag=motion_number(head, fields),
        datum=written_on(head) or next((station.datum for station in stations if station.datum), None),
        dezernat=dezernat,
        amt=amt,
        betreff=subject(head, fields),
        fraktion=find_fraktion(head),
        oeffentlich=is_public(head),
        gremienweg=stations,
        antworten=cut_answers(text, _answering(sections)),
        finanzielle_auswirkungen=_finances(sections),
        beschlussempfehlung=_words_of(sections, Teil.BESCHLUSS),
        art=Art.VERMERK if detect_kind(text) is Art.VERMERK else Art.STELLUNGNAHME,
        aktenzeichen=field_value(fields, Label.AKTENZEICHEN),
    )


def _answering(sections: Sequence[Abschnitt]) -> list[Zeile]:
    """The lines that answer: those with numbered points, else all prose, else the summary."""
    answering = [section for section in sections if section.teil is Teil.ANTWORTEN]
    summary = [section for section in sections if section.teil is Teil.KURZFASSUNG]
    numbered = [section for section in answering if has_points(section.zeilen)]
    if not numbered:
        numbered = [section for section in summary if has_points(section.zeilen)]
    chosen = max(numbered or answering or summary, key=lambda section: len(section.zeilen), default=None)
    return _without_lead_in(chosen.zeilen) if chosen else []


_ANNOUNCES = re.compile(r"(?:nimmt|nehmen|beantwortet|antwortet|bewertet|geprüft|teilt|Stellung|Stellungnahme)\b")
_LEAD_IN_LENGTH = 220


def _without_lead_in(lines: Sequence[Zeile]) -> list[Zeile]:
    """The lines without opening sentences that only say that an answer follows."""
    paragraphs = paragraphs_of(lines)
    while len(paragraphs) > 1 and _is_lead_in(joined(paragraphs[0])) and not find_marks(paragraphs[0]):
        paragraphs = paragraphs[1:]
    return [line for paragraph in paragraphs for line in paragraph]


def _is_lead_in(words: str) -> bool:
    if words.startswith("Sehr geehrte"):
        return True
    one_sentence = len(words) < _LEAD_IN_LENGTH and ". " not in words
    return one_sentence and bool(_ANNOUNCES.search(words)) and (words.endswith(":") or "wie folgt" in words)


_TICKED = re.compile(r"☒\s*(?P<behind>[Jj]a|[Nn]ein)|(?P<before>[Jj]a|[Nn]ein)\s*☒")
_FORM = re.compile(r"Gesamtkosten der|Gesamteinzahlung|☐")


def _finances(sections: Sequence[Abschnitt]) -> str | None:
    """What the paper says on finances in words; of boxes to tick, the one that is ticked."""
    for section in sections:
        if section.teil is Teil.FINANZEN:
            words = joined(section.zeilen)
            ticked = _TICKED.search(words)
            if ticked:
                return (ticked["behind"] or ticked["before"]).lower()
            if not _FORM.search(words):
                return words
    return None


def _words_of(sections: Sequence[Abschnitt], teil: Teil) -> str | None:
    return next((joined(section.zeilen) for section in sections if section.teil is teil), None)
