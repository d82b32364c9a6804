"""What waits to be sent: one row a change (or a run of them), with its state; quick with thousands."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.language import day_of, translate
from ui.look import Look
from ui.sync.state import QueueRow, Sending, SyncState
from ui.widgets.paint import LEFT, RIGHT, write
from ui.widgets.tables import column_widths, painted_rows

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
ICON, SEQ, SUBJECT, CONTENT, AUTHOR, AT, STATE = range(7)
_WIDTHS = {ICON: 40, SEQ: 78, SUBJECT: 84, AUTHOR: 120, AT: 92, STATE: 108}
_ICONS = {
    Sending.WAITING: ("clock", "text_2"),
    Sending.SENDING: ("sent", "accent"),
    Sending.RECEIVED: ("check", "accent"),
    Sending.HELD: ("pause", "amber"),
}


def sending_words(row: QueueRow) -> str:
    """The state of a change in words."""
    if row.sending is Sending.SENDING:
        words = translate("QueueModel", "sending")
        return words if row.percent is None else f"{words} {row.percent} %"
    return {
        Sending.WAITING: translate("QueueModel", "waiting"),
        Sending.RECEIVED: translate("QueueModel", "received"),
        Sending.HELD: translate("QueueModel", "held there"),
    }[row.sending]


class QueueModel(QAbstractTableModel):
    """The queue as rows and seven columns."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._state: SyncState | None = None

    def show_state(self, state: SyncState) -> None:
        """Show another queue; a queue of the same length keeps its place on the screen."""
        if self._state is not None and len(state.queue) == len(self._state.queue):
            self._state = state
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, STATE))
            return
        self.beginResetModel()
        self._state = state
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() or self._state is None else len(self._state.queue)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else STATE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section == SEQ else LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = ("", self.tr("No."), self.tr("Child"), self.tr("Content"), self.tr("Entered by"))
        return (*heads, self.tr("Time"), self.tr("State"))[section]

    def data(self, index: Index, role: int = 0) -> object:
        if self._state is None or not index.isValid():
            return None
        row = self._state.queue[index.row()]
        if role == ROW:
            return row
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        today = self._state.now.date()
        when = f"{row.at:%H:%M}" if row.at.date() == today else f"{day_of(row.at, today)} {row.at:%H:%M}"
        cells = ("", row.seq, row.subject, self._look.text(row.content), row.author, when, sending_words(row))
        return cells[index.column()]


class _QueueDelegate(QStyledItemDelegate):
    """Received rows recede, the one being sent is tinted, held ones are amber."""

    def __init__(self, look: Look, parent: QTableView) -> None:
        super().__init__(parent)
        self._look = look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, QueueRow):
            return
        painter.save()
        tokens = self._look.tokens
        cell: QRect = option.rect
        active = row.sending is Sending.SENDING
        painter.fillRect(cell, QColor(tokens.accent_soft if active else tokens.surface))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), QColor(tokens.grid))
        if index.column() == ICON:
            name, ink = _ICONS[row.sending]
            icon = self._look.theme.pixmap(name, ink, 16, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(cell.left() + 16, cell.center().y() - 8), icon)
        else:
            self._write(painter, cell, row, index)
        painter.restore()

    def _write(self, painter: QPainter, cell: QRect, row: QueueRow, index: Index) -> None:
        state = index.column() == STATE
        ink = "text_3" if row.sending is Sending.RECEIVED or index.column() == SEQ else "text"
        if state and row.sending is not Sending.RECEIVED:
            ink = {Sending.SENDING: "accent", Sending.HELD: "amber"}.get(row.sending, "text_2")
        bold = index.column() == SUBJECT or (state and row.sending in (Sending.SENDING, Sending.HELD))
        side = RIGHT if index.column() == SEQ else LEFT
        box = cell.adjusted(6, 0, -6, 0)
        write(painter, box, str(index.data() or ""), self._look.tokens.named(ink), bold=bold, align=side)


class QueueTable(QTableView):
    """The queue on the screen; nothing in it can be edited."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.queue = QueueModel(look, self)
        self.setModel(self.queue)
        self.setItemDelegate(_QueueDelegate(look, self))
        painted_rows(self, 32)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.horizontalHeader().setFixedHeight(26)
        column_widths(self, _WIDTHS, CONTENT)
