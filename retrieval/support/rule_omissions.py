"""What is left out of the quote's sentence: nothing that narrows it, and not what it says is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from retrieval.support.alignment import same_word
from retrieval.support.clauses import Teilsatz
from retrieval.support.equivalents import ENDING, free_of_charge, gives, holds_until, resulting
from retrieval.support.lexicon import opposed
from retrieval.support.phrases import Gruppe
from retrieval.support.reading import LIGHT, Paar, Vergleich, content
from retrieval.support.rule_conditions import CONDITION_SHARE
from retrieval.support.rule_wording import is_modal
from retrieval.support.tense import PAST
from retrieval.support.words import Wort

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
        yield from _who_has_it(pair, view)
        denied = pair.quelle.verneinungen > 0
        for index, group in enumerate(pair.gruppen_quelle):
            words = [w for w in group.worte if w.grund not in LIGHT]
            if not words or any(w in said or any(same_word(c, w) for c in view.worte) for w in words):
                continue
            text = " ".join(w.text for w in group.worte)
            if group.attribut:
                continue
            after = pair.gruppen_quelle[index + 1] if index + 1 < len(pair.gruppen_quelle) else None
            if after is not None and after.attribut and _said(after, view):
                continue  # in der Sitzung des Ausschusses: der Ausschuss
            if (
                after is not None
                and words[0].grund in _EMPTY_HEADS
                and after.praeposition == "von"
                and _said(after, view)
            ):
                continue  # für die Dauer von 60 Jahren: für 60 Jahre
            narrowing = group.praeposition in _NARROWING and not _of_time(group) and group.worte[0].grund not in _FRAMES
            narrowing = narrowing and not (group.praeposition == "an" and gives(pair.quelle))
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


_FRAMES = frozenset("auftrag rahmen zug höhe sitzung vergleich".split())
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


_RESTRICTING = frozenset(
    "zusätzlich weit rückwirkend vorzeitig teilweise befristet automatisch spät früh einmalig dauerhaft kurzfristig "
    "langfristig mittelfristig generell allgemein pauschal flächendeckend vorläufig probeweise ergänzend".split()
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


_WITH_ARTICLE = frozenset("im am zum zur beim vom ins ans aufs fürs durchs ums übers".split())
"""im Quartier, das ...: the article is in the preposition."""


def _restrictive_relative(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Haushalte, die selbst kompostieren, können ...: without the relative clause it is said of all."""
    for clause in view.quelle:
        if clause.art != "relativ" or clause.satz != pair.quelle.satz or clause.bezug is None or clause is pair.quelle:
            continue
        if clause.bezug not in pair.getroffen:
            continue
        group = next((g for g in pair.gruppen_quelle if clause.bezug in g.worte), None)
        if group is None:
            continue
        ahead = [w for w in pair.quelle.worte if w.ende <= group.worte[0].start]
        of_all = bool(ahead) and "umfang:alle" in ahead[-1].sinn  # in allen Fragen, die ältere Menschen betreffen
        contracted = bool(ahead) and ahead[-1].low in _WITH_ARTICLE
        if not of_all and (group.faelle != frozenset({"nom", "akk", "dat", "gen"}) or contracted):
            continue
        if any(w.art in ("name", "wert") for w in group.worte):
            continue
        words = content(clause)
        kept = [w for w in words if w in view.gesagt or any(same_word(c, w) for c in view.worte)]
        if len(kept) < CONDITION_SHARE * len(words):
            yield f"„{' '.join(w.text for w in clause.worte)}“ aus der Quelle fehlt im Satz."


_PLANNING = frozenset("bedürfen beabsichtigen planen vorsehen verpflichten halten".split())


def _predicate_kept(pair: Paar, view: Vergleich) -> Iterator[str]:
    """What the quote says is done, or is so, is what the claim says."""
    governing = [v for v in pair.quelle.verben if v.grund in _GOVERNING]
    if governing and pair.quelle.mit_zu and not pair.aussage.modus & {"soll", "muss", "hypo"}:
        told = any(v.start == s.start for v in governing for s in view.gesagt)
        if not told and not any(same_word(c, v) for c in view.worte for v in governing):
            yield f"„{governing[0].text}“ aus der Quelle fehlt im Satz."
    if any(v.grund == "rechnen" for v in pair.quelle.verben) and not _expected(pair, view):
        yield "„rechnen“ aus der Quelle fehlt im Satz."
    carrying = _carrying(pair.quelle)
    if _measure(pair):
        return
    if not carrying or any(v.start == s.start for v in carrying for s in view.gesagt):
        return
    own = content(pair.aussage)
    if any(same_word(c, v) or opposed(c.grund, v.grund) for c in view.worte for v in carrying):
        return
    if all(v.grund in ENDING for v in carrying) and holds_until(pair):
        return
    if all(v.grund in _ALLOWING for v in carrying) and "kann" in pair.aussage.modus:
        return
    if (
        _done(pair, carrying)
        or _said_by_noun(pair, carrying)
        or _said_by_preposition(pair, carrying)
        or resulting(pair)
        or free_of_charge(pair)
        or _there_is(pair, carrying)
    ):
        return
    if pair.aussage.finite is None and not any(v.grund not in LIGHT for v in pair.aussage.verben):
        return
    if pair.aussage.art == "relativ" and not pair.treffer:
        return
    if not own:
        return
    yield f"„{carrying[-1].text}“ aus der Quelle sagt dieser Satz nicht."


_ALLOWING = frozenset("zulassen erlauben gestatten ermöglichen".split())
"""lässt einen Austritt zu: ein Austritt ist möglich."""
_EXISTING = frozenset(
    "ausgeben vergeben anbieten bereithalten vorhalten betreiben unterhalten eingehen melden verzeichnen registrieren "
    "zählen erfassen veranstalten vorfinden".split()
)
"""What is handed out, run, offered, or has come in, there is."""


def _there_is(pair: Paar, carrying: Sequence[Wort]) -> bool:
    """Je Haushalt werden zwei Ausweise ausgegeben: je Haushalt gibt es zwei. Not so under a negation."""
    verb = pair.aussage.finite
    if verb is None or verb.grund != "geben" or len(pair.aussage.verben) > 1:
        return False
    there_is = any(w.low == "es" for w in pair.aussage.worte if w.art == "funktion")
    return there_is and not _denied(pair) and all(v.grund in _EXISTING for v in carrying)


def _denied(pair: Paar) -> bool:
    return bool(pair.aussage.verneinungen or pair.quelle.verneinungen)


_COMPLETED = frozenset("abschliessen abschließen beenden fertigstellen vollenden".split())


def _done(pair: Paar, carrying: Sequence[Wort]) -> bool:
    """Der Umbau ist abgeschlossen: it has been rebuilt. The claim's past verb stands on the quote's subject."""
    if pair.quelle.verneinungen or PAST not in pair.aussage.zeit or PAST not in pair.quelle.zeit:
        return False
    if not all(v.grund in _COMPLETED for v in carrying):
        return False
    subjects = [
        w for i, g in enumerate(pair.gruppen_quelle) for w in g.worte
        if pair.rollen_quelle.get(i) in ("zustand", "handelnd", "betroffen")
    ]  # fmt: skip
    return any(s in subjects for v in pair.aussage.verben for s in pair.treffer.get(v, ()))


_SUPPORTING = frozenset(
    "zahlen gewähren leisten erteilen äußern bekunden abgeben ausüben vollziehen einlegen ergreifen aussprechen "
    "unternehmen vornehmen durchführen verhängen zuteil entrichten übernehmen anbieten".split()
)


def _said_by_noun(pair: Paar, carrying: Sequence[Wort]) -> bool:
    """Zahlt einen Zuschuss: who says "bezuschusst" has said all of it."""
    if not all(v.grund in _SUPPORTING for v in carrying):
        return False
    verbs = [v for v in pair.aussage.verben if v.grund not in LIGHT]
    return any(s.art == "inhalt" and s.text[0].isupper() for v in verbs for s in pair.treffer.get(v, ()))


_PREPOSITIONS_THAT_SAY = {
    "überschreiten": "über", "übersteigen": "über", "unterschreiten": "unter", "ablehnen": "gegen",
    "befürworten": "für",
}  # fmt: skip


def _said_by_preposition(pair: Paar, carrying: Sequence[Wort]) -> bool:
    """Liegt über dem Grenzwert: has crossed it. Ist gegen den Ausbau: rejects it."""
    light = all(v.grund in LIGHT for v in pair.aussage.verben)
    said = {w.low for w in pair.aussage.worte if w.art == "funktion"}
    return light and any(_PREPOSITIONS_THAT_SAY.get(v.grund) in said for v in carrying)


def _expected(pair: Paar, view: Vergleich) -> bool:
    """Mit dem Beginn ist zu rechnen: who says that it begins says more."""
    if any(w.grund in ("rechnen", "erwarten", "ausgehen") for w in (*view.worte, *pair.aussage.verben)):
        return True
    sure = not pair.aussage.modus & {"soll", "kann", "hypo"}
    return not sure or any("umfang:voraussichtlich" in w.sinn for c in view.aussage for w in c.worte)


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
        if word.wert is None or any(word in g.worte and g.praeposition in ("in", "bei", "an") for g in pair.gruppen):
            continue
        at = theirs.index(found[0])
        if at and any(theirs[at - 1] in hit for w, hit in pair.treffer.items() if w.wert is None):
            return True
    return False


def _carrying(clause: Teilsatz) -> list[Wort]:
    """The words that carry a clause's sense: its full verbs, or what "ist" says of its subject."""
    verbs = [v for v in clause.verben if v.grund not in LIGHT and not is_modal(v) and v.grund not in _PLANNING]
    verbs += [w for w in clause.worte if w.low in ("geltend", "rückgängig", "bekannt") and w.art in ("inhalt", "verb")]
    if verbs or clause.finite is None or clause.finite.grund != "sein":
        return verbs
    words = [w for w in clause.worte if w.art != "zeichen"]
    return [
        w for w, after in zip(words, [*words[1:], None], strict=True)
        if w.art == "inhalt" and w.text[0].islower() and not is_modal(w)
        and (after is None or after.art in ("funktion", "hilfsverb"))
    ]  # fmt: skip


def _who_has_it(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Schulklassen haben freien Eintritt: not "der Eintritt ist frei"."""
    verb = pair.quelle.finite
    if verb is None or verb.grund != "haben" or pair.quelle.verben:
        return
    for index, group in enumerate(pair.gruppen_quelle):
        noun = group.kern
        if pair.rollen_quelle.get(index) == "handelnd" and noun is not None and not _said(group, view) and pair.treffer:
            yield f"„{noun.text}“ aus der Quelle fehlt im Satz."


_EMPTY_HEADS = frozenset(
    "rahmen zug höhe bereich form weg umfang anzahl zahl zeitraum fall grundlage seite hinblick sinn zusammenhang "
    "dauer ende beginn anfang mitte art hilfe stelle kreis reihe auskunft angabe angaben stand ergebnis".split()
)


def _heads_kept(pair: Paar, view: Vergleich) -> Iterator[str]:
    """Ein Antrag auf Anordnung von Tempo 30: who leaves out the Antrag says that it was ordered."""
    groups = pair.gruppen_quelle
    for group in groups:
        yield from _share_kept(group, pair, view)
    for group, after in pairwise(groups):
        head = group.kern
        if head is None or not (after.attribut or after.praeposition in ("auf", "von", "für", "zu", "über", "an")):
            continue
        if head.grund in _EMPTY_HEADS or group.praeposition or _said(group, view):
            continue
        if head.grund == "mittel" and all(w.wert is not None for w in after.worte):
            continue  # Mittel von 3 Mio. Euro
        if not any(w in pair.getroffen for w in after.worte) or not _touch(group, after, pair):
            continue
        yield f"„{head.text}“ aus der Quelle fehlt im Satz."


def _share_kept(group: Gruppe, pair: Paar, view: Vergleich) -> Iterator[str]:
    """Zwei Drittel der Räume: who leaves out the share says it of all of them."""
    share, *rest = group.worte
    if share.wert is None or share.wert.art not in ("anteil", "zahl") or not rest:
        return
    between = [w for w in pair.quelle.worte if share.ende <= w.start < rest[0].start]
    if (
        not any(w.low in ("der", "des", "dieser", "dieses", "unserer") for w in between)
        or rest[0] not in pair.getroffen
    ):
        return
    if share not in view.gesagt and not any(same_word(c, share) for c in view.worte):
        yield f"„{share.text}“ aus der Quelle fehlt im Satz."


def _said(group: Gruppe, view: Vergleich) -> bool:
    return any(w in view.gesagt or any(same_word(c, w) for c in view.worte) for w in group.worte)


def _touch(group: Gruppe, after: Gruppe, pair: Paar) -> bool:
    end, start = group.worte[-1].ende, after.worte[0].start
    between = [w for w in pair.quelle.worte if end <= w.start < start]
    return all(w.art == "funktion" for w in between)
