"""The line under the table that says what its signs mean."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.look import Look
from ui.widgets.buttons import KeyHint
from ui.widgets.labels import IconLabel, label


class Legend(QFrame):
    """Band, chevrons, open point, and the keys of the table."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("part", "foot")
        self.setFixedHeight(40)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(6)
        self._words = [label("", "hint", "text_3") for _ in range(6)]
        band, high, low, below, opens, finds = self._words
        band.setMinimumWidth(1)
        below.setMinimumWidth(1)
        row.addWidget(band)
        row.addSpacing(14)
        row.addWidget(IconLabel(look, "high", "amber"))
        row.addWidget(high)
        row.addSpacing(14)
        row.addWidget(IconLabel(look, "low", "amber"))
        row.addWidget(low)
        row.addSpacing(14)
        row.addWidget(below)
        row.addStretch()
        for key, words in (("Enter", opens), ("Ctrl+F", finds)):
            row.addWidget(KeyHint(key))
            row.addWidget(words)
            row.addSpacing(8)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words in the language that is on."""
        words = (
            self.tr("light band = reference interval for this child's age and sex"),
            self.tr("above"),
            self.tr("below"),
            self.tr("open point = below the quantification limit"),
            self.tr("open"),
            self.tr("filter"),
        )
        for shown, text in zip(self._words, words, strict=True):
            shown.setText(text)
