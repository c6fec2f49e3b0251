"""Names that people and files bring along, as they may be shown: one short line that looks like what it says."""

from __future__ import annotations

from bot.review.people import visible

LONGEST_NAME = 60


def shown(name: str, *, otherwise: str = "ohne Namen") -> str:
    """The name on one line, without what nobody can see and without folders, shortened in its middle.

    The end of a file's name stays, because it says what kind of file it is. `otherwise` where nothing is left.
    """
    base = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    line = visible(base)
    if len(line) > LONGEST_NAME:
        line = f"{line[: LONGEST_NAME - 14].rstrip()}…{line[-13:].lstrip()}"
    return line or otherwise
