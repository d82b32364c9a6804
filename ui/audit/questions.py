"""The questions as a list: number, words, how many rows. Up and Down choose. Owns the painting."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from ui.audit.state import QuestionLine
from ui.look import Look
from ui.theme import fonts
from ui.widgets.paint import RIGHT, in_lines, write

Index = QModelIndex | QPersistentModelIndex
QUESTION = int(Qt.ItemDataRole.UserRole)
WIDTH = 306
_HEIGHT = 40
_READ = "…"


class _Model(QAbstractListModel):
    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self.lines: tuple[QuestionLine, ...] = ()

    def show_lines(self, lines: tuple[QuestionLine, ...]) -> None:
        """Show others; the same questions keep their place."""
        if len(lines) == len(self.lines):
            self.lines = lines
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = 0) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == QUESTION:
            return line
        words = self._look.text(line.words)
        if role == Qt.ItemDataRole.ToolTipRole:
            return words
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{line.number} {words}, {count_words(line)}"
        return None


def count_words(line: QuestionLine) -> str:
    """How many rows, or that it is still read."""
    return _READ if line.rows is None else str(line.rows)


class _Painter(QStyledItemDelegate):
    def __init__(self, look: Look, view: QListView) -> None:
        super().__init__(view)
        self._look = look
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(WIDTH - 12, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(QUESTION)
        if not isinstance(line, QuestionLine):
            return
        painter.save()
        tokens, cell = self._look.tokens, QRect(option.rect)
        current = self._view.currentIndex().row() == index.row()
        if current:
            painter.fillRect(cell, QColor(tokens.accent_soft if self._view.hasFocus() else tokens.hover))
            painter.fillRect(QRect(cell.left(), cell.top(), 3, cell.height()), QColor(tokens.accent))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), QColor(tokens.grid))
        write(
            painter, QRect(cell.left() + 8, cell.top(), 24, cell.height()), str(line.number), tokens.text_3, align=RIGHT
        )
        count = QRect(cell.right() - 58, cell.top(), 50, cell.height())
        write(painter, count, count_words(line), tokens.text_2 if line.rows else tokens.text_3, align=RIGHT)
        box = QRect(cell.left() + 42, cell.top(), cell.width() - 42 - 62, cell.height())
        font = fonts.font()
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        words = in_lines(self._look.text(line.words), font, box.width(), 2)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
        painter.restore()


class QuestionList(QListView):
    """`chosen` carries the number of the question a person went to."""

    chosen = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._model = _Model(look, self)
        self._shown = 0
        self.setModel(self._model)
        self.setItemDelegate(_Painter(look, self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFixedWidth(WIDTH)

    def show_lines(self, lines: tuple[QuestionLine, ...], chosen: int) -> None:
        """Show the questions with one of them chosen."""
        self._shown = chosen
        self._model.show_lines(lines)
        place = next((place for place, line in enumerate(lines) if line.number == chosen), 0)
        if self.currentIndex().row() != place and lines:
            self.setCurrentIndex(self._model.index(place))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Whoever moves chooses."""
        super().currentChanged(current, previous)
        self.viewport().update()
        line = current.data(QUESTION)
        if isinstance(line, QuestionLine) and line.number != self._shown:
            self._shown = line.number
            self.chosen.emit(line.number)
