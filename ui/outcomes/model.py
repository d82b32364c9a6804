"""The primary outcomes as a Qt model: a row a child, for each visit a column an outcome."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from study.outcomes import Standing
from ui.look import Look
from ui.outcomes.state import OutcomeRow, OutcomesState
from ui.outcomes.words import cell_words

Index = QModelIndex | QPersistentModelIndex
CELL = int(Qt.ItemDataRole.UserRole)


class OutcomesModel(QAbstractTableModel):
    """What of a state is shown: every child, or those of whom a result is missing."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._state: OutcomesState | None = None
        self._rows: tuple[OutcomeRow, ...] = ()

    @property
    def each(self) -> int:
        """How many outcomes a visit has."""
        return max(len(self._state.sums), 1) if self._state is not None else 1

    def show_state(self, state: OutcomesState, lacking: bool) -> None:
        """Show other rows; rows that stay are filled in place."""
        rows = tuple(row for row in state.rows if row.lacks or not lacking)
        before, old = self._state, self._rows
        same = before is not None and (before.visits, len(before.sums)) == (state.visits, len(state.sums))
        if same and [row.subject for row in old] == [row.subject for row in rows]:
            self._state, self._rows = state, rows
            if rows and state.visits:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self._state, self._rows = state, rows
        self.endResetModel()

    def row(self, place: int) -> OutcomeRow | None:
        """The child of a row."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def place_of(self, subject: str, column: int) -> QModelIndex:
        """A child's cell; else the first of all."""
        found = next((n for n, row in enumerate(self._rows) if row.subject == subject), 0)
        return self.index(found, min(column, max(self.columnCount() - 1, 0)))

    def head(self, column: int) -> tuple[str, str]:
        """The visit of a column and the first letter of its outcome."""
        visit, outcome = self._of(column)
        return visit, outcome[:1]

    def _of(self, column: int) -> tuple[str, str]:
        state = self._state
        if state is None or not 0 <= column < self.columnCount():
            return "", ""
        return state.visits[column // self.each][0], self._look.text(state.sums[column % self.each].label)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() or self._state is None else len(self._state.visits) * len(self._state.sums)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation is Qt.Orientation.Vertical:
            row = self.row(section)
            return " ".join(part for part in (row.code, row.name) if part) if row is not None else None
        return " · ".join(part for part in self._of(section) if part)

    def data(self, index: Index, role: int = 0) -> object:
        cell = self.cell(index)
        if role == CELL:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            row = self.row(index.row())
            if row is None or cell is None:
                return None
            return " · ".join((row.code, *self._of(index.column()), cell_words(cell)))
        return None

    def cell(self, index: Index) -> Standing | None:
        """How an outcome of a child stands at a visit; None where the visit does not ask for it."""
        state, row = self._state, self.row(index.row()) if index.isValid() else None
        if state is None or row is None or index.column() >= self.columnCount():
            return None
        visit, outcome = state.visits[index.column() // self.each][0], state.sums[index.column() % self.each].code
        return row.cells.get((outcome, visit))
