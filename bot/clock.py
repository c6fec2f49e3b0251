"""The clock, the one place that asks what time it is; everything else is told."""

from __future__ import annotations

from datetime import date, datetime


def now() -> datetime:
    """Local time, to the second."""
    return datetime.now().replace(microsecond=0)


def today() -> date:
    """The day as people here count it."""
    return now().date()
