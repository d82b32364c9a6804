"""How fast the line is: bytes either way over the last seconds. Pure; whoever asks says what time it is (ms)."""

from collections import deque

_WINDOW_MS = 10_000
_LEAST_MS = 1_000


class Gauge:
    """Counts what moved."""

    def __init__(self, now: int) -> None:
        self.moved = 0
        self._began = now
        self._seen: deque[tuple[int, int]] = deque()

    def take(self, count: int, now: int) -> None:
        """So many bytes have just moved."""
        self.moved += count
        if count:
            self._seen.append((now, count))

    def speed(self, now: int) -> int | None:
        """Bytes a second of late; None in the first second. A clock that jumps makes it wrong for a moment only."""
        while self._seen and not 0 <= now - self._seen[0][0] <= _WINDOW_MS:
            self._seen.popleft()
        span = min(now - self._began, _WINDOW_MS)
        if span < _LEAST_MS:
            return None
        return sum(count for _at, count in self._seen) * 1000 // span
