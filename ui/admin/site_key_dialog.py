"""The site-key sheet on the screen: what it opens, how it is kept, and the button that prints it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.admin.state import SiteKeySheet
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.layouts import as_high_as_its_words


class SiteKeyDialog(QDialog):
    """`print_requested` asks for the paper; the key leaves the screen with the dialog."""

    print_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self.setModal(True)
        self.setMinimumWidth(520)
        self._title = label("", "pane", bold=True)
        self._about = label("", "hint", "text_2", wrap=True)
        self.key = label("", "pane", bold=True, wrap=True)
        self.key.setProperty("part", "code")
        self._foot = label("", "hint", "text_3", wrap=True)
        self.print = Button(look, "primary", "normal", "print")
        self.done_button = Button(look, "plain")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 20, 24, 16)
        self._column.setSpacing(10)
        for part in (self._title, self._about, self.key, self._foot):
            self._column.addWidget(part)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.done_button)
        row.addWidget(self.print)
        self._column.addLayout(row)
        self.print.clicked.connect(self.print_requested)
        self.done_button.clicked.connect(self.accept)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        as_high_as_its_words(self, self._column)

    def show_sheet(self, sheet: SiteKeySheet) -> None:
        """Show the key of the site."""
        self.setWindowTitle(self.tr("Site-key sheet"))
        self._title.setText(fill(self.tr("Site key of %1"), sheet.site))
        self._about.setText(
            self.tr(
                "This key opens the names of the children of this site. A new workstation gets it from another one, or "
                "from this sheet. Keep it locked away at the site; never send it."
            )
        )
        self.key.setText(sheet.key)
        self._foot.setText(fill(self.tr("fingerprint %1 · %2"), sheet.fingerprint, f"{sheet.on:%Y-%m-%d}"))
        self.print.say(self.tr("Print the sheet"))
        self.done_button.say(self.tr("Close"))
        as_high_as_its_words(self, self._column)
