"""A draft held against what was said before and beside it: contradictions with both places, promises without a source.

In come sentences with where they stand, out come hints. Pure. Of two papers of different days the later one counts, so
that an earlier word that says otherwise is named as overtaken; between words of one day, or of one case, nobody but a
person can tell which is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.domain import Beleg, Entwurf, EntwurfStatus, Hinweis, HinweisArt, Satz
from retrieval.contradiction import contradiction
from retrieval.matter import Rarity
from retrieval.promise import promise_of
from retrieval.support import fold

OWN_WORDS = "Der Entwurf"
"""How a hint names a sentence that no paper says."""


def source(beleg: Beleg) -> str:
    """A paper by number and day, for a hint."""
    return (beleg.vorlage or beleg.dokument) + (f" vom {beleg.datum:%d.%m.%Y}" if beleg.datum else "")


def against_earlier(saetze: Sequence[Satz], earlier: Iterable[Beleg], *, rarity: Rarity) -> tuple[Hinweis, ...]:
    """A hint for each earlier word that says otherwise than a sentence of the draft, with both places.

    `earlier` are quotes that may prove something on the matter. A sentence without a Beleg stands against all of them,
    one with a Beleg against those that are no older.
    """
    hints = []
    for satz in saetze:
        for beleg in earlier:
            if _of_one_paper(satz, beleg) or _outranks(satz, beleg):
                continue
            kind = contradiction(satz.text, fold(beleg.zitat), rarity=rarity)
            if kind:
                here = source(satz.belege[0]) if satz.belege else OWN_WORDS
                hints.append(_hint(kind, here, satz.text, source(beleg), fold(beleg.zitat)))
    return tuple(dict.fromkeys(hints))


def within_case(drafts: Sequence[Entwurf], rarity: Rarity) -> list[Entwurf]:
    """The drafts of one case; where the replies to two points contradict each other, both say so and name the other."""
    found: dict[int, list[Hinweis]] = {}
    for at, one in enumerate(drafts):
        for other in drafts[at + 1 :]:
            for satz in one.saetze:
                for beside in other.saetze:
                    kind = contradiction(satz.text, beside.text, rarity=rarity)
                    if kind is None:
                        continue
                    for draft, own, foreign, own_satz, foreign_satz in (
                        (one, one, other, satz, beside),
                        (other, other, one, beside, satz),
                    ):
                        hint = _hint(
                            kind,
                            _place(own, own_satz),
                            own_satz.text,
                            _place(foreign, foreign_satz),
                            foreign_satz.text,
                        )
                        found.setdefault(draft.nr, []).append(hint)
    return [_with(draft, found.get(draft.nr, ())) for draft in drafts]


def promises(saetze: Iterable[Satz]) -> tuple[Hinweis, ...]:
    """A hint for each sentence that promises money, a date or a deed and stands on nothing."""
    found = [(satz.text, promise_of(satz.text)) for satz in saetze if not satz.belege]
    return tuple(Hinweis(HinweisArt.ZUSAGE, f"Ohne Beleg ({kind}): „{text}“") for text, kind in found if kind)


def _of_one_paper(satz: Satz, beleg: Beleg) -> bool:
    return any(own.dokument_id == beleg.dokument_id for own in satz.belege)


def _outranks(satz: Satz, beleg: Beleg) -> bool:
    """Whether the draft's own source is of a later day: then the other is overtaken, which is said elsewhere."""
    return any(own.datum and beleg.datum and own.datum > beleg.datum for own in satz.belege)


def _place(draft: Entwurf, satz: Satz) -> str:
    name = f"Punkt {draft.marke.rstrip('.)') if draft.marke else draft.nr}"
    return f"{name} ({source(satz.belege[0])})" if satz.belege else name


def _hint(kind: str, here: str, said: str, there: str, said_there: str) -> Hinweis:
    return Hinweis(HinweisArt.WIDERSPRUCH, f"{kind}: {here} sagt „{said}“, {there} sagt „{said_there}“")


def _with(draft: Entwurf, hints: Iterable[Hinweis]) -> Entwurf:
    new = tuple(dict.fromkeys(h for h in hints if h not in draft.hinweise))
    if not new:
        return draft
    status = draft.status if draft.status is EntwurfStatus.KEINE_GRUNDLAGE else EntwurfStatus.WIDERSPRUCH
    return replace(draft, hinweise=(*new, *draft.hinweise), status=status)
