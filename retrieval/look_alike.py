"""Hits that sound right and are about another thing: the other school, the other year, the other association.

A question fixes slots (`retrieval.slots`). A hit whose subject or question fills one of them otherwise, and that names
nowhere what was asked for, is marked with its own filling; it stands behind the others and is no answer. In doubt
nothing is marked: a right answer that is taken for a look-alike is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.domain import Passage
from retrieval.exact import Exact, exact_things
from retrieval.german import FOLDED, compound_parts
from retrieval.paper_numbers import find_paper_numbers
from retrieval.slots import Slot, bodies, slots

_FILING = re.compile(
    r"^\s*(?:(?:Anfrage|Antrag|Stellungnahme|\w+antrag|\w+anfrage)\b[^:]{0,120}\bFraktion(?:en)?\b[^:]{0,120}:\s*)"
)
"""Anfrage der Fraktion Freie Liste Musterhain: | Bäume in der Stadt"""

_NAME = r"[A-ZÄÖÜ][a-zäöüß]{2,}(?:-[A-ZÄÖÜ][a-zäöüß]+)*"
_IN_PLACE = re.compile(rf"\b(?:in|nach|aus)\s+(?P<name>{_NAME})\b")
"""Kunstrasenplatz in Musterhain;   Nachtbus nach Musterhain"""
_WITH_PARTNER = re.compile(
    rf"(?:[Pp]artnerschaft|[Ff]reundschaft|[Pp]atenschaft|[Aa]bkommen|[Vv]ertrag|[Vv]ereinbarung|[Kk]ooperation|[Zz]usammenarbeit"
    rf"|[Aa]ustausch)(?:e?n|e?s)?\s+(?:mit|zu)\s+(?:(?:der|dem)\s+(?:Stadt|Gemeinde|Kreis)\s+)?(?P<name>{_NAME})\b"
)
"""Partnerschaft mit Saint-Musterhain;   Austausch mit der Stadt Musterhain"""
_FORMS = "eV|gGmbH|GmbH|eG|AG|AöR|g?UG|GbR|OHG"
_BESIDE = re.compile(rf"\b(?P<head>[A-ZÄÖÜ][a-zäöüß]{{3,}})\s+(?P<name>{_NAME})\b(?!\s+(?:e\.\s?V|{_FORMS}))")
"""Haltepunkt Musterhain"""
_NO_HEADS = frozenset("herr herrn frau firma fraktion doktor stadt gemeinde kreis landkreis land".split())
_NO_PLACES = tuple("ung ungen heit keit schaft tion ion ität ismus system plan konzept studie".split())
LONGEST_PLACE_ENDING = 6
"""Villages end in Feld, Bach or Hausen; Friedhofs|besucher is a word that the dictionary lacks."""
_FOLDED = {chr(letter): plain for letter, plain in FOLDED.items()}
_HOME = re.compile(
    rf"(?<!\bmit der )\b(?:Stadt|Gemeinde|Stadtrat|Landeshauptstadt|Stadtverwaltung)\s+(?P<name>{_NAME})"
)
"""Stadt Musterhain: what is all of the city is no place in it; but "mit der Stadt Beispielau" is another one"""

_YEAR = r"(?:19|20)\d\d"
_ASKED_YEAR = re.compile(rf"(?<![\d.,/–-])(?P<year>{_YEAR})(?![\d/–-]|[.,]\d|\s*(?:bis|und|[-–])\s*{_YEAR})")
"""im Jahr 2019;   Lärmaktionsplan 2018;   hatte er 2019 - but not "seit 2019", "bis 2019", "2018/2019" """
_BEFORE_YEAR = re.compile(
    rf"\b(?:seit|bis|ab|vor|nach|zwischen|gegenüber|Anfang|Ende|Mitte)\s+(?:\w+\s+){{0,4}}$|{_YEAR}\s*(?:und|bis|oder|,)\s*$",
    re.IGNORECASE,
)
_ANY_YEAR = re.compile(rf"(?<![\d.,/]){_YEAR}(?![\d/]|[.,]\d)")
_DEFINITE = re.compile(r"\b(?:die|der|den|diese[rn]?|jene[rn]?|[Ww]ofür\s+wurden)\s+(?:\w+en\s+)?$")
"""die | 250.000 Euro: a sum that the question takes as known"""
_LEGAL = re.compile(rf"(?:e\.\s?V\.|KG|{_FORMS})")


@dataclass(frozen=True)
class Asked:
    """What a question fixes. `homes` are names of the whole city, which no hit can miss."""

    places: frozenset[Slot]
    towns: frozenset[Slot]
    years: frozenset[str]
    bodies: frozenset[Slot]
    amounts: frozenset[Exact]

    def __bool__(self) -> bool:
        return any((self.places, self.towns, self.years, self.bodies, self.amounts))

    def without_years(self) -> Asked:
        """The same, with any year: two reports on one thing are on one matter."""
        return replace(self, years=frozenset(), amounts=frozenset())


def subject_without_filing(subject: str | None) -> str:
    """A paper's subject without the words that say who filed it: a faction's name is no place."""
    return _FILING.sub("", subject or "")


def asked_of(question: str, nearby: Iterable[str] = ()) -> Asked:
    """The slots that a question fixes; `nearby` are texts that tell which name is the city's own."""
    found = slots(question)
    towns = town_names(question)
    homes = {_key(m["name"]) for text in (question, *nearby) for m in _HOME.finditer(text)} if towns else set()
    return Asked(
        places=frozenset(s for s in found if s.art != "koerperschaft" and not s.art.startswith("jahr")),
        towns=frozenset(s for s in towns if s.name not in homes),
        years=_asked_years(question),
        bodies=frozenset(s for s in found if s.art == "koerperschaft" and _LEGAL.search(s.wortlaut)),
        amounts=frozenset(_definite_amounts(question)),
    )


def named_years(passage: Passage) -> frozenset[str]:
    """The years that a passage names, in its subject, its question or its text."""
    return frozenset(_ANY_YEAR.findall(" . ".join(filter(None, (passage.betreff, passage.frage, passage.text)))))


def look_alike(asked: Asked, passage: Passage) -> tuple[Slot, ...]:
    """The slots that this passage fills otherwise than the question wants, by their own words; () if none."""
    if not asked:
        return ()
    context = " . ".join(filter(None, (subject_without_filing(passage.betreff), passage.frage)))
    whole = f"{context} . {passage.text}"
    found = [
        *_other_places(asked.places, context, whole),
        *_other_towns(asked.towns, context, whole),
        *_other_years(asked.years, context, passage),
        *_other_bodies(asked.bodies, context, whole),
    ]
    return tuple(sorted(set(found), key=lambda slot: slot.wortlaut))


def names_the_thing(asked: Asked, passage: Passage) -> bool:
    """Whether the passage names a place or body that the question fixes, in its subject, its question or its text."""
    whole = " . ".join(filter(None, (subject_without_filing(passage.betreff), passage.frage, passage.text)))
    if not may_name_the_thing(asked, whole):
        return False
    words = _words(whole) if asked.towns or asked.bodies else frozenset()
    if any(set(slot.name.split()) <= words for slot in asked.towns):
        return True
    if any(_own_words(slot) & words for slot in asked.bodies):
        return True
    return any(a.art == b.art and _same(a.name, b.name) for a in asked.places for b in slots(whole))


def may_name_the_thing(asked: Asked, text: str) -> bool:
    """Whether `names_the_thing` is worth asking: without a word of what is asked for in the text it is always no.

    Reading the slots of a passage takes a hundred times as long, and hundreds of passages are looked at.
    """
    wanted = _words_of_the_thing(asked)
    if not wanted:
        return False
    folded = _folded(text)
    return any(word in folded for word in wanted)


@lru_cache(maxsize=1_000)
def _words_of_the_thing(asked: Asked) -> frozenset[str]:
    names = [slot.name for slot in asked.places | asked.towns]
    wanted = {word for name in names for word in name.split()}
    return frozenset(wanted.union(*map(_own_words, asked.bodies)))


def other_amounts(asked: Asked, passages: Sequence[Passage]) -> dict[str, tuple[Slot, ...]]:
    """Of these hits, by id, those that speak of other sums than the known one that was asked for.

    Only where one of the hits has it: else the question's sum may be the one thing that is wrong about it.
    """
    wanted = {thing.key for thing in asked.amounts}
    sums = {p.id: [t for t in exact_things(p.text) if t.art == "betrag"] for p in passages} if wanted else {}
    if not any(thing.key in wanted for some in sums.values() for thing in some):
        return {}
    return {
        passage_id: tuple(Slot("betrag", t.key, t.wortlaut) for t in some)
        for passage_id, some in sums.items()
        if some and not any(t.key in wanted for t in some)
    }


def _other_places(asked: frozenset[Slot], context: str, whole: str) -> list[Slot]:
    arts = {slot.art for slot in asked}
    here = [slot for slot in slots(context) if slot.art in arts] if arts else []
    if not here:  # the whole passage takes longer to read
        return []
    there, words = slots(whole), _words(whole)
    found = []
    for art in arts:
        wanted = {slot.name for slot in asked if slot.art == art}
        if any(_same(name, slot.name) for name in wanted for slot in there if slot.art == art):
            continue
        if any(set(name.split()) <= words for name in wanted):
            continue
        found += [slot for slot in here if slot.art == art]
    return found


def _other_towns(asked: frozenset[Slot], context: str, whole: str) -> list[Slot]:
    if not asked:
        return []
    words = _words(whole)
    if any(set(slot.name.split()) <= words for slot in asked):
        return []
    return list(town_names(context))


def _other_years(asked: frozenset[str], context: str, passage: Passage) -> list[Slot]:
    named = set(_ANY_YEAR.findall(f"{context} {passage.text}"))
    if not asked or asked & named:
        return []
    in_context = set(_ANY_YEAR.findall(context))
    if in_context:
        return [Slot("jahr", year, year) for year in sorted(in_context)]
    if passage.datum is None or not named:
        return []
    paper = passage.datum.year
    # "im vergangenen Jahr", "derzeit": a paper of that year or the next may speak of it without naming it
    if any(int(year) <= paper <= int(year) + 1 for year in asked):
        return []
    return [Slot("jahr", year, year) for year in sorted(named)]


def _other_bodies(asked: frozenset[Slot], context: str, whole: str) -> list[Slot]:
    if not asked:
        return []
    words = _words(whole)
    if any(_own_words(slot) & words for slot in asked):
        return []
    forms = {_form(slot) for slot in asked}
    return [slot for slot in bodies(whole) if _form(slot) in forms]


def _own_words(body: Slot) -> set[str]:
    """What tells this body from its like: of "Turnverein Musterhain" the place, of "Kulturring" all there is."""
    words = re.findall(r"[^\W\d_][\w-]*", _LEGAL.sub(" ", body.wortlaut))
    names = [word for word in words if word[0].isupper() and _is_name(word)]
    return set(_key(" ".join(names)).split()) or set(body.name.split())


def _form(body: Slot) -> str:
    found = _LEGAL.search(body.wortlaut)
    return re.sub(r"\W", "", found.group()) if found else ""


def _asked_years(question: str) -> frozenset[str]:
    numbers = {str(number.year) for number in find_paper_numbers(question)}
    found = {m["year"] for m in _ASKED_YEAR.finditer(question) if not _BEFORE_YEAR.search(question[: m.start()])}
    return frozenset(found - numbers)


def _definite_amounts(question: str) -> list[Exact]:
    found = []
    for thing in exact_things(question):
        if thing.art == "betrag":
            at = question.find(thing.wortlaut)
            if at >= 0 and _DEFINITE.search(question[:at]):
                found.append(thing)
    return found


@lru_cache(maxsize=20_000)
def town_names(text: str) -> frozenset[Slot]:
    """Names of places that stand without an article, and that no dictionary knows: districts, villages."""
    led_to = (*_IN_PLACE.finditer(text), *_WITH_PARTNER.finditer(text))
    found = [Slot("ort", _key(m["name"]), m["name"]) for m in led_to if _is_name(m["name"])]
    for match in _BESIDE.finditer(text):
        head = match["head"].lower()
        if head not in _NO_HEADS and not _is_name(match["head"]) and _is_name(match["name"]):
            found.append(Slot("ort", _key(match["name"]), match.group()))
    return frozenset({slot.name: slot for slot in found}.values())


@lru_cache(maxsize=20_000)
def _is_name(word: str) -> bool:
    from simplemma import is_known, lemmatize

    lowered = word.lower()
    parts = compound_parts(lowered)
    if lowered.endswith(_NO_PLACES) or (parts and len(parts[-1]) >= LONGEST_PLACE_ENDING):
        return False
    known = any(is_known(form, lang="de") for form in (word, lowered, lowered.removesuffix("s")))
    return not known and str(lemmatize(word, lang="de")).lower() == lowered


@lru_cache(maxsize=2_000)
def _words(text: str) -> frozenset[str]:
    """The words of a whole passage: each is held against several others of one search."""
    return frozenset(_key(text).split())


def _same(one: str, other: str) -> bool:
    a, b = set(one.split()), set(other.split())
    return a <= b or b <= a


def _key(name: str) -> str:
    return " ".join(w.rstrip("s") if len(w) > 4 else w for w in re.findall(r"\w+", _folded(name)))


def _folded(text: str) -> str:
    """In small letters without umlauts; a replacement each is ten times as fast as `str.translate`."""
    text = text.lower()
    for letter, plain in _FOLDED.items():
        text = text.replace(letter, plain)
    return text
