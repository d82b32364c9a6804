"""A layout that puts its parts side by side and goes on in the next line where the room ends."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem


class Flow(QLayout):
    """Parts from left to right, `gap` px between them `between` px between lines; each as wide as it wants to be."""

    def __init__(self, gap: int = 14, between: int = 4) -> None:
        super().__init__()
        self._parts: list[QLayoutItem] = []
        self._gap = gap
        self._between = between
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._parts.append(item)

    def count(self) -> int:
        return len(self._parts)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._parts[index] if 0 <= index < len(self._parts) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._parts.pop(index) if 0 <= index < len(self._parts) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), place=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for part in self._parts:
            size = size.expandedTo(part.minimumSize())
        return size

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, place=True)

    def _lay(self, rect: QRect, *, place: bool) -> int:
        """Place the parts in `rect`, or only find out how high they are together."""
        x, y, line = rect.x(), rect.y(), 0
        for part in self._parts:
            wanted = part.sizeHint()
            if x > rect.x() and x + wanted.width() > rect.x() + rect.width():
                x, y, line = rect.x(), y + line + self._between, 0
            if place:
                part.setGeometry(QRect(QPoint(x, y), QSize(min(wanted.width(), rect.width()), wanted.height())))
            x += wanted.width() + self._gap
            line = max(line, wanted.height())
        return y + line - rect.y()
