"""The finished letter: made in a job, handed out with its review record where all still stands by then.

What becomes of it then stands in `filing.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog

from bot.channels.accounts import chats_in
from bot.channels.jobs import enqueue_in
from bot.channels.outbox import attach_in, post_in
from bot.channels.port import ButtonPress, Document, RichText, Style, Tone, plain, styled
from bot.channels.questions import expect_reply_in
from bot.channels.tokens import Knopf, post_with_buttons_in
from bot.chat.cards import (
    Chat,
    approvers_of,
    copies_in,
    edit_in,
    names_of,
    origin_in,
    refuse_in,
    remember_in,
    say_in,
    standing_line,
)
from bot.chat.context import OnPress, Subject, Turn
from bot.chat.held_back import veiled
from bot.review.rules import Abgewiesen, Vorgang, VorgangStatus, may_prepare, status, text_of
from corpus.database import reading
from corpus.errors import StellwerkError
from corpus.personal_data.masking import kinds_in

if TYPE_CHECKING:
    from bot.channels.jobs import Job
    from bot.letter.outgoing import Letters
    from bot.review.people import Person
    from bot.service.workbench import Workbench

log = structlog.get_logger(__name__)

LETTER_CARD = "brief"
_ANSWER_HOURS = 14 * 24.0
_HEAD_DIGITS = 16


def letters_of(turn: Turn) -> Letters:
    """The replies on their way out, for a turn."""
    from bot.letter.outgoing import Letters

    settings = turn.settings
    return Letters(
        turn.connection.engine, turn.archive, turn.cases,
        approvals=settings.approvals, city=settings.city, template=settings.letter_template,
    )  # fmt: skip


def state_of(turn: Turn, case: Vorgang) -> str:
    """A digest of everything that the letter says: a letter of another state is outdated."""
    words = [letters_of(turn).text_in(turn.connection, case.id), dict(sorted(case.brief.items()))]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


def unapproved(turn: Turn, case: Vorgang) -> Abgewiesen | None:
    """Why there is no letter of this case (any more); None where all its points are approved."""
    if status(case, approvals=turn.settings.approvals) is VorgangStatus.FREIGEGEBEN:
        return None
    if case.versandt_am:
        return Abgewiesen(f"Die Stellungnahme zu {case.id} ist schon versandt.", "Es ist nichts weiter zu tun.")
    return Abgewiesen(
        f"{case.id} ist nicht mehr in allen Punkten freigegeben.", "Entscheiden Sie zuerst über die offenen Punkte."
    )


# --- making it ------------------------------------------------------------------------------------------------------


def enqueue_letter_in(turn: Turn, case_id: str, place: Chat, *, again: str = "") -> None:
    """The letter is to be made and handed out; of one state once, unless someone asks for it `again`."""
    case = turn.cases.get_in(turn.connection, case_id)
    key = f"letter:{case_id}:{state_of(turn, case)}:{again}"
    enqueue_in(turn.connection, "letter", {"vorgang": case_id}, at=turn.at, key=key, place=place)


def on_letter_again(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """Makes the letter with what is given now."""
    case = turn.cases.get_in(turn.connection, str(subject["vorgang"]))
    refused = may_prepare(case, person) or unapproved(turn, case)
    if refused:
        refuse_in(turn, press, refused)
        return None
    enqueue_letter_in(turn, case.id, (press.place.channel, press.place.chat_id), again=press.press_id)
    return "Die Stellungnahme wird zusammengestellt."


@dataclass(frozen=True)
class Datei:
    """A file to hand out, with what is said beside it."""

    name: str
    data: bytes
    caption: RichText


@dataclass(frozen=True)
class Brief:
    """The finished letter with its record: the files in their order, the letter last, and the blanks it still has."""

    files: tuple[Datei, ...]
    luecken: tuple[str, ...]


def letter(bench: Workbench, job: Job) -> None:
    """Makes the letter: as it stands for one chat (`export`), or finished, with its record, for all concerned."""
    case_id = str(job.payload["vorgang"])
    if job.payload.get("export"):
        _export(bench, job, case_id)
        return
    with bench.turn(job) as turn:
        case = turn.cases.get_in(turn.connection, case_id)
        approved = status(case, approvals=turn.settings.approvals) is VorgangStatus.FREIGEGEBEN
        if approved:  # with what was given for the head since the last approval
            letters_of(turn).file_approved_in(turn.connection, case_id, now=turn.now, quelle=turn.quelle)
            state = state_of(turn, case)
    if not approved:
        with bench.finish(job) as turn:
            _say_no_longer(turn, job, case_id)
        return
    made = _finished_files(bench, case)
    with bench.finish(job) as turn:
        case = turn.cases.get_in(turn.connection, case_id)
        if unapproved(turn, case):
            _say_no_longer(turn, job, case_id)
        elif state_of(turn, case) != state:
            enqueue_letter_in(turn, case_id, place_of(job))
        else:
            _hand_out(turn, case, made, state)


def _finished_files(bench: Workbench, case: Vorgang) -> Brief:
    """The letter last, because its button belongs at the end of the chat. The record as JSON is for machines: at the
    terminal `stellwerk audit export` writes it."""
    from bot.letter.rendering import blanks_in
    from bot.review.record import record_docx, review_record

    docx = bench.parts.letters.render(case.id)
    pdf, note = _pdf(docx)
    record = without_confidential(review_record(bench.parts, case.id, now=bench.now()))
    with reading(bench.parts.engine) as connection:
        head = bench.parts.cases.audit.head_in(connection)
    pdf_said = plain(f"Stellungnahme zu {case.id} als PDF, zum Lesen")
    record_said = plain(f"Prüfvermerk zu {case.id}: wer was wann entschieden hat, mit allen Quellen (intern)")
    caption = (
        plain("Bitte prüfen und versenden; danach „Als versandt ablegen“.\n")
        + styled(f"Stellungnahme zu {case.id}", Style.BOLD)
        + f", freigegeben von {names_of(case)}.{note}"
        + _personal_note(case)
        + "\nWurde ein anderer Wortlaut versandt? Antworten Sie auf diese Nachricht mit der DOCX.\n\n"
        + styled(f"SHA-256 {record['brief']['text_sha256']}\nPrüfkette {head[:_HEAD_DIGITS]}", Style.CODE)
    )
    files = (
        *([Datei(f"{case.id}_Stellungnahme.pdf", pdf, pdf_said)] if pdf else []),
        Datei(f"{case.id}_Prüfvermerk.docx", record_docx(record), record_said),
        Datei(f"{case.id}_Stellungnahme.docx", docx, caption),
    )
    return Brief(files, blanks_in(docx))


def _personal_note(case: Vorgang) -> str:
    """That the letter says something of citizens, and that this was accepted."""
    found = kinds_in(*(text_of(case.revision(anliegen.nr).entwurf) for anliegen in case.anliegen))
    named = ", ".join(found)
    return (
        f"\n⚠ Der Brief enthält personenbezogene Angaben ({named}); das ist ausdrücklich angenommen." if found else ""
    )


def _pdf(docx: bytes) -> tuple[bytes | None, str]:
    from bot.letter.outgoing import pdf_of

    try:
        return pdf_of(docx), ""
    except StellwerkError as error:  # the letter is there all the same
        log.warning("no_pdf", error=error.was)
        return None, " Ohne PDF, weil LibreOffice fehlt oder gescheitert ist."


_WORDS_OF_PAPERS = frozenset({"frage", "text", "zitat", "betreff", "grund", "entwurf", "aenderungen"})
"""Keys of a record under which the words of papers, motions and drafts stand."""


def without_confidential(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record as it may go into a chat: without mention of what is not public, and without personal data of
    citizens in the words of papers, motions and drafts. Names of who decided stay."""

    def cleaned(value: Any, *, of_papers: bool = False) -> Any:
        if isinstance(value, Mapping):
            return {k: cleaned(inner, of_papers=of_papers or k in _WORDS_OF_PAPERS) for k, inner in value.items()}
        if isinstance(value, Sequence) and not isinstance(value, str):
            kept = (v for v in value if not (isinstance(v, Mapping) and v.get("art") == "vertraulich"))
            return [cleaned(v, of_papers=of_papers) for v in kept]
        return veiled(value) if of_papers and isinstance(value, str) else value

    result: dict[str, Any] = cleaned(record)
    return result


def _hand_out(turn: Turn, case: Vorgang, made: Brief, state: str) -> None:
    """All files to where the case came in and to everyone who approved; earlier letters are marked as outdated."""
    for copy in copies_in(turn, case.id, None, kind=LETTER_CARD):
        edit_in(turn, copy, plain(f"Stellungnahme zu {case.id}: überholt, der neue Brief steht weiter unten."))
    *beside, brief = [
        Document(attach_in(turn.connection, file.data, at=turn.at), file.name, file.caption) for file in made.files
    ]
    about = {"vorgang": case.id, "zustand": state, "luecken": list(made.luecken)}
    send = Knopf("Als versandt ablegen", "send", about, Tone.GOOD)
    recipients = dict.fromkeys(origin_in(turn, case), case.eingereicht_von)
    for person_id in approvers_of(case):
        for chat in chats_in(turn.connection, person_id):
            recipients.setdefault(chat, person_id)
    for chat, person_id in recipients.items():
        for document in beside:
            post_in(turn.connection, *chat, document, at=turn.at)
        outbox_id = post_with_buttons_in(turn.connection, *chat, brief, [[send]], at=turn.at)
        remember_in(turn, case.id, None, outbox_id, LETTER_CARD)
        subject = {"vorgang": case.id}  # a reply with a DOCX is the letter as it was sent
        expect_reply_in(turn.connection, outbox_id, person_id, "sent_letter", subject, at=turn.at, hours=_ANSWER_HOURS)


def _export(bench: Workbench, job: Job, case_id: str) -> None:
    docx = bench.parts.letters.render(case_id)
    with bench.finish(job) as turn:
        case = turn.cases.get_in(turn.connection, case_id)
        finished = status(case, approvals=turn.settings.approvals) in (
            VorgangStatus.FREIGEGEBEN,
            VorgangStatus.VERSANDT,
        )
        mark = "" if finished else "_ENTWURF"
        note = standing_line(case, turn.settings.approvals)
        document = Document(
            attach_in(turn.connection, docx, at=turn.at),
            f"{case_id}_Stellungnahme{mark}.docx",
            plain(f"{case_id}: {note}"),
            reply_to=str(job.payload["message_id"]) if job.payload.get("message_id") else None,
        )
        post_in(turn.connection, *place_of(job), document, at=turn.at)


def _say_no_longer(turn: Turn, job: Job, case_id: str) -> None:
    say_in(
        turn, place_of(job), f"{case_id} ist inzwischen nicht mehr in allen Punkten freigegeben; es gibt keinen Brief."
    )


def place_of(job: Job) -> Chat:
    if job.channel is None or job.chat_id is None:
        raise ValueError(f"job {job.id} has no place")
    return job.channel, job.chat_id


ACTIONS: Mapping[str, OnPress] = {"letter_again": on_letter_again}
WORK: Mapping[str, Callable[[Workbench, Job], None]] = {"letter": letter}
