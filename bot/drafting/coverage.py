"""Which sentence of a draft answers which sub-point, and which sub-point is open. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.domain import Entwurf, EntwurfStatus, Hinweis, HinweisArt, Satz, Teilantwort, Zulieferung

OPEN_MARK = "Unbeantwortet: "


def open_hint(part: str) -> Hinweis:
    """What a draft says of a sub-point that nothing answers."""
    return Hinweis(HinweisArt.OFFEN, f"{OPEN_MARK}{part}")


def with_sentences(entwurf: Entwurf, kept: Sequence[Satz]) -> Entwurf:
    """The draft with only these of its sentences. A sub-point that has lost all that answered it is open again."""
    place = {satz: at for at, satz in enumerate(kept)}
    left = tuple(
        Teilantwort(t.teil, tuple(place[entwurf.saetze[i]] for i in t.saetze if entwurf.saetze[i] in place))
        for t in entwurf.abdeckung
    )
    lost = [now.teil for was, now in zip(entwurf.abdeckung, left, strict=True) if was.saetze and not now.saetze]
    draft = replace(entwurf, saetze=tuple(kept), abdeckung=left)
    if not lost or not kept:
        return draft
    hints = (*draft.hinweise, *(open_hint(part) for part in lost))
    request = draft.zulieferung or Zulieferung(None, "; ".join(lost))
    status = EntwurfStatus.TEILWEISE if draft.status is EntwurfStatus.BELEGT else draft.status
    return replace(draft, hinweise=hints, zulieferung=request, status=status)
