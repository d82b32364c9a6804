"""The right pane: the derived values that a signature rests on, and the signature itself."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.look import Look
from ui.review.state import ReviewState
from ui.visit.state import DerivedRow
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, MessageStrip
from ui.widgets.fields import Choice, Passphrase
from ui.widgets.labels import hairline, label
from ui.widgets.layouts import clear
from ui.widgets.passphrase import CapsWarning
from ui.widgets.state import Tone

SIDE = 400
"""Px of the right pane."""


class EvidenceLine(QWidget):
    """One derived value: another one, or another language, changes its words in place."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._name = label("", "body", "text_2")
        self._why = label("", "key", "text_3", wrap=True)
        self._value = label("", "body", bold=True)
        self._unit = label("", "key", "text_3")
        self._aside = label("", "key", "text_3", wrap=True)
        self._aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(8)
        grid.setColumnStretch(2, 1)
        value = QHBoxLayout()
        value.setSpacing(4)
        value.addWidget(self._value)
        value.addWidget(self._unit)
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self._why, 0, 1, 1, 2)
        grid.addLayout(value, 0, 1)
        grid.addWidget(self._aside, 0, 2)

    def show_row(self, row: DerivedRow) -> None:
        """Show this one: its result, or why there is none."""
        text, there = self._look.text, row.value is not None
        self._name.setText(text(row.label))
        self._name.setToolTip(self._look.language.other(row.label))
        self._why.setText(text(row.missing) if row.missing is not None and not there else "")
        self._value.setText(text(row.value) if row.value is not None else "")
        self._unit.setText(row.unit if there else "")
        detail = text(row.detail) if row.detail is not None else ""
        aside = (detail, self.tr("unconfirmed") if row.unconfirmed else "")
        self._aside.setText(" · ".join(part for part in aside if part) if there else "")
        self._why.setVisible(not there)
        for part in (self._value, self._unit, self._aside):
            part.setVisible(there)


class EvidenceCard(Card):
    """Each derived value on one line: name, result, what it stood at before; unconfirmed ones say so."""

    def __init__(self, look: Look) -> None:
        super().__init__((16, 10, 16, 8), 2)
        self._look = look
        self._shown: object = None
        self.lines: list[EvidenceLine] = []
        self._title = label("", "body", bold=True)
        self.column.addWidget(self._title)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.column.addLayout(self._rows)

    def show_rows(self, rows: tuple[DerivedRow, ...]) -> None:
        """Show these; none: the card goes."""
        self._title.setText(self.tr("Derived values that the signature rests on"))
        self.setVisible(bool(rows))
        seen = (rows, self._look.language.code)
        if seen == self._shown:
            return
        self._shown = seen
        if len(self.lines) > len(rows):
            clear(self._rows)
            self.lines = []
        while len(self.lines) < len(rows):
            self.lines.append(EvidenceLine(self._look))
            self._rows.addWidget(hairline())
            self._rows.addWidget(self.lines[-1])
        for line, row in zip(self.lines, rows, strict=True):
            line.show_row(row)


class SignCard(Card):
    """Meaning, who, when, passphrase. `asked` is sent with everything there; the passphrase is read once, then gone."""

    asked = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__((16, 14, 16, 14), 6)
        self._look = look
        self._count = 0
        self._state: ReviewState | None = None
        self.title = label("", "pane", bold=True)
        self.strip = MessageStrip(look)
        self.meaning = Choice(look)
        self.meaning.currentTextChanged.connect(self.meaning.setToolTip)
        self._whole = label("", "hint", "text_2", wrap=True)
        self.passphrase = Passphrase(large=False)
        self.caps = CapsWarning(look)
        self.sign = Button(look, "primary", "normal", "pen")
        self.cancel = Button(look, "quiet")
        self._meaning_label = label("", "hint", "text_2")
        self._passphrase_label = label("", "hint", "text_2")
        self._named = [label("", "hint", "text_2") for _ in range(2)]
        self._who = label("", "hint", bold=True)
        self._when = label("", "hint")
        self._note = label("", "hint", "text_2", wrap=True)
        self._compose()
        self.passphrase.textChanged.connect(lambda _text: self._able())
        self.meaning.currentIndexChanged.connect(lambda _index: self._say_meaning())
        self.passphrase.returnPressed.connect(self.sign.click)
        self.passphrase.caps_changed.connect(self.caps.show_caps)
        self.sign.clicked.connect(self.asked)
        self.cancel.clicked.connect(self.left)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.sign.click)

    def _compose(self) -> None:
        self._meaning_label.setBuddy(self.meaning)
        self._passphrase_label.setBuddy(self.passphrase)
        facts = QGridLayout()
        facts.setHorizontalSpacing(16)
        facts.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(zip(self._named, (self._who, self._when), strict=True)):
            facts.addWidget(name, row, 0)
            facts.addWidget(value, row, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.sign)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        for part in (self.title, self.strip, self._meaning_label, self.meaning, self._whole):
            self.column.addWidget(part)
        self.column.addLayout(facts)
        self.column.addWidget(self._passphrase_label)
        self.column.addWidget(self.passphrase)
        self.column.addWidget(self.caps)
        self.column.addLayout(foot)
        self.column.addWidget(self._note)

    def event(self, event: QEvent) -> bool:
        """As high as its wrapped lines need: the pane keeps the height it worked out in the language before."""
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.setMinimumHeight(max(0, self.heightForWidth(self.width())))
        return done

    def show_state(self, state: ReviewState, count: int) -> None:
        """Show for how many forms; a meaning once chosen stays chosen."""
        self._state, self._count = state, count
        text = self._look.text
        self.title.setText(self.tr("Sign %n forms", "", count) if count else self.tr("Sign"))
        self._meaning_label.setText(self.tr("Meaning of the signature"))
        self._passphrase_label.setText(self.tr("Passphrase once more"))
        self.meaning.setAccessibleName(self._meaning_label.text())
        self.passphrase.setAccessibleName(self._passphrase_label.text())
        current = self.meaning.key() or (state.meanings[0].code if state.meanings else None)
        self.meaning.offer([(each.code, text(each.label)) for each in state.meanings], current)
        self.meaning.setToolTip(self.meaning.currentText())
        self._say_meaning()
        for name, words in zip(self._named, (self.tr("Signed by"), self.tr("Time")), strict=True):
            name.setText(words)
        self._who.setText(text(state.signer))
        self._when.setText(text(state.time))
        self.caps.show_caps(self.caps.shown)
        self._note.setText(
            self.tr(
                "The signature rests on the values as they stand now; any later change makes it visibly void. It is "
                "valid offline and sent with the record."
            )
        )
        self._say(state)
        self._able()

    def _say_meaning(self) -> None:
        """The whole sentence below the list where the list has no room for it."""
        words = self.meaning.currentText()
        room = self.meaning.fontMetrics().horizontalAdvance(words) + 44 <= SIDE - 2 * 34
        self._whole.setText("" if room else words)
        self._whole.setVisible(not room)

    def _say(self, state: ReviewState) -> None:
        self.strip.setVisible(state.why_not is not None or state.message is not None)
        if state.why_not is not None:
            self.strip.say(self._look.text(state.why_not), tone=Tone.AMBER, icon="lock")
        elif state.message is not None:
            self.strip.show_message(state.message)

    def _able(self) -> None:
        state = self._state
        free = state is not None and state.why_not is None and not state.busy
        for part in (self.meaning, self.passphrase):
            part.setEnabled(free)
        busy = state is not None and state.busy
        words = self.tr("Checking the passphrase…") if busy else self.tr("Sign %n forms", "", self._count)
        self.sign.say(words if self._count or busy else self.tr("Sign"), self.tr("Ctrl+Enter"))
        self.sign.setEnabled(free and bool(self._count) and bool(self.passphrase.text()))
        self.cancel.say(self.tr("Cancel"))
