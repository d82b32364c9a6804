"""When to try again: doubling from 5 s to 10 min with jitter, from the number of tries the store remembers.

Pure. The time of the next try is kept in the store: it survives a restart, and the queue empties by itself.
"""

from collections.abc import Callable

FIRST_MS = 5_000
LONGEST_MS = 600_000


def next_try(now: int, attempts: int, uniform: Callable[[float, float], float]) -> int:
    """UTC ms of the next try after `attempts` failed ones (1 or more); `uniform` draws between two numbers.

    Half of the wait is drawn, so that a clinic's workstations do not all come back at once after an outage.
    """
    longest = min(LONGEST_MS, FIRST_MS * 2 ** min(max(attempts, 1) - 1, 16))
    return now + round(uniform(longest / 2, longest))


def asked_try(now: int, wait_ms: int, uniform: Callable[[float, float], float]) -> int:
    """UTC ms of the next try where the EDC said how long to wait; a little is drawn on top, for the same reason.

    Never later than the longest wait: what stands before an EDC may ask for a year.
    """
    return now + min(LONGEST_MS, round(wait_ms + uniform(0, max(1000, wait_ms / 10))))


def is_due(now: int, planned: int | None) -> bool:
    """True when a cycle may start by itself. A time beyond the longest wait means that the clock was set back."""
    return planned is None or now >= planned or planned - now > LONGEST_MS
