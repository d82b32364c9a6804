"""One of a few: the segmented switch. Arrow keys move, the chosen segment is bold and tinted."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton

from ui.theme import fonts
from ui.widgets.tab_order import in_place

_PAD = 9
"""As the style sheet pads a segment."""


class Segmented(QFrame):
    """`chosen` carries the key of the segment a person picked (not one set by the program)."""

    chosen = Signal(str)

    def __init__(self, small: bool = False) -> None:
        super().__init__()
        self.setProperty("part", "segmented")
        self.setProperty("small", small)
        self.setFixedHeight(24 if small else 28)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}

    def offer(self, segments: list[tuple[str, str]], current: str) -> None:
        """Show `segments` (key, word) with `current` chosen; buttons stay the same while their keys do."""
        if [key for key, _ in segments] != list(self._buttons):
            self._build([key for key, _ in segments])
        for key, word in segments:
            self._buttons[key].setText(word)
            self._buttons[key].setMinimumWidth(self._room(word))
            self._buttons[key].setAccessibleName(word)
            self._buttons[key].setChecked(key == current)

    def _room(self, word: str) -> int:
        """Px for a word when it is chosen, which is bold: Qt's own hint counts the regular one."""
        metrics = QFontMetrics(fonts.font(fonts.HINT if self.property("small") else fonts.BODY, bold=True))
        return metrics.horizontalAdvance(word) + 2 * _PAD + 2

    def choose(self, key: str) -> None:
        """Choose a segment by program; sends no signal. Raises KeyError for a key that is not offered."""
        self._buttons[key].setChecked(True)

    def current(self) -> str:
        """The key of the chosen segment; empty when there is none."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        keys = list(self._buttons)
        if not step or not keys:
            super().keyPressEvent(event)
            return
        focused = next((key for key, button in self._buttons.items() if button.hasFocus()), self.current())
        place = max(0, min(keys.index(focused) + step if focused in keys else 0, len(keys) - 1))
        self._buttons[keys[place]].setFocus(Qt.FocusReason.TabFocusReason)
        self._buttons[keys[place]].click()

    def _build(self, keys: list[str]) -> None:
        for button in self._buttons.values():
            self._group.removeButton(button)
            button.deleteLater()
        self._buttons = {}
        for place, key in enumerate(keys):
            button = QToolButton(self)
            button.setCheckable(True)
            button.setProperty("segment", "last" if place == len(keys) - 1 else "one")
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._row.addWidget(button)
            self._buttons[key] = button
        in_place(self, self._buttons.values())
