"""What each /command does. A command reads rows, writes rows and says one thing; whatever takes long becomes a job."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import islice
from typing import Final

from sqlalchemy import select

from bot.channels import accounts
from bot.channels.jobs import cancel_in, enqueue_in
from bot.channels.outbox import post_in
from bot.channels.port import ButtonPress, Edit, FileKind, Message, Post, RichText, Tone, plain
from bot.channels.questions import close_in, open_of_in
from bot.channels.tokens import Knopf, post_with_buttons_in
from bot.chat import cards, enrolment, intake, recutting, search, splitting
from bot.chat.case_names import exists_in, for_chat, replied_case_in, split_case
from bot.chat.context import OnCommand, OnPress, Subject, Turn
from bot.chat.house_rules import COMMAND_TEXTS, help_text, privacy_text, unknown_command
from bot.chat.names import shown
from bot.chat.overview import case_line, case_text, waiting_for, waiting_text
from bot.chat.presence import find_deputy, parse_absence, parse_day
from bot.review.case_outlines import open_outlines_in
from bot.review.people import Person, Rolle
from bot.review.persons import to_person
from bot.review.rules import Abgewiesen, may_cancel
from bot.review.tables import person as person_table
from bot.review.tables import vorgang

NEWEST: Final = 5
MOST_BUTTONS: Final = 10
"""So many of the cases that wait have a button of their own; the others are reached by their number."""

KEEP_RAW_DAYS: Final = 30
"""So long messages are kept as they came in; the running bot blanks older ones."""

_ALBUM_PAGE = (
    "Aus einem Album sieht Stellwerk bei einer Antwort nur dieses eine Foto. "
    "Schicken Sie alle Seiten im privaten Chat mit Stellwerk, oder hier als eine PDF-Datei."
)


# --- a new motion, and what became of others -------------------------------------------------------------------------


def neu(turn: Turn, person: Person, message: Message) -> None:
    """/neu: as caption of a file, as reply to a file or a text, with the motion behind it; alone it explains itself."""
    quoted = message.quoted
    if message.files or message.text.strip():
        intake.take(turn, person, message)
    elif quoted is not None and quoted.album and any(f.kind is FileKind.PHOTO for f in quoted.files):
        _say(turn, message, plain(_ALBUM_PAGE))
    elif quoted is not None and (quoted.files or quoted.text.strip()):
        intake.take(turn, person, quoted, reply_to=message.message_id)
    elif message.place.private:
        _say(turn, message, plain(intake.WELCOME))
    else:
        text = f"{intake.WELCOME} Schreiben Sie /neu darunter, oder antworten Sie mit /neu auf die Datei."
        _say(turn, message, plain(text))


def status(turn: Turn, person: Person, message: Message) -> None:
    """/status: one case with the button that shows its cards, or the newest ones that the person handed in."""
    named, _ = split_case(message.text)
    case_id = named or replied_case_in(turn.connection, message)
    heute, approvals = turn.now.date(), turn.settings.approvals
    if case_id is None:
        own = select(vorgang.c.id).where(vorgang.c.eingereicht_von == person.id).order_by(vorgang.c.id.desc())
        found = (turn.cases.get_in(turn.connection, i) for i in turn.connection.scalars(own).all())
        cases = list(islice(filter(for_chat, found), NEWEST))
        if not cases:
            _say(turn, message, plain(f"Sie haben noch keinen Antrag eingereicht. {intake.WELCOME}"))
            return
        text = plain("Ihre neuesten Vorgänge:")
        for case in cases:
            text = text + "\n\n" + case_text(case, heute=heute, approvals=approvals)
        _say(turn, message, text)
        return
    if not exists_in(turn.connection, case_id):
        _no_such_case(turn, message, case_id)
        return
    case = turn.cases.get_in(turn.connection, case_id)
    buttons = [[Knopf("Entwürfe zeigen", "show_case", {"vorgang": case_id})]] if case.revisionen else []
    place = message.place
    post = Post(case_text(case, heute=heute, approvals=approvals), reply_to=message.message_id)
    post_with_buttons_in(turn.connection, place.channel, place.chat_id, post, buttons, at=turn.at)


def _show_case(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str:
    cards.show_case_in(turn, str(subject["vorgang"]), press.place.channel, press.place.chat_id, person)
    return "Die Entwürfe kommen als neue Nachrichten."


def offen(turn: Turn, person: Person, message: Message) -> None:
    """/offen: what waits for this person, the most urgent first, with buttons that show the cards."""
    decides = person.may(Rolle.FREIGABE)  # who doesn't is waited for in their own cases alone
    cases = open_outlines_in(turn.connection, handed_in_by=None if decides else person.id)
    approvals = turn.settings.approvals
    waiting = waiting_for([c for c in cases if for_chat(c)], person, approvals=approvals)
    named = [Knopf(f"{w.case.id} zeigen", "show_case", {"vorgang": w.case.id}) for w in waiting if w.case.revisionen]
    rows = [named[i : i + 2] for i in range(0, min(len(named), MOST_BUTTONS), 2)]
    place = message.place
    text = waiting_text(waiting, heute=turn.now.date(), approvals=approvals)
    post = Post(text, reply_to=message.message_id)
    post_with_buttons_in(turn.connection, place.channel, place.chat_id, post, rows, at=turn.at)


def punkte(turn: Turn, person: Person, message: Message) -> None:
    """/punkte V-…: how the motion is cut, to be corrected as long as nobody worked on its drafts."""
    case_id = _case_of(turn, message)
    if case_id is None:
        return
    case = turn.cases.get_in(turn.connection, case_id)
    if case.revisionen or all(anliegen.sicher for anliegen in case.anliegen):
        recutting.show_points_in(turn, person, message, case)
        return
    antrag, place = turn.cases.antrag_in(turn.connection, case_id), (message.place.channel, message.place.chat_id)
    key = f"punkte:{place[0]}:{place[1]}:{message.message_id}"
    splitting.ask_about_points_in(turn, case_id, antrag, place, reply_to=message.message_id, key=key)


def export(turn: Turn, person: Person, message: Message) -> None:
    """/export V-…: the letter as it is now, as a job."""
    case_id = _case_of(turn, message)
    if case_id is None:
        return
    if not turn.cases.get_in(turn.connection, case_id).revisionen:
        _say(turn, message, plain(f"Zu {case_id} gibt es noch keine Entwürfe. Der Brief ist erst danach möglich."))
        return
    place = message.place
    payload = {"vorgang": case_id, "export": True, "person": person.id, "message_id": message.message_id}
    key = f"export:{place.channel}:{place.chat_id}:{message.message_id}"
    enqueue_in(turn.connection, "letter", payload, at=turn.at, key=key, place=(place.channel, place.chat_id))


def frist(turn: Turn, person: Person, message: Message) -> None:
    """/frist V-… DATUM: by when the reply has to be out."""
    case_id = _case_of(turn, message)
    if case_id is None:
        return
    day = parse_day(split_case(message.text)[1], heute=turn.now.date())
    if day is None:
        soon = turn.now.date() + timedelta(days=14)
        _say(turn, message, plain(f"Das Datum ist nicht zu erkennen. Schreiben Sie: /frist {case_id} {soon:%d.%m.%Y}"))
        return
    if day < turn.now.date():
        _say(turn, message, plain(f"Der {day:%d.%m.%Y} ist schon vorbei. Nennen Sie einen Tag ab heute."))
        return
    refused = turn.cases.set_deadline_in(turn.connection, case_id, day, von=person, now=turn.now, quelle=turn.quelle)
    said = refused.im_chat if refused else f"Die Frist von {case_id} ist jetzt der {day:%d.%m.%Y}."
    _say(turn, message, plain(said))
    if refused is None:
        _refresh(turn, case_id)


# --- giving up -------------------------------------------------------------------------------------------------------


def abbrechen(turn: Turn, person: Person, message: Message) -> None:
    """/abbrechen: closes the person's open questions in this chat; with a case, asks whether it is to end."""
    case_id, _ = split_case(message.text)
    place = message.place
    if case_id is None:
        questions = open_of_in(turn.connection, place.channel, place.chat_id, person.id)
        for question in questions:
            close_in(turn.connection, question.outbox_id)
        done = "Ihre offenen Fragen sind geschlossen." if questions else "Hier ist keine Frage an Sie offen."
        _say(turn, message, plain(f"{done} Einen Vorgang brechen Sie so ab: /abbrechen V-2026-0001"))
        return
    if not exists_in(turn.connection, case_id):
        _no_such_case(turn, message, case_id)
        return
    case = turn.cases.get_in(turn.connection, case_id)
    refused = may_cancel(case, person)
    if refused:
        _say(turn, message, plain(refused.im_chat))
        return
    text = case_line(case, heute=turn.now.date()) + "\n\nSoll dieser Vorgang abgebrochen werden?"
    subject = {"vorgang": case_id}
    buttons = [[Knopf("Vorgang abbrechen", "cancel_case", subject, Tone.BAD), Knopf("Behalten", "keep_case", subject)]]
    post = Post(text, reply_to=message.message_id)
    post_with_buttons_in(turn.connection, place.channel, place.chat_id, post, buttons, at=turn.at)


def _cancel(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str:
    case_id = str(subject["vorgang"])
    refused = turn.cases.cancel_in(turn.connection, case_id, von=person, now=turn.now, quelle=turn.quelle)
    if refused:
        return refused.im_chat[:200]
    cancel_in(turn.connection, f"entwurf:{case_id}:")
    text = f"{case_id} ist abgebrochen ({shown(person.name)}). Schicken Sie den Antrag noch einmal, so geht er weiter."
    _settle(turn, press, outbox_id, text)
    _refresh(turn, case_id)
    return f"{case_id} ist abgebrochen."


def _keep(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str:
    _settle(turn, press, outbox_id, f"{subject['vorgang']} bleibt in Bearbeitung.")
    return "Der Vorgang bleibt."


def _settle(turn: Turn, press: ButtonPress, outbox_id: int, text: str) -> None:
    """The question is answered: its buttons go."""
    edit = Edit(outbox_id, plain(text))
    post_with_buttons_in(turn.connection, press.place.channel, press.place.chat_id, edit, [], at=turn.at)


def _refresh(turn: Turn, case_id: str) -> None:
    for revision in turn.cases.get_in(turn.connection, case_id).revisionen:
        cards.refresh_in(turn, case_id, revision.nr)


# --- here and away ---------------------------------------------------------------------------------------------------


def abwesend(turn: Turn, person: Person, message: Message) -> None:
    """/abwesend VON–BIS [NAME]: who decides meanwhile."""
    asked = parse_absence(message.text, heute=turn.now.date())
    if isinstance(asked, Abgewiesen):
        _say(turn, message, plain(asked.im_chat))
        return
    deputy: Person | None = None
    if asked.vertretung:
        everyone = [to_person(row) for row in turn.connection.execute(select(person_table))]
        found = find_deputy(asked.vertretung, everyone, person)
        if isinstance(found, Abgewiesen):
            _say(turn, message, plain(found.im_chat))
            return
        deputy = found
    accounts.absent_in(turn.connection, person.id, asked.erster, asked.letzter, deputy.id if deputy else None)
    until = f"am {asked.erster:%d.%m.%Y}"
    if asked.letzter != asked.erster:
        until = f"vom {asked.erster:%d.%m.%Y} bis {asked.letzter:%d.%m.%Y}"
    for channel, chat_id in accounts.chats_in(turn.connection, deputy.id) if deputy else ():
        told = plain(f"{shown(person.name)} ist {until} abwesend und hat Sie als Vertretung genannt.")
        post_in(turn.connection, channel, chat_id, Post(told), at=turn.at)
    who = f"{shown(deputy.name)} vertritt Sie" if deputy else "Eine Vertretung ist nicht genannt"
    _say(turn, message, plain(f"Notiert: Sie sind {until} abwesend. {who}. Mit /zurueck sind Sie wieder da."))


def zurueck(turn: Turn, person: Person, message: Message) -> None:
    """/zurueck: the absence ends, also one that was noted for later."""
    was_away = accounts.end_absence_in(turn.connection, person.id)
    text = "Willkommen zurück. /offen zeigt, was auf Sie wartet." if was_away else "Es war keine Abwesenheit notiert."
    _say(turn, message, plain(text))


def gruppe(turn: Turn, person: Person, message: Message) -> None:
    """/gruppe: a Leitung lets the bot work in this group; "/gruppe aus" ends that."""
    place = message.place
    if place.private:
        _say(turn, message, plain("Schreiben Sie /gruppe in der Gruppe, in der Stellwerk arbeiten soll."))
        return
    if not person.may(Rolle.LEITUNG):
        text = "Das kann nur eine Person mit der Rolle Leitung. Bitten Sie sie, in dieser Gruppe /gruppe zu schreiben."
        _say(turn, message, plain(text), for_unknown=True)
    elif message.text.strip().casefold() == "aus":
        accounts.forbid_group_in(turn.connection, place.channel, place.chat_id)
        text = "Stellwerk arbeitet nicht mehr in dieser Gruppe. /gruppe schaltet es wieder frei."
        _say(turn, message, plain(text), for_unknown=True)
    elif accounts.group_allowed_in(turn.connection, place.channel, place.chat_id):
        _say(turn, message, plain("Diese Gruppe ist schon freigeschaltet. /gruppe aus beendet das."))
    else:
        accounts.allow_group_in(turn.connection, place.channel, place.chat_id, person.id, now=turn.now)
        _say(turn, message, enrolment.group_greeting(person))


# --- how it works ----------------------------------------------------------------------------------------------------


def hilfe(turn: Turn, person: Person, message: Message) -> None:
    """/hilfe; also what unknown commands come to: in private that is said, in a group it is silence."""
    if message.command in _KNOWN:
        _say(turn, message, help_text())
    elif message.place.private:
        _say(turn, message, unknown_command(shown(message.command or "", otherwise="…")))


def datenschutz(turn: Turn, person: Person, message: Message) -> None:
    """/datenschutz: who sees what, and what is kept where."""
    _say(turn, message, privacy_text(raw_days=KEEP_RAW_DAYS))


def start(turn: Turn, person: Person, message: Message) -> None:
    """/start in a group, where it means nothing; in a private chat `enrolment.start` has it."""


# --- which case, and saying it ---------------------------------------------------------------------------------------


def _case_of(turn: Turn, message: Message) -> str | None:
    """The case that the command is about; where none is named or known, that is said and None returned."""
    case_id, _ = split_case(message.text)
    case_id = case_id or replied_case_in(turn.connection, message)
    if case_id is None:
        day = f" {turn.now.date() + timedelta(days=14):%d.%m.%Y}" if message.command == "frist" else ""
        text = f"Welcher Vorgang? Schreiben Sie zum Beispiel: /{message.command} V-{turn.now.year}-0001{day}"
        _say(turn, message, plain(text))
        return None
    if not exists_in(turn.connection, case_id):
        _no_such_case(turn, message, case_id)
        return None
    return case_id


def _no_such_case(turn: Turn, message: Message, case_id: str) -> None:
    text = f"Den Vorgang {case_id} gibt es nicht. /status zeigt Ihre Vorgänge, /offen alles, was auf Sie wartet."
    _say(turn, message, plain(text))


def _say(turn: Turn, message: Message, text: RichText, *, for_unknown: bool = False) -> None:
    place = message.place
    post = Post(text, reply_to=message.message_id)
    post_in(turn.connection, place.channel, place.chat_id, post, at=turn.at, for_unknown=for_unknown)


COMMANDS: Mapping[str, OnCommand] = {
    "start": start,
    "neu": neu,
    "status": status,
    "offen": offen,
    "suche": search.ask_in,
    "export": export,
    "frist": frist,
    "punkte": punkte,
    "abbrechen": abbrechen,
    "abwesend": abwesend,
    "zurueck": zurueck,
    "gruppe": gruppe,
    "datenschutz": datenschutz,
    "hilfe": hilfe,
    "help": hilfe,
}
ACTIONS: Mapping[str, OnPress] = {"show_case": _show_case, "cancel_case": _cancel, "keep_case": _keep}
_KNOWN = {"hilfe", "help", *(name for name, _ in COMMAND_TEXTS)}
