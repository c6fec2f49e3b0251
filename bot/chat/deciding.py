"""Deciding on a point in chat: approve, change, refuse, look at the sources. The rules decide inside the transaction;
here it is said what came of it, to who pressed and on every copy of the card.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.channels.outbox import post_in
from bot.channels.port import ButtonPress, Message, Post, Style, Tone, plain, styled
from bot.channels.questions import ask_in, close_in
from bot.channels.tokens import Knopf, post_with_buttons_in
from bot.chat import finishing, redrafting, zulieferung
from bot.chat.cards import copy_of, edit_in, not_asked, origin_in, refresh_in, refuse_in, say_in
from bot.chat.context import OnInput, OnPress, Subject, Turn
from bot.chat.entwurf_text import clip, heading, joined, sources_text
from bot.chat.held_back import held_back_in, held_back_note, sentences_as_meant, veiled, veiled_entwurf
from bot.chat.revision_news import tell_revision_in
from bot.review.rules import (
    ANNEHMEN,
    Abgewiesen,
    Entscheidung,
    Revision,
    Stand,
    Vorgang,
    VorgangStatus,
    may_change,
    may_decide,
    status,
    text_of,
    to_accept,
)
from corpus.domain import Beleg
from corpus.verbatim import verbatim_in

if TYPE_CHECKING:
    from bot.channels.jobs import Job
    from bot.review.people import Person
    from bot.service.workbench import Workbench


# --- Freigeben ------------------------------------------------------------------------------------------------------


def on_approve(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """Approves, or asks first whether a gap is to be accepted; the rules speak before that question does."""
    case, nr, revision = _point(turn, subject)
    needed = to_accept(case.revision(nr).entwurf)
    if not needed:
        return _approve(turn, person, press, case, nr, revision, ())
    refused = may_decide(
        case, person, nr, revision, Entscheidung.FREIGEGEBEN,
        grund=None, angenommen=needed, approvals=turn.settings.approvals,
    )  # fmt: skip
    if refused:
        refuse_in(turn, press, refused)
        return None
    newest = case.revision(nr)
    demand = styled("Vor der Freigabe ist ausdrücklich anzunehmen:", Style.BOLD)
    accepted = [plain(f"• {line}") for line in _what_is_accepted(newest, needed)]
    text = joined([heading(case.id, newest), demand, *accepted], "\n")
    asked = {**subject, "gefragt": person.id}
    accepting = {**asked, "angenommen": list(needed)}
    knoepfe = [
        [Knopf("Ausdrücklich annehmen und freigeben", "approve_accepting", accepting, Tone.GOOD)],
        [Knopf("Zurück", "approve_back", asked)],
    ]
    place = (press.place.channel, press.place.chat_id)
    # a second tap on the same button must not ask twice; after "Zurück" the question may come again
    key = f"annahme:{case.id}:{nr}:{revision}:{person.id}:{outbox_id}:{int(turn.at) // _ASK_AGAIN_SECONDS}"
    post = Post(text, reply_to=press.message_id)
    post_with_buttons_in(turn.connection, *place, post, knoepfe, at=turn.at, key=key)
    return "Bitte bestätigen Sie in der neuen Nachricht, was Sie annehmen."


_ASK_AGAIN_SECONDS = 10


def _what_is_accepted(revision: Revision, needed: tuple[str, ...]) -> list[str]:
    entwurf = veiled_entwurf(revision.entwurf)
    lines = []
    for what in needed:
        lines.append(ANNEHMEN[what] + ("" if what == "luecke" else ":"))
        if what == "offene_teile":
            lines += [f"„{clip(h.text, 300)}“" for h in entwurf.hinweise if h.art.value == "offen"]
        if what == "unbelegt":
            lines += [f"„{clip(s.text, 300)}“" for s in entwurf.saetze if not s.belege]
        if what == "personenbezogen":
            lines += [
                f"„{clip(shown.text, 300)}“"
                for shown, satz in zip(entwurf.saetze, revision.entwurf.saetze, strict=True)
                if shown.text != satz.text
            ]
    return lines


def on_accepting(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """Approves with what was accepted in so many words, by the person who was asked."""
    if refused := not_asked(turn, person, subject):
        refuse_in(turn, press, refused)
        return None
    case, nr, revision = _point(turn, subject)
    said = _approve(turn, person, press, case, nr, revision, tuple(subject["angenommen"]))
    if said is not None:
        done = f"{case.id} · Punkt {nr}, Fassung {revision}: ausdrücklich angenommen und freigegeben von {person.name}."
        edit_in(turn, copy_of(turn, outbox_id), plain(done))
    return said


def on_back(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """The gap is not accepted; the point stays open."""
    if refused := not_asked(turn, person, subject):
        refuse_in(turn, press, refused)
        return None
    text = plain(f"{subject['vorgang']} · Punkt {subject['nr']} wurde nicht freigegeben.")
    edit_in(turn, copy_of(turn, outbox_id), text, keep_earlier=False)
    return "Nicht freigegeben. Der Punkt bleibt offen."


def _approve(
    turn: Turn, person: Person, press: ButtonPress, case: Vorgang, nr: int, revision: int, accepted: tuple[str, ...]
) -> str | None:
    outcome = turn.cases.decide_in(
        turn.connection, case.id, nr, based_on=revision, von=person, entscheidung=Entscheidung.FREIGEGEBEN,
        angenommen=accepted, now=turn.now, quelle=turn.quelle,
    )  # fmt: skip
    if isinstance(outcome, Abgewiesen):
        refuse_in(turn, press, outcome)
        return None
    refresh_in(turn, case.id, nr)
    after = turn.cases.get_in(turn.connection, case.id)
    if turn.cases.decided(after, nr) is not Stand.FREIGEGEBEN:
        given = sum(f.nr == nr and f.revision == revision for f in after.freigaben)
        needed = turn.settings.approvals
        left = (
            "fehlt noch eine andere Person" if needed - given == 1 else f"fehlen noch {needed - given} andere Personen"
        )
        return f"Ihre Freigabe zählt: {given} von {needed}. Für Punkt {nr} {left}."
    if status(after, approvals=turn.settings.approvals) is not VorgangStatus.FREIGEGEBEN:
        return f"Punkt {nr} (Fassung {revision}) ist freigegeben."
    finishing.begin_in(turn, case.id)
    return f"Punkt {nr} (Fassung {revision}) ist freigegeben. Damit sind alle Punkte freigegeben."


# --- Ändern ---------------------------------------------------------------------------------------------------------


def on_change(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """Asks for the new text and shows the present one to be copied."""
    case, nr, revision = _point(turn, subject)
    refused = may_change(case, person, nr, revision)
    if refused:
        refuse_in(turn, press, refused)
        return None
    newest = case.revision(nr)
    present = text_of(veiled_entwurf(newest.entwurf))
    text = heading(case.id, newest) + "\n" + (
        "Antworten Sie auf diese Nachricht mit dem neuen Text. Sätze, die wörtlich bei einer Quelle bleiben, behalten "
        "ihren Beleg. Bisherige Freigaben dieses Punktes gelten danach nicht mehr."
    )  # fmt: skip
    note = held_back_note(held_back_in(newest.entwurf))
    if note:
        text = text + f"\n{note} Lassen Sie die Klammern stehen, so bleibt, was dort steht."
    text = text + "\n\n" + (styled(present, Style.CODE) if present else plain("Bisher gibt es keinen Text."))
    ask_in(
        turn.connection, press.place.channel, press.place.chat_id, person.id,
        Post(text, reply_to=press.message_id), "change_text", dict(subject), at=turn.at,
    )  # fmt: skip
    return "Bitte antworten Sie auf die neue Nachricht mit dem neuen Text."


def on_change_text(turn: Turn, person: Person, message: Message, subject: Subject, outbox_id: int) -> None:
    """The new text of a point becomes its next revision."""
    from bot.drafting.against_archive import with_contradictions_in
    from bot.drafting.revising import revise

    case, nr, based_on = _point(turn, subject)
    place = (message.place.channel, message.place.chat_id)
    if not message.text.strip():
        say_in(turn, place, "Bitte schicken Sie den neuen Text als Nachricht, nicht als Datei.",
               reply_to=message.message_id)  # fmt: skip
        return
    close_in(turn.connection, outbox_id)
    before = case.revision(nr)
    written = sentences_as_meant(message.text, before.entwurf)
    if written.split() == text_of(before.entwurf).split():
        say_in(turn, place, f"Der Text ist unverändert; es bleibt bei Fassung {before.revision}.",
               reply_to=message.message_id)  # fmt: skip
        return
    earlier = [
        beleg
        for revision in turn.cases.revisions_in(turn.connection, case.id, nr)
        for satz in revision.entwurf.saetze
        for beleg in satz.belege
    ]

    def found(sentences: Sequence[str]) -> tuple[Beleg, ...]:
        return verbatim_in(turn.connection, turn.archive, sentences, bis=case.stichtag)

    changed = with_contradictions_in(
        turn.connection, revise(before.entwurf, written, earlier, found=found),
        [revision.entwurf for revision in case.revisionen], stichtag=case.stichtag,
    )  # fmt: skip
    outcome = turn.cases.change_in(
        turn.connection, case.id, changed, based_on=based_on, von=person, now=turn.now, quelle=turn.quelle
    )
    if isinstance(outcome, Abgewiesen):
        say_in(turn, place, outcome.im_chat, reply_to=message.message_id)
        return
    tell_revision_in(turn, case, before, outcome, by=f"Geändert von {person.name}.", also=place)


# --- Ablehnen -------------------------------------------------------------------------------------------------------


def on_refuse(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """Asks for the reason, without which nothing is refused."""
    case, nr, revision = _point(turn, subject)
    refused = may_decide(
        case, person, nr, revision, Entscheidung.ABGELEHNT,
        grund="wird erfragt", angenommen=(), approvals=turn.settings.approvals,
    )  # fmt: skip
    if refused:
        refuse_in(turn, press, refused)
        return None
    text = (
        heading(case.id, case.revision(nr)) + "\nWarum lehnen Sie diese Fassung ab? Bitte antworten Sie in einem Satz."
    )
    ask_in(
        turn.connection, press.place.channel, press.place.chat_id, person.id,
        Post(text, reply_to=press.message_id), "refuse_reason", dict(subject), at=turn.at,
    )  # fmt: skip
    return "Bitte antworten Sie auf die neue Nachricht mit dem Grund."


def on_refuse_reason(turn: Turn, person: Person, message: Message, subject: Subject, outbox_id: int) -> None:
    """The refusal with its reason; the point stays open until there is a new revision."""
    case, nr, revision = _point(turn, subject)
    place = (message.place.channel, message.place.chat_id)
    reason = " ".join(message.text.split())
    outcome = turn.cases.decide_in(
        turn.connection, case.id, nr, based_on=revision, von=person, entscheidung=Entscheidung.ABGELEHNT, grund=reason,
        now=turn.now, quelle=turn.quelle,
    )  # fmt: skip
    if isinstance(outcome, Abgewiesen):
        if reason:
            close_in(turn.connection, outbox_id)
        say_in(turn, place, outcome.im_chat, reply_to=message.message_id)
        return
    close_in(turn.connection, outbox_id)
    refresh_in(turn, case.id, nr)
    news = heading(case.id, case.revision(nr)) + f"\nAbgelehnt von {person.name}: „{clip(veiled(reason), 1000)}“\n" + (
        "Der Punkt bleibt offen, bis es eine neue Fassung gibt."
    )  # fmt: skip
    for chat in dict.fromkeys([place, *origin_in(turn, case)]):
        say_in(turn, chat, news)


# --- Quellen --------------------------------------------------------------------------------------------------------


def on_sources(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str:
    """Posts every source of the newest revision with its whole quote."""
    case, nr, _ = _point(turn, subject)
    text = sources_text(case, case.revision(nr), heute=turn.now.date())
    post = Post(text, reply_to=press.message_id, silent=True)
    post_in(turn.connection, press.place.channel, press.place.chat_id, post, at=turn.at)
    return "Die Quellen kommen als neue Nachricht."


def _point(turn: Turn, subject: Subject) -> tuple[Vorgang, int, int]:
    case = turn.cases.get_in(turn.connection, str(subject["vorgang"]))
    return case, int(subject["nr"]), int(subject["revision"])


ACTIONS: Mapping[str, OnPress] = {
    "approve": on_approve,
    "approve_accepting": on_accepting,
    "approve_back": on_back,
    "change": on_change,
    "refuse": on_refuse,
    "sources": on_sources,
    **redrafting.ACTIONS,
    **zulieferung.ACTIONS,
}
INPUTS: Mapping[str, OnInput] = {
    "change_text": on_change_text,
    "refuse_reason": on_refuse_reason,
    **redrafting.INPUTS,
    **zulieferung.INPUTS,
}
WORK: Mapping[str, Callable[[Workbench, Job], None]] = {**redrafting.WORK}
