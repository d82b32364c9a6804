"""The cards of what needs somebody, at the right of today: each is one button and leads to what it speaks of."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.look import Look
from ui.today.state import NEED_ICON, NEED_TONE, Need
from ui.widgets.labels import IconLabel, label, repolish, retone
from ui.widgets.state import Tone

_INK = {Tone.CRITICAL: "red", Tone.AMBER: "amber"}


class NeedCard(QFrame):
    """One card; a click, Enter or Space sends `opened`."""

    opened = Signal()

    def __init__(self, look: Look, need: Need) -> None:
        super().__init__()
        self._need = need
        tone = NEED_TONE[need.kind]
        self.setProperty("part", "need")
        self.setProperty("tone", "critical" if tone is Tone.CRITICAL else "plain")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 9)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel(look, NEED_ICON[need.kind], _INK.get(tone, "text_2")), 0, Qt.AlignmentFlag.AlignTop)
        title = label(look.text(need.title), bold=True, wrap=True)
        retone(title, "red" if tone is Tone.CRITICAL else "text", bold=True)
        head.addWidget(title, 1)
        column.addLayout(head)
        detail = label(look.text(need.detail), "hint", "text_2", wrap=True)
        detail.setVisible(bool(detail.text()))
        column.addWidget(detail)
        self.setAccessibleName(f"{title.text()}. {detail.text()}")
        repolish(self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens it."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.isAutoRepeat():
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class Needs(QFrame):
    """The column of cards. `chosen` carries the Need."""

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("part", "side")
        self.setFixedWidth(348)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        self._title = label("", "body", bold=True)
        self._count = label("", tone="text_2")
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self._count)
        column.addLayout(head)
        self._none = label("", tone="text_2", wrap=True)
        column.addWidget(self._none)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._area, 1)
        self.cards: list[NeedCard] = []

    def show_needs(self, needs: tuple[Need, ...], loading: bool) -> None:
        """Show other cards; the one that had the focus keeps its place in the order."""
        had = next((n for n, card in enumerate(self.cards) if card.hasFocus()), None)
        self._title.setText(self.tr("Needs you"))
        self._count.setText(str(len(needs)) if needs else "")
        self._none.setText("" if loading else self.tr("Nothing waits for you: no critical value, conflict or query."))
        self._none.setVisible(not needs)
        holder = QWidget()
        holder.setProperty("part", "side")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        self.cards = []
        for need in needs:
            card = NeedCard(self._look, need)
            card.opened.connect(lambda need=need: self.chosen.emit(need))
            column.addWidget(card)
            self.cards.append(card)
        column.addStretch()
        self._area.setWidget(holder)
        if had is not None and self.cards:
            self.cards[min(had, len(self.cards) - 1)].setFocus()
