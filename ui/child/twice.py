"""Records that may be of the same child, on the child's page: what agrees, and the answers, each with a reason.

State in, signals out; nothing is decided here.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.child.lists import ListCard
from ui.child.state import Decision, TwiceAnswer, TwiceRow
from ui.child.trial_rows import Reasoned
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.labels import IconLabel, label


class TwiceCard(ListCard):
    """`opened` carries the other record's subject, `decided` a TwiceAnswer; nothing to say: no card."""

    opened = Signal(str)
    decided = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.shown: tuple[TwiceRow, ...] = ()

    def show_rows(self, rows: tuple[TwiceRow, ...]) -> None:
        """Show what is asked and what was decided. What is being typed stays while nothing of it moved."""
        self.say(self.tr("Enrolled twice?"), len(rows), "")
        self.setVisible(bool(rows))
        self.shown = rows
        self.fill_rows(rows, lambda place: self._row(rows[place]))

    def _row(self, row: TwiceRow) -> QWidget:
        made = Twice(self.look, row)
        made.opened.connect(self.opened)
        made.decided.connect(self.decided)
        return made


class Twice(QWidget):
    """One other record: its code leads to it, below stands why, then what can be answered."""

    opened = Signal(str)
    decided = Signal(object)

    def __init__(self, look: Look, row: TwiceRow) -> None:
        super().__init__()
        self._row = row
        self._chosen: Button | None = None
        self._what: Decision = "again"
        self.link = LinkButton(look)
        self.link.say(look.text(row.text), fill(self.tr("Open %1"), row.there))
        self.link.clicked.connect(lambda: self.opened.emit(row.other))
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(IconLabel(look, "warning" if row.asked else "info", "amber" if row.asked else "text_2"))
        head.addWidget(self.link)
        head.addWidget(label(look.text(row.detail), "hint", "text_2", wrap=True), 1)
        self.answers = QWidget()
        self._line = QHBoxLayout(self.answers)
        self._line.setContentsMargins(22, 0, 0, 0)
        self._line.setSpacing(6)
        self.buttons = [self._answer(look, words, what) for words, what in self._offered()]
        self._line.addStretch()
        self.why = Reasoned(look, look.text(row.text))
        self.why.hide()
        self.why.given.connect(self._send)
        self.why.left.connect(self._leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.answers)
        column.addWidget(self.why)
        self.answers.setVisible(row.may_decide)

    def _offered(self) -> list[tuple[str, Decision]]:
        if not self._row.asked:
            return [(self.tr("Withdraw the decision…"), "again")]
        goes_on = self.tr("Same child: %1 goes on…")
        return [
            (self.tr("Not the same child…"), "apart"),
            (fill(goes_on, self._row.here), "this"),
            (fill(goes_on, self._row.there), "other"),
        ]

    def _answer(self, look: Look, words: str, what: Decision) -> Button:
        button = Button(look, "plain", "small")
        button.say(words, self.tr("Say why; it can be taken back here"))
        button.setAccessibleName(f"{words} {look.text(self._row.text)}")
        button.clicked.connect(self._asker(button, what))
        self._line.addWidget(button)
        return button

    def _asker(self, button: Button, what: Decision) -> Callable[[], None]:
        def ask() -> None:
            self._what, self._chosen = what, button
            # What the reason is for stays in sight, and nothing else: the wrong record must not stand aside.
            for each in self.buttons:
                each.setVisible(each is button)
            self.why.show()
            self.why.line.setFocus()

        return ask

    def _send(self, reason: str) -> None:
        self.decided.emit(TwiceAnswer(self._row.other, self._what, reason))

    def _leave(self) -> None:
        self.why.hide()
        for each in self.buttons:
            each.show()
        if self._chosen is not None:
            self._chosen.setFocus()
