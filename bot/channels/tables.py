"""Tables of the channels: what came in, what goes out, what is to be done, and which account belongs to whom.

Times of the machinery are seconds since 1970 (UTC), so that no clock change delays a lease; times that people read are
dates of the town hall, as everywhere else.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from corpus.tables import metadata

account = Table(
    "account",
    metadata,
    Column("channel", String, nullable=False),
    Column("user_id", String, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("chat_id", String, nullable=False),  # the private chat, where the person is written to
    Column("reachable", Boolean, nullable=False),  # False once the person blocked the bot
    Column("linked_at", DateTime, nullable=False),
    PrimaryKeyConstraint("channel", "user_id"),
)

group_chat = Table(
    "group_chat",
    metadata,
    Column("channel", String, nullable=False),
    Column("chat_id", String, nullable=False),
    Column("allowed_by", ForeignKey("person.id"), nullable=False),
    Column("allowed_at", DateTime, nullable=False),
    PrimaryKeyConstraint("channel", "chat_id"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String, nullable=False),
    Column("event_id", BigInteger, nullable=False),
    Column("raw", Text, nullable=False),
    Column("received_at", Float, nullable=False),
    Column("state", String, nullable=False),  # new, done, dead
    Column("attempts", Integer, nullable=False),
    Column("not_before", Float, nullable=False),
    Column("leased_by", String),
    Column("leased_until", Float),
    Column("error", String),  # the kind of the last error, never its text
    Index("ix_inbox_event", "channel", "event_id"),
    Index("ix_inbox_state", "state", "id"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String, nullable=False),
    Column("chat_id", String, nullable=False),
    Column("lane", String, nullable=False),  # rows of one lane leave in order
    Column("kind", String, nullable=False),  # post, edit, document, reaction, press_answer, inline_answer, leave
    Column("content", JSON, nullable=False),
    Column("key", String, unique=True),  # a second row with the same key is not written
    Column("for_unknown", Boolean, nullable=False),  # may go to someone who isn't enrolled
    Column("state", String, nullable=False),  # queued, sending, sent, dropped, dead
    Column("unsure", Boolean, nullable=False),  # an attempt may have arrived without our knowing
    Column("parts_sent", Integer, nullable=False),  # of a long text
    Column("message_id", String),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Float, nullable=False),
    Column("leased_by", String),
    Column("leased_until", Float),
    Column("created_at", Float, nullable=False),
    Column("sent_at", Float),
    Column("error", String),
    Index("ix_outbox_lane", "state", "lane", "id"),
    Index("ix_outbox_message", "channel", "chat_id", "message_id"),
    sqlite_autoincrement=True,
)

attachment = Table(
    "attachment",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("created_at", Float, nullable=False),
)

job = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("key", String, unique=True),
    Column("channel", String),  # with chat_id: where someone waits for it
    Column("chat_id", String),
    Column("state", String, nullable=False),  # queued, done, dead
    Column("attempts", Integer, nullable=False),
    Column("not_before", Float, nullable=False),
    Column("leased_by", String),
    Column("leased_until", Float),
    Column("created_at", Float, nullable=False),
    Column("finished_at", Float),
    Column("error", String),
    Index("ix_job_state", "state", "id"),
    sqlite_autoincrement=True,
)

card = Table(
    "card",
    metadata,
    Column("outbox_id", ForeignKey("outbox.id"), primary_key=True),
    Column("vorgang_id", ForeignKey("vorgang.id"), nullable=False),
    Column("nr", Integer),  # NULL: a card of the whole case
    Column("kind", String, nullable=False),  # entwurf, status, brief, kopf, punkte
    Column("person_id", ForeignKey("person.id")),
    Index("ix_card_vorgang", "vorgang_id", "nr"),
)

callback_token = Table(
    "callback_token",
    metadata,
    Column("token", String, primary_key=True),
    Column("outbox_id", ForeignKey("outbox.id"), nullable=False),
    Column("action", String, nullable=False),
    Column("subject", JSON, nullable=False),  # what it is about: vorgang, nr, revision ...
    Column("valid_until", Float, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Index("ix_callback_outbox", "outbox_id"),
)

pending_input = Table(
    "pending_input",
    metadata,
    Column("outbox_id", ForeignKey("outbox.id"), primary_key=True),  # our question
    Column("channel", String, nullable=False),
    Column("chat_id", String, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("subject", JSON, nullable=False),
    Column("valid_until", Float, nullable=False),
    Column("closed", Boolean, nullable=False),
    Index("ix_pending_person", "channel", "chat_id", "person_id"),
)

case_origin = Table(
    "case_origin",
    metadata,
    Column("vorgang_id", ForeignKey("vorgang.id"), primary_key=True),
    Column("channel", String, nullable=False),
    Column("chat_id", String, nullable=False),
    Column("message_id", String, nullable=False),
)

handled = Table(
    "handled",
    metadata,
    Column("key", String, primary_key=True),  # what must not be done twice: a message, a press, a reminder
    Column("at", Float, nullable=False),
)

channel_fact = Table(
    "channel_fact",
    metadata,
    Column("key", String, primary_key=True),  # telegram.username
    Column("value", String, nullable=False),
)

absence = Table(
    "absence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("deputy_id", ForeignKey("person.id")),
    Column("ended", Boolean, nullable=False),
    UniqueConstraint("person_id", "first_day", "last_day"),
)
