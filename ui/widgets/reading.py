"""How far the children are read, with a way to stop; gone once all are there. Reads nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import LinkButton
from ui.widgets.labels import label


class Reading(QWidget):
    """`stop` is pressed to stop, and once stopped to go on; `stop_asked` and `go_on_asked` are sent for it."""

    stop_asked = Signal()
    go_on_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.stopped = False
        self._read = self._of = 0
        self._again = False
        self.words = label("", "hint", "text_2")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(160, 4)
        self.stop = LinkButton(look)
        self.stop.clicked.connect(self._pressed)
        line = QHBoxLayout(self)
        line.setContentsMargins(24, 0, 24, 8)
        line.setSpacing(12)
        for part in (self.bar, self.words, self.stop):
            line.addWidget(part)
        line.addStretch(1)
        self.hide()

    def show_far(self, read: int, of: int, *, again: bool = False) -> None:
        """So many of all are read; `again`: anew, and those that are not stand as they were."""
        self.stopped = self.stopped and read == self._read
        self._read, self._of, self._again = read, of, again
        self._say()

    def show_stopped(self) -> None:
        """The rest is left."""
        self.stopped = True
        self._say()

    def _pressed(self) -> None:
        (self.go_on_asked if self.stopped else self.stop_asked).emit()

    def _say(self) -> None:
        self.setVisible(self._read < self._of)
        self.bar.setRange(0, max(self._of, 1))
        self.bar.setValue(self._read)
        far = self.tr("%1 of %2 children are read; these can be used already")
        left = self.tr("%1 of %2 children are read; the others are not shown")
        if self._again:
            far = self.tr("%1 of %2 children are read anew; the others stand as they were")
            left = far
        self.words.setText(fill(left if self.stopped else far, self._read, self._of))
        self.bar.setAccessibleName(self.words.text())
        self.stop.say(self.tr("Read the others") if self.stopped else self.tr("Stop"))
