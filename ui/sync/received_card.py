"""What came from the EDC, and what needs a person: values that differ, changes the centre holds."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.language import day_of, fill
from ui.look import Look
from ui.sync.state import ReceivedKind, SyncState
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Card
from ui.widgets.labels import IconLabel, label

_ICONS = {
    ReceivedKind.VALUES: "received",
    ReceivedKind.QUERY: "query",
    ReceivedKind.ROSTER: "children",
    ReceivedKind.DEFINITION: "file",
}


class ReceivedCard(Card):
    """`conflict_opened` carries a ConflictId, `child_opened` a SubjectId."""

    conflict_opened = Signal(str)
    child_opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__((16, 10, 6, 10), 4)
        self._look = look
        _holder, line = self.head()
        self._title = label("", bold=True)
        self._count = label("", "hint", "text_2")
        line.addWidget(self._title)
        line.addStretch()
        line.addWidget(self._count)
        line.addSpacing(10)
        self._shown: object = None
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self.column.addWidget(self._scroll)

    def show_state(self, state: SyncState) -> None:
        """Show conflicts and held changes first, then what came. The same again costs nothing, and stays scrolled."""
        rows = (state.received, state.conflicts, state.held, state.rejected, state.now.date())
        wanted = (rows, self._look.language.code, self._look.theme.name)
        if self._shown != wanted:
            self._shown = wanted
            self._show(state)

    def _show(self, state: SyncState) -> None:
        self._title.setText(self.tr("Received, and waiting for you"))
        self._scroll.setAccessibleName(self._title.text())
        self._count.setText(self.tr("%n received", "", len(state.received)))
        inner = QWidget()
        inner.setProperty("part", "inner")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(0)
        self._conflicts(column, state)
        self._held(column, state)
        self._rejected(column, state)
        for row in state.received:
            words = f"{self._look.text(row.text)}"
            when = f"{day_of(row.at, state.now.date())} {row.at:%H:%M}"
            button = self._link(self.tr("Open"), words) if row.subject_key else None
            if button is not None:
                button.clicked.connect(lambda _c=False, key=row.subject_key: self.child_opened.emit(key))
            column.addWidget(self._line(_ICONS[row.kind], words, when, button, attention=False))
        if column.count() == 0:
            column.addWidget(label(self.tr("Nothing has come since the last sync."), tone="text_3"))
        column.addStretch()
        self._scroll.setWidget(inner)

    def _conflicts(self, column: QVBoxLayout, state: SyncState) -> None:
        for row in state.conflicts:
            words = fill(self.tr("Two values: %1 %2"), row.subject, self._look.text(row.text))
            button = self._link(self.tr("Resolve"), words)
            button.clicked.connect(lambda _c=False, key=row.conflict: self.conflict_opened.emit(key))
            when = f"{day_of(row.at, state.now.date())} {row.at:%H:%M}"
            column.addWidget(self._line("fork", words, when, button, attention=True))

    def _held(self, column: QVBoxLayout, state: SyncState) -> None:
        for row in state.held:
            reason = self._look.text(row.reason)
            words = fill(self.tr("Held at the centre: %1 %2 (%3)"), row.subject, self._look.text(row.text), reason)
            since = fill(self.tr("since %1"), day_of(row.since, state.now.date()))
            line = self._line("pause", words, since, None, attention=True)
            line.setToolTip(
                self.tr("The data are kept here and there; they take effect when the centre releases them.")
            )
            column.addWidget(line)

    def _rejected(self, column: QVBoxLayout, state: SyncState) -> None:
        for row in state.rejected:
            reason = self._look.text(row.reason)
            words = fill(self.tr("Rejected at the centre: %1 %2 (%3)"), row.subject, self._look.text(row.text), reason)
            button = self._link(self.tr("Open"), words)
            button.clicked.connect(lambda _c=False, key=row.subject_key: self.child_opened.emit(key))
            line = self._line("cross", words, day_of(row.since, state.now.date()), button, attention=True)
            line.setToolTip(self.tr("It stays in the record without effect. Enter it again if it was right."))
            column.addWidget(line)

    def _link(self, word: str, about: str) -> LinkButton:
        button = LinkButton(self._look)
        button.say(word)
        button.setAccessibleName(f"{word}: {about}")
        return button

    def _line(self, icon: str, words: str, when: str, button: LinkButton | None, attention: bool) -> QWidget:
        holder = QWidget()
        holder.setMinimumHeight(28)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        # What waits for somebody is read whole: its reason stands at its end.
        text = label(words, tone="amber" if attention else "text", bold=attention, wrap=attention)
        text.setToolTip(words)
        text.setMinimumWidth(40)
        row.addWidget(IconLabel(self._look, icon, "amber" if attention else "text_3"))
        row.addWidget(text, 1)
        row.addWidget(label(when, "hint", "text_3"))
        if button is not None:
            row.addWidget(button)
        return holder
