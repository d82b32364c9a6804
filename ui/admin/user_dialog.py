"""Add a user: name, role, and a passphrase that the new user types."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.admin.state import AdminState, NewUser
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import MessageStrip
from ui.widgets.fields import Choice, Line
from ui.widgets.labels import label
from ui.widgets.passphrase import NewPassphrase


class UserDialog(QDialog):
    """`add_requested` carries a NewUser; closes itself when the state says that the user is added."""

    add_requested = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self._look = look
        self._minimum = 12
        self._busy = False
        self._asked = ""
        self.setModal(True)
        self.setMinimumWidth(440)
        self._about = label("", "hint", "text_2", wrap=True)
        self._strip = MessageStrip(look)
        self.name = Line()
        self.role = Choice(look)
        self.passphrase = NewPassphrase(look)
        self._labels = (label("", "hint", "text_2"), label("", "hint", "text_2"))
        self.add = Button(look, "primary")
        self.cancel = Button(look, "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(4)
        column.addWidget(self._about)
        column.addWidget(self._strip)
        for words, field in zip(self._labels, (self.name, self.role), strict=True):
            words.setBuddy(field)
            column.addSpacing(4)
            column.addWidget(words)
            column.addWidget(field)
        column.addSpacing(4)
        column.addWidget(self.passphrase)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.add)
        column.addLayout(foot)
        self.name.textChanged.connect(lambda text: self.passphrase.expect(text, self._minimum))
        self.passphrase.changed.connect(self._able)
        self.passphrase.submitted.connect(self.add.click)
        self.role.currentIndexChanged.connect(lambda _index: self._able())
        self.add.clicked.connect(self._ask)
        self.cancel.clicked.connect(self.reject)

    def show_state(self, state: AdminState) -> None:
        """Show roles, rules and what went wrong."""
        self._minimum, self._busy = state.minimum, state.busy
        if self._asked and state.user_added == self._asked:
            self.accept()
            return
        self.setWindowTitle(self.tr("Add a user"))
        self._about.setText(
            self.tr("The new user types the passphrase; nobody else can sign with it. It cannot be looked up later.")
        )
        self._strip.setVisible(state.message is not None)
        if state.message is not None:
            self._strip.show_message(state.message)
        for shown, field, text in zip(
            self._labels, (self.name, self.role), (self.tr("Name"), self.tr("Role")), strict=True
        ):
            shown.setText(text)
            field.setAccessibleName(text)
        roles = [(code, self._look.text(words)) for code, words in state.roles]
        self.role.offer(roles, self.role.key() or None)
        self.passphrase.expect(self.name.text(), state.minimum)
        self.add.say(self.tr("Adding…") if state.busy else self.tr("Add"))
        self.cancel.say(self.tr("Cancel"))
        self._able()

    def _able(self) -> None:
        named = bool(self.name.text().strip()) and bool(self.role.key())
        self.add.setEnabled(named and bool(self.passphrase.text()) and not self._busy)

    def _ask(self) -> None:
        request = NewUser(self.name.text().strip(), self.role.key(), self.passphrase.text())
        self._asked = request.name
        self.passphrase.forget()
        self.add_requested.emit(request)
