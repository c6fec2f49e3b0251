"""What the quotes leave open is not decided in the claim."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.support.reading import Vergleich
from retrieval.support.verbs import zu_infinitive

_DECIDES = frozenset("entscheiden beraten beschließen befinden abstimmen verhandeln".split())
_OPEN = frozenset("über darüber hierüber ob worüber".split())
_SETTLED = frozenset("dass für dafür gegen dagegen".split())


def openness_kept(view: Vergleich) -> Iterator[str]:
    """Über die Nutzung entscheidet der Verein: who makes "entscheidet, es zu nutzen" of it knows how it ends."""
    said = [word.low for clause in view.aussage for word in clause.worte]
    settles = _SETTLED.intersection(said) or any(zu_infinitive(clause.worte) for clause in view.aussage)
    if not settles or _OPEN.intersection(said):
        return
    decided = {verb.grund for clause in view.aussage for verb in clause.verben} & _DECIDES
    for sentence in dict.fromkeys(pair.quelle.satz for pair in view.paare):
        own = [clause for clause in view.quelle if clause.satz == sentence]
        verb = next((v for clause in own for v in clause.verben if v.grund in decided), None)
        left_open = next((w for clause in own for w in clause.worte if w.low in _OPEN), None)
        if verb and left_open:
            yield f"„{left_open.text} … {verb.text}“: In der Quelle ist offen, wie es ausgeht."
