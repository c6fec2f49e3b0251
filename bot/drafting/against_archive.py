"""What a person wrote, held against the other points of the motion and against what the archive holds to be so.

Only sentences without a Beleg of their own are looked at: what is quoted was written by the administration itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from bot.drafting.contradictions import Anderswo, contradictions
from corpus.domain import Entwurf
from corpus.facts.extraction import holds_on
from corpus.facts.store import facts_in

MOST_SENTENCES = 12
_CAPITAL = re.compile(r"\b[A-ZÄÖÜ][\wäöüß-]{4,}")


def with_contradictions_in(
    connection: Connection, entwurf: Entwurf, others: Iterable[Entwurf], *, stichtag: date
) -> Entwurf:
    """The draft with a hint where a sentence that somebody wrote says otherwise than another point of the same motion,
    or than a public fact that holds on the Stichtag. Within the caller's transaction."""
    written = [satz for satz in entwurf.saetze if not satz.belege][:MOST_SENTENCES]
    if not written:
        return entwurf
    elsewhere = [
        Anderswo(f"Punkt {other.nr}", satz.text) for other in others if other.nr != entwurf.nr for satz in other.saetze
    ]
    for satz in written:
        words = _CAPITAL.findall(satz.text)
        if words:
            near = facts_in(connection, bis=stichtag, wort=max(words, key=len))
            elsewhere += [
                Anderswo(_place(s.fakt.fundstelle.vorlage or s.fakt.fundstelle.dokument, s.fakt.fundstelle.datum),
                         s.fakt.aussage)
                for s in near
                if holds_on(s.fakt, stichtag) and not s.vorschlaege
            ]  # fmt: skip
    hints = contradictions(written, dict.fromkeys(elsewhere), ort=f"Punkt {entwurf.nr}")
    return replace(entwurf, hinweise=tuple(dict.fromkeys((*entwurf.hinweise, *hints)))) if hints else entwurf


def _place(name: str, day: date | None) -> str:
    return f"{name} vom {day:%d.%m.%Y}" if day else name
