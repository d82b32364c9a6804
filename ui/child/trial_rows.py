"""The rows of the trial view: a line with its mark and where it was written, a proposal with its two answers.

State in, signals out; no rule of the trial is known here.
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from ui.child.trial_state import Mark, ProposalRow, ServiceRow, TrialLine
from ui.look import Look
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.fields import Line
from ui.widgets.labels import IconLabel, LabelTone, label, unbroken
from ui.widgets.state import Tone

ICONS: dict[Mark, tuple[str, LabelTone]] = {
    Mark.OK: ("check", "accent"),
    Mark.WAIT: ("clock", "text_3"),
    Mark.INFO: ("info", "text_2"),
    Mark.WARN: ("warning", "amber"),
    Mark.STOP: ("warning", "red"),
}
TONES: dict[Mark, Tone] = {
    Mark.NONE: Tone.QUIET,
    Mark.OK: Tone.ACCENT,
    Mark.WAIT: Tone.QUIET,
    Mark.INFO: Tone.PLAIN,
    Mark.WARN: Tone.AMBER,
    Mark.STOP: Tone.RED,
}
"""The chip of a verdict."""
_ICON_COLUMN, _WORDS, _ASIDE, _OPEN = range(4)
_LINE = 20
"""Px of one line of text, on which mark, words, aside and button stand together."""


class Row(QWidget):
    """A mark, a sentence that wraps, what stands below it, what stands at its right, and the way to its source."""

    opened = Signal(str)

    def __init__(self, look: Look, line: TrialLine) -> None:
        super().__init__()
        self.look = look
        self.line = line
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 2, 0, 2)
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(1)
        self.grid.setColumnStretch(_WORDS, 1)
        icon = ICONS.get(line.mark)
        top = Qt.AlignmentFlag.AlignTop
        if icon is not None:
            drawn = IconLabel(look, *icon)
            drawn.setFixedHeight(_LINE)
            self.grid.addWidget(drawn, 0, _ICON_COLUMN, top)
        else:
            self.grid.addWidget(_room(16), 0, _ICON_COLUMN)
        tone: LabelTone = "red" if line.mark is Mark.STOP else "text"
        words = label(look.text(line.text), "body", tone, bold=line.mark is Mark.STOP, wrap=True)
        words.setToolTip(look.text(line.tip) if line.tip is not None else look.language.other(line.text))
        words.setMinimumSize(80, _LINE)
        self.grid.addWidget(words, 0, _WORDS, top)
        if line.aside is not None:
            aside = label(look.text(line.aside), "hint", "text_2")
            aside.setMinimumHeight(_LINE)
            self.grid.addWidget(aside, 0, _ASIDE, top | Qt.AlignmentFlag.AlignRight)
        if line.detail is not None:
            detail = label(unbroken(look.text(line.detail)), "hint", "text_2", wrap=True)
            # A height of its own: else Qt reserves what the words would need at their narrowest.
            detail.setMinimumSize(80, 1)
            self.grid.addWidget(detail, 1, _WORDS, 1, 2)
        self.grid.addWidget(self._way() if line.key else _room(24), 0, _OPEN, top)

    def _way(self) -> QWidget:
        """The button that leads to where the line was written."""
        self.open_button = LinkButton(self.look, "next")
        self.open_button.setFixedSize(QSize(24, _LINE))
        named = self.look.text(self.line.text)
        self.open_button.setAccessibleName(f"{self.tr('Open where this is written')}: {named}")
        self.open_button.setToolTip(self.tr("Open where this is written"))
        self.open_button.clicked.connect(lambda: self.opened.emit(self.line.key))
        return self.open_button


def _room(width: int) -> QWidget:
    """Nothing, as wide as the mark or the button that other rows have there."""
    made = QWidget()
    made.setFixedSize(width, 1)
    return made


class Reasoned(QWidget):
    """A line for a reason and the button that keeps it. `given` carries the words, never none; Esc calls it off."""

    given = Signal(str)
    left = Signal()

    def __init__(self, look: Look, about: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.line = Line()
        self.keep = Button(look, "plain", "small")
        row.addWidget(self.line, 1)
        row.addWidget(self.keep)
        self.keep.say(self.tr("Keep the reason"))
        self.line.setPlaceholderText(self.tr("Reason"))
        self.line.setAccessibleName(f"{self.tr('Reason')}: {about}")
        self.keep.clicked.connect(self._send)
        self.line.returnPressed.connect(self._send)
        self.line.textChanged.connect(lambda text: self.keep.setEnabled(bool(text.strip())))
        self.keep.setEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the reason; anything else goes on."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.line.hasFocus():
            # The line has sent it: the page must not take it for opening a visit.
            event.accept()
        else:
            super().keyPressEvent(event)

    def _send(self) -> None:
        reason = self.line.text().strip()
        if reason:
            self.given.emit(reason)


class Proposal(Row):
    """A proposal: accept it, or say why not. `accepted` and `dismissed` carry the kind and the id; a dismissal has a
    reason, and without one it is not sent.
    """

    accepted = Signal(str, str)
    dismissed = Signal(str, str, str)

    def __init__(self, look: Look, row: ProposalRow, *, may_edit: bool) -> None:
        super().__init__(look, TrialLine(row.text, row.detail, None, row.mark, row.key))
        self._row = row
        self._answers = QWidget()
        line = QHBoxLayout(self._answers)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(6)
        self.accept_button = Button(look, "plain", "small", "check")
        self.refuse_button = Button(look, "quiet", "small")
        self.why = Reasoned(look, look.text(row.text))
        line.addWidget(self.accept_button)
        line.addWidget(self.refuse_button)
        line.addWidget(self.why, 1)
        line.addStretch()
        self.grid.addWidget(self._answers, 2, _WORDS, 1, 3)
        self._answers.setVisible(may_edit)
        self._name()
        self._ask(asked=False)
        self.accept_button.clicked.connect(lambda: self.accepted.emit(row.kind, row.name))
        self.refuse_button.clicked.connect(lambda: self._ask(asked=True))
        self.why.given.connect(lambda reason: self.dismissed.emit(row.kind, row.name, reason))
        self.why.left.connect(self._leave)

    def _leave(self) -> None:
        self._ask(asked=False)
        self.refuse_button.setFocus()

    def _name(self) -> None:
        deviation = self._row.kind == "deviation"
        sentence = self.look.text(self._row.text)
        accept = self.tr("It is a deviation") if deviation else self.tr("Record the event")
        refuse = self.tr("Not a deviation…") if deviation else self.tr("Not an event…")
        self.accept_button.say(accept, self.tr("Writes it into the log; the row can be completed there"))
        self.refuse_button.say(refuse, self.tr("Say why; it is not proposed again"))
        self.accept_button.setAccessibleName(f"{accept}: {sentence}")
        self.refuse_button.setAccessibleName(f"{refuse}: {sentence}")

    def _ask(self, *, asked: bool) -> None:
        """Show the line for the reason in place of the two answers."""
        self.accept_button.setVisible(not asked)
        self.refuse_button.setVisible(not asked)
        self.why.setVisible(asked)
        if asked:
            self.why.line.setFocus()


class Service(Row):
    """A record that may serve as another visit. `chosen` carries its key, the visit's code, whether it shall, and why
    not any longer: without a reason it goes on serving.
    """

    chosen = Signal(str, str, bool, str)

    def __init__(self, look: Look, row: ServiceRow, *, may_edit: bool) -> None:
        super().__init__(look, TrialLine(row.text, None, None, Mark.OK if row.on else Mark.INFO, row.key))
        self._row = row
        words = self.tr("No longer…") if row.on else self.tr("Let it serve")
        self.button = Button(look, "plain", "small")
        self.button.say(words)
        self.button.setAccessibleName(f"{words}: {look.text(row.text)}")
        self.button.setVisible(may_edit)
        self.button.clicked.connect(self._press)
        self.grid.addWidget(self.button, 0, _ASIDE, Qt.AlignmentFlag.AlignTop)
        self.why = Reasoned(look, look.text(row.text))
        self.why.hide()
        self.why.given.connect(lambda reason: self.chosen.emit(row.key, row.visit, False, reason))
        self.why.left.connect(self._leave)
        self.grid.addWidget(self.why, 2, _WORDS, 1, 3)

    def _press(self) -> None:
        if self._row.on:
            self.why.show()
            self.why.line.setFocus()
        else:
            self.chosen.emit(self._row.key, self._row.visit, True, "")

    def _leave(self) -> None:
        self.why.hide()
        self.button.setFocus()
