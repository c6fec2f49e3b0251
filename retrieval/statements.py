"""Hits to statements: the sentences of earlier replies that may answer a point, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.domain import Beleg, Passage
from corpus.sentences import sentence_spans
from retrieval.matter import Rarity, lasting_things, matter_text, share, things, words, years
from retrieval.slots import places, slots

_BARE = re.compile(
    r"^(?:ja|nein|doch|entfällt|keine|siehe\b.*|s\.\s.*|vgl\.?\s.*|vergleiche\b.*|auf\s+die\s+antwort\b.*wird\s+verwiesen)"
    r"[.!,;]?$",
    re.IGNORECASE | re.DOTALL,
)
"""Nein.   Siehe Antwort zu Frage 2.   - such a sentence says something only beside the question it was given to."""
_ANAPHORA = re.compile(
    r"^(?:er|sie|es|dies|diese[rsnm]?|jene[rsnm]?|dabei|dafür|dadurch|dazu|damit|dagegen|davon|darin|darüber|daran|daher|"
    r"deshalb|hierzu|hierfür|hierbei|dort|derselbe|dieselbe|letztere[rs]?|außerdem|ferner|zudem|auch|das|seither|seitdem|"
    r"ob\s+es\s+dazu|die\s+übrigen|der\s+rest|seine?|ihre?|beide|deren|dessen|an\s+(?:seine|ihre|deren|dessen)\s+stelle)\b",
    re.IGNORECASE,
)
"""Diese Gebühr ...  - understood only after the sentence before it."""

ANSWERS = 0.6
"""A statement that names so much of what the question names is an answer to it."""

SAME_MATTER = 0.75
"""So much of an older statement's things has to stand in a newer one for that to be its later word."""


@dataclass(frozen=True)
class Aussage:
    """One sentence of a passage, verbatim. `start` and `ende` are offsets in the paper's Lesefassung."""

    text: str
    passage: Passage
    start: int
    ende: int
    ordnung: int

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
        return leans(self.text)


def leans(sentence: str) -> bool:
    """Whether a sentence is understood only after the one before it."""
    return bool(_ANAPHORA.match(sentence))


def statements_of(passage: Passage) -> tuple[Aussage, ...]:
    """The sentences of a passage that can prove something, in order.

    Left out are bare "Ja." and references elsewhere, and what a person once accepted without support.
    """
    found = []
    for ordinal, (start, end) in enumerate(sentence_spans(passage.text)):
        text = passage.text[start:end]
        first, last = passage.start + start, passage.start + end
        if _BARE.match(text) or any(a < last and first < b for a, b in passage.ungestuetzt):
            continue
        found.append(Aussage(text, passage, first, last, ordinal))
    return tuple(found)


def context_of(passage: Passage) -> str:
    """What a passage answers: the question it was given to and the paper's subject."""
    return " ".join(t for t in (passage.frage, passage.betreff) if t)


def coverage(question: str, statement: Aussage, *, rarity: Rarity) -> float:
    """How much of what a question names stands in a statement, 0 to 1; what it answers counts in part."""
    wanted = things(matter_text(question))
    return share(wanted, words(statement.text), words(context_of(statement.passage)), rarity=rarity)


def passage_coverage(question: str, passage: Passage, *, rarity: Rarity, subject: bool = True) -> float:
    """The same for a whole passage with what it answers, every word counting in full; without `subject` its paper's
    does not count, which all its answers share."""
    context = context_of(passage) if subject else passage.frage or ""
    return share(things(matter_text(question)), words(f"{passage.text} {context}"), frozenset(), rarity=rarity)


def supersedes(newer: Aussage, older: Aussage, question: str, *, rarity: Rarity) -> bool:
    """Whether `newer` is the administration's later word on what `older` says.

    It is, where it is of a later day, from another paper, and either answers the question as well as the older one
    does, or names again what that names, dates and amounts aside. What a question fixes, a place or a year ("in der
    Saison 2018"), is not overtaken by a word on another.
    """
    a, b = newer.passage, older.passage
    if a.datum is None or b.datum is None or a.datum <= b.datum or a.dokument_id == b.dokument_id:
        return False
    fixed = years(question) & years(older.text)
    if fixed and not fixed & years(newer.text):
        return False
    wanted = places(slots(question))
    if wanted & slots(f"{older.text} {context_of(b)}") and not wanted & slots(f"{newer.text} {context_of(a)}"):
        return False
    answers, answered = (coverage(question, s, rarity=rarity) for s in (newer, older))
    if answered >= ANSWERS and answers >= answered - 0.05:
        return True
    own = lasting_things(older.text)
    if not own:
        return False
    return share(own, words(newer.text), words(context_of(a)), rarity=rarity) >= SAME_MATTER
