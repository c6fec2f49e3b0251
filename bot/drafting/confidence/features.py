"""What a draft shows before anyone has decided on it: the numbers that its confidence is estimated from. Pure.

Nothing here knows who decides or who asked: neither a person nor a faction, and nothing of papers that aren't public.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.domain import Beleg, Entwurf, EntwurfStatus, HinweisArt
from retrieval.matter import Rarity, share, things, words
from retrieval.search import Ergebnis

VORZEICHEN = {
    "grundlage": 1,
    "abdeckung": 1,
    "abstand": 1,
    "erster": 1,
    "offen": -1,
    "saetze": -1,
    "papiere": -1,
    "warnungen": -1,
    "alter": -1,
    "widerspruch": -1,
    "praemisse": 0,
    "erneut": 0,
    "modell": 0,
}
"""Which way each may pull: more of it can only raise (1) or lower (-1) the estimate, or either (0).

`grundlage` the log-odds that the archive answers the point; `abdeckung` the share of what the point names that the
sentences name; `abstand` the lead of the best hit; `erster` whether that hit is quoted; `offen` the share of open
sub-points; `saetze`, `papiere`, `warnungen` how many (logarithms); `alter` that of the newest source, log(1 + years);
`widerspruch` and `praemisse` the draft's status; `erneut` whether a person asked for another draft; `modell` whether a
language model worded it.
"""

_WARNINGS = frozenset({HinweisArt.VERALTET, HinweisArt.VERWECHSLUNG, HinweisArt.WIDERSPRUCH, HinweisArt.UNBELEGT})
"""Not `vertraulich`: what the estimate depends on must not tell that there is something that isn't public."""

_SUREST, _FURTHEST_LEAD = 4.0, 3.0
UNDATED_YEARS = 10.0
"""A source without a day may be of any age."""


@dataclass(frozen=True)
class Gesehen:
    """What a draft was made from: the point's question, what was found for it, and how rare words are."""

    frage: str
    ergebnis: Ergebnis
    seltenheit: Rarity


def merkmale(entwurf: Entwurf, seen: Gesehen, *, stichtag: date, erneut: bool = False) -> dict[str, float]:
    """The numbers by name, empty for a draft without sentences: there is nothing that could stay as it is."""
    if not entwurf.saetze:
        return {}
    belege = [beleg for satz in entwurf.saetze for beleg in satz.belege]
    said = words(" ".join(satz.text for satz in entwurf.saetze))
    parts = entwurf.abdeckung
    found = {
        "grundlage": _log_odds(seen.ergebnis.grundlage),
        "abdeckung": share(things(seen.frage), said, frozenset(), rarity=seen.seltenheit),
        "abstand": _lead(seen.ergebnis),
        "erster": float(_quotes_first(seen.ergebnis, belege)),
        "offen": sum(not part.saetze for part in parts) / len(parts) if parts else 0.0,
        "saetze": math.log(len(entwurf.saetze)),
        "papiere": math.log(max(len({b.dokument_id for b in belege}), 1)),
        "warnungen": math.log1p(sum(hint.art in _WARNINGS for hint in entwurf.hinweise)),
        "alter": math.log1p(_years(belege, stichtag)),
        "widerspruch": float(entwurf.status is EntwurfStatus.WIDERSPRUCH),
        "praemisse": float(entwurf.status in (EntwurfStatus.PRAEMISSE_FALSCH, EntwurfStatus.BEREITS_ERFUELLT)),
        "erneut": float(erneut),
        "modell": float(entwurf.modell is not None and entwurf.modell.saetze > 0),
    }
    return {name: round(found[name], 4) for name in VORZEICHEN}


def _log_odds(probability: float) -> float:
    p = min(max(probability, 1e-6), 1 - 1e-6)
    return max(min(math.log(p / (1 - p)), _SUREST), -_SUREST)


def _lead(result: Ergebnis) -> float:
    """How far the best hit is ahead of the next one of another paper's; all the way where it is alone."""
    if not result.treffer:
        return 0.0
    best = result.treffer[0]
    others = [hit.score for hit in result.treffer if hit.passage.dokument_id != best.passage.dokument_id]
    return min(max(best.score - max(others), 0.0), _FURTHEST_LEAD) if others else _FURTHEST_LEAD


def _quotes_first(result: Ergebnis, belege: Sequence[Beleg]) -> bool:
    if not result.treffer:
        return False
    first = result.treffer[0].passage
    return any(b.dokument_id == first.dokument_id and first.start <= b.start < first.ende for b in belege)


def _years(belege: Sequence[Beleg], stichtag: date) -> float:
    days = [beleg.datum for beleg in belege if beleg.datum]
    return max((stichtag - max(days)).days, 0) / 365.25 if days else UNDATED_YEARS
