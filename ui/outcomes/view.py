"""The primary outcomes of all children: how many of the due visits are complete, and a mark for each child and visit.

State in, signals out. Must not judge what counts: `study.outcomes` does.
"""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from study.outcomes import Tally
from ui.look import Look
from ui.outcomes.marks import MARK, ChildHeads, MarkDelegate, MarkSample, VisitHeads
from ui.outcomes.model import OutcomesModel
from ui.outcomes.state import OutcomesState, Sum
from ui.outcomes.words import ORDER, state_words, sum_words
from ui.view import View
from ui.widgets.buttons import Button, KeyHint
from ui.widgets.cards import EmptyState, MessageStrip
from ui.widgets.flow import Flow
from ui.widgets.labels import label
from ui.widgets.paint import paint_completeness
from ui.widgets.reading import Reading
from ui.widgets.segmented import Segmented
from ui.widgets.state import Completeness
from ui.widgets.tab_order import after, stops


class SumBar(QWidget):
    """Of the visits due: complete solid, awaited and begun hatched, the others empty."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._tally = Tally()
        self.setFixedSize(160, 6)
        look.theme.switched.connect(self.update)

    def show_tally(self, tally: Tally) -> None:
        """Show another one."""
        self._tally = tally
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        of = self._tally
        under_way = of.awaiting + of.begun
        painter = QPainter(self)
        parts = Completeness(of.complete, under_way, of.due - of.complete - under_way)
        paint_completeness(painter, QRectF(self.rect()), parts, self._look.tokens)
        painter.end()


class SumLine(NamedTuple):
    """An outcome over all children: its name, the bar, the same in words."""

    name: QLabel
    bar: SumBar
    told: QLabel


class OutcomesView(View[OutcomesState]):
    """`opened` carries the address key of a form, `child_opened` a subject."""

    opened = Signal(str)
    child_opened = Signal(str)
    back_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.model = OutcomesModel(look, self)
        self._title, self._date = label("", "title", bold=True), label("", tone="text_2")
        self._note = label("", "hint", "text_2", wrap=True)
        self._back = Button(look, "quiet", "small", "back")
        self._back.setFixedWidth(28)
        self._back.clicked.connect(self.back_asked)
        self.which = Segmented(small=True)
        self.which.chosen.connect(lambda _key: self._fill())
        self._names = MessageStrip(look)
        self._sums = QGridLayout()
        self.lines: list[SumLine] = []
        self.reading = Reading(look)
        self.table = QTableView()
        self.empty = EmptyState(look, "today")
        self._stack = QStackedWidget()
        self._legend = Flow(18, 2)
        self._samples: dict[str, QLabel] = {}
        self._build()
        self._build_table()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(10, 12, 16, 6)
        head.setSpacing(10)
        for part in (self._back, self._title, self._date):
            head.addWidget(part)
        head.addStretch()
        head.addWidget(self.which)
        self._sums.setContentsMargins(24, 4, 24, 4)
        self._sums.setHorizontalSpacing(14)
        self._sums.setVerticalSpacing(4)
        self._sums.setColumnStretch(2, 1)
        foot = QFrame()
        foot.setProperty("part", "foot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(24, 8, 24, 8)
        line.addWidget(self._legend, 1)
        note = QHBoxLayout()
        note.setContentsMargins(24, 2, 24, 10)
        note.addWidget(self._note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._names)
        column.addLayout(self._sums)
        column.addLayout(note)
        column.addWidget(self.reading)
        for page in (self.table, self.empty):
            self._stack.addWidget(page)
        column.addWidget(self._stack, 1)
        column.addWidget(foot)

    def _build_table(self) -> None:
        table = self.table
        table.setHorizontalHeader(VisitHeads(self.look, self.model, table))
        table.setVerticalHeader(ChildHeads(self.look, self.model, table))
        table.setModel(self.model)
        table.setItemDelegate(MarkDelegate(self.look, self.model, table))
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setCornerButtonEnabled(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        heads = table.horizontalHeader()
        heads.setMinimumSectionSize(MARK)
        heads.setDefaultSectionSize(MARK)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().sectionClicked.connect(self._open_child)
        table.clicked.connect(self._open)
        table.installEventFilter(self)
        self.setFocusProxy(table)

    def _show(self, state: OutcomesState) -> None:
        self._title.setText(self.tr("Primary outcomes"))
        self._date.setText(state.today.isoformat())
        self._note.setText(
            self.tr("No time point set in the registry: every visit that asks for them counts, by its own window.")
        )
        self._back.say("", self.tr("Back"))
        self._back.setAccessibleName(self.tr("Back"))
        fresh = not self.which.current()
        self.which.offer(
            [("all", self.tr("All children")), ("missing", self.tr("Something missing"))], self.which.current() or "all"
        )
        if fresh:
            after(self._back, [*stops(self.which), *stops(self.reading), self.table])
        self._names.setVisible(state.names_hidden is not None)
        if state.names_hidden is not None:
            self._names.say(self.look.text(state.names_hidden), icon="key")
        self._show_sums(state.sums)
        self.reading.show_far(state.children - state.unread, state.children)
        self._say_legend()
        self._fill()

    def _show_sums(self, sums: tuple[Sum, ...]) -> None:
        while len(self.lines) < len(sums):
            made = SumLine(label("", bold=True), SumBar(self.look), label("", tone="text_2", wrap=True))
            for column, part in enumerate(made):
                self._sums.addWidget(part, len(self.lines), column, Qt.AlignmentFlag.AlignVCenter)
            self.lines.append(made)
        for line, of in zip(self.lines, sums, strict=True):
            line.name.setText(self.look.text(of.label))
            line.bar.show_tally(of.tally)
            line.told.setText(sum_words(of.tally))

    def _fill(self) -> None:
        """The rows that are wanted; the cell that was chosen stays chosen."""
        state = self.state
        if state is None:
            return
        chosen = self.table.currentIndex()
        row, column = self.model.row(chosen.row()), max(chosen.column(), 0)
        scrolled = self.table.verticalScrollBar().value()
        self.model.show_state(state, self.which.current() == "missing")
        there = self.model.rowCount() > 0 and self.model.columnCount() > 0
        self._stack.setCurrentWidget(self.table if there else self.empty)
        if there and (not self.table.currentIndex().isValid() or not chosen.isValid()):
            self.table.setCurrentIndex(self.model.place_of(row.subject if row is not None else "", column))
            self.table.verticalScrollBar().setValue(scrolled)
        self.table.setAccessibleName(self.tr("Primary outcomes by child and visit"))
        self._say_empty(state)

    def _say_empty(self, state: OutcomesState) -> None:
        if not state.sums and not state.loading:
            self.empty.say(self.tr("This study names no primary outcome"), "")
        elif state.loading or state.unread:
            self.empty.say(self.tr("Reading the children…"), "")
        elif self.which.current() == "missing":
            self.empty.say(
                self.tr("Nothing is missing"),
                self.tr("Of no child has the window of a visit passed without anything being entered."),
            )
        else:
            self.empty.say(
                self.tr("No visit is due yet"), self.tr("A child stands here as soon as a visit asks for an outcome.")
            )

    def _say_legend(self) -> None:
        if not self._samples:
            self._samples = {name: label("", "hint", "text_2") for name in (*ORDER, "Enter", "Esc")}
            signs: dict[str, QWidget] = {state: MarkSample(self.look, state) for state in ORDER}
            signs |= {key: KeyHint(key) for key in ("Enter", "Esc")}
            self._legend.put([_beside(sign, self._samples[name]) for name, sign in signs.items()])
        for state in ORDER:
            self._samples[state].setText(state_words(state))
        self._samples["Enter"].setText(self.tr("open the form"))
        self._samples["Esc"].setText(self.tr("back"))

    def _open(self, index: QModelIndex) -> None:
        cell = self.model.cell(index)
        if cell is not None:
            self.opened.emit(cell.key)

    def _open_child(self, place: int) -> None:
        row = self.model.row(place)
        if row is not None:
            self.child_opened.emit(row.subject)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on a mark opens its form; the table itself would start an edit."""
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        pressed = watched is self.table and event.type() is QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in enter:
            self._open(self.table.currentIndex())
            return True
        return super().eventFilter(watched, event)


def _beside(sign: QWidget, word: QLabel) -> QWidget:
    """A sign and its word as one part."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(sign)
    row.addWidget(word)
    return made
