"""What of the hits no longer holds on the Stichtag: it is taken out before a draft is made, and said. Pure.

In come what retrieval found and the facts of those answers as they stand; out comes the same without the sentences that
a person ended or replaced, or that a newer fact overtakes though nobody decided on it yet, with hints that name the
newer one. The newer fact's answer joins the hits, so that the draft can say it. A sentence that bounds itself ("gilt
bis Ende 2024") stays, with a hint once that time is over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from corpus.domain import Beleg, Entwurf, Fakt, FaktArt, Fundstelle, Hinweis, HinweisArt, Passage
from corpus.facts.store import FaktStand, FaktTat, Tat, ending_deed
from corpus.sentences import sentence_spans
from retrieval.matter import Rarity, words
from retrieval.overtaking import says_the_same, seat_of
from retrieval.search import Ergebnis, Treffer
from retrieval.statements import ANSWERS, Aussage, coverage, statements_of

_ASKS_PLACE = re.compile(
    r"\b(?:wo|wohin|woher|Adresse|Anschrift|Sitz|Standort|Räume\w*|untergebracht|befinde\w*|umgezogen|Umzug|erreich\w*)\b",
    re.IGNORECASE,
)

QUOTED = 80
"""Enough to know a sentence again; whole it stands in the paper that is named beside it."""


_UNUSED = "Nicht verwendet: "
_NEWER = ". Neuer, von der Leitung noch nicht bestätigt: "


@dataclass(frozen=True)
class Faktenlage:
    """The facts of the answers that were found, those that somebody ended, and by id those that take a place."""

    der_treffer: tuple[FaktStand, ...]
    beendete: tuple[FaktStand, ...] = ()
    neuere: Mapping[str, tuple[FaktStand, Passage]] = field(default_factory=dict)


@dataclass(frozen=True)
class Gesperrt:
    """Words of an answer that must not be asserted on the Stichtag, why, and the id of the fact that holds instead."""

    start: int
    ende: int
    hinweis: str
    durch: str | None = None


def held_back(lage: Faktenlage, stichtag: date) -> dict[str, tuple[Gesperrt, ...]]:
    """By passage, the words that no longer hold on this day."""
    newer = lage.neuere
    found: dict[str, list[Gesperrt]] = {}
    over = [(standing, why) for standing in lage.beendete if (why := _over(standing, newer, stichtag))]
    for standing in sorted(lage.der_treffer, key=lambda s: s.fakt.fundstelle.start):
        why = _over(standing, newer, stichtag) or _repeated(standing.fakt, over)
        own = found.setdefault(standing.passage_id, [])
        start, ende = _core(standing.fakt.fundstelle)
        if why is None:  # what rests on a sentence that is gone goes with it
            place = standing.fakt.fundstelle
            why = next(((g.hinweis, g.durch) for g in own if place.start <= g.start and g.ende <= start), None)
        if why is not None:
            own.append(Gesperrt(start, ende, *why))
    return {key: tuple(own) for key, own in found.items() if own}


def without_held_back(
    frage: str,
    ergebnis: Ergebnis,
    gesperrt: Mapping[str, Sequence[Gesperrt]],
    neuere: Mapping[str, tuple[FaktStand, Passage]],
    *,
    rarity: Rarity,
) -> tuple[Ergebnis, tuple[Hinweis, ...]]:
    """What was found for one question without what no longer holds; hints for what would have answered it."""
    if not any(hit.passage.id in gesperrt for hit in ergebnis.treffer):
        return ergebnis, ()
    hints: list[Hinweis] = []
    kept: list[Treffer] = []
    there = {hit.passage.id for hit in ergebnis.treffer}
    for hit in ergebnis.treffer:
        own = gesperrt.get(hit.passage.id, ())
        gone = [
            (g, coverage(frage, s, rarity=rarity))
            for g in own
            for s in _statements_in(hit.passage, g)
            if _is_asked(frage, s.text)
        ]
        hints += [Hinweis(HinweisArt.VERALTET, g.hinweis) for g, share in gone if share >= ANSWERS]
        for one in own:
            instead = neuere.get(one.durch) if one.durch else None
            if instead is not None and instead[1].id not in there:
                there.add(instead[1].id)
                passage = instead[1]
                kept.append(Treffer(hit.rang, hit.score, passage, passage.start, passage.ende, passage.text))
        passage = _blanked(hit.passage, own)
        left = statements_of(passage)
        answered = any(share >= ANSWERS for _, share in gone)
        if left and not (answered and all(coverage(frage, s, rarity=rarity) < ANSWERS for s in left)):
            kept.append(replace(hit, passage=passage))
    return replace(ergebnis, treffer=tuple(kept)), tuple(dict.fromkeys(hints))


def said_together(hints: Sequence[Hinweis]) -> tuple[Hinweis, ...]:
    """The hints with all that one newer word overtakes in one: three older prices, and the price of today once."""
    older: dict[str, list[str]] = {}
    for hint in hints:
        old, newer, new = hint.text.partition(_NEWER)
        if newer:
            older.setdefault(new, []).append(old.removeprefix(_UNUSED))
    return tuple(
        dict.fromkeys(
            replace(hint, text=f"{_UNUSED}{', '.join(older[new])}{_NEWER}{new}") if new in older else hint
            for hint in hints
            for new in [hint.text.partition(_NEWER)[2]]
        )
    )


_SAID_OF = {
    FaktArt.ZUSTAND: "galt nach dem Wortlaut nur für die Zeit vor",
    FaktArt.ZAHL: "galt nach dem Wortlaut nur für die Zeit vor",
    FaktArt.ABSICHT: "war eine Absicht. Prüfen Sie, was daraus wurde; gemeint war die Zeit vor",
}


def with_expiry_hints(entwurf: Entwurf, standings: Iterable[FaktStand], stichtag: date) -> Entwurf:
    """The draft with a hint at each sentence that by its own words held only until a day that is over."""
    over = [
        s.fakt
        for s in standings
        if s.fakt.endet is None
        and s.fakt.art in _SAID_OF
        and s.fakt.gilt_bis is not None
        and s.fakt.gilt_bis <= stichtag
    ]
    hints = [
        Hinweis(
            HinweisArt.VERALTET,
            f"{_quoted(fakt)} {_SAID_OF[fakt.art]} dem {fakt.gilt_bis:%d.%m.%Y}.",
        )
        for satz in entwurf.saetze
        for beleg in satz.belege
        for fakt in over
        if _covers(fakt.fundstelle, beleg)
    ]
    if not hints:
        return entwurf
    return replace(entwurf, hinweise=tuple(dict.fromkeys((*entwurf.hinweise, *hints))))


# --- why a fact no longer holds --------------------------------------------------------------------------------------


def _over(
    standing: FaktStand, newer: Mapping[str, tuple[FaktStand, Passage]], stichtag: date
) -> tuple[str, str | None] | None:
    """The hint and the id of the newer fact, where somebody ended this one by then or a newer word of then overtakes
    it."""
    deed = ending_deed(standing.taten)
    if deed is not None:
        if deed.gilt_bis is None or deed.gilt_bis > stichtag:
            return None
        return _hint_of_deed(standing.fakt, deed, newer), deed.durch
    corrected = any(t.tat is Tat.BERICHTIGT and "gilt_bis" in (t.werte or {}) for t in standing.taten)
    if corrected and standing.fakt.gilt_bis is not None and standing.fakt.gilt_bis <= stichtag:
        return f"{_quoted(standing.fakt)} gilt seit dem {standing.fakt.gilt_bis:%d.%m.%Y} nicht mehr.", None
    for proposal in standing.vorschlaege:
        later = newer.get(proposal.durch)
        if later is None:
            continue
        said = later[0].fakt.fundstelle.datum
        begun = proposal.gilt_bis is None or proposal.gilt_bis <= stichtag
        if begun and said is not None and said <= stichtag:
            old, new = _quoted(standing.fakt), _quoted(later[0].fakt)
            return f"{_UNUSED}{old}{_NEWER}{new}.", proposal.durch
    return None


def _hint_of_deed(fakt: Fakt, deed: FaktTat, newer: Mapping[str, tuple[FaktStand, Passage]]) -> str:
    since = f"{deed.gilt_bis:%d.%m.%Y}" if deed.gilt_bis else ""
    instead = newer.get(deed.durch) if deed.durch else None
    reason = f" Grund: {deed.grund}" if deed.grund else ""
    if instead is not None:
        return f"{_quoted(fakt)} ist seit dem {since} abgelöst durch {_quoted(instead[0].fakt)}.{reason}"
    return f"{_quoted(fakt)} gilt seit dem {since} nicht mehr und wurde nicht verwendet.{reason}"


def _repeated(fakt: Fakt, over: Sequence[tuple[FaktStand, tuple[str, str | None]]]) -> tuple[str, str | None] | None:
    """Where another paper says what somebody has ended: it has ended there too, unless it was said afterwards."""
    for standing, (hint, durch) in over:
        ended, said = ending_deed(standing.taten), fakt.fundstelle.datum
        if ended is None or ended.gilt_bis is None or fakt.id in (standing.fakt.id, durch):
            continue
        if (said is None or said < ended.gilt_bis) and says_the_same(fakt, standing.fakt):
            return hint, durch
    return None


def _quoted(fakt: Fakt) -> str:
    place = fakt.fundstelle
    start, _ = _core(place)
    words = " ".join(place.zitat[start - place.start :].split())
    words = words if len(words) <= QUOTED else words[:QUOTED].rsplit(" ", 1)[0] + " …"
    day = f" vom {place.datum:%d.%m.%Y}" if place.datum else ""
    return f"„{words}“ ({place.vorlage or place.dokument}{day})"


# --- words and places ------------------------------------------------------------------------------------------------


def _core(place: Fundstelle) -> tuple[int, int]:
    """The last sentence of a quote: the one that says it, where it took the one before it along."""
    spans = sentence_spans(place.zitat)
    return (place.start + spans[-1][0], place.ende) if spans else (place.start, place.ende)


def _blanked(passage: Passage, own: Sequence[Gesperrt]) -> Passage:
    """The passage with blanks where words no longer hold; every offset stays."""
    text = passage.text
    for one in own:
        first, last = max(0, one.start - passage.start), max(0, one.ende - passage.start)
        text = text[:first] + " " * (min(last, len(text)) - first) + text[last:]
    return replace(passage, text=text, ungestuetzt=(*passage.ungestuetzt, *((g.start, g.ende) for g in own)))


def _is_asked(frage: str, text: str) -> bool:
    """Whether a question wants to know where something is, or names its place, where a sentence tells no more than
    that: how many posts an office has is no matter of where it sits."""
    _, place = seat_of(text)
    return not place or bool(_ASKS_PLACE.search(frage)) or bool(place & words(frage))


def _statements_in(passage: Passage, one: Gesperrt) -> list[Aussage]:
    return [s for s in statements_of(passage) if s.start < one.ende and one.start < s.ende]


def _covers(place: Fundstelle, beleg: Beleg) -> bool:
    start, ende = _core(place)
    return (
        place.dokument_id == beleg.dokument_id
        and place.version == beleg.version
        and start < beleg.ende
        and beleg.start < ende
    )
