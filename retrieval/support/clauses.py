"""A text to its clauses, each with what it says: verb, tense, modality, negation, what it depends on.

In come the words of a sentence, out come `Teilsatz`e. Cut is at commas, semicolons and "und" where both sides have a
finite verb of their own; a relative clause in the middle of another is lifted out of it. Rules rather than a parser:
official prose is regular, and where they err the gate errs towards "unsupported".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from corpus.sentences import sentence_spans
from retrieval.support.idioms import with_idioms
from retrieval.support.lexicon import concepts, known
from retrieval.support.words import BECOME, MODAL_WORDS, Wort, normal, words_of

_CONDITIONAL = frozenset("sofern falls wenn soweit solange sobald vorausgesetzt insofern insoweit".split())
_SUBJUNCTIONS = _CONDITIONAL | frozenset(
    "dass daß ob weil da während obwohl obgleich nachdem bevor bis seit indem damit als wie wobei sodass um".split()
)
_RELATIVES = frozenset("der die das den dem deren dessen denen welche welcher welches welchen welchem was wo".split())
_JOINTS = frozenset("und oder sondern sowie denn".split())
_PREPOSED = frozenset(
    "in an auf aus bei mit nach von vor zu für durch über unter gegen um zwischen neben hinter wegen".split()
)
_PARTICLES = frozenset(
    "ab an auf aus bei durch ein fest fort frei her heran herab herbei heraus hin hinaus hinzu los mit nach nieder "
    "statt teil vor voran voraus vorbei weg weiter wieder zu zurück zusammen um unter über bereit bekannt bevor dar "
    "entgegen sicher still gut nahe offen fern frei gegenüber hervor".split()
)

PAST, PRESENT, FUTURE = "vergangen", "gegenwart", "zukunft"


@dataclass(frozen=True, eq=False)
class Teilsatz:
    """One clause. `art`: haupt, bedingung, relativ, neben. `satz` is the number of its sentence in the text."""

    worte: tuple[Wort, ...]
    art: str
    satz: int
    teil: int
    bezug: Wort | None = None
    kommas: frozenset[int] = frozenset()

    @cached_property
    def finite(self) -> Wort | None:
        """The finite verb."""
        return _finite(self.worte)

    @cached_property
    def praedikat(self) -> frozenset[str]:
        """The lemmas of the verbs that carry the sense, with a separated particle joined."""
        return frozenset(w.grund for w in self.verben)

    @cached_property
    def verben(self) -> tuple[Wort, ...]:
        """The full verbs, the separated particle of a finite one joined to it."""
        found = []
        for w in self.worte:
            if w.art == "verb":
                found.append(_joined(w, self.worte, self.kommas) if w is self.finite else w)  # noqa: PERF401
        return tuple(found)

    @cached_property
    def zeit(self) -> frozenset[str]:
        """When it is so: past, present, future; several where the form leaves it open."""
        return _tense(self)

    @cached_property
    def modus(self) -> frozenset[str]:
        """How certain: fakt, kann, soll, muss, hypo; several where the form leaves it open."""
        return _modality(self)

    @cached_property
    def passiv(self) -> bool:
        """Whether the subject is who it is done to: wird geprüft, ist zu prüfen, lässt sich prüfen."""
        forms = {w.low for w in self.worte if w.art == "hilfsverb" and w.grund == "werden"}
        if forms and any(_is_participle(w) for w in self.verben):
            return True
        verb = self.finite
        if verb is None:
            return False
        if verb.grund == "lassen":
            return any(w.low == "sich" for w in self.worte)
        return verb.grund == "sein" and _zu_infinitive(_spoken(self)) and not any(map(_is_participle, self.verben[:-1]))

    @cached_property
    def zustand(self) -> bool:
        """sein with a participle: a state ("ist festgesetzt") or a past ("ist gestiegen"), the form doesn't tell."""
        verb = self.finite
        return (
            verb is not None
            and verb.grund == "sein"
            and any(map(_is_participle, self.verben[:-1] if self.mit_zu else self.verben))
        )

    @cached_property
    def mit_zu(self) -> bool:
        """Whether an infinitive with "zu" hangs on the verb."""
        return _zu_infinitive(_spoken(self))

    @cached_property
    def mehrzahl(self) -> bool | None:
        """Whether the finite verb is plural; None without one."""
        verb = self.finite
        return None if verb is None else (verb.low.endswith("n") and verb.low not in ("bin",)) or verb.low == "sind"

    @property
    def verneinungen(self) -> int:
        """How many negations."""
        return sum(w.art == "verneinung" for w in self.worte)


def clauses_of(text: str) -> tuple[Teilsatz, ...]:
    """The clauses of all sentences of a text."""
    text = normal(text)
    found: list[Teilsatz] = []
    for number, (start, end) in enumerate(sentence_spans(text)):
        pieces = re.split(r"(?<=[;:])\s", text[start:end])
        for piece in pieces:
            commas = frozenset(m.start() for m in re.finditer(r",(?=\s)", piece))
            found.extend(_split(words_of(piece), number, len(found), commas))
    return tuple(found)


# --- cutting ---------------------------------------------------------------------------------------------------------


def _split(words: Sequence[Wort], satz: int, first: int, commas: frozenset[int]) -> list[Teilsatz]:
    segments = _segments(words)
    merged: list[list[Wort]] = []
    open_at: int | None = None  # a main clause that a relative clause interrupts
    for segment in segments:
        art = _kind(segment)
        if art == "haupt" and _finite(segment) is None:
            if open_at is not None and merged and _kind(merged[-1]) != "haupt" and not _ends_list(segment):
                goes_on = _finite(merged[open_at]) is None or _closes(merged[open_at], segment)
                merged[open_at if goes_on else -1].extend(segment)
            elif merged:
                merged[-1].extend(segment)
            else:
                merged.append(list(segment))
                open_at = 0
            continue
        if (
            art == "haupt"
            and open_at is not None
            and (
                _finite(merged[open_at]) is None
                or (_opens_with_verb(segment) and len(merged) - 1 > open_at and not _has_body(merged[open_at]))
            )
        ):
            merged[open_at].extend(segment)
            continue
        merged.append(list(segment))
        if art == "haupt":
            open_at = len(merged) - 1
    clauses = []
    previous: list[Wort] = []
    for number, piece in enumerate(merged):
        art = _kind(piece)
        if art == "haupt" and number and _inverted_condition(merged, number):
            art = "haupt"
        if number == 0 and len(merged) > 1 and _opens_conditional_verb(piece):
            art = "bedingung"
        ahead = [w for w in previous if w.start < piece[0].start]  # what a lifted clause interrupts goes on behind it
        anchor = next((w for w in reversed(ahead) if w.art in ("inhalt", "name", "wert")), None)
        found = Teilsatz(tuple(piece), art, satz, first + number, anchor if art == "relativ" else None, commas)
        clauses.append(replace(found, worte=with_idioms(piece, found.verben)))
        previous = piece if art == "haupt" else previous or piece
    return clauses


def _closes(main: Sequence[Wort], segment: Sequence[Wort]) -> bool:
    """Whether an interrupted main clause gets its participle, infinitive or particle from what follows."""
    spoken = [w for w in segment if w.art != "zeichen"]
    finite = _finite(main)
    if not spoken or finite is None:
        return False
    if _waits_for_verb(main):
        return spoken[-1].art == "verb" or spoken[-1].low in ("werden", "worden", "sein", "haben")
    return finite.art == "verb" and spoken[-1].low in _PARTICLES and known(spoken[-1].low + finite.grund)


def _segments(words: Sequence[Wort]) -> list[list[Wort]]:
    """Cut at commas and joints where what follows up to the next cut has a finite verb, or begins a clause."""
    pieces: list[list[Wort]] = [[]]
    for index, word in enumerate(words):
        comma = word.art == "zeichen" and (word.text in ",–()" or (word.text == "." and _full_stop(words, index)))
        joint = word.art == "funktion" and word.low in _JOINTS
        if comma or (joint and not _in_phrase(words, index)):
            pieces.append([] if comma else [word])
        elif word.art == "zeichen":
            continue
        else:
            pieces[-1].append(word)
    merged: list[list[Wort]] = []
    for piece in pieces:
        if not piece:
            continue
        if merged and len(merged[-1]) == 1 and merged[-1][0].low == "vorausgesetzt":
            merged[-1].extend(piece)  # vorausgesetzt, die Mittel stehen bereit
            continue
        bare = piece[1:] if piece[0].low in _JOINTS and len(piece) > 1 else piece
        if (
            merged
            and _zu_infinitive(bare)
            and not any(w.art == "hilfsverb" for w in bare)
            and bare[0].low not in ("um", "ohne", "statt", "anstatt")
        ):
            merged[-1].extend(piece)  # beabsichtigt, ... zu berücksichtigen
            continue
        if merged and _kind(bare) == "haupt" and _waits_for_verb(merged[-1]) and _only_closes(bare):
            merged[-1].extend(piece)  # ist montags und donnerstags besetzt
            continue
        if merged and _finite(bare) is None and not _zu_infinitive(bare):
            if piece[0].low in _JOINTS or _kind(merged[-1]) != "relativ":
                merged[-1].extend(piece)
            else:
                merged.append(piece)
            continue
        if merged and piece[0].low in ("und", "oder", "sowie") and _finite(merged[-1]) is None:
            merged[-1].extend(piece)
            continue
        merged.append(list(piece))
    return merged


def _full_stop(words: Sequence[Wort], index: int) -> bool:
    """... stehen 265. Honorarkräfte werden ...: a number above any ordinal ends the sentence."""
    before, after = (words[index - 1] if index else None), (words[index + 1] if index + 1 < len(words) else None)
    return before is not None and after is not None and before.art == "wert" and after.text[0].isupper()


def _waits_for_verb(words: Sequence[Wort]) -> bool:
    """Whether an auxiliary still lacks its participle or infinitive."""
    finite = _finite(words)
    return finite is not None and finite.art == "hilfsverb" and not any(w.art == "verb" for w in words)


def _only_closes(words: Sequence[Wort]) -> bool:
    """Whether the only verb is a participle or infinitive at the end, which may belong to what came before."""
    verbs = [w for w in words if w.art in ("verb", "hilfsverb")]
    return (
        bool(verbs)
        and verbs[-1] is words[-1]
        and all(w.art == "verb" or w.low in ("werden", "worden", "sein", "haben") for w in verbs)
        and (_is_participle(verbs[0]) or verbs[0].low == verbs[0].grund)
    )


def _in_phrase(words: Sequence[Wort], index: int) -> bool:
    """Whether a joint stands between two like words ("Bau- und Planungsausschuss")."""
    return index + 1 < len(words) and index > 0 and words[index - 1].text.endswith("-")


def _has_body(words: Sequence[Wort]) -> bool:
    return _finite(words) is not None


def _ends_list(words: Sequence[Wort]) -> bool:
    return bool(words) and words[0].low in ("und", "oder")


def _kind(words: Sequence[Wort]) -> str:
    if not words:
        return "haupt"
    first = words[0]
    rest = words[1:] if first.low in ("und", "oder", "aber", "sondern") else words
    if not rest:
        return "haupt"
    first = rest[0]
    limited = rest[1] if first.art in ("umfang", "zeit") and len(rest) > 1 else first
    if limited.low in _CONDITIONAL and not (limited.low == "soweit" and len(rest) < 3):
        return "bedingung"
    second = rest[1] if len(rest) > 1 else None
    if first.art == "funktion" and _finite(rest) is not None:
        late = _finite_is_late(rest)
        if first.low in _RELATIVES and late and not first.text[0].isupper():
            return "relativ"
        if (
            first.low in _PREPOSED
            and not first.text[0].isupper()
            and second is not None
            and second.low in _RELATIVES
            and late
            and _finite(rest) is rest[-1]
        ):
            if (
                len(rest) > 2
                and rest[2].art in ("inhalt", "name")
                and rest[2].text[0].isupper()
                and second.low not in ("denen", "deren", "dessen")
            ):
                return "haupt"
            return "relativ"
        if first.low in _SUBJUNCTIONS and late:
            return "neben"
    if first.low in ("dass", "ob", "weil", "nachdem", "obwohl", "sodass"):
        return "neben"
    if first.low in ("um", "ohne", "statt", "anstatt") and _zu_infinitive(rest):
        return "neben"
    if _finite(rest) is None and _zu_infinitive(rest):
        return "neben"
    return "haupt"


def _finite_is_late(words: Sequence[Wort]) -> bool:
    finite = _finite(words)
    at = next((i for i, w in enumerate(words) if w is finite), 0)
    return all(w.art in ("verb", "hilfsverb", "zeichen") for w in words[at:]) and at > 0


def _opens_with_verb(words: Sequence[Wort]) -> bool:
    return bool(words) and _finite(words) is words[0]


def _opens_conditional_verb(words: Sequence[Wort]) -> bool:
    """Sollte das Gericht ..., wird ..."""
    return (
        bool(words)
        and words[0].low in ("sollte", "sollten", "würde", "würden", "wäre", "wären", "hätte")
        and words[0].text[0].isupper()
    )


def _inverted_condition(merged: Sequence[Sequence[Wort]], number: int) -> bool:
    return False


def _zu_infinitive(words: Sequence[Wort]) -> bool:
    if not words:
        return False
    last = words[-1]
    if last.art != "verb" and last.grund not in ("sein", "haben", "werden", "können"):
        return False
    inside = bool(re.match(r"\w+zu\w+(?:en|ern|eln)$", last.low)) and not last.low.startswith("zu")
    before = len(words) > 1 and words[-2].low == "zu"
    return inside or before or (inside and last.grund != last.low)


# --- the verb --------------------------------------------------------------------------------------------------------


def _finite(words: Sequence[Wort]) -> Wort | None:
    auxiliaries = [w for w in words if w.art == "hilfsverb"]
    for word in auxiliaries:
        at = words.index(word) if isinstance(words, list) else tuple(words).index(word)
        if word.low in ("worden", "geworden", "gewesen", "gehabt", "gekonnt"):
            continue
        if (
            word.low in ("werden", "sein", "haben", "können", "müssen", "dürfen", "sollen", "wollen")
            and len(auxiliaries) > 1
        ):
            others = [a for a in auxiliaries if a is not word and a.low not in ("worden", "geworden", "gewesen")]
            if others and any(a.low not in ("werden", "sein", "haben", "können") for a in others):
                continue
        if word.low in ("werden", "sein", "haben", "können") and at and words[at - 1].low == "zu":
            continue
        return word
    for word in words:
        if word.art == "verb" and not _is_infinitive_with_zu(words, word) and _can_be_finite(word, words):
            return word
    return None


def _is_infinitive_with_zu(words: Sequence[Wort], word: Wort) -> bool:
    at = list(words).index(word)
    if at and words[at - 1].low == "zu":
        return True
    return bool(re.match(r"\w{2,}zu\w+(?:en|ern|eln)$", word.low)) and word.grund != word.low


def _can_be_finite(word: Wort, words: Sequence[Wort]) -> bool:
    low = word.low
    if re.match(r"ge\w+(?:t|en)$", low) and not word.grund.startswith("ge"):
        return False
    if re.match(
        r"(?:ab|an|auf|aus|bei|durch|ein|fest|her|hin|mit|nach|nieder|statt|teil|vor|weiter|wieder|zu|zurück|zusammen|um|unter)ge\w+(?:t|en)$",
        low,
    ):
        return False
    if _is_participle(word):
        at = list(words).index(word)
        after = words[at + 1] if at + 1 < len(words) else None
        verb_second = after is not None and after.art != "zeichen" and after.low not in _JOINTS
        return (verb_second or at == len(words) - 1) and low.endswith(("t", "en"))
    return True


def _is_participle(word: Wort) -> bool:
    """Whether a verb's form can be its second participle."""
    low, base = word.low, word.grund
    if low == base:
        return bool(re.match(r"(?:be|er|ver|zer|ent|emp|ge|über|unter|durch|um|wider|hinter|miss)\w+en$", low))
    if low.endswith("t"):
        return bool(
            re.match(
                r"(?:\w{0,10}?ge\w+|(?:be|er|ver|zer|ent|emp|über|unter|miss|wider|voll|wieder|durch|um|hinter)\w+|\w+iert|\w+(?:be|er|ver|ent)\w+)t?$",
                low,
            )
        )
    return low.endswith("en") and low != base


def _last_before_comma(word: Wort, words: Sequence[Wort], commas: frozenset[int]) -> Wort:
    """The clause's last word, or the verb's particle where a comma follows it ("sucht ... auf, davon ...")."""
    spoken = [w for w in words if w.art != "zeichen"]
    for one, after in pairwise(spoken):
        if one.start > word.start and one.low in _PARTICLES and any(one.ende <= c < after.start for c in commas):
            return one
    return spoken[-1] if spoken else word


def _joined(word: Wort, words: Sequence[Wort], commas: frozenset[int]) -> Wort:
    """lehnt ... ab: ablehnen"""
    last = _last_before_comma(word, words, commas)
    if last is word or last.low not in _PARTICLES or last.art not in ("funktion", "inhalt", "zeit", "umfang"):
        return word
    lemma = last.low + ("fallen" if word.low == "fällt" else word.grund)
    if not known(lemma):
        return word
    further = word.sinn - concepts(word.grund)  # of an expression that it is part of
    return Wort(f"{word.text} … {last.text}", "verb", lemma, word.start, word.ende, sinn=concepts(lemma) | further)


def particle(clause: Teilsatz) -> Wort | None:
    """The separated particle at the clause's end, if its verb has one."""
    verb = clause.finite
    if verb is None or verb.art != "verb":
        return None
    if _joined(verb, clause.worte, clause.kommas) is verb:
        return None
    return _last_before_comma(verb, clause.worte, clause.kommas)


# --- tense and modality ----------------------------------------------------------------------------------------------


def _tense(clause: Teilsatz) -> frozenset[str]:
    verb = clause.finite
    if verb is None:
        return frozenset({PAST, PRESENT, FUTURE})
    low = verb.low
    participles = any(_is_participle(w) for w in clause.verben if w.low != verb.low)
    infinitives = any(w.low == w.grund and not _is_participle(w) for w in clause.verben)
    if verb.grund == "haben" and participles and low in ("hat", "haben", "habe", "hatte", "hatten"):
        announced = any(v.grund in ("ankündigen", "zusagen", "versprechen") for v in clause.verben)
        open_now = low in ("hat", "haben") and any(v.grund in ("öffnen", "schließen") for v in clause.verben)
        lasting = open_now or (announced and _zu_infinitive(_spoken(clause)))
        return frozenset({PAST, PRESENT}) if lasting else frozenset({PAST})
    if verb.grund == "sein":
        if any(w.low in ("worden", "gewesen", "geworden") for w in clause.worte) or low in ("war", "waren"):
            return frozenset({PAST})
        if any(v.grund in _MOVING and _is_participle(v) for v in clause.verben):
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


_MOVING = frozenset(
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
_BEING = frozenset("geben haben bestehen sein vorliegen existieren".split())


def _spoken(clause: Teilsatz) -> list[Wort]:
    return [w for w in clause.worte if w.art != "zeichen"]


def _modality(clause: Teilsatz) -> frozenset[str]:
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
            and _zu_infinitive(_spoken(clause))
        ):
            found |= {"soll", "fakt"}
        if word.grund in MODAL_NOUNS and not any(w.art == "verb" and w.grund not in _BEING for w in clause.verben):
            found |= {MODAL_NOUNS[word.grund], "fakt"}
    if any(v.grund == "kommen" for v in clause.verben) and any(w.grund in ("frage", "betracht") for w in clause.worte):
        found |= {"kann", "fakt"}
    if any(v.grund == "bedürfen" for v in clause.verben):
        found.add("muss")
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
        and not any(_is_participle(w) for w in clause.verben[:-1])
        and _zu_infinitive(_spoken(clause))
    ):
        found |= {"fakt"} if _spoken(clause)[-1].grund in ("rechnen", "erwarten") else {"muss"}
    if found == {"muss"} and any(w.low in ("musste", "mussten") for w in words):
        found.add("fakt")  # mussten gefällt werden: wurden gefällt
    if "hypo" in found:
        return frozenset({"hypo"}) if len(found) == 1 else frozenset({"hypo", *found})
    return frozenset(found or {"fakt"})
