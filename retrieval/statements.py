"""Hits to statements: the sentences of earlier replies that may answer a point, each with its place and its weight."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.domain import Beleg, Passage
from corpus.sentences import sentence_spans
from retrieval.german import analyse
from retrieval.slots import key_terms

_BARE = re.compile(
    r"^(?:ja|nein|doch|entfällt|keine|siehe\b.*|s\.\s.*|vgl\.?\s.*|vergleiche\b.*|auf\s+die\s+antwort\b.*wird\s+verwiesen)"
    r"[.!,;]?$",
    re.IGNORECASE | re.DOTALL,
)
"""Nein.   Siehe Antwort zu Frage 2.   - such a sentence says something only beside the question it was given to."""
_ANAPHORA = re.compile(
    r"^(?:er|sie|es|dies|diese[rsnm]?|jene[rsnm]?|dabei|dafür|dadurch|dazu|damit|dagegen|davon|darin|darüber|daran|daher|"
    r"deshalb|hierzu|hierfür|hierbei|dort|derselbe|dieselbe|letztere[rs]?|außerdem|ferner|zudem|auch|das|"
    r"die\s+übrigen|der\s+rest|seine|ihre|beide|deren|dessen)\b",
    re.IGNORECASE,
)
"""Diese Gebühr ...  - understood only after the sentence before it."""

CONTEXT_WEIGHT = 0.7
"""What stands only in the question or subject that a statement answers counts this much of what it says itself."""


@dataclass(frozen=True)
class Aussage:
    """One sentence of a passage, verbatim. `start` and `ende` are offsets in the paper's Lesefassung."""

    text: str
    passage: Passage
    start: int
    ende: int
    ordnung: int
    ueberholt_durch: str | None = None

    @property
    def beleg(self) -> Beleg:
        """The place that this sentence stands at."""
        p = self.passage
        return Beleg(
            dokument=p.dokument,
            dokument_id=p.dokument_id,
            version=p.version,
            vorlage=p.vorlage,
            datum=p.datum,
            nr=p.nr,
            seite=p.seite,
            zitat=self.text,
            start=self.start,
            ende=self.ende,
        )

    @property
    def leans_on_previous(self) -> bool:
        """Whether it is understood only after the sentence before it."""
        return bool(_ANAPHORA.match(self.text))


def statements_of(passage: Passage, *, ueberholt_durch: str | None = None) -> tuple[Aussage, ...]:
    """The sentences of a passage that can prove something, in order.

    Left out are bare "Ja." and references elsewhere, and what a person once accepted without support.
    """
    found = []
    for ordinal, (start, end) in enumerate(sentence_spans(passage.text)):
        text = passage.text[start:end]
        first, last = passage.start + start, passage.start + end
        if _BARE.match(text) or any(a < last and first < b for a, b in passage.ungestuetzt):
            continue
        found.append(Aussage(text, passage, first, last, ordinal, ueberholt_durch))
    return tuple(found)


def context_of(passage: Passage) -> str:
    """What a passage answers: the question it was given to and the paper's subject."""
    return " ".join(t for t in (passage.frage, passage.betreff) if t)


def coverage(question: str, statement: Aussage, *, rarity: Callable[[str], float]) -> float:
    """How much of what a question names stands in a statement, 0 to 1, each noun weighted by its rarity.

    A noun stands there with its own term or with the head of its compound ("Verwaltungsdaten" in "Daten").
    """
    return _covered(question, set(analyse(statement.text)), set(analyse(context_of(statement.passage))), rarity)


def passage_coverage(question: str, passage: Passage, *, rarity: Callable[[str], float]) -> float:
    """The same for a whole passage with what it answers, every word counting in full."""
    words = set(analyse(f"{passage.text} {context_of(passage)}"))
    return _covered(question, words, set(), rarity)


def _covered(question: str, words: set[str], context: set[str], rarity: Callable[[str], float]) -> float:
    total = found = 0.0
    for own, *parts in named_things(question):
        weight = rarity(own) if not parts else max(rarity(own) * 0.5, *(rarity(p) for p in parts))
        total += weight
        found += weight * _share(own, parts, words, context)
    return found / total if total else 0.0


def _share(own: str, parts: Sequence[str], words: set[str], context: set[str]) -> float:
    if own in words or (parts and all(p in words for p in parts)):
        return 1.0
    if own in context or (parts and all(p in context or p in words for p in parts)):
        return CONTEXT_WEIGHT
    if parts:
        return 0.5 * sum(p in words or p in context for p in parts) / len(parts)
    return 0.0


def named_things(question: str) -> list[tuple[str, ...]]:
    """The nouns, names and numbers of a question, each as its own term followed by the terms of its compound parts."""
    found: dict[str, tuple[str, ...]] = {}
    for noun in re.findall(r"\b(?:[A-ZÄÖÜ][\w-]*|\d[\d.,]*\d|\d)", question):
        terms = [t for t in dict.fromkeys(analyse(noun)) if t in key_terms(noun)]
        if terms:
            found.setdefault(terms[0], tuple(terms))
    return list(found.values())
