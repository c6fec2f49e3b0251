"""The finished letter: made in a job, handed out with its review record, and filed as sent, by a button or as the DOCX
that really went out. Handed out is only what is still so when the files are ready.
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
from bot.channels.port import ButtonPress, Document, Message, Post, RichText, Style, Tone, plain, styled
from bot.channels.questions import close_in, expect_reply_in
from bot.channels.tokens import Knopf, post_with_buttons_in
from bot.chat.cards import (
    Chat,
    approvers_of,
    copies_in,
    edit_in,
    names_of,
    origin_in,
    refresh_in,
    refuse_in,
    remember_in,
    say_in,
    standing_line,
)
from bot.chat.context import OnInput, OnPress, Subject, Turn
from bot.chat.entwurf_text import changes_text, clip
from bot.letter.difference import Aenderung, AenderungArt
from bot.review.case_rows import person_in
from bot.review.rules import Abgewiesen, Vorgang, VorgangStatus, may_prepare, status
from corpus.database import reading
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.channels.jobs import Job
    from bot.letter.outgoing import Letters
    from bot.review.people import Person
    from bot.service.workbench import Workbench

log = structlog.get_logger(__name__)

LETTER_CARD = "brief"
SENT_BYTES = 20 * 1024 * 1024
_ANSWER_HOURS = 14 * 24.0
_HEAD_DIGITS = 16

DOCX = ".docx"


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


# --- making it ------------------------------------------------------------------------------------------------------


def enqueue_letter_in(turn: Turn, case_id: str, place: Chat, *, again: str = "") -> None:
    """The letter is to be made and handed out; of one state once, unless someone asks for it `again`."""
    case = turn.cases.get_in(turn.connection, case_id)
    key = f"letter:{case_id}:{state_of(turn, case)}:{again}"
    enqueue_in(turn.connection, "letter", {"vorgang": case_id}, at=turn.at, key=key, place=place)


def on_letter_again(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """Makes the letter with what is given now."""
    case = turn.cases.get_in(turn.connection, str(subject["vorgang"]))
    refused = may_prepare(case, person) or _unapproved(turn, case)
    if refused:
        refuse_in(turn, press, refused)
        return None
    enqueue_letter_in(turn, case.id, (press.place.channel, press.place.chat_id), again=press.press_id)
    return "Die Stellungnahme wird zusammengestellt."


@dataclass(frozen=True)
class Datei:
    """A file to hand out."""

    name: str
    data: bytes


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
    files, caption = _finished_files(bench, case)
    with bench.finish(job) as turn:
        case = turn.cases.get_in(turn.connection, case_id)
        if _unapproved(turn, case):
            _say_no_longer(turn, job, case_id)
        elif state_of(turn, case) != state:
            enqueue_letter_in(turn, case_id, _place(job))
        else:
            _hand_out(turn, case, files, caption, state)


def _finished_files(bench: Workbench, case: Vorgang) -> tuple[list[Datei], RichText]:
    """The letter last, because its button belongs at the end of the chat; and what is said beside it."""
    from bot.review.record import record_docx, review_record

    docx = bench.parts.letters.render(case.id)
    pdf, note = _pdf(docx)
    record = without_confidential(review_record(bench.parts, case.id, now=bench.now()))
    files = [
        Datei(f"{case.id}_Prüfvermerk.json", json.dumps(record, ensure_ascii=False, indent=2).encode()),
        Datei(f"{case.id}_Prüfvermerk.docx", record_docx(record)),
        *([Datei(f"{case.id}_Stellungnahme.pdf", pdf)] if pdf else []),
        Datei(f"{case.id}_Stellungnahme.docx", docx),
    ]
    with reading(bench.parts.engine) as connection:
        head = bench.parts.cases.audit.head_in(connection)
    digest = str(record["brief"]["text_sha256"])
    caption = (
        styled(f"Stellungnahme zu {case.id}", Style.BOLD)
        + f"\nFreigegeben von {names_of(case)}.{note}\nPrüfsumme des Textes (SHA-256): "
        + styled(digest, Style.CODE)
        + f"\nKopf der Prüfkette: {head[:_HEAD_DIGITS]}"
        + "\nWurde ein anderer Wortlaut versandt? Antworten Sie auf diese Nachricht mit der DOCX."
    )
    return files, caption


def _pdf(docx: bytes) -> tuple[bytes | None, str]:
    from bot.letter.outgoing import pdf_of

    try:
        return pdf_of(docx), ""
    except StellwerkError as error:  # the letter is there all the same
        log.warning("no_pdf", error=error.was)
        return None, " Ohne PDF, weil LibreOffice fehlt oder gescheitert ist."


def without_confidential(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record as it may go into a chat: what is not public isn't mentioned there."""

    def cleaned(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: cleaned(inner) for key, inner in value.items()}
        if isinstance(value, Sequence) and not isinstance(value, str):
            return [cleaned(v) for v in value if not (isinstance(v, Mapping) and v.get("art") == "vertraulich")]
        return value

    result: dict[str, Any] = cleaned(record)
    return result


def _hand_out(turn: Turn, case: Vorgang, files: Sequence[Datei], caption: RichText, state: str) -> None:
    """All files to where the case came in and to everyone who approved; earlier letters are marked as outdated."""
    for copy in copies_in(turn, case.id, None, kind=LETTER_CARD):
        edit_in(turn, copy, plain(f"Stellungnahme zu {case.id}: überholt, der neue Brief steht weiter unten."))
    attached = [(file.name, attach_in(turn.connection, file.data, at=turn.at)) for file in files]
    send = Knopf("Als versandt ablegen", "send", {"vorgang": case.id, "zustand": state}, Tone.GOOD)
    recipients = dict.fromkeys(origin_in(turn, case), case.eingereicht_von)
    for person_id in approvers_of(case):
        for chat in chats_in(turn.connection, person_id):
            recipients.setdefault(chat, person_id)
    for chat, person_id in recipients.items():
        for name, sha256 in attached[:-1]:
            post_in(turn.connection, *chat, Document(sha256, name), at=turn.at)
        name, sha256 = attached[-1]
        document = Document(sha256, name, caption)
        outbox_id = post_with_buttons_in(turn.connection, *chat, document, [[send]], at=turn.at)
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
        post_in(turn.connection, *_place(job), document, at=turn.at)


def _say_no_longer(turn: Turn, job: Job, case_id: str) -> None:
    say_in(
        turn, _place(job), f"{case_id} ist inzwischen nicht mehr in allen Punkten freigegeben; es gibt keinen Brief."
    )


def _place(job: Job) -> Chat:
    if job.channel is None or job.chat_id is None:
        raise ValueError(f"job {job.id} has no place")
    return job.channel, job.chat_id


# --- sent -----------------------------------------------------------------------------------------------------------


def on_send(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """Files the approved reply as sent."""
    case = turn.cases.get_in(turn.connection, str(subject["vorgang"]))
    refused = may_prepare(case, person) or _unapproved(turn, case) or _outdated(turn, case, str(subject["zustand"]))
    if refused is None:
        refused = _send_in(turn, person, case, None)
    if refused:
        refuse_in(turn, press, refused)
        return None
    return f"{case.id} ist als versandt abgelegt."


def _outdated(turn: Turn, case: Vorgang, state: str) -> Abgewiesen | None:
    if state_of(turn, case) == state:
        return None
    return Abgewiesen(
        "Dieser Brief ist überholt: Text oder Angaben wurden seither geändert.",
        f"Nehmen Sie den neuesten Brief, oder erstellen Sie ihn mit /brief {case.id}.",
    )


def _unapproved(turn: Turn, case: Vorgang) -> Abgewiesen | None:
    if status(case, approvals=turn.settings.approvals) is VorgangStatus.FREIGEGEBEN:
        return None
    if case.versandt_am:
        return Abgewiesen(f"Die Stellungnahme zu {case.id} ist schon versandt.", "Es ist nichts weiter zu tun.")
    return Abgewiesen(
        f"{case.id} ist nicht mehr in allen Punkten freigegeben.", "Entscheiden Sie zuerst über die offenen Punkte."
    )


def _send_in(turn: Turn, person: Person, case: Vorgang, sent: Any) -> Abgewiesen | None:
    """Files the reply as sent and tells everyone; returns why not, and then nothing is written."""
    given: tuple[Aenderung, ...] = ()
    try:
        with turn.connection.begin_nested():
            if not case.brief.get("datum"):  # as at the terminal: without a date the day of sending counts
                day = {"datum": f"{turn.now:%d.%m.%Y}"}
                turn.cases.note_letter_head_in(
                    turn.connection, case.id, day, von=person, now=turn.now, quelle=turn.quelle
                )
            given = letters_of(turn).send_in(
                turn.connection, case.id, sent, now=turn.now, quelle=turn.quelle, von=person
            )
    except StellwerkError as error:
        return Abgewiesen(error.was, f"/brief {case.id} zeigt, was angegeben ist.")
    _tell_sent(turn, person, case.id, given)
    return None


def _tell_sent(turn: Turn, person: Person, case_id: str, changes: Sequence[Aenderung]) -> None:
    case = turn.cases.get_in(turn.connection, case_id)
    refresh_in(turn, case_id)
    told = f"Stellungnahme zu {case_id}: als versandt abgelegt von {person.name} am {turn.now:%d.%m.%Y, %H:%M}."
    letters = copies_in(turn, case_id, None, kind=LETTER_CARD)
    for copy in letters:
        close_in(turn.connection, copy.outbox_id)
        edit_in(turn, copy, plain(told))
    news = plain(f"{told}\n{_what_it_means(case)}")
    if any(change.art is not AenderungArt.GLEICH for change in changes):
        news = news + "\n\n" + styled("Abweichend vom freigegebenen Text", Style.BOLD) + "\n" + changes_text(changes)
    for chat in dict.fromkeys([*origin_in(turn, case), *(copy.chat for copy in letters)]):
        post_in(turn.connection, *chat, Post(news), at=turn.at)


def _what_it_means(case: Vorgang) -> str:
    if case.brief.get("oeffentlich") == "ja":
        said = "Spätere Entwürfe können sich darauf stützen."
    else:
        said = (
            "Sie ist nicht als öffentlich gekennzeichnet; darum stützt sich kein späterer Entwurf darauf. Ist sie doch "
            f"öffentlich, hilft die Person, die Stellwerk betreut: stellwerk case sent {case.id} --oeffentlich"
        )
    if not case.brief.get("vorlage"):
        said += " Sie hat keine Nummer und ist nur an ihrem Text zu erkennen."
    return said


# --- sent otherwise -------------------------------------------------------------------------------------------------


def on_sent_letter(turn: Turn, person: Person, message: Message, subject: Subject, outbox_id: int) -> None:
    """A reply to the letter: with a DOCX or PDF it is the letter as it was really sent."""
    place = (message.place.channel, message.place.chat_id)
    case_id = str(subject["vorgang"])
    case = turn.cases.get_in(turn.connection, case_id)
    fault = _unapproved(turn, case) or _unfit(message)
    if fault:
        say_in(turn, place, f"{fault.was} {fault.abhilfe}", reply_to=message.message_id)
        return
    file = message.files[0]
    payload = {
        "vorgang": case_id, "file_id": file.file_id, "name": clip(file.name, 100), "person": person.id,
        "message_id": message.message_id,
    }  # fmt: skip
    key = f"sent:{place[0]}:{place[1]}:{message.message_id}"
    enqueue_in(turn.connection, "sent", payload, at=turn.at, key=key, place=place)
    say_in(turn, place, "Der versandte Brief wird gelesen.", reply_to=message.message_id)


def _unfit(message: Message) -> Abgewiesen | None:
    remedy = "Antworten Sie auf den Brief mit der DOCX-Datei, wie sie versandt wurde."
    if len(message.files) != 1:
        return Abgewiesen("Das ist keine einzelne Datei.", remedy)
    file = message.files[0]
    if not file.name.lower().endswith((DOCX, ".pdf")):
        return Abgewiesen("Diese Datei ist weder DOCX noch PDF.", remedy)
    if file.size is not None and file.size > SENT_BYTES:
        return Abgewiesen(
            "Die Datei ist größer als 20 MB.", "Verkleinern Sie die Bilder darin, und senden Sie sie neu."
        )
    return None


def sent(bench: Workbench, job: Job) -> None:
    """Reads the letter as it was really sent, files it and shows how it differs from what was approved."""
    payload = job.payload
    case_id, place = str(payload["vorgang"]), _place(job)
    data = bench.fetch(place[0], str(payload["file_id"]), SENT_BYTES)
    paper = bench.parts.letters.read_sent(case_id, str(payload["name"]), data)
    with bench.finish(job) as turn:
        person = person_in(turn.connection, str(payload["person"]))
        case = turn.cases.get_in(turn.connection, case_id)
        refused = may_prepare(case, person) or _unapproved(turn, case) or _send_in(turn, person, case, paper)
        if refused:
            say_in(turn, place, f"{refused.was} {refused.abhilfe}", reply_to=str(payload["message_id"]))


ACTIONS: Mapping[str, OnPress] = {"send": on_send, "letter_again": on_letter_again}
INPUTS: Mapping[str, OnInput] = {"sent_letter": on_sent_letter}
WORK: Mapping[str, Callable[[Workbench, Job], None]] = {"letter": letter, "sent": sent}
