"""A claim and its quote to a verdict: word for word where it is so, else by the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus.sentences import sentences
from retrieval.support.clauses import Teilsatz
from retrieval.support.cutting import clauses_of
from retrieval.support.reading import LIGHT, Paar, Vergleich, compare
from retrieval.support.rules import RULES
from retrieval.support.verdict import Urteil, fold
from retrieval.support.words import BRACKETED

MOST_CHARACTERS = 3_000
MOST_EVIDENCE = 60_000
"""What is longer is no sentence and no quote, and would only cost time."""


def check_claim(claim: str, evidence: str) -> Urteil:
    """Whether `claim` says what `evidence` says, and nothing else. What stands in square brackets is left out."""
    bare = fold(BRACKETED.sub("", claim))
    if not any(c.isalnum() for c in bare):
        return Urteil(False, ("Der Satz ist leer.",))
    if word_for_word(bare, evidence):
        return Urteil(True)
    if len(bare) > MOST_CHARACTERS or len(evidence) > MOST_EVIDENCE:
        return Urteil(False, ("Der Satz oder sein Beleg ist zu lang, um geprüft zu werden.",))
    claims, quotes = clauses_of(BRACKETED.sub("", claim)), _clauses(evidence)
    view = compare(claims, quotes)
    if not view.paare:
        return Urteil(False, (f"Diese Worte stehen so nicht in der Quelle: „{bare}“.",))
    reasons = _reasons(view)
    if reasons and any(not _reasons(other) for other in _otherwise(view, claims, quotes)):
        return Urteil(True)
    return Urteil(not reasons, reasons)


_MOST_CLAUSES = 3
_RANKS = 3


def _otherwise(view: Vergleich, claims: Sequence[Teilsatz], quotes: Sequence[Teilsatz]) -> Iterator[Vergleich]:
    """The claim with one clause laid beside its second or third best: where that holds as many of its words."""
    if len(claims) > _MOST_CLAUSES:
        return
    for number in range(len(view.paare)):
        for rank in range(1, min(_RANKS, len(quotes))):
            other = compare(claims, quotes, (number, rank))
            if len(other.paare) != len(view.paare):
                continue
            pair = other.paare[number]
            before = view.paare[number]
            elsewhere = any(v in pair.fremd for v in pair.aussage.verben if v.grund not in LIGHT)
            as_many = not elsewhere and len(pair.treffer) >= len(before.treffer) and len(pair.treffer) > len(pair.fremd)
            if as_many or (pair.quelle.satz == before.quelle.satz and _same_verb(pair) and not _same_verb(before)):
                yield other


def _same_verb(pair: Paar) -> bool:
    """Whether the claim's own verb is that of the clause that it is laid beside, or a noun of it says that verb."""
    if pair.aussage.finite is not None and all(v.grund in LIGHT for v in pair.aussage.verben):
        subject = next((w for w in pair.aussage.worte if w.art == "inhalt" and w.text[0].isupper()), None)
        if subject is not None and any(s.art == "verb" and s.grund not in LIGHT for s in pair.treffer.get(subject, ())):
            return True  # eine Verlängerung ist nicht möglich: kann nicht verlängert werden
    nouns = any(s.text[0].isupper() for w, found in pair.treffer.items() if w.art == "inhalt" for s in found)
    return any(
        (v.grund not in LIGHT or nouns) and any(s.art == "verb" and s.grund == v.grund for s in pair.treffer.get(v, ()))
        for v in pair.aussage.verben
    )


def _reasons(view: Vergleich) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason for rule in RULES for reason in rule(view)))


def word_for_word(bare: str, evidence: str) -> bool:
    """Whether the claim is a run of whole sentences of the evidence, white space aside."""
    there = [fold(s) for s in sentences(evidence)]
    for first in range(len(there)):
        run = ""
        for sentence in there[first:]:
            run = f"{run} {sentence}".strip()
            if run == bare:
                return True
            if len(run) > len(bare):
                break
    return False


@lru_cache(maxsize=256)
def _clauses(evidence: str) -> tuple[Teilsatz, ...]:
    return clauses_of(evidence)
