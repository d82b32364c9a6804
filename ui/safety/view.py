"""The room of safety: events of all children, below them CRS and ICANS by day; at the right deadlines and proposals.

State in, signals out. Enter opens a row where it was written; F6 goes to the right and back, Ctrl+F to the filter.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui.audit.picker import Picker
from ui.child.trial import ProposalsCard, TrialCard
from ui.child.trial_state import TrialBlock
from ui.language import fill
from ui.look import Look
from ui.safety.state import Filter, SafetyState, Which
from ui.safety.tables import episode_columns, episode_lines, event_columns, event_lines
from ui.view import View
from ui.widgets.buttons import Button
from ui.widgets.cards import EmptyState, MessageStrip
from ui.widgets.giving import GivingJob, GivingLine
from ui.widgets.grouped import ROW_HEIGHT, GroupedTable
from ui.widgets.labels import label
from ui.widgets.reading import Reading
from ui.widgets.segmented import Segmented

_SIDE = 380
_SURE_EPISODES, _SURE_EVENTS = 4, 5
"""Rows of each that have room however many the other has."""


class SafetyView(View[SafetyState]):
    """`filtered` carries a Filter, `opened` an address key, `accepted` and `dismissed` a proposal's kind and id."""

    filtered = Signal(object)
    opened = Signal(str)
    accepted = Signal(str, str)
    dismissed = Signal(str, str, str)
    pack_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.setProperty("ground", "bg")
        self._filter = Filter()
        self._title = label("", "title", bold=True)
        self.which, self.child = Segmented(), Picker(look)
        self._names = MessageStrip(look)
        self.reading = Reading(look)
        self.pack = Button(look, "plain", "normal", "file")
        self.giving = GivingLine(look, (24, 0, 24, 8))
        self.events, self.episodes = GroupedTable(look), GroupedTable(look, eager=False)
        self.empty = EmptyState(look, "safety")
        self._stack, self._left = QStackedWidget(), QVBoxLayout()
        self._heading = label("", "body", bold=True)
        self.clocks, self.proposals = TrialCard(look), ProposalsCard(look)
        self._more = label("", "hint", "text_3", wrap=True)
        self._compose()
        self._connect()

    def _compose(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 14, 16, 10)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self.pack)
        self.child.setFixedWidth(130)
        head.addWidget(self.child)
        head.addWidget(self.which)
        left = self._left
        left.setSpacing(0)
        left.addLayout(head)
        left.addWidget(self._names)
        left.addWidget(self.reading)
        left.addWidget(self.giving)
        for page in (self.events, self.empty):
            self._stack.addWidget(page)
        left.addWidget(self._stack, _SURE_EVENTS)
        self._heading.setContentsMargins(24, 12, 16, 8)
        left.addWidget(self._heading)
        left.addWidget(self.episodes)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self._side())
        self.setFocusProxy(self.events)

    def _side(self) -> QWidget:
        inner = QWidget()
        inner.setProperty("ground", "bg")
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        for card in (self.clocks, self.proposals):
            column.addWidget(card)
        column.addWidget(self._more)
        column.addStretch(1)
        self.side = QScrollArea()
        self.side.setWidgetResizable(True)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side.setFixedWidth(_SIDE)
        self.side.setWidget(inner)
        return self.side

    def _connect(self) -> None:
        self.pack.clicked.connect(self.pack_asked)
        self.which.chosen.connect(lambda key: self._change(Filter(Which(key), self._filter.child)))
        self.child.picked.connect(lambda code: self._change(Filter(self._filter.which, code)))
        self.empty.asked.connect(lambda: self._change(Filter(Which.ALL)))
        for table in (self.events, self.episodes):
            table.entered.connect(self.opened)
        self.clocks.opened.connect(self.opened)
        self.proposals.opened.connect(self.opened)
        self.proposals.accepted.connect(self.accepted)
        self.proposals.dismissed.connect(self.dismissed)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+F"), self, context=within).activated.connect(self.child.setFocus)
        QShortcut(QKeySequence("F6"), self, context=within).activated.connect(self._across)

    def show_giving(self, job: GivingJob | None) -> None:
        """How far the pack is; one at a time."""
        self.giving.show_job(job)
        self.pack.setEnabled(job is None)

    def _change(self, chosen: Filter) -> None:
        self._filter = chosen
        self.filtered.emit(chosen)

    def _across(self) -> None:
        """From the tables to the first thing at the right that can be done, and back."""
        focus = QApplication.focusWidget()
        if focus is not None and self.side.isAncestorOf(focus):
            self.events.setFocus()
            return
        inner = self.side.widget()
        first = inner.nextInFocusChain() if inner is not None else None
        while first is not None and self.side.isAncestorOf(first):
            if first.focusPolicy() & Qt.FocusPolicy.TabFocus and first.isVisibleTo(self) and first.isEnabled():
                first.setFocus(Qt.FocusReason.TabFocusReason)
                return
            first = first.nextInFocusChain()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the events."""
        if event.key() == Qt.Key.Key_Escape and not self.events.hasFocus():
            self.events.setFocus()
        else:
            super().keyPressEvent(event)

    def _show(self, state: SafetyState) -> None:
        self._filter = state.chosen
        self._title.setText(self.tr("Safety"))
        self.pack.say(self.tr("Pack for the board…"), self.tr("The safety of all children by code, as PDF and tables"))
        self.pack.setVisible(state.may_give)
        counts = dict(state.counts)
        words = {Which.OPEN: self.tr("Open"), Which.SERIOUS: self.tr("Serious"), Which.ALL: self.tr("All")}
        self.which.offer([(each.value, f"{words[each]} {counts.get(each, 0)}") for each in Which], state.chosen.which)
        self.which.setAccessibleName(self.tr("Which events"))
        self.child.show_options(state.children, state.chosen.child, self.tr("Child"))
        self._names.setVisible(state.names_hidden is not None)
        if state.names_hidden is not None:
            self._names.say(self.look.text(state.names_hidden), icon="key")
        self.events.setAccessibleName(self.tr("Adverse events"))
        self.events.show_lines(event_columns(), event_lines(self.look, state.events))
        self._say_empty(state)
        self._stack.setCurrentWidget(self.events if state.events else self.empty)
        self._show_episodes(state)
        self._show_side(state)
        self.reading.show_far(state.read, state.read + state.unread)

    def _show_episodes(self, state: SafetyState) -> None:
        some = bool(state.episodes)
        self._heading.setText(self.tr("CRS and ICANS"))
        self._heading.setVisible(some)
        self.episodes.setVisible(some)
        self.episodes.setAccessibleName(self.tr("CRS and ICANS"))
        self.episodes.show_lines(episode_columns(state.episodes), episode_lines(self.look, state.episodes))
        rows = len(state.episodes)
        around = self.episodes.horizontalHeader().sizeHint().height() + 2
        self.episodes.setMinimumHeight(min(rows, _SURE_EPISODES) * ROW_HEIGHT + around)
        self.episodes.setMaximumHeight(rows * ROW_HEIGHT + around)
        # Who has more lines has more room; none is ever pressed out.
        self._left.setStretchFactor(self._stack, max(_SURE_EVENTS, len(state.events)))
        self._left.setStretchFactor(self.episodes, rows)

    def _show_side(self, state: SafetyState) -> None:
        self.clocks.show_block(self.tr("Serious events: deadlines"), state.clocks)
        block = TrialBlock(state.held)
        self.proposals.show_proposals(self.tr("Proposed from results"), state.proposals, block, may_edit=state.may_edit)
        self.proposals.setVisible(bool(state.proposals or state.held))
        self._more.setText(fill(self.tr("and %1 more: choose a child"), state.more))
        self._more.setVisible(bool(state.more))

    def _say_empty(self, state: SafetyState) -> None:
        if state.loading or state.unread:
            self.empty.say(self.tr("Reading the events…"), "", "")
            return
        some = dict(state.counts).get(Which.ALL, 0)
        self.empty.say(
            self.tr("No event fits") if some else self.tr("No adverse events"),
            self.tr("Adverse events of all children stand here, one row an event; they are written in a child's logs."),
            self.tr("Show all events") if some else "",
        )
