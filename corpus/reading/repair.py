"""Puts right the words of a German paper that was read with the English language model.

An English model has no ä, ö, ü and ß and writes what looks alike: `fiir`, `6ffentlichen`, `begriiBen`, `Fu&ganger`,
`StraRe`, `gedndert`. The repair is a noisy channel: a word that is no German word is traced back to the word that most
likely looked like it (`confusions.py` holds how often which letter was taken for which), and is replaced only
where that one is German (`lexicon.py`). Words that are known stay as they are, and so does every paper that
shows no sign of having been misread.
"""

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from corpus.reading.confusions import CONFUSIONS, IMPOSSIBLE_LETTERS, Confusion
from corpus.reading.edits import Edit
from corpus.reading.lexicon import DIRECT, UNKNOWN, GermanLexicon, german_lexicon
from corpus.reading.misread_signs import sign_edits

# A clean German paper has at least 0.8 % umlauts and ß among its letters (457 papers measured), a misread one
# at most 0.4 %, one that was read with the English model throughout none.
_UMLAUT_SHARE_OF_CLEAN_TEXT = 0.006
_UMLAUT_SHARE_OF_WHOLLY_MISREAD_TEXT = 0.0005

# What German words never look like: "fiir", "6ffentlich", "k6nnen", "begriiBen", "Ma&nahme", "StraRe", "méglich"
_MISREAD_SHAPE = re.compile(
    r"""
      [a-zäöü]ii(?![eivx])[a-zB] | \b[FGMBTDKRSWHN]ii(?![eivx])
    | (?<![\w.])6[a-zäöü]{3} | [a-zäöü][68@®][a-zäöü]{2}
    | [a-zäöü][&®][a-zäöü] | [aeiouäöü]B(?:[aeioun]|\b)[a-zäöü]*\b | [Ss]tra(?:Re|Se|Be)
    | [a-z]é(?:[gnhdr][a-z]|ff)
    | \b(?:fiir|iiber|tiber|fur|uber|konnen|moglich)\b
    """,
    re.VERBOSE,
)
_UMLAUTS = re.compile(r"[äöüÄÖÜß]")
_LETTERS = re.compile(r"[^\W\d_]")
# Letters and what letters are misread as; a hyphen, slash or dot parts words
_WORD = re.compile(r"[^\W_&@®§]?[^\W_]*(?:[&@®§8](?=[^\W_])[^\W_]*|[&@®](?=\s|[.,;:)]))*")
_ADDRESS = re.compile(r"\S{0,80}(?:://|www\.|\w@[\w-]+\.\w|\.(?:de|com|org|net|eu)\b|\.(?:pdf|html?)\b)\S*")

# A word that the dictionary has, a compound of two known words, of three: negative log probabilities like the channel's
_COST_OF_PARTS = {DIRECT: 0.0, 2: 3.0, 3: 5.0, 4: 8.0}
_COST_UNKNOWN = 12.0
_COMMON_WORD_BONUS = 1.5
_COST_LIMIT = 8.5
_COST_LIMIT_PER_LETTER = 1.6  # short words are made of others by few letters: "fir" (3.0) is für, "det" stays
_COST_OF_STREET = 0.5  # "Kapellenstraße": streets are named after anything
_SURE_LENGTH = 8  # a capitalised word of this length that the dictionary has is no chance likeness to a name
_SURE_LENGTH_OF_COMPOUND = 13
_MOST_CANDIDATES = 150
_MOST_STEPS = 2500
_SHORTEST_WORD = 3


def repair_edits(text: str) -> list[Edit]:
    """The repairs that `text` needs, in order; none at all unless it looks misread."""
    if not looks_misread(text):
        return []
    lexicon = german_lexicon()
    if not _is_german(text, lexicon):
        return []
    edits = list(_word_edits(text, lexicon, wholly=_umlaut_share(text) < _UMLAUT_SHARE_OF_WHOLLY_MISREAD_TEXT))
    if not _is_evidence(edits, text):
        return []
    taken = {edit.start for edit in edits}
    edits += [edit for edit in sign_edits(text) if edit.start not in taken]
    return sorted(edits)


def repair(text: str) -> str:
    """The repaired text."""
    pieces: list[str] = []
    position = 0
    for edit in repair_edits(text):
        pieces += [text[position : edit.start], edit.text]
        position = edit.ende
    return "".join([*pieces, text[position:]])


def looks_misread(text: str) -> bool:
    """Whether it is worth looking at the words: hardly any umlauts, or shapes that no German word has."""
    shapes = sum(1 for _ in _MISREAD_SHAPE.finditer(_ADDRESS.sub(" ", text)))
    if _umlaut_share(text) < _UMLAUT_SHARE_OF_CLEAN_TEXT:
        return True
    return shapes >= 3 and shapes > sum(1 for _ in _UMLAUTS.finditer(text)) / 10


def _umlaut_share(text: str) -> float:
    """The part of umlauts and ß among the letters; 1 where there are no letters."""
    letters = sum(1 for _ in _LETTERS.finditer(text))
    return sum(1 for _ in _UMLAUTS.finditer(text)) / letters if letters else 1.0


def _is_german(text: str, lexicon: GermanLexicon) -> bool:
    """Whether half of the words are German as they stand; of the worst readings two thirds are."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    return 2 * sum(lexicon.is_form(word) for word in words) >= len(words)


def _is_evidence(edits: list[Edit], text: str) -> bool:
    """A shape that only misreading makes, or three words that got their umlauts back (a name can look like one)."""
    if any(_MISREAD_SHAPE.search(text, max(0, edit.start - 1), edit.ende + 1) for edit in edits):
        return True
    return len({edit.text for edit in edits if edit.text[0].islower()}) >= 3


def _word_edits(text: str, lexicon: GermanLexicon, *, wholly: bool) -> Iterator[Edit]:
    """Repairs of words. Where the paper is `wholly` misread, forms that nobody uses don't count as known."""
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    words = [m for m in _WORD.finditer(text) if m.group() and not _inside(addresses, m.start())]
    first_parts = {m.group() for m in words if text[m.end() : m.end() + 1] == "-"}
    repaired: dict[str, str | None] = {}
    witnesses: set[Confusion] = set()
    # Words in small letters first: no names among them, and they show how this paper's letters were misread.
    for word in sorted({m.group() for m in words}, key=lambda word: (word[0].isupper(), word)):
        if word in first_parts and lexicon.is_first_part(word):
            continue
        if lexicon.is_form(word) and not (wholly and lexicon.is_obsolete(word)):
            continue
        found = _repair_word(word, lexicon, witnesses)
        if found is not None:
            repaired[word] = found.word
            if word[0].islower():
                witnesses.update(found.rare)
    for match in words:
        better = repaired.get(match.group())
        if better is not None:
            yield Edit(match.start(), match.end(), better)


def _inside(spans: list[tuple[int, int]], offset: int) -> bool:
    return any(start <= offset < ende for start, ende in spans)


def _repair_word(word: str, lexicon: GermanLexicon, witnesses: set[Confusion]) -> "_Candidate | None":
    """The word that was printed where `word`, unknown or obsolete, was read, or None where it stays.

    A name can look like any word, so in a capitalised word a rare confusion needs a witness among the paper's other
    words, or a long word of the dictionary as its result.
    """
    if len(word) < _SHORTEST_WORD or sum(c.isalpha() for c in word) < 2 or _is_number_like(word):
        return None
    if word.startswith("I1") and word[2:].isupper():  # "I1T": one stroke read twice
        return _Candidate("I" + word[2:], 0.0, frozenset())
    obsolete = lexicon.is_form(word)
    own_cost = _COST_UNKNOWN if obsolete else _cost_of_word(word, lexicon)
    best = None
    best_cost = min(own_cost, _COST_LIMIT, _COST_LIMIT_PER_LETTER * len(word) + 0.1)
    for candidate in _candidates(word, best_cost + _COMMON_WORD_BONUS):
        if candidate.cost - _COMMON_WORD_BONUS >= best_cost:
            break
        cost = candidate.cost + _cost_of_word(candidate.word, lexicon)
        if cost < best_cost and (not obsolete or lexicon.is_form(candidate.word)):
            sure = word[0].islower() or candidate.rare <= witnesses or _is_no_chance(candidate, lexicon)
            best, best_cost = (candidate if sure else None), cost
    if best is None and own_cost >= _COST_UNKNOWN:
        return _without_impossible_letters(word)
    return best


def _is_no_chance(candidate: "_Candidate", lexicon: GermanLexicon) -> bool:
    """Whether this word is too long, or too common, for a name to look like it by chance."""
    if lexicon.is_common(candidate.word):
        return True
    if lexicon.is_form(candidate.word):
        return len(candidate.word) >= _SURE_LENGTH
    from_nothing = any(not confusion.read for confusion in candidate.rare)
    return len(candidate.word) >= _SURE_LENGTH_OF_COMPOUND and not from_nothing


def _cost_of_word(word: str, lexicon: GermanLexicon) -> float:
    if lexicon.is_common(word):
        return -_COMMON_WORD_BONUS
    parts = lexicon.parts(word)
    if parts not in {DIRECT, UNKNOWN} and word.endswith(("straße", "straßen")):
        return _COST_OF_STREET
    return _COST_OF_PARTS.get(parts, _COST_UNKNOWN)


def _is_number_like(word: str) -> bool:
    """ "380er", "2b", "A6", "16a", "B3": numbers with letters."""
    digits = sum(c.isdigit() for c in word)
    between_letters = re.search(r"[a-zäöü]\d[a-zäöü]", word)
    return (digits > 1 and not between_letters) or bool(re.fullmatch(r"[A-Z]?\d+[a-z]{0,2}", word))


@dataclass(frozen=True)
class _Candidate:
    """A word that may have been printed, the cost of reading it as it was read, the rare confusions it takes."""

    word: str
    cost: float
    rare: frozenset[Confusion]


def _candidates(word: str, limit: float) -> Iterator[_Candidate]:
    """Words that may have been read as `word` at a cost below `limit`, the likeliest first."""
    tie = count()
    queue: list[tuple[float, int, str, int, frozenset[Confusion]]] = [(0.0, next(tie), "", 0, frozenset())]
    found: set[str] = set()
    steps = 0
    while queue and len(found) < _MOST_CANDIDATES and steps < _MOST_STEPS:
        cost, _, prefix, position, rare = heapq.heappop(queue)
        steps += 1
        if position == len(word):
            if prefix != word and prefix not in found:
                found.add(prefix)
                yield _Candidate(prefix, cost, rare)
            continue
        heapq.heappush(queue, (cost, next(tie), prefix + word[position], position + 1, rare))
        for confusion in _applicable(word, position, prefix):
            total = cost + confusion.cost
            if total < limit:
                used = rare | {confusion} if confusion.is_rare else rare
                ahead = position + len(confusion.read)
                heapq.heappush(queue, (total, next(tie), prefix + confusion.printed, ahead, used))


def _applicable(word: str, position: int, prefix: str) -> Iterator[Confusion]:
    for confusion in CONFUSIONS.get(word[position], ()):
        if not word.startswith(confusion.read, position):
            continue
        # Capital umlauts stand first in a word, or all of it is capitals.
        if confusion.printed in "ÄÖÜ" and position and not word.isupper():
            continue
        yield confusion
    # A lost ß ("Strae") leaves nothing to look at: it may stand behind any vowel, but once only.
    if prefix and prefix[-1] in "aeiouäöü" and "ß" not in prefix:
        yield from CONFUSIONS[""]


def _without_impossible_letters(word: str) -> _Candidate | None:
    """A name that no dictionary knows, without the letters that no German name has ("Miillner" was Müllner)."""
    better = word
    for read, printed in IMPOSSIBLE_LETTERS:
        better = re.sub(rf"(?<=[^\W\d_]){read}(?=[^\W\d_eivx])", printed, better)
    return _Candidate(better, 0.0, frozenset()) if better != word else None
