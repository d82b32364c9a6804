"""Ten minutes of 32 channels at 500 Hz out of the sealed file: the first page, and scrolling through all of it."""

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.jobs.attach import attach
from desktop_app.jobs.preview import Locked, OpenTracing, locked, open_preview
from desktop_app.tasks import ThreadTasks
from storage.keys import SiteKey
from study.address import Address
from study.changes import facts as f
from tests.benchmarks.attach_memory import CHANNELS, RATE, peak, write_eeg
from tests.benchmarks.heart import Heart
from tests.benchmarks.measure import Benchmark, Measured, Setting
from tests.kit.clinic import Clinic, Clock
from ui.language import Language
from ui.look import Look
from ui.theme.theme import Theme
from ui.visit.preview import TilesWanted
from ui.visit.traces import TraceView

_SECONDS = 600
_PATIENCE_S = 60.0
_IDLE_S = 4.0
_REPEAT_S = 1 / 30
"""The keyboard repeats thirty times a second, whether a page is there or not."""


class _Screen:
    """The view and the lane that draws for it, as the visit puts them together."""

    def __init__(self, tracing: OpenTracing) -> None:
        self._tracing = tracing
        self._tasks = ThreadTasks(_raise)
        self._queue: list[int] = []
        self._asked: TilesWanted | None = None
        self._busy = False
        self.view = TraceView(Look(Theme("light"), Language("en")))
        self.view.wanted.connect(self._want)
        self.view.resize(1264, 700)
        self.view.show()

    def _want(self, wanted: TilesWanted) -> None:
        self._asked, self._queue = wanted, list(wanted.numbers)
        self._next()

    def _next(self) -> None:
        asked = self._asked
        if not self._busy and self._queue and asked is not None:
            number = self._queue.pop(0)
            self._busy = True
            self._tasks.run("draw", lambda: self._tracing.tile(asked, number), self._drawn)

    def _drawn(self, tile: object) -> None:
        self._busy = False
        self.view.show_tile(tile)  # type: ignore[arg-type]  # the lane hands on whatever the job returned
        self._next()

    def wait(self) -> None:
        """Until everything in view is there."""
        until = time.perf_counter() + _PATIENCE_S
        while not self.view.complete:
            if time.perf_counter() > until:
                raise TimeoutError("no page came")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        self.view.viewport().repaint()

    def close(self) -> None:
        """End the lane and the window."""
        self._tasks.close()
        self.view.close()


def _raise(error: BaseException) -> None:
    raise error


def _sealed(folder: Path) -> Locked:
    clinic = Clinic(folder / "traces", "S1", Clock(), "lin", ("investigator",))
    store, site_key = clinic.store, SiteKey.new()
    store.put_site_key(site_key)
    _key, wrapped = site_key.new_child_key("child-1")
    store.append(clinic.author, [f.SubjectEnrolled(id=store.new_id(), subject="child-1", child_key=wrapped)])
    source = folder / "eeg.edf"
    write_eeg(source, -(-2 * CHANNELS * RATE * _SECONDS // 1_000_000))
    found = locked(store, attach(store, Address("child-1", "M3", form="EEG"), source, ("edf",)))
    if not isinstance(found, Locked):
        raise TypeError(f"the recording was not opened: {found}")
    return found


def run(setting: Setting) -> Sequence[Measured]:
    """First page, longest gap of the window's thread while paging through, and what the memory grew by meanwhile."""
    made = QApplication.instance()
    application = made if isinstance(made, QApplication) else QApplication([])
    Theme("light").dress(application)
    found = _sealed(setting.folder)
    began = time.perf_counter()
    tracing = open_preview(found)
    if not isinstance(tracing, OpenTracing):
        raise TypeError(f"the recording was not shown: {tracing}")
    screen = _Screen(tracing)
    screen.view.show_traces(tracing.state)
    screen.wait()
    first = (time.perf_counter() - began) * 1000
    plain = time.perf_counter()
    with found.open() as handle:
        whole = len(handle.read())
    unsealed = (time.perf_counter() - plain) * 1000
    for _ in range(10):
        QTest.keyClick(screen.view, Qt.Key.Key_PageDown)
        screen.wait()
    rest = peak()
    heart, pages = _scroll(screen, tracing.state.duration_s)
    grown = (peak() - rest) / 1024
    screen.close()
    tracing.close()
    note = f"{CHANNELS} channels, {RATE} Hz, {_SECONDS} s; plain: unseal all {whole / 1e6:.0f} MB"
    scrolled = f"{pages} steps, 30 a second, memory +{grown:.1f} MiB; plain: the same window at rest, before and after"
    return [
        Measured("first page of an EEG", first, unsealed, note),
        Measured("99 % of gaps scrolling", heart.usual("scroll"), heart.usual("rest"), scrolled),
        Measured("longest gap scrolling", heart.longest["scroll"], heart.longest["rest"], scrolled),
        Measured("99 % of gaps zooming", heart.usual("zoom"), heart.usual("rest"), "speed and gain, 10 a second"),
        Measured("longest gap zooming", heart.longest["zoom"], heart.longest["rest"], "speed and gain, 10 a second"),
    ]


def _scroll(screen: _Screen, duration_s: float) -> tuple[Heart, int]:
    """At rest, through the whole recording, back and forth in speed and gain, at rest again; and how many steps."""
    place, pages = ["rest"], 0
    heart = Heart(lambda: place[0])
    _turn(_IDLE_S)
    place[0] = "scroll"
    while screen.view.start + screen.view.seconds < duration_s - 0.1:
        QTest.keyClick(screen.view, Qt.Key.Key_Right)
        _turn(_REPEAT_S)
        pages += 1
    screen.wait()
    place[0] = "zoom"
    for turn in range(40):
        QTest.keyClick(screen.view, (Qt.Key.Key_Plus, Qt.Key.Key_Minus)[turn // 5 % 2])
        _turn(0.05)
        QTest.keyClick(
            screen.view, (Qt.Key.Key_Up, Qt.Key.Key_Down)[turn // 5 % 2], Qt.KeyboardModifier.ControlModifier
        )
        _turn(0.05)
    screen.wait()
    place[0] = "rest"
    _turn(_IDLE_S)
    heart.stop()
    return heart, pages


def _turn(seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)


BENCHMARK = Benchmark("traces", run)
