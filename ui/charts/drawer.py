"""Runs drawings on one worker thread and brings the pictures back by a signal; of several for one place, the last.

Owns the late import of matplotlib: it takes several times as long as Qt's, so it waits until the first window stands.
"""

from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from ui.charts.drawing import Drawing, Job, PanelJob

Runner = Callable[[Callable[[], None]], None]
"""Runs a function now (tests, printing) or on a thread."""


def draw(job: Job) -> Drawing:
    """Draw a job on the calling thread. Loads matplotlib at its first call (start-up time)."""
    if isinstance(job, PanelJob):
        return import_module("ui.charts.kinds").draw_panel(job)  # type: ignore[no-any-return]
    return import_module("ui.charts.treatment").draw_treatment(job)  # type: ignore[no-any-return]


def warm_up() -> None:
    """Load matplotlib ahead of the first chart; to be run on a worker when the first window is idle."""
    import_module("ui.charts.kinds")


class _Work(QRunnable):
    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        """Do the work on the pool's thread."""
        self._work()


class OneThread:
    """A runner with one thread of its own."""

    def __init__(self) -> None:
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)

    def __call__(self, work: Callable[[], None]) -> None:
        """Queue the work."""
        self._pool.start(_Work(work))

    def finish(self) -> None:
        """Wait until nothing runs; call before the application ends."""
        self._pool.waitForDone()


class Drawer(QObject):
    """Takes jobs for places (any hashable name); `drawn` carries (place, Drawing) on the UI thread."""

    drawn = Signal(object, object)
    _finished = Signal(object, int, object)

    def __init__(self, run: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._turn: dict[object, int] = {}
        self._finished.connect(self._arrived)

    def ask(self, place: object, job: Job) -> None:
        """Draw `job` for `place`; what was asked for the place before is dropped when it has not begun."""
        turn = self._turn.get(place, 0) + 1
        self._turn[place] = turn

        def work() -> None:
            if self._turn.get(place) == turn:
                self._finished.emit(place, turn, draw(job))

        self._run(work)

    def forget(self, place: object) -> None:
        """The place is gone; nothing is delivered to it any more."""
        self._turn.pop(place, None)

    @Slot(object, int, object)
    def _arrived(self, place: object, turn: int, drawing: Drawing) -> None:
        if self._turn.get(place) == turn:
            self.drawn.emit(place, drawing)
