"""papers, cases, persons"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dokument",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("art", sa.String(), nullable=False),
        sa.Column("nummer", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dokument")),
    )
    op.create_table(
        "index_job",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("passage_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_job")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rolle", sa.String(), nullable=False),
        sa.Column("angelegt_am", sa.DateTime(), nullable=False),
        sa.Column("entzogen_am", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("name", name=op.f("uq_person_name")),
    )
    op.create_table(
        "einladung",
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("gueltig_bis", sa.DateTime(), nullable=False),
        sa.Column("eingeloest_am", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_einladung_person_id")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_einladung")),
    )
    op.create_table(
        "fassung",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dokument_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("datei", sa.String(), nullable=False),
        sa.Column("datei_sha256", sa.String(), nullable=False),
        sa.Column("text_sha256", sa.String(), nullable=False),
        sa.Column("rohtext", sa.Text(), nullable=False),
        sa.Column("quelle", sa.String(), nullable=False),
        sa.Column("seiten", sa.JSON(), nullable=False),
        sa.Column("lesefassung", sa.Text(), nullable=False),
        sa.Column("abbildung", sa.JSON(), nullable=False),
        sa.Column("inhalt", sa.JSON(), nullable=False),
        sa.Column("vorlage", sa.String(), nullable=True),
        sa.Column("antrag", sa.String(), nullable=True),
        sa.Column("amt", sa.String(), nullable=True),
        sa.Column("betreff", sa.Text(), nullable=True),
        sa.Column("datum", sa.Date(), nullable=True),
        sa.Column("oeffentlich", sa.Boolean(), nullable=True),
        sa.Column("versandt", sa.Boolean(), nullable=False),
        sa.Column("ungestuetzt", sa.JSON(), nullable=False),
        sa.Column("eingelesen_am", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["dokument_id"], ["dokument.id"], name=op.f("fk_fassung_dokument_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fassung")),
        sa.UniqueConstraint("dokument_id", "version", name=op.f("uq_fassung_dokument_id")),
    )
    with op.batch_alter_table("fassung", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fassung_datei_sha256"), ["datei_sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_fassung_dokument_id"), ["dokument_id"], unique=False)

    op.create_table(
        "vorgang",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("antrag_id", sa.String(), nullable=False),
        sa.Column("antrag_version", sa.Integer(), nullable=False),
        sa.Column("stichtag", sa.Date(), nullable=False),
        sa.Column("eingereicht_von", sa.String(), nullable=False),
        sa.Column("angelegt_am", sa.DateTime(), nullable=False),
        sa.Column("brief", sa.JSON(), nullable=False),
        sa.Column("brief_dokument_id", sa.String(), nullable=True),
        sa.Column("versandt_am", sa.DateTime(), nullable=True),
        sa.Column("abgebrochen_am", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["antrag_id"], ["dokument.id"], name=op.f("fk_vorgang_antrag_id")),
        sa.ForeignKeyConstraint(["eingereicht_von"], ["person.id"], name=op.f("fk_vorgang_eingereicht_von")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vorgang")),
        sa.UniqueConstraint("antrag_id", "antrag_version", name=op.f("uq_vorgang_antrag_id")),
    )
    op.create_table(
        "freigabe",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vorgang_id", sa.String(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("entscheidung", sa.String(), nullable=False),
        sa.Column("grund", sa.String(), nullable=True),
        sa.Column("angenommen", sa.JSON(), nullable=False),
        sa.Column("am", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_freigabe_person_id")),
        sa.ForeignKeyConstraint(["vorgang_id"], ["vorgang.id"], name=op.f("fk_freigabe_vorgang_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freigabe")),
        sa.UniqueConstraint("vorgang_id", "nr", "revision", "person_id", name=op.f("uq_freigabe_vorgang_id")),
    )
    op.create_table(
        "passage",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("fassung_id", sa.Integer(), nullable=False),
        sa.Column("ordnung", sa.Integer(), nullable=False),
        sa.Column("nr", sa.JSON(), nullable=False),
        sa.Column("frage", sa.Text(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("ende", sa.Integer(), nullable=False),
        sa.Column("seite", sa.Integer(), nullable=False),
        sa.Column("aktuell", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["fassung_id"], ["fassung.id"], name=op.f("fk_passage_fassung_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
    )
    with op.batch_alter_table("passage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passage_fassung_id"), ["fassung_id"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vorgang_id", sa.String(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entwurf", sa.JSON(), nullable=False),
        sa.Column("von", sa.String(), nullable=False),
        sa.Column("maschinell", sa.Boolean(), nullable=False),
        sa.Column("am", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["von"], ["person.id"], name=op.f("fk_revision_von")),
        sa.ForeignKeyConstraint(["vorgang_id"], ["vorgang.id"], name=op.f("fk_revision_vorgang_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("vorgang_id", "nr", "revision", name=op.f("uq_revision_vorgang_id")),
    )


def downgrade() -> None:
    op.drop_table("revision")
    with op.batch_alter_table("passage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passage_fassung_id"))

    op.drop_table("passage")
    op.drop_table("freigabe")
    op.drop_table("vorgang")
    with op.batch_alter_table("fassung", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fassung_dokument_id"))
        batch_op.drop_index(batch_op.f("ix_fassung_datei_sha256"))

    op.drop_table("fassung")
    op.drop_table("einladung")
    op.drop_table("person")
    op.drop_table("index_job")
    op.drop_table("dokument")
