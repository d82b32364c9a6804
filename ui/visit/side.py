"""The right pane: messages, episodes of CRS and ICANS, what the answers of a term mean, the trend of the focused field,
derived values.
"""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.look import Look
from ui.visit.criteria import CriteriaCard
from ui.visit.derived import DerivedCard
from ui.visit.state import EpisodeRow, Message, TrendState, VisitState
from ui.visit.trend import TrendPlot
from ui.widgets.cards import Card
from ui.widgets.chosen import Chosen
from ui.widgets.labels import IconLabel, label
from ui.widgets.layouts import clear
from ui.widgets.tab_order import down

_ICONS = {
    "critical": ("critical", "red"),
    "high": ("high", "amber"),
    "low": ("low", "amber"),
    "waiting": ("clock", "text_2"),
    "conflict": ("fork", "amber"),
    "asked": ("query", "amber"),
    "info": ("info", "text_2"),
}


class _MessageLine(Chosen):
    """One message; a click or Enter goes to its row."""

    def __init__(self, look: Look, message: Message) -> None:
        super().__init__(look, message.key)
        self.setAccessibleName(look.text(message.text))
        icon, ink = _ICONS[message.kind]
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(6)
        critical = message.kind == "critical"
        words = label(look.text(message.text), "hint", "red" if critical else "text_2", bold=critical, wrap=True)
        line.addWidget(IconLabel(look, icon, ink), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)


class MessagesCard(Card):
    """What needs attention on this visit. `row_chosen` carries a row's key."""

    row_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__((12, 8, 12, 6), 2)
        self._look = look
        self._shown: object = None
        self._title = label("", "body", bold=True)
        self._count = label("", "hint", "text_3")
        _holder, head = self.head()
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.column.addLayout(self._lines)

    def show_messages(self, messages: tuple[Message, ...]) -> None:
        """Show these; none: the card goes."""
        self._title.setText(self.tr("Messages"))
        self._count.setText(str(len(messages)))
        self.setVisible(bool(messages))
        seen = (messages, self._look.language.code)
        if seen == self._shown:
            return
        self._shown = seen
        clear(self._lines)
        for message in messages:
            line = _MessageLine(self._look, message)
            line.chosen.connect(self.row_chosen)
            self._lines.addWidget(line)


class EpisodesCard(Card):
    """The grade of the open assessment and the child's episodes. `row_chosen` carries the key of an assessment of this
    visit, `visit_chosen` that of another visit.
    """

    row_chosen = Signal(str)
    visit_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__((12, 8, 12, 6), 2)
        self._look = look
        self._shown: object = None
        self._title = label("", "body", bold=True)
        self.column.addWidget(self._title)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.column.addLayout(self._lines)

    def show_episodes(self, rows: tuple[EpisodeRow, ...]) -> None:
        """Show these; none: the card goes."""
        self._title.setText(self.tr("Assessment and episodes"))
        self.setVisible(bool(rows))
        seen = (rows, self._look.language.code)
        if seen == self._shown:
            return
        self._shown = seen
        clear(self._lines)
        for row in rows:
            line = _EpisodeLine(self._look, row)
            line.chosen.connect(self.visit_chosen if row.elsewhere else self.row_chosen)
            self._lines.addWidget(line)


class _EpisodeLine(Chosen):
    """One episode with its days below, or a sentence."""

    def __init__(self, look: Look, row: EpisodeRow) -> None:
        super().__init__(look, row.key)
        self.setAccessibleName(look.text(row.text))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 3, 0, 3)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        if row.warn:
            grid.addWidget(IconLabel(look, "warning", "amber"), 0, 0, Qt.AlignmentFlag.AlignTop)
        whole = row.detail is not None
        words = label(look.text(row.text), "body" if whole else "hint", "text" if whole else "text_2", wrap=True)
        words.setToolTip(look.language.other(row.text))
        grid.addWidget(words, 0, 1)
        if row.detail is not None:
            grid.addWidget(label(look.text(row.detail), "hint", "text_2", wrap=True), 1, 1)


class TrendCard(Card):
    """The trend with its title."""

    def __init__(self, look: Look) -> None:
        super().__init__((12, 8, 12, 6), 4)
        self._look = look
        self._title = label("", "body", bold=True)
        self._subtitle = label("", "key", "text_3")
        self._note = label("", "hint", "text_3", wrap=True)
        self.plot = TrendPlot(look)
        _holder, head = self.head()
        head.addWidget(self._title, 1)
        head.addWidget(self._subtitle)
        self.column.addWidget(self._note)
        self.column.addWidget(self.plot)

    def show_trend(self, trend: TrendState | None) -> None:
        """Show another trend; none: the card goes."""
        self.setVisible(trend is not None)
        if trend is None:
            return
        self._title.setText(self._look.text(trend.title))
        self._subtitle.setText(self._look.text(trend.subtitle) if trend.subtitle is not None else "")
        self._note.setText(self._look.text(trend.note) if trend.note is not None else "")
        self._note.setVisible(trend.note is not None)
        self.plot.setVisible(bool(trend.points))
        self.plot.setAccessibleName(self._title.text())
        self.plot.show_trend(trend)


class SidePane(QFrame):
    """The cards in a column that scrolls when it must: what needs somebody is above what may scroll away."""

    message_chosen = Signal(str)
    visit_chosen = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("part", "side")
        self.setMaximumWidth(300)
        self.derived = DerivedCard(look)
        self.messages = MessagesCard(look)
        self.trend = TrendCard(look)
        self.episodes = EpisodesCard(look)
        self.criteria = CriteriaCard(look)
        self.messages.row_chosen.connect(self.message_chosen)
        self.episodes.row_chosen.connect(self.message_chosen)
        self.episodes.visit_chosen.connect(self.visit_chosen)
        self.trend.plot.point_chosen.connect(self.visit_chosen)
        inner = QWidget()
        inner.setProperty("ground", "bg")
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        self._look = look
        self._lines: object = None
        self._cards = (self.messages, self.episodes, self.criteria, self.trend, self.derived)
        for card in self._cards:
            column.addWidget(card)
        column.addStretch(1)
        area = self._area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def show_state(self, state: VisitState) -> None:
        """Every card anew; Tab goes down through them, whichever of them was filled last."""
        self.derived.show_rows(state.derived)
        self.messages.show_messages(state.messages)
        self.episodes.show_episodes(state.episodes)
        self.criteria.show_criteria(state.criteria)
        self.trend.show_trend(state.trend)
        lines = (state.derived, state.messages, state.episodes, self._look.language.code)
        if lines != self._lines:
            self._lines = lines
            down(self._cards)

    def take_focus(self) -> None:
        """The focus goes to the first line that leads anywhere; Esc gives it back."""
        lines = [line for line in self.findChildren(Chosen) if line.leads and line.isVisible()]
        if lines:
            first = min(lines, key=lambda line: line.mapTo(self, QPoint()).y())
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._area.ensureWidgetVisible(first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the pane."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """300 px wide."""
        return QSize(300, 600)

    def minimumSizeHint(self) -> QSize:
        """Gives way before the window stops shrinking; whoever shows it hides it then."""
        return QSize(0, 0)
