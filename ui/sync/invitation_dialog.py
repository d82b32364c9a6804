"""An EDC's invitation before it is taken up: two people compare its fingerprint over the telephone."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.language import fill
from ui.look import Look
from ui.sync.bundle_state import InvitationState
from ui.widgets.buttons import Button
from ui.widgets.labels import label


class InvitationDialog(QDialog):
    """`same` is sent when somebody says that both fingerprints are the same; closing it takes nothing up."""

    same = Signal()

    def __init__(self, look: Look, state: InvitationState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(520)
        self.setWindowTitle(self.tr("Invitation of the central EDC"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(label(fill(self.tr("Enrol with the EDC of %1"), state.site), "pane", bold=True, wrap=True))
        about = self.tr(
            "Call the centre on a number you know and have its fingerprint read to you. Only when every digit is the "
            "same is this file from the centre; what you export afterwards is sealed to whoever made it."
        )
        column.addWidget(label(about, "hint", "text_2", wrap=True))
        self.fingerprint = label(state.fingerprint, "pane", bold=True, wrap=True)
        self.fingerprint.setProperty("part", "code")
        column.addWidget(self.fingerprint)
        until = fill(self.tr("The invitation is good until %1."), f"{state.until:%Y-%m-%d}")
        column.addWidget(label(until, "hint", "text_3", wrap=True))
        self.differ_button = Button(look, "plain")
        self.differ_button.say(self.tr("They differ, or nobody answers"))
        self.same_button = Button(look, "primary", "normal", "key")
        self.same_button.say(self.tr("Both are the same"))
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.differ_button)
        row.addWidget(self.same_button)
        column.addLayout(row)
        self.differ_button.clicked.connect(self.reject)
        self.same_button.clicked.connect(self._same)

    def _same(self) -> None:
        self.accept()
        self.same.emit()
