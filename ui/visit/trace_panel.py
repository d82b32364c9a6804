"""A tracing with its scale and leads above it; below, what the calipers read and what the machine wrote.

A measured number, a person's or the machine's, is offered, never kept: the person confirms it in the field.
"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from study.from_tracing import FromTracing
from study.text import Text
from ui.language import fill
from ui.look import Look
from ui.visit.calipers import Reading
from ui.visit.menus import offer_menu
from ui.visit.preview import MachineValue, Measured, Take, TraceState
from ui.visit.state import Option
from ui.visit.traces import TraceView
from ui.widgets.buttons import Button
from ui.widgets.labels import label


class TracePanel(QWidget):
    """`taken`: a Measured."""

    taken = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._state: TraceState | None = None
        self._reading: Reading | None = None
        self._takes: list[tuple[Take, Button]] = []
        self.view = TraceView(look)
        self._scale = label("", "hint", "text_2")
        self._about = label("", "hint", "text_3")
        self._reads: QLabel = label("", "hint", "accent", bold=True)
        self._slower, self._faster = Button(look, "plain", "small"), Button(look, "plain", "small")
        self._lower, self._higher = Button(look, "plain", "small"), Button(look, "plain", "small")
        self._leads = Button(look, "plain", "small")
        self.machine_says = label("", "hint", "text_2", wrap=True)
        self.from_machine = Button(look, "plain", "small")
        self.menu: QMenu | None = None
        self._foot = QHBoxLayout()
        self._connect()
        self._compose()
        look.changed.connect(self._say)

    def _connect(self) -> None:
        self._slower.clicked.connect(lambda: self.view.zoom(-1))
        self._faster.clicked.connect(lambda: self.view.zoom(1))
        self._lower.clicked.connect(lambda: self.view.amplify(-1))
        self._higher.clicked.connect(lambda: self.view.amplify(1))
        self._leads.clicked.connect(self._choose)
        self.from_machine.clicked.connect(self._choose_machine)
        self.view.scaled.connect(self._scale.setText)
        self.view.measured.connect(self._show_reading)

    def _compose(self) -> None:
        self._foot.setSpacing(6)
        self._foot.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(4)
        for widget in (self._slower, self._faster, self._lower, self._higher, self._scale):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self._about)
        head.addWidget(self._leads)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addWidget(self._reads)
        column.addLayout(self._foot)
        machine = QHBoxLayout()
        machine.setSpacing(6)
        machine.addWidget(self.machine_says, 1)
        machine.addWidget(self.from_machine)
        column.addLayout(machine)

    def show_traces(self, state: TraceState) -> None:
        """Show a recording, the fields that can take a time, and the words in the language of now."""
        takes = self._state.takes if self._state is not None else ()
        fresh = self._state is None or self._state.key != state.key
        self._state = state
        if fresh:
            self._reading = None
        if takes != state.takes:
            self._make_takes(state.takes)
        self.view.show_traces(state)
        self._say()

    def _make_takes(self, takes: tuple[Take, ...]) -> None:
        for _take, button in self._takes:
            self._foot.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._takes = []
        for take in takes:
            button = Button(self._look, "plain", "small")
            button.clicked.connect(partial(self._take, take))
            self._foot.addWidget(button)
            self._takes.append((take, button))

    def _take(self, take: Take, _checked: bool = False) -> None:
        if self._reading is not None and self._state is not None:
            ms = round(self._reading.ms)
            came = FromTracing("calipers", self._state.key)
            self.taken.emit(Measured(take.key, f"{ms / 1000:g}" if take.seconds else str(ms), came))

    def _show_reading(self, reading: Reading | None) -> None:
        self._reading = reading
        self._say()

    def _say(self) -> None:
        state, reading = self._state, self._reading
        if state is None:
            return
        for button, sign, words in (
            (self._slower, "↔ −", self.tr("Slower paper: more seconds in view (-)")),
            (self._faster, "↔ +", self.tr("Faster paper: fewer seconds in view (+)")),
            (self._lower, "↕ −", self.tr("Lower traces (Ctrl+Down)")),
            (self._higher, "↕ +", self.tr("Higher traces (Ctrl+Up)")),
        ):
            button.say(sign, words)
            button.setAccessibleName(words)
        self._leads.say(fill(self.tr("Leads %1 of %2…"), len(self.view.leads), len(state.leads)))
        about = [state.start.replace("T", " ")] if state.start else []
        about += [self.tr("the file ends early")] if state.cut else []
        about += [fill(self.tr("%1 interruptions"), len(state.gaps))] if state.gaps else []
        self._about.setText(" · ".join(about))
        for take, button in self._takes:
            button.say(fill(self.tr("Offer as %1"), self._look.text(take.label)))
            button.setToolTip(self.tr("Puts the time into the field; Enter there keeps it, Esc does not"))
            button.setEnabled(reading is not None)
        self._reads.setText(self._words(reading))
        self._say_machine(state.machine)

    def _say_machine(self, machine: tuple[MachineValue, ...]) -> None:
        """The machine's own numbers stand apart from what a person measured."""
        for part in (self.machine_says, self.from_machine):
            part.setVisible(bool(machine))
        said = " · ".join(f"{self._look.text(each.label)} {each.text}" for each in machine)
        self.machine_says.setText(fill(self.tr("The machine wrote: %1"), said))
        self.from_machine.say(
            self.tr("Offer the machine's…"),
            self.tr("Puts a number of the machine into its field; Enter there keeps it, Esc does not"),
        )

    def _choose_machine(self) -> None:
        """Which of the machine's numbers goes to its field."""
        machine, file = (self._state.machine, self._state.key) if self._state is not None else ((), "")
        came = FromTracing("machine", file)
        found = {each.key: each for each in machine}
        options = tuple(
            Option(each.key, Text(f"{each.label.en}: {each.text}", f"{each.label.zh}：{each.text}")) for each in machine
        )
        self.menu = offer_menu(
            self._look, self.from_machine, options, lambda key: self.taken.emit(Measured(key, found[key].typed, came))
        )

    def _words(self, reading: Reading | None) -> str:
        if reading is None:
            return self.tr("Two clicks measure; keys 1 and 2 put the marks, Shift+arrows move them")
        words = [fill(self.tr("%1 ms ± %2"), f"{reading.ms:.0f}", f"{max(reading.error_ms, 1):.0f}")]
        words += [fill(self.tr("as RR %1/min"), reading.rate)] if reading.rate is not None else []
        words += [f"{reading.lead} {reading.rise}"] if reading.rise else []
        return " · ".join(words)

    def _choose(self) -> None:
        """A menu of the leads; those ticked are shown, one at least."""
        state = self._state
        if state is None:
            return
        menu = QMenu(self._leads)
        every = menu.addAction(self.tr("All leads"))
        every.triggered.connect(lambda: self._show_leads(tuple(range(len(state.leads)))))
        menu.addSeparator()
        for index, lead in enumerate(state.leads):
            action = menu.addAction(lead.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(index in self.view.leads)
            action.triggered.connect(partial(self._toggle, index))
        self.menu = menu
        menu.popup(self._leads.mapToGlobal(self._leads.rect().bottomLeft()))

    def _toggle(self, index: int, shown: bool) -> None:
        self._show_leads(tuple(sorted({*self.view.leads, index} if shown else {*self.view.leads} - {index})))

    def _show_leads(self, leads: tuple[int, ...]) -> None:
        self.view.choose_leads(leads)
        self._say()
