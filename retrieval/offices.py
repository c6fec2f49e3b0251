"""Who holds an office: whether two sentences name different persons for the same one. Pure."""

from __future__ import annotations

import re

from retrieval.matter import lasting_things
from retrieval.slots import institutions

_PERSON = re.compile(r"\b(?:Frau|Herrn?)\s+(?:Prof\.\s+)?(?:Dr\.\s+)?(?P<name>[A-ZÄÖÜ][\w-]+(?:\s+[A-ZÄÖÜ][\w-]+)?)")
_HOLDS = re.compile(
    r"\b(?:leitet|leiten|geleitet|Leitung|Leiter(?:in)?|Amtsleit\w*|Vorsitz\w*|Dezernent(?:in)?|\w*[Bb]eauftragte[rn]?|\w*[Vv]orsteher(?:in)?|\w*(?:manager|koordinator)(?:in)?|steht\b.*\bvor|"
    r"Geschäftsführ\w*|Ansprechp\w*|übernommen|übernimmt)\b",
    re.DOTALL,
)
_BESIDE = re.compile(r"\b(?:auch|neben|gemeinsam|ehemalige[rn]?|[Ss]tellvertret\w*|[Ss]tellv\.)")
_OFFICE = re.compile(
    r"\b(?P<amt>[A-ZÄÖÜ]\w*(?:beauftragte[rn]?|(?:vorsteher|manager|koordinator)(?:in)?))\b(?P<wofuer>[^,.;]*)"
)
_FORM = re.compile(r"(?<=gte)[rn]$|(?<=er|or)in$")
"""Nachtbeauftragter, Ortsvorsteherin: one office, whoever holds it"""


def another_holds_the_office(new_text: str, old_text: str) -> bool:
    """Both say who heads the same office or board, and name different persons."""
    ours, theirs = (frozenset(m["name"] for m in _PERSON.finditer(text)) for text in (new_text, old_text))
    if not (_HOLDS.search(new_text) and _HOLDS.search(old_text)) or len(ours) != 1 or len(theirs) != 1:
        return False
    if _BESIDE.search(new_text) or _BESIDE.search(old_text):
        return False  # a deputy takes nobody's place
    if {name.split()[-1] for name in ours} == {name.split()[-1] for name in theirs}:
        return False
    return bool(set(institutions(new_text)) & set(institutions(old_text)) or _offices(new_text) & _offices(old_text))


def _offices(text: str) -> frozenset[tuple[str, frozenset[str]]]:
    """The offices that a sentence names, each with what it is for: "Ortsvorsteherin von Anger"."""
    return frozenset(
        (_FORM.sub("", m["amt"]), frozenset(t[0] for t in lasting_things(m["wofuer"]))) for m in _OFFICE.finditer(text)
    )
