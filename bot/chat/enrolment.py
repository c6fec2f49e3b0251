"""Who comes to the bot: with an invitation, without one, or with a group. Here accounts become persons.

An invitation works once. Nobody unknown learns more than that an invitation is needed.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from bot.channels.accounts import allow_group_in, link_in, once_in, token_sha256
from bot.channels.outbox import post_in
from bot.channels.port import Leave, Membership, Message, Post, RichText, Style, plain, styled
from bot.chat.context import Turn
from bot.chat.names import shown
from bot.review.people import Person, Rolle
from bot.review.persons import invitation_sealed_in, note_person_in, witness_person_in
from bot.review.rules import Abgewiesen

_EXAMPLE = {
    Rolle.SACHBEARBEITUNG: "Schicken Sie einen Antrag als PDF, Word-Datei (DOCX), Foto oder Text hierher.",
    Rolle.FREIGABE: (
        "Schicken Sie einen Antrag als PDF, Word-Datei (DOCX), Foto oder Text hierher. Entwürfe, über die Sie "
        "entscheiden können, kommen von selbst; /offen zeigt sie."
    ),
    Rolle.LEITUNG: (
        "Schicken Sie einen Antrag als PDF, Word-Datei (DOCX), Foto oder Text hierher. Entwürfe, über die Sie "
        "entscheiden können, kommen von selbst; /offen zeigt sie. Gruppen schalten Sie mit /gruppe frei."
    ),
}
_ROLE = {Rolle.SACHBEARBEITUNG: "Sachbearbeitung", Rolle.FREIGABE: "Freigabe", Rolle.LEITUNG: "Leitung"}


def start(turn: Turn, event: Message, person: Person | None) -> None:
    """/start, with an invitation or without, in a private chat; nothing happens in a group.

    `event.text` is the token, or "sha256:" and its hash.
    """
    if not event.place.private:
        return
    token = event.text.strip()
    if not token:
        if person is not None and person.aktiv:
            _greet(turn, event, person)
        else:
            on_unknown(turn, event)
        return
    linked = _link(turn, event, token)
    if isinstance(linked, Abgewiesen):
        _refuse(turn, event, linked, token)
        return
    note_person_in(turn.connection, turn.cases.audit, "konto", linked.id, now=turn.now, quelle=turn.quelle)
    _greet(turn, event, linked)


def _link(turn: Turn, event: Message, token: str) -> Person | Abgewiesen:
    """Redeems an invitation that Stellwerk itself wrote: one that lies in the table alone opens nothing."""
    audit = turn.cases.audit
    invited = invitation_sealed_in(turn.connection, audit, token_sha256(token))
    if invited is None:
        return Abgewiesen("Diese Einladung ist nicht bekannt.", "Bitten Sie die Leitung um eine neue Einladung.")
    witness_person_in(turn.connection, audit, invited, now=turn.now, quelle=turn.quelle)
    return link_in(turn.connection, event.place.channel, event.sender, event.place.chat_id, token, now=turn.now)


def on_unknown(turn: Turn, event: Message) -> None:
    """One neutral line in a private chat, at most once a day and account. Nothing is stored or downloaded."""
    if not event.place.private:
        return
    if not once_in(turn.connection, f"unbekannt:{_account(event)}:{turn.now:%Y-%m-%d}", at=turn.at):
        return
    text = (
        "Dieser Bot arbeitet nur für eingeladene Personen der Verwaltung. Wenn Sie dazugehören, bitten Sie Ihre "
        f"Leitung um eine Einladung; Ihre Kennung ist {event.sender.user_id}. Ihre Nachricht wurde nicht gespeichert."
    )
    _say(turn, event, plain(text), for_unknown=True)


def on_joined_group(turn: Turn, person: Person | None, event: Membership) -> None:
    """The bot was added to a group: by a Leitung (`person`), then it may work there; by anyone else, then it leaves."""
    place = event.place
    if person is None or not person.may(Rolle.LEITUNG):
        text = (
            "Stellwerk arbeitet nur in Gruppen, zu denen eine Person mit der Rolle Leitung es hinzugefügt hat, "
            "und verlässt diese Gruppe wieder."
        )
        post_in(turn.connection, place.channel, place.chat_id, Post(plain(text)), at=turn.at, for_unknown=True)
        post_in(turn.connection, place.channel, place.chat_id, Leave(), at=turn.at, for_unknown=True)
        return
    allow_group_in(turn.connection, place.channel, place.chat_id, person.id, now=turn.now)
    post_in(turn.connection, place.channel, place.chat_id, Post(group_greeting(person)), at=turn.at)


def group_greeting(person: Person) -> RichText:
    """What the bot says when it may work in a group."""
    return plain(
        f"Guten Tag. {person.name} hat Stellwerk für diese Gruppe freigeschaltet. Einen Antrag gibt hier in Arbeit, "
        "wer auf die Datei mit /neu antwortet oder /neu darunter schreibt. Alle in der Gruppe lesen die Entwürfe mit; "
        "entscheiden können nur eingeladene Personen mit der Rolle Freigabe oder Leitung. /hilfe zeigt mehr."
    )


def _greet(turn: Turn, event: Message, person: Person) -> None:
    _say(turn, event, greeting(person, turn.now))


def greeting(person: Person, now: datetime) -> RichText:
    """What it does, what it doesn't, who sees what, and one example."""
    day = "Guten Morgen" if now.hour < 10 else "Guten Abend" if now.hour >= 18 else "Guten Tag"
    head = f"{day}, {shown(person.name)}. Sie sind mit der Rolle {_ROLE[person.rolle]} angemeldet.\n\n"
    return (
        plain(head)
        + styled("Was Stellwerk tut:", Style.BOLD)
        + " Es liest Anträge und entwirft zu jedem Punkt eine Antwort aus dem, was die Verwaltung schon gesagt hat, "
        "mit Quellen.\n"
        + styled("Was es nicht tut:", Style.BOLD)
        + " Es erfindet nichts und entscheidet nichts. Ändern, freigeben und ablehnen können nur Menschen.\n"
        + styled("Wer was sieht:", Style.BOLD)
        + " Ihren Antrag und die Entwürfe sehen Sie und die Personen mit der Rolle Freigabe oder Leitung. Schicken Sie "
        "nichts Nichtöffentliches; /datenschutz sagt mehr.\n"
        + styled("So fangen Sie an:", Style.BOLD)
        + f" {_EXAMPLE[person.rolle]}"
    )


def _refuse(turn: Turn, event: Message, refused: Abgewiesen, token: str) -> None:
    """One sentence for each invitation that doesn't work, and not more than one a minute: tokens can't be tried out."""
    digest = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()[:16]
    of_today = once_in(turn.connection, f"einladung:{_account(event)}:{digest}:{turn.now:%Y-%m-%d}", at=turn.at)
    of_this_minute = once_in(turn.connection, f"einladung:{_account(event)}:{turn.at // 60:.0f}", at=turn.at)
    if of_today and of_this_minute:
        _say(turn, event, plain(refused.im_chat), for_unknown=True)


def _account(event: Message) -> str:
    return f"{event.place.channel}:{event.sender.user_id}"


def _say(turn: Turn, event: Message, text: RichText, *, for_unknown: bool = False) -> None:
    place = event.place
    post_in(turn.connection, place.channel, place.chat_id, Post(text), at=turn.at, for_unknown=for_unknown)
