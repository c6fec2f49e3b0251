"""What opens a question or an answer in a reply: "2.", "Frage 2:", "Zu 2 und 3:", "Antwort zu 2. <Titel>:", "2 |".

In: the lines of a reply's body. Out: the marks that stand at the start of a line, in order. Which of them count is
decided in `antwort_folge`: an answer may hold lists of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.parsing.zeilen import Zeile


class MarkArt(StrEnum):
    """How a mark opens: a number (a question, or an answer without its question), an answer, a row of a table."""

    NUMMER = "nummer"
    ANTWORT = "antwort"
    TABELLE = "tabelle"


@dataclass(frozen=True)
class Marke:
    """A mark at the start of `lines[zeile]`.

    `nr` are the numbers as printed, `zahlen` their order (2 for "2", also for "b" and "II"). `inhalt` is the offset at
    which the words begin, `form` how the mark is written with its number left out ("#.", "Frage #:").
    """

    art: MarkArt
    nr: tuple[str, ...]
    zahlen: tuple[int, ...]
    zeile: int
    start: int
    inhalt: int
    form: str
    titel: str | None = None


_ONE = r"(?:\d{1,2}(?:\s?[a-h]\b)?|[IVX]{1,5}\b|[a-h]\b)"
_AND = r"\s?(?:,|/|\+|&|-|–|—|und|u\.|sowie|bis)\s?"
_WHAT = r"(?:Frage|Punkt|Pkt\.?|Ziffer|Ziff\.?|Nummer|Nr\.?|Anliegen|Unterpunkt|Teilfrage|Prüfauftrag)(?:n|en|e|s)?"
_SEVERAL = (
    rf"{_ONE}[.)]{{0,2}}(?:{_AND}(?:zu\s)?(?:{_WHAT}\s)?{_ONE}(?:[.)](?=\s?(?:,|/|\+|&|-|–|und|sowie|bis|:|\s)))?)*"
)

_ANSWER = re.compile(  # "Antwort zu 1. Titel:", "Zu den Fragen 2 bis 4:", "zu Ziffer 3)", "Antwort 2:"
    rf"""
    (?:
        (?:(?:Die[ ])?(?:Antwort(?:en)?|Stellungnahme|Erläuterung(?:en)?|Ausführungen)(?:[ ]der[ ]Verwaltung)?[ ])
        (?:[Zz]u(?:r|m|[ ]den)?[ ](?:{_WHAT}[ ])?|(?=\d))
      | (?:[Zz][Uu](?:r|m|[ ]den|[ ]der)[ ]{_WHAT}[ ]|(?:[Zz][Uu]|[Aa]d)[ .]?(?:{_WHAT}[ ])?)
    )
    (?P<nums>{_SEVERAL})
    (?P<close>[ ]*(?:[.):]|–|-)?[.):]?)
    (?=\s|$|[A-ZÄÖÜ])
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(  # "2.", "2)", "(2)", "2.)", "Frage 2:", "1.+2.", "1. und 2.", "II."
    rf"""
    (?:
        (?:{_WHAT})[ ](?P<named>{_SEVERAL})(?P<named_close>[ ]?[.):–-]?)(?=\s|$)
      | \(?(?P<plain>\d{{1,2}}(?:[ ]?[.)]{{0,2}}(?:[ ]?(?:\+|/|,|&|und|bis|-|–)[ ]?)\d{{1,2}})*)
        [.)]{{1,2}}:?(?=\s|$|[A-ZÄÖÜ„"])
      | (?P<roman>[IVX]{{1,4}})[.)](?=\s|$)
      | (?P<letter>[a-h])\)(?=\s|$)
    )
    """,
    re.VERBOSE,
)
_JOINT_ANSWER = re.compile(  # "Die Fragen 1 bis 3 werden gemeinsam beantwortet:"
    rf"""
    (?=.{{0,140}}\b(?:beantwortet|Stellung|zusammengefasst)\b)(?=.{{0,140}}\b(?:gemeinsam|zusammen\w*)\b)
    [A-ZÄÖÜ][^.:?]{{0,60}}?\b{_WHAT}[ ](?P<nums>{_SEVERAL})[ ][^.?]{{0,80}}:$
    """,
    re.VERBOSE,
)
_MISREAD_ONE = re.compile(r"(?P<one>[lI|!])[.)](?=\s+\S)")
_ROW = re.compile(
    rf"\|?[ ]*(?:{_WHAT}[ ])?(?P<nums>{_ONE}(?:{_AND}{_ONE})*)\.?[ ]*(?:\|(?=\s|$)|\t|[ ]{{3,}})"
)  # "2 | "
_SAYS_ANSWER = re.compile(
    r"(?:Ziffer|Ziff|Punkt|Pkt)\w*\.?[ ].*?\d[.)]?[ ]?:"
)  # "Ziffer 2: Die Verwaltung empfiehlt ..."
_INLINE_TITLE = re.compile(  # "Zu 1 (Reinigung): Die Wege ...", "Zu den Fragen 2 bis 4 – Ausstattung: Es gibt ..."
    r"[.)]?\s(?:\((?P<title>[^()]{3,80})\)[ ]?:|[–-][ ](?P<dashed>[^.:?!]{3,60}):)(?=\s|$)"
)
_TITLE_COLON = re.compile(r":\s*$")
_DATE_OR_AMOUNT = re.compile(  # "3. März 2024", "15. Sitzung", "2.500 Euro": an ordinal or a number, no mark
    r"\d{1,2}\.[ ]?(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Plenarsitzung"
    r"|Sitzung|Quartal|Halbjahr|Jahrhundert|Etage|OG|UG|Obergeschoss|Bauabschnitt|BA\b|\d)"
)
_TITLE_LENGTH = 160
"""A longer line that ends with a colon is a sentence, no heading."""


def find_marks(lines: Sequence[Zeile]) -> list[Marke]:
    """All marks at the starts of these lines, in order."""
    marks = [mark for mark in (_mark_at(lines, index) for index in range(len(lines))) if mark]
    if not any(mark.art is not MarkArt.ANTWORT and mark.nr[0] in ("1", "II") for mark in marks):
        marks += _misread_ones(lines, marks)
    return sorted(marks, key=lambda mark: mark.zeile)


def _misread_ones(lines: Sequence[Zeile], marks: list[Marke]) -> list[Marke]:
    """A scan may read the first number as a letter ("l. Wie viele ..."): the last one above the mark "2."."""
    second = next((mark for mark in marks if mark.nr[0] == "2"), None)
    if second is None:
        return []
    for index in range(second.zeile - 1, -1, -1):
        match = _MISREAD_ONE.match(lines[index].text)
        if match:
            ones = [mark for mark in marks if mark.zeile == index]
            for one in ones:  # "I." was taken for a Roman number
                marks.remove(one)
            mark = _mark(second.art, lines, index, match["one"], match.end())
            return [replace(mark, nr=("1",), zahlen=(1,), form=second.form)]
    return []


def _mark_at(lines: Sequence[Zeile], index: int) -> Marke | None:
    line = lines[index]
    row = _ROW.match(line.text)
    if row and "|" in line.text:
        return _mark(MarkArt.TABELLE, lines, index, row["nums"], row.end())
    answer = _ANSWER.match(line.text)
    if answer and _opens(lines, index) and not _DATE_OR_AMOUNT.match(line.text, answer.start("nums")):
        return _answer_mark(lines, index, answer)
    joint = _JOINT_ANSWER.match(line.text)
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    if joint and line.after_blank and len(numbers(joint["nums"])) > 1 and not _NUMBER.match(below):
        return _mark(MarkArt.ANTWORT, lines, index, joint["nums"], joint.end())
    number = _NUMBER.match(line.text)
    if not number or _DATE_OR_AMOUNT.match(line.text):
        return None
    if number["named"] and _SAYS_ANSWER.match(line.text):
        return _mark(MarkArt.ANTWORT, lines, index, number["named"], number.end())
    printed = number["named"] or number["plain"] or number["roman"] or number["letter"]
    return _mark(MarkArt.NUMMER, lines, index, printed, number.end())


def _opens(lines: Sequence[Zeile], index: int) -> bool:
    """Whether a line can open something: it doesn't go on with the sentence of the line before it."""
    line = lines[index]
    if line.after_blank or index == 0:
        return True
    return bool(re.search(r"[.?!:;)“\"]$", lines[index - 1].text)) or bool(
        re.match(r"Antwort|Stellungnahme", line.text)
    )


def _answer_mark(lines: Sequence[Zeile], index: int, match: re.Match[str]) -> Marke | None:
    """An answer's mark; its heading, if it has one, ends with a colon at the end of this line or the next."""
    line = lines[index]
    rest = line.text[match.end() :].strip()
    named = line.text[: match.start("nums")].strip().lower()
    closed = bool(match["close"].strip()) or not rest or match["nums"].rstrip()[-1:] in ".):"
    inline = _INLINE_TITLE.match(line.text, match.end("nums"))
    if inline and named:
        mark = _mark(MarkArt.ANTWORT, lines, index, match["nums"], inline.end())
        return replace(mark, titel=inline["title"] or inline["dashed"])
    if match["nums"].isalpha() and not closed:
        return None
    if not closed and not named.startswith("antwort") and not _TITLE_COLON.search(line.text):
        return None
    end_line, title = index, None
    if rest and not match["close"].strip().endswith(":"):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if _TITLE_COLON.search(rest) and len(rest) <= _TITLE_LENGTH:
            title = rest
        elif (
            following
            and not following.after_blank
            and "antwort" in named
            and _TITLE_COLON.search(following.text)
            and len(rest) + len(following.text) <= _TITLE_LENGTH
        ):
            title, end_line = f"{rest} {following.text}", index + 1
    mark = _mark(MarkArt.ANTWORT, lines, index, match["nums"], match.end())
    if title is None:
        return mark
    title = title.strip().removesuffix(":").strip(" –-")
    return Marke(mark.art, mark.nr, mark.zahlen, index, mark.start, lines[end_line].ende, mark.form, title or None)


def _mark(art: MarkArt, lines: Sequence[Zeile], index: int, printed: str, end: int) -> Marke:
    line = lines[index]
    begin = line.start + end
    begin += len(line.text[end:]) - len(line.text[end:].lstrip())
    nr = numbers(printed)
    form = re.sub(r"\w+", "#", line.text[:end].replace(printed, "#", 1) if art is MarkArt.NUMMER else "#")
    return Marke(art, nr, tuple(ordinal(one) for one in nr), index, line.start, begin, form.strip())


def numbers(printed: str) -> tuple[str, ...]:
    """The numbers in "2 und 3", "1 bis 3", "1.+2.", "4-6": each on its own, a range filled."""
    found: list[str] = []
    to = False
    for match in re.finditer(rf"(?P<to>bis|-|–|—)|(?<!\w)(?P<one>{_ONE})", printed):
        if match["to"]:
            to = True
            continue
        one = "".join(match["one"].split())
        if to and found and one.isdigit() and found[-1].isdigit():
            found += [str(n) for n in range(int(found[-1]) + 1, int(one))]
        found.append(one)
        to = False
    return tuple(found)


_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


def ordinal(number: str) -> int:
    """Where a number stands in its list: 2 for "2", "2a", "b" and "II"; 0 for what is none."""
    digits = re.match(r"\d+", number)
    if digits:
        return int(digits.group())
    return _ROMAN.get(number) or (ord(number) - ord("a") + 1 if len(number) == 1 and number.islower() else 0)
