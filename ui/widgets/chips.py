"""Chips: a short word in a box, with an icon where the word alone is not quick enough."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from ui.look import Look
from ui.widgets.labels import IconLabel, label, repolish
from ui.widgets.state import Tone

_TOKEN = {
    Tone.PLAIN: "text_2",
    Tone.QUIET: "text_3",
    Tone.ACCENT: "accent",
    Tone.AMBER: "amber",
    Tone.RED: "red",
    Tone.CRITICAL: "on_red",
}


class Chip(QFrame):
    """A word in a box of its tone, 20 px high."""

    def __init__(self, look: Look, text: str = "", tone: Tone = Tone.PLAIN, icon: str = "") -> None:
        super().__init__()
        self._look = look
        self.setProperty("part", "chip")
        self.setFixedHeight(20)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(4)
        self._icon = IconLabel(look, icon or "info", _TOKEN[tone], 14)
        self._word = label("", "hint")
        row.addWidget(self._icon)
        row.addWidget(self._word, 0, Qt.AlignmentFlag.AlignVCenter)
        self.say(text, tone, icon)

    def say(self, text: str, tone: Tone = Tone.PLAIN, icon: str = "") -> None:
        """Show another word, tone or icon."""
        self._word.setText(text)
        self.setAccessibleName(text)
        self.setProperty("tone", tone.value)
        self._word.setProperty("chip", tone.value)
        self._icon.setVisible(bool(icon))
        if icon:
            self._icon.show_icon(icon, _TOKEN[tone])
        repolish(self)
        repolish(self._word)
