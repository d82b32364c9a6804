"""The lines of a report as a table: what was printed, what it was read as, what it becomes. Space ticks."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui.lab_import.state import OPEN, ReportLine, Standing
from ui.language import fill, translate
from ui.look import Look
from ui.widgets.marks import flag_name, flag_word
from ui.widgets.paint import LEFT, RIGHT, paint_flag, write
from ui.widgets.state import Flag
from ui.widgets.tables import column_widths, painted_rows

Index = QModelIndex | QPersistentModelIndex
LINE = int(Qt.ItemDataRole.UserRole)
TICK, NUMBER, TEST, ITEM, PRINTED, VALUE, LIMITS, FLAG, STATE = range(9)
ROW_HEIGHT = 30
_WIDTHS = {TICK: 36, NUMBER: 46, TEST: 172, ITEM: 186, PRINTED: 104, VALUE: 158, LIMITS: 88, FLAG: 108}
_AMBER = (*OPEN, "conflict", "changed", "broken", "other_specimen")
_QUIET = ("same", "left", "unknown")
_SPOKEN = (int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole))


def standing_words(standing: Standing) -> str:
    """What becomes of a line, in a word or two."""
    return {
        "new": translate("LabImport", "new"),
        "same": translate("LabImport", "stands already"),
        "changed": translate("LabImport", "changes"),
        "conflict": translate("LabImport", "in conflict"),
        "frozen": translate("LabImport", "frozen"),
        "other_specimen": translate("LabImport", "another collection"),
        "impossible": translate("LabImport", "impossible"),
        "no_time": translate("LabImport", "no time"),
        "left": translate("LabImport", "left out"),
        "ask": translate("LabImport", "choose"),
        "refused": translate("LabImport", "cannot be read"),
        "unknown": translate("LabImport", "unknown test"),
        "broken": translate("LabImport", "broken line"),
    }[standing]


def change_words(before: str, after: str) -> str:
    """Old and new value; a unit that both have is said once."""
    unit = after.partition(" ")[2]
    return f"{before.removesuffix(f' {unit}') if unit else before} → {after}"


class ReportModel(QAbstractTableModel):
    """One row a line."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.lines: tuple[ReportLine, ...] = ()

    def show_lines(self, lines: tuple[ReportLine, ...]) -> None:
        """Show other lines; the same report keeps its place on the screen."""
        if [line.key for line in lines] == [line.key for line in self.lines]:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, STATE))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else STATE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section in (NUMBER, PRINTED, VALUE, LIMITS) else LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            "",
            self.tr("Line"),
            self.tr("Test"),
            self.tr("Item · form"),
            self.tr("Printed"),
            self.tr("Read as"),
            self.tr("Limits"),
            self.tr("Flag"),
            self.tr("What becomes of it"),
        )[section]

    def data(self, index: Index, role: int = 0) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == TICK and line.may_tick:
            return Qt.CheckState.Checked if line.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole or role in _SPOKEN:
            return self._cell(line, index.column(), spoken=role in _SPOKEN)
        return None

    def _cell(self, line: ReportLine, column: int, *, spoken: bool) -> str:
        text = self._look.text
        match column:
            case _ if column == NUMBER:
                return line.number
            case _ if column == TEST:
                return line.test
            case _ if column == ITEM:
                return " · ".join(text(part) for part in (line.item, line.form) if part is not None)
            case _ if column == PRINTED:
                return line.corrected or line.printed
            case _ if column == VALUE:
                value = text(line.value) if line.value is not None else ""
                return change_words(text(line.before), value) if line.before is not None else value
            case _ if column == LIMITS:
                return line.limits
            case _ if column == FLAG:
                flag = Flag(line.flag)
                return f"{flag_name(flag) if spoken else flag_word(flag)} {line.mark}".strip()
            case _ if column == STATE:
                said = standing_words(line.standing)
                return f"{said} · {text(line.sentence)}" if line.sentence is not None else said
            case _:
                return ""


class _Cells(QStyledItemDelegate):
    """Lines that want something stand out; what stands already or is left out recedes."""

    def __init__(self, look: Look, parent: QTableView) -> None:
        super().__init__(parent)
        self._look = look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        if not isinstance(line, ReportLine):
            return
        tokens = self._look.tokens
        cell = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(cell, QColor(tokens.accent_soft if chosen else tokens.surface))
        painter.fillRect(QRectF(cell.left(), cell.bottom() - 1, cell.width(), 1), QColor(tokens.grid))
        if chosen and index.column() == TICK:
            painter.fillRect(QRectF(cell.left(), cell.top(), 3, cell.height()), QColor(tokens.accent))
        box = cell.adjusted(6, 0, -6, 0)
        match index.column():
            case column if column == TICK:
                self._tick(painter, cell, line)
            case column if column == FLAG:
                self._flag(painter, box, line)
            case column if column == STATE:
                self._state(painter, box, line)
            case _:
                self._text(painter, box, line, index)
        painter.restore()

    def _tick(self, painter: QPainter, cell: QRectF, line: ReportLine) -> None:
        if not line.may_tick:
            return
        tokens = self._look.tokens
        centre = cell.center()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.accent if line.ticked else tokens.line_strong))
        painter.setBrush(QColor(tokens.accent if line.ticked else tokens.surface))
        painter.drawRoundedRect(QRectF(centre.x() - 7, centre.y() - 7, 14, 14), 3, 3)
        if line.ticked:
            x, y = centre.x(), centre.y()
            painter.setPen(QPen(QColor(tokens.on_accent), 1.6))
            painter.drawPolyline(QPolygonF([QPointF(x - 4, y), QPointF(x - 1, y + 3), QPointF(x + 4, y - 3)]))

    def _flag(self, painter: QPainter, box: QRectF, line: ReportLine) -> None:
        flag = Flag(line.flag)
        paint_flag(painter, box, flag, self._look.tokens, flag_word(flag))
        if line.mark:
            self._write(painter, box, line.mark, "text_3", RIGHT)

    def _state(self, painter: QPainter, box: QRectF, line: ReportLine) -> None:
        ink = "amber" if line.standing in _AMBER else "text_3" if line.standing in _QUIET else "text_2"
        word = standing_words(line.standing)
        self._write(painter, box, word, ink, LEFT, bold=line.standing in _AMBER)
        left = painter.fontMetrics().horizontalAdvance(word) + 8
        if line.sentence is not None:
            self._write(painter, box.adjusted(left, 0, 0, 0), self._look.text(line.sentence), "text_2", LEFT)

    def _text(self, painter: QPainter, box: QRectF, line: ReportLine, index: Index) -> None:
        column = index.column()
        faint = line.standing in _QUIET or column in (NUMBER, LIMITS)
        ink = "text_3" if faint else "text" if column in (VALUE, TEST) else "text_2"
        bold = column == VALUE and (line.standing == "changed" or bool(line.flag))
        side = RIGHT if column in (NUMBER, PRINTED, VALUE, LIMITS) else LEFT
        self._write(painter, box, str(index.data() or ""), ink, side, bold=bold)

    def _write(self, painter: QPainter, box: QRectF, text: str, ink: str, side: int, *, bold: bool = False) -> None:
        # What is set on the right edge ends with what counts: the new value with its unit.
        cut = Qt.TextElideMode.ElideLeft if side == RIGHT else Qt.TextElideMode.ElideRight
        write(painter, box, text, self._look.tokens.named(ink), bold=bold, align=side, cut=cut)


class ReportTable(QTableView):
    """`ticked` carries key and whether it goes in; `entered` asks for the fields of the current line."""

    ticked = Signal(str, bool)
    entered = Signal()
    line_chosen = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.report = ReportModel(look, self)
        self.setModel(self.report)
        self.setItemDelegate(_Cells(look, self))
        painted_rows(self, ROW_HEIGHT)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.horizontalHeader().setMinimumSectionSize(_WIDTHS[TICK])
        column_widths(self, _WIDTHS, STATE)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(lambda _index: self.entered.emit())
        self.selectionModel().currentRowChanged.connect(lambda _now, _before: self.line_chosen.emit())

    def show_lines(self, lines: tuple[ReportLine, ...]) -> None:
        """Show lines; at first the one that wants something is current."""
        fresh = [line.key for line in lines] != [line.key for line in self.report.lines]
        self.report.show_lines(lines)
        if fresh and lines:
            first = next((place for place, line in enumerate(lines) if line.standing in OPEN), 0)
            self.setCurrentIndex(self.report.index(first, TEST))

    def line(self) -> ReportLine | None:
        """The current line."""
        place = self.currentIndex().row()
        return self.report.lines[place] if 0 <= place < len(self.report.lines) else None

    def go_to(self, key: str) -> None:
        """Make another line the current one."""
        for place, line in enumerate(self.report.lines):
            if line.key == key:
                self.setCurrentIndex(self.report.index(place, TEST))

    def next_open(self) -> bool:
        """Go on to the next line that wants something, from the top again; False when none is left."""
        lines, here = self.report.lines, self.currentIndex().row()
        for step in range(1, len(lines) + 1):
            place = (here + step) % len(lines)
            if lines[place].standing in OPEN:
                self.setCurrentIndex(self.report.index(place, TEST))
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks the current line, Enter goes to its fields."""
        if event.key() == Qt.Key.Key_Space:
            self._toggle(self.line())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == TICK:
            self._toggle(self.report.lines[index.row()])

    def _toggle(self, line: ReportLine | None) -> None:
        if line is not None and line.may_tick:
            self.ticked.emit(line.key, not line.ticked)


def number_words(line: ReportLine) -> str:
    """Where a line stands in the file."""
    return fill(translate("LabImport", "line %1"), line.number)
