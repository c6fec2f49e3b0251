"""Answers to dated facts: from each Antwort the statements that can stand on their own. Pure, without a model.

In comes a passage, out come `Fakt`en in its order: what it says (with what its pronouns stand for in brackets), what
kind of statement that is, since when and until when it holds by its own words, and the exact quote with its place. A
fact's id is made of the paper and the quoted words, so that it stays the same over rebuilds and over new versions of a
paper that keep the sentence.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.domain import Fakt, FaktArt, Fundstelle, Passage
from corpus.facts.kind import has_finite_verb, is_past, kind_of, main_clause
from corpus.facts.references import Thema, resolve, subject_of
from corpus.facts.times import Rolle, Zeit, times_in
from corpus.sentences import sentence_spans

EXTRACTION = 2
"""Raised whenever these rules read a paper otherwise: archives then read their papers anew."""

_NO_STATEMENT = re.compile(
    r"""
    ^(?:ja|nein|doch|entfällt|keine|s\.|siehe|vgl\.?|vergleiche)\b[^.]{0,40}[.!,;]?$
    | \b(?:wird|sei|darf)\b.*\bverwiesen\b | \bverweisen\s+wir\b | ^(?:siehe|vgl\.|vergleiche)\b
    | \bwie\s+folgt\b | \bmit\s+freundlichen\s+grüßen\b | \bsehr\s+geehrte\b | \bim\s+auftrag$
    | ^(?:Frage|Antwort|Anlage|Zu\s+(?:Frage|Punkt|Ziffer))\b[^.]{0,30}$ | \bfolgendem\s+Ergebnis\b
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_FEWEST_WORDS = 3
_LONGEST_SENTENCE = 1_500
"""What runs on longer without a full stop is a table or no text; nobody would quote it as one statement."""
_LOOK_BACK = 3_000
_CONTEXT = 2_000
"""So many code points before a sentence, and of question and subject, are searched for what its pronouns stand for."""
_SEMICOLON = re.compile(r";\s+")
_OWN_SENTENCE = re.compile(
    r"(?:(?:der|die|das|ein|eine|kein|keine)\s+)?(?:[a-zäöüß]+(?:e|er|es|en)\s+)?[A-ZÄÖÜ]\w+.*\s\w+", re.DOTALL
)
"""; | der Artenschutz nach Bundesrecht bleibt unberührt."""

_ENDS = re.compile(
    r"""
    \b(?:aufgelöst|gekündigt|aufgehoben|abgeschafft|ausgelaufen|beendet|eingestellt|geschlossen|ausgetreten|weggefallen|
        aufgegeben|außer\s+Kraft|aufgegangen|zusammengeführt|abgelöst|erloschen|stillgelegt|abgebaut|entfallen|niedergelegt
        |ausgeschieden|abberufen|zurückgezogen|widerrufen)\b
    | \bschied(?:en)?\b.*\baus\b | \b(?:endet|enden|endete|endeten)\b | \b(?:läuft|laufen|lief|liefen)\b.*\b(?:aus|ab)\b
    | \bnicht\s+(?:mehr|länger)\b | \bkeine?[rnms]?\s+(?:\w+\s+)?mehr\b
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
"""What a sentence says has come to its end."""


def facts_of(passage: Passage, *, seite_of: Callable[[int], int] | None = None) -> tuple[Fakt, ...]:
    """The facts of an answer, in its order. `seite_of` leads an offset of the Lesefassung to its page.

    Left out are references elsewhere, headings, questions, and what a person accepted without support.
    """
    seen: dict[str, int] = {}
    facts = []
    before: date | None = None
    for piece in _statements(passage):
        first = passage.start + piece.start
        quote = passage.text[piece.start : piece.ende]
        words = " ".join(quote.split())
        nth = seen[words] = seen.get(words, 0) + 1
        art = kind_of(piece.core, passage.datum)
        von, bis, endet = validity(piece.core, art, passage.datum)
        if piece.leans and von is None and bis is None:
            von = before
        before = None if art is FaktArt.ABSICHT else von
        facts.append(
            Fakt(
                id=fact_id(passage.dokument_id, words, nth),
                gegenstand=piece.thema.name,
                aussage=piece.aussage,
                art=art,
                gilt_ab=von,
                gilt_bis=bis,
                bestaetigt_am=passage.datum,
                fundstelle=Fundstelle(
                    dokument=passage.dokument, dokument_id=passage.dokument_id, version=passage.version,
                    vorlage=passage.vorlage, datum=passage.datum, nr=passage.nr,
                    seite=seite_of(first) if seite_of else passage.seite, zitat=quote, start=first,
                    ende=passage.start + piece.ende,
                ),
                endet=endet,
            )
        )  # fmt: skip
    return tuple(facts)


def fact_id(dokument_id: str, words: str, nth: int) -> str:
    """16 hexadecimal digits of the paper, the folded words of the quote, and the how manieth of like ones it is."""
    return hashlib.sha256(f"{dokument_id}\n{nth}\n{words}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def valid_on(facts: Iterable[Fakt], stichtag: date) -> tuple[Fakt, ...]:
    """The facts that are known and hold on this day: said on or before it, `gilt_ab` <= Stichtag < `gilt_bis`."""
    return tuple(fakt for fakt in facts if holds_on(fakt, stichtag))


def holds_on(fakt: Fakt, stichtag: date) -> bool:
    """Whether one fact is known and holds on this day. Of a paper without a date it is taken to be known."""
    said = fakt.fundstelle.datum
    return (
        (said is None or said <= stichtag)
        and (fakt.gilt_ab is None or fakt.gilt_ab <= stichtag)
        and (fakt.gilt_bis is None or stichtag < fakt.gilt_bis)
    )


# --- pieces of an answer ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Piece:
    """A statement: its quote's span in the passage, the sentence that says it (`core`), and what it is about."""

    start: int
    ende: int
    core: str
    aussage: str
    thema: Thema
    leans: bool = False


def _statements(passage: Passage) -> Iterator[_Piece]:
    before: _Piece | None = None
    context = " ".join(t for t in (passage.frage, passage.betreff) if t)[:_CONTEXT]
    for start, end in _spans(passage.text):
        core = passage.text[start:end]
        if any(a < passage.start + end and passage.start + start < b for a, b in passage.ungestuetzt):
            before = None
            continue
        if not is_statement(core):
            continue
        earlier = passage.text[max(0, start - _LOOK_BACK) : start]
        bezug = resolve(core, before=earlier, thema=before.thema if before else None, context=context)
        thema = bezug.thema or subject_of(core)
        alone = _Piece(start, end, core, bezug.text, thema)
        if bezug.leans_on_sentence and before is not None:
            yield _Piece(before.start, end, core, f"{before.aussage} {bezug.text}", before.thema, leans=True)
            before = replace(alone, thema=before.thema)
        else:
            yield alone
            before = alone


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Sentences, and the halves of one that a semicolon parts, where each is a sentence of its own."""
    for start, end in sentence_spans(text):
        at = start
        for gap in _SEMICOLON.finditer(text, start, end):
            if has_finite_verb(text[at : gap.start()]) and _OWN_SENTENCE.match(text, gap.end(), end):
                yield at, gap.start()
                at = gap.end()
        yield at, end


def is_statement(sentence: str) -> bool:
    """Whether a sentence asserts something by itself, rather than asks, heads, greets or points elsewhere."""
    line = " ".join(sentence.split())
    if len(line) > _LONGEST_SENTENCE or line.endswith(("?", ":")) or len(line.split()) < _FEWEST_WORDS:
        return False
    return not _NO_STATEMENT.search(line) and has_finite_verb(line)


# --- since when, until when ------------------------------------------------------------------------------------------


def validity(sentence: str, art: FaktArt, said: date | None) -> tuple[date | None, date | None, date | None]:
    """`gilt_ab`, `gilt_bis` (exclusive) and the day from which on what the sentence speaks of has ended.

    What happened stays true: an Ereignis has a day but no end, unless it is a state that was ("war von 2019 bis 2024
    Vorsitzende"). An Absicht holds from the day on which it is said until
    the time that it is for is over. A Zustand and its Zahl hold as their words say.
    """
    line = " ".join(sentence.split())
    if art is FaktArt.ABSICHT:
        aims = [t.vor for t in times_in(line) if t.rolle is not Rolle.NICHT_VOR and (said is None or t.vor > said)]
        return said, max(aims, default=None), None
    main = main_clause(line)
    times = times_in(main)
    endet = _end_day(times) if _ENDS.search(main) else None
    von = next((t.von for t in times if t.rolle in (Rolle.AB, Rolle.ZUM)), None)
    bis = next((t.vor for t in times if t.rolle is Rolle.BIS), None)
    about = next((t for t in times if t.rolle is Rolle.FUER), None)
    if endet is not None and (said is None or endet <= said):
        return endet, None, endet
    if is_past(main) and about is not None and _WAS.search(main) and (about.vor - about.von).days > _A_MONTH:
        return about.von, about.vor, None
    if is_past(main):
        return (None if endet else von or (about.von if about else None)), _effect_until(main, about), endet
    if endet is not None:
        begun = next((t.von for t in times if t.rolle is Rolle.AB and t.von < endet), None)
        return begun, bis or endet, endet
    if about and von is None and bis is None:
        # a time that is over and yet spoken of in the present belongs to something else in the sentence
        lasting = about.vor - about.von > timedelta(days=1) and (said is None or about.vor > said)
        return about.von, about.vor if lasting else None, None
    return von, bis, None


def _end_day(times: tuple[Zeit, ...]) -> date | None:
    """From which day on it has ended: after "mit Ablauf des 31. Dezember 2024" on the next, "zum 1. Januar" on that."""
    for time in times:
        if time.rolle is Rolle.BIS:
            return time.vor
        if time.rolle in (Rolle.ZUM, Rolle.AB):
            return _day_after(time)
    return _day_after(times[0]) if times else None


def _day_after(time: Zeit) -> date:
    """ "endet am 31. Dezember": with that day over, so on the next; "endete am 12. Mai" on that day."""
    last_of_month = (time.von + timedelta(days=1)).day == 1 and time.vor - time.von == timedelta(days=1)
    return time.vor if last_of_month else time.von


_WAS = re.compile(r"\b(?:war|waren|leitete|leiteten|gehörte|gehörten|hatte\s+inne)\b")
"""Frau Muster | war von 2019 bis 2024 Vorsitzende: a state that was, with both its days."""
_A_MONTH = 31
_FOR = re.compile(r"\bfür\s+(?:das|die)\s+(?:\w+\s+)?(?:\w*[Jj]ahre?|Saison|Haushaltsjahr)\s*$")


def _effect_until(sentence: str, about: Zeit | None) -> date | None:
    """ "hat die Gebühren für das Jahr 2020 erlassen" holds for that year, whenever it was decided."""
    line = " ".join(sentence.split())
    return about.vor if about and _FOR.search(line[: about.start]) else None
