"""The limit that stands at a value: rund, bis zu, mindestens, frühestens, "nicht übersteigen"."""

from __future__ import annotations

import re

LIMITS: tuple[tuple[str, str], ...] = (
    ("hoechstens", r"bis\s+zu|höchstens|maximal|max\.|allerhöchstens|nicht\s+mehr\s+als|längstens"),
    ("mindestens", r"mindestens|min\.|mind\.|wenigstens|nicht\s+weniger\s+als|zumindest"),
    ("rund", r"rund|etwa|circa|ca\.|zirka|ungefähr|annähernd|in\s+etwa|schätzungsweise|überschlägig|um\s+die"),
    ("knapp", r"knapp|fast|nahezu|beinahe|beinah|kaum"),
    ("gut", r"gut(?!\w)|etwas\s+(?:mehr\s+als|über)"),
    ("ueber", r"über|mehr\s+als|oberhalb\s+von"),
    ("unter", r"unter|weniger\s+als|unterhalb\s+von"),
    ("fruehestens", r"frühestens|nicht\s+vor|nicht\s+früher\s+als"),
    ("spaetestens", r"spätestens|innerhalb\s+von|binnen|nicht\s+später\s+als|nicht\s+nach"),
    ("genau", r"genau|exakt"),
)
_FILLER = (
    r"(?:(?:im|am|zum|zur|bis|ab|seit|von|vom|in|mit|den|dem|der|die|das|"
    r"jeweils|insgesamt|je|zu|für|auf|um|nach|einem|einer|einen|ein|eine)\s+){0,3}?"
)
_LIMIT = re.compile(
    rf"(?<!\w)(?:{'|'.join(f'(?P<{name}>{words})' for name, words in LIMITS)})\s+{_FILLER}$", re.IGNORECASE
)
_TIGHT = re.compile(
    r"(?<!\w)(?:über|unter|um\s+die|gut|nicht\s+vor|nicht\s+nach)\s+(?:(?:den|dem|der|die)\s+)?$", re.IGNORECASE
)
_EDGE = re.compile(
    r"(?<!\w)(?P<edge>Anfang|Mitte|Ende|Frühjahr|Frühling|Sommer|Herbst|Winter|Jahresende|Jahresanfang|Jahresbeginn)\s+(?:(?:des|im)\s+)?(?:(?:Monats|Monat|Jahres|Jahre|Jahr)\s+)?$"
)
_BEHIND = re.compile(r"\s*(?:oder|und)\s+(?P<more>mehr|weniger|älter|jünger|länger|kürzer)\b")

NOT_CROSSED = re.compile(
    r"(?:\s+(?:Euro|Prozent|im|Jahr|pro|je|\w+er))*\s+nicht\s+(?:mehr\s+)?(?P<side>über|unter)(?:steig|schreit|schritt)\w*"
)
"""soll 720.000 Euro nicht übersteigen: höchstens"""

_TAKES_UEBER = re.compile(r"(?<!\w)(?:verfüg|erstreck|verteil)\w*(?:\s+[^\s.;,]+){0,5}\s*$", re.IGNORECASE)
"""verfügt über 40 Plätze: "über" belongs to the verb and limits nothing."""


def limit_of(text: str, start: int, end: int, art: str) -> tuple[str, int]:
    """The limit before a value (or "oder mehr" behind it), and where its words begin."""
    before = text[max(0, start - 60) : start]
    offset = start - len(before)
    edge = _EDGE.search(before) if art in ("jahr", "datum") else None
    prefix = ""
    if edge:
        prefix, before = edge["edge"].lower() + " ", before[: edge.start()]
        start = offset + edge.start()
    match = _LIMIT.search(before)
    if match:
        name = str(match.lastgroup)
        gap = before[match.end(name) :].split()
        if (
            (name in ("ueber", "unter", "gut") and gap and not _TIGHT.search(before))
            or name == "kaum"
            or (name == "ueber" and _TAKES_UEBER.search(before[: match.start()]))
            or (art == "datum" and name in ("ueber", "unter", "gut"))
        ):
            match = None
    if match:
        if name == "spaetestens" and art == "zahl" and re.match(r"\s+\w+\s+vor(?:her)?\b", text[end:]):
            name = "mindestens"  # spätestens drei Tage vorher: at least three days lie between
        return prefix + name, offset + match.start()
    behind = _BEHIND.match(text, end)
    if behind is None:
        behind = re.compile(r"\s+\w+\s+(?:oder|und)\s+(?P<more>mehr|weniger|älter|jünger)\b").match(text, end)
    crossed = NOT_CROSSED.match(text, end)
    if crossed and art not in ("datum", "jahr"):
        return ("mindestens" if crossed["side"] == "unter" else "hoechstens"), start
    if behind and art not in ("datum", "jahr"):
        return ("mindestens" if behind["more"] in ("mehr", "älter", "länger") else "hoechstens"), start
    return prefix.strip(), start
