"""One value of a conflict: what, who, when, where, as typed, what its author saw, and what speaks for it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QRadioButton, QWidget

from ui.conflict.state import Side
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import KeyHint
from ui.widgets.cards import Card
from ui.widgets.chips import Chip
from ui.widgets.labels import IconLabel, hairline, label


class SideCard(Card):
    """`picked` carries the letter of the side; a click anywhere on the card picks it."""

    picked = Signal(str)

    def __init__(self, look: Look, letter: str) -> None:
        super().__init__((18, 14, 18, 12), 6)
        self._look = look
        self.letter = letter
        self.radio = QRadioButton()
        self.radio.setAutoExclusive(False)
        self.radio.setShortcut(f"Alt+{letter}")
        self.radio.clicked.connect(lambda: self.picked.emit(self.letter))
        _holder, self._line = self.head()
        self._line.addWidget(self.radio)
        self._line.addStretch()
        self._tags = QWidget()
        QHBoxLayout(self._tags).setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self._tags)
        self._line.addWidget(KeyHint(f"Alt+{letter}"))
        self._value = label("", "number", bold=True)
        self._unit = label("", tone="text_2")
        value = QHBoxLayout()
        value.setSpacing(8)
        value.addWidget(self._value, 0, Qt.AlignmentFlag.AlignBottom)
        value.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        value.addStretch()
        self.column.addLayout(value)
        self._body = QWidget()
        self.column.addWidget(self._body)
        self.column.addStretch()

    def show_side(self, side: Side, chosen: bool, enabled: bool) -> None:
        """Show the value and its story."""
        self.radio.setText(fill(self.tr("Value %1"), self.letter))
        self.radio.setShortcut(f"Alt+{self.letter}")
        self.radio.setChecked(chosen)
        self.radio.setEnabled(enabled)
        self.chosen(chosen)
        value = self._look.text(side.value)
        self._value.setText(value)
        self._unit.setText(side.unit)
        self.setAccessibleName(fill(self.tr("Value %1: %2 %3"), self.letter, value, side.unit))
        self._show_tags(side)
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnMinimumWidth(0, 92)
        grid.setColumnStretch(1, 1)
        for place, (words, content) in enumerate(self._facts(side)):
            grid.addWidget(label(words, tone="text_3"), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(content, wrap=True), place, 1)
        if side.plausibility:
            grid.addWidget(hairline(), grid.rowCount(), 0, 1, 2)
        for check in side.plausibility:
            grid.addWidget(self._check(self._look.text(check.text), check.fits), grid.rowCount(), 0, 1, 2)
        self.column.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        body.show()

    def _facts(self, side: Side) -> list[tuple[str, str]]:
        seen = self.tr("(empty)") if side.seen is None else self._look.text(side.seen)
        return [
            (self.tr("Entered by"), f"{side.author} · {self._look.text(side.role)}"),
            (self.tr("Time"), f"{side.at:%Y-%m-%d %H:%M}"),
            (self.tr("Place"), self._look.text(side.place)),
            (self.tr("Device"), side.device),
            (self.tr("As typed"), side.typed),
            (self.tr("Saw before"), seen),
        ]

    def _check(self, words: str, fits: bool) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel(self._look, "check" if fits else "warning", "text_3" if fits else "amber"))
        row.addWidget(label(words, "hint", "text_2" if fits else "amber", bold=not fits, wrap=True), 1)
        return holder

    def _show_tags(self, side: Side) -> None:
        tags = QWidget()
        row = QHBoxLayout(tags)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for tag in side.tags:
            row.addWidget(Chip(self._look, self._look.text(tag)))
        self._line.replaceWidget(self._tags, tags)
        self._tags.hide()
        self._tags.deleteLater()
        self._tags = tags
        tags.show()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.radio.isEnabled():
            self.picked.emit(self.letter)
        super().mousePressEvent(event)
