"""A claim laid beside its quotes: which clause of the quotes each clause of the claim stands on, word for word.

This is what the rules (`rules.py` lists them) look at. Nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from retrieval.support.alignment import covered_as_compound, identical, same_word
from retrieval.support.clauses import Teilsatz, particle
from retrieval.support.converse import turned
from retrieval.support.lexicon import opposed
from retrieval.support.phrases import Gruppe, groups_of, roles_of
from retrieval.support.thesaurus import synonymous
from retrieval.support.words import Wort

LIGHT = frozenset(
    """
    sein haben werden erfolgen stattfinden durchführen vornehmen geben bestehen betragen belaufen liegen stehen führen
    erhalten bekommen machen treffen finden kommen bringen stellen setzen nehmen leisten aufweisen umfassen zählen
    bilden handeln lauten können dürfen sollen müssen wollen lassen bleiben gelten verfügen geschehen halten fallen
    befinden ergehen gehen vorliegen besitzen tätigen darstellen zeigen erheben ausstehen unterbleiben
    ereignen bereitstehen erleiden fassen erteilen verzeichnen laufen obliegen
    """.split()
)
"""Verbs that say little by themselves: their noun says what is done ("eine Prüfung erfolgt")."""

CONTENT = ("inhalt", "name", "wert", "verb", "takt")


@dataclass(eq=False)
class Paar:
    """One clause of the claim and the clause of the quotes that it stands on best."""

    aussage: Teilsatz
    quelle: Teilsatz
    gruppen: list[Gruppe]
    gruppen_quelle: list[Gruppe]
    treffer: dict[Wort, tuple[Wort, ...]]
    fremd: dict[Wort, tuple[Wort, ...]] = field(default_factory=dict)

    @cached_property
    def rollen(self) -> dict[int, str]:
        """The roles of the claim's groups."""
        return roles_of(self.aussage, self.gruppen)

    @cached_property
    def rollen_quelle(self) -> dict[int, str]:
        """The roles of the quote's groups."""
        return roles_of(self.quelle, self.gruppen_quelle)

    @cached_property
    def getroffen(self) -> set[Wort]:
        """The words of the quote's clause that some word of the claim's clause stands on."""
        return {w for found in self.treffer.values() for w in found}


@dataclass(eq=False)
class Vergleich:
    """The whole: the claim's clauses, the quotes' clauses, the pairs, and what of the claim stands on nothing."""

    aussage: Sequence[Teilsatz]
    quelle: Sequence[Teilsatz]
    paare: list[Paar]
    ohne: list[Wort]

    @cached_property
    def gesagt(self) -> set[Wort]:
        """The words of the quotes that any word of the claim stands on."""
        found: set[Wort] = set()
        for pair in self.paare:
            for words in (*pair.treffer.values(), *pair.fremd.values()):
                found.update(words)
        return found

    @cached_property
    def worte(self) -> list[Wort]:
        """All words of the claim that carry sense."""
        return [w for clause in self.aussage for w in content(clause)]


def content(clause: Teilsatz) -> list[Wort]:
    """The words of a clause that carry sense, a verb with its separated particle as one."""
    tail = particle(clause)
    joined = {v.start: v for v in clause.verben}
    return [joined.get(w.start, w) for w in clause.worte if w.art in CONTENT and w is not tail]


def compare(
    aussage: Sequence[Teilsatz], quelle: Sequence[Teilsatz], instead: tuple[int, int] | None = None
) -> Vergleich:
    """Lays the clauses of a claim beside those of its quotes.

    Each clause is laid beside the one that it stands on best; `instead` (number of a claim's clause, rank) lays one
    of them beside its next best.
    """
    everything = [w for clause in aussage for w in content(clause)]
    sources = {id(clause): content(clause) for clause in quelle}
    pairs: list[Paar] = []
    without: list[Wort] = []
    last: Teilsatz | None = None
    for number, clause in enumerate(aussage):
        own = content(clause)
        ranked = sorted(quelle, key=lambda q: -_score(clause, own, q, sources[id(q)], last))
        if not ranked or not own:
            continue
        rank = instead[1] if instead is not None and instead[0] == number else 0
        best = ranked[min(rank, len(ranked) - 1)]
        last = best
        near = [q for q in quelle if q.satz == best.satz and q is not best]
        far = sorted((q for q in quelle if q.satz != best.satz), key=lambda q: abs(q.satz - best.satz))
        hits: dict[Wort, tuple[Wort, ...]] = {}
        foreign: dict[Wort, tuple[Wort, ...]] = {}
        for word in own:
            found = _find(word, sources[id(best)], everything)
            if found:
                hits[word] = found
                continue
            for other in (*near, *far):
                found = _find(word, sources[id(other)], everything)
                if found:
                    foreign[word] = found
                    break
            else:
                found = _find(word, [w for q in (best, *near) for w in sources[id(q)]], everything)
                if found:
                    foreign[word] = found
                else:
                    without.append(word)
        for word in [w for w in own if w in without]:
            taken = {s for found in hits.values() for s in found}
            other_word = next((s for s in sources[id(best)] if s not in taken and _by_dictionary(word, s)), None)
            if other_word is not None:
                hits[word] = (other_word,)
                without.remove(word)
        groups, theirs = groups_of(clause), groups_of(best)
        for verb, other_side in turned(clause, groups, best, theirs, hits).items():
            hits[verb] = (other_side,)
            without = [w for w in without if w is not verb]
        pairs.append(Paar(clause, best, groups, theirs, hits, foreign))
    return Vergleich(aussage, quelle, pairs, without)


def _by_dictionary(word: Wort, source: Wort) -> bool:
    """Whether a dictionary lets one word stand for the other: the same kind of word, no name, no value."""
    if word.art not in ("inhalt", "verb") or source.art not in ("inhalt", "verb"):
        return False
    noun = word.art == "inhalt" and word.text[0].isupper()
    if noun != (source.art == "inhalt" and source.text[0].isupper()):
        return False
    return synonymous(word.grund, source.grund)


def _find(word: Wort, sources: Sequence[Wort], others: Sequence[Wort]) -> tuple[Wort, ...]:
    same = tuple(s for s in sources if identical(word, s))
    if same:
        return same
    alike = tuple(s for s in sources if same_word(word, s))
    return alike or covered_as_compound(word, sources, others)


def _score(
    clause: Teilsatz, own: Sequence[Wort], other: Teilsatz, sources: Sequence[Wort], last: Teilsatz | None
) -> float:
    total = 0.0
    for word in own:
        if any(identical(word, s) for s in sources):
            total += 2.0 if word.wert is not None else 1.0
        elif any(same_word(word, s) for s in sources):
            total += 0.8
        elif covered_as_compound(word, sources, own):
            total += 0.6
        elif word.art in ("verb", "inhalt") and any(opposed(word.grund, s.grund) for s in sources):
            total += 0.7
    verbs = [v for v in clause.verben if v.grund not in LIGHT]
    if any(same_word(v, s) for v in verbs for s in sources if s.art == "verb"):
        total += 4.0
    elif any(same_word(v, s) for v in verbs for s in sources) or any(
        covered_as_compound(v, sources, own) for v in verbs
    ):
        total += 2.0
    if clause.verneinungen and other.verneinungen:
        total += 0.7
    if clause.finite and other.finite and clause.finite.grund == other.finite.grund:
        total += 0.5
    if clause.art == other.art == "bedingung":
        total += 1.0
    if last is not None and last.satz == other.satz and last is not other:
        total += 0.1
    return total - 0.02 * len(sources)
