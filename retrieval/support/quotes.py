"""A draft's sentence against its Belege: is each quote really there, and does the sentence say what they say?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.domain import Beleg, Satz
from retrieval.support.judging import check_claim
from retrieval.support.verdict import Urteil, fold
from retrieval.support.words import BRACKETED

TextOf = Callable[[str, int], str | None]
"""`text_of(dokument_id, version)` gives the paper's Lesefassung, or None where there is no such paper."""


def check_satz(satz: Satz, text_of: TextOf) -> Urteil:
    """Whether a draft's sentence stands: every quote is really there, and the claim is what they say."""
    if not satz.belege:
        return Urteil(False, ("Der Satz hat keinen Beleg.",))
    reasons = [reason for beleg in satz.belege for reason in check_quote(beleg, text_of)]
    if reasons:
        return Urteil(False, tuple(reasons))
    verdicts = [check_claim(satz.text, beleg.zitat) for beleg in satz.belege]
    if not any(verdict.belegt for verdict in verdicts):
        return verdicts[0]
    return _check_brackets(satz.text, satz.belege)


def check_quote(beleg: Beleg, text_of: TextOf) -> list[str]:
    """Why a quote does not stand: the paper is not there, or other words stand at its place. Empty where it stands."""
    name = beleg.vorlage or beleg.dokument
    text = text_of(beleg.dokument_id, beleg.version)
    if text is None:
        return [f"Die Quelle {name} (Fassung {beleg.version}) gibt es im Archiv nicht."]
    if text[beleg.start : beleg.ende].strip() != beleg.zitat.strip() or not beleg.zitat.strip():
        return [f"Das Zitat steht nicht an der angegebenen Stelle in {name}."]
    return []


def _check_brackets(claim: str, belege: Sequence[Beleg]) -> Urteil:
    quotes = [fold(b.zitat) for b in belege]
    missing = [name for name in BRACKETED.findall(claim) if not any(fold(name) in q for q in quotes)]
    return Urteil(not missing, tuple(f"„{name}“ steht in keinem der Belege." for name in missing))
