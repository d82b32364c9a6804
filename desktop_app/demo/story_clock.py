"""The demonstration's clock: set to a moment of its story, or going on from there. Gives UTC ms like any clock."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

SITE_ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime.fromisoformat("2026-11-17T14:02")


def utc_ms(at: datetime) -> int:
    """A wall-clock time at the site as UTC ms."""
    return int(at.replace(tzinfo=SITE_ZONE).timestamp() * 1000)


def ahead_now(at: datetime = NOW) -> int:
    """How far the story is ahead of this computer's clock (ms) when it is `at` in the story now."""
    return utc_ms(at) - time.time_ns() // 1_000_000


class StoryClock:
    """Stands still at a moment after `set`, goes after `go`. `ahead` is its distance from the computer's clock, ms."""

    def __init__(self, ahead: int) -> None:
        self.ahead = ahead
        self._fixed: int | None = None

    def __call__(self) -> int:
        return time.time_ns() // 1_000_000 + self.ahead if self._fixed is None else self._fixed

    def set(self, at: datetime) -> None:
        """Stand still at this wall-clock time of the site."""
        self._fixed = utc_ms(at)

    def go(self) -> None:
        """Go on with the story's present."""
        self._fixed = None
