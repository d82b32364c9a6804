"""The switch that stands above the panels of early days: those days, or all. It acts on these panels and says so.

Words and a signal; must not draw or know which panels they are.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.charts.state import PanelState
from ui.charts.words import days_words
from ui.language import fill
from ui.look import Look
from ui.widgets.labels import label
from ui.widgets.segmented import Segmented


class DaysSwitch(QWidget):
    """`chosen`: True for the early days, False for all."""

    chosen = Signal(bool)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._words = label("", "hint", "text_2")
        self.segments = Segmented(small=True)
        self.segments.chosen.connect(lambda key: self.chosen.emit(key == "early"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 2)
        row.setSpacing(8)
        row.addWidget(self._words)
        row.addWidget(self.segments)
        row.addStretch(1)

    def show_panels(self, panels: tuple[PanelState, ...], early: bool) -> None:
        """Say how many panels it acts on, and which of the two holds. `panels` have days of their own."""
        spans = {panel.early for panel in panels if panel.early is not None}
        days = self._look.text(days_words(next(iter(spans)))) if len(spans) == 1 else self.tr("Early days")
        words = fill(self.tr("Panels of the early days (%1):"), len(panels))
        self._words.setText(words)
        self.segments.offer([("early", days), ("all", self.tr("All days"))], "early" if early else "all")
        self.segments.setAccessibleName(words)
