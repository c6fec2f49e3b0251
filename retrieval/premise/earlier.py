"""What an older paper said of a point's matter that a newer one says otherwise: an office, a place, a day of the week.

In come a point as it was read, a clause and the older ones on the same matter. Nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.matter import Rarity, share, words, years
from retrieval.overtaking import place_left
from retrieval.premise.reading import Gesagtes, Punkt
from retrieval.premise.wording import HANDED_ON, LEFT_BEHIND, NEW_ONE, WEEKDAYS
from retrieval.state import Zustand

DENYING = (Zustand.VERNEINT, Zustand.ABSICHT, Zustand.ABGELEHNT)


def left_place(point: Punkt, said: Gesagtes, older: Sequence[Gesagtes]) -> bool:
    """Whether the point names the place where an older word has what the clause has somewhere else."""
    named = point.words - words(said.clause.text)
    return any(place_left(said.clause.text, other.clause.text) & named for other in older)


def older_detail(point: Punkt, said: Gesagtes, older: Sequence[Gesagtes], rarity: Rarity) -> float:
    """How much of what the point takes for granted an older word on the matter says and this one doesn't: an office,
    a place, a day of the week. What this one leaves behind ("zog von der Kiesgrube um") counts as not said."""
    left = frozenset(t for m in LEFT_BEHIND.findall(said.clause.text) for t in words(m))
    days = set(WEEKDAYS.findall(point.text))
    now = set(WEEKDAYS.findall(said.clause.text))
    handed_on = bool(HANDED_ON.search(said.clause.text))
    if handed_on and any(n[0] in left for n in point.details):
        return 1.0
    still_there = said.own if handed_on else said.own | said.context
    best = 0.0
    for other in older:
        if other.clause.zustand in DENYING:
            continue
        if now and (days & set(WEEKDAYS.findall(other.clause.text))) - now:
            return 1.0
        kept = any(
            share([n], said.own, frozenset(), rarity=rarity) >= 0.5
            and share([n], other.own, other.context, rarity=rarity) >= 0.5
            for n in point.given
        )
        if not kept:
            continue
        if years(point.text) & years(other.aussage.text) - years(said.aussage.text) and NEW_ONE.search(
            said.clause.text
        ):
            return 1.0
        gone = [
            n
            for n in point.details
            if n[0] in other.own | other.context and (n[0] in left or (n in point.names and n[0] not in still_there))
        ]
        if gone:
            best = 1.0
    return best
