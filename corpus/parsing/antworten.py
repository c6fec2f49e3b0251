"""A reply's answers: which point each belongs to, the question as the reply repeats it, and where the answer stands.

In: the text and the lines of its answering part. Out: `Antwort`en in the order of the paper. Questions that are printed
one after the other and answered together become one Antwort with all their numbers; a reply without numbers becomes
one Antwort without a number, or one for each question that it sets apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.domain import Antwort
from corpus.parsing.antwort_folge import answer_marks, listed_then_answered, numbering
from corpus.parsing.antwort_marken import MarkArt, Marke, find_marks
from corpus.parsing.frage_ende import (
    Druckbild,
    answer_start,
    inline_cut,
    is_answer_word,
    print_style,
    without_answer_word,
)
from corpus.parsing.stellungnahme_abschnitte import PAGE_FURNITURE
from corpus.parsing.zeilen import Zeile, joined, paragraphs_of


@dataclass(frozen=True)
class _Punkt:
    """One point of a reply: its numbers, the lines of its question and those of its answer."""

    nr: tuple[str, ...]
    frage: tuple[Zeile, ...]
    antwort: tuple[Zeile, ...]
    titel: str | None = None


def cut_answers(text: str, lines: Sequence[Zeile]) -> tuple[Antwort, ...]:
    """The answers in these lines of the text."""
    marks = find_marks(lines)
    rows = numbering([m for m in marks if m.art is MarkArt.TABELLE], lines)
    opened = answer_marks(marks, lines)
    numbers = numbering([m for m in marks if m.art is MarkArt.NUMMER], lines)
    if len(rows) >= 2 or (rows and not numbers and not opened):
        points = list(_table(lines, rows))
    elif table := _broken_table(lines):
        points = table
    elif twice := listed_then_answered(numbers, marks, lines):
        asked, again = twice
        announced = [replace(mark, art=MarkArt.ANTWORT) for mark in again]
        points = list(_announced(lines, announced, marks, asked))
    elif opened and _says_its_answers(opened, numbers):
        points = list(_announced(lines, opened, marks, numbers))
    elif numbers:
        points = list(_numbered(lines, numbers, opened))
    else:
        points = _unnumbered(lines)
    return tuple(answer for answer in (_antwort(text, point) for point in _joint(points)) if answer)


def has_points(lines: Sequence[Zeile]) -> bool:
    """Whether these lines hold numbered answers."""
    marks = find_marks(lines)
    return bool(answer_marks(marks, lines) or numbering([m for m in marks if m.art is not MarkArt.ANTWORT], lines))


# --- the forms of a reply ---------------------------------------------------------------------------------------------


def _table(lines: Sequence[Zeile], rows: Sequence[Marke]) -> Iterator[_Punkt]:
    """Rows "2 | question | answer"; a row without a second bar is all answer."""
    for mark, block in _blocks(lines, rows):
        bar = next((i for i, line in enumerate(block) if re.search(r"(?:^|\s)\|(?:\s|$)", line.text)), None)
        if bar is None:
            yield _Punkt(mark.nr, (), tuple(block))
            continue
        match = re.search(r"\s*(?:^|\s)\|(?:\s+|$)", block[bar].text)
        assert match
        before, after = _split_line(block[bar], match.start(), match.end())
        answer = [*after, *block[bar + 1 :]]
        if answer and answer[-1].text.endswith(" |"):
            answer[-1] = replace(answer[-1], text=answer[-1].text[:-2].rstrip(), ende=answer[-1].ende - 2)
        yield _Punkt(mark.nr, (*block[:bar], *before), tuple(answer))


_BROKEN_ROW = re.compile(r"(?P<nr>\d{1,2})?[ .|]*(?P<frage>[A-ZÄÖÜ„].*?\?)\s*\|\s*(?P<antwort>\S.*)")


def _broken_table(lines: Sequence[Zeile]) -> list[_Punkt]:
    """Rows of which a scan lost bars and numbers: "2 question? | answer", each in a paragraph of its own."""
    points: list[_Punkt] = []
    for paragraph in paragraphs_of(lines):
        bar = next((i for i, line in enumerate(paragraph) if " | " in line.text), None)
        row = _BROKEN_ROW.match(joined(paragraph[: bar + 1])) if bar is not None else None
        if bar is None or row is None:
            if points:
                points[-1] = replace(points[-1], antwort=(*points[-1].antwort, *paragraph))
            continue
        match = re.search(r"\s\|\s+", paragraph[bar].text)
        assert match
        before, after = _split_line(paragraph[bar], match.start(), match.end())
        question = [*paragraph[:bar], *before]
        digits = re.match(r"\d{1,2}[ .|]*", question[0].text)
        if digits:
            question[0:1] = _split_line(question[0], 0, digits.end())[1]
        number = row["nr"] or str(int(points[-1].nr[0]) + 1 if points else 1)
        points.append(_Punkt((number,), tuple(question), (*after, *paragraph[bar + 1 :])))
    return points if len(points) > 1 else []


def _says_its_answers(opened: Sequence[Marke], numbers: Sequence[Marke]) -> bool:
    """Whether "Zu 1:" and the like carry the reply, and aren't only references within its answers."""
    covered = {zahl for mark in opened for zahl in mark.zahlen}
    asked = {zahl for mark in numbers for zahl in mark.zahlen}
    return len(covered & asked) * 2 > len(asked) or len(covered) > len(asked)


def _announced(
    lines: Sequence[Zeile], opened: Sequence[Marke], marks: Sequence[Marke], numbers: Sequence[Marke]
) -> Iterator[_Punkt]:
    """Answers that say which they are; their questions stand before each, or all together before the first."""
    questions = _questions_before(opened, marks, numbers)
    blocks = list(_blocks(lines, sorted([*questions, *opened], key=lambda mark: mark.zeile)))
    answers = [block for mark, block in blocks if mark.art is MarkArt.ANTWORT]
    announced = {nr for mark in opened for nr in mark.nr}
    style = print_style(answers)
    repeats = not questions and _repeat_their_demands(answers, style)
    asked: dict[str, list[Zeile]] = {}
    for mark, block in blocks:
        if mark.art is not MarkArt.ANTWORT:
            if announced.isdisjoint(mark.nr):  # answered right below, without a word for it
                yield _split(mark, block, style)
            for nr in mark.nr:
                asked.setdefault(nr, block)
            continue
        known = tuple(dict.fromkeys(line for nr in mark.nr for line in asked.get(nr, ())))
        if known:
            yield _Punkt(mark.nr, known, tuple(block), mark.titel)
            continue
        asks = any("?" in line.text for line in paragraphs_of(block)[0]) if block else False
        point = _split(mark, block, style) if asks or repeats else None
        yield (
            replace(point, titel=mark.titel)
            if point and point.antwort
            else _Punkt(mark.nr, (), tuple(block), mark.titel)
        )


def _questions_before(opened: Sequence[Marke], marks: Sequence[Marke], numbers: Sequence[Marke]) -> list[Marke]:
    """The numbers that open the questions of announced answers.

    Before the first answer the whole numbering counts. Later only the run that leads up to an answer of just these
    numbers: what else is numbered there is a list within the answer before.
    """
    first = opened[0].zeile
    found = [mark for mark in numbers if mark.zeile < first]
    plain = [mark for mark in marks if mark.art is MarkArt.NUMMER]
    for before, answer in pairwise(opened):
        between = [mark for mark in plain if before.zeile < mark.zeile < answer.zeile and mark.nr[0][:1].isdigit()]
        run: list[Marke] = []
        for mark in reversed(between):
            if set(mark.nr) <= set(answer.nr) and not (run and run[0].zahlen[0] <= mark.zahlen[0]):
                run.insert(0, mark)
            elif run or set(mark.nr) <= set(answer.nr):
                break
        if (run and run[-1] is between[-1]) or len(run) == len(answer.nr):
            found += run
    return found


def _repeat_their_demands(blocks: Sequence[Sequence[Zeile]], style: Druckbild) -> bool:
    """Whether each announced answer begins with the demand that it answers: set off, and mostly worded as one."""
    filled = [block for block in blocks if block]
    cuts = [answer_start(block, style) for block in filled]
    if len(cuts) < 2 or not all(cut and cut < len(block) for cut, block in zip(cuts, filled, strict=True)):
        return False
    demands = sum(bool(_DEMAND.search(joined(block[:cut]))) for cut, block in zip(cuts, filled, strict=True))
    early = sum(not block[cut].after_blank for cut, block in zip(cuts, filled, strict=True) if cut)
    return demands * 2 > len(filled) or early == len(filled)


_DEMAND = re.compile(
    r"\b(?:soll(?:en|te|ten)?|möge|beantrag\w+|prüft|zu prüfen|beauftragt|aufgefordert|gebeten|wird verworfen)\b|:$"
    r"|^Die (?:Stadtv|V)erwaltung (?:legt|zeigt|berichtet|stellt|ermittelt|erarbeitet|entwickelt|setzt|führt|schafft)\b"
)


def _numbered(lines: Sequence[Zeile], numbers: Sequence[Marke], opened: Sequence[Marke]) -> Iterator[_Punkt]:
    """Points that begin with their number: the question and its answer, or the answer alone."""
    blocks = list(_blocks(lines, numbers))
    style = print_style([block for _, block in blocks])
    points = [_split(mark, block, style, opened) for mark, block in blocks]
    if numbers[0].nr == ("2",):
        yield from _lost_first(lines[: numbers[0].zeile])
    if not any(point.frage and point.antwort for point in points):
        if any(_ends_as_question(point.frage) for point in points):
            yield from points
            return
        points = [_Punkt(point.nr, (), (*point.frage, *point.antwort)) for point in points]
    yield from points


def _lost_first(lines: Sequence[Zeile]) -> list[_Punkt]:
    """The first point where a scan lost its number: a question and its answer above "2."."""
    first = [point for point in _unnumbered(lines) if point.frage and point.antwort] if lines else []
    return [replace(first[-1], nr=("1",))] if first else []


def _unnumbered(lines: Sequence[Zeile]) -> list[_Punkt]:
    """A reply without numbers: one for each question set apart, else all of it."""
    lines = without_answer_word(lines)
    points: list[_Punkt] = []
    for paragraph in paragraphs_of(lines):
        end = next((i for i, line in enumerate(paragraph) if line.text.rstrip('“") ').endswith("?")), None)
        whole = end is not None and all(
            one.endswith("?")
            for one in re.split(r"(?<=[.?!])\s+(?=[A-ZÄÖÜ])", joined(paragraph[: end + 1]).rstrip('“")'))
        )
        if end is not None and whole:
            points.append(_Punkt((), tuple(paragraph[: end + 1]), tuple(paragraph[end + 1 :])))
        elif points:
            points[-1] = replace(points[-1], antwort=(*points[-1].antwort, *paragraph))
    answered = [point for point in points if point.antwort]
    if answered and (len(answered) > 1 or paragraphs_of(lines)[0][0] in answered[0].frage):
        return points
    return [_Punkt((), (), tuple(lines))]


# --- one point --------------------------------------------------------------------------------------------------------


def _split(mark: Marke, block: list[Zeile], style: Druckbild, opened: Sequence[Marke] = ()) -> _Punkt:
    """A point's question and answer; all question where nothing tells them apart (`_numbered` looks again)."""
    if not block:
        return _Punkt(mark.nr, (), ())
    inside = next((m for m in opened if block[0].start < m.start <= block[-1].start and set(m.nr) & set(mark.nr)), None)
    if inside:
        question = [line for line in block if line.start < inside.start]
        return _Punkt(mark.nr, tuple(question), tuple(_from(block, inside.inhalt)), inside.titel)
    cut = None if _WIDE_GAP.search(block[0].text) else answer_start(block, style)
    if cut is not None and cut < len(block):
        answer = without_answer_word(block[cut:]) if is_answer_word(block[cut]) else block[cut:]
        return _Punkt(mark.nr, tuple(block[:cut]), tuple(answer))
    for index, line in enumerate(paragraphs_of(block)[0] if cut is None else ()):
        offset = inline_cut(line)
        if offset is not None:
            before, after = _split_line(line, offset - line.start, offset - line.start)
            return _Punkt(mark.nr, (*block[:index], *before), (*after, *block[index + 1 :]))
    return _Punkt(mark.nr, tuple(block), ())


_WIDE_GAP = re.compile(r"\?\s{3,}[A-ZÄÖÜ]")
"""A question and its answer set on one line."""


def _ends_as_question(lines: Sequence[Zeile]) -> bool:
    return bool(lines) and lines[-1].text.rstrip('“") ').endswith("?")


def _joint(points: Sequence[_Punkt]) -> Iterator[_Punkt]:
    """Questions without an answer of their own are answered with the next one."""
    waiting: list[_Punkt] = []
    for point in points:
        if not point.antwort and point.frage:
            waiting.append(point)
            continue
        if waiting:
            numbers = tuple(dict.fromkeys(nr for one in [*waiting, point] for nr in one.nr))
            questions = tuple(line for one in [*waiting, point] for line in one.frage)
            point = replace(point, nr=numbers, frage=questions)
            waiting = []
        yield point
    for point in waiting:  # the last words of a reply are no question without an answer
        if not _ends_as_question(point.frage):
            yield replace(point, frage=(), antwort=point.frage)


_RUNNING_TITLE = re.compile(r"(?:Ergänzende[ ])?Erläuterungen")


def _antwort(text: str, point: _Punkt) -> Antwort | None:
    """The Antwort of a point, without page furniture and headings of the next point at its end."""
    lines = list(point.antwort)
    while lines and (PAGE_FURNITURE.match(lines[-1].text) or _RUNNING_TITLE.fullmatch(lines[-1].text)):
        lines.pop()
    while lines and PAGE_FURNITURE.match(lines[0].text):
        lines.pop(0)
    if not lines:
        return None
    start, ende = lines[0].start, lines[-1].ende
    question = joined(_without_announcement(point.frage)) or None
    return Antwort(point.nr, question, text[start:ende], start, ende, point.titel)


_ANNOUNCEMENT = re.compile(r"(?:Verwaltung|Amt|Dezernat|Bürgermeister\w*|wir|Stellung|beantwortet|Antworten)\b.*:$")


def _without_announcement(lines: Sequence[Zeile]) -> list[Zeile]:
    """A question's lines without the sentence behind it that announces the answers ("Die Verwaltung antwortet:")."""
    paragraphs = paragraphs_of(lines)
    if len(paragraphs) > 1 and len(paragraphs[-1]) <= 2 and _ANNOUNCEMENT.search(joined(paragraphs[-1])):
        paragraphs.pop()
    return [line for paragraph in paragraphs for line in paragraph]


def _without_heading(block: list[Zeile]) -> list[Zeile]:
    """A block without the heading of the next one at its end: a short line by itself that is no sentence."""
    if len(block) < 2:
        return block
    last, before = block[-1], block[-2]
    alone = last.after_blank and before.text.endswith((".", "?", "!", ":", ")", "“"))
    return block[:-1] if alone and not before.text.endswith(":") and _HEADING.fullmatch(last.text) else block


_HEADING = re.compile(
    r"(?:[IVX]{1,4}\.|[A-Z][.)]|Zu[mr]?|Thema|Block|Themenblock|Teil)?[ ]?[A-ZÄÖÜ][^.?!:;,\d|☐☒€%]{2,70}:?"
)


# --- lines ------------------------------------------------------------------------------------------------------------


def _blocks(lines: Sequence[Zeile], marks: Sequence[Marke]) -> Iterator[tuple[Marke, list[Zeile]]]:
    """Each mark with the lines up to the next mark, its own words left out."""
    for position, mark in enumerate(marks):
        end = marks[position + 1].zeile if position + 1 < len(marks) else len(lines)
        block = _from(lines[mark.zeile : end], mark.inhalt)
        yield mark, _without_heading(block) if position + 1 < len(marks) else block


def _from(lines: Sequence[Zeile], offset: int) -> list[Zeile]:
    """The lines from an offset on, the first one cut there."""
    found: list[Zeile] = []
    for line in lines:
        if line.ende <= offset:
            continue
        found.append(line if line.start >= offset else _split_line(line, 0, offset - line.start)[1][0])
    return found


def _split_line(line: Zeile, first_end: int, second_start: int) -> tuple[list[Zeile], list[Zeile]]:
    """A line's words before and after a gap."""
    before, after = line.text[:first_end].rstrip(), line.text[second_start:]
    start = line.start + second_start + len(after) - len(after.lstrip())
    return (
        [Zeile(before, line.start, line.start + len(before), line.after_blank)] if before else [],
        [Zeile(after.strip(), start, start + len(after.strip()), False)] if after.strip() else [],
    )
