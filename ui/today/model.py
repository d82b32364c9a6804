"""The rows of today as a Qt model: a line that names each group, then its rows. Texts in the language that is on."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.language import fill
from ui.look import Look
from ui.today.state import Group, TodayRow, TodayState

Index = QModelIndex | QPersistentModelIndex
LINE = int(Qt.ItemDataRole.UserRole)
CHILD, WHAT, WHEN, WINDOW, DONE, STATUS = range(6)
COLUMNS = 6


@dataclass(frozen=True)
class GroupLine:
    """The line over a group: how many rows it has."""

    group: Group
    count: int


Line = GroupLine | TodayRow


def lines_of(rows: tuple[TodayRow, ...]) -> tuple[Line, ...]:
    """Every group that has rows, each under its line."""
    made: list[Line] = []
    for group in Group:
        inside = [row for row in rows if row.group is group]
        if inside:
            made += [GroupLine(group, len(inside)), *inside]
    return tuple(made)


class TodayModel(QAbstractTableModel):
    """Six columns; the line of a group stands in the first one and cannot be chosen."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._lines: tuple[Line, ...] = ()
        self._ahead = 0

    def show_state(self, state: TodayState) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._lines, self._ahead = lines_of(state.rows), state.ahead
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """What stands in a row of the table."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def groups(self) -> list[int]:
        """The rows that name a group."""
        return [place for place, line in enumerate(self._lines) if isinstance(line, GroupLine)]

    def place_of(self, place: str) -> QModelIndex:
        """Where the row of an address stands; else the first row of all."""
        found = (n for n, line in enumerate(self._lines) if isinstance(line, TodayRow) and line.place == place)
        return self.index(next(found, 1), CHILD)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else COLUMNS

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.line(index.row()), GroupLine):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return (
            self.tr("Child"),
            self.tr("What"),
            self.tr("Study day · target"),
            self.tr("Window"),
            self.tr("Completeness"),
            self.tr("Status"),
        )[section]

    def data(self, index: Index, role: int = 0) -> object:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == LINE:
            return line
        if isinstance(line, GroupLine):
            words = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return " · ".join(self.group_words(line)) if words and index.column() == CHILD else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and line.hint is not None:
            return self._look.text(line.hint)
        return None

    def group_words(self, line: GroupLine) -> tuple[str, str]:
        """The name of a group with its count, and what it means."""
        if line.group is Group.OVERDUE:
            return fill(self.tr("Overdue %1"), line.count), self.tr(
                "the window is over; it can still be entered and is marked as outside"
            )
        if line.group is Group.BEGUN:
            return fill(self.tr("Being entered %1"), line.count), self.tr(
                "the visit took place; not all of it is entered"
            )
        if line.group is Group.OPEN:
            return fill(self.tr("Due now %1"), line.count), self.tr("the window is open")
        coming = self.tr("Next %n days", "", self._ahead)
        return f"{coming} {line.count}", self.tr("the window opens soon")

    def _text(self, row: TodayRow, column: int) -> str:
        if column == CHILD:
            return " ".join(part for part in (row.code, row.name) if part)
        if column == WHAT:
            return self._look.text(row.what)
        if column == WHEN:
            return self._look.text(row.when)
        if column == WINDOW:
            return self._look.text(row.hint) if row.hint is not None and row.span is not None else ""
        if column == DONE:
            return f"{row.parts.filled}/{row.parts.total}" if row.parts is not None else ""
        return self._look.text(row.status)
