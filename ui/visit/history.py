"""Everything that was ever entered in one field: who, when, where, what was typed, why. Read only."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from study.text import Text
from ui.look import Look


@dataclass(frozen=True)
class HistoryLine:
    """One entry; `standing` says what became of it where that is not simply that it stands."""

    at: str
    who: str
    role: Text
    device: str
    value: Text
    typed: str
    reason: str
    version: str = ""
    """The version of the study it was made under."""
    standing: Text | None = None
    judged: Text | None = None
    """The reference interval it was judged by when it was entered."""
    came: Text | None = None
    """From which tracing it was taken over."""


@dataclass(frozen=True)
class HistoryState:
    """The field's words and its entries, the newest first."""

    title: Text
    lines: tuple[HistoryLine, ...]


class HistoryDialog(QDialog):
    """A table of entries; Escape closes it."""

    def __init__(self, look: Look, state: HistoryState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self.look = look
        self.setWindowTitle(look.text(state.title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, 360)
        self.table = QTableWidget(len(state.lines), 10)
        self.table.setAccessibleName(look.text(state.title))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().setVisible(False)
        self.table.setHorizontalHeaderLabels([
            self.tr("When"), self.tr("Who"), self.tr("Role"), self.tr("Workstation"), self.tr("Value"),
            self.tr("Typed"), self.tr("Judged by"), self.tr("Reason"), self.tr("State"), self.tr("Study version"),
        ])  # fmt: skip
        for row, line in enumerate(state.lines):
            standing = look.text(line.standing) if line.standing else ""
            judged = look.text(line.judged) if line.judged else ""
            typed = " · ".join(part for part in (line.typed, look.text(line.came) if line.came else "") if part)
            cells = (
                line.at, line.who, look.text(line.role), line.device, look.text(line.value), typed, judged,
                line.reason, standing, line.version,
            )  # fmt: skip
            for column, text in enumerate(cells):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.resizeColumnsToContents()
        self.table.horizontalHeader().setSectionResizeMode(7, QHeaderView.ResizeMode.Stretch)
        column_box = QVBoxLayout(self)
        column_box.addWidget(self.table)
