"""What a chat does not show: personal data of citizens in papers, motions and drafts. Stand-ins take their place. Pure.

What is stored stays verbatim, and the gate judges that. A person who writes back text with stand-ins in it means the
words that they stand for: `as_meant` puts those in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from corpus.domain import Entwurf, Satz
from corpus.personal_data.kinds import Angabe
from corpus.personal_data.masking import kinds_held_back, mask, mask_all, unmask


@lru_cache(maxsize=512)  # a card is edited again and again
def veiled(text: str) -> str:
    """A text of a paper or a motion as a chat shows it."""
    return mask(text).text


def veiled_together(texts: Sequence[str]) -> tuple[str, ...]:
    """Texts that are shown in one message: the same words have the same stand-in in all of them."""
    return mask_all(texts)[0]


def as_meant(answer: str, shown: Sequence[str]) -> str:
    """What a person wrote below `veiled_together(shown)`, with the words that the stand-ins stand for."""
    return unmask(answer, mask_all(shown)[1])


def veiled_entwurf(entwurf: Entwurf) -> Entwurf:
    """A draft as a chat shows it: its sentences, quotes, hints and questions without personal data."""
    return _veiled(entwurf)[0]


def held_back_in(entwurf: Entwurf) -> tuple[Angabe, ...]:
    """The kinds of personal data that `veiled_entwurf` leaves out."""
    return kinds_held_back(_veiled(entwurf)[1])


def sentences_as_meant(answer: str, entwurf: Entwurf) -> str:
    """What a person wrote below the veiled draft, with the words that the stand-ins stand for."""
    return unmask(answer, _veiled(entwurf)[1])


def held_back_note(kinds: Sequence[Angabe]) -> str:
    """The line that says what is not shown; empty where nothing is left out."""
    if not kinds:
        return ""
    named = ", ".join(kinds)
    return f"Nicht gezeigt: personenbezogene Angaben ({named}). Im Wortlaut stehen sie im Terminal und im Brief."


@lru_cache(maxsize=256)  # by the words: two drafts that are equal may differ in how sure they are
def _masked(texts: tuple[str, ...]) -> tuple[tuple[str, ...], Mapping[str, str]]:
    return mask_all(texts)


def _veiled(entwurf: Entwurf) -> tuple[Entwurf, Mapping[str, str]]:
    request = entwurf.zulieferung
    texts = (
        *(satz.text for satz in entwurf.saetze),
        *(beleg.zitat for satz in entwurf.saetze for beleg in satz.belege),
        *(hint.text for hint in entwurf.hinweise),
        *(part.teil for part in entwurf.abdeckung),
        *([request.frage] if request else []),
    )
    masked, table = _masked(texts)
    if not table:
        return entwurf, table
    words = iter(masked)
    claims = [next(words) for _ in entwurf.saetze]
    saetze = tuple(
        Satz(claim, tuple(replace(beleg, zitat=next(words)) for beleg in satz.belege))
        for claim, satz in zip(claims, entwurf.saetze, strict=True)
    )
    hints = tuple(replace(hint, text=next(words)) for hint in entwurf.hinweise)
    parts = tuple(replace(part, teil=next(words)) for part in entwurf.abdeckung)
    asked = replace(request, frage=next(words)) if request else None
    return replace(entwurf, saetze=saetze, hinweise=hints, abdeckung=parts, zulieferung=asked), table
