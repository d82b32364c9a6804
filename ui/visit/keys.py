"""The keys of the whole bedside screen. While an input method composes, the field keeps them to itself."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

DIGITS = "1234567890"


def bind(screen: QWidget, acts: Mapping[str, Callable[[], object]], jump: Callable[[str], object]) -> None:
    """Bind each key of `acts` on the screen and all in it, and Alt with a digit to `jump` with that digit."""
    for key, act in acts.items():
        _shortcut(screen, key).activated.connect(act)
    for number in DIGITS:
        _shortcut(screen, f"Alt+{number}").activated.connect(lambda number=number: jump(number))


def bind_back(button: QWidget, go_back: Callable[[], object]) -> None:
    """From the button behind the last row back to that row, by the keys that go to the row above."""
    for key in ("Shift+Return", "Shift+Enter", "Up"):
        shortcut = QShortcut(QKeySequence(key), button, context=Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(go_back)


def _shortcut(screen: QWidget, key: str) -> QShortcut:
    return QShortcut(QKeySequence(key), screen, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
