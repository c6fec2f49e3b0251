"""The signals of every candidate for the questions of one motion, or for one question alone: `ranking.SIGNALS`.

In come questions, records and what is known of the whole index; out comes one number a question, record and signal, NaN
where a signal says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from retrieval.index.record import Record
from retrieval.ranking.motion import Passages, apart_words, motion_signals
from retrieval.ranking.weights import NEEDS_MOTION, NEEDS_TITLE, OF_PAPER, SIGNALS, WHOLE, Collection, Question
from retrieval.ranking.words import WordCounts, in_all_fields
from retrieval.wanted import fits, kinds_wanted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

ANSWER, QUESTION, SUBJECT = range(3)
"""The places of `index.words.FIELDS`, and of a record's first three vectors."""


def signals(questions: Sequence[Question], records: Sequence[Record], collection: Collection) -> Floats:
    """Shape (questions, records, len(SIGNALS)). O(records · (terms + questions · signals))."""
    import numpy as np

    values = np.full((len(questions), len(records), len(SIGNALS)), np.nan, dtype=np.float32)
    if not records or not questions:
        return values
    asked = collection.centred(np.concatenate([question.vectors for question in questions]))
    asked = asked.reshape(len(questions), 3, -1)
    passages, heads = _rows(records, collection)
    columns, text = _words(questions, records, collection)
    columns |= _meanings(questions, asked, passages, heads)
    columns |= _of_the_whole(questions, asked[:, 0], records, heads, collection)
    for name, source in OF_PAPER.items():
        columns[name] = passages.best_of_paper(columns[source])[:, passages.paper]
    points = np.array([question.is_point for question in questions])
    if points.sum() > 1:
        terms = np.stack([text.asked(question.text_terms) for question in questions])
        columns["apart_words"] = apart_words(text, terms, points, passages)
        columns |= motion_signals(asked[:, 0], points, columns["words_text"], columns["meaning_text"], passages)
    titled = np.array([question.has_title for question in questions])
    for place, name in enumerate(SIGNALS):
        if name in NEEDS_MOTION and name not in columns:
            continue
        values[:, :, place] = columns[name]
        if name in NEEDS_TITLE:
            values[~titled, :, place] = np.nan
        if name in WHOLE:
            values[titled, :, place] = np.nan
    return values


def _words(
    questions: Sequence[Question], records: Sequence[Record], collection: Collection
) -> tuple[dict[str, Floats], WordCounts]:
    """The signals of words, and the counts of the answers that they come from."""
    text = [question.text_terms for question in questions]
    title = [question.title_terms for question in questions]
    both = [(*one, *other) for one, other in zip(title, text, strict=True)]
    subject = [one or other for one, other in zip(title, text, strict=True)]
    counts = {
        place: WordCounts.of(records, chain.from_iterable(asked), place, collection)
        for place, asked in ((ANSWER, both), (QUESTION, text), (SUBJECT, subject))
    }
    columns = {
        "words_text": counts[ANSWER].scores(text),
        "words_title": counts[ANSWER].scores(title),
        "words_both": counts[ANSWER].scores(both),
        "words_question": counts[QUESTION].scores(text),
        "words_subject": counts[SUBJECT].scores(subject),
    }
    return columns, counts[ANSWER]


def _of_the_whole(
    questions: Sequence[Question], asked: Floats, records: Sequence[Record], heads: Floats, collection: Collection
) -> dict[str, Floats]:
    """The signals of a passage as a whole; words only for questions without a title, for only they need them."""
    import numpy as np

    middle = heads.sum(axis=1)
    middle /= np.maximum(np.linalg.norm(middle, axis=1, keepdims=True), 1e-9)
    words = np.zeros((2, len(questions), len(records)), dtype=np.float32)
    for row, question in enumerate(questions):
        if not question.has_title:
            words[:, row] = in_all_fields(records, question.text_terms, collection)
    fitting = np.zeros((len(questions), len(records)), dtype=np.float32)
    for row, question in enumerate(questions):
        if kinds_wanted(question.text):
            fitting[row] = [fits(question.text, record.text) for record in records]
    return {
        "words_whole": words[0],
        "share": words[1],
        "meaning_whole": asked @ middle.T,
        "fits": fitting,
    }


def _rows(records: Sequence[Record], collection: Collection) -> tuple[Passages, Floats]:
    """The records' vectors, centred; the second value holds answer, question and subject of each."""
    import numpy as np

    papers: dict[str, int] = {}
    paper = np.array([papers.setdefault(record.dokument_id, len(papers)) for record in records])
    sizes = np.array([len(record.scales) for record in records])
    scales = np.concatenate([record.scales for record in records])
    vectors = collection.centred(np.concatenate([record.steps for record in records]) * scales[:, None])
    starts = np.cumsum([0, *sizes[:-1]])
    heads = np.stack([vectors[starts + place] for place in range(3)], axis=1)
    is_piece = np.ones(len(vectors), dtype=bool)
    for place in range(3):
        is_piece[starts + place] = False
    piece_of = np.repeat(np.arange(len(records)), sizes)[is_piece]
    return Passages(paper, heads[:, ANSWER], vectors[is_piece], piece_of), heads


def _meanings(questions: Sequence[Question], asked: Floats, passages: Passages, heads: Floats) -> dict[str, Floats]:
    import numpy as np

    text, title, both = (asked[:, part] @ heads[:, ANSWER].T for part in range(3))
    subject = np.stack([asked[at, 1 if question.has_title else 0] for at, question in enumerate(questions)])
    return {
        "meaning_text": text,
        "meaning_title": title,
        "meaning_both": both,
        "meaning_piece": np.maximum(text, passages.best_piece(asked[:, 0] @ passages.pieces.T)),
        "meaning_question": _where_present(asked[:, 0], heads[:, QUESTION]),
        "meaning_subject": _where_present(subject, heads[:, SUBJECT]),
    }


def _where_present(asked: Floats, rows: Floats) -> Floats:
    """The cosines; NaN where a row is all zeros, that is absent."""
    import numpy as np

    present = np.asarray(rows.any(axis=1))
    return np.asarray(np.where(present[None], asked @ rows.T, np.nan), dtype=np.float32)
