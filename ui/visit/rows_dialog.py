"""Choosing which rows of a log belong to the open row: a list of ticks that the keyboard alone fills. Decides nothing.

Letters filter, Space ticks, Enter keeps, Escape leaves everything as it was.
"""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from study.text import Text
from ui.language import fill
from ui.look import Look
from ui.visit.field import ComposingEdit
from ui.widgets.buttons import Button
from ui.widgets.fields import draw_tick
from ui.widgets.labels import label

_KEY = int(Qt.ItemDataRole.UserRole)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SIZE = QSize(560, 440)
_LINE = 30
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class RowLine:
    """A row that may be chosen. `why`: why it cannot be turned here; `asks_reason`: turning it needs a reason."""

    key: str
    label: Text
    chosen: bool
    detail: Text | None = None
    why: Text | None = None
    asks_reason: bool = False


@dataclass(frozen=True)
class RowsChoice:
    """What is chosen for: `title` names the question, `about` the open row."""

    key: str
    title: Text
    about: Text
    lines: tuple[RowLine, ...]


@dataclass(frozen=True)
class RowsChosen:
    """The keys of the rows that are ticked now, and why where that was asked."""

    key: str
    rows: tuple[str, ...]
    reason: str = ""


class _Ticks(QStyledItemDelegate):
    """Draws the tick in a box that is ticked, as `ui.widgets.fields.Tick` does."""

    def __init__(self, look: Look, view: QListWidget) -> None:
        super().__init__(view)
        self._look = look
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is not Qt.CheckState.Checked:
            return
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        box = self._view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, shown, self._view)
        painter.save()
        draw_tick(painter, self._look, box)
        painter.restore()


class RowsDialog(QDialog):
    """`chosen` carries a `RowsChosen`."""

    chosen = Signal(object)

    def __init__(self, look: Look, state: RowsChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._look, self._state = look, state
        self.setWindowTitle(look.text(state.title))
        self.search = ComposingEdit()
        self.search.setProperty("grid", True)
        self.search.setPlaceholderText(self.tr("Filter…"))
        self.search.setAccessibleName(self.tr("Filter the rows"))
        self.search.textChanged.connect(self._filter)
        self.search.entered.connect(lambda _step: self._to_list())
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(look.text(state.title))
        self.list.setItemDelegate(_Ticks(look, self.list))
        self.list.installEventFilter(self)
        self.reason = ComposingEdit()
        self.reason.setProperty("grid", True)
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("Why? A row that changes is completed or signed."))
        self.reason.entered.connect(lambda _step: self._keep())
        self.said = label("", "hint", "text_2", wrap=True)
        self.keep_button = Button(look, "primary")
        self.keep_button.say(self.tr("Keep"))
        self.back_button = Button(look, "plain")
        self.back_button.say(self.tr("Cancel"))
        for line in state.lines:
            self.list.addItem(self._item(line))
        self.list.itemChanged.connect(lambda _item: self._count())
        self.list.itemDoubleClicked.connect(self._turn)
        self.keep_button.clicked.connect(self._keep)
        self.back_button.clicked.connect(self.reject)
        self._compose()
        self._count()
        self._to_list()

    def _compose(self) -> None:
        text = self._look.text
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        column.addWidget(label(text(self._state.title), "pane", bold=True, wrap=True))
        column.addWidget(label(text(self._state.about), "hint", "text_2", wrap=True))
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.reason)
        column.addWidget(self.said)
        row = QHBoxLayout()
        row.addWidget(label(self.tr("Space ticks · Enter keeps"), "hint", "text_3"))
        row.addStretch()
        row.addWidget(self.back_button)
        row.addWidget(self.keep_button)
        column.addLayout(row)
        self.resize(_SIZE)

    def _item(self, line: RowLine) -> QListWidgetItem:
        text = self._look.text
        parts = (line.label, line.detail, line.why)
        item = QListWidgetItem("   ".join(text(part) for part in parts if part is not None and text(part)))
        item.setData(_KEY, line.key)
        item.setToolTip(item.text())
        item.setSizeHint(QSize(0, _LINE))
        free = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(free if line.why is not None else free | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if line.chosen else Qt.CheckState.Unchecked)
        if line.why is not None:
            item.setForeground(QColor(self._look.tokens.text_3))
        return item

    def ticked(self) -> tuple[str, ...]:
        """The keys of the rows that are ticked."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(str(item.data(_KEY)) for item in items if item.checkState() is Qt.CheckState.Checked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the list Enter keeps and letters filter; from the filter Down goes to the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.search and event.key() == Qt.Key.Key_Down and not self.search.composing:
                self._to_list()
                return True
            if watched is self.list and event.key() in _ENTER:
                self._keep()
                return True
            if watched is self.list and event.text().strip() and event.text().isprintable():
                self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.search.setText(event.text())
                return True
        return super().eventFilter(watched, event)

    def _to_list(self) -> None:
        shown = [row for row in range(self.list.count()) if not self.list.item(row).isHidden()]
        if shown and self.list.currentRow() not in shown:
            self.list.setCurrentRow(shown[0])
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _filter(self, typed: str) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(typed.strip().casefold() not in item.text().casefold())

    def _turn(self, item: QListWidgetItem) -> None:
        """A double click ticks as Space does; on the box itself Qt has turned it twice."""
        if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            on = item.checkState() is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def _turned(self) -> list[RowLine]:
        ticked = self.ticked()
        return [line for line in self._state.lines if line.chosen != (line.key in ticked)]

    def _count(self) -> None:
        self.reason.setVisible(any(line.asks_reason for line in self._turned()))
        words = self.tr("%1 chosen") if self._state.lines else self.tr("The log has no rows yet.")
        self.said.setText(fill(words, str(len(self.ticked()))))

    def _keep(self) -> None:
        reason = self.reason.text().strip()
        if not reason and any(line.asks_reason for line in self._turned()):
            self.said.setText(self.tr("Say why first: nothing was changed."))
            self.reason.setFocus()
            return
        self.accept()
        self.chosen.emit(RowsChosen(self._state.key, self.ticked(), reason))
