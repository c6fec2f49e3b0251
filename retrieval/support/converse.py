"""Verbs that say one deed from two sides: who rents from the city is who the city lets to.

`turned` finds the verb of the quote that a claim's verb is the other side of, where giver and taker changed with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.support.clauses import Teilsatz
from retrieval.support.phrases import Gruppe, roles_of
from retrieval.support.words import Wort

_SIDES = (
    ("mieten anmieten", "vermieten"),
    ("pachten anpachten", "verpachten"),
    ("kaufen erwerben ankaufen", "verkaufen veräußern"),
)
_TAKING = {verb: number for number, (taking, _) in enumerate(_SIDES) for verb in taking.split()}
_GIVING = {verb: number for number, (_, giving) in enumerate(_SIDES) for verb in giving.split()}


def turned(
    clause: Teilsatz,
    own: Sequence[Gruppe],
    quote: Teilsatz,
    theirs: Sequence[Gruppe],
    hits: Mapping[Wort, tuple[Wort, ...]],
) -> dict[Wort, Wort]:
    """The claim's verbs that are a quote's verb seen from the other side; none unless giver and taker agree."""
    found = {}
    for verb in clause.verben:
        for other in quote.verben:
            claim_takes = _TAKING.get(verb.grund, -1) == _GIVING.get(other.grund, -2)
            claim_gives = _GIVING.get(verb.grund, -1) == _TAKING.get(other.grund, -2)
            if not claim_takes and not claim_gives:
                continue
            here = _sides(clause, own, claim_takes)
            there = _sides(quote, theirs, claim_gives)
            if all(_same(here[side], there[side], hits) for side in ("giver", "taker")):
                found[verb] = other
    return found


def _sides(clause: Teilsatz, groups: Sequence[Gruppe], takes: bool) -> dict[str, Gruppe | None]:
    """Who gives and who takes in a clause whose verb takes ("mietet von") or gives ("vermietet an")."""
    roles = roles_of(clause, groups)
    doing = next((groups[i] for i, role in roles.items() if role == "handelnd"), None)
    if takes:
        return {"taker": doing, "giver": next((g for g in groups if g.praeposition == "von"), None)}
    receiving = next((groups[i] for i, role in roles.items() if role == "empfangend"), None)
    return {"giver": doing, "taker": receiving or next((g for g in groups if g.praeposition == "an"), None)}


def _same(one: Gruppe | None, other: Gruppe | None, hits: Mapping[Wort, tuple[Wort, ...]]) -> bool:
    if one is None or other is None:
        return False
    return any(s in other.worte for w in one.worte for s in hits.get(w, ()))
