"""What the archive holds on a motion's points: passages on each question, and the facts of those answers as they stand.

In come points, the searcher and the archive; out comes what a draft may be made from, without what no longer holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bot.drafting.answering import MEASURED, NEAREST
from bot.drafting.asking import Fund, Wortschatz, kerne_of, questions_of
from bot.drafting.standing_facts import Faktenlage, Gesperrt, without_held_back
from corpus.archive import Archive
from corpus.domain import Anliegen, Hinweis
from retrieval.matter import matter_text
from retrieval.search import Ergebnis, Query
from retrieval.slots import institutions
from retrieval.statements import passage_coverage

if TYPE_CHECKING:
    from retrieval.search import Searcher

HITS_PER_QUESTION = 10
INTERN_HITS = 3
"""Among so many a paper that may not be used is looked for, to say that there is one."""

WITHOUT_SUBJECT = 0.7
"""So surely has a point that finds nothing under its motion's subject to be answered without it. Of 804 points of a
real city, replayed, 21 that stood between this and the usual half were all beside the point; of 34 development
questions under a general subject one right answer of five lies there, and two wrong ones."""


@dataclass(frozen=True)
class Gefundenes:
    """What the archive holds on a point: for its questions, on the bodies it counts on, and among what isn't public."""

    funde: Sequence[Fund]
    voraussetzungen: Sequence[Fund]
    intern: Ergebnis


def search(
    searcher: Searcher, points: Sequence[Anliegen], betreff: str | None, before: date, wish: str
) -> list[Gefundenes]:
    """What the archive holds on each point, on the bodies that it counts on, and behind closed doors; one batch."""
    wanted = [[f"{q} {wish}".rstrip() for q in questions_of(point)] for point in points]
    queries = [
        [
            Query(matter_text(q), betreff, before, intern=False, k=HITS_PER_QUESTION, teil=at > 0)
            for at, q in enumerate(own)
        ]
        for own in wanted
    ]
    bodies = [institutions(matter_text(point.text)) for point in points]
    behind = [
        [Query(name, None, before, intern=False, k=HITS_PER_QUESTION, teil=True) for name in own] for own in bodies
    ]
    inside = [replace(own[0], intern=True, k=INTERN_HITS) for own in queries]
    asked = [q for groups in (queries, behind) for own in groups for q in own]
    results = iter(_found(searcher, [*asked, *inside]))
    funde = [
        [Fund(q, next(results), kern) for q, kern in zip(own, kerne_of(p), strict=True)]
        for p, own in zip(points, wanted, strict=True)
    ]
    voraussetzungen = [[Fund(name, next(results)) for name in own] for own in bodies]
    return [Gefundenes(*each) for each in zip(funde, voraussetzungen, results, strict=True)]


def _found(searcher: Searcher, queries: Sequence[Query]) -> list[Ergebnis]:
    """What is found for each question under the motion's subject, or without it where only that shows an answer.

    A subject over many matters ("Flussbach sauber, sicher und digital") leads away from each of them: under it the one
    paper on a bridge stood behind all those on digital things, and its point went unanswered. It hides a newer word in
    the same way; so what the question alone shows to be overtaken is marked.
    """
    likely = MEASURED.grundlage
    public = [at for at, q in enumerate(queries) if q.titel and not q.intern]
    # in one call with the others: what was embedded for them is not embedded again
    results = searcher.search_many([*queries, *(replace(queries[at], titel=None) for at in public)])
    found, alone = results[: len(queries)], results[len(queries) :]
    inside = [at for at, q in enumerate(queries) if q.titel and q.intern and found[at].grundlage < likely]
    alone += searcher.search_many([replace(queries[at], titel=None) for at in inside]) if inside else []
    for at, result in zip([*public, *inside], alone, strict=True):
        if found[at].grundlage >= likely:
            found[at] = _with_marks_of(found[at], result)
        elif result.grundlage >= WITHOUT_SUBJECT:
            found[at] = result
    return found


def _with_marks_of(found: Ergebnis, alone: Ergebnis) -> Ergebnis:
    """The hits, those marked as overtaken that the question alone shows to be."""
    newer = {hit.passage.id: hit.ueberholt_durch for hit in alone.treffer if hit.ueberholt_durch}
    marked = tuple(
        hit if hit.ueberholt_durch else replace(hit, ueberholt_durch=newer.get(hit.passage.id)) for hit in found.treffer
    )
    return replace(found, treffer=marked)


def facts_of_hits(archive: Archive, funde: Sequence[Sequence[Fund]]) -> Faktenlage:
    """The facts of all answers that were found, as they stand, and those that took the place of any of them."""
    found = {hit.passage.id for own in funde for fund in own for hit in fund.ergebnis.treffer}
    standings = archive.fact_standings(passages=sorted(found))
    ended = archive.ended_facts()
    instead = {p.durch for s in standings for p in s.vorschlaege}
    instead |= {deed.durch for s in (*standings, *ended) for deed in s.taten if deed.durch}
    newer = archive.fact_standings(ids=sorted(instead)) if instead else ()
    passages = archive.passages([s.passage_id for s in newer])
    by_id = {s.fakt.id: (s, passages[s.passage_id]) for s in newer if s.passage_id in passages}
    return Faktenlage(standings, ended, by_id)


def in_the_papers_words(fund: Fund, words: Wortschatz) -> Fund:
    """The question as the first papers found for it write it: "FFW" where they say "Freiwillige Feuerwehr", or the
    other way round. What it names would stand in none of them otherwise."""
    hits = fund.ergebnis.treffer[:NEAREST]
    questions = (fund.frage, *words.anders_gesagt(fund.frage)) if hits else (fund.frage,)

    def covered(question: str) -> float:
        return max(passage_coverage(question, hit.passage, rarity=words.seltenheit) for hit in hits)

    if len(questions) == 1 or (frage := max(questions, key=covered)) == fund.frage:
        return fund
    kern = next((k for k in words.anders_gesagt(fund.kern or "") if k in frage), fund.kern)
    return replace(fund, frage=frage, kern=kern)


def standing_hits(
    funde: Sequence[Fund], gone: Mapping[str, Sequence[Gesperrt]], lage: Faktenlage, words: Wortschatz
) -> tuple[list[Fund], tuple[Hinweis, ...]]:
    """What was found for a point without what no longer holds, and the hints that say so."""
    kept: list[Fund] = []
    hints: list[Hinweis] = []
    for fund in funde:
        left, said = without_held_back(fund.frage, fund.ergebnis, gone, lage.neuere, rarity=words.seltenheit)
        kept.append(in_the_papers_words(replace(fund, ergebnis=left), words))
        hints.extend(said)
    return kept, tuple(dict.fromkeys(hints))
