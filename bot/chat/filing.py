"""What becomes of a finished letter: filed as sent as it is, or as the DOCX that really went out.

A letter that still has blanks, or other words than those approved, is filed only after someone has said so in so many
words: it stands in the archive as what the administration answered, and filing can't be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.channels.jobs import enqueue_in
from bot.channels.outbox import post_in
from bot.channels.port import ButtonPress, Message, Post, Style, Tone, plain, styled
from bot.channels.questions import close_in
from bot.channels.tokens import Knopf, post_with_buttons_in
from bot.chat.cards import copies_in, copy_of, edit_in, not_asked, origin_in, refresh_in, refuse_in, say_in
from bot.chat.context import OnInput, OnPress, Subject, Turn
from bot.chat.entwurf_text import changes_text, clip, joined
from bot.chat.sending import LETTER_CARD, letters_of, place_of, state_of, unapproved
from bot.letter.difference import Aenderung, AenderungArt
from bot.review.case_rows import person_in
from bot.review.rules import Abgewiesen, Vorgang, may_prepare
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.channels.jobs import Job
    from bot.review.people import Person
    from bot.service.workbench import Workbench

SENT_BYTES = 20 * 1024 * 1024
DOCX = ".docx"

_BLANKS_NAMED = 12
_BLANK_UNITS = 120
_ASK_AGAIN_SECONDS = 10


# --- sent as it is --------------------------------------------------------------------------------------------------


def on_send(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """Files the approved reply as sent; where the letter has blanks, asks first whether it went out like that."""
    case = turn.cases.get_in(turn.connection, str(subject["vorgang"]))
    refused = _unfileable(turn, person, case, subject)
    blanks = [str(name) for name in subject.get("luecken", ())]
    if refused is None and blanks:
        _ask_about_blanks(turn, person, press, case, subject, blanks, outbox_id)
        return "Der Brief hat noch Lücken. Bitte entscheiden Sie in der neuen Nachricht."
    if refused is None:
        refused = _send_in(turn, person, case, None)
    if refused:
        refuse_in(turn, press, refused)
        return None
    return f"{case.id} ist als versandt abgelegt."


def _unfileable(turn: Turn, person: Person, case: Vorgang, subject: Subject) -> Abgewiesen | None:
    return may_prepare(case, person) or unapproved(turn, case) or _outdated(turn, case, str(subject["zustand"]))


def _ask_about_blanks(
    turn: Turn, person: Person, press: ButtonPress, case: Vorgang, subject: Subject, blanks: Sequence[str], button: int
) -> None:
    many = "eine Lücke" if len(blanks) == 1 else f"{len(blanks)} Lücken"
    named = [plain(f"• {clip(name, _BLANK_UNITS)}") for name in blanks[:_BLANKS_NAMED]]
    if len(blanks) > _BLANKS_NAMED:
        named.append(plain(f"… und {len(blanks) - _BLANKS_NAMED} weitere"))
    remedy = (
        f"Füllen Sie Angaben mit /brief {case.id} und Antworten mit „Ändern“ an der Karte. Haben Sie den Brief selbst "
        "ergänzt, antworten Sie auf ihn mit der DOCX, wie sie versandt wurde. Sonst steht er mit den Lücken im Archiv."
    )
    head = styled(f"{case.id}: Der Brief hat noch {many}", Style.BOLD)
    text = joined([head, *named, plain(f"\n{remedy}")], "\n")
    asked = {"vorgang": case.id, "zustand": subject["zustand"], "gefragt": person.id}
    knoepfe = [[Knopf("Trotzdem so ablegen", "send_with_blanks", asked, Tone.BAD), Knopf("Zurück", "send_back", asked)]]
    # a second tap on the same button must not ask twice; after "Zurück" the question may come again
    key = f"luecken:{case.id}:{person.id}:{button}:{int(turn.at) // _ASK_AGAIN_SECONDS}"
    post = Post(text, reply_to=press.message_id)
    place = (press.place.channel, press.place.chat_id)
    post_with_buttons_in(turn.connection, *place, post, knoepfe, at=turn.at, key=key)


def on_send_with_blanks(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """Files the letter with its blanks: the person who was asked has said so."""
    case = turn.cases.get_in(turn.connection, str(subject["vorgang"]))
    refused = not_asked(turn, person, subject) or _unfileable(turn, person, case, subject)
    if refused is None:
        refused = _send_in(turn, person, case, None)
    if refused:
        refuse_in(turn, press, refused)
        return None
    edit_in(turn, copy_of(turn, outbox_id), plain(f"{case.id}: mit Lücken als versandt abgelegt von {person.name}."))
    return f"{case.id} ist als versandt abgelegt, mit Lücken."


def on_send_back(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """The letter is not filed; its own button still does what it did."""
    refused = not_asked(turn, person, subject)
    if refused:
        refuse_in(turn, press, refused)
        return None
    edit_in(turn, copy_of(turn, outbox_id), plain(f"{subject['vorgang']} wurde nicht abgelegt."), keep_earlier=False)
    return "Nicht abgelegt."


def _outdated(turn: Turn, case: Vorgang, state: str) -> Abgewiesen | None:
    if state_of(turn, case) == state:
        return None
    return Abgewiesen(
        "Dieser Brief ist überholt: Text oder Angaben wurden seither geändert.",
        f"Nehmen Sie den neuesten Brief, oder erstellen Sie ihn mit /brief {case.id}.",
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
        said += "\nSie hat keine Nummer und ist nur an ihrem Text zu erkennen."
    return said


# --- sent otherwise -------------------------------------------------------------------------------------------------


def on_sent_letter(turn: Turn, person: Person, message: Message, subject: Subject, outbox_id: int) -> None:
    """A reply to the letter: with a DOCX or PDF it is the letter as it was really sent."""
    place = (message.place.channel, message.place.chat_id)
    case_id = str(subject["vorgang"])
    case = turn.cases.get_in(turn.connection, case_id)
    fault = unapproved(turn, case) or _unfit(message)
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
    """Reads the letter as it was really sent and files it; where its words differ from those approved, shows how and
    asks first."""
    payload = job.payload
    case_id, place = str(payload["vorgang"]), place_of(job)
    data = bench.fetch(place[0], str(payload["file_id"]), SENT_BYTES)
    paper = bench.parts.letters.read_sent(case_id, str(payload["name"]), data)
    with bench.finish(job) as turn:
        person = person_in(turn.connection, str(payload["person"]))
        case = turn.cases.get_in(turn.connection, case_id)
        refused = may_prepare(case, person) or unapproved(turn, case)
        confirmed = payload.get("zustand")
        if refused is None and confirmed is not None:
            refused = _outdated(turn, case, str(confirmed))
        elif refused is None and (changes := letters_of(turn).difference_in(turn.connection, case_id, paper)):
            _ask_about_changes(turn, job, case, changes)
            return
        if refused is None:
            refused = _send_in(turn, person, case, paper)
        if refused:
            say_in(turn, place, refused.im_chat, reply_to=str(payload["message_id"]))


def _ask_about_changes(turn: Turn, job: Job, case: Vorgang, changes: Sequence[Aenderung]) -> None:
    payload = job.payload
    head = styled(f"{case.id}: Dieser Brief weicht vom freigegebenen Text ab", Style.BOLD)
    remedy = plain(
        "Wurde er so versandt, dann legen Sie ihn ab; das lässt sich nicht zurücknehmen. Sätze, die niemand "
        "freigegeben hat, dienen späteren Entwürfen nicht als Beleg. War es die falsche Datei, so antworten Sie auf "
        "den Brief mit der richtigen."
    )
    text = joined([head, changes_text(changes), remedy], "\n\n")
    asked = {**payload, "zustand": state_of(turn, case), "gefragt": payload["person"]}
    knoepfe = [[Knopf("So versandt, ablegen", "send_changed", asked, Tone.BAD), Knopf("Zurück", "send_back", asked)]]
    post = Post(text, reply_to=str(payload["message_id"]))
    post_with_buttons_in(turn.connection, *place_of(job), post, knoepfe, at=turn.at, key=f"abweichung:{job.id}")


def on_send_changed(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """The letter went out in other words: the person who was asked has said so. The file is read once more, because
    nothing of it was kept."""
    case = turn.cases.get_in(turn.connection, str(subject["vorgang"]))
    refused = not_asked(turn, person, subject) or _unfileable(turn, person, case, subject)
    if refused:
        refuse_in(turn, press, refused)
        return None
    payload = {name: value for name, value in subject.items() if name != "gefragt"}
    place = (press.place.channel, press.place.chat_id)
    enqueue_in(turn.connection, "sent", payload, at=turn.at, key=f"sent:abweichend:{outbox_id}", place=place)
    edit_in(turn, copy_of(turn, outbox_id), plain(f"{case.id}: abweichend versandt, bestätigt von {person.name}."))
    return "Der Brief wird so abgelegt."


ACTIONS: Mapping[str, OnPress] = {
    "send": on_send,
    "send_with_blanks": on_send_with_blanks,
    "send_back": on_send_back,
    "send_changed": on_send_changed,
}
INPUTS: Mapping[str, OnInput] = {"sent_letter": on_sent_letter}
WORK: Mapping[str, Callable[[Workbench, Job], None]] = {"sent": sent}
