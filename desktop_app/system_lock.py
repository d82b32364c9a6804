"""Hears from a Linux desktop that its screen was locked or that it goes to sleep. Elsewhere it hears nothing.

systemd-logind tells of sleep and of locked sessions on the system's bus, GNOME and others of their screen savers on the
session's. A machine without a bus is no fault: there the idle time and the clock decide (`idle`).
"""

import os
import sys

from PySide6.QtCore import SLOT, QObject, Signal, Slot

if sys.platform == "linux":
    from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage

_LOGIND = "org.freedesktop.login1"
_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
)
_ANSWER_MS = 500


class SystemLock(QObject):
    """`left` is sent when the screen was locked or the computer is about to sleep."""

    left = Signal()

    def listen(self) -> int:
        """Begin to listen; returns how many sources there are. Call it once, on the window's thread."""
        if sys.platform != "linux":
            return 0
        return self._listen_to_logind() + self._listen_to_savers()

    @Slot(bool)
    def slept(self, begins: bool) -> None:
        """logind: the computer goes to sleep, or has woken up again."""
        if begins:
            self.left.emit()

    @Slot()
    def locked(self) -> None:
        """logind: this session's screen is to be locked."""
        self.left.emit()

    @Slot(bool)
    def saving(self, active: bool) -> None:
        """The screen saver came or went."""
        if active:
            self.left.emit()

    if sys.platform == "linux":

        def _listen_to_logind(self) -> int:
            bus = QDBusConnection.systemBus()
            if not bus.isConnected():
                return 0
            manager = f"{_LOGIND}.Manager"
            places = [("/org/freedesktop/login1", manager, "PrepareForSleep", _slot("slept(bool)"))]
            if path := _session_path(bus, manager):
                places.append((path, f"{_LOGIND}.Session", "Lock", _slot("locked()")))
            return sum(bus.connect(_LOGIND, place, kind, name, self, slot) for place, kind, name, slot in places)

        def _listen_to_savers(self) -> int:
            bus = QDBusConnection.sessionBus()
            if not bus.isConnected():
                return 0
            return sum(
                bus.connect(name, path, name, "ActiveChanged", self, _slot("saving(bool)")) for name, path in _SAVERS
            )


if sys.platform == "linux":

    def _slot(name: str) -> bytes:
        return SLOT(name).encode()

    def _session_path(bus: QDBusConnection, manager: str) -> str:
        """Where logind keeps this login session; "" when there is none."""
        named = os.environ.get("XDG_SESSION_ID", "")
        if not named:
            return ""
        call = QDBusMessage.createMethodCall(_LOGIND, "/org/freedesktop/login1", manager, "GetSession")
        call.setArguments([named])
        answer = bus.call(call, QDBus.CallMode.Block, _ANSWER_MS)
        arguments = answer.arguments()
        path = arguments[0] if arguments else ""
        return path.path() if hasattr(path, "path") else ""
