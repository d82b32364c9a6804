"""What is given to others, in the section of the study: the board's pack, the results, the data without identity."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.admin.study_state import GivingState
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.giving import GivingLine
from ui.widgets.labels import label

BOARD, RESULTS, SHARED = "board", "results", "shared"


class GivingCard(Card):
    """`asked` carries which of the three; each goes into a folder of its own."""

    asked = Signal(str)
    stop_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__((20, 14, 20, 14), 8)
        self._look = look
        self._heading = label("", bold=True)
        self._about = label("", tone="text_2", wrap=True)
        self._why_not = label("", tone="text_2", wrap=True)
        self.buttons = {kind: Button(look, "plain", "normal", "file") for kind in (BOARD, RESULTS, SHARED)}
        self._hints = {kind: label("", "hint", "text_2", wrap=True) for kind in self.buttons}
        self.line = GivingLine(look)
        self.line.stop_asked.connect(self.stop_asked)
        for part in (self._heading, self._about, self._why_not):
            self.column.addWidget(part)
        for kind, button in self.buttons.items():
            row = QHBoxLayout()
            row.setSpacing(12)
            column = QVBoxLayout()
            column.addWidget(button)
            row.addLayout(column)
            row.addWidget(self._hints[kind], 1)
            self.column.addLayout(row)
            button.setMinimumWidth(230)
            button.clicked.connect(lambda _on=False, kind=kind: self.asked.emit(kind))
        self.column.addWidget(self.line)

    def show_giving(self, state: GivingState) -> None:
        """Show who may and what runs."""
        self._heading.setText(self.tr("Given to others"))
        self._about.setText(
            self.tr(
                "Counted from this record by the rules of the screens and checked for identity before anything is "
                "written. Each goes into a new folder and is noted in the record."
            )
        )
        self._why_not.setVisible(state.why_not is not None)
        self._why_not.setText(self._look.text(state.why_not) if state.why_not is not None else "")
        words = {
            BOARD: (self.tr("Pack for the board…"), self.tr("Safety of all children by code, as PDF and tables")),
            RESULTS: (self.tr("Results by visit…"), self.tr("Primary outcomes first; limits such as <40 stay limits")),
            SHARED: (
                self.tr("Data without identity…"),
                self.tr("Study days for dates, no free text, with the dictionary and what remains risky"),
            ),
        }
        for kind, button in self.buttons.items():
            button.say(words[kind][0])
            self._hints[kind].setText(words[kind][1])
            button.setEnabled(state.why_not is None and state.job is None)
        self.line.show_job(state.job)
