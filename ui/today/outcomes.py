"""The line at the foot of today: how far the primary outcomes are. A button that leads to their table."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from ui.language import translate
from ui.look import Look
from ui.outcomes.state import Sum
from ui.outcomes.words import short_sum, sum_words
from ui.widgets.buttons import KeyHint
from ui.widgets.flow import Flow
from ui.widgets.labels import label

KEY = "Alt+O"


class OutcomesLine(QFrame):
    """A click, Enter or Space sends `opened`; hidden where the study names no primary outcome."""

    opened = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("part", "outcomes")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._title = label("", "hint", bold=True)
        self._parts: list[QLabel] = []
        self._flow = Flow(18, 2)
        self._table = label("", "hint", "accent")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 9, 16, 9)
        row.setSpacing(18)
        row.addWidget(self._flow, 1)
        row.addWidget(self._table)
        row.addWidget(KeyHint(KEY))
        self.hide()

    def show_sums(self, sums: tuple[Sum, ...], unread: int) -> None:
        """Show others; `unread`: so many children are not counted yet."""
        self.setVisible(bool(sums))
        self._table.setText(translate("OutcomesLine", "Table"))
        if len(self._parts) != len(sums):
            self._title, self._parts = label("", "hint", bold=True), [label("", "hint", "text_2") for _ in sums]
            self._flow.put((self._title, *self._parts))
        title = translate("OutcomesLine", "Primary outcomes, due visits complete")
        so_far = translate("OutcomesLine", "(so far)")
        self._title.setText(f"{title} {so_far}" if unread else title)
        told = []
        for part, of in zip(self._parts, sums, strict=True):
            name = self._look.text(of.label)
            part.setText(short_sum(name, of))
            part.setToolTip(sum_words(of.tally))
            told.append(f"{name}: {sum_words(of.tally)}")
        self.setAccessibleName(". ".join((self._title.text(), *told)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the table."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.isAutoRepeat():
            self.opened.emit()
        else:
            super().keyPressEvent(event)
