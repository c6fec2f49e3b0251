"""The verb of a clause: which word is finite, a participle, an infinitive with "zu"; which particle belongs to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from retrieval.support.lexicon import concepts, known
from retrieval.support.words import Wort

JOINTS = frozenset("und oder sondern sowie denn".split())
PARTICLES = frozenset(
    "ab an auf aus bei durch ein fest fort frei her heran herab herbei heraus hin hinaus hinzu los mit nach nieder "
    "statt teil vor voran voraus vorbei weg weiter wieder zu zurück zusammen um unter über bereit bekannt bevor dar "
    "entgegen sicher still gut nahe offen fern frei gegenüber hervor".split()
)


def zu_infinitive(words: Sequence[Wort]) -> bool:
    if not words:
        return False
    if len(words) > 2 and words[-1].low in ("ist", "sind", "war", "waren", "hat", "haben"):
        words = words[:-1]  # weil sie zu erneuern ist
    last = words[-1]
    if last.art != "verb" and last.grund not in ("sein", "haben", "werden", "können"):
        return False
    inside = bool(re.match(r"\w+zu\w+(?:en|ern|eln)$", last.low)) and not last.low.startswith("zu")
    before = len(words) > 1 and words[-2].low == "zu"
    return inside or before


def finite_verb(words: Sequence[Wort]) -> Wort | None:
    auxiliaries = [w for w in words if w.art == "hilfsverb"]
    for word in auxiliaries:
        at = words.index(word)
        if word.low in ("worden", "geworden", "gewesen", "gehabt", "gekonnt"):
            continue
        if (
            word.low in ("werden", "sein", "haben", "können", "müssen", "dürfen", "sollen", "wollen")
            and len(auxiliaries) > 1
        ):
            others = [a for a in auxiliaries if a is not word and a.low not in ("worden", "geworden", "gewesen")]
            if others and any(a.low not in ("werden", "sein", "haben", "können") for a in others):
                continue
        if word.low in ("werden", "sein", "haben", "können") and at and words[at - 1].low == "zu":
            continue
        return word
    for word in words:
        if word.art == "verb" and not _is_infinitive_with_zu(words, word) and _can_be_finite(word, words):
            return word
    return None


def _is_infinitive_with_zu(words: Sequence[Wort], word: Wort) -> bool:
    at = words.index(word)
    if at and words[at - 1].low == "zu":
        return True
    return bool(re.match(r"\w{2,}zu\w+(?:en|ern|eln)$", word.low)) and word.grund != word.low


def _can_be_finite(word: Wort, words: Sequence[Wort]) -> bool:
    low = word.low
    if re.match(r"ge\w+(?:t|en)$", low) and not word.grund.startswith("ge"):
        return False
    if re.match(
        r"(?:ab|an|auf|aus|bei|durch|ein|fest|her|hin|mit|nach|nieder|statt|teil|vor|weiter|wieder|zu|zurück|zusammen|um|unter)ge\w+(?:t|en)$",
        low,
    ):
        return False
    if is_participle(word):
        at = words.index(word)
        after = words[at + 1] if at + 1 < len(words) else None
        verb_second = after is not None and after.art != "zeichen" and after.low not in JOINTS
        return (verb_second or at == len(words) - 1) and low.endswith(("t", "en"))
    return True


def is_participle(word: Wort) -> bool:
    """Whether a verb's form can be its second participle."""
    low, base = word.low, word.grund
    if low == base:
        return bool(re.match(r"(?:be|er|ver|zer|ent|emp|ge|über|unter|durch|um|wider|hinter|miss)\w+en$", low))
    if low.endswith("t"):
        return bool(
            re.match(
                r"(?:\w{0,10}?ge\w+|(?:be|er|ver|zer|ent|emp|über|unter|miss|wider|voll|wieder|durch|um|hinter)\w+|\w+iert|\w+(?:be|er|ver|ent)\w+)t?$",
                low,
            )
        )
    return low.endswith("en") and low != base


def last_before_comma(word: Wort, words: Sequence[Wort], commas: frozenset[int]) -> Wort:
    """The clause's last word, or the verb's particle where a comma follows it ("sucht ... auf, davon ...")."""
    spoken = [w for w in words if w.art != "zeichen"]
    for one, after in pairwise(spoken):
        if one.start > word.start and one.low in PARTICLES and any(one.ende <= c < after.start for c in commas):
            return one
    return spoken[-1] if spoken else word


def joined(word: Wort, words: Sequence[Wort], commas: frozenset[int]) -> Wort:
    """lehnt ... ab: ablehnen"""
    last = last_before_comma(word, words, commas)
    if last is word or last.low not in PARTICLES or last.art not in ("funktion", "inhalt", "zeit", "umfang"):
        return word
    lemma = last.low + ("fallen" if word.low == "fällt" else word.grund)
    if not known(lemma):
        return word
    further = word.sinn - concepts(word.grund)  # of an expression that it is part of
    return Wort(f"{word.text} … {last.text}", "verb", lemma, word.start, word.ende, sinn=concepts(lemma) | further)
