"""The section of the reference intervals: the laboratory's adopted tables, what is in force, a file looked at first."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ui.admin.panels import Panel
from ui.admin.reference_state import ForceRow, ReferenceState, TableRow
from ui.admin.state import AdminState
from ui.admin.study_page import Heads, page
from ui.admin.study_state import Sight
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, MessageStrip
from ui.widgets.chips import Chip
from ui.widgets.labels import LabelTone, label
from ui.widgets.state import Tone


class TableCard(Card):
    """A table from a file: its faults, or what it would change, and the button that adopts it. Esc goes back."""

    adopted = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__((20, 14, 20, 14), 8)
        self._look = look
        self._title = label("", "title", bold=True)
        self._source = label("", "hint", "text_3", wrap=True)
        self.page = QTextBrowser()
        self.page.setMinimumHeight(320)
        self.page.setOpenLinks(False)
        self.why_not = MessageStrip(look)
        self.adopt = Button(look, "primary", "normal", "check")
        self.back = Button(look, "plain")
        foot = QHBoxLayout()
        foot.addWidget(self.adopt)
        foot.addWidget(self.back)
        foot.addStretch()
        for part in (self._title, self._source, self.page, self.why_not):
            self.column.addWidget(part)
        self.column.addLayout(foot)
        self.adopt.clicked.connect(self.adopted)
        self.back.clicked.connect(self.left)

    def show_sight(self, sight: Sight, busy: bool) -> None:
        """Show a file."""
        self._title.setText(self._look.text(sight.title))
        self._source.setText(sight.source)
        heads = Heads(
            faults=self.tr("It can't be used yet"),
            nothing=self.tr("The table says nothing."),
            decisions=self.tr("Goes on by an earlier table, because this one does not list it"),
            definition=self.tr("Stored values that will be judged otherwise"),
            children=self.tr("What the table covers"),
        )
        self.page.setHtml(page(sight, self._look.text, self._look.tokens, heads))
        self.page.setAccessibleName(self._title.text())
        self.why_not.setVisible(sight.why_not is not None)
        if sight.why_not is not None:
            self.why_not.say(self._look.text(sight.why_not), tone=Tone.AMBER)
        self.adopt.setVisible(sight.why_not is None and not sight.faults)
        self.adopt.setEnabled(not busy)
        self.adopt.say(self.tr("Adopting …") if busy else self.tr("Adopt this table"))
        self.back.say(self.tr("Back to the tables"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the tables."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ReferencePanel(Panel):
    """The tables and what is in force; beside them a file while it is looked at."""

    import_asked = Signal()
    template_asked = Signal()
    adopt_asked = Signal()
    back_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.said = MessageStrip(look)
        self.card.column.insertWidget(0, self.said)
        self._history = label("", bold=True)
        self._rows = QWidget()
        self._in_force = label("", bold=True)
        self.table = _table()
        self.import_table = Button(look, "primary", "normal", "file")
        self.template = Button(look, "plain")
        row = QHBoxLayout()
        row.addWidget(self.import_table)
        row.addWidget(self.template)
        row.addStretch()
        self.card.column.addLayout(row)
        for part in (self._history, self._rows, self._in_force, self.table):
            self.card.column.addWidget(part)
        self.sight = TableCard(look)
        holder = self.layout()
        if isinstance(holder, QVBoxLayout):
            holder.insertWidget(1, self.sight)
        self.import_table.clicked.connect(self.import_asked)
        self.template.clicked.connect(self.template_asked)
        self.sight.adopted.connect(self.adopt_asked)
        self.sight.left.connect(self.back_asked)

    def show_state(self, state: AdminState) -> None:
        found = state.reference
        if found is None:
            return
        if found.sight is not None:
            self.sight.show_sight(found.sight, state.busy)
        self.sight.setVisible(found.sight is not None)
        self.card.setVisible(found.sight is None)
        self.said.setVisible(bool(found.said))
        if found.said:
            self.said.say("\n".join(self.look.text(text) for text in found.said), tone=Tone.AMBER)
        self.pairs(self.fresh(), self._pairs(found))
        self._show_tables(found.tables)
        self._show_in_force(found.in_force)
        self.import_table.say(self.tr("Import a table …"), self.tr("A CSV file; its effect is shown first"))
        self.import_table.setVisible(found.may_adopt)
        self.template.say(self.tr("Save an empty table …"), self.tr("A CSV file for the laboratory to fill in"))
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
        self._history.setText(self.tr("Adopted tables"))
        self._history.setVisible(bool(tables))
        rows = QWidget()
        if tables:
            grid = self.grid_in(rows)
            self.heads(
                grid,
                self.tr("Version"),
                self.tr("Adopted"),
                self.tr("By"),
                self.tr("Items"),
                self.tr("In effect from"),
                self.tr("Standing"),
            )
            for place, row in enumerate(tables, start=2):
                tone: LabelTone = "text" if row.in_force else "text_3"
                cells = (row.version, row.when, row.who, str(row.items) if row.since else "", row.since)
                for column, words in enumerate(cells):
                    grid.addWidget(label(words, tone=tone, bold=column == 0), place, column)
                if row.standing is not None:
                    chip = Chip(self.look, self.look.text(row.standing), Tone.ACCENT if row.in_force else Tone.QUIET)
                    grid.addWidget(chip, place, 5)
        self.card.column.replaceWidget(self._rows, rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows

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

    def settle(self) -> None:
        """Show at once what was prepared."""
        super().settle()
        self._rows.show()


def _table() -> QTableWidget:
    made = QTableWidget(0, 8)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.verticalHeader().setVisible(False)
    made.setMinimumHeight(260)
    return made
