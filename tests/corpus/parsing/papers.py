"""Replies of a city that doesn't exist, in the forms that cities print: heads to be joined with any body."""

from __future__ import annotations

from corpus.domain import Antwort, Stellungnahme
from corpus.parsing.stellungnahme import parse_stellungnahme

FORM_HEAD = """HOHENWERDER
Stadt am Moor

Stellungnahme
zur Anfrage Nr. AF/0052/2024
Vorlage: ST/0071/2024 | Datum: 14.05.2024
Dezernat III
Verfasser: | 67-Amt für Stadtgrün | Az.: 67.1/12-3
Betreff:

Anfrage der Fraktion Moor und Mühle: Sauberkeit
im Kurpark

Gremienweg:
06.06.2024 | Ausschuss für Umwelt und Kurwesen | |einstimmig| |mehrheitl.| |ohne BE
| |abgelehnt |Kenntnis |abgesetzt
verwiesen vertagt geändert
TOP öffentlich | Enthaltungen Gegenstimmen

"""

LETTER_HEAD = """Stadt Hohenwerder                                Drucksache Nr. 21/0417
Die Bürgermeisterin
Dezernat II – Ordnung und Soziales
Federführendes Amt: 32 – Ordnungsamt
Hohenwerder, den 03.11.2021

Antwort der Verwaltung auf die Anfrage AN 21/0399 der Fraktion Freie Liste Hohenwerder

Betreff: Parken am Kurhaus

Beratungsfolge:
Ordnungsausschuss, 18.11.2021, nichtöffentlich
Stadtrat, 02.12.2021, öffentlich

"""

COLUMN_HEAD = """STADT HOHENWERDER
Der Oberbürgermeister

STELLUNGNAHME zum Antrag
Fraktion Moor und Mühle
Antrag Nr. A 2018/0033

Vorlage Nr.:
Verantwortlich:
2018/0051
Dez. I, Stabsstelle Moorschutz
Datum: 12.04.2018

Wiedervernässung der Torfstiche

Gremium                              Termin        TOP    ö    nö
Umweltausschuss                      26.04.2018    7.2    x

"""


def answers(body: str, head: str = FORM_HEAD) -> tuple[Antwort, ...]:
    """The answers of a reply with this body."""
    return reply(body, head).antworten


def reply(body: str, head: str = FORM_HEAD) -> Stellungnahme:
    """What is read from a reply with this body; every answer's offsets are checked on the way."""
    text = head + body
    found = parse_stellungnahme(text)
    for answer in found.antworten:
        assert text[answer.start : answer.ende] == answer.antwort
    return found


def pairs(body: str, head: str = FORM_HEAD) -> list[tuple[tuple[str, ...], str | None, str]]:
    """Numbers, question and answer of each Antwort, the answer in one line."""
    return [(answer.nr, answer.frage, " ".join(answer.antwort.split())) for answer in answers(body, head)]
