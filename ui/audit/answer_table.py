"""The answer to a question as a table whose long sentences take two lines. Owns widths and painting."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from study.text import Text
from ui.audit.state import Answer
from ui.look import Look
from ui.theme import fonts
from ui.widgets.paint import LEFT, in_lines
from ui.widgets.tables import painted_rows

Index = QModelIndex | QPersistentModelIndex
LOW, HIGH = 26, 42
"""Px of a row of one line, and of two."""
_LEAST = 52
_CAPS = (340, 270, 210, 160)
"""Px that a column has at most: the first of these under which the whole table has room, else the last."""
_NARROW = 600
"""Px: what is narrower was not laid out yet."""
_LOOKED_AT = 300
"""So many rows say how wide the columns are."""


class AnswerModel(QAbstractTableModel):
    """Cells in the language that is on."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.answer: Answer | None = None

    def show_answer(self, answer: Answer | None) -> None:
        """Show another table."""
        self.beginResetModel()
        self.answer = answer
        self.endResetModel()

    def said(self, cell: str | Text) -> str:
        """A cell in the language that is on."""
        return self._look.text(cell) if isinstance(cell, Text) else cell

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() or self.answer is None else len(self.answer.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() or self.answer is None else len(self.answer.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is not Qt.Orientation.Horizontal or self.answer is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT
        return self._look.text(self.answer.columns[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = 0) -> object:
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        if not index.isValid() or self.answer is None or role not in texts:
            return None
        return self.said(self.answer.rows[index.row()][index.column()])


class _Painter(QStyledItemDelegate):
    def __init__(self, look: Look, table: QTableView) -> None:
        super().__init__(table)
        self._look = look
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        tokens, cell = self._look.tokens, QRect(option.rect)
        current = self._table.currentIndex().row() == index.row()
        focus = tokens.accent_soft if self._table.hasFocus() else tokens.hover
        painter.fillRect(cell, QColor(focus if current else tokens.surface))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), QColor(tokens.grid))
        font = fonts.font(fonts.BODY if cell.height() < HIGH else fonts.HINT)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        box = cell.adjusted(6, 0, -4, 0)
        words = in_lines(str(index.data()), font, box.width(), 1 if cell.height() < HIGH else 2)
        painter.drawText(box, LEFT, words)
        painter.restore()


class AnswerTable(QTableView):
    """The table; Left and Right reach cells whose whole text stands below it (`AnswerPane`)."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.cells = AnswerModel(look, self)
        self.setModel(self.cells)
        self.setItemDelegate(_Painter(look, self))
        painted_rows(self, LOW)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.horizontalHeader().setStretchLastSection(True)

    def show_answer(self, answer: Answer | None) -> None:
        """Show another table with columns as wide as what stands in them."""
        at = self.currentIndex()
        same = answer is not None and self.cells.answer is not None and answer.number == self.cells.answer.number
        self.cells.show_answer(answer)
        if answer is not None:
            wanted = [self._width(answer, column) for column in range(len(answer.columns))]
            room = max(self.viewport().width(), _NARROW)
            most = next((cap for cap in _CAPS if sum(min(width, cap) for width in wanted) <= room), _CAPS[-1])
            tall = any(width > most for width in wanted)
            self.verticalHeader().setDefaultSectionSize(HIGH if tall else LOW)
            for column, width in enumerate(wanted):
                self.setColumnWidth(column, min(max(width, _LEAST), most))
        self.setCurrentIndex(self.cells.index(at.row(), at.column()) if same else self.cells.index(0, 0))

    def _width(self, answer: Answer, column: int) -> int:
        body, head = QFontMetrics(fonts.font()), QFontMetrics(fonts.font(fonts.HINT))
        widths = [body.horizontalAdvance(self.cells.said(row[column])) for row in answer.rows[:_LOOKED_AT]]
        return max([head.horizontalAdvance(self._look.text(answer.columns[column])), *widths]) + 18

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The whole row is drawn anew."""
        super().currentChanged(current, previous)
        self.viewport().update()
