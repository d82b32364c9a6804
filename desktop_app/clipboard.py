"""Takes back what was copied out of the window: after 30 seconds, and when somebody locks, if it still stands there.

Whatever is copied may name a child, so nothing is told apart. Never touches what another program has put there since,
and keeps no text, only its hash. Must not know a screen.
"""

import hashlib
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

KEPT_MS = 30_000
"""How long something copied stays on the clipboard."""
_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class ClipboardGuard(QObject):
    """Watches the clipboard, and under X11 the selection that the middle button pastes."""

    def __init__(
        self, clipboard: QClipboard, parent: QObject | None = None, *, at_work: Callable[[], bool] | None = None
    ) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._at_work = at_work or _at_work
        self._held: dict[QClipboard.Mode, bytes] = {}
        self._emptying = False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(KEPT_MS)
        self.timer.timeout.connect(self.clear)
        clipboard.changed.connect(self._changed)

    def clear(self) -> None:
        """Empty what still holds a text that was copied here."""
        self.timer.stop()
        held, self._held = self._held, {}
        self._emptying = True
        for mode, digest in held.items():
            if _digest(self._clipboard.text(mode)) == digest:
                self._clipboard.clear(mode)
        self._emptying = False

    def _changed(self, mode: QClipboard.Mode) -> None:
        if self._emptying or mode not in _MODES:
            return
        text = self._clipboard.text(mode)
        if text and self._at_work():
            self._held[mode] = _digest(text)
            self.timer.start()
        else:
            self._held.pop(mode, None)


def _at_work() -> bool:
    """Whether a window of this program has the keyboard: only then does a person copy from it.

    `QClipboard.ownsClipboard` would say it too, but not on every platform.
    """
    return QGuiApplication.focusWindow() is not None


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
