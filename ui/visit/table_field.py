"""The field of a question that stands for rows of a log: it says how many there are, Enter or a click opens the log."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.visit.field import ResultField


class TableField(ResultField):
    """Takes no text. `opened`: the log is asked for."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("table", parent)
        self.setReadOnly(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the space bar open; Up, Down and Shift+Enter go on as in every field."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        opens = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in opens and plain == Qt.KeyboardModifier.NoModifier:
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()
