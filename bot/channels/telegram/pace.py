"""How fast messages may leave: so many a second per chat and over all chats, with room for a burst after a pause."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.telegram import limits


@dataclass
class Bucket:
    """Holds up to `most` tokens and gains `per_second`; each message takes one. Times are seconds of one clock."""

    per_second: float
    most: float
    level: float
    at: float

    def wait_seconds(self, now: float) -> float:
        """How long until there is a token."""
        self._fill(now)
        return max(0.0, (1.0 - self.level) / self.per_second)

    def take(self, now: float) -> None:
        """Takes a token, also one that isn't there yet."""
        self._fill(now)
        self.level -= 1.0

    def is_full(self, now: float) -> bool:
        """Whether it has forgotten everything."""
        self._fill(now)
        return self.level >= self.most

    def _fill(self, now: float) -> None:
        self.level = min(self.most, self.level + max(0.0, now - self.at) * self.per_second)
        self.at = now


class Pace:
    """The buckets of all chats, by lane."""

    def __init__(self, now: float) -> None:
        self._all = _full(limits.ALL_CHATS_PER_SECOND, limits.ALL_CHATS_AT_ONCE, now)
        self._lanes: dict[str, Bucket] = {}

    def sent(self, lane: str, *, group: bool, now: float) -> None:
        """A message leaves."""
        if lane not in self._lanes:
            rate, most = (
                (limits.GROUP_PER_SECOND, limits.GROUP_AT_ONCE)
                if group
                else (limits.PRIVATE_PER_SECOND, limits.PRIVATE_AT_ONCE)
            )
            self._lanes[lane] = _full(rate, most, now)
        self._lanes[lane].take(now)
        self._all.take(now)

    def wait_seconds(self, lane: str, now: float) -> float:
        """How long this lane must wait for its next message."""
        bucket = self._lanes.get(lane)
        return max(self.all_wait_seconds(now), bucket.wait_seconds(now) if bucket else 0.0)

    def all_wait_seconds(self, now: float) -> float:
        """How long everybody must wait."""
        return self._all.wait_seconds(now)

    def waiting(self, now: float) -> dict[str, float]:
        """The lanes that must wait, and how long. Forgets those that have rested."""
        for lane in [lane for lane, bucket in self._lanes.items() if bucket.is_full(now)]:
            del self._lanes[lane]
        waits = {lane: bucket.wait_seconds(now) for lane, bucket in self._lanes.items()}
        return {lane: seconds for lane, seconds in waits.items() if seconds > 0}


def _full(per_second: float, most: float, now: float) -> Bucket:
    return Bucket(per_second, most, most, now)
