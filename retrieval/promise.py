"""Whether a sentence promises something: money, a date, or that something will be done."""

from __future__ import annotations

import re

from retrieval.state import Zustand, state_of

_WILL = re.compile(
    r"\b(?:wird|werden|sagt\b.*\bzu|sichert\b.*\bzu|garantiert|verpflichtet\s+sich|stellt\b.*\bbereit|folgt|folgen"
    r"|beginnt|beginnen|startet|starten|erhält|erhalten|bekommt|bekommen|kommt|kommen)\b",
    re.IGNORECASE | re.DOTALL,
)
_OPEN = re.compile(
    r"\b(?:geprüft|untersucht|beraten|abgewogen|verzichtet|abgelehnt|nicht|kein\w*|ob|kann|könnte\w*|würde\w*|sofern|falls)\b"
    r"|\bprüf\w+",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:wurden?|worden|war|waren)\b")
_TODAY = re.compile(
    r"\b(?:derzeit|zurzeit|aktuell|seit|bereits|jährlich|regelmäßig|täglich|monatlich|wöchentlich)\b", re.I
)
_MONEY = re.compile(r"\d\s*(?:€|Euro|EUR|Mio\.?|Millionen)|\b(?:Mittel|Haushalt|Zuschuss|Förderung|Stelle[n]?)\b")
_DATE = re.compile(
    r"\b(?:bis|ab|im|zum|noch|Ende|Anfang|Mitte|nächste[nsmr]?|kommende[nsmr]?)\s+"
    r"(?:zum\s+|dem\s+|Ende\s+|Anfang\s+|Mitte\s+|der\s+)?"
    r"(?:\d{1,2}\.|(?:20)\d\d|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|Frühjahr|Sommer\w*|Herbst\w*|Winter\w*|Jahr\w*|Quartal|Monat\w*|Woche\w*|dieses\s+Jahr)",
    re.IGNORECASE,
)


def promise_of(sentence: str) -> str | None:
    """What a sentence promises: "Geld", "Termin" or "Maßnahme"; None where it promises nothing.

    What is examined, what may be, what was done and what is so already is no promise.
    """
    if not _WILL.search(sentence) or _OPEN.search(sentence) or _DONE.search(sentence):
        return None
    dated = bool(_DATE.search(sentence))
    if _TODAY.search(sentence) and not dated:
        return None
    if state_of(sentence) in (Zustand.ABGELEHNT, Zustand.VERNEINT):
        return None
    if _MONEY.search(sentence):
        return "Geld"
    return "Termin" if dated else "Maßnahme"
