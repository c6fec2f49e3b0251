"""Alembic's entry: runs the revisions on the connection that `bot.database` hands over."""

from alembic import context

from bot.review import tables  # noqa: F401 - registers its tables beside the archive's
from corpus.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite can't alter a column in place
    transactional_ddl=True,
)
context.run_migrations()
