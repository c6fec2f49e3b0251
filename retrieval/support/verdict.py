"""What the gate says of a sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Urteil:
    """Whether a claim is supported, and if not the reasons, as German sentences that name the words."""

    belegt: bool
    gruende: tuple[str, ...] = ()


def fold(text: str) -> str:
    """The text with its white space folded, for comparing words rather than lines."""
    return " ".join(text.split())
