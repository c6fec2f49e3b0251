"""Opens the database and brings its tables to this version of Stellwerk."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from corpus.database import open_engine, reading, writing
from corpus.errors import StellwerkError

HEAD = "0004_learning"
"""The newest revision in `migrations/versions`; a test holds the two together. Known here so that a database which is
up to date costs no import of Alembic."""


def open_database(url: str) -> Engine:
    """An engine whose database has today's tables. Two processes that start at once migrate once."""
    engine = open_engine(url)
    with reading(engine) as connection:
        version = _version(connection)
    if version != HEAD:
        with writing(engine) as connection:
            _migrate(connection)
    return engine


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    folder = Path(__file__).parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    version = _version(connection)
    known = {revision.revision for revision in ScriptDirectory(str(folder)).walk_revisions()}
    if version is not None and version not in known:
        raise StellwerkError(
            f"Die Datenbank gehört zu einer neueren Version von Stellwerk (Stand {version}, hier {HEAD}).",
            "Starten Sie die neuere Version, oder spielen Sie die Sicherung von vor der Umstellung ein.",
        )
    command.upgrade(config, "head")
