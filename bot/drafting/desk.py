"""The desk: a motion's file to a case with a draft for every point. Effects meet here; what a draft says is decided in
`quotation.py`, whether a sentence stands is decided in `retrieval.support`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.drafting.confidence import Zuversichtsmodell, default_model
from bot.drafting.confidence_features import Gesehen, merkmale
from bot.drafting.coverage import with_sentences
from bot.drafting.cross_check import within_case
from bot.drafting.quotation import (
    Fund,
    Schwellen,
    Wortschatz,
    draft_by_quotation,
    is_answer,
    kerne_of,
    premise_of,
    questions_of,
)
from bot.drafting.standing_facts import Faktenlage, Gesperrt, held_back, with_expiry_hints, without_held_back
from bot.ingest import Quelle, read_text
from bot.review.case_rows import other_version_in
from bot.review.cases import Cases, Drafted
from bot.review.people import Person
from corpus.archive import Archive
from corpus.database import writing
from corpus.domain import (
    Anliegen,
    Antrag,
    Art,
    Entwurf,
    EntwurfStatus,
    Hinweis,
    HinweisArt,
    Lesefassung,
    Paper,
    Rohtext,
    Zulieferung,
)
from corpus.errors import StellwerkError
from corpus.parsing.antrag import parse_antraege
from corpus.parsing.kind import detect_kind
from corpus.personal_data import without
from corpus.reading import read_bytes
from corpus.reading.lesefassung import prepare
from corpus.reading.plain_text import pages_of
from corpus.reading.unseen import unseen_warnings
from retrieval.matter import matter_text
from retrieval.premise import Voraussetzung
from retrieval.search import Ergebnis, Query
from retrieval.slots import institutions
from retrieval.support import check_satz

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from bot.drafting.learning import Beispiel
    from bot.drafting.model.formulating import Auftrag
    from bot.drafting.model.motion import Formulierer
    from retrieval.search import Searcher

LONGEST_MOTION = 400_000
"""Characters; a hundred and fifty printed pages. What is longer is no motion, and would keep everybody waiting."""

MOST_POINTS = 300
"""Of one file; the most that one of 665 real requests has is 17."""

HITS_PER_QUESTION = 10
INTERN_HITS = 3
"""Among so many a paper that may not be used is looked for, to say that there is one."""


@dataclass(frozen=True)
class Gelesen:
    """What was read of one file: its text, what kind of paper it looks like, and the motions with points in it."""

    name: str
    sha256: str
    text: Lesefassung
    art: Art
    antraege: tuple[Antrag, ...]
    warnungen: tuple[str, ...] = ()
    """What was hidden in the file, as German sentences."""

    @property
    def is_motion(self) -> bool:
        """Whether there is something that the administration has to answer, and it isn't itself the answer."""
        return bool(self.antraege) and self.art is not Art.STELLUNGNAHME


@dataclass(frozen=True)
class Motion:
    """A motion that was opened: its case, what it says, and where it stands in the archive."""

    vorgang: str
    antrag: Antrag
    paper: Paper
    warnungen: tuple[str, ...] = ()
    """What was hidden in its file, as German sentences."""


@dataclass(frozen=True)
class AndereFassung:
    """A motion that was filed and has no case: `vorgang` is an open one of the same number in another version."""

    vorgang: str
    antrag: Antrag
    antrag_id: str
    version: int


@dataclass(frozen=True)
class Bearbeitet:
    """A motion with the drafts in force. `gehalten` are points where a person's work stands and no draft was made."""

    motion: Motion
    stichtag: date
    entwuerfe: tuple[Entwurf, ...]
    gehalten: tuple[int, ...]


@dataclass(frozen=True)
class Gefundenes:
    """What the archive holds on a point: for its questions, on the bodies it counts on, and among what isn't public."""

    funde: Sequence[Fund]
    voraussetzungen: Sequence[Fund]
    intern: Ergebnis


class Desk:
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
        self._engine = engine
        self._archive = archive
        self._cases = cases
        self._searcher = searcher
        self._words = words
        self._level_facts = level_facts
        self._confidence = confidence
        self._formulierer = formulierer
        self._examples = examples

    # --- reading and opening

    def read(self, *sources: Quelle, pictures: bool = False) -> Gelesen:
        """What stands in one file, or in several pictures that are the pages of one paper. Stores nothing.

        StellwerkError where the bytes can't be read, with `pictures` where one is something else. Takes seconds for
        scans, so never within a transaction.
        """
        loaded = [source.load() for source in sources]
        if len(sources) == 1 and not pictures:
            text = read_text(sources[0], data=loaded[0])
            digest = hashlib.sha256(loaded[0]).hexdigest()
        else:
            read = [
                _page_text(source.name, data, number, len(sources), picture=pictures)
                for number, (source, data) in enumerate(zip(sources, loaded, strict=True), 1)
            ]
            pages = "\f".join(page.strip("\f") for page in read)
            text = prepare(Rohtext(pages, pages_of(pages), "ocr"))
            one = loaded[0] if len(loaded) == 1 else b"".join(hashlib.sha256(data).digest() for data in loaded)
            digest = hashlib.sha256(one).hexdigest()
        if len(text.text) > LONGEST_MOTION:
            raise StellwerkError(
                f"Der Text ist mit {len(text.text):,} Zeichen zu lang für einen Antrag.".replace(",", "."),
                f"Gelesen werden bis zu {LONGEST_MOTION // 1000}.000 Zeichen; schicken Sie den Antrag ohne Anlagen.",
            )
        motions = tuple(m for m in parse_antraege(text.text) if m.anliegen)
        many = sum(len(m.anliegen) for m in motions)
        if many > MOST_POINTS:
            raise StellwerkError(
                f"In der Datei wurden {many} Punkte erkannt; bearbeitet werden höchstens {MOST_POINTS} auf einmal.",
                "Prüfen Sie, ob die Datei wirklich ein Antrag ist, und teilen Sie sie sonst auf.",
            )
        return Gelesen(sources[0].name, digest, text, detect_kind(text.text), motions, unseen_warnings(text.rohtext))

    def open(self, source: Quelle, *, stichtag: date | None, von: Person, now: datetime) -> tuple[Motion, ...]:
        """Reads the motions of a file and opens (or finds) the case of each. `stichtag` None takes the motion's own."""
        read = self.read(source)
        if not read.is_motion:
            raise _no_motion(read.art)
        with writing(self._engine) as connection:  # the motions of one file together, or none
            return self.open_in(connection, read, stichtag=stichtag, von=von, now=now, quelle="terminal")

    def open_in(
        self, connection: Connection, read: Gelesen, *, stichtag: date | None, von: Person, now: datetime, quelle: str
    ) -> tuple[Motion, ...]:
        """The case of each motion that was read, opened or found, within the caller's transaction."""
        opened = []
        for antrag in read.antraege:
            day = stichtag or antrag.datum
            if day is None:
                raise StellwerkError(
                    "Der Antrag nennt kein Datum, das als Stichtag gelten könnte.",
                    "Geben Sie den Stichtag an: --stichtag 2026-11-23",
                )
            paper = Paper(read.name, read.sha256, read.text, antrag, antrag.oeffentlich)
            stored = self._archive.store_in(connection, paper, now=now)
            case = self._cases.open_in(
                connection, stored.dokument_id, stored.version, stichtag=day, von=von, now=now, quelle=quelle
            )
            opened.append(Motion(case, antrag, paper, read.warnungen))
        return tuple(opened)

    def take_in(
        self, connection: Connection, read: Gelesen, *, stichtag: date, von: Person, now: datetime, quelle: str
    ) -> tuple[Motion | AndereFassung, ...]:
        """`open_in`, but where another version of a motion has an open case, no second one is opened: a person has to
        say what is meant."""
        taken: list[Motion | AndereFassung] = []
        for antrag in read.antraege:
            paper = Paper(read.name, read.sha256, read.text, antrag, antrag.oeffentlich)
            stored = self._archive.store_in(connection, paper, now=now)
            other = other_version_in(connection, stored.dokument_id, stored.version)
            if other is not None:
                taken.append(AndereFassung(other.id, antrag, stored.dokument_id, stored.version))
                continue
            case = self._cases.open_in(
                connection, stored.dokument_id, stored.version, stichtag=stichtag, von=von, now=now, quelle=quelle
            )
            taken.append(Motion(case, antrag, paper, read.warnungen))
        return tuple(taken)

    # --- drafting

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
        points = [_without_citizens(point) for point in points]
        asked = self._search(points, betreff, before, wish)
        text_of = self._text_of()
        lage = self._facts_of([some for found in asked for some in (found.funde, found.voraussetzungen)])
        gone = held_back(lage, stichtag)
        drafts, seen = [], []
        for point, found in zip(points, asked, strict=True):
            own, overtaken = _standing(found.funde, gone, lage, words)
            counted_on, _ = _standing(found.voraussetzungen, gone, lage, words)
            entwurf = draft_by_quotation(point, betreff, own, words, voraussetzungen=counted_on, stichtag=stichtag)
            entwurf = with_expiry_hints(_with_hints(entwurf, overtaken), lage.der_treffer, stichtag)
            barred = [hit for hit in found.intern.treffer if hit.passage.oeffentlich is not True]
            question = Fund(found.funde[0].frage, found.intern)
            if any(is_answer(question, hit, words.seltenheit, Schwellen()) for hit in barred):
                entwurf = replace(entwurf, hinweise=(*entwurf.hinweise, _CONFIDENTIAL))
            drafts.append(gate(entwurf, text_of))
            seen.append(Gesehen(own[0].frage, own[0].ergebnis, words.seltenheit))
            done(f"Punkt {point.nr}")
        return drafts, asked, seen

    def premises(self, points: Sequence[Anliegen], betreff: str | None, *, stichtag: date) -> list[Voraussetzung]:
        """How the premise of each point stands on the Stichtag, by public papers dated on or before it."""
        before = stichtag + timedelta(days=1)
        words = self._words(before)
        points = [_without_citizens(point) for point in points]
        return [
            premise_of(point, betreff, found.funde, words, voraussetzungen=found.voraussetzungen, stichtag=stichtag)
            for point, found in zip(points, self._search(points, betreff, before, ""), strict=True)
        ]

    def _search(self, points: Sequence[Anliegen], betreff: str | None, before: date, wish: str) -> list[Gefundenes]:
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
        results = iter(self._searcher().search_many([*asked, *inside]))
        funde = [
            [Fund(q, next(results), kern) for q, kern in zip(own, kerne_of(p), strict=True)]
            for p, own in zip(points, wanted, strict=True)
        ]
        voraussetzungen = [[Fund(name, next(results)) for name in own] for own in bodies]
        return [Gefundenes(*each) for each in zip(funde, voraussetzungen, results, strict=True)]

    def _facts_of(self, funde: Sequence[Sequence[Fund]]) -> Faktenlage:
        """The facts of all answers that were found, as they stand, and those that took the place of any of them."""
        self._level_facts()
        found = {hit.passage.id for own in funde for fund in own for hit in fund.ergebnis.treffer}
        standings = self._archive.fact_standings(passages=sorted(found))
        ended = self._archive.ended_facts()
        instead = {p.durch for s in standings for p in s.vorschlaege}
        instead |= {deed.durch for s in (*standings, *ended) for deed in s.taten if deed.durch}
        newer = self._archive.fact_standings(ids=sorted(instead)) if instead else ()
        passages = self._archive.passages([s.passage_id for s in newer])
        by_id = {s.fakt.id: (s, passages[s.passage_id]) for s in newer if s.passage_id in passages}
        return Faktenlage(standings, ended, by_id)

    def _text_of(self) -> Callable[[str, int], str | None]:
        @lru_cache(maxsize=64)
        def text_of(dokument_id: str, version: int) -> str | None:
            try:
                return self._archive.lesefassung(dokument_id, version).text
            except KeyError:
                return None

        return text_of


def _without_citizens(point: Anliegen) -> Anliegen:
    """The point as it is held against the archive: no paper names the citizen who asks, which is no gap in it."""
    text, parts = without(point.text), tuple(without(part) for part in point.teile)
    return replace(point, text=text, teile=parts) if text and all(p and p in text for p in parts) else point


def _standing(
    funde: Sequence[Fund], gone: Mapping[str, Sequence[Gesperrt]], lage: Faktenlage, words: Wortschatz
) -> tuple[list[Fund], tuple[Hinweis, ...]]:
    """What was found for a point without what no longer holds, and the hints that say so."""
    kept: list[Fund] = []
    hints: list[Hinweis] = []
    for fund in funde:
        left, said = without_held_back(fund.frage, fund.ergebnis, gone, lage.neuere, rarity=words.seltenheit)
        kept.append(replace(fund, ergebnis=left))
        hints.extend(said)
    return kept, tuple(dict.fromkeys(hints))


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


def _page_text(name: str, data: bytes, number: int, pages: int, *, picture: bool) -> str:
    """The text of one of several pages; the error of one says which."""
    try:
        return read_bytes(data, name, picture=picture).text
    except StellwerkError as error:
        if pages == 1:
            raise
        raise type(error)(f"Seite {number} von {pages}: {error.was}", error.abhilfe) from error


_CONFIDENTIAL = Hinweis(
    HinweisArt.VERTRAULICH,
    "Zu diesem Punkt gibt es etwas, das nicht als öffentlich gekennzeichnet ist; es wurde nicht verwendet.",
)


def _no_motion(kind: Art) -> StellwerkError:
    if kind is Art.ANTRAG:
        return StellwerkError(
            "In der Datei wurde kein Punkt gefunden, den die Verwaltung beantworten könnte.",
            "Prüfen Sie mit `stellwerk parse --text DATEI`, ob der Text richtig gelesen wurde.",
        )
    return StellwerkError(
        "Die Datei ist kein Antrag, sondern sieht wie eine Stellungnahme oder ein Vermerk aus.",
        "Papiere der Verwaltung nehmen Sie mit `stellwerk ingest DATEI` ins Archiv auf.",
    )
