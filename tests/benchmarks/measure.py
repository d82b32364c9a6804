"""What a benchmark says: a time of ours beside the time of a plain way to do the same, taken in one run."""

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple


class Measured(NamedTuple):
    """Milliseconds of ours and of the plain way (None: there is none), what both did, and what the plain way is."""

    name: str
    ours: float
    plain: float | None
    what: str

    def line(self) -> str:
        """As it is printed."""
        plain = "" if self.plain is None else f"{self.plain:10.2f} ms plain   x {self.ours / self.plain:6.1f}"
        return f"{self.name:26}{self.ours:10.2f} ms {plain:32} {self.what}"


class Setting(NamedTuple):
    """A folder of its own, where chance begins, and how often a single thing is done; the median counts.

    `changes`: how many a sync carries; `history`: how many were made before.
    """

    folder: Path
    seed: int
    runs: int
    changes: int = 300
    history: int = 100_000


class Benchmark(NamedTuple):
    """Some measurements that share what they need."""

    name: str
    run: Callable[[Setting], Sequence[Measured]]


def once(job: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    began = time.perf_counter()
    job()
    return (time.perf_counter() - began) * 1000


def median(job: Callable[[], object], runs: int) -> float:
    """The median of so many calls."""
    return statistics.median(once(job) for _ in range(runs))
