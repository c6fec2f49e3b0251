"""The title of a motion and other lines that say what kind of paper it is: one line in, yes or no out."""

from __future__ import annotations

import re

_KIND_PREFIX = (
    r"(?:(?:Gemeinsame[rs]?|Interfraktionelle[rs]?|Dringliche[rs]?|Große|Kleine|Schriftliche|Mündliche"
    r"|Überarbeitete[rs]?|Geänderte[rs]?)\s)*"
)
_KIND = (
    r"(?:(?:Änderungs|Ergänzungs|Dringlichkeits|Eil|Prüf|Haushalts|Zusatz|Ersetzungs|Begleit|Berichts|Sach"
    r"|Fraktions|Gemeinde|Rats|Stadtrats)-?(?:\s?/\s?Ergänzungs)?"
    r"(?:antrag|anfrage)|Antrag|Anfrage)"
)
TITLE = re.compile(  # "Antrag", "A n t r a g", "ÄNDERUNGSANTRAG", "Antrag AN/2024/56", "Anfrage der Fraktion …"
    rf"\s*{_KIND_PREFIX}{_KIND}\b(?P<rest>[^\n]*)$", re.IGNORECASE
)
_SPACED = re.compile(r"^\s*(?:[^\W\d_]\s){4,}[^\W\d_]\s*$")
KIND_LABEL = re.compile(  # "Anfrage: SPD", "Interfraktioneller Antrag: A, B, C" below the subject
    rf"^[ ]*{_KIND_PREFIX}{_KIND}\s?:[ ](?P<name>[^\n.?]{{2,80}}?)[ ]*$", re.MULTILINE
)
COUNCILLOR = re.compile(  # "Stadtrat Max Muster (Bürgerliste)"
    r"^[ ]*(?:Stadtr|Ratsmitglied|Stadtverordnete|Gemeinder|Ortschaftsr"
    r"|Kreisr)\w*[ ][^\n(]{4,60}\((?P<name>[^)\n]{2,50})\)",
    re.MULTILINE,
)
_BY_RULES = re.compile(r"(?:gemäß|gem\.|nach)\s")  # "Anfrage gemäß § 18 der Geschäftsordnung:"


def is_title(line: str) -> bool:
    """Whether this line is the title of a motion ("Antrag", "A n t r a g", "Änderungsantrag der Fraktion …")."""
    match = TITLE.match(_squeeze(line))
    if match is None or len(line.strip()) > 120:
        return False
    rest = match["rest"].strip()
    if not rest:
        return True
    return bool(
        re.match(r"(?:Nr\.?|Nummer|\d|[A-Z]{1,4}(?:[/ -][A-Z]{1,3})?[/ -]?\d|\||Vorlage|Drs)", rest)
        or re.match(r"(?:der|von|des|zu|zur|zum|gemäß|nach|an|im)\b|gem\.", rest)
    ) and not (rest.endswith((".", ",")) or (rest.endswith(":") and not _BY_RULES.match(rest)))


def _squeeze(line: str) -> str:
    """A spaced-out title as one word: "A n t r a g" is "Antrag"."""
    return "".join(line.split()) if _SPACED.match(line) else line
