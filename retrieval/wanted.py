"""What kind of value a question wants, and whether a text has it: an amount, a number, a day, yes or no, a reason."""

from __future__ import annotations

import re
from functools import lru_cache

_MONTH = r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
_KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(
            r"kost|gebühr|beitrag|höhe|wie\s+hoch|steuer|euro|zahlt|zahlen|zuschuss|förder|preis|tarif|entgelt|satz\b|"
            r"bußgeld|taxe",
            re.IGNORECASE,
        ),
        re.compile(r"€|\b(?:Euro|EUR|Cent|TEUR|Prozent)\b|%"),
    ),
    (
        re.compile(r"wie\s+viele|\banzahl|\bzahl|anteil|wie\s+oft|wie\s+lange|zahlen\b", re.IGNORECASE),
        re.compile(r"\b\d[\d.]*\b|\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)\b"),
    ),
    (re.compile(r"geöffnet|öffnungszeit|uhrzeit", re.IGNORECASE), re.compile(r"\bUhr\b")),
    (
        re.compile(r"\b(?:wann|zeitpunkt|zeitplan|termin\w*|\w*beginn|fertigstellung)\b", re.IGNORECASE),
        re.compile(
            rf"\b(?:19|20)\d\d\b|\b\d{{1,2}}\.\s?(?:\d{{1,2}}\.|{_MONTH})|\b{_MONTH}\b"
            r"|\b(?:Frühjahr|Sommer|Herbst|Winter|Quartal|Anfang|Ende|Mitte)\b"
        ),
    ),
    (
        re.compile(
            r"^\W*(?:Ist|Sind|War|Waren|Hat|Haben|Gibt|Gilt|Gelten|Wird|Werden|Wurden?|Kann|Können|Darf|Dürfen|Soll|"
            r"Sollen|Muss|Müssen|Plant|Besteht|Bestehen|Liegt|Liegen|Sieht|Hält|Beabsichtigt|Trifft|Existiert)\b"
        ),
        re.compile(r"^\W*(?:Ja|Nein)\b|^\W*Derzeit\s+nicht\b"),
    ),
    (
        re.compile(r"\b(?:warum|weshalb|wieso|aus\s+welche[mn]|gründe?)\b", re.IGNORECASE),
        re.compile(r"\b(?:weil|da|aufgrund|gründe?n?|daher|deshalb|deswegen|wegen)\b", re.IGNORECASE),
    ),
)
"""How a question asks for a kind of value, and how an answer looks that tells it."""


def fits(question: str, text: str) -> float:
    """1 if the text has a kind of value that the question wants, -1 if it has none of them, 0 where none is wanted."""
    wanted = kinds_wanted(question)
    if not wanted:
        return 0.0
    return 1.0 if any(_KINDS[kind][1].search(text) for kind in wanted) else -1.0


@lru_cache(maxsize=1_000)
def kinds_wanted(question: str) -> tuple[int, ...]:
    """The kinds of value that a question wants; where it wants none, no text need be read."""
    return tuple(kind for kind, (asked, _) in enumerate(_KINDS) if asked.search(question))
