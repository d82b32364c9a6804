"""How a line of today is painted: the window as a bar with today's mark, what is filled, overdue in amber."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.look import Look
from ui.today.model import CHILD, DONE, LINE, STATUS, WHAT, WHEN, WINDOW, GroupLine, TodayModel
from ui.today.state import AXIS, Group, TodayRow
from ui.widgets.paint import paint_completeness, paint_window, write

ROW_HEIGHT = 34
_MARGIN = 24
_ICON = {
    Group.OVERDUE: ("warning", "amber"),
    Group.BEGUN: ("pen", "accent"),
    Group.OPEN: ("check", "accent"),
    Group.COMING: ("clock", "text_2"),
}
_BAR = 72


class TodayDelegate(QStyledItemDelegate):
    """Paints every cell; the line of a group goes across all columns."""

    def __init__(self, look: Look, model: TodayModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(LINE)
        painter.save()
        cell: QRect = option.rect
        if isinstance(line, GroupLine):
            self._group(painter, cell, line)
        elif isinstance(line, TodayRow):
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._ground(painter, cell, index.column(), chosen)
            inner = QRectF(cell).adjusted(_MARGIN if index.column() == CHILD else 12, 0, -4, 0)
            self._cell(painter, inner, index.column(), line)
        painter.restore()

    def _group(self, painter: QPainter, cell: QRect, line: GroupLine) -> None:
        tokens = self._look.tokens
        painter.fillRect(cell, QColor(tokens.sunken))
        for edge in (cell.top(), cell.bottom()):
            painter.fillRect(QRect(cell.left(), edge, cell.width(), 1), QColor(tokens.line))
        icon, ink = _ICON[line.group]
        middle = cell.center().y()
        scale = painter.device().devicePixelRatioF()
        painter.drawPixmap(
            QPointF(cell.left() + _MARGIN, middle - 7), self._look.theme.pixmap(icon, ink, 16, scale)
        )  # fmt: skip
        name, means = self._model.group_words(line)
        box = QRectF(cell).adjusted(_MARGIN + 24, 0, -8, 0)
        write(painter, box, name, tokens.text, bold=True)
        left = painter.fontMetrics().horizontalAdvance(name) + 10
        write(painter, box.adjusted(left, 0, 0, 0), means, tokens.text_2)

    def _ground(self, painter: QPainter, cell: QRect, column: int, chosen: bool) -> None:
        tokens = self._look.tokens
        painter.fillRect(cell, QColor(tokens.accent_soft if chosen else tokens.surface))
        if chosen and column == CHILD:
            painter.fillRect(QRect(cell.left(), cell.top(), 3, cell.height()), QColor(tokens.accent))
        table = self.parent()
        if chosen and isinstance(table, QWidget) and table.hasFocus():
            for top in (cell.top(), cell.bottom() - 1):
                painter.fillRect(QRect(cell.left(), top, cell.width(), 2), QColor(tokens.accent))

    def _cell(self, painter: QPainter, inner: QRectF, column: int, row: TodayRow) -> None:
        tokens, text = self._look.tokens, self._look.text
        if column == CHILD:
            write(painter, inner, row.code, tokens.text, bold=True)
            left = painter.fontMetrics().horizontalAdvance(row.code) + 8
            write(painter, inner.adjusted(left, 0, 0, 0), row.name, tokens.text)
        elif column == WHAT:
            write(painter, inner, text(row.what), tokens.text)
        elif column == WHEN:
            write(painter, inner, text(row.when), tokens.text_2)
        elif column == WINDOW and row.span is not None:
            bar = QRectF(inner.left(), inner.center().y() - 9, inner.width() - 8, 18)
            paint_window(painter, bar, row.span, AXIS, tokens)
        elif column == DONE and row.parts is not None:
            bar = QRectF(inner.left(), inner.center().y() - 2.5, _BAR, 5)
            paint_completeness(painter, bar, row.parts, tokens)
            write(painter, inner.adjusted(_BAR + 8, 0, 0, 0), f"{row.parts.filled}/{row.parts.total}", tokens.text_2)
        elif column == STATUS:
            strong = row.group is Group.OVERDUE or row.under_way
            ink = tokens.amber if row.group is Group.OVERDUE else tokens.accent if row.under_way else tokens.text_2
            write(painter, inner, text(row.status), ink, bold=strong)
