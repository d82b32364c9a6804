"""How far something is that is given out of the record, with a way to stop it; gone while nothing runs."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from study.text import Text
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import LinkButton
from ui.widgets.labels import label


@dataclass(frozen=True)
class GivingJob:
    """What is made, and how much of how much; `total` 0: nobody knows yet."""

    text: Text
    done: int = 0
    total: int = 0


class GivingLine(QWidget):
    """`stop_asked` is sent when the rest shall not be made: nothing is left behind then."""

    stop_asked = Signal()

    def __init__(self, look: Look, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> None:
        super().__init__()
        self._look = look
        self.words = label("", "hint", "text_2")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(160, 4)
        self.stop = LinkButton(look)
        self.stop.clicked.connect(self.stop_asked)
        line = QHBoxLayout(self)
        line.setContentsMargins(*margins)
        line.setSpacing(12)
        for part in (self.bar, self.words, self.stop):
            line.addWidget(part)
        line.addStretch(1)
        self.hide()

    def show_job(self, job: GivingJob | None) -> None:
        """Show what runs; None: nothing does."""
        self.setVisible(job is not None)
        if job is None:
            return
        said = self._look.text(job.text)
        self.words.setText(fill(self.tr("%1: %2 of %3"), said, job.done, job.total) if job.total else said)
        self.bar.setRange(0, job.total)
        self.bar.setValue(job.done)
        self.bar.setAccessibleName(self.words.text())
        self.stop.say(self.tr("Stop"))
