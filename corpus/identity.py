"""What makes a paper, a version and a passage the same: the keys under which the archive knows them. Pure."""

from __future__ import annotations

import hashlib
import re

from corpus.domain import Antrag, Art, Paper, Stellungnahme


def number_key(number: str) -> str:
    """The spelling under which a paper number is one thing: "ST/0078/2025", "ST 78/2025" and "st-78-2025" agree."""
    parts = re.findall(r"[^\W\d_]+|\d+", number.upper())
    return "/".join(p.lstrip("0") or "0" if p.isdigit() else p for p in parts)


def identity(art: Art, number: str | None, text: str) -> str:
    """A paper's identity: kind and number together; without a number the kind and the hash of its text."""
    key = number_key(number) if number else ""
    return f"{art.value}:{key}" if key else f"{art.value}:text:{text_hash(text)[:32]}"


def text_hash(text: str) -> str:
    """SHA-256 of the text with white space folded: the same words are the same version."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()


def passage_id(dokument_id: str, version: int, ordinal: int) -> str:
    """Stable over rebuilds of the index: paper, version and position of the Antwort (from 1)."""
    return f"{dokument_id}@{version}#{ordinal}"


def document_id(paper: Paper) -> str:
    """The id under which a paper stands, or would stand, in the archive."""
    return identity(paper.inhalt.art, number_of(paper.inhalt), _own_text(paper))


def number_of(inhalt: Antrag | Stellungnahme) -> str | None:
    """The number that a paper bears itself."""
    return inhalt.nummer if isinstance(inhalt, Antrag) else inhalt.vorlage


def _own_text(paper: Paper) -> str:
    """What makes a paper itself where it has no number: its text, of a motion its points (a file may hold two)."""
    if isinstance(paper.inhalt, Antrag):
        return "\n".join([paper.inhalt.betreff or "", *(a.text for a in paper.inhalt.anliegen)])
    return paper.lesefassung.rohtext.text
