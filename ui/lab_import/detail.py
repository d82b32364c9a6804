"""What can be done with the current line: choose a reading, type what the paper says, explain, confirm."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.lab_import.state import (
    LineConfirmed,
    LineExplained,
    OptionTaken,
    ReportLine,
    ResultCorrected,
)
from ui.lab_import.table import number_words, standing_words
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.fields import Choice, Line, Tick
from ui.widgets.labels import label

_WIDE = 132


class LineDetail(Card):
    """`acted` carries payloads of `ui.lab_import.state`."""

    acted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__((14, 8, 14, 10), 6)
        self._look = look
        self._line: ReportLine | None = None
        self._title = label("", "body", bold=True, wrap=True)
        self._state = label("", "body", "text_2")
        self._sentence = label("", "body", "text", wrap=True)
        self.choice = Choice(look)
        self.corrected = Line()
        self.read_again = Button(look, "plain", "normal")
        self.explanation = Line()
        self.confirm = Tick(look)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        self.column.addLayout(head)
        self.column.addWidget(self._sentence)
        self._choice_row, self._choice_label = self._row(self.choice)
        self._corrected_row, self._corrected_label = self._row(self.corrected, self.read_again)
        self._explained_row, self._explained_label = self._row(self.explanation)
        self.column.addWidget(self.confirm)
        self.column.addStretch(1)
        self.setMinimumHeight(132)
        self.choice.activated.connect(lambda _index: self._chose())
        self.corrected.editingFinished.connect(self._corrected)
        self.read_again.clicked.connect(lambda _checked=False: self._corrected())
        self.explanation.editingFinished.connect(self._explained)
        self.confirm.clicked.connect(self._confirmed)

    def _row(self, *fields: QWidget) -> tuple[QWidget, QLabel]:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        words = label("", tone="text_2")
        words.setMinimumWidth(_WIDE)
        words.setBuddy(fields[0])
        line.addWidget(words)
        line.addWidget(fields[0], 1)
        for field in fields[1:]:
            line.addWidget(field)
        self.column.addWidget(holder)
        return holder, words

    def show_line(self, line: ReportLine | None) -> None:
        """Show the current line; what is being typed into it stays."""
        before, self._line = self._line, line
        self.setVisible(line is not None)
        if line is None:
            return
        text = self._look.text
        self._words(line)
        said = line.sentence or line.soft
        self._sentence.setText(text(said) if said is not None else "")
        self._choice_row.setVisible(bool(line.options))
        self.choice.offer([(one.code, text(one.label)) for one in line.options], line.chosen or None)
        self._corrected_row.setVisible(line.may_correct)
        self._explained_row.setVisible(line.soft is not None)
        self.confirm.setVisible(line.may_confirm)
        self.confirm.setChecked(line.confirmed)
        other = before is None or before.key != line.key
        if other or before is None or _result(before) != _result(line):
            self.corrected.setText(_result(line))
        if other or before is None or before.explanation != line.explanation:
            self.explanation.setText(line.explanation)

    def fields(self) -> list[QWidget]:
        """The fields of the current line, in the order of Tab."""
        every: list[QWidget] = [self.choice, self.corrected, self.read_again, self.explanation, self.confirm]
        return [field for field in every if field.isVisible()]

    def enter(self) -> bool:
        """Put the focus into the first field; False when this line has none."""
        fields = self.fields()
        if fields:
            fields[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        if fields and fields[0] is self.corrected:
            self.corrected.selectAll()
        return bool(fields)

    def hand_over(self) -> None:
        """What is typed here is handed over, as if it were left."""
        self._corrected()
        self._explained()

    def _words(self, line: ReportLine) -> None:
        where = f"{number_words(line)} · {line.test}"
        self._title.setText(f"{where}  {line.printed}" if line.printed else where)
        self._state.setText(standing_words(line.standing))
        names = (
            (self.choice, self._choice_label, self.tr("Which reading")),
            (self.corrected, self._corrected_label, self.tr("The paper says")),
            (self.explanation, self._explained_label, self.tr("Explanation")),
        )
        for field, words, name in names:
            words.setText(name)
            field.setAccessibleName(name)
        self.choice.setPlaceholderText(self.tr("choose…"))
        self.explanation.setPlaceholderText(self.tr("without a word it becomes a query"))
        self.read_again.say(self.tr("Read again"))
        self.confirm.setText(self.tr("The report really says so"))

    def _chose(self) -> None:
        line = self._line
        if line is not None and self.choice.key() and self.choice.key() != line.chosen:
            self.acted.emit(OptionTaken(line.key, self.choice.key()))

    def _corrected(self) -> None:
        line, typed = self._line, self.corrected.text().strip()
        if line is not None and line.may_correct and typed != _result(line):
            self.acted.emit(ResultCorrected(line.key, typed))

    def _explained(self) -> None:
        line, typed = self._line, self.explanation.text().strip()
        if line is not None and line.soft is not None and typed != line.explanation:
            self.acted.emit(LineExplained(line.key, typed))

    def _confirmed(self, on: bool) -> None:
        if self._line is not None:
            self.acted.emit(LineConfirmed(self._line.key, on))


def _result(line: ReportLine) -> str:
    """The text to begin from: what was typed before, else what is printed."""
    return line.corrected or line.printed
