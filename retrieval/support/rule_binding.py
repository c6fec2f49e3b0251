"""What the quotes say of one thing stays with it: no subject of one sentence is stitched to the verb of another.

The rule on roles looks at words that stand in each other's place; this one at what a clause of the claim takes from
elsewhere while the clause of the quotes that holds its verb has a thing or a value of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from retrieval.support.clauses import Teilsatz
from retrieval.support.phrases import Gruppe
from retrieval.support.reading import LIGHT, Paar, Vergleich, content
from retrieval.support.rule_roles import is_generic, stands_for, takes_up
from retrieval.support.rule_wording import is_modal
from retrieval.support.words import Wort


def bound_together(view: Vergleich) -> Iterator[str]:
    """A thing, a number and a date stay with what the quotes say of them."""
    for pair in view.paare:
        yield from _stitched(pair, view)
        yield from _subject_kept(pair, view)
        yield from _values_kept_home(pair, view)
        yield from _circumstances_kept(pair, view)
        yield from _qualities_kept(pair, view)
        yield from _whose_kept(pair, view)


_PRONOUNS = frozenset("er sie es dies diese dieser dieses wer man ihnen ihm ihr ihre ihren sein seine".split())


def _stitched(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Das Grundstück wurde erworben, der Neubau verschoben: not "der Neubau wurde erworben"."""
    if any(w.art != "verb" for w in pair.treffer) or not any(v.grund not in LIGHT for v in pair.treffer):
        return
    foreign = [w for w in pair.fremd if _thing(w)]
    if not foreign or pair.quelle.art == "relativ":
        return
    if any(w.art == "funktion" and w.low in _PRONOUNS for w in pair.quelle.worte):
        return
    for group in pair.gruppen_quelle:
        if group.praeposition or group.attribut or group.kern is None or any(w in view.gesagt for w in group.worte):
            continue
        if any(_takes_up_earlier(group, word, pair, view) for word in foreign):
            continue
        yield f"„{foreign[0].text}“: In der Quelle steht dort „{' '.join(w.text for w in group.worte)}“."
        return


_SUBJECTS = ("handelnd", "betroffen", "zustand")


def _subject_kept(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Die Partnerschaft mit X besteht seit 1974: not "der Freundeskreis X besteht seit 1974"."""
    if pair.quelle.art == "relativ" or any(w.art == "funktion" and w.low in _PRONOUNS for w in pair.quelle.worte):
        return
    for i, group in enumerate(pair.gruppen):
        role, noun = _part(i, pair.aussage, pair.gruppen, pair.rollen), group.kern
        if role not in _SUBJECTS or group.praeposition or noun is None or noun not in pair.fremd:
            continue
        for j, other in enumerate(pair.gruppen_quelle):
            there = _part(j, pair.quelle, pair.gruppen_quelle, pair.rollen_quelle)
            same = there == role or {role, there} == {"betroffen", "zustand"}
            if not same or other.praeposition or other.kern is None or any(w in view.gesagt for w in other.worte):
                continue
            if not _takes_up_earlier(other, noun, pair, view):
                yield f"„{noun.text}“: In der Quelle steht dort „{other.kern.text}“."


def _part(at: int, clause: Teilsatz, groups: Sequence[Gruppe], roles: Mapping[int, str]) -> str | None:
    """The part of a group in its clause. A noun whose case no article shows undergoes what somebody else does:
    "Sonnensegel hat der Stadtrat abgelehnt"."""
    group = groups[at]
    copula = clause.finite is not None and clause.finite.grund in LIGHT and not clause.verben
    if at in roles or group.praeposition or group.attribut or group.kern is None or clause.passiv or copula:
        return roles.get(at)
    acting = any(role == "handelnd" for role in roles.values())
    return "betroffen" if acting and not any(w.wert is not None for w in group.worte) else None


def _takes_up_earlier(group: Gruppe, word: Wort, pair: Paar, view: Vergleich) -> bool:
    """Whether a group of the quote may mean what one of its earlier sentences named."""
    if not (stands_for(group) or takes_up(group, word, pair, view)):
        return False
    return any(q.satz < pair.quelle.satz for s in pair.fremd[word] for q in _clauses_of(s, view))


def _values_kept_home(pair: Paar, view: Vergleich) -> Iterator[str]:
    """A value of another sentence comes with something else of that sentence, or it is said of another thing."""
    for word, found in pair.fremd.items():
        if word.wert is None:
            continue
        homes = [q for s in found for q in _clauses_of(s, view)]
        sentences = {q.satz for q in homes}
        if homes and all(_apart(q, word, pair, view) for q in homes):
            yield f"„{word.text}“ steht in der Quelle bei etwas anderem."
            continue
        if not sentences or pair.quelle.satz in sentences or _company(pair, view, [word]) & sentences:
            continue
        yield f"„{word.text}“ steht in der Quelle bei etwas anderem."


def _apart(home: Teilsatz, value: Wort, pair: Paar, view: Vergleich) -> bool:
    """Die Halle wird 2027 saniert, das Bad wird geschlossen: the year is not the second one's.

    Only where both are main clauses with a subject of their own and the value doesn't open the sentence.
    """
    if value.wert is None or value.wert.art not in ("datum", "jahr", "quartal", "uhrzeit"):
        return False
    if home is pair.quelle or home.satz != pair.quelle.satz or not home.art == pair.quelle.art == "haupt":
        return False
    verb = home.finite
    there = [s for s in pair.fremd[value] if any(s is w for w in content(home))]
    if verb is None or pair.quelle.finite is None or any(s.start < verb.start for s in there):
        return False
    if not any(g.kern is not None and not g.praeposition and not g.attribut for g in pair.gruppen_quelle):
        return False
    others = (s for w, hits in pair.fremd.items() if w is not value and w.grund not in _SPANS for s in hits)
    return not any(s is w for s in others for w in content(home))


_SPANS = frozenset("jahr monat woche tag quartal stunde uhr ende anfang mitte beginn höhe rahmen stand".split())
"""aus dem Jahr 1974: the value tells, the noun only carries it."""


def _company(pair: Paar, view: Vergleich, words: list[Wort]) -> set[int]:
    """The sentences from which the claim's clause takes anything else that carries sense."""
    return {
        q.satz
        for other, hits in pair.fremd.items()
        if other not in words and other.wert is None and other.grund not in _SPANS
        for s in hits
        for q in _clauses_of(s, view)
    }


_POINTING = _PRONOUNS | frozenset(
    "dort hier dabei dafür dazu damit daran darauf daraus davon dadurch danach daher deshalb hierfür hierzu hierbei "
    "hiervon hierdurch hiermit diesem diesen da".split()
)
"""Words of a quote that stand for something of an earlier sentence."""


def _circumstances_kept(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Where, for whom or with what something is so stands in its own sentence, not alone in another one."""
    for at, group in enumerate(pair.gruppen):
        dated = any(w.wert is not None for w in group.worte)
        carrying = _SPANS if dated else {"höhe"}  # in Höhe von jährlich 10.000 Euro
        words = [w for w in group.worte if w.wert is None and w.grund not in carrying]
        if not group.praeposition or not words or any(w not in pair.fremd for w in words):
            continue
        homes = [{q.satz for s in pair.fremd[w] for q in _clauses_of(s, view)} for w in words]
        sentences = set.intersection(*homes)
        if not sentences or pair.quelle.satz in set.union(*homes):
            continue
        hanging = [w for g in takewhile(lambda g: g.attribut, pair.gruppen[at + 1 :]) for w in g.worte]
        if _company(pair, view, [*group.worte, *hanging]) & sentences or _spelled_out(pair):
            continue
        if at and max(sentences) < pair.quelle.satz and _names_it(pair.gruppen[at - 1], group, pair):
            continue
        yield f"„{group.praeposition} … {' '.join(w.text for w in group.worte)}“ steht in der Quelle bei etwas anderem."


def _qualities_kept(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Geförderte Wohnungen, ein Plan: not "der geförderte Plan". Another sentence's adjective comes with its noun."""
    for word, found in pair.fremd.items():
        if word.wert is not None or word.text[0].isupper() or word.art not in ("inhalt", "takt"):
            continue
        if is_modal(word):
            continue  # the rule on certainty looks at it
        sentences = {q.satz for s in found for q in _clauses_of(s, view)}
        if not sentences or pair.quelle.satz in sentences or _company(pair, view, [word]) & sentences:
            continue
        yield f"„{word.text}“ steht in der Quelle bei etwas anderem."


def _whose_kept(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Die Gebühren der Arbeiten, where the quote has the fees and elsewhere the works.

    What an earlier sentence is about may be added: behind "In der Unterkunft leben ..." the Belegung is hers.
    """
    for group in pair.gruppen:
        noun = group.kern
        if not group.attribut or noun is None or noun not in pair.fremd:
            continue
        homes = [(q, s) for s in pair.fremd[noun] for q in _clauses_of(s, view)]
        if not homes or any(q.satz == pair.quelle.satz or _about(q, s, pair) for q, s in homes):
            continue
        if _company(pair, view, group.worte) & {q.satz for q, _ in homes} or _spelled_out(pair):
            continue
        yield f"„{noun.text}“ steht in der Quelle bei etwas anderem."


def _about(clause: Teilsatz, word: Wort, pair: Paar) -> bool:
    """Whether a word opens an earlier sentence: it stands in front of the verb there."""
    return clause.satz < pair.quelle.satz and clause.finite is not None and word.start < clause.finite.start


def _spelled_out(pair: Paar) -> bool:
    """Der Strom kostet dort: in der Garage. The claim may name what a word of the quote only points at."""
    kept = {w.low for w in pair.aussage.worte}
    if any(w.art == "funktion" and w.low in _POINTING and w.low not in kept for w in pair.quelle.worte):
        return True
    return any(stands_for(g) and not any(w in pair.getroffen for w in g.worte) for g in pair.gruppen_quelle)


def _names_it(noun: Gruppe, group: Gruppe, pair: Paar) -> bool:
    """Die Arbeiten zur Renaturierung, where the quote has "die Arbeiten" behind a sentence on it."""
    verb = pair.aussage.finite
    if verb is None or group.worte[-1].start > verb.start:
        return False  # only one part of a sentence stands in front of its verb: there the group belongs to the noun
    found = pair.treffer.get(noun.kern, ()) if noun.kern else ()
    return any(
        any(s in g.worte for s in found) and g.bestimmt and len(g.worte) == 1 and is_generic(g)
        for g in pair.gruppen_quelle
    )


def _thing(word: Wort) -> bool:
    return word.art == "name" or (word.art == "inhalt" and word.text[0].isupper())


def _clauses_of(word: Wort, view: Vergleich) -> list[Teilsatz]:
    """The clauses of the quotes that hold this very word."""
    return [q for q in view.quelle if any(word is w for w in content(q))]
