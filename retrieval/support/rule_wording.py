"""Words of a claim: none is added, and none stands on a word of the quotes that another one has taken."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from retrieval.support.alignment import identical
from retrieval.support.equivalents import (
    CHARGING,
    ENDING,
    NEEDING,
    amount_due,
    free_of_charge,
    holds_until,
    needed_for_it,
    says_free,
)
from retrieval.support.lexicon import opposed
from retrieval.support.reading import LIGHT, Paar, Vergleich, content
from retrieval.support.tense import MODAL_NOUNS
from retrieval.support.words import MODAL_WORDS, Wort


def nothing_added(view: Vergleich) -> Iterator[str]:
    """Every word of the claim that carries sense stands on a word of the quotes."""
    for pair in view.paare:
        for word in content(pair.aussage):
            if _borrowed(word, pair, view):
                yield f"„{word.text}“ steht nicht in der Quelle."
            if word in pair.treffer or word in pair.fremd or word.wert is not None:
                continue
            if is_modal(word) or _is_light(word, pair) or (word.grund in _EMPTY and word.art == "inhalt"):
                continue
            if _compared(word, pair) or (says_free(word) and free_of_charge(pair)):
                continue
            if word.grund in CHARGING and amount_due(pair):
                continue
            if (
                _only_frames(word, pair)
                or (word.grund in ENDING and holds_until(pair))
                or (word.grund in NEEDING and needed_for_it(pair))
            ):
                continue
            if MODAL_NOUNS.get(word.grund) in ("muss", "kann") and MODAL_NOUNS[word.grund] in pair.quelle.modus:
                continue  # es besteht die Pflicht: muss
            if any(opposed(word.grund, s.grund) for s in content(pair.quelle) if s not in pair.getroffen):
                continue  # the rule on negation looks at it
            yield f"„{word.text}“ steht nicht in der Quelle."


def _borrowed(word: Wort, pair: Paar, view: Vergleich) -> bool:
    """Zur Umsetzung umgesetzt, where the quote has "zur Umsetzung empfohlen": the verb stands on a word already said,
    and one of the quote's own is left over.
    """
    found = pair.treffer.get(word, ())
    free = [
        s for s in content(pair.quelle)
        if s.art == word.art and s.text[0].isupper() == word.text[0].isupper() and s.grund not in LIGHT
        and not any(s.start == t.start for t in view.gesagt) and not is_modal(s)
    ]  # fmt: skip
    if not free or not found or word.wert is not None or word.grund in LIGHT or any(identical(word, s) for s in found):
        return False
    others = [w for w in pair.treffer if w is not word]
    return all(any(s in pair.treffer[w] and identical(w, s) for w in others) for s in found)


def _only_frames(word: Wort, pair: Paar) -> bool:
    """Die Zahl der Anträge betrug 310; aus Gründen des; im Jahr 1974: what says nothing beside its neighbour."""
    words = [w for w in pair.aussage.worte if w.art != "zeichen"]
    at = next((i for i, w in enumerate(words) if w.start == word.start), 0)
    before, after = words[at - 1] if at else None, words[at + 1] if at + 1 < len(words) else None
    if word.grund in ("zahl", "anzahl"):
        verb = pair.aussage.finite
        what = next((w for w in words[at + 1 :] if w.art in ("inhalt", "name") and w.text[0].isupper()), None)
        there = [w for w in pair.quelle.worte if w.art != "zeichen"]
        counted = what is not None and any(
            one.wert is not None and one.wert.art == "zahl" and other in pair.treffer.get(what, ())
            for one, other in pairwise(there)
        )
        return counted and verb is not None and verb.grund in ("betragen", "liegen", "belaufen")
    if word.low == "vergleich":
        return before is not None and before.low == "im" and any(w.low == "gegenüber" for w in pair.quelle.worte)
    if word.grund in ("dauer", "zeitraum"):
        return after is not None and after.low == "von" and before is not None and before.low == "die"
    if word.low == "gründen":
        return before is not None and before.low == "aus"
    return word.grund == "jahr" and after is not None and after.wert is not None and after.wert.art in ("jahr", "jahre")


_EMPTY = frozenset("höhe rahmen zug umfang weise weg verfügbar vorhanden gegenstand".split())
"""ein Zuschuss in Höhe von ...: such a noun adds nothing."""


_LESS = frozenset("niedriger geringer weniger billiger günstiger kleiner kürzer niedrig gering".split())


_MORE = frozenset("höher mehr größer teurer länger hoch".split())


def _compared(word: Wort, pair: Paar) -> bool:
    """Acht Prozent niedriger als die Berechnung: unter der Berechnung."""
    preposition = "unter" if word.low in _LESS else "über" if word.low in _MORE else None
    behind = any(w.low == "als" for w in pair.aussage.worte if w.start > word.start)
    behind = behind or any(w.low == "gegenüber" for w in pair.aussage.worte)
    return behind and preposition is not None and any(w.low == preposition for w in pair.quelle.worte)


def is_modal(word: Wort) -> bool:
    return word.low in MODAL_WORDS or word.grund in MODAL_WORDS


def _is_light(word: Wort, pair: Paar) -> bool:
    if word.grund in ("rechnen", "erwarten"):  # mit der Lieferung ist ... zu rechnen
        return all(any("umfang:voraussichtlich" in w.sinn for w in c.worte) for c in (pair.aussage, pair.quelle))
    return word.art == "verb" and word.grund in LIGHT
