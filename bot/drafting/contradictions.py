"""A draft against ourselves: what it says otherwise than another point of the same motion, or an earlier reply. Pure.

In come the sentences of a draft and statements from elsewhere, each with its place; out come hints that name both
places with their words. Unsure is silence: a hint on every resembling sentence would be read by nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.domain import Art, Hinweis, HinweisArt, Passage, Satz
from corpus.facts.extraction import facts_of
from corpus.facts.store import FaktStand
from retrieval.overtaking import Aussage, speaks_against
from retrieval.support import fold

AGAINST_OURSELVES = "Das widerspricht sich:"
"""How such a hint begins; it goes when the text is written anew, and comes again where it still is so."""


@dataclass(frozen=True)
class Anderswo:
    """A sentence that stands elsewhere: in another point, or in an earlier reply. `ort` names it for people."""

    ort: str
    satz: str
    datum: date | None = None


def contradictions(saetze: Sequence[Satz], elsewhere: Iterable[Anderswo], *, ort: str) -> tuple[Hinweis, ...]:
    """A hint for each sentence that says otherwise than one elsewhere."""
    others = [(one, _read(one.satz, one.datum)) for one in elsewhere]
    hints = []
    for satz in saetze:
        said = satz.belege[0].datum if satz.belege else None
        for own in _read(satz.text, said):
            for one, theirs in others:
                if fold(one.satz) != fold(satz.text) and any(speaks_against(own, other) for other in theirs):
                    words = f"{ort}: „{fold(satz.text)}“ – {one.ort}: „{fold(one.satz)}“"
                    hints.append(Hinweis(HinweisArt.WIDERSPRUCH, f"{AGAINST_OURSELVES} {words}"))
    return tuple(dict.fromkeys(hints))


def _read(sentence: str, said: date | None) -> list[Aussage]:
    """What a single sentence states; nothing for one that states nothing by itself."""
    own = Passage(
        id="satz", dokument_id=sentence, version=1, dokument="", art=Art.VERMERK, vorlage=None, antrag=None, datum=said,
        amt=None, betreff=None, nr=(), frage=None, text=sentence, start=0, ende=len(sentence), seite=1,
        oeffentlich=True, versandt=True,
    )  # fmt: skip
    return [Aussage(FaktStand(fact, True, own.id, wartet=False), "") for fact in facts_of(own)]
