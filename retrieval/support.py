"""The gate: is a sentence supported by the words that it claims to stand on?

This is the literal gate: a claim passes only where it is, sentence for sentence, what its quote says, white space
aside. A part of a sentence does not pass, because leaving words out can turn a sentence round ("nicht", "sofern Mittel
bereitstehen"). What stands in square brackets names what a pronoun stands for and is checked against the Beleg that
gives it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.domain import Beleg, Satz
from corpus.sentences import sentences

_BRACKETED = re.compile(r"\s*\[([^\[\]]+)\]")
"""der Verein [Musterbund e. V.]"""


@dataclass(frozen=True)
class Urteil:
    """Whether a claim is supported, and if not the reasons, as German sentences that name the words."""

    belegt: bool
    gruende: tuple[str, ...] = ()


def fold(text: str) -> str:
    """The text with its white space folded, for comparing words rather than lines."""
    return " ".join(text.split())


def check_claim(claim: str, evidence: str) -> Urteil:
    """Whether `claim` is a run of whole sentences of `evidence`."""
    bare = fold(_BRACKETED.sub("", claim))
    if not bare:
        return Urteil(False, ("Der Satz ist leer.",))
    there = [fold(s) for s in sentences(evidence)]
    for first in range(len(there)):
        for last in range(first + 1, len(there) + 1):
            run = " ".join(there[first:last])
            if run == bare:
                return Urteil(True)
            if len(run) > len(bare):
                break
    return Urteil(False, (f"Diese Worte stehen so nicht in der Quelle: „{bare}“.",))


def check_satz(satz: Satz, text_of: Callable[[str, int], str | None]) -> Urteil:
    """Whether a draft's sentence stands: every quote is really there, and the claim is what they say.

    `text_of(dokument_id, version)` gives the paper's Lesefassung, or None where there is no such paper.
    """
    if not satz.belege:
        return Urteil(False, ("Der Satz hat keinen Beleg.",))
    reasons = [reason for beleg in satz.belege for reason in _check_quote(beleg, text_of)]
    if reasons:
        return Urteil(False, tuple(reasons))
    if not any(check_claim(satz.text, beleg.zitat).belegt for beleg in satz.belege):
        return check_claim(satz.text, satz.belege[0].zitat)
    return _check_brackets(satz.text, satz.belege)


def _check_quote(beleg: Beleg, text_of: Callable[[str, int], str | None]) -> list[str]:
    name = beleg.vorlage or beleg.dokument
    text = text_of(beleg.dokument_id, beleg.version)
    if text is None:
        return [f"Die Quelle {name} (Fassung {beleg.version}) gibt es im Archiv nicht."]
    if text[beleg.start : beleg.ende].strip() != beleg.zitat.strip() or not beleg.zitat.strip():
        return [f"Das Zitat steht nicht an der angegebenen Stelle in {name}."]
    return []


def _check_brackets(claim: str, belege: Sequence[Beleg]) -> Urteil:
    quotes = [fold(b.zitat) for b in belege]
    missing = [name for name in _BRACKETED.findall(claim) if not any(fold(name) in q for q in quotes)]
    return Urteil(not missing, tuple(f"„{name}“ steht in keinem der Belege." for name in missing))
