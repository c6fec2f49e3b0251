"""How certain a claim is, and when it is so: no more and no less than in the quotes."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.support.clauses import Teilsatz
from retrieval.support.equivalents import (
    CHARGING,
    amount_due,
    attributes,
    denies,
    free_of_charge,
    needed_for_it,
    resulting,
)
from retrieval.support.reading import LIGHT, Paar, Vergleich
from retrieval.support.tense import FUTURE, PAST, PRESENT
from retrieval.support.words import MODAL_WORDS

_SAYS = {
    "fakt": "eine Feststellung", "kann": "eine Möglichkeit", "soll": "eine Absicht", "muss": "eine Pflicht",
    "hypo": "nur eine Überlegung",
}  # fmt: skip


def modality_kept(view: Vergleich) -> Iterator[str]:
    """What can, shall, must or might be is not said to be, nor the other way round; past stays past."""
    for pair in view.paare:
        claim, source = pair.aussage, pair.quelle
        if claim.finite is None or source.finite is None or attributes(pair):
            continue
        if claim.art == source.art == "bedingung" or _part_of(claim) or _names_matter(pair):
            continue
        if any(denies(v) for v in source.verben) and claim.verneinungen:
            continue  # steht aus: hat noch nicht
        if source.verneinungen and any(v.grund == "ausstehen" for v in claim.verben) and PAST in source.zeit:
            continue  # hat noch nicht entschieden: die Entscheidung steht aus
        if claim.zustand and not claim.verneinungen and _still_to_come(source):
            yield f"„{_verb(claim)}“: In der Quelle steht „{_verb(source)}“."
            continue
        due = claim.modus == {"muss"} and any(v.grund in CHARGING for v in claim.verben) and amount_due(pair)
        due = due or needed_for_it(pair) or free_of_charge(pair)  # muss keine Gebühr zahlen: ist befreit
        if not claim.modus & source.modus and not (_offered(pair) or due):
            yield (
                f"„{_verb(claim)}“ sagt etwas anderes als die Quelle: Dort ist es {_SAYS[min(source.modus)]}"
                f" („{_verb(source)}“)."
            )
        elif not claim.zeit & source.zeit and not (
            _stand(pair) or _has_now(claim, source) or _dated_ahead(pair) or resulting(pair) or _stance(pair)
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


_STANCES = frozenset("ablehnen befürworten begrüßen empfehlen aussprechen unterstützen fordern".split())


def _stance(pair: Paar) -> bool:
    """Hat sich gegen die Verlegung ausgesprochen: lehnt sie ab. One held may not have been a vote."""
    own, there = ({v.grund for v in c.verben} for c in (pair.aussage, pair.quelle))
    taken = pair.quelle.zeit == {PAST} and pair.aussage.zeit == {PRESENT}
    return taken and bool(own & _STANCES and there & _STANCES) and not pair.aussage.passiv


def _still_to_come(source: Teilsatz) -> bool:
    """Wird bis Ende 2027 umgestellt: is not done yet. A day or year behind "bis" or "ab" says that it is to come."""
    verb = source.finite
    if verb is None or verb.low not in ("wird", "werden") or not source.passiv:
        return False
    words = [w for w in source.worte if w.art != "zeichen"]
    return any(
        w.wert is not None
        and w.wert.art in ("datum", "jahr", "quartal")
        and {x.low for x in words[max(0, i - 2) : i]} & {"bis", "ab"}
        for i, w in enumerate(words)
    )


def _part_of(clause: Teilsatz) -> bool:
    """neun davon sind Mädchen: the verb only joins a part to its whole."""
    return not clause.verben and any(w.low in ("davon", "darunter") for w in clause.worte)


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


def _has_now(claim: Teilsatz, source: Teilsatz) -> bool:
    """Who has raised no objections has none."""
    own, there = claim.finite, source.finite
    return bool(own and there and own.low in ("hat", "haben") and there.low in ("hat", "haben") and not claim.verben)
