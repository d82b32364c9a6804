"""Where work runs: one writer thread, one reader thread, a small pool for the network, one to draw, one for long jobs.

Jobs are plain functions; results come back to the UI thread through one signal. Owns no job and no data.
"""

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Literal, Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal

T = TypeVar("T")
Lane = Literal["write", "read", "network", "draw", "long"]
Failed = Callable[[BaseException], None]
SWITCH_S = 0.0001
"""How long a lane that computes keeps the interpreter from the window's thread. A page that is put up hands it over
hundreds of times, and with Python's 5 ms waited for it three times as long as it worked. Two threads that compute
take no measurably longer together than with 5 ms."""
AT_MOST_S = 0.25
"""How long a lane waits for the window: one that stays busy longer gets company again."""


class Tasks(Protocol):
    """Runs jobs off the UI thread and answers on it."""

    def run(self, lane: Lane, job: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> None:
        """Run `job` in its lane, then `done(result)` or `failed(error)` on the UI thread."""

    def ask(self, lane: Lane, job: Callable[[], T]) -> T:
        """Run `job` in its lane and wait for its answer; for jobs of other lanes, never for the UI thread."""

    def window_first(self) -> None:
        """On the UI thread, which puts something up: all lanes but the writer's wait until it is painted."""

    def give_way(self) -> None:
        """In a long job, between two pieces of it: wait while the window puts something up, a moment at most."""

    def close(self) -> None:
        """Let running jobs end and take no more."""


class InlineTasks:
    """Runs every job at once, on the caller's thread: for tests and for the command line."""

    def __init__(self, failed: Failed) -> None:
        self._failed = failed

    def run(self, lane: Lane, job: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> None:
        try:
            result = self.in_lane(job)
        except Exception as error:  # noqa: BLE001 - the edge of a job: every failure goes to its one handler
            (failed or self._failed)(error)
            return
        done(result)

    def ask(self, lane: Lane, job: Callable[[], T]) -> T:
        return self.in_lane(job)

    @staticmethod
    def in_lane(job: Callable[[], T]) -> T:
        """The job, where its lane would be: what watches the window's thread knows this frame."""
        return job()

    def window_first(self) -> None:
        """Nobody else is at work."""

    def give_way(self) -> None:
        """The window waits for the job."""

    def close(self) -> None:
        """Nothing runs."""


class WindowFirst(QObject):
    """Says when the window's thread puts something up. Its parts are quick, but each hands the interpreter over: a lane
    that computes meanwhile made it wait for as long as it worked, or twice.
    """

    _OVER = QEvent.Type(QEvent.registerEventType())

    def __init__(self, patience_s: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._patience_s = patience_s
        self._free = threading.Event()
        self._free.set()
        self._closed = False

    def begin(self) -> None:
        """From now until what was asked of the event loop is done: layouts, then paint, which Qt posts as low."""
        if self._free.is_set() and not self._closed:
            self._free.clear()
            QCoreApplication.postEvent(self, QEvent(self._OVER), Qt.EventPriority.LowEventPriority.value - 1)

    def event(self, event: QEvent) -> bool:
        """The end of the queue was reached."""
        if event.type() != self._OVER:
            return super().event(event)
        self._free.set()
        return True

    def wait(self) -> None:
        """On a lane: until the window is free."""
        self._free.wait(self._patience_s)

    def close(self) -> None:
        """Nobody waits any more."""
        self._closed = True
        self._free.set()


class ThreadTasks(QObject):
    """The lanes as threads. Must be made on the UI thread, which is where answers arrive.

    All but the writer begin no job while the window puts something up, for `patience_s` at most.
    """

    _answered = Signal(object)

    def __init__(self, failed: Failed, parent: QObject | None = None, patience_s: float = AT_MOST_S) -> None:
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
        self._first = WindowFirst(patience_s, self)
        self._answered.connect(self._take)

    def run(self, lane: Lane, job: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> None:
        """Run `job` in its lane; see `Tasks`."""
        if self._closed:
            return
        # What a person entered is written at once.
        future = self._lanes[lane].submit(job if lane == "write" else lambda: self._behind(job))
        future.add_done_callback(lambda ended: self._answered.emit(_answer(ended, done, failed or self._failed)))

    def ask(self, lane: Lane, job: Callable[[], T]) -> T:
        """Run `job` in its lane and wait; see `Tasks`."""
        return self._lanes[lane].submit(job).result()

    def window_first(self) -> None:
        """See `Tasks`."""
        self._first.begin()

    def give_way(self) -> None:
        """See `Tasks`."""
        self._first.wait()

    def _behind(self, job: Callable[[], T]) -> T:
        self._first.wait()
        return job()

    def _take(self, answer: Callable[[], None]) -> None:
        self._first.begin()
        answer()

    def close(self) -> None:
        """Wait for what runs; what has not begun is dropped (a write has always begun: nothing waits before it)."""
        self._closed = True
        self._first.close()
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
