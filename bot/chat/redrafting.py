"""Anders entwerfen: a wish becomes a job, the job a new machine revision, or the sentence that there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bot.channels.jobs import enqueue_in
from bot.channels.port import ButtonPress, Message, Post, plain
from bot.channels.questions import ask_in, close_in
from bot.channels.tokens import Knopf
from bot.chat.cards import Chat, copy_of, edit_in, refuse_in, say_in
from bot.chat.context import OnInput, OnPress, Subject, Turn
from bot.chat.entwurf_text import clip, heading
from bot.chat.revision_news import tell_revision_in
from bot.review.case_rows import person_in
from bot.review.rules import Abgewiesen, may_change
from corpus.database import reading

if TYPE_CHECKING:
    from bot.channels.jobs import Job
    from bot.review.people import Person
    from bot.service.workbench import Workbench

WISH_UNITS = 300


def on_redraft(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """Asks what the new draft should speak of."""
    case = turn.cases.get_in(turn.connection, str(subject["vorgang"]))
    refused = may_change(case, person, int(subject["nr"]), int(subject["revision"]))
    if refused:
        refuse_in(turn, press, refused)
        return None
    text = heading(case.id, case.revision(int(subject["nr"]))) + (
        f"\nWas soll der neue Entwurf berücksichtigen? Antworten Sie zum Beispiel {_examples(turn)}. "
        "Gesucht wird dann auch nach diesen Wörtern."
    )
    ask_in(
        turn.connection, press.place.channel, press.place.chat_id, person.id,
        Post(text, reply_to=press.message_id), "redraft_wish", dict(subject), at=turn.at,
        knoepfe=[[Knopf("Ohne Wunsch", "redraft_plain", dict(subject))]],
    )  # fmt: skip
    return "Bitte antworten Sie mit Ihrem Wunsch, oder wählen Sie „Ohne Wunsch“."


def _examples(turn: Turn) -> str:
    """What can be wished for: another wording only where a language model words the drafts."""
    return "„kürzer“, „freundlicher“ oder „mehr zu den Kosten“" if turn.settings.model else "„mehr zu den Kosten“"


def on_redraft_wish(turn: Turn, person: Person, message: Message, subject: Subject, outbox_id: int) -> None:
    """The wish is taken, the draft is made in a job."""
    wish = clip(message.text, WISH_UNITS)
    place = (message.place.channel, message.place.chat_id)
    if not wish:
        say_in(turn, place, "Bitte schreiben Sie Ihren Wunsch als Text.", reply_to=message.message_id)
        return
    _enqueue(turn, person, place, subject, outbox_id, wish)


def on_redraft_plain(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str:
    """The draft is made again without a wish: newer papers may say more."""
    _enqueue(turn, person, (press.place.channel, press.place.chat_id), subject, outbox_id, "")
    return f"Punkt {subject['nr']} wird neu entworfen."


def _enqueue(turn: Turn, person: Person, place: Chat, subject: Subject, question: int, wish: str) -> None:
    """One job per question, however often it is answered or its button pressed."""
    close_in(turn.connection, question)
    payload = {**subject, "person": person.id, "wunsch": wish}
    enqueue_in(turn.connection, "redraft", payload, at=turn.at, key=f"redraft:{question}", place=place)
    told = f"Punkt {subject['nr']} wird neu entworfen" + (f": „{wish}“." if wish else ", ohne Wunsch.")
    edit_in(turn, copy_of(turn, question), plain(told))


def redraft(bench: Workbench, job: Job) -> None:
    """Drafts a point anew and, in one transaction, stores it and tells everyone what changed."""
    case_id, nr, based_on = str(job.payload["vorgang"]), int(job.payload["nr"]), int(job.payload["revision"])
    wish = str(job.payload["wunsch"])
    cases = bench.parts.cases
    with reading(bench.parts.engine) as connection:
        case = cases.get_in(connection, case_id)
        antrag = cases.antrag_in(connection, case_id)
        person = person_in(connection, str(job.payload["person"]))
    point = next(a for a in antrag.anliegen if a.nr == nr)
    entwurf = bench.parts.desk.drafts([point], antrag.betreff, stichtag=case.stichtag, wish=wish)[0]
    with bench.finish(job) as turn:
        if job.channel is None or job.chat_id is None:
            raise ValueError("a redraft is asked for in a chat")
        before = turn.cases.get_in(turn.connection, case_id)
        revision = before.revision(nr)
        outcome = turn.cases.redraft_in(
            turn.connection, case_id, entwurf, based_on=based_on, von=person, now=turn.now, quelle=turn.quelle
        )
        place = (job.channel, job.chat_id)
        if not isinstance(outcome, Abgewiesen):
            wanted = f" („{wish}“)" if wish else ""
            by = f"Auf Wunsch von {person.name} maschinell neu entworfen{wanted}."
            tell_revision_in(turn, before, revision, outcome, by=by, also=place)
        elif revision.revision != based_on or before.versandt_am or before.abgebrochen_am:
            say_in(turn, place, outcome.im_chat)
        else:
            say_in(turn, place, heading(case_id, revision) + f"\n{_nothing_else(wish)}")


def _nothing_else(wish: str) -> str:
    if wish:
        return (
            f"Zu „{wish}“ geben die Papiere nichts anderes her; es bleibt beim bisherigen Entwurf. "
            "Versuchen Sie es mit anderen Wörtern, ändern Sie den Text selbst oder fragen Sie das Amt."
        )
    return (
        "Die Papiere geben nichts anderes her; es bleibt beim bisherigen Entwurf. "
        "Ändern Sie den Text selbst oder fragen Sie das Amt."
    )


ACTIONS: Mapping[str, OnPress] = {"redraft": on_redraft, "redraft_plain": on_redraft_plain}
INPUTS: Mapping[str, OnInput] = {"redraft_wish": on_redraft_wish}
WORK: Mapping[str, Callable[[Workbench, Job], None]] = {"redraft": redraft}
