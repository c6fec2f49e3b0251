"""Sentences that stand word for word in an earlier paper: found by their longest words, then compared exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Connection

from corpus.archive import Archive
from corpus.domain import Fundstelle, Passage
from corpus.facts.store import over_in
from corpus.sentences import sentence_spans

LEAST_WORDS = 5
"""A shorter sentence ("Nein.", "Dies ist geplant.") says nothing by itself, wherever it stands."""

MOST_SENTENCES = 12
_MOST_PAPERS = 100
_WORD = re.compile(r"[^\W_]+")


def verbatim_in(
    connection: Connection, archive: Archive, sentences: Sequence[str], *, bis: date
) -> tuple[Fundstelle, ...]:
    """Where these sentences stand word for word, white space aside, in public, sent papers dated on or before `bis`:
    of each the newest place. Short ones are not looked for, nor more than MOST_SENTENCES; a sentence that somebody has
    ended or replaced as a fact by then proves nothing any more.

    Within the caller's transaction; with 2,000 passages it takes some tens of milliseconds.
    """
    wanted = [s for s in dict.fromkeys(map(_folded, sentences)) if len(s.split()) >= LEAST_WORDS][:MOST_SENTENCES]
    if not wanted:
        return ()
    longest = {sentence: max(_WORD.findall(sentence), key=len, default=sentence) for sentence in wanted}
    papers = []
    for paper, text in archive.public_texts_in(connection, bis=bis):
        near = [sentence for sentence in wanted if longest[sentence] in text]  # most papers are done with here
        if near:
            folded = _folded(text)
            if any(sentence in folded for sentence in near):
                papers.append(paper)
    found: dict[str, Fundstelle] = {}
    passages = archive.public_passages_in(connection, papers[:_MOST_PAPERS], bis=bis)
    over = over_in(connection, [passage.id for passage in passages], bis)
    for passage in passages:
        for place in _places(passage):
            if not any(_ends_with(fact, place) for fact in over):
                found.setdefault(_folded(place.zitat), place)
    return tuple(found[sentence] for sentence in wanted if sentence in found)


def _ends_with(fact: Fundstelle, place: Fundstelle) -> bool:
    """Whether this sentence is what a fact says: its quote ends with it, and may begin with the one before it."""
    return (fact.dokument_id, fact.version, fact.ende) == (place.dokument_id, place.version, place.ende)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _places(passage: Passage) -> Iterator[Fundstelle]:
    """The sentences of a passage, but for those that a person accepted without support: they prove nothing."""
    for start, end in sentence_spans(passage.text):
        a, b = passage.start + start, passage.start + end
        if not any(low < b and a < high for low, high in passage.ungestuetzt):
            yield Fundstelle(
                passage.dokument, passage.dokument_id, passage.version, passage.vorlage, passage.datum, passage.nr,
                passage.seite, passage.text[start:end], a, b,
            )  # fmt: skip
