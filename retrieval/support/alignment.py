"""Which word of the quotes a claim's word stands on.

Two words meet where they are the same in any form, where the list lets one stand for the other, or where a compound
says what the quote says in several words ("Preissenkung", "Absenkung des Preises"). Names meet only themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from retrieval.support.lexicon import concepts, parts, stem
from retrieval.support.words import Wort


def same_word(claim: Wort, source: Wort) -> bool:
    """Whether both are one word in some form, or synonyms."""
    if claim.wert is not None or source.wert is not None:
        if claim.wert is None or source.wert is None:
            return _both(claim, source) or _both(source, claim)
        return claim.wert.same(source.wert)
    if claim.art == "name" or source.art == "name":
        return _same_name(claim, source)
    return bool(claim.sinn & source.sinn)


def _both(value: Wort, word: Wort) -> bool:
    """Die beiden übrigen Räume: zwei."""
    return word.low in ("beide", "beiden", "beider") and value.wert is not None and value.low in ("zwei", "2")


def identical(claim: Wort, source: Wort) -> bool:
    """Whether both are one word in some form: no synonyms."""
    if claim.wert is not None or source.wert is not None:
        return same_word(claim, source)
    return claim.grund == source.grund or claim.low.rstrip("s") == source.low.rstrip("s")


def _same_name(claim: Wort, source: Wort) -> bool:
    one, other = claim.low.replace("-", ""), source.low.replace("-", "")
    if one == other or claim.grund == source.grund:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) > 3 and long in (short + "s", short + "es", short + "er", short + "n", short + "en", short + "e")


@lru_cache(maxsize=50_000)
def _parts_of(grund: str) -> tuple[str, ...]:
    return parts(grund)


_NO_WHOLE = frozenset(
    "kosten ausgabe einnahme gebühr steuer abgabe beitrag lohn gehalt entgelt abstand grenze seite belastung quote "
    "wert frist bedarf haushalt mittel".split()
)
"""die Kosten: more than the Nebenkosten. What is measured or asked is another thing without what it is measured of."""

_MEASURES = ("zeit", "dauer", "summe", "betrag", "menge", "höhe")
_EMPTY_PARTS = frozenset({"arbeit", "maßnahme"})
"""der Beginn der Bauarbeiten: der Baubeginn."""

_WHOLE = "gesamt"
"""die Gesamtkosten: what it costs."""


def covered_as_compound(claim: Wort, sources: Sequence[Wort], others: Iterable[Wort]) -> tuple[Wort, ...]:
    """The quote's words that say a claim's word in other pieces; () where they don't.

    The head of a compound alone may stand for the whole ("der Beirat" for "Seniorenbeirat"), its first part only
    beside its head ("Beteiligung an den Kosten" for "Kostenbeteiligung"). `others` are the claim's other words.
    """
    if claim.wert is not None:
        return ()
    others = list(others)
    own = _parts_of(claim.grund)
    if len(own) > 1:
        found = []
        for part in own:
            meaning = concepts(part)
            match = next((s for s in sources if s.wert is None and (s.sinn & meaning or _has_part(s, meaning))), None)
            if match is None:
                break
            found.append(match)
        else:
            said = frozenset(k for p in own for k in concepts(p)) | frozenset(k for o in others for k in o.sinn)
            rest = [p for s in found if s.art != "verb" for p in _parts_of(s.grund) if p not in _EMPTY_PARTS]
            if all(concepts(p) & said for p in rest):
                return tuple(found)
    if claim.art == "name":
        return ()
    for source in sources:
        theirs = _parts_of(source.grund) if source.wert is None else ()
        if len(theirs) < 2:
            continue
        if claim.art == "takt" and _PERIODS.get(theirs[0]) in claim.sinn:
            return (source,)
        named = claim.text[0].isupper() and source.text[0].isupper()
        same_head = stem(theirs[-1]) == stem(claim.grund) if named else bool(concepts(theirs[-1]) & claim.sinn)
        if theirs[-1] == "frei" and claim.grund in ("befreien", "frei") and _told(theirs[:-1], claim, others):
            return (source,)  # von der Steuer befreit: steuerfrei
        if (
            claim.art != "verb"
            and same_head
            and (_takes_up(claim, source, theirs) or _told(theirs[:-1], claim, others))
        ):
            return (source,)
        if claim.art == "verb" and theirs[-1] in _MEASURES and concepts(theirs[0]) & claim.sinn:
            return (source,)  # die Wartezeit beträgt: man wartet
        if claim.art == "verb" and concepts(theirs[-1]) & claim.sinn and _told(theirs[:-1], claim, others):
            return (source,)  # die Bearbeitung dauerte: die Bearbeitungsdauer
        if claim.art != "verb" and any(concepts(p) & claim.sinn for p in theirs[:-1]):
            head = concepts(theirs[-1]) | (concepts("befreien") if theirs[-1] == "frei" else frozenset())
            if any(o is not claim and o.sinn & head for o in others):
                return (source,)
    return ()


def _takes_up(claim: Wort, source: Wort, theirs: Sequence[str]) -> bool:
    """Der Beirat: the Seniorenbeirat. Schulen are more than the Grundschulen, and barrierefrei is not frei."""
    if not (claim.text[0].isupper() and source.text[0].isupper()) or theirs[-1] in _NO_WHOLE:
        return False
    return not is_plural(claim)


def is_plural(noun: Wort) -> bool:
    """Whether a noun stands in another form than its singular, the genitive in -s aside."""
    return noun.low != noun.grund and not noun.low.endswith(("in", "s"))


_PERIODS = {"jahr": "takt:jährlich", "monat": "takt:monatlich", "woche": "takt:wöchentlich", "tag": "takt:täglich"}


def _told(modifiers: Sequence[str], claim: Wort, others: Sequence[Wort]) -> bool:
    """Frei von Barrieren: barrierefrei. Jährlich ein Beitrag: ein Jahresbeitrag."""
    said = frozenset(k for o in others if o is not claim for k in o.sinn)
    return all(p == _WHOLE or concepts(p) & said or _PERIODS.get(p) in said for p in modifiers)


def _has_part(source: Wort, meaning: frozenset[str]) -> bool:
    return any(concepts(p) & meaning for p in _parts_of(source.grund))
