"""learning: which examples somebody took out for good

Examples themselves are read from revisions and decisions; here stand the places of those that must not teach any more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_learning"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "beispiel_geloescht",
        sa.Column("vorgang_id", sa.String(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("am", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["vorgang_id"], ["vorgang.id"], name=op.f("fk_beispiel_geloescht_vorgang_id")),
        sa.PrimaryKeyConstraint("vorgang_id", "nr", "revision", name=op.f("pk_beispiel_geloescht")),
    )


def downgrade() -> None:
    op.drop_table("beispiel_geloescht")
