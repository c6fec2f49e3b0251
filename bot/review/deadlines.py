"""By when a reply has to be out: so many days before the meeting that the motion names. Pure."""

from __future__ import annotations

from datetime import date, timedelta

SOON_DAYS = 2
"""So many days before it a deadline is near: time for one working day and a second person."""


def deadline_of(sitzung: date | None, days_before: int) -> date | None:
    """The day by which the reply has to be out; None where the motion names no meeting."""
    return sitzung - timedelta(days=days_before) if sitzung else None


def is_overdue(frist: date | None, heute: date) -> bool:
    """Whether the deadline has passed. On the day itself there is still time."""
    return frist is not None and frist < heute


def is_near(frist: date | None, heute: date) -> bool:
    """Whether the deadline is within `SOON_DAYS`, today included, and has not passed."""
    return frist is not None and heute <= frist <= heute + timedelta(days=SOON_DAYS)


def deadline_text(frist: date | None, heute: date) -> str:
    """ "28.11.2026 (noch 5 Tage)", "28.11.2026 (seit 2 Tagen überfällig)", or "keine Frist"."""
    if frist is None:
        return "keine Frist"
    left = (frist - heute).days
    if left == 0:
        how = "heute"
    elif left > 0:
        how = "morgen" if left == 1 else f"noch {left} Tage"
    else:
        how = f"seit {-left} {'Tag' if left == -1 else 'Tagen'} überfällig"
    return f"{frist:%d.%m.%Y} ({how})"
