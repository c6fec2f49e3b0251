"""One sentence of a model before the gate: it passes with the quotes that carry it, or is stopped with reasons. Pure.

Everything that holds for a person's sentence holds here, and more: a person may write what no paper says and answer
for it, a model may not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.drafting.model.answer import LONGEST_SENTENCE, Modellsatz
from bot.drafting.model.units import Einheit, TextOf
from bot.drafting.model.wording import unfaithful
from corpus.domain import Beleg, Satz
from retrieval.contradiction import contradiction
from retrieval.matter import Rarity
from retrieval.promise import promise_of
from retrieval.support import check_claim, check_satz, fold
from retrieval.support.words import BRACKETED


@dataclass(frozen=True)
class Bestanden:
    """A sentence that may stand in the draft, and the units that carry it."""

    satz: Satz
    ids: frozenset[str]


@dataclass(frozen=True)
class Gestoppt:
    """A sentence that may not, and why, as German sentences."""

    satz: Modellsatz
    gruende: tuple[str, ...]


def judge(
    written: Modellsatz, units: Mapping[str, Einheit], text_of: TextOf, *, rarity: Rarity, disagreeing: bool = False
) -> Bestanden | Gestoppt:
    """Whether a sentence says what the sources that it names say, and nothing else.

    `disagreeing` is whether the sources are known to contradict each other, which the draft says already: then a
    sentence that says what one of them says contradicts the other as it should.
    """
    unknown = [one for one in written.ids if one not in units]
    if unknown:
        return Gestoppt(written, (f"Die Quelle „{unknown[0][:20]}“ gibt es nicht.",))
    if not written.ids:
        return Gestoppt(written, ("Der Satz nennt keine Quelle.",))
    wrong = _form(written.text)
    if wrong:
        return Gestoppt(written, (wrong,))
    named = [units[one] for one in written.ids]
    found: dict[str, tuple[Beleg, ...]] = {}
    reasons: list[str] = []
    for unit in named:
        carrying, why = _carrying(written.text, unit)
        if carrying:
            found[unit.id] = carrying
        reasons += why
    if not found:
        return Gestoppt(written, tuple(dict.fromkeys(reasons)))
    belege = [beleg for one in found.values() for beleg in one]
    for name in BRACKETED.findall(written.text):
        belege += [b for unit in named for b in unit.belege if fold(name) in fold(b.zitat)][:1]
    satz = Satz(written.text, tuple(dict.fromkeys(belege)))
    verdict = check_satz(satz, text_of)
    if not verdict.belegt:
        return Gestoppt(written, verdict.gruende)
    against = _bracket(written.text, named) or _against_its_words(written.text, units, found)
    against = against or _promises_more(written.text, satz)
    if not against and not disagreeing:
        against = _contradicts(written.text, units, frozenset(found), rarity)
    if against:
        return Gestoppt(written, (against,))
    return Bestanden(satz, frozenset(found))


def _form(text: str) -> str | None:
    """What makes a text no sentence of a reply, whatever it says."""
    if len(text) > LONGEST_SENTENCE:
        return "Der Satz ist zu lang."
    if any(unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs", "Cn") for char in text):
        return "Der Satz enthält unsichtbare Zeichen."
    if not text.endswith((".", "!", "“", "”", '"', ")")):
        return "Der Satz ist unvollständig."
    if len(text.split()) < 3:
        return "Das ist kein ganzer Satz."
    return None


def _carrying(text: str, unit: Einheit) -> tuple[tuple[Beleg, ...], tuple[str, ...]]:
    """The quotes of a unit that support the text, the shortest ones that do; the reasons where none does."""
    reasons: tuple[str, ...] = ()
    for beleg in unit.belege:
        verdict = check_claim(text, beleg.zitat)
        if verdict.belegt:
            return (beleg,), ()
        reasons = verdict.gruende  # in the end those against all that the unit says
    return (), reasons


def _bracket(text: str, named: Sequence[Einheit]) -> str | None:
    """What stands in brackets is left out by the gate: a name may, a "[nicht]" may not."""
    for name in BRACKETED.findall(text):
        if not name[:1].isupper() and not any(f"[{name}]" in unit.text for unit in named):
            return f"Die Klammer „[{name}]“ nennt keinen Namen."
    return None


def _against_its_words(text: str, units: Mapping[str, Einheit], found: Mapping[str, tuple[Beleg, ...]]) -> str | None:
    """What it does to the words of a unit that carries it; one of the unit's own sentences does nothing to them."""
    for name, belege in found.items():
        if fold(text) in (units[name].text, *(fold(satz.text) for satz in units[name].saetze)):
            continue
        why = unfaithful(BRACKETED.sub("", text), " ".join(fold(beleg.zitat) for beleg in belege))
        if why:
            return why
    return None


def _promises_more(text: str, satz: Satz) -> str | None:
    promised = promise_of(text)
    if promised and not any(promise_of(fold(beleg.zitat)) for beleg in satz.belege):
        return f"Der Satz sagt etwas zu ({promised}), was die Quelle nicht zusagt."
    return None


def _contradicts(text: str, units: Mapping[str, Einheit], own: frozenset[str], rarity: Rarity) -> str | None:
    """Whether it says otherwise than another quote of the draft, though the quotes that carry it don't."""
    for unit in units.values():
        if unit.id in own:
            continue
        for satz in unit.saetze:
            kind = contradiction(text, satz.text, rarity=rarity)
            already = any(contradiction(s.text, satz.text, rarity=rarity) for one in own for s in units[one].saetze)
            if kind and not already:
                return f"Der Satz widerspricht der Quelle {unit.id} ({kind})."
    return None
