"""What kind of paper a text is: a motion, the administration's reply, or an official's note.

In: the text alone. Out: its Art. The title decides where there is one; else what only one kind of paper holds
("Antwort zu 1.", "Der Rat möge beschließen").
"""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.domain import Art
from corpus.parsing.antwort_marken import find_marks
from corpus.parsing.zeilen import lines_of

_TITLE_LINES = 30
"""A title stands among the first lines."""
_TITLES: tuple[tuple[Art, re.Pattern[str]], ...] = (
    (
        Art.VERMERK,  # "Vermerk", "Gesprächsvermerk vom 3. Mai", "AKTENVERMERK"
        re.compile(
            r"(?:(?:[A-ZÄÖÜ][a-zäöü]+)?[Vv]ermerk|[A-ZÄÖÜ]*VERMERK)(?:[ ]*:?$|[ ](?:zu|zum|zur|über|vom|für|des|der)\b)"
        ),
    ),
    (
        Art.STELLUNGNAHME,  # "STELLUNGNAHME zur Anfrage", "Antwort der Verwaltung auf die Anfrage ...", "Stellungnahme"
        re.compile(
            r"""
            STELLUNGNAHME\b
            | Stellungnahme(?:[ ]der[ ](?:Stadtv|V)erwaltung)?(?:[ ](?:Nr\.[ ]?)?[A-Z]{0,3}[ /-]?\d[\w/-]*)?
              (?:[ ]*:?$|[ ](?:zu[mr]?|auf|vom)\b)
            | (?:Antwort|Beantwortung)(?:[ ]der[ ](?:Stadtv|V)erwaltung)?[ ](?:auf|zu[mr]?|der|des|einer|eines)\b.*
              (?:[Aa]nfrage|[Aa]ntrag)
            | (?:Antwort|Beantwortung)[ ]der[ ](?:Stadtv|V)erwaltung$ | Mitteilung[ ]der[ ]Verwaltung\b
            """,
            re.VERBOSE,
        ),
    ),
    (
        Art.ANTRAG,  # "Antrag", "ÄNDERUNGSANTRAG", "A n f r a g e", "Antrag der Fraktion ...", "Kleine Anfrage"
        re.compile(
            r"""
            (?: (?:Kleine|Große|Schriftliche|Mündliche|[Ii]nterfraktionelle[r]?|Gemeinsame[r]?)[ ] )?
            (?: [A-ZÄÖÜ][a-zäöü]*(?:antrag|anfrage) | Antrag | Anfrage | [A-ZÄÖÜ]*(?:ANTRAG|ANFRAGE)
              | A[ ]n[ ]t[ ]r[ ]a[ ]g | A[ ]n[ ]f[ ]r[ ]a[ ]g[ ]e )
            (?: [ ]*:?$ | [ ](?:(?:der|von|des|gemäß|nach|zu[mr]?)\b|gem\.) | [ ](?:Nr\.[ ]?)?[A-Z]{0,4}[ /-]?\d )
            """,
            re.VERBOSE,
        ),
    ),
)
_SIGNS: tuple[tuple[Art, float, str], ...] = (
    (Art.STELLUNGNAHME, 2.0, r"^[ ]*(?:Antwort|Stellungnahme)[ ]zu[ ]\w"),
    (Art.STELLUNGNAHME, 2.0, r"^[ ]*Zu[ ](?:(?:Frage|Punkt|Ziffer)[ ])?\d{1,2}[.:)]"),
    (Art.STELLUNGNAHME, 1.5, r"Verwaltung (?:nimmt|hat|beantwortet|antwortet)\b[^.]{0,120}(?:Stellung|folgt)"),
    (Art.STELLUNGNAHME, 1.5, r"\|[ ]*Frage[ ]*\|[ ]*Antwort"),
    (Art.STELLUNGNAHME, 1.5, r"^[ ]*(?:Verantwortlich|Federführendes[ ]Amt|Dezernat\b)"),
    (Art.STELLUNGNAHME, 2.0, r"^[ ]*(?:Kurzfassung|Finanzielle[ ]Auswirkungen|Beschlussempfehlung)"),
    (Art.STELLUNGNAHME, 1.0, r"^[ ]*Antwort(?:[ ]der[ ]Verwaltung)?[ ]*:"),
    (Art.ANTRAG, 3.0, r"(?:möge|wolle|soll)n?[ ](?:\w+[ ]){0,3}beschlie(?:ß|ss)en|[Ww]ir[ ]beantragen"),
    (Art.ANTRAG, 2.0, r"[Ww]ir (?:bitten|fragen|möchten wissen)|fragen wir|frage ich|bitten wir|Uns interessiert"),
    (Art.ANTRAG, 2.0, r"(?:Verwaltung|Magistrat|[Bb]ürgermeister\w*)\s+wird\s+(?:beauftragt|gebeten|aufgefordert)"),
    (Art.ANTRAG, 1.5, r"^[ ]*(?:Begründung|Sachverhalt/Begründung)[ ]*:?[ ]*$"),
    (Art.ANTRAG, 1.0, r"^[ ]*(?:Für die Fraktion|Mit \w+ Grüßen)|[Ff]raktionsvorsitz"),
)
_ANSWERS = 2.5
"""What questions with answers between them weigh: a motion has none."""


def detect_kind(text: str) -> Art:
    """The kind of this paper; a motion where nothing tells."""
    for line in [line.strip() for line in text.splitlines() if line.strip()][:_TITLE_LINES]:
        for art, title in _TITLES:
            if title.match(line):
                return art
    weights = {Art.ANTRAG: 0.0, Art.STELLUNGNAHME: 0.0}
    for art, weight, sign in _SIGNS:
        if re.search(sign, text, re.MULTILINE):
            weights[art] += weight
    weights[Art.STELLUNGNAHME] += _ANSWERS * _answers_its_questions(text)
    return Art.STELLUNGNAHME if weights[Art.STELLUNGNAHME] > weights[Art.ANTRAG] else Art.ANTRAG


def _answers_its_questions(text: str) -> bool:
    """Whether sentences without a question mark stand between numbered questions."""
    lines = lines_of(text)
    starts = [mark.zeile for mark in find_marks(lines)]
    answered = 0
    for begin, end in pairwise(starts):
        asked = next((i for i in range(begin, end) if lines[i].text.endswith("?")), None)
        answered += asked is not None and asked + 1 < end and lines[end - 1].text.endswith(".")
    return answered >= 2
