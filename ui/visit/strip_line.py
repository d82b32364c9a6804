"""One line below a row: a lead in the item column and parts that begin at the result column."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from ui.look import Look
from ui.visit.state import Strip
from ui.widgets.labels import label


class StripLine(QWidget):
    """An empty line for `strip` of the row `key`; whoever fills it connects the parts to its signals."""

    acted = Signal(object)
    retyped = Signal(str)
    conflict_opened = Signal(str)
    explaining = Signal(str, str)
    """A half-typed explanation: the check it is about, and the text."""

    def __init__(self, look: Look, key: str, strip: Strip) -> None:
        super().__init__()
        self.look = look
        self.key = key
        self.strip = strip
        self.inputs: list[QWidget] = []
        self.lead: QLabel = label("", "hint", "red", bold=True)
        self._layout = QHBoxLayout(self)
        self._layout.setSpacing(8)
        self._layout.setContentsMargins(16, 0, 16, 5)
        self._layout.addWidget(self.lead)

    @property
    def editors(self) -> list[QWidget]:
        """The parts a person types in or picks from."""
        return [one for one in self.inputs if isinstance(one, QLineEdit | QComboBox)]

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Append a part; buttons and fields also join the order of Tab."""
        self._layout.addWidget(widget, stretch, Qt.AlignmentFlag.AlignVCenter)
        if isinstance(widget, QPushButton | QLineEdit | QComboBox):
            self.inputs.append(widget)

    def height_for(self, width: int) -> int:
        """The height that its texts need when the line is `width` px wide."""
        if not self._layout.hasHeightForWidth() or width <= 0:
            return self.sizeHint().height()
        return self._layout.totalHeightForWidth(width)

    def end(self) -> None:
        """Nothing more: what is left of the line stays empty."""
        self._layout.addStretch(1)

    def begin_at(self, margin: int, left: int) -> None:
        """Let the parts begin `left` px from the edge of the grid."""
        self._layout.setContentsMargins(margin, 0, margin, 5)
        self.lead.setFixedWidth(max(0, left - margin - self._layout.spacing()))
