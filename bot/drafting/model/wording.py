"""What a model may not do to the words of its source though a person may: colour, tie together, thin out. Pure.

The gate asks whether a sentence says something else than its quote. A wording takes a quotation's place in a letter
that nobody reads against its sources word by word, so here the doubt goes against it: what is refused stays quoted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import takewhile

from bot.drafting.model.joints import broken_joint
from retrieval.support.alignment import same_word
from retrieval.support.clauses import Teilsatz
from retrieval.support.cutting import clauses_of
from retrieval.support.words import Wort

_PLAIN = re.compile(r"[A-Za-zÄÖÜäöüß0-9\s,.;:()\[\]/%€§–-]")
_QUOTED = re.compile(r"[„“”‚‘’«»\"]")
_ADDED = re.compile(
    r"\b(?:deshalb|deswegen|daher|darum|damit|somit|demnach|folglich|infolgedessen|insofern|dadurch|seitdem|trotzdem|"
    r"dennoch|gleichwohl|allerdings|auch|ebenfalls|wieder|erneut|oder|leider|bedauerlicherweise|erfreulicherweise|"
    r"wie\s+(?:beantragt|gefordert|gewünscht|vorgeschlagen|angeregt)|"
    r"seit\s+(?:\w+\s+)?(?:Jahren|Monaten|Wochen|Jahrzehnten|[Ll]angem|[Ll]ängerem|jeher))\b",
    re.IGNORECASE,
)
"""Deshalb gilt die Satzung nicht mehr: a cause, a repetition or a comment that only these words bring in"""
_PAST = re.compile(r"\b(?:war|waren|hatte|hatten|gewesen)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:nicht|kein\w*|abgelehnt|ablehn\w*|lehnt|lehnen|verzichtet|ausgeschlossen)\b", re.IGNORECASE)


def unfaithful(text: str, quote: str) -> str | None:
    """What a wording does to the quote that carries it, as a German sentence; None where nothing is to be said.

    `quote` is all that the sentence stands on. A run of words that stands there just so is never unfaithful.
    """
    text, quote = (" ".join(unicodedata.normalize("NFC", one).split()) for one in (text, quote))
    if text in quote:
        return None
    found = (*_signs(text, quote), *_words(text, quote), *_thinned(text, quote), *broken_joint(text, quote))
    return next(iter(found), None)


def _signs(text: str, quote: str) -> Iterator[str]:
    """Emphasis, markup, letters of other scripts, quotation marks that make a statement somebody's saying."""
    for sign in text:
        if not _PLAIN.match(sign) and not _QUOTED.match(sign) and sign not in quote:
            yield f"Das Zeichen „{sign}“ steht nicht in der Quelle."
    if len(_QUOTED.findall(text)) > len(_QUOTED.findall(quote)):
        yield "Die Anführungszeichen stehen so nicht in der Quelle."
    if text.isupper():
        yield "Der Satz steht ganz in Großbuchstaben."


def _words(text: str, quote: str) -> Iterator[str]:
    for pattern in (_ADDED, _PAST):
        there = [one.lower() for one in pattern.findall(quote)]
        for word in pattern.findall(text):
            if word.lower() not in there:
                yield f"„{word}“ steht so nicht in der Quelle."
            else:
                there.remove(word.lower())
    ands, ors = (
        len(re.findall(rf"\b{one}\b", text)) - len(re.findall(rf"\b{one}\b", quote)) for one in ("und", "oder")
    )
    if ands > 0 > ors:
        yield "In der Quelle steht „oder“, nicht „und“."


def _thinned(text: str, quote: str) -> Iterator[str]:
    """An adjective belongs to its noun, a noun to the noun that it describes, and what is denied is denied whole."""
    claims, quotes = clauses_of(text), clauses_of(quote)
    said = [word for clause in claims for word in clause.worte]
    for noun, adjectives in _described(quotes):
        for own, before in _nouns(claims):
            if not same_word(own, noun):
                continue
            for adjective in adjectives:
                loose = [w for w in said if same_word(w, adjective) and not _at_other_noun(w, claims, noun)]
                if not any(same_word(w, adjective) for w in before) and not loose:
                    yield f"„{adjective.text}“ gehört in der Quelle zu „{noun.text}“."
    if not _DENIED.search(text):
        return
    for clause in claims:
        theirs = max(quotes, key=lambda one: sum(any(same_word(w, v) for v in clause.worte) for w in one.worte))
        for noun, _ in _nouns([theirs]):
            if not any(same_word(word, noun) or noun.grund in word.grund for word in said):
                yield f"„{noun.text}“ aus der Quelle fehlt, und was verneint wird, gilt dann für mehr."


def _described(clauses: Sequence[Teilsatz]) -> list[tuple[Wort, list[Wort]]]:
    """The nouns that never stand without an adjective, with the adjectives of where they stand first."""
    every = list(_nouns(clauses))
    bare = [noun for noun, adjectives in every if not adjectives]
    return [(n, adjectives) for n, adjectives in every if adjectives and not any(same_word(n, b) for b in bare)]


def _nouns(clauses: Sequence[Teilsatz]) -> Iterator[tuple[Wort, list[Wort]]]:
    for clause in clauses:
        words = [word for word in clause.worte if word.art != "zeichen"]
        for at, word in enumerate(words):
            if word.art == "inhalt" and word.text[0].isupper():
                yield word, list(takewhile(_adjective, reversed(words[:at])))


def _adjective(word: Wort) -> bool:
    return word.art == "inhalt" and word.text[0].islower() and word.low.endswith(("e", "en", "er", "es", "em"))


def _at_other_noun(adjective: Wort, clauses: Sequence[Teilsatz], noun: Wort) -> bool:
    return any(adjective in before and not same_word(own, noun) for own, before in _nouns(clauses))
