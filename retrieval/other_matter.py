"""Two answers on different matters: another place, body, year, thing or subject, however alike they sound.

What such a pair has in common proves nothing, so these are rules without weights. None of them turns down one of the
104 newer words that Seltheim, Flussbach and what may be learned of Moorstedt and Talhofen have, but for four.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from retrieval.exact import exact_terms
from retrieval.german import compound_parts, term
from retrieval.index.record import Record
from retrieval.look_alike import Asked, asked_of, look_alike, named_years, names_the_thing, subject_without_filing
from retrieval.matter import concept, things, with_synonyms, words
from retrieval.slots import Slot, conflicts, slots

if TYPE_CHECKING:
    from retrieval.ranking.weights import Collection

RARE_SHARE = 0.5
"""A term whose rarity is at least this share of the greatest possible names the matter."""

SUBJECT_SHARE = 1 / 3
"""So much of what the question's title and the older one have in common must stand in the newer one too."""

SAME_FRAME = 1 / 3
"""Two recorded questions that share so much of their words ask the same, be it of another thing."""

_YEAR = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?![\d/]|[.,]\d)")
_SHORT_HEAD = re.compile(r"(?P<first>\w{3,})(?P<last>bad|amt|hof|weg|bus|tor|see|rat)(?:e?s|en?)?$")
"""Hallen|bad, Frei|bad: `compound_parts` takes no word of three letters off."""
_NOUN = re.compile(r"\b[A-ZÄÖÜ][\wäöüß-]{3,}")


def other_matter(
    question: str, title_terms: Sequence[str], asked: Asked, newer: Record, older: Record, collection: Collection
) -> bool:
    """Whether the newer one is about another place, body, year, thing or subject than the older one or the question."""
    if not _on_the_subject(title_terms, newer, older, collection) or _asked_of_another_thing(question, newer, older):
        return True
    if _of_another_year(question, newer, older) or _of_another_kind(question, newer, older):
        return True
    if look_alike(asked, newer.passage) or (asked.years and not asked.years & named_years(newer.passage)):
        return True
    if names_the_thing(asked, older.passage) and not names_the_thing(asked, newer.passage):
        return True
    exact = exact_terms(question)
    if any(key in older.words[0] and not any(key in words for words in newer.words) for key in exact):
        return True
    if look_alike(_about(older), newer.passage) or look_alike(_about(newer), older.passage):
        return True
    here, other = slots(context_of(older)), slots(context_of(newer))
    return bool(conflicts(here, other) or conflicts(other, here) or _years_apart(here, other))


def concepts(record: Record) -> frozenset[str]:
    """The terms of a passage, its question and its subject, synonyms under one."""
    return with_synonyms(set().union(*record.words))


def context_of(record: Record) -> str:
    """What a passage was asked, and its paper's subject without the words of filing."""
    return _context(record.passage.betreff, record.passage.frage)


@lru_cache(maxsize=5_000)
def _context(subject: str | None, question: str | None) -> str:
    return " . ".join(part for part in (subject_without_filing(subject), question) if part)


def _of_another_year(question: str, newer: Record, older: Record) -> bool:
    """Whether the older one names a year of the question that the newer one doesn't: "Schuldenstand Ende 2017"."""
    years = set(_YEAR.findall(question))
    return bool(years and years & _years_of(older) and not years & _years_of(newer))


def _years_of(record: Record) -> set[str]:
    return set(_YEAR.findall(f"{context_of(record)} {record.text}"))


def _of_another_kind(question: str, newer: Record, older: Record) -> bool:
    """Whether the newer one speaks of another thing of its kind: of a Mittelschule where the question and the older
    one speak of a Realschule, and nowhere of that."""
    wanted = [(noun, parts) for noun in _NOUN.findall(question) if (parts := ends_of(noun))]
    if not wanted:
        return False
    known, told = concepts(older), concepts(newer)
    answered = with_synonyms(set(older.words[0]))
    # what the older one's subject says, the newer one's says otherwise; its text may name the other by the way
    about = context_of(newer) or newer.text
    for noun, (first, last) in wanted:
        names = {concept(term(noun)), first}
        if not names & known or names & told:
            continue
        for other in _NOUN.findall(f"{about} {newer.text}" if names & answered else about):
            parts = ends_of(other)
            if parts and parts[1] == last and parts[0] != first and concept(term(other)) not in known:
                return True
    return False


@lru_cache(maxsize=20_000)
def ends_of(noun: str) -> tuple[str, str] | None:
    """The terms of a compound's first and last part; None of any other word."""
    parts = compound_parts(noun.lower())
    if len(parts) < 2 and (short := _SHORT_HEAD.match(noun)):
        parts = short.groups()
    return (concept(term(parts[0])), concept(term(parts[-1]))) if len(parts) > 1 else None


def _asked_of_another_thing(question: str, newer: Record, older: Record) -> bool:
    """Whether both answer the same question, the older one of the thing asked for ("Eintritt ins Hallenbad"), the newer
    one of another ("Eintritt zur Freilichtbühne").

    Without it 62 newer words of Seltheim, Flussbach and the first half of Moorstedt stand above the older ones; with it
    all of them still do, and 3 of 5 right answers that another thing's newer one had replaced are first again.
    """
    here, there = older.passage.frage or "", newer.passage.frage or ""
    if not here or not there:
        return False
    ours, theirs = _asked_words(older), _asked_words(newer)
    if len(ours & theirs) < SAME_FRAME * min(len(ours), len(theirs)):
        return False
    known, told = concepts(older), concepts(newer)
    wanted = words(question)
    lost = any(whole in wanted and not told & {whole, *parts} for whole, *parts in things(here))
    instead = any(not (known | wanted) & {whole, *parts} for whole, *parts in things(there))
    return lost and instead


def _asked_words(record: Record) -> frozenset[str]:
    """What `matter.words` makes of the recorded question: its terms in the index without the exact things."""
    return with_synonyms({each for each in record.words[1] if not each.startswith("=")})


def _on_the_subject(title_terms: Sequence[str], newer: Record, older: Record, collection: Collection) -> bool:
    """Whether the newer one is on the subject of the motion as far as the older one is."""
    if not title_terms:
        return True
    rare = rare_from(collection)
    common = {t: collection.rarity(t) for t in title_terms if any(t in terms for terms in older.words)}
    common = {t: weight for t, weight in common.items() if weight >= rare}
    held = sum(weight for t, weight in common.items() if any(t in terms for terms in newer.words))
    return held >= SUBJECT_SHARE * sum(common.values())


def rare_from(collection: Collection) -> float:
    """From which rarity on a term names the matter; in a handful of papers what three of them say still does."""
    three = math.log(1 + (max(collection.passages, 3) - 3 + 0.5) / 3.5)
    return min(RARE_SHARE * math.log(1 + collection.passages), three)


def _years_apart(here: frozenset[Slot], there: frozenset[Slot]) -> bool:
    left, right = ({slot.name for slot in some if slot.art == "jahr"} for some in (here, there))
    return bool(left and right and not left & right)


def _about(record: Record) -> Asked:
    return _asked_of(context_of(record))


@lru_cache(maxsize=20_000)
def _asked_of(context: str) -> Asked:
    return asked_of(context).without_years()
