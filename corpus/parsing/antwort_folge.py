"""Which marks of a reply count: the paper's own numbering, told from lists inside its answers.

In: all marks of a section. Out: those that open its points. The numbering is the best ascending chain: it begins at
one, leaves nothing out, is written in one form, and its points look like questions set apart from what stands before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.parsing.antwort_marken import MarkArt, Marke
from corpus.parsing.zeilen import Zeile

_QUESTION_SOON = 8
"""Lines within which a repeated question has ended."""
_LOOK_BACK = 60
"""Marks among which the one before is looked for; keeps the work linear in long lists."""
_STARTS_ANEW = 2.3
"""A score from which a number may come again: misnumbered, or of a second motion answered in the same paper."""
_CLAIMED = 1.5
"""What it costs to take a mark out of a list that runs up to it."""
_QUESTION = re.compile(r"\?[\s\"“”»)]*(?:\([^)]*\))?$|\?\s+[A-ZÄÖÜ]")
_ASKS = re.compile(r"(?:ob|wie|inwieweit|inwiefern|welche\w*|warum|wann|wer|was|wo|in[ ]welche[rmn]?)\b")


def numbering(marks: Sequence[Marke], lines: Sequence[Zeile]) -> list[Marke]:
    """The marks that carry the paper's numbering, in order; empty where it has none."""
    if any(mark.nr[0][:1].isdigit() for mark in marks):
        marks = [mark for mark in marks if mark.nr[0][:1].isdigit()]
    scores = [_score(mark, position, marks, lines) for position, mark in enumerate(marks)]
    best: list[tuple[float, int | None]] = []
    for position, mark in enumerate(marks):
        value: float = scores[position] - 0.8 * (min(mark.zahlen[0], 4) - 1)
        previous: int | None = None
        for earlier in range(max(0, position - _LOOK_BACK), position):
            if mark.zahlen[0] <= max(marks[earlier].zahlen) and scores[position] < _STARTS_ANEW:
                continue
            joint = best[earlier][0] + scores[position] - _break(marks[earlier], mark)
            if earlier < position - 1 and mark.zahlen[0] - marks[position - 1].zahlen[-1] == 1:
                joint -= _CLAIMED
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
    return _without_lists(chain[::-1], lines)


def _without_lists(chain: list[Marke], lines: Sequence[Zeile]) -> list[Marke]:
    """Of several runs from one on, those that ask; a list in the lead-in isn't the paper's numbering."""
    starts = [0, *(i for i in range(1, len(chain)) if chain[i].zahlen[0] < max(chain[i - 1].zahlen)), len(chain)]
    runs = [chain[begin:end] for begin, end in pairwise(starts)]
    asking = [run for run in runs if sum(_asks(mark, lines) for mark in run) * 2 > len(run)]
    return [mark for run in asking or runs for mark in run]


def _asks(mark: Marke, lines: Sequence[Zeile]) -> bool:
    near = lines[mark.zeile : mark.zeile + _QUESTION_SOON]
    return any(_QUESTION.search(one.text) for one in near)


def _score(mark: Marke, position: int, marks: Sequence[Marke], lines: Sequence[Zeile]) -> float:
    """How much a mark looks like one that opens a point."""
    score = 1.0 if mark.nr[0][:1].isdigit() else 0.4
    line = lines[mark.zeile]
    if line.after_blank or mark.zeile == 0:
        score += 0.6
    end = marks[position + 1].zeile if position + 1 < len(marks) else len(lines)
    near = lines[mark.zeile : min(end, mark.zeile + _QUESTION_SOON)]
    if any(_QUESTION.search(one.text) for one in near):
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
        cost = 1.3
    elif step > 1:
        cost = 0.7 * step
    else:
        cost = 3.0
    if before.form != after.form:
        cost += 0.4
    return cost


def listed_then_answered(
    numbers: Sequence[Marke], marks: Sequence[Marke], lines: Sequence[Zeile]
) -> tuple[Sequence[Marke], Sequence[Marke]] | None:
    """The marks of the questions and those of the answers, where all questions are listed first and the same numbers
    come again; else None."""
    plain = [mark for mark in marks if mark.art is MarkArt.NUMMER]
    rising = next((i for i in range(1, len(plain)) if plain[i].zahlen[0] <= plain[i - 1].zahlen[-1]), len(plain))
    for run in (plain[:rising], numbers):
        if len(run) < 2:
            continue
        again = numbering([mark for mark in plain if mark.zeile > run[-1].zeile], lines)
        if [mark.nr for mark in again] != [mark.nr for mark in run] or any(_asks(mark, lines) for mark in again[:-1]):
            continue
        listed = lines[: again[0].zeile]
        if sum(_asks(mark, listed) for mark in run) * 2 > len(run) or _closely_listed(run):
            return run, again
    return None


def _closely_listed(run: Sequence[Marke]) -> bool:
    """Whether the points of a list follow each other within a few lines."""
    return all(after.zeile - before.zeile <= 4 for before, after in pairwise(run))


def answer_marks(marks: Sequence[Marke], lines: Sequence[Zeile]) -> list[Marke]:
    """The marks that say themselves that an answer begins ("Zu 2:"), as far as they make a numbering."""
    return numbering([mark for mark in marks if mark.art is MarkArt.ANTWORT], lines)
