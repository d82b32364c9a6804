"""The forms of the visit at the left and the child's logs below them; Ctrl+J finds one by its code or name."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout

from ui.language import fill
from ui.look import Look
from ui.visit.field import ComposingEdit
from ui.visit.flags import flag_of
from ui.visit.form_delegate import FORM_ROW, LOG_ROW, ROW, Chooses, FormsDelegate, Index, Legend, total
from ui.visit.state import FormRow
from ui.widgets.labels import hairline, label
from ui.widgets.marks import flag_name

WIDE, NARROW = 220, 72
LEAST_LOGS = 5
"""So many logs stay in sight however many forms a visit has."""


class FormsModel(QAbstractListModel):
    """The rows as a list; keeps its selection while only numbers change."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.rows: tuple[FormRow, ...] = ()

    def show_rows(self, rows: tuple[FormRow, ...]) -> None:
        """Show these rows."""
        if [row.key for row in rows] == [row.key for row in self.rows]:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(max(len(rows) - 1, 0)))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many forms."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The label; what a screen reader says; the other language for the tooltip; the row itself."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._look.text(row.label)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{self._look.text(row.label)}\n{self._look.language.other(row.label)}"
        return row if role == ROW else None

    def _said(self, row: FormRow) -> str:
        """For a screen reader: the note where there is one, else how far; then the flag and what wants a word."""
        name = self._look.text(row.label)
        if row.note is not None:
            said = f"{name}, {self._look.text(row.note)}".rstrip(", ")
        else:
            said = fill(self.tr("%1, %2 of %3 filled"), name, row.filled, total(row))
        waits = fill(self.tr("%1 to answer"), row.wants) if row.wants else ""
        return ", ".join(part for part in (said, flag_name(flag_of(row.flag)), waits) if part)


class FormsView(Chooses):
    """The list itself. Enter or a click opens a form."""

    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.model_of_forms = FormsModel(look)
        self.setModel(self.model_of_forms)
        self.setItemDelegate(FormsDelegate(look, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.clicked.connect(self._open)

    @property
    def natural_height(self) -> int:
        """The height at which nothing needs to scroll."""
        return sum(LOG_ROW if row.log else FORM_ROW for row in self.model_of_forms.rows) + 2

    def show_forms(self, rows: tuple[FormRow, ...], chosen: str) -> None:
        """Show the forms with the code of the open one."""
        self.model_of_forms.show_rows(rows)
        other, self.chosen = chosen != self.chosen, chosen
        if other:
            self._show_chosen()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The open form stays in sight."""
        super().resizeEvent(event)
        self._show_chosen()

    def _show_chosen(self) -> None:
        for place, row in enumerate(self.model_of_forms.rows):
            if row.code == self.chosen:
                self.scrollTo(self.model_of_forms.index(place))

    def go_on(self) -> None:
        """Open the next form that is not complete; where there is none, focus and cursor on the one after the open."""
        rows = self.model_of_forms.rows
        here = next((place for place, row in enumerate(rows) if row.code == self.chosen), -1)
        after = (row for row in rows[here + 1 :] if row.applies and not row.complete and not row.log)
        following = next(after, None)
        if following is not None:
            self.opened.emit(following.key)
            return
        self.setFocus(Qt.FocusReason.TabFocusReason)
        self.setCurrentIndex(self.model_of_forms.index(min(here + 1, len(rows) - 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the form the cursor is on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: Index) -> None:
        if index.isValid():
            self.opened.emit(self.model_of_forms.rows[index.row()].key)


class FindForm(ComposingEdit):
    """Typing narrows the lists; Enter opens the first, Escape gives up."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape belongs to the input method while it composes."""
        if event.key() == Qt.Key.Key_Escape and not self.composing:
            self.given_up.emit()
            return
        super().keyPressEvent(event)


class FormsList(QFrame):
    """The pane: heading with the visit's count, forms, logs, legend. `form_chosen` carries the form's address key.

    `left` says that the person gave up finding a form and goes back to where they were.
    """

    form_chosen = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows: tuple[FormRow, ...] = ()
        self._chosen = ""
        self._folded = False
        self.setProperty("part", "formslist")
        self.setFixedWidth(WIDE)
        self.list, self.logs = FormsView(look), FormsView(look)
        self.search = FindForm()
        self.search.setProperty("grid", True)
        self.search.hide()
        self._title, self._count = label("", "body", bold=True), label("", "hint", "text_2")
        self._log_title = label("", "body", bold=True)
        self._line = hairline()
        self._legend = Legend(look)
        for view in (self.list, self.logs):
            view.opened.connect(self._open)
        self.search.textChanged.connect(lambda _text: self._show())
        self.search.entered.connect(lambda _step: self._open_first())
        self.search.given_up.connect(self._give_up)
        self._compose()

    def _compose(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 4)
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 6)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self._line)
        self._log_title.setContentsMargins(8, 4, 8, 2)
        column.addWidget(self._log_title)
        column.addWidget(self.logs)
        column.addWidget(self._legend)

    def show_forms(self, rows: tuple[FormRow, ...], chosen: str) -> None:
        """Show the forms with the code of the open one."""
        self._rows, self._chosen = rows, chosen
        visit = [row for row in rows if not row.log]
        self._title.setText(self.tr("Forms of this visit") if visit else self.tr("The child's logs"))
        self._title.setToolTip(self.tr("Ctrl+J finds a form by its code or name"))
        self._log_title.setText(self.tr("The child's logs"))
        self._count.setText(f"{sum(row.filled for row in visit)} / {sum(total(row) for row in visit)}" if visit else "")
        self.list.setAccessibleName(self._title.text())
        self.logs.setAccessibleName(self._log_title.text())
        self.search.setPlaceholderText(self.tr("Code or name of a form"))
        self.search.setAccessibleName(self.search.placeholderText())
        self._show()

    def _show(self) -> None:
        asked = self.search.text().strip().casefold()
        found = tuple(row for row in self._rows if not asked or _matches(row, asked))
        self.list.show_forms(tuple(row for row in found if not row.log), self._chosen)
        self.logs.show_forms(tuple(row for row in found if row.log), self._chosen)
        logs = any(row.log for row in self._rows)
        visit = any(not row.log for row in self._rows)
        for part in (self._line, self._log_title):
            part.setVisible(logs and visit and not (part is self._log_title and self._narrow))
        self.logs.setVisible(logs)
        self.list.setVisible(visit)
        self._share()

    def _share(self) -> None:
        """The logs take what the forms leave, and never less than a few rows."""
        if not self.list.isVisibleTo(self):
            self.logs.setMaximumHeight(1 << 20)
            self.logs.setMinimumHeight(0)
            return
        others = 90 + (self._legend.height() if self._legend.isVisibleTo(self) else 0)
        spare = self.height() - others - self.list.natural_height
        wanted = self.logs.natural_height
        self.logs.setFixedHeight(min(wanted, max(spare, LEAST_LOGS * LOG_ROW)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new height."""
        super().resizeEvent(event)
        self._share()

    def fold(self, folded: bool) -> None:
        """In a narrow window only numbers and flags are left; the label is in the tooltip."""
        self._folded = folded
        self.setFixedWidth(NARROW if self._narrow else WIDE)
        for part in (self._title, self._count, self._legend):
            part.setVisible(not self._narrow)
        self._show()

    @property
    def _narrow(self) -> bool:
        """Who types a name needs the room to read what is found."""
        return self._folded and self.search.isHidden()

    def find_form(self) -> None:
        """Ctrl+J: type the code or the name of a form."""
        self.search.show()
        self.fold(self._folded)
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def key_of(self, number: str) -> str:
        """The form that Alt+`number` opens, or ""."""
        return next((row.key for row in self._rows if row.number == number), "")

    def _open_first(self) -> None:
        rows = (*self.list.model_of_forms.rows, *self.logs.model_of_forms.rows)
        asked = self.search.text().strip().casefold()
        first = next((row for row in rows if row.code.casefold() == asked), rows[0] if rows and asked else None)
        if first is not None:
            self._open(first.key)

    def _open(self, key: str) -> None:
        self._close_find()
        self.form_chosen.emit(key)

    def _give_up(self) -> None:
        self._close_find()
        self.left.emit()

    def _close_find(self) -> None:
        self.search.hide()
        self.search.clear()
        self.fold(self._folded)


def _matches(row: FormRow, asked: str) -> bool:
    return any(asked in name.casefold() for name in (row.code, row.label.en, row.label.zh))
