"""The derived values at the right: each with what it used and gives beside, or with what it lacks.

State in; owns only where the parts of a line stand, so that a long verdict never runs out of the pane.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.look import Look
from ui.visit.flags import flag_of
from ui.visit.state import DerivedRow
from ui.widgets.cards import Card
from ui.widgets.chips import Chip
from ui.widgets.labels import hairline, label
from ui.widgets.layouts import clear
from ui.widgets.marks import FlagMark
from ui.widgets.state import Tone

ROOM = 236
"""Px of a line in the pane of 300 px."""
_RIGHT = Qt.AlignmentFlag.AlignRight


class DerivedCard(Card):
    """Each derived value with what it used, or what it lacks."""

    def __init__(self, look: Look) -> None:
        super().__init__((12, 8, 12, 4), 2)
        self._look = look
        self._shown: object = None
        self._title = label("", "body", bold=True)
        self.column.addWidget(self._title)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.column.addLayout(self._rows)

    def show_rows(self, rows: tuple[DerivedRow, ...]) -> None:
        """Show these; nothing is rebuilt while they stay the same."""
        self._title.setText(self.tr("Derived values"))
        self.setVisible(bool(rows))
        seen = (rows, self._look.language.code)
        if seen == self._shown:
            return
        self._shown = seen
        clear(self._rows)
        for row in rows:
            self._rows.addWidget(hairline())
            self._rows.addWidget(self._row(row))

    def _row(self, row: DerivedRow) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(2, 1)
        name = label(self._look.text(row.label), "body", "text" if row.missing is None else "text_2")
        name.setToolTip(self._look.language.other(row.label))
        grid.addWidget(name, 0, 0)
        mark = self._mark(row)
        if row.unconfirmed:
            word = label(self.tr("unconfirmed"), "key", "text_3")
            if mark is None:
                mark = word
            else:
                grid.addWidget(word, 3, 0, 1, 3, _RIGHT)
        if mark is not None:
            grid.addWidget(mark, 0, 1)
        if row.missing is not None:
            grid.addWidget(label(self._look.text(row.missing), "key", "text_3", wrap=True), 2, 0, 1, 3)
        else:
            self._fill(grid, row, ROOM - _width(name) - (_width(mark) if mark is not None else 0))
        return made

    def _fill(self, grid: QGridLayout, row: DerivedRow, room: int) -> None:
        """The value beside the name where `room` px are enough, else below it; then the detail with the unit."""
        value = label(self._look.text(row.value) if row.value else "", "pane", bold=True)
        if _width(value) <= room:
            grid.addWidget(value, 0, 2, _RIGHT)
        else:
            value.setWordWrap(True)
            grid.addWidget(value, 1, 0, 1, 3)
        if row.unit:
            grid.addWidget(label(row.unit, "key", "text_3"), 2, 2, _RIGHT)
        if row.detail is not None:
            wide = 2 if row.unit else 3
            grid.addWidget(label(self._look.text(row.detail), "key", "text_3", wrap=True), 2, 0, 1, wide)

    def _mark(self, row: DerivedRow) -> QWidget | None:
        """Beside the name: outside its interval weighs more than new."""
        if row.missing is None and row.flag:
            return FlagMark(self._look, flag_of(row.flag))
        if row.missing is None and row.updated:
            return Chip(self._look, self.tr("updated"), Tone.ACCENT)
        return None


def _width(widget: QWidget) -> int:
    """What it asks for in the theme's own font."""
    widget.ensurePolished()
    return widget.sizeHint().width()
