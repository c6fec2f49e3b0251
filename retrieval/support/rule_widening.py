"""What the claim says of more than the quote does: of other times, of a whole instead of its part, of all of a kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from retrieval.support.alignment import is_plural, same_word
from retrieval.support.clauses import Teilsatz
from retrieval.support.phrases import Gruppe
from retrieval.support.reading import Paar, Vergleich
from retrieval.support.words import Wort

_DAYTIME = re.compile(
    r"(?:mon|diens|donners|frei|sams|sonn|werk|feier|wochen)tags|sonnabends|mittwochs|"
    r"nachts|tagsüber|abends|morgens|mittags|vormittags|nachmittags|wochenends|ganzjährig|saisonal"
)


def nothing_widened(view: Vergleich) -> Iterator[str]:
    """Times of day and week, the part of a whole, and which ones of a kind: none is dropped, none brought in."""
    for pair in view.paare:
        yield from _daytimes(pair, view)
        yield from _part_of_whole(pair, view)
        yield from _share_alone(pair, view)
        yield from _part_taken_for_whole(pair)
        yield from _which_ones(pair, view)
        yield from _brought_in(pair, view)
        yield from _ages(pair, view)
        yield from _each(pair)
        yield from _denied_degree(pair, view)
        yield from _counted_as_all(pair, view)
        yield from _on_some_days(pair, view)


def _daytimes(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Werktags im 20-Minuten-Takt: who leaves "werktags" out says it of Sundays, too."""
    for word in pair.quelle.worte:
        if not _DAYTIME.fullmatch(word.low) or _in_claim(word, view):
            continue
        follows = next((w for w in pair.quelle.worte if w.start > word.start and w.sinn), None)
        if follows is None or follows in pair.getroffen or follows.art == "verb":
            yield f"„{word.text}“ aus der Quelle fehlt im Satz."
    for word, found in pair.fremd.items():
        if _DAYTIME.fullmatch(word.low) and all(not _in_sentence(s, pair, view) for s in found):
            yield f"„{word.text}“ steht in der Quelle bei etwas anderem."


def _in_sentence(word: Wort, pair: Paar, view: Vergleich) -> bool:
    return any(word in q.worte for q in view.quelle if q.satz == pair.quelle.satz)


def _in_claim(word: Wort, view: Vergleich) -> bool:
    return word in view.gesagt or any(same_word(c, word) for c in view.worte)


_PARTITIVE = frozenset("davon hiervon darunter".split())


def _part_of_whole(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Elf davon sind umgesetzt: who leaves "elf" out says it of all of them."""
    words = [w for w in pair.quelle.worte if w.art != "zeichen"]
    for value, after in pairwise(words):
        at_front = value is words[0] or (words[0].low in _PARTITIVE and value.start < words[-1].start)
        if value.wert is None or not at_front or after.low not in _PARTITIVE:
            continue
        if not _in_claim(value, view) and pair.getroffen:
            yield f"„{value.text} {after.text}“ aus der Quelle fehlt im Satz."


def _part_taken_for_whole(pair: Paar) -> Iterator[str]:
    """230 Kräfte, davon 60 aus Nachbarorten: what is said of the part belongs to its number."""
    words = [w for w in pair.quelle.worte if w.art != "zeichen"]
    at = next((i for i, w in enumerate(words) if i and w.low in _PARTITIVE), None)
    if at is None or any(w.low in _PARTITIVE for w in pair.aussage.worte):
        return
    counts = [w for w in words[at:] if w.wert is not None]
    said = [w for w in words[at:] if w.wert is None and w in pair.getroffen]
    if counts and said and not any(w in pair.getroffen for w in counts):
        yield f"„{counts[0].text}“ aus der Quelle fehlt im Satz: Nur davon ist „{said[0].text}“ gesagt."


def _share_alone(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Abgeschlossen sind 35 Prozent: who leaves the share out says it of all."""
    for group in pair.gruppen_quelle:
        shares = all(w.wert is not None and w.wert.art == "anteil" for w in group.worte)
        if group.praeposition or not shares or any(_in_claim(w, view) for w in group.worte):
            continue
        before = next((w for w in reversed(pair.quelle.worte) if w.start < group.worte[0].start), None)
        if before is not None and before.low in _PARTITIVE:
            continue  # 900 Bäume, davon ein Viertel Linden: the whole is said without its part
        if any(v in pair.getroffen for v in pair.quelle.verben):
            yield f"„{group.worte[0].text}“ aus der Quelle fehlt im Satz."


def _which_ones(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Die betroffenen Duschen sind gesperrt: "die Duschen" are more of them."""
    for group in pair.gruppen_quelle:
        noun = group.kern
        if noun is None or noun not in pair.getroffen or not _definite_plural(group, pair.quelle):
            continue
        for word in group.worte:
            if word.start >= noun.start or word.art != "inhalt" or not word.text[0].islower():
                continue
            if not _in_claim(word, view):
                yield f"„{word.text}“ aus der Quelle fehlt im Satz: Dort geht es nicht um alle („{noun.text}“)."


def _definite_plural(group: Gruppe, clause: Teilsatz) -> bool:
    """Whether a group is "die geförderten Wohnungen": an article, and an ending in -en that only a plural has there."""
    before = next((w for w in reversed(clause.worte) if w.start < group.worte[0].start), None)
    if before is None or before.low not in ("die", "der"):
        return False
    noun, first = group.kern, group.worte[0]
    if noun is None or first is noun or not first.low.endswith("en") or noun.art != "inhalt":
        return False
    return before.low == "die" or (group.attribut and is_plural(noun))  # die Vergabe der geförderten Wohnungen


def _brought_in(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Bis zur Erneuerung: a limit in time that the quotes don't set."""
    for group in pair.gruppen:
        words = [w for w in pair.aussage.worte if w.start < group.worte[0].start]
        near = [w.low for w in words[-3:] if w.art == "funktion"]
        if "bis" not in near or not all(w in pair.fremd and w.wert is None for w in group.worte):
            continue
        found = [s for w in group.worte for s in pair.fremd[w]]
        if any(_behind_until(s, view) for s in found):
            continue
        yield f"„bis … {' '.join(w.text for w in group.worte)}“ steht so nicht in der Quelle."


def _behind_until(word: Wort, view: Vergleich) -> bool:
    for clause in view.quelle:
        if word in clause.worte:
            before = [w.low for w in clause.worte if w.start < word.start]
            return "bis" in before[-4:] or any(w.low in ("bis", "solange") for w in clause.worte)
    return False


def _counted_as_all(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Zwei Brunnen bleiben außer Betrieb: not "die Brunnen"."""
    for group in pair.gruppen_quelle:
        noun, first = group.kern, group.worte[0]
        if noun is None or first.wert is None or first.wert.art != "zahl" or _in_claim(first, view):
            continue
        for clause in view.aussage:
            words = [w for w in clause.worte if w.art != "zeichen"]
            for article, word in pairwise(words):
                if article.low == "die" and noun in pair.treffer.get(word, ()) and (is_plural(word) or clause.mehrzahl):
                    yield f"„{first.text} {noun.text}“: „{first.text}“ aus der Quelle fehlt im Satz."


def _denied_degree(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Nicht durchgehend gesichert: who leaves "durchgehend" out denies more."""
    words = [w for w in pair.quelle.worte if w.art != "zeichen"]
    for denial, degree, after in zip(words, words[1:], words[2:], strict=False):
        if denial.low != "nicht" or not degree.text[0].islower():
            continue
        if degree.art != "inhalt" and not (degree.art == "verb" and degree.low.endswith("end")):
            continue
        if after.art in ("verb", "inhalt", "hilfsverb") and after in pair.getroffen and not _in_claim(degree, view):
            yield f"„{degree.text}“ aus der Quelle fehlt im verneinten Satz."


_DAYS = re.compile(r"(?:tag|abend|woche|wochenende|monat|stunde|mittwoch|termin)$")


def _on_some_days(pair: Paar, view: Vergleich) -> Iterator[str]:
    """An zwei Samstagen im Monat: not on Saturdays."""
    for group in pair.gruppen_quelle:
        noun, first = group.kern, group.worte[0]
        if (
            noun is None
            or first.wert is None
            or not (group.praeposition or first.wert.art == "ordnung")
            or (first.wert.art not in ("zahl", "ordnung"))
        ):
            continue
        if _DAYS.search(noun.grund) and noun in pair.getroffen and not _in_claim(first, view):
            yield f"„{first.text} {noun.text}“: „{first.text}“ aus der Quelle fehlt im Satz."


_UNITS = frozenset("jahr monat woche tag stunde quadratmeter meter hektar kilometer einwohner euro".split())


def _ages(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Kinder unter sechs Jahren: "Kinder" are more of them."""
    words = [w for w in pair.quelle.worte if w.art != "zeichen"]
    for index, value in enumerate(words):
        if value.wert is None or value.wert.art not in ("zahl", "geld") or _in_claim(value, view):
            continue
        limited = value.wert.grenze in ("unter", "ueber", "mindestens", "hoechstens")
        at = index - 1
        while at >= 0 and words[at].art == "funktion":
            limited = limited or words[at].low in ("ab", "bis")
            at -= 1
        unit = value.wert.art == "geld" or (index + 1 < len(words) and words[index + 1].grund in _UNITS)
        noun = words[at] if at >= 0 else None
        if limited and unit and noun is not None and noun in pair.getroffen and noun.text[0].isupper():
            yield f"„{noun.text} … {value.text}“: „{value.text}“ aus der Quelle fehlt im Satz."


def _each(pair: Paar) -> Iterator[str]:
    """Je 1,2 Millionen Euro: of each, where the quote says it of one."""
    own, theirs = ({w.low for w in c.worte} for c in (pair.aussage, pair.quelle))
    if own & {"je", "jeweils"} and not theirs & {"je", "jeweils", "pro", "beide", "beiden"} and not _periods(pair):
        word = next(w for w in pair.aussage.worte if w.low in ("je", "jeweils"))
        yield f"„{word.text}“ steht so nicht in der Quelle."


def _periods(pair: Paar) -> bool:
    return any(w.art in ("takt", "umfang") for w in pair.quelle.worte)
