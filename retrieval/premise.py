"""The premise check: what a point takes for granted or wants, held against what the papers say is so on the Stichtag.

In come a point and the statements that retrieval found for it, none of them from a paper later than the Stichtag; out
comes what is to be said of the point's premise, with the statement that shows it. Of several statements the newest word
counts. Nothing that speaks of it is `UNBEKANNT`, which is said and never taken for so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.domain import Anliegen, AnliegenArt
from retrieval.demand import Forderung, Noun, core_nouns, demand_of, meets, names_thing
from retrieval.matter import MEMBERSHIP, Rarity, lasting_things, matter_text, share, things, verbs, without_dates, words
from retrieval.presupposed import Annahme, Zahlangabe, presupposed, quantities
from retrieval.slots import institutions
from retrieval.state import Teilsatz, Zustand, clauses_of, state_of
from retrieval.statements import Aussage, context_of, statements_of

__all__ = ["Befund", "Voraussetzung", "Zustand", "check_premise", "state_of"]


class Befund(StrEnum):
    """How a point's premise stands."""

    BEREITS_ERFUELLT = "bereits_erfuellt"
    NICHT_MEHR_SO = "nicht_mehr_so"
    ANDERS_ENTSCHIEDEN = "anders_entschieden"
    NIE_SO = "nie_so"
    TRIFFT_ZU = "trifft_zu"
    UNBEKANNT = "unbekannt"


@dataclass(frozen=True)
class Voraussetzung:
    """How a premise stands, and the statement that shows it; None where it is unknown."""

    befund: Befund
    aussage: Aussage | None


@dataclass(frozen=True)
class Punkt:
    """A point, read for the check."""

    text: str
    asks: bool
    annahme: Annahme
    forderung: Forderung
    things: tuple[Noun, ...]
    words: frozenset[str]
    institutions: frozenset[str]
    verbs: frozenset[str]

    @property
    def wants_founding(self) -> bool:
        return bool(self.verbs & _FOUNDING_VERBS)


@dataclass(frozen=True)
class Gesagtes:
    """A clause of a statement with what it is understood from: `own` are its words and those of the sentence that it
    leans on, `context` those of question, subject and the rest of the answer."""

    aussage: Aussage
    clause: Teilsatz
    own: frozenset[str]
    context: frozenset[str]
    rank: int

    @property
    def day(self) -> date:
        return self.aussage.passage.datum or date.min


_FOUNDING_VERBS = frozenset("einrichten bilden gründen schaffen aufbauen einsetzen berufen errichten".split())
_FINITE = re.compile(
    r"\b(?:wurden?|wird|werden|ist|sind|hat|haben|hatte|besteht|bestehen|gilt|gelten|gibt|endete[n]?|ruht|ruhen|musste[n]?"
    r"|zog|zogen|entfällt|entfallen|lehnt|lehnte|scheidet|kommt|fand|fanden|erhält|erlosch|liegt|liegen|war|waren)\b"
)
_TRANSFORMED = re.compile(
    r"\b(?:übertragen|verlegt|umgezogen|überführt|umgewandelt|zog(?:en)?\b.*\bum|ausgegliedert|eingegliedert|umbenannt)\b", re.DOTALL
)
_DECIDERS = frozenset(
    t[0]
    for w in "Stadtrat Rat Gemeinderat Ausschuss Beschluss Sitzung Mehrheit Antrag Kosten Kostengründen Stelle Verwaltung Einrichtung".split()
    for t in things(w)
)

MATTER_FLOOR = 0.5
ENDED_FLOOR = 0.6
FULFILLED_FLOOR = 0.8
KNOWN_FLOOR = 0.4


def check_premise(
    anliegen: Anliegen, statements: Sequence[Aussage], *, rarity: Rarity, stichtag: date | None = None
) -> Voraussetzung:
    """How the premise of `anliegen` stands. `statements` are in the order of retrieval.

    `rarity(term)` weighs a term by how few passages hold it. Statements that begin to hold after `stichtag` count as
    intentions. A question asks what is so, it can't be fulfilled; but it too may ask about what has ended.
    """
    point = _read(anliegen)
    said = [g for g in _said(statements) if stichtag is None or g.day <= stichtag]
    found: list[tuple[date, float, Befund, Gesagtes]] = []
    for each in said:
        verdict = _verdict(point, each, rarity, stichtag)
        if verdict is not None:
            found.append((each.day, verdict[1], verdict[0], each))
    found.extend(_changed(point, said, rarity))
    if found:
        _, _, befund, best = max(found, key=lambda f: (f[0], f[1], -f[3].rank))
        return Voraussetzung(befund, best.aussage)
    best_support = max(said, key=lambda g: (_matter(point, g, rarity), g.day), default=None)
    if best_support is None or _matter(point, best_support, rarity) < KNOWN_FLOOR:
        return Voraussetzung(Befund.UNBEKANNT, None)
    return Voraussetzung(Befund.TRIFFT_ZU, best_support.aussage)


def _read(anliegen: Anliegen) -> Punkt:
    wanted = matter_text(anliegen.text)
    return Punkt(
        text=wanted,
        asks=anliegen.art is AnliegenArt.FRAGE,
        annahme=presupposed(anliegen.text),
        forderung=demand_of(anliegen.text),
        things=lasting_things(wanted),
        words=words(wanted),
        institutions=frozenset(institutions(wanted)),
        verbs=verbs(wanted),
    )


def _said(statements: Sequence[Aussage]) -> list[Gesagtes]:
    ranks: dict[str, int] = {}
    found = []
    for statement in statements:
        rank = ranks.setdefault(statement.passage.id, len(ranks))
        before = _leaned_on(statement)
        rest = words(f"{context_of(statement.passage)} {statement.passage.text}")
        for clause in clauses_of(statement.text):
            own = words(clause.text) | (words(before.text) if before else frozenset())
            found.append(Gesagtes(statement, clause, own, rest, rank))
    return found


def _leaned_on(statement: Aussage) -> Aussage | None:
    if not statement.leans_on_previous:
        return None
    before = [s for s in statements_of(statement.passage) if s.ordnung < statement.ordnung]
    return before[-1] if before else None


def _matter(point: Punkt, said: Gesagtes, rarity: Rarity) -> float:
    """How much of what the point names is spoken of."""
    return share(point.things, said.own, said.context, rarity=rarity)


# --- one clause against the point ------------------------------------------------------------------------------------


def _verdict(
    point: Punkt, said: Gesagtes, rarity: Rarity, stichtag: date | None
) -> tuple[Befund, float] | None:
    state = said.clause.zustand
    if stichtag and said.clause.ab and said.clause.ab > stichtag:
        return None
    if state is Zustand.BEENDET:
        return _of_an_end(point, said, rarity)
    if state is Zustand.ABGELEHNT:
        return _of_a_refusal(point, said, rarity)
    if state in (Zustand.BESTEHT, Zustand.OFFEN) and not point.asks and not point.annahme.will_ende:
        return _of_being(point, said, rarity)
    return None


def _of_an_end(point: Punkt, said: Gesagtes, rarity: Rarity) -> tuple[Befund, float] | None:
    ended, _ = ended_things(said.clause.text)
    subject = _FINITE.split(without_dates(said.clause.text), maxsplit=1)[0]
    named = bool(set(institutions(subject)) & point.institutions) or bool(
        MEMBERSHIP in said.own and set(institutions(said.clause.text)) & point.institutions
    )
    score = 1.0 if named else share(ended, point.words, frozenset(), rarity=rarity)
    if score < ENDED_FLOOR or (not named and _matter(point, said, rarity) < KNOWN_FLOOR):
        return None
    if point.annahme.wieder:
        return None
    if point.annahme.will_ende:
        return None if point.asks else (Befund.BEREITS_ERFUELLT, score)
    if _TRANSFORMED.search(said.clause.text) and not named:
        return None
    given = words(" ".join(n.wort for n in point.annahme.gegeben))
    if not named and share(ended, given, frozenset(), rarity=rarity) < ENDED_FLOOR:
        return None
    return Befund.NICHT_MEHR_SO, score


def ended_things(sentence: str) -> tuple[tuple[Noun, ...], tuple[Noun, ...]]:
    """What a sentence says has ended, and what else it names.

    Of "Das Hafenamt und das Marktamt wurden zum Amt für Handel zusammengeführt" those ended that stand before the verb;
    where nothing stands there ("Seit 2025 wird für die Bücherei keine Gebühr mehr erhoben"), what no preposition leads.
    """
    bare = without_dates(sentence)
    parts = _FINITE.split(bare, maxsplit=1)
    head = _without_deciders(lasting_things(parts[0]))
    if len(parts) == 1 or head:
        return head, _without_deciders(lasting_things(parts[-1])) if len(parts) > 1 else ()
    core = _without_deciders(core_nouns(parts[1]))
    return core or _without_deciders(lasting_things(parts[1])), ()


def _without_deciders(found: Iterable[Noun]) -> tuple[Noun, ...]:
    return tuple(n for n in found if (n[0],) not in {(d,) if isinstance(d, str) else d[:1] for d in _DECIDERS})


def _of_a_refusal(point: Punkt, said: Gesagtes, rarity: Rarity) -> tuple[Befund, float] | None:
    if point.asks or point.annahme.will_ende and not re.search(r"verzicht|Verzicht", said.clause.text):
        return None
    refused = _without_deciders(core_nouns(without_dates(said.clause.text))) or _without_deciders(
        lasting_things(said.clause.text)
    )
    hit = share(refused, point.words, frozenset(), rarity=rarity) if refused else 0.0
    matter = _matter(point, said, rarity)
    if hit >= 0.5 and matter >= 0.5:
        return Befund.ANDERS_ENTSCHIEDEN, matter
    return None


def _of_being(point: Punkt, said: Gesagtes, rarity: Rarity) -> tuple[Befund, float] | None:
    sentence = said.clause.text
    matter = _matter(point, said, rarity)
    if point.institutions & set(institutions(sentence)) and point.wants_founding:
        matter = 1.0
    if MEMBERSHIP in said.own and MEMBERSHIP not in point.words:
        return None
    if matter >= FULFILLED_FLOOR and names_thing(point.forderung, sentence) and meets(point.forderung, sentence):
        return Befund.BEREITS_ERFUELLT, matter
    return None


# --- what an older paper says and a newer one says otherwise ---------------------------------------------------------


def _changed(
    point: Punkt, said: Sequence[Gesagtes], rarity: Rarity
) -> list[tuple[date, float, Befund, Gesagtes]]:
    return []
