"""The newer word of the administration on the same matter stands above the older one that it replaces.

Whether one answer replaces another is weighed for the question at hand: both must speak to it and resemble each other
more than they resemble what else was found, and the newer one must say what the question wants, an amount or a number,
best with a word of change ("seit dem", "nicht mehr"). Another place, body or year is another matter, however alike it
sounds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from corpus.sentences import sentence_spans
from retrieval.exact import exact_terms
from retrieval.german import analyse
from retrieval.index_record import Record
from retrieval.index_words import FIELDS
from retrieval.look_alike import Asked, asked_of, look_alike, named_years, names_the_thing, subject_without_filing
from retrieval.matter import concept, things, words
from retrieval.pieces import pieces
from retrieval.slots import Slot, conflicts, institutions, slots
from retrieval.wanted import fits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from retrieval.ranking import Collection

    Floats = NDArray[np.float32]

OLDER_LOOKED_AT = 5
NEWER_LOOKED_AT = 25
"""Of so many first hits it is asked whether a newer one among so many replaces them."""

COEFFICIENTS: Mapping[str, float] = {
    "constant": -8.522,
    "alike": 9.05,
    "asked": 2.79,
    "nearness": -0.21,
    "lead": 0.273,
    "lead_alike": 1.204,
    "fits": 0.422,
    "change": 0.636,
    "gone": 3.36,
}
"""Logistic regression over 73 newer words and 18,000 other pairs, made by `benchmarks/newer.py` from the sets Seltheim
and Moorstedt (tests/retrieval/sets), the development part of Flussbach and every sixth question of Karlsruhe's archive,
asked alone. On the half of Moorstedt that nothing was learned from, 23 of 28 newer words stand above the older one; of
10 answers that nothing overtakes 4 were first on the first run, and 8 with `_asked_of_another_thing`, written since."""

STANDS_ABOVE = -1.5
"""From here on the newer one is ranked above the older one: by folds 59 of 72, and 4 in 100 right answers give way."""

REPLACES = -0.75
"""From here on the older one is also said to be overtaken: by folds 49 of 72, and 2 in 100 right answers are marked."""

RARE_SHARE = 0.5
"""A term whose rarity is at least this share of the greatest possible names the matter."""

SUBJECT_SHARE = 1 / 3
"""So much of what the question's title and the older one have in common must stand in the newer one too."""

SAME_FRAME = 1 / 3
"""Two recorded questions that share so much of their words ask the same, be it of another thing."""

_CHANGE = re.compile(
    r"""
    \b(?:seit(?:her|dem)?|inzwischen|nunmehr|nun|nicht\s+(?:mehr|länger)|jetzt|mittlerweile|zum\s+\d|ab\s+(?:dem\s+)?\d
      |wurden?|abgelöst|beendet|endete|aufgelöst|neue[rsnm]?|bisherige[rsn]?|stieg|sank|\w*erhöht|angehoben|gesenkt
      |verschärft|umgewandelt|geschlossen|eingestellt|beschlossen|abgeschlossen|derzeit|aktuell|zurzeit|Ende|Stand)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_GONE = re.compile(
    r"""
    \b(?:nicht\s+mehr|aufgelöst|umbenannt|umgewandelt|überführt|zusammengelegt|aufgegangen|übernommen|abgelöst|
        geschlossen|eingestellt|beendet|endete|nun|nunmehr)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Spot:
    """A hit as it is compared: the piece of it that speaks to the question. `answer` is its centred vector."""

    record: Record
    score: float
    nearness: float
    answer: Floats
    piece: int | None

    @cached_property
    def terms(self) -> frozenset[str]:
        """Those of the piece, or of the whole answer where it has none."""
        if self.piece is None:
            return frozenset(self.record.terms[0])
        return _piece_terms(self.record.text, self.piece)

    @cached_property
    def own(self) -> frozenset[str]:
        """The terms of its answer and of the question it was given to."""
        return frozenset(self.record.terms[0]) | frozenset(self.record.terms[1])

    @property
    def day(self) -> str:
        """Its paper's date, "" if unknown."""
        day = self.record.passage.datum
        return day.isoformat() if day else ""


@dataclass(frozen=True)
class Replaced:
    """`newer` is the id of the hit that replaces another; `surely` whether that is also said."""

    newer: str
    surely: bool


def spots(
    records: Sequence[Record], scores: Floats, nearness: Floats, vector: Floats, collection: Collection
) -> list[Spot]:
    """The hits as they are compared, in their order; `vector` is the question's, `nearness` how near each is to it."""
    target = collection.centred(vector[None])[0]
    found = []
    for record, score, near in zip(records, scores, nearness, strict=True):
        vectors = collection.centred(record.vectors)
        parts = vectors[3:]
        if len(parts):
            at = int((parts @ target).argmax())
            found.append(Spot(record, float(score), float(near), parts[at], at))
        else:
            found.append(Spot(record, float(score), float(near), vectors[0], None))
    return found


def overtaken(
    question: str, title_terms: Sequence[str], asked: Asked, ranked: Sequence[Spot], collection: Collection
) -> dict[str, Replaced]:
    """Which of the first hits is replaced by which; `ranked` is best first. Papers without a date replace nothing.

    O(first hits · hits looked at); some milliseconds.
    """
    ranked = ranked[:NEWER_LOOKED_AT]
    found: dict[str, Replaced] = {}
    for older in ranked[:OLDER_LOOKED_AT]:
        if not older.day:
            continue
        rivals = [s for s in ranked if s.day > older.day and s.record.dokument_id != older.record.dokument_id]
        best: tuple[float, str] | None = None
        for newer, cheap in zip(rivals, _of_vectors_and_scores(older, rivals), strict=True):
            if not _may_stand_above(cheap, older) or other_matter(
                question, title_terms, asked, newer.record, older.record, collection
            ):
                continue
            logit = _logit(cheap | _of_words(question, newer, older, collection))
            if logit >= STANDS_ABOVE and (best is None or logit > best[0]):
                best = (logit, newer.record.id)
        if best:
            found[older.record.id] = Replaced(best[1], best[0] >= REPLACES)
    return found


def features(
    question: str, newer: Spot, older: Spot, rivals: Sequence[Spot], collection: Collection
) -> dict[str, float]:
    """What is weighed. `rivals` are all hits that are newer than the older one: what else it could be confused with."""
    cheap = _of_vectors_and_scores(older, rivals)
    at = next(place for place, spot in enumerate(rivals) if spot is newer)
    return cheap[at] | _of_words(question, newer, older, collection)


def _of_vectors_and_scores(older: Spot, rivals: Sequence[Spot]) -> list[dict[str, float]]:
    """For each rival what needs no word to be read."""
    import numpy as np

    if not rivals:
        return []
    alike = np.stack([spot.answer for spot in rivals]) @ older.answer
    found = []
    for newer, own in zip(rivals, map(float, alike), strict=True):
        others = [(s.score, a) for s, a in zip(rivals, alike, strict=True) if _other_paper(s, newer)]
        lead = newer.score - max((score for score, _ in others), default=newer.score)
        found.append(
            {
                "constant": 1.0,
                "alike": own,
                "nearness": newer.nearness,
                "lead": max(min(lead, 10.0), -10.0),
                "lead_alike": own - max((float(a) for _, a in others), default=own),
            }
        )
    return found


def _other_paper(one: Spot, other: Spot) -> bool:
    return one.record.dokument_id != other.record.dokument_id


def _may_stand_above(cheap: Mapping[str, float], older: Spot) -> bool:
    """Whether the words could still lift it there: most pairs need not be read."""
    most = {"asked": 1.0, "fits": 1.0, "change": 1.0, "gone": float(bool(institutions(older.record.text)))}
    return _logit(cheap) + sum(abs(COEFFICIENTS.get(name, 0.0)) * value for name, value in most.items()) >= STANDS_ABOVE


def _of_words(question: str, newer: Spot, older: Spot, collection: Collection) -> dict[str, float]:
    rarity = _rarities(collection)
    asked = frozenset(analyse(question))
    rare = _rare(collection)
    matter = {t for t in asked & newer.own if rarity(t) >= rare}
    matter |= {t for t in newer.terms & older.terms if collection.idf("antwort", t) >= rare}
    text = newer.record.text
    return {
        "asked": min(max((rarity(t) for t in asked & older.own & newer.own), default=0.0) / _of_both(collection), 1.0),
        "fits": fits(question, text),
        "change": float(any(matter & told for told in _told_of_change(text))),
        "gone": float(_tells_of_an_end(older.record.text, text)),
    }


def _logit(values: Mapping[str, float]) -> float:
    return sum(COEFFICIENTS.get(name, 0.0) * value for name, value in values.items())


def _rarities(collection: Collection) -> Callable[[str], float]:
    return lambda term: min(collection.idf(field, term) for field in FIELDS)


def _of_both(collection: Collection) -> float:
    """The rarity of a term that stands in the two answers alone."""
    return math.log(1 + (max(collection.passages, 2) - 2 + 0.5) / 2.5)


def _rare(collection: Collection) -> float:
    """From which rarity on a term names the matter; in a handful of papers what three of them say still does."""
    three = math.log(1 + (max(collection.passages, 3) - 3 + 0.5) / 3.5)
    return min(RARE_SHARE * math.log(1 + collection.passages), three)


def _tells_of_an_end(older: str, newer: str) -> bool:
    """Whether an office or body that the older text names is said to be gone or changed in the newer one."""
    named = [re.escape(name) for name in institutions(older)]
    if not named:
        return False
    any_of_them = re.compile(r"\b(?:" + "|".join(named) + r")")
    return any(any_of_them.search(sentence) and _GONE.search(sentence) for sentence in _sentences(newer))


def other_matter(
    question: str, title_terms: Sequence[str], asked: Asked, newer: Record, older: Record, collection: Collection
) -> bool:
    """Whether the newer one is about another place, body, year or subject than the older one or the question."""
    if not _on_the_subject(title_terms, newer, older, collection) or _asked_of_another_thing(question, newer, older):
        return True
    if look_alike(asked, newer.passage) or (asked.years and not asked.years & named_years(newer.passage)):
        return True
    if names_the_thing(asked, older.passage) and not names_the_thing(asked, newer.passage):
        return True
    there = set(newer.terms[0]) | set(newer.terms[1]) | set(newer.terms[2])
    if any(key in older.terms[0] and key not in there for key in exact_terms(question)):
        return True
    if look_alike(_about(older), newer.passage) or look_alike(_about(newer), older.passage):
        return True
    here, other = _context_slots(older), _context_slots(newer)
    return bool(conflicts(here, other) or conflicts(other, here) or _years_apart(here, other))


def _asked_of_another_thing(question: str, newer: Record, older: Record) -> bool:
    """Whether both answer the same question, the older one of the thing asked for ("Eintritt ins Hallenbad"), the newer
    one of another ("Eintritt zur Freilichtbühne").

    Without it 62 newer words of Seltheim, Flussbach and the first half of Moorstedt stand above the older ones; with it
    all of them still do, and 3 of 5 right answers that another thing's newer one had replaced are first again.
    """
    here, there = older.passage.frage or "", newer.passage.frage or ""
    shared = words(here) & words(there)
    if not here or not there or len(shared) < SAME_FRAME * min(len(words(here)), len(words(there))):
        return False
    known, told = _concepts(older), _concepts(newer)
    wanted = words(question)
    lost = any(whole in wanted and not told & {whole, *parts} for whole, *parts in things(here))
    instead = any(not (known | wanted) & {whole, *parts} for whole, *parts in things(there))
    return lost and instead


def _concepts(record: Record) -> frozenset[str]:
    return frozenset(concept(term) for terms in record.terms for term in terms)


def _on_the_subject(title_terms: Sequence[str], newer: Record, older: Record, collection: Collection) -> bool:
    """Whether the newer one is on the subject of the motion as far as the older one is."""
    rarity = _rarities(collection)
    rare = _rare(collection)
    common = {t: rarity(t) for t in title_terms if any(t in terms for terms in older.terms)}
    common = {t: weight for t, weight in common.items() if weight >= rare}
    held = sum(weight for t, weight in common.items() if any(t in terms for terms in newer.terms))
    return held >= SUBJECT_SHARE * sum(common.values())


def _years_apart(here: frozenset[Slot], there: frozenset[Slot]) -> bool:
    left, right = ({slot.name for slot in some if slot.art == "jahr"} for some in (here, there))
    return bool(left and right and not left & right)


def _about(record: Record) -> Asked:
    return _asked_of(_context(record))


def _context_slots(record: Record) -> frozenset[Slot]:
    return slots(_context(record))


def _context(record: Record) -> str:
    parts = (subject_without_filing(record.passage.betreff), record.passage.frage)
    return " . ".join(part for part in parts if part)


@lru_cache(maxsize=20_000)
def _asked_of(context: str) -> Asked:
    return asked_of(context).without_years()


@lru_cache(maxsize=5_000)
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in sentence_spans(text))


@lru_cache(maxsize=5_000)
def _told_of_change(text: str) -> tuple[frozenset[str], ...]:
    """The terms of each sentence that has a word of change."""
    return tuple(frozenset(analyse(sentence)) for sentence in _sentences(text) if _CHANGE.search(sentence))


@lru_cache(maxsize=5_000)
def _piece_terms(text: str, number: int) -> frozenset[str]:
    return frozenset(analyse(pieces(text)[number]))
