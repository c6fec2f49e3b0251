"""The desk: a motion's file to a case with a draft for every point. Effects meet here; how motions come in stands in
`intake.py`, what is found for them in `finding.py`, what a draft says is decided in `quotation.py`, whether a sentence
stands in `retrieval.support`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.drafting.answering import MEASURED, is_answer
from bot.drafting.asking import Fund, Wortschatz
from bot.drafting.confidence.features import Gesehen, merkmale
from bot.drafting.confidence.model import Zuversichtsmodell, default_model
from bot.drafting.coverage import with_sentences
from bot.drafting.cross_check import within_case
from bot.drafting.finding import Gefundenes, facts_of_hits, search, standing_hits
from bot.drafting.intake import Intake, Motion
from bot.drafting.quotation import draft_by_quotation, premise_of
from bot.drafting.standing_facts import held_back, said_together, with_expiry_hints
from bot.review.cases import Cases, Drafted
from bot.review.people import Person
from corpus.archive import Archive
from corpus.domain import Anliegen, Entwurf, EntwurfStatus, Hinweis, HinweisArt, Zulieferung
from corpus.personal_data.masking import without
from retrieval.premise.check import Voraussetzung
from retrieval.support import check_satz

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.drafting.learning import Beispiel
    from bot.drafting.model.formulating import Auftrag
    from bot.drafting.model.motion import Formulierer
    from retrieval.search import Searcher


@dataclass(frozen=True)
class Bearbeitet:
    """A motion with the drafts in force. `gehalten` are points where a person's work stands and no draft was made."""

    motion: Motion
    stichtag: date
    entwuerfe: tuple[Entwurf, ...]
    gehalten: tuple[int, ...]


class Desk(Intake):
    """Opens motions and drafts replies to them."""

    def __init__(
        self,
        engine: Engine,
        archive: Archive,
        cases: Cases,
        searcher: Callable[[], Searcher],
        words: Callable[[date], Wortschatz],
        level_facts: Callable[[], object] = lambda: None,
        confidence: Callable[[], Zuversichtsmodell] = default_model,
        formulierer: Formulierer | None = None,
        examples: Callable[[Sequence[str]], Sequence[Sequence[Beispiel]]] = lambda questions: [() for _ in questions],
    ) -> None:
        """`formulierer` words the drafts with a language model; without it they are quotations. `examples` are for each
        question how people changed drafts to like ones."""
        super().__init__(engine, archive, cases)
        self._searcher = searcher
        self._words = words
        self._level_facts = level_facts
        self._confidence = confidence
        self._formulierer = formulierer
        self._examples = examples

    def draft(
        self, motion: Motion, *, stichtag: date | None, von: Person, now: datetime, done: Callable[[str], None]
    ) -> Bearbeitet:
        """Drafts every point of a motion as of the Stichtag into its case; `done` is called after each point."""
        day = stichtag or motion.antrag.datum or now.date()
        fresh = self.drafts(motion.antrag.anliegen, motion.antrag.betreff, stichtag=day, done=done)
        drafted: Sequence[Drafted] = self._cases.add_drafts(motion.vorgang, fresh, stichtag=day, von=von, now=now)
        held = tuple(
            d.revision.nr for d, own in zip(drafted, fresh, strict=True) if not d.neu and d.revision.entwurf != own
        )
        return Bearbeitet(motion, day, tuple(d.revision.entwurf for d in drafted), held)

    def draft_point(self, anliegen: Anliegen, betreff: str | None, *, stichtag: date) -> Entwurf:
        """The draft to one point from papers dated on or before the Stichtag. Every sentence has passed the gate."""
        return self.drafts([anliegen], betreff, stichtag=stichtag)[0]

    def drafts(
        self,
        points: Sequence[Anliegen],
        betreff: str | None,
        *,
        stichtag: date,
        done: Callable[[str], None] = lambda _: None,
        meanwhile: Callable[[str], None] = lambda _: None,
        wish: str | None = None,
    ) -> list[Entwurf]:
        """Drafts to these points of one motion, without storing them; every sentence has passed the gate.

        `wish` are a person's words on what the draft should speak of: they are looked for together with the point's. A
        person who wants another draft without saying of what gives "".
        `done` is called after each point, `meanwhile` with what is being done where a language model words them, which
        takes minutes: never within a transaction. The points are searched for in one batch.
        """
        wanted = " ".join((wish or "").split())
        words = self._words(stichtag + timedelta(days=1))
        drafts, seen = self._worded(points, betreff, stichtag, words, wanted, done, meanwhile)
        checked = within_case(drafts, words.seltenheit)
        again = wish is not None
        return [self._with_confidence(*each, stichtag, again) for each in zip(checked, seen, strict=True)]

    def _with_confidence(self, entwurf: Entwurf, seen: Gesehen, stichtag: date, again: bool) -> Entwurf:
        looked_at = merkmale(entwurf, seen, stichtag=stichtag, erneut=again)
        return replace(entwurf, zuversicht=self._confidence().estimate(looked_at) if looked_at else None)

    def _worded(
        self,
        points: Sequence[Anliegen],
        betreff: str | None,
        stichtag: date,
        words: Wortschatz,
        wish: str,
        done: Callable[[str], None],
        meanwhile: Callable[[str], None],
    ) -> tuple[list[Entwurf], list[Gesehen]]:
        """The drafts by quotation, or worded by the language model where there is one, and what they were made from."""
        if self._formulierer is None:
            quoted, _, seen = self._quoted(points, betreff, stichtag, words, done, wish)
            return quoted, seen
        orders, seen = self._orders(points, betreff, stichtag, words, wish)
        worded = self._formulierer.word(orders, self._text_of(), words.seltenheit, done=done, meanwhile=meanwhile)
        return worded, seen

    def order_for(
        self, point: Anliegen, betreff: str | None, *, stichtag: date
    ) -> tuple[Auftrag, Callable[[str, int], str | None], Wortschatz]:
        """What a language model would be asked for one point, and what its answer is judged with; for measuring."""
        words = self._words(stichtag + timedelta(days=1))
        orders, _ = self._orders([point], betreff, stichtag, words, "")
        return orders[0], self._text_of(), words

    def _orders(
        self, points: Sequence[Anliegen], betreff: str | None, stichtag: date, words: Wortschatz, wish: str
    ) -> tuple[list[Auftrag], list[Gesehen]]:
        from bot.drafting.model.wish import topic_of

        quoted, asked, seen = self._quoted(points, betreff, stichtag, words, lambda _: None, topic_of(wish))
        examples = self._examples([point.text for point in points])
        orders = [
            replace(self._order(point, draft, found, stichtag, wish), beispiele=own)
            for point, draft, found, own in zip(points, quoted, asked, examples, strict=True)
        ]
        return orders, seen

    def _order(self, point: Anliegen, quoted: Entwurf, found: Gefundenes, stichtag: date, wish: str) -> Auftrag:
        """What a language model is given for a point, with how the office that answered before writes."""
        from bot.drafting.model.formulating import Auftrag

        cited = {beleg.dokument_id for satz in quoted.saetze for beleg in satz.belege}
        hits = [hit.passage for fund in found.funde for hit in fund.ergebnis.treffer]
        office = next((p.amt for p in hits if p.amt and p.dokument_id in cited), None)
        tone = self._archive.latest_answers(office, bis=stichtag, ohne=cited) if office else ()
        return Auftrag(point.text, quoted, ton=tone, wunsch=wish)

    def _quoted(
        self,
        points: Sequence[Anliegen],
        betreff: str | None,
        stichtag: date,
        words: Wortschatz,
        done: Callable[[str], None],
        wish: str,
    ) -> tuple[list[Entwurf], list[Gefundenes], list[Gesehen]]:
        before = stichtag + timedelta(days=1)
        points = [_without_citizens(point, words.bekannt) for point in points]
        asked = search(self._searcher(), points, betreff, before, wish)
        text_of = self._text_of()
        self._level_facts()
        lage = facts_of_hits(self._archive, [some for found in asked for some in (found.funde, found.voraussetzungen)])
        gone = held_back(lage, stichtag)
        drafts, seen = [], []
        for point, found in zip(points, asked, strict=True):
            own, overtaken = standing_hits(found.funde, gone, lage, words)
            counted_on, _ = standing_hits(found.voraussetzungen, gone, lage, words)
            texts = {hint.text for hint in overtaken}
            told = {key for key, held in gone.items() if any(g.hinweis in texts for g in held)}
            entwurf = draft_by_quotation(
                point, betreff, own, words, voraussetzungen=counted_on, stichtag=stichtag, gesagt=told
            )
            entwurf = with_expiry_hints(_with_hints(entwurf, said_together(overtaken)), lage.der_treffer, stichtag)
            barred = [hit for hit in found.intern.treffer if hit.passage.oeffentlich is not True]
            question = Fund(found.funde[0].frage, found.intern)
            if any(is_answer(question, hit, words.seltenheit, MEASURED) for hit in barred):
                entwurf = replace(entwurf, hinweise=(*entwurf.hinweise, _CONFIDENTIAL))
            drafts.append(gate(entwurf, text_of))
            seen.append(Gesehen(own[0].frage, own[0].ergebnis, words.seltenheit))
            done(f"Punkt {point.nr}")
        return drafts, asked, seen

    def premises(self, points: Sequence[Anliegen], betreff: str | None, *, stichtag: date) -> list[Voraussetzung]:
        """How the premise of each point stands on the Stichtag, by public papers dated on or before it."""
        before = stichtag + timedelta(days=1)
        words = self._words(before)
        points = [_without_citizens(point, words.bekannt) for point in points]
        return [
            premise_of(point, betreff, found.funde, words, voraussetzungen=found.voraussetzungen, stichtag=stichtag)
            for point, found in zip(points, search(self._searcher(), points, betreff, before, ""), strict=True)
        ]

    def _text_of(self) -> Callable[[str, int], str | None]:
        @lru_cache(maxsize=64)
        def text_of(dokument_id: str, version: int) -> str | None:
            try:
                return self._archive.lesefassung(dokument_id, version).text
            except KeyError:
                return None

        return text_of


def _without_citizens(point: Anliegen, known: Callable[[str], bool]) -> Anliegen:
    """The point as it is held against the archive: no paper names the citizen who asks, which is no gap in it. Whom a
    paper does name ("Frau Dr. Muster hat das Amt verlassen") the point may be about."""
    text, parts = without(point.text, known), tuple(without(part, known) for part in point.teile)
    return replace(point, text=text, teile=parts) if text and all(p and p in text for p in parts) else point


def _with_hints(entwurf: Entwurf, hints: tuple[Hinweis, ...]) -> Entwurf:
    return replace(entwurf, hinweise=tuple(dict.fromkeys((*entwurf.hinweise, *hints)))) if hints else entwurf


def gate(entwurf: Entwurf, text_of: Callable[[str, int], str | None]) -> Entwurf:
    """The draft without the sentences that don't stand on their quotes; each one taken out is named in a hint."""
    verdicts = [(satz, check_satz(satz, text_of)) for satz in entwurf.saetze]
    kept = tuple(satz for satz, verdict in verdicts if verdict.belegt)
    if len(kept) == len(entwurf.saetze):
        return entwurf
    refused = tuple(
        Hinweis(HinweisArt.UNBELEGT, f"Zurückgehalten: {' '.join(verdict.gruende)}")
        for _, verdict in verdicts
        if not verdict.belegt
    )
    status = entwurf.status if kept else EntwurfStatus.KEINE_GRUNDLAGE
    request = entwurf.zulieferung if kept else entwurf.zulieferung or Zulieferung(None, "Die Quellen sind zu prüfen.")
    marked = replace(entwurf, hinweise=(*entwurf.hinweise, *refused), status=status, zulieferung=request)
    return with_sentences(marked, kept)


_CONFIDENTIAL = Hinweis(
    HinweisArt.VERTRAULICH,
    "Zu diesem Punkt gibt es etwas, das nicht als öffentlich gekennzeichnet ist; es wurde nicht verwendet.",
)
