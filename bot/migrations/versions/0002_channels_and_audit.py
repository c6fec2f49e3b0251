"""channels: accounts, inbox, outbox, jobs, cards; requests to offices, absences, the audit chain"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_attachment")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("am", sa.DateTime(), nullable=False),
        sa.Column("art", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("vorgang_id", sa.String(), nullable=True),
        sa.Column("nr", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("quelle", sa.String(), nullable=False),
        sa.Column("inhalt_sha256", sa.String(), nullable=False),
        sa.Column("vorher", sa.String(), nullable=False),
        sa.Column("siegel", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("siegel", name=op.f("uq_audit_siegel")),
        sa.UniqueConstraint("vorher", name=op.f("uq_audit_vorher")),
    )
    op.create_table(
        "channel_fact",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_channel_fact")),
    )
    op.create_table(
        "handled",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_handled")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Float(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.Float(), nullable=False),
        sa.Column("leased_by", sa.String(), nullable=True),
        sa.Column("leased_until", sa.Float(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index("ix_inbox_event", ["channel", "event_id"], unique=False)
        batch_op.create_index("ix_inbox_state", ["state", "id"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("chat_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.Float(), nullable=False),
        sa.Column("leased_by", sa.String(), nullable=True),
        sa.Column("leased_until", sa.Float(), nullable=True),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("finished_at", sa.Float(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_state", ["state", "id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat_id", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("for_unknown", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("parts_sent", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.Float(), nullable=False),
        sa.Column("leased_by", sa.String(), nullable=True),
        sa.Column("leased_until", sa.Float(), nullable=True),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("sent_at", sa.Float(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_lane", ["state", "lane", "id"], unique=False)
        batch_op.create_index("ix_outbox_message", ["channel", "chat_id", "message_id"], unique=False)

    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("deputy_id", sa.String(), nullable=True),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_absence_deputy_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("person_id", "first_day", "last_day", name=op.f("uq_absence_person_id")),
    )
    op.create_table(
        "account",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("chat_id", sa.String(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("linked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("channel", "user_id", name=op.f("pk_account")),
    )
    op.create_table(
        "callback_token",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("valid_until", sa.Float(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_callback_token_outbox_id")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_callback_token")),
    )
    with op.batch_alter_table("callback_token", schema=None) as batch_op:
        batch_op.create_index("ix_callback_outbox", ["outbox_id"], unique=False)

    op.create_table(
        "group_chat",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat_id", sa.String(), nullable=False),
        sa.Column("allowed_by", sa.String(), nullable=False),
        sa.Column("allowed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["allowed_by"], ["person.id"], name=op.f("fk_group_chat_allowed_by")),
        sa.PrimaryKeyConstraint("channel", "chat_id", name=op.f("pk_group_chat")),
    )
    op.create_table(
        "pending_input",
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("valid_until", sa.Float(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_pending_input_outbox_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pending_input_person_id")),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_pending_input")),
    )
    with op.batch_alter_table("pending_input", schema=None) as batch_op:
        batch_op.create_index("ix_pending_person", ["channel", "chat_id", "person_id"], unique=False)

    op.create_table(
        "card",
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("vorgang_id", sa.String(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_card_outbox_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_card_person_id")),
        sa.ForeignKeyConstraint(["vorgang_id"], ["vorgang.id"], name=op.f("fk_card_vorgang_id")),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_card")),
    )
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.create_index("ix_card_vorgang", ["vorgang_id", "nr"], unique=False)

    op.create_table(
        "case_origin",
        sa.Column("vorgang_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat_id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["vorgang_id"], ["vorgang.id"], name=op.f("fk_case_origin_vorgang_id")),
        sa.PrimaryKeyConstraint("vorgang_id", name=op.f("pk_case_origin")),
    )
    op.create_table(
        "zulieferung",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vorgang_id", sa.String(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("amt", sa.String(), nullable=False),
        sa.Column("frage", sa.String(), nullable=False),
        sa.Column("frist", sa.Date(), nullable=True),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("am", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_zulieferung_person_id")),
        sa.ForeignKeyConstraint(["vorgang_id"], ["vorgang.id"], name=op.f("fk_zulieferung_vorgang_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zulieferung")),
    )
    with op.batch_alter_table("vorgang", schema=None) as batch_op:
        batch_op.add_column(sa.Column("anliegen", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("frist", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("vorgang", schema=None) as batch_op:
        batch_op.drop_column("frist")
        batch_op.drop_column("anliegen")

    op.drop_table("zulieferung")
    op.drop_table("case_origin")
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.drop_index("ix_card_vorgang")

    op.drop_table("card")
    with op.batch_alter_table("pending_input", schema=None) as batch_op:
        batch_op.drop_index("ix_pending_person")

    op.drop_table("pending_input")
    op.drop_table("group_chat")
    with op.batch_alter_table("callback_token", schema=None) as batch_op:
        batch_op.drop_index("ix_callback_outbox")

    op.drop_table("callback_token")
    op.drop_table("account")
    op.drop_table("absence")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_message")
        batch_op.drop_index("ix_outbox_lane")

    op.drop_table("outbox")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_state")

    op.drop_table("job")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_state")
        batch_op.drop_index("ix_inbox_event")

    op.drop_table("inbox")
    op.drop_table("handled")
    op.drop_table("channel_fact")
    op.drop_table("audit")
    op.drop_table("attachment")
