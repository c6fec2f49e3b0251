"""What kind of paper a text is: a motion, the administration's reply, or an official's note.

In: the text alone. Out: its Art. The title decides where there is one; else what only one kind of paper holds
("Antwort zu 1.", "Der Rat möge beschließen").
"""

from __future__ import annotations

import re

from corpus.domain import Art

_HEAD = 1500
_VERMERK = re.compile(
    r"^[ ]*(?:[A-ZÄÖÜ][a-zäöü]+)?(?:[Vv]ermerk|VERMERK|AKTENVERMERK)(?:[ ]*(?::|$|[ ](?:zu|über|vom|für|des|der)\b))",
    re.MULTILINE,
)
_REPLY = (
    (
        3.0,
        re.compile(
            r"^[ ]*(?:-[ ]*)?STELLUNGNAHME\b|^[ ]*Stellungnahme(?:[ ]der[ ]Verwaltung)?[ ]*(?:$|:|zu[mr]\b)",
            re.MULTILINE,
        ),
    ),
    (
        3.0,
        re.compile(
            r"(?:Antwort|Beantwortung|Stellungnahme)(?:[ ]der[ ](?:Stadtv|V)erwaltung)?[ ](?:auf|zu|der|des)[ ]?(?:die|den|zum|zur|r|m)?\s+(?:\w+[ ]){0,2}(?:Anfrage|Antrag)"
        ),
    ),
    (2.0, re.compile(r"^[ ]*(?:Antwort|Stellungnahme)[ ]zu[ ]\w", re.MULTILINE)),
    (2.0, re.compile(r"^[ ]*Zu[ ](?:(?:Frage|Punkt|Ziffer)[ ])?\d{1,2}[.:)]", re.MULTILINE)),
    (
        1.5,
        re.compile(
            r"Die (?:Stadtv|V)erwaltung (?:nimmt|nehmen|hat|beantwortet|antwortet)\b[^.]{0,120}(?:Stellung|geprüft|folgt|Ergebnis)"
        ),
    ),
    (1.5, re.compile(r"\|[ ]*Frage[ ]*\|[ ]*Antwort")),
    (1.0, re.compile(r"^[ ]*(?:Verantwortlich|Federführendes[ ]Amt|Dezernat\b)", re.MULTILINE)),
    (1.0, re.compile(r"^[ ]*(?:Kurzfassung|Finanzielle[ ]Auswirkungen|Beschlussempfehlung)", re.MULTILINE)),
    (1.0, re.compile(r"^[ ]*Antwort[ ]*:", re.MULTILINE)),
)
_MOTION = (
    (3.0, re.compile(r"^[ ]*(?:(?:Änderungs|Ergänzungs|Prüf|Dringlichkeits|Eil|Berichts|Haushalts)?(?:antrag|ANTRAG|Antrag|anfrage)|ÄNDERUNGSANTRAG|ERGÄNZUNGSANTRAG|"
                     r"A[ ]n[ ]t[ ]r[ ]a[ ]g|A[ ]n[ ]f[ ]r[ ]a[ ]g[ ]e|Anfrage|ANFRAGE|(?:Kleine|Große)[ ]Anfrage)(?:[ ]*$|[ ]*:|[ ]+(?:der|von|gem|nach|Nr|[A-Z]{1,4}[/-]?\d))", re.MULTILINE)),
    (3.0, re.compile(r"(?:möge|wolle|soll)n?[ ](?:\w+[ ]){0,3}beschlie(?:ß|ss)en|beantrag(?:en|t)[ ](?:wir|die Fraktion)|[Ww]ir[ ]beantragen")),
    (2.0, re.compile(r"[Ww]ir (?:bitten|fragen|möchten wissen|stellen)|fragen wir|frage ich|bitten wir|Uns interessiert|fragt die (?:Stadtv|V)erwaltung")),
    (2.0, re.compile(r"(?:Verwaltung|Magistrat|Oberbürgermeister\w*|Senat)\s+wird\s+(?:beauftragt|gebeten|aufgefordert)|beauftragt[ ]die[ ](?:Stadtv|V)erwaltung")),
    (1.5, re.compile(r"^[ ]*(?:Begründung|Sachverhalt/Begründung)[ ]*:?[ ]*$", re.MULTILINE)),
    (1.0, re.compile(r"^[ ]*(?:gez\.|Für die Fraktion|Mit (?:freundlichen|sonnigen|besten) Grüßen)|[Ff]raktionsvorsitz", re.MULTILINE)),
    (1.0, re.compile(r"^[ ]*Beschluss(?:entwurf|vorschlag)[ ]*:", re.MULTILINE)),
)  # fmt: skip


def detect_kind(text: str) -> Art:
    """The kind of this paper; a motion where nothing tells."""
    head = text[:_HEAD]
    reply = sum(weight for weight, pattern in _REPLY if pattern.search(text))
    motion = sum(weight for weight, pattern in _MOTION if pattern.search(text))
    note = _VERMERK.search(head)
    if note and not re.search(
        r"^[ ]*(?:STELLUNGNAHME|Stellungnahme|Antrag|Anfrage)\b", head[: note.start()], re.MULTILINE
    ):
        return Art.VERMERK
    return Art.STELLUNGNAHME if reply > motion or (reply >= 3.0 and reply >= motion - 1.0) else Art.ANTRAG
