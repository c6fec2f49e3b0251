"""Where a repeated question ends and its answer begins.

In: the lines of one point of a reply, without its number. Out: the offset of the cut. Papers part the two by a blank
line, by a line break alone, by a word ("Antwort:"), or not at all; a question may be several sentences, one of them
without a question mark ("Bitte nach Jahren aufschlüsseln."), and a motion's demand has no question mark at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.parsing.zeilen import Zeile, joined, paragraphs_of


@dataclass(frozen=True)
class Druckbild:
    """How a paper sets its questions: `abgesetzt` where a blank line parts them from the answers; the widest line."""

    abgesetzt: bool
    breite: int


_QUESTION_END = re.compile(r"\?[\s\"“”»«)\].]*(?:\([^()]*\)\.?)?$")  # "… bekannt?", "…?“", "…? (Stand 2023)"
_ANSWER_WORD = re.compile(  # "Antwort:", "Antwort der Verwaltung: Ja.", "Stellungnahme der Verwaltung:"
    r"""
    (?: (?:Antwort|Stellungnahme|Beantwortung|Erläuterung)(?:[ ](?:der[ ]Verwaltung|des[ ]\w+|der[ ]\w+))?
      | Die[ ]Verwaltung[ ]antwortet | A | Verwaltung | Antwort[ ]zu[ ]allen[ ](?:Fragen|Punkten) )
    [ ]*:[ ]*
    """,
    re.VERBOSE,
)
_ANSWER_LINE = re.compile(r"(?:Antwort|Stellungnahme|Beantwortung)(?:[ ]der[ ]Verwaltung)?$")
# sentences that go on with a question: "Bitte nach Zonen aufschlüsseln.", "Wenn ja, welche?"
_TO_QUESTION = re.compile(
    r"(?:Bitte|Wenn|Falls|Wir[ ]bitten|Um[ ](?:Auf|Er|An)|Es[ ]wird[ ]gebeten|\(|[a-h][.)][ ]|[-–•][ ])"
)
_LIST_SIGN = re.compile(r"[-–•·*▪➢]\s|\(?\w{1,3}[.)]\s")
_SENTENCE_END = re.compile(r"[.!?:][\"“”»«)\]]*$")
_FULL_STOP = re.compile(r"[.!?;][\"“”»«)\]]*$")
_SENTENCE = re.compile(
    r"(?<=[.?!])(?<!\b[A-Za-z]\.)(?<!\bz\.)(?<!bzw\.)(?<!ca\.)(?<!ggf\.)(?<!Nr\.)(?<!etc\.)\s+(?=[A-ZÄÖÜ„(])"
)
_QUESTION_LINES = 14
"""A question mark further down belongs to the answer."""


def print_style(points: Sequence[Sequence[Zeile]]) -> Druckbild:
    """How this paper sets its questions, by the majority of its points."""
    votes = 0
    for lines in points:
        end = _first_question_end(lines)
        if end is not None and end + 1 < len(lines):
            votes += 1 if lines[end + 1].after_blank else -1
    width = _width([line for lines in points for line in lines])
    if not votes:
        votes = sum(-1 if _early_end(paragraphs_of(lines)[0], width) is not None else 1 for lines in points if lines)
    return Druckbild(votes > 0, width)


def answer_start(lines: Sequence[Zeile], style: Druckbild) -> int | None:
    """The index of the first line of the answer; `len(lines)` where all is question; None where nothing tells.

    An answer that begins within a line is found by `inline_cut`.
    """
    marked = next((index for index, line in enumerate(lines) if is_answer_word(line)), None)
    if marked is not None:
        return marked
    end = _first_question_end(lines)
    if end is not None:
        return _after_trailing(lines, _last_question_end(lines, end), style)
    if any("?" in line.text for line in lines[:_QUESTION_LINES]):
        cut = _after_mixed_question(lines)
        if cut is not None:
            return cut
    return _after_demand(lines, style)


def is_answer_word(line: Zeile) -> bool:
    """Whether this line opens an answer with a word for it."""
    return bool(_ANSWER_WORD.match(line.text) or _ANSWER_LINE.match(line.text))


def without_answer_word(lines: Sequence[Zeile]) -> list[Zeile]:
    """The lines of an answer without the word that opened it."""
    if not lines:
        return []
    first = lines[0]
    match = _ANSWER_WORD.match(first.text) or _ANSWER_LINE.match(first.text)
    if not match:
        return list(lines)
    rest = first.text[match.end() :]
    if not rest:
        return list(lines[1:])
    return [Zeile(rest, first.ende - len(rest), first.ende, first.after_blank), *lines[1:]]


def inline_cut(line: Zeile) -> int | None:
    """Where in a line the answer begins that stands behind its question ("Gibt es Pläne? Nein, ..."), as an offset."""
    matches = [match.end() for match in re.finditer(r"\?[\"“)]*\s+(?=[A-ZÄÖÜ„])", line.text)]
    return line.start + matches[-1] if matches else None


def _width(lines: Sequence[Zeile]) -> int:
    """How long a full line is: most lines of a paragraph are about that long."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[-1] if lengths else 0


# --- questions with a question mark -----------------------------------------------------------------------------------


def _first_question_end(lines: Sequence[Zeile]) -> int | None:
    """The first line that ends a question, unless what stands before it is an answer already."""
    for index, line in enumerate(lines[:_QUESTION_LINES]):
        if _QUESTION_END.search(line.text):
            before = paragraphs_of(lines[: index + 1])[:-1]
            if all(len(joined(p)) < 220 and not joined(p).endswith(".") for p in before):
                return index
            return (
                index if _only_questions(joined(paragraphs_of(lines[: index + 1])[-1])) and len(before) == 1 else None
            )
    return None


def _last_question_end(lines: Sequence[Zeile], end: int) -> int:
    """Follow-up questions belong to the question as long as nothing but questions stands between."""
    for index in range(end + 1, min(len(lines), end + _QUESTION_LINES)):
        if _QUESTION_END.search(lines[index].text):
            if not _only_questions(joined(lines[end + 1 : index + 1])):
                return end
            end = index
    return end


def _only_questions(words: str) -> bool:
    return all(s.rstrip('"“”»«)] ').endswith("?") or _TO_QUESTION.match(s) for s in _SENTENCE.split(words.strip()))


def _after_trailing(lines: Sequence[Zeile], end: int, style: Druckbild) -> int:
    """A request behind the question, up to the end of its sentence, still belongs to it."""
    index = end + 1
    if index >= len(lines):
        return index
    index = _after_sub_points(lines, index)
    if lines[index].after_blank or index > end + 1:
        return index
    trailing = next(i for i in range(index, len(lines) + 1) if i == len(lines) or lines[i].after_blank)
    if style.abgesetzt and trailing < len(lines) and trailing - index <= 3:
        return trailing
    if _TO_QUESTION.match(lines[index].text):
        stop = next((i for i in range(index, trailing) if _SENTENCE_END.search(lines[i].text)), None)
        if stop is not None and stop + 1 < len(lines):
            return stop + 1
    return index


def _after_sub_points(lines: Sequence[Zeile], index: int) -> int:
    """A list in short words behind the question spells it out: "a) in Schulen", "b) in Kindergärten"."""
    stop = index
    while stop < len(lines) and _SUB_POINT.match(lines[stop].text) and lines[stop].text[-1] not in ".:":
        stop += 1
    return stop if stop < len(lines) else index


_SUB_POINT = re.compile(r"[a-h]\)[ ]")


def _after_mixed_question(lines: Sequence[Zeile]) -> int | None:
    """A question mark within a line, and the question goes on behind it: to the end of its paragraph or sentence."""
    paragraphs = paragraphs_of(lines)
    first = paragraphs[0]
    asked = next((i for i, line in enumerate(first) if "?" in line.text), None)
    if asked is None:
        return None
    if len(paragraphs) > 1 and len(first) - asked <= 4:
        return len(first)
    for index in range(asked, min(asked + 4, len(first) - 1)):
        behind = joined(first[asked : index + 1]).rpartition("?")[2]
        if _SENTENCE_END.search(first[index].text) or re.fullmatch(r"\s*\([^()]*\)", behind):
            return index + 1
    return None


# --- demands --------------------------------------------------------------------------------------------------------


def _after_demand(lines: Sequence[Zeile], style: Druckbild) -> int | None:
    """A demand is the first paragraph with its list, or the lines up to one that ends early with its sentence."""
    paragraphs = paragraphs_of(lines)
    early = _early_end(paragraphs[0], style.breite * _CLEARLY_EARLY if style.abgesetzt else style.breite)
    if early is not None and not (style.abgesetzt and _DEMANDS_ON.match(paragraphs[0][early].text)):
        return early
    if len(paragraphs) > 1:
        count = len(paragraphs[0])
        for before, after in pairwise(paragraphs):
            heading = len(joined(before)) < 80 and not _SENTENCE_END.search(before[-1].text)
            leads = before[-1].text.endswith(":") and _LIST_SIGN.match(after[0].text)
            if not (leads or before[-1].text.endswith((",", ";")) or heading) or count + len(after) >= len(lines):
                break
            count += len(after)
        return count
    return _early_end(paragraphs[0], style.breite)


_DEMANDS_ON = re.compile(  # sentences with which a demand goes on: "Außerdem soll ...", "Dabei sind ...", "a) ..."
    r"\(?[a-h\d][.)]\s|[-–•]\s|(?:Außerdem|Zudem|Dabei|Hierzu|Hierfür|Hierbei|Dazu|Gleichzeitig|Ferner|Weiterhin|Sofern|Insbesondere"
    r"|Zusätzlich|Darüber hinaus)\b|.*\b(?:soll(?:en|te|ten)?|möge|ist zu|sind zu)\b"
)
_CLEARLY_EARLY = 0.9
"""A line this much shorter than a full one ends early also in a paper that sets its questions apart."""


def _early_end(paragraph: Sequence[Zeile], width: float) -> int | None:
    """The line behind the first one that ends a sentence although the next word would have fitted on it."""
    for index, line in enumerate(paragraph[:-1][:_QUESTION_LINES]):
        next_word = paragraph[index + 1].text.split()[0]
        if _FULL_STOP.search(line.text) and len(line.text) + 1 + len(next_word) < width:
            return index + 1
    return None
