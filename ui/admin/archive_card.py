"""The archive of the study in the section of the backups: until when records are kept, what it is, write, check."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from ui.admin.backup_state import ArchiveAsked, ArchiveState
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, MessageStrip
from ui.widgets.labels import label
from ui.widgets.state import Tone


class ArchiveCard(Card):
    """`asked` carries an ArchiveAsked; the button that sends it waits until somebody has said that they know."""

    asked = Signal(object)
    check_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__((20, 14, 20, 14), 8)
        self._look = look
        self._may = False
        self._heading = label("", bold=True)
        self._about = label("", tone="text_2", wrap=True)
        self._keep = label("", wrap=True)
        self._why_not = label("", tone="text_2", wrap=True)
        self._warning = MessageStrip(look)
        self.names = QCheckBox()
        self.known = QCheckBox()
        self.write = Button(look, "plain", "normal", "file")
        self.check = Button(look, "plain", "normal", "check")
        for part in (self._heading, self._about, self._keep, self._why_not, self._warning, self.names, self.known):
            self.column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.write)
        row.addWidget(self.check)
        row.addStretch()
        self.column.addLayout(row)
        self.names.toggled.connect(self._names_toggled)
        self.known.toggled.connect(lambda _on: self._able())
        self.write.clicked.connect(self._ask)
        self.check.clicked.connect(self.check_asked)
        self._state: ArchiveState | None = None

    def show_archive(self, state: ArchiveState, *, idle: bool) -> None:
        """Show it; what was ticked stays while the card stands."""
        self._state = state
        self._may = idle and state.why_not is None
        text = self._look.text
        self._heading.setText(self.tr("Archive of the study"))
        self._about.setText(
            self.tr(
                "The whole record on one medium, readable without this program: forms as PDF, data as tables, audit "
                "trail, signatures, attached files, study definition."
            )
        )
        self._keep.setVisible(bool(state.keep))
        self._keep.setText("\n".join(map(text, state.keep)))
        self._why_not.setVisible(state.why_not is not None)
        self._why_not.setText(text(state.why_not) if state.why_not is not None else "")
        self.names.setText(self.tr("With names and scans, for the hospital's own record room"))
        self.known.setText(self.tr("I know that the archive is not encrypted and keep the medium locked away"))
        self.names.setVisible(state.may_name)
        self.known.setVisible(state.why_not is None)
        self.write.setVisible(state.why_not is None)
        self.write.say(self.tr("Write the archive…"))
        self.check.say(self.tr("Check an archive…"), self.tr("Every file that is missing, extra or altered"))
        self.check.setEnabled(idle)
        self._warn()
        self._able()

    def _names_toggled(self, _on: bool) -> None:
        """Another archive: what was known of the other one is asked again."""
        self.known.setChecked(False)
        self._warn()

    def _warn(self) -> None:
        state = self._state
        self._warning.setVisible(state is not None and state.why_not is None)
        if state is not None:
            named = self._look.text(state.named) if self.names.isChecked() and state.may_name else ""
            self._warning.say(self._look.text(state.plain), named, Tone.AMBER)

    def _able(self) -> None:
        self.write.setEnabled(self._may and self.known.isChecked())

    def _ask(self) -> None:
        names = self.names.isChecked() and self._state is not None and self._state.may_name
        self.known.setChecked(False)
        self.asked.emit(ArchiveAsked(names))
