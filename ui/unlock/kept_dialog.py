"""Falling back to the kept copy of a damaged key file: what that takes back is read before it is done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.language import translate
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.labels import label


def kept_words() -> str:
    """What happens, for whoever decides it at the gate or in the admin room."""
    return translate(
        "KeptKeys",
        "A copy of the key file from before its last change takes the place of the damaged one, which stays beside it "
        "as keys.damaged.json. The record itself is not touched. What was changed last with passphrases and people is "
        "taken back: an older passphrase may count again, somebody added last can't unlock, and somebody removed last "
        "may unlock again: remove them anew. Where the copy is older than what the record remembers, nobody gets in "
        "before an administrator types the recovery code once.",
    )


class KeptDialog(QDialog):
    """At the gate. `wanted` is sent when somebody decides for it."""

    wanted = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self.setModal(True)
        self.setMinimumWidth(460)
        title = translate("KeptKeys", "Use the kept key file")
        self.setWindowTitle(title)
        self.about = label(kept_words(), "hint", "text_2", wrap=True)
        self.do = Button(look, "danger")
        self.do.say(title)
        self.cancel = Button(look, "quiet")
        self.cancel.say(translate("KeptKeys", "Cancel"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.about)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.do)
        column.addLayout(foot)
        self.setMinimumHeight(column.totalHeightForWidth(self.minimumWidth()))
        self.do.clicked.connect(self._take)
        self.cancel.clicked.connect(self.reject)

    def _take(self) -> None:
        self.accept()
        self.wanted.emit()
