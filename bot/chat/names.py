"""Names that people and files bring along, as they may be shown: one short line that looks like what it says."""

from __future__ import annotations

import unicodedata

LONGEST_NAME = 60
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Control signs, signs that turn the reading direction, half characters: they can make a name look like another."""


def shown(name: str, *, otherwise: str = "ohne Namen") -> str:
    """The name on one line, without what nobody can see and without folders, shortened in its middle.

    The end of a file's name stays, because it says what kind of file it is. `otherwise` where nothing is left.
    """
    base = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    visible = "".join(" " if c.isspace() else c for c in base if c.isspace() or unicodedata.category(c) not in _HIDDEN)
    line = " ".join(visible.split())
    if len(line) > LONGEST_NAME:
        line = f"{line[: LONGEST_NAME - 14].rstrip()}…{line[-13:].lstrip()}"
    return line or otherwise
