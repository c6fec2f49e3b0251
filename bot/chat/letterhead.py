"""What the letter needs and only people know: asked for one at a time, checked, never invented.

Whoever handed the motion in is asked; with /brief anyone with access goes on or corrects what was given. What nobody
says stays a marked blank in the letter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.channels.outbox import post_in
from bot.channels.port import ButtonPress, Message, Post, RichText, Style, plain, styled
from bot.channels.questions import ask_in, close_in
from bot.channels.tokens import Knopf, post_with_buttons_in
from bot.chat.cards import Chat, copy_of, edit_in, refresh_in, refuse_in, say_in
from bot.chat.case_names import exists_in, for_chat, replied_case_in, split_case
from bot.chat.context import OnCommand, OnInput, OnPress, Subject, Turn
from bot.chat.entwurf_text import clip, joined
from bot.chat.sending import enqueue_letter_in, letters_of
from bot.letter.from_case import KOPF_FELDER
from bot.review.rules import Abgewiesen, Vorgang, VorgangStatus, may_prepare, status
from corpus.errors import StellwerkError
from corpus.parsing.dates import parse_date

if TYPE_CHECKING:
    from bot.review.people import Person

LINE_CHARACTERS = 200
TEXT_CHARACTERS = 4000
_LONG_FIELDS = ("finanzen", "beschlussempfehlung")
_DATES = ("datum", "sitzung")
_FAR_DAYS = 366


@dataclass(frozen=True)
class Unverstanden:
    """Why a value can't be taken, with an example."""

    grund: str


def check_field(feld: str, text: str) -> str | Unverstanden:
    """What a person answered, as it is noted for the letter."""
    line = " ".join(text.split())
    if not line:
        return Unverstanden("Bitte antworten Sie mit Text.")
    if feld in _DATES:
        day = parse_date(line)
        if day is None:
            return Unverstanden(f"„{clip(line, 60)}“ ist als Datum nicht zu verstehen. Bitte so: 25.06.2025")
        return f"{day:%d.%m.%Y}"
    if feld == "oeffentlich":
        word = line.casefold().strip(" .!")
        if word not in {"ja", "nein"}:
            return Unverstanden("Bitte antworten Sie mit Ja oder Nein.")
        return word
    if feld in _LONG_FIELDS:
        if len(text) > TEXT_CHARACTERS:
            return Unverstanden(f"Der Text ist zu lang (mehr als {TEXT_CHARACTERS} Zeichen). Bitte kürzen Sie ihn.")
        return "\n".join(" ".join(part.split()) for part in text.strip().splitlines() if part.strip())
    if len(line) > LINE_CHARACTERS:
        return Unverstanden(f"Das ist zu lang für den Kopf des Briefes (mehr als {LINE_CHARACTERS} Zeichen).")
    return line


def missing_fields(case: Vorgang, skipped: Sequence[str] = ()) -> list[str]:
    """What the letter still lacks, in the order of asking. The day of a meeting that the motion names is known."""
    known = {*skipped, *(["sitzung"] if case.sitzung else [])}
    return [feld for feld in KOPF_FELDER if not case.brief.get(feld) and feld not in known]


# --- asking ---------------------------------------------------------------------------------------------------------


def ask_next_in(
    turn: Turn, case_id: str, person_id: str, place: Chat, *, skipped: Sequence[str] = (), why: str = ""
) -> None:
    """Asks for the next thing that is missing; where there is nothing, the letter is made (once all is approved)."""
    case = turn.cases.get_in(turn.connection, case_id)
    missing = missing_fields(case, skipped)
    if missing:
        left = len(missing)
        count = "Die letzte Angabe" if left == 1 else f"Noch {left} Angaben"
        _ask(turn, case, person_id, place, missing[0], skipped=skipped, lead=f"{why}{count} zum Brief.")
        return
    _all_asked_in(turn, case, place)


def _all_asked_in(turn: Turn, case: Vorgang, place: Chat) -> None:
    if status(case, approvals=turn.settings.approvals) is VorgangStatus.FREIGEGEBEN:
        say_in(turn, place, f"{case.id}: Die Stellungnahme wird zusammengestellt.{_blanks(case)}")
        enqueue_letter_in(turn, case.id, place)
    else:
        say_in(turn, place, f"{case.id}: Vermerkt. Der Brief entsteht, sobald alle Punkte freigegeben sind.")


def _blanks(case: Vorgang) -> str:
    """What the letter will lack: fields of its head, and answers where a person accepted that there is nothing."""
    left, said = [KOPF_FELDER[feld] for feld in missing_fields(case)], ""
    if left:
        said = f" Als markierte Lücke bleibt: {', '.join(left)}. Ergänzen können Sie das mit /brief {case.id}."
    if empty := [str(revision.nr) for revision in case.revisionen if not revision.entwurf.saetze]:
        said += (
            f" Ohne Antwort im Brief: Punkt {', '.join(empty)}. „Ändern“ an der Karte ergänzt sie; danach ist der "
            "Punkt neu freizugeben."
        )
    return said


def _ask(
    turn: Turn, case: Vorgang, person_id: str, place: Chat, feld: str, *, skipped: Sequence[str], lead: str,
    alone: bool = False,
) -> None:  # fmt: skip
    subject = {"vorgang": case.id, "feld": feld, "uebersprungen": list(skipped), "einzeln": alone}
    text = styled(f"{case.id} · {KOPF_FELDER[feld]}", Style.BOLD) + f"\n{lead} {_HOW.get(feld, _HOW_ELSE)}".rstrip()
    rows = [_yes_no(subject)] if feld == "oeffentlich" else []
    if not alone:
        rows.append([Knopf("Überspringen", "head_skip", subject), Knopf("Ohne weitere Angaben", "head_done", subject)])
    ask_in(
        turn.connection, *place, person_id, Post(text), "head_field", subject, at=turn.at, knoepfe=rows,
        hours=_ASKED_HOURS,
    )  # fmt: skip


_ASKED_HOURS = 14 * 24.0
_HOW_ELSE = "Bitte antworten Sie auf diese Nachricht."
_HOW = {
    "datum": "Bitte antworten Sie mit dem Tag, zum Beispiel 25.06.2025.",
    "sitzung": "Bitte antworten Sie mit dem Tag der Sitzung, zum Beispiel 25.06.2025.",
    "gremium": "In welchem Gremium wird die Stellungnahme behandelt?",
    "oeffentlich": "Ist die Stellungnahme öffentlich? Nur auf öffentliche stützen sich spätere Entwürfe.",
    "finanzen": "Welche finanziellen Auswirkungen hat sie? Bitte antworten Sie mit dem Text für den Brief.",
    "beschlussempfehlung": "Wie lautet die Beschlussempfehlung? Bitte antworten Sie mit dem Text für den Brief.",
}


def _yes_no(subject: Subject) -> list[Knopf]:
    return [Knopf(word.capitalize(), "head_answer", {**subject, "antwort": word}) for word in ("ja", "nein")]


# --- answers --------------------------------------------------------------------------------------------------------


def on_head_field(turn: Turn, person: Person, message: Message, subject: Subject, outbox_id: int) -> None:
    """An answer in words; asked again where it can't be understood."""
    place = (message.place.channel, message.place.chat_id)
    fault = _take(turn, person, place, subject, outbox_id, message.text)
    if fault is not None:
        say_in(turn, place, fault, reply_to=message.message_id)


def on_head_answer(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str:
    """Ja or Nein."""
    place = (press.place.channel, press.place.chat_id)
    fault = _take(turn, person, place, subject, outbox_id, str(subject["antwort"]))
    return clip(fault, 200) if fault is not None else f"Vermerkt: {subject['antwort']}"


def _take(turn: Turn, person: Person, place: Chat, subject: Subject, outbox_id: int, text: str) -> str | None:
    """Notes the answer and goes on; returns what is wrong with it, and then the question stays open."""
    case_id, feld = str(subject["vorgang"]), str(subject["feld"])
    value = check_field(feld, text)
    if isinstance(value, Unverstanden):
        return value.grund
    refused = _note_in(turn, person, case_id, feld, value)
    if isinstance(refused, Abgewiesen):
        return refused.im_chat
    close_in(turn.connection, outbox_id)
    told = styled(f"{case_id} · {KOPF_FELDER[feld]}", Style.BOLD) + f"\n{clip(value, 600)}"
    edit_in(turn, copy_of(turn, outbox_id), told, keep_earlier=False)
    if doubt := _doubt(case_id, feld, value, turn.now.date()):
        say_in(turn, place, doubt)
    if subject["einzeln"]:
        show_head_in(turn, case_id, place)
    else:
        ask_next_in(turn, case_id, person.id, place, skipped=subject["uebersprungen"])
    return None


def _doubt(case_id: str, feld: str, value: str, heute: date) -> str | None:
    """A day far off is most likely a slip, and the day decides which of two papers is the newer one."""
    day = parse_date(value) if feld in _DATES else None
    if day is None or abs((day - heute).days) <= _FAR_DAYS:
        return None
    far = "zurück" if day < heute else "in der Zukunft"
    return (
        f"⚠ {KOPF_FELDER[feld]}: Der {value} liegt mehr als ein Jahr {far}. Ist das ein Versehen, so berichtigen Sie "
        f"es mit /brief {case_id}."
    )


def _note_in(turn: Turn, person: Person, case_id: str, feld: str, value: str) -> Abgewiesen | None:
    """Notes a field. A number that another paper has is refused at once, while someone is there to answer."""
    try:
        with turn.connection.begin_nested():
            refused = turn.cases.note_letter_head_in(
                turn.connection, case_id, {feld: value}, von=person, now=turn.now, quelle=turn.quelle
            )
            if refused is None and feld == "vorlage":
                letters_of(turn).file_approved_in(
                    turn.connection, case_id, now=turn.now, quelle=turn.quelle, von=person
                )
    except StellwerkError as error:
        return Abgewiesen(error.was, "Bitte antworten Sie mit der richtigen Nummer.")
    if refused is None and feld == "sitzung":
        refresh_in(turn, case_id)  # the day of the meeting makes the deadline
    return refused


def on_head_skip(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str:
    """This field stays a blank, the next one is asked."""
    feld = str(subject["feld"])
    _leave_open(turn, subject, outbox_id)
    skipped = [*subject["uebersprungen"], feld]
    place = (press.place.channel, press.place.chat_id)
    ask_next_in(turn, str(subject["vorgang"]), person.id, place, skipped=skipped)
    return f"Übersprungen: {KOPF_FELDER[feld]}"


def on_head_done(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str:
    """Nothing more is given; the letter is made with marked blanks."""
    _leave_open(turn, subject, outbox_id)
    case = turn.cases.get_in(turn.connection, str(subject["vorgang"]))
    _all_asked_in(turn, case, (press.place.channel, press.place.chat_id))
    return "Ohne weitere Angaben."


def _leave_open(turn: Turn, subject: Subject, outbox_id: int) -> None:
    close_in(turn.connection, outbox_id)
    told = plain(f"{subject['vorgang']} · {KOPF_FELDER[str(subject['feld'])]}: bleibt als Lücke markiert.")
    edit_in(turn, copy_of(turn, outbox_id), told, keep_earlier=False)


# --- /brief ---------------------------------------------------------------------------------------------------------


def on_brief(turn: Turn, person: Person, message: Message) -> None:
    """ "/brief V-2026-0001", or as a reply to a card: what is given for the letter, with buttons to change it."""
    place = (message.place.channel, message.place.chat_id)
    case_id = split_case(message.text)[0] or replied_case_in(turn.connection, message)
    if case_id is not None and exists_in(turn.connection, case_id):
        show_head_in(turn, case_id, place)
        return
    if case_id is not None:
        text = f"Den Vorgang {case_id} gibt es nicht. /offen und /status zeigen, welche es gibt."
        say_in(turn, place, text, reply_to=message.message_id)
        return
    waiting = [
        case.id
        for case in turn.cases.all_in(turn.connection)
        if for_chat(case) and status(case, approvals=turn.settings.approvals) is VorgangStatus.FREIGEGEBEN
    ]
    text = f"Nennen Sie den Vorgang, zum Beispiel /brief {waiting[0] if waiting else 'V-2026-0001'}."
    if waiting:
        text += f" Freigegeben und noch nicht versandt: {', '.join(waiting[:10])}."
    say_in(turn, place, text, reply_to=message.message_id)


def show_head_in(turn: Turn, case_id: str, place: Chat) -> None:
    """What is given for the letter and what is missing; while it isn't sent, with buttons."""
    case = turn.cases.get_in(turn.connection, case_id)
    post = Post(_head_text(case))
    if case.versandt_am or case.abgebrochen_am:
        post_in(turn.connection, *place, post, at=turn.at)
        return
    fields = [
        Knopf(f"{clip(label.split(' (')[0], 30)} {'ändern' if case.brief.get(feld) else 'angeben'}", "head_edit",
              {"vorgang": case_id, "feld": feld})
        for feld, label in KOPF_FELDER.items()
    ]  # fmt: skip
    rows = [fields[i : i + 2] for i in range(0, len(fields), 2)]
    if missing_fields(case):
        rows.append([Knopf("Fehlende Angaben nacheinander", "head_continue", {"vorgang": case_id})])
    if status(case, approvals=turn.settings.approvals) is VorgangStatus.FREIGEGEBEN:
        rows.append([Knopf("Brief erstellen", "letter_again", {"vorgang": case_id})])
    post_with_buttons_in(turn.connection, *place, post, rows, at=turn.at)


def _head_text(case: Vorgang) -> RichText:
    lines = [styled(f"{case.id} · Angaben für den Brief", Style.BOLD)]
    for feld, label in KOPF_FELDER.items():
        value = case.brief.get(feld)
        if value is None and feld == "sitzung" and case.sitzung:
            value = f"{case.sitzung:%d.%m.%Y} (aus dem Antrag)"
        short = label.split(" (")[0]
        lines.append(
            plain(f"{short}: {clip(value, 300)}") if value else plain(f"{short}: ") + styled("fehlt", Style.BOLD)
        )
    if case.versandt_am:
        lines.append(plain("Die Stellungnahme ist versandt; die Angaben lassen sich nicht mehr ändern."))
    return joined(lines, "\n")


def on_head_edit(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """One field is asked for, whether it was given or not."""
    case = turn.cases.get_in(turn.connection, str(subject["vorgang"]))
    refused = may_prepare(case, person)
    if refused:
        refuse_in(turn, press, refused)
        return None
    feld = str(subject["feld"])
    given = case.brief.get(feld)
    lead = f"Bisher: „{clip(given, 300)}“." if given else "Bisher nicht angegeben."
    _ask(turn, case, person.id, (press.place.channel, press.place.chat_id), feld, skipped=(), lead=lead, alone=True)
    return "Bitte antworten Sie auf die neue Nachricht."


def on_head_continue(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """The missing fields are asked for, whoever was asked before."""
    case = turn.cases.get_in(turn.connection, str(subject["vorgang"]))
    refused = may_prepare(case, person)
    if refused:
        refuse_in(turn, press, refused)
        return None
    ask_next_in(turn, case.id, person.id, (press.place.channel, press.place.chat_id))
    return "Bitte antworten Sie auf die neue Nachricht."


ACTIONS: Mapping[str, OnPress] = {
    "head_answer": on_head_answer,
    "head_skip": on_head_skip,
    "head_done": on_head_done,
    "head_edit": on_head_edit,
    "head_continue": on_head_continue,
}
INPUTS: Mapping[str, OnInput] = {"head_field": on_head_field}
COMMANDS: Mapping[str, OnCommand] = {"brief": on_brief}
