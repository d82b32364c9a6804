"""Above the trail: which child, form, item, person, days and kind of entry. Every field is found by typing."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.audit.picker import Picker
from ui.audit.state import Choices, Filter, Kind
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.dates import DateLine
from ui.widgets.segmented import Segmented


class FilterBar(QWidget):
    """`chosen` carries a Filter."""

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._filter = Filter()
        self.child, self.form, self.item, self.person = (Picker(look) for _ in range(4))
        self.since, self.until = DateLine(), DateLine()
        self.kinds = Segmented()
        self.clear = Button(look, "quiet", "normal", "cross")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for picker, width in ((self.child, 118), (self.form, 168), (self.item, 210), (self.person, 118)):
            picker.setMinimumWidth(76)
            picker.setMaximumWidth(width)
            row.addWidget(picker, width)
        for line in (self.since, self.until):
            line.setFixedWidth(98)
            line.setClearButtonEnabled(False)
            row.addWidget(line)
        row.addSpacing(6)
        row.addWidget(self.kinds)
        row.addWidget(self.clear)
        row.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        self.child.picked.connect(lambda code: self._change(child=code))
        self.form.picked.connect(lambda code: self._change(form=code, item=""))
        self.item.picked.connect(lambda code: self._change(item=code))
        self.person.picked.connect(lambda code: self._change(person=code))
        self.since.editingFinished.connect(lambda: self._day("since", self.since))
        self.until.editingFinished.connect(lambda: self._day("until", self.until))
        self.kinds.chosen.connect(lambda key: self._change(kind=Kind(key)))
        self.clear.clicked.connect(lambda: self._send(Filter()))

    def show_filter(self, chosen: Filter, choices: Choices) -> None:
        """Show what is sought and what may be."""
        self._filter = chosen
        self.child.show_options(choices.children, chosen.child, self.tr("Child"))
        self.form.show_options(choices.forms, chosen.form, self.tr("Form"))
        self.item.show_options(choices.items, chosen.item, self.tr("Item"))
        self.person.show_options(choices.people, chosen.person, self.tr("Person"))
        for line, day, name in (
            (self.since, chosen.since, self.tr("From (day)")),
            (self.until, chosen.until, self.tr("To (day)")),
        ):
            line.setPlaceholderText(name)
            line.setAccessibleName(name)
            if not line.hasFocus() or day is not None:
                line.setText(day.isoformat() if day else "")
        words = {
            Kind.ALL: self.tr("All"),
            Kind.VALUES: self.tr("Values"),
            Kind.WORKFLOW: self.tr("Workflow"),
            Kind.ACCESS: self.tr("Access"),
        }
        self.kinds.offer([(kind.value, words[kind]) for kind in Kind], chosen.kind.value)
        self.kinds.setAccessibleName(self.tr("Which kind of entry"))
        self.clear.say(self.tr("Clear"), self.tr("Show all entries again"))
        self.clear.setEnabled(chosen != Filter())

    def _day(self, name: str, line: DateLine) -> None:
        if line.text().strip() == "" or line.date() is not None:
            self._change(**{name: line.date()})

    def _change(self, **changes: Any) -> None:
        self._send(replace(self._filter, **changes))

    def _send(self, chosen: Filter) -> None:
        if chosen != self._filter:
            self._filter = chosen
            self.chosen.emit(chosen)
