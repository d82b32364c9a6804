"""The lines of the trail as a Qt model that keeps a few pages and asks for the others when somebody looks at them.

Owns which pages are kept. Must not know where lines come from.
"""

from bisect import bisect_right
from collections import OrderedDict
from itertools import accumulate

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from ui.audit.state import LinesPage, TrailLine
from ui.look import Look

Index = QModelIndex | QPersistentModelIndex
LINE = int(Qt.ItemDataRole.UserRole)
WHEN, WHO, WHAT, CHILD, WHERE, CHANGE, WHY, STANDING = range(8)
KEPT = 12
"""So many pages stay in memory."""
ARROW = " → "
_READ = "…"


class LinesModel(QAbstractTableModel):
    """`page_wanted` carries the number of a page: the next one, or one that was let go of."""

    page_wanted = Signal(int)

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._reading = -1
        self._counts: dict[int, int] = {}
        self._starts: list[int] = [0]
        self._order: list[int] = []
        self._kept: OrderedDict[int, tuple[TrailLine, ...]] = OrderedDict()
        self._stale: set[int] = set()
        self._asked: set[int] = set()
        self._more = False

    def take(self, page: LinesPage) -> None:
        """Show a page: of another reading instead of all, else in its place."""
        if page.reading != self._reading:
            self.beginResetModel()
            self._forget(page.reading)
            self._put(page)
            self.endResetModel()
        elif page.page not in self._counts:
            self._insert(page)
        else:
            self._kept[page.page] = page.lines
            first = self._starts[self._order.index(page.page)]
            self.dataChanged.emit(self.index(first, 0), self.index(first + len(page.lines) - 1, STANDING))
        self._asked.discard(page.page)
        self._stale.discard(page.page)
        self._let_go(page.page)
        if not page.lines and self._more and page.page >= 0:
            self.fetchMore()

    def begin(self) -> None:
        """Another reading begins: what is shown is not what is sought."""
        self.beginResetModel()
        self._forget(-1)
        self.endResetModel()

    def renew(self) -> None:
        """What is kept may be out of date: read it again when somebody looks at it."""
        self._stale = set(self._kept)
        if self._counts:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, STANDING))

    @property
    def kept(self) -> int:
        """How many lines are in memory."""
        return sum(len(lines) for lines in self._kept.values())

    @property
    def whole(self) -> bool:
        """True when the oldest line stands here."""
        return not self._more

    def _forget(self, reading: int) -> None:
        self._reading, self._more = reading, False
        self._counts, self._starts, self._order = {}, [0], []
        self._kept.clear()
        self._stale, self._asked = set(), set()

    def _insert(self, page: LinesPage) -> None:
        """Newer lines before all others, older ones after them."""
        first = 0 if page.page < 0 else self.rowCount()
        if page.lines:
            self.beginInsertRows(QModelIndex(), first, first + len(page.lines) - 1)
        self._put(page)
        if page.lines:
            self.endInsertRows()

    def _put(self, page: LinesPage) -> None:
        self._counts[page.page] = len(page.lines)
        self._order = sorted(self._counts)
        self._starts = [0, *accumulate(self._counts[number] for number in self._order)]
        self._kept[page.page] = page.lines
        if page.page >= 0:
            self._more = page.more

    def _let_go(self, page: int) -> None:
        self._kept.move_to_end(page)
        while len(self._kept) > KEPT:
            gone, _lines = self._kept.popitem(last=False)
            self._stale.discard(gone)

    def line(self, row: int) -> TrailLine | None:
        """The line of a row; None while it is read again."""
        if not 0 <= row < self.rowCount():
            return None
        place = bisect_right(self._starts, row) - 1
        page = self._order[place]
        lines = self._kept.get(page)
        if lines is None or page in self._stale:
            self._ask(page)
        if lines is None:
            return None
        self._kept.move_to_end(page)
        return lines[row - self._starts[place]]

    def _ask(self, page: int) -> None:
        """Never while something is painted: the answer may come at once."""
        if page not in self._asked:
            self._asked.add(page)
            QTimer.singleShot(0, self, lambda: self.page_wanted.emit(page))

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and self._next not in self._asked

    def fetchMore(self, parent: Index = QModelIndex()) -> None:  # noqa: B008  # Qt's own signature
        if self.canFetchMore(parent):
            self._asked.add(self._next)
            self.page_wanted.emit(self._next)

    @property
    def _next(self) -> int:
        return max((number for number in self._counts if number >= 0), default=-1) + 1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else self._starts[-1]

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else STANDING + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = (
            self.tr("When (site)"), self.tr("Who"), self.tr("What"), self.tr("Child"), self.tr("Where"),
            self.tr("Before → after"), self.tr("Why"), self.tr("At the EDC"),
        )  # fmt: skip
        return heads[section]

    def data(self, index: Index, role: int = 0) -> object:
        if not index.isValid():
            return None
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        if role != LINE and role not in texts:
            return None
        line = self.line(index.row())
        if role == LINE:
            return line
        if line is None:
            return _READ if index.column() == WHEN else ""
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == WHEN:
            return f"{line.utc}\n{self._look.text(line.clock)}"
        return self._words(line, index.column())

    def _words(self, line: TrailLine, column: int) -> str:
        text = self._look.text
        match column:
            case 0:
                return line.site
            case 1:
                return f"{line.who} · {text(line.role)}" if line.who else text(line.role)
            case 2:
                return text(line.kind)
            case 3:
                return line.child
            case 4:
                return text(line.place)
            case 5:
                return changed(text(line.before), text(line.after))
            case 6:
                return line.why
            case _:
                return text(line.standing) if line.standing else str(line.number or "")


def changed(before: str, after: str) -> str:
    """What stood and what stands: "3.1 → 3.4"; only the new one where nothing stood."""
    return f"{before}{ARROW}{after}" if before else after
