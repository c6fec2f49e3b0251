"""Whether a text is a courtesy and nothing else: thanks, a greeting, "alles klar". Pure.

An open question takes the next text for its answer. What people write in between out of politeness is none, and must
not become a reason, a wish or the text of a point.
"""

from __future__ import annotations

import re
import unicodedata

MOST_WORDS = 8
"""Who writes more says something."""

_SAYS_IT = frozenset(
    "danke dankeschön dankesehr dank merci thx thanks ok okay oki okey super prima perfekt toll klasse wunderbar "
    "hallo hi hey moin servus tschüss tschüs ciao verstanden gerne gern entschuldigung sorry".split()
)
"""At least one of these makes it a courtesy, beside nothing but `_BESIDE`."""

_BESIDE = frozenset(
    "vielen besten herzlichen tausend lieben liebe viele schöne freundlichen für die das den ihre ihnen dir euch uns "
    "schön hilfe antwort info auskunft nachricht mühe schnelle rasche sehr schon schonmal mal nochmal noch auch und "
    "zusammen alle alles gut in bis später dann auf mit bitte ja so einen ein ich wünsche von mir".split()
)
_PHRASES = re.compile(
    r"\b(?:(?:guten|schönen)\s+(?:tag|morgen|mittag|abend|nachmittag|feierabend)|schönes\s+wochenende|alles\s+klar|"
    r"in\s+ordnung|auf\s+wiedersehen|(?:viele|beste|schöne|freundliche)n?\s+grü(?:ß|ss)en?)\b",
    re.IGNORECASE,
)
"""Guten Morgen; alles klar - of such words one alone may be an answer ("morgen")."""
_WORD = re.compile(r"[^\W\d_]+")


def is_courtesy(text: str) -> bool:
    """Whether the text says nothing but a courtesy, in words or by a sign like a raised thumb alone."""
    if any(sign.isdigit() for sign in text):
        return False
    found = [word.lower() for word in _WORD.findall(_PHRASES.sub(" danke ", text))]
    if not found:
        return any(unicodedata.category(sign) == "So" for sign in text)
    return len(found) <= MOST_WORDS and not _SAYS_IT.isdisjoint(found) and set(found) <= _SAYS_IT | _BESIDE
