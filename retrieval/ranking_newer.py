"""The newer word of the administration on the same matter stands above the older one that it replaces.

Two passages are on the same matter when both answer the question, they resemble each other in what they answer and in
what they say, and neither is about another place or body than the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from retrieval.index_words import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


def overtaken(ranked: Sequence[tuple[Record, float]], text: str, centred: Callable[[Floats], Floats]) -> dict[str, str]:
    return {}
