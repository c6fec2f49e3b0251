"""One reply replayed: drafts to its points from what was known, and what of the later answer lay in earlier papers.

The draft knows the motion alone. The look into earlier papers that follows asks with the later answer's own sentences:
it serves judging, and nothing of it comes back into a draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.drafting.asking import questions_of
from bot.drafting.backtest.judging import Bewertung, Naehe, content_sentences, judge, naehe_of, overlap
from bot.drafting.backtest.past import Past
from bot.drafting.backtest.questions import Fall, Punkt
from corpus.domain import Anliegen, Entwurf
from retrieval.matter import Rarity, matter_text
from retrieval.search import Ergebnis, Query
from retrieval.statements import Aussage, statements_of

EARLIER_HITS = 5
"""For each sentence of the later answer, so many earlier passages are looked at."""

NEAREST_SENTENCES = 3
"""Of their sentences, so many that share the most with it are compared in meaning too."""

WORTH_COMPARING = 0.2


@dataclass(frozen=True)
class Nachgespielt:
    """One point: what was drafted, how that compares, and how sure the search was (`grundlage`, 0 to 1)."""

    punkt: Punkt
    entwuerfe: tuple[Entwurf, ...]
    bewertung: Bewertung
    grundlage: float


def replay(fall: Fall, past: Past) -> tuple[Nachgespielt, ...]:
    """Drafts the points of one reply as of its Stichtag and judges them. `past` must have reached that day."""
    last_known = fall.stichtag - timedelta(days=1)
    asked: dict[Anliegen, None] = dict.fromkeys(a for punkt in fall.punkte for a in punkt.anliegen)
    drafts = dict(zip(asked, past.desk.drafts(list(asked), fall.betreff, stichtag=last_known), strict=True))
    wanted = [content_sentences(punkt.antwort) for punkt in fall.punkte]
    firsts = [Query(matter_text(questions_of(a)[0]), fall.betreff, fall.stichtag) for a in asked]
    later = [Query(s, None, fall.stichtag, k=EARLIER_HITS) for own in wanted for s in own]
    results = iter(past.searcher.search_many([*firsts, *later]))
    found = {a: next(results) for a in asked}
    rarity = past.words(fall.stichtag).seltenheit
    replayed = []
    for punkt, own in zip(fall.punkte, wanted, strict=True):
        hits = [next(results) for _ in own]
        entwuerfe = tuple(drafts[a] for a in punkt.anliegen)
        said = tuple(satz.text for entwurf in entwuerfe for satz in entwurf.saetze)
        questions = [found[a] for a in punkt.anliegen]
        earlier = _earlier(own, [*hits, *questions], rarity)
        nearest = {a.text: a for each in earlier for a in each}
        question = " ".join(a.text for a in punkt.anliegen)
        naehe: Naehe = naehe_of(own, [*said, *nearest], past.embeddings)
        bewertung = judge(
            question, own, said, [[(a.text, a.beleg) for a in each] for each in earlier], naehe, rarity=rarity
        )
        replayed.append(Nachgespielt(punkt, entwuerfe, bewertung, max((q.grundlage for q in questions), default=0.0)))
    return tuple(replayed)


def _earlier(own: Sequence[str], results: Sequence[Ergebnis], rarity: Rarity) -> list[list[Aussage]]:
    """For each sentence of the later answer the earlier ones that share most with it."""
    passages = {hit.passage.id: hit.passage for result in results for hit in result.treffer if hit.passage.versandt}
    statements = [s for each in passages.values() for s in statements_of(each)]
    nearest = []
    for sentence in own:
        shared = [(overlap(sentence, s.text, rarity=rarity), at) for at, s in enumerate(statements)]
        best = sorted((-value, at) for value, at in shared if value >= WORTH_COMPARING)[:NEAREST_SENTENCES]
        nearest.append([statements[at] for _, at in best])
    return nearest
