"""A laboratory report before anything of it is kept: whose it is, every line, what would change. State in, signals out.

Must not decide what goes in: it shows what the presenter found and hands on what a person does.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.lab_import.aside import AsideStrip
from ui.lab_import.detail import LineDetail
from ui.lab_import.state import Counts, LabImportState, LineTicked
from ui.lab_import.table import ReportTable
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import Button, KeyHint
from ui.widgets.cards import MessageStrip
from ui.widgets.fields import Choice, Line, Tick
from ui.widgets.labels import label
from ui.widgets.state import Tone

_SIZE = (1200, 720)


class LabImportDialog(QDialog):
    """`acted` carries payloads of `ui.lab_import.state`, `import_asked` the state that was on the screen.

    The presenter closes the dialog with accept().
    """

    acted = Signal(object)
    specimen_chosen = Signal(str)
    time_given = Signal(str)
    reason_given = Signal(str)
    person_confirmed = Signal(bool)
    import_asked = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self._look = look
        self._state: LabImportState | None = None
        self._first: LabImportState | None = None
        self.setModal(True)
        self.aside = AsideStrip(look)
        self.whose = MessageStrip(look)
        self.person = Tick(look)
        self.message = MessageStrip(look)
        self.specimen = Choice(look)
        self.time = Line()
        self.reason = Choice(look)
        self.table = ReportTable(look)
        self.detail = LineDetail(look)
        self.counts = label("", "body", bold=True)
        self.why_not = label("", "hint", "amber", wrap=True)
        self.next = Button(look, "quiet", "small", "next")
        self.cancel = Button(look, "quiet")
        self.button = Button(look, "primary")
        self._head = label("", "pane", bold=True)
        self._report = label("", "body", "text_2")
        self._day = label("", "body", "amber", bold=True, wrap=True)
        self._time_fault = label("", "hint", "amber", wrap=True)
        self._labels: dict[QWidget, QLabel] = {}
        self._hints = [label("", "key", "text_3") for _ in range(3)]
        self._build()
        self._connect()
        look.changed.connect(self._again)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._head)
        head.addWidget(self._report, 1)
        column.addLayout(head)
        column.addWidget(self.aside)
        column.addWidget(self.whose)
        column.addWidget(self.person, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._day)
        column.addLayout(self._fields())
        for part in (self._time_fault, self.message):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addLayout(self._keys())
        column.addWidget(self.detail)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.counts)
        words.addWidget(self.why_not)
        foot.addLayout(words, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.button)
        column.addLayout(foot)
        self.setMinimumSize(640, 420)
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else None
        self.resize(*(_SIZE if room is None else (min(_SIZE[0], room.width()), min(_SIZE[1], room.height()))))

    def _fields(self) -> QHBoxLayout:
        """Specimen, time and reason, each shown where it is wanted."""
        line = QHBoxLayout()
        line.setSpacing(8)
        for field, width in ((self.specimen, 190), (self.time, 170), (self.reason, 230)):
            words = label("", tone="text_2")
            words.setBuddy(field)
            field.setFixedWidth(width)
            self._labels[field] = words
            line.addWidget(words)
            line.addWidget(field)
            line.addSpacing(8)
        line.addStretch(1)
        return line

    def _keys(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.next)
        line.addStretch(1)
        for key, hint in zip(("Space", "Enter", "F4"), self._hints, strict=True):
            line.addWidget(KeyHint(key))
            line.addWidget(hint)
            line.addSpacing(4)
        return line

    def _connect(self) -> None:
        self.table.ticked.connect(lambda key, on: self.acted.emit(LineTicked(key, on)))
        self.table.entered.connect(self.detail.enter)
        self.table.line_chosen.connect(self._line_chosen)
        self.detail.acted.connect(self.acted)
        self.person.clicked.connect(self.person_confirmed)
        self.specimen.activated.connect(lambda _index: self.specimen_chosen.emit(self.specimen.key()))
        self.reason.activated.connect(lambda _index: self.reason_given.emit(self.reason.key()))
        self.time.editingFinished.connect(self._time_left)
        self.next.clicked.connect(self._next)
        self.cancel.clicked.connect(self.reject)
        self.button.clicked.connect(self._ask)
        QShortcut(QKeySequence("F4"), self).activated.connect(self._next)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self._ask)

    def render(self, state: LabImportState) -> None:  # type: ignore[override]  # Qt's own render() paints into a device
        """Show a state; what is being typed stays."""
        first, before = self._state is None, self._state
        self._state = state
        self._words(state)
        self.aside.show_aside(state.aside, busy=state.busy)
        self._whose(state)
        self._wanted(state, before)
        self.message.setVisible(state.message is not None)
        if state.message is not None:
            self.message.show_message(state.message)
        self.table.show_lines(state.lines)
        self.detail.show_line(self.table.line())
        self.counts.setText(self._count(state.counts))
        self.why_not.setText(self._look.text(state.why_not) if state.why_not is not None else "")
        self.why_not.setVisible(state.why_not is not None)
        self.button.setEnabled(state.may_import and not state.busy)
        self.cancel.setEnabled(not state.busy)
        if first:
            self._first = state
            self._begin(state)

    @property
    def shown(self) -> LabImportState | None:
        """The state that is on the screen."""
        return self._state

    def _begin(self, state: LabImportState) -> None:
        if state.aside is not None:
            self.aside.begin()
            return
        first: QWidget = self.table if state.whose == "same" else self.person
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _words(self, state: LabImportState) -> None:
        text = self._look.text
        self.setWindowTitle(self.tr("Import a laboratory report"))
        self._head.setText(f"{text(state.child)} · {text(state.visit)}")
        self._report.setText(text(state.report) if state.report is not None else "")
        self._day.setText(text(state.day_note) if state.day_note is not None else "")
        self._day.setVisible(state.day_note is not None)
        self.person.setText(fill(self.tr("I have compared: this report belongs to %1"), text(state.child)))
        # The frame of the focus takes room that the style's own hint leaves out.
        self.person.setMinimumWidth(self.person.sizeHint().width() + 12)
        names: dict[QWidget, str] = {
            self.specimen: self.tr("Specimen"),
            self.time: self.tr("Collected at"),
            self.reason: self.tr("Reason for the change"),
        }
        for field, name in names.items():
            self._labels[field].setText(name)
            field.setAccessibleName(name)
        self.time.setPlaceholderText(self.tr("YYYY-MM-DD HH:MM"))
        for choice in (self.specimen, self.reason):
            choice.setPlaceholderText(self.tr("choose…"))
        self.table.setAccessibleName(self.tr("Lines of the report"))
        for hint, word in zip(
            self._hints, (self.tr("take or leave"), self.tr("to the fields"), self.tr("next open line")), strict=True
        ):
            hint.setText(word)
        self.next.say(self.tr("Next open line"))
        bring_in = self.tr("Import")
        self.button.say(self.tr("Importing…") if state.busy else f"{bring_in}   Ctrl+↵")
        self.cancel.say(self.tr("Cancel"))

    def _whose(self, state: LabImportState) -> None:
        said = {
            "same": self.tr("The name or number on the report is this child's."),
            "doubt": self.tr("Only part of the name and number on the report agrees with this child."),
            "other": self.tr("The name and number on this report are NOT this child's."),
            "unknown": self.tr("It cannot be told whose report this is."),
        }[state.whose]
        printed = fill(self.tr("On the report: %1"), state.printed) if state.printed else ""
        self.whose.say(said, printed, Tone.ACCENT if state.whose == "same" else Tone.AMBER)
        self.person.setVisible(state.whose != "same")
        self.person.setChecked(state.person_confirmed)

    def _wanted(self, state: LabImportState, before: LabImportState | None) -> None:
        """The fields that this report needs; a field keeps what is being typed."""
        shown = {
            self.specimen: bool(state.specimens),
            self.time: state.time_wanted,
            self.reason: bool(state.reasons),
        }
        for field, wanted in shown.items():
            field.setVisible(wanted)
            self._labels[field].setVisible(wanted)
        text = self._look.text
        self.specimen.offer([(one.code, text(one.label)) for one in state.specimens], state.specimen or None)
        self.reason.offer([(one.code, text(one.label)) for one in state.reasons], state.reason or None)
        if before is None or before.time != state.time:
            self.time.setText(state.time)
        self._time_fault.setVisible(state.time_fault is not None)
        self._time_fault.setText(text(state.time_fault) if state.time_fault is not None else "")

    def _count(self, counts: Counts) -> str:
        parts = [fill(self.tr("%1 of %2 lines will be taken"), counts.taken, counts.total)]
        others = (
            (counts.ask, self.tr("%1 ask")),
            (counts.refused, self.tr("%1 cannot be taken")),
            (counts.unknown, self.tr("%1 unknown")),
            (counts.broken, self.tr("%1 broken")),
            (counts.same, self.tr("%1 stand already")),
            (counts.left, self.tr("%1 left out")),
        )
        return self.tr("; ").join([*parts, *(fill(words, count) for count, words in others if count)])

    def _again(self) -> None:
        if self._state is not None:
            self.render(self._state)

    def _line_chosen(self) -> None:
        """Another line is current: what was typed for the one before is handed over to it."""
        self.detail.hand_over()
        self.detail.show_line(self.table.line())

    def _next(self) -> None:
        if self.table.next_open():
            self.detail.enter()

    def _time_left(self) -> None:
        state = self._state
        if state is not None and state.time_wanted and self.time.text().strip() != state.time:
            self.time_given.emit(self.time.text().strip())

    def _ask(self) -> None:
        seen = self._state
        if seen is None or not self.button.isEnabled():
            return
        self.detail.hand_over()
        self._time_left()
        self.import_asked.emit(seen)

    def reject(self) -> None:
        """Not while the change is being made."""
        if self._state is None or not self._state.busy:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field hands it over and does not press a button; Escape throws no decision away without a word."""
        if event.key() == Qt.Key.Key_Escape and self._decided() and not self.cancel.hasFocus():
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not isinstance(self.focusWidget(), Button):
            event.accept()
            return
        super().keyPressEvent(event)

    def _decided(self) -> bool:
        """True when a person has answered, typed, ticked or chosen anything."""
        before, now = self._first, self._state
        if before is None or now is None:
            return False
        return (before.lines, before.specimen, before.time, before.reason) != (
            now.lines,
            now.specimen,
            now.time,
            now.reason,
        )
