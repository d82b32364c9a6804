"""The forms as a table: tick, name, how full, flags, remarks, how it stands. Space ticks, Enter opens the form.

Owns the painting and the ticks; the view decides what may be ticked and what becomes of it.
"""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.look import Look
from ui.review.state import FormLine
from ui.theme import fonts
from ui.visit.flags import flag_of
from ui.widgets.marks import flag_word
from ui.widgets.paint import paint_completeness, paint_flag, write
from ui.widgets.state import Completeness
from ui.widgets.tables import column_widths, painted_rows

Index = QModelIndex | QPersistentModelIndex
LINE = int(Qt.ItemDataRole.UserRole)
TICK, FORM, FILLED, FLAGS, REMARKS, STANDING = range(6)
_WIDTHS = {TICK: 44, FORM: 208, FILLED: 124, FLAGS: 116, STANDING: 128}
_INK = {
    "ready": "text", "signed": "accent", "void": "amber", "blocked": "text_2", "empty": "text_3",
    "not_applicable": "text_3",
}  # fmt: skip


class FormsModel(QAbstractTableModel):
    """The lines and which of them are ticked, by address key. `ticked_changed` is sent when a person ticks."""

    ticked_changed = QtSignal()

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.lines: tuple[FormLine, ...] = ()
        self.ticked: set[str] = set()

    def show_lines(self, lines: tuple[FormLine, ...]) -> None:
        """Show others; lines of the same forms keep their place on the screen."""
        if [line.key for line in lines] == [line.key for line in self.lines]:
            self.lines = lines
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, STANDING))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def choose(self, keys: Sequence[str]) -> None:
        """Tick exactly these."""
        self.ticked = set(keys)
        if self.lines:
            self.dataChanged.emit(self.index(0, TICK), self.index(len(self.lines) - 1, TICK))

    def turn(self, row: int) -> None:
        """A person ticks a line, or takes the tick away."""
        line = self.lines[row]
        if line.signable:
            self.ticked ^= {line.key}
            self.dataChanged.emit(self.index(row, TICK), self.index(row, STANDING))
            self.ticked_changed.emit()

    def turn_all(self) -> None:
        """Tick every line that can be signed; when all are, none."""
        able = {line.key for line in self.lines if line.signable}
        self.choose(() if able <= self.ticked else tuple(able))
        self.ticked_changed.emit()

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
        heads = ("", self.tr("Form"), self.tr("Filled"), self.tr("Flags"), self.tr("Missing and why · queries"))
        return (*heads, self.tr("Signature"))[section]

    def data(self, index: Index, role: int = 0) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE:
            return line
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        return self._words(line, index.column()) if role in texts else None

    def _words(self, line: FormLine, column: int) -> str:
        text = self._look.text
        if column == TICK:
            return self.tr("chosen") if line.key in self.ticked else ""
        if column == FORM:
            return " · ".join(part for part in (text(line.label), text(line.detail) if line.detail else "") if part)
        if column == FILLED:
            return f"{line.filled}/{line.total}" if line.total else "—"
        if column == FLAGS:
            return text(line.flags) if line.flags else ""
        if column == REMARKS:
            return " · ".join(text(remark.text) for remark in line.remarks)
        return text(line.standing_words)


class _Painter(QStyledItemDelegate):
    """Calm rows: what blocks is amber, what is not asked recedes."""

    def __init__(self, look: Look, parent: QTableView) -> None:
        super().__init__(parent)
        self._look = look
        self._table = parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        if not isinstance(line, FormLine):
            return
        painter.save()
        tokens, cell = self._look.tokens, QRect(option.rect)
        current = self._table.currentIndex().row() == index.row()
        ground = (
            tokens.accent_soft if current and self._table.hasFocus() else tokens.hover if current else tokens.surface
        )
        painter.fillRect(cell, QColor(ground))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), QColor(tokens.grid))
        self._cell(painter, cell, line, index)
        painter.restore()

    def _cell(self, painter: QPainter, cell: QRect, line: FormLine, index: Index) -> None:
        tokens, box = self._look.tokens, QRectF(cell).adjusted(6, 0, -6, 0)
        text, column = str(index.data() or ""), index.column()
        calm = line.standing in ("empty", "not_applicable")
        if column == TICK:
            self._tick(painter, QPointF(cell.left() + 32, cell.center().y() + 0.5), line)
        elif column == FORM:
            write(painter, box, text, tokens.text_3 if calm else tokens.text)
        elif column == FILLED:
            self._filled(painter, box, line, text)
        elif column == FLAGS:
            self._flags(painter, box, line, text)
        elif column == REMARKS:
            self._remarks(painter, box, line)
        else:
            strong = line.standing in ("void", "signed")
            write(painter, box, text, tokens.named(_INK[line.standing]), bold=strong)

    def _tick(self, painter: QPainter, centre: QPointF, line: FormLine) -> None:
        if line.standing in ("empty", "not_applicable"):
            return
        tokens, on = self._look.tokens, index_ticked(self._table, line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent if on else tokens.line_strong if line.signable else tokens.line), 1))
        painter.setBrush(QColor(tokens.accent if on else tokens.surface if line.signable else tokens.sunken))
        painter.drawRoundedRect(QRectF(centre.x() - 8, centre.y() - 8, 16, 16), 3, 3)
        if on:
            pen = QPen(QColor(tokens.on_accent), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            points = ((-4.0, 0.0), (-1.0, 3.0), (4.5, -3.5))
            painter.drawPolyline(QPolygonF([QPointF(centre.x() + x, centre.y() + y) for x, y in points]))

    def _filled(self, painter: QPainter, box: QRectF, line: FormLine, text: str) -> None:
        tokens, wide = self._look.tokens, 62.0
        if not line.total:
            write(painter, box, text, tokens.text_3)
            return
        bar = QRectF(box.left(), box.center().y() - 2.5, wide, 5)
        missing = max(line.total - line.filled - line.awaiting, 0)
        paint_completeness(painter, bar, Completeness(line.filled, line.awaiting, missing), tokens)
        write(painter, box.adjusted(wide + 8, 0, 0, 0), text, tokens.text_2)

    def _flags(self, painter: QPainter, box: QRectF, line: FormLine, text: str) -> None:
        if not line.flag:
            return
        flag = flag_of(line.flag)
        word = flag_word(flag) if flag.critical else ""
        paint_flag(painter, box, flag, self._look.tokens, word)
        painter.setFont(fonts.font(fonts.HINT, bold=True))
        taken = painter.fontMetrics().horizontalAdvance(word) + 34 if word else 24 if flag.critical else 16
        write(painter, box.adjusted(taken, 0, 0, 0), text, self._look.tokens.text_2, fonts.HINT)

    def _remarks(self, painter: QPainter, box: QRectF, line: FormLine) -> None:
        """What blocks comes first and bold; the rest follows on the same line as far as there is room."""
        tokens, left = self._look.tokens, box.left()
        for place, remark in enumerate(line.remarks):
            words = ("· " if place else "") + self._look.text(remark.text)
            colour = tokens.red if remark.loud else tokens.amber if remark.blocks else tokens.text_2
            room = QRectF(left, box.top(), max(box.right() - left, 0), box.height())
            if room.width() < 24:
                return
            write(painter, room, words, colour, bold=remark.blocks)
            left += painter.fontMetrics().horizontalAdvance(words) + 6


def index_ticked(table: QTableView, line: FormLine) -> bool:
    """Whether the line is ticked in the table's model."""
    model = table.model()
    return isinstance(model, FormsModel) and line.key in model.ticked


class FormsTable(QTableView):
    """`opened` carries a form's address key; `moved` is sent when another line is current."""

    opened = QtSignal(str)
    moved = QtSignal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.forms = FormsModel(look, self)
        self.setModel(self.forms)
        self.setItemDelegate(_Painter(look, self))
        painted_rows(self, 33)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.horizontalHeader().setFixedHeight(26)
        column_widths(self, _WIDTHS, REMARKS)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(LINE).key))

    def current(self) -> FormLine | None:
        """The line that has the focus."""
        line = self.currentIndex().data(LINE)
        return line if isinstance(line, FormLine) else None

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The whole row is drawn anew, and the details follow."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Ctrl+A ticks all, Enter opens the form."""
        line = self.current()
        if event.key() == Qt.Key.Key_Space and line is not None:
            self.forms.turn(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.forms.turn_all()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and line is not None:
            self.opened.emit(line.key)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click in the first column ticks."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == TICK and event.button() is Qt.MouseButton.LeftButton:
            self.forms.turn(index.row())
