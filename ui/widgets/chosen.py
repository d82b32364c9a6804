"""A line of a card that one goes on from: by a click, or by Enter or Space where the focus is. Owns no words."""

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.look import Look

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Chosen(QWidget):
    """`chosen` carries the key. Without a key it is words only: no focus, no pointing hand. Up and Down go on."""

    chosen = Signal(str)

    def __init__(self, look: Look, key: str) -> None:
        super().__init__()
        self._look = look
        self._key = ""
        self.lead_to(key)

    def lead_to(self, key: str) -> None:
        """Lead somewhere else, or nowhere."""
        self._key = key
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if key else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if key else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space choose, Up and Down move on."""
        if self._key and event.key() in _KEYS:
            self.chosen.emit(self._key)
        elif event.key() in _STEPS:
            self._step(_STEPS[event.key()])
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        """The focus goes to the line above or below, of whatever card in the same roll; at the ends it stays."""
        roll, holder = None, self.parentWidget()
        while holder is not None and roll is None:
            roll, holder = (holder if isinstance(holder, QScrollArea) else None), holder.parentWidget()
        inner = roll.widget() if roll is not None else None
        if roll is None or inner is None:
            return
        lines = [line for line in inner.findChildren(Chosen) if line.leads and line.isVisible()]
        lines.sort(key=lambda line: line.mapTo(inner, QPoint()).y())
        place = lines.index(self) + step
        if 0 <= place < len(lines):
            lines[place].setFocus(Qt.FocusReason.TabFocusReason)
            roll.ensureWidgetVisible(lines[place], 0, 8)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        if self._key and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self._key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The focus is drawn."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The focus is gone."""
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer is above it."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        super().leaveEvent(event)
        self.update()

    @property
    def leads(self) -> bool:
        """Whether it leads anywhere."""
        return bool(self._key)

    @property
    def pointed(self) -> bool:
        """True while focus or pointer say that this one is meant."""
        return bool(self._key) and (self.hasFocus() or self.underMouse())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The focus as a frame."""
        painter = QPainter(self)
        self.paint_focus(painter)
        painter.end()

    def paint_focus(self, painter: QPainter) -> None:
        """For those that paint themselves."""
        if self.hasFocus():
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._look.tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
            painter.restore()
