"""One event, one transaction: who is it, may they, and which handler does it. The doorkeeper of every channel.

Nobody unknown gets further than one neutral line. A person acts through their own account alone; bots, anonymous admins
and groups that nobody allowed are left unanswered.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import structlog
from sqlalchemy import select

from bot.channels.accounts import (
    chats_in,
    forbid_group_in,
    group_allowed_in,
    person_in,
    set_reachable_in,
    set_unreachable_in,
)
from bot.channels.jobs import retry_in
from bot.channels.outbox import move_chat_in, post_in
from bot.channels.port import (
    ButtonPress,
    Edit,
    Event,
    InlineQuestion,
    Membership,
    Message,
    Moved,
    Post,
    PressAnswer,
    plain,
)
from bot.channels.questions import match_in
from bot.channels.tables import job
from bot.channels.tokens import Pressed, Reason, redeem_in, revoke_in
from bot.chat import commands as spoken
from bot.chat import deciding, enrolment, facts, finishing, intake, long_answers, progress, search
from bot.chat.answers import inputs, joined
from bot.chat.context import OnCommand, OnPress, Subject, Turn
from bot.chat.courtesies import is_courtesy
from bot.review.people import Person, Rolle

log = structlog.get_logger(__name__)

_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
"""The messenger's commands have no umlauts, but people write "/zurück" as they speak it."""

_NO_LONGER = {
    Reason.UNKNOWN: "Diesen Knopf kennt Stellwerk nicht. /offen zeigt, was zu entscheiden ist.",
    Reason.EXPIRED: "Dieser Knopf gilt nicht mehr. /offen zeigt den heutigen Stand.",
    Reason.FOREIGN: "Dieser Knopf gehört zu einer anderen Nachricht. /offen zeigt, was zu entscheiden ist.",
}


_STILL_ASKED = (
    "Gern. Als Antwort auf die offene Frage wurde das nicht übernommen; sie bleibt offen. Bitte antworten Sie auf die "
    "Nachricht mit der Frage, sobald Sie mögen."
)


def handle(turn: Turn, event: Event) -> bool:
    """Handles one event in the turn's transaction. Returns whether what came in must not be kept (a stranger's)."""
    if isinstance(event, Moved):
        move_chat_in(turn.connection, event.channel, event.old, event.new)
        return False
    person = person_in(turn.connection, _channel(event), event.sender.user_id) if event.sender.genuine else None
    if isinstance(event, Membership):
        _membership(turn, person, event)
        return person is None
    if isinstance(event, Message) and event.command == "start" and event.place.private and event.sender.genuine:
        enrolment.start(turn, event, person)
        return person is None
    if person is None or not person.aktiv:
        if event.sender.genuine:
            _stranger(turn, event)
        return True
    if not isinstance(event, InlineQuestion) and not event.place.private:
        if isinstance(event, Message) and event.command == "gruppe":
            _command(turn, person, event)
            return False
        if not group_allowed_in(turn.connection, event.place.channel, event.place.chat_id):
            _closed_group(turn, person, event)
            return True
    _known(turn, person, event)
    return False


def _known(turn: Turn, person: Person, event: Message | ButtonPress | InlineQuestion) -> None:
    if isinstance(event, InlineQuestion):
        search.on_inline(turn, person, event)
    elif isinstance(event, ButtonPress):
        _press(turn, person, event)
    elif not event.via_bot:  # what our own inline mode put into the chat is no motion
        _message(turn, person, event)


def _message(turn: Turn, person: Person, message: Message) -> None:
    if message.place.private:
        set_reachable_in(turn.connection, message.place.channel, message.place.chat_id)
    if message.command and not message.edited:
        _command(turn, person, message)
        return
    if long_answers.go_on(turn, person, message):
        return
    answers_nothing = message.edited or intake.surely_motion(turn, person, message)
    question = None if answers_nothing else match_in(turn.connection, message, person.id, at=turn.at)
    if question is None:
        intake.on_message(turn, person, message)
        return
    if not message.files and is_courtesy(message.text):
        post = Post(plain(_STILL_ASKED), reply_to=message.message_id)
        post_in(turn.connection, message.place.channel, message.place.chat_id, post, at=turn.at)
        return
    if long_answers.may_go_on(message):
        long_answers.begin(turn, person, message, question)
        return
    inputs()[question.kind](turn, person, message, question.subject, question.outbox_id)


def _command(turn: Turn, person: Person, message: Message) -> None:
    known = commands()
    name = message.command or ""
    known.get(name, known.get(name.translate(_SPELLED_OUT), known["hilfe"]))(turn, person, message)


def _press(turn: Turn, person: Person, press: ButtonPress) -> None:
    place = press.place
    pressed = redeem_in(turn.connection, place.channel, place.chat_id, press.message_id, press.data, at=turn.at)
    if not isinstance(pressed, Pressed):
        _answer(turn, press, _NO_LONGER[pressed], alert=True)
        return
    said = actions()[pressed.action](turn, person, press, pressed.subject, pressed.outbox_id)
    if said is not None:
        _answer(turn, press, said)


def _answer(turn: Turn, press: ButtonPress, text: str, *, alert: bool = False, for_unknown: bool = False) -> None:
    post_in(
        turn.connection, press.place.channel, press.sender.user_id, PressAnswer(press.press_id, text, alert),
        at=turn.at, for_unknown=for_unknown,
    )  # fmt: skip


def _stranger(turn: Turn, event: Message | ButtonPress | InlineQuestion) -> None:
    if isinstance(event, ButtonPress):
        text = "Sie haben hier keinen Zugang. Ihre Leitung kann Sie einladen."
        _answer(turn, event, text, alert=True, for_unknown=True)
    elif isinstance(event, Message) and event.place.private:
        enrolment.on_unknown(turn, event)


def _closed_group(turn: Turn, person: Person, event: Message | ButtonPress) -> None:
    """Said to whom a command or a press shows that they expect something; everything else in a group is talk."""
    remedy = "Eine Person mit der Rolle Leitung kann sie mit /gruppe freischalten."
    if isinstance(event, ButtonPress):
        _answer(turn, event, f"In dieser Gruppe arbeitet Stellwerk nicht. {remedy}", alert=True)
    elif event.command:
        text = plain(f"In der Gruppe, in der Sie eben geschrieben haben, arbeitet Stellwerk nicht. {remedy}")
        for channel, chat_id in chats_in(turn.connection, person.id):
            post_in(turn.connection, channel, chat_id, Post(text), at=turn.at)


def _membership(turn: Turn, person: Person | None, event: Membership) -> None:
    if event.place.private:
        if not event.joined:
            set_unreachable_in(turn.connection, event.place.channel, event.place.chat_id)
        return
    if event.joined:
        by_leitung = person is not None and person.may(Rolle.LEITUNG)
        enrolment.on_joined_group(turn, person if by_leitung else None, event)
    else:
        forbid_group_in(turn.connection, event.place.channel, event.place.chat_id)


def _retry(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str:
    if retry_in(turn.connection, int(subject["job"]), at=turn.at):
        _show_again(turn, int(subject["job"]))
    revoke_in(turn.connection, outbox_id)
    log.info("job_retried", job=subject["job"], person=person.id)
    return "Stellwerk versucht es noch einmal."


def _show_again(turn: Turn, job_id: int) -> None:
    """The status message of the job no longer says that it was given up."""
    row = turn.connection.execute(select(job).where(job.c.id == job_id)).one()
    said = progress.taken_up_again(row.kind, row.payload)
    if said and "status" in row.payload:
        edit = Edit(int(row.payload["status"]), plain(said))
        post_in(turn.connection, row.channel, row.chat_id, edit, at=turn.at)


def _channel(event: Message | ButtonPress | InlineQuestion | Membership) -> str:
    return event.channel if isinstance(event, InlineQuestion) else event.place.channel


@cache
def actions() -> Mapping[str, OnPress]:
    """What each button does."""
    own: dict[str, OnPress] = {"retry_job": _retry}
    return joined(own, intake.ACTIONS, spoken.ACTIONS, deciding.ACTIONS, finishing.ACTIONS, facts.ACTIONS)


@cache
def commands() -> Mapping[str, OnCommand]:
    """What each /command does."""
    return joined(spoken.COMMANDS, finishing.COMMANDS, facts.COMMANDS)
