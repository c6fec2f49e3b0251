"""What the quotes say of one thing stays with it: no sentence is stitched of the subject of one and the verb of another.

The rule on roles looks at words that stand in each other's place; this one at what a clause of the claim takes from
elsewhere while the clause of the quotes that holds its verb has a thing or a value of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.support.clauses import Teilsatz
from retrieval.support.phrases import Gruppe
from retrieval.support.reading import LIGHT, Paar, Vergleich, content
from retrieval.support.rule_roles import stands_for, takes_up
from retrieval.support.words import Wort


def bound_together(view: Vergleich) -> Iterator[str]:
    """A thing, a number and a date stay with what the quotes say of them."""
    for pair in view.paare:
        yield from _stitched(pair, view)
        yield from _dates_kept(pair, view)


_PRONOUNS = frozenset("er sie es dies diese dieser dieses wer man ihnen ihm ihr ihre ihren sein seine".split())


def _stitched(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Das Grundstück wurde erworben, der Neubau verschoben: not "der Neubau wurde erworben"."""
    if any(w.art != "verb" for w in pair.treffer) or not any(v.grund not in LIGHT for v in pair.treffer):
        return
    foreign = [w for w in pair.fremd if _thing(w)]
    if not foreign or pair.quelle.art == "relativ":
        return
    if any(w.art == "funktion" and w.low in _PRONOUNS for w in pair.quelle.worte):
        return
    for group in pair.gruppen_quelle:
        if group.praeposition or group.attribut or group.kern is None or any(w in view.gesagt for w in group.worte):
            continue
        if any(_takes_up_earlier(group, word, pair, view) for word in foreign):
            continue
        yield f"„{foreign[0].text}“: In der Quelle steht dort „{' '.join(w.text for w in group.worte)}“."
        return


def _takes_up_earlier(group: Gruppe, word: Wort, pair: Paar, view: Vergleich) -> bool:
    """Whether a group of the quote may mean what one of its earlier sentences named."""
    if not (stands_for(group) or takes_up(group, word, pair, view)):
        return False
    return any(q.satz < pair.quelle.satz for s in pair.fremd[word] for q in _clauses_of(s, view))


_TIMES = ("datum", "jahr", "jahre", "quartal", "uhrzeit")


def _dates_kept(pair: Paar, view: Vergleich) -> Iterator[str]:
    """A date of another sentence comes with something else of that sentence, or it dates another thing."""
    for word, found in pair.fremd.items():
        if word.wert is None or word.wert.art not in _TIMES:
            continue
        sentences = {q.satz for s in found for q in _clauses_of(s, view)}
        if not sentences or pair.quelle.satz in sentences:
            continue
        company = {
            q.satz for other, hits in pair.fremd.items() if other is not word and other.wert is None
            for s in hits for q in _clauses_of(s, view)
        }  # fmt: skip
        if not company & sentences:
            yield f"„{word.text}“ steht in der Quelle bei etwas anderem."


def _thing(word: Wort) -> bool:
    return word.art == "name" or (word.art == "inhalt" and word.text[0].isupper())


def _clauses_of(word: Wort, view: Vergleich) -> list[Teilsatz]:
    """The clauses of the quotes that hold this very word."""
    return [q for q in view.quelle if any(word is w for w in content(q))]
