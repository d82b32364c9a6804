"""The section of passphrases and keys: one's own passphrase, the recovery code and its drill, renewing the keys."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from study.text import Text
from ui.admin.keys_state import Deed
from ui.admin.panels import Panel
from ui.admin.state import AdminState
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import MessageStrip
from ui.widgets.state import Tone


class KeysPanel(Panel):
    """`deed_asked` carries a Deed."""

    deed_asked = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._due = MessageStrip(look)
        self.card.column.insertWidget(0, self._due)
        self.change = Button(look, "primary")
        self.try_code = Button(look)
        self.new_code = Button(look)
        self.renew = Button(look)
        self.kept = Button(look, "danger")
        row = QHBoxLayout()
        for button, deed in (
            (self.change, Deed.CHANGE),
            (self.try_code, Deed.TRY),
            (self.new_code, Deed.CODE),
            (self.renew, Deed.RENEW),
            (self.kept, Deed.KEPT),
        ):
            button.clicked.connect(lambda _checked=False, deed=deed: self.deed_asked.emit(deed))
            row.addWidget(button)
        row.addStretch()
        self.card.column.addLayout(row)

    def show_state(self, state: AdminState) -> None:
        keys = state.keys
        self._due.setVisible(keys is not None and bool(keys.removed or keys.damaged))
        if keys is None:
            return
        for button in (self.change, self.try_code, self.new_code, self.renew):
            button.setVisible(keys.damaged is None)
        self.kept.setVisible(keys.damaged is not None and state.may_manage)
        if keys.damaged is not None:
            self._show_damaged(state, keys.damaged)
            return
        never = self.tr("never tried: type it once from the paper, so that it helps when it is needed")
        tried = never if keys.drilled is None else fill(self.tr("tried on %1"), f"{keys.drilled:%Y-%m-%d}")
        code = fill(self.tr("printed on %1, %2"), f"{keys.code_since:%Y-%m-%d}", tried)
        rows = [
            (self.tr("Recovery code"), code),
            (self.tr("Key of the record"), fill(self.tr("number %1"), keys.version)),
        ]
        if keys.behind:
            rows.append((self.tr("Must unlock once first"), ", ".join(each.name for each in keys.behind)))
        self.pairs(self.fresh(), rows)
        self._due.say(
            fill(self.tr("Left since the key was made: %1."), ", ".join(keys.removed)),
            self.tr(
                "They can't unlock any more. A copy of the files they may have made opens with the old key; renew it."
            ),
            Tone.AMBER,
        )
        self.change.say(self.tr("Change my passphrase"))
        self.try_code.say(self.tr("Try the recovery code"))
        self.new_code.say(self.tr("New recovery code"))
        self.renew.say(self.tr("Renew the keys"))
        writable = state.may_manage or state.may_change
        self.change.setEnabled(writable and not state.busy)
        self.try_code.setEnabled(writable and not state.busy)
        for button in (self.new_code, self.renew):
            button.setVisible(state.may_manage)
            button.setEnabled(not state.busy)

    def _show_damaged(self, state: AdminState, damaged: Text) -> None:
        """Nothing can be said of the keys; what is open stays open until somebody locks."""
        self.pairs(self.fresh(), [])
        self._due.say(
            self.look.text(damaged),
            self.tr("Who is at work can go on until the record is locked; after that nobody unlocks with this file."),
            Tone.AMBER,
        )
        self.kept.say(self.tr("Use the kept key file…"))
        self.kept.setEnabled(not state.busy)
