"""The room of queries: the filter and the table at the left, the thread of the current query at the right."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from ui.audit.picker import Picker
from ui.look import Look
from ui.queries.state import Age, Filter, QueriesState, Standing
from ui.queries.table import QueriesTable
from ui.queries.thread import ThreadPane
from ui.view import View
from ui.widgets.cards import EmptyState, MessageStrip
from ui.widgets.labels import label
from ui.widgets.reading import Reading
from ui.widgets.segmented import Segmented

_ALL = "all"


class QueriesView(View[QueriesState]):
    """`filtered` carries a Filter, `chosen` a query id, `said` a Said, `typed` a Typed, `opened` an address key."""

    filtered = Signal(object)
    chosen = Signal(str)
    said = Signal(object)
    typed = Signal(object)
    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._filter = Filter()
        self._title = label("", "title", bold=True)
        self.standings, self.ages = Segmented(), Segmented()
        self.child, self.form = Picker(look), Picker(look)
        self._names = MessageStrip(look)
        self.reading = Reading(look)
        self.table = QueriesTable(look)
        self.empty = EmptyState(look, "queries")
        self._stack = QStackedWidget()
        self.thread_pane = ThreadPane(look)
        self._compose()
        self._connect()

    def _compose(self) -> None:
        # Made before they have a place, so that Tab comes to them where they are put.
        self._segments(QueriesState())
        head = QHBoxLayout()
        head.setContentsMargins(24, 14, 16, 6)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self.standings)
        tools = QHBoxLayout()
        tools.setContentsMargins(24, 4, 16, 10)
        tools.setSpacing(8)
        for picker, width in ((self.child, 130), (self.form, 190)):
            picker.setMinimumWidth(90)
            picker.setMaximumWidth(width)
            tools.addWidget(picker, width)
        tools.addWidget(self.ages)
        tools.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(head)
        left.addLayout(tools)
        left.addWidget(self._names)
        left.addWidget(self.reading)
        for page in (self.table, self.empty):
            self._stack.addWidget(page)
        left.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.thread_pane)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.standings.chosen.connect(lambda key: self._change(standing=None if key == _ALL else Standing(key)))
        self.ages.chosen.connect(lambda key: self._change(age=Age(key)))
        self.child.picked.connect(lambda code: self._change(child=code))
        self.form.picked.connect(lambda code: self._change(form=code))
        self.empty.asked.connect(lambda: self.filtered.emit(Filter(standing=None)))
        self.table.moved.connect(self.chosen)
        self.table.entered.connect(self._enter)
        self.thread_pane.said.connect(self.said)
        self.thread_pane.typed.connect(self.typed)
        self.thread_pane.opened.connect(self.opened)

    def _change(self, **fields: Any) -> None:
        self._filter = replace(self._filter, **fields)
        self.filtered.emit(self._filter)

    def _enter(self) -> None:
        """Enter on a line: to the answer where one may be written, else to the field."""
        if self.thread_pane.answer.isVisible():
            self.thread_pane.answer.setFocus()
        elif self.state is not None and self.state.thread is not None:
            self.opened.emit(self.state.thread.place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the thread goes back to the table."""
        if event.key() == Qt.Key.Key_Escape and not self.table.hasFocus():
            self.table.setFocus()
        else:
            super().keyPressEvent(event)

    def keep(self) -> None:
        """Send what is half typed."""
        self.thread_pane.keep()

    def _show(self, state: QueriesState) -> None:
        self._filter = state.chosen
        self._title.setText(self.tr("Queries"))
        self._segments(state)
        self.child.show_options(state.children, state.chosen.child, self.tr("Child"))
        self.form.show_options(state.forms, state.chosen.form, self.tr("Form"))
        self._names.setVisible(state.names_hidden is not None)
        if state.names_hidden is not None:
            self._names.say(self.look.text(state.names_hidden), icon="key")
        self.table.setAccessibleName(self.tr("Queries"))
        self.table.queries.show_lines(state.lines)
        self._say_empty(state)
        self._stack.setCurrentWidget(self.table if state.lines else self.empty)
        if state.thread is not None:
            index = self.table.queries.place_of(state.thread.query)
            if index.isValid() and index.row() != self.table.currentIndex().row():
                blocked = self.table.blockSignals(True)
                self.table.setCurrentIndex(index)
                self.table.blockSignals(blocked)
        self.reading.show_far(state.read, state.read + state.unread)
        self.thread_pane.show_thread(state.thread, state.busy, state.message)

    def _segments(self, state: QueriesState) -> None:
        counts = dict(state.counts)
        words = {
            Standing.TO_ANSWER: self.tr("To answer"),
            Standing.ANSWERED: self.tr("Answered"),
            Standing.CLOSED: self.tr("Closed"),
        }
        offered = [(each.value, f"{words[each]} {counts.get(each, 0)}") for each in Standing]
        standing = state.chosen.standing
        self.standings.offer([*offered, (_ALL, self.tr("All"))], standing.value if standing else _ALL)
        self.standings.setAccessibleName(self.tr("How far a query is"))
        ages = {Age.ANY: self.tr("Any age"), Age.WEEK: self.tr("over 7 days"), Age.MONTH: self.tr("over 30 days")}
        self.ages.offer([(age.value, ages[age]) for age in Age], state.chosen.age.value)
        self.ages.setAccessibleName(self.tr("How long it has been open"))

    def _say_empty(self, state: QueriesState) -> None:
        if state.loading or state.unread:
            self.empty.say(self.tr("Reading the queries…"), "", "")
            return
        some = bool(sum(count for _, count in state.counts))
        self.empty.say(
            self.tr("No query fits") if some else self.tr("No queries"),
            self.tr("Questions about what was entered stand here: those of the monitor and those that checks raised."),
            self.tr("Show all queries") if some and state.chosen != Filter(standing=None) else "",
        )
