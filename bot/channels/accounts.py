"""Which account is whose, which groups the bot works in, who is away, and small facts about a channel."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.channels.addresses import chat_now_in
from bot.channels.addresses import group_allowed_in as group_allowed_in
from bot.channels.port import Sender
from bot.channels.racing import insert_once
from bot.channels.tables import absence, account, channel_fact, group_chat, handled
from bot.review.people import Person, Rolle
from bot.review.persons import to_person
from bot.review.rules import Abgewiesen
from bot.review.tables import einladung, person
from corpus.errors import StellwerkError

_HASHED = re.compile(r"sha256:([0-9a-f]{64})")
"""An invitation as it stands in the inbox: never the token itself."""


# --- persons and their accounts ---------------------------------------------------------------------------------------


def person_in(connection: Connection, channel: str, user_id: str) -> Person | None:
    """Whose account this is; also of a person without access (`aktiv` is False). None where nobody's."""
    row = connection.execute(
        select(person)
        .join(account, account.c.person_id == person.c.id)
        .where(account.c.channel == channel, account.c.user_id == user_id)
    ).first()
    return None if row is None else to_person(row)


def link_in(
    connection: Connection, channel: str, sender: Sender, chat_id: str, token: str, *, now: datetime
) -> Person | Abgewiesen:
    """Redeems an invitation, once: the account is the person's from now on, and they are written to in this chat.

    `token` is the invitation's, or "sha256:" and its hash. The same account may come again with the same invitation.
    """
    invite_again = "Bitten Sie die Leitung um eine neue Einladung."
    if not sender.genuine:
        return Abgewiesen("Dieses Konto steht für keine Person.", "Schreiben Sie von Ihrem eigenen Konto.")
    sha256 = token_sha256(token)
    invitation = connection.execute(
        select(einladung).where(einladung.c.token_sha256 == sha256).with_for_update()
    ).first()
    if invitation is None:
        return Abgewiesen("Diese Einladung ist nicht bekannt.", invite_again)
    invited = to_person(connection.execute(select(person).where(person.c.id == invitation.person_id)).one())
    owner = person_in(connection, channel, sender.user_id)
    if invitation.eingeloest_am is not None and (owner is None or owner.id != invited.id):
        return Abgewiesen("Diese Einladung ist schon eingelöst.", invite_again)
    if invitation.eingeloest_am is None and invitation.gueltig_bis < now:
        return Abgewiesen(f"Diese Einladung war bis {invitation.gueltig_bis:%d.%m.%Y, %H:%M} Uhr gültig.", invite_again)
    if not invited.aktiv:
        return Abgewiesen(f"Der Zugang für {invited.name} ist entzogen.", invite_again)
    if owner is not None and owner.id != invited.id:
        return Abgewiesen(
            "Dieses Konto ist schon für eine andere Person eingetragen.",
            "Lösen Sie die Einladung mit Ihrem eigenen Konto ein, oder sprechen Sie mit der Leitung.",
        )
    connection.execute(
        update(einladung)
        .where(einladung.c.token_sha256 == sha256, einladung.c.eingeloest_am.is_(None))
        .values(eingeloest_am=now)
    )
    _set_account(connection, channel, sender.user_id, invited.id, chat_id, now)
    return invited


def token_sha256(token: str) -> str:
    """The hash under which an invitation is kept; `token` may be "sha256:" and the hash itself."""
    hashed = _HASHED.fullmatch(token)
    return hashed.group(1) if hashed else hashlib.sha256(token.encode("utf-8", "backslashreplace")).hexdigest()


def chats_in(connection: Connection, person_id: str) -> list[tuple[str, str]]:
    """Where the person can be written to: (channel, chat id) of each account that is reachable."""
    rows = connection.execute(
        select(account.c.channel, account.c.chat_id)
        .where(account.c.person_id == person_id, account.c.reachable)
        .distinct()
        .order_by(account.c.channel, account.c.chat_id)
    )
    return [(row.channel, row.chat_id) for row in rows]


def set_unreachable_in(connection: Connection, channel: str, chat_id: str) -> None:
    """The person has blocked the bot, or the chat is gone."""
    _set_reachable(connection, channel, chat_id, reachable=False)


def set_reachable_in(connection: Connection, channel: str, chat_id: str) -> None:
    """The person has written again."""
    _set_reachable(connection, channel, chat_id, reachable=True)


# --- who is to decide -------------------------------------------------------------------------------------------------


def reviewers_in(connection: Connection, today: date) -> list[tuple[Person, str, str]]:
    """Everyone who may decide today, with each chat of theirs: (person, channel, chat id).

    Whoever is absent is replaced by the deputy who may decide and is there. If that leaves nobody, the absent are asked
    after all, because a motion must not lie where no one sees it.
    """
    everyone = [to_person(row) for row in connection.execute(select(person).order_by(person.c.name))]
    deciding = {p.id: p for p in everyone if p.may(Rolle.FREIGABE)}
    away = {key: _absence_today(connection, key, today) for key in deciding}
    found: dict[str, Person] = {}
    for key, someone in deciding.items():
        gone, deputy_id = away[key]
        if not gone:
            found[key] = someone
        elif deputy_id in deciding and not away[deputy_id][0]:
            found[deputy_id] = deciding[deputy_id]
    reached = _with_chats(connection, found)
    return reached or _with_chats(connection, deciding)


def absent_in(connection: Connection, person_id: str, first: date, last: date, deputy_id: str | None) -> None:
    """The person is away from `first` to `last`, both included. Of absences that overlap the one noted last counts."""
    if last < first:
        raise StellwerkError(
            f"Der letzte Tag ({last:%d.%m.%Y}) liegt vor dem ersten ({first:%d.%m.%Y}).",
            "Geben Sie zuerst den ersten und dann den letzten Tag der Abwesenheit an.",
        )
    if deputy_id == person_id:
        raise StellwerkError("Niemand kann sich selbst vertreten.", "Nennen Sie eine andere Person als Vertretung.")
    connection.execute(
        delete(absence).where(
            absence.c.person_id == person_id, absence.c.first_day == first, absence.c.last_day == last
        )
    )
    connection.execute(
        insert(absence).values(person_id=person_id, first_day=first, last_day=last, deputy_id=deputy_id, ended=False)
    )


def end_absence_in(connection: Connection, person_id: str) -> bool:
    """The person is there; absences that were noted for later end as well. False where there was none."""
    ended = update(absence).where(absence.c.person_id == person_id, absence.c.ended.is_(False)).values(ended=True)
    return connection.execute(ended).rowcount > 0


def deputy_in(connection: Connection, person_id: str, today: date) -> Person | None:
    """Who stands in for the person today; None where they are there, named nobody, or that person has no access."""
    _, deputy_id = _absence_today(connection, person_id, today)
    if deputy_id is None:
        return None
    deputy = to_person(connection.execute(select(person).where(person.c.id == deputy_id)).one())
    return deputy if deputy.aktiv else None


# --- groups, and what was done once -----------------------------------------------------------------------------------


def allow_group_in(connection: Connection, channel: str, chat_id: str, person_id: str, *, now: datetime) -> None:
    """The bot may work in this group, because this person says so."""
    chat_id = chat_now_in(connection, channel, chat_id)
    forbid_group_in(connection, channel, chat_id)
    connection.execute(
        insert(group_chat).values(channel=channel, chat_id=chat_id, allowed_by=person_id, allowed_at=now)
    )


def forbid_group_in(connection: Connection, channel: str, chat_id: str) -> None:
    """The bot no longer works in this group; what still waits for it is dropped."""
    chat_id = chat_now_in(connection, channel, chat_id)
    connection.execute(delete(group_chat).where(group_chat.c.channel == channel, group_chat.c.chat_id == chat_id))


def once_in(connection: Connection, key: str, *, at: float) -> bool:
    """True the first time that this key is named; whoever asks later, or at the same moment, gets False."""
    return insert_once(connection, handled, handled.c.key, {"key": key, "at": at})


def fact_in(connection: Connection, key: str) -> str | None:
    """What is known under this key ("telegram.username"), or None."""
    value: str | None = connection.scalar(select(channel_fact.c.value).where(channel_fact.c.key == key))
    return value


def set_fact_in(connection: Connection, key: str, value: str) -> None:
    """Keeps a value under this key."""
    if not insert_once(connection, channel_fact, channel_fact.c.key, {"key": key, "value": value}):
        connection.execute(update(channel_fact).where(channel_fact.c.key == key).values(value=value))


def _set_account(
    connection: Connection, channel: str, user_id: str, person_id: str, chat_id: str, now: datetime
) -> None:
    mine = (account.c.channel == channel) & (account.c.user_id == user_id)
    values = {"person_id": person_id, "chat_id": chat_id, "reachable": True}
    if not connection.execute(update(account).where(mine).values(**values)).rowcount:
        connection.execute(insert(account).values(channel=channel, user_id=user_id, linked_at=now, **values))


def _set_reachable(connection: Connection, channel: str, chat_id: str, *, reachable: bool) -> None:
    connection.execute(
        update(account).where(account.c.channel == channel, account.c.chat_id == chat_id).values(reachable=reachable)
    )


def _absence_today(connection: Connection, person_id: str, today: date) -> tuple[bool, str | None]:
    row = connection.execute(
        select(absence.c.deputy_id)
        .where(
            absence.c.person_id == person_id,
            absence.c.first_day <= today,
            absence.c.last_day >= today,
            absence.c.ended.is_(False),
        )
        .order_by(absence.c.id.desc())
        .limit(1)
    ).first()
    return (False, None) if row is None else (True, row.deputy_id)


def _with_chats(connection: Connection, persons: dict[str, Person]) -> list[tuple[Person, str, str]]:
    return [(p, channel, chat_id) for p in persons.values() for channel, chat_id in chats_in(connection, p.id)]
