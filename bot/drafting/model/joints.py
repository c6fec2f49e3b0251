"""What holds a sentence together and a small model loses: the word behind "nur", a noun's preposition, the "ist". Pure.

The gate compares words and who does what; a sentence that is no German any more has the words and says nothing, or
something else: "Über die Einwendungen entscheidet der Rat" became "Die Einwendungen entscheiden der Rat".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*|[,;:.!?()]")
_FOCUS = frozenset("nur lediglich ausschließlich allein sogar selbst insbesondere vorrangig".split())
"""They mean the word behind them: "nur die Anlagen werden erfasst" is not "die Anlagen werden nur erfasst"."""
_GOVERNING = frozenset(
    """
    über mit gegen für ohne nach um zu zum zur aus wegen trotz zwischen gegenüber samt statt außer laut gemäß an
    """.split()
)
"""A noun behind one of them neither acts nor is acted on. Not those of place and time, which come and go ("im Konzept
wird", "das Konzept"), and not "durch" and "von", which tell who acts."""
_NEW = frozenset("mit gegen über ohne wegen trotz statt außer".split())
"""Not "für": "Kinder haben freien Eintritt" is "für Kinder ist der Eintritt frei"."""
_WITHIN = frozenset(
    """
    der die das dem den des ein eine einen einem einer eines kein keine keinen keinem keiner ihr ihre ihren ihrem ihrer
    sein seine seinen seinem seiner unser unsere unseren unserem unserer alle allen aller jede jeden jedem jeder diese
    diesen diesem dieser dieses und sowie oder beide beiden
    """.split()
)
_OTHER = frozenset(
    "in im ins auf bei beim von vom durch am ab bis seit vor unter hinter neben während innerhalb außerhalb".split()
)
_PARTICIPLE = re.compile(r"(?:\w{0,10}?ge\w+(?:t|en)|(?:(?:be|er|ver|zer|ent|emp|über|unter|miss|wider)\w+|\w+ier)t)$")
_AUXILIARIES = frozenset(
    """
    ist sind war waren sei seien wäre wären sein gewesen wird werden wurde wurden worden würde würden geworden hat
    haben hatte hatten habe hätte hätten
    """.split()
)


def broken_joint(text: str, quote: str) -> Iterator[str]:
    """What a wording has torn apart or put together otherwise than the quote that carries it, as German sentences."""
    said, stands = _TOKEN.findall(text), _TOKEN.findall(quote)
    yield from _meant_otherwise(said, stands)
    yield from _ungoverned(said, stands)
    yield from _without_auxiliary(said, stands)


def _meant_otherwise(said: Sequence[str], stands: Sequence[str]) -> Iterator[str]:
    meant = set(_focused(stands))
    for focus, word in _focused(said):
        if any(one == focus for one, _ in meant) and (focus, word) not in meant:
            theirs = next(noun for one, noun in meant if one == focus)
            yield f"„{focus}“ steht in der Quelle bei „{theirs}“."


def _focused(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each focus particle with the first word behind it that is no article."""
    for at, token in enumerate(tokens):
        if token.lower() in _FOCUS:
            behind = next((one for one in tokens[at + 1 :] if one.lower() not in _WITHIN), "")
            yield token.lower(), behind.lower()


def _ungoverned(said: Sequence[str], stands: Sequence[str]) -> Iterator[str]:
    """Nouns that lost the preposition that they have wherever the quote has them, or got one that it has nowhere."""
    theirs, own = _prepositions(stands), _prepositions(said)
    for noun, before in own.items():
        there = theirs.get(noun, frozenset())
        governed = sorted(one for one in there if one in _GOVERNING)
        if None in before and governed and None not in there:
            yield f"„{noun}“ steht in der Quelle nach „{governed[0]}“."
        new = sorted(one for one in before if one in _NEW and there == frozenset({None}))
        if new:
            yield f"„{noun}“ steht in der Quelle ohne „{new[0]}“."


def _prepositions(tokens: Sequence[str]) -> dict[str, frozenset[str | None]]:
    """For each noun the prepositions before it; None where it stands without one, and is no further noun of a group."""
    found: dict[str, set[str | None]] = {}
    for at, token in enumerate(tokens):
        if not token[0].isupper() or len(token) < 4:
            continue
        found.setdefault(token, set()).add(_before(tokens[:at]))
    return {noun: frozenset(some) for noun, some in found.items()}


def _before(tokens: Sequence[str]) -> str | None:
    for token in reversed(tokens):
        low = token.lower()
        if low in _WITHIN or low in _FOCUS:
            continue
        if low in _GOVERNING or low in _OTHER:
            return low
        if token[0].isupper() or not low.endswith(("e", "en", "er", "es", "em")):
            return None
    return None


def _without_auxiliary(said: Sequence[str], stands: Sequence[str]) -> Iterator[str]:
    """ "Die Stadt verpflichtet, Personen aufzunehmen" for "ist verpflichtet"."""
    if any(token.lower() in _AUXILIARIES for token in said):
        return
    theirs = [token.lower() for token in stands]
    auxiliary = next((one for one in theirs if one in _AUXILIARIES), None)
    if auxiliary is None:
        return
    for token in said:
        if token.islower() and token in theirs and _PARTICIPLE.fullmatch(token):
            yield f"„{token}“ steht in der Quelle mit „{auxiliary}“."
            return
