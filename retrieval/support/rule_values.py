"""Numbers, amounts and dates of a claim: each stands in the quotes, with its limit, at the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.support.alignment import same_word
from retrieval.support.clauses import Teilsatz
from retrieval.support.phrases import Gruppe
from retrieval.support.reading import Paar, Vergleich, content
from retrieval.support.values import Wert
from retrieval.support.words import Wort

_NAMES = {
    "geld": "Der Betrag", "anteil": "Der Anteil", "datum": "Das Datum", "jahr": "Das Jahr", "jahre": "Der Zeitraum",
    "uhrzeit": "Die Uhrzeit", "papier": "Die Drucksache", "paragraf": "Die Vorschrift", "quartal": "Der Zeitraum",
}  # fmt: skip


def values_kept(view: Vergleich) -> Iterator[str]:
    """Every value of the claim stands in the quotes, with the same limit, and at the same thing."""
    for pair in view.paare:
        for word in content(pair.aussage):
            value = word.wert
            if value is None:
                continue
            found = pair.treffer.get(word) or pair.fremd.get(word)
            if not found:
                yield f"{_NAMES.get(value.art, 'Die Zahl')} „{word.text}“ steht nicht in der Quelle."
                continue
            if word in pair.fremd and (rival := _rival(word, pair)) is not None:
                yield f"„{word.text}“: An dieser Stelle der Quelle steht „{rival.text}“."
                continue
            limits = {s.wert.grenze for s in found if s.wert} or {""}
            if _limit(value) not in {_normal_limit(limit) for limit in limits}:
                written = found[0].text
                yield f"„{word.text}“: In der Quelle steht „{written}“."
        yield from _changes_kept(pair)
        yield from _wholes_kept(pair)
        yield from _values_at_their_thing(pair)


def _changes_kept(pair: Paar) -> Iterator[str]:
    """Um 58 Prozent gesunken is not auf 58 Prozent gesunken."""
    for word, found in pair.treffer.items():
        if word.wert is None or word.wert.art not in ("anteil", "geld", "zahl", "prozentpunkte"):
            continue
        own = _before(word, pair.aussage)
        there = {_before(s, pair.quelle) for s in found}
        sides = {_behind(word, pair.aussage), *(_behind(s, pair.quelle) for s in found)}
        if sides == {"über", "unter"}:
            yield f"„{word.text} {_behind(word, pair.aussage)}“ steht so nicht in der Quelle."
        if len(there) == 1 and {own, *there} == {"um", "auf"}:
            yield f"„{own} {word.text}“: In der Quelle steht „{next(iter(there))} {found[0].text}“."


def _before(word: Wort, clause: Teilsatz) -> str:
    return next((w.low for w in reversed(clause.worte) if w.start < word.start), "")


def _behind(word: Wort, clause: Teilsatz) -> str:
    return next((w.low for w in clause.worte if w.start > word.start), "")


def _rival(word: Wort, pair: Paar) -> Wort | None:
    """A value of the quote's own clause that counts the same thing, where the claim takes one from elsewhere."""
    unit = _counted(word, pair.gruppen)
    for other in content(pair.quelle):
        if other.wert is None or word.wert is None or other.wert.art != word.wert.art or other in pair.getroffen:
            continue
        there = _counted(other, pair.gruppen_quelle)
        if unit is None or there is None or same_word(unit, there):
            return other  # 34 wurden eingestellt, 29 schieden aus: not "34 schieden aus"
    return None


def _counted(value: Wort, groups: Sequence[Gruppe]) -> Wort | None:
    """The noun of the group that a value stands in, None where it stands alone ("sechs wurden zurückgestellt")."""
    group = next((g for g in groups if value in g.worte), None)
    return None if group is None or group.kern is None or group.kern.start < value.start else group.kern


def _limit(value: Wert) -> str:
    return _normal_limit(value.grenze)


def _normal_limit(limit: str) -> str:
    return limit.replace("genau", "").strip()


def _values_at_their_thing(pair: Paar) -> Iterator[str]:
    """Two values of one kind have not changed places: each stands at the words that it stands at in the quote."""
    own, theirs = content(pair.aussage), content(pair.quelle)
    for word, found in pair.treffer.items():
        if word.wert is None:
            continue
        rivals = [s for s in theirs if s.wert is not None and s.wert.art == word.wert.art and s not in found]
        if not rivals or (word.wert.art == "zahl" and same_whole(pair)):
            continue
        if word.wert.art == "jahr" and _span_of_years(pair):
            continue
        around = _around(word, pair.aussage, own)
        best = max(_likeness(around, _around(s, pair.quelle, theirs)) for s in found)
        unit = _unit(word, own)
        at_unit = unit is not None and any((u := _unit(s, theirs)) is not None and same_word(unit, u) for s in found)
        for rival in rivals:
            there = _unit(rival, theirs)
            if at_unit and unit is not None and (there is None or not same_word(unit, there)):
                continue
            if _same_range(word, rival, pair):
                continue
            if _likeness(around, _around(rival, pair.quelle, theirs)) > best + 0.4:
                yield f"„{word.text}“ steht in der Quelle bei etwas anderem; dort ist es „{rival.text}“."
                break


def _wholes_kept(pair: Paar) -> Iterator[str]:
    """Of 52 notices 14 were contested: not 52 of 14, and not all of the 52."""
    own, there = _whole(pair.aussage), _whole(pair.quelle)
    first = [w.low for w in pair.quelle.worte[:2]]
    if pair.quelle.art == "relativ" and first in (["von", "denen"], ["von", "welchen"]):
        counts = [w for w in pair.quelle.worte if w.wert is not None and w.wert.art in ("zahl", "anteil")]
        if counts and pair.getroffen and not any(w in pair.getroffen for w in counts):
            yield f"„{counts[0].text}“ aus der Quelle fehlt im Satz."
    if there is None:
        return
    if own is not None and own in pair.treffer and there not in pair.treffer[own]:
        yield f"„{own.text}“: In der Quelle ist „{there.text}“ das Ganze."
    part = next(w for w in pair.quelle.worte if w.wert is not None and w.wert.art == "zahl" and w is not there)
    if own is None and there in pair.getroffen and part not in pair.getroffen:
        yield f"„{part.text}“ aus der Quelle fehlt im Satz."


def _span_of_years(pair: Paar) -> bool:
    """Zwischen 2019 und 2023: from one year to the other, where the quote names both in this order."""
    words = [w for w in pair.aussage.worte if w.art != "zeichen"]
    years = [w for w in words if w.wert is not None and w.wert.art == "jahr" and w in pair.treffer]
    if len(years) != 2:
        return False
    one, two = (words.index(y) for y in years)
    between = one > 0 and words[one - 1].low == "zwischen" and [w.low for w in words[one + 1 : two]] == ["und"]
    return between and pair.treffer[years[0]][0].start < pair.treffer[years[1]][0].start


def same_whole(pair: Paar) -> bool:
    """14 der 52 Bescheide, von den 52 Bescheiden 14: the same number is the whole."""
    own, there = _whole(pair.aussage), _whole(pair.quelle)
    return own is not None and there is not None and there in pair.treffer.get(own, ())


def _whole(clause: Teilsatz) -> Wort | None:
    """The number that another one is counted out of: behind "der" or "von den"; None where it stands alone."""
    words = [w for w in clause.worte if w.art != "zeichen"]
    numbers = [w for w in words if w.wert is not None and w.wert.art == "zahl"]
    if len(numbers) != 2:
        return None
    before = {w: words[words.index(w) - 1].low if words.index(w) else "" for w in numbers}
    of = [w for w in numbers if before[w] in ("der", "den", "von", "aller")]
    return of[0] if len(of) == 1 else None


def _same_range(word: Wort, rival: Wort, pair: Paar) -> bool:
    """zwischen 1 und 4 Uhr, von 1 bis 4 Uhr: both ends side by side, in the same order in claim and quote."""
    end = next((w for w, found in pair.treffer.items() if w.wert is not None and rival in found), None)
    start = pair.treffer[word][0]
    if end is None or (word.start < end.start) != (start.start < rival.start):
        return False
    return all(
        all(w.art == "funktion" or w.grund == "uhr" for w in clause.worte if a.ende <= w.start < b.start)
        for clause, (a, b) in (
            (pair.aussage, sorted((word, end), key=lambda w: w.start)),
            (pair.quelle, sorted((start, rival), key=lambda w: w.start)),
        )
    )


def _unit(value: Wort, own: Sequence[Wort]) -> Wort | None:
    """What is counted: the next noun behind a value, no other value between."""
    for word in own:
        if word.start >= value.ende:
            if word.wert is not None or word.start > value.ende + 40:
                return None
            if word.text[0].isupper():
                return word
    return None


def _around(value: Wort, clause: Teilsatz, own: Sequence[Wort]) -> tuple[list[Wort], str]:
    """The words that a value belongs to, between "und", comma or the next value of its kind; and its preposition."""
    words = list(clause.worte)
    at = next((i for i, w in enumerate(words) if w.start == value.start), 0)
    span: list[Wort] = []
    for step, bound in ((-1, -1), (1, len(words))):
        i = at + step
        while i != bound:
            w = words[i]
            if comma_between(clause, *sorted((w, words[i - step]), key=lambda x: x.start)):
                break
            if w.low in ("und", "sowie", "oder", "auf", "bis") and w.art == "funktion" and step == 1:
                break
            if w.low in ("und", "sowie", "oder") or w.art == "zeichen":
                break
            if w.wert is not None and value.wert is not None and w.wert.art == value.wert.art:
                break
            span.append(w)
            i += step
    preposition = ""
    for w in reversed(words[:at]):
        if w.art == "funktion" and w.low in ("von", "vom", "auf", "zu", "bis", "um", "ab", "seit", "zum", "mit"):
            preposition = w.low
        break
    starts = {w.start for w in span}
    kept = [w for w in own if w.start in starts and w.art != "takt" and (w.wert is None or w.wert.art == "ordnung")]
    return kept, preposition


def comma_between(clause: Teilsatz, one: Wort, other: Wort) -> bool:
    return any(one.ende <= comma < other.start for comma in clause.kommas)


def _likeness(one: tuple[list[Wort], str], other: tuple[list[Wort], str]) -> float:
    same = sum(any(same_word(a, b) for b in other[0]) for a in one[0])
    return same + (0.5 if one[1] and one[1] == other[1] else 0.0)
