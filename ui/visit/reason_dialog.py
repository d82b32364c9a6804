"""A reason in the person's own words, where no reason of the list fits."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.look import Look
from ui.visit.field import ComposingEdit
from ui.widgets.buttons import Button
from ui.widgets.labels import label


class ReasonDialog(QDialog):
    """`given` carries the reason; without words the button does nothing. Escape leaves everything as it was."""

    given = Signal(str)

    def __init__(self, look: Look, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setMinimumWidth(420)
        self.setWindowTitle(title)
        self.words = ComposingEdit()
        self.words.setProperty("grid", True)
        self.words.setAccessibleName(self.tr("Reason"))
        self.words.setPlaceholderText(self.tr("Why? It is kept in the record."))
        self.done_button = Button(look, "primary")
        self.done_button.say(title)
        self.back_button = Button(look, "plain")
        self.back_button.say(self.tr("Cancel"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(label(title, "pane", bold=True, wrap=True))
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.back_button)
        row.addWidget(self.done_button)
        column.addLayout(row)
        self.words.entered.connect(self._give)
        self.done_button.clicked.connect(self._give)
        self.back_button.clicked.connect(self.reject)

    def _give(self) -> None:
        reason = self.words.text().strip()
        if reason:
            self.accept()
            self.given.emit(reason)
