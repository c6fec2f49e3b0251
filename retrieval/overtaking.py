"""Which newer fact overtakes which older one: proposals for a person to decide on, never done by themselves. Pure.

In come facts with what their answers were given to; out come pairs, each with what the newer makes of the older: it
ends it ("gilt nicht mehr", "wurde aufgelöst"), or it takes its place (the same matter, another figure or state). A pair
is proposed only where both speak of the same things, weighed by how rare these are among all facts.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.domain import Fakt, FaktArt
from corpus.facts.store import FaktStand, Tat
from retrieval.matter import Rarity, lasting_things, share, verbs, words
from retrieval.offices import another_holds_the_office
from retrieval.slots import conflicts, slots

SAME_MATTER = 0.75
"""So much of what the older fact names has to stand in the newer one for that to take its place."""

ENDED_MATTER = 0.8
"""So much of what the newer fact says has ended has to stand in the older one for that to have ended."""

BOTH_WAYS = 0.4
"""And so much of what the older names has to be known to the newer paper's answer, so that no single word decides."""

CANDIDATES = 25
"""So many facts that share the rarest words are looked at for each; the chain of one matter is shorter."""

_CAPITAL = re.compile(r"\b(?:[A-ZÄÖÜ][\wäöüß-]{3,}|[A-ZÄÖÜ]{2,})\b")
_BRACKET = re.compile(r"\[([^\]]*)\]")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate("zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split(), 2)
}
_NO_MORE = re.compile(r"\bnicht\s+(?:mehr|länger)\b|\bkeine?[rnms]?\s+(?:\w+\s+)?mehr\b", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:nicht|kein|keine|keinen|keiner|keinem)\b", re.IGNORECASE)
_ENDING = re.compile(
    r"\b(?:aufgelöst|gekündigt|aufgehoben|abgeschafft|ausgelaufen|beendet|eingestellt|geschlossen|ausgetreten|weggefallen|"
    r"aufgegeben|außer\s+Kraft|zusammengeführt|abgelöst|end(?:et|en)(?=.*\b(?:19|20)\d\d\b)|endete|endeten|erloschen|stillgelegt)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:Mon|Diens|Mitt|Donners|Frei|Sams|Sonn)(?:tags?|wochs?)\b|\b(?:mon|diens|donners|frei|sams|sonn)tags\b"
)
_MEASURES = frozenset("betragen kosten belaufen liegen umfassen zählen verfügen bestehen gelten erheben".split())
_PLACED = re.compile(
    r"\W*(?P<was>(?:Die|Der|Das)\s+[A-ZÄÖÜ][^,;]*?)\s+(?:befindet\s+sich|ist|sitzt|liegt|zog|hat\s+(?:ihren|seinen)\s+Sitz)\s+"
    r"(?P<ort>(?:[^,;]*?\s)?(?:im|in|am|an|auf|beim|bei)\s+.*)$",
    re.DOTALL,
)
_SITED = re.compile(
    r"\b(?:befindet\s+sich|untergebracht|umgezogen|sitzt|(?:ihren|seinen)\s+Sitz|zu\s+finden|zog\b.*\bum\b|angesiedelt)",
    re.DOTALL,
)
_SEVERAL_OR_PLANNED = re.compile(
    r"\b(?:auch|weitere[rsnm]?|zusätzlich|außerdem|vorübergehend|nicht|Außenstelle|Zweigstelle|soll|sollen|wird|werden|könnte)\b"
)
_FINITE = re.compile(r"\b(?:wurden?|ist|sind|endeten?|hat|haben|gilt|gelten|wird|werden|läuft|endet|enden)\b")


@dataclass(frozen=True)
class Aussage:
    """A fact as it is compared: with the question and subject that its answer was given to."""

    stand: FaktStand
    kontext: str

    @property
    def fakt(self) -> Fakt:
        """The fact itself."""
        return self.stand.fakt


@dataclass(frozen=True)
class Ueberholung:
    """`neuer` overtakes `aelter`: it ends it, or takes its place, from `gilt_bis` on."""

    aelter: str
    neuer: str
    tat: Tat
    gilt_bis: date | None


def overtaken_by(facts: Sequence[Aussage], fresh: frozenset[str]) -> tuple[Ueberholung, ...]:
    """The pairs among all facts of which at least one is `fresh` (by passage id). O(facts) to prepare, then a few
    comparisons for each fresh one. Of several newer facts that would overtake an older one, the newest is proposed, and
    of those of one paper the one that names the day."""
    rarity, near = _prepared(facts)
    found: dict[str, tuple[tuple[date, bool], Ueberholung]] = {}
    for index, fact in enumerate(facts):
        if fact.stand.passage_id not in fresh:
            continue
        for other in near(index):
            for newer, older in ((fact, facts[other]), (facts[other], fact)):
                outcome = overtakes(newer, older, rarity=rarity)
                rank = (newer.fakt.fundstelle.datum or date.min, newer.fakt.endet is not None)
                if outcome is not None and (outcome.aelter not in found or found[outcome.aelter][0] < rank):
                    found[outcome.aelter] = (rank, outcome)
    return tuple(outcome for _, outcome in found.values())


def overtakes(newer: Aussage, older: Aussage, *, rarity: Rarity) -> Ueberholung | None:
    """Whether one fact is the later word on what another says, and what that makes of it."""
    new, old = newer.fakt, older.fakt
    if not _may_follow(new, old):
        return None
    new_text, old_text = _said(new), _said(old)
    if old.art is FaktArt.ZUSTAND and _is_elsewhere(newer, older):
        return Ueberholung(old.id, new.id, Tat.ABGELOEST, new.gilt_ab or new.fundstelle.datum)
    if _about_others(older, newer):
        return None
    own, context = words(old_text), words(older.kontext)
    new_own, new_context = words(new_text), words(newer.kontext)
    known = share(lasting_things(old_text), new_own, new_context, rarity=rarity)
    if _ends(new):
        ended = share(lasting_things(_what_ended(new_text)), own, context, rarity=rarity)
        known = max(known, BOTH_WAYS) if _asked_of_by_name(new, old, context & new_context) else known
        if ended >= ENDED_MATTER and known >= BOTH_WAYS and not _ends(old) and _stands_itself(new_text, old_text):
            return Ueberholung(old.id, new.id, Tat.BEENDET, new.endet or new.gilt_ab or new.fundstelle.datum)
    if another_holds_the_office(new_text, old_text):
        return Ueberholung(old.id, new.id, Tat.ABGELOEST, new.gilt_ab or new.fundstelle.datum)
    both = share(lasting_things(new_text), own, context, rarity=rarity)
    full = share(lasting_things(old_text), new_own, frozenset(), rarity=rarity)
    same = both >= BOTH_WAYS or _denies_being(old)
    if _came_of_it(new, old) and full >= SAME_MATTER and same:
        return Ueberholung(old.id, new.id, Tat.ABGELOEST, new.gilt_ab or new.fundstelle.datum)
    if new.art not in (FaktArt.ZUSTAND, FaktArt.ZAHL) or old.art is FaktArt.BEWERTUNG:
        return None
    if full < SAME_MATTER or both < BOTH_WAYS or not _says_otherwise(new, old):
        return None
    if not _one_matter(new, old, context, new_context):
        return None
    since = new.gilt_ab or new.fundstelle.datum
    return Ueberholung(old.id, new.id, Tat.ABGELOEST, since)


def _may_follow(new: Fakt, old: Fakt) -> bool:
    """A later day, another paper, and the older one says what is so or is to be, which has not ended by itself."""
    said, before = new.fundstelle.datum, old.fundstelle.datum
    return (
        said is not None
        and before is not None
        and said > before
        and new.fundstelle.dokument_id != old.fundstelle.dokument_id
        and old.art is not FaktArt.EREIGNIS
        and (old.gilt_bis is None or old.gilt_bis > said)
        and old.abgeloest_durch is None
    )


def _ends(fakt: Fakt) -> bool:
    if fakt.art not in (FaktArt.ZUSTAND, FaktArt.EREIGNIS, FaktArt.ZAHL):
        return False
    return bool(_NO_MORE.search(fakt.fundstelle.zitat) or _ENDING.search(fakt.fundstelle.zitat))


_BEGUN = re.compile(
    r"\b(?:eröffnet|eingerichtet|gegründet|eingeführt|errichtet|erlassen|geschaffen|angelegt|aufgestellt|fertiggestellt|"
    r"in\s+(?:Betrieb|Kraft|Dienst)\s+(?:genommen|getreten|gestellt))\b"
)
_DECIDED = re.compile(r"\b(?:beschlossen|abgelehnt|verworfen|verabschiedet)\b")
_TO_BE = re.compile(r"\b(?:geprüft|prüfen|untersucht|untersuchen|erarbeitet|erarbeiten|vorbereitet|vorbereiten)\b")


_NOT_THERE = re.compile(r"\b(?:besteh(?:t|en)|existier(?:t|en)|vorhanden)\b|\bgibt\s+es\b")


def _denies_being(old: Fakt) -> bool:
    """ "Ein Bestattungswald besteht nicht": wherever there is one now, that is no longer so."""
    named = lasting_things(_said(old))
    return bool(_NOT_THERE.search(old.fundstelle.zitat) and any(t[0] not in _NEEDS_MORE for t in named))


def _came_of_it(new: Fakt, old: Fakt) -> bool:
    """Whether what the older sentence says not to be there has come to be, or what it says to be examined has come to
    be or was decided."""
    told, before = new.fundstelle.zitat, old.fundstelle.zitat
    if new.art is not FaktArt.EREIGNIS or _NEGATED.search(told):
        return False
    if old.art is FaktArt.ABSICHT:
        return bool(_TO_BE.search(before) and (_BEGUN.search(told) or _DECIDED.search(told)))
    denied = old.art is FaktArt.ZUSTAND and _NEGATED.search(before) and not _NO_MORE.search(before)
    return bool(denied and _BEGUN.search(told))


def _what_ended(text: str) -> str:
    """Of "Die Stabsstelle wurde zum 1. Januar aufgelöst" what stands before the verb; of a sentence that names who
    decided ("Der Stadtrat hat die Satzung aufgehoben") all of it."""
    subject = _FINITE.split(text, maxsplit=1)[0]
    return subject if lasting_things(subject) else text


_NEEDS_MORE = frozenset(
    t[0]
    for word in (
        "Förderung Zuschuss Projekt Programm Angebot Maßnahme Verein Gesellschaft Vertrag Betrieb Amt Stelle Dienst "
        "Kurs Regelung Satzung Gebühr Verfahren Linie Bus Markt Konzept Schule Kita Halle Bad Haus Platz Straße "
        "Gebäude Anlage Einrichtung Nutzung Vereinbarung Partnerschaft Gruppe Abteilung Strecke Zusammenarbeit"
    ).split()
    for t in lasting_things(word)
)
"""Which of them is meant, only another word says."""


def _asked_of_by_name(new: Fakt, old: Fakt, asked_of_both: frozenset[str]) -> bool:
    """Whether the older sentence is about the very thing that has ended, and both answers were asked about it by its
    name: then what else the older one says of it ("fährt zwischen Dorf und Markt") has ended with it."""
    ended = lasting_things(_FINITE.split(_said(new), maxsplit=1)[0])
    about = {t[0] for t in lasting_things(old.gegenstand)}
    return bool(ended) and all(t[0] in about & asked_of_both and t[0] not in _NEEDS_MORE for t in ended)


def _stands_itself(new_text: str, old_text: str) -> bool:
    """Whether the older sentence says that the thing is there: what it denies can't end."""
    return not _NEGATED.search(old_text) or bool(_NO_MORE.search(new_text) and not _NEGATED.search(old_text))


def _says_otherwise(new: Fakt, old: Fakt) -> bool:
    """Another figure, or the one denies what the other says. Two figures of one time are no contradiction in time."""
    if old.art is FaktArt.ABSICHT:
        return bool((verbs(new.fundstelle.zitat) & verbs(old.fundstelle.zitat)) - _MEASURES)
    ours, theirs = _numbers(new), _numbers(old)
    if ours and theirs:
        return not ours & theirs and new.art is old.art
    return bool(_NEGATED.search(new.fundstelle.zitat)) != bool(_NEGATED.search(old.fundstelle.zitat))


def _numbers(fakt: Fakt) -> frozenset[str]:
    from corpus.facts.times import times_in

    line = " ".join(fakt.fundstelle.zitat.split())
    for time in reversed(times_in(line)):
        line = f"{line[: time.start]} {line[time.ende :]}"
    written = (_NUMBER_WORDS[word] for word in re.findall(r"\w+", line) if word in _NUMBER_WORDS)
    return frozenset((*(re.sub(r"[.,]0+$", "", number) for number in _NUMBER.findall(line)), *written))


def _said(fakt: Fakt) -> str:
    """The statement with the names it stands for, without the brackets."""
    return _BRACKET.sub(r"\1", fakt.aussage)


def _is_elsewhere(newer: Aussage, older: Aussage) -> bool:
    """Both say where the same office, collection or service has its place, and the two places have no word in common:
    it has moved. Both were asked about it by name, so that no other of its kind is meant; of what has several places
    ("auch", "weitere") nothing is known."""
    new_text, old_text = _said(newer.fakt), _said(older.fakt)
    left = place_left(new_text, old_text)
    contexts = words(newer.kontext), words(older.kontext)
    return bool(left) and all(t[0] in each for t in seat_of(new_text)[0] for each in contexts)


def seat_of(text: str) -> tuple[tuple[tuple[str, ...], ...], frozenset[str]]:
    """What a sentence says to have its place somewhere, and the terms of that place; nothing where it tells of none,
    of one of several or of one to come."""
    found = _PLACED.match(text)
    if found is None or not _SITED.search(text) or _SEVERAL_OR_PLANNED.search(text):
        return (), frozenset()
    return lasting_things(found["was"]), frozenset(t[0] for t in lasting_things(found["ort"]))


def place_left(new_text: str, old_text: str) -> frozenset[str]:
    """The terms of the place where the older sentence has the same office, collection or service that the newer one has
    somewhere else."""
    (named, here), (before, there) = seat_of(new_text), seat_of(old_text)
    return there if named and named == before and here and not here & there else frozenset()


def _about_others(older: Aussage, newer: Aussage) -> bool:
    """Whether they name different places, bodies or years: look-alikes."""
    old, new = (slots(f"{_said(one.fakt)} {one.kontext}") for one in (older, newer))
    if conflicts(old, new) or conflicts(new, old):
        return True
    ours, theirs = ({s.name for s in one if s.art == "koerperschaft"} for one in (old, new))
    return bool(ours and theirs) and not any(
        set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split()) for a in ours for b in theirs
    )


def _one_matter(new: Fakt, old: Fakt, context: frozenset[str], new_context: frozenset[str]) -> bool:
    """Two things named again; or, where both give a figure, one that they say it of with like verbs."""
    theirs = words(_said(new)) | new_context
    again = [thing for thing in lasting_things(_WEEKDAY.sub(" ", _said(old))) if thing[0] in theirs]
    if len(again) >= 2 or not (_numbers(new) and _numbers(old)):
        return len(again) >= 2
    ours_verbs, their_verbs = verbs(_said(old)) - _MEASURES, verbs(_said(new)) - _MEASURES
    return bool(again) and bool(context & new_context) and (ours_verbs == their_verbs or bool(ours_verbs & their_verbs))


# --- which to compare ------------------------------------------------------------------------------------------------


def _prepared(facts: Sequence[Aussage]) -> tuple[Rarity, Callable[[int], Iterator[int]]]:
    """How rare a term is among the facts, and which facts share the rarest words with one.

    Candidates are found by the first letters of capitalised words, which costs no analysis; only they are analysed.
    """
    marks = [frozenset(w.casefold()[:6] for w in _CAPITAL.findall(_said(fact.fakt))) for fact in facts]
    counts = Counter(mark for own in marks for mark in own)
    postings: dict[str, list[int]] = defaultdict(list)
    for index, own in enumerate(marks):
        for mark in own:
            postings[mark].append(index)
    total = len(facts) or 1

    def rarity(term: str) -> float:
        return math.log(1 + total / (1 + counts.get(term[:6], 0)))

    def near(index: int) -> Iterator[int]:
        scores: Counter[int] = Counter()
        for mark in marks[index]:
            if len(postings[mark]) <= max(50, total // 20):  # what stands everywhere tells nothing
                for other in postings[mark]:
                    scores[other] += 1
        scores.pop(index, None)
        yield from (other for other, _ in scores.most_common(CANDIDATES))

    return rarity, near


def says_the_same(one: Fakt, other: Fakt) -> bool:
    """Whether two facts assert the same of the same: word for word, or with the same things, figures and negation."""
    ours, theirs = (" ".join(_said(f).split()).rstrip(".") for f in (one, other))
    if ours == theirs:
        return True
    if _numbers(one) != _numbers(other) or bool(_NEGATED.search(ours)) != bool(_NEGATED.search(theirs)):
        return False
    if one.art is not other.art:
        return False
    things = ({t[0] for t in lasting_things(text)} for text in (ours, theirs))
    a, b = things
    return len(a) >= 2 and a == b


def speaks_against(one: Aussage, other: Aussage) -> bool:
    """Whether two statements can't both be so: the same matter at the same time, with other figures, or denied by one.

    Every word counts alike here: two sentences are compared, not an archive.
    """
    a, b = one.fakt, other.fakt
    if FaktArt.BEWERTUNG in (a.art, b.art) or _about_others(one, other) or not _meet_in_time(a, b):
        return False
    ours, theirs = (_NUMBER.sub(" ", _said(fact)) for fact in (a, b))
    both = (
        share(lasting_things(ours), words(theirs), words(other.kontext), rarity=_alike),
        share(lasting_things(theirs), words(ours), words(one.kontext), rarity=_alike),
    )
    again = {t[0] for t in lasting_things(ours)} & {t[0] for t in lasting_things(theirs)}
    if min(both) < SAME_MATTER or not again:
        return False
    numbers = _numbers(a), _numbers(b)
    denied = bool(_NEGATED.search(ours)) != bool(_NEGATED.search(theirs))
    if all(numbers):
        return not numbers[0] & numbers[1] and a.art is b.art and not denied
    return denied and FaktArt.ABSICHT not in (a.art, b.art)


def _alike(_: str) -> float:
    return 1.0


def _meet_in_time(a: Fakt, b: Fakt) -> bool:
    """Whether there is a day on which both are said to hold; what happened at different times is no contradiction."""
    if FaktArt.EREIGNIS in (a.art, b.art) and a.gilt_ab != b.gilt_ab:
        return False
    from_day = max((d for d in (a.gilt_ab, b.gilt_ab) if d), default=None)
    until = min((d for d in (a.gilt_bis, b.gilt_bis) if d), default=None)
    if from_day and until and from_day >= until:
        return False
    return a.art is not FaktArt.ZAHL or a.gilt_ab == b.gilt_ab or not (a.gilt_ab and b.gilt_ab)
