"""How long and how much a motion may cost: its tokens, and when nobody asks a model any more that doesn't answer.

One object per motion, shared by the threads that word its points.
"""

from __future__ import annotations

import threading

CHARACTERS_PER_TOKEN = 3
"""German text with the tokenizers of today takes three to four characters a token; the cautious one counts."""

MODEL_MARK = "Das Sprachmodell"
"""How a hint begins that is on the model and not on what the draft says."""

MOST_SLOW = 2
"""So many answers that didn't come in time, and no point of the motion waits for another."""


def estimated(text: str) -> int:
    """About how many tokens a text takes, rather too many."""
    return len(text) // CHARACTERS_PER_TOKEN + 1


class Geduld:
    """What is left of a motion's tokens, and whether the model still answers."""

    def __init__(self, budget_tokens: int) -> None:
        self._lock = threading.Lock()
        self._left = budget_tokens
        self._slow = 0
        self._down: str | None = None
        self._spent = False

    def reserve(self, tokens: int) -> bool:
        """Sets tokens aside for a call; False, and nothing more is given out, where there are not so many left."""
        with self._lock:
            if self._spent or tokens > self._left:
                self._spent = True
                return False
            self._left -= tokens
            return True

    def settle(self, reserved: int, used: int) -> None:
        """Corrects what was set aside by what a call really took."""
        with self._lock:
            self._left += reserved - used

    def give_up(self, why: str) -> None:
        """The model can't be reached or doesn't take us: nobody asks it again for this motion."""
        with self._lock:
            self._down = self._down or why

    def was_slow(self, why: str) -> None:
        """An answer did not come in time; after `MOST_SLOW` of them the model counts as down."""
        with self._lock:
            self._slow += 1
            if self._slow >= MOST_SLOW:
                self._down = self._down or why

    @property
    def down(self) -> str | None:
        """Why nobody asks any more, as a German sentence; None while the model answers."""
        with self._lock:
            return self._down
