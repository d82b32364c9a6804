"""How often one device may ask: a bucket a device that fills by the second. In memory, one a process.

A device keeps one connection and so stays with one process; with several connections it gets the rate of each, which
bounds it as well. Knows no clock of its own.
"""

import threading

_MOST = 10_000


class Rates:
    """Buckets of `burst` requests that refill at `per_second`."""

    def __init__(self, per_second: float, burst: int) -> None:
        self._per_ms = per_second / 1000
        self._burst = burst
        self._full: dict[tuple[str, str], float] = {}
        self._lock = threading.Lock()

    def wait(self, device: tuple[str, str], now: int) -> int:
        """Whole seconds until this device may ask again; 0 when it may now, and then it has. `now` in ms."""
        with self._lock:
            # Kept is only when a bucket will be full again: one that is needs no row.
            full = max(self._full.get(device, 0.0), float(now)) + 1 / self._per_ms
            over = full - now - self._burst / self._per_ms
            if over > 0:
                return int(over // 1000) + 1
            if len(self._full) >= _MOST:
                self._full = {name: until for name, until in self._full.items() if until > now}
            self._full[device] = full
            return 0
