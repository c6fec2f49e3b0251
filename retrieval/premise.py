"""The first premise check: what a point asks for is already so, is no longer so, or was decided otherwise.

In come a point and the statements that retrieval found for it; out comes the statement that overturns the point's
premise, if there is one. A statement counts only where it speaks of the very thing that the point wants, and of several
the newest counts. Unsure is None: then the point is answered, and nobody is corrected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.domain import Anliegen, AnliegenArt
from retrieval.demand import demand_of, meets, names_thing
from retrieval.matter import MEMBERSHIP, Rarity, amounts, lasting_things, matter_text, share, verbs, words
from retrieval.slots import institutions
from retrieval.statements import Aussage, context_of


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
            \bnicht\s+(?:mehr|länger)\b | \bkeine?[rnms]?\s+(?:\w+\s+)?mehr\b
            | \b(?:aufgelöst|ausgetreten|gekündigt|abgeschafft|aufgehoben|außer\s+Kraft|aufgegeben|zusammengeführt)\b
            | \b(?:endete|ausgelaufen|weggefallen|aufgegangen|umbenannt|übergegangen)\b
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
            | \bwird\b.*\bnicht\b.*\b(?:eingeführt|eingerichtet|umgesetzt|gebaut|verfolgt)\b
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
              (?:\d{{1,2}}\.|{_MONTH}|\d{{4}}|Schuljahr|Haushaltsjahr|Beginn)
            | \b(?:ist|sind)\b.*\b(?:Mitglied|online|eröffnet|fertiggestellt|eingerichtet|freigeschaltet|umgesetzt)\b
            | \b(?:besteht|bestehen|gehört|gibt\s+es|steuerfrei|gebührenfrei|kostenfrei|befreit|in\s+Betrieb)\b
            """,
            re.VERBOSE | re.IGNORECASE | re.DOTALL,
        ),
    ),
)
_NEGATED = re.compile(r"\b(?:nicht|kein|keine|keinen|keiner|keinem|ohne)\b", re.IGNORECASE)
_DONE = re.compile(r"\b(?:wurde|wurden|ist|sind|hat|haben)\b", re.IGNORECASE)
_DONE_OR_IS = re.compile(r"\b(?:wurden?|ist|sind|besteht|bestehen|gilt|gelten|gibt)\b")
_FOUNDING_VERBS = frozenset("einrichten bilden gründen schaffen aufbauen einsetzen berufen errichten".split())
_ENDING_VERBS = frozenset(
    "aufheben beenden kündigen austreten auflösen abschaffen streichen verzichten einstellen schließen aufgeben".split()
)

FULFILLED_FLOOR = 0.8
"""So much of what the point names has to stand in the statement for that to be what the point wants."""

ENDED_FLOOR = 0.6
"""So much of what a statement says has ended has to stand in the point for that to be what the point counts on."""


def state_of(sentence: str) -> Zustand:
    """What a sentence says of its matter; ended outranks refused, refused outranks planned, planned outranks being."""
    for state, pattern in _PATTERNS:
        if pattern.search(sentence):
            if state is Zustand.BESTEHT and _NEGATED.search(sentence):
                return Zustand.OFFEN
            return state
    return Zustand.OFFEN


def check_premise(anliegen: Anliegen, statements: Sequence[Aussage], *, rarity: Rarity) -> Voraussetzung | None:
    """The newest statement that overturns the premise of `anliegen`; None where there is none.

    `rarity(term)` weighs a term by how few passages hold it. A question asks what is so, it can't be fulfilled; but it
    too may ask about what has ended.
    """
    wanted = matter_text(anliegen.text)
    found: list[tuple[date, float, Voraussetzung]] = []
    for statement in statements:
        verdict = _verdict(anliegen, wanted, statement, rarity)
        if verdict is not None:
            befund, matter = verdict
            found.append((statement.passage.datum or date.min, matter, Voraussetzung(befund, statement)))
    changed = _changed_amount(anliegen, wanted, statements, rarity)
    if changed is not None:
        found.append((changed.aussage.passage.datum or date.min, 1.0, changed))
    return max(found, key=lambda f: f[:2])[2] if found else None


def _verdict(anliegen: Anliegen, wanted: str, statement: Aussage, rarity: Rarity) -> tuple[Befund, float] | None:
    state = state_of(statement.text)
    asks = anliegen.art is AnliegenArt.FRAGE
    own, context = words(statement.text), words(context_of(statement.passage))
    matter = share(lasting_things(wanted), own, context, rarity=rarity)
    wants_an_end = bool(verbs(wanted) & _ENDING_VERBS)
    demand = demand_of(anliegen.text)
    if state is Zustand.BEENDET:
        ended = _ended(statement.text, wanted, rarity)
        if wants_an_end:
            met = matter >= FULFILLED_FLOOR and not asks and names_thing(demand, statement.text)
            return (Befund.BEREITS_ERFUELLT, matter) if met else None
        return (Befund.NICHT_MEHR_SO, ended) if ended >= ENDED_FLOOR else None
    if asks or wants_an_end:
        return None
    if set(institutions(statement.text)) & set(institutions(wanted)) and verbs(wanted) & _FOUNDING_VERBS:
        matter = 1.0  # to found a board: the board is the matter, whatever else the point says of it
    if matter < FULFILLED_FLOOR or not names_thing(demand, statement.text):
        return None
    if state is Zustand.ABGELEHNT:
        return Befund.ANDERS_ENTSCHIEDEN, matter
    if MEMBERSHIP in own and MEMBERSHIP not in words(wanted):
        return None  # to be a member is no answer to who asks for something else of the association
    holds = state is Zustand.BESTEHT or (state is Zustand.OFFEN and _is_done(wanted, statement.text))
    if holds and meets(demand, statement.text):
        return Befund.BEREITS_ERFUELLT, matter
    return None


def _ended(sentence: str, wanted: str, rarity: Rarity) -> float:
    """How much of what a sentence says has ended stands in the point; in full where that is an office it names.

    Of "Das Hafenamt und das Marktamt wurden zum Amt für Handel zusammengeführt" those ended that stand before the verb.
    """
    subject = _DONE_OR_IS.split(sentence, maxsplit=1)[0]
    if set(institutions(subject)) & set(institutions(wanted)):
        return 1.0
    return share(lasting_things(sentence), words(wanted), frozenset(), rarity=rarity)


def _is_done(wanted: str, sentence: str) -> bool:
    """ "umzustellen" against "wurde umgestellt": what is to be done has been done, by the same verb."""
    return bool(_DONE.search(sentence) and not _NEGATED.search(sentence) and verbs(wanted) & verbs(sentence))


def _changed_amount(
    anliegen: Anliegen, wanted: str, statements: Sequence[Aussage], rarity: Rarity
) -> Voraussetzung | None:
    """The point counts on an amount that stood in an older paper, and the newest word names another."""
    counted_on = amounts(wanted)
    if not counted_on or anliegen.art is AnliegenArt.FRAGE:
        return None
    about = lasting_things(wanted)
    same = [
        s
        for s in statements
        if amounts(s.text)
        and s.passage.datum
        and state_of(s.text) is not Zustand.BEENDET
        and share(about, words(s.text), words(context_of(s.passage)), rarity=rarity) >= ENDED_FLOOR
    ]
    if not same:
        return None
    newest = max(same, key=lambda s: s.passage.datum or date.min)
    older = [s for s in same if (s.passage.datum or date.min) < (newest.passage.datum or date.min)]
    if amounts(newest.text) & counted_on or not any(amounts(s.text) & counted_on for s in older):
        return None
    return Voraussetzung(Befund.NICHT_MEHR_SO, newest)
