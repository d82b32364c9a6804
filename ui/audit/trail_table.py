"""The trail as a table: newest first, one row an entry, its place on two lines. Enter leads to the field. Owns the
painting.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.audit.lines import ARROW, CHANGE, CHILD, LINE, STANDING, WHAT, WHEN, WHERE, WHO, WHY, LinesModel
from ui.audit.state import TrailLine
from ui.look import Look
from ui.theme import fonts
from ui.widgets.paint import write
from ui.widgets.tables import column_widths, painted_rows

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 38
_DOT = " · "
_WIDTHS = {WHEN: 148, WHO: 110, WHAT: 96, CHILD: 62, CHANGE: 172, WHY: 96, STANDING: 84}


class _Painter(QStyledItemDelegate):
    """What changed stands out; what stood before, roles and looks recede."""

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
        box = cell.adjusted(12 if index.column() == WHEN else 6, 0, -4, 0)
        line = index.data(LINE)
        if isinstance(line, TrailLine):
            self._cell(painter, box, line, index)
        else:
            write(painter, box, str(index.data() or ""), tokens.text_3)
        painter.restore()

    def _cell(self, painter: QPainter, box: QRect, line: TrailLine, index: Index) -> None:
        tokens, text = self._look.tokens, self._look.text
        calm = tokens.text_3 if line.calm else tokens.text
        match index.column():
            case 0:
                write(painter, box, line.site, tokens.text_2)
            case 1:
                self._two(painter, box, (line.who, calm), (text(line.role), tokens.text_3))
            case 3:
                write(painter, box, line.child, calm, bold=not line.calm)
            case 4:
                self._where(painter, box, text(line.place), calm)
            case 5:
                self._change(painter, box, line)
            case 6:
                write(painter, box, line.why, tokens.text_2)
            case 7:
                write(painter, box, str(index.data()), tokens.amber if line.held else tokens.text_3)
            case _:
                write(painter, box, str(index.data()), calm)

    def _change(self, painter: QPainter, box: QRect, line: TrailLine) -> None:
        tokens, text = self._look.tokens, self._look.text
        before, after = text(line.before), text(line.after)
        if not before:
            write(painter, box, after, tokens.text_3 if line.calm else tokens.text)
            return
        # The new value is never cut away by a long old one.
        painter.setFont(fonts.font(fonts.BODY, bold=True))
        wanted = painter.fontMetrics().horizontalAdvance(after)
        painter.setFont(fonts.font())
        old = painter.fontMetrics().elidedText(
            before + ARROW, Qt.TextElideMode.ElideMiddle, max(box.width() - wanted - 4, box.width() // 3)
        )
        write(painter, box, old, tokens.text_3)
        taken = painter.fontMetrics().horizontalAdvance(old)
        write(painter, box.adjusted(taken, 0, 0, 0), after, tokens.text, bold=True)

    def _where(self, painter: QPainter, box: QRect, place: str, ink: str) -> None:
        """The item, or the form where none is named; above it, quieter, where that stands."""
        around, _dot, last = place.rpartition(_DOT)
        if not around:
            write(painter, box, last, ink)
            return
        half = box.height() // 2
        write(painter, box.adjusted(0, 2, 0, half - box.height()), around, self._look.tokens.text_3, fonts.HINT)
        write(painter, box.adjusted(0, half - 2, 0, -2), last, ink)

    def _two(self, painter: QPainter, box: QRect, first: tuple[str, str], second: tuple[str, str]) -> None:
        """A word and a quiet one behind it."""
        write(painter, box, *first)
        taken = painter.fontMetrics().horizontalAdvance(first[0]) + 6
        if box.width() - taken > 16:
            write(painter, box.adjusted(taken, 0, 0, 0), *second, fonts.HINT)


class TrailTable(QTableView):
    """`opened` carries an address key; `moved` is sent when another line is current."""

    opened = Signal(str)
    moved = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.lines = LinesModel(look, self)
        self.setModel(self.lines)
        self.setItemDelegate(_Painter(look, self))
        painted_rows(self, ROW_HEIGHT)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        column_widths(self, _WIDTHS, WHERE)
        self.doubleClicked.connect(lambda _index: self._open())
        self.lines.dataChanged.connect(lambda *_all: self.moved.emit())
        self.lines.modelReset.connect(self._first)

    def current(self) -> TrailLine | None:
        """The line that is current."""
        return self.lines.line(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The whole row is drawn anew, and the detail follows."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        line = self.current()
        if line is not None and line.key:
            self.opened.emit(line.key)

    def _first(self) -> None:
        """Another reading begins at its newest line."""
        if self.lines.rowCount():
            self.setCurrentIndex(self.lines.index(0, WHEN))
        self.moved.emit()
