"""The strip of a message: it comes without a window of its own, which would take the keyboard from whoever types."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from ui.language import Language
from ui.look import Look
from ui.theme.theme import Theme
from ui.widgets.cards import MessageStrip


class Windows(QObject):
    """Remembers every widget that was shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt calls it so
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("closable", [True, False])
def test_a_strip_is_made_without_a_window(qapp: QApplication, closable: bool) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    strip = MessageStrip(Look(Theme("light"), Language("en")), closable=closable)
    qapp.removeEventFilter(windows)
    assert windows.shown == []
    assert strip.close_button.isVisibleTo(strip) is closable
