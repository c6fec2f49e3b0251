"""facts: what was read of papers, what people did with it, what newer papers propose

Papers that are there already are read when somebody first asks for facts: see Archive.bring_facts_level.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fakt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fakt_id", sa.String(), nullable=False),
        sa.Column("passage_id", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("ende", sa.Integer(), nullable=False),
        sa.Column("seite", sa.Integer(), nullable=False),
        sa.Column("gegenstand", sa.Text(), nullable=False),
        sa.Column("aussage", sa.Text(), nullable=False),
        sa.Column("art", sa.String(), nullable=False),
        sa.Column("gilt_ab", sa.Date(), nullable=True),
        sa.Column("gilt_bis", sa.Date(), nullable=True),
        sa.Column("endet", sa.Date(), nullable=True),
        sa.Column("aktuell", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["passage_id"], ["passage.id"], name=op.f("fk_fakt_passage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fakt")),
    )
    op.create_index(op.f("ix_fakt_fakt_id"), "fakt", ["fakt_id"])
    op.create_index(op.f("ix_fakt_passage_id"), "fakt", ["passage_id"])
    op.create_table(
        "fakt_lesung",
        sa.Column("fassung_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("extraktion", sa.Integer(), nullable=False),
        sa.Column("eigen", sa.Boolean(), nullable=False),
        sa.Column("verglichen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["fassung_id"], ["fassung.id"], name=op.f("fk_fakt_lesung_fassung_id")),
        sa.PrimaryKeyConstraint("fassung_id", name=op.f("pk_fakt_lesung")),
    )
    op.create_table(
        "fakt_tat",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("fakt_id", sa.String(), nullable=False),
        sa.Column("tat", sa.String(), nullable=False),
        sa.Column("gilt_bis", sa.Date(), nullable=True),
        sa.Column("durch", sa.String(), nullable=True),
        sa.Column("werte", sa.JSON(), nullable=True),
        sa.Column("grund", sa.Text(), nullable=True),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("am", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fakt_tat")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_fakt_tat_fakt_id"), "fakt_tat", ["fakt_id"])
    op.create_table(
        "fakt_vorschlag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fakt_id", sa.String(), nullable=False),
        sa.Column("durch", sa.String(), nullable=False),
        sa.Column("tat", sa.String(), nullable=False),
        sa.Column("gilt_bis", sa.Date(), nullable=True),
        sa.Column("am", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fakt_vorschlag")),
        sa.UniqueConstraint("fakt_id", "durch", name=op.f("uq_fakt_vorschlag_fakt_id")),
    )
    op.create_index(op.f("ix_fakt_vorschlag_fakt_id"), "fakt_vorschlag", ["fakt_id"])


def downgrade() -> None:
    op.drop_table("fakt_vorschlag")
    op.drop_table("fakt_tat")
    op.drop_table("fakt_lesung")
    op.drop_table("fakt")
