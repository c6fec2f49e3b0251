"""How far a claim reaches: all, some, only, mostly, already, still: none added, none of weight left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from retrieval.support.clauses import Teilsatz
from retrieval.support.equivalents import denies, needed_for_it, only_meant_by_without, only_said_by_without
from retrieval.support.lexicon import opposed
from retrieval.support.reading import Paar, Vergleich, content
from retrieval.support.words import Wort

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
            if key in near and (pair.fremd or key == "zeit:erst"):
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
    return any(denies(v) for v in pair.quelle.verben) or any(
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
    conditional = any(q.art == "bedingung" and q.satz == pair.quelle.satz for q in view.quelle)
    for word in pair.aussage.worte:
        if conditional and word.low.startswith("unter"):
            continue  # unter der Voraussetzung, dass: wenn
        if word.art == "vorbehalt" and not there:
            yield f"„{word.text}“ steht nicht in der Quelle."
