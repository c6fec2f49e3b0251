"""Tables of the review: persons, cases, revisions, decisions. Rows are added, never changed, but for a case's end."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, ForeignKey, Integer, String, Table, UniqueConstraint

from corpus.tables import metadata

person = Table(
    "person",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("rolle", String, nullable=False),
    Column("angelegt_am", DateTime, nullable=False),
    Column("entzogen_am", DateTime),
)

einladung = Table(
    "einladung",
    metadata,
    Column("token_sha256", String, primary_key=True),  # the token itself is shown once and kept nowhere
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("gueltig_bis", DateTime, nullable=False),
    Column("eingeloest_am", DateTime),
)

vorgang = Table(
    "vorgang",
    metadata,
    Column("id", String, primary_key=True),
    Column("antrag_id", ForeignKey("dokument.id"), nullable=False),
    Column("antrag_version", Integer, nullable=False),
    Column("stichtag", Date, nullable=False),
    Column("eingereicht_von", ForeignKey("person.id"), nullable=False),
    Column("angelegt_am", DateTime, nullable=False),
    Column("brief", JSON, nullable=False),  # what people gave for the letter's head
    Column("brief_dokument_id", String),  # the approved reply in the archive
    Column("anliegen", JSON),  # the points as a person cut them, where the parser was corrected
    Column("frist", Date),  # by when the reply has to be out
    Column("versandt_am", DateTime),
    Column("abgebrochen_am", DateTime),
    UniqueConstraint("antrag_id", "antrag_version"),
)

revision = Table(
    "revision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("vorgang_id", ForeignKey("vorgang.id"), nullable=False),
    Column("nr", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("entwurf", JSON, nullable=False),
    Column("von", ForeignKey("person.id"), nullable=False),
    Column("maschinell", Boolean, nullable=False),
    Column("am", DateTime, nullable=False),
    UniqueConstraint("vorgang_id", "nr", "revision"),
)

freigabe = Table(
    "freigabe",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("vorgang_id", ForeignKey("vorgang.id"), nullable=False),
    Column("nr", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("entscheidung", String, nullable=False),
    Column("grund", String),
    Column("angenommen", JSON, nullable=False),
    Column("am", DateTime, nullable=False),
    UniqueConstraint("vorgang_id", "nr", "revision", "person_id"),
)

zulieferung = Table(
    "zulieferung",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("vorgang_id", ForeignKey("vorgang.id"), nullable=False),
    Column("nr", Integer, nullable=False),
    Column("revision", Integer, nullable=False),  # a later revision answers the request
    Column("amt", String, nullable=False),
    Column("frage", String, nullable=False),
    Column("frist", Date),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("am", DateTime, nullable=False),
)

beispiel_geloescht = Table(  # what must not teach a language model any more; examples themselves are not stored
    "beispiel_geloescht",
    metadata,
    Column("vorgang_id", ForeignKey("vorgang.id"), primary_key=True),
    Column("nr", Integer, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("am", DateTime, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 without a gap
    Column("am", DateTime, nullable=False),
    Column("art", String, nullable=False),
    Column("person_id", String),
    Column("vorgang_id", String),
    Column("nr", Integer),
    Column("revision", Integer),
    Column("quelle", String, nullable=False),  # terminal, or the channel and its event: telegram:4711
    Column("inhalt_sha256", String, nullable=False),  # of what was decided on, never the text
    Column("vorher", String, nullable=False, unique=True),  # the link before this one
    Column("siegel", String, nullable=False, unique=True),  # HMAC over all of the above
)
