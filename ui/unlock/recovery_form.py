"""A lost passphrase: the printed recovery code opens the store once more, and a new passphrase is set."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.fields import Line
from ui.widgets.labels import label
from ui.widgets.passphrase import NewPassphrase


def code_letters(text: str) -> str:
    """A recovery code without what people add or leave out when copying: case, spaces, hyphens."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


class RecoveryForm(QWidget):
    """`submitted` is sent when a code is there and the new passphrase meets its rules."""

    submitted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._about = label("", "hint", "text_2", wrap=True)
        self._code_label = label("", "hint", "text_2")
        self.code = Line(large=True)
        self.passphrase = NewPassphrase(look)
        self.button = Button(look, "primary", "large")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._about, self._code_label, self.code, self.passphrase, self.button):
            column.addWidget(part)
        self.code.textChanged.connect(lambda _text: self._able())
        self.code.returnPressed.connect(self.passphrase.first.setFocus)
        self.passphrase.changed.connect(self._able)
        self.passphrase.submitted.connect(self._submit)
        self.button.clicked.connect(self._submit)
        self._retranslate()

    def show_rules(self, minimum: int, name: str) -> None:
        """Whose passphrase is set anew, and how long it must be at least."""
        self.passphrase.expect(name, minimum)

    def forget(self) -> None:
        """Empty everything; called as soon as it was handed over."""
        self.code.clear()
        self.passphrase.forget()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _able(self) -> None:
        self.button.setEnabled(bool(code_letters(self.code.text())) and bool(self.passphrase.text()))

    def _submit(self) -> None:
        if self.button.isEnabled():
            self.submitted.emit()

    def _retranslate(self) -> None:
        self._about.setText(
            self.tr("The code stands on the sheet that was printed when this record was set up. Nothing is lost.")
        )
        self._code_label.setText(self.tr("Recovery code"))
        self.code.setAccessibleName(self.tr("Recovery code"))
        self.button.say(self.tr("Open and set the new passphrase"))
        self._able()
