"""The line in which a prescription is written, and below it at once what was understood, asked or refused.

Owns the field, its keys and when a half-typed text is to be kept. Must not read the text: the presenter does.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from ui.logs.line_answers import LineAnswers
from ui.logs.state import LineNote, LinePart, LineState
from ui.look import Look
from ui.visit.field import ComposingEdit
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.cards import Card
from ui.widgets.flow import Flow
from ui.widgets.labels import CutLabel, IconLabel, label, retone, unbroken
from ui.widgets.layouts import clear
from ui.widgets.state import Tone
from ui.widgets.tab_order import in_place

_KEEP_MS = 1000
_BELOW = 44
MOST = 300


class OrderLine(Card):
    """`typed` carries every change of the text, `kept` the text a second later, `entered` asks to keep the rows,

    `answered` carries the number of a reading, `left` asks for the table below, `given_up` leaves the row as it stands,
    `acted` carries what is to be done to the chosen row, `undo_asked` takes the last act back.
    """

    typed = Signal(str)
    kept = Signal(str)
    entered = Signal(str)
    answered = Signal(int)
    left = Signal()
    given_up = Signal()
    acted = Signal(str)
    undo_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__((12, 10, 12, 8), 4)
        self._look = look
        self._turn = -1
        self._state = LineState()
        self._kept = ""
        self.field = ComposingEdit()
        self.field.setProperty("tall", "large")
        self.field.setMaxLength(MOST)
        self.add = Button(look, "primary", "large")
        self.answers = LineAnswers(look)
        self.acts: list[Button] = []
        self._about = CutLabel("hint", "accent", bold=True)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_KEEP_MS)
        self._compose()
        self._connect()

    def _compose(self) -> None:
        self.column.addWidget(self._about)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(self._look, "plus", "accent"))
        row.addWidget(self.field, 1)
        row.addWidget(self.add)
        self.column.addLayout(row)
        below = QHBoxLayout()
        below.setContentsMargins(24, 0, 0, 0)
        below.setSpacing(14)
        self._below = QVBoxLayout()
        self._below.setSpacing(4)
        self._said = Flow()
        self._sentences = QVBoxLayout()
        self._sentences.setSpacing(2)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(2)
        self._below.addWidget(self._said)
        self._below.addLayout(self._sentences)
        self._below.addWidget(self.answers)
        self._below.addLayout(self._notes)
        self._below.addStretch(1)
        below.addLayout(self._below, 1)
        # Room for the reading and one note: the table below does not jump while somebody types.
        below.addSpacerItem(QSpacerItem(0, _BELOW, QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum))
        self.column.addLayout(below)
        self.setFocusProxy(self.field)

    def _connect(self) -> None:
        self.field.textEdited.connect(self._edited)
        self.field.entered.connect(lambda _step: self._enter())
        self.field.installEventFilter(self)
        self.add.clicked.connect(self._enter)
        self.answers.answered.connect(self.answered)
        self.answers.left.connect(lambda: self.field.setFocus(Qt.FocusReason.OtherFocusReason))
        self._later.timeout.connect(self.keep)

    def show_line(self, state: LineState, hint: str = "") -> None:
        """Show what was read. The field keeps what is being typed, unless the program wrote the line anew."""
        self._state = state
        if state.turn != self._turn:
            self._turn = state.turn
            self.field.setText(state.text)
            self._kept = state.text
            self._later.stop()
        self.field.setReadOnly(state.busy or state.why_not is not None)
        self.field.setPlaceholderText(self.tr("A prescription as you write it: prednisone 5mg 3 tabs qod (L)"))
        self.field.setAccessibleName(self.tr("Prescription line"))
        self._about.setVisible(state.act is not None)
        self._about.say(self._look.text(state.act) if state.act is not None else "")
        acting = self.tr("Enter records it, Esc leaves the row as it stands")
        self.add.say(
            self.tr("Record"), acting if state.act is not None else self.tr("Enter keeps it as a row of the log")
        )
        self.add.setEnabled(not state.busy and state.why_not is None)
        self._show_said(state, hint)
        self._show_sentences(state)
        options = state.question.options if state.question is not None else ()
        asked = (state.turn, state.question) if options else None
        self.answers.show_options(asked, tuple(self._look.text(option) for option in options))

    def _show_said(self, state: LineState, hint: str) -> None:
        parts = [self._part(part) for part in state.parts]
        if parts:
            parts.insert(0, label(self.tr("Read as"), "hint", "text_2"))
        elif hint and not self.field.text():
            row = CutLabel("hint", "text_2")
            row.say(hint)
            parts.append(row)
        self.acts = self._acts(state) if hint and not self.field.text() else []
        parts += self.acts
        if state.amount is not None:
            amount = label(self._look.text(state.amount), "hint", "accent", bold=True)
            amount.setProperty("part", "amount")
            parts.append(amount)
        if state.undo is not None and not self.field.text():
            back = LinkButton(self._look)
            back.say(self.tr("Undo (Ctrl+Z)"), self._look.text(state.undo))
            back.clicked.connect(self.undo_asked)
            parts.append(back)
        self._said.put(parts)
        in_place(self._said, [part for part in parts if isinstance(part, Button)])

    def _acts(self, state: LineState) -> list[Button]:
        """What can be done to the chosen row."""
        made: list[Button] = []
        for code, name, key in state.acts:
            button = LinkButton(self._look)
            button.say(f"{self._look.text(name)} ({key})")
            button.clicked.connect(lambda _on=False, code=code: self.acted.emit(code))
            made.append(button)
        return made

    def _part(self, part: LinePart) -> QWidget:
        text = self._look.text
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        said = ((text(part.lead), "text_2", False), (text(part.said), "text", True))
        how = ((text(part.how), "text_2", False),) if part.how is not None else ()
        for words, tone, bold in (*said, *how):
            if words:
                made: QLabel = label(words, "hint", bold=bold)
                retone(made, tone)
                row.addWidget(made)
        return holder

    def _show_sentences(self, state: LineState) -> None:
        clear(self._sentences)
        clear(self._notes)
        question = (LineNote(state.question.text),) if state.question is not None else ()
        refused = tuple(LineNote(text) for text in state.refused)
        why = (LineNote(state.why_not, Tone.QUIET),) if state.why_not is not None else ()
        for note in (*why, *refused, *question):
            self._sentences.addWidget(self._sentence(note))
        for note in state.notes:
            self._notes.addWidget(self._sentence(note))

    def _sentence(self, note: LineNote) -> QLabel:
        made = label(unbroken(self._look.text(note.text)), "hint", wrap=True)
        retone(made, {Tone.AMBER: "amber", Tone.ACCENT: "accent"}.get(note.tone, "text_2"))
        return made

    def _edited(self, text: str) -> None:
        self._later.start()
        self.typed.emit(text)

    def _enter(self) -> None:
        """Enter keeps the line; while something is asked it leads to the readings, of which none is chosen."""
        if self.field.composing:
            return
        if self.answers.options:
            self.answers.come()
        else:
            self.entered.emit(self.field.text())

    def keep(self) -> None:
        """Say what stands in the field, if it changed since it was said last; text being composed is not part of it."""
        self._later.stop()
        text = self.field.text()
        if text != self._kept:
            self._kept = text
            self.kept.emit(text)

    def _leave(self, *, give_up: bool) -> None:
        """Esc gives up what is done to a row; Down only looks at the table."""
        if give_up and self._state.act is not None:
            self.given_up.emit()
        self.left.emit()

    def _is_the_screens(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        undo = event.matches(QKeySequence.StandardKey.Undo)
        return undo and not (self.field.composing or self.field.isUndoAvailable())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leads on to the readings or the table, Esc out.

        Ctrl+Z belongs to the screen where nothing was typed; Qt's line edit would keep it all the same.
        """
        if watched is self.field and self._is_the_screens(event):
            event.ignore()
            return True
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or self.field.composing:
            return super().eventFilter(watched, event)
        key = event.key()
        if key == Qt.Key.Key_Down and self.answers.options:
            self.answers.come()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self._leave(give_up=key == Qt.Key.Key_Escape)
        else:
            return super().eventFilter(watched, event)
        return True
