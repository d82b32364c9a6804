"""The marks of the outcomes: a shape for each state, told apart without colour; the cells, the heads, the legend."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from study.outcomes import Standing, State
from ui.look import Look
from ui.outcomes.model import CELL, OutcomesModel
from ui.theme import fonts
from ui.theme.tokens import Tokens
from ui.widgets.paint import CENTRE, write

ROW_HEIGHT, MARK, HEAD, CHILD = 30, 26, 42, 176
"""Px: a row, a column of one mark, the heads, the heads of the rows."""
_R = 4.8
Index = QModelIndex | QPersistentModelIndex


def paint_mark(painter: QPainter, centre: QPointF, state: State, tokens: Tokens) -> None:
    """One mark around a point."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(
        {"missing": tokens.amber, "excused": tokens.text_2, "not_due": tokens.text_3}.get(state, tokens.accent)
    )
    painter.setPen(QPen(ink, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y = centre.x(), centre.y()
    ring = QRectF(x - _R, y - _R, 2 * _R, 2 * _R)
    if state == "not_due":
        # Whole px: a dot that is smoothed is too faint to be seen.
        painter.fillRect(QRect(round(x) - 2, round(y) - 1, 4, 2), ink)
    elif state == "excused":
        painter.drawLine(QPointF(x - 3.2, y - 3.2), QPointF(x + 3.2, y + 3.2))
        painter.drawLine(QPointF(x - 3.2, y + 3.2), QPointF(x + 3.2, y - 3.2))
    elif state == "missing":
        painter.setBrush(QColor(tokens.amber_soft))
        painter.drawRoundedRect(ring.adjusted(-0.7, -0.7, 0.7, 0.7), 2, 2)
        painter.drawLine(QPointF(x, y - 2.8), QPointF(x, y + 0.6))
        painter.drawPoint(QPointF(x, y + 3.2))
    else:
        painter.setBrush(ink if state == "complete" else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        if state == "begun":
            painter.setBrush(ink)
            painter.drawPie(ring, 180 * 16, 180 * 16)
        elif state == "awaiting":
            painter.drawPolyline([QPointF(x, y - 2.6), centre, QPointF(x + 2.2, y)])
    painter.restore()


class MarkSample(QWidget):
    """A mark by itself, for the legend; a screen reader has the word beside it."""

    def __init__(self, look: Look, state: State) -> None:
        super().__init__()
        self._look = look
        self._state = state
        self.setFixedSize(14, 16)
        look.theme.switched.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_mark(painter, QRectF(self.rect()).center(), self._state, self._look.tokens)
        painter.end()


class MarkDelegate(QStyledItemDelegate):
    """A mark a cell; a line before each visit, a frame around the cell that is chosen."""

    def __init__(self, look: Look, model: OutcomesModel, parent: QTableView) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(MARK, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, cell = self._look.tokens, option.rect
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(cell, QColor(tokens.accent_soft if chosen else tokens.surface))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), QColor(tokens.line))
        if index.column() % self._model.each == 0:
            painter.fillRect(QRect(cell.left(), cell.top(), 1, cell.height()), QColor(tokens.line))
        standing = index.data(CELL)
        if isinstance(standing, Standing):
            paint_mark(painter, QRectF(cell).center(), standing.state, tokens)
        table = self.parent()
        if chosen and isinstance(table, QWidget) and table.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRect(QRectF(cell).adjusted(1, 1, -2, -2))
        painter.restore()


class VisitHeads(QHeaderView):
    """A visit over the columns of its outcomes, each outcome's first letter below."""

    def __init__(self, look: Look, model: OutcomesModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self._model = model
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setFixedHeight(HEAD)
        look.changed.connect(self.viewport().update)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        tokens, each = self._look.tokens, self._model.each
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, QColor(tokens.surface))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tokens.line))
        place = logicalIndex % each
        if place == 0:
            painter.fillRect(QRect(rect.left(), rect.top(), 1, rect.height()), QColor(tokens.line))
        visit, letter = self._model.head(logicalIndex)
        # Each column draws its part of the visit's name: a head knows nothing wider than a column.
        over = QRectF(rect.left() - place * rect.width(), rect.top() + 4, each * rect.width(), 17)
        write(painter, over, visit, tokens.text_2, fonts.HINT, bold=True, align=CENTRE)
        below = QRectF(rect.left(), rect.top() + 21, rect.width(), 17)
        write(painter, below, letter, tokens.text_2, fonts.HINT, align=CENTRE)
        painter.restore()


class ChildHeads(QHeaderView):
    """The child of each row, in sight however far the visits are scrolled; a click opens its page."""

    def __init__(self, look: Look, model: OutcomesModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._look = look
        self._model = model
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(ROW_HEIGHT)
        self.setDefaultSectionSize(ROW_HEIGHT)
        self.setFixedWidth(CHILD)
        look.changed.connect(self.viewport().update)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        tokens, row = self._look.tokens, self._model.row(logicalIndex)
        painter.save()
        painter.fillRect(rect, QColor(tokens.surface))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tokens.line))
        if row is not None:
            inner = QRectF(rect).adjusted(24, 0, -6, 0)
            write(painter, inner, row.code, tokens.text, bold=True)
            left = painter.fontMetrics().horizontalAdvance(row.code) + 8
            if inner.width() > left + 12:
                write(painter, inner.adjusted(left, 0, 0, 0), row.name, tokens.text_2)
        painter.restore()
