"""Expressions of a noun and a verb that say together what neither says alone: "in Anspruch nehmen" for "nutzen".

The list is `wendungen.txt`. Both words of such an expression get what it stands for as further senses, so that they
meet "nutzen" in a quote, and a quote's "in Anspruch genommen" meets "genutzt" in a claim.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from retrieval.support.lexicon import concepts, listed, plain, stem
from retrieval.support.words import PREPOSITIONS, Wort

_FILE = Path(__file__).parent / "wendungen.txt"


def with_idioms(words: Sequence[Wort], verbs: Sequence[Wort]) -> tuple[Wort, ...]:
    """A clause's words, those of an expression with what it stands for; `verbs` with their separated particles."""
    senses: dict[int, frozenset[str]] = {}
    words = _ruled_out(_free(_free_of_charge(words)))
    forms = {v.grund: v.start for v in verbs}
    forms |= {w.grund: w.start for w in words if w.art == "hilfsverb" and w.grund not in forms}
    for word in words:
        if word.art == "funktion":
            for verb, meaning in _expressions().get(PREPOSITIONS.get(word.low, word.low), {}).items():
                if verb in forms:  # sich für etwas aussprechen
                    senses[forms[verb]] = senses.get(forms[verb], frozenset()) | meaning
            continue
        if word.art != "inhalt" or not word.text[0].isupper():
            continue
        for verb, meaning in _expressions().get(plain(word.grund), {}).items():
            if verb in forms:
                senses[word.start] = senses.get(word.start, frozenset()) | meaning
                senses[forms[verb]] = senses.get(forms[verb], frozenset()) | meaning
    if not senses:
        return tuple(words)
    return tuple(replace(w, sinn=w.sinn | senses[w.start]) if w.start in senses else w for w in words)


_FOR_FREE = ("kostenlos", "kostenfrei")
_OFFERED = re.compile(r"(?:eintritt|teilnahme|zutritt|besuch|ausleihe|kurs|führung|fahrt|mitfahrt|nutzung|parken)$")
_ALLOWED = re.compile(r"(?:verkehr|durchfahrt|zufahrt|halten)$")


def _free_of_charge(words: Sequence[Wort]) -> Sequence[Wort]:
    """Zahlen nichts, kostet nichts: "nichts" denies nothing there but says what it costs."""
    paying = [w for w in words if w.art == "verb" and w.grund in ("zahlen", "bezahlen", "kosten", "entrichten")]
    nothing = [w for w in words if w.low == "nichts" and w.art == "verneinung"]
    if len(nothing) != 1 or not paying:
        return words
    meaning = frozenset(k for word in _FOR_FREE for k in concepts(word))
    return [
        replace(w, art="inhalt", grund="kostenlos", sinn=meaning) if w is nothing[0]
        else replace(w, sinn=w.sinn | meaning) if w in paying
        else w
        for w in words
    ]  # fmt: skip


def _free(words: Sequence[Wort]) -> Sequence[Wort]:
    """Der Eintritt ist frei: costs nothing. Lieferverkehr frei: is allowed. Sind Plätze frei, kosten sie trotzdem."""
    nouns = [w.grund for w in words if w.art == "inhalt" and w.text[0].isupper()]
    if any(map(_OFFERED.search, nouns)):
        meaning = frozenset(k for word in _FOR_FREE for k in concepts(word))
    elif any(map(_ALLOWED.search, nouns)):
        meaning = concepts("erlauben")
    else:
        return words
    return [replace(w, sinn=w.sinn | meaning) if w.grund == "frei" and w.art == "inhalt" else w for w in words]


def _ruled_out(words: Sequence[Wort]) -> Sequence[Wort]:
    """Eine Förderung ist ausgeschlossen: is impossible. Wird sie vom Amt ausgeschlossen, tut das jemand."""
    forms = {w.grund for w in words if w.art == "hilfsverb"}
    if forms != {"sein"} or any(w.low == "von" for w in words):
        return words
    return [
        replace(w, art="inhalt", grund="unmöglich", sinn=concepts("unmöglich")) if w.low == "ausgeschlossen" else w
        for w in words
    ]


@lru_cache(maxsize=1)
def _expressions() -> dict[str, dict[str, frozenset[str]]]:
    """Noun to verb to concepts."""
    found: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for line in listed(_FILE):
        left, right = line.split("|")
        noun, *verbs = left.split()
        meaning = frozenset(k for word in right.split() for k in (*concepts(word), stem(word)))
        for verb in verbs:
            earlier = found[plain(noun.lower())].get(verb, frozenset())
            found[plain(noun.lower())][verb] = earlier | meaning
    return dict(found)
