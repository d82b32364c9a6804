"""The queries as a table: child, field, question, how long, how it stands. Enter goes to the answer."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.look import Look
from ui.queries.state import QueryLine, Standing
from ui.widgets.paint import write
from ui.widgets.tables import column_widths, painted_rows

Index = QModelIndex | QPersistentModelIndex
LINE = int(Qt.ItemDataRole.UserRole)
CHILD, WHERE, TEXT, ASKED, DAYS, STANDING = range(6)
_WIDTHS = {CHILD: 128, WHERE: 190, ASKED: 96, DAYS: 64, STANDING: 96}
ROW_HEIGHT = 38
OLD_DAYS = 7
"""A question that has waited longer than this stands out."""


class QueriesModel(QAbstractTableModel):
    """One line a query."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.lines: tuple[QueryLine, ...] = ()

    def show_lines(self, lines: tuple[QueryLine, ...]) -> None:
        """Show others; the same queries keep their place on the screen."""
        if lines and [line.query for line in lines] == [line.query for line in self.lines]:
            self.lines = lines
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, STANDING))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def place_of(self, query: str) -> QModelIndex:
        """Where a query stands; an invalid index when it is not shown."""
        found = (n for n, line in enumerate(self.lines) if line.query == query)
        return self.index(next(found, -1), CHILD)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else STANDING + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = (self.tr("Child"), self.tr("Field"), self.tr("Question"), self.tr("Asked by"), self.tr("Days"))
        return (*heads, self.tr("Stands"))[section]

    def data(self, index: Index, role: int = 0) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE:
            return line
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        return self.words(line, index.column()) if role in texts else None

    def words(self, line: QueryLine, column: int) -> str:
        """What a cell says."""
        if column == CHILD:
            return " ".join(part for part in (line.code, line.name) if part)
        if column == WHERE:
            return self._look.text(line.where)
        if column == TEXT:
            return line.text
        if column == ASKED:
            return self._look.text(line.asked)
        if column == DAYS:
            return self.tr("%n d", "", line.days)
        return self.standing(line.standing)

    def standing(self, standing: Standing) -> str:
        """How a query stands, in a word."""
        words = {
            Standing.TO_ANSWER: self.tr("to answer"),
            Standing.ANSWERED: self.tr("answered"),
            Standing.CLOSED: self.tr("closed"),
        }
        return words[standing]


class _Painter(QStyledItemDelegate):
    """What has waited long is amber, what is closed recedes."""

    def __init__(self, look: Look, model: QueriesModel, table: QTableView) -> None:
        super().__init__(table)
        self._look = look
        self._model = model
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(LINE)
        if not isinstance(line, QueryLine):
            return
        painter.save()
        tokens = self._look.tokens
        cell: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(cell, QColor(tokens.accent_soft if chosen else tokens.surface))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), QColor(tokens.grid))
        column = index.column()
        if chosen and column == CHILD:
            painter.fillRect(QRect(cell.left(), cell.top(), 3, cell.height()), QColor(tokens.accent))
        if chosen and self._table.hasFocus():
            for top in (cell.top(), cell.bottom() - 1):
                painter.fillRect(QRect(cell.left(), top, cell.width(), 2), QColor(tokens.accent))
        inner = QRectF(cell).adjusted(24 if column == CHILD else 12, 0, -6, 0)
        ink, bold = self._ink(line, column)
        write(painter, inner, self._model.words(line, column), tokens.named(ink), bold=bold)
        painter.restore()

    def _ink(self, line: QueryLine, column: int) -> tuple[str, bool]:
        waits = line.standing is Standing.TO_ANSWER
        if line.standing is Standing.CLOSED:
            return "text_3", False
        if column == DAYS and waits and line.days > OLD_DAYS:
            return "amber", True
        if column == STANDING:
            return ("accent", True) if waits else ("text_2", False)
        return ("text", column == CHILD) if column in (CHILD, TEXT) else ("text_2", False)


class QueriesTable(QTableView):
    """`moved` carries the id of the query that became current, `entered` is Enter."""

    moved = Signal(str)
    entered = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.queries = QueriesModel(look, self)
        self.setModel(self.queries)
        self.setItemDelegate(_Painter(look, self.queries, self))
        painted_rows(self, ROW_HEIGHT, spread=True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        column_widths(self, _WIDTHS, TEXT)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(lambda _index: self.entered.emit())

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        line = index.data(LINE)
        if isinstance(line, QueryLine):
            self.moved.emit(line.query)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the answer."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)
