"""Claim and quote affirm, or deny, the same."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.support.clauses import Teilsatz
from retrieval.support.equivalents import LACKING, attributes, denies, free_of_charge
from retrieval.support.lexicon import opposed
from retrieval.support.reading import Paar, Vergleich, content
from retrieval.support.words import Wort


def negation_kept(view: Vergleich) -> Iterator[str]:
    """Claim and quote affirm, or deny, the same."""
    for pair in view.paare:
        claim, source = pair.aussage, pair.quelle
        if attributes(pair):
            continue
        if lost := _without_lost(pair):
            yield f"„ohne … {lost}“ aus der Quelle fehlt im Satz."
            continue
        flips = 0
        contrary: tuple[str, str] | None = None
        for word in content(claim):
            if word in pair.treffer:
                continue
            against = next(
                (s for s in content(source) if s not in pair.getroffen and opposed(word.grund, s.grund)), None
            )
            if against is not None:
                contrary = (word.text, against.text)
                flips += denies(word) == denies(against)
        if free_of_charge(pair):
            continue
        own = claim.verneinungen + flips + _without(claim, source)
        theirs = source.verneinungen + _without(source, claim)
        own += sum(denies(w) and not _stands_on_lack(w, pair) for w in _spoken(claim))
        theirs += sum(denies(w) and not _lack_said(w, pair) for w in _spoken(source))
        if own % 2 != theirs % 2:
            if contrary:
                yield f"„{contrary[0]}“: In der Quelle steht „{contrary[1]}“."
            else:
                where = claim if claim.verneinungen else source
                denial = next((w.text for w in where.worte if w.art == "verneinung"), "nicht")
                side = "steht so nicht in der Quelle" if where is claim else "der Quelle fehlt im Satz"
                yield f"Die Verneinung „{denial}“ {side}."


def _without_lost(pair: Paar) -> str | None:
    """Blieben ohne Erfolg: were not successful."""
    denied = pair.aussage.verneinungen or any(
        w.low in ("ohne", "mangels") or w.low.endswith("los") or w.low.startswith("un") for w in pair.aussage.worte
    )
    only = any("umfang:nur" in w.sinn or "umfang:alle" in w.sinn for w in pair.aussage.worte)
    if denied or only or pair.quelle.verneinungen or any(map(denies, _spoken(pair.quelle))):
        return None
    for group in pair.gruppen_quelle:
        if group.praeposition == "ohne" and any(w in pair.getroffen for w in group.worte):
            return group.worte[0].text
    return None


def _stands_on_lack(word: Wort, pair: Paar) -> bool:
    """Weil Personal fehlt: "wegen Personalmangels" says the lack with a noun, which denies nothing."""
    if word.grund not in LACKING:
        return False
    return word in pair.fremd or any(not denies(s) for s in pair.treffer.get(word, ()))


def _lack_said(word: Wort, pair: Paar) -> bool:
    return word.grund in LACKING and any(
        word in found and not denies(w) for hits in (pair.treffer, pair.fremd) for w, found in hits.items()
    )


def _spoken(clause: Teilsatz) -> list[Wort]:
    """The words of a clause, its verbs with their particles."""
    return [*(w for w in clause.worte if w.art != "verb"), *clause.verben]


def _without(clause: Teilsatz, other: Teilsatz) -> int:
    """ohne X ... nicht: "ohne" is a second negation where the other says "nur mit X"."""
    limited = any("umfang:nur" in w.sinn or "zeit:erst" in w.sinn for w in other.worte)
    return int(limited and any(w.low == "ohne" for w in clause.worte))
