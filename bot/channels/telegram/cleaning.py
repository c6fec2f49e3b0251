"""Text as Telegram's server would store it, so that offsets counted here are offsets there.

The server (TDLib's `clean_input_string`) turns control characters into spaces and drops a carriage return, U+2028 to
U+202E and three combining marks. Left to it, two lines could become one word and a decomposed "å" an "a"; so the same
is done here first, gently. What turns text around (bidirectional overrides and isolates) goes too: a quoted paper must
not be able to reorder what a card says.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_CHANGED = re.compile(
    r"""
      \r\n?                              # line ends of other systems
    | [\u2028\u2029]                     # line and paragraph separator
    | [\t\v\f\x1c-\x1f]                  # blanks among the control characters
    | [\x00-\x08\x0e-\x1b]               # the other control characters
    | [\u202a-\u202e\u2066-\u2069]       # text that turns around
    | [A-Za-z]?\u030a                    # combining ring, with the letter under it
    | [\u0333\u033f]                     # combining double lines
    | [\ud800-\udbff][\udc00-\udfff]     # one character in two halves
    | [\ud800-\udfff]                    # half a character
    """,
    re.VERBOSE,
)

_MENTION = re.compile(r"(?<![\w.@])@(?=[A-Za-z]\w{2})")
"""What would call somebody into the chat: "@anna", not "amt@stadt.de"."""

_MENTION_BREAK = "\u200b"


@dataclass(frozen=True)
class Cleaned:
    """A text, and where each offset of the original is in it."""

    text: str
    _starts: tuple[int, ...] = ()  # of what was replaced, in the original
    _ends: tuple[int, ...] = ()
    _new_ends: tuple[int, ...] = ()

    def moved(self, offset: int) -> int:
        """The place of an offset of the original text."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return offset
        beyond = offset - self._ends[index]
        if beyond >= 0:
            return self._new_ends[index] + beyond
        before = self._new_ends[index - 1] - self._ends[index - 1] if index else 0
        return self._starts[index] + before


def clean(text: str) -> Cleaned:
    """The text as the server would keep it."""
    return _replaced(_CHANGED, text, lambda match: _replacement(match.group()))


def hush(text: str, untouched: Sequence[tuple[int, int]] = ()) -> Cleaned:
    """The text without mentions that call somebody. In `untouched` stretches the server looks for none: those stay."""

    def broken(match: re.Match[str]) -> str:
        kept = any(start <= match.start() < end for start, end in untouched)
        return match.group() if kept else match.group() + _MENTION_BREAK

    return _replaced(_MENTION, text, broken)


def _replaced(pattern: re.Pattern[str], text: str, new_text: Callable[[re.Match[str]], str]) -> Cleaned:
    starts: list[int] = []
    ends: list[int] = []
    new_ends: list[int] = []
    parts: list[str] = []
    at = length = 0
    for match in pattern.finditer(text):
        new = new_text(match)
        parts += (text[at : match.start()], new)
        length += match.start() - at + len(new)
        at = match.end()
        starts.append(match.start())
        ends.append(at)
        new_ends.append(length)
    if not starts:
        return Cleaned(text)
    parts.append(text[at:])
    return Cleaned("".join(parts), tuple(starts), tuple(ends), tuple(new_ends))


def _replacement(found: str) -> str:
    if found[0] in "\r\u2028\u2029":
        return "\n"
    if found in "\t\v\f\x1c\x1d\x1e\x1f":
        return " "
    if found[-1] == "\u030a":
        composed = unicodedata.normalize("NFC", found)
        return composed if len(composed) == 1 and composed != found[-1] else found[:-1]
    if "\ud800" <= found[0] <= "\udfff":
        return found.encode("utf-16", "surrogatepass").decode("utf-16") if len(found) == 2 else "\ufffd"
    return ""
