"""Who may do what: persons, their roles, and the rule of four eyes counted by person."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Rolle(StrEnum):
    """What a person may do; each role may also do what those before it may."""

    SACHBEARBEITUNG = "sachbearbeitung"
    FREIGABE = "freigabe"
    LEITUNG = "leitung"


_RANK = {Rolle.SACHBEARBEITUNG: 0, Rolle.FREIGABE: 1, Rolle.LEITUNG: 2}


@dataclass(frozen=True)
class Person:
    """A person of the town hall, whatever accounts they use."""

    id: str
    name: str
    rolle: Rolle
    aktiv: bool = True

    def may(self, needed: Rolle) -> bool:
        """Whether this person's role includes `needed`; never once access was revoked."""
        return self.aktiv and _RANK[self.rolle] >= _RANK[needed]


_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Control signs, signs that turn the reading direction, half characters: they can make a name look like another."""


def visible(name: str) -> str:
    """A name on one line, without what nobody can see; empty where nothing is left."""
    seen = (" " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c) not in _HIDDEN)
    return " ".join("".join(seen).split())
