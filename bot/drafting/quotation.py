"""A draft without a language model: sentences of earlier replies, quoted exactly, picked and ordered by rules.

In come a point, what retrieval found for it and for each of its sub-points, and the rarity of words; out comes an
`Entwurf`. Pure: no files, no index, no clock. Every sentence is its quote, so the literal gate passes it; the gate is
asked all the same, by who calls this.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.drafting.admission import Zugelassen, admit
from bot.drafting.answering import MEASURED, NEAREST, Schwellen, answers_to
from bot.drafting.asking import Fund, Wortschatz, clauses_of_point
from bot.drafting.coverage import open_hint
from bot.drafting.cross_check import source
from corpus.domain import Anliegen, Entwurf, EntwurfStatus, Hinweis, HinweisArt, Satz, Teilantwort, Zulieferung
from retrieval.contradiction import contradiction_of
from retrieval.matter import Rarity, amounts, lasting_things
from retrieval.premise.check import OVERTURNED, Befund, Voraussetzung, check_premise
from retrieval.premise.presupposed import quantities
from retrieval.premise.reading import bare_name
from retrieval.slots import Slot, bodies, institutions, places, slots
from retrieval.statements import Aussage, coverage, passage_coverage, statements_of
from retrieval.subjects import matter_of_subject
from retrieval.support import fold


def draft_by_quotation(
    anliegen: Anliegen,
    betreff: str | None,
    funde: Sequence[Fund],
    wortschatz: Wortschatz,
    *,
    voraussetzungen: Sequence[Fund] = (),
    schwellen: Schwellen = MEASURED,
    stichtag: date | None = None,
    gesagt: Collection[str] = (),
) -> Entwurf:
    """The draft to one point. `funde` are for `questions_of(anliegen)`, in that order.

    `voraussetzungen` are what was found about the bodies that the point counts on. `gesagt` are the passages of which
    it is said already, sentence by sentence, that they are overtaken: once is enough.
    """
    asked = _asked(anliegen, betreff)
    unknown = unknown_bodies(anliegen, wortschatz)
    admitted = [admit(f.frage, f.ergebnis.treffer, asked, rarity=wortschatz.seltenheit) for f in funde]
    hints = [hint for each in admitted for hint in each.hinweise]
    behind = [admit(f.frage, f.ergebnis.treffer, asked, rarity=wortschatz.seltenheit) for f in voraussetzungen]
    premise = None if unknown else _overturned(_premise(anliegen, [*admitted, *behind], wortschatz, stichtag))
    answers: list[list[Aussage]] = [
        [] if any(name in f.frage for name in unknown) else answers_to(f, a, wortschatz, schwellen)
        for f, a in zip(funde, admitted, strict=True)
    ]
    main, parts = answers[0], answers[1:]
    names = anliegen.teile or clauses_of_point(anliegen.text)
    found = _flat(parts) or main
    if premise:
        found = [*_with_its_ground(premise.aussage, admitted), *(s for s in found if _not_older(s, premise.aussage))]
    chosen, ended = _in_force(_in_order(found), admitted, wortschatz.seltenheit)
    hints.extend(ended)
    mapped = tuple(
        Teilantwort(fold(part), tuple(at for at, s in enumerate(chosen) if s in own))
        for part, own in zip(names, parts, strict=True)
    )
    quoted = {s.passage.id for s in chosen}
    hints.extend(hint for each in admitted for key, hint in each.ueberholt if key not in quoted and key not in gesagt)
    hints.extend(hint for each in admitted for key, hint in each.fraglich if key in quoted)
    open_parts = [t.teil for t in mapped if not t.saetze]
    if not chosen:
        return _nothing_there(anliegen, unknown, hints, _office(funde[0], admitted[0], wortschatz))
    if premise:
        hints.insert(0, _premise_hint(premise))
    hints.extend(_unknown_hints(unknown))
    hints.extend(open_hint(part) for part in open_parts)
    disagreement = None if premise else _contradiction(funde[0].frage, chosen, wortschatz, schwellen)
    if disagreement:
        hints.insert(0, disagreement)
    status = _status(premise, disagreement, open_parts)
    request = None
    if status is EntwurfStatus.TEILWEISE:
        request = Zulieferung(_office(funde[0], admitted[0], wortschatz), "; ".join(open_parts))
    return Entwurf(
        nr=anliegen.nr,
        marke=anliegen.marke,
        status=status,
        saetze=tuple(Satz(fold(s.text), (s.beleg,)) for s in chosen),
        hinweise=_once(hints),
        zulieferung=request,
        abdeckung=mapped,
    )


# --- what still holds of them ---------------------------------------------------------------------------------------


def _in_force(
    chosen: Sequence[Aussage], admitted: Sequence[Zugelassen], rarity: Rarity
) -> tuple[list[Aussage], list[Hinweis]]:
    """The sentences that no later paper contradicts, and a hint with both places for each that one does."""
    every = _in_order([s for each in admitted for hit in each.alle for s in statements_of(hit.passage)])
    doubtful = {key for each in admitted for key, _ in each.fraglich}
    kept, hints = [], []
    for statement in chosen:
        day = statement.passage.datum
        newer = next(
            (
                other
                for other in every
                if day and other.passage.datum and other.passage.datum > day
                if contradiction_of(statement, other, rarity=rarity)
                or (statement.passage.id in doubtful and other in chosen and _another_value(statement, other))
            ),
            None,
        )
        if newer is None:
            kept.append(statement)
            continue
        hints.append(
            Hinweis(
                HinweisArt.VERALTET,
                f"{_source(statement)} sagt „{fold(statement.text)}“; das ist überholt durch {_source(newer)}: "
                f"„{fold(newer.text)}“",
            )
        )
    return kept, hints


def _another_value(older: Aussage, newer: Aussage) -> bool:
    """Whether both give a value in one unit for a thing that both name, and not the same one."""
    values, now = ({(q.einheit, q.zahl) for q in quantities(s.text)} for s in (older, newer))
    units = {unit for unit, _ in values} & {unit for unit, _ in now}
    named, again = ({t[0] for t in lasting_things(s.text) if t[0] not in units} for s in (older, newer))
    return bool(units) and not values & now and bool(named & again)


def _with_its_ground(aussage: Aussage, admitted: Sequence[Zugelassen]) -> list[Aussage]:
    """A sentence behind those that it is understood after ("Ihr Vorgänger ..."), as far as these may be quoted."""
    own = statements_of(aussage.passage)
    first = last = next((at for at, s in enumerate(own) if s.start == aussage.start), -1)
    while first > 0 and own[first].leans_on_previous:
        first -= 1
    ground = own[first:last] if last >= 0 else ()
    barred = any(s in each.gesperrt for s in ground for each in admitted)
    return [aussage] if barred else [*ground, aussage]


def _not_older(statement: Aussage, than: Aussage) -> bool:
    """What a premise's statement has overturned is not quoted beside it."""
    one, other = statement.passage, than.passage
    return one.dokument_id == other.dokument_id or (one.datum or date.min) >= (other.datum or date.min)


def _flat(parts: Iterable[Sequence[Aussage]]) -> list[Aussage]:
    return [statement for part in parts for statement in part]


def _in_order(statements: Sequence[Aussage]) -> list[Aussage]:
    """Each sentence once, at its first place."""
    first: dict[tuple[str, int], Aussage] = {}
    for statement in statements:
        first.setdefault((statement.passage.id, statement.start), statement)
    return list(first.values())


# --- premise, contradiction, status ----------------------------------------------------------------------------------


def premise_of(
    anliegen: Anliegen,
    betreff: str | None,
    funde: Sequence[Fund],
    wortschatz: Wortschatz,
    *,
    voraussetzungen: Sequence[Fund] = (),
    stichtag: date | None = None,
) -> Voraussetzung:
    """How the premise of a point stands, by what may prove something: unknown where a body stands in no paper."""
    if unknown_bodies(anliegen, wortschatz):
        return Voraussetzung(Befund.UNBEKANNT, None)
    asked = _asked(anliegen, betreff)
    admitted = [
        admit(f.frage, f.ergebnis.treffer, asked, rarity=wortschatz.seltenheit) for f in (*funde, *voraussetzungen)
    ]
    return _premise(anliegen, admitted, wortschatz, stichtag)


def unknown_bodies(anliegen: Anliegen, wortschatz: Wortschatz) -> tuple[str, ...]:
    """The associations, companies and alliances of a point that stand in no paper."""
    named = (bare_name(b.wortlaut) for b in bodies(anliegen.text))
    return tuple(dict.fromkeys(name for name in named if not wortschatz.bekannt(name)))


def _asked(anliegen: Anliegen, betreff: str | None) -> frozenset[Slot]:
    own = slots(anliegen.text)
    return own if places(own) else own | places(slots(matter_of_subject(betreff) or ""))


def _premise(
    anliegen: Anliegen, admitted: Sequence[Zugelassen], wortschatz: Wortschatz, stichtag: date | None
) -> Voraussetzung:
    hits = [hit for each in admitted for hit in each.alle]
    statements = _in_order([s for hit in hits for s in statements_of(hit.passage)])
    overtaken = {hit.passage.id for hit in hits if hit.ueberholt_durch}
    return check_premise(anliegen, statements, rarity=wortschatz.seltenheit, stichtag=stichtag, overtaken=overtaken)


_PREMISE_TEXT = {
    Befund.BEREITS_ERFUELLT: "Was der Punkt wünscht, ist nach {quelle} bereits so.",
    Befund.NICHT_MEHR_SO: "Der Punkt setzt etwas voraus, das nach {quelle} nicht mehr so ist.",
    Befund.ANDERS_ENTSCHIEDEN: "Darüber wurde nach {quelle} bereits anders entschieden.",
    Befund.NIE_SO: "Der Punkt setzt etwas voraus, das nach {quelle} nicht so ist.",
}
_PREMISE_STATUS = {
    Befund.BEREITS_ERFUELLT: EntwurfStatus.BEREITS_ERFUELLT,
    Befund.NICHT_MEHR_SO: EntwurfStatus.PRAEMISSE_FALSCH,
    Befund.ANDERS_ENTSCHIEDEN: EntwurfStatus.PRAEMISSE_FALSCH,
    Befund.NIE_SO: EntwurfStatus.PRAEMISSE_FALSCH,
}


@dataclass(frozen=True)
class Korrektur:
    """What a draft has to open with: the statement that overturns the point's premise, and how."""

    befund: Befund
    aussage: Aussage


def _overturned(premise: Voraussetzung) -> Korrektur | None:
    if premise.befund not in OVERTURNED or premise.aussage is None:
        return None
    return Korrektur(premise.befund, premise.aussage)


def _premise_hint(premise: Korrektur) -> Hinweis:
    return Hinweis(HinweisArt.PRAEMISSE, _PREMISE_TEXT[premise.befund].format(quelle=_source(premise.aussage)))


def _source(statement: Aussage) -> str:
    return source(statement.beleg)


def _contradiction(
    frage: str, chosen: Sequence[Aussage], wortschatz: Wortschatz, schwellen: Schwellen
) -> Hinweis | None:
    """Two papers of the same day answer the question differently: neither outranks the other."""
    rarity = wortschatz.seltenheit
    answering = [s for s in chosen if coverage(frage, s, rarity=rarity) >= schwellen.aussage]
    for i, one in enumerate(answering):
        for other in answering[i + 1 :]:
            same_day = one.passage.datum == other.passage.datum and one.passage.dokument_id != other.passage.dokument_id
            if not same_day:
                continue
            numbers, others = _numbers(one.text), _numbers(other.text)
            if (numbers and others and numbers != others) or contradiction_of(one, other, rarity=rarity):
                both = f"„{fold(one.text)}“ – „{fold(other.text)}“"
                return Hinweis(
                    HinweisArt.WIDERSPRUCH, f"{_source(one)} und {_source(other)} nennen Verschiedenes: {both}"
                )
    return None


def _numbers(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+(?:[.,]\d+)*", text)) | amounts(text)


def _status(premise: Korrektur | None, contradiction: Hinweis | None, open_parts: Sequence[str]) -> EntwurfStatus:
    if contradiction:
        return EntwurfStatus.WIDERSPRUCH
    if premise:
        return _PREMISE_STATUS[premise.befund]
    return EntwurfStatus.TEILWEISE if open_parts else EntwurfStatus.BELEGT


# --- nothing there ---------------------------------------------------------------------------------------------------

_COMPETENT = re.compile(r"\b(?:zuständig|Zuständigkeit|erteilt|federführend)\b")
OFFICE_FLOOR = 0.4
"""A paper that shares so much of what the point names is near enough for its office to be asked."""


def _nothing_there(anliegen: Anliegen, unknown: Sequence[str], hints: list[Hinweis], office: str | None) -> Entwurf:
    hints.extend(_unknown_hints(unknown))
    return Entwurf(
        nr=anliegen.nr,
        marke=anliegen.marke,
        status=EntwurfStatus.KEINE_GRUNDLAGE,
        saetze=(),
        hinweise=_once(h for h in hints if h.art is not HinweisArt.OFFEN),
        zulieferung=Zulieferung(None if unknown else office, fold(anliegen.text)),
        abdeckung=tuple(Teilantwort(fold(part), ()) for part in anliegen.teile or clauses_of_point(anliegen.text)),
    )


def _unknown_hints(unknown: Sequence[str]) -> list[Hinweis]:
    return [Hinweis(HinweisArt.PRAEMISSE, f"„{name}“ kommt in keinem Papier des Archivs vor.") for name in unknown]


def _office(fund: Fund, admitted: Zugelassen, wortschatz: Wortschatz) -> str | None:
    """The office that a paper names as competent in the matter, or that answered the nearest question on it.

    None where no paper is near enough to tell.
    """
    rarity = wortschatz.seltenheit
    for hit in admitted.treffer[:NEAREST]:
        for statement in statements_of(hit.passage):
            named = institutions(statement.text)
            if _COMPETENT.search(statement.text) and named and coverage(fund.frage, statement, rarity=rarity) >= 0.3:
                return named[0]
    for hit in admitted.treffer[:NEAREST]:
        if hit.passage.amt and passage_coverage(fund.frage, hit.passage, rarity=rarity) >= OFFICE_FLOOR:
            return hit.passage.amt
    return None


def _once(hints: Iterable[Hinweis]) -> tuple[Hinweis, ...]:
    return tuple(dict.fromkeys(hints))
