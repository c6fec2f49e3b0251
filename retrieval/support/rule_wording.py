"""Words of a claim: none added, none denied, none more or less certain, none wider or narrower than in the quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from retrieval.support.alignment import identical
from retrieval.support.clauses import Teilsatz
from retrieval.support.lexicon import opposed
from retrieval.support.reading import LIGHT, Paar, Vergleich, content
from retrieval.support.tense import FUTURE, MODAL_NOUNS, PAST, PRESENT
from retrieval.support.words import MODAL_WORDS, Wort

# --- nothing added ---------------------------------------------------------------------------------------------------


def nothing_added(view: Vergleich) -> Iterator[str]:
    """Every word of the claim that carries sense stands on a word of the quotes."""
    for pair in view.paare:
        for word in content(pair.aussage):
            if _borrowed(word, pair, view):
                yield f"„{word.text}“ steht nicht in der Quelle."
            if word in pair.treffer or word in pair.fremd or word.wert is not None:
                continue
            if is_modal(word) or _is_light(word, pair) or (word.grund in _EMPTY and word.art == "inhalt"):
                continue
            if _compared(word, pair) or (_says_free(word) and free_of_charge(pair)):
                continue
            if word.grund in _CHARGING and _amount_due(pair):
                continue
            if _only_frames(word, pair) or (word.grund in ENDING and holds_until(pair)) or (word.grund in _NEEDING and needed_for_it(pair)):
                continue
            if MODAL_NOUNS.get(word.grund) in ("muss", "kann") and MODAL_NOUNS[word.grund] in pair.quelle.modus:
                continue  # es besteht die Pflicht: muss
            if any(opposed(word.grund, s.grund) for s in content(pair.quelle) if s not in pair.getroffen):
                continue  # the rule on negation looks at it
            yield f"„{word.text}“ steht nicht in der Quelle."


ENDING = frozenset("enden auslaufen ablaufen".split())


def holds_until(pair: Paar) -> bool:
    """Endet am 30. Juni: läuft bis zum 30. Juni. One side has the day behind "bis", the other a verb of ending."""
    for word, found in pair.treffer.items():
        if word.wert is None or word.wert.art not in ("datum", "jahr", "jahre"):
            continue
        for one, day, other in ((pair.aussage, word, pair.quelle), (pair.quelle, found[0], pair.aussage)):
            before = [w.low for w in one.worte if w.start < day.start][-3:]
            ends = any(v.grund in ENDING for v in other.verben)
            lasts = one.finite is not None and one.finite.grund in ("laufen", "gelten", "bestehen")
            if "bis" in before and ends and lasts and not (one.verneinungen or other.verneinungen):
                return True
    return False


def _borrowed(word: Wort, pair: Paar, view: Vergleich) -> bool:
    """Zur Umsetzung umgesetzt, where the quote has "zur Umsetzung empfohlen": the verb stands on a word already said,
    and one of the quote's own is left over.
    """
    found = pair.treffer.get(word, ())
    free = [
        s for s in content(pair.quelle)
        if s.art == word.art and s.text[0].isupper() == word.text[0].isupper() and s.grund not in LIGHT
        and not any(s.start == t.start for t in view.gesagt) and not is_modal(s)
    ]  # fmt: skip
    if not free or not found or word.wert is not None or word.grund in LIGHT or any(identical(word, s) for s in found):
        return False
    others = [w for w in pair.treffer if w is not word]
    return all(any(s in pair.treffer[w] and identical(w, s) for w in others) for s in found)


def _only_frames(word: Wort, pair: Paar) -> bool:
    """Die Zahl der Anträge betrug 310; aus Gründen des; im Jahr 1974: what says nothing beside its neighbour."""
    words = [w for w in pair.aussage.worte if w.art != "zeichen"]
    at = next((i for i, w in enumerate(words) if w.start == word.start), 0)
    before, after = words[at - 1] if at else None, words[at + 1] if at + 1 < len(words) else None
    if word.grund in ("zahl", "anzahl"):
        verb = pair.aussage.finite
        what = next((w for w in words[at + 1 :] if w.art in ("inhalt", "name") and w.text[0].isupper()), None)
        there = [w for w in pair.quelle.worte if w.art != "zeichen"]
        counted = what is not None and any(
            one.wert is not None and one.wert.art == "zahl" and other in pair.treffer.get(what, ())
            for one, other in pairwise(there)
        )
        return counted and verb is not None and verb.grund in ("betragen", "liegen", "belaufen")
    if word.low == "vergleich":
        return before is not None and before.low == "im" and any(w.low == "gegenüber" for w in pair.quelle.worte)
    if word.low == "gründen":
        return before is not None and before.low == "aus"
    return word.grund == "jahr" and after is not None and after.wert is not None and after.wert.art in ("jahr", "jahre")


_EMPTY = frozenset("höhe rahmen zug umfang weise weg verfügbar vorhanden gegenstand".split())
"""ein Zuschuss in Höhe von ...: such a noun adds nothing."""


COSTS = frozenset("miete gebühr kosten entgelt steuer beitrag eintritt leihgebühr pacht nutzungsentgelt".split())
_CHARGING = frozenset("zahlen bezahlen entrichten erheben anfallen verlangen kosten entstehen".split())
_FREE = re.compile(
    r"(?:miet|kosten|gebühren|entgelt|beitrags|steuer|eintritts|pacht)frei\w*|kostenlos\w*|unentgeltlich\w*|befreit"
)
_FREE_ENTRY = frozenset("eintritt zutritt teilnahme ausleihe besuch parken".split())


def free_of_charge(pair: Paar) -> bool:
    """Zahlt keine Miete: mietfrei. One side says that nothing is charged with a negation, the other with a word."""
    one, other = pair.aussage, pair.quelle
    return (_charges_nothing(one) and _is_free(other)) or (_charges_nothing(other) and _is_free(one))


def _says_free(word: Wort) -> bool:
    return word.grund in (*COSTS, *_CHARGING, "frei") or _FREE.fullmatch(word.low) is not None


def _charges_nothing(clause: Teilsatz) -> bool:
    costs = any(w.grund in COSTS or any(w.grund.endswith(c) for c in COSTS) for w in content(clause))
    return clause.verneinungen == 1 and costs and any(v.grund in _CHARGING for v in clause.verben)


def _is_free(clause: Teilsatz) -> bool:
    entry = any(w.grund in _FREE_ENTRY for w in clause.worte)
    free = any(_FREE.fullmatch(w.low) or (entry and w.grund == "frei") for w in clause.worte)
    return free and not clause.verneinungen


def _amount_due(pair: Paar) -> bool:
    """96 Euro sind zu zahlen: die Steuer beträgt 96 Euro."""
    money = any(w.wert is not None and w.wert.art == "geld" for w in pair.treffer)
    verb = pair.quelle.finite
    return money and verb is not None and verb.grund in ("betragen", "kosten", "gelten", "liegen", "belaufen")


_LESS = frozenset("niedriger geringer weniger billiger günstiger kleiner kürzer niedrig gering".split())
_MORE = frozenset("höher mehr größer teurer länger hoch".split())


def _compared(word: Wort, pair: Paar) -> bool:
    """Acht Prozent niedriger als die Berechnung: unter der Berechnung."""
    preposition = "unter" if word.low in _LESS else "über" if word.low in _MORE else None
    behind = any(w.low == "als" for w in pair.aussage.worte if w.start > word.start)
    behind = behind or any(w.low == "gegenüber" for w in pair.aussage.worte)
    return behind and preposition is not None and any(w.low == preposition for w in pair.quelle.worte)


def is_modal(word: Wort) -> bool:
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
        if _attributes(pair):
            continue
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
        if free_of_charge(pair):
            continue
        own = claim.verneinungen + flips + _without(claim, source)
        theirs = source.verneinungen + _without(source, claim)
        own += sum(_denies(w) and not _stands_on_lack(w, pair) for w in _spoken(claim))
        theirs += sum(_denies(w) and not _lack_said(w, pair) for w in _spoken(source))
        if own % 2 != theirs % 2:
            if contrary:
                yield f"„{contrary[0]}“: In der Quelle steht „{contrary[1]}“."
            else:
                where = claim if claim.verneinungen else source
                denial = next((w.text for w in where.worte if w.art == "verneinung"), "nicht")
                side = "steht so nicht in der Quelle" if where is claim else "der Quelle fehlt im Satz"
                yield f"Die Verneinung „{denial}“ {side}."


_LACKING = frozenset("fehlen ausstehen entfallen ausbleiben unterbleiben".split())


def _stands_on_lack(word: Wort, pair: Paar) -> bool:
    """Weil Personal fehlt: "wegen Personalmangels" says the lack with a noun, which denies nothing."""
    if word.grund not in _LACKING:
        return False
    return word in pair.fremd or any(not _denies(s) for s in pair.treffer.get(word, ()))


def _lack_said(word: Wort, pair: Paar) -> bool:
    return word.grund in _LACKING and any(
        word in found and not _denies(w) for hits in (pair.treffer, pair.fremd) for w, found in hits.items()
    )


def _denies(word: Wort) -> bool:
    """Words that deny by themselves: unzulässig, unmöglich."""
    if word.grund in ("ausstehen", "unterbleiben", "fehlen", "entfallen", "ausbleiben", "ausscheiden"):
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
        if claim.art == source.art == "bedingung" or _part_of(claim) or _names_matter(pair):
            continue
        if any(_denies(v) for v in source.verben) and claim.verneinungen:
            continue  # steht aus: hat noch nicht
        if source.verneinungen and any(v.grund == "ausstehen" for v in claim.verben) and PAST in source.zeit:
            continue  # hat noch nicht entschieden: die Entscheidung steht aus
        due = claim.modus == {"muss"} and any(v.grund in _CHARGING for v in claim.verben) and _amount_due(pair)
        due = due or needed_for_it(pair) or free_of_charge(pair)  # muss keine Gebühr zahlen: ist befreit
        if not claim.modus & source.modus and not (_offered(pair) or due):
            yield (
                f"„{_verb(claim)}“ sagt etwas anderes als die Quelle: Dort ist es {_SAYS[min(source.modus)]}"
                f" („{_verb(source)}“)."
            )
        elif not claim.zeit & source.zeit and not (
            _stand(pair) or _has_now(claim, source) or _dated_ahead(pair) or resulting(pair)
        ):
            yield f"„{_verb(claim)}“: In der Quelle steht „{_verb(source)}“."


_OFFERING = frozenset("verleihen anbieten bereitstellen vermieten ausgeben".split())
"""Die Bücherei verleiht Werkzeuge: one can borrow them there."""


def _offered(pair: Paar) -> bool:
    """Die Nutzung ist kostenlos: one can use it free of charge."""
    claim, source = pair.aussage, pair.quelle
    if claim.modus == {"kann"} and source.modus == {"fakt"} and any(v.grund in _OFFERING for v in source.verben):
        return any(w.low == "man" for w in claim.worte)
    if claim.modus != {"kann"} or source.finite is None or source.finite.grund != "sein" or source.verben:
        return False
    done = [s for v in claim.verben for s in pair.treffer.get(v, ())]
    return bool(done) and all(s.text[0].isupper() for s in done)


def _names_matter(pair: Paar) -> bool:
    """Erst wenn sie abgeschlossen ist, ob es ausgeweitet wird: a clause that says what the quote says with a noun."""
    verbs = [v for v in pair.aussage.verben if v.grund not in LIGHT]
    if pair.aussage.art not in ("neben", "bedingung") or not verbs:
        return False
    return all(v in pair.treffer and all(s.text[0].isupper() for s in pair.treffer[v]) for v in verbs)


def _dated_ahead(pair: Paar) -> bool:
    """Die Erweiterung erfolgt ab 2027: with its date the present says what "wird ab 2027 erweitern" says."""
    claim, source = pair.aussage, pair.quelle
    dated = any(w.wert is not None and w.wert.art in ("datum", "jahr", "jahre", "quartal") for w in pair.treffer)
    if not dated or claim.finite is None:
        return False
    if FUTURE in claim.zeit:  # wird Ende Mai vorliegen: liegt Ende Mai vor
        return source.zeit == {PRESENT}
    told = claim.finite.grund in ("erfolgen", "stattfinden") or (claim.passiv and claim.finite.grund == "werden")
    return told and PRESENT in claim.zeit and FUTURE in source.zeit


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


_LASTING = frozenset("fehlen leben wohnen arbeiten".split())


def _stand(pair: Paar) -> bool:
    """A state that is told of a day: "zählt mit Stand 31.12." and "hatte am 31.12." say the same."""
    if any(v.grund not in LIGHT | _LASTING for v in pair.aussage.verben):
        return False  # entscheidet am 9. Oktober: not "hat am 9. Oktober entschieden"
    return any(w.wert is not None and w.wert.art == "datum" and None not in w.wert.wert for w in pair.treffer) and (
        PAST in pair.aussage.zeit and PRESENT in pair.quelle.zeit
    )


_RESULTS = frozenset(
    {
        ("liegen", "eingehen"), ("vorliegen", "eingehen"), ("stehen", "aufstellen"), ("stehen", "errichten"),
        ("hängen", "aufhängen"), ("hängen", "anbringen"), ("bestehen", "einrichten"), ("bestehen", "gründen"),
        ("gelten", "anordnen"), ("gelten", "einführen"), ("gehören", "erwerben"),
        ("halten", "befinden"), ("halten", "einstufen"), ("stammen", "errichten"), ("stammen", "bauen"),
        ("stehen", "eintragen"), ("vorliegen", "vorlegen"), ("bestehen", "ergeben"), ("liegen", "ergeben"),
    }
)  # fmt: skip
"""What is so now, and how it came about: applications that lie there have come in."""


def resulting(pair: Paar) -> bool:
    """Sind eingegangen: liegen vor. Wurden aufgestellt: stehen."""
    own, there = (
        {v.grund for v in clause.verben} or ({clause.finite.grund} if clause.finite else set())
        for clause in (pair.aussage, pair.quelle)
    )
    if ("treten" in own) != ("treten" in there):
        return _in_force(pair, "treten" in own)
    if pair.aussage.finite is not None and own & {"vorliegen"} and not pair.quelle.verneinungen:
        done = [s for w, hits in pair.treffer.items() if w.text[0].isupper() for s in hits if s.art == "verb"]
        if any(s.start == v.start for s in done for v in pair.quelle.verben):
            return True  # hat zugestimmt: die Zustimmung liegt vor
    return any({(a, b), (b, a)} & _RESULTS for a in own for b in there)


def _in_force(pair: Paar, claim_steps: bool) -> bool:
    """Trat am 1. Juli in Kraft: gilt seit dem 1. Juli. What has come into force is so since that day."""
    step, state = (pair.aussage, pair.quelle) if claim_steps else (pair.quelle, pair.aussage)
    if not any(w.grund == "kraft" for w in step.worte) or any(w.low == "außer" for w in (*step.worte, *state.worte)):
        return False
    holds = any(w.grund in ("kraft", "gelten") for w in state.worte)
    dated = any(w.wert is not None and w.wert.art == "datum" for w in pair.treffer)
    return holds and dated and PAST in step.zeit and PRESENT in state.zeit and PRESENT not in step.zeit


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
            if key in theirs:
                continue
            if key in near and pair.fremd:
                continue
            if key == "umfang:auch" and len(view.paare) > 1:
                continue
            if key == "umfang:nur" and only_meant_by_without(pair):
                continue
            if key == "zeit:noch" and pair.aussage.verneinungen and _denied_within(pair):
                continue
            if word.low.startswith("jede") and _weekly(word, pair):
                continue
            if word.low == "aller" and _share_before(word, pair):
                continue
            if word.low.startswith("jede") and _for_each(word, pair):
                continue
            yield f"„{word.text}“ steht so nicht in der Quelle."
        denied = pair.quelle.verneinungen > 0
        for key, word in theirs.items():
            if key in own or key in (_MAY_GO_IN_NEGATION if denied else _MAY_GO):
                continue
            if any(key in _scopes(c) for c in view.aussage):
                continue
            if key == "umfang:nur" and (only_said_by_without(pair) or needed_for_it(pair)):
                continue
            if not _belongs(word, pair):
                continue
            yield f"„{word.text}“ aus der Quelle fehlt im Satz."
        yield from _provisos(pair, view)


def _denied_within(pair: Paar) -> bool:
    """Steht aus, unbearbeitet: "noch nicht"."""
    return any(_denies(v) for v in pair.quelle.verben) or any(
        w.art == "inhalt" and w.low.startswith("un") and any(opposed(o.grund, w.grund) for o in content(pair.aussage))
        for w in pair.quelle.worte
    )


def _scopes(clause: Teilsatz) -> dict[str, Wort]:
    return {next(iter(w.sinn)): w for w in clause.worte if w.art in ("umfang", "zeit")}


def _for_each(word: Wort, pair: Paar) -> bool:
    """Je Haushalt: jeder Haushalt."""
    noun = next((w for w in content(pair.aussage) if w.start > word.start), None)
    words = [w for w in pair.quelle.worte if w.art != "zeichen"]
    found = pair.treffer.get(noun, ()) if noun is not None else ()
    return any(a.low in ("je", "pro") and b in found for a, b in pairwise(words))


def _share_before(word: Wort, pair: Paar) -> bool:
    """40 Prozent aller Haushalte: 40 Prozent der Haushalte."""
    before = next((w for w in reversed(pair.aussage.worte) if w.start < word.start), None)
    return before is not None and before.wert is not None and before.wert.art == "anteil" and before in pair.treffer


_WEEKDAYS = frozenset("montags dienstags mittwochs donnerstags freitags samstags sonnabends sonntags".split())


def _weekly(word: Wort, pair: Paar) -> bool:
    """Jeden Mittwoch: as much as "mittwochs"."""
    behind = next((w for w in content(pair.aussage) if w.start > word.start), None)
    return behind is not None and any(s.low in _WEEKDAYS for s in pair.treffer.get(behind, ()))


def only_said_by_without(pair: Paar) -> bool:
    return (
        any(w.low == "ohne" for w in pair.aussage.worte)
        and pair.aussage.verneinungen + sum(map(_denies, pair.aussage.worte)) > 0
    )


_NEEDING = frozenset("bedürfen erfordern voraussetzen benötigen brauchen".split())


def needed_for_it(pair: Paar) -> bool:
    """Nur mit Zustimmung möglich: needs the Zustimmung."""
    said = (*pair.aussage.verben, *pair.aussage.worte)
    needs = any(w.grund in _NEEDING or w.low in ("nötig", "notwendig", "erforderlich") for w in said)
    needs = needs and not pair.aussage.verneinungen
    words = [w for w in pair.quelle.worte if w.art != "zeichen"]
    only = any("umfang:nur" in a.sinn and b.low in ("mit", "nach") for a, b in pairwise(words))
    return needs and only and "kann" in pair.quelle.modus and not pair.quelle.verneinungen


def only_meant_by_without(pair: Paar) -> bool:
    """Ohne Zustimmung nicht möglich: only possible with it."""
    denied = pair.quelle.verneinungen + sum(map(_denies, pair.quelle.worte)) > 0
    only = any("umfang:nur" in w.sinn for w in pair.aussage.worte)
    return only and denied and any(w.low == "ohne" for w in pair.quelle.worte)


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
