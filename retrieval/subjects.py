"""A motion's subject without whose motion it is: the archive is asked for the matter, whoever asks. Pure.

>>> matter_of_subject("Anfrage der Fraktion Neue Mitte: Sanierung der Wehrbrücke")
'Sanierung der Wehrbrücke'
"""

from __future__ import annotations

import re

_KIND = (
    r"(?:(?:gemeinsame[rs]?|interfraktionelle[rs]?|dringliche[rs]?|dringlichkeits|schriftliche|mündliche|kleine|große)\s*)*"
    r"(?:anfragen?|antr[aä]ge?|änderungsantr[aä]ge?|ergänzungsantr[aä]ge?|prüfantr[aä]ge?|berichtsantr[aä]ge?|anträgen)"
)
_GROUP = (
    r"(?:[\w/]*-?fraktion(?:en)?|[\w/]*-?gruppe|(?:stadt)?ratsmitglied(?:er|s)?|ratsherrn?|ratsfrau|stadtr[aä]t\w*)"
)

_IN_FRONT = re.compile(
    rf"""
    ^\s*(?:
        {_KIND}\s+(?:der|des|von|vom)\s+[^:–]{{2,120}}?(?:\s*:\s*|\s+[–-]\s+)       # Antrag der Neuen Mitte: ...
      | {_KIND}\s+[^:–]{{0,80}}?\b{_GROUP}\b[^:–]{{0,100}}?(?:\s*:\s*|\s+[–-]\s+)    # Anfrage SPD-Fraktion - ...
      | {_KIND}\s+[^:–]{{0,80}}?\b{_GROUP}\b[^:–]{{0,100}}?,?\s+
        (?:zum\s+thema|betreffend|betr(?:eff|ifft|\.)?|hier)\s*:?\s+  # ... der Fraktion X betreffend ...
      | (?:die\s+)?(?:[\w/]*-)?(?:stadt|rats|stadtrats)?fraktion(?:en)?\b[^:]{{0,60}}?\s*:\s*  # Fraktion X: ...
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BEHIND = re.compile(
    rf"[\s,;(–-]+\(?{_KIND}\s+(?:(?:der|des|von|vom)\s+)?[^:]{{0,60}}?\b{_GROUP}\b[^:]{{0,60}}$", re.IGNORECASE
)
"""Sanierung der Wehrbrücke | (Antrag der Fraktion Neue Mitte)"""


def matter_of_subject(subject: str | None) -> str | None:
    """The subject without the faction whose motion it is; None where nothing else stands in it."""
    if not subject:
        return None
    line = " ".join(subject.split())
    left = _BEHIND.sub("", _IN_FRONT.sub("", line, count=1)).strip(' „“"')
    bare = re.fullmatch(rf"{_KIND}\s+.*\b{_GROUP}\b.*", left, re.IGNORECASE)
    return None if bare or not left else left
