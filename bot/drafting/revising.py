"""A person's wording of a draft to a new revision. What still stands on a Beleg keeps it, the rest is marked. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from corpus.domain import Beleg, Entwurf, EntwurfStatus, Hinweis, HinweisArt, Satz
from corpus.sentences import sentences
from retrieval.support import check_claim, fold


def revise(entwurf: Entwurf, text: str, earlier: Iterable[Beleg] = ()) -> Entwurf:
    """The draft with `text` in place of its sentences. `earlier` are Belege of older revisions of the same point.

    A sentence that says, word for word, what one of the quotes says keeps (or gets back) that Beleg. Any other has
    none: it is shown as unsupported, and whoever approves has to accept it in so many words.
    """
    belege = tuple(dict.fromkeys([*(b for satz in entwurf.saetze for b in satz.belege), *earlier]))
    kept: list[Satz] = []
    for sentence in sentences(text):
        own = tuple(b for b in belege if check_claim(sentence, b.zitat).belegt)
        kept.append(Satz(fold(sentence), own))
    unsupported = tuple(Hinweis(HinweisArt.UNBELEGT, f"Ohne Beleg: „{satz.text}“") for satz in kept if not satz.belege)
    others = tuple(h for h in entwurf.hinweise if h.art is not HinweisArt.UNBELEGT)
    status = entwurf.status
    if kept and status is EntwurfStatus.KEINE_GRUNDLAGE:
        status = EntwurfStatus.BELEGT if not unsupported else EntwurfStatus.TEILWEISE
    if not kept:
        status = EntwurfStatus.KEINE_GRUNDLAGE
    return replace(entwurf, saetze=tuple(kept), hinweise=(*others, *unsupported), status=status)
