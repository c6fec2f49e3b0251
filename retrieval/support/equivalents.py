"""What claim and quote may say in opposite or other forms and still say one thing.

Free of charge and charging nothing, ending on a day and lasting until it, having come about and being so,
"only with" and "not without": the rules ask here before they refuse.
"""

from __future__ import annotations

import re
from itertools import pairwise

from retrieval.support.clauses import Teilsatz
from retrieval.support.reading import Paar, content
from retrieval.support.tense import PAST, PRESENT
from retrieval.support.words import MODAL_WORDS, Wort

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


COSTS = frozenset("miete gebühr kosten entgelt steuer beitrag eintritt leihgebühr pacht nutzungsentgelt".split())


CHARGING = frozenset("zahlen bezahlen entrichten erheben anfallen verlangen kosten entstehen".split())


_FREE = re.compile(
    r"(?:miet|kosten|gebühren|entgelt|beitrags|steuer|eintritts|pacht)frei\w*|kostenlos\w*|unentgeltlich\w*|befreit"
)


_FREE_ENTRY = frozenset("eintritt zutritt teilnahme ausleihe besuch parken".split())


def free_of_charge(pair: Paar) -> bool:
    """Zahlt keine Miete: mietfrei. One side says that nothing is charged with a negation, the other with a word."""
    one, other = pair.aussage, pair.quelle
    return (_charges_nothing(one) and _is_free(other)) or (_charges_nothing(other) and _is_free(one))


def says_free(word: Wort) -> bool:
    return word.grund in (*COSTS, *CHARGING, "frei") or _FREE.fullmatch(word.low) is not None


def _charges_nothing(clause: Teilsatz) -> bool:
    costs = any(w.grund in COSTS or any(w.grund.endswith(c) for c in COSTS) for w in content(clause))
    return clause.verneinungen == 1 and costs and any(v.grund in CHARGING for v in clause.verben)


def _is_free(clause: Teilsatz) -> bool:
    entry = any(w.grund in _FREE_ENTRY for w in clause.worte)
    free = any(_FREE.fullmatch(w.low) or (entry and w.grund == "frei") for w in clause.worte)
    return free and not clause.verneinungen


def amount_due(pair: Paar) -> bool:
    """96 Euro sind zu zahlen: die Steuer beträgt 96 Euro."""
    money = any(w.wert is not None and w.wert.art == "geld" for w in pair.treffer)
    verb = pair.quelle.finite
    return money and verb is not None and verb.grund in ("betragen", "kosten", "gelten", "liegen", "belaufen")


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


NEEDING = frozenset("bedürfen erfordern voraussetzen benötigen brauchen".split())


def needed_for_it(pair: Paar) -> bool:
    """Nur mit Zustimmung möglich: needs the Zustimmung."""
    said = (*pair.aussage.verben, *pair.aussage.worte)
    needs = any(w.grund in NEEDING or w.low in ("nötig", "notwendig", "erforderlich") for w in said)
    needs = needs and not pair.aussage.verneinungen
    words = [w for w in pair.quelle.worte if w.art != "zeichen"]
    only = any("umfang:nur" in a.sinn and b.low in ("mit", "nach") for a, b in pairwise(words))
    return needs and only and "kann" in pair.quelle.modus and not pair.quelle.verneinungen


def only_said_by_without(pair: Paar) -> bool:
    return (
        any(w.low == "ohne" for w in pair.aussage.worte)
        and pair.aussage.verneinungen + sum(map(denies, pair.aussage.worte)) > 0
    )


def only_meant_by_without(pair: Paar) -> bool:
    """Ohne Zustimmung nicht möglich: only possible with it."""
    denied = pair.quelle.verneinungen + sum(map(denies, pair.quelle.worte)) > 0
    only = any("umfang:nur" in w.sinn for w in pair.aussage.worte)
    return only and denied and any(w.low == "ohne" for w in pair.quelle.worte)


LACKING = frozenset("fehlen ausstehen entfallen ausbleiben unterbleiben".split())


def denies(word: Wort) -> bool:
    """Words that deny by themselves: unzulässig, unmöglich."""
    if word.grund in LACKING or word.grund == "ausscheiden":
        return True
    return word.art in ("inhalt", "verb") and "nicht" in (
        MODAL_WORDS.get(word.low) or MODAL_WORDS.get(word.grund) or ""
    )


_TELLING = frozenset("angeben mitteilen erklären berichten feststellen ausführen darlegen".split())


def attributes(pair: Paar) -> bool:
    """Der Betreiber gibt an, dass ...: the clause only names who says it, as "nach Angaben des Betreibers" does."""
    return any(
        v.grund in _TELLING and pair.treffer.get(v) and pair.treffer[v][0].art != "verb" for v in pair.aussage.verben
    )


GIVING = frozenset(
    "zahlen leisten vergeben verkaufen veräußern übertragen überweisen übergeben übermitteln verpachten vermieten "
    "auszahlen weiterleiten richten senden".split()
)


def gives(clause: Teilsatz) -> bool:
    """an den Verein zahlen: who receives narrows nothing."""
    return any(v.grund in GIVING for v in clause.verben)
