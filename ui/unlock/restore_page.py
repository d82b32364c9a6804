"""The first page of the first run, which chooses between a new record and a backup; and the page that restores one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.look import Look
from ui.unlock.first_run_pages import FirstRunPage
from ui.unlock.recovery_form import RecoveryForm
from ui.unlock.state import FirstRunState, RestoreRequest
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.fields import Choice, Passphrase
from ui.widgets.labels import label


class StartPage(FirstRunPage):
    """A new record, one of a site that has workstations already, or one from a backup."""

    new_asked = Signal()
    join_asked = Signal()
    restore_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.new = self.next
        self.join = Button(look, "plain", "large")
        self.restore = Button(look, "plain", "large")
        self._hints = [label("", "hint", "text_2", wrap=True) for _button in range(3)]
        asked = (self.new_asked, self.join_asked, self.restore_asked)
        for button, hint, signal in zip((self.new, self.join, self.restore), self._hints, asked, strict=True):
            self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.column.addWidget(hint)
            self.column.addSpacing(8)
            button.clicked.connect(signal)
        self.column.addStretch()

    def show_state(self, state: FirstRunState) -> None:
        self.title.setText(self.tr("There is no record on this computer yet"))
        self.about.setText(self.tr("What shall stand here?"))
        self.new.say(self.tr("A new record"))
        self.join.say(self.tr("Another workstation of a site"))
        self.restore.say(self.tr("Restore from a backup"))
        texts = (
            self.tr("The first workstation of this site."),
            self.tr("The site enters data on other computers already; this one is enrolled with the central EDC."),
            self.tr("After a broken disk or a lost computer, and for moving to a new one."),
        )
        for hint, text in zip(self._hints, texts, strict=True):
            hint.setText(text)


class RestorePage(FirstRunPage):
    """Choose a backup, who opens it, and a passphrase of its day; or the recovery code and a new passphrase."""

    folder_asked = Signal()
    restore_asked = Signal(object)
    stop_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.choose = Button(look, "plain", "normal", "file")
        self.choose.clicked.connect(self.folder_asked)
        self.column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        self._said = label("", "hint", "text_2", wrap=True)
        self.column.addWidget(self._said)
        self.column.addSpacing(6)
        self._opening = QWidget()
        inner = QVBoxLayout(self._opening)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        self._user_label, self._passphrase_label = label("", "hint", "text_2"), label("", "hint", "text_2")
        self.user = Choice(look)
        self.passphrase = Passphrase()
        self.by_code = LinkButton(look)
        self.recovery = RecoveryForm(look)
        for part in (self._user_label, self.user, self._passphrase_label, self.passphrase, self.recovery):
            inner.addWidget(part)
        inner.addWidget(self.by_code, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._opening)
        self._progress = label("", "hint", "text_2", wrap=True)
        self.column.addWidget(self._progress)
        self.stop = Button(look, "plain", "large", "cross")
        self.foot(self.next, self.previous, self.stop)
        self._coded = False
        self._busy = False
        self._minimum = 12
        self._connect()

    def _connect(self) -> None:
        self.stop.clicked.connect(self.stop_asked)
        self.by_code.clicked.connect(self._turn)
        self.passphrase.textChanged.connect(lambda _text: self._able())
        self.passphrase.returnPressed.connect(self.next.click)
        self.user.currentIndexChanged.connect(lambda _index: self._expect())
        self.recovery.submitted.connect(self._ask_by_code)
        self.next.clicked.connect(self._ask)

    def show_state(self, state: FirstRunState) -> None:
        self._busy, self._minimum = state.busy, state.minimum
        self.title.setText(self.tr("Restore from a backup"))
        self.about.setText(
            self.tr(
                "The backup is checked whole before anything stands here. This computer goes on as a new workstation; "
                "what was sent after the backup comes back with the next sync."
            )
        )
        self._show_offered(state)
        self._progress.setText(self.look.text(state.progress) if state.progress else "")
        self._progress.setVisible(state.progress is not None)
        self.next.say(self.tr("Restoring…") if state.busy else self.tr("Restore"))
        self.previous.say(self.tr("Back"))
        self.previous.setEnabled(not state.busy)
        self.stop.say(self.tr("Stop"))
        self.stop.setVisible(state.busy)
        self._expect()
        self._fit()

    def take_focus(self) -> None:
        """The first thing to do."""
        (self.passphrase if self._opening.isVisible() else self.choose).setFocus()

    def _show_offered(self, state: FirstRunState) -> None:
        offered = state.offered
        self.choose.say(self.tr("Choose the backup…"))
        self.choose.setEnabled(not state.busy)
        self._said.setText(self.look.text(offered.said) if offered else "")
        self._said.setVisible(offered is not None)
        self._opening.setVisible(offered is not None and not state.busy)
        if offered is not None:
            users, key = list(offered.users), self.user.key()
            self.user.offer(users, key if key in dict(users) else users[0][0])
        self._user_label.setText(self.tr("Who opens it"))
        self._passphrase_label.setText(self.tr("Passphrase of that day"))
        self.user.setAccessibleName(self._user_label.text())
        self.passphrase.setAccessibleName(self._passphrase_label.text())

    def _turn(self) -> None:
        self._coded = not self._coded
        self._fit()

    def _fit(self) -> None:
        for part in (self._passphrase_label, self.passphrase):
            part.setVisible(not self._coded)
        self.recovery.setVisible(self._coded)
        self.by_code.say(self.tr("Use a passphrase") if self._coded else self.tr("Use the recovery code"))
        self.next.setVisible(not self._coded or self._busy)
        self._able()

    def _able(self) -> None:
        self.next.setEnabled(bool(self.passphrase.text()) and bool(self.user.key()) and not self._busy)

    def _expect(self) -> None:
        self.recovery.show_rules(self._minimum, self.user.currentText())

    def _ask(self) -> None:
        self.restore_asked.emit(RestoreRequest(self.user.key(), self.passphrase.text()))
        self.passphrase.forget()

    def _ask_by_code(self) -> None:
        code, passphrase = self.recovery.code.text(), self.recovery.passphrase.text()
        self.restore_asked.emit(RestoreRequest(self.user.key(), passphrase, code))
        self.recovery.forget()
