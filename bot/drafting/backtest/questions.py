"""Which replies can be replayed, and what was asked in each. Pure.

In come a reply and, where the archive has it, the motion of the same number; out comes a `Fall` with its points, or the
reason why the reply tells nothing about how good a draft would have been.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.domain import Anliegen, Antrag, Antwort, Stellungnahme
from corpus.parsing.anliegen_art import classify
from retrieval.matter import things

SAME_QUESTION = 0.3
"""A motion's point and the question that the reply repeats share so many of the named things at least; below that the
reply numbers otherwise than the motion, and its own words count."""


class Ausgelassen(StrEnum):
    """Why a reply is not replayed."""

    OHNE_DATUM = "ohne_datum"
    OHNE_FRAGE = "ohne_frage"
    NICHT_OEFFENTLICH = "nicht_oeffentlich"
    NICHT_VERSANDT = "nicht_versandt"


@dataclass(frozen=True)
class Punkt:
    """One answer of the reply, and the points that it answers. `nr` are the reply's own numbers."""

    nr: tuple[str, ...]
    anliegen: tuple[Anliegen, ...]
    antwort: str


@dataclass(frozen=True)
class Fall:
    """A reply to be replayed. `stichtag`: only papers dated before it count. `aus_antrag`: the motion itself is asked,
    else the questions that the reply repeats."""

    dokument_id: str
    dokument: str
    vorlage: str | None
    betreff: str | None
    amt: str | None
    datum: date
    stichtag: date
    aus_antrag: bool
    punkte: tuple[Punkt, ...]


def replay_case(
    dokument_id: str, dokument: str, reply: Stellungnahme, motion: Antrag | None, first_day: date | None
) -> Fall | Ausgelassen:
    """What is to be asked for a reply. `first_day` is the earliest day that any version of it bears.

    The Stichtag is the motion's day, but never after the reply's own first one, so that the reply can't be known.
    """
    if reply.datum is None or first_day is None:
        return Ausgelassen.OHNE_DATUM
    points = tuple(p for answer in reply.antworten if (p := _point(answer, reply.antworten, motion)) is not None)
    if not points:
        return Ausgelassen.OHNE_FRAGE
    asked = motion is not None and any(a in motion.anliegen for p in points for a in p.anliegen)
    day = min(first_day, motion.datum) if motion is not None and motion.datum is not None else first_day
    subject = motion.betreff if motion is not None and motion.betreff else reply.betreff
    office = reply.amt or reply.dezernat
    return Fall(dokument_id, dokument, reply.vorlage, subject, office, reply.datum, day, asked, points)


def _point(answer: Antwort, answers: Sequence[Antwort], motion: Antrag | None) -> Punkt | None:
    """One answer with what it answers; None where nobody can tell what was asked."""
    own = _motions_points(answer, answers, motion) if motion is not None else ()
    if own and answer.frage and _shared(answer.frage, " ".join(a.text for a in own)) < SAME_QUESTION:
        own = ()
    if not own and answer.frage and answer.frage.strip():
        text = answer.frage.strip()
        marke = ", ".join(answer.nr) or None
        own = (Anliegen(answers.index(answer) + 1, marke, text, classify(text), (), answer.start, answer.start),)
    return Punkt(answer.nr, own, answer.antwort) if own else None


def _motions_points(answer: Antwort, answers: Sequence[Antwort], motion: Antrag) -> tuple[Anliegen, ...]:
    """The motion's points of the answer's numbers; all of them where the reply is one block without a number."""
    if not answer.nr:
        return motion.anliegen if len(answers) == 1 else ()
    wanted = {_bare(nr) for nr in answer.nr}
    marked = any(a.marke for a in motion.anliegen)  # then "Um Prüfung wird gebeten" at the end is nobody's number
    return tuple(a for a in motion.anliegen if _bare((a.marke or "") if marked else str(a.nr)) in wanted)


def _bare(mark: str) -> str:
    return re.sub(r"\W", "", mark).lower()


def _shared(one: str, other: str) -> float:
    """The share of the smaller side's named things that the other names too; 1 where one names nothing."""
    left, right = ({thing[0] for thing in things(text)} for text in (one, other))
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 1.0
