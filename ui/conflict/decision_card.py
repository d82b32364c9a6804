"""The decision: one of the values or a third one, with a reason. Nothing is deleted by it, and the card says so."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPlainTextEdit, QRadioButton

from ui.conflict.state import ConflictState
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import Button, KeyHint
from ui.widgets.cards import Card
from ui.widgets.fields import Line
from ui.widgets.labels import label
from ui.widgets.tab_order import in_place

OTHER = "other"


class DecisionCard(Card):
    """`picked` carries a letter or OTHER; `decided` is sent when a choice and a reason are there."""

    picked = Signal(str)
    decided = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__((18, 12, 18, 12), 8)
        self._look = look
        self._state: ConflictState | None = None
        self._choice = ""
        self._title = label("", bold=True)
        self.column.addWidget(self._title)
        self._choices = QHBoxLayout()
        self._choices.setSpacing(14)
        self._group = QButtonGroup(self)
        self._radios: dict[str, QRadioButton] = {}
        self.third = Line()
        self.third.setFixedWidth(110)
        self.column.addLayout(self._choices)
        self._refused = label("", "hint", "amber", bold=True, wrap=True)
        self.column.addWidget(self._refused)
        self._reason_label = label("", "hint", "text_2")
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setMinimumHeight(48)
        self.reason.setMaximumHeight(72)
        self._reason_label.setBuddy(self.reason)
        self.column.addWidget(self._reason_label)
        self.column.addWidget(self.reason)
        self._kept = label("", "hint", "text_2", wrap=True)
        self.column.addWidget(self._kept)
        self.column.addStretch()
        self.resolve = Button(look, "primary", "normal", "check")
        self._who = label("", "hint", "text_2")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.resolve)
        foot.addWidget(KeyHint("Ctrl+Enter"))
        foot.addStretch()
        foot.addWidget(self._who)
        self.column.addLayout(foot)
        self.third.textEdited.connect(lambda _text: self.picked.emit(OTHER))
        self.third.textChanged.connect(lambda _text: self._able())
        self.reason.textChanged.connect(self._able)
        self.resolve.clicked.connect(self.decided)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.resolve.click)

    def show_state(self, state: ConflictState, choice: str) -> None:
        """Show what can be chosen and what is chosen."""
        self._state, self._choice = state, choice
        letters = [chr(ord("A") + place) for place in range(len(state.sides))]
        if [*letters, OTHER] != list(self._radios):
            self._build([*letters, OTHER])
        for letter, side in zip(letters, state.sides, strict=True):
            words = fill(self.tr("Use %1: %2"), letter, self._look.text(side.value))
            self._radios[letter].setText(words)
        self._radios[OTHER].setText(self.tr("Another value"))
        self._group.setExclusive(False)
        for key, radio in self._radios.items():
            radio.setChecked(key == choice)
            radio.setEnabled(state.may_decide)
        self._group.setExclusive(True)
        self.third.setEnabled(state.may_decide)
        self.third.setAccessibleName(self.tr("Another value"))
        self.third.setPlaceholderText(state.sides[0].unit)
        self.third.setProperty("state", "refused" if state.third_refused else "")
        self._refused.setText("" if state.third_refused is None else self._look.text(state.third_refused))
        self._refused.setVisible(state.third_refused is not None)
        self.reason.setEnabled(state.may_decide)
        self._words(state)
        self._able()

    def _words(self, state: ConflictState) -> None:
        self._title.setText(self.tr("Decision"))
        self._reason_label.setText(self.tr("Reason (required)"))
        self.reason.setAccessibleName(self.tr("Reason for the decision"))
        self._kept.setText(
            self.tr("No value is deleted; all stay in the history. If somebody decides otherwise, it is asked again.")
        )
        self.resolve.say(self.tr("Saving…") if state.busy else self.tr("Resolve"))
        role = self._look.text(state.role)
        self._who.setText(fill(self.tr("recorded as %1 (%2)"), state.decider, role))
        if state.why_not is not None:
            self._who.setText(self._look.text(state.why_not))

    def _build(self, keys: list[str]) -> None:
        while (item := self._choices.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.third:
                widget.deleteLater()
        self._radios = {}
        for key in keys:
            radio = QRadioButton()
            radio.clicked.connect(lambda _checked=False, key=key: self._pick(key))
            self._group.addButton(radio)
            self._choices.addWidget(radio)
            self._radios[key] = radio
        self._choices.addWidget(self.third)
        self._choices.addStretch()
        in_place(self._refused, [*self._radios.values(), self.third])

    def _pick(self, key: str) -> None:
        self.picked.emit(key)
        if key == OTHER:
            self.third.setFocus()

    def _able(self) -> None:
        state = self._state
        chosen = bool(self._choice) and (self._choice != OTHER or bool(self.third.text().strip()))
        reasoned = bool(self.reason.toPlainText().strip())
        free = state is not None and state.may_decide and not state.busy
        self.resolve.setEnabled(chosen and reasoned and free)
