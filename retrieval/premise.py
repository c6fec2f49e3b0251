"""The first premise check: what a point asks for is already so, is no longer so, or was decided otherwise.

In come a point and the statements that retrieval found for it; out comes the statement that overturns the point's
premise, if there is one. A statement counts only where it speaks of the very thing that the point wants: the nouns and
names of the point, weighted by how rare they are, have to stand in it. Unsure is None: then the point is answered, and
nobody is corrected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.domain import Anliegen, AnliegenArt
from retrieval.statements import Aussage, coverage


class Zustand(StrEnum):
    """What a sentence says of its matter, by its own words."""

    BESTEHT = "besteht"
    BEENDET = "beendet"
    ABGELEHNT = "abgelehnt"
    ABSICHT = "absicht"
    OFFEN = "offen"


class Befund(StrEnum):
    """What is wrong with a point's premise."""

    BEREITS_ERFUELLT = "bereits_erfuellt"
    NICHT_MEHR_SO = "nicht_mehr_so"
    ANDERS_ENTSCHIEDEN = "anders_entschieden"


@dataclass(frozen=True)
class Voraussetzung:
    """The statement that overturns a premise, and how."""

    befund: Befund
    aussage: Aussage


_MONTH = r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
_PATTERNS: tuple[tuple[Zustand, re.Pattern[str]], ...] = (
    (
        Zustand.BEENDET,
        re.compile(
            r"""
            \bnicht\s+(?:mehr|länger)\b
            | \b(?:aufgelöst|ausgetreten|gekündigt|abgeschafft|aufgehoben|außer\s+Kraft|aufgegeben)\b
            | \b(?:endete|ausgelaufen|weggefallen)\b
            | \b(?:wurde|wurden|ist|sind)\b.*\b(?:eingestellt|beendet|geschlossen|ersetzt|abgelöst)\b
            """,
            re.VERBOSE | re.IGNORECASE | re.DOTALL,
        ),
    ),
    (
        Zustand.ABGELEHNT,
        re.compile(
            r"""
            \babgelehnt\b | \bverworfen\b
            | \bnicht\s+(?:vorgesehen|geplant|beabsichtigt|weiterverfolgt|weiter\s+verfolgt)\b
            | \bkommt\s+nicht\s+in\s+(?:Betracht|Frage)\b
            | \bdagegen\s+(?:entschieden|ausgesprochen)\b | \bgegen\b.*\b(?:entschieden|ausgesprochen)\b
            | \bwird\b.*\bnicht\b.*(?:\beingeführt|\beingerichtet|\bumgesetzt|\bgebaut|verfolgt)\b
            """,
            re.VERBOSE | re.IGNORECASE | re.DOTALL,
        ),
    ),
    (
        Zustand.ABSICHT,
        re.compile(
            r"""
            \b(?:wird|werden)\b.*\b(?:geprüft|untersucht|vorbereitet|erarbeitet|angestrebt)\b
            | \b(?:ist|sind)\b.*\b(?:vorgesehen|geplant|beabsichtigt)\b
            | \b(?:soll|sollen|sollte|könnte|könnten|würde|würden|müsste|wäre|wären|sofern|falls|voraussichtlich)\b
            | \bob\b.*\bwird\b
            """,
            re.VERBOSE | re.IGNORECASE | re.DOTALL,
        ),
    ),
    (
        Zustand.BESTEHT,
        re.compile(
            rf"""
            \b(?:bereits|schon)\b
            | \bseit\s+(?:dem\s+|der\s+|Anfang\s+|Mitte\s+|Ende\s+|Herbst\s+|Frühjahr\s+|Sommer\s+|Winter\s+)?
              (?:\d{{1,2}}\.\s|{_MONTH}|\d{{4}}|Schuljahr|Haushaltsjahr|Beginn)
            | \b(?:ist|sind)\b.*\b(?:Mitglied|online|eröffnet|fertiggestellt|eingerichtet|freigeschaltet|umgesetzt)\b
            | \b(?:besteht|bestehen|gehört|gibt\s+es|steuerfrei|gebührenfrei|kostenfrei|befreit|in\s+Betrieb)\b
            | \b(?:wurde|wurden|hat|haben)\b.*\b(?:eingeführt|eingerichtet|beschlossen|umgesetzt|eröffnet|gegründet
              |errichtet|aufgebaut|veröffentlicht|freigeschaltet|abgeschlossen|beigetreten|aufgestellt|angelegt|gebildet)\b
            """,
            re.VERBOSE | re.IGNORECASE | re.DOTALL,
        ),
    ),
)
_NEGATED = re.compile(r"\b(?:nicht|kein|keine|keinen|keiner|keinem|ohne)\b", re.IGNORECASE)

MATTER_FLOOR = 0.6
"""So much of the point's nouns and names, weighted by rarity, has to stand in the statement or what it answers."""


def state_of(sentence: str) -> Zustand:
    """What a sentence says of its matter; ended outranks refused, refused outranks planned, planned outranks being."""
    for state, pattern in _PATTERNS:
        if pattern.search(sentence):
            if state is Zustand.BESTEHT and _NEGATED.search(sentence):
                return Zustand.OFFEN
            return state
    return Zustand.OFFEN


def check_premise(
    anliegen: Anliegen, statements: Sequence[Aussage], *, rarity: Callable[[str], float]
) -> Voraussetzung | None:
    """The statement that overturns the premise of `anliegen`, the newest and nearest first; None where there is none.

    `rarity(term)` weighs a term by how few passages hold it. A question asks what is so, it can't be fulfilled; but it
    too may ask about what has ended.
    """
    best: tuple[float, Voraussetzung] | None = None
    for statement in statements:
        if statement.ueberholt_durch:
            continue
        befund = _befund(anliegen, state_of(statement.text))
        if befund is None:
            continue
        matter = coverage(anliegen.text, statement, rarity=rarity)
        if matter >= MATTER_FLOOR and (best is None or matter > best[0]):
            best = (matter, Voraussetzung(befund, statement))
    return best[1] if best else None


def _befund(anliegen: Anliegen, state: Zustand) -> Befund | None:
    if state is Zustand.BEENDET:
        return Befund.NICHT_MEHR_SO
    if anliegen.art is AnliegenArt.FRAGE:
        return None
    return {Zustand.BESTEHT: Befund.BEREITS_ERFUELLT, Zustand.ABGELEHNT: Befund.ANDERS_ENTSCHIEDEN}.get(state)
