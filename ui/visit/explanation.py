"""The field for a word of explanation: said when it is left, found again when it was half typed and never said.

Owns when a text counts as said. Must not know what it explains.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.visit.field import ComposingEdit
from ui.widgets.labels import repolish


class ExplanationEdit(ComposingEdit):
    """Enter or leaving says it, Esc takes back what was typed. A text found again waits for Enter or for typing."""

    given = Signal(str)
    half = Signal(str)
    """What stands here while somebody types; "" when there is nothing left to keep."""
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ""
        self._waits = False
        self.entered.connect(self._go_on)
        self.editingFinished.connect(self._left)
        self.textEdited.connect(self._typed)

    def show_said(self, text: str) -> None:
        """What is on record."""
        self._said = text
        self.setText(text)

    def find_again(self, text: str) -> None:
        """Put a half-typed text here; nobody has said it yet."""
        if text:
            self.setText(text)
            self._wait(found=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back what was typed or found again; without that it means what it means around the field."""
        if event.key() == Qt.Key.Key_Escape and not self.composing and self.text() != self._said:
            self.setText(self._said)
            self._wait(found=False)
            self.half.emit("")
            self.given_up.emit()
            return
        super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        self._wait(found=False)
        self.half.emit(text if text.strip() != self._said else "")

    def _left(self) -> None:
        if not self._waits:
            self._give()

    def _go_on(self, step: int) -> None:
        self._wait(found=False)
        self._give()
        self.focusNextPrevChild(step > 0)

    def _give(self) -> None:
        text = self.text().strip()
        if text != self._said:
            self._said = text
            self.given.emit(text)

    def _wait(self, *, found: bool) -> None:
        self._waits = found
        self.setProperty("stands", "draft" if found else "")
        repolish(self)
