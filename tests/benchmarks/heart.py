"""Beats on the window's thread whenever it is free; remembers the time between two beats, by place and one by one."""

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QTimer

_BEAT_MS = 5
"""Not 0: a heart that never rests takes the interpreter from the other threads."""


class Gap(NamedTuple):
    """So many ms without a beat; `own`: ms of the processor that the window's thread used. The rest it waited."""

    ms: float
    own: float
    began: str
    ended: str

    @property
    def name(self) -> str:
        """From where to where."""
        return self.began if self.began == self.ended else f"{self.began} > {self.ended}"


class Heart:
    """`where` says what is in front; a gap counts for what was in front when it began."""

    def __init__(self, where: Callable[[], str]) -> None:
        self.gaps: dict[str, list[float]] = {}
        self.every: list[Gap] = []
        self._where = where
        self._at, self._own, self._last = where(), time.thread_time(), time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        gap = (now - self._last) * 1000 - _BEAT_MS
        self.gaps.setdefault(self._at, []).append(gap)
        at = self._where()
        self.every.append(Gap(gap, (time.thread_time() - self._own) * 1000, self._at, at))
        self._at, self._own, self._last = at, time.thread_time(), time.perf_counter()

    @property
    def longest(self) -> dict[str, float]:
        """Milliseconds of the longest gap of each place."""
        return {place: max(gaps) for place, gaps in self.gaps.items()}

    def worst(self, most: int) -> list[Gap]:
        """The longest gaps, one of each name."""
        found: dict[str, Gap] = {}
        for gap in sorted(self.every, reverse=True):
            found.setdefault(gap.name, gap)
        return list(found.values())[:most]

    def usual(self, place: str) -> float:
        """Milliseconds that 99 of 100 gaps of a place stay below."""
        return statistics.quantiles(self.gaps[place], n=100)[98]

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()
