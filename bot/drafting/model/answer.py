"""What a model wrote, read as sentences with the ids of their sources. Pure.

A model that keeps to the schema sends JSON and nothing else. One that can't may wrap it in words or a code block, which
is borne; anything else is no answer, and the point falls back to quotation.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from corpus.sentences import sentences
from retrieval.support import fold

MOST_SENTENCES = 24
LONGEST_SENTENCE = 600
LONGEST_ANSWER = 40_000

_BULLET = re.compile(r"^\s*(?:[-–•*]|\d{1,2}[.)])\s+(?=\S)")
_MARKS = re.compile(r"\s*[\[(](?:Quelle[n]?:?\s*)?B\d+(?:\s*[,;]\s*B\d+)*[\])]")
"""(B1)   [B1, B3]   - a source that the model named once more in the text"""
_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
"""What a model that thinks aloud writes before its answer; drafts of the answer stand in it too."""
_COMPLETE = re.compile(r'"text"\s*:\s*"(?:[^"\\]|\\.)*"')


class Unlesbar(ValueError):
    """The answer holds no sentences. The text says in German what was wrong with it."""


@dataclass(frozen=True)
class Modellsatz:
    """One sentence as the model wrote it, and the ids it gave as its sources."""

    text: str
    ids: tuple[str, ...]


def schema(ids: tuple[str, ...]) -> dict[str, Any]:
    """The JSON schema of an answer to which these are the sources."""
    satz = {
        "type": "object",
        "properties": {
            # first the sources: a model that has named one keeps to it better than one that looks for it afterwards
            "belege": {"type": "array", "items": {"type": "string", "enum": list(ids)}, "minItems": 1, "maxItems": 3},
            "text": {"type": "string"},
        },
        "required": ["belege", "text"],
        "additionalProperties": False,
    }
    return {
        "title": "Antwort",
        "description": "Sätze einer Stellungnahme mit den Kennungen ihrer Quellen",
        "type": "object",
        "properties": {"saetze": {"type": "array", "items": satz}},
        "required": ["saetze"],
        "additionalProperties": False,
    }


def read_answer(text: str) -> tuple[Modellsatz, ...]:
    """The sentences of an answer. Unlesbar where there are none to be read."""
    if not text.strip():
        raise Unlesbar("Die Antwort ist leer.")
    if len(text) > LONGEST_ANSWER:
        raise Unlesbar("Die Antwort ist zu lang.")
    rows = _object(_THOUGHT.sub("", text)).get("saetze")
    if not isinstance(rows, list) or not rows:
        raise Unlesbar("Die Antwort enthält keine Sätze.")
    found: list[Modellsatz] = []
    for row in rows[:MOST_SENTENCES]:
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise Unlesbar("Die Antwort hat nicht die verlangte Form.")
        named = row.get("belege")
        ids = tuple(dict.fromkeys(str(one) for one in named)) if isinstance(named, list) else ()
        found += [Modellsatz(sentence, ids) for sentence in _sentences(row["text"])]
    if not found:
        raise Unlesbar("Die Antwort enthält keine Sätze.")
    return tuple(dict.fromkeys(found))


def readable(text: str) -> bool:
    """Whether sentences can be read in an answer."""
    try:
        return bool(read_answer(text))
    except Unlesbar:
        return False


def sentences_so_far(text: str) -> int:
    """How many sentences of a growing answer are complete, for telling people how far it is."""
    return len(_COMPLETE.findall(text))


def _object(text: str) -> dict[str, Any]:
    """The first JSON object in a text that has sentences; what stands around it is left out."""
    decoder = json.JSONDecoder()
    at = text.find("{")
    while at >= 0:
        try:
            value, _ = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict) and "saetze" in value:
            return value
        at = text.find("{", at + 1)
    raise Unlesbar("Die Antwort ist kein vollständiges JSON.")


def _sentences(text: str) -> list[str]:
    bare = fold(_BULLET.sub("", _MARKS.sub("", text[: 4 * LONGEST_SENTENCE])))
    return [fold(one) for one in sentences(bare) if fold(one)]
