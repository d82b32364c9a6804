"""The page of a child's logs: the logs with their counts at the left, the rows of one log, open ones on top.

State in, signals out. Enter opens a row at the bedside, N begins one, L leads to the prescription line; E, C and S
edit, change and stop the chosen medicine there, Ctrl+Z takes that back; Alt+number turns to a log, Esc goes back.
"""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from study.text import Text
from ui.language import fill
from ui.logs.dose_card import PANE, DosePane
from ui.logs.order_line import OrderLine
from ui.logs.state import LineState, LogRow, LogsState, LogTab
from ui.look import Look
from ui.view import View
from ui.visit.reason_dialog import ReasonDialog
from ui.widgets.buttons import Button, KeyHint
from ui.widgets.cards import EmptyState, MessageStrip
from ui.widgets.grouped import Cell, Column, GroupedTable, GroupLine, RowLine
from ui.widgets.labels import CutLabel, label, retone
from ui.widgets.state import Tone

_TABS = 204
_DIGITS = "1234567890"
_ACTS = {"E": "edit", "C": "change", "S": "stop"}


class LogsView(View[LogsState]):
    """`turned` carries a log's code, `opened` a row's address key, `begun` the code of the log that gets a row.

    `acted` carries what is to be done to a row through the line and the row's key, `reasoned` why it changes.
    """

    turned = Signal(str)
    acted = Signal(str, str)
    reasoned = Signal(str)
    undo_asked = Signal()
    opened = Signal(str)
    begun = Signal(str)
    child_opened = Signal(str)
    back_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.setProperty("ground", "bg")
        self.back = Button(look, "quiet", "small", "back")
        self._code = label("", "title", bold=True)
        self._name = label("", "title")
        self._about = label("", "body", "text_2")
        self._day = label("", "body", bold=True)
        self.child = Button(look, "plain")
        self.tabs = GroupedTable(look)
        self._title = label("", "pane", bold=True)
        self._summary = CutLabel("hint", "text_2")
        self.add = Button(look, "primary", icon="plus")
        self._hint = KeyHint("N")
        self.aside = MessageStrip(look)
        self.aside.hide()
        self.line = OrderLine(look)
        self.table = GroupedTable(look, fits=True)
        self.empty = EmptyState(look, "file")
        self._stack = QStackedWidget()
        self.dose = DosePane(look)
        self._showing = False
        self._compose()
        self._connect()

    def _compose(self) -> None:
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        self.tabs.setFixedWidth(_TABS)
        self.tabs.horizontalHeader().hide()
        body.addWidget(self.tabs)
        body.addLayout(self._log(), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head())
        whole.addWidget(self.aside)
        whole.addLayout(body, 1)
        self.setFocusProxy(self.table)

    def _head(self) -> QWidget:
        band = QFrame()
        band.setProperty("part", "band")
        band.setFixedHeight(56)
        row = QHBoxLayout(band)
        row.setContentsMargins(10, 0, 16, 0)
        row.setSpacing(12)
        self.back.setFixedWidth(28)
        for part in (self.back, self._code, self._name, self._about, self._day):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.child)
        return band

    def _log(self) -> QVBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(24, 12, 16, 10)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._summary, 1)
        head.addWidget(self._hint)
        head.addWidget(self.add)
        for page in (self.table, self.empty):
            self._stack.addWidget(page)
        above = QHBoxLayout()
        above.setContentsMargins(24, 0, 16, 10)
        above.addWidget(self.line)
        rows = QHBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(self._stack, 1)
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 0, 16, 16)
        self._beside = QScrollArea()
        self._beside.setWidgetResizable(True)
        self._beside.setFrameShape(QFrame.Shape.NoFrame)
        self._beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._beside.setFixedWidth(PANE)
        self._beside.setWidget(self.dose)
        self.dose.setProperty("ground", "bg")
        beside.addWidget(self._beside)
        rows.addLayout(beside)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(above)
        column.addLayout(rows, 1)
        return column

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_asked)
        self.child.clicked.connect(lambda: self.child_opened.emit(self.state.header.subject if self.state else ""))
        self.tabs.selectionModel().currentRowChanged.connect(lambda _now, _before: self._turn())
        self.tabs.entered.connect(lambda _code: self.table.setFocus())
        self.table.entered.connect(self.opened)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_line())
        self.line.left.connect(self.table.setFocus)
        self.line.acted.connect(self._act)
        self.line.undo_asked.connect(self.undo_asked)
        self.add.clicked.connect(self._begin)
        self.empty.asked.connect(self._begin)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("N"), self, context=within).activated.connect(self._begin)
        QShortcut(QKeySequence("L"), self, context=within).activated.connect(self._to_line)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, context=within).activated.connect(self._undo)
        for key, code in _ACTS.items():
            QShortcut(QKeySequence(key), self, context=within).activated.connect(lambda code=code: self._act(code))
        for place, digit in enumerate(_DIGITS):
            shortcut = QShortcut(QKeySequence(f"Alt+{digit}"), self, context=within)
            shortcut.activated.connect(lambda place=place: self._turn_to(place))

    def _turn(self) -> None:
        code = self.tabs.chosen()
        if not self._showing and code and self.state is not None and code != self.state.chosen:
            self.turned.emit(code)

    def _turn_to(self, place: int) -> None:
        tabs = self.state.tabs if self.state is not None else ()
        if place < len(tabs):
            self.turned.emit(tabs[place].code)

    def _begin(self) -> None:
        if self.state is not None and self.state.may_edit and self.state.chosen:
            self.begun.emit(self.state.chosen)

    def _to_line(self) -> None:
        if self.line.isVisible():
            self.line.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _act(self, code: str) -> None:
        """Do something to the chosen row through the line, with the keyboard in it."""
        key = self.table.chosen()
        if self.line.isVisible() and key:
            self.acted.emit(code, key)
            if self.state is not None and self.state.line is not None and self.state.line.act is not None:
                self.line.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _undo(self) -> None:
        """Only where the line stands: what is taken back is seen to go."""
        if self.line.isVisible():
            self.undo_asked.emit()

    def ask_reason(self, row: Text) -> None:
        """Ask in words why a row changes that was completed or signed."""
        about = self.tr("The row was completed or signed. The reason is kept with the change.")
        dialog = ReasonDialog(self.look, self.look.text(row), self, about=about, act=self.tr("Record"))
        dialog.given.connect(self.reasoned)
        dialog.open()

    def show_line(self, line: LineState) -> None:
        """Show what was read of the prescription line; the rest of the page stays."""
        if self.state is not None:
            self.state = replace(self.state, line=line)
            self._show_line()

    def _show_line(self) -> None:
        """What is odd of the chosen row; the line, and while it is empty that row written out as one."""
        if self._showing or self.state is None:
            return
        line, chosen = self.state.line, self.table.chosen()
        row = next((row for row in self.state.rows if row.key == chosen), None)
        odd = row.odd if row is not None else None
        retone(self._summary, "amber" if odd is not None else "text_2")
        said = odd or self.state.summary
        self._summary.say(self.look.text(said) if said is not None else "")
        self.line.setVisible(line is not None)
        if line is not None:
            self.line.show_line(line, self.look.text(row.line) if row is not None and row.line is not None else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)

    def _show(self, state: LogsState) -> None:
        text, header = self.look.text, state.header
        self._code.setText(header.code)
        self._name.setText(header.name)
        self._name.setVisible(bool(header.name))
        self._about.setText(text(header.about))
        self._day.setText(header.day)
        self.aside.warn(header.aside)
        self.back.setAccessibleName(self.tr("Back"))
        self.back.setToolTip(self.tr("Back"))
        self.child.say(self.tr("The child's page"))
        self._show_tabs(state)
        tab = next((tab for tab in state.tabs if tab.code == state.chosen), None)
        title = text(tab.label) if tab is not None else ""
        self._title.setText(title)
        self.add.say(self.tr("New row"))
        self.add.setVisible(state.may_edit)
        self._hint.setVisible(state.may_edit)
        self.table.setAccessibleName(title)
        self._showing = True
        self.table.show_lines(self._columns(state), tuple(self._lines(state)))
        self._showing = False
        self._show_line()
        self.empty.say(
            fill(self.tr("%1: nothing yet"), title) if title else "",
            text(state.purpose) if state.purpose is not None else "",
            self.tr("New row") if state.may_edit and not state.loading else "",
        )
        self._stack.setCurrentWidget(self.table if state.rows else self.empty)
        self._beside.setVisible(state.dose is not None or state.line is not None)
        self.dose.show_dose(state.dose)
        self.dose.show_ways(state.line is not None)

    def _show_tabs(self, state: LogsState) -> None:
        self._showing = True
        self.tabs.setAccessibleName(self.tr("The child's logs"))
        lines = tuple(self._tab(tab) for tab in state.tabs)
        self.tabs.show_lines((Column(""), Column("", 66, right=True)), lines)
        self.tabs.setCurrentIndex(self.tabs.rows.place_of(state.chosen))
        self._showing = False

    def _tab(self, tab: LogTab) -> RowLine:
        label = self.look.text(tab.label)
        open_ = fill(self.tr("%1 open of %2"), tab.going, tab.count) if tab.going else ""
        count = f"{tab.going} / {tab.count}" if tab.going else str(tab.count) if tab.count else ""
        tone = Tone.AMBER if tab.late else Tone.QUIET
        return RowLine(
            tab.code,
            (Cell(label, strong=bool(tab.going)), Cell(count, tone, strong=tab.late)),
            over=not tab.count,
            hint=f"{label} {open_ or count}".strip(),
        )

    def _columns(self, state: LogsState) -> tuple[Column, ...]:
        return tuple(Column(self.look.text(column.head), column.width, column.right) for column in state.columns)

    def _lines(self, state: LogsState) -> list[GroupLine | RowLine]:
        """Open ones on top where the log's rows have an end."""
        if state.groups is None:
            return [self._row(row) for row in state.rows]
        lines: list[GroupLine | RowLine] = []
        for title, over in zip(state.groups, (False, True), strict=True):
            found = [row for row in state.rows if row.over is over]
            if found:
                lines += [GroupLine(self.look.text(title), len(found)), *map(self._row, found)]
        return lines

    def _row(self, row: LogRow) -> RowLine:
        text = self.look.text
        tone = Tone.AMBER if row.odd is not None else Tone.PLAIN
        cells = (Cell(text(cell), tone if not place else Tone.PLAIN, strong=not place)
                 for place, cell in enumerate(row.cells))  # fmt: skip
        return RowLine(row.key, tuple(cells), row.over, text(row.odd) if row.odd is not None else "")
