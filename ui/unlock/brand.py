"""The mark and name of the program with the study below: the head of everything before anyone is in."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.look import Look
from ui.widgets.labels import label


def mark(size: int) -> QLabel:
    """The letter in its square, `size` px wide."""
    made = QLabel("C")
    made.setProperty("part", "mark")
    made.setProperty("large", size > 30)
    made.setFixedSize(size, size)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setAccessibleName("Cartella")
    return made


class Brand(QWidget):
    """The program's name and the study it is set up for."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label("Cartella", "title", bold=True))
        self._study = label("", "hint", "text_3", wrap=True)
        words.addWidget(self._study)
        row.addWidget(mark(36))
        row.addLayout(words, 1)

    def show_study(self, title: str, registry: str) -> None:
        """Name the study and where it is registered."""
        self._study.setText(" · ".join(part for part in (title, registry) if part))
