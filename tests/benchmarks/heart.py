"""Beats on the window's thread whenever it is free; remembers the longest time between two beats, place by place."""

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer

_BEAT_MS = 5
"""Not 0: a heart that never rests takes the interpreter from the other threads."""


class Heart:
    """`where` says what is in front; a gap counts for what was in front when it began."""

    def __init__(self, where: Callable[[], str]) -> None:
        self.longest: dict[str, float] = {}
        self._where = where
        self._at, self._last = where(), time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        gap = (now - self._last) * 1000 - _BEAT_MS
        self.longest[self._at] = max(self.longest.get(self._at, 0.0), gap)
        self._at, self._last = self._where(), time.perf_counter()

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()
