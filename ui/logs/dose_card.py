"""The glucocorticoid of a child today: two numbers, the course of the dose by study day, what was counted with."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.language import fill, study_day
from ui.logs.state import DoseCard, Step
from ui.look import Look
from ui.theme import fonts
from ui.widgets.cards import Card
from ui.widgets.labels import label
from ui.widgets.layouts import clear
from ui.widgets.paint import CENTRE, RIGHT, write

PANE = 292
"""How wide the cards are."""


class DoseCurve(QWidget):
    """Steps of mg a day over study days, with day 0 and today."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._steps: tuple[Step, ...] = ()
        self._today: int | None = None
        self.setFixedHeight(132)

    def show_steps(self, steps: tuple[Step, ...], today: int | None) -> None:
        """Show others."""
        self._steps, self._today = steps, today
        self.setVisible(bool(steps))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, steps, day 0."""
        if not self._steps:
            return
        tokens = self._look.tokens
        first, last = min(0, self._steps[0].first), max(1, self._steps[-1].after)
        most = max(step.dose for step in self._steps)
        room = QRectF(30, 8, self.width() - 38, self.height() - 30)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

        def at(day: int, dose: float) -> QPointF:
            return QPointF(
                room.left() + room.width() * (day - first) / (last - first),
                room.bottom() - room.height() * dose / (most * 1.05),
            )

        for share in (0.0, 0.5, 1.0):
            y = at(first, most * share).y()
            painter.fillRect(QRectF(room.left(), y, room.width(), 1), QColor(tokens.grid))
            write(painter, QRectF(0, y - 9, 26, 18), f"{most * share:g}", tokens.text_3, fonts.KEY, align=RIGHT)
        before = (first, 0.0)
        for step in self._steps:
            top, low = at(step.first, step.dose), at(step.after, 0)
            painter.fillRect(QRectF(top, low), QColor(tokens.accent_soft))
            painter.setPen(QPen(QColor(tokens.accent), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawLine(top, QPointF(low.x(), top.y()))
            if before[0] != step.first:
                painter.drawLine(at(before[0], before[1]), at(before[0], 0))
                before = (step.first, 0.0)
            painter.drawLine(at(step.first, before[1]), top)
            before = (step.after, step.dose)
        painter.drawLine(at(*before), at(before[0], 0))
        zero = at(0, 0).x()
        painter.fillRect(QRectF(zero, room.top() - 4, 1.5, room.height() + 4), QColor(tokens.text))
        for day in dict.fromkeys((first, 0, last - 1)):
            box = QRectF(at(day, 0).x() - 26, room.bottom() + 3, 52, 16)
            box.moveRight(min(box.right(), self.width() + 6.0))
            write(painter, box, study_day(day), tokens.text_3, fonts.KEY, align=CENTRE)
        painter.end()


class DosePane(QWidget):
    """The cards at the right of the log of medicines."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._dose = dose = Card((12, 10, 12, 10), 6)
        self._title = label("", "body", bold=True)
        self._number = label("", "number", bold=True)
        self._unit = label("", "body", "text_2")
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._number, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self._unit, 1, Qt.AlignmentFlag.AlignBottom)
        self._why = label("", "hint", "amber", wrap=True)
        self.curve = DoseCurve(look)
        self._since = label("", "hint", "text_2", wrap=True)
        dose.column.addWidget(self._title)
        dose.column.addLayout(line)
        for part in (self._why, self.curve, self._since):
            dose.column.addWidget(part)
        self._used_card = Card((12, 10, 12, 10), 4)
        self._used_title = label("", "body", bold=True)
        self._used_card.column.addWidget(self._used_title)
        self._used = QVBoxLayout()
        self._used.setSpacing(2)
        self._used_card.column.addLayout(self._used)
        self._how = Card((12, 10, 12, 10), 4)
        self._how_title = label("", "body", bold=True)
        self._examples = label("", "hint", "text_2", wrap=True)
        self._how_else = label("", "hint", "text_3", wrap=True)
        for part in (self._how_title, self._examples, self._how_else):
            self._how.column.addWidget(part)
        column.addWidget(dose)
        column.addWidget(self._used_card)
        column.addWidget(self._how)
        column.addStretch(1)

    def show_ways(self, ways: bool) -> None:
        """Show how a prescription line is written, where the log takes one."""
        self._how.setVisible(ways)
        self._how_title.setText(self.tr("How to write it"))
        self._examples.setText(self.tr("prednisone 5mg 3 tabs qod\nMMF 0.25g bid po\nIVIG 0.4g/kg ivgtt qd 5d"))
        self._how_else.setText(self.tr("What has two readings is asked; what is not read stays as words."))

    def show_dose(self, dose: DoseCard | None) -> None:
        """Show the numbers and the course; None: there are none."""
        self._dose.setVisible(dose is not None)
        self._used_card.setVisible(dose is not None and bool(dose.used))
        if dose is not None:
            self._show_numbers(dose)

    def _show_numbers(self, dose: DoseCard) -> None:
        text = self._look.text
        self._title.setText(self.tr("Glucocorticoid, as prednisone"))
        self._number.setText(dose.per_kg or dose.per_day)
        day = fill(self.tr("mg/kg/day · %1 mg/day"), dose.per_day) if dose.per_kg else self.tr("mg/day")
        self._unit.setText(day if dose.per_day else "")
        self._why.setText(text(dose.why_not) if dose.why_not is not None else "")
        self._why.setVisible(dose.why_not is not None)
        self.curve.show_steps(dose.steps, dose.today)
        self._since.setText(text(dose.since) if dose.since is not None else "")
        self._since.setVisible(dose.since is not None)
        self._used_title.setText(self.tr("Counted with"))
        clear(self._used)
        for named, value in dose.used:
            holder = QWidget()
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(label(text(named), "hint", "text_2"))
            line.addStretch(1)
            line.addWidget(label(value, "hint", bold=True))
            self._used.addWidget(holder)
