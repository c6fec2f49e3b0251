"""What passed the gate put in the place of the quotations whose words it says; the rest stays quoted. Pure.

The quotation draft is the floor: every statement of it stands in the result, in the model's words where these say
enough of it, else as it was, and in the same order, so that a correction which opens the draft still opens it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.drafting.model.judging import Bestanden
from bot.drafting.model.units import Einheit, depends
from corpus.domain import Beleg, Entwurf, Satz, Teilantwort
from retrieval.matter import Rarity, share, things, verbs, words
from retrieval.support import check_claim, fold

ENOUGH = 0.75
"""So much of what a quotation names and tells has to stand in the wording that takes its place, and every number and
noun of it: a noun too few, and nobody may "Einwendungen können erheben"."""

ENOUGH_ON_WISH = 0.5
"""The same where a person asked for another wording, shorter perhaps: what is left out they see before they decide."""

_NOUN = re.compile(r"(?<=[^.!?:] )[A-ZÄÖÜ][\wäöüß-]{3,}")
"""Within a sentence; what opens one has its capital from there."""
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


@dataclass(frozen=True)
class Gewebe:
    """The draft, how many of its sentences the model worded, and the ids of the units that stayed quoted."""

    entwurf: Entwurf
    formuliert: int
    zitiert: tuple[str, ...]


def weave(
    plain: Entwurf, units: Sequence[Einheit], passed: Sequence[Bestanden], *, enough: float, rarity: Rarity
) -> Gewebe:
    """The quotation draft with what passed in the place of what it says enough of."""
    covered = still_covered(units, passed, enough=enough, rarity=rarity)
    saetze: list[Satz] = []
    stands: dict[str, list[int]] = {unit.id: [] for unit in units}
    place: dict[Satz, int] = {}
    quoted = {fold(satz.text) for satz in plain.saetze}
    worded = 0
    for unit in units:
        own = [one for one in passed if unit.id in one.ids] if unit.id in covered else []
        for satz in [one.satz for one in own] or unit.saetze:
            if satz not in place:
                place[satz] = len(saetze)
                saetze.append(satz)
                worded += satz.text not in quoted
            stands[unit.id].append(place[satz])
    unit_at = {at: unit.id for unit in units for at in unit.stellen}
    coverage = tuple(
        Teilantwort(t.teil, tuple(sorted({new for at in t.saetze for new in stands[unit_at[at]]})))
        for t in plain.abdeckung
    )
    draft = replace(plain, saetze=tuple(saetze), abdeckung=coverage)
    return Gewebe(draft, worded, tuple(unit.id for unit in units if unit.id not in covered))


def still_covered(
    units: Sequence[Einheit], passed: Sequence[Bestanden], *, enough: float, rarity: Rarity
) -> frozenset[str]:
    """The ids of the units of which the sentences that passed say enough, every quote of theirs among the Belege."""
    found = set()
    for unit in units:
        own = [one.satz for one in passed if unit.id in one.ids]
        if not own or depends(own[0].text):
            continue
        texts = [satz.text for satz in own]
        kept = [beleg for satz in own for beleg in satz.belege]
        if all(
            all(any(_within(beleg, other) for other in kept) for beleg in satz.belege)
            and _says_enough(satz.text, texts, enough, rarity)
            for satz in unit.saetze
        ):
            found.add(unit.id)
    return frozenset(found)


def left_out(unit: Einheit, passed: Sequence[Bestanden]) -> str:
    """What a model is told where its true sentences say too little of a source, as a German sentence."""
    said = " ".join(one.satz.text for one in passed if unit.id in one.ids)
    if not said:
        return f"Zu {unit.id} fehlt ein Satz."
    named = ", ".join(f"„{one}“" for one in dict.fromkeys([*_numbers(unit.text, said), *_nouns(unit.text, said)][:4]))
    return f"Es fehlt, was {unit.id} noch sagt" + (f": {named}." if named else ".")


def _numbers(quoted: str, said: str) -> list[str]:
    """The numbers that a wording leaves out."""
    there = _NUMBER.findall(said)
    return [number for number in _NUMBER.findall(quoted) if number not in there]


def _nouns(quoted: str, said: str) -> list[str]:
    """The nouns that a wording leaves out; a compound is there where one of its parts is."""
    there = words(said) | verbs(said)
    return [noun for noun in _NOUN.findall(quoted) if not any(term in there for term in words(noun))]


def _within(beleg: Beleg, other: Beleg) -> bool:
    same = (beleg.dokument_id, beleg.version) == (other.dokument_id, other.version)
    return same and other.start <= beleg.start and beleg.ende <= other.ende


def _says_enough(quoted: str, texts: Sequence[str], enough: float, rarity: Rarity) -> bool:
    said = " ".join(texts)
    if any(check_claim(quoted, text).belegt for text in dict.fromkeys((*texts, said))):
        return True
    if _numbers(quoted, said) or (enough >= ENOUGH and _nouns(quoted, said)):
        return False
    wanted = (*things(quoted), *((verb,) for verb in verbs(quoted)))
    return bool(wanted) and share(wanted, words(said) | verbs(said), frozenset(), rarity=rarity) >= enough
