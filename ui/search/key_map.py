"""The map of keys (F1): every key of the window, by where it works."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.look import Look
from ui.search.state import KeyGroup
from ui.widgets.buttons import Button, KeyHint
from ui.widgets.labels import label


class KeyMap(QDialog):
    """Shows groups of keys in two columns; Esc closes it."""

    def __init__(self, look: Look, groups: tuple[KeyGroup, ...], parent: QWidget) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self.setWindowTitle(self.tr("Keys"))
        self.setProperty("ground", "surface")
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setSpacing(32)
        half = (len(groups) + 1) // 2
        for part in (groups[:half], groups[half:]):
            columns.addLayout(self._column(look, part), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.setAccessibleName(self.tr("Keys"))
        close = Button(look, "primary")
        close.say(self.tr("Close"))
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(area, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        close.setFocus()
        self.resize(min(860, parent.width() - 40), min(620, parent.height() - 40))

    def _column(self, look: Look, groups: tuple[KeyGroup, ...]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        for group in groups:
            column.addWidget(label(look.text(group.where), "body", bold=True))
            grid = QGridLayout()
            grid.setColumnStretch(1, 1)
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(4)
            for place, line in enumerate(group.lines):
                grid.addWidget(KeyHint(line.keys), place, 0, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(label(look.text(line.does), wrap=True), place, 1)
            column.addLayout(grid)
            column.addSpacing(10)
        column.addStretch()
        return column
