"""The entry grid: real row widgets in a scroll area, kept for as long as the form is on the screen.

Owns movement between rows and the order of Tab. A render changes rows in place; it never takes the focus away.
"""

from itertools import pairwise

from PySide6.QtCore import QMimeData, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.look import Look
from ui.theme import fonts
from ui.visit.acts import FieldLeft
from ui.visit.columns import Columns
from ui.visit.field import ResultField
from ui.visit.report_file import is_report
from ui.visit.row import DAY, ItemRowWidget, RowsBody, dots
from ui.visit.state import ItemRow
from ui.visit.table_field import TableField
from ui.widgets.labels import label

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class ColumnHead(QWidget):
    """The words above the columns, as wide as the rows below it."""

    def __init__(self, look: Look, columns: Columns) -> None:
        super().__init__()
        self._look = look
        self._columns = columns
        self.inset = 0
        self._legend = False
        self.setFixedHeight(26)

    def say_unconfirmed(self, shown: bool) -> None:
        """Say what the dots mean, while there are any."""
        if shown != self._legend:
            self._legend = shown
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write each word on the edge its column is set on."""
        painter = QPainter(self)
        painter.setFont(fonts.font(fonts.HINT))
        painter.setPen(QColor(self._look.tokens.text_3))
        rects = self._columns.rects(self.width() - self.inset, self.height() - 1)
        words = (
            ("label", self.tr("Item"), _LEFT),
            ("result", self.tr("Result"), _RIGHT),
            ("unit", self.tr("Unit"), _LEFT),
            ("flag", self.tr("Flag"), _LEFT),
            ("reference", self.tr("Reference"), _RIGHT),
            ("previous", self.tr("Previous · day"), _RIGHT),
        )
        for name, word, align in words:
            painter.drawText(rects[name], align, word)
        if self._legend:
            self._paint_legend(painter, rects["label"])
        change = rects["change"]
        painter.drawText(QRect(change.x(), change.y(), DAY, change.height()), _RIGHT, self.tr("Change"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(self._look.tokens.line))
        painter.end()

    def _paint_legend(self, painter: QPainter, rect: QRect) -> None:
        """The word for the dots, with dots under it, at the right of the item column."""
        word = self.tr("unconfirmed")
        wide = painter.fontMetrics().horizontalAdvance(word)
        painter.drawText(rect, _RIGHT, word)
        y = rect.center().y() + painter.fontMetrics().height() // 2
        dots(painter, rect.right() + 1 - wide, y, wide, self._look.tokens.text_3)


class EntryGrid(QFrame):
    """Rows of one form. `acted` carries payloads of `ui.visit.acts`; `passed_end` +1 below the last row, -1 above.

    `report_dropped` carries the path of a laboratory report that was dropped here.
    """

    acted = Signal(object)
    edited = Signal(str, str)
    focused = Signal(str)
    explaining = Signal(str, str, str)
    """A half-typed explanation: the row's key, the check it is about, the text."""
    conflict_opened = Signal(str)
    passed_end = Signal(int)
    log_opened = Signal(str)
    """The address key of the log that a row stands for."""
    report_dropped = Signal(str)
    rows_wanted = Signal(str)
    """The key of a row with a table for which rows of its log are to be chosen."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._columns = Columns()
        self._rows: dict[str, ItemRowWidget] = {}
        self._form = ""
        self._stepped: tuple[str, QWidget | None] = ("", None)
        """The row left last, and where that led: questions that come to apply in between are gone to."""
        self._at = ""
        self._turn = 0
        self.setProperty("ground", "surface")
        self._head = ColumnHead(look, self._columns)
        self._body = RowsBody()
        self._body.setProperty("ground", "surface")
        self._lines = QVBoxLayout(self._body)
        self._lines.setContentsMargins(0, 2, 0, 8)
        self._lines.setSpacing(0)
        self._lines.addStretch(1)
        self._empty = label("", "body", "text_2", wrap=True)
        self._empty.setContentsMargins(16, 12, 16, 12)
        self._empty.hide()
        self._lines.insertWidget(0, self._empty)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._body)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._head.inset = self._area.verticalScrollBar().sizeHint().width()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._area, 1)

    def show_rows(self, form: str, rows: tuple[ItemRow, ...], focus: str) -> None:
        """Show `rows` of the form whose key is `form`; `focus` (a key or "") counts only when the form is new here."""
        self._turn += 1
        turn = self._turn
        before, current = list(self._rows), self.current()
        self._hand_over_going(rows)
        if turn != self._turn:
            return  # what was handed over has brought a newer state already
        fresh = form != self._form
        self._form = form
        made: set[str] = set()
        if fresh or [row.key for row in rows] != list(self._rows) or self._other_kinds(rows):
            made = self._arrange(rows)
        self._head.say_unconfirmed(any(map(_dotted, rows)))
        for row in rows:
            if row.key not in made:
                self._rows[row.key].show_row(row)
        if fresh:
            self._stepped, self._at = ("", None), ""
            self._chain()
            self._area.verticalScrollBar().setValue(0)
            self._focus_first(rows, focus)
        else:
            self._follow(before, current.key if current is not None else "")

    def _follow(self, before: list[str], current: str) -> None:
        """Keep the person where the form goes on: past a row that no longer applies, to one that now does."""
        keys = list(self._rows)
        if current and current not in keys:
            rest = [key for key in before[before.index(current) :] if key in keys] or keys[-1:]
            self.go_to(rest[0] if rest else "")
            return
        start, landed = self._stepped
        if start not in keys or landed is None or QApplication.focusWidget() is not landed:
            return
        following = keys[keys.index(start) + 1 :]
        if following and following[0] not in before and not (isinstance(landed, ResultField) and landed.dirty):
            self._stepped = ("", None)
            self.go_to(following[0])

    def say_empty(self, words: str) -> None:
        """Why there may be no rows; "" where that needs no words."""
        self._empty.setText(words)
        self._empty.setVisible(bool(words))

    def row(self, key: str) -> ItemRowWidget | None:
        """The row of that key, if the form has it."""
        return self._rows.get(key)

    def current(self) -> ItemRowWidget | None:
        """The row in which the focus is, its strips included."""
        focus = QApplication.focusWidget()
        if focus is None:
            return None
        return next((row for row in self._rows.values() if row.isAncestorOf(focus)), None)

    def go_to(self, key: str) -> bool:
        """Put the focus into a row's field; False when the row is not of the form that is shown."""
        row = self._rows.get(key)
        if row is None:
            return False
        row.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        row.field.selectAll()
        # A form that was just put up has its rows in their places only after this turn of the loop.
        QTimer.singleShot(0, self, self._show_current)
        return True

    def _show_current(self) -> None:
        row = self.current()
        if row is not None:
            self._area.ensureWidgetVisible(row, 0, 48)

    def go_back(self) -> None:
        """Put the focus where it was last in this form."""
        self.go_to(self._at or next(iter(self._rows), ""))

    def step_from(self, key: str, step: int) -> None:
        """From a row to the next (+1) or previous (-1) one in which something can be typed."""
        rows = list(self._rows.values())
        if key not in self._rows:
            return  # what was left there took its own question away
        place = list(self._rows).index(key) + step
        while 0 <= place < len(rows) and not rows[place].stops:
            place += step
        if 0 <= place < len(rows):
            rows[place].field.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.passed_end.emit(step)
            self._stepped = (key, QApplication.focusWidget()) if step > 0 else ("", None)

    def hand_over(self) -> None:
        """What is typed in the field that has the focus is handed over, as if it were left."""
        row = self.current()
        if row is not None:
            row.field.hand_over()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one laboratory report that lies on this computer."""
        if _report(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand over the report."""
        path = _report(event.mimeData())
        if path:
            event.acceptProposedAction()
            self.report_dropped.emit(path)

    def _focus_first(self, rows: tuple[ItemRow, ...], focus: str) -> None:
        free = [row for row in rows if row.state != "readonly" and row.applies and row.kind != "table"]
        empty = next((row.key for row in free if row.state == "empty"), free[0].key if free else "")
        self.go_to(focus or empty)

    def _other_kinds(self, rows: tuple[ItemRow, ...]) -> bool:
        return any(self._rows[row.key].kind != row.kind for row in rows if row.key in self._rows)

    def _hand_over_going(self, rows: tuple[ItemRow, ...]) -> None:
        kinds = {row.key: row.kind for row in rows}
        for key, widget in list(self._rows.items()):
            if kinds.get(key) != widget.kind:
                widget.field.hand_over()

    def _arrange(self, rows: tuple[ItemRow, ...]) -> set[str]:
        """Keep the widgets of rows that stay, make the new ones, let the others go. Which rows were made."""
        kinds = {row.key: row.kind for row in rows}
        for key, widget in list(self._rows.items()):
            if kinds.get(key) != widget.kind:
                self._lines.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
                self._rows.pop(key, None)
        made = {row.key for row in rows} - set(self._rows)
        self._rows = {row.key: self._rows.get(row.key) or self._make(row) for row in rows}
        for place, widget in enumerate(self._rows.values(), start=1):
            self._lines.insertWidget(place, widget)
        self._chain()
        return made

    def _make(self, row: ItemRow) -> ItemRowWidget:
        widget = ItemRowWidget(self._look, self._columns, row)
        # A file dropped on a field belongs to the grid; the field would take its path for a result.
        widget.field.setAcceptDrops(False)
        key = row.key
        widget.field.left.connect(lambda typed: self.acted.emit(FieldLeft(key, typed, widget.field.came)))
        widget.field.textEdited.connect(lambda text: self.edited.emit(key, text))
        widget.field.moved.connect(lambda step: self.step_from(key, step))
        widget.field.focused.connect(lambda: self._on_focus(key))
        widget.field.blurred.connect(widget.update)
        if isinstance(widget.field, TableField):
            widget.field.opened.connect(lambda: self.log_opened.emit(widget.row.opens))
            widget.field.choosing.connect(lambda: self.rows_wanted.emit(key))
        widget.strips.acted.connect(self.acted)
        widget.strips.explaining.connect(lambda check, text: self.explaining.emit(key, check, text))
        widget.strips.conflict_opened.connect(self.conflict_opened)
        widget.strips.retyped.connect(widget.field.offer)
        widget.strips_changed.connect(self._chain)
        return widget

    def _on_focus(self, key: str) -> None:
        row = self._rows.get(key)
        if row is not None:
            self._remember_step(key, row.field)
            row.update()
            self._area.ensureWidgetVisible(row, 0, 48)
            self.focused.emit(key)

    def _remember_step(self, key: str, field: QWidget) -> None:
        """Going from a row to the very next one where the keyboard stops is a step, by whatever key."""
        keys, start = list(self._rows), self._at
        self._at = key
        if start not in keys or keys.index(start) >= keys.index(key):
            self._stepped = ("", None)
            return
        between = keys[keys.index(start) + 1 : keys.index(key)]
        self._stepped = ("", None) if any(self._rows[each].stops for each in between) else (start, field)

    def _chain(self) -> None:
        """Tab goes field, its strips, next field: strips made later would else come last."""
        chain: list[QWidget] = []
        for row in self._rows.values():
            chain += [row.field, *row.strips.inputs()]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)


def _report(data: QMimeData) -> str:
    """The path of the one laboratory report that is being dragged; "" for anything else."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and is_report(paths[0]) else ""


def _dotted(row: ItemRow) -> bool:
    """Whether something of the row stands over dots."""
    return row.unconfirmed or row.reference_unconfirmed or row.answer_doubt is not None
