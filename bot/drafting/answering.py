"""Which sentences of what was found answer a question: those of the best passage, then single ones of others. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.drafting.admission import Zugelassen
from bot.drafting.asked_value import NO_ARTICLE, fits, of_another_year, tells_who
from bot.drafting.asking import Fund, Wortschatz
from retrieval.matter import Rarity, lasting_things, matter_text, things
from retrieval.search import Treffer
from retrieval.slots import places, slots
from retrieval.statements import Aussage, coverage, passage_coverage, statements_of
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


MEASURED = Schwellen()
"""As the benchmark chose them."""


def answers_to(fund: Fund, admitted: Zugelassen, wortschatz: Wortschatz, schwellen: Schwellen) -> list[Aussage]:
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
            if coverage(fund.frage, statement, rarity=rarity) >= schwellen.aussage and fits(
                fund.frage, [statement], rarity, number=NO_ARTICLE
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
    if not tells_who(fund.kern, hit.passage):
        return False
    if only_the_place(fund.frage, hit, rarity) or of_another_year(fund.frage, hit.passage):
        return False
    if fund.kern and things(fund.kern) and passage_coverage(fund.kern, hit.passage, rarity=rarity) < KERN_FLOOR:
        return False
    if hit.passage.frage is None and not any(
        coverage(fund.frage, s, rarity=rarity) >= schwellen.abdeckung for s in statements_of(hit.passage)
    ):
        return False  # in a reply of one block the words of several matters stand together
    return fits(fund.frage, statements_of(hit.passage), rarity)


_WHERE = re.compile(r"\b(?:am|an\s+de[rmn]|im|in\s+de[rmn]|auf\s+de[rmn]|beim|bei\s+de[rm]|entlang\s+de[rs])\s+$", re.I)
"""das Haus | am | Uferweg: there the matter is, it is not the matter itself"""


def only_the_place(frage: str, hit: Treffer, rarity: Rarity) -> bool:
    """Whether all that a question and a passage have in common is where it is: what is asked about a house in a street
    is not answered by what stands on a landing stage in the same street."""
    rest = frage
    for place in places(slots(frage)):
        at = frage.find(place.wortlaut)
        if at >= 0 and (led := _WHERE.search(frage[:at])):
            rest = rest.replace(f"{led.group()}{place.wortlaut}", " ")
    named = things(matter_text(rest)) if rest != frage else ()
    return bool(named) and passage_coverage(rest, hit.passage, rarity=rarity) == 0


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


KERN_FLOOR = 0.5
"""So much of what a sub-point names has to stand in the passage that answers it."""

PROSE_SHARE = 0.6
"""Of a reply of one block, sentences are quoted that name so much of the question as the nearest one does."""


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
