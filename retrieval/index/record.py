"""The record of a passage: what exact scoring needs of it, packed into one value of the word index.

A search reads some two hundred records, so they are small: vectors in eight bits (cosine .9999 to the whole ones, and
the same rankings), everything in one piece. Packed, little endian: a header of nine u32 (day, public or not, rows and
columns of the vectors, and the bytes of id, paper, passage, question's and subject's terms; the answer's terms are the
rest), one f32 a row (its largest value over 127), the rows as i8, then the texts in that order, UTF-8.
"""

from __future__ import annotations

import json
import struct
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from corpus.domain import Art, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEADER = struct.Struct("<9I")
STEPS = 127
DECODER = json.JSONDecoder()
TEXT_KEY = '"text": '
"""How the answer begins in a record's JSON; within a string the quotes would be escaped."""

UNDATED = 99_999_999


def day_number(day: date | None) -> int:
    """20250131; what has no date lies after all that has one, so that a search with a last day leaves it out."""
    return day.year * 10_000 + day.month * 100 + day.day if day else UNDATED


@dataclass(frozen=True)
class Record:
    """A passage as the index keeps it. `tag` is its `day_number`, `analysed` the terms of answer, question, subject."""

    id: str
    dokument_id: str
    json: str
    analysed: tuple[str, str, str]
    steps: NDArray[np.int8]
    scales: NDArray[np.float32]
    tag: int
    oeffentlich: bool

    @cached_property
    def vectors(self) -> NDArray[np.float32]:
        """Rows for the answer, its question, its paper's subject, then the answer's pieces.

        A question or subject that is absent has a row of zeros.
        """
        return self.steps * self.scales[:, None]

    @cached_property
    def passage(self) -> Passage:
        """The passage itself; parsed when first asked for."""
        return passage_from_json(self.json)

    @cached_property
    def text(self) -> str:
        """The answer alone, without the cost of the whole passage: what several hundred records are looked at for."""
        at = self.json.index(TEXT_KEY) + len(TEXT_KEY)
        return str(DECODER.raw_decode(self.json, at)[0])

    @cached_property
    def words(self) -> tuple[list[str], list[str], list[str]]:
        """The terms of answer, question and subject, with repetitions."""
        answer, question, subject = (text.split() for text in self.analysed)
        return answer, question, subject

    @cached_property
    def terms(self) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """How often each term stands in answer, question and subject."""
        answer, question, subject = (Counter(words) for words in self.words)
        return answer, question, subject

    @property
    def lengths(self) -> tuple[int, int, int]:
        """Terms of answer, question and subject."""
        answer, question, subject = (len(words) for words in self.words)
        return answer, question, subject


def pack(passage: Passage, analysed: tuple[str, str, str], vectors: NDArray[np.float32]) -> bytes:
    """The record of a passage, with the terms of answer, question and subject, and `vectors` as in `Record`."""
    import numpy as np

    scales = (np.abs(vectors).max(axis=1) / STEPS).astype("<f4")
    steps = np.rint(vectors / np.maximum(scales, 1e-12)[:, None]).astype(np.int8)
    answer, question, subject = analysed
    texts = [
        text.encode() for text in (passage.id, passage.dokument_id, _passage_json(passage), question, subject, answer)
    ]
    header = HEADER.pack(
        day_number(passage.datum), passage.oeffentlich is True, *vectors.shape, *(len(text) for text in texts[:-1])
    )
    return b"".join([header, scales.tobytes(), steps.tobytes(), *texts])


def unpack(packed: bytes) -> Record:
    """The record again."""
    import numpy as np

    tag, public, rows, columns, *sizes = HEADER.unpack_from(packed)
    scales = np.frombuffer(packed, "<f4", rows, HEADER.size)
    at = HEADER.size + 4 * rows
    steps = np.frombuffer(packed, np.int8, rows * columns, at).reshape(rows, columns)
    at += rows * columns
    texts = []
    for size in (*sizes, len(packed)):
        texts.append(packed[at : at + size].decode())
        at += size
    passage_id, paper, passage, question, subject, answer = texts
    return Record(passage_id, paper, passage, (answer, question, subject), steps, scales, tag, bool(public))


def _passage_json(passage: Passage) -> str:
    fields: dict[str, Any] = asdict(passage)
    return json.dumps(fields | {"datum": passage.datum.isoformat() if passage.datum else None}, ensure_ascii=False)


def passage_from_json(text: str) -> Passage:
    """The passage that was stored in a record."""
    fields = json.loads(text)
    return Passage(
        **fields
        | {
            "art": Art(fields["art"]),
            "datum": date.fromisoformat(fields["datum"]) if fields["datum"] else None,
            "nr": tuple(fields["nr"]),
            "ungestuetzt": tuple((start, end) for start, end in fields["ungestuetzt"]),
        }
    )
