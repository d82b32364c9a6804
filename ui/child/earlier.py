"""Forms and visits of earlier versions of the study that hold something: what was entered stays readable. Read only."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.child.lists import ListCard
from ui.child.state import EarlierGroup
from ui.widgets.labels import label


class EarlierCard(ListCard):
    """What is no longer asked for; nothing there: no card."""

    def show_rows(self, rows: tuple[EarlierGroup, ...]) -> None:
        """Show the forms."""
        self.say(self.tr("From earlier versions"), len(rows), "")
        self.setVisible(bool(rows))
        self.fill_rows(rows, lambda place: self._row(rows[place]))

    def _row(self, row: EarlierGroup) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 1, 0, 1)
        column.setSpacing(1)
        column.addWidget(label(self.look.text(row.title), bold=True, wrap=True))
        column.addWidget(label(self.look.text(row.version), "key", "text_3", wrap=True))
        for line in row.lines:
            column.addWidget(label(self.look.text(line), "hint", wrap=True))
        return made
