"""The unlock screen: who, passphrase, caps lock in words, and what waits unsent before anyone is in."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.ids import UserId
from ui.language import fill
from ui.look import Look
from ui.unlock.brand import Brand
from ui.unlock.facts_card import FactsCard
from ui.unlock.kept_dialog import KeptDialog
from ui.unlock.people import People
from ui.unlock.recovery_form import RecoveryForm
from ui.unlock.state import RecoveryRequest, UnlockRequest, UnlockState
from ui.view import View
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.cards import Card, MessageStrip
from ui.widgets.fields import Passphrase
from ui.widgets.labels import label
from ui.widgets.language_switch import LanguageSwitcher
from ui.widgets.passphrase import CapsWarning
from ui.widgets.state import Tone


class UnlockView(View[UnlockState]):
    """Signals carry an UnlockRequest, a RecoveryRequest, a LanguageSwitch; `kept_requested` nothing."""

    unlock_requested = Signal(object)
    recovery_requested = Signal(object)
    language_chosen = Signal(object)
    kept_requested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._brand = Brand(look)
        self._strip = MessageStrip(look)
        self.kept = Button(look)
        self.asking: KeptDialog | None = None
        self._user_label = label("", "hint", "text_2")
        self.user = People(look)
        self._passphrase_label = label("", "hint", "text_2")
        self.passphrase = Passphrase()
        self.caps = CapsWarning(look)
        self.enter = Button(look, "primary", "large")
        self.recover = LinkButton(look)
        self._languages = LanguageSwitcher(look)
        self.recovery = RecoveryForm(look)
        self.facts = FactsCard(look)
        self._foot = label("", "hint", "text_3")
        self._build()
        self._connect()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # QShowEvent; the stub narrows more than needed
        reading = self.state is not None and self.state.reading
        # While nobody knows yet who may unlock, a passphrase can be typed; it stays until a name stands above it.
        (self.passphrase if self.user.key() or reading else self.user).setFocus()

    def _build(self) -> None:
        card = Card((24, 24, 24, 24), 4)
        self._entry = QWidget()
        entry = QVBoxLayout(self._entry)
        entry.setContentsMargins(0, 0, 0, 0)
        entry.setSpacing(4)
        for words, field in ((self._user_label, self.user), (self._passphrase_label, self.passphrase)):
            entry.addWidget(words)
            entry.addWidget(field)
            entry.addSpacing(8 if field is self.user else 0)
        entry.addWidget(self.caps)
        entry.addSpacing(4)
        entry.addWidget(self.enter)
        card.column.addWidget(self._entry)
        card.column.addWidget(self.recovery)
        card.column.addSpacing(6)
        card.column.addLayout(_line(self.recover, None, self._languages))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addStretch()
        column.addWidget(self._brand)
        column.addSpacing(12)
        column.addWidget(self._strip)
        column.addWidget(self.kept, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(card)
        column.addWidget(self.facts)
        column.addWidget(self._foot, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        holder = QWidget()
        holder.setFixedWidth(400)
        holder.setLayout(column)
        page = QHBoxLayout(self)
        page.addWidget(holder)

    def _connect(self) -> None:
        self.enter.clicked.connect(self._ask)
        self.passphrase.returnPressed.connect(self._ask)
        self.passphrase.textChanged.connect(lambda _text: self._able())
        self.passphrase.caps_changed.connect(self.caps.show_caps)
        self.user.picked.connect(self.passphrase.setFocus)
        self.recover.clicked.connect(lambda: self._recovering(self.recovery.isHidden()))
        self.kept.clicked.connect(self._ask_kept)
        self.recovery.submitted.connect(self._ask_recovery)
        self._languages.asked.connect(self.language_chosen)
        self._recovering(False)

    def _show(self, state: UnlockState) -> None:
        self._brand.show_study(self.look.text(state.study), state.registry)
        self._user_label.setText(self.tr("User"))
        self._passphrase_label.setText(self.tr("Passphrase"))
        self.user.setAccessibleName(self.tr("User"))
        self.passphrase.setAccessibleName(self.tr("Passphrase"))
        self.caps.show_caps(self.caps.shown)
        known = [one.user for one in state.users]
        before = self.user.key() if self.user.key() in known else None
        chosen = before or state.chosen or (known[0] if known else None)
        self.user.list_people([(one.user, f"{one.name} · {self.look.text(one.role)}") for one in state.users], chosen)
        self.recovery.show_rules(state.minimum, self._name_of(self.user.key(), state))
        self._say(state)
        self.facts.show_state(state)
        parts = (state.site, state.device, f"{state.now:%Y-%m-%d %H:%M}", fill(self.tr("version %1"), state.version))
        self._foot.setText(" · ".join(part for part in parts if part))
        self._recovering(not self.recovery.isHidden())
        self._able()

    def _say(self, state: UnlockState) -> None:
        """The strip: who holds the store, what went wrong, how long to wait; nothing when all is well."""
        self._strip.setVisible(bool(state.held_by or state.message or state.wait))
        if state.held_by:
            self._strip.say(
                fill(self.tr("%1 has this record open on this computer."), state.held_by),
                self.tr("Nothing is lost. Close Cartella there, then try again here."),
                Tone.AMBER,
                "lock",
            )
        elif state.wait:
            self._strip.say(
                self.tr("Several tries failed. The next try is possible in %n s.", "", state.wait),
                self.tr("The record is untouched; every failed try is noted in it."),
                Tone.AMBER,
            )
        elif state.message:
            self._strip.show_message(state.message)

    def _ask_kept(self) -> None:
        """What it takes back is read first."""
        self.asking = KeptDialog(self.look, self)
        self.asking.wanted.connect(self.kept_requested)
        self.asking.open()

    def _able(self) -> None:
        state = self.state
        self.kept.setVisible(state is not None and state.may_use_kept)
        self.kept.setEnabled(state is not None and not state.busy)
        self.kept.say(self.tr("Use the kept key file…"))
        busy = state is not None and state.busy
        nobody = state is not None and state.reading and not state.users
        blocked = state is None or busy or nobody or state.wait > 0 or state.held_by is not None
        waiting = self.tr("Opening the record…") if busy else self.tr("Looking for the record…") if nobody else ""
        self.enter.say(waiting or self.tr("Unlock   Enter"))
        self.enter.setEnabled(not blocked and bool(self.passphrase.text()))
        self.recovery.setEnabled(not blocked)

    def _recovering(self, on: bool) -> None:
        self._entry.setVisible(not on)
        self.recovery.setVisible(on)
        self.recover.say(self.tr("Back to the passphrase") if on else self.tr("Lost? Use the recovery code"))

    def _name_of(self, user: str, state: UnlockState) -> str:
        return next((one.name for one in state.users if one.user == user), "")

    def _ask(self) -> None:
        if self.enter.isEnabled() and self.user.key():
            request = UnlockRequest(UserId(self.user.key()), self.passphrase.text())
            self.passphrase.forget()
            self.unlock_requested.emit(request)

    def _ask_recovery(self) -> None:
        request = RecoveryRequest(UserId(self.user.key()), self.recovery.code.text(), self.recovery.passphrase.text())
        self.recovery.forget()
        self.recovery_requested.emit(request)


def _line(*parts: QWidget | QLabel | None) -> QHBoxLayout:
    """A row of widgets; None is the stretch between left and right."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        if part is None:
            row.addStretch()
        else:
            row.addWidget(part)
    return row
