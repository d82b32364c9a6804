"""A recording whose header names a person: a copy without that, the file as it is, or nothing. Owns the words."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.language import fill
from ui.look import Look
from ui.visit.acts import FileDecided, FileNamesSomebody
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.layouts import as_high_as_its_words


class IdentityDialog(QDialog):
    """`decided` carries a `FileDecided`; Escape attaches nothing."""

    decided = Signal(object)

    def __init__(self, look: Look, found: FileNamesSomebody, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self._found = found
        self.setModal(True)
        self.setMinimumWidth(460)
        self.setWindowTitle(self.tr("The header names a person"))
        self.clean = Button(look, "primary")
        self.as_it_is = Button(look, "plain")
        self.cancel = Button(look, "quiet")
        self.clean.say(self.tr("Remove on the copy"))
        self.as_it_is.say(self.tr("Attach as it is"))
        self.cancel.say(self.tr("Cancel"))
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(
            label(self.tr("The header of this recording may say whose it is."), "pane", bold=True, wrap=True)
        )
        fields = ", ".join(found.fields)
        column.addWidget(label(fill(self.tr("Filled: %1"), fields), "hint", "text_2", wrap=True))
        about = self.tr(
            "Either way the file is sealed and opens at this site only. The copy keeps the traces, their time and what "
            "the machine measured; your own file is not changed."
        )
        column.addWidget(label(about, "hint", "text_2", wrap=True))
        row = QHBoxLayout()
        row.addStretch()
        for button in (self.cancel, self.as_it_is, self.clean):
            row.addWidget(button)
        column.addLayout(row)
        self.clean.clicked.connect(lambda _checked=False: self._decide(True))
        self.as_it_is.clicked.connect(lambda _checked=False: self._decide(False))
        self.cancel.clicked.connect(self.reject)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        as_high_as_its_words(self, self._column)

    def _decide(self, clean: bool) -> None:
        self.accept()
        self.decided.emit(FileDecided(self._found.path, clean))
