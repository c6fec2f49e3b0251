"""One clause with what it says: verb, tense, modality, negation, what it depends on.

`cutting` makes them of a text. Rules rather than a parser: official prose is regular, and where they err the gate errs
towards "unsupported".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from retrieval.support.tense import MOVING, modality, tense
from retrieval.support.verbs import finite_verb, is_participle, joined, last_before_comma, zu_infinitive
from retrieval.support.words import Wort


@dataclass(frozen=True, eq=False)
class Teilsatz:
    """One clause. `art`: haupt, bedingung, relativ, neben. `satz` is the number of its sentence in the text.

    `nach` is the kind of the clause before it in its sentence, "" for the first.
    """

    worte: tuple[Wort, ...]
    art: str
    satz: int
    teil: int
    bezug: Wort | None = None
    kommas: frozenset[int] = frozenset()
    nach: str = ""

    @cached_property
    def finite(self) -> Wort | None:
        """The finite verb."""
        return finite_verb(self.worte)

    @cached_property
    def praedikat(self) -> frozenset[str]:
        """The lemmas of the verbs that carry the sense, with a separated particle joined."""
        return frozenset(w.grund for w in self.verben)

    @cached_property
    def verben(self) -> tuple[Wort, ...]:
        """The full verbs, the separated particle of a finite one joined to it."""
        found = []
        for w in self.worte:
            if w.art == "verb":
                found.append(joined(w, self.worte, self.kommas) if w is self.finite else w)  # noqa: PERF401
        return tuple(found)

    @cached_property
    def zeit(self) -> frozenset[str]:
        """When it is so: past, present, future; several where the form leaves it open."""
        return tense(self)

    @cached_property
    def modus(self) -> frozenset[str]:
        """How certain: fakt, kann, soll, muss, hypo; several where the form leaves it open."""
        return modality(self)

    @cached_property
    def passiv(self) -> bool:
        """Whether the subject is who it is done to: wird geprüft, ist zu prüfen, lässt sich prüfen."""
        forms = {w.low for w in self.worte if w.art == "hilfsverb" and w.grund == "werden"}
        if forms and any(is_participle(w) and not (w.grund in MOVING and w.low == w.grund) for w in self.verben):
            return True
        verb = self.finite
        if verb is None:
            return False
        if verb.grund == "lassen":
            return any(w.low == "sich" for w in self.worte)
        return verb.grund == "sein" and zu_infinitive(_spoken(self)) and not any(map(is_participle, self.verben[:-1]))

    @cached_property
    def zustand(self) -> bool:
        """sein with a participle: a state ("ist festgesetzt") or a past ("ist gestiegen"), the form doesn't tell."""
        verb = self.finite
        return (
            verb is not None
            and verb.grund == "sein"
            and any(map(is_participle, self.verben[:-1] if self.mit_zu else self.verben))
        )

    @cached_property
    def mit_zu(self) -> bool:
        """Whether an infinitive with "zu" hangs on the verb."""
        return zu_infinitive(_spoken(self))

    @cached_property
    def mehrzahl(self) -> bool | None:
        """Whether the finite verb is plural; None without one."""
        verb = self.finite
        return None if verb is None else (verb.low.endswith("n") and verb.low not in ("bin",)) or verb.low == "sind"

    @property
    def verneinungen(self) -> int:
        """How many negations."""
        return sum(w.art == "verneinung" for w in self.worte)


def _spoken(clause: Teilsatz) -> list[Wort]:
    return [w for w in clause.worte if w.art != "zeichen"]


def particle(clause: Teilsatz) -> Wort | None:
    """The separated particle at the clause's end, if its verb has one."""
    verb = clause.finite
    if verb is None or verb.art != "verb":
        return None
    if joined(verb, clause.worte, clause.kommas) is verb:
        return None
    return last_before_comma(verb, clause.worte, clause.kommas)
