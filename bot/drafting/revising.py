"""A person's wording of a draft to a new revision. What still stands on a Beleg keeps it, the rest is marked. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.drafting.contradictions import AGAINST_OURSELVES
from bot.drafting.promises import promises_of
from corpus.domain import Beleg, Entwurf, EntwurfStatus, Hinweis, HinweisArt, Satz, Zulieferung
from corpus.sentences import sentences
from retrieval.support import check_claim, fold

_STEM = 5
"""So many letters of a word tell what it is about: "Kosten" and "kostet" agree."""

_WORD = re.compile(r"\w{5,}")
_QUESTION_WORDS = frozenset({"welch", "werde", "wurde", "könne", "sollt", "wievi", "warum", "diese", "einer", "einem"})
_OPEN_MARK = "Unbeantwortet: "


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
    unsupported = tuple(Hinweis(HinweisArt.UNBELEGT, f"Ohne Beleg: „{satz.text}“") for satz in kept if not satz.belege)
    promised = tuple(hint for satz in kept if not satz.belege for hint in _promise_hints(satz.text))
    others = tuple(
        h
        for h in entwurf.hinweise
        if h.art not in (HinweisArt.UNBELEGT, HinweisArt.ZUSAGE) and not h.text.startswith(AGAINST_OURSELVES)
    )
    request = entwurf.zulieferung
    added = [satz.text for satz in kept if satz.text not in {fold(old.text) for old in entwurf.saetze}]
    if added:
        others = tuple(h for h in others if h.art is not HinweisArt.OFFEN or not _answers(added, h.text))
        request = _still_asked(request, [h.text for h in others if h.art is HinweisArt.OFFEN])
    return replace(
        entwurf, saetze=kept, hinweise=(*others, *unsupported, *promised), status=_status(entwurf.status, kept, others),
        zulieferung=request,
    )  # fmt: skip


def _promise_hints(sentence: str) -> tuple[Hinweis, ...]:
    """A hint where a sentence without a Beleg binds the town hall, and to what."""
    bound_to = promises_of(sentence)
    return (
        (Hinweis(HinweisArt.ZUSAGE, f"Zusage ohne Quelle ({', '.join(bound_to)}): „{sentence}“"),) if bound_to else ()
    )


def _supporting(sentence: str, belege: Iterable[Beleg]) -> tuple[Beleg, ...]:
    return tuple(b for b in belege if check_claim(sentence, b.zitat).belegt)


def _answers(added: Sequence[str], hint: str) -> bool:
    """Whether sentences speak of what a hint calls open: at least half of its words. Where in doubt it stays open."""
    wanted = _stems(hint.removeprefix(_OPEN_MARK)) - _QUESTION_WORDS
    return bool(wanted) and 2 * len(wanted & _stems(" ".join(added))) >= len(wanted)


def _stems(text: str) -> set[str]:
    return {word[:_STEM].casefold() for word in _WORD.findall(text)}


def _still_asked(request: Zulieferung | None, left: Sequence[str]) -> Zulieferung | None:
    if request is None or not left:
        return None
    return replace(request, frage="; ".join(part.removeprefix(_OPEN_MARK) for part in left))


def _status(before: EntwurfStatus, kept: Sequence[Satz], hints: Sequence[Hinweis]) -> EntwurfStatus:
    """A person's text answers the point; partly where something is still open, or nothing of it has a Beleg."""
    if not kept:
        return EntwurfStatus.KEINE_GRUNDLAGE
    if before not in (EntwurfStatus.KEINE_GRUNDLAGE, EntwurfStatus.TEILWEISE):
        return before
    open_still = any(h.art is HinweisArt.OFFEN for h in hints)
    return EntwurfStatus.TEILWEISE if open_still or not any(s.belege for s in kept) else EntwurfStatus.BELEGT
