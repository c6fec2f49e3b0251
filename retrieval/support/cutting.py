"""A text to its clauses.

In come the words of a sentence, out come `Teilsatz`e. Cut is at commas, semicolons and "und" where both sides have a
finite verb of their own; a relative clause in the middle of another is lifted out of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.sentences import sentence_spans
from retrieval.support.clauses import Teilsatz
from retrieval.support.idioms import with_idioms
from retrieval.support.lexicon import known
from retrieval.support.verbs import JOINTS, PARTICLES, finite_verb, is_participle, zu_infinitive
from retrieval.support.words import Wort, normal, words_of

_CONDITIONAL = frozenset("sofern falls wenn soweit solange sobald vorausgesetzt insofern insoweit".split())
_SUBJUNCTIONS = _CONDITIONAL | frozenset(
    "dass daß ob weil da während obwohl obgleich nachdem bevor bis seit indem damit als wie wobei sodass um".split()
)
_RELATIVES = frozenset("der die das den dem deren dessen denen welche welcher welches welchen welchem was wo".split())
_PREPOSED = frozenset(
    "in an auf aus bei mit nach von vor zu für durch über unter gegen um zwischen neben hinter wegen".split()
)


def clauses_of(text: str) -> tuple[Teilsatz, ...]:
    """The clauses of all sentences of a text."""
    text = normal(text)
    found: list[Teilsatz] = []
    for number, (start, end) in enumerate(sentence_spans(text)):
        pieces = re.split(r"(?<=[;:])\s", text[start:end])
        for piece in pieces:
            commas = frozenset(m.start() for m in re.finditer(r",(?=\s)", piece))
            found.extend(_split(words_of(piece), number, len(found), commas))
    return tuple(found)


def _split(words: Sequence[Wort], satz: int, first: int, commas: frozenset[int]) -> list[Teilsatz]:
    segments = _segments(words)
    merged: list[list[Wort]] = []
    open_at: int | None = None  # a main clause that a relative clause interrupts
    for segment in segments:
        art = _kind(segment)
        if art == "haupt" and finite_verb(segment) is None:
            if open_at is not None and merged and _kind(merged[-1]) != "haupt" and not _ends_list(segment):
                goes_on = finite_verb(merged[open_at]) is None or _closes(merged[open_at], segment)
                merged[open_at if goes_on else -1].extend(segment)
            elif merged:
                merged[-1].extend(segment)
            else:
                merged.append(list(segment))
                open_at = 0
            continue
        if (
            art == "haupt"
            and open_at is not None
            and (
                finite_verb(merged[open_at]) is None
                or (_opens_with_verb(segment) and len(merged) - 1 > open_at and not _has_body(merged[open_at]))
            )
        ):
            merged[open_at].extend(segment)
            continue
        merged.append(list(segment))
        if art == "haupt":
            open_at = len(merged) - 1
    clauses: list[Teilsatz] = []
    previous: list[Wort] = []
    for number, piece in enumerate(merged):
        art = _kind(piece)
        if art == "haupt" and number and _inverted_condition(merged, number):
            art = "haupt"
        if (
            number == 0
            and len(merged) > 1
            and (_opens_conditional_verb(piece) or (_opens_with_verb(piece) and _goes_on_with_verb(merged[1])))
        ):
            art = "bedingung"  # Wird er nicht gekündigt, verlängert er sich
        ahead = [w for w in previous if w.start < piece[0].start]  # what a lifted clause interrupts goes on behind it
        anchor = next((w for w in reversed(ahead) if w.art in ("inhalt", "name", "wert")), None)
        found = Teilsatz(tuple(piece), art, satz, first + number, anchor if art == "relativ" else None, commas)
        found = replace(found, nach=clauses[-1].art if clauses else "")
        clauses.append(replace(found, worte=with_idioms(piece, found.verben)))
        previous = piece if art == "haupt" else previous or piece
    return clauses


def _closes(main: Sequence[Wort], segment: Sequence[Wort]) -> bool:
    """Whether an interrupted main clause gets its participle, infinitive or particle from what follows."""
    spoken = [w for w in segment if w.art != "zeichen"]
    finite = finite_verb(main)
    if not spoken or finite is None:
        return False
    if _waits_for_verb(main):
        return spoken[-1].art == "verb" or spoken[-1].low in ("werden", "worden", "sein", "haben")
    return finite.art == "verb" and spoken[-1].low in PARTICLES and known(spoken[-1].low + finite.grund)


def _segments(words: Sequence[Wort]) -> list[list[Wort]]:
    """Cut at commas and joints where what follows up to the next cut has a finite verb, or begins a clause."""
    pieces: list[list[Wort]] = [[]]
    for index, word in enumerate(words):
        comma = word.art == "zeichen" and (word.text in ",–()" or (word.text == "." and _full_stop(words, index)))
        joint = word.art == "funktion" and word.low in JOINTS
        if comma or (joint and not _in_phrase(words, index)):
            pieces.append([] if comma else [word])
        elif word.art == "zeichen":
            continue
        else:
            pieces[-1].append(word)
    merged: list[list[Wort]] = []
    for piece in _whole_phrases(pieces):
        if not piece:
            continue
        if merged and len(merged[-1]) == 1 and merged[-1][0].low == "vorausgesetzt":
            merged[-1].extend(piece)  # vorausgesetzt, die Mittel stehen bereit
            continue
        bare = piece[1:] if piece[0].low in JOINTS and len(piece) > 1 else piece
        if (
            merged
            and zu_infinitive(bare)
            and not any(w.art == "hilfsverb" for w in bare)
            and bare[0].low not in ("um", "ohne", "statt", "anstatt")
        ):
            merged[-1].extend(piece)  # beabsichtigt, ... zu berücksichtigen
            continue
        if merged and _kind(bare) == "haupt" and _waits_for_verb(merged[-1]) and _only_closes(bare):
            merged[-1].extend(piece)  # ist montags und donnerstags besetzt
            continue
        if merged and finite_verb(bare) is None and not zu_infinitive(bare):
            if piece[0].low in JOINTS or _kind(merged[-1]) != "relativ":
                merged[-1].extend(piece)
            else:
                merged.append(piece)
            continue
        if merged and piece[0].low in ("und", "oder", "sowie") and finite_verb(merged[-1]) is None:
            merged[-1].extend(piece)
            continue
        merged.append(list(piece))
    return merged


def _whole_phrases(pieces: Sequence[list[Wort]]) -> list[list[Wort]]:
    """das dem Bauausschuss | und Planungsausschuss berichtet: a clause that waits for its verb is not cut at "und"."""
    found: list[list[Wort]] = []
    for piece in pieces:
        before = found[-1] if found else []
        waits = bool(before) and before[0].low in _RELATIVES | _SUBJUNCTIONS and finite_verb(before) is None
        if waits and piece and piece[0].low in ("und", "oder", "sowie") and finite_verb(piece) is not None:
            before.extend(piece)
        else:
            found.append(list(piece))
    return found


def _full_stop(words: Sequence[Wort], index: int) -> bool:
    """... stehen 265. Honorarkräfte werden ...: a number above any ordinal ends the sentence."""
    before, after = (words[index - 1] if index else None), (words[index + 1] if index + 1 < len(words) else None)
    return before is not None and after is not None and before.art == "wert" and after.text[0].isupper()


def _waits_for_verb(words: Sequence[Wort]) -> bool:
    """Whether an auxiliary still lacks its participle or infinitive."""
    finite = finite_verb(words)
    return finite is not None and finite.art == "hilfsverb" and not any(w.art == "verb" for w in words)


def _only_closes(words: Sequence[Wort]) -> bool:
    """Whether the only verb is a participle or infinitive at the end, which may belong to what came before."""
    verbs = [w for w in words if w.art in ("verb", "hilfsverb")]
    return (
        bool(verbs)
        and verbs[-1] is words[-1]
        and all(w.art == "verb" or w.low in ("werden", "worden", "sein", "haben") for w in verbs)
        and (is_participle(verbs[0]) or verbs[0].low == verbs[0].grund)
    )


def _in_phrase(words: Sequence[Wort], index: int) -> bool:
    """Whether a joint stands between two like words ("Bau- und Planungsausschuss")."""
    return index + 1 < len(words) and index > 0 and words[index - 1].text.endswith("-")


def _has_body(words: Sequence[Wort]) -> bool:
    return finite_verb(words) is not None


def _ends_list(words: Sequence[Wort]) -> bool:
    return bool(words) and words[0].low in ("und", "oder")


def _kind(words: Sequence[Wort]) -> str:
    if not words:
        return "haupt"
    first = words[0]
    rest = words[1:] if first.low in ("und", "oder", "aber", "sondern") else words
    if not rest:
        return "haupt"
    first = rest[0]
    limited = rest[1] if first.art in ("umfang", "zeit") and len(rest) > 1 else first
    if limited.low in _CONDITIONAL and not (limited.low == "soweit" and len(rest) < 3):
        return "bedingung"
    second = rest[1] if len(rest) > 1 else None
    if first.art == "funktion" and finite_verb(rest) is not None:
        late = _finite_is_late(rest)
        if first.low in _RELATIVES and late and not first.text[0].isupper():
            return "relativ"
        if (
            first.low in _PREPOSED
            and not first.text[0].isupper()
            and second is not None
            and second.low in _RELATIVES
            and late
            and finite_verb(rest) is rest[-1]
        ):
            if (
                len(rest) > 2
                and rest[2].art in ("inhalt", "name")
                and rest[2].text[0].isupper()
                and second.low not in ("denen", "deren", "dessen")
            ):
                return "haupt"
            return "relativ"
        if first.low in _SUBJUNCTIONS and late:
            return "neben"
    if first.low in ("dass", "ob", "weil", "nachdem", "obwohl", "sodass"):
        return "neben"
    if first.low in ("um", "ohne", "statt", "anstatt") and zu_infinitive(rest):
        return "neben"
    if finite_verb(rest) is None and zu_infinitive(rest):
        return "neben"
    return "haupt"


def _finite_is_late(words: Sequence[Wort]) -> bool:
    finite = finite_verb(words)
    at = next((i for i, w in enumerate(words) if w is finite), 0)
    return all(w.art in ("verb", "hilfsverb", "zeichen") for w in words[at:]) and at > 0


def _opens_with_verb(words: Sequence[Wort]) -> bool:
    return bool(words) and finite_verb(words) is words[0]


def _goes_on_with_verb(words: Sequence[Wort]) -> bool:
    """Whether a clause has nothing before its finite verb, "so" and "dann" aside."""
    rest = [w for w in words if w.art != "zeichen" and w.low not in ("so", "dann")]
    return bool(rest) and finite_verb(words) is rest[0]


def _opens_conditional_verb(words: Sequence[Wort]) -> bool:
    """Sollte das Gericht ..., wird ..."""
    return (
        bool(words)
        and words[0].low in ("sollte", "sollten", "würde", "würden", "wäre", "wären", "hätte")
        and words[0].text[0].isupper()
    )


def _inverted_condition(merged: Sequence[Sequence[Wort]], number: int) -> bool:
    return False
