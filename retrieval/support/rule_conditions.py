"""What the quotes say under a condition, as a question or as somebody's wish is not asserted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from retrieval.support.alignment import same_word
from retrieval.support.clauses import Teilsatz
from retrieval.support.reading import LIGHT, Paar, Vergleich, content
from retrieval.support.verbs import zu_infinitive
from retrieval.support.words import Wort

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
            if any(_says_who(c, words) or _as_attribute(c, condition) for c in view.aussage):
                continue
            if not any(_conditional(c) for c in view.aussage) and pair.quelle.art != "bedingung":
                text = " ".join(w.text for w in condition.worte)
                yield f"Was die Quelle an eine Bedingung knüpft („{text}“), steht hier ohne sie."


_UNSURE = frozenset(
    "fordern vorschlagen empfehlen wünschen anregen befürchten bitten beantragen behaupten meinen hoffen "
    "verlangen erwarten ausgehen annehmen rechnen vermuten glauben ausschließen scheinen unterstellen prognostizieren "
    "mutmaßen abschätzen denkbar möglich wahrscheinlich vorstellbar fraglich unklar offen gefahr risiko eindruck "
    "vermutung annahme prognose hinweis anzeichen".split()
)
"""What somebody wants, fears or supposes: Es ist davon auszugehen, dass ...   Es besteht die Gefahr, dass ..."""

_SEEMS = frozenset(("scheinen", "drohen", "versprechen"))
"""Die Kosten scheinen zu steigen."""


def asserted_kept(view: Vergleich) -> Iterator[str]:
    """What the quote only asks ("ob"), supposes ("wenn") or lets somebody demand is not asserted."""
    for pair in view.paare:
        source = pair.quelle
        seeming = next((v for v in source.verben if v.grund in _SEEMS and zu_infinitive(source.worte)), None)
        if seeming and seeming not in view.gesagt and not any(w.grund == seeming.grund for w in view.worte):
            yield f"Die Quelle stellt das nicht fest: Dort steht „{seeming.text}“."
        if pair.aussage.art in ("neben", "bedingung"):
            continue
        first = next((w.low for w in source.worte if w.low not in ("und", "oder")), "")
        sentence = [q for q in view.quelle if q.satz == source.satz and q is not source]
        if first == "ob" or source.art == "bedingung":
            if _whole_attribute(pair) or any(w.low == "ob" for w in pair.aussage.worte):
                continue
            if source.art == "bedingung" and _says_who(pair.aussage, content(source)):
                continue
            yield f"Die Quelle stellt nicht fest, sondern lässt offen: „{' '.join(w.text for w in source.worte)}“."
        elif first in ("dass", "daß"):
            asking = [w for q in sentence for w in content(q) if w.grund in _UNSURE or w.low in _UNSURE]
            if asking and not any(v.start == s.start for v in asking for s in view.gesagt):
                yield f"Die Quelle stellt das nicht fest: Dort steht „{asking[0].text}“."


def _says_who(clause: Teilsatz, condition: Sequence[Wort]) -> bool:
    """Vereine, die ihren Bedarf anmelden; wer einen Nachweis vorlegt: a condition as a clause that says who."""
    words = [w for w in clause.worte if w.art != "zeichen"]
    if clause.art != "relativ" and not (words and words[0].low == "wer"):
        return False
    carrying = [w for w in condition if w.grund not in LIGHT]
    kept = [w for w in carrying if any(same_word(c, w) for c in content(clause))]
    return bool(carrying) and len(kept) >= CONDITION_SHARE * len(carrying)


def _as_attribute(clause: Teilsatz, condition: Teilsatz) -> bool:
    """Im Gebiet ansässige Betriebe: Betriebe, wenn sie im Gebiet ansässig sind."""
    if condition.finite is None or condition.finite.grund != "sein" or condition.verben or condition.verneinungen:
        return False
    words = [w for w in clause.worte if w.art != "zeichen"]
    before_noun = [a for a, b in pairwise(words) if a.text[0].islower() and a.art == "inhalt" and b.text[0].isupper()]
    return all(any(same_word(c, w) for c in content(clause)) for w in content(condition)) and any(
        same_word(a, w) for a in before_noun for w in content(condition)
    )


def _whole_attribute(pair: Paar) -> bool:
    """Whether the claim's clause has no verb of its own from the quote's: it names the matter only."""
    return (
        not any(v in pair.treffer for v in pair.aussage.verben) and pair.aussage.finite is not None and bool(pair.fremd)
    )


def _conditional(clause: Teilsatz) -> bool:
    if clause.art in ("bedingung", "neben"):
        return True
    words = [w for w in clause.worte if w.art != "zeichen"]
    if any(a.low == "auf" and b.grund in ("wunsch", "nachfrage", "verlangen") for a, b in pairwise(words)):
        return True  # auf Wunsch der Eltern
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
