"""A point and what the papers say on it, read for the premise check.

In come a point and statements in the order of retrieval; out come a `Punkt` (what it wants, what it takes for granted)
and the clauses as `Gesagtes`, each with the words it is understood from. Nothing is judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.domain import Anliegen, AnliegenArt
from corpus.parsing.anliegen_art import FREE_RELATIVE
from retrieval.demand import SIDE_CLAUSE, Forderung, Noun, demand_of
from retrieval.matter import lasting_things, matter_text, things, verbs, words
from retrieval.premise.presupposed import Annahme, is_name, presupposed
from retrieval.related import widened
from retrieval.slots import institutions
from retrieval.state import Teilsatz, clauses_of
from retrieval.statements import Aussage, context_of, statements_of


@dataclass(frozen=True)
class Punkt:
    """A point, read for the check."""

    text: str
    asks: bool
    wonders: bool
    examines: bool
    annahme: Annahme
    forderung: Forderung
    things: tuple[Noun, ...]
    given: tuple[Noun, ...]
    details: tuple[Noun, ...]
    names: frozenset[Noun]
    new: tuple[Noun, ...]
    words: frozenset[str]
    wide: frozenset[str]
    given_words: frozenset[str]
    given_wide: frozenset[str]
    new_words: frozenset[str]
    institutions: frozenset[str]
    verbs: frozenset[str]


@dataclass(frozen=True)
class Gesagtes:
    """A clause of a statement with what it is understood from: `own` are its words and those of the sentence that it
    leans on, `context` those of question, subject and the rest of the answer, `wide` the own ones with those related to
    them. `rank` is its passage's in retrieval."""

    aussage: Aussage
    clause: Teilsatz
    own: frozenset[str]
    context: frozenset[str]
    wide: frozenset[str]
    rank: int
    asked: str

    @property
    def day(self) -> date:
        return self.aussage.passage.datum or date.min


_WISH = re.compile(
    r"^\W*ob\b.*\b(?:kann|können|könnte|könnten|soll|sollen|sollte|sollten|sinnvoll|zweckmäßig|möglich|geboten|ratsam)\b",
    re.I | re.S,
)
""" ob ein Beirat eingerichtet werden kann: it may look like a question, it wants a board"""
_TELLS = re.compile(
    r"^(?!.*\bob\b)(?!.*\b(?:zu|unter)\s+welchen\b).*\b(?:wie\s+viele?n?|wie\s+(?:hoch|lange|oft|weit)|welche[rsnm]?|wann|warum|wer"
    r"|inwieweit|inwiefern|in\s+welche[rnm])\b",
    re.I | re.S,
)
"""an wie vielen Orten WLAN angeboten wird: that wants to be told, whatever it is called"""
_STANDING_ORDER = re.compile(
    r"\b(?:regelmäßig|(?:halb|viertel)?jährlich|monatlich|wöchentlich|täglich|laufend|quartalsweise|soll(?:en)?|künftig)\b(?=[^,]*,)",
    re.I,
)
"""unterrichtet den Ausschuss vierteljährlich darüber, | welche ...; Eltern sollen sehen können, | welche ...: wanted
is that this is done from now on, not to be told once."""
_TELLING = re.compile(
    r"\b(?:bericht|darleg|darzuleg|leg\w+\b.*\bdar\b|mitteil|mitzuteil|teil\w+\b.*\bmit\b|erläuter|informier|unterricht|auskunft"
    r"|klär|prüf|auflist|aufzulist|darstell|darzustell|stell\w+\b.*\bdar\b|beantwort|aufzeig|aufzuzeig|untersuch|ermittel|beziffer)",
    re.I | re.S,
)
"""Who "erstellt eine Karte, aus der hervorgeht, welche ..." has something to do, not to tell."""
OPENING = 12
"""A main clause shorter than this many characters is only the opening of a question: "an wie ..."."""
_WHETHER = re.compile(
    r"^\W*(?:Ist|Sind|Hat|Haben|Gibt|Besteht|Bestehen|Gehört|Gehören|Gilt|Gelten|Trifft|Verfügt|[Oo]b)\b", re.S
)
"""Ist die Stadt Mitglied ...?  takes nothing for granted"""


_WITHIN = re.compile(
    r"\s(?:im|am|beim|zum|vom|in\s+der|an\s+der|bei\s+der|zur|von\s+der|mit\s+de[rm]|von)\s(?=.*\b(?:e\.\s?V|eG|AG|GmbH))"
)
"""Stimmrecht im | Verbund Musterland e. V.: what stands before is no part of the name."""


_ROLE = re.compile(
    r"""^(?:[Aa]ls\s+)?(?:[Dd]ie|[Dd]er|[Dd]as)?\s*
    (?:(?:Ehren|Gründungs|Förder)?[Mm]itglied(?:er|s|schaft)? | Gesellschafter(?:in|s|innen)? | Anteile? | Beteiligung
      | Vertret(?:er|erin|ung|erinnen) | Teil | Träger(?:in|schaft)? | Partner(?:in)? | Angebote? | Arbeit | Aufgaben
      | Beitr(?:ag|äge) | Beitritt | Satzung | Vorstand | Vorsitz | Leitung | Geschäftsführung | Aufsichtsrat | Beirat
      | (?:Mitglieder|Haupt|Verbands|Gesellschafter)?[Vv]ersammlung | Sitz | Räume | Projekte? | Zuschuss)
    \s+(?:der|des|dem|den|im|in\s+der|in|am|an\s+der)\s+(?=\S)
    """,
    re.VERBOSE,
)
"""Mitglied der | Allianz Musterland e. V.;   Als Gesellschafterin der | Hafen Musterstadt GmbH"""


def bare_name(name: str) -> str:
    """The name of a body alone, as far as a preposition or what the city is there tells where it begins."""
    bare = _WITHIN.split(name)[-1]
    return _ROLE.sub("", bare) or bare


def bodies_in(text: str) -> frozenset[str]:
    """The offices, boards and bodies that a text names, each by its name alone."""
    return frozenset(bare_name(name) for name in institutions(text))


def same_bodies(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether both name one body: the same name, or one with words before it that belong to the sentence."""
    return any(one.endswith(other) or other.endswith(one) for one in some for other in others)


def read_point(anliegen: Anliegen) -> Punkt:
    """A point as the check reads it."""
    wanted = matter_text(anliegen.text)
    annahme = presupposed(anliegen.text)
    return Punkt(
        text=wanted,
        asks=_wants_to_be_told(anliegen, wanted),
        wonders=bool(_WHETHER.search(wanted)) and not _WISH.search(wanted),
        examines=anliegen.art is AnliegenArt.PRUEFAUFTRAG,
        annahme=annahme,
        forderung=demand_of(anliegen.text),
        things=_matter(lasting_things(wanted)),
        given=tuple(n.noun for n in annahme.gegeben),
        details=tuple(n.noun for n in annahme.gegeben if n.rand or n.wort in " ".join(institutions(wanted))),
        names=frozenset(n.noun for n in annahme.gegeben if is_name(n.wort) or n.wort in " ".join(institutions(wanted))),
        new=_matter(tuple(n.noun for n in annahme.neu)),
        words=words(wanted),
        wide=widened(words(wanted)),
        given_words=words(" ".join(n.wort for n in annahme.gegeben)),
        given_wide=widened(words(" ".join(n.wort for n in annahme.gegeben))),
        new_words=widened(words(" ".join(n.wort for n in annahme.neu))),
        institutions=bodies_in(wanted),
        verbs=verbs(wanted),
    )


_ANYBODY = frozenset(
    t[0]
    for w in "Einwohner Bürger Mensch Leute Person Interessierte Bevölkerung Öffentlichkeit Möglichkeit Angebot".split()
    for t in things(w)
)


_THE_TOWN = frozenset(t[0] for w in "Stadtgebiet Gemeindegebiet Kommune Gemeinde".split() for t in things(w))
"""Nachts | im Stadtgebiet | Streife gehen: every matter of a town lies there"""


def _matter(nouns: tuple[Noun, ...]) -> tuple[Noun, ...]:
    """The nouns without the town itself and, where others are left, those that stand for anybody ("Menschen erhalten
    einen Sozialpass")."""
    somewhere = tuple(n for n in nouns if n[0] not in _THE_TOWN)
    return tuple(n for n in somewhere if n[0] not in _ANYBODY) or somewhere


def _wants_to_be_told(anliegen: Anliegen, wanted: str) -> bool:
    if _WISH.search(wanted) or FREE_RELATIVE.match(wanted):
        return False
    if anliegen.art is AnliegenArt.FRAGE:
        return "?" in wanted or not _STANDING_ORDER.search(wanted)
    tells = _TELLS.search(wanted)
    if tells is None or _STANDING_ORDER.search(wanted):
        return False
    main = SIDE_CLAUSE.split(wanted, maxsplit=1)[0]
    return bool(_TELLS.search(main) or _TELLING.search(main)) or len(main) < OPENING


def said_by(statements: Sequence[Aussage]) -> list[Gesagtes]:
    """The clauses of statements that stand in the order of retrieval."""
    ranks: dict[str, int] = {}
    found = []
    for statement in statements:
        rank = ranks.setdefault(statement.passage.id, len(ranks))
        before = _leaned_on(statement)
        rest = words(f"{context_of(statement.passage)} {statement.passage.text}")
        for clause in clauses_of(statement.text):
            own = words(statement.text) | (words(before.text) if before else frozenset())
            found.append(
                Gesagtes(statement, clause, own, widened(rest), widened(own), rank, statement.passage.frage or "")
            )
    return found


_REFERS = re.compile(
    r"\b(?:daraus|davon|dagegen|dafür|darauf|dazu|hiervon|hiergegen|hierfür|diese[mnrs]?|solche[mnrs]?)\b",
    re.IGNORECASE,
)
"""Den Vorschlag, daraus auszusteigen, ...: out of what the sentence before names"""


def _leaned_on(statement: Aussage) -> Aussage | None:
    if not (statement.leans_on_previous or _REFERS.search(statement.text)):
        return None
    before = [s for s in statements_of(statement.passage) if s.ordnung < statement.ordnung]
    return before[-1] if before else None
