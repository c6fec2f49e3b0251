"""What waits for a moment that won't come soon: the clock was set back, and what was put off before lies far ahead."""

from __future__ import annotations

from sqlalchemy import Engine, select, update

from bot.channels.tables import inbox, job, outbox
from corpus.database import reading, writing

LONGEST_WAIT_SECONDS = 900.0
"""No retry, no lease and no pause that a messenger asks for is longer than this."""


def pull_forward(engine: Engine, *, at: float) -> int:
    """Lets everything that waits for longer than it ever should start now. Returns how many rows that were."""
    limit = at + LONGEST_WAIT_SECONDS
    columns = [(table, column) for table in (inbox, outbox, job) for column in ("not_before", "leased_until")]
    open_states = ("new", "queued", "sending")
    with reading(engine) as connection:
        stuck = [
            (table, column)
            for table, column in columns
            if connection.execute(
                select(table.c.id).where(table.c.state.in_(open_states), table.c[column] > limit).limit(1)
            ).first()
        ]
    if not stuck:
        return 0
    with writing(engine) as connection:
        return sum(
            connection.execute(
                update(table).where(table.c.state.in_(open_states), table.c[column] > limit).values({column: at})
            ).rowcount
            for table, column in stuck
        )
