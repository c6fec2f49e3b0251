"""Who does what to whom: nobody takes another's part, nothing stands in another thing's place."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations, pairwise

from retrieval.support.alignment import identical, same_word
from retrieval.support.clauses import Teilsatz, particle
from retrieval.support.equivalents import free_of_charge, gives, only_meant_by_without, only_said_by_without
from retrieval.support.lexicon import concepts, opposed, parts
from retrieval.support.phrases import Gruppe, gets_done
from retrieval.support.reading import CONTENT, LIGHT, Paar, Vergleich, content
from retrieval.support.rule_values import comma_between, same_whole
from retrieval.support.tense import PAST
from retrieval.support.words import Wort

_PLACES = (
    "innerhalb außerhalb oberhalb unterhalb nahe neben hinter unter über zwischen entlang gegenüber nördlich südlich "
    "östlich westlich unweit jenseits diesseits"
).split()
_COMMON = frozenset("gegenüber über unter zwischen hinter neben".split())
_TIMES = "vor nach während ab bis seit".split()
_AGAINST = {
    frozenset(p.split("/")) for p in "mit/ohne für/gegen außer/in durch/an von/an durch/gegen von/gegen".split()
} | {frozenset(p) for words in (_PLACES, _TIMES) for p in combinations(words, 2)}  # fmt: skip
"""Who exchanges one for the other says something else: before and during, above and within."""


def roles_kept(view: Vergleich) -> Iterator[str]:
    """Nobody takes another's part, nothing takes another thing's place."""
    for pair in view.paare:
        if any(w.grund == "kostenlos" and w.low == "nichts" for c in (pair.aussage, pair.quelle) for w in c.worte):
            continue  # Kinder zahlen nichts: für Kinder ist es kostenlos
        matched = _matched_groups(pair)
        yield from _swapped(pair, matched)
        yield from _converse(pair, matched)
        yield from _opposed_prepositions(pair, matched)
        yield from _replaced(pair, matched, view)
        yield from _another_view(pair, view)
        yield from _done_elsewhere(pair, view)


def _matched_groups(pair: Paar) -> dict[int, int]:
    """Claim group to quote group, one to one, by the words that they share; those that share most first."""
    scored = []
    for i, group in enumerate(pair.gruppen):
        for j, other in enumerate(pair.gruppen_quelle):
            if _shares_time_alone(group, other, pair):
                continue
            shared = sum(
                (1.0 if w.wert is None else 0.4) + (w is group.kern)
                for w in group.worte
                if any(o in other.worte for o in pair.treffer.get(w, ()))
            )
            if shared:
                same_role = pair.rollen.get(i) == pair.rollen_quelle.get(j)
                scored.append((shared + 0.1 * same_role, -abs(i - j), i, j))
    found: dict[int, int] = {}
    for _, _, i, j in sorted(scored, reverse=True):
        if i not in found and j not in found.values():
            found[i] = j
    return found


def _shares_time_alone(group: Gruppe, other: Gruppe, pair: Paar) -> bool:
    """Wurden vom Heimatverein 2022 geordnet: who says "2022" has not said who did it."""
    timed = other.praeposition in ("von", "durch") and other.kern is not None and other.kern not in pair.getroffen
    return timed and all(_is_time(w) for w in group.worte)


def _done_elsewhere(pair: Paar, view: Vergleich) -> Iterator[str]:
    """A verb from another sentence of the quotes belongs to what stands there, not to this clause."""
    if free_of_charge(pair):
        return
    own = content(pair.aussage)
    unsaid = [
        v for q in view.quelle if q.satz == pair.quelle.satz for v in q.verben
        if v.grund not in LIGHT and not any(v.start == s.start for s in view.gesagt)
        and not any(same_word(c, v) or opposed(c.grund, v.grund) for c in own)
    ]  # fmt: skip
    for verb in pair.aussage.verben if unsaid else ():
        found = pair.fremd.get(verb, ())
        if not found or verb.grund in LIGHT:
            continue
        clauses = [
            q for q in view.quelle if any(s.start == w.start for s in found for w in q.worte if s.text == w.text)
        ]
        if not clauses or any(q.satz == pair.quelle.satz for q in clauses):
            continue
        others = [w for w in (*pair.treffer, *pair.fremd) if w is not verb and w.art in ("inhalt", "name", "wert")]
        if not any(same_word(o, w) for q in clauses for w in q.worte for o in others):
            yield f"„{verb.text}“ steht in der Quelle bei etwas anderem."


_VIEWS = frozenset(
    "auffassung ansicht meinung einschätzung sicht angabe angaben aussage bewertung beurteilung überzeugung kenntnis "
    "mitteilung auskunft darstellung".split()
)


def _another_view(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Nach Auffassung der Beauftragten ist es zulässig: not "die Polizei hält es für zulässig"."""
    for group, holder in pairwise(pair.gruppen_quelle):
        noun = group.kern
        if noun is None or noun.grund not in _VIEWS or noun not in pair.getroffen or not holder.attribut:
            continue
        if not any(w in view.gesagt or any(same_word(c, w) for c in view.worte) for w in holder.worte):
            yield f"Das sagt in der Quelle „{_named(holder)}“."


_CORE = frozenset({"handelnd", "betroffen"})


def _swapped(pair: Paar, matched: dict[int, int]) -> Iterator[str]:
    certain = _certain(pair)
    equated = all(
        c.finite is not None and c.finite.grund == "sein" and not c.verben for c in (pair.aussage, pair.quelle)
    )
    for i, j in matched.items():
        own, there = pair.rollen.get(i), pair.rollen_quelle.get(j)
        for k, m in matched.items():
            if k != i and certain and _exchanged(pair, (i, j), (k, m)):
                yield f"„{_named(pair.gruppen[i])}“ und „{_named(pair.gruppen[k])}“ haben ihre Plätze getauscht."
                return
        if own is None or there is None or own == there:
            continue
        if certain and there == "handelnd" and own == "attribut" and _acts_otherwise(pair, matched):
            yield f"„{_named(pair.gruppen[i])}“ hat in der Quelle eine andere Rolle."
            return  # vom Kreistag gewählt: nicht die Vertreter des Kreistags
        if certain and {own, there} in ({"handelnd", "betroffen"}, {"handelnd", "empfangend"}):
            yield f"„{_named(pair.gruppen[i])}“ hat in der Quelle eine andere Rolle."
            return
        undergone = (pair.quelle.passiv or pair.quelle.zustand) and not _begins(pair.quelle)
        aside = ("mit", "für", "gegen", "über", *(("an",) if gives(pair.quelle) else ()))
        if certain and own == "handelnd" and undergone and there in aside:
            yield f"„{_named(pair.gruppen[i])}“ hat in der Quelle eine andere Rolle."
            return  # der Vertrag mit der Gilde wurde gekündigt: nicht von ihr
        same_voice = pair.aussage.passiv == pair.quelle.passiv and not (pair.aussage.zustand or pair.quelle.zustand)
        if (
            certain
            and not same_whole(pair)
            and same_voice
            and there in _CORE
            and own in ("in", "an", "auf", "bei", "mit", "für", "gegen", "nach", "von")
        ):
            yield f"„{_named(pair.gruppen[i])}“ hat in der Quelle eine andere Rolle."
            return
        for k, m in matched.items():
            if equated and not (pair.gruppen[i].praeposition or pair.gruppen[k].praeposition):
                continue  # Vorsitzende ist Frau Brandis: Frau Brandis ist Vorsitzende
            if k != i and m != j and own == pair.rollen_quelle.get(m) and pair.rollen.get(k) == there:
                yield f"„{_named(pair.gruppen[i])}“ und „{_named(pair.gruppen[k])}“ haben ihre Rollen getauscht."
                return


def _acts_otherwise(pair: Paar, matched: dict[int, int]) -> bool:
    """Whether the claim lets somebody act who doesn't act in the quote's clause."""
    acting = [i for i, role in pair.rollen.items() if role == "handelnd"]
    return any(i not in matched or pair.rollen_quelle.get(matched[i]) != "handelnd" for i in acting)


def _begins(clause: Teilsatz) -> bool:
    """Mit den Arbeiten wird begonnen: die Arbeiten beginnen."""
    return any(v.grund in ("beginnen", "anfangen", "starten", "fortfahren") for v in clause.verben)


def _exchanged(pair: Paar, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Lampen gegen Leuchten getauscht, Leuchten gegen Lampen: two things have changed places."""
    own, there = pair.gruppen, pair.gruppen_quelle
    first, second = _mark(own[one[0]]), _mark(own[other[0]])
    return (
        first == ""
        and second in ("gegen", "durch", "für", "an", "auf", "in", "mit", "statt", _OF)
        and (first, second) == (_mark(there[other[1]]), _mark(there[one[1]]))
        and pair.aussage.passiv == pair.quelle.passiv
    )


_OF = "des"


def _mark(group: Gruppe) -> str:
    """What ties a group to its clause: its preposition, or that it is a genitive behind another noun."""
    return _OF if group.attribut else group.praeposition


_GIVING = frozenset("zahlen bezahlen gewähren geben leisten erstatten überweisen".split())
_TAKING = frozenset("erhalten bekommen empfangen beziehen".split())


def _converse(pair: Paar, matched: dict[int, int]) -> Iterator[str]:
    """Wer einen Zuschuss erhalten hat, hat ihn nicht gezahlt."""
    own, there = ({v.grund for v in c.verben} for c in (pair.aussage, pair.quelle))
    turned = (own & _GIVING and there & _TAKING) or (own & _TAKING and there & _GIVING)
    if not turned or (own & there) or gets_done(pair.aussage) or gets_done(pair.quelle):
        return
    for i, j in matched.items():
        if pair.rollen.get(i) == pair.rollen_quelle.get(j) == "handelnd":
            yield f"„{_named(pair.gruppen[i])}“ hat in der Quelle eine andere Rolle."


def _certain(pair: Paar) -> bool:
    """Roles are compared where both clauses have the same full verb."""
    return any(
        (v.grund not in LIGHT or v.grund in _PASSING)
        and v in pair.treffer
        and any(v.grund == s.grund for s in pair.treffer[v])
        for v in pair.aussage.verben
    )


_PASSING = frozenset("stellen geben leisten erhalten bekommen bringen nehmen treffen führen halten zahlen".split())
"""Light verbs that have a giver and a taker all the same."""


_ENDING = frozenset("enden auslaufen ablaufen beenden schließen schliessen kündigen".split())
"""What ends on a day holds until that day."""


def _until(group: Gruppe, preposition: str, clause: Teilsatz) -> str:
    """bis zum 30. Juni: "bis", not "zu"."""
    before = [w.low for w in clause.worte if w.start < group.worte[0].start][-2:]
    return "bis" if preposition == "zu" and before[:1] == ["bis"] else preposition


def _opposed_prepositions(pair: Paar, matched: dict[int, int]) -> Iterator[str]:
    for i, j in matched.items():
        own, there = pair.gruppen[i].praeposition, pair.gruppen_quelle[j].praeposition
        if pair.gruppen_quelle[j].attribut and own in ("gegen", "an", "ohne"):
            yield f"„{own} … {_named(pair.gruppen[i])}“ steht so nicht in der Quelle."
        exchanged = {own, there} == {"durch", "gegen"} and any(v.grund in _EXCHANGING for v in pair.quelle.verben)
        own, there = _until(pair.gruppen[i], own, pair.aussage), _until(pair.gruppen_quelle[j], there, pair.quelle)
        days = [w for w in pair.gruppen[i].worte if w.wert is not None and w.wert.art == "datum"]
        if "an" in (own, there) and len(days) == len(pair.gruppen[i].worte):
            happening = pair.aussage if own == "an" else pair.quelle
            if ({own, there} == {"an", "seit"} and PAST not in happening.zeit) or (
                {own, there} == {"an", "bis"} and not any(v.grund in _ENDING for v in happening.verben)
            ):
                yield f"„{own} … {_named(pair.gruppen[i])}“: In der Quelle steht „{there}“."
                continue
        if {own, there} == {"an", "von"} and len(days) == len(pair.gruppen[i].worte):
            continue  # mit Bescheid vom 4. Februar: der Bescheid erging am 4. Februar
        if (
            own in _PLACES
            and own not in _COMMON
            and not there
            and pair.rollen_quelle.get(j) not in (*_CORE, "attribut")
        ):
            yield f"„{own} … {_named(pair.gruppen[i])}“ steht so nicht in der Quelle."
        if (
            own
            and there
            and frozenset({own, there}) in _AGAINST
            and not (only_said_by_without(pair) or only_meant_by_without(pair) or exchanged)
        ):
            yield f"„{own} … {_named(pair.gruppen[i])}“: In der Quelle steht „{there}“."


_EXCHANGING = frozenset("tauschen austauschen ersetzen auswechseln".split())
"""gegen andere getauscht: durch andere ersetzt."""


def places_kept(view: Vergleich) -> Iterator[str]:
    """In a claim that goes along its quote word by word, no word stands where the quote has another one.

    And a value stays with its part of an enumeration ("ortsansässige Vereine 12 Euro, auswärtige das Doppelte").
    """
    for pair in view.paare:
        own, there = (
            [joined.get(w.start, w) for w in clause.worte if w.art != "zeichen" and w is not particle(clause)]
            for clause in (pair.aussage, pair.quelle)
            for joined in ({v.start: v for v in clause.verben},)
        )
        matcher = SequenceMatcher(None, [_key(w) for w in own], [_key(w) for w in there], autojunk=False)
        if sum(block.size for block in matcher.get_matching_blocks()) < NEAR * len(own):
            continue
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag != "replace" or not (a > 0 or c > 0) or b - a != d - c or b - a > 3:
                continue
            for one, other in zip(own[a:b], there[c:d], strict=True):
                if (
                    one.art in CONTENT
                    and other.art in CONTENT
                    and not same_word(one, other)
                    and other not in pair.treffer.get(one, ())
                    and not {one.grund, other.grund} <= _HAPPENING
                    and not (one in pair.treffer and one.art == other.art == "verb" and other.grund in LIGHT)
                    and not (one in pair.fremd and _heads(other, one))
                    and other.grund != "fall"  # in 19 Fällen: 19 Einsätze
                    and (_same_kind(one, other) and not opposed(one.grund, other.grund))
                ):
                    yield f"„{one.text}“: An dieser Stelle der Quelle steht „{other.text}“."
        yield from _split_enumeration(pair)


NEAR = 0.7
"""A claim that has so much of its words in the quote's order goes along it word by word."""


_HAPPENING = frozenset(
    "geben führen stattfinden erfolgen bestehen vorliegen vornehmen durchführen aufweisen haben besitzen "
    "verfügen".split()
)
"""Gespräche werden geführt, Gespräche gibt es: behind such a noun these verbs say one thing."""


def _key(word: Wort) -> str:
    return str(word.wert.wert) if word.wert is not None else word.grund


def _split_enumeration(pair: Paar) -> Iterator[str]:
    parts, own_parts = _parts_between_commas(pair.quelle), _parts_between_commas(pair.aussage)
    for word, found in pair.treffer.items():
        if word.wert is None:
            continue
        part = parts.get(found[0].start)
        for group in pair.gruppen:
            noun = group.kern
            if noun is None or noun not in pair.treffer or len(group.worte) < 2:
                continue
            if own_parts.get(word.start) != own_parts.get(noun.start) or len(pair.gruppen) > len(pair.gruppen_quelle):
                continue
            marks = [w for w in group.worte if w is not noun and w in pair.treffer and w.wert is None]
            if not marks or any(parts.get(s.start) == part for m in marks for s in pair.treffer[m]):
                continue
            if any(parts.get(s.start) == part for s in pair.treffer[noun]):
                yield f"„{word.text}“ steht in der Quelle nicht bei „{_named(group)}“."


def _parts_between_commas(clause: Teilsatz) -> dict[int, int]:
    found, part = {}, 0
    for before, word in zip([None, *clause.worte], clause.worte, strict=False):
        part += before is not None and comma_between(clause, before, word)
        found[word.start] = part
    return found


def _named(group: Gruppe) -> str:
    return " ".join(w.text for w in group.worte)


def _replaced(pair: Paar, matched: dict[int, int], view: Vergleich) -> Iterator[str]:
    """A thing from elsewhere in the quotes stands where the quote's own sentence has another."""
    for i, group in enumerate(pair.gruppen):
        if i in matched:
            other = pair.gruppen_quelle[matched[i]]
            foreign = [w for w in group.worte if w in pair.fremd and w.art in ("name", "wert", "inhalt")]
            unmatched = [w for w in other.worte if w not in pair.getroffen and w not in view.gesagt]
            for word in foreign:
                if takes_up(other, word, pair, view) or (
                    not any(identical(word, s) for s in pair.fremd[word])
                    and any(_heads(u, word) for u in unmatched if u is other.kern)
                ):
                    continue  # eine weitere Anhebung, wo die Gebühren angehoben wurden: eine weitere Gebührenanhebung
                if any(_same_kind(word, u) for u in unmatched):
                    against = next(u for u in unmatched if _same_kind(word, u))
                    yield f"„{word.text}“: An dieser Stelle der Quelle steht „{against.text}“."
                    break
            continue
        foreign = [w for w in group.worte if w in pair.fremd]
        if not foreign or group.kern is None:
            continue
        for j, other in enumerate(pair.gruppen_quelle):
            if (
                j in matched.values()
                or other.kern is None
                or stands_for(other)
                or takes_up(other, group.kern, pair, view)
            ):
                continue
            if any(w in pair.getroffen for w in other.worte if not (_is_time(w) and other.kern is not None)):
                continue
            own, there = pair.rollen.get(i), pair.rollen_quelle.get(j)
            same_place = own == there and (group.praeposition == other.praeposition or own == "handelnd")
            in_core = same_place and pair.rollen.get(i) in {*_CORE, "empfangend"}
            if any(w in view.gesagt for w in other.worte) and not in_core:
                continue
            if same_place or concepts(group.kern.grund) & concepts(other.kern.grund):
                yield f"„{_named(group)}“: An dieser Stelle der Quelle steht „{_named(other)}“."
                break


_GENERIC = frozenset(
    "gebäude haus anlage verein projekt maßnahme fläche gesellschaft einrichtung programm vertrag verfahren arbeit "
    "arbeiten vorhaben verband unternehmen firma betrieb konzept grundstück gelände angebot person gremium bau halle "
    "raum straße brücke platz schule antrag bescheid plan bericht beschluss fall".split()
)


def stands_for(group: Gruppe) -> bool:
    """Das Gebäude, der Verein: a bare definite noun takes up what an earlier sentence named."""
    noun = group.kern
    return noun is not None and len(group.worte) == 1 and group.bestimmt and noun.grund in _GENERIC


def is_generic(group: Gruppe) -> bool:
    """Whether a noun, or the last part of a compound, names no more than a kind of thing ("Liefervertrag")."""
    noun = group.kern
    return noun is not None and bool(_GENERIC & {noun.grund, *parts(noun.grund)[-1:]})


def takes_up(group: Gruppe, named: Wort, pair: Paar, view: Vergleich) -> bool:
    """Die Karte: the Ehrenamtskarte that an earlier sentence named. "Die Karte für Kinder" is one of its kind."""
    noun = group.kern
    if noun is None or len(group.worte) > 1 or not group.bestimmt or not _heads(noun, named):
        return False
    at = pair.gruppen_quelle.index(group)
    after = pair.gruppen_quelle[at + 1] if at + 1 < len(pair.gruppen_quelle) else None
    if after is None or not (after.attribut or after.praeposition):
        return True
    between = [w for w in pair.quelle.worte if noun.ende <= w.start < after.worte[0].start]
    return any(w.art != "funktion" for w in between) or any(w in view.gesagt for w in after.worte)


def _is_time(word: Wort) -> bool:
    """Whether a word is a date, a year, a quarter or a time of day."""
    return word.wert is not None and word.wert.art in ("datum", "jahr", "jahre", "quartal", "uhrzeit")


def _heads(noun: Wort, compound: Wort) -> bool:
    pieces = parts(compound.grund)
    return len(pieces) > 1 and pieces[-1] == noun.grund and compound.text[0].isupper()


def _same_kind(one: Wort, other: Wort) -> bool:
    if one.wert is not None or other.wert is not None:
        return one.wert is not None and other.wert is not None and one.wert.art == other.wert.art
    return one.text[0].isupper() == other.text[0].isupper()
