"""Parts side by side that go on in the next line where the room ends.

A widget and no layout: it holds its parts as children, so that nothing of Qt's can outlive or miss one.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Flow(QWidget):
    """Parts from left to right, each as wide as it wants to be; `gap` px between them, `between` px between lines."""

    def __init__(self, gap: int = 14, between: int = 4) -> None:
        super().__init__()
        self._parts: tuple[QWidget, ...] = ()
        self._gap = gap
        self._between = between
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def put(self, parts: Sequence[QWidget]) -> None:
        """Show these parts in place of those before, which are deleted."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = tuple(parts)
        for part in self._parts:
            part.setParent(self)
            part.show()
        self.setVisible(bool(parts))
        self._lay(self.width(), place=True)
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        return self._lay(width, place=False)

    def sizeHint(self) -> QSize:
        return QSize(0, self._lay(max(self.width(), 1), place=False))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self._lay(self.width(), place=True)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """A part that wants another size is placed anew."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._lay(self.width(), place=True)
            self.updateGeometry()
        return super().event(event)

    def _lay(self, width: int, *, place: bool) -> int:
        """Place the parts, or only find out how high they are together."""
        x = y = line = 0
        for part in self._parts:
            wanted = part.sizeHint()
            if x and x + wanted.width() > width:
                x, y, line = 0, y + line + self._between, 0
            if place:
                part.setGeometry(QRect(x, y, min(wanted.width(), max(width, 1)), wanted.height()))
            x += wanted.width() + self._gap
            line = max(line, wanted.height())
        return y + line
