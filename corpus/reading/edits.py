"""A text that remembers where each of its letters came from, through any number of corrections.

In: a text and corrections to it. Out: the corrected text and the Abschnitte that lead back to the first text. Every
step of the way from Rohtext to Lesefassung works on plain strings and hands over `Edit`s; only this file counts
offsets.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.domain import Abschnitt


@dataclass(frozen=True, order=True)
class Edit:
    """Put `text` in the place of `[start, ende)`. With `start == ende` it is inserted, with `text == ""` cut out."""

    start: int
    ende: int
    text: str


@dataclass(frozen=True)
class TracedText:
    """`text` and, ordered by `start`, the Abschnitte it was made of. Inserted text lies in none of them."""

    text: str
    parts: tuple[Abschnitt, ...]

    @classmethod
    def of(cls, text: str) -> "TracedText":
        """The text itself, nothing corrected yet."""
        return cls(text, (Abschnitt(0, len(text), 0, len(text)),) if text else ())

    def apply(self, edits: Iterable[Edit]) -> "TracedText":
        """This text with all edits made. They refer to this text and don't overlap. O(parts + edits)."""
        ordered = sorted(edits)
        if not ordered:
            return self
        pieces: list[str] = []
        parts: list[Abschnitt] = []
        starts = [part.start for part in self.parts]
        position = length = 0
        for edit in ordered:
            if edit.start < position:
                raise ValueError(f"edits overlap at {edit.start}")
            pieces.append(self.text[position : edit.start])
            parts.extend(self._moved(starts, position, edit.start, length))
            length += edit.start - position
            origin = self._origin(starts, edit.start, edit.ende)
            if edit.text and origin is not None:
                parts.append(Abschnitt(length, len(edit.text), origin[0], origin[1] - origin[0]))
            pieces.append(edit.text)
            length += len(edit.text)
            position = edit.ende
        pieces.append(self.text[position:])
        parts.extend(self._moved(starts, position, len(self.text), length))
        return TracedText("".join(pieces), tuple(parts))

    def _moved(self, starts: list[int], start: int, ende: int, target: int) -> Iterable[Abschnitt]:
        """The parts that make up `[start, ende)`, with `start` moved to `target`."""
        for part in self._touching(starts, start, ende):
            left, right = max(part.start, start), min(part.start + part.laenge, ende)
            if part.laenge == part.original_laenge:
                original, original_length = part.original + left - part.start, right - left
            else:  # a corrected word maps as a whole, also where it is cut
                original, original_length = part.original, part.original_laenge
            yield Abschnitt(left - start + target, right - left, original, original_length)

    def _origin(self, starts: list[int], start: int, ende: int) -> tuple[int, int] | None:
        """What `[start, ende)` was made from, or None where nothing of the first text stands there."""
        moved = list(self._moved(starts, start, ende, start))
        if not moved:
            return None
        return moved[0].original, max(part.original + part.original_laenge for part in moved)

    def _touching(self, starts: list[int], start: int, ende: int) -> Iterable[Abschnitt]:
        if start >= ende:
            return
        index = max(0, bisect_right(starts, start) - 1)
        while index < len(self.parts) and self.parts[index].start < ende:
            part = self.parts[index]
            if part.start + part.laenge > start:
                yield part
            index += 1
