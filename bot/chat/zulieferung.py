"""An Amt geben: which office is asked, by when, and the text that a person forwards to it.

Stellwerk writes to nobody outside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from bot.channels.port import ButtonPress, Message, Post, RichText, Style, styled
from bot.channels.questions import REPLY_ONLY, ask_in, close_in
from bot.channels.tables import pending_input
from bot.channels.tokens import Knopf
from bot.chat.cards import Chat, copy_of, edit_in, origin_in, refresh_in, refuse_in, say_in
from bot.chat.context import OnInput, OnPress, Subject, Turn
from bot.chat.entwurf_text import clip, heading
from bot.chat.held_back import veiled, veiled_together
from bot.review.rules import Abgewiesen, Revision, Vorgang, Zulieferungsauftrag, may_request
from corpus.domain import HinweisArt
from corpus.parsing.dates import find_dates

if TYPE_CHECKING:
    from bot.review.people import Person

WORKING_TIME_DAYS = 7
"""What the button offers an office that a draft names, where the case's deadline leaves so much; a person may say
another day."""

OFFICE_UNITS = 120
REMARK_UNITS = 300
_LABEL_UNITS = 40

_SHORT_DAY = re.compile(
    r"""
    (?<![\w.])(\d{1,2})\.[ ]?(\d{1,2})\.(?![ ]?\d)   # "5.12.", the next one to come
    """,
    re.VERBOSE,
)
_UNTIL = re.compile(
    r"""
    [\s,;]*\b(?:bis|Frist)\b(?:[ ](?:zum|spätestens|am))*[\s:]*$   # what stands between office and date
    """,
    re.VERBOSE | re.IGNORECASE,
)


_REMARK = re.compile(
    r"""
    \s*[,;(–]\s*(?=[a-zäöü])                                       # "Ordnungsamt, bitte zeitnah"
  | \s*(?:[,;(–]|\s)\s*(?=(?:bitte|möglichst|dringend|eilt|eilig|zeitnah|umgehend|sofort|schnellst\w*|so[ ]bald|
        sobald|so[ ]schnell|baldmöglichst|baldigst|asap)\b)           # "Ordnungsamt bitte zeitnah"
    """,
    re.VERBOSE,
)
"""Where the office ends and what a person says beside it begins. A comma before a capital belongs to the name: "Amt für
Straßen, Brücken und Plätze"."""
_REMARK_CAPITAL = re.compile(r"\s*[,;(–]\s*(?=(?:Bitte|Dringend|Eilt|Eilig|Zeitnah|Möglichst|Umgehend)\b)")
_CLOSING = re.compile(r"^[\s,;:.)–-]+|[\s,;:(–-]+$")


@dataclass(frozen=True)
class Wunsch:
    """What a person answered: the office, by when, and what they said beside it."""

    amt: str
    frist: date | None
    bemerkung: str = ""


def parse_request(text: str, heute: date) -> Wunsch | str:
    """ "Amt 66 bis 05.12.2026, bitte mit Kosten" to office, day and remark; else a German sentence that says what is
    missing."""
    line = " ".join(text.split())
    if line.endswith("?"):
        return "Das liest sich wie eine Frage. Antworten Sie mit dem Amt, zum Beispiel „Amt 66 bis 05.12.2026“."
    found = find_dates(line)
    short = _SHORT_DAY.search(line)
    frist: date | None = None
    before, after = line, ""
    if found:
        frist = found[0].datum
        before, after = line[: found[0].start], line[found[0].ende :]
    elif short:
        frist = _next_day(int(short[1]), int(short[2]), heute)
        if frist is None:
            return f"Den {short[0]} gibt es im Kalender nicht. Antworten Sie zum Beispiel „Amt 66 bis 05.12.2026“."
        before, after = line[: short.start()], line[short.end() :]
    elif re.search(r"\bbis\b", line, re.IGNORECASE):
        return "Der Tag ist nicht zu verstehen. Antworten Sie zum Beispiel „Amt 66 bis 05.12.2026“."
    named, beside = _split_remark((_UNTIL.sub("", before) if frist else before).strip(" ,;:–-"))
    if not re.search(r"\w", named):
        return "Es fehlt, welches Amt gefragt wird. Antworten Sie zum Beispiel „Amt 66 bis 05.12.2026“."
    if frist is not None and frist < heute:
        return f"Der {frist:%d.%m.%Y} ist schon vorbei. Nennen Sie einen Tag ab heute."
    remark = "; ".join(part for part in (beside, _CLOSING.sub("", after)) if part)
    return Wunsch(clip(named, OFFICE_UNITS), frist, clip(remark, REMARK_UNITS))


def _split_remark(text: str) -> tuple[str, str]:
    """The office and what is said beside it."""
    ends = [match for pattern in (_REMARK, _REMARK_CAPITAL) if (match := pattern.search(text))]
    if not ends:
        return text, ""
    first = min(ends, key=lambda match: match.start())
    beside = _CLOSING.sub("", text[first.end() :])
    return text[: first.start()].strip(" ,;:–-"), beside if "(" in beside else beside.rstrip(") ")


def _next_day(day: int, month: int, heute: date) -> date | None:
    for year in range(heute.year, heute.year + 5):  # the 29th of February comes every fourth year
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= heute:
            return found
    return None


def question_of(case: Vorgang, revision: Revision) -> str:
    """What the office is asked: what the draft says is missing, else its open sub-points, else the point itself."""
    entwurf = revision.entwurf
    if entwurf.zulieferung is not None:
        return " ".join(entwurf.zulieferung.frage.split())
    missing = [h.text for h in entwurf.hinweise if h.art is HinweisArt.OFFEN]
    return " ".join((" ".join(missing) or case.frage(revision.nr)).split())


def forward_text(case: Vorgang, auftrag: Zulieferungsauftrag, bemerkung: str = "") -> RichText:
    """A text to be sent on to the office, as a person would write it."""
    matter = f"{case.nummer or 'einem Antrag'}" + (f" „{clip(veiled(case.betreff), 200)}“" if case.betreff else "")
    until = f" bis zum {auftrag.frist:%d.%m.%Y}" if auftrag.frist else ""
    question, point = veiled_together([auftrag.frage, " ".join(case.frage(auftrag.nr).split())])
    # where nothing narrower is known the question is the point itself, which is then said once
    asked = "" if " ".join(question.split()) == point else f"{question}\n\nDer Punkt im Wortlaut:\n"
    beside = f"Anmerkung: {bemerkung}\n\n" if bemerkung else ""
    body = (
        f"Sehr geehrte Damen und Herren,\n\nzu Punkt {auftrag.nr} von {matter} benötigen wir für die Stellungnahme der "
        f"Verwaltung{until} Ihre Zulieferung:\n\n{asked}„{point}“\n\n{beside}"
        f"Bitte nennen Sie, worauf sich Ihre Angaben stützen (Papier, Datum).\n\n"
        f"Mit freundlichen Grüßen\n{auftrag.person.name}"
    )
    return styled(f"Zum Weiterleiten an: {auftrag.amt} ({case.id}, Punkt {auftrag.nr})", Style.BOLD) + f"\n\n{body}"


# --- in chat --------------------------------------------------------------------------------------------------------


def on_request(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """Asks which office and by when; offers the office that the draft names."""
    case = turn.cases.get_in(turn.connection, str(subject["vorgang"]))
    nr, based_on = int(subject["nr"]), int(subject["revision"])
    heute = turn.now.date()
    refused = may_request(
        case, person, nr, based_on,
        amt="wird erfragt", frage="wird erfragt", frist=None, heute=heute, approvals=turn.settings.approvals,
    )  # fmt: skip
    if refused:
        refuse_in(turn, press, refused)
        return None
    revision = case.revision(nr)
    question = f"„{clip(question_of(case, revision), 600)}“"
    text = heading(case.id, revision) + (
        f"\nWelches Amt soll gefragt werden, und bis wann? Antworten Sie zum Beispiel „Amt 66 bis "
        f"{_offered_day(case, heute):%d.%m.%Y}“.\n\nGefragt wird: {question}"
    )
    ask_in(
        turn.connection, press.place.channel, press.place.chat_id, person.id,
        Post(text, reply_to=press.message_id), "request_office", dict(subject), at=turn.at,
        knoepfe=_offers(case, revision, subject, heute),
    )  # fmt: skip
    return "Bitte antworten Sie mit dem Amt und dem Tag."


def _offered_day(case: Vorgang, heute: date) -> date:
    offered = heute + timedelta(days=WORKING_TIME_DAYS)
    return min(offered, case.frist) if case.frist and case.frist > heute else offered


def _offers(case: Vorgang, revision: Revision, subject: Subject, heute: date) -> list[list[Knopf]]:
    named = revision.entwurf.zulieferung
    if named is None or not named.amt:
        return []
    office, day = clip(named.amt, OFFICE_UNITS), _offered_day(case, heute)
    chosen = {**subject, "amt": office}
    label = clip(office, _LABEL_UNITS)
    return [
        [Knopf(f"{label} bis {day:%d.%m.%Y}", "request_offered", {**chosen, "frist": day.isoformat()})],
        [Knopf(f"{label} ohne Termin", "request_offered", {**chosen, "frist": None})],
    ]


def on_request_office(turn: Turn, person: Person, message: Message, subject: Subject, outbox_id: int) -> None:
    """The answer with office and day; a second answer corrects the first."""
    place = (message.place.channel, message.place.chat_id)
    wish = parse_request(message.text, turn.now.date())
    if isinstance(wish, str):
        say_in(turn, place, wish, reply_to=message.message_id)
        return
    outcome = _request(turn, person, place, subject, wish, outbox_id)
    if isinstance(outcome, Abgewiesen):
        close_in(turn.connection, outbox_id)
        say_in(turn, place, outcome.im_chat, reply_to=message.message_id)


def on_request_offered(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """One of the offered answers."""
    day = subject["frist"]
    wish = Wunsch(str(subject["amt"]), date.fromisoformat(day) if day else None)
    outcome = _request(turn, person, (press.place.channel, press.place.chat_id), subject, wish, outbox_id)
    if isinstance(outcome, Abgewiesen):
        refuse_in(turn, press, outcome)
        return None
    return f"Vermerkt: {clip(wish.amt, 80)} {_until(wish.frist)}. Der Text zum Weiterleiten folgt."


def _until(frist: date | None) -> str:
    return f"bis {frist:%d.%m.%Y}" if frist else "ohne Termin"


def _request(
    turn: Turn, person: Person, place: Chat, subject: Subject, wish: Wunsch, question: int
) -> Zulieferungsauftrag | Abgewiesen:
    case = turn.cases.get_in(turn.connection, str(subject["vorgang"]))
    nr, earlier = int(subject["nr"]), subject.get(_ASKED_AT)
    statt = datetime.fromisoformat(earlier) if earlier else None
    outcome = turn.cases.request_in(
        turn.connection, case.id, nr, based_on=int(subject["revision"]), von=person, amt=wish.amt,
        frage=question_of(case, case.revision(nr)), frist=wish.frist, now=turn.now, quelle=turn.quelle, statt=statt,
    )  # fmt: skip
    if isinstance(outcome, Abgewiesen):
        return outcome
    _take_corrections(turn, question, outcome)
    told = heading(case.id, case.revision(nr)) + f"\nGefragt wird: {wish.amt}, {_until(wish.frist)}."
    if wish.bemerkung:
        told = told + f" Als Anmerkung: „{wish.bemerkung}“."
    told = told + "\nStimmt das nicht, antworten Sie auf diese Nachricht noch einmal mit Amt und Tag."
    edit_in(turn, copy_of(turn, question), told)
    refresh_in(turn, case.id, nr)
    say_in(turn, place, forward_text(case, outcome, wish.bemerkung))
    corrected = " (berichtigt)" if statt == outcome.am else ""
    news = f"{case.id} · Punkt {nr}: {person.name} fragt {wish.amt}, {_until(wish.frist)}{corrected}."
    for chat in origin_in(turn, case):
        if chat != place:
            say_in(turn, chat, news)
    return outcome


_ASKED_AT = "gefragt_am"


def _take_corrections(turn: Turn, question: int, auftrag: Zulieferungsauftrag) -> None:
    """The question is answered, and a further reply to it corrects the request; plain text beside it never does."""
    of_question = pending_input.c.outbox_id == question
    subject = turn.connection.execute(select(pending_input.c.subject).where(of_question)).scalar_one()
    marked = {**subject, _ASKED_AT: auftrag.am.isoformat(), REPLY_ONLY: True}
    turn.connection.execute(update(pending_input).where(of_question).values(subject=marked))


ACTIONS: Mapping[str, OnPress] = {"request": on_request, "request_offered": on_request_offered}
INPUTS: Mapping[str, OnInput] = {"request_office": on_request_office}
