"""The first half of the room: the filter, the trail below it, the line that is current beside it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.audit.detail import Detail
from ui.audit.filter_bar import FilterBar
from ui.audit.state import Choices, Filter, LinesPage
from ui.audit.trail_table import TrailTable
from ui.look import Look
from ui.widgets.cards import Card, EmptyState


class TrailPanel(QWidget):
    """`filter_chosen` carries a Filter, `page_wanted` a page's number, `opened` an address key."""

    filter_chosen = Signal(object)
    page_wanted = Signal(int)
    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._filter = Filter()
        self.filter = FilterBar(look)
        self.table = TrailTable(look)
        self.detail = Detail(look)
        self.nothing = EmptyState(look, "filter")
        self._wait = EmptyState(look, "clock")
        self._stack = QStackedWidget()
        self._build()
        self.filter.chosen.connect(self.filter_chosen)
        self.table.lines.page_wanted.connect(self.page_wanted)
        self.table.opened.connect(self.opened)
        self.table.moved.connect(lambda: self.detail.show_line(self.table.current()))
        self.detail.opened.connect(self.opened)
        self.nothing.asked.connect(lambda: self.filter_chosen.emit(Filter()))
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self.filter.child.setFocus)
        find.activated.connect(self.filter.child.line.selectAll)
        self.setFocusProxy(self.table)

    def _build(self) -> None:
        left = Card((0, 0, 0, 0), 0)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(self._wait)
        left.column.addWidget(self._stack)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(left, 1)
        row.addWidget(self.detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 0, 24, 12)
        column.setSpacing(10)
        column.addWidget(self.filter)
        column.addLayout(row, 1)

    def show_filter(self, chosen: Filter, choices: Choices) -> None:
        """Show what is sought, and every word anew."""
        self._filter = chosen
        self.filter.show_filter(chosen, choices)
        self.table.setAccessibleName(self.tr("Audit trail, newest first"))
        self.nothing.say(
            self.tr("No entry matches the filter"),
            self.tr("Nothing is gone; only the filter hides the other entries."),
            self.tr("Clear the filter"),
        )
        self._wait.say(self.tr("Reading the record…"), self.tr("The newest entries come first."))
        self.table.lines.headerDataChanged.emit(self.table.horizontalHeader().orientation(), 0, 7)
        self.table.viewport().update()
        self.detail.show_line(self.table.current())

    def begin(self) -> None:
        """Another reading begins: nothing of the one before stays on the screen."""
        self.table.lines.begin()
        self._stack.setCurrentWidget(self._wait)
        self.detail.show_line(None)

    def show_page(self, page: LinesPage) -> None:
        """Show some lines."""
        self.table.lines.take(page)
        lines = self.table.lines
        shown = self.table if lines.rowCount() else self.nothing if lines.whole else self._wait
        self._stack.setCurrentWidget(shown)
        self.detail.show_line(self.table.current())
