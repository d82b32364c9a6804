"""Today: what is overdue, due and coming of all children at the left, what needs somebody at the right."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QStackedWidget, QTableView, QVBoxLayout

from ui.language import fill
from ui.look import Look
from ui.today.delegate import ROW_HEIGHT, TodayDelegate
from ui.today.model import CHILD, COLUMNS, DONE, LINE, STATUS, WHAT, WHEN, WINDOW, TodayModel
from ui.today.needs import Needs
from ui.today.outcomes import KEY, OutcomesLine
from ui.today.state import AXIS, TodayRow, TodayState
from ui.view import View
from ui.widgets.cards import EmptyState, MessageStrip
from ui.widgets.labels import label
from ui.widgets.reading import Reading
from ui.widgets.tables import column_widths, painted_rows

_WIDTHS = {CHILD: 150, WHAT: 220, WHEN: 130, DONE: 140, STATUS: 120}


class TodayView(View[TodayState]):
    """`opened` carries an address key, `need_chosen` a Need."""

    opened = Signal(str)
    need_chosen = Signal(object)
    children_asked = Signal()
    outcomes_asked = Signal()
    letter_asked = Signal(str)
    """The address key of the row that was chosen when Ctrl+P was pressed."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.model = TodayModel(look, self)
        self._title = label("", "title", bold=True)
        self._date = label("", tone="text_2")
        self._key = label("", "hint", "text_2")
        self._names = MessageStrip(look)
        self.reading = Reading(look)
        self.table = QTableView()
        self.empty = EmptyState(look, "today")
        self._stack = QStackedWidget()
        self.outcomes = OutcomesLine(look)
        self.needs = Needs(look)
        self._build()
        self._build_table()
        self.empty.asked.connect(self.children_asked)
        self.needs.chosen.connect(self.need_chosen)
        self.table.doubleClicked.connect(self._open)
        self.outcomes.opened.connect(self.outcomes_asked)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (("Ctrl+P", self._ask_letter), (KEY, self._ask_outcomes)):
            QShortcut(QKeySequence(keys), self, context=inside).activated.connect(act)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 14, 24, 14)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._date)
        head.addStretch()
        head.addWidget(self._key)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(head)
        left.addWidget(self._names)
        left.addWidget(self.reading)
        for page in (self.table, self.empty):
            self._stack.addWidget(page)
        left.addWidget(self._stack, 1)
        left.addWidget(self.outcomes)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.needs)

    def _build_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setItemDelegate(TodayDelegate(self.look, self.model, table))
        painted_rows(table, ROW_HEIGHT, spread=True)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        column_widths(table, _WIDTHS, WINDOW)
        table.installEventFilter(self)
        self.setFocusProxy(table)

    def _show(self, state: TodayState) -> None:
        place, scrolled = self.chosen(), self.table.verticalScrollBar().value()
        self._title.setText(self.tr("Today"))
        self._date.setText(f"{state.today.isoformat()} {self.look.text(state.weekday)}")
        first, last = AXIS
        self._key.setText(fill(self.tr("the line is today; the bar spans %1 to +%2 days"), first, last))
        self._names.setVisible(state.names_hidden is not None)
        if state.names_hidden is not None:
            self._names.say(self.look.text(state.names_hidden), icon="key")
        self.model.show_state(state)
        self.table.clearSpans()
        for row in self.model.groups():
            self.table.setSpan(row, 0, 1, COLUMNS)
        self._say_empty(state)
        self._stack.setCurrentWidget(self.table if state.rows else self.empty)
        self._key.setVisible(bool(state.rows))
        if state.rows:
            self.table.setCurrentIndex(self.model.place_of(place))
            self.table.verticalScrollBar().setValue(scrolled)
        self.reading.show_far(state.children - state.unread, state.children)
        self.table.setAccessibleName(self.tr("What is due"))
        self.outcomes.show_sums(state.outcomes, state.unread)
        # Nobody is told that nothing waits before everybody was looked at.
        self.needs.show_needs(state.needs, state.loading or bool(state.unread))

    def _say_empty(self, state: TodayState) -> None:
        if state.loading or state.unread:
            self.empty.say(self.tr("Looking what is due…"), "", "")
            return
        self.empty.say(
            self.tr("Nothing is due in the next %n days", "", state.ahead),
            self.tr(
                "Visits, consents and reports that are overdue, due or coming stand here as soon as there are some."
            ),
            self.tr("All children") if state.children else self.tr("Enrol the first child"),
        )

    def chosen(self) -> str:
        """The address key of the row that is chosen; "" for none."""
        line = self.table.currentIndex().data(LINE)
        return line.place if isinstance(line, TodayRow) else ""

    def _open(self, index: QModelIndex) -> None:
        line = index.data(LINE)
        if isinstance(line, TodayRow):
            self.opened.emit(line.place)

    def _ask_letter(self) -> None:
        if self.chosen():
            self.letter_asked.emit(self.chosen())

    def _ask_outcomes(self) -> None:
        if self.outcomes.isVisible():
            self.outcomes_asked.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on a row opens it; the table itself would start an edit."""
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        pressed = watched is self.table and event.type() is QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in enter:
            self._open(self.table.currentIndex())
            return True
        return super().eventFilter(watched, event)
