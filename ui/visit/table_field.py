"""The field of a question that stands for rows of a log: it says how many there are, Enter or a click opens the log.

Where rows can be chosen for the open one, F4 or the sign at its end asks for the list of them.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.look import Look
from ui.visit.field import ResultField


class TableField(ResultField):
    """Takes no text. `opened`: the log is asked for; `choosing`: the list of its rows is."""

    opened = Signal()
    choosing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("table", parent)
        self.setReadOnly(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._sign: QAction | None = None

    def offer_choosing(self, look: Look, offered: bool) -> None:
        """Show or take away the sign by which rows are chosen."""
        if offered and self._sign is None:
            self._sign = QAction(self)
            self._sign.triggered.connect(lambda _on=False: self.choosing.emit())
            self.addAction(self._sign, QLineEdit.ActionPosition.TrailingPosition)
        if self._sign is not None:
            self._sign.setVisible(offered)
            self._sign.setIcon(look.theme.icon("plus"))
            self._sign.setText(self.tr("Choose rows (F4)"))

    @property
    def _chooses(self) -> bool:
        return self._sign is not None and self._sign.isVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the space bar open, F4 and Alt+Down choose; Up, Down and Shift+Enter go on as in every field."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        opens = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        down = event.key() == Qt.Key.Key_Down and bool(plain & Qt.KeyboardModifier.AltModifier)
        if event.key() in opens and plain == Qt.KeyboardModifier.NoModifier:
            self.opened.emit()
        elif self._chooses and (event.key() == Qt.Key.Key_F4 or down):
            self.choosing.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()
