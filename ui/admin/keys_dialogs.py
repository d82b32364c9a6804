"""The dialogs of passphrases and keys. Each says what happens before it is done, and stays open when it was refused."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.admin.keys_state import (
    Behind,
    ChangePassphrase,
    Deed,
    KeysRequest,
    NewCode,
    RemoveUser,
    ResetPassphrase,
    TryCode,
    TypedBack,
    UseKept,
)
from ui.admin.state import AdminState, UserRow
from ui.language import fill
from ui.look import Look
from ui.unlock.kept_dialog import kept_words
from ui.unlock.recovery_form import code_letters
from ui.widgets.buttons import Button
from ui.widgets.cards import MessageStrip
from ui.widgets.fields import Line, Passphrase
from ui.widgets.labels import label
from ui.widgets.layouts import as_high_as_its_words
from ui.widgets.passphrase import NewPassphrase


class KeysDialog(QDialog):
    """A title, what happens, fields, a button that does it. `asked` carries a KeysRequest; closes once it is done."""

    asked = Signal(object)

    def __init__(self, look: Look, deed: Deed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self.look = look
        self.deed = deed
        self._sent = False
        self._busy = False
        self.setModal(True)
        self.setMinimumWidth(460)
        self.about = label("", "hint", "text_2", wrap=True)
        self._strip = MessageStrip(look)
        self.do = Button(look, "danger" if deed in (Deed.REMOVE, Deed.KEPT) else "primary")
        self.cancel = Button(look, "quiet")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 16)
        self.column.setSpacing(6)
        self.column.addWidget(self.about)
        self.column.addWidget(self._strip)
        self._strip.hide()
        self.do.clicked.connect(self._ask)
        self.cancel.clicked.connect(self.reject)

    def finish(self) -> None:
        """The row of buttons, below all fields."""
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.do)
        self.column.addSpacing(6)
        self.column.addLayout(foot)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        as_high_as_its_words(self, self.column)

    def line(self, words: str, field: QWidget) -> None:
        """A labelled field."""
        shown = label(words, "hint", "text_2")
        shown.setBuddy(field)
        field.setAccessibleName(words)
        self.column.addWidget(shown)
        self.column.addWidget(field)

    def say(self, title: str, about: str, do: str) -> None:
        """The words of the dialog."""
        self.setWindowTitle(title)
        self.about.setText(about)
        self.do.say(do)
        self.cancel.say(self.tr("Cancel"))

    def show_state(self, state: AdminState) -> None:
        """Close when it is done; else show what went wrong, once something was asked."""
        self._busy = state.busy
        if self._sent and state.keys is not None and state.keys.done is self.deed:
            self.accept()
            return
        self._strip.setVisible(self._sent and state.message is not None)
        if state.message is not None:
            self._strip.show_message(state.message)
        self.able()

    def able(self) -> None:
        """Let the button be pressed when everything is there."""
        self.do.setEnabled(not self._busy and self.filled())

    def filled(self) -> bool:
        """Whether everything is there; written by each."""
        raise TypeError(f"{type(self).__name__} does not say when it is filled")

    def request(self) -> KeysRequest:
        """What is asked for; the fields are emptied. Written by each."""
        raise TypeError(f"{type(self).__name__} asks for nothing")

    def _ask(self) -> None:
        self._sent = True
        self.asked.emit(self.request())


class OwnPassphraseDialog(KeysDialog):
    """The old passphrase and the new one, twice."""

    def __init__(self, look: Look, name: str, minimum: int, parent: QWidget | None = None) -> None:
        super().__init__(look, Deed.CHANGE, parent)
        self.old = Passphrase()
        self.new = NewPassphrase(look)
        self.new.expect(name, minimum)
        self.line(self.tr("Your present passphrase"), self.old)
        self.column.addWidget(self.new)
        self.finish()
        self.old.textChanged.connect(lambda _text: self.able())
        self.new.changed.connect(self.able)
        self.new.submitted.connect(self.do.click)
        self.say(
            self.tr("Change my passphrase"),
            self.tr(
                "Your keys stay the same and nothing is encrypted anew. The old passphrase opens nothing afterwards."
            ),
            self.tr("Change"),
        )
        self.able()

    def filled(self) -> bool:
        return bool(self.old.text()) and bool(self.new.text())

    def request(self) -> KeysRequest:
        made = ChangePassphrase(self.old.text(), self.new.text())
        self.old.forget()
        self.new.forget()
        return made


class ResetDialog(KeysDialog):
    """A new passphrase for somebody, who types it."""

    def __init__(self, look: Look, user: UserRow, minimum: int, parent: QWidget | None = None) -> None:
        super().__init__(look, Deed.RESET, parent)
        self._user = user
        self.new = NewPassphrase(look)
        self.new.expect(user.name, minimum)
        self.column.addWidget(self.new)
        self.finish()
        self.new.changed.connect(self.able)
        self.new.submitted.connect(self.do.click)
        about = self.tr(
            "%1 types the new passphrase. Nobody can bring the old signing key back: a new one is certified by you, "
            "and the record says from when the old one no longer signs. What was signed before stands."
        )
        self.say(fill(self.tr("New passphrase for %1"), user.name), fill(about, user.name), self.tr("Set and certify"))
        self.able()

    def filled(self) -> bool:
        return bool(self.new.text())

    def request(self) -> KeysRequest:
        made = ResetPassphrase(self._user.user, self.new.text())
        self.new.forget()
        return made


class RemoveDialog(KeysDialog):
    """Why somebody's rights end."""

    def __init__(self, look: Look, user: UserRow, parent: QWidget | None = None) -> None:
        super().__init__(look, Deed.REMOVE, parent)
        self._user = user
        self.reason = Line()
        self.line(self.tr("Reason"), self.reason)
        self.finish()
        self.reason.textChanged.connect(lambda _text: self.able())
        self.reason.returnPressed.connect(self.do.click)
        about = self.tr(
            "%1 can no longer unlock this record nor sign in it. Everything %1 entered and signed stays as it is. "
            "Whoever may have copied files of this workstation still has the old key: renew the keys afterwards."
        )
        self.say(
            fill(self.tr("Remove %1"), user.name), about.replace("%1", user.name), fill(self.tr("Remove %1"), user.name)
        )
        self.able()

    def filled(self) -> bool:
        return bool(self.reason.text().strip())

    def request(self) -> KeysRequest:
        return RemoveUser(self._user.user, self.reason.text().strip())


class TryCodeDialog(KeysDialog):
    """The drill: the code is typed from the paper."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, Deed.TRY, parent)
        self.code = Line()
        self.line(self.tr("Recovery code from the paper"), self.code)
        self.finish()
        self.code.textChanged.connect(lambda _text: self.able())
        self.code.returnPressed.connect(self.do.click)
        self.say(
            self.tr("Try the recovery code"),
            self.tr(
                "Shows that the paper in the safe still opens this record. Nothing is changed; the drill is noted."
            ),
            self.tr("Try"),
        )
        self.able()

    def filled(self) -> bool:
        return bool(code_letters(self.code.text()))

    def request(self) -> KeysRequest:
        made = TryCode(self.code.text())
        self.code.clear()
        return made


class LeaveOutDialog(KeysDialog):
    """Before the keys are renewed: who has not unlocked yet is left out, each by name, or the keys wait."""

    def __init__(self, look: Look, behind: tuple[Behind, ...], parent: QWidget | None = None) -> None:
        super().__init__(look, Deed.RENEW, parent)
        self.boxes = {each.user: QCheckBox(each.name) for each in behind}
        for box in self.boxes.values():
            self.column.addWidget(box)
            box.toggled.connect(lambda _on: self.able())
        self.finish()
        self.say(
            self.tr("Who has not unlocked yet"),
            self.tr(
                "These people have to unlock once before the keys can be renewed with them. Whoever is left out can't "
                "unlock any more: their passphrase opens nothing and their signing key is destroyed, for ever. What "
                "they entered and signed stays. Give them a new passphrase afterwards, under Users; it certifies a new "
                "signing key. To leave nobody out, cancel and let them unlock first."
            ),
            self.tr("Leave out and go on"),
        )
        self.able()

    def filled(self) -> bool:
        return all(box.isChecked() for box in self.boxes.values())

    def request(self) -> KeysRequest:
        return NewCode(Deed.RENEW, tuple(self.boxes))

    def _ask(self) -> None:
        # Gone before it asks: the code that is asked for comes in a dialog of its own.
        self.accept()
        self.asked.emit(self.request())


class KeptDialog(KeysDialog):
    """What falling back to the kept key file takes back, before it is done."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, Deed.KEPT, parent)
        self.finish()
        self.say(self.tr("Use the kept key file"), kept_words(), self.tr("Use the kept key file"))
        self.able()

    def filled(self) -> bool:
        return True

    def request(self) -> KeysRequest:
        return UseKept()


class CodeDialog(KeysDialog):
    """A new recovery code: shown, printed, typed back; then it counts, and with new keys the keys are renewed."""

    def __init__(
        self, look: Look, deed: Deed, code: str, print_asked: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(look, deed, parent)
        self._wanted = code_letters(code)
        self.code = label(code, "pane", bold=True, wrap=True)
        self.code.setProperty("part", "code")
        self.typed = Line()
        self.print = Button(look, "plain", "normal", "print")
        self.print.clicked.connect(print_asked)
        self.column.addWidget(self.code)
        self.column.addWidget(self.print)
        self.line(self.tr("Type the code back from the paper"), self.typed)
        self.finish()
        self.typed.textChanged.connect(lambda _text: self.able())
        self.typed.returnPressed.connect(self.do.click)
        renewing = deed is Deed.RENEW
        kept = self.tr(
            "Print it or write it down and keep it away from this computer. When it is typed back, it takes the place "
            "of the code before, which then opens nothing."
        )
        renewed = self.tr(
            "The whole record is written anew under another key, checked, and put in place at once; this takes some "
            "seconds to minutes. Everybody keeps their passphrase and unlocks again. Copies and backups made before "
            "open with the old keys only: make a backup afterwards."
        )
        self.say(
            self.tr("Renew the keys") if renewing else self.tr("New recovery code"),
            f"{renewed}\n\n{kept}" if renewing else kept,
            self.tr("Renew the keys now") if renewing else self.tr("This code counts from now on"),
        )
        self.print.say(self.tr("Print"))
        self.typed.setFocus()
        self.able()

    def filled(self) -> bool:
        return code_letters(self.typed.text()) == self._wanted

    def request(self) -> KeysRequest:
        return TypedBack(self.deed, self.typed.text())
