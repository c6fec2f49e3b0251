"""A draft without a language model: sentences of earlier replies, quoted exactly, picked and ordered by rules.

In come a point, what retrieval found for it and for each of its sub-points, and the rarity of words; out comes an
`Entwurf`. Pure: no files, no index, no clock. Every sentence is its quote, so the literal gate passes it; the gate is
asked all the same, by who calls this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.drafting.admission import Zugelassen, admit
from bot.drafting.coverage import open_hint
from bot.drafting.cross_check import source
from corpus.domain import Anliegen, Entwurf, EntwurfStatus, Hinweis, HinweisArt, Satz, Teilantwort, Zulieferung
from retrieval.contradiction import contradiction_of
from retrieval.matter import Rarity, amounts, lasting_things, things, without_amounts, without_dates
from retrieval.premise import OVERTURNED, Befund, Voraussetzung, check_premise
from retrieval.premise_reading import bare_name
from retrieval.search import Ergebnis, Treffer
from retrieval.slots import Slot, bodies, institutions, places, slots
from retrieval.statements import Aussage, coverage, passage_coverage, statements_of
from retrieval.subjects import matter_of_subject
from retrieval.support import fold

MOST_SENTENCES = 6
"""So many sentences of one passage are quoted at most: an official reads them all before signing."""

NEAREST = 5
"""Beside the best passage, single sentences are looked for in so many more."""


@dataclass(frozen=True)
class Schwellen:
    """When a hit counts as an answer. Chosen by `stellwerk bench draft` on the samples and on labelled questions.

    `grundlage` is the least probability that the archive answers the question at all, `abdeckung` the least share of
    what the question names that has to stand in the passage; where nearly all of it stands there, a lower probability
    will do. `aussage` is the least share for a sentence on its own.
    """

    grundlage: float = 0.5
    abdeckung: float = 0.35
    grundlage_bei_voller_abdeckung: float = 0.2
    volle_abdeckung: float = 0.8
    aussage: float = 0.75


@dataclass(frozen=True)
class Fund:
    """What retrieval found for one question: the point itself, or one of its sub-points.

    `kern` is the sub-point alone, without the stem that it shares with the others: that too has to be spoken of.
    """

    frage: str
    ergebnis: Ergebnis
    kern: str | None = None


@dataclass(frozen=True)
class Wortschatz:
    """What the archive knows of words: how rare a term is (idf), and whether a name stands anywhere in it."""

    seltenheit: Rarity
    bekannt: Callable[[str], bool]


_NEXT_CLAUSE = re.compile(
    r",?\s+(?:und|sowie)\s+(?=(?:ob|wie|wann|wo|warum|inwieweit|in\s+welche[rmn]|welche[rsnm]?|wer|was|wofür|woher)\b)"
)
"""welche Anteile die Stadt hält | und in welcher Höhe Mieten offen sind"""


def _clauses(text: str) -> tuple[str, ...]:
    """The questions that a point without sub-points asks in one breath, () where it asks one."""
    clauses = tuple(c.strip(" ,;.") for c in _NEXT_CLAUSE.split(text))
    return clauses if len(clauses) > 1 and all(things(c) for c in clauses) else ()


_REFERS = re.compile(
    r"\b(?:da(?:mit|für|zu|ran|rauf|von|bei|durch)|hier(?:für|zu|bei|von)|deren|dessen|diese[rsnm]?)\b"
)
"""welche Kosten damit verbunden wären: with what the clause before names"""


def questions_of(anliegen: Anliegen) -> tuple[str, ...]:
    """What to ask the archive for a point: the point without its sub-points, then each sub-point after its stem.

    A point without sub-points that asks several things in one breath is asked clause by clause.
    """
    if not anliegen.teile:
        clauses = _clauses(anliegen.text)
        if not clauses:
            return (anliegen.text,)
        return (anliegen.text, clauses[0], *(f"{clauses[0]}: {c}" if _REFERS.search(c) else c for c in clauses[1:]))
    first = anliegen.text.find(anliegen.teile[0])
    stem = re.sub(r"\W*\b(?:insbesondere|und zwar|dabei|nämlich)?\W*(?:\w{1,3}[.)])?\s*$", "", anliegen.text[:first])
    if not things(stem):  # "darzulegen, a) ...": nothing that the parts would share
        return (anliegen.text, *anliegen.teile)
    return (stem, *(f"{stem}: {part}" for part in anliegen.teile))


def kerne_of(anliegen: Anliegen) -> tuple[str | None, ...]:
    """For each of `questions_of(anliegen)` the sub-point alone; None for the point itself."""
    return (None, *(anliegen.teile or _clauses(anliegen.text)))


def draft_by_quotation(
    anliegen: Anliegen,
    betreff: str | None,
    funde: Sequence[Fund],
    wortschatz: Wortschatz,
    *,
    voraussetzungen: Sequence[Fund] = (),
    schwellen: Schwellen = Schwellen(),
    stichtag: date | None = None,
) -> Entwurf:
    """The draft to one point. `funde` are for `questions_of(anliegen)`, in that order.

    `voraussetzungen` are what was found about the bodies that the point counts on.
    """
    asked = _asked(anliegen, betreff)
    unknown = unknown_bodies(anliegen, wortschatz)
    admitted = [admit(f.frage, f.ergebnis.treffer, asked, rarity=wortschatz.seltenheit) for f in funde]
    hints = [hint for each in admitted for hint in each.hinweise]
    behind = [admit(f.frage, f.ergebnis.treffer, asked, rarity=wortschatz.seltenheit) for f in voraussetzungen]
    premise = None if unknown else _overturned(_premise(anliegen, [*admitted, *behind], wortschatz, stichtag))
    answers: list[list[Aussage]] = [
        [] if any(name in f.frage for name in unknown) else _answers(f, a, wortschatz, schwellen)
        for f, a in zip(funde, admitted, strict=True)
    ]
    main, parts = answers[0], answers[1:]
    names = anliegen.teile or _clauses(anliegen.text)
    found = _flat(parts) or main
    if premise:
        found = [premise.aussage, *(s for s in found if _not_older(s, premise.aussage))]
    chosen, ended = _in_force(_in_order(found), admitted, wortschatz.seltenheit)
    hints.extend(ended)
    mapped = tuple(
        Teilantwort(fold(part), tuple(at for at, s in enumerate(chosen) if s in own))
        for part, own in zip(names, parts, strict=True)
    )
    quoted = {s.passage.id for s in chosen}
    hints.extend(hint for each in admitted for key, hint in each.ueberholt if key not in quoted)
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


# --- which sentences answer ------------------------------------------------------------------------------------------


def _answers(fund: Fund, admitted: Zugelassen, wortschatz: Wortschatz, schwellen: Schwellen) -> list[Aussage]:
    """The sentences that answer a question: those of the best passage, then single ones of others that say as much."""
    rarity = wortschatz.seltenheit
    best = next(
        (h for h in admitted.treffer[:NEAREST] if is_answer(fund, h, rarity, schwellen)),
        None,
    )
    if best is None:
        return []
    chosen = _pick(fund.frage, [s for s in statements_of(best.passage) if s not in admitted.gesperrt], rarity)
    said = {fold(s.text) for s in chosen}
    for hit in admitted.treffer[:NEAREST]:
        for statement in statements_of(hit.passage):
            if statement in admitted.gesperrt or statement.leans_on_previous or fold(statement.text) in said:
                continue
            if coverage(fund.frage, statement, rarity=rarity) >= schwellen.aussage and _fits(
                fund.frage, [statement], rarity
            ):
                chosen.append(statement)
                said.add(fold(statement.text))
    return chosen


def is_answer(fund: Fund, hit: Treffer, rarity: Rarity, schwellen: Schwellen) -> bool:
    """Whether a passage speaks of what the question names, and gives a number where one is asked for."""
    covered = passage_coverage(fund.frage, hit.passage, rarity=rarity)
    likely = fund.ergebnis.grundlage
    if not (
        (likely >= schwellen.grundlage and covered >= schwellen.abdeckung)
        or (likely >= schwellen.grundlage_bei_voller_abdeckung and covered >= schwellen.volle_abdeckung)
    ):
        return False
    if names_the_costs(fund, hit, rarity):
        return True
    if fund.kern and things(fund.kern) and passage_coverage(fund.kern, hit.passage, rarity=rarity) < KERN_FLOOR:
        return False
    if hit.passage.frage is None and not any(
        coverage(fund.frage, s, rarity=rarity) >= schwellen.abdeckung for s in statements_of(hit.passage)
    ):
        return False  # in a reply of one block the words of several matters stand together
    return _fits(fund.frage, statements_of(hit.passage), rarity)


_ASKS_COSTS = re.compile(
    r"\b(?:welche\w*\s+Kosten|was\s+(?:\w+\s+){0,3}kostet|wie\s+teuer|Kosten\s+(?:dafür|damit|hierfür))\b", re.I
)
_A_CHARGE = re.compile(
    r"(?:beitr[aä]g|gebühr|entgelt|preis|umlage|kost|zahl|entrich|miete|pacht|aufw[eä]nd)\w*\b.*\d\s*(?:€|Euro|Mio)"
    r"|\d\s*(?:€|Euro)\b.*(?:beitr[aä]g|gebühr|entgelt|preis|umlage|kost|zahl|entrich|miete|pacht)",
    re.IGNORECASE | re.DOTALL,
)
"""Der Jahresbeitrag beläuft sich auf 4.800 Euro: these are costs, though the word isn't said"""
COSTS_FLOOR = 0.6
"""So much of the rest of the question has to stand in the passage that names a charge."""


def names_the_costs(fund: Fund, hit: Treffer, rarity: Rarity) -> bool:
    """Whether a sub-point asks for the costs of what the stem names, and a passage on that names a charge."""
    if not fund.kern or not _ASKS_COSTS.search(fund.kern) or lasting_things(_ASKS_COSTS.sub(" ", fund.kern)):
        return False
    rest = _ASKS_COSTS.sub(" ", fund.frage)
    charged = any(_A_CHARGE.search(s.text) for s in statements_of(hit.passage))
    return charged and passage_coverage(rest, hit.passage, rarity=rarity) >= COSTS_FLOOR


NUMBER_FLOOR = 0.5
"""The sentence that holds the number has to name so much of what is counted."""

KERN_FLOOR = 0.5
"""So much of what a sub-point names has to stand in the passage that answers it."""

PROSE_SHARE = 0.6
"""Of a reply of one block, sentences are quoted that name so much of the question as the nearest one does."""

_A_NUMBER = re.compile(
    r"\d|\b(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|kein|hundert|tausend)", re.IGNORECASE
)
_COUNTED = re.compile(r"\b[Ww]ie\s+vielen?\s+(?:[a-zäöüß]+\s+)*([A-ZÄÖÜ][\w-]+)")
"""wie viele | öffentliche | Brunnen"""
_MONEY = re.compile(r"mittel|geld|euro|kosten|ausgaben|einnahmen|zuschüsse|gelder", re.IGNORECASE)
_ASKS_A_NUMBER = re.compile(
    r"\b(?:wie\s+(?:viele?n?|hoch|lange|oft|weit)|welche\s+Kosten|was\s+kostet|Anzahl|Höhe)\b", re.I
)


def _fits(frage: str, statements: Iterable[Aussage], rarity: Rarity) -> bool:
    """Where a number is asked for, some sentence on the matter has to hold one that is no date.

    Where something is counted ("wie viele Plätze"), that has to be what the sentence counts, and money is no answer.
    """
    if not _ASKS_A_NUMBER.search(frage):
        return True
    counted = _COUNTED.search(frage)
    counted = None if counted and _MONEY.search(counted[1]) else counted
    return any(
        _A_NUMBER.search(without_dates(without_amounts(s.text) if counted else s.text))
        and coverage(frage, s, rarity=rarity) >= NUMBER_FLOOR
        and (counted is None or coverage(counted[1], s, rarity=rarity) >= NUMBER_FLOOR)
        for s in statements
    )


def _pick(frage: str, statements: Sequence[Aussage], rarity: Rarity) -> list[Aussage]:
    """At most `MOST_SENTENCES` of a passage: the nearest to the question, each with what it leans on."""
    if statements and statements[0].passage.frage is None and len(statements) > 2:
        return _of_one_matter(frage, statements, rarity)
    if len(statements) <= MOST_SENTENCES:
        return list(statements)
    nearest = sorted(range(len(statements)), key=lambda i: (-coverage(frage, statements[i], rarity=rarity), i))
    chosen: set[int] = set()
    for index in nearest:
        needed = {index}
        while statements[min(needed)].leans_on_previous and min(needed) > 0:
            needed.add(min(needed) - 1)
        if len(chosen | needed) <= MOST_SENTENCES:
            chosen |= needed
    return [statements[i] for i in sorted(chosen)]


def _of_one_matter(frage: str, statements: Sequence[Aussage], rarity: Rarity) -> list[Aussage]:
    """Of a reply of one block the sentences on the question's matter, each with those that lean on it."""
    values = [coverage(frage, s, rarity=rarity) for s in statements]
    floor = PROSE_SHARE * max(values)
    chosen: list[Aussage] = []
    for at, (statement, value) in enumerate(zip(statements, values, strict=True)):
        follows = statement.leans_on_previous and at > 0 and statements[at - 1] in chosen
        if value >= floor or follows:
            chosen.append(statement)
    return chosen[:MOST_SENTENCES]


def _in_force(
    chosen: Sequence[Aussage], admitted: Sequence[Zugelassen], rarity: Rarity
) -> tuple[list[Aussage], list[Hinweis]]:
    """The sentences that no later paper contradicts, and a hint with both places for each that one does."""
    every = _in_order([s for each in admitted for hit in each.alle for s in statements_of(hit.passage)])
    kept, hints = [], []
    for statement in chosen:
        day = statement.passage.datum
        newer = next(
            (
                other
                for other in every
                if day and other.passage.datum and other.passage.datum > day
                if contradiction_of(statement, other, rarity=rarity)
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
        abdeckung=tuple(Teilantwort(fold(part), ()) for part in anliegen.teile or _clauses(anliegen.text)),
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
