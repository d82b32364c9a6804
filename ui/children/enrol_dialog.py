"""Enrol a child: code, who it is, consent. Identity is sealed at the site and never leaves it in clear."""

from datetime import date

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.children.state import EnrolRequest, EnrolState
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import MessageStrip
from ui.widgets.dates import DateLine
from ui.widgets.fields import Choice, Line, Tick
from ui.widgets.labels import label
from ui.widgets.marks import ProgressLine
from ui.widgets.state import Tone

_FIELDS = ("code", "name", "hospital_number", "sex", "born", "consent")


class EnrolDialog(QDialog):
    """`enrol_requested` carries an EnrolRequest; the presenter closes the dialog with accept(). `stop_asked`: look no
    further for the same child.
    """

    enrol_requested = Signal(object)
    stop_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self._look = look
        self._state: EnrolState | None = None
        self.setModal(True)
        self.setMinimumWidth(520)
        self.code, self.name, self.hospital_number = Line(), Line(), Line()
        self.sex = Choice(look)
        self.born, self.consent = DateLine(), DateLine()
        self._fields: dict[str, Line | Choice] = {
            "code": self.code,
            "name": self.name,
            "hospital_number": self.hospital_number,
            "sex": self.sex,
            "born": self.born,
            "consent": self.consent,
        }
        self._labels = {name: label("", tone="text_2") for name in _FIELDS}
        self._faults = {name: label("", "hint", "amber", wrap=True) for name in _FIELDS}
        self._sealed = label("", "hint", "text_3", wrap=True)
        self._strip = MessageStrip(look)
        self.confirm = Tick(look)
        self.looking = ProgressLine(look)
        self._looked = label("", "hint", "text_2", wrap=True)
        self.button = Button(look, "primary")
        self.cancel = Button(look, "quiet")
        self._build()
        look.changed.connect(self._again)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for place, name in enumerate(_FIELDS):
            self._labels[name].setBuddy(self._fields[name])
            grid.addWidget(self._labels[name], 2 * place, 0)
            grid.addWidget(self._fields[name], 2 * place, 1)
            grid.addWidget(self._faults[name], 2 * place + 1, 1)
        grid.setColumnMinimumWidth(0, 140)
        grid.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(self._sealed)
        column.addWidget(self._strip)
        column.addLayout(grid)
        column.addWidget(self.confirm)
        column.addWidget(self.looking)
        column.addWidget(self._looked)
        column.addStretch()
        column.addSpacing(8)
        column.addLayout(foot)
        self.button.clicked.connect(self._ask)
        self.button.setDefault(True)
        self.cancel.clicked.connect(self._leave)
        self.confirm.toggled.connect(lambda _on: self._able())
        for line in (self.code, self.name, self.hospital_number, self.born, self.consent):
            line.textChanged.connect(lambda _text: self._able())
        self.sex.currentIndexChanged.connect(lambda _index: self._able())

    def render(self, state: EnrolState) -> None:  # type: ignore[override]  # Qt's own render() paints into a device
        """Show a state; what was typed stays."""
        if self._state is None:
            self.code.setText(state.next_code)
            self.name.setFocus()
        self._state = state
        self._words(state)
        self.sex.offer([(key, self._look.text(words)) for key, words in state.sexes], self.sex.key() or None)
        faults = dict(state.faults)
        for name in _FIELDS:
            fault = faults.get(name)
            self._faults[name].setText("" if fault is None else self._look.text(fault))
            self._faults[name].setVisible(fault is not None)
        self._strip.setVisible(bool(state.message or state.duplicate))
        if state.duplicate is not None:
            asked = self.tr(
                "Nothing was entered yet. Open the other record first, or confirm that this is another child."
            )
            self._strip.say(self._look.text(state.duplicate), asked, Tone.AMBER)
        elif state.message is not None:
            self._strip.show_message(state.message)
        self.confirm.setVisible(state.duplicate is not None)
        self._show_looked(state)
        for name in ("name", "hospital_number", "consent"):
            wanted = name not in state.hidden and (state.names_kept or name == "consent")
            self._labels[name].setVisible(wanted)
            self._fields[name].setVisible(wanted)
        self._able()

    def _show_looked(self, state: EnrolState) -> None:
        """How many were looked at. What was asked for is what is entered: nothing is changed meanwhile."""
        for part in (self.looking, self._looked):
            part.setVisible(state.looked is not None)
        if state.looked is not None:
            self.looking.show_share(*state.looked)
            words = self.tr("%1 of %2 children are looked at for the same child; nothing is entered before all are")
            self._looked.setText(fill(words, *state.looked))
        for line in (self.code, self.name, self.hospital_number, self.born, self.consent):
            line.setReadOnly(state.busy)
        self.sex.setEnabled(not state.busy)

    def _words(self, state: EnrolState) -> None:
        self.setWindowTitle(self.tr("Enrol a child"))
        words = {
            "code": self.tr("Code"),
            "name": self.tr("Name"),
            "hospital_number": self.tr("Hospital number"),
            "sex": self.tr("Sex at birth"),
            "born": self.tr("Date of birth"),
            "consent": self.tr("Consent signed on"),
        }
        for name, text in words.items():
            self._labels[name].setText(text)
            self._fields[name].setAccessibleName(text)
        for line in (self.born, self.consent):
            line.setPlaceholderText(self.tr("YYYY-MM-DD"))
        sealed = self.tr(
            "Name, hospital number and date of birth are sealed and stay at this site; the EDC sees the code."
        )
        if not state.names_kept:
            sealed = self.tr("This workstation has no site key yet: the child is entered with its code only.")
        if state.codes_left is not None:
            sealed += " " + self.tr("%n code(s) left in this workstation's block.", "", state.codes_left)
        self._sealed.setText(sealed)
        self.confirm.setText(self.tr("This is another child"))
        self.button.say(self.tr("Enrolling…") if state.busy else self.tr("Enrol"))
        self.cancel.say(self.tr("Cancel") if state.looked is None else self.tr("Stop looking"))

    def _again(self) -> None:
        if self._state is not None:
            self.render(self._state)

    def _able(self) -> None:
        state = self._state
        if state is None:
            return
        coded = QRegularExpression(state.code_pattern).match(self.code.text().strip()).hasMatch()
        born, consent = self.born.date(), self._consented(state)
        dated = born is not None and consent is not None and born <= consent <= state.today
        named = not state.names_kept or bool(self.name.text().strip())
        confirmed = state.duplicate is None or self.confirm.isChecked()
        self.button.setEnabled(coded and dated and named and confirmed and bool(self.sex.key()) and not state.busy)

    def _consented(self, state: EnrolState) -> date | None:
        """The day of consent; today where the study does not ask for one."""
        return state.today if "consent" in state.hidden else self.consent.date()

    def _ask(self) -> None:
        born, consent = self.born.date(), self._consented(self._state) if self._state is not None else None
        if born is None or consent is None:
            return
        self.enrol_requested.emit(
            EnrolRequest(
                code=self.code.text().strip(),
                name=self.name.text().strip(),
                hospital_number=self.hospital_number.text().strip(),
                sex=self.sex.key(),
                born=born,
                consent=consent,
                confirmed=self.confirm.isChecked(),
            )
        )

    def _leave(self) -> None:
        """While others are looked at: no further, and what was typed stays; else away."""
        if self._state is not None and self._state.looked is not None:
            self.stop_asked.emit()
        else:
            self.reject()

    def keyPressEvent(self, event: object) -> None:
        """Escape never throws away what was typed without a word: it closes only an empty dialog."""
        key = getattr(event, "key", lambda: None)()
        if key == Qt.Key.Key_Escape and (self.name.text() or self.born.text()):
            self.cancel.setFocus()
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]  # a QKeyEvent
