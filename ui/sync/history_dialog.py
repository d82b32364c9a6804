"""The tries to reach the EDC: when, how each ended, what went and came, when the next one was due."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.language import day_of, fill
from ui.look import Look
from ui.sync.state import SyncState, TryRow
from ui.widgets.buttons import Button
from ui.widgets.grouped import Cell, Column, GroupedTable, RowLine
from ui.widgets.labels import label, retone
from ui.widgets.state import Tone

_WIDE, _HIGH = 760, 420
_WHEN, _COUNT, _NEXT = 190, 94, 110


class HistoryDialog(QDialog):
    """Shows; nothing is changed here. The whole of the chosen row stands below the table."""

    def __init__(self, look: Look, state: SyncState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(_WIDE, _HIGH)
        self._look = look
        self._state = state
        self.setWindowTitle(self.tr("History of the sync"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(label(self.windowTitle(), "pane", bold=True))
        about = self.tr("The last tries of this workstation. Nothing entered here is lost by one that failed.")
        column.addWidget(label(about, "hint", "text_2", wrap=True))
        self.table = GroupedTable(look)
        self.table.setAccessibleName(self.windowTitle())
        column.addWidget(self.table, 1)
        self.whole = label("", "hint", "text_2", wrap=True)
        self.whole.setMinimumHeight(self.whole.fontMetrics().lineSpacing() * 3)
        self.whole.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.whole)
        self.done_button = Button(look, "primary")
        self.done_button.say(self.tr("Close"))
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.done_button)
        column.addLayout(row)
        self.done_button.clicked.connect(self.accept)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._say())
        self._fill()
        self.table.setFocus()

    def _fill(self) -> None:
        columns = (
            Column(self.tr("When"), _WHEN), Column(self.tr("How it ended")),
            Column(self.tr("Sent"), _COUNT, right=True),
            Column(self.tr("Received"), _COUNT, right=True), Column(self.tr("Next try"), _NEXT),
        )  # fmt: skip
        self.table.show_lines(columns, tuple(self._line(place, row) for place, row in enumerate(self._state.tries)))
        self._say()

    def _line(self, place: int, row: TryRow) -> RowLine:
        cells = (
            Cell(self._when(row)),
            Cell(self._ended(row), Tone.AMBER if row.failed else Tone.PLAIN),
            Cell(str(row.sent) if row.sent else ""),
            Cell(str(row.received) if row.received else ""),
            Cell(self._time(row.next_try) if row.next_try is not None else ""),
        )
        return RowLine(str(place), cells, hint=self._ended(row))

    def _when(self, row: TryRow) -> str:
        first = self._time(row.at)
        return (
            first
            if row.times == 1
            else f"{first} – {row.until:%H:%M}"
            if row.at.date() == row.until.date()
            else (f"{first} – {self._time(row.until)}")
        )

    def _time(self, at: datetime) -> str:
        return f"{day_of(at, self._state.now.date())} {at:%H:%M}"

    def _ended(self, row: TryRow) -> str:
        """A sentence, with how often it was so."""
        words = self._look.text(row.ended)
        return words if row.times == 1 else fill(self.tr("%1× %2"), row.times, words)

    def _say(self) -> None:
        chosen = self.table.chosen()
        row = self._state.tries[int(chosen)] if chosen else None
        self.whole.setText(f"{self._when(row)} · {self._ended(row)}" if row is not None else "")
        retone(self.whole, "amber" if row is not None and row.failed else "text_2")
