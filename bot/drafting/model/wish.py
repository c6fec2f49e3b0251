"""What a person wants of another draft: how it is to be worded, and what it is to speak of. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Wunsch:
    """`wortlaut` is what the person said; `thema` what of it is to be searched for, "" if only the style is meant."""

    wortlaut: str
    thema: str


def read_wish(wish: str) -> Wunsch:
    """A wish taken apart: "kürzer, mehr zu den Kosten" is to be searched for the costs, not for shortness."""
    topic = _JOINTS.sub("", " ".join(_STYLE.sub(" ", wish).split()))
    return Wunsch(wish, topic)
