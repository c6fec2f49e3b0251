"""A draft without a language model: sentences of earlier replies, quoted exactly, picked and ordered by rules.

In come a point, what retrieval found for it and for each of its sub-points, and the rarity of words; out comes an
`Entwurf`. Pure: no files, no index, no clock. Every sentence is its quote, so the literal gate passes it; the gate is
asked all the same, by who calls this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.search import Ergebnis, Treffer

from corpus.domain import (
    Anliegen,
    Entwurf,
    EntwurfStatus,
    Hinweis,
    HinweisArt,
    Satz,
    Zulieferung,
)
from retrieval.premise import Befund, Voraussetzung, check_premise
from retrieval.slots import Slot, bodies, conflicts, slots
from retrieval.statements import Aussage, context_of, coverage, passage_coverage, statements_of
from retrieval.support import fold

MOST_SENTENCES = 6
"""So many sentences of one passage are quoted at most: an official reads them all before signing."""


@dataclass(frozen=True)
class Schwellen:
    """When a hit counts as an answer. `benchmarks/drafting.py` prints the figures these were chosen by."""

    grundlage: float = 0.5
    abdeckung: float = 0.5
    weitere_abdeckung: float = 0.75


@dataclass(frozen=True)
class Fund:
    """What retrieval found for one question: the point itself, or one of its sub-points."""

    frage: str
    ergebnis: Ergebnis


@dataclass(frozen=True)
class Wortschatz:
    """What the archive knows of words: how rare a term is (idf), and whether a name stands anywhere in it."""

    seltenheit: Callable[[str], float]
    bekannt: Callable[[str], bool]


def draft_by_quotation(
    anliegen: Anliegen,
    betreff: str | None,
    funde: Sequence[Fund],
    wortschatz: Wortschatz,
    schwellen: Schwellen = Schwellen(),
) -> Entwurf:
    """The draft to one point. `funde[0]` is for the whole point, the others for its `teile`, in their order."""
    asked = slots(anliegen.text) | (slots(betreff) if betreff and not _places(slots(anliegen.text)) else frozenset())
    hints: list[Hinweis] = []
    usable = [_usable(fund, asked, hints) for fund in funde]
    unknown = _unknown_bodies(anliegen.text, wortschatz)
    answered = [
        [] if unknown else _answers(fund, hits, wortschatz, schwellen) for fund, hits in zip(funde, usable, strict=True)
    ]
    premise = None if unknown else _premise(anliegen, usable, wortschatz)
    chosen = _in_order([*([premise.aussage] if premise else []), *(s for part in answered for s in part)])
    open_parts = _open_parts(anliegen, answered, chosen, wortschatz, schwellen) if chosen else ()
    hints.extend(Hinweis(HinweisArt.OFFEN, f"Unbeantwortet: {part}") for part in open_parts)
    if premise:
        hints.insert(0, _premise_hint(premise))
        if not funde[1:]:
            open_parts = ()
    if not chosen:
        return _nothing_there(anliegen, unknown, funde, hints, asked, wortschatz)
    status = _status(premise, open_parts)
    return Entwurf(
        nr=anliegen.nr,
        marke=anliegen.marke,
        status=status,
        saetze=tuple(Satz(fold(s.text), (s.beleg,)) for s in chosen),
        hinweise=_once(hints),
        zulieferung=Zulieferung(_office(funde, asked), " ".join(open_parts))
        if status is EntwurfStatus.TEILWEISE
        else None,
    )


# --- which hits may be used ------------------------------------------------------------------------------------------


def _usable(fund: Fund, asked: frozenset[Slot], hints: list[Hinweis]) -> list[Treffer]:
    """The hits that may prove something here: public, sent, not overtaken, and about the thing that was asked."""
    kept = []
    for hit in fund.ergebnis.treffer:
        passage = hit.passage
        if passage.oeffentlich is not True or not passage.versandt:
            continue
        if hit.ueberholt_durch:
            if hit.rang <= 5:
                name = passage.vorlage or passage.dokument
                hints.append(
                    Hinweis(
                        HinweisArt.VERALTET,
                        f"{name} ist überholt durch {hit.ueberholt_durch} und wurde nicht verwendet.",
                    )
                )
            continue
        other = conflicts(asked, slots(f"{passage.text} {context_of(passage)}"))
        if other:
            if hit.rang <= 3:
                name = passage.vorlage or passage.dokument
                hints.append(
                    Hinweis(
                        HinweisArt.VERWECHSLUNG,
                        f"{name} klingt ähnlich, betrifft aber {other[0].wortlaut}, und wurde nicht verwendet.",
                    )
                )
            continue
        kept.append(hit)
    return kept


def _places(found: frozenset[Slot]) -> frozenset[Slot]:
    return frozenset(s for s in found if s.art not in {"jahr", "koerperschaft"})


def _unknown_bodies(text: str, wortschatz: Wortschatz) -> tuple[str, ...]:
    """Associations and companies of the point that stand in no paper."""
    return tuple(dict.fromkeys(b.wortlaut for b in bodies(text) if not wortschatz.bekannt(b.wortlaut)))


# --- which sentences answer ------------------------------------------------------------------------------------------


def _answers(fund: Fund, hits: Sequence[Treffer], wortschatz: Wortschatz, schwellen: Schwellen) -> list[Aussage]:
    """The sentences that answer a question: those of the best passage, then single ones of others that say as much."""
    if not hits or fund.ergebnis.grundlage < schwellen.grundlage:
        return []
    best = hits[0]
    if passage_coverage(fund.frage, best.passage, rarity=wortschatz.seltenheit) < schwellen.abdeckung:
        return []
    chosen = _pick(fund.frage, statements_of(best.passage), wortschatz)
    said = {fold(s.text) for s in chosen}
    for hit in hits[1:5]:
        for statement in statements_of(hit.passage):
            if statement.leans_on_previous or fold(statement.text) in said:
                continue
            if coverage(fund.frage, statement, rarity=wortschatz.seltenheit) >= schwellen.weitere_abdeckung:
                chosen.append(statement)
                said.add(fold(statement.text))
    return chosen


def _pick(frage: str, statements: Sequence[Aussage], wortschatz: Wortschatz) -> list[Aussage]:
    """At most `MOST_SENTENCES` of a passage: the nearest to the question, each with what it leans on."""
    if len(statements) <= MOST_SENTENCES:
        return list(statements)
    nearest = sorted(
        range(len(statements)),
        key=lambda i: (-coverage(frage, statements[i], rarity=wortschatz.seltenheit), i),
    )
    chosen: set[int] = set()
    for index in nearest:
        needed = {index}
        while statements[min(needed)].leans_on_previous and min(needed) > 0:
            needed.add(min(needed) - 1)
        if len(chosen | needed) <= MOST_SENTENCES:
            chosen |= needed
    return [statements[i] for i in sorted(chosen)]


def _in_order(statements: Sequence[Aussage]) -> list[Aussage]:
    """Each sentence once, at its first place."""
    return list({(s.passage.id, s.start): s for s in reversed(statements)}.values())[::-1]


def _open_parts(
    anliegen: Anliegen,
    answered: Sequence[Sequence[Aussage]],
    chosen: Sequence[Aussage],
    wortschatz: Wortschatz,
    schwellen: Schwellen,
) -> tuple[str, ...]:
    """The sub-points to which no chosen sentence speaks."""
    open_parts = []
    for part, own in zip(anliegen.teile, answered[1:], strict=True):
        if not own and not any(
            coverage(part, s, rarity=wortschatz.seltenheit) >= schwellen.weitere_abdeckung for s in chosen
        ):
            open_parts.append(fold(part))
    return tuple(open_parts)


# --- premise, status, gaps -------------------------------------------------------------------------------------------


def _premise(anliegen: Anliegen, usable: Sequence[Sequence[Treffer]], wortschatz: Wortschatz) -> Voraussetzung | None:
    statements = [s for hits in usable for hit in hits for s in statements_of(hit.passage)]
    return check_premise(anliegen, statements, rarity=wortschatz.seltenheit)


_PREMISE_TEXT = {
    Befund.BEREITS_ERFUELLT: "Was der Punkt wünscht, ist nach {quelle} bereits so.",
    Befund.NICHT_MEHR_SO: "Der Punkt setzt etwas voraus, das nach {quelle} nicht mehr so ist.",
    Befund.ANDERS_ENTSCHIEDEN: "Darüber wurde nach {quelle} bereits anders entschieden.",
}
_PREMISE_STATUS = {
    Befund.BEREITS_ERFUELLT: EntwurfStatus.BEREITS_ERFUELLT,
    Befund.NICHT_MEHR_SO: EntwurfStatus.PRAEMISSE_FALSCH,
    Befund.ANDERS_ENTSCHIEDEN: EntwurfStatus.PRAEMISSE_FALSCH,
}


def _premise_hint(premise: Voraussetzung) -> Hinweis:
    place = premise.aussage.beleg
    source = (place.vorlage or place.dokument) + (f" vom {place.datum:%d.%m.%Y}" if place.datum else "")
    return Hinweis(HinweisArt.PRAEMISSE, _PREMISE_TEXT[premise.befund].format(quelle=source))


def _status(premise: Voraussetzung | None, open_parts: Sequence[str]) -> EntwurfStatus:
    if premise:
        return _PREMISE_STATUS[premise.befund]
    return EntwurfStatus.TEILWEISE if open_parts else EntwurfStatus.BELEGT


def _nothing_there(
    anliegen: Anliegen,
    unknown: Sequence[str],
    funde: Sequence[Fund],
    hints: list[Hinweis],
    asked: frozenset[Slot],
    wortschatz: Wortschatz,
) -> Entwurf:
    hints.extend(Hinweis(HinweisArt.PRAEMISSE, f"„{name}“ kommt in keinem Papier des Archivs vor.") for name in unknown)
    return Entwurf(
        nr=anliegen.nr,
        marke=anliegen.marke,
        status=EntwurfStatus.KEINE_GRUNDLAGE,
        saetze=(),
        hinweise=_once(hints),
        zulieferung=Zulieferung(None if unknown else _office(funde, asked), fold(anliegen.text)),
    )


def _office(funde: Sequence[Fund], asked: frozenset[Slot]) -> str | None:
    """The office that answered the nearest question on the matter, where the papers are near enough to tell."""
    return None


def _once(hints: Sequence[Hinweis]) -> tuple[Hinweis, ...]:
    return tuple(dict.fromkeys(hints))
