"""Where something may go: to people with access and to groups that were allowed, and to a chat's newest id."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, false, insert, or_, select, update

from bot.channels.tables import account, case_origin, channel_fact, group_chat, job, outbox, pending_input
from bot.review.tables import person

_MOVES = 5
"""A chat moves once in its life; a circle of moves ends here."""


def may_receive_in(connection: Connection, channel: str, chat_id: str, *, account_id: bool = False) -> bool:
    """Whether someone with access, or a group that was allowed, is reached there, now.

    With `account_id` it may also be an account that is answered, whatever chat it asked in.
    """
    theirs = or_(account.c.chat_id == chat_id, account.c.user_id == chat_id if account_id else false())
    enrolled = (
        select(account.c.user_id)
        .join(person, person.c.id == account.c.person_id)
        .where(account.c.channel == channel, theirs, person.c.entzogen_am.is_(None))
    )
    if connection.execute(enrolled.limit(1)).first() is not None:
        return True
    return group_allowed_in(connection, channel, chat_id)


def group_allowed_in(connection: Connection, channel: str, chat_id: str) -> bool:
    """Whether the bot works in this group."""
    found = select(group_chat.c.chat_id).where(
        group_chat.c.channel == channel, group_chat.c.chat_id == chat_now_in(connection, channel, chat_id)
    )
    return connection.execute(found).first() is not None


def chat_now_in(connection: Connection, channel: str, chat_id: str) -> str:
    """The chat's id today: events and jobs from before a move still name the old one."""
    for _ in range(_MOVES):
        moved = connection.scalar(select(channel_fact.c.value).where(channel_fact.c.key == _moved(channel, chat_id)))
        if moved is None:
            break
        chat_id = moved
    return chat_id


def move_chat_in(connection: Connection, channel: str, old: str, new: str) -> None:
    """The chat has a new id, in all tables. A second call changes nothing.

    Messages of the old chat can't be reached in the new one, where the same number is another message: so their ids are
    forgotten, and what would edit, answer or mark them is sent without or not at all.
    """
    if old == new or chat_now_in(connection, channel, old) == new:
        return
    connection.execute(delete(channel_fact).where(channel_fact.c.key == _moved(channel, new)))  # a chat that came back
    connection.execute(insert(channel_fact).values(key=_moved(channel, old), value=new))
    _move_outbox(connection, channel, old, new)
    if group_allowed_in(connection, channel, new):
        connection.execute(delete(group_chat).where(_in_chat(group_chat, channel, old)))
    for table in (group_chat, account, job, pending_input):
        connection.execute(update(table).where(_in_chat(table, channel, old)).values(chat_id=new))
    connection.execute(
        update(case_origin).where(_in_chat(case_origin, channel, old)).values(chat_id=new, message_id=NO_MESSAGE)
    )


NO_MESSAGE = "0"
"""The id of no message: a reply to it is sent as a message of its own."""


def _move_outbox(connection: Connection, channel: str, old: str, new: str) -> None:
    here = _in_chat(outbox, channel, old)
    waits = outbox.c.state.in_(("queued", "sending"))
    connection.execute(update(outbox).where(here).values(message_id=None))
    connection.execute(
        update(outbox).where(here, waits, outbox.c.kind == "reaction").values(state="dropped", error="chat moved")
    )
    for row in connection.execute(select(outbox.c.id, outbox.c.content).where(here, waits)).all():
        if row.content.get("reply_to"):
            content = {**row.content, "reply_to": None}
            connection.execute(update(outbox).where(outbox.c.id == row.id).values(content=content))
    lane = f"{channel}:{new}"
    connection.execute(update(outbox).where(here, outbox.c.lane == f"{channel}:{old}").values(lane=lane))
    connection.execute(update(outbox).where(here).values(chat_id=new))


def _in_chat(table: Table, channel: str, chat_id: str) -> ColumnElement[bool]:
    return and_(table.c.channel == channel, table.c.chat_id == chat_id)


def _moved(channel: str, chat_id: str) -> str:
    return f"moved:{channel}:{chat_id}"
