"""How near a statement comes to a point's premise: a row of plain signals, each between -1 and 1.

In come a point as it was read and what the papers say, clause by clause; out come for each clause the signals that
`premise.py` weighs. Rules say what a clause says (`state.py`) and what a point takes for granted (`presupposed.py`);
whether the two speak of one thing is a matter of degree, and that is what the signals are for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from corpus.domain import Anliegen, AnliegenArt
from retrieval.demand import ALL, NEW, Forderung, Noun, all_stand, core_nouns, demand_of, meets, names_thing
from retrieval.matter import (
    MEMBERSHIP,
    Rarity,
    lasting_things,
    matter_text,
    share,
    things,
    verbs,
    without_dates,
    words,
    years,
)
from retrieval.presupposed import Annahme, is_name, presupposed, quantities
from retrieval.slots import institutions
from retrieval.state import Teilsatz, Zustand, clauses_of
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
    given_words: frozenset[str]
    institutions: frozenset[str]
    verbs: frozenset[str]


@dataclass(frozen=True)
class Gesagtes:
    """A clause of a statement with what it is understood from: `own` are its words and those of the sentence that it
    leans on, `context` those of question, subject and the rest of the answer. `rank` is its passage's in retrieval."""

    aussage: Aussage
    clause: Teilsatz
    own: frozenset[str]
    context: frozenset[str]
    rank: int
    asked: str

    @property
    def day(self) -> date:
        return self.aussage.passage.datum or date.min


_FINITE = re.compile(
    r"\b(?:wurden?|wird|werden|ist|sind|hat|haben|hatte|besteht|bestehen|gilt|gelten|gibt|endete[n]?|ruht|ruhen|musste[n]?"
    r"|zog|zogen|entfällt|entfallen|lehnt|lehnte|scheidet|kommt|fand|fanden|erhält|erlosch|liegt|liegen|war|waren)\b"
)
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
_WHETHER = re.compile(
    r"^\W*(?:Ist|Sind|Hat|Haben|Gibt|Besteht|Bestehen|Gehört|Gehören|Gilt|Gelten|Trifft|Verfügt|ob)\b", re.S
)
"""Ist die Stadt Mitglied ...?  takes nothing for granted"""
_WITHOUT = re.compile(r"\b[Oo]hne((?:\s+\w+){1,3})")
_MOVED = re.compile(
    r"\b(?:übertragen|verlegt|umgezogen|überführt|umgewandelt|zog(?:en)?\b.*\bum|ausgegliedert|eingegliedert|umbenannt)\b",
    re.DOTALL,
)
_BEING = re.compile(
    r"\b(?:gibt\s+es|gibt|besteht|bestehen|vorhanden|existiert\w*|eingerichtet|verfügt)\b", re.IGNORECASE
)
_WANTS_MOVE = re.compile(
    r"(?:über(?:trag|führ)|aus(?:zu)?glieder|ein(?:zu)?glieder|verleg|um(?:zu)?wandel|umgewandelt|umzieh|umbenenn)\w*"
)
_ADVERBS = re.compile(
    r"\b(?:montags|dienstags|mittwochs|donnerstags|freitags|samstags|sonntags|nachts|abends|morgens|online|digital|kostenlos|kostenfrei"
    r"|gebührenfrei|beitragsfrei|barrierefrei|stufenlos|unentgeltlich|zentral\w*|gemeinsam\w*)\w*",
    re.IGNORECASE,
)
_DECIDERS = frozenset(
    t[0]
    for w in (
        "Stadtrat Rat Gemeinderat Ausschuss Beschluss Sitzung Mehrheit Antrag Kosten Kostengründen Verwaltung"
        " Einrichtung Funktion Standort Angebot Aufgabe Tätigkeit"
    ).split()
    for t in things(w)
)


_WITHIN = re.compile(
    r"\s(?:im|am|beim|zum|vom|in\s+der|an\s+der|bei\s+der|zur|von\s+der|mit\s+de[rm]|von)\s(?=.*\b(?:e\.\s?V|eG|AG|GmbH))"
)
"""Stimmrecht im | Verbund Musterland e. V.: what stands before is no part of the name."""


def bare_name(name: str) -> str:
    """The name of a body alone, as far as a preposition tells where it begins."""
    return _WITHIN.split(name)[-1]


def bodies_in(text: str) -> frozenset[str]:
    """The offices, boards and bodies that a text names, each by its name alone."""
    return frozenset(bare_name(name) for name in institutions(text))


def _same_bodies(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether both name one body: the same name, or one with words before it that belong to the sentence."""
    return any(one.endswith(other) or other.endswith(one) for one in some for other in others)


def read_point(anliegen: Anliegen) -> Punkt:
    """A point as the check reads it."""
    wanted = matter_text(anliegen.text)
    annahme = presupposed(anliegen.text)
    return Punkt(
        text=wanted,
        asks=(anliegen.art is AnliegenArt.FRAGE or bool(_TELLS.search(wanted))) and not _WISH.search(wanted),
        wonders=bool(_WHETHER.search(wanted)) and not _WISH.search(wanted),
        examines=anliegen.art is AnliegenArt.PRUEFAUFTRAG,
        annahme=annahme,
        forderung=demand_of(anliegen.text),
        things=lasting_things(wanted),
        given=tuple(n.noun for n in annahme.gegeben),
        details=tuple(n.noun for n in annahme.gegeben if n.rand or n.wort in " ".join(institutions(wanted))),
        names=frozenset(n.noun for n in annahme.gegeben if is_name(n.wort) or n.wort in " ".join(institutions(wanted))),
        new=tuple(n.noun for n in annahme.neu),
        words=words(wanted),
        given_words=words(" ".join(n.wort for n in annahme.gegeben)),
        institutions=bodies_in(wanted),
        verbs=verbs(wanted),
    )


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
            found.append(Gesagtes(statement, clause, own, rest, rank, statement.passage.frage or ""))
    return found


def _leaned_on(statement: Aussage) -> Aussage | None:
    if not statement.leans_on_previous:
        return None
    before = [s for s in statements_of(statement.passage) if s.ordnung < statement.ordnung]
    return before[-1] if before else None


def matter_of(point: Punkt, said: Gesagtes, rarity: Rarity) -> float:
    """How much of what the point names is spoken of, 0 to 1."""
    return share(point.things, said.own, said.context, rarity=rarity)


def signals_of(
    point: Punkt, said: Sequence[Gesagtes], rarity: Rarity, overtaken: Collection[str] = ()
) -> list[dict[str, float]]:
    """The signals of every clause, in the order given. O(n²) in the clauses, of which there are a few dozen.

    `overtaken` are the ids of passages that retrieval found a newer word on.
    """
    matters = [matter_of(point, each, rarity) for each in said]
    found = [_signals(point, each, matters[i], said, matters, rarity) for i, each in enumerate(said)]
    for each, signals in zip(said, found, strict=True):
        signals["overtaken"] = float(each.aussage.passage.id in overtaken)
    return found


def _signals(
    point: Punkt, said: Gesagtes, matter: float, every: Sequence[Gesagtes], matters: Sequence[float], rarity: Rarity
) -> dict[str, float]:
    text = said.clause.text
    none: frozenset[str] = frozenset()
    subject, tail = ended_things(text)
    core = without_deciders(core_nouns(without_dates(text))) or without_deciders(lasting_things(text))
    own_things = without_deciders(lasting_things(text))
    head = _FINITE.split(without_dates(text), maxsplit=1)[0]
    named = _same_bodies(bodies_in(head), point.institutions)
    body = _same_bodies(bodies_in(text), point.institutions)
    numbers, given_numbers = quantities(text), [z for z in point.annahme.zahlen if not z.ziel]
    units = {z.einheit for z in numbers}
    values = {(z.zahl, z.einheit) for z in numbers}
    targets = [z for z in point.annahme.zahlen if z.ziel]
    same_matter = [
        (other, m)
        for other, m in zip(every, matters, strict=True)
        if other.aussage.passage.dokument_id != said.aussage.passage.dokument_id and m >= matter - 0.15 and m >= 0.3
    ]
    older = [
        o
        for o, m in zip(every, matters, strict=True)
        if o.day < said.day and m >= 0.3 and o.aussage.passage.dokument_id != said.aussage.passage.dokument_id
    ]
    agreeing = any(
        (z.zahl, z.einheit) in {(q.zahl, q.einheit) for q in quantities(o.clause.text)}
        for o in older
        for z in given_numbers
    )
    demand = point.forderung
    state = said.clause.zustand
    detail = _older_detail(point, said, older, rarity)
    new_own = share(point.new, said.own, none, rarity=rarity) if point.new else 0.0
    new_words = words(" ".join(n.wort for n in point.annahme.neu))
    return {
        "bias": 1.0,
        "unmet": 1
        - share(point.things, said.own, words(f"{said.asked} {said.aussage.passage.betreff or ''}"), rarity=rarity),
        "unmet_new": _unmet_weight(point, said, rarity),
        "predicate": _predicate(point, said, rarity),
        "overtaken": 0.0,
        "joins": float(bool(_JOINS.search(point.text))),
        "member": float(MEMBERSHIP in said.own and body),
        "also": float(bool(re.search(r"\bauch\b", text))),
        "also_wanted": float(point.annahme.auch),
        "new_stands": float(bool(point.new) and all_stand(point.new, text)),
        "core_stands": float(any(all_stand([noun], point.text) for noun in core)),
        "new_denied": float(
            any(f" {n.wort[:5].lower()}" in tail for n in point.annahme.neu for tail in _WITHOUT.findall(text.lower()))
        ),
        "new_spared": float(
            bool(point.new)
            and new_own == 0
            and any(all_stand([noun], point.text) for noun in core)
            and not any(share([noun], new_words, none, rarity=rarity) for noun in core)
            and _predicate(point, said, rarity) == 0
        ),
        "less": float((demand.neu and not NEW.search(text)) or (demand.alle and not ALL.search(text))),
        "brings": float(not demand.taten and not demand.wandel),
        "ended_full": float(state is Zustand.BEENDET)
        * (share(subject, point.given_words, none, rarity=rarity) if subject else 0.0),
        "refused_core": float(state is Zustand.ABGELEHNT)
        * (share(core, point.words, none, rarity=rarity) if core else 0.0),
        "target_other": float(
            any(z.einheit in units for z in targets) and not any((z.zahl, z.einheit) in values for z in targets)
        ),
        "older_denies_new": float(
            bool(point.new)
            and any(
                o.clause.zustand in (Zustand.VERNEINT, Zustand.ABSICHT, Zustand.ABGELEHNT)
                and share(point.new, o.own, o.context, rarity=rarity) >= 0.5
                for o in older
            )
        ),
        "core_in_given": share(core, point.given_words, none, rarity=rarity) if core else 0.0,
        "core_in_new": share(core, new_words, none, rarity=rarity) if core else 0.0,
        "older_detail": detail,
        "is_ended": float(state is Zustand.BEENDET),
        "is_refused": float(state is Zustand.ABGELEHNT),
        "is_meant": float(state is Zustand.ABSICHT),
        "is_denied": float(state is Zustand.VERNEINT),
        "wants_end": float(point.annahme.will_ende),
        "topic": share(point.given[:1], said.own, said.context, rarity=rarity) if point.given else 0.0,
        "asks": float(point.asks),
        "wonders": float(point.wonders),
        "ended_in_new": share(subject, new_words, none, rarity=rarity) if subject and state is Zustand.BEENDET else 0.0,
        "denies_being": float(state is Zustand.VERNEINT and bool(_BEING.search(text))),
        "second": float("zweit" in demand.ordnung),
        "order": float(bool(demand.ordnung)),
        "first": float(said.rank == 0),
        "near": 1 / (1 + said.rank),
        "matter": matter,
        "own": share(point.things, said.own, none, rarity=rarity),
        "given": share(point.given, said.own, said.context, rarity=rarity) if point.given else 0.0,
        "given_own": share(point.given, said.own, none, rarity=rarity) if point.given else 0.0,
        "new": share(point.new, said.own, said.context, rarity=rarity) if point.new else 0.0,
        "new_own": new_own,
        "no_new": float(not point.new),
        "said_in_point": share(own_things, point.words, none, rarity=rarity) if own_things else 0.0,
        "core_in_point": share(core, point.words, none, rarity=rarity) if core else 0.0,
        "ended_in_given": 1.0
        if named or (body and MEMBERSHIP in said.own)
        else (share(subject, point.given_words, none, rarity=rarity) if subject else 0.0),
        "verbs": float(bool(point.verbs & verbs(text))),
        "names": float(names_thing(demand, text)),
        "meets": float(meets(demand, text)),
        "institution": float(body),
        "member_only": float(MEMBERSHIP in said.own and MEMBERSHIP not in point.words),
        "target_equal": float(
            any(
                (z.zahl, z.einheit) in values or (not z.einheit and any(z.zahl == v for v, _ in values))
                for z in targets
            )
        ),
        "given_equal": float(any((z.zahl, z.einheit) in values for z in given_numbers)),
        "given_other": float(
            bool(given_numbers)
            and any(z.einheit in units for z in given_numbers)
            and not any((z.zahl, z.einheit) in values for z in given_numbers)
        ),
        "older_denies": float(any(o.clause.zustand in (Zustand.VERNEINT, Zustand.ABSICHT) for o in older)),
        "older_agrees": float(agreeing),
        "newer_there": float(any(o.day > said.day for o, _ in same_matter)),
        "more": float(demand.mehr),
        "change": float(bool(demand.wandel)),
        "strong": float(said.clause.zustand is Zustand.BESTEHT),
        "back": float(point.annahme.wieder),
        "successor": float(bool(tail) and share(tail, point.given_words, none, rarity=rarity) >= 0.5),
        "wants_move": float(bool(_WANTS_MOVE.search(point.text))),
        "moved": float(bool(_MOVED.search(text))),
        "adverbs": float(
            bool(
                {a.lower()[:6] for a in _ADVERBS.findall(point.text)} & {a.lower()[:6] for a in _ADVERBS.findall(text)}
            )
        ),
    }


_JOINS = re.compile(
    r"\b(?:Beitritt\w*|bei(?:zu)?treten|tritt\b.*\bbei|beitritt|Mitglied\s+(?:zu\s+)?w[eiu]rd\w*|anschließ\w*|anzuschließen)\b",
    re.S,
)


def _unmet_weight(point: Punkt, said: Gesagtes, rarity: Rarity) -> float:
    """How much of the weight of all that the point names is new and stands neither there nor in its answer."""
    total = sum(rarity(n[0]) for n in (*point.given, *point.new))
    unmet = sum(rarity(n[0]) * (1 - share([n], said.own, said.context, rarity=rarity)) for n in point.new)
    return unmet / total if total else 0.0


def _predicate(point: Punkt, said: Gesagtes, rarity: Rarity) -> float:
    """How much of what the point says beside its nouns, verbs and adjectives, stands in the clause."""
    nouns = {t for n in (*point.given, *point.new) for t in n}
    rest = [t for t in point.words if t not in nouns and not t.isdigit() and t not in _SAYING]
    total = sum(rarity(t) for t in rest)
    return sum(rarity(t) for t in rest if t in said.own) / total if total else 0.0


_SAYING = frozenset(
    t
    for w in (
        "wird werden sollen können dürfen Stadt Verwaltung künftig neu geschaffen eingerichtet eingeführt erhalten"
        " sinnvoll auch"
        " prüfen gebaut Quadratmeter bisher weiterhin dauerhaft vollständig"
    ).split()
    for t in words(w)
)
_WEEKDAYS = re.compile(r"\b(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|\bMittwoch")


def _older_detail(point: Punkt, said: Gesagtes, older: Sequence[Gesagtes], rarity: Rarity) -> float:
    """How much of what the point takes for granted an older word on the matter says and this one doesn't: an office,
    a place, a day of the week. What this one leaves behind ("zog von der Kiesgrube um") counts as not said."""
    left = frozenset(t for m in _LEFT_BEHIND.findall(said.clause.text) for t in words(m))
    days = set(_WEEKDAYS.findall(point.text))
    now = set(_WEEKDAYS.findall(said.clause.text))
    if _HANDED_ON.search(said.clause.text) and any(n[0] in left for n in point.details):
        return 1.0
    best = 0.0
    for other in older:
        if other.clause.zustand in (Zustand.VERNEINT, Zustand.ABSICHT, Zustand.ABGELEHNT):
            continue
        if now and (days & set(_WEEKDAYS.findall(other.clause.text))) - now:
            return 1.0
        kept = any(
            share([n], said.own, frozenset(), rarity=rarity) >= 0.5
            and share([n], other.own, other.context, rarity=rarity) >= 0.5
            for n in point.given
        )
        if not kept:
            continue
        if years(point.text) & years(other.aussage.text) - years(said.aussage.text) and _NEW_ONE.search(
            said.clause.text
        ):
            return 1.0
        gone = [
            n
            for n in point.details
            if n[0] in other.own | other.context
            and (n[0] in left or (n in point.names and n[0] not in said.own and n[0] not in said.context))
        ]
        if gone:
            best = 1.0
    return best


_HANDED_ON = re.compile(
    r"\b(?:übernommen|übertragen|abgegeben|verlegt|umgezogen|zog\b.*\bum|abgelöst|ersetzt)\b", re.DOTALL
)
_NEW_ONE = re.compile(r"\b[Nn]eue[rsnm]?\b|\b[Nn]eubau")
_LEFT_BEHIND = re.compile(r"\b(?:vo[nm]|aus)\s+(?:der|dem|den)?\s*([A-ZÄÖÜ][\w-]+)")


@lru_cache(maxsize=20_000)
def ended_things(sentence: str) -> tuple[tuple[Noun, ...], tuple[Noun, ...]]:
    """What a sentence says has ended, and what else it names.

    Of "Das Hafenamt und das Marktamt wurden zum Amt für Handel zusammengeführt" those ended that stand before the verb;
    where nothing stands there ("Seit 2025 wird für die Bücherei keine Gebühr mehr erhoben"), what no preposition leads.
    """
    bare = without_dates(sentence)
    parts = _FINITE.split(bare, maxsplit=1)
    head = without_deciders(lasting_things(parts[0]))
    if len(parts) == 1 or head:
        return head, without_deciders(lasting_things(parts[-1])) if len(parts) > 1 else ()
    core = without_deciders(core_nouns(parts[1]))
    return core or without_deciders(lasting_things(parts[1])), ()


def without_deciders(found: Iterable[Noun]) -> tuple[Noun, ...]:
    """The things without who decided and how: those are not what was decided."""
    return tuple(n for n in found if n[0] not in _DECIDERS and n[-1] not in ("ausschuss", "rat"))
