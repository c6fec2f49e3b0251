"""A person's wording of a draft to a new revision. What still stands on a Beleg keeps it, the rest is marked. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.drafting.contradictions import AGAINST_OURSELVES
from bot.drafting.coverage import OPEN_MARK
from bot.drafting.cross_check import OWN_WORDS, against_earlier, promises
from corpus.domain import Beleg, Entwurf, EntwurfStatus, Hinweis, HinweisArt, Satz, Teilantwort, Zulieferung
from corpus.sentences import sentences
from retrieval.support import check_claim, fold

_STEM = 5
"""So many letters of a word tell what it is about: "Kosten" and "kostet" agree."""

_WORD = re.compile(r"\w{5,}")
_QUESTION_WORDS = frozenset({"welch", "werde", "wurde", "könne", "sollt", "wievi", "warum", "diese", "einer", "einem"})


def revise(
    entwurf: Entwurf,
    text: str,
    earlier: Iterable[Beleg] = (),
    *,
    found: Callable[[Sequence[str]], Iterable[Beleg]] = lambda _: (),
) -> Entwurf:
    """The draft with `text` in place of its sentences. `earlier` are Belege of older revisions of the same point,
    `found` looks in the archive for sentences that none of those supports.

    A sentence that says, word for word, what one of the quotes says keeps (or gets back) that Beleg. Any other has
    none: it is shown as unsupported, and whoever approves has to accept it in so many words; where it promises money, a
    day or an action, that is said too. What the new sentences answer is no longer open, and nothing is left to be asked
    once nothing is open.
    """
    belege = tuple(dict.fromkeys([*(b for satz in entwurf.saetze for b in satz.belege), *earlier]))
    written = sentences(text)
    missing = [sentence for sentence in written if not _supporting(sentence, belege)]
    if missing:
        belege = tuple(dict.fromkeys([*belege, *found(missing)]))
    kept = tuple(Satz(fold(sentence), _supporting(sentence, belege)) for sentence in written)
    unsupported = tuple(Hinweis(HinweisArt.UNBELEGT, f"„{satz.text}“") for satz in kept if not satz.belege)
    marked = (*unsupported, *promises(kept), *_against(kept, belege))
    others = tuple(h for h in entwurf.hinweise if not _of_the_wording(h))
    request = entwurf.zulieferung
    added = [satz.text for satz in kept if satz.text not in {fold(old.text) for old in entwurf.saetze}]
    if added:
        others = tuple(h for h in others if h.art is not HinweisArt.OFFEN or not _answers(added, h.text))
        request = _still_asked(request, [h.text for h in others if h.art is HinweisArt.OFFEN])
    return replace(
        entwurf, saetze=kept, hinweise=(*others, *marked), status=_status(entwurf.status, kept, others),
        zulieferung=request, abdeckung=_mapped(entwurf, kept), zuversicht=None, modell=None,
    )  # fmt: skip


def _mapped(entwurf: Entwurf, kept: Sequence[Satz]) -> tuple[Teilantwort, ...]:
    """What answers each sub-point now: the sentences that did and still stand, and those that speak of it."""
    before = [{entwurf.saetze[i].text for i in t.saetze} for t in entwurf.abdeckung]
    return tuple(
        Teilantwort(
            t.teil, tuple(at for at, satz in enumerate(kept) if satz.text in old or _answers([satz.text], t.teil))
        )
        for t, old in zip(entwurf.abdeckung, before, strict=True)
    )


def _of_the_wording(hint: Hinweis) -> bool:
    """Whether a hint is on how something was worded: another wording makes it anew. That sources disagree stays."""
    if hint.art in (HinweisArt.UNBELEGT, HinweisArt.ZUSAGE) or hint.text.startswith(AGAINST_OURSELVES):
        return True
    return f" {OWN_WORDS} sagt " in hint.text


def _against(kept: Sequence[Satz], belege: Sequence[Beleg]) -> tuple[Hinweis, ...]:
    """Where a person's sentence without a Beleg says otherwise than the papers that were quoted for the point."""
    own = [satz for satz in kept if not satz.belege]
    return against_earlier(own, belege, rarity=lambda _: 1.0)


def _supporting(sentence: str, belege: Iterable[Beleg]) -> tuple[Beleg, ...]:
    return tuple(b for b in belege if check_claim(sentence, b.zitat).belegt)


def _answers(added: Sequence[str], hint: str) -> bool:
    """Whether sentences speak of what a hint calls open: at least half of its words. Where in doubt it stays open."""
    wanted = _stems(hint.removeprefix(OPEN_MARK)) - _QUESTION_WORDS
    return bool(wanted) and 2 * len(wanted & _stems(" ".join(added))) >= len(wanted)


def _stems(text: str) -> set[str]:
    return {word[:_STEM].casefold() for word in _WORD.findall(text)}


def _still_asked(request: Zulieferung | None, left: Sequence[str]) -> Zulieferung | None:
    if request is None or not left:
        return None
    return replace(request, frage="; ".join(part.removeprefix(OPEN_MARK) for part in left))


def _status(before: EntwurfStatus, kept: Sequence[Satz], hints: Sequence[Hinweis]) -> EntwurfStatus:
    """A person's text answers the point; partly where something is still open, or nothing of it has a Beleg."""
    if not kept:
        return EntwurfStatus.KEINE_GRUNDLAGE
    if before not in (EntwurfStatus.KEINE_GRUNDLAGE, EntwurfStatus.TEILWEISE):
        return before
    open_still = any(h.art is HinweisArt.OFFEN for h in hints)
    return EntwurfStatus.TEILWEISE if open_still or not any(s.belege for s in kept) else EntwurfStatus.BELEGT
