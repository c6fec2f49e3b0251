"""Promises: sentences by which the town hall binds itself to money, a day or an action. Pure.

A promise that a paper makes is quoted with its source; one that nobody has written before is marked, so that whoever
signs sees that it is theirs. What is only examined, or said of what is and was, promises nothing.
"""

from __future__ import annotations

import re

from corpus.domain import FaktArt
from corpus.fact_kind import kind_of
from corpus.fact_times import Rolle, times_in

_MONEY = re.compile(
    r"\d[\d.,]*\s*(?:€|Euro|EUR|Mio\b|Mrd\b|Millionen|Tausend)|\b(?:Mittel|Gelder|Zuschüsse?|Förderung)\b.*\b(?:bereit\w*|"
    r"zur\s+Verfügung|gewährt|bewilligt|eingeplant|erhöht)\b",
    re.IGNORECASE | re.DOTALL,
)
_BOUND = re.compile(
    r"\b(?:sagt|sagen|sichert|sichern)\b.*\bzu\b|\b(?:zugesagt|zugesichert|garantiert|garantieren|verpflichtet\s+sich|"
    r"verpflichten\s+sich)\b|\b(?:stellt|stellen)\b.*\b(?:bereit|zur\s+Verfügung)\b|\b(?:übernimmt|übernehmen)\b",
    re.IGNORECASE | re.DOTALL,
)
_COMING = re.compile(r"\b(?:wird|werden|soll|sollen)\b")
_ONLY_LOOKED_AT = re.compile(
    r"\b(?:geprüft|prüfen|prüft|untersucht|untersuchen|beraten|erörtert|abgewogen|bewertet|erwartet|erwogen)\b"
)
_DENIED = re.compile(r"\b(?:nicht|kein\w*|weder)\b", re.IGNORECASE)


def promises_of(sentence: str) -> tuple[str, ...]:
    """What a sentence binds the town hall to: "Geld", "Termin", "Handlung"; () where it promises nothing.

    A condition ("sofern Mittel bereitstehen") leaves the promise one: it is only the denied that is none.
    """
    line = " ".join(sentence.split())
    bound = bool(_BOUND.search(line))
    coming = kind_of(line) is FaktArt.ABSICHT or (bool(_COMING.search(line)) and bool(_days_ahead(line)))
    if not (bound or coming) or _DENIED.search(line):
        return ()
    found = []
    if _MONEY.search(line):
        found.append("Geld")
    if _days_ahead(line):
        found.append("Termin")
    if not _ONLY_LOOKED_AT.search(line):
        found.append("Handlung")
    return tuple(found)


def _days_ahead(line: str) -> bool:
    """Whether it names a time for which something is announced: never one since when something is."""
    return any(time.rolle in (Rolle.FUER, Rolle.BIS, Rolle.ZUM, Rolle.NICHT_VOR) for time in times_in(line))
