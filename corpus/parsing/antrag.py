"""A motion's text to `Antrag` values: split into motions, head read, what is wanted cut into Anliegen.

The rules of the cut ("would the administration answer it on its own?"): each own number, letter or bullet of the
operative part is one Anliegen with its sub-points; in prose each sentence that asks is one, several indirect clauses
under one order are one each; reasons, heads and signatures are none.
"""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.domain import Anliegen, Antrag
from corpus.parsing.anliegen_art import classify
from corpus.parsing.anliegen_liste import Point, points_of_list
from corpus.parsing.anliegen_prosa import asks_below, opening_ask, points_of_prose
from corpus.parsing.antrag_gliederung import RESOLUTION, Section, Teil, find_sections, is_greeting
from corpus.parsing.antrag_kopf import parse_kopf
from corpus.parsing.antrag_titel import is_title

_FIELDS_BELOW = re.compile(
    r"(?:Vorlage|Drucksache|Drs\.|Datum|Verfasser|Antragsteller|Fragesteller|Betreff|Betr\.|Betrifft|Thema"
    r"|Eingang|[Ee]ingegangen|[Ee]ingereicht|Nr\.|Fraktion)"
)
_NUMBERED_TITLE = re.compile(r"\d{1,5}[/-]\d|[A-Z]{1,4}[/-]\d|\d{3,}")
_SUBJECT_LINE = re.compile(r"^[ ]*(?:Betreff|Betrifft|Betr\.)\s?[:.]", re.MULTILINE)
_SENTENCE_LINE = re.compile(r"[.?!:;,]\s*$|^\s*gez\b|vorsitz|Fraktion\s\S+\s*$|[–—=_-]{4,}")
_LEAST_REASONS = 15
_MOST_TITLES = 60
"""A file with more titles than these is no file of motions, and each is costly to look behind."""
_RESOLUTION_LEAD = re.compile(r"[^.?!:]*:\s*")


def parse_antraege(text: str) -> tuple[Antrag, ...]:
    """All motions that a paper's text holds, in their order; one without any Anliegen where nothing is asked for.

    Offsets of the Anliegen refer to `text`. An empty text gives no motion.
    """
    if not text.strip():
        return ()
    bounds = [*_motion_starts(text), len(text)]
    return tuple(_parse_motion(text, start, ende) for start, ende in pairwise(bounds))


def _parse_motion(text: str, start: int, ende: int) -> Antrag:
    motion = text[start:ende]
    points, head_end, tail_start = _find_points(motion)
    kopf = parse_kopf(motion, head_end, motion[tail_start:])
    anliegen = tuple(
        Anliegen(
            nr=number,
            marke=point.marke,
            text=" ".join(motion[point.start : point.ende].split()),
            art=classify(motion[point.start : point.ende], point.lead),
            teile=point.teile,
            start=start + point.start,
            ende=start + point.ende,
            sicher=point.sicher,
        )
        for number, point in enumerate(points, start=1)
    )
    return Antrag(kopf.nummer, kopf.fraktion, kopf.betreff, kopf.datum, kopf.sitzung, anliegen, kopf.oeffentlich)


# --- several motions in one file -------------------------------------------------------------------------------------


def _motion_starts(text: str) -> list[int]:
    """Where motions begin: at the letterhead above each title that has head fields below it."""
    starts = [0]
    offset = 0
    seen_title, tried = False, 0
    lines = text.splitlines(keepends=True)
    for index, line in enumerate(lines):
        if _begins_motion(lines, index):
            tried += 1
            if seen_title and tried < _MOST_TITLES and _has_content(text[starts[-1] : offset]):
                starts.append(_letterhead_start(text, offset))
            seen_title = True
        offset += len(line)
    return starts


def _begins_motion(lines: list[str], index: int) -> bool:
    line = lines[index]
    if not is_title(line):
        return bool(_SUBJECT_LINE.match(line)) and any(is_greeting(below) for below in lines[index + 1 : index + 6])
    below = "".join(lines[index + 1 : index + 9])
    above = "".join(lines[max(0, index - 4) : index])
    return bool(
        _FIELDS_BELOW.search(below) or _NUMBERED_TITLE.search(line) or re.search(r"Drs\.|Drucksache|Wahlperiode", above)
    )


def _has_content(text: str) -> bool:
    """Whether a whole motion stands in this text, so that a further title begins another one."""
    return len(text) > 200 and bool(_find_points(text)[0])


def _letterhead_start(text: str, title: int) -> int:
    """Go up from the title over the letterhead to the sentence, rule or signature that ends the motion above."""
    position = title
    for line in reversed(text[:title].splitlines(keepends=True)):
        if line.strip() and (_SENTENCE_LINE.search(line.rstrip()) or len(line.strip()) > 100):
            break
        position -= len(line)
        if title - position > 600:
            break
    return position


# --- what one motion wants -------------------------------------------------------------------------------------------


def _find_points(text: str) -> tuple[list[Point], int, int]:
    """The points, the end of the head, and where the text behind the points begins."""
    sections = find_sections(text)
    wanted = [section for section in sections if section.teil is Teil.AUFTRAG]
    candidates = [list(wanted), [s for s in sections if s.teil is Teil.ANFANG]]
    candidates.append([s for s in sections if s.teil is Teil.BEGRUENDUNG])
    for group in candidates:
        points: list[Point] = []
        for section in group:
            points += _points_of_section(text, section, sections)
        if points:
            head_end = min(sections[0].ende if sections[0].teil is Teil.ANFANG else 0, points[0].start)
            if group is candidates[1] or not head_end:
                head_end = points[0].start
                if points[0].marke:
                    head_end = text.rfind(points[0].marke, 0, head_end)
            return points, head_end, points[-1].ende
    return [], sections[0].ende if sections else len(text), len(text)


def _points_of_section(text: str, section: Section, sections: tuple[Section, ...]) -> list[Point]:
    reasons_follow = _reasons_follow(text, section, sections)
    begin = _body_start(text, section)
    listed = points_of_list(text, begin, section.ende, reasons_follow=reasons_follow)
    if listed is None:
        resolution = section.teil is Teil.AUFTRAG
        content = _resolution_content(text, begin, section.ende) if resolution else begin
        return list(points_of_prose(text, content, section.ende, all_count=resolution, reasons_follow=reasons_follow))
    points = [*opening_ask(text, begin, listed.start), *listed.points]
    further = asks_below(text, listed.rest_start, listed.rest_ende, reasons_follow=reasons_follow)
    return [*points, *further]


def _reasons_follow(text: str, section: Section, sections: tuple[Section, ...]) -> bool:
    """Whether reasons with a heading of their own follow; a heading that a PDF moved below its words heads nothing."""
    below = [s for s in sections if s.teil is Teil.BEGRUENDUNG and s.start >= section.ende]
    if not below:
        return False
    words = text[below[0].start : below[0].ende].split(":", 1)[-1] if below[0].inhalt == below[0].ende else ""
    words = words or text[below[0].inhalt : below[0].ende]
    return len(words.strip()) >= _LEAST_REASONS and not words.strip()[0].islower()


def _body_start(text: str, section: Section) -> int:
    """Behind the heading; in a letter behind the greeting."""
    if section.teil is not Teil.ANFANG:
        return section.inhalt
    offset = section.start
    for line in text[section.start : section.ende].splitlines(keepends=True):
        offset += len(line)
        if is_greeting(line):
            return offset
    return section.start


def _resolution_content(text: str, start: int, ende: int) -> int:
    """Behind "Der Rat möge beschließen:"."""
    match = RESOLUTION.search(text, start, min(ende, start + 400))
    if match is None:
        return start
    lead = _RESOLUTION_LEAD.match(text, match.end(), ende)
    return lead.end() if lead is not None else start
