"""The second half of the room: the questions at the left, the answer of the one that is chosen at the right."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.audit.answer_table import AnswerTable
from ui.audit.questions import QuestionList
from ui.audit.state import InspectionState
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, EmptyState
from ui.widgets.labels import hairline, label


class InspectionPanel(QWidget):
    """`chosen` carries a question's number; `csv_asked` whether all are wanted."""

    chosen = Signal(int)
    csv_asked = Signal(bool)
    print_asked = Signal()
    pdf_asked = Signal()
    read_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.questions = QuestionList(look)
        self.table = AnswerTable(look)
        self._empty = EmptyState(look, "check")
        self._stack = QStackedWidget()
        self._title = label("", "pane", bold=True, wrap=True)
        self._count = label("", "hint", "text_2")
        self._notes = label("", "hint", "text_2", wrap=True)
        self.csv = Button(look, "plain", "normal", "file")
        self.all = Button(look, "plain", "normal", "file")
        self.print = Button(look, "plain", "normal", "print")
        self.pdf = Button(look, "plain")
        self.read = Button(look, "quiet", "small", "sync")
        self._read_at = label("", "hint", "text_3")
        self.setFocusProxy(self.questions)
        self._build()
        self.questions.chosen.connect(self.chosen)
        self.csv.clicked.connect(lambda: self.csv_asked.emit(False))
        self.all.clicked.connect(lambda: self.csv_asked.emit(True))
        self.print.clicked.connect(self.print_asked)
        self.pdf.clicked.connect(self.pdf_asked)
        self.read.clicked.connect(self.read_asked)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 12)
        row.setSpacing(16)
        row.addWidget(self._left())
        row.addWidget(self._right(), 1)

    def _left(self) -> QWidget:
        card = Card((0, 0, 0, 6), 4)
        card.setFixedWidth(self.questions.width() + 2)
        card.column.addWidget(self.questions, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 2, 8, 0)
        foot.addWidget(self._read_at)
        foot.addStretch(1)
        foot.addWidget(self.read)
        card.column.addLayout(foot)
        return card

    def _right(self) -> QWidget:
        card = Card((0, 10, 0, 10), 6)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._count)
        head.addLayout(words, 1)
        for button in (self.csv, self.all, self.pdf, self.print):
            head.addWidget(button)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        notes = QHBoxLayout()
        notes.setContentsMargins(16, 2, 16, 0)
        notes.addWidget(self._notes)
        card.column.addLayout(head)
        card.column.addWidget(hairline())
        card.column.addWidget(self._stack, 1)
        card.column.addLayout(notes)
        return card

    def show_state(self, state: InspectionState, *, busy: bool) -> None:
        """Show the questions and the chosen answer; `busy`: a job runs that nothing may be asked beside."""
        self._words()
        self.questions.setAccessibleName(self.tr("Questions of an auditor"))
        self.questions.show_lines(state.questions, state.chosen)
        answer = state.answer
        line = next((line for line in state.questions if line.number == state.chosen), None)
        self._title.setText(self._look.text(line.words) if line else "")
        self._count.setText("" if answer is None else self.tr("%n rows", "", len(answer.rows)))
        self.table.setAccessibleName(self._title.text())
        self.table.show_answer(answer)
        has_rows = answer is not None and bool(answer.rows)
        self._stack.setCurrentWidget(self.table if has_rows else self._empty)
        notes = [self._look.text(note) for note in answer.notes] if answer is not None else []
        self._notes.setText("\n".join(notes if has_rows else ()))
        self._notes.setVisible(has_rows and bool(notes))
        if answer is None:
            self._empty.say(self.tr("Reading the record…"), self.tr("The window stays usable meanwhile."))
        elif not answer.rows:
            self._empty.say(self.tr("No rows"), "\n".join(notes))
        self._read_at.setText(fill(self.tr("read at %1"), state.read_at) if state.read_at else "")
        self.read.setEnabled(not state.reading)
        all_read = all(each.rows is not None for each in state.questions)
        for button in (self.csv, self.print, self.pdf):
            button.setEnabled(answer is not None and not busy)
        self.all.setEnabled(all_read and not busy)

    def _words(self) -> None:
        self.csv.say(self.tr("CSV…"), self.tr("Save this answer as a table"))
        self.all.say(self.tr("All as CSV…"), self.tr("Save every answer into a folder"))
        self.print.say(self.tr("Print…"))
        self.pdf.say(self.tr("PDF…"))
        self.read.say(self.tr("Read again"))
