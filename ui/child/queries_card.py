"""The queries of a child that are not closed, on the child's page: where, what is asked, whether it was answered."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

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
        link = LinkButton(self.look)
        link.say(self.look.text(row.label), self.tr("Go to what is asked about"))
        link.clicked.connect(lambda: self.opened.emit(row.key))
        state = self.tr("answered") if row.answered else self.tr("to answer")
        mark = IconLabel(self.look, "queries", "text_3" if row.answered else "amber")
        return self.linked(mark, link, label(f"{state} · {row.text}", "hint", "text_2", wrap=True))
