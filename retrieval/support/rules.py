"""The rules of the gate: what may differ between a claim and the words it stands on, and what may not.

Each rule looks at a claim laid beside its quotes and gives reasons, as German sentences that name the words. No reason
from any rule means supported; one is enough to refuse. Where a rule cannot tell, it refuses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from retrieval.support.alignment import same_word
from retrieval.support.clauses import PAST, PRESENT, Teilsatz
from retrieval.support.lexicon import concepts, opposed
from retrieval.support.phrases import Gruppe
from retrieval.support.reading import CONTENT, LIGHT, Paar, Vergleich, content
from retrieval.support.values import Wert
from retrieval.support.words import MODAL_WORDS, Wort

# --- numbers, amounts, dates -----------------------------------------------------------------------------------------

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
            limits = {s.wert.grenze for s in found if s.wert}
            if _limit(value) not in {_normal_limit(limit) for limit in limits}:
                written = next(s.text for s in found if s.wert)
                yield f"„{word.text}“: In der Quelle steht „{written}“."
        yield from _values_at_their_thing(pair)


def _rival(word: Wort, pair: Paar) -> Wort | None:
    """A value of the quote's own clause that counts the same thing, where the claim takes one from elsewhere."""
    unit = _unit(word, content(pair.aussage))
    for other in content(pair.quelle):
        if other.wert is None or word.wert is None or other.wert.art != word.wert.art or other in pair.getroffen:
            continue
        there = _unit(other, content(pair.quelle))
        if (unit is None and there is None) or (unit and there and same_word(unit, there)):
            return other
    return None


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
        if not rivals:
            continue
        around = _around(word, pair.aussage, own)
        best = max(_likeness(around, _around(s, pair.quelle, theirs)) for s in found)
        unit = _unit(word, own)
        at_unit = unit is not None and any((u := _unit(s, theirs)) is not None and same_word(unit, u) for s in found)
        for rival in rivals:
            there = _unit(rival, theirs)
            if at_unit and unit is not None and (there is None or not same_word(unit, there)):
                continue
            if _likeness(around, _around(rival, pair.quelle, theirs)) > best + 0.4:
                yield f"„{word.text}“ steht in der Quelle bei etwas anderem; dort ist es „{rival.text}“."
                break


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
            if _comma_between(clause, *sorted((w, words[i - step]), key=lambda x: x.start)):
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
    return [w for w in own if w.start in starts and w.wert is None], preposition


def _comma_between(clause: Teilsatz, one: Wort, other: Wort) -> bool:
    return any(one.ende <= comma < other.start for comma in clause.kommas)


def _likeness(one: tuple[list[Wort], str], other: tuple[list[Wort], str]) -> float:
    same = sum(any(same_word(a, b) for b in other[0]) for a in one[0])
    return same + (0.5 if one[1] and one[1] == other[1] else 0.0)


# --- nothing added ---------------------------------------------------------------------------------------------------


def nothing_added(view: Vergleich) -> Iterator[str]:
    """Every word of the claim that carries sense stands on a word of the quotes."""
    for pair in view.paare:
        for word in content(pair.aussage):
            if word in pair.treffer or word in pair.fremd or word.wert is not None:
                continue
            if _is_modal(word) or _is_light(word, pair) or word.grund in _EMPTY:
                continue
            if any(opposed(word.grund, s.grund) for s in content(pair.quelle)):
                continue  # the rule on negation looks at it
            yield f"„{word.text}“ steht nicht in der Quelle."


_EMPTY = frozenset("höhe rahmen zug umfang weise weg".split())
"""ein Zuschuss in Höhe von ...: such a noun adds nothing."""


def _is_modal(word: Wort) -> bool:
    return word.low in MODAL_WORDS or word.grund in MODAL_WORDS


def _is_light(word: Wort, pair: Paar) -> bool:
    if word.grund in ("rechnen", "erwarten"):  # mit der Lieferung ist ... zu rechnen
        return all(any("umfang:voraussichtlich" in w.sinn for w in c.worte) for c in (pair.aussage, pair.quelle))
    return word.art == "verb" and word.grund in LIGHT


# --- negation --------------------------------------------------------------------------------------------------------


def negation_kept(view: Vergleich) -> Iterator[str]:
    """Claim and quote affirm, or deny, the same."""
    for pair in view.paare:
        claim, source = pair.aussage, pair.quelle
        flips = 0
        contrary: tuple[str, str] | None = None
        for word in content(claim):
            if word in pair.treffer:
                continue
            against = next(
                (s for s in content(source) if s not in pair.getroffen and opposed(word.grund, s.grund)), None
            )
            if against is not None:
                contrary = (word.text, against.text)
                flips += _denies(word) == _denies(against)
        own = claim.verneinungen + sum(map(_denies, _spoken(claim))) + flips + _without(claim, source)
        theirs = source.verneinungen + sum(map(_denies, _spoken(source))) + _without(source, claim)
        if own % 2 != theirs % 2:
            if contrary:
                yield f"„{contrary[0]}“: In der Quelle steht „{contrary[1]}“."
            else:
                where = claim if claim.verneinungen else source
                denial = next((w.text for w in where.worte if w.art == "verneinung"), "nicht")
                side = "steht so nicht in der Quelle" if where is claim else "der Quelle fehlt im Satz"
                yield f"Die Verneinung „{denial}“ {side}."


def _denies(word: Wort) -> bool:
    """Words that deny by themselves: unzulässig, unmöglich."""
    if word.grund in ("ausstehen", "unterbleiben"):
        return True
    return word.art in ("inhalt", "verb") and "nicht" in (
        MODAL_WORDS.get(word.low) or MODAL_WORDS.get(word.grund) or ""
    )


def _spoken(clause: Teilsatz) -> list[Wort]:
    """The words of a clause, its verbs with their particles."""
    return [*(w for w in clause.worte if w.art != "verb"), *clause.verben]


def _without(clause: Teilsatz, other: Teilsatz) -> int:
    """ohne X ... nicht: "ohne" is a second negation where the other says "nur mit X"."""
    limited = any("umfang:nur" in w.sinn or "zeit:erst" in w.sinn for w in other.worte)
    return int(limited and any(w.low == "ohne" for w in clause.worte))


# --- how certain, and when -------------------------------------------------------------------------------------------

_SAYS = {
    "fakt": "eine Feststellung", "kann": "eine Möglichkeit", "soll": "eine Absicht", "muss": "eine Pflicht",
    "hypo": "nur eine Überlegung",
}  # fmt: skip


def modality_kept(view: Vergleich) -> Iterator[str]:
    """What can, shall, must or might be is not said to be, nor the other way round; past stays past."""
    for pair in view.paare:
        claim, source = pair.aussage, pair.quelle
        if claim.finite is None or source.finite is None or _attributes(pair):
            continue
        if claim.art == source.art == "bedingung" or _part_of(claim):
            continue
        if any(_denies(v) for v in source.verben) and claim.verneinungen:
            continue  # steht aus: hat noch nicht
        if not claim.modus & source.modus:
            yield (
                f"„{_verb(claim)}“ sagt etwas anderes als die Quelle: Dort ist es {_SAYS[min(source.modus)]}"
                f" („{_verb(source)}“)."
            )
        elif not claim.zeit & source.zeit and not _stand(pair) and not _has_now(claim, source):
            yield f"„{_verb(claim)}“: In der Quelle steht „{_verb(source)}“."


def _part_of(clause: Teilsatz) -> bool:
    """neun davon sind Mädchen: the verb only joins a part to its whole."""
    return not clause.verben and any(w.low in ("davon", "darunter") for w in clause.worte)


_TELLING = frozenset("angeben mitteilen erklären berichten feststellen ausführen darlegen".split())


def _attributes(pair: Paar) -> bool:
    """Der Betreiber gibt an, dass ...: the clause only names who says it, as "nach Angaben des Betreibers" does."""
    return any(
        v.grund in _TELLING and pair.treffer.get(v) and pair.treffer[v][0].art != "verb" for v in pair.aussage.verben
    )


def _verb(clause: Teilsatz) -> str:
    words = [w for w in clause.worte if w.art in ("hilfsverb", "verb") or w.low in MODAL_WORDS]
    return " ".join(w.text for w in words) or "–"


def _stand(pair: Paar) -> bool:
    """A state that is told of a day: "zählt mit Stand 31.12." and "hatte am 31.12." say the same."""
    return any(w.wert is not None and w.wert.art == "datum" and None not in w.wert.wert for w in pair.treffer) and (
        PAST in pair.aussage.zeit and PRESENT in pair.quelle.zeit
    )


def _has_now(claim: Teilsatz, source: Teilsatz) -> bool:
    """Who has raised no objections has none."""
    own, there = claim.finite, source.finite
    return bool(own and there and own.low in ("hat", "haben") and there.low in ("hat", "haben") and not claim.verben)


# --- scope -----------------------------------------------------------------------------------------------------------

_MAY_GO = frozenset(
    "zeit:derzeit zeit:bereits zeit:weiterhin zeit:noch zeit:mehr zeit:erneut zeit:zuletzt zeit:bisher zeit:seither "
    "umfang:auch umfang:alle umfang:vollständig umfang:mehrere umfang:viele umfang:immer zeit:erst".split()
)
"""Left out, these leave a sentence true, as long as it denies nothing."""

_MAY_GO_IN_NEGATION = frozenset("zeit:noch zeit:mehr zeit:bereits umfang:auch zeit:seither zeit:bisher".split())


def scope_kept(view: Vergleich) -> Iterator[str]:
    """alle, einzelne, nur, überwiegend, bereits, weiterhin, voraussichtlich: none added, none of weight left out."""
    for pair in view.paare:
        own, theirs = _scopes(pair.aussage), _scopes(pair.quelle)
        near = {k for q in view.quelle if q.satz == pair.quelle.satz for k in _scopes(q)}
        for key, word in own.items():
            if key in theirs or _said_otherwise(key, pair):
                continue
            if key in near and pair.fremd:
                continue
            if key == "umfang:auch" and len(view.paare) > 1:
                continue
            if key == "zeit:noch" and pair.aussage.verneinungen and any(_denies(v) for v in pair.quelle.verben):
                continue
            yield f"„{word.text}“ steht so nicht in der Quelle."
        denied = pair.quelle.verneinungen > 0
        for key, word in theirs.items():
            if key in own or key in (_MAY_GO_IN_NEGATION if denied else _MAY_GO):
                continue
            if any(key in _scopes(c) for c in view.aussage):
                continue
            if key == "umfang:nur" and _only_said_by_without(pair):
                continue
            if not _belongs(word, pair):
                continue
            yield f"„{word.text}“ aus der Quelle fehlt im Satz."
        yield from _provisos(pair, view)


def _scopes(clause: Teilsatz) -> dict[str, Wort]:
    return {next(iter(w.sinn)): w for w in clause.worte if w.art in ("umfang", "zeit")}


def _said_otherwise(key: str, pair: Paar) -> bool:
    return False


def _only_said_by_without(pair: Paar) -> bool:
    return (
        any(w.low == "ohne" for w in pair.aussage.worte)
        and pair.aussage.verneinungen + sum(map(_denies, pair.aussage.worte)) > 0
    )


def _belongs(word: Wort, pair: Paar) -> bool:
    """Whether what the scope word limits is in the claim at all: the next word of sense behind it, or the verb."""
    behind = next((w for w in content(pair.quelle) if w.start > word.start), None)
    return behind is None or behind in pair.getroffen or behind.art == "verb"


def _provisos(pair: Paar, view: Vergleich) -> Iterator[str]:
    said = {w.low for c in view.aussage for w in c.worte if w.art == "vorbehalt"}
    for word in pair.quelle.worte:
        if word.art == "vorbehalt" and not said:
            yield f"Die Einschränkung „{word.text}“ fehlt im Satz."
    there = any(w.art == "vorbehalt" for q in view.quelle for w in q.worte)
    for word in pair.aussage.worte:
        if word.art == "vorbehalt" and not there:
            yield f"„{word.text}“ steht nicht in der Quelle."


# --- conditions ------------------------------------------------------------------------------------------------------

CONDITION_SHARE = 0.6
"""So much of a condition's words has to be in the claim for the condition to be."""


def conditions_kept(view: Vergleich) -> Iterator[str]:
    """What the quotes say under a condition is said under it."""
    said = view.gesagt
    for pair in view.paare:
        for condition in _conditions_of(pair.quelle, view.quelle):
            words = [w for w in content(condition) if w.grund not in LIGHT]
            kept = [w for w in words if w in said or any(same_word(c, w) for c in view.worte)]
            if words and len(kept) < CONDITION_SHARE * len(words):
                text = " ".join(w.text for w in condition.worte)
                yield f"Die Bedingung „{text}“ fehlt im Satz."
                continue
            if not any(_conditional(c) for c in view.aussage) and pair.quelle.art != "bedingung":
                text = " ".join(w.text for w in condition.worte)
                yield f"Was die Quelle an eine Bedingung knüpft („{text}“), steht hier ohne sie."


_UNSURE = frozenset(
    "fordern vorschlagen empfehlen wünschen anregen befürchten bitten beantragen behaupten meinen hoffen "
    "verlangen erwarten".split()
)


def asserted_kept(view: Vergleich) -> Iterator[str]:
    """What the quote only asks ("ob"), supposes ("wenn") or lets somebody demand is not asserted."""
    for pair in view.paare:
        source = pair.quelle
        if pair.aussage.art in ("neben", "bedingung"):
            continue
        first = next((w.low for w in source.worte if w.low not in ("und", "oder")), "")
        sentence = [q for q in view.quelle if q.satz == source.satz and q is not source]
        if first == "ob" or source.art == "bedingung":
            if _whole_attribute(pair) or any(w.low == "ob" for w in pair.aussage.worte):
                continue
            yield f"Die Quelle stellt nicht fest, sondern lässt offen: „{' '.join(w.text for w in source.worte)}“."
        elif first in ("dass", "daß"):
            asking = [v for q in sentence for v in q.verben if v.grund in _UNSURE]
            if asking and not any(v.start == s.start for v in asking for s in view.gesagt):
                yield f"Die Quelle stellt das nicht fest: Dort steht „{asking[0].text}“."


def _whole_attribute(pair: Paar) -> bool:
    """Whether the claim's clause has no verb of its own from the quote's: it names the matter only."""
    return (
        not any(v in pair.treffer for v in pair.aussage.verben) and pair.aussage.finite is not None and bool(pair.fremd)
    )


def _conditional(clause: Teilsatz) -> bool:
    if clause.art in ("bedingung", "neben"):
        return True
    return any(w.art == "vorbehalt" or w.low in ("nur", "ohne", "bei", "abhängig", "erst") for w in clause.worte)


def _conditions_of(clause: Teilsatz, quelle: Sequence[Teilsatz]) -> list[Teilsatz]:
    """The conditions in a clause's sentence that it stands under: those next to it, no main clause between."""
    sentence = [q for q in quelle if q.satz == clause.satz]
    at = sentence.index(clause)
    found = []
    for step in (1, -1):
        i = at + step
        while 0 <= i < len(sentence):
            if sentence[i].art == "bedingung":
                if step == 1 or all(q.art != "haupt" for q in sentence[:i]):
                    found.append(sentence[i])
            elif sentence[i].art == "haupt":
                break
            i += step
    return [f for f in found if f is not clause]


# --- what is left out ------------------------------------------------------------------------------------------------

_NARROWING = frozenset(
    "in an auf bei innerhalb außerhalb unter für entlang während zwischen vor nach ab ohne mit "
    "gemäß laut zufolge aus".split()
)


def restrictions_kept(view: Vergleich) -> Iterator[str]:
    """What narrows the quote's sentence (a place, a group, a view) is not left out, least of all under a negation."""
    said = view.gesagt
    for pair in view.paare:
        yield from _predicate_kept(pair, view)
        yield from _heads_kept(pair, view)
        denied = pair.quelle.verneinungen > 0
        for index, group in enumerate(pair.gruppen_quelle):
            words = [w for w in group.worte if w.grund not in LIGHT]
            if not words or any(w in said or any(same_word(c, w) for c in view.worte) for w in words):
                continue
            if _anaphoric(group, pair):
                continue
            text = " ".join(w.text for w in group.worte)
            if group.attribut:
                continue
            after = pair.gruppen_quelle[index + 1] if index + 1 < len(pair.gruppen_quelle) else None
            if after is not None and after.attribut and _said(after, view):
                continue  # in der Sitzung des Ausschusses: der Ausschuss
            narrowing = group.praeposition in _NARROWING and not _of_time(group) and group.worte[0].grund not in _FRAMES
            if narrowing and not _belongs_to_dropped(index, pair, said):
                yield f"„{group.praeposition} … {text}“ aus der Quelle fehlt im Satz."
            elif (
                denied
                and group.praeposition
                and group.praeposition not in ("zu",)
                and not _belongs_to_dropped(index, pair, said)
            ):
                yield f"„{group.praeposition} … {text}“ aus der Quelle fehlt im verneinten Satz."
        yield from _periods_kept(pair, view)
        yield from _restrictive_relative(pair, view)
        yield from _restricting_adjectives(pair, view)


_FRAMES = frozenset("auftrag rahmen zug höhe".split())
"""im Auftrag der Stadt, im Rahmen von: what stands there narrows nothing."""


def _of_time(group: Gruppe) -> bool:
    return all(
        (w.wert is not None and w.wert.art in ("datum", "jahr", "jahre", "quartal", "uhrzeit"))
        or w.grund in ("jahr", "monat", "ende")
        for w in group.worte
    )


def _belongs_to_dropped(index: int, pair: Paar, said: set[Wort]) -> bool:
    """Whether the group hangs on another one that is left out as a whole."""
    if index == 0:
        return False
    before = pair.gruppen_quelle[index - 1]
    own = pair.gruppen_quelle[index]
    last, first = before.worte[-1], own.worte[0]
    adjacent = not any(
        w.art in ("verb", "hilfsverb", "verneinung") for w in pair.quelle.worte if last.ende <= w.start < first.start
    )
    return adjacent and not any(w in said for w in before.worte)


def _anaphoric(group: Gruppe, pair: Paar) -> bool:
    return False


_RESTRICTING = frozenset(
    "zusätzlich weit rückwirkend vorzeitig teilweise befristet automatisch spät früh einmalig dauerhaft kurzfristig "
    "langfristig mittelfristig vorläufig probeweise ergänzend".split()
)


def _restricting_adjectives(pair: Paar, view: Vergleich) -> Iterator[str]:
    for word in content(pair.quelle):
        if word.art == "inhalt" and word.grund in _RESTRICTING and word not in view.gesagt:
            if any(same_word(c, word) for c in view.worte):
                continue
            follows = next((w for w in content(pair.quelle) if w.start > word.start), None)
            if follows is not None and follows in pair.getroffen:
                yield f"„{word.text}“ aus der Quelle fehlt im Satz."


def _periods_kept(pair: Paar, view: Vergleich) -> Iterator[str]:
    """1.200 Euro im Jahr: without its period an amount is another one."""
    for word in pair.quelle.worte:
        if word.art != "takt" or word in view.gesagt or any(same_word(c, word) for c in view.worte):
            continue
        if any(w.wert is not None and w.wert.art in ("geld", "zahl", "mal") for w in pair.getroffen):
            yield f"„{word.text}“ aus der Quelle fehlt im Satz."


def _restrictive_relative(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Haushalte, die selbst kompostieren, können ...: without the relative clause it is said of all."""
    for clause in view.quelle:
        if clause.art != "relativ" or clause.satz != pair.quelle.satz or clause.bezug is None or clause is pair.quelle:
            continue
        if clause.bezug not in pair.getroffen:
            continue
        group = next((g for g in pair.gruppen_quelle if clause.bezug in g.worte), None)
        if group is None or group.faelle != frozenset({"nom", "akk", "dat", "gen"}) or group.praeposition:
            continue
        if any(w.art in ("name", "wert") for w in group.worte):
            continue
        words = content(clause)
        kept = [w for w in words if w in view.gesagt or any(same_word(c, w) for c in view.worte)]
        if len(kept) < CONDITION_SHARE * len(words):
            yield f"„{' '.join(w.text for w in clause.worte)}“ aus der Quelle fehlt im Satz."


_PLANNING = frozenset("beabsichtigen planen vorsehen verpflichten halten".split())


def _predicate_kept(pair: Paar, view: Vergleich) -> Iterator[str]:
    """What the quote says is done, or is so, is what the claim says."""
    governing = [v for v in pair.quelle.verben if v.grund in _GOVERNING]
    if governing and pair.quelle.mit_zu and not pair.aussage.modus & {"soll", "muss", "hypo"}:
        told = any(v.start == s.start for v in governing for s in view.gesagt)
        if not told and not any(same_word(c, v) for c in view.worte for v in governing):
            yield f"„{governing[0].text}“ aus der Quelle fehlt im Satz."
    carrying = _carrying(pair.quelle)
    if _measure(pair):
        return
    if not carrying or any(v.start == s.start for v in carrying for s in view.gesagt):
        return
    own = content(pair.aussage)
    if any(same_word(c, v) or opposed(c.grund, v.grund) for c in view.worte for v in carrying):
        return
    if pair.aussage.finite is None and not any(v.grund not in LIGHT for v in pair.aussage.verben):
        return
    if pair.aussage.art == "relativ" and not pair.treffer:
        return
    if not own:
        return
    yield f"„{carrying[-1].text}“ aus der Quelle sagt dieser Satz nicht."


_GOVERNING = frozenset(
    "zusagen ankündigen versprechen fordern bitten empfehlen vorschlagen versuchen auffordern anregen erwägen planen "
    "beabsichtigen anstreben wünschen ablehnen vorsehen verlangen anbieten raten".split()
)
"""Verbs under which what "zu ..." says has not been done."""


def _measure(pair: Paar) -> bool:
    """Das Verwarnungsgeld beträgt 55 Euro: the value stands right at its noun in the quote."""
    verb = pair.aussage.finite
    if verb is None or verb.grund not in ("betragen", "belaufen", "liegen", "lauten") or pair.aussage.verneinungen:
        return False
    theirs = content(pair.quelle)
    if any(
        v.grund in ("schätzen", "erwarten", "rechnen", "veranschlagen", "planen", "beziffern")
        for v in pair.quelle.verben
    ):
        return False
    for word, found in pair.treffer.items():
        if word.wert is None:
            continue
        at = theirs.index(found[0])
        if at and any(theirs[at - 1] in hit for w, hit in pair.treffer.items() if w.wert is None):
            return True
    return False


def _carrying(clause: Teilsatz) -> list[Wort]:
    """The words that carry a clause's sense: its full verbs, or what "ist" says of its subject."""
    verbs = [v for v in clause.verben if v.grund not in LIGHT and not _is_modal(v) and v.grund not in _PLANNING]
    verbs += [w for w in clause.worte if w.low in ("geltend", "rückgängig", "bekannt") and w.art in ("inhalt", "verb")]
    if verbs or clause.finite is None or clause.finite.grund != "sein":
        return verbs
    words = [w for w in clause.worte if w.art != "zeichen"]
    return [
        w for w, after in zip(words, [*words[1:], None], strict=True)
        if w.art == "inhalt" and w.text[0].islower() and not _is_modal(w)
        and (after is None or after.art in ("funktion", "hilfsverb"))
    ]  # fmt: skip


_EMPTY_HEADS = frozenset(
    "rahmen zug höhe bereich form weg umfang anzahl zahl zeitraum fall grundlage seite hinblick sinn zusammenhang "
    "dauer ende beginn anfang mitte art hilfe stelle kreis reihe auskunft angabe angaben stand ergebnis".split()
)


def _heads_kept(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Ein Antrag auf Anordnung von Tempo 30: who leaves out the Antrag says that it was ordered."""
    groups = pair.gruppen_quelle
    for group, after in pairwise(groups):
        head = group.kern
        if head is None or not (after.attribut or after.praeposition in ("auf", "von", "für", "zu", "über", "an")):
            continue
        if head.grund in _EMPTY_HEADS or group.praeposition or _said(group, view):
            continue
        if not any(w in pair.getroffen for w in after.worte) or not _touch(group, after, pair):
            continue
        yield f"„{head.text}“ aus der Quelle fehlt im Satz."


def _said(group: Gruppe, view: Vergleich) -> bool:
    return any(w in view.gesagt or any(same_word(c, w) for c in view.worte) for w in group.worte)


def _touch(group: Gruppe, after: Gruppe, pair: Paar) -> bool:
    end, start = group.worte[-1].ende, after.worte[0].start
    between = [w for w in pair.quelle.worte if end <= w.start < start]
    return all(w.art == "funktion" for w in between)


# --- who does what to whom -------------------------------------------------------------------------------------------

_AGAINST = {
    frozenset(p.split("/")) for p in (
        "vor/nach innerhalb/außerhalb über/unter mit/ohne für/gegen ab/bis seit/bis ab/vor seit/vor außer/in durch/an "
        "von/an durch/gegen von/gegen"
    ).split()
}  # fmt: skip


def roles_kept(view: Vergleich) -> Iterator[str]:
    """Nobody takes another's part, nothing takes another thing's place."""
    for pair in view.paare:
        matched = _matched_groups(pair)
        yield from _swapped(pair, matched)
        yield from _opposed_prepositions(pair, matched)
        yield from _replaced(pair, matched, view)


def _matched_groups(pair: Paar) -> dict[int, int]:
    """Claim group to quote group, one to one, by the words that they share; those that share most first."""
    scored = []
    for i, group in enumerate(pair.gruppen):
        for j, other in enumerate(pair.gruppen_quelle):
            shared = sum(
                1.0 + (w is group.kern) for w in group.worte if any(o in other.worte for o in pair.treffer.get(w, ()))
            )
            if shared:
                same_role = pair.rollen.get(i) == pair.rollen_quelle.get(j)
                scored.append((shared + 0.1 * same_role, -abs(i - j), i, j))
    found: dict[int, int] = {}
    for _, _, i, j in sorted(scored, reverse=True):
        if i not in found and j not in found.values():
            found[i] = j
    return found


_CORE = frozenset({"handelnd", "betroffen"})


def _swapped(pair: Paar, matched: dict[int, int]) -> Iterator[str]:
    certain = _certain(pair)
    for i, j in matched.items():
        own, there = pair.rollen.get(i), pair.rollen_quelle.get(j)
        if own is None or there is None or own == there:
            continue
        if certain and {own, there} in ({"handelnd", "betroffen"}, {"handelnd", "empfangend"}):
            yield f"„{_named(pair.gruppen[i])}“ hat in der Quelle eine andere Rolle."
            return
        same_voice = pair.aussage.passiv == pair.quelle.passiv and not (pair.aussage.zustand or pair.quelle.zustand)
        if (
            certain
            and same_voice
            and there in _CORE
            and own in ("in", "an", "auf", "bei", "mit", "für", "gegen", "nach", "von")
        ):
            yield f"„{_named(pair.gruppen[i])}“ hat in der Quelle eine andere Rolle."
            return
        for k, m in matched.items():
            if k != i and m != j and own == pair.rollen_quelle.get(m) and pair.rollen.get(k) == there:
                yield f"„{_named(pair.gruppen[i])}“ und „{_named(pair.gruppen[k])}“ haben ihre Rollen getauscht."
                return


def _certain(pair: Paar) -> bool:
    """Roles are compared where both clauses have the same full verb."""
    return any(
        v.grund not in LIGHT and v in pair.treffer and any(v.grund == s.grund for s in pair.treffer[v])
        for v in pair.aussage.verben
    )


def _opposed_prepositions(pair: Paar, matched: dict[int, int]) -> Iterator[str]:
    for i, j in matched.items():
        own, there = pair.gruppen[i].praeposition, pair.gruppen_quelle[j].praeposition
        if pair.gruppen_quelle[j].attribut and own in ("gegen", "an", "ohne"):
            yield f"„{own} … {_named(pair.gruppen[i])}“ steht so nicht in der Quelle."
        if own and there and frozenset({own, there}) in _AGAINST and not _only_said_by_without(pair):
            yield f"„{own} … {_named(pair.gruppen[i])}“: In der Quelle steht „{there}“."


def places_kept(view: Vergleich) -> Iterator[str]:
    """In a claim that goes along its quote word by word, no word stands where the quote has another one.

    And a value stays with its part of an enumeration ("ortsansässige Vereine 12 Euro, auswärtige das Doppelte").
    """
    for pair in view.paare:
        own = [w for w in pair.aussage.worte if w.art != "zeichen"]
        there = [w for w in pair.quelle.worte if w.art != "zeichen"]
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
                    and (_same_kind(one, other) and not opposed(one.grund, other.grund))
                ):
                    yield f"„{one.text}“: An dieser Stelle der Quelle steht „{other.text}“."
        yield from _split_enumeration(pair)


NEAR = 0.7
"""A claim that has so much of its words in the quote's order goes along it word by word."""


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
        part += before is not None and _comma_between(clause, before, word)
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
                if any(_same_kind(word, u) for u in unmatched):
                    against = next(u for u in unmatched if _same_kind(word, u))
                    yield f"„{word.text}“: An dieser Stelle der Quelle steht „{against.text}“."
                    break
            continue
        foreign = [w for w in group.worte if w in pair.fremd]
        if not foreign or group.kern is None:
            continue
        for j, other in enumerate(pair.gruppen_quelle):
            if j in matched.values() or other.kern is None or _stands_for(other):
                continue
            if any(w in pair.getroffen for w in other.worte):
                continue
            same_place = group.praeposition == other.praeposition and pair.rollen.get(i) == pair.rollen_quelle.get(j)
            if any(w in view.gesagt for w in other.worte) and not (same_place and pair.rollen.get(i) in _CORE):
                continue
            if same_place or concepts(group.kern.grund) & concepts(other.kern.grund):
                yield f"„{_named(group)}“: An dieser Stelle der Quelle steht „{_named(other)}“."
                break


_GENERIC = frozenset(
    "gebäude haus anlage verein projekt maßnahme fläche gesellschaft einrichtung programm vertrag verfahren arbeit "
    "vorhaben verband unternehmen firma betrieb konzept grundstück gelände angebot person gremium bau halle raum "
    "straße brücke platz schule antrag bescheid plan bericht beschluss".split()
)


def _stands_for(group: Gruppe) -> bool:
    """Das Gebäude, der Verein: a bare definite noun takes up what an earlier sentence named."""
    noun = group.kern
    return noun is not None and len(group.worte) == 1 and group.bestimmt and noun.grund in _GENERIC


def _same_kind(one: Wort, other: Wort) -> bool:
    if one.wert is not None or other.wert is not None:
        return one.wert is not None and other.wert is not None and one.wert.art == other.wert.art
    return one.text[0].isupper() == other.text[0].isupper()


RULES = (
    values_kept, nothing_added, negation_kept, modality_kept, scope_kept, conditions_kept, asserted_kept,
    restrictions_kept, roles_kept, places_kept,
)  # fmt: skip
"""In the order in which their reasons are told."""
