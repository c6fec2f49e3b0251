"""A draft held against the later answer, sentence by sentence, by rules and never by opinion. Pure but for the model.

Two questions, asked separately. Of each sentence of the later answer: did the draft say it, and did an earlier paper?
Of each sentence of the draft: does the later answer agree, say otherwise, or not speak of it? The gate decides where it
can; where it refuses, words and meaning together do. The bounds were chosen on cases that a person had judged first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.drafting.backtest.saying_otherwise import lacks, says_otherwise
from corpus.domain import Beleg
from corpus.sentences import sentences
from retrieval.matter import Rarity, share, things, words
from retrieval.ranking.weights import MEAN_SHARE, default_weights
from retrieval.support import check_claim, fold

if TYPE_CHECKING:
    from retrieval.index.projection import PassageEmbeddings


class Klasse(StrEnum):
    """What became of a point. The first two say how good the draft was, the next two what was wrong with it."""

    TREFFEND = "treffend"
    TEILWEISE = "teilweise"
    ANDERS = "anders"
    DANEBEN = "daneben"
    ZU_RECHT_GESCHWIEGEN = "zu_recht_geschwiegen"
    ZU_UNRECHT_GESCHWIEGEN = "zu_unrecht_geschwiegen"
    NICHT_BEWERTBAR = "nicht_bewertbar"


class Verhaeltnis(StrEnum):
    """How the later answer stands to a sentence of the draft."""

    BESTAETIGT = "bestaetigt"
    ANDERS = "anders"
    NICHT_BERUEHRT = "nicht_beruehrt"


@dataclass(frozen=True)
class SpaetererSatz:
    """A sentence of the later answer. `getroffen`: the draft says it; `frueher`: where an earlier paper said it."""

    text: str
    getroffen: bool
    frueher: Beleg | None


@dataclass(frozen=True)
class EntworfenerSatz:
    """A sentence of the draft, the later sentence that it was compared with, and what differs."""

    text: str
    verhaeltnis: Verhaeltnis
    gegen: str | None = None
    warum: str | None = None


@dataclass(frozen=True)
class Bewertung:
    """What came of a point. `abgedeckt`: the share of the later answer that the draft says; `vorhanden`: the share
    that the draft or an earlier paper says. Both 0 to 1."""

    klasse: Klasse
    abgedeckt: float
    vorhanden: float
    spaeter: tuple[SpaetererSatz, ...]
    entwurf: tuple[EntworfenerSatz, ...]


Naehe = Callable[[str, str], float]
"""Nearness in meaning of a sentence of the later answer and another one: cosine, the usual mean taken off."""

# Of 43 sentences and their paraphrases that a person had judged, 32 pass; of 59 pairs of real replies that merely share
# words, and that a person had judged too, none does. Words changed on purpose (another name, "kann" for "wird") mostly
# pass: this finds matter again and is no gate.
NEAR = 0.72
"""So near in meaning two sentences are that say the same."""

SAME_WORDS = 0.5
"""So much of what a sentence names stands in another one that says the same."""

ON_THE_MATTER = 0.6
"""So near in meaning, a sentence of the draft speaks of what the later one speaks of, and may be contradicted by it."""

MOSTLY = 0.5
"""So much of an answer's sentences is "the content"."""

_REFERENCE = re.compile(
    r"^(?:siehe|s\.|vgl\.?|vergleiche|hierzu\s+wird|(?:es\s+wird\s+)?auf\s+die)\b.{0,80}?\b(?:Antwort|Frage|Ziffer|Punkt|oben|unten)",
    re.IGNORECASE | re.DOTALL,
)
"""Siehe Antwort zu Frage 2.   Auf die Antwort zu 3 wird verwiesen."""
LEAST_THINGS = 2
"""A sentence that names less ("Ja.", "Dies ist richtig.") has no content of its own to be found again."""


def content_sentences(answer: str) -> tuple[str, ...]:
    """The sentences of an answer that say something by themselves, folded."""
    return tuple(s for each in sentences(answer) if has_content(s := fold(each)))


def has_content(sentence: str) -> bool:
    """Whether a sentence names enough to be found again elsewhere, and does not merely point there."""
    return not _REFERENCE.match(sentence) and len(things(sentence)) >= LEAST_THINGS


def naehe_of(later: Sequence[str], others: Sequence[str], embeddings: PassageEmbeddings) -> Naehe:
    """Embeds all sentences in one call of the model."""
    import numpy as np

    texts = list(dict.fromkeys([*later, *others]))
    if not later or not others:
        return lambda _one, _other: 0.0
    weights = default_weights()
    vectors = embeddings.embed_passages(texts)
    if weights.model == embeddings.name and len(weights.mean) == vectors.shape[1]:
        vectors = vectors - np.float32(MEAN_SHARE) * np.array(weights.mean, dtype=np.float32)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    row = {text: vectors[at] for at, text in enumerate(texts)}
    return lambda one, other: float(row[one] @ row[other])


def overlap(sentence: str, other: str, *, rarity: Rarity) -> float:
    """How much of what a sentence names stands in another one, 0 to 1, weighted by rarity."""
    return share(things(sentence), words(other), frozenset(), rarity=rarity)


def says_same(sentence: str, other: str, naehe: Naehe, *, rarity: Rarity) -> bool:
    """Whether `other` says what `sentence` says: the gate passes it, or words and meaning are both near.

    Not where a number, a date or a place of the sentence stands otherwise in the other one, or not at all, or where
    only one of them denies: then it is not the same, however alike they sound.
    """
    if check_claim(sentence, other).belegt:
        return True
    alike = naehe(sentence, other) >= NEAR and overlap(sentence, other, rarity=rarity) >= SAME_WORDS
    return alike and not lacks(sentence, other)


def judge(
    question: str,
    later: Sequence[str],
    draft: Sequence[str],
    earlier: Sequence[Sequence[tuple[str, Beleg]]],
    naehe: Naehe,
    *,
    rarity: Rarity,
) -> Bewertung:
    """Judges one point. `later` are `content_sentences` of the answer, `earlier` for each of them what may say it."""
    judged = tuple(
        SpaetererSatz(
            sentence,
            any(says_same(sentence, other, naehe, rarity=rarity) for other in draft),
            next((b for text, b in some if says_same(sentence, text, naehe, rarity=rarity)), None),
        )
        for sentence, some in zip(later, earlier, strict=True)
    )
    drafted = tuple(_compare(sentence, later, naehe, rarity) for sentence in draft)
    covered = _share(s.getroffen for s in judged)
    present = _share(s.getroffen or s.frueher is not None for s in judged)
    return Bewertung(_class(judged, drafted, covered, present), covered, present, judged, drafted)


def _compare(sentence: str, later: Sequence[str], naehe: Naehe, rarity: Rarity) -> EntworfenerSatz:
    """A sentence of the draft against the later answer: what differs weighs more than what agrees."""
    agrees = None
    for other in later:
        near = naehe(other, sentence)
        differs = says_otherwise(sentence, other, rarity=rarity) if near >= ON_THE_MATTER else None
        if differs:
            return EntworfenerSatz(sentence, Verhaeltnis.ANDERS, other, differs)
        both = ((sentence, other), (other, sentence))
        if agrees is None and any(says_same(a, b, naehe, rarity=rarity) for a, b in both if has_content(a)):
            agrees = other
    if agrees is not None:
        return EntworfenerSatz(sentence, Verhaeltnis.BESTAETIGT, agrees)
    return EntworfenerSatz(sentence, Verhaeltnis.NICHT_BERUEHRT)


def _class(later: Sequence[SpaetererSatz], draft: Sequence[EntworfenerSatz], covered: float, present: float) -> Klasse:
    if not later:
        return Klasse.NICHT_BEWERTBAR
    if not draft:
        return Klasse.ZU_UNRECHT_GESCHWIEGEN if present >= MOSTLY else Klasse.ZU_RECHT_GESCHWIEGEN
    if any(s.verhaeltnis is Verhaeltnis.ANDERS for s in draft):
        return Klasse.ANDERS
    if covered >= MOSTLY:
        return Klasse.TREFFEND
    if covered > 0 or any(s.verhaeltnis is Verhaeltnis.BESTAETIGT for s in draft):
        return Klasse.TEILWEISE
    return Klasse.DANEBEN


def _share(flags: Iterable[bool]) -> float:
    marked = list(flags)
    return sum(marked) / len(marked) if marked else 0.0
