"""Notices that nobody is there: no key and no mouse for some minutes, the system went to sleep or locked its screen.

Owns timers and event filters. What is done about it is the application's. What a Linux desktop tells is heard by
`system_lock`; macOS tells Qt nothing of its screen lock, there the idle time decides. Windows was not tried.
"""

import ctypes
import sys
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

if sys.platform == "win32":
    import ctypes.wintypes

_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.InputMethod,
    QEvent.Type.TabletPress,
}
_BEAT_MS = 5_000
_SLEPT_MS = 60_000
_POWER_BROADCAST, _SUSPEND = 0x0218, 0x0004
_SESSION_CHANGE, _SESSION_LOCK = 0x02B1, 0x0007


class IdleWatch(QObject):
    """`left` is sent when nobody is there. `clock` gives UTC ms; a jump of it between two beats was a sleep.

    Keys and mouse are heard where the system hands them in: at the windows, and at whatever is being typed into (an
    input method goes past the window). A filter on the application would see every event of every widget, and cost a
    third of the time in which a page is put up.
    """

    left = Signal()

    def __init__(self, application: QGuiApplication, minutes: int, clock: Callable[[], int]) -> None:
        super().__init__(application)
        self._application = application
        self._clock = clock
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self.leave_after(minutes)
        self._idle.timeout.connect(self.left)
        self._quiet = QElapsedTimer()
        self._quiet.start()
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self.beat)
        self._last = clock()
        self._native = _SystemLock(self.left.emit)
        self._typed_into: QObject | None = None
        application.applicationStateChanged.connect(self._state_changed)
        application.focusWindowChanged.connect(self._window_changed)
        application.focusObjectChanged.connect(self._object_changed)

    def leave_after(self, minutes: int) -> None:
        """How long nobody may touch anything."""
        self._idle.setInterval(max(minutes, 1) * 60_000)

    def start(self) -> None:
        """Somebody is in: watch."""
        self._last = self._clock()
        self._application.installNativeEventFilter(self._native)
        self._idle.start()
        self._quiet.start()
        self._beat.start()
        self._hear_windows()
        self._object_changed(self._application.focusObject())

    def stop(self) -> None:
        """Nobody is in: nothing to watch."""
        self._application.removeNativeEventFilter(self._native)
        self._idle.stop()
        self._beat.stop()
        for window in self._application.topLevelWindows():
            window.removeEventFilter(self)
        self._object_changed(None)

    @property
    def quiet_ms(self) -> int:
        """For how long there was neither key nor mouse."""
        return self._quiet.elapsed()

    @property
    def watching(self) -> bool:
        """True while somebody is in."""
        return self._idle.isActive()

    def beat(self) -> None:
        """Compare the clock with the beat before: a computer that slept was left alone. New windows are heard too."""
        self._hear_windows()
        now = self._clock()
        slept = now - self._last > _SLEPT_MS
        self._last = now
        if slept:
            self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Input starts the idle time anew; nothing is taken away from anyone."""
        if event.type() in _INPUT:
            self._idle.start()
            self._quiet.start()
        return super().eventFilter(watched, event)

    def _hear_windows(self) -> None:
        for window in self._application.topLevelWindows():
            window.installEventFilter(self)

    def _window_changed(self, window: QWindow | None) -> None:
        if window is not None and self.watching:
            window.installEventFilter(self)

    def _object_changed(self, typed_into: QObject | None) -> None:
        before, self._typed_into = self._typed_into, typed_into if self.watching else None
        if before is not None and shiboken6.isValid(before):
            before.removeEventFilter(self)
        if self._typed_into is not None:
            self._typed_into.installEventFilter(self)

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationSuspended and self.watching:
            self.left.emit()


class _SystemLock(QAbstractNativeEventFilter):
    """Windows tells its windows that it suspends, and that its screen is locked."""

    def __init__(self, left: Callable[[], None]) -> None:
        super().__init__()
        self._left = left

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> tuple[bool, int]:
        if sys.platform == "win32" and bytes(kind) == b"windows_generic_MSG":
            told = ctypes.wintypes.MSG.from_address(int(message))
            asleep = told.message == _POWER_BROADCAST and told.wParam == _SUSPEND
            if asleep or (told.message == _SESSION_CHANGE and told.wParam == _SESSION_LOCK):
                self._left()
        return False, 0


def hear_session_lock(window: QWidget) -> None:
    """Ask Windows to tell this window about its screen lock. Nothing to do elsewhere."""
    if sys.platform == "win32":
        ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(window.winId()), 0)
