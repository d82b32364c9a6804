"""A table of painted rows in groups: what goes on above, what is over below and paler. Enter opens a row.

Shows cells that are ready to be read; knows nothing of what they mean.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.look import Look
from ui.theme.tokens import Tokens
from ui.widgets.paint import LEFT, RIGHT, write
from ui.widgets.state import Tone
from ui.widgets.tables import painted_rows

Index = QModelIndex | QPersistentModelIndex
LINE = int(Qt.ItemDataRole.UserRole)
ROW_HEIGHT = 34
_MARGIN = 24
_REST, _ASIDE, _WIDEST = 180, 22, 240
"""Px: what a column that takes the rest keeps at least; what stands beside the words; the widest of the others."""
_INKS = {
    Tone.PLAIN: "text",
    Tone.QUIET: "text_2",
    Tone.ACCENT: "accent",
    Tone.AMBER: "amber",
    Tone.RED: "red",
    Tone.CRITICAL: "red",
}
Drawn = Callable[[QPainter, QRectF, Tokens], None]


@dataclass(frozen=True)
class Column:
    """A column; one of width 0 takes the rest. `right`: numbers, which end on one edge."""

    head: str
    width: int = 0
    right: bool = False


@dataclass(frozen=True)
class Cell:
    """What a cell says. `drawn` paints it instead, and `text` is what a screen reader and the tooltip say."""

    text: str
    tone: Tone = Tone.PLAIN
    strong: bool = False
    drawn: Drawn | None = field(default=None, compare=False)


@dataclass(frozen=True)
class GroupLine:
    """The line over a group: its name, how many rows it has, what it means."""

    title: str
    count: int
    means: str = ""


@dataclass(frozen=True)
class RowLine:
    """One row. `over`: it ended, and recedes. `hint` is the tooltip of all its cells."""

    key: str
    cells: tuple[Cell, ...]
    over: bool = False
    hint: str = ""


class GroupedModel(QAbstractTableModel):
    """Group lines cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.lines: tuple[GroupLine | RowLine, ...] = ()

    def show_lines(self, columns: tuple[Column, ...], lines: tuple[GroupLine | RowLine, ...]) -> None:
        """Show others."""
        self.beginResetModel()
        self.columns, self.lines = columns, lines
        self.endResetModel()

    def place_of(self, key: str) -> QModelIndex:
        """Where a row stands, else the first row of all; an invalid index where there is none."""
        rows = [(place, line.key) for place, line in enumerate(self.lines) if isinstance(line, RowLine)]
        found = next((place for place, known in rows if known == key), rows[0][0] if rows else -1)
        return self.index(found, 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(index.data(LINE), GroupLine):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self.columns[section].right else LEFT
        said = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        return self.columns[section].head if role in said else None

    def data(self, index: Index, role: int = 0) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE:
            return line
        said = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if isinstance(line, GroupLine):
            return f"{line.title} {line.count}" if role in said and not index.column() else None
        if index.column() >= len(line.cells):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.hint or line.cells[index.column()].text
        return line.cells[index.column()].text if role in said else None


class _Painter(QStyledItemDelegate):
    def __init__(self, look: Look, model: GroupedModel, table: QTableView) -> None:
        super().__init__(table)
        self._look = look
        self._model = model
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, cell = index.data(LINE), option.rect
        painter.save()
        if isinstance(line, GroupLine):
            self._group(painter, cell, line)
        elif isinstance(line, RowLine) and index.column() < len(line.cells):
            self._ground(painter, cell, index.column(), bool(option.state & QStyle.StateFlag.State_Selected))
            inner = QRectF(cell).adjusted(12 if index.column() else _MARGIN, 0, -4, 0)
            self._cell(painter, inner, line, index.column())
        painter.restore()

    def _group(self, painter: QPainter, cell: QRect, line: GroupLine) -> None:
        tokens = self._look.tokens
        painter.fillRect(cell, QColor(tokens.sunken))
        for edge in (cell.top(), cell.bottom()):
            painter.fillRect(QRect(cell.left(), edge, cell.width(), 1), QColor(tokens.line))
        box = QRectF(cell).adjusted(_MARGIN, 0, -8, 0)
        for text, ink, bold in ((line.title, tokens.text, True), (str(line.count), tokens.text_2, False)):
            write(painter, box, text, ink, bold=bold)
            box.setLeft(box.left() + painter.fontMetrics().horizontalAdvance(text) + 10)
        write(painter, box, line.means, tokens.text_3)

    def _ground(self, painter: QPainter, cell: QRect, column: int, chosen: bool) -> None:
        tokens = self._look.tokens
        painter.fillRect(cell, QColor(tokens.accent_soft if chosen else tokens.surface))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), QColor(tokens.grid))
        if chosen and not column:
            painter.fillRect(QRect(cell.left(), cell.top(), 3, cell.height()), QColor(tokens.accent))
        if chosen and self._table.hasFocus():
            for top in (cell.top(), cell.bottom() - 1):
                painter.fillRect(QRect(cell.left(), top, cell.width(), 2), QColor(tokens.accent))

    def _cell(self, painter: QPainter, inner: QRectF, line: RowLine, column: int) -> None:
        tokens, cell = self._look.tokens, line.cells[column]
        if cell.drawn is not None:
            cell.drawn(painter, inner, tokens)
            return
        pale = line.over and cell.tone in (Tone.PLAIN, Tone.QUIET)
        ink = tokens.text_3 if pale else tokens.named(_INKS[cell.tone])
        right = self._model.columns[column].right
        write(painter, inner, cell.text, ink, bold=cell.strong and not line.over, align=RIGHT if right else LEFT)


class GroupedTable(QTableView):
    """`entered` carries the key of the row that was opened (Enter, double click). One that is not `eager` chooses
    no row before it has the focus. One that `fits` gives its columns more than their width where they would cut words
    and there is room.
    """

    entered = Signal(str)

    def __init__(self, look: Look, *, eager: bool = True, fits: bool = False) -> None:
        super().__init__()
        self._eager = eager
        self._fits = fits
        self.rows = GroupedModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Painter(look, self.rows, self))
        painted_rows(self, ROW_HEIGHT, spread=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(self._open)

    def show_lines(self, columns: tuple[Column, ...], lines: tuple[GroupLine | RowLine, ...]) -> None:
        """Show others; the row that was chosen stays chosen while it is there."""
        if (columns, lines) == (self.rows.columns, self.rows.lines):
            return
        chosen = self.chosen()
        self.clearSpans()
        self.rows.show_lines(columns, lines)
        for place, line in enumerate(lines):
            if isinstance(line, GroupLine) and len(columns) > 1:
                self.setSpan(place, 0, 1, len(columns))
        head = self.horizontalHeader()
        for place, column in enumerate(columns):
            head.setSectionResizeMode(
                place, QHeaderView.ResizeMode.Interactive if column.width else QHeaderView.ResizeMode.Stretch
            )
            if column.width:
                self.setColumnWidth(place, column.width)
        self._fit()
        if chosen or self._eager or self.hasFocus():
            self.setCurrentIndex(self.rows.place_of(chosen))

    def _fit(self) -> None:
        """From the left, while those that take the rest keep enough."""
        if not self._fits:
            return
        columns = self.rows.columns
        rest = sum(not column.width for column in columns) * _REST
        room = self.viewport().width() - rest - sum(column.width for column in columns)
        for place, column in enumerate(columns):
            if column.width:
                more = max(0, min(self._wanted(place) - column.width, room))
                self.setColumnWidth(place, column.width + more)
                room -= more

    def _wanted(self, place: int) -> int:
        """Px that a column's words and its head take, within reason."""
        lines = (line for line in self.rows.lines if isinstance(line, RowLine) and place < len(line.cells))
        metrics = self.fontMetrics()
        words = max((metrics.horizontalAdvance(line.cells[place].text) for line in lines), default=0)
        head = metrics.horizontalAdvance(self.rows.columns[place].head)
        return min(max(words, head) + (_ASIDE if place else _ASIDE + _MARGIN), _WIDEST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has another room for words."""
        super().resizeEvent(event)
        self._fit()

    def chosen(self) -> str:
        """The key of the row that is chosen; "" for none."""
        line = self.currentIndex().data(LINE)
        return line.key if isinstance(line, RowLine) else ""

    def _open(self, index: QModelIndex) -> None:
        line = index.data(LINE)
        if isinstance(line, RowLine):
            self.entered.emit(line.key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A table that gets the focus has a row to act on."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.rows.place_of(""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)
