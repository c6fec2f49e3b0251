"""What the words of a newer answer say of an older one: that a body is gone, who does it now."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.sentences import sentences
from retrieval.slots import institutions

_GONE = re.compile(
    r"""
    \b(?:nicht\s+mehr|aufgelöst|umbenannt|umgewandelt|überführt|zusammengelegt|aufgegangen|übernommen|abgelöst|
        geschlossen|eingestellt|beendet|endete|nun|nunmehr)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WHO = re.compile(
    r"""
    \b(?:wer|we[mn]|welche[mnrs]?\s+(?:Amt|Firma|Unternehmen|Verein|Stelle)|Amt|Name|\w*(?:leitung|leiter(?:in)?|träger|
      trägerschaft|betreiber|zuständig\w*|ansprechpartner\w*|beauftragte\w*|verantwortlich\w*|pächter\w*|eigentümer\w*))\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Wer leitet ...?   Betreiber des Freibads   Zuständigkeit für ..."""
_SOMEBODY = re.compile(
    r"""
    \b(?:Herrn?|Frau|Dr\.|Prof\.|Familie|Stadtr(?:at|ätin))\s+[A-ZÄÖÜ]                 # Frau Dr. Musterfrau
    | \b[A-ZÄÖÜ][a-zäöü]+(?:in|er|or|ant)\s+[A-ZÄÖÜ][a-zäöü]+\s+[A-ZÄÖÜ][a-zäöü]+\b    # Leiter Max Mustermann
    | \b(?:Firma|Zweckverband|Landkreis|Stadtwerke|Eigenbetrieb|Verein|Genossenschaft|Gesellschaft|Sachgebiet|
         Fachbereich|Referat|Stabsstelle|Gemeinde|GmbH|gGmbH|mbH|KG|AG|eG)\b | \be\.\s?V\.
    | \b[A-ZÄÖÜ]?[\wäöü]*(?:[aA]mt(?:e?s)?|betrieb|werke|gesellschaft|agentur|hof|verband|stelle|management)\b
    """,
    re.VERBOSE,
)


def asks_who(question: str) -> bool:
    """Whether a person or body is asked for."""
    return bool(_WHO.search(question))


def names_somebody(text: str) -> bool:
    """Whether a person or body is named."""
    return bool(_SOMEBODY.search(text))


def tells_of_an_end(older: str, newer: str) -> bool:
    """Whether an office or body that the older text names is said to be gone or changed in the newer one."""
    named = [re.escape(name) for name in institutions(older)]
    if not named:
        return False
    any_of_them = re.compile(r"\b(?:" + "|".join(named) + r")")
    return any(any_of_them.search(sentence) and _GONE.search(sentence) for sentence in _sentences(newer))


_sentences = lru_cache(maxsize=5_000)(sentences)
