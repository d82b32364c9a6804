"""The line above the rows that offers something in place: yes or no, by keyboard, without a window of its own.

Owns how it looks and when it takes the focus. Must not know what is offered.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.look import Look
from ui.visit.offered import Offer
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, label


class OfferBar(QFrame):
    """Shown while there is an offer."""

    answered = Signal(str, bool)
    """The code of the offer, and yes or no."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._offer: Offer | None = None
        self.setProperty("part", "offer")
        self._icon = IconLabel(look, "info", "accent")
        self._words = label("", "body", "text", wrap=True)
        self._lines = label("", "hint", "text_2", wrap=True)
        self.accept = Button(look, "primary", "small")
        self.accept.clicked.connect(lambda _checked=False: self._answer(yes=True))
        self.decline = Button(look, "plain", "small")
        self.decline.clicked.connect(lambda _checked=False: self._answer(yes=False))
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 6, 16, 6)
        line.setSpacing(8)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 3)
        line.addWidget(self._lines, 2)
        line.addWidget(self.accept)
        line.addWidget(self.decline)
        self.hide()

    def show_offer(self, offer: Offer | None) -> None:
        """Show this one, or none. One that somebody asked for takes the focus when it appears."""
        text, new = self._look.text, offer is not None and offer != self._offer
        self._offer = offer
        self.setVisible(offer is not None)
        if offer is None:
            return
        self._words.setText(text(offer.text))
        self._lines.setText(" · ".join(text(each) for each in offer.lines))
        self._lines.setVisible(bool(offer.lines))
        self.accept.say(text(offer.accept))
        self.accept.setAccessibleName(f"{text(offer.accept)}: {text(offer.text)} {self._lines.text()}".strip())
        self.decline.say(self.tr("Not now"), self.tr("Esc"))
        if new and offer.asked:
            self.accept.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def inputs(self) -> tuple[QWidget, ...]:
        """What takes the focus, in order."""
        return (self.accept, self.decline)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc on it says no; elsewhere it means what it always does."""
        if event.key() == Qt.Key.Key_Escape and self._offer is not None:
            self._answer(yes=False)
        else:
            super().keyPressEvent(event)

    def _answer(self, *, yes: bool) -> None:
        if self._offer is not None:
            self.answered.emit(self._offer.code, yes)
