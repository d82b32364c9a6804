"""Where work runs: one writer thread, one reader thread, a small pool for the network, one to draw, one for long jobs.

Jobs are plain functions; results come back to the UI thread through one signal. Owns no job and no data.
"""

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Literal, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

T = TypeVar("T")
Lane = Literal["write", "read", "network", "draw", "long"]
Failed = Callable[[BaseException], None]
SWITCH_S = 0.001
"""How long a lane that computes keeps the interpreter from the window's thread. A page that is put up hands it over
hundreds of times, and with Python's 5 ms waited for it three times as long as it worked."""


class Tasks(Protocol):
    """Runs jobs off the UI thread and answers on it."""

    def run(self, lane: Lane, job: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> None:
        """Run `job` in its lane, then `done(result)` or `failed(error)` on the UI thread."""

    def ask(self, lane: Lane, job: Callable[[], T]) -> T:
        """Run `job` in its lane and wait for its answer; for jobs of other lanes, never for the UI thread."""

    def close(self) -> None:
        """Let running jobs end and take no more."""


class InlineTasks:
    """Runs every job at once, on the caller's thread: for tests and for the command line."""

    def __init__(self, failed: Failed) -> None:
        self._failed = failed

    def run(self, lane: Lane, job: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> None:
        try:
            result = job()
        except Exception as error:  # noqa: BLE001 - the edge of a job: every failure goes to its one handler
            (failed or self._failed)(error)
            return
        done(result)

    def ask(self, lane: Lane, job: Callable[[], T]) -> T:
        return job()

    def close(self) -> None:
        """Nothing runs."""


class ThreadTasks(QObject):
    """The lanes as threads. Must be made on the UI thread, which is where answers arrive."""

    _answered = Signal(object)

    def __init__(self, failed: Failed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._failed = failed
        self._closed = False
        sys.setswitchinterval(SWITCH_S)
        self._lanes: dict[Lane, ThreadPoolExecutor] = {
            "write": ThreadPoolExecutor(1, "writer"),
            "read": ThreadPoolExecutor(1, "reader"),
            "network": ThreadPoolExecutor(2, "network"),
            "draw": ThreadPoolExecutor(1, "draw"),
            "long": ThreadPoolExecutor(1, "long"),
        }
        self._answered.connect(lambda answer: answer())

    def run(self, lane: Lane, job: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> None:
        """Run `job` in its lane; see `Tasks`."""
        if self._closed:
            return
        future = self._lanes[lane].submit(job)
        future.add_done_callback(lambda ended: self._answered.emit(_answer(ended, done, failed or self._failed)))

    def ask(self, lane: Lane, job: Callable[[], T]) -> T:
        """Run `job` in its lane and wait; see `Tasks`."""
        return self._lanes[lane].submit(job).result()

    def close(self) -> None:
        """Wait for what runs; what has not begun is dropped (a write has always begun: nothing waits before it)."""
        self._closed = True
        self._lanes["write"].shutdown(wait=True)
        for lane in ("long", "read", "network", "draw"):
            self._lanes[lane].shutdown(wait=True, cancel_futures=True)


def _answer(future: "Future[Any]", done: Callable[[Any], None], failed: Failed) -> Callable[[], None]:
    """What to call on the UI thread for a future that ended."""
    if future.cancelled():
        return lambda: None
    error = future.exception()
    if error is not None:
        return lambda: failed(error)
    result = future.result()
    return lambda: done(result)
