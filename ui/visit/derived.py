"""The derived values at the right: each with its reasons in two lines at most, or with what it lacks.

State in. Enter or a click on a line shows all that went into it; what is shown so stays so while the form is open.
"""

from PySide6.QtCore import QMargins, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.language import fill
from ui.look import Look
from ui.theme import fonts
from ui.visit.flags import flag_of
from ui.visit.state import DerivedRow
from ui.widgets.cards import Card
from ui.widgets.chips import Chip
from ui.widgets.chosen import Chosen
from ui.widgets.labels import hairline, label, unbroken
from ui.widgets.layouts import clear
from ui.widgets.marks import FlagMark, flag_name
from ui.widgets.paint import RIGHT, in_lines, write
from ui.widgets.state import Tone

ROOM = 240
"""Px of a line in the pane of 300 px."""
REASONS = 2
"""Lines of reasons beside a value that nobody asked more of."""
_END = Qt.AlignmentFlag.AlignRight


class DerivedLine(Chosen):
    """One derived value. `chosen` asks for all that went into it, or for less again."""

    def __init__(self, look: Look, code: str) -> None:
        super().__init__(look, "")
        self._code = code
        self._seen: object = None
        self._open = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_row(self, row: DerivedRow, opened: bool) -> None:
        """Show its state; nothing is rebuilt while that stays the same."""
        seen = (row, opened, self._look.language.code)
        if seen == self._seen:
            return
        self._seen, self._open = seen, opened
        inputs = self._look.text(row.used) if row.used is not None else ""
        self.lead_to(self._code if inputs or self._cut(row) else "")
        missing = self._look.text(row.missing) if row.missing is not None else ""
        said = [self._look.language.other(row.label), missing, fill(self.tr("From: %1"), inputs) if inputs else ""]
        self.setToolTip("\n".join(words for words in said if words))
        self._name(row, inputs)
        clear(self._column)
        self._column.addWidget(self._content(row, inputs))

    def paintEvent(self, event: QPaintEvent) -> None:
        """While it is meant, a sign that there is more or less."""
        super().paintEvent(event)
        if self.pointed:
            painter = QPainter(self)
            sign = "\N{MINUS SIGN}" if self._open else "+"
            box = QRect(self.width() - 16, self.height() - 19, 12, 16)
            write(painter, box, sign, self._look.tokens.accent, bold=True, align=RIGHT)
            painter.end()

    def _cut(self, row: DerivedRow) -> bool:
        """Whether two lines are not enough for its reasons or for what it lacks."""
        said = row.missing if row.missing is not None else row.detail
        return said is not None and "…" in self._brief(self._look.text(said))

    def _name(self, row: DerivedRow, inputs: str) -> None:
        """What a screen reader says: value or lack first, then flag, reasons and inputs."""
        text = self._look.text
        value = row.missing if row.missing is not None else row.value
        words = text(value) if value is not None else ""
        self.setAccessibleName(f"{text(row.label)}: {words} {row.unit if row.missing is None else ''}".strip())
        reasons = text(row.detail) if row.detail is not None else ""
        parts = (flag_name(flag_of(row.flag)), reasons, inputs)
        self.setAccessibleDescription(", ".join(part for part in parts if part))

    def _content(self, row: DerivedRow, inputs: str) -> QWidget:
        made = QWidget()
        made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        grid = QGridLayout(made)
        grid.setContentsMargins(QMargins(4, 4, 4, 4))
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(2, 1)
        name = label(self._look.text(row.label), "body", "text" if row.missing is None else "text_2")
        grid.addWidget(name, 0, 0)
        mark = self._mark(row)
        if mark is not None:
            grid.addWidget(mark, 0, 1)
        room = ROOM - _width(name) - (_width(mark) if mark is not None else 0)
        if row.missing is not None:
            self._lacks(grid, self._look.text(row.missing), room)
        else:
            self._value(grid, row, room)
        words = [label(self.tr("unconfirmed"), "key", "text_3")] if row.unconfirmed else []
        if row.detail is not None:
            words.insert(0, self._reasons(self._look.text(row.detail)))
        if self._open and inputs:
            words.append(label(fill(self.tr("From: %1"), inputs), "key", "text_2", wrap=True))
        for part in words:
            grid.addWidget(part, grid.rowCount(), 0, 1, 3)
        return made

    def _value(self, grid: QGridLayout, row: DerivedRow, room: int) -> None:
        value = label(self._look.text(row.value) if row.value else "", "pane", bold=True)
        self._beside(grid, [value, label(row.unit, "key", "text_3")] if row.unit else [value], room)

    def _beside(self, grid: QGridLayout, words: list[QLabel], room: int) -> None:
        """At the right of the name where `room` px are enough, else below it."""
        if sum(_width(part) + 4 for part in words) <= room:
            line = QHBoxLayout()
            line.setSpacing(4)
            for part in words:
                line.addWidget(part, 0, Qt.AlignmentFlag.AlignBaseline)
            grid.addLayout(line, 0, 2, _END)
            return
        value, *unit = words
        if _width(value) <= room:
            grid.addWidget(value, 0, 2, _END)
        else:
            value.setWordWrap(True)
            grid.addWidget(value, 1, 0, 1, 3)
        for part in unit:
            grid.addWidget(part, grid.rowCount(), 0, 1, 3, _END)

    def _lacks(self, grid: QGridLayout, text: str, room: int) -> None:
        """A few words at the right of the name, a sentence below it."""
        words = label(text, "key", "text_3")
        if _width(words) <= room:
            grid.addWidget(words, 0, 2, _END)
        else:
            grid.addWidget(self._reasons(text), 1, 0, 1, 3)

    def _reasons(self, text: str) -> QLabel:
        """Two lines of them, or all once they were asked for."""
        if self._open:
            return label(text, "key", "text_3", wrap=True)
        return label(self._brief(text), "key", "text_3")

    def _brief(self, text: str) -> str:
        return in_lines(unbroken(text), fonts.font(fonts.KEY), ROOM, REASONS)

    def _mark(self, row: DerivedRow) -> QWidget | None:
        """Beside the name: outside its interval weighs more than new."""
        if row.missing is None and row.flag:
            return FlagMark(self._look, flag_of(row.flag))
        if row.missing is None and row.updated:
            return Chip(self._look, self.tr("updated"), Tone.ACCENT)
        return None


class DerivedCard(Card):
    """The lines. They stay while the same values are shown, so that the focus in one survives a new result."""

    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__((8, 8, 8, 4), 2)
        self._look = look
        self._open: set[str] = set()
        self._rows: tuple[DerivedRow, ...] = ()
        self.lines: dict[str, DerivedLine] = {}
        self._title = label("", "body", bold=True)
        self._title.setContentsMargins(4, 0, 4, 0)
        self.column.addWidget(self._title)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.column.addLayout(self._column)

    def show_rows(self, rows: tuple[DerivedRow, ...]) -> None:
        """Show these."""
        self._title.setText(self.tr("Derived values"))
        self.setVisible(bool(rows))
        if list(self.lines) != [row.code for row in rows]:
            self._lay(rows)
        self._rows = rows
        for row in rows:
            self.lines[row.code].show_row(row, row.code in self._open)

    def _lay(self, rows: tuple[DerivedRow, ...]) -> None:
        clear(self._column)
        self._open.clear()
        self.lines = {row.code: DerivedLine(self._look, row.code) for row in rows}
        for line in self.lines.values():
            line.chosen.connect(self._turn)
            self._column.addWidget(hairline())
            self._column.addWidget(line)

    def _turn(self, code: str) -> None:
        self._open ^= {code}
        self.show_rows(self._rows)
        self.opened.emit(code)


def _width(widget: QWidget) -> int:
    """What it asks for in the theme's own font."""
    widget.ensurePolished()
    return widget.sizeHint().width()
