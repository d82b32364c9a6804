"""The section of the reference intervals: the laboratory's adopted tables, what is in force, a file looked at first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from ui.admin.adopting import AdoptingPanel, ReadFirst
from ui.admin.reference_state import ForceRow, ReferenceState, TableRow
from ui.admin.state import AdminState
from ui.admin.study_page import Heads
from ui.admin.study_state import Sight
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import MessageStrip
from ui.widgets.labels import label
from ui.widgets.state import Tone
from ui.widgets.tables import painted_rows


class TableCard(ReadFirst):
    """A table from a file: its faults, or what it would change, and the button that adopts it."""

    def show_sight(self, sight: Sight, busy: bool) -> None:
        """Show a file."""
        self.fresh(sight)
        heads = Heads(
            faults=self.tr("It can't be used yet"),
            nothing=self.tr("The table says nothing."),
            decisions=self.tr("Goes on by an earlier table, because this one does not list it"),
            definition=self.tr("Stored values that will be judged otherwise"),
            children=self.tr("What the table covers"),
        )
        self.show_page(sight, heads)
        self.adopt.setEnabled(not busy)
        self.adopt.say(self.tr("Adopting…") if busy else self.tr("Adopt this table"))
        self.back.say(self.tr("Back to the tables"))


class ReferencePanel(AdoptingPanel):
    """The tables and what is in force; beside them a file while it is looked at."""

    import_asked = Signal()
    template_asked = Signal()
    adopt_asked = Signal()

    def __init__(self, look: Look) -> None:
        self.sight = TableCard(look)
        super().__init__(look, self.sight)
        self.said = MessageStrip(look)
        self.card.column.insertWidget(0, self.said)
        self._in_force = label("", bold=True)
        self.table = QTableWidget(0, 8)
        painted_rows(self.table, 28)
        self.table.setMinimumHeight(260)
        self.import_table = Button(look, "primary", "normal", "file")
        self.template = Button(look, "plain")
        self.add_buttons(self.import_table, self.template)
        self.add_versions()
        for part in (self._in_force, self.table):
            self.card.column.addWidget(part)
        self.import_table.clicked.connect(self.import_asked)
        self.template.clicked.connect(self.template_asked)
        self.sight.adopt.clicked.connect(self.adopt_asked)

    def show_state(self, state: AdminState) -> None:
        found = state.reference
        if found is None:
            return
        if found.sight is not None:
            self.sight.show_sight(found.sight, state.busy)
        self.beside(found.sight)
        self.said.setVisible(bool(found.said))
        if found.said:
            self.said.say("\n".join(self.look.text(text) for text in found.said), tone=Tone.AMBER)
        self.pairs(self.fresh(), self._pairs(found))
        self._show_tables(found.tables)
        self._show_in_force(found.in_force)
        self.import_table.say(self.tr("Import a table…"), self.tr("A CSV file; its effect is shown first"))
        self.import_table.setVisible(found.may_adopt)
        self.template.say(self.tr("Save an empty table…"), self.tr("A CSV file for the laboratory to fill in"))
        for button in (self.import_table, self.template):
            button.setEnabled(not state.busy)

    def _pairs(self, found: ReferenceState) -> list[tuple[str, str]]:
        """The last table that counts, in a few rows."""
        last = next((row for row in found.tables if row.in_force), None)
        if last is None:
            return [(self.tr("Laboratory's table"), self.tr("none: the intervals of the study definition hold"))]
        adopted = fill(self.tr("%1 by %2"), last.when, last.who)
        return [
            (self.tr("Laboratory's table"), last.version),
            (self.tr("Adopted"), adopted),
            (self.tr("In effect from"), last.since),
            (self.tr("Items"), str(last.items)),
        ]

    def _show_tables(self, tables: tuple[TableRow, ...]) -> None:
        self.history.setText(self.tr("Adopted tables"))
        self.history.setVisible(bool(tables))
        heads = (
            self.tr("Version"),
            self.tr("Adopted"),
            self.tr("By"),
            self.tr("Items"),
            self.tr("In effect from"),
            self.tr("Standing"),
        )
        grid = self.version_rows(*heads if tables else ())
        for row in tables:
            cells = (row.version, row.when, row.who, str(row.items) if row.since else "", row.since)
            self.add_version(grid, cells, row.standing, in_force=row.in_force, at=5)

    def _show_in_force(self, found: tuple[ForceRow, ...]) -> None:
        self._in_force.setText(self.tr("What decides, by item, laboratory, method and day of the specimen"))
        self._in_force.setVisible(bool(found))
        self.table.setVisible(bool(found))
        self.table.setAccessibleName(self._in_force.text())
        self.table.setHorizontalHeaderLabels([
            self.tr("Item"), self.tr("Name"), self.tr("Laboratory"), self.tr("Method"), self.tr("From"),
            self.tr("To"), self.tr("Intervals"), self.tr("Version"),
        ])  # fmt: skip
        self.table.setRowCount(len(found))
        for place, row in enumerate(found):
            text = self.look.text
            cells = (
                row.item, text(row.label), text(row.laboratory), text(row.method), row.since, row.until,
                str(row.intervals), row.version,
            )  # fmt: skip
            for column, words in enumerate(cells):
                self.table.setItem(place, column, QTableWidgetItem(words))
        self.table.resizeColumnsToContents()
