"""How near a statement comes to a point's premise: a row of plain signals, each between -1 and 1.

In come a point as it was read and what the papers say, clause by clause; out come for each clause the signals that
`premise.py` weighs. Rules say what a clause says (`state.py`) and what a point takes for granted (`presupposed.py`);
whether the two speak of one thing is a matter of degree, and that is what the signals are for. Words count as said
where the lists of `related.py` have one beside them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from retrieval.demand import (
    ALL,
    NEW,
    Noun,
    acts_undone,
    all_stand,
    core_nouns,
    meets,
    names_thing,
    same_ordinal,
)
from retrieval.matter import MEMBERSHIP, Rarity, lasting_things, share, things, verbs, without_dates, words
from retrieval.premise.earlier import DENYING, left_place, older_detail
from retrieval.premise.ended import (
    FINITE,
    end_known,
    ended_things,
    meant_for_another,
    names_another,
    no_more_of_it,
    takes_the_place,
    with_what_is_run,
    without_deciders,
)
from retrieval.premise.presupposed import quantities
from retrieval.premise.reading import Gesagtes, Punkt, bodies_in, same_bodies
from retrieval.premise.wording import (
    ADVERBS,
    BEING,
    CALLED,
    CHARGES,
    DOES_WITHOUT,
    ENDS_BEING,
    FORBIDDEN,
    HANDED_ON,
    JOINED,
    JOINS,
    MOVED,
    NO_LONGER_SO_MUCH,
    SAYS_FREE,
    TAKES_PART,
    TELLS_OF_CHANGE,
    THE_BODY,
    THE_MEMBERSHIP,
    WANTS_FREE,
    WANTS_MOVE,
    WITHOUT,
)
from retrieval.state import Zustand
from retrieval.statements import statements_of

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Umfeld:
    """A clause among all that was found: its own nouns, and what other papers say on the same matter."""

    core: tuple[Noun, ...]
    nouns: tuple[Noun, ...]
    subject: tuple[Noun, ...]
    tail: tuple[Noun, ...]
    older: tuple[Gesagtes, ...]
    newer_there: bool


def matter_of(point: Punkt, said: Gesagtes, rarity: Rarity) -> float:
    """How much of what the point names is spoken of, 0 to 1."""
    return share(point.things, said.wide, said.context, rarity=rarity)


def signals_of(
    point: Punkt, said: Sequence[Gesagtes], rarity: Rarity, overtaken: Collection[str] = ()
) -> list[dict[str, float]]:
    """The signals of every clause, in the order given. O(n²) in the clauses, of which there are a few dozen.

    `overtaken` are the ids of passages that retrieval found a newer word on.
    """
    matters = [matter_of(point, each, rarity) for each in said]
    found = []
    for each, matter in zip(said, matters, strict=True):
        around = _around(each, matter, said, matters)
        found.append(
            {
                "bias": 1.0,
                "overtaken": float(each.aussage.passage.id in overtaken),
                **_place(each),
                **_of_the_point(point),
                **_state(each),
                **_matter(point, each, matter, rarity),
                **_thing(point, each, around, rarity),
                **_ending(point, each, around, rarity),
                **_numbers(point, each, around),
                **_earlier(point, each, around, rarity),
            }
        )
    return found


def _around(said: Gesagtes, matter: float, every: Sequence[Gesagtes], matters: Sequence[float]) -> _Umfeld:
    text = said.clause.text
    subject, tail = ended_things(text)
    others = [
        (other, m)
        for other, m in zip(every, matters, strict=True)
        if m >= 0.3 and other.aussage.passage.dokument_id != said.aussage.passage.dokument_id
    ]
    return _Umfeld(
        core=without_deciders(core_nouns(without_dates(text))) or without_deciders(lasting_things(text)),
        nouns=without_deciders(lasting_things(text)),
        subject=subject,
        tail=tail,
        older=tuple(other for other, _ in others if other.day < said.day),
        newer_there=any(other.day > said.day for other, m in others if m >= matter - 0.15),
    )


def _place(said: Gesagtes) -> dict[str, float]:
    """Where retrieval put its passage."""
    return {"first": float(said.rank == 0), "near": 1 / (1 + said.rank)}


def _of_the_point(point: Punkt) -> dict[str, float]:
    """What kind of point it is: the same for every clause."""
    demand = point.forderung
    return {
        "joins": float(bool(JOINS.search(point.text))),
        "also_wanted": float(point.annahme.auch),
        "wants_end": float(point.annahme.will_ende),
        "wants_free": float(bool(WANTS_FREE.search(point.text))),
        "wants_move": float(bool(WANTS_MOVE.search(point.text))),
        "asks": float(point.asks),
        "wonders": float(point.wonders),
        "no_new": float(not point.new),
        "brings": float(not demand.taten and not demand.wandel),
        "second": float("zweit" in demand.ordnung),
        "order": float(bool(demand.ordnung)),
        "more": float(demand.mehr),
        "change": float(bool(demand.wandel)),
        "back": float(point.annahme.wieder),
        "takes_part": float(bool(TAKES_PART.search(point.text))),
    }


def _state(said: Gesagtes) -> dict[str, float]:
    """What the clause says of its matter."""
    text, state = said.clause.text, said.clause.zustand
    return {
        "is_ended": float(state is Zustand.BEENDET),
        "is_refused": float(state is Zustand.ABGELEHNT),
        "is_meant": float(state is Zustand.ABSICHT),
        "is_denied": float(state is Zustand.VERNEINT),
        "strong": float(state is Zustand.BESTEHT),
        "denies_being": float(state is Zustand.VERNEINT and bool(BEING.search(text))),
        "also": float(bool(re.search(r"\bauch\b", text))),
        "again": float(bool(re.search(r"\bwieder\b", text))),
        "moved": float(bool(MOVED.search(text))),
        "handed_on": float(bool(HANDED_ON.search(text))),
        "says_free": float(bool(SAYS_FREE.search(text))),
        "charges": float(bool(CHARGES.search(text))),
    }


def _matter(point: Punkt, said: Gesagtes, matter: float, rarity: Rarity) -> dict[str, float]:
    """How much of what the point names, wants and counts on is spoken of."""
    own, context = said.wide, said.context
    asked = words(f"{said.asked} {said.aussage.passage.betreff or ''}")
    return {
        "matter": matter,
        "own": share(point.things, own, _NONE, rarity=rarity),
        "exact": share(point.things, said.own, _NONE, rarity=rarity),
        "topic": share(point.given[:1], own, context, rarity=rarity) if point.given else 0.0,
        "given": share(point.given, own, context, rarity=rarity) if point.given else 0.0,
        "given_own": share(point.given, own, _NONE, rarity=rarity) if point.given else 0.0,
        "new": share(point.new, own, context, rarity=rarity) if point.new else 0.0,
        "new_own": share(point.new, own, _NONE, rarity=rarity) if point.new else 0.0,
        "unmet": 1 - share(point.things, own, asked, rarity=rarity),
        "each_spoken_of": float(all(_spoken_of(n, point, said.clause.text, own | asked) for n in point.things)),
        "unmet_new": _unmet_weight(point, said, rarity),
        "predicate": _predicate(point, said, rarity),
    }


def _spoken_of(noun: Noun, point: Punkt, text: str, there: frozenset[str]) -> bool:
    """Whether a noun stands there itself, or as another part of the same ("Glasfasernetz", "Glasfaseranschluss"), or,
    where it is wanted anew, under the name of its kind ("eine Internetplattform", "die Plattform")."""
    whole, *parts = noun
    if whole in there or (parts and all(part in there for part in parts)):
        return True
    of_the_same = len(parts) > 1 and all(part in there for part in parts[:-1])
    if of_the_same or noun not in point.new:
        return of_the_same
    kinds = {t for other in things(text) for t in (other[0], *other[-1:], *other[1:][-2:])}
    return bool(parts) and (all_stand([(parts[-1],)], text) or (len(parts) > 2 and set(parts[-2:]) <= kinds))


def _thing(point: Punkt, said: Gesagtes, around: _Umfeld, rarity: Rarity) -> dict[str, float]:
    """Whether the clause's own nouns, verbs and bodies are the point's."""
    text, core, demand = said.clause.text, around.core, point.forderung
    body = same_bodies(bodies_in(text), point.institutions)
    in_point = any(all_stand([noun], point.text) for noun in core)
    in_new = any(share([noun], point.new_words, _NONE, rarity=rarity) for noun in core)
    new_own = share(point.new, said.wide, _NONE, rarity=rarity) if point.new else 0.0
    adverbs = ({a.lower()[:6] for a in ADVERBS.findall(each)} for each in (point.text, text))
    return {
        "said_in_point": share(around.nouns, point.wide, _NONE, rarity=rarity) if around.nouns else 0.0,
        "core_in_point": share(core, point.wide, _NONE, rarity=rarity) if core else 0.0,
        "core_in_given": share(core, point.given_wide, _NONE, rarity=rarity) if core else 0.0,
        "core_in_new": share(core, point.new_words, _NONE, rarity=rarity) if core else 0.0,
        "core_stands": float(in_point),
        "new_stands": float(bool(point.new) and all_stand(point.new, text)),
        "new_denied": float(
            any(f" {n.wort[:5].lower()}" in tail for n in point.annahme.neu for tail in WITHOUT.findall(text.lower()))
            and not WITHOUT.search(point.text)
        ),
        "does_without": float(_does_without(point, text)),
        "new_spared": float(
            bool(point.new) and new_own == 0 and in_point and not in_new and _predicate(point, said, rarity) == 0
        ),
        "less": float((demand.neu and not NEW.search(text)) or (demand.alle and not ALL.search(text))),
        "verbs": float(bool(point.verbs & verbs(text))),
        "names": float(names_thing(demand, text)),
        "meets": float(meets(demand, text)),
        "left_undone": float(acts_undone(demand, text)),
        "order_stands": float(bool(demand.ordnung) and same_ordinal(demand, text)),
        "institution": float(body),
        "member": float(_of_a_member(said) and (body or _of_the_body_before(point, said))),
        "forbidden": float(bool(FORBIDDEN.search(text))),
        "target_met": float(_target_met(point, said, rarity)),
        "member_only": float(MEMBERSHIP in said.own and MEMBERSHIP not in point.words),
        "adverbs": float(bool(set.intersection(*adverbs))),
    }


def _does_without(point: Punkt, text: str) -> bool:
    """Whether a clause says that things go on without something that the point names."""
    left = words(" ".join(t for found in DOES_WITHOUT.findall(text) for t in found))
    return any(n[0] in left for n in (*point.given, *point.new))


def _of_a_member(said: Gesagtes) -> bool:
    return MEMBERSHIP in said.own or bool(JOINED.search(said.clause.text))


def _target_met(point: Punkt, said: Gesagtes, rarity: Rarity) -> bool:
    """Whether all that the change is to lead to ("auf eine volle Stelle") is said."""
    targets = [n.noun for n in point.annahme.neu if n.ziel]
    return bool(targets) and share(targets, said.wide, _NONE, rarity=rarity) >= 1.0


def _of_the_body_before(point: Punkt, said: Gesagtes) -> bool:
    """ "Die Mitgliedschaft endet", "trat dem Bündnis bei": in what the answer named last before, or was asked for,
    where the clause names no body itself."""
    if bodies_in(said.clause.text):
        return False
    if THE_BODY.search(said.clause.text) and JOINED.search(said.clause.text):
        asked = bodies_in(said.aussage.passage.frage or "")
        if asked and point.institutions:
            return same_bodies(asked, point.institutions)
        called = CALLED.findall(point.text)
        return bool(called) and any(
            c in f"{said.aussage.passage.frage or ''} {said.aussage.passage.text}" for c in called
        )
    if not THE_MEMBERSHIP.match(said.clause.text):
        return False
    before = [s for s in statements_of(said.aussage.passage) if s.ordnung < said.aussage.ordnung]
    named = next((found for s in reversed(before) if (found := bodies_in(s.text))), frozenset())
    return same_bodies(named, point.institutions)


def _ending(point: Punkt, said: Gesagtes, around: _Umfeld, rarity: Rarity) -> dict[str, float]:
    """Whether what the clause says has ended, or was refused, is what the point counts on or wants."""
    text, state = said.clause.text, said.clause.zustand
    head = FINITE.split(without_dates(text), maxsplit=1)[0]
    named = same_bodies(bodies_in(head), point.institutions)
    body = same_bodies(bodies_in(text), point.institutions)
    outside = around.core if any(noun not in around.subject for noun in around.core) else ()
    subject_given = with_what_is_run(subject=around.subject)
    in_given = max(
        (
            share(each, point.given_words, _NONE, rarity=rarity)
            for each in (around.subject, subject_given, outside)
            if each
        ),
        default=0.0,
    )
    ended = state is Zustand.BEENDET
    subject = around.subject
    common = [n for n in (*subject, *around.core) if n[0] in point.given_words or set(n[1:]) & point.given_words]
    lead = next((n.noun for n in point.annahme.gegeben if not n.rand), None)
    if lead and all_stand([lead], head) and _is_rare(lead, rarity):
        in_given = max(in_given, 0.8)
    if names_another(point, head) or takes_the_place(text):
        in_given = 0.0
    if not (named or body) and no_more_of_it(point, text):
        in_given = min(in_given, 0.4)
    if meant_for_another(point, head):
        in_given = min(in_given, 0.4)
    return {
        "ends_being": float(ended and bool(ENDS_BEING.search(text))),
        "end_known": float(end_known(point, text)),
        "ended_in_given": 1.0 if named or (body and MEMBERSHIP in said.own) else in_given,
        "ended_rare": float(named or body or any(_is_rare(n, rarity) for n in common)),
        "ended_in_new": share(subject, point.new_words, _NONE, rarity=rarity) if subject and ended else 0.0,
        "ended_full": share(subject, point.given_words, _NONE, rarity=rarity) if subject and ended else 0.0,
        "refused_core": share(around.core, point.wide, _NONE, rarity=rarity)
        if around.core and state is Zustand.ABGELEHNT
        else 0.0,
        "successor": float(bool(around.tail) and share(around.tail, point.given_words, _NONE, rarity=rarity) >= 0.5),
    }


def _numbers(point: Punkt, said: Gesagtes, around: _Umfeld) -> dict[str, float]:
    """Whether the clause says the numbers that the point counts on or aims at."""
    numbers = quantities(NO_LONGER_SO_MUCH.sub(" ", said.clause.text))
    units, values = {z.einheit for z in numbers}, {(z.zahl, z.einheit) for z in numbers}
    given = [z for z in point.annahme.zahlen if not z.ziel]
    targets = [z for z in point.annahme.zahlen if z.ziel]
    earlier = {(z.zahl, z.einheit) for other in around.older for z in quantities(other.clause.text)}
    earlier |= {(z.zahl, z.einheit) for left in NO_LONGER_SO_MUCH.findall(said.clause.text) for z in quantities(left)}
    return {
        "target_equal": float(
            any(
                (z.zahl, z.einheit) in values or (not z.einheit and any(z.zahl == v for v, _ in values))
                for z in targets
            )
        ),
        "target_other": float(
            any(z.einheit in units for z in targets) and not any((z.zahl, z.einheit) in values for z in targets)
        ),
        "given_equal": float(any((z.zahl, z.einheit) in values for z in given)),
        "given_other": float(
            any(z.einheit in units for z in given) and not any((z.zahl, z.einheit) in values for z in given)
        ),
        "older_agrees": float(any((z.zahl, z.einheit) in earlier for z in given)),
    }


def _earlier(point: Punkt, said: Gesagtes, around: _Umfeld, rarity: Rarity) -> dict[str, float]:
    """What an older paper said on the matter, beside which this one is news."""
    return {
        "older_denies": float(any(o.clause.zustand in (Zustand.VERNEINT, Zustand.ABSICHT) for o in around.older)),
        "older_denies_new": float(
            bool(point.new)
            and any(
                o.clause.zustand in DENYING and share(point.new, o.wide, o.context, rarity=rarity) >= 0.5
                for o in around.older
            )
        ),
        "tells_of_change": float(bool(TELLS_OF_CHANGE.search(said.clause.text))),
        "older_detail": older_detail(point, said, around.older, rarity),
        "left_place": float(left_place(point, said, around.older)),
        "newer_there": float(around.newer_there),
    }


def _is_rare(noun: Noun, rarity: Rarity) -> bool:
    """Whether a noun stands in few of the passages: in no more than the root of their number."""
    most = rarity("\0")  # what stands nowhere tells how many passages there are
    return rarity(noun[0]) >= most / 2


def _unmet_weight(point: Punkt, said: Gesagtes, rarity: Rarity) -> float:
    """How much of the weight of all that the point names is new and stands neither there nor in its answer."""
    total = sum(rarity(n[0]) for n in (*point.given, *point.new))
    unmet = sum(rarity(n[0]) * (1 - share([n], said.wide, said.context, rarity=rarity)) for n in point.new)
    return unmet / total if total else 0.0


def _predicate(point: Punkt, said: Gesagtes, rarity: Rarity) -> float:
    """How much of what the point says beside its nouns, verbs and adjectives, stands in the clause."""
    nouns = {t for n in (*point.given, *point.new) for t in n}
    rest = [t for t in point.words if t not in nouns and not t.isdigit() and t not in _SAYING]
    total = sum(rarity(t) for t in rest)
    return sum(rarity(t) for t in rest if t in said.wide) / total if total else 0.0


_SAYING = frozenset(
    t
    for w in (
        "wird werden sollen können dürfen Stadt Verwaltung künftig neu geschaffen eingerichtet eingeführt erhalten"
        " sinnvoll auch Bestehen"
        " prüfen gebaut Quadratmeter bisher weiterhin dauerhaft vollständig"
    ).split()
    for t in words(w)
)
