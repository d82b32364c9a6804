"""The queries of a child that are not closed, on the child's page: where, what is asked, whether it was answered."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.child.lists import ListCard
from ui.child.state import QueryRow
from ui.widgets.buttons import LinkButton
from ui.widgets.labels import IconLabel, label


class QueriesCard(ListCard):
    """`opened` carries the address key of the place that is asked about; no query: no card."""

    opened = Signal(str)

    def show_rows(self, rows: tuple[QueryRow, ...]) -> None:
        """Show the queries."""
        self.say(self.tr("Queries"), len(rows), "")
        self.setVisible(bool(rows))
        self.fill_rows(rows, lambda place: self._row(rows[place]))

    def _row(self, row: QueryRow) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(IconLabel(self.look, "queries", "text_3" if row.answered else "amber"), 0, 0)
        link = LinkButton(self.look)
        link.say(self.look.text(row.label), self.tr("Go to what is asked about"))
        link.clicked.connect(lambda: self.opened.emit(row.key))
        grid.addWidget(link, 0, 1, Qt.AlignmentFlag.AlignLeft)
        state = self.tr("answered") if row.answered else self.tr("to answer")
        grid.addWidget(label(f"{state} · {row.text}", "hint", "text_2", wrap=True), 1, 1)
        return made
