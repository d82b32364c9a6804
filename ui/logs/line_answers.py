"""The readings that a question of the prescription line offers: none is chosen until the person chooses one.

Owns the keys among them. The Enter that raised the question, pressed again or held down, answers nothing.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.labels import label, retone
from ui.widgets.tab_order import in_place

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DIGITS = "123456789"
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class LineAnswers(QWidget):
    """`answered` carries the place of what was chosen, `left` leads back to the line.

    The focus comes to the whole of them: from there a digit answers, an arrow leads to one of them.
    """

    answered = Signal(int)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[object, tuple[str, ...]] = (None, ())
        self.options: list[Button] = []
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._row = Flow(8)
        self.how = label("", "hint", "text_2")
        self.how.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._row)
        column.addWidget(self.how)
        self.installEventFilter(self)

    def show_options(self, asked: object, words: tuple[str, ...]) -> None:
        """Show these. Whoever stands among those of the same question, as `asked` names it, stays where they are; of
        another one nothing is chosen.
        """
        self.how.setText(self.tr("Choose by the digit, or with ← → and Enter"))
        self.setAccessibleName(self.how.text())
        if (asked, words) == self._shown:
            return
        inside = self.inside
        self._shown, self.options = (asked, words), []
        for place, said in enumerate(words):
            button = Button(self._look, "plain", "small")
            button.say(f"{place + 1}  {said}" if place < len(_DIGITS) else said)
            button.clicked.connect(lambda _on=False, place=place: self.answered.emit(place))
            button.installEventFilter(self)
            self.options.append(button)
        self._row.put(self.options)
        in_place(self._row, self.options)
        self._say_how()
        if inside and words:
            self.come()
        elif inside:
            self.left.emit()

    @property
    def inside(self) -> bool:
        """Whether the keyboard is among them."""
        return self.hasFocus() or any(button.hasFocus() for button in self.options)

    def come(self) -> None:
        """Bring the keyboard here, with nothing chosen."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, watched: QObject, step: int) -> None:
        here = next((at for at, button in enumerate(self.options) if button is watched), None)
        begin = -1 if step > 0 else 0
        place = ((begin if here is None else here) + step) % len(self.options)
        self.options[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_how(self, *, asked: bool = False) -> None:
        """How to choose, while the keyboard is here; louder after an Enter that chose nothing."""
        self.how.setVisible(self.inside)
        retone(self.how, "amber" if asked else "text_2", bold=asked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and digits choose, Up and Esc lead back; letters are not the screen's while a question stands here."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._say_how()
        if not isinstance(event, QKeyEvent) or not self.options:
            return super().eventFilter(watched, event)
        letter = event.text().isprintable() and bool(event.text())
        if event.type() == QEvent.Type.ShortcutOverride and letter and not _commanded(event):
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        return self._pressed(watched, event) or super().eventFilter(watched, event)

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        """Whether the key had its effect here."""
        key, digit = event.key(), _DIGITS.find(event.text()) if event.text() else -1
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Escape):
            self.left.emit()
        elif key in _STEPS:
            self._step(watched, _STEPS[Qt.Key(key)])
        elif key == Qt.Key.Key_Down and watched is self:
            self._step(watched, 1)
        elif 0 <= digit < len(self.options) and not _commanded(event):
            if not event.isAutoRepeat():
                self.answered.emit(digit)
        elif key in _ENTER and watched is self:
            self._say_how(asked=True)
        else:
            return False
        return True


def _commanded(event: QKeyEvent) -> bool:
    kept = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    return bool(event.modifiers() & ~kept)
