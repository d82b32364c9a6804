"""A reason in the person's own words, or one of those that are offered; what the act means stands above it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.look import Look
from ui.visit.field import ComposingEdit
from ui.visit.state import Option
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.labels import label

_WIDE, _MARGIN = 420, 24
"""Px: the least width of the dialog, and what stays free at its sides."""


class ReasonDialog(QDialog):
    """`given` carries the reason, of an offered one its code; without words the dialog asks for them and stays.

    Escape leaves everything as it was. `about`: what the act means; `offered`: reasons that one press writes; `act`:
    the word on the button where the title is too long for it.
    """

    given = Signal(str)

    def __init__(
        self,
        look: Look,
        title: str,
        parent: QWidget | None = None,
        *,
        about: str = "",
        offered: tuple[Option, ...] = (),
        act: str = "",
    ) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self._codes = {look.text(option.label): option.code for option in offered}
        self.setModal(True)
        self.setMinimumWidth(_WIDE)
        self.setWindowTitle(title)
        self.words = ComposingEdit()
        self.words.setProperty("grid", True)
        self.words.setAccessibleName(self.tr("Reason"))
        self.words.setPlaceholderText(self.tr("Why? It is kept in the record."))
        self.about = label(about, "hint", "text_2", wrap=True)
        self.offered = [self._offer(look, words) for words in self._codes]
        self.lacking = label(self.tr("Say why first: nothing was changed."), "hint", "amber", wrap=True)
        self.lacking.hide()
        self.done_button = Button(look, "primary")
        self.done_button.say(act or title)
        self.back_button = Button(look, "plain")
        self.back_button.say(self.tr("Cancel"))
        self._compose(title, about)
        self.words.entered.connect(self._give)
        self.done_button.clicked.connect(self._give)
        self.back_button.clicked.connect(self.reject)

    def _offer(self, look: Look, words: str) -> LinkButton:
        made = LinkButton(look)
        made.say(words)
        made.clicked.connect(lambda: self._write(words))
        return made

    def _write(self, words: str) -> None:
        self.words.setText(words)
        self.words.setFocus()

    def _compose(self, title: str, about: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 20, _MARGIN, 16)
        column.setSpacing(10)
        column.addWidget(label(title, "pane", bold=True, wrap=True))
        if about:
            column.addWidget(self.about)
            self.about.ensurePolished()
            # A dialog takes its height from what wraps as if that were on one line more or less.
            self.about.setMinimumHeight(self.about.heightForWidth(_WIDE - 2 * _MARGIN))
        column.addWidget(self.words)
        column.addWidget(self.lacking)
        if self.offered:
            # One below the other: in English they are too long for a line.
            for each in self.offered:
                column.addWidget(each, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.back_button)
        row.addWidget(self.done_button)
        column.addLayout(row)
        self.words.setFocus()

    def _give(self) -> None:
        reason = self.words.text().strip()
        self.lacking.setVisible(not reason)
        if not reason:
            self.words.setFocus()
        else:
            self.accept()
            self.given.emit(self._codes.get(reason, reason))
