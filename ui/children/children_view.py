"""All children of the site: filter, groups, the table, and the way to enrol one; quick with thousands of rows."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedWidget, QTableView, QVBoxLayout

from ui.children.delegate import ROW_HEIGHT, ChildrenDelegate, ChildrenHeader
from ui.children.legend import Legend
from ui.children.model import AGE, CODE, DAY, NAME, NEXT, ROW, SEX, ChildrenFilter, ChildrenModel, in_group
from ui.children.state import ChildrenState, ChildRow
from ui.look import Look
from ui.view import View
from ui.widgets.buttons import Button
from ui.widgets.cards import EmptyState, MessageStrip
from ui.widgets.fields import Line
from ui.widgets.labels import label
from ui.widgets.reading import Reading
from ui.widgets.segmented import Segmented
from ui.widgets.state import Tone
from ui.widgets.tables import painted_rows

_WIDTHS = {CODE: 96, NAME: 84, SEX: 48, AGE: 52, DAY: 78, NEXT: 152}
_MEASURE = 126
_GROUPS = ("all", "followed", "needs", "ended")


class ChildrenView(View[ChildrenState]):
    """`child_opened` carries a SubjectId. `stop_asked`: leave the rest unread; `go_on_asked`: read it after all."""

    child_opened = Signal(str)
    enrol_asked = Signal()
    cohort_asked = Signal()
    stop_asked = Signal()
    go_on_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.model = ChildrenModel(look, self)
        self.filter = ChildrenFilter(self)
        self.filter.setSourceModel(self.model)
        self._title = label("", "title", bold=True)
        self._count = label("", tone="text_2")
        self.search = Line()
        self.groups = Segmented()
        self.enrol = Button(look, "primary", "normal", "plus")
        self.cohort = Button(look)
        self._names = MessageStrip(look)
        self._too_many = MessageStrip(look)
        self.reading = Reading(look)
        self.table = QTableView()
        self._legend = Legend(look)
        self.empty = EmptyState(look, "children")
        self.nothing = EmptyState(look, "filter")
        self._stack = QStackedWidget()
        self._sized: tuple[int, ...] = ()
        self._build()
        self._build_table()
        self._connect()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 0, 24, 0)
        head.setSpacing(12)
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(220)
        self.search.setClearButtonEnabled(True)
        for part in (self._title, self._count):
            head.addWidget(part)
        head.addStretch()
        for widget in (self.search, self.groups, self.cohort, self.enrol):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(14)
        column.addWidget(self._names)
        column.addWidget(self._too_many)
        column.addWidget(self.reading)
        for page in (self.table, self.empty, self.nothing):
            self._stack.addWidget(page)
        column.addWidget(self._stack, 1)
        column.addWidget(self._legend)

    def _build_table(self) -> None:
        table = self.table
        table.setModel(self.filter)
        table.setItemDelegate(ChildrenDelegate(self.look, self.model, table))
        table.setHorizontalHeader(ChildrenHeader(self.look, table))
        table.setSortingEnabled(True)
        table.sortByColumn(CODE, Qt.SortOrder.AscendingOrder)
        painted_rows(table, ROW_HEIGHT)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.horizontalHeader().setStretchLastSection(True)
        table.installEventFilter(self)
        self.setFocusProxy(table)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._filter())
        self.search.returnPressed.connect(self._first)
        self.groups.chosen.connect(lambda _group: self._filter())
        self.enrol.clicked.connect(self.enrol_asked)
        self.cohort.clicked.connect(self.cohort_asked)
        self.empty.asked.connect(self.enrol_asked)
        self.nothing.asked.connect(self._clear)
        self.reading.stop_asked.connect(self.stop_asked)
        self.reading.go_on_asked.connect(self.go_on_asked)
        self.table.doubleClicked.connect(self._open)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self.search.setFocus)
        find.activated.connect(self.search.selectAll)

    def show_far(self, read: int, of: int) -> None:
        """So many of all children are read; those that are shown can be used meanwhile."""
        self.reading.show_far(read, of)

    def show_stopped(self) -> None:
        """The rest is left unread until somebody goes on."""
        self.reading.show_stopped()

    def _show(self, state: ChildrenState) -> None:
        selected, place = self.selected() or state.selected, self.table.verticalScrollBar().value()
        self.filter.hold(self.search.text(), self.groups.current() or "all")
        self.model.show_state(state)
        self._words(state)
        self.reading.show_far(len(state.rows), len(state.rows) + state.unread)
        self._filter()
        if len(self._sized) != self.model.columnCount():
            # Once: what a person dragged stays when the children are read again.
            self.widen((*_WIDTHS.values(), *(_MEASURE for _ in state.columns), 0))
        self.table.setColumnHidden(NAME, state.names_hidden is not None)
        self.select(selected)
        self.table.verticalScrollBar().setValue(place)

    def widen(self, widths: tuple[int, ...]) -> None:
        """Px of each column; 0 leaves one as it is. Widths of another number of columns are of another study."""
        if len(widths) == self.model.columnCount():
            self._sized = widths
            for column, width in enumerate(widths):
                if width and not self.table.isColumnHidden(column):
                    self.table.setColumnWidth(column, width)

    def widths(self) -> tuple[int, ...]:
        """Px of each column; 0 for one that is hidden."""
        return tuple(self.table.columnWidth(column) for column in range(self.model.columnCount()))

    def _words(self, state: ChildrenState) -> None:
        self._title.setText(self.tr("Children"))
        self._show_count(state)
        self.search.setPlaceholderText(self.tr("Filter: code, name…"))
        self.search.setAccessibleName(self.tr("Filter the children by code or name"))
        self.search.setToolTip("Ctrl+F")
        self.enrol.say(self.tr("Enrol a child"))
        self.enrol.setVisible(state.may_enrol)
        self.cohort.say(self.tr("Charts of all"))
        self.cohort.setEnabled(bool(state.rows))
        self.table.setAccessibleName(self.tr("Children of this site"))
        unjudged = (column.label for column in state.columns if not column.judged)
        self._legend.retranslate(tuple(map(self.look.text, unjudged)))
        words = {
            "all": self.tr("All"),
            "followed": self.tr("In follow-up"),
            "needs": self.tr("Need you"),
            "ended": self.tr("Ended"),
        }
        counts = {group: sum(in_group(row, group) for row in state.rows) for group in _GROUPS}
        current = self.groups.current() or "all"
        self.groups.offer([(group, f"{words[group]} {counts[group]}") for group in _GROUPS], current)
        self._names.setVisible(state.names_hidden is not None)
        if state.names_hidden is not None:
            self._names.say(self.look.text(state.names_hidden), icon="key")
        self.empty.say(
            self.tr("Loading the children…") if state.loading else self.tr("No child is enrolled at this site yet"),
            self.tr("This table shows every child with age, study day, next visit and the last kidney values."),
            self.tr("Enrol the first child") if state.may_enrol and not state.loading else "",
        )
        self.nothing.say(
            self.tr("No child matches the filter"),
            self.tr("All children are still here; only the filter hides them."),
            self.tr("Clear the filter"),
        )

    def _show_count(self, state: ChildrenState) -> None:
        """How many children there are, of the planned number; more than planned is said and stops nobody."""
        here = self.tr("%n at this site", "", len(state.rows))
        recruited = self.look.text(state.recruited) if state.recruited is not None else ""
        self._count.setText(" · ".join(part for part in (here, recruited) if part))
        self._count.setToolTip(self.look.text(state.sharing) if state.sharing is not None else "")
        self._too_many.setVisible(state.too_many is not None)
        if state.too_many is not None:
            self._too_many.say(self.look.text(state.too_many), tone=Tone.AMBER)

    def _filter(self) -> None:
        selected = self.selected()
        self.filter.look_for(self.search.text(), self.groups.current() or "all")
        self.select(selected)
        if self.model.rowCount() == 0:
            self._stack.setCurrentWidget(self.empty)
        else:
            self._stack.setCurrentWidget(self.table if self.filter.rowCount() else self.nothing)
        self._legend.setVisible(self._stack.currentWidget() is self.table)

    def _clear(self) -> None:
        self.groups.choose("all")
        self.search.clear()
        self._filter()

    def selected(self) -> str | None:
        """The subject of the row that is selected."""
        row = self.table.currentIndex().data(ROW)
        return row.subject if isinstance(row, ChildRow) else None

    def select(self, subject: str | None) -> None:
        """Select the row of a child, or the first one."""
        index = self.filter.mapFromSource(self.model.place_of(subject or ""))
        self.table.setCurrentIndex(index if index.isValid() else self.filter.index(0, CODE))

    def _first(self) -> None:
        """Enter in the filter: open the only child left, else go to the table."""
        if self.filter.rowCount() == 1:
            self._open(self.filter.index(0, 0))
        elif self.filter.rowCount():
            self.select(None)
            self.table.setFocus()

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, ChildRow):
            self.child_opened.emit(row.subject)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on a row opens it; the table itself would start an edit."""
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        pressed = watched is self.table and event.type() is QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in enter:
            self._open(self.table.currentIndex())
            return True
        return super().eventFilter(watched, event)
