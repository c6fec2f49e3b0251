"""The archive's tables. What they hold is the one source of truth; Chroma and Tantivy are derived from it."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

dokument = Table(
    "dokument",
    metadata,
    Column("id", String, primary_key=True),  # kind and number, or kind and hash: see archive.identity
    Column("art", String, nullable=False),
    Column("nummer", String),
)

fassung = Table(
    "fassung",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dokument_id", ForeignKey("dokument.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("datei", String, nullable=False),
    Column("datei_sha256", String, nullable=False, index=True),
    Column("text_sha256", String, nullable=False),
    Column("rohtext", Text, nullable=False),
    Column("quelle", String, nullable=False),
    Column("seiten", JSON, nullable=False),
    Column("lesefassung", Text, nullable=False),
    Column("abbildung", JSON, nullable=False),
    Column("inhalt", JSON, nullable=False),
    Column("vorlage", String),  # what every passage shows of its paper, so that it need not open `inhalt`
    Column("antrag", String),
    Column("amt", String),
    Column("betreff", Text),
    Column("datum", Date),
    Column("oeffentlich", Boolean),
    Column("versandt", Boolean, nullable=False),
    Column("ungestuetzt", JSON, nullable=False),  # spans that a person accepted without support: never a Beleg
    Column("eingelesen_am", DateTime, nullable=False),
    UniqueConstraint("dokument_id", "version"),
)

passage = Table(
    "passage",
    metadata,
    Column("id", String, primary_key=True),
    Column("fassung_id", ForeignKey("fassung.id"), nullable=False, index=True),
    Column("ordnung", Integer, nullable=False),
    Column("nr", JSON, nullable=False),
    Column("frage", Text),
    Column("start", Integer, nullable=False),
    Column("ende", Integer, nullable=False),
    Column("seite", Integer, nullable=False),
    Column("aktuell", Boolean, nullable=False),  # False once a newer Fassung stands in the paper's place
)

index_job = Table(
    "index_job",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("passage_id", String, nullable=False),
    sqlite_autoincrement=True,
)

# --- facts: what was read of the papers, and what people said of it. Rows are added, never overwritten.

fakt = Table(
    "fakt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fakt_id", String, nullable=False, index=True),  # of the paper and the words: the same in its next version
    Column("passage_id", ForeignKey("passage.id"), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("ende", Integer, nullable=False),
    Column("seite", Integer, nullable=False),
    Column("gegenstand", Text, nullable=False),
    Column("aussage", Text, nullable=False),
    Column("art", String, nullable=False),
    Column("gilt_ab", Date),
    Column("gilt_bis", Date),
    Column("endet", Date),
    Column("aktuell", Boolean, nullable=False),  # False once the same passage was read anew by better rules
)

fakt_lesung = Table(
    "fakt_lesung",
    metadata,
    Column("fassung_id", ForeignKey("fassung.id"), primary_key=True, autoincrement=False),
    Column("extraktion", Integer, nullable=False),  # by which rules: corpus.facts.extraction.EXTRACTION
    Column("eigen", Boolean, nullable=False),  # a reply of our own that was filed as sent: a person has to confirm it
    Column("verglichen", Boolean, nullable=False),  # whether it was looked for what overtakes what
)

fakt_tat = Table(
    "fakt_tat",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("fakt_id", String, nullable=False, index=True),
    Column("tat", String, nullable=False),  # bestaetigt, beendet, abgeloest, berichtigt, belassen
    Column("gilt_bis", Date),
    Column("durch", String),  # the fact that takes its place, or whose proposal was turned down
    Column("werte", JSON),  # what was corrected
    Column("grund", Text),
    Column("person_id", String, nullable=False),
    Column("am", DateTime, nullable=False),
    sqlite_autoincrement=True,
)

fakt_vorschlag = Table(
    "fakt_vorschlag",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fakt_id", String, nullable=False, index=True),
    Column("durch", String, nullable=False),
    Column("tat", String, nullable=False),  # beendet, abgeloest
    Column("gilt_bis", Date),
    Column("am", DateTime, nullable=False),
    UniqueConstraint("fakt_id", "durch"),
)
