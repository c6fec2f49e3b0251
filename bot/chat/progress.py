"""How far the work on a motion is, as the one status message says it, and how often that message may change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from corpus.domain import Lesefassung

EDIT_SECONDS = 1.5
"""Edits count as messages with the messenger; more of them would hold up the drafts themselves."""

_QUELLE = {"text": "Text", "pdf": "PDF", "docx": "Word-Datei", "ocr": "Scan"}
_PAGED = frozenset({"pdf", "ocr"})
"""Only these know where their pages end."""


_DRAFTING = frozenset({"draft", "recut"})
"""Jobs whose payload tells what is done before the drafts are."""


def counted(number: int, one: str, many: str) -> str:
    """ "1 Punkt", "7 Punkte" """
    return f"{number} {one if number == 1 else many}"


def reading(*, late: bool = False) -> str:
    """What the message says first; `late` where it lay with the messenger while nobody listened."""
    return "📄 Verspätet empfangen; Antrag wird gelesen …" if late else "📄 Antrag wird gelesen …"


def was_read(text: Lesefassung) -> str:
    """ "✅ gelesen (PDF, 3 Seiten)" """
    quelle = text.rohtext.quelle
    pages = f", {counted(len(text.rohtext.seiten), 'Seite', 'Seiten')}" if quelle in _PAGED else ""
    return f"✅ gelesen ({_QUELLE.get(quelle, quelle)}{pages})"


def split(read: str, points: int) -> str:
    """ "✅ gelesen (Text) · ✅ 7 Punkte erkannt" """
    return f"{read} · ✅ {counted(points, 'Punkt', 'Punkte')} erkannt"


def waiting(done: str) -> str:
    """The points are known, the drafts come next."""
    return f"{done} · ⏳ Entwürfe folgen"


def asking(done: str) -> str:
    """A person has to look at the points first."""
    return f"{done} · ❓ Aufteilung bitte prüfen"


def choosing(done: str) -> str:
    """Another version of the motion has a case: a person says first what this one is."""
    return f"{done} · ❓ Andere Fassung, bitte wählen"


def indexing(done: str) -> str:
    """The search has to catch up first, which takes a while where much came in."""
    return f"{done} · ⏳ Suchindex wird nachgeführt"


def drafting(done: str, finished: int, total: int) -> str:
    """ "… · ⏳ Entwurf 3/7" """
    return f"{done} · ⏳ Entwurf {finished}/{total}"


def wording(done: str, finished: int, total: int, said: str) -> str:
    """ "… · ⏳ Entwurf 3/7 · Punkt 4: Sprachmodell formuliert … 2 Sätze" """
    return f"{drafting(done, finished, total)} · {said}"


def drafted(done: str, total: int, case_id: str) -> str:
    """The last word of the status message."""
    return f"{done} · ✅ {counted(total, 'Entwurf', 'Entwürfe')} · {case_id}"


def given_up(kind: str, payload: Mapping[str, Any]) -> str | None:
    """What the status message of a job says when nobody works on it any more; None where it has none."""
    if kind == "read":
        return "❌ Antrag nicht gelesen"
    return f"{payload['done']} · ❌ Entwürfe nicht fertig" if kind in _DRAFTING else None


def taken_up_again(kind: str, payload: Mapping[str, Any]) -> str | None:
    """What it says when the job is tried anew."""
    if kind == "read":
        return reading()
    return waiting(str(payload["done"])) if kind in _DRAFTING else None


class Pace:
    """Lets something through at most every `EDIT_SECONDS`. `seconds` is the clock."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._last: float | None = None

    def due(self) -> bool:
        """Whether it may be said now; then the next one has to wait."""
        now = self._seconds()
        if self._last is not None and now - self._last < EDIT_SECONDS:
            return False
        self._last = now
        return True
