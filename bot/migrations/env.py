"""Alembic's entry: runs the revisions on the connection that `bot.database` hands over."""

from alembic import context

from bot.channels import tables as _channels  # noqa: F401 - each registers its tables beside the archive's
from bot.review import tables as _review  # noqa: F401
from corpus.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite can't alter a column in place
    transactional_ddl=True,
)
context.run_migrations()
