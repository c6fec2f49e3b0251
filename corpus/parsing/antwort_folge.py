"""Which marks of a reply count: the paper's own numbering, told from lists inside its answers.

In: all marks of a section. Out: those that open its points. The numbering is the best ascending chain: it begins at
one, leaves nothing out, is written in one form, and its points look like questions set apart from what stands before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.parsing.antwort_marken import MarkArt, Marke
from corpus.parsing.zeilen import Zeile

_QUESTION_SOON = 8
"""Lines within which a repeated question has ended."""
_ASKS = re.compile(r"(?:ob|wie|inwieweit|inwiefern|welche\w*|warum|wann|wer|was|wo|in[ ]welche[rmn]?)\b")


def numbering(marks: Sequence[Marke], lines: Sequence[Zeile]) -> list[Marke]:
    """The marks that carry the paper's numbering, in order; empty where it has none. O(n²) in the marks."""
    scores = [_score(mark, position, marks, lines) for position, mark in enumerate(marks)]
    best: list[tuple[float, int | None]] = []
    for position, mark in enumerate(marks):
        value: float = scores[position] - 0.8 * (min(mark.zahlen[0], 4) - 1)
        previous: int | None = None
        for earlier in range(position):
            joint = best[earlier][0] + scores[position] - _break(marks[earlier], mark)
            if joint > value:
                value, previous = joint, earlier
        best.append((value, previous))
    if not best:
        return []
    at: int | None = max(range(len(best)), key=lambda index: best[index][0])
    chain: list[Marke] = []
    while at is not None:
        chain.append(marks[at])
        at = best[at][1]
    return chain[::-1]


def _score(mark: Marke, position: int, marks: Sequence[Marke], lines: Sequence[Zeile]) -> float:
    """How much a mark looks like one that opens a point."""
    score = 1.0 if mark.nr[0][:1].isdigit() else 0.4
    line = lines[mark.zeile]
    if line.after_blank or mark.zeile == 0:
        score += 0.6
    end = marks[position + 1].zeile if position + 1 < len(marks) else len(lines)
    near = lines[mark.zeile : min(end, mark.zeile + _QUESTION_SOON)]
    if any(re.search(r"\?[\s\"“”»)]*(?:\([^)]*\))?$", one.text) for one in near):
        score += 0.8
    elif _ASKS.match(line.text[mark.inhalt - line.start :]):
        score += 0.5
    if mark.form.startswith("Frage"):
        score += 0.5
    return score


def _break(before: Marke, after: Marke) -> float:
    """What it costs a chain to go from one mark to another."""
    step = after.zahlen[0] - max(before.zahlen)
    if step == 1:
        cost = 0.0
    elif step == 0:
        cost = 1.3 if after.nr != before.nr else 1.6
    elif step > 1:
        cost = 0.7 * step
    else:
        cost = 3.0
    if before.form != after.form:
        cost += 0.4
    if before.nr[0][:1].isdigit() != after.nr[0][:1].isdigit():
        cost += 3.0
    return cost


def answer_marks(marks: Sequence[Marke]) -> list[Marke]:
    """The marks that say themselves that an answer begins ("Zu 2:"), as far as their numbers ascend."""
    found: list[Marke] = []
    for mark in marks:
        if mark.art is MarkArt.ANTWORT and (not found or mark.zahlen[0] > max(found[-1].zahlen)):
            found.append(mark)
        elif mark.art is MarkArt.ANTWORT and found and mark.nr == found[-1].nr:
            continue
    return found
