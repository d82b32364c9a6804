"""The line under the table that says what its signs mean."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.language import fill
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
        self._words = [label("", "hint", "text_3") for _ in range(7)]
        band, high, low, below, unjudged, opens, finds = self._words
        self._giving = (band, below, unjudged)
        for giving in self._giving:
            giving.setMinimumWidth(1)
        row.addWidget(band)
        row.addSpacing(14)
        row.addWidget(IconLabel(look, "high", "amber"))
        row.addWidget(high)
        row.addSpacing(14)
        row.addWidget(IconLabel(look, "low", "amber"))
        row.addWidget(low)
        row.addSpacing(14)
        row.addWidget(below)
        row.addSpacing(14)
        row.addWidget(unjudged)
        row.addStretch()
        for key, words in (("Enter", opens), ("Ctrl+F", finds)):
            row.addWidget(KeyHint(key))
            row.addWidget(words)
            row.addSpacing(8)
        self.retranslate()

    def retranslate(self, unjudged: tuple[str, ...] = ()) -> None:
        """Set the words in the language that is on; `unjudged` are the names of what bears no mark."""
        words = (
            self.tr("light band = reference interval for this child's age and sex"),
            self.tr("above"),
            self.tr("below"),
            self.tr("open point = below the quantification limit"),
            fill(self.tr("%1: no mark, low may be the effect"), ", ".join(unjudged)) if unjudged else "",
            self.tr("open"),
            self.tr("filter"),
        )
        for shown, text in zip(self._words, words, strict=True):
            shown.setText(text)
        for giving in self._giving:
            giving.setToolTip(giving.text())
