"""What a person wants of another draft: how it is to be worded, and what it is to speak of. Pure."""

from __future__ import annotations

import re

_STYLE = re.compile(
    r"""
    \b(?:(?:bitte|etwas|deutlich|noch|viel|mehr|weniger|ein\s+wenig|im\s+ton|der\s+ton)\s+)*
    (?:kürzer|knapper|kurz|knapp|länger|ausführlicher|freundlich(?:er)?|höflich(?:er)?|förmlich(?:er)?|formell(?:er)?
      |sachlich(?:er)?|einfach(?:er)?|verständlich(?:er)?|bürgernah|bürgernäher|flüssig(?:er)?|nüchtern(?:er)?
      |in\s+(?:ganzen|kurzen|einfachen)\s+sätzen|in\s+(?:einfacher|leichter)\s+sprache|als\s+fließtext
      |ohne\s+fachwörter)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""kürzer   bitte etwas freundlicher   in ganzen Sätzen"""
_ENDS = r"(?:[\s,;.!–-]|\b(?:und|aber|dabei|bitte)\b)+"
_JOINTS = re.compile(f"^{_ENDS}|{_ENDS}$", re.IGNORECASE)


def topic_of(wish: str) -> str:
    """What of a wish is to be searched for: of "kürzer, mehr zu den Kosten" the costs, "" where only style is meant."""
    return _JOINTS.sub("", " ".join(_STYLE.sub(" ", wish).split()))
