"""What becomes of an answer, by the kind of the question: one table of all that ask."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from bot.chat import deciding, facts, finishing, intake
from bot.chat.context import OnInput

_Handler = TypeVar("_Handler")


@cache
def inputs() -> Mapping[str, OnInput]:
    """What becomes of the answer to each kind of question."""
    return joined(intake.INPUTS, deciding.INPUTS, finishing.INPUTS, facts.INPUTS)


def joined(*tables: Mapping[str, _Handler]) -> dict[str, _Handler]:
    """One table of all; a name that stands twice is a programming error."""
    joined: dict[str, _Handler] = {}
    for table in tables:
        twice = joined.keys() & table.keys()
        if twice:
            raise ValueError(f"two handlers for {sorted(twice)}")
        joined.update(table)
    return joined
