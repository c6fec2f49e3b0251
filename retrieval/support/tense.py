"""When a clause says that something is so, and how certain: past, present, future; fact, may, shall, must, might be."""

from __future__ import annotations

import re
from typing import Protocol

from retrieval.support.verbs import is_participle, zu_infinitive
from retrieval.support.words import BECOME, MODAL_WORDS, Wort


class Verbform(Protocol):
    """What is looked at of a clause: its words and its verbs."""

    @property
    def worte(self) -> tuple[Wort, ...]: ...

    @property
    def finite(self) -> Wort | None: ...

    @property
    def verben(self) -> tuple[Wort, ...]: ...

    @property
    def mit_zu(self) -> bool: ...


PAST, PRESENT, FUTURE = "vergangen", "gegenwart", "zukunft"


def tense(clause: Verbform) -> frozenset[str]:
    """When a clause says it is so; all three where it has no finite verb."""
    verb = clause.finite
    if verb is None:
        return frozenset({PAST, PRESENT, FUTURE})
    low = verb.low
    participles = any(is_participle(w) for w in clause.verben if w.low != verb.low)
    infinitives = any(w.low == w.grund and not is_participle(w) for w in clause.verben)
    if verb.grund == "haben" and participles and low in ("hat", "haben", "habe", "hatte", "hatten"):
        announced = any(v.grund in ("ankündigen", "zusagen", "versprechen") for v in clause.verben)
        open_now = low in ("hat", "haben") and any(v.grund in ("öffnen", "schließen") for v in clause.verben)
        held = low in ("hat", "haben") and any(v.grund in ("mieten", "pachten", "anmieten") for v in clause.verben)
        lasting = open_now or held or (announced and zu_infinitive(_spoken(clause)))
        return frozenset({PAST, PRESENT}) if lasting else frozenset({PAST})
    if verb.grund == "sein":
        if any(w.low in ("worden", "gewesen", "geworden") for w in clause.worte) or low in ("war", "waren"):
            return frozenset({PAST})
        if any(v.grund in MOVING and is_participle(v) for v in clause.verben):
            return frozenset({PAST})
        return frozenset({PRESENT, PAST}) if participles and not clause.mit_zu else frozenset({PRESENT})
    if verb.grund == "werden":
        if low in ("wurde", "wurden"):
            return frozenset({PAST})
        if low in ("würde", "würden"):
            return frozenset({PRESENT, FUTURE})
        if low in ("wird", "werden") and any(w.low == "sein" and w.art == "hilfsverb" for w in clause.worte):
            return frozenset({FUTURE})  # wird abgeschlossen sein
        if participles or low not in BECOME.split():
            return frozenset({PRESENT, FUTURE} if infinitives and not participles else {PRESENT})
        return frozenset({FUTURE}) if clause.verben else frozenset({PRESENT})
    if low in ("konnte", "konnten", "durfte", "durften", "musste", "mussten", "wollte", "wollten", "hatte", "hatten"):
        return frozenset({PAST})
    if verb.art == "verb" and _is_preterite(verb):
        return frozenset({PAST})
    return frozenset({PRESENT})


MOVING = frozenset(
    "entstehen steigen ansteigen sinken zurückgehen umziehen eintreten austreten beitreten auslaufen ablaufen "
    "entfallen erscheinen geschehen erfolgen ausfallen eingehen abfliessen abfließen ausscheiden ausrücken "
    "wachsen".split()
)
"""Verbs that form their past with "sein": "ist entstanden" is no state that lasts from before, but done."""

_STRONG = re.compile(
    r"(?:\w*)(?:gab|ging|kam|fand|lag|stand|hielt|blieb|ließ|rief|stieg|fiel|sank|nahm|sprach|traf|trat|trug|fuhr|schlug|"
    r"wuchs|lief|schied|zog|bot|schloss|verlor|hob|bog|wies|schrieb|schwieg|trieb|galt|half|warb|warf|brach|erhielt|"
    r"bestand|entstand|begann|gewann|band|sprang|zwang|saß|aß|las|sah|maß|bat|lud|grub|hing|fing|wurde|wusste|brachte|"
    r"dachte|kannte|empfahl|empfahlen|floss|flossen|schob|schoben|wichen|wuchsen|sanken|stiegen|fielen|liefen|zogen|boten|schlossen|nannte|rannte|sandte|wandte|lagen|kamen|fanden|gaben|gingen|standen)(?:en|e)?"
)


def _is_preterite(verb: Wort) -> bool:
    low, base = verb.low, verb.grund
    if _STRONG.fullmatch(low) and low != base:
        return True
    if low == base:
        return False
    root = re.sub(r"(?:en|n)$", "", base)
    if low in (root + "t", root + "et", base, root + "e", root + "en"):
        return False
    if re.search(r"te(?:n|t)?$", low) and not root.endswith("t"):
        return True
    return bool(re.search(r"eten?$", low))


MODAL_NOUNS = {
    "plan": "soll", "absicht": "soll", "planung": "soll", "möglichkeit": "kann", "pflicht": "muss",
    "verpflichtung": "muss", "erfordernis": "muss", "notwendigkeit": "muss",
}  # fmt: skip
"""es gibt keine Pläne: as much as "ist nicht geplant"."""
_SUBJUNCTIVE = re.compile(
    r"\w*(?:(?:käme|gäbe|läge|stünde|fände|bräuchte|entstünde|bedürfte)n?|ginge|bliebe|ließe|hielte)"
)
_FEASIBLE = re.compile(r"(?!un|offenbar|scheinbar|sonderbar|dankbar|mittelbar)[a-zäöüß]{3,}(?:bar|fähig)")
"""online einsehbar: can be seen online."""

_BUDGET = frozenset("mittel haushalt haushaltsmittel budget etat stellenplan finanzmittel haushaltsplan".split())
_MERELY = frozenset("rechnen erwarten sehen hören finden bekommen erhalten".split())
"""ist zu sehen, ist zu erwarten: no duty."""
_RULING = re.compile(r"(?:satzung|gesetz|vertrag|ordnung|richtlinie|vereinbarung|haushalt)$")
"""What these provide for is so: "die Satzung sieht eine Ausnahme vor"."""
_BEING = frozenset("geben haben bestehen sein vorliegen existieren".split())


def _spoken(clause: Verbform) -> list[Wort]:
    return [w for w in clause.worte if w.art != "zeichen"]


def modality(clause: Verbform) -> frozenset[str]:
    """How certain a clause says it is: fakt, kann, soll, muss, hypo."""
    verb = clause.finite
    found: set[str] = set()
    words = [w for w in clause.worte if w.art == "hilfsverb"]
    for word in words:
        low = word.low
        if low in (
            "könnte",
            "könnten",
            "würde",
            "würden",
            "wäre",
            "wären",
            "hätte",
            "hätten",
            "müsste",
            "müssten",
            "dürfte",
            "dürften",
            "möchte",
            "möchten",
        ):
            found.add("hypo")
        elif word.grund in ("können", "dürfen"):
            found.add("kann")
        elif word.grund in ("sollen", "wollen"):
            found.add("soll")
        elif word.grund in ("müssen",):
            found.add("muss")
    if verb is not None and _SUBJUNCTIVE.fullmatch(verb.low):
        found.add("hypo")
    money = any(w.grund in _BUDGET or (w.wert is not None and w.wert.art == "geld") for w in clause.worte)
    for word in clause.worte:
        kind = MODAL_WORDS.get(word.low) or MODAL_WORDS.get(word.grund)
        said = word.low in MODAL_WORDS or (
            word.art == "inhalt"
            and word.grund in MODAL_WORDS
            and clause.finite is not None
            and clause.worte[-1] is word
        )
        if said and kind:
            found.add(kind.split()[0])
            if money and kind == "soll":
                found.add("fakt")  # Mittel sind vorgesehen: they stand in the budget
        if (
            word.grund in ("beabsichtigen", "planen", "anstreben", "bezwecken", "vorhaben", "vorsehen")
            and word.art == "verb"
        ):
            found.add("soll")
        if word.grund == "lassen" and any(w.low == "sich" for w in clause.worte):
            found.add("kann")
        if word.grund in ("verpflichten",) and word.art == "verb":
            found.add("muss")
        if (
            word.grund in ("ankündigen", "zusagen", "versprechen")
            and word.art == "verb"
            and zu_infinitive(_spoken(clause))
        ):
            found |= {"soll", "fakt"}
        if word.grund in MODAL_NOUNS and not any(w.art == "verb" and w.grund not in _BEING for w in clause.verben):
            found |= {MODAL_NOUNS[word.grund], "fakt"}
    if any(v.grund == "kommen" for v in clause.verben) and any(w.grund in ("frage", "betracht") for w in clause.worte):
        found |= {"kann", "fakt"}
    if any(v.grund == "bedürfen" for v in clause.verben):
        found.add("muss")
    if any(v.grund == "vorsehen" and v.text.endswith(" vor") for v in clause.verben):
        found.add("soll")  # sieht ... vor
        if money or any(_RULING.search(w.grund) for w in clause.worte):
            found.add("fakt")
    if any(v.grund in ("erfordern", "benötigen", "brauchen", "voraussetzen") for v in clause.verben):
        found |= {"muss", "fakt"}
    if verb is not None and verb.grund == "sein" and not clause.verben:
        for word in clause.worte:
            if word.low in ("denkbar", "vorstellbar"):
                found |= {"kann", "hypo"}
            elif word.art == "inhalt" and _FEASIBLE.fullmatch(word.low):
                found |= {"kann", "fakt"}
    if any(v.grund in ("zulassen", "erlauben", "gestatten", "ermöglichen") for v in clause.verben):
        found |= {"kann", "fakt"}
    if (
        verb is not None
        and verb.grund in ("sein", "haben")
        and not any(is_participle(w) for w in clause.verben[:-1])
        and zu_infinitive(_spoken(clause))
    ):
        found |= {"fakt"} if _spoken(clause)[-1].grund in _MERELY else {"muss"}
    if found == {"muss"} and any(w.low in ("musste", "mussten") for w in words):
        found.add("fakt")  # mussten gefällt werden: wurden gefällt
    if "hypo" in found:
        return frozenset({"hypo"}) if len(found) == 1 else frozenset({"hypo", *found})
    return frozenset(found or {"fakt"})
