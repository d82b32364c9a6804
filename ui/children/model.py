"""The table of children as a Qt model, and the filter over it. Texts come in the language that is on."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from ui.children.state import ChildrenState, ChildRow, Due, MarkKind, Measure, Standing
from ui.language import day_of, study_day, translate
from ui.look import Look
from ui.widgets.marks import flag_name

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)

CODE, NAME, SEX, AGE, DAY, NEXT = range(6)
FIXED = 6

_DUE_ORDER = (Due.OVERDUE, Due.TODAY, Due.OPEN, Due.COMING, Due.DONE, Due.NONE)


def needs_someone(row: ChildRow) -> bool:
    """True when a child has an overdue visit or a mark other than an awaited result."""
    marked = any(mark.kind is not MarkKind.AWAITING for mark in row.marks)
    return row.standing is Standing.FOLLOWED and (marked or row.next_visit.due is Due.OVERDUE)


class ChildrenModel(QAbstractTableModel):
    """One row a child: six fixed columns, one for each measure, and the marks."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._state: ChildrenState | None = None
        self._rows: list[ChildRow] = []
        self._places: dict[str, int] = {}
        self._sorted = (CODE, Qt.SortOrder.AscendingOrder)

    def show_state(self, state: ChildrenState) -> None:
        """Show other rows, in the order that is on."""
        self.beginResetModel()
        self._state = state
        self._put(state)
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in order: once for all of them, as a proxy that asks for two at a time stops the window."""
        self._sorted = (column, order)
        if self._state is None:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        of = [self._rows[index.row()].subject for index in before]
        self._put(self._state)
        after = [self.index(self._places[s], i.column()) for s, i in zip(of, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _put(self, state: ChildrenState) -> None:
        column, order = self._sorted
        down = order is Qt.SortOrder.DescendingOrder
        self._rows = sorted(state.rows, key=lambda row: _sort_key(row, column, state), reverse=down)
        self._places = {row.subject: place for place, row in enumerate(self._rows)}

    @property
    def state(self) -> ChildrenState | None:
        """What is shown."""
        return self._state

    def row_at(self, row: int) -> ChildRow | None:
        """The child of a row of this model."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def place_of(self, subject: str) -> QModelIndex:
        """Where a child stands in this model; an invalid index when it does not."""
        place = self._places.get(subject)
        return QModelIndex() if place is None else self.index(place, CODE)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() or self._state is None else FIXED + len(self._state.columns) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal or self._state is None:
            return None
        fixed = (
            self.tr("Code"),
            self.tr("Name"),
            self.tr("Sex"),
            self.tr("Age"),
            self.tr("Study day"),
            self.tr("Next visit"),
        )
        if section < FIXED:
            return fixed[section]
        if section < FIXED + len(self._state.columns):
            column = self._state.columns[section - FIXED]
            return f"{self._look.text(column.label)}\n{self._look.text(column.note)}"
        return self.tr("Marks")

    def data(self, index: Index, role: int = 0) -> object:
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None or self._state is None:
            return None
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(row, index.column())
        return None

    def _text(self, row: ChildRow, column: int) -> str:
        if column == CODE:
            return row.code + ("?" if row.provisional else "")
        if column == NAME:
            return row.name
        if column == SEX:
            return self._look.text(row.sex)
        if column == AGE:
            return "" if row.age is None else f"{row.age:.1f}"
        if column == DAY:
            return "" if row.study_day is None else study_day(row.study_day)
        if column == NEXT:
            return self.next_words(row)
        measure = self._measure(row, column)
        if measure is not None:
            return measure.shown
        return ", ".join(self._look.text(mark.text) for mark in row.marks) if self._is_marks(column) else ""

    def _said(self, row: ChildRow, column: int) -> str:
        """What a screen reader says of a cell: the flag in words too."""
        measure = self._measure(row, column)
        words = self._text(row, column)
        return f"{words} {flag_name(measure.flag)}".strip() if measure is not None else words

    def next_words(self, row: ChildRow) -> str:
        """The next visit in words: "M6 overdue 5 d"."""
        return " ".join(part for part in (row.next_visit.code, self.due_words(row)) if part)

    def due_words(self, row: ChildRow) -> str:
        """How the next visit stands, in words; for a child whose study ended, how it ended."""
        visit = row.next_visit
        if row.ended is not None:
            return self._look.text(row.ended)
        if visit.due is Due.OVERDUE:
            return translate("ChildrenModel", "overdue %n d", "", 0).of(visit.days_over)
        if visit.due is Due.TODAY:
            return self.tr("today")
        when = "" if visit.on is None or self._state is None else day_of(visit.on, self._state.today)
        if visit.due is Due.DONE:
            return self.tr("entered") + f" {when}"
        return when

    def _measure(self, row: ChildRow, column: int) -> Measure | None:
        place = column - FIXED
        return row.measures[place] if 0 <= place < len(row.measures) else None

    def _is_marks(self, column: int) -> bool:
        return self._state is not None and column == FIXED + len(self._state.columns)


def _sort_key(row: ChildRow, column: int, state: ChildrenState) -> Any:
    """What a column sorts by; what is missing comes last in ascending order."""
    place = column - FIXED
    if 0 <= place < len(state.columns):
        measure = row.measures[place] if place < len(row.measures) else None
        return float("inf") if measure is None or measure.number is None else measure.number
    if column == AGE:
        return float("inf") if row.age is None else row.age
    if column == DAY:
        return float("inf") if row.study_day is None else float(row.study_day)
    if column == NEXT:
        visit = row.next_visit
        return f"{_DUE_ORDER.index(visit.due)} {visit.on or ''}"
    if column >= FIXED:
        return float(-len(row.marks))
    return {CODE: row.code, NAME: row.name, SEX: row.sex.en}[column]


class ChildrenFilter(QSortFilterProxyModel):
    """Rows whose code or name holds every word typed, in the group that is chosen: all, followed, needs, ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self._group = "all"

    def hold(self, text: str, group: str) -> bool:
        """What to look for when rows are read next; True when it is something else than before."""
        before = (self._words, self._group)
        self._words, self._group = text.casefold().split(), group
        return before != (self._words, self._group)

    def look_for(self, text: str, group: str) -> None:
        """Filter anew."""
        if self.hold(text, group):
            self.invalidate()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """The model sorts; rows come in its order."""
        self.sourceModel().sort(column, order)

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        if not self._words and self._group == "all":
            return True
        model = self.sourceModel()
        row = model.row_at(source_row) if isinstance(model, ChildrenModel) else None
        if row is None or not in_group(row, self._group):
            return False
        said = f"{row.code} {row.name}".casefold()
        return all(word in said for word in self._words)


def in_group(row: ChildRow, group: str) -> bool:
    """Whether a child belongs to a group of the switch."""
    if group == "needs":
        return needs_someone(row)
    return group == "all" or row.standing is (Standing.ENDED if group == "ended" else Standing.FOLLOWED)
